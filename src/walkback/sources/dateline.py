"""The day of publication that an article itself states on a line of its own."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple

from walkback.core.text import Span, lines, trimmed
from walkback.sources.dates import DAY, TIME, WEEKDAY, day_of

Label = Literal["published", "updated", "none"]

HEAD, TAIL = 15, 5  # lines with text at the start and the end of an article where a date line may stand
_LONGEST = 160
_CHRONICLE = 2  # more bare dates than this are the headings of a chronicle, not the day of publication
_LABEL = (
    r"(?P<label>(?:(?:first|originally|last|article|story|was)\s+)*"
    r"(?P<kind>published|posted|created|issued|released|filed|date|updated|modified|edited|revised)"
    r"(?:\s+(?:on|at))?(?![^\W\d_]))\s*:?"
)
_AGO = r"(?:an?|\d+)\s+(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s?\s+ago\b"
_LENGTH = r"\d+[\s-]min(?:ute)?s?(?:\s+read)?\b"
_TOKEN = re.compile(
    rf"(?P<gap>[\s|·•,/;()\[\]–—-]+)|(?P<date>(?:{WEEKDAY})?{DAY})|{_LABEL}|(?P<ago>{_AGO})|(?P<time>{TIME})|{_LENGTH}",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[|·•\t]\s*|\s+[–—-]\s+")
_PLAIN_PART = re.compile(r"[^\W\d_][\w.'’&-]*(?:,?\s+[^\W\d_][\w.'’&-]*){0,5}")
_SIGNED = re.compile(
    rf"by\s+(?-i:(?:[A-Z][\w.'’-]*|and|de|van|von|der|al|el|bin|&)[,\s]+){{1,9}}?(?=(?:{_LABEL}\s*)?(?:{WEEKDAY})?{DAY})",
    re.IGNORECASE,
)
_WIRE = re.compile(
    r"(?-i:[A-Z][A-Z.'’-]+(?:\s[A-Z.'’-]+)*(?:,\s+[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*)*)?)"
    rf",?\s+{DAY}\s*(?:\([^)\n]{{1,40}}\)\s*)?[-–—:]",
    re.IGNORECASE,
)


class DateLine(NamedTuple):
    """A line that dates its article. whole: nothing else stands on it, so that it is no news."""

    span: Span
    day: date | None
    label: Label
    whole: bool
    timed: bool


def dateline(text: str) -> date | None:
    """The day an article says it was published; None where no line of its own says so. Dates in prose never count."""
    lines = date_lines(text)
    for label in ("published", "none", "updated"):
        for line in lines:
            if line.day and line.label == label:
                return line.day
    return None


def date_lines(text: str) -> list[DateLine]:
    """Every date line near the start and the end of a text, in order; headings of a chronicle are none."""
    told = [trimmed(text, *line) for line in lines(text)]
    near = set(told[:HEAD]) | set(told[-TAIL:])
    found, bare = [], set()
    for span in told:
        line = _whole(text, span) if span.end - span.start <= _LONGEST else None
        if line is None and span in told[:HEAD]:
            line = _wire(text, span)
        if line is None:
            continue
        if line.day and line.whole and line.label == "none" and not line.timed:
            bare.add(line.day)
        if span in near:
            found.append(line)
    chronicle = len(bare) > _CHRONICLE
    return [line for line in found if not (chronicle and line.day in bare and line.label == "none" and not line.timed)]


def _wire(text: str, span: Span) -> DateLine | None:
    """The date of "PORT ALMA, March 3, 2031 (Wire) -" at the start of the first paragraphs."""
    match = _WIRE.match(text, span.start, span.end)
    day = day_of(match) if match else None
    return DateLine(span, day, "none", False, False) if day else None


def _whole(text: str, span: Span) -> DateLine | None:
    """The date line that takes up the whole of a line, with a byline or an outlet beside it at most."""
    line = text[span.start : span.end]
    read = _scanned(line)
    if read and (read[0] or (read[1] != "none" and read[3])):
        return DateLine(span, *read)
    if signed := _SIGNED.match(line):
        read = _scanned(line[signed.end() :])
        return DateLine(span, *read) if read and read[0] else None
    parts = [part for part in _PARTS.split(line) if part]
    if len(parts) > 1:
        reads = [_scanned(part) for part in parts]
        rest = [part for part, one in zip(parts, reads, strict=True) if one is None]
        dated = [one for one in reads if one and one[0]]
        if dated and all(_PLAIN_PART.fullmatch(part) and part[0].isupper() for part in rest):
            return DateLine(span, *dated[0])
    return None


def _scanned(piece: str) -> tuple[date | None, Label, bool, bool] | None:
    """Day, label, True and whether a time of day is told; None for a piece that holds more than date lines do."""
    label: Label = "none"
    best: tuple[date, Label] | None = None
    timed = False
    at = 0
    while at < len(piece):
        match = _TOKEN.match(piece, at)
        if match is None or match.end() == at:
            return None
        at = match.end()
        if match["label"]:
            label = "updated" if match["kind"].lower() in ("updated", "modified", "edited", "revised") else "published"
        elif match["date"]:
            day = day_of(match)
            if day is None:
                return None
            if best is None or (best[1] == "updated" and label != "updated"):
                best = day, label
        timed = timed or bool(match["time"])
    return (*best, True, timed) if best else (None, label, True, timed)
