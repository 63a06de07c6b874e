"""What templates print with: days and counts in words, marks of standings, text rid of what steers or hides."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote, unquote

from markupsafe import Markup

from walkback.record.rows import Evidence, FindingRow
from walkback.views import words
from walkback.views.markup import Html, el, join
from walkback.views.timeline import TONES, mark

_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def printable(value: Any) -> Any:
    """What a template prints: nothing for None, no control or bidirectional character from any text."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, (Html, Markup)):
        return words.visible(value)
    return value


def weekday(value: date | None) -> str:
    """The name of a day of the week before its date: "Thursday, "; "" for no day."""
    return f"{_WEEK[value.weekday()]}, " if value else ""


def month(value: date) -> str:
    """The month of a day with its year: "March 2031"."""
    return words.day(value).split(" ", 1)[1]


def shorten(value: str, most: int = 64) -> str:
    """A text cut at a word where it is long."""
    return value if len(value) <= most else value[:most].rsplit(" ", 1)[0].rstrip(",;:(") + " …"


def url(value: object) -> str:
    """A value as one part of an address."""
    return quote(str(value), safe="")


def web(value: str | None) -> str:
    """An address on the web; "" for any other kind, so that no text becomes a script."""
    shown = words.clean(value or "")
    return shown if shown.startswith(("https://", "http://")) else ""


def reviewer(cookie: str | None) -> str:
    """The name a reviewer gave, from its cookie; "" where there is none."""
    return words.clean(unquote(cookie or ""))[:80]


def shown(value: Any) -> Any:
    """A value of a table as people read it: days written out, numbers with commas, groups on one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, (tuple, list)):
        return ", ".join(words.clean(str(v)) for v in value)
    return words.clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def glyph(status: str) -> Html:
    """The mark of a standing, small enough for a line of text."""
    drawn = el("svg", mark(status, 8, 8), viewBox="0 0 16 16", width=14, height=14, aria_hidden="true")
    return Html(f'<span class="glyph {TONES[status]}">{drawn}</span>')


def trigger(row: Evidence) -> Html:
    """The sentence of a report with its trigger marked."""
    start, end, text = row.report.span.start - row.report.sentence.start, row.report.span.end - row.report.sentence.start, row.sentence  # fmt: skip
    if not 0 <= start < end <= len(text):
        return el("span", text)
    return el("span", text[:start], el("mark", text[start:end]), text[end:])


SPOKEN = {
    "floated": "floated", "proposed": "proposed", "planned": "planned", "agreed": "agreed", "underway": "under way",
    "done": "done", "postponed": "put off", "cancelled": "called off", "rejected": "refused", "denied": "denied",
    "failed": "failed",
}  # fmt: skip


def turn(row: FindingRow) -> str:
    """The change from first to last evidence as a sentence of its own: who told what when, and what came after."""
    if not row.evidence:
        return words.in_words(row.finding.note)
    first, last = row.evidence[0], row.evidence[-1]
    one, other = SPOKEN[first.report.status], SPOKEN[last.report.status]
    if row.finding.kind == "dispute" and first is not last:
        return f"{one}, says {words.voice(first)}; {other}, says {words.voice(last)}"
    if row.finding.kind == "lapse":
        return words.note_of(row, written=True)
    moved = _moved(first, last) if row.finding.kind == "delay" else ""
    if moved:
        return moved
    if first is last:
        note = words.in_words(row.finding.note)
        return f"{one}; {note}" if note and note != one else one
    return f"{one}{_on(first)}, {other}{_after(first, last)}"


def _moved(first: Evidence, last: Evidence) -> str:
    """The two due days of a delay and what lies between them; "" where either is unknown."""
    before, now = first.report.due, last.report.due
    if first is last or not (before and now and before.latest and now.latest and before.latest < now.latest):
        return ""
    gap = words.count((now.latest - before.latest).days, "day")
    return f"due {words.spoken(before)}, then {words.spoken(now)}: {'about ' if before.vague or now.vague else ''}{gap} later"


def _on(row: Evidence) -> str:
    return f" on {words.day(row.head.published)}" if row.head.published else ""


def _after(first: Evidence, last: Evidence) -> str:
    one, other = first.head.published, last.head.published
    if first.head.doc_id == last.head.doc_id or not one or not other:
        return " in the same article" if first.head.doc_id == last.head.doc_id else ""
    gap = (other - one).days
    return f" {words.count(gap, 'day')} later" if gap > 0 else " the same day" if gap == 0 else _on(last)


def found(marked: str) -> Html:
    """A text with the words that were found, which stand between \\x02 and \\x03, as marks."""
    pieces = []
    for n, part in enumerate(marked.split("\x02")):
        hit, _, rest = part.partition("\x03") if n else ("", "", part)
        pieces += [el("mark", hit) if hit else "", rest]
    return join(pieces)


FILTERS = {
    "found": found,
    "day": words.day,
    "weekday": weekday,
    "month": month,
    "short": words.month,
    "shorten": shorten,
    "spoken": words.spoken,
    "clean": words.clean,
    "url": url,
    "web": web,
    "shown": shown,
    "glyph": glyph,
    "trigger": trigger,
    "voice": words.voice,
    "flags": words.flags,
    "lateness": words.lateness,
}
GLOBALS = {
    "count": words.count,
    "turn": turn,
    "subject": words.subject,
    "standing_of": words.standing_of,
    "AS_FAR": words.AS_FAR,
    "PLURALS": words.PLURALS,
    "TONES": TONES,
}
