"""From an expression to the days it names, its bound left aside: one function for each kind of expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from walkback.timing.calendar import DAY, part_of, period, season, shift, working_days
from walkback.timing.grammar import OFFSETS, Expression
from walkback.timing.named import (
    Days,
    Direction,
    bare_month,
    beside_feast,
    feast,
    fiscal,
    month_days,
    month_nth,
    month_range,
    new_year,
    numeric,
    quarter,
    reported,
    season_year,
    week_in,
    week_of,
    weekday_in,
    years,
)
from walkback.timing.vague import AHEAD, BACK, FEW, OPEN, SEVERAL, WORDS
from walkback.timing.words import SEASONS, UNITS, WEEKDAYS, number

# "and a half" of a unit
_HALVES = {"hour": (30, "minute"), "day": (12, "hour"), "week": (3, "day"), "month": (15, "day"), "year": (6, "month"), "decade": (5, "year")}  # fmt: skip

Resolver = Callable[[Expression, date | None, Direction], Days | None]


def _count(e: Expression) -> int:
    """How many units; a few and several by the table of widths; 0 if the phrase does not say."""
    word = e.get("n3") or e.get("n2") or e.get("n")
    table = SEVERAL if word == "several" else FEW if word in ("few", "a few") else {}
    return table.get(e.unit, 0) or number(word)


def _weekday_day(anchor: date, weekday: str, direction: Direction) -> date:
    """The latest such day up to the anchor, or for the future the first from it on."""
    ahead = (WEEKDAYS[weekday.rstrip(".")] - anchor.weekday()) % 7
    return anchor + (ahead if direction == "future" or not ahead else ahead - 7) * DAY


def _weekday(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None:
        return None
    which, name = e.get("which"), e.get("weekday").rstrip(".")
    day = _weekday_day(anchor, name, direction)
    if which in ("next", "this coming", "coming", "the coming", "the following"):
        day = _weekday_day(anchor + DAY, name, "future")
        # said on Monday, "next Friday" is the week after; near the end of a week it is the one to come
        day += timedelta(
            weeks=which == "next" and day.weekday() > anchor.weekday() and day - anchor < timedelta(days=7)
        )
    elif which in ("last", "this past", "past", "the previous"):
        day = _weekday_day(anchor - DAY, name, "past")
    elif which == "this" and direction != "past":
        day = _weekday_day(anchor, name, "future")
    return day, day


def _weekday_range(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None:
        return None
    if e.get("which"):  # "Monday to Friday next week"
        monday, _ = period(anchor, "week", e.offset or OFFSETS.get(e.get("which"), 0))
        first = monday + WEEKDAYS[e.get("weekday").rstrip(".")] * DAY
        return first, _weekday_day(first, e.get("weekday2"), "future")
    first = _weekday_day(anchor, e.get("weekday"), direction)
    return first, _weekday_day(first, e.get("weekday2"), "future")


def _weekday_of(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None:
        return None
    monday, _ = period(anchor, "week", e.offset or 0)
    day = monday + WEEKDAYS[e.get("weekday").rstrip(".")] * DAY
    return day, day


def _days_off(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    """So many days or weeks before or after a day that the calendar names: "two days before Christmas"."""
    count = 1 if e.get("side") == "eve" else _count(e)
    if e.get("weekday"):
        day = _weekday_day(anchor, e.get("weekday"), direction) if anchor else None
    else:
        days = feast(e, anchor, direction) if e.get("holiday") else month_days(e, anchor, direction)
        day = days[0] if days else None
    if day is None or not count:
        return None
    count = count if e.get("side") in ("after", "following") else -count
    base = day
    day = working_days(day, count) if e.working else shift(day, count, e.unit or "day")
    if e.bound == "within" or e.vague:
        return min(base, day), max(base, day)
    return day, day


def _weekday_plus(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None:
        return None
    if e.get("word") == "today":
        return (day := shift(anchor, _count(e) or 1, e.unit)), day
    day = anchor + DAY if e.get("word") else _weekday_day(anchor + DAY, e.get("weekday"), "future")
    day = shift(day, _count(e) or 1, e.unit)
    return day, day


def _named_period(e: Expression, anchor: date, direction: Direction) -> tuple[date, date] | None:
    which, unit = e.get("which"), e.unit
    if unit in SEASONS:  # "by spring", said in May: the next one
        over = not which and direction == "future" and e.bound in ("by", "before", "until")
        return _season(anchor, unit, "next" if over else which or "the", direction)
    offset = e.offset or 0
    if which == "the":
        before = unit == "weekend" and anchor.weekday() < 4 and direction != "future"
        return period(anchor, unit, -1 if before else 0)
    if unit == "weekend" and which == "this" and direction == "past" and anchor.weekday() < 5:
        return period(anchor, unit, -1)
    if unit == "weekend" and which in ("this coming", "the coming", "coming", "next"):
        offset = 1 if which == "next" else 0
    return None if unit == "day" and which not in ("next", "the coming") else period(anchor, unit, offset)


def _rel_period(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    days = _named_period(e, anchor, direction) if anchor else None
    if anchor is None or days is None:
        return None
    side = e.get("side") or e.get("which")
    remains = "of" in side.split() and direction != "past"  # "the rest of the week", while it lasts
    if side.startswith("later") or remains:
        return min(max(days[0], anchor), days[1]), days[1]
    return (days[0], max(min(days[1], anchor), days[0])) if side.startswith("earlier") else days


def _season(anchor: date, name: str, which: str, direction: Direction) -> tuple[date, date]:
    options = [season(name, year) for year in range(anchor.year - 2, anchor.year + 3)]
    past = [s for s in options if s[1] < anchor]
    now_or_ahead = [s for s in options if s[1] >= anchor]
    if which in ("last", "this past", "past"):
        return past[-1]
    if which == "next" and now_or_ahead[0][0] <= anchor:
        return now_or_ahead[1]
    if which == "this" and now_or_ahead[0][0] > anchor:  # in January this winter is the one that is
        return next(s for s in options if s[0].year == anchor.year)
    running = now_or_ahead[0][0] <= anchor
    return past[-1] if direction == "past" and which == "the" and not running else now_or_ahead[0]


def _part(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    part = e.get("part")
    whole: Days | None
    if e.rule == "part_year":
        whole = date(int(e.get("year")), 1, 1), date(int(e.get("year")), 12, 31)
    elif e.rule == "part_month":
        whole = bare_month(e, anchor, direction)
    elif e.rule == "part_season":
        whole = (
            season(e.get("season"), int(e.get("year")))
            if e.get("year")
            else _season(anchor, e.get("season"), "the", direction)
            if anchor
            else None
        )
    elif e.get("year"):
        whole = date(int(e.get("year")), 1, 1), date(int(e.get("year")), 12, 31)
        if e.unit != "year":
            return None
    elif anchor and e.get("period") == "business":
        return anchor, anchor
    elif anchor and (e.unit in SEASONS or e.get("which") in ("", "the")):
        whole = (
            _season(anchor, e.unit, e.get("which") or "the", direction)
            if e.unit in SEASONS
            else period(anchor, e.unit, 0)
        )
        if part == "mid" and direction == "future" and not e.get("which"):
            first, last = part_of(*whole, part)  # "midweek", said of what lies ahead once it is over
            whole = period(anchor, e.unit, int(first + (last - first) / 2 < anchor))
    else:
        whole = period(anchor, e.unit, e.offset or 0) if anchor else None
    return part_of(whole[0], whole[1], part) if whole and whole[0] and whole[1] else None


def _half(e: Expression) -> bool:
    """Whether a phrase counts a half more: "a year and a half", "two and a half years"."""
    return bool(e.get("half") or e.get("half2"))


def _shifted(anchor: date, count: int, e: Expression, side: int = 1) -> date:
    """The anchor moved by what a phrase counts, halves too; side -1 moves it back."""
    day = shift(anchor, side * count, e.unit)
    if not _half(e) or e.unit not in _HALVES:
        return day
    more, unit = _HALVES[e.unit]
    return shift(day, side * more, unit)


def _ahead(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    count = _count(e) or (0 if e.get("n") else 1)
    if anchor is None or not count or (e.rule == "in_units" and direction == "past"):
        return None  # "the worst in ten years" looks back
    end = working_days(anchor, count) if e.working and e.unit == "day" else _shifted(anchor, count, e)
    if e.rule in ("window", "within_units", "allowance", "extension", "text_window") or e.vague or e.bound == "within":
        return anchor, end
    least = number(e.get("n")) if e.get("n2") or e.get("n3") else 0
    begin = shift(anchor, least, e.unit) if least else end
    unit = (
        e.unit
        if e.rule in ("in_units", "hence") and not e.get("today") and e.unit in ("week", "month", "year", "decade")
        else "day"
    )
    if _half(e):
        unit = {"year": "month", "decade": "year"}.get(unit, unit)
    return period(begin, unit, 0)[0], period(end, unit, 0)[1]


def _back(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    count = _count(e) or (0 if e.get("n") else 1)
    if anchor is None or not count:
        return None
    begin = _shifted(anchor, count, e, -1)
    if e.rule in ("past_window", "past_year") or e.vague:
        return begin, anchor
    unit = e.unit if e.unit in ("month", "quarter", "year", "decade", "century") else "day"
    if _half(e):
        unit = {"year": "month", "decade": "year"}.get(unit, unit)
    return period(begin, unit, 0) if unit != "century" else (begin, begin)


def _from_text(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    unit = e.unit if e.unit in ("week", "weekend", "month", "year", "quarter") else "day"
    return period(anchor, unit, e.offset or 0) if anchor else None


def _today(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None:
        return None
    day = anchor + (e.offset or 0) * DAY
    return (day - DAY if e.get("word") == "overnight" else day), day


def _clock(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    """A time of day alone is one of the anchor day."""
    return (anchor, anchor) if anchor else None


def _this_time(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    """ "By this time next year": the same time then, to the week or, for a year, to the month."""
    if anchor is None:
        return None
    day = shift(anchor, e.offset or 0, e.unit)
    return period(day, "month" if e.unit == "year" else "week", 0)


def _vague(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None:
        return None
    if e.rule == "vague":
        word = re.sub(r"not[- ](?:too|so)[- ]distant", "not-too-distant", e.get("word"))
        word = "a date to be" if word.startswith("a date") else word
        width = WORDS.get(word)
        return (anchor, None) if width is None and word in OPEN else _from(anchor, width)
    table = BACK if e.rule == "vague_back" else AHEAD
    return _from(anchor, table.get(UNITS.get(e.get("unit2"), "") or e.unit))


def _from(anchor: date, width: tuple[int, int] | None) -> Days | None:
    return (anchor + width[0] * DAY, anchor + width[1] * DAY) if width else None


RESOLVERS: dict[str, Resolver] = {
    "iso": numeric, "slashed": numeric, "dotted": numeric, "days_of": month_days, "month_day": month_days, "day_month": month_days,
    "month_nth": month_nth, "week_of": week_of, "weekday_range": _weekday_range, "weekday_plus": _weekday_plus, "weekday_of": _weekday_of, "nth_weekday": weekday_in,
    "rel_weekday": _weekday, "weekday": _weekday, "part_month": _part, "part_period": _part, "part_year": _part, "part_season": _part,
    "week_in": week_in, "month_range": month_range, "month_year": bare_month, "rel_month": bare_month, "month": bare_month, "season_year": season_year,
    "quarter": quarter, "year_range": years, "decade": years, "year": years, "spelled_year": years, "fiscal": fiscal, "reported": reported, "year_earlier": reported, "year_period": reported, "window": _ahead, "text_window": _ahead, "in_units": _ahead,
    "within_units": _ahead, "hence": _ahead, "later": _ahead, "extension": _ahead, "allowance": _ahead, "past_window": _back, "past_year": _back, "ago": _back,
    "earlier": _back, "vague": _vague, "vague_ahead": _vague, "vague_back": _vague, "text_later": _vague, "text_next": _from_text,
    "this_time": _this_time, "clock": _clock,
    "text_same": _from_text, "text_back": _from_text, "rel_period": _rel_period, "today": _today, "holiday": feast, "beside": beside_feast, "days_off": _days_off, "eve": _days_off, "weekday_nth": month_nth, "rel_season": season_year, "new_year": new_year,
}  # fmt: skip


_IN_SOME_YEAR = frozenset({month_days, bare_month, month_range, week_of, feast})


def in_some_year(e: Expression) -> bool:
    """Whether an expression names days that come about every year, so that which year is meant has to be found."""
    return RESOLVERS.get(e.rule) in _IN_SOME_YEAR


def days_of(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    """The first and last day that an expression names; None where it names none that can be known."""
    resolver = RESOLVERS.get(e.rule)
    if resolver is None or e.anchor == "event":
        return None
    try:
        return resolver(e, anchor, direction)
    except (ValueError, OverflowError, KeyError):  # 31 February, the year 10000, a holiday without a rule
        return None
