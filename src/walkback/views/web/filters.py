"""What templates print with: days and counts in words, marks of standings, text rid of what steers or hides."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote, unquote

from markupsafe import Markup

from walkback.record.rows import Evidence
from walkback.views import words
from walkback.views.markup import Html, el
from walkback.views.timeline import TONES, mark


def printable(value: Any) -> Any:
    """What a template prints: nothing for None, no control or bidirectional character from any text."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, (Html, Markup)):
        return words.visible(value)
    return value


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


FILTERS = {
    "day": words.day,
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
    "change": words.change,
    "note_of": words.note_of,
    "subject": words.subject,
    "standing_of": words.standing_of,
    "AS_FAR": words.AS_FAR,
    "PLURALS": words.PLURALS,
    "TONES": TONES,
}
