"""Judging in words: what a reviewer sees of a target, and what they type, as an amendment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import TypeVar

from walkback.core.errors import InputError
from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Amendment, Judgement
from walkback.core.reading import STATUSES, Status
from walkback.record import gather, people, queries, review
from walkback.record.agreement import Agreement
from walkback.record.anchors import Kind
from walkback.record.review import Signed, Waiting
from walkback.record.rows import Evidence, FindingRow
from walkback.record.store import Record
from walkback.views import render
from walkback.views.terminal import OF_KIND, Screen, between, cells, status
from walkback.views.words import change, clean, count, days, flags, note_of, subject, voice

GAP = "  "
NARROW = 80  # columns below which sentences stand under, not beside, each other
_Word = TypeVar("_Word", bound=str)
_PAINT = re.compile(r"\x1b\[[0-9;]*m")


def beside(screen: Screen, one: Callable[[Screen], str], other: Callable[[Screen], str]) -> str:
    """Two blocks of text side by side, where there is room for it; else one under the other."""
    if screen.width < NARROW:
        return f"{one(screen)}\n{other(screen)}"
    half = Screen((screen.width - len(GAP)) // 2, screen.colour)
    rows = zip_longest(one(half).split("\n"), other(half).split("\n"), fillvalue="")
    return "\n".join(f"{a}{' ' * max(0, half.width - cells(_PAINT.sub('', a)))}{GAP}{b}".rstrip() for a, b in rows)


def told(screen: Screen, row: Evidence, mark: str = "") -> str:
    """One piece of evidence in a column: standing, voice, day, then the sentence with its trigger marked. mark: before all."""
    report, head = row.report, row.head
    due = f"due {days(report.due)}" if days(report.due) else "no due day"
    where = between([str(head.published or "undated"), clean(head.outlet or ""), "copy" if head.copy_of else ""])
    lines = [
        screen.flow((where, "dim"), first=[(mark, "bold"), (" ", "")] if mark else ()),
        screen.flow((between([voice(row), due, *flags(row)]), "dim"), indent=11, first=[status(report.status), (" ", "")]),
        screen.flow(*render.sentence(row)),
        screen.flow((f"report {report.id[: render.SHORT]}", "dim")),
    ]  # fmt: skip
    return "\n".join(lines)


def finding(screen: Screen, row: FindingRow) -> str:
    """A finding to be judged: the change in words, both sentences side by side, further evidence below."""
    f = row.finding
    lines = [
        screen.flow((f"{f.kind.upper()}  ", f"bold {OF_KIND[f.kind]}"), (clean(row.matter.label), "bold")),
        screen.flow((between([subject(row), change(row), clean(note_of(row))]), "")),
        screen.flow((between([f"finding {f.id[: render.SHORT]}", f"matter {f.matter[: render.SHORT]}", f"score {f.score:.2f}"]), "dim")),
        "",
    ]  # fmt: skip
    return "\n".join([*lines, pairs(screen, row.evidence)])


def pairs(screen: Screen, evidence: Sequence[Evidence]) -> str:
    """Evidence two by two, numbered as it is amended by number."""
    blocks = []
    for n in range(0, len(evidence), 2):
        one, *rest = [_numbered(i + 1, e) for i, e in list(enumerate(evidence))[n : n + 2]]
        blocks.append(beside(screen, one, rest[0]) if rest else one(screen))
    return "\n\n".join(blocks)


def _numbered(n: int, row: Evidence) -> Callable[[Screen], str]:
    return lambda screen: told(screen, row, f"[{n}]")


def said(screen: Screen, judgements: Iterable[Judgement]) -> str:
    """What people said so far, a line each."""
    lines = []
    for j in judgements:
        what = between([f"{j.verdict} by {clean(j.by)}, {j.at.date()}", amendment(j.amend), clean(j.note)])
        lines.append(screen.flow((what, "cyan"), indent=2, first=[("· ", "dim")]))
    return "\n".join(lines)


def amendment(amend: Amendment | None) -> str:
    """An amendment in words."""
    if amend is None:
        return ""
    due = days(amend.due) if amend.due else "none" if amend.undated else ""
    parts = [
        ("type", amend.type), ("status", amend.status), ("due", due), ("on the word of", amend.by), ("parties", ", ".join(amend.parties or ())),
        ("label", amend.label), ("merged with", ", ".join(m[: render.SHORT] for m in amend.merge)),
        ("without", ", ".join(s[: render.SHORT] for s in amend.split)),
    ]  # fmt: skip
    return between([f"{name} {clean(value)}" for name, value in parts if value], "; ")


def target(screen: Screen, record: Record, kind: Kind, name: str) -> str:
    """Anything that can be judged, with its sentences and what people said of it."""
    if kind == "finding":
        (row,) = gather.finding_rows(record, [name])
        body = finding(screen, row)
    elif kind == "matter":
        held = queries.matter_row(record, name)
        out = [e for e in gather.evidence(record, review.left_out(record, name)).values()]
        lines = [screen.flow((clean(held.matter.label), "bold")), screen.flow((between([held.matter.type, f"matter {name[: render.SHORT]}"]), "dim"))]  # fmt: skip
        body = "\n".join([*lines, "", pairs(screen, held.evidence), *(["", f"{count(len(out), 'report')} refused"] if out else [])])  # fmt: skip
    elif kind == "report":
        body = "\n".join(told(screen, e) for e in gather.evidence(record, [name]).values())
    elif kind == "attribution":
        body = _attribution(screen, record, name)
    else:
        (actor,) = gather.actors(record, [name]).values()
        same = f"taken for {clean(actor.name)} ({actor.id})" if actor.id != name else clean(actor.name)
        body = screen.flow(
            (f"{name}: {same}", "bold"), (f" · {actor.kind} · {', '.join(map(clean, actor.aliases))}", "dim")
        )
    words = said(screen, queries.judgements(record, name))
    return f"{body}\n\n{words}" if words else body


def _attribution(screen: Screen, record: Record, name: str) -> str:
    row = record.connection.execute(
        "SELECT d.doc_id FROM attributions a JOIN documents d ON d.number = a.document WHERE a.id = ?", (name,)
    ).fetchone()
    if row is None:
        return f"attribution {name}: refused"
    page = queries.document(record, row[0])
    held = next(a for a in page.attributions if a.id == name)
    known = gather.actors(record, [held.by] if held.by else [])
    by = known[held.by].name if held.by in known else held.by or "nobody named"
    quote = " … ".join(clean(page.document.quote(s)) for s in held.content)
    return screen.flow((f"{clean(by)}: ", "bold"), (quote, ""), (f" · attribution {name[: render.SHORT]}", "dim"))


def waiting(screen: Screen, record: Record, rows: Sequence[Waiting]) -> Iterator[str]:
    """The queue as a list: a target each, how doubtful it is, who judged it."""
    for w in rows:
        yield f"{screen.paint(w.target, 'bold')}  {w.kind}  {between([w.state, f'score {w.score:.2f}', count(w.documents, 'article')])}"
        yield target(screen, record, w.kind, w.target) + "\n"


def unplaced(screen: Screen, rows: Sequence[Signed]) -> str:
    """Judgements whose target is not read now, with the sentences they were on."""
    blocks = []
    for row in rows:
        head = between(
            [
                f"{row.judgement.verdict} by {clean(row.judgement.by)}, {row.judgement.at.date()}",
                row.kind,
                clean(row.note),
            ]
        )
        blocks.append("\n".join([screen.flow((head, "")), *(screen.flow((clean(q), "dim"), indent=4) for q in row.quotes)]))  # fmt: skip
    return "\n\n".join(blocks) or "Every judgement in force has its place."


def agreement(held: dict[str, Agreement]) -> Iterator[str]:
    """How far reviewers agree, by kind, a line each."""
    if not held["all"].units:
        yield "Nobody has judged what another one judged."
        return
    for kind, a in held.items():
        if a.units:
            share = f"{a.agreed} of {count(a.pairs, 'pair')} alike ({100 * (a.share or 0):.0f} %)"
            alpha = "alpha undefined: one verdict only" if a.alpha is None else f"Krippendorff's alpha {a.alpha:.2f}"
            yield f"{kind:<12}{count(a.units, 'target')} judged by two or more; {share}; {alpha}"
    for p in held["all"].judges:
        kappa = "kappa undefined" if p.kappa is None else f"Cohen's kappa {p.kappa:.2f}"
        yield f"{'':<12}{clean(p.one)} and {clean(p.other)}: {p.agreed} of {p.units} alike; {kappa}"


def status_of(text: str) -> Status:
    """A status by the beginning of its name.

    Raises InputError where none begins so, or several.
    """
    return begun(text, STATUSES, "status")


def begun(text: str, words: Sequence[_Word], what: str) -> _Word:
    """The one of some words that begins so.

    Raises InputError where none begins so, or several. what: how a message calls them.
    """
    found = [w for w in words if w.startswith(text.strip().lower())]
    if len(found) != 1 or not text.strip():
        raise InputError(f"{text!r} is no {what}", hint=", ".join(words))
    return found[0]


def due_of(text: str) -> Interval | None:
    """Days as people type them: 2031-05-10, 2031-05-10..2031-05-20, ..2031-05-20; ~ at the end for about. None: "none".

    Raises InputError for anything else.
    """
    if text.strip().lower() == "none":
        return None
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)?(?:(\.\.)(\d{4}-\d\d-\d\d)?)?\s*(~)?", text.strip())
    try:
        if found and (found[1] or found[3]):
            first = date.fromisoformat(found[1]) if found[1] else None
            last = (date.fromisoformat(found[3]) if found[3] else None) if found[2] else first
            return Interval(first, last, bool(found[4]), "stated", "judged")
    except ValueError:
        pass
    raise InputError(f"{text!r} is no day", hint="2031-05-10, 2031-05-10..2031-05-20, ..2031-05-20, with ~ for about, or none")  # fmt: skip


def actor_of(record: Record, name: str) -> str:
    """The id of an actor by id or name; "article" is the outlet itself.

    Raises InputError if nobody bears the name, or several do.
    """
    wanted = name.strip()
    if wanted.lower() in ("article", "the article", OUTLET):
        return OUTLET
    if record.connection.execute("SELECT 1 FROM actors WHERE id = ?", (wanted,)).fetchone():
        return wanted
    found = people.named(record, wanted)
    exact = [a for a in found if wanted.lower() in (a.name.lower(), *(n.lower() for n in a.aliases))] or found
    if len(exact) == 1:
        return exact[0].id
    if not exact:
        raise InputError(f"nobody called {wanted!r} in the record", hint="try part of the name, or article")
    raise InputError(f"several are called {wanted!r}", hint="one of " + ", ".join(a.id for a in exact[:6]))
