"""Date arithmetic: shifted days, periods, seasons, holidays."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from walkback.timing.grammar import SEASONS

DAY = timedelta(days=1)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def shift(day: date, count: int, unit: str) -> date:
    """A day moved by so many days, weeks, months or years; the 31st becomes the last day of a shorter month."""
    unit = unit.lower().rstrip("s")
    if unit in ("month", "year", "quarter", "decade"):
        months = count * {"month": 1, "year": 12, "quarter": 3, "decade": 120}[unit]
        index = day.year * 12 + day.month - 1 + months
        year, month = divmod(index, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    if unit in ("hour", "minute"):
        return day + timedelta(days=round(count / 24) if unit == "hour" else 0)
    return day + timedelta(days=count * {"day": 1, "week": 7, "weekend": 7}[unit])


def period(day: date, unit: str, offset: int) -> tuple[date, date]:
    """The week (Monday to Sunday), weekend, month, quarter, year, season or day that is `offset` from the one of `day`."""
    unit = unit.lower()
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=offset)
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        saturday = day - timedelta(days=day.weekday()) + timedelta(weeks=offset, days=5)
        return saturday, saturday + DAY
    if unit == "month":
        first = shift(day.replace(day=1), offset, "month")
        return first, month_end(first.year, first.month)
    if unit == "quarter":
        first = shift(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), offset, "quarter")
        last = shift(first, 2, "month")
        return first, month_end(last.year, last.month)
    if unit == "year":
        return date(day.year + offset, 1, 1), date(day.year + offset, 12, 31)
    if unit == "decade":
        first_year = day.year // 10 * 10 + offset * 10
        return date(first_year, 1, 1), date(first_year + 9, 12, 31)
    return day + offset * DAY, day + offset * DAY


def season(name: str, year: int) -> tuple[date, date]:
    """A season of the northern year; winter is the one that begins in December of `year`."""
    first, last = SEASONS[name.lower()]
    return date(year, first, 1), month_end(year + (last < first), last)


def easter(year: int) -> date:
    """Gregorian Easter (the anonymous algorithm, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The nth weekday of a month; n = -1 is the last."""
    if n < 0:
        end = month_end(year, month)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def holiday(name: str, year: int) -> date:
    """The day of a holiday, named in lower case, in a year."""
    fixed = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's": (1, 1), "new year's day": (1, 1),
             "new year's eve": (12, 31), "independence day": (7, 4), "the fourth of july": (7, 4), "veterans day": (11, 11),
             "halloween": (10, 31), "valentine's day": (2, 14)}  # fmt: skip
    name = name.replace("’", "'")
    if name in fixed:
        return date(year, *fixed[name])
    if name == "easter":
        return easter(year)
    month, weekday, n = {
        "thanksgiving": (11, 3, 4),
        "labor day": (9, 0, 1),
        "memorial day": (5, 0, -1),
        "columbus day": (10, 0, 2),
    }[name]
    return nth_weekday(year, month, weekday, n)
