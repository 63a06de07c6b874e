"""Calendar dates as pages, files and date lines write them; never a guess about an ambiguous one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:1[89]|20)\d\d(?!\d)"
_ORDINAL = r"(?:st|nd|rd|th)?"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*"
DAY = (
    rf"(?<!\w)(?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}}){_ORDINAL},?\s+(?P<y1>{_YEAR})"
    rf"|(?P<d2>\d{{1,2}}){_ORDINAL}(?:\s+of\s+|\s+|-)(?P<m2>{_MONTH})(?:,?\s+|-)(?P<y2>{_YEAR})"
    rf"|(?P<y3>{_YEAR})(?P<s>[-/.])(?P<m3>\d{{1,2}})(?P=s)(?P<d3>\d{{1,2}})(?!\d))"
)
TIME = (
    r"(?:(?:at|@)\s*)?(?:\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?\s*(?:[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?\s?m\b\.?|noon\b)"
    r"(?:\s*\(?(?-i:[A-Z]{2,5}\b(?:\s?[+-]\d{1,2}(?::?\d\d)?)?)\)?|\s?[+-]\d\d:?\d\d|\s*local time|\s*h\b)?"
)
_DAY = re.compile(DAY, re.IGNORECASE)
_WHOLE = re.compile(rf"(?:{WEEKDAY})?{DAY}(?:,?\s*(?:{TIME}))?", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})(-?)(\d\d)\2(\d\d)(?=$|[T\s]\s*\d)")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?=$|[\s,T])")


class Dated(NamedTuple):
    """A date written at start..end of a text."""

    start: int
    end: int
    day: date


def _made(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def day_of(match: re.Match[str]) -> date | None:
    """The day a match of DAY names; None where the calendar has no such day."""
    for n in "123":
        if match[f"y{n}"]:
            return _made(match[f"y{n}"], match[f"m{n}"], match[f"d{n}"])
    return None


def find_days(text: str) -> Iterator[Dated]:
    """Every full date (day, month and year) written in a text, in order."""
    for match in _DAY.finditer(text):
        if day := day_of(match):
            yield Dated(match.start(), match.end(), day)


def parse_day(value: object) -> date | None:
    """The day that a date field names, as written there; None if it names none or may name two (03/04/2031)."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch(float(value))
    if not isinstance(value, str):
        return None
    value = value.strip()
    if match := _ISO.match(value):
        return _made(match[1], match[3], match[4])
    if match := _NUMERIC.match(value):
        first, second = int(match[1]), int(match[3])
        if first <= 12 < second:
            return _made(match[4], match[1], match[3])
        return _made(match[4], match[3], match[1]) if second <= 12 < first or first == second else None
    match = _WHOLE.fullmatch(value)
    return day_of(match) if match else None


def _epoch(seconds: float) -> date | None:
    """The day of a Unix time in seconds or milliseconds, counted in UTC."""
    if 1e11 < seconds < 1e13:
        seconds /= 1000
    return datetime.fromtimestamp(seconds, UTC).date() if 1e8 < seconds < 1e10 else None
