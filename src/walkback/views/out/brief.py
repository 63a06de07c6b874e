"""One page on a matter, to print: how it stands, what was found, its life drawn, the sentences that prove it.

It fits one sheet of A4 or Letter: sentences are taken in order of weight while they fit, and what is left out is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from math import ceil

from walkback.core.ledger import Actor
from walkback.record.rows import Evidence, FindingRow, MatterRow
from walkback.views.axis import WIDTH
from walkback.views.markup import Html, el, join
from walkback.views.out.claims import claims, signed
from walkback.views.out.deadlines import Deadline, deadline
from walkback.views.out.places import NOWHERE, Places
from walkback.views.timeline import TONES, gradients, mark, timeline
from walkback.views.words import (
    AS_FAR,
    change,
    clean,
    count,
    day,
    flags,
    lateness,
    month,
    note_of,
    spoken,
    standing_of,
    subject,
    voice,
)  # fmt: skip

# Millimetres: text on the lower sheet, Letter, and across the narrower, A4; all that stands on every brief; a line of the
# title, of text, of small text; the heading of findings; the frame of a finding, of a report; the drawing at most. Letters of a line: title, text, a sentence's column.
SHEET, TEXT = 254.0, 184.0
ALWAYS, FOUND, TITLE, LINE, SMALL, FINDING, ROW, DRAWING = 58.0, 8.0, 7.4, 4.9, 3.9, 2.4, 2.6, 62.0
WIDE, ACROSS, BESIDE = 44, 104, 74
LONGEST = 300  # letters of a sentence; a longer one is cut around the words that name the undertaking
LABEL = 150  # letters of a title
MOST_FINDINGS = 4


@dataclass(frozen=True, slots=True)
class Brief:
    """What a brief is made of. on: the day that lateness counts from; found: the findings, newest first; actors: by id."""

    row: MatterRow
    found: Sequence[FindingRow]
    actors: Mapping[str, Actor]
    on: date
    places: Places = NOWHERE


def brief(held: Brief) -> str:
    """The page as HTML: no script, no other file."""
    label = _shortened(clean(held.row.matter.label), LABEL)
    drawn = timeline(held.row, held.on)
    found = list(held.found[:MOST_FINDINGS])
    room = SHEET - ALWAYS - _height(drawn) - _over(held, label) - sum(_room(row) for row in found)
    room -= FOUND if found else 0.0
    told = chosen(held, room)
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light"),
        el("title", f"{label} · walkback"),
        el("style", Html(style())),
        *_claims(held),
    )
    body = el(
        "body",
        gradients(),
        el(
            "main",
            *_head(held, label),
            *_findings(held, found),
            el("div", drawn, class_="drawn") if drawn else "",
            *_reports(held, told),
            *_foot(held),
        ),
    )
    return f"<!doctype html>\n{el('html', head, body, lang='en')}\n"


def style() -> str:
    """The style sheet that stands in every brief."""
    return resources.files("walkback.views.out").joinpath("brief.css").read_text(encoding="utf-8")


def _claims(held: Brief) -> Iterator[Html]:
    """Signed findings for the programs that read pages."""
    rows = [row for row in held.found if signed(row)]
    if rows:
        data = json.dumps(claims(rows, held.actors, held.places), ensure_ascii=False).replace("<", "\\u003c")
        yield el("script", Html(data), type="application/ld+json")


def _dots(parts: Iterable[str]) -> Html:
    return join([part for part in parts if part], " · ")


def _badge(status: str) -> Html:
    drawn = el("svg", mark(status, 8, 8), viewBox="0 0 16 16", width=12, height=12, aria_hidden="true")
    return el("b", drawn, status, class_=f"status {TONES[status]}")


def _head(held: Brief, label: str) -> Iterator[Html]:
    row, due = held.row, deadline(held.row, on=held.on)
    yield el("p", el("b", "walkback"), el("span", f"Brief of {day(held.on)}"), class_="strip")
    yield el("h1", label, dir="auto")
    yield el("p", _dots([row.matter.type, ", ".join(clean(a.name) for a in row.parties)]), class_="parties")
    last = row.evidence[-1] if row.evidence else None
    stands = []
    if last:
        stands.append(
            el("p", _badge(last.report.status), f", as told on {day(last.head.published)} on the word of {voice(last)}")
        )
    if due:
        stands.append(el("p", *_due(due, held.on)))
    yield el("div", *stands, class_="stands")


def _due(due: Deadline, on: date) -> Iterator[str]:
    now = due.now
    if now.state in ("done", "cancelled"):
        yield f"It was due {spoken(now.due)}."
        return
    left = (now.due.latest - on).days if now.due.latest else 0
    yield "Due "
    yield el("b", spoken(now.due))
    yield f", {lateness(left)}" + (f": {AS_FAR} by then" if left < 0 else "")
    yield "; put off, no new day named" if now.state == "put off" else ""
    yield f"; before: {', '.join(spoken(d) for d in due.before)}" if due.before else ""
    yield "."


def _findings(held: Brief, found: Sequence[FindingRow]) -> Iterator[Html]:
    if not found:
        return
    items = [
        el(
            "li",
            el("b", row.finding.kind.capitalize(), class_=f"kind {row.finding.kind}"),
            f" {_told(row)} ",
            el("span", f"({standing_of(row.judgements)})", class_="small"),
        )
        for row in found
    ]
    left = len(held.found) - len(found)
    more = el("p", f"{count(left, 'finding')} more on this matter.", class_="small") if left > 0 else ""
    yield el("section", el("h2", "What was found"), el("ul", *items, class_="found"), more)


def _told(row: FindingRow) -> str:
    return " · ".join(part for part in (subject(row), change(row), note_of(row, written=True)) if part)


def _room(row: FindingRow) -> float:
    """Millimetres of a finding."""
    letters = len(row.finding.kind) + len(_told(row)) + len(standing_of(row.judgements))
    return FINDING + LINE * ceil(letters / ACROSS)


def _over(held: Brief, label: str) -> float:
    """Millimetres of a head with more than a line each for title, parties, standing and due days."""
    due = deadline(held.row, on=held.on)
    days = "".join(_due(due, held.on)) if due else ""
    parties = ", ".join(clean(a.name) for a in held.row.parties)
    lines = sum(ceil(len(text) / ACROSS) - 1 for text in (parties, days) if text)
    return TITLE * (ceil(len(label) / WIDE) - 1) + LINE * lines


def _shortened(text: str, most: int) -> str:
    """A text of at most so many letters, cut between words where it can be."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _height(drawn: Html) -> float:
    """Millimetres of a drawing that is as wide as the text."""
    if not drawn:
        return 0.0
    high = float(drawn.split('viewBox="0 0 ', 1)[1].split('"', 1)[0].split()[1])
    return min(high * TEXT / WIDTH, DRAWING) + 3.0


