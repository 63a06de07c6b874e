"""What templates print with: days and counts in words, marks of standings, text rid of what steers or hides."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from urllib.parse import quote, unquote

from markupsafe import Markup

from walkback.record.rows import Evidence
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
    "gist": words.gist,
    "subject": words.subject,
    "standing_of": partial(words.standing_of, written=True),
    "AS_FAR": words.AS_FAR,
    "PLURALS": words.PLURALS,
    "TONES": TONES,
}
