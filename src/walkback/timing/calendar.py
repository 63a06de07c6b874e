"""Date arithmetic: shifted days, periods, parts of periods, seasons, holidays."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from walkback.timing.words import SEASONS

DAY = timedelta(days=1)
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS_OF = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def shift(day: date, count: int, unit: str) -> date:
    """A day moved by so many units; the 31st becomes the last day of a shorter month. Hours count as parts of days."""
    if unit in _MONTHS_OF:
        year, month = divmod(day.year * 12 + day.month - 1 + count * _MONTHS_OF[unit], 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    if unit in ("hour", "minute"):
        return day + timedelta(days=round(count / (24 if unit == "hour" else 1440)))
    return day + timedelta(days=count * _DAYS_OF[unit])


def working_days(day: date, count: int) -> date:
    """The day that is so many Mondays to Fridays after another, or before it; holidays are not known."""
    while count < 0 and day.weekday() > 4:
        day += DAY
    whole, rest = divmod(count, 5)
    day += timedelta(weeks=whole)
    while rest:
        day += DAY
        if day.weekday() < 5:
            rest -= 1
    return day


def period(day: date, unit: str, offset: int) -> tuple[date, date]:
    """The week (Monday to Sunday), weekend, month, quarter, year, decade or day that is `offset` from the one of `day`."""
    monday = day - timedelta(days=day.weekday())
    if unit in ("week", "fortnight"):
        monday += timedelta(weeks=offset * (1 + (unit == "fortnight")))
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        saturday = monday + timedelta(weeks=offset, days=5)
        return saturday, saturday + DAY
    if unit == "month":
        first = shift(day.replace(day=1), offset, "month")
        return first, month_end(first.year, first.month)
    if unit == "quarter":
        first = shift(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), offset, "quarter")
        return first, shift(first, 1, "quarter") - DAY
    if unit == "year":
        return date(day.year + offset, 1, 1), date(day.year + offset, 12, 31)
    if unit == "decade":
        first_year = day.year // 10 * 10 + offset * 10
        return date(first_year, 1, 1), date(first_year + 9, 12, 31)
    if unit == "century":
        first_year = day.year // 100 * 100 + offset * 100
        return date(first_year, 1, 1), date(first_year + 99, 12, 31)
    return day + offset * DAY, day + offset * DAY


def season(name: str, year: int) -> tuple[date, date]:
    """A season of the northern year by whole months; winter is the one that begins in December of `year`."""
    first, last = SEASONS[name]
    return date(year, first, 1), month_end(year + (last < first), last)


def part_of(first: date, last: date, part: str) -> tuple[date, date]:
    """The early, middle or late part of a period, its start or end, a half of it.

    Years go by quarters (early: the first; late and end: the last; middle: May to August), seasons by months, months and
    shorter periods by thirds; the end of a week is its Friday to Sunday.
    """
    part = part.removeprefix("the ").removeprefix("very ")
    days, months = (last - first).days + 1, (last.year - first.year) * 12 + last.month - first.month + 1
    if part.endswith("half of"):
        middle = shift(first, months // 2, "month") if months > 1 else first + timedelta(days=days // 2)
        return (first, middle - DAY) if part.startswith("first") else (middle, last)
    if "-to-" in part.replace(" ", "-"):
        third = timedelta(days=days // 3)
        return (first, last - third) if part.startswith("early") else (first + third, last)
    early, late = (
        part.startswith(("early", "beginning", "start", "opening")),
        part.startswith(("late", "end", "close", "clos", "final", "latter", "is ")),
    )
    if days > 30_000 and not early and not late:  # "by mid-century": the years around its fiftieth
        return first.replace(year=first.year + 45), last.replace(year=last.year - 45)
    if days > 800:
        years = (days // 365 + 1) // 3
        edges = first.replace(year=first.year + years), last.replace(year=last.year - years)
        return (first, edges[0] - DAY) if early else (edges[1] + DAY, last) if late else edges
    if days > 80:
        return _part_by_months(first, last, early=early, late=late, year=months >= 12)
    return _part_by_days(first, last, early=early, late=late)


def _part_by_months(first: date, last: date, *, early: bool, late: bool, year: bool) -> tuple[date, date]:
    if early:
        return first, shift(first, 3 if year else 1, "month") - DAY
    if late:
        return shift(last + DAY, -3 if year else -1, "month"), last
    edge = 4 if year else 1
    return shift(first, edge, "month"), shift(last + DAY, -edge, "month") - DAY


def _part_by_days(first: date, last: date, *, early: bool, late: bool) -> tuple[date, date]:
    days = (last - first).days + 1
    if days < 3:
        return first, last
    third = timedelta(days=10 if days > 27 else days // 3)
    if early:
        return first, first + third - DAY
    if late:
        return (last - timedelta(days=2) if days == 7 else first + 2 * third), last
    if days == 7:  # midweek: Tuesday to Thursday
        return first + DAY, first + 3 * DAY
    return first + third, (first + 2 * third - DAY if days > 7 else last - third)


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


_FIXED = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26), "new year": (1, 1),
          "new year's": (1, 1), "new years day": (1, 1), "new year's day": (1, 1), "new year day": (1, 1), "new year's eve": (12, 31),
          "new year eve": (12, 31), "independence day": (7, 4), "fourth of july": (7, 4), "veterans day": (11, 11), "armistice day": (11, 11),
          "halloween": (10, 31), "valentine's day": (2, 14), "st patrick's day": (3, 17), "juneteenth": (6, 19), "may day": (5, 1),
          "canada day": (7, 1), "bastille day": (7, 14), "anzac day": (4, 25)}  # fmt: skip
_BY_WEEKDAY = {"thanksgiving": (11, 3, 4), "thanksgiving day": (11, 3, 4), "labor day": (9, 0, 1), "labour day": (9, 0, 1), "memorial day": (5, 0, -1),
               "columbus day": (10, 0, 2), "indigenous peoples day": (10, 0, 2), "presidents day": (2, 0, 3), "martin luther king day": (1, 0, 3),
               "martin luther king jr day": (1, 0, 3)}  # fmt: skip
_BY_EASTER = {
    "easter": 0,
    "easter sunday": 0,
    "good friday": -2,
    "easter monday": 1,
    "ash wednesday": -46,
    "pentecost": 49,
}


def holiday(name: str, year: int) -> date:
    """The day of a holiday, named in lower case, in a year. KeyError for one that is not known."""
    name = (
        name.replace("’", "'")
        .replace("s' ", "s ")
        .replace("s's ", "s ")
        .replace(".", "")
        .replace(",", "")
        .removeprefix("the ")
    )
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _BY_EASTER:
        return easter(year) + _BY_EASTER[name] * DAY
    month, weekday, n = _BY_WEEKDAY[name]
    return nth_weekday(year, month, weekday, n)