def chosen(held: Brief, room: float) -> list[Evidence]:
    """The reports that fit a height in millimetres: those of the findings, the last, the first, those that changed the
    standing, then the others as they come, copies last; given in order of time."""
    evidence = held.row.evidence
    proof = {e.report.id for row in held.found for e in row.evidence}
    weight: dict[str, int] = {}
    before = None
    for n, e in enumerate(evidence):
        status, due = e.report.status, e.report.due
        changed = (status, due) != before
        weight[e.report.id] = next(
            rank
            for rank, fits in enumerate(
                (
                    e.report.id in proof,
                    n == len(evidence) - 1,
                    n == 0,
                    changed and not e.head.copy_of,
                    not e.head.copy_of,
                    True,
                )
            )
            if fits
        )
        before = (status, due)
    taken = []
    for e in sorted(evidence, key=lambda e: weight[e.report.id]):
        beside = LINE + SMALL * len(_with(e))
        said = LINE * ceil(len("".join(_cut(e))) / BESIDE) + SMALL * ceil(len(_source(e)) / BESIDE)
        high = ROW + max(beside, said)
        if high > room:
            continue
        room -= high
        taken.append(e.report.id)
    return [e for e in evidence if e.report.id in taken]


def _cut(e: Evidence) -> tuple[str, str, str]:
    """A sentence before, in and after the words that name the undertaking, cut where it is too long."""
    start, end = e.report.span.start - e.report.sentence.start, e.report.span.end - e.report.sentence.start
    if not 0 <= start < end <= len(e.sentence):
        return clean(e.sentence)[:LONGEST], "", ""
    before, trigger, after = e.sentence[:start], e.sentence[start:end], e.sentence[end:]
    room = max(0, LONGEST - len(trigger))
    head = min(len(before), max(room // 2, room - len(after)))
    tail = room - head
    if len(before) > head:
        before = "… " + before[len(before) - head :].split(" ", 1)[-1]
    if len(after) > tail:
        after = after[:tail].rsplit(" ", 1)[0] + " …"
    return before, trigger, after


def _reports(held: Brief, told: Sequence[Evidence]) -> Iterator[Html]:
    rows = [
        el(
            "tr",
            el("th", _short(e.head.published), scope="row"),
            el("td", _badge(e.report.status), *(el("span", part, class_="small") for part in _with(e))),
            el("td", el("p", *_said(e), class_="said"), el("p", _source(e), class_="small")),
        )
        for e in told
    ]
    left = len(held.row.evidence) - len(told)
    names = ("Day", "Standing", "Sentence, whose word, where")
    table = el(
        "table",
        el("thead", el("tr", *(el("th", name, scope="col") for name in names))),
        el("tbody", *rows),
    )
    more = el("p", f"{count(left, 'report')} more, left out here.", class_="small") if left else ""
    yield el(
        "section", el("h2", f"What was told, {count(len(held.row.evidence), 'report')}"), table if rows else "", more
    )


def _short(value: date | None) -> str:
    return f"{value.day} {month(value)} {value.year}" if value else "undated"


def _with(e: Evidence) -> list[str]:
    due = spoken(e.report.due)
    return [*([f"due {due}"] if due else []), *flags(e)]


def _said(e: Evidence) -> list[str]:
    before, trigger, after = _cut(e)
    return [before, el("mark", trigger) if trigger else "", after]


def _source(e: Evidence) -> Html:
    return _dots([voice(e), clean(e.head.outlet or e.head.doc_id), "copy of another article" if e.head.copy_of else ""])


def _foot(held: Brief) -> Iterator[Html]:
    page = held.places.matter(held.row.matter.id)
    honest = "Read by a machine in the articles of the record; what no person has signed is its proposal. The sentences are what counts."
    where = el("a", page, href=page) if page else el("span", f"matter {held.row.matter.id}")
    yield el("footer", el("p", honest), el("p", where))
