"""From an expression and its anchor day to an interval of days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from walkback.core.interval import Basis, Interval
from walkback.timing.calendar import DAY, holiday, month_end, period, season, shift
from walkback.timing.direction import Direction
from walkback.timing.grammar import MONTHS, NUMBERS, ORDINALS, SEASONS, WEEKDAYS, Expression, Phrase
from walkback.timing.vague import AHEAD, BACK, OPEN

Days = tuple[date | None, date | None]


def _month_of(word: str) -> int:
    return MONTHS[word.lower().rstrip(".")]


def _number(word: str) -> int:
    word = word.lower()
    return int(word) if word.isdigit() else NUMBERS.get(word, 0)


def _day_number(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _part(first: date, last: date, part: str) -> tuple[date, date]:
    """The early, middle or late third of a period; its end or start; a half of it."""
    length = (last - first).days + 1
    third = timedelta(days=max(1, length // (4 if length > 200 else 3)))  # "early next year" is its first quarter
    part = part.lower().removeprefix("the ")
    if part.startswith(("early", "beginning", "start")):
        return first, first + third - DAY
    if part.startswith(("late", "end", "close")):
        return last - third + DAY, last
    middle = date(first.year, 7, 1) if length > 200 else first + timedelta(days=length // 2)
    if part.startswith("first half"):
        return first, middle - DAY
    if part.startswith("second half"):
        return middle, last
    return first + timedelta(days=length // 3), last - timedelta(days=length // 3)


def _nearest_year(anchor: date, month: int, day: int, direction: Direction) -> date | None:
    """The day of a month in the year that the direction asks for; without one, the nearest."""
    options = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        if day <= month_end(year, month).day:
            options.append(date(year, month, day))
    if direction == "past":
        options = [d for d in options if d <= anchor] or options
        return max(options, default=None)
    if direction == "future":
        options = [d for d in options if d >= anchor] or options
        return min(options, default=None)
    return min(options, key=lambda d: (abs((d - anchor).days), d), default=None)


def _month_days(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    month, day = _month_of(e.get("month")), _day_number(e.get("day"))
    year = e.get("year")
    first = date(int(year), month, day) if year else (_nearest_year(anchor, month, day, direction) if anchor else None)
    if first is None:
        return None
    if not e.get("day2"):
        return first, first
    last = date(first.year, _month_of(e.get("month2") or e.get("month")), _day_number(e.get("day2")))
    return (first, last) if first <= last else None


def _numeric(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    day = date(int(e.get("year")), int(e.get("month")), int(e.get("day")))
    return day, day


def _month(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    month, year, which = _month_of(e.get("month")), e.get("year"), e.get("which")
    if year:
        return date(int(year), month, 1), month_end(int(year), month)
    if anchor is None:
        return None
    at = anchor.year
    if which in ("last", "this past"):
        at -= month >= anchor.month
    elif which == "next" or (which == "this coming"):
        at += month <= anchor.month
    elif not which:
        if direction == "past":
            at -= month > anchor.month
        elif direction == "future":
            at += month < anchor.month
        elif abs(month - anchor.month) > 6:
            at += 1 if month < anchor.month else -1
    return date(at, month, 1), month_end(at, month)


def _weekday(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None:
        return None
    want, which = WEEKDAYS[e.get("weekday").rstrip(".")], e.get("which")
    ahead = (want - anchor.weekday()) % 7
    back = ahead - 7 if ahead else 0
    if which in ("next", "this coming"):
        # said on Monday, "next Friday" is the week after; near the end of a week it is the one to come
        days = ahead + 7 if which == "next" and want > anchor.weekday() else ahead or 7
    elif which in ("last", "this past"):
        days = back or -7
    elif which == "the following":
        days = ahead or 7
    elif direction == "future" or (which == "this" and direction != "past"):
        days = ahead
    elif direction == "past":
        days = back
    else:
        days = back
    return anchor + days * DAY, anchor + days * DAY


def _relative_period(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None:
        return None
    which, unit = e.get("which"), e.get("period")
    if unit in SEASONS:
        return _relative_season(anchor, unit, which, direction)
    offset = {"next": 1, "later next": 1, "the coming": 1, "last": -1, "this past": -1, "since last": -1}.get(which, 0)
    if which == "this coming" and unit != "weekend":
        offset = 1
    if which in ("in the", "by the") or (which in ("over the", "during the") and unit not in ("weekend",)):
        return None  # "in the week", "during the year": no period named
    if unit == "day" and which != "the coming":
        return None
    first, last = period(anchor, unit, offset)
    if unit == "weekend" and which in ("over the", "during the"):
        first, last = period(anchor, unit, -1 if direction != "future" and anchor.weekday() < 5 else 0)
    if which == "later this":
        first = min(max(first, anchor), last)
    if which == "earlier this":
        last = max(min(last, anchor), first)
    return first, last


def _relative_season(anchor: date, name: str, which: str, direction: Direction) -> Days:
    options = [season(name, year) for year in range(anchor.year - 2, anchor.year + 3)]
    past = [s for s in options if s[1] < anchor]
    now_or_ahead = [s for s in options if s[1] >= anchor]
    if which in ("last", "this past", "since last"):
        return past[-1]
    if which == "next":
        return next(s for s in options if s[0] > anchor)
    if which in ("this", "later this", "this coming", "the coming") or direction == "future":
        return now_or_ahead[0]
    started = [s for s in options if s[0] <= anchor]
    return started[-1]


def _part_of(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    part = e.get("part")
    if e.get("month"):
        held = _month(e, anchor, direction)
    elif e.get("season"):
        year = e.get("year")
        held = (
            season(e.get("season"), int(year))
            if year
            else (_relative_season(anchor, e.get("season"), "", direction) if anchor else None)
        )
    elif e.get("year"):
        held = date(int(e.get("year")), 1, 1), date(int(e.get("year")), 12, 31)
    elif anchor is None or e.get("period") == "day":
        return None
    elif e.get("period") in SEASONS:
        held = _relative_season(anchor, e.get("period"), e.get("which").replace("the", ""), direction)
    else:
        held = period(anchor, e.get("period"), {"next": 1, "coming": 1, "last": -1}.get(e.get("which"), 0))
    if held is None or held[0] is None or held[1] is None:
        return None
    first, last = _part(held[0], held[1], part)
    if part.startswith(("end", "the end")) and e.bound in ("by", "before", "until", ""):
        return (last if e.bound else first), last
    return first, last


def _quarter(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    year = e.get("year")
    if not year and anchor is None:
        return None
    at = int(year) if year else anchor.year + {"next": 1, "last": -1}.get(e.get("which"), 0)  # type: ignore[union-attr]
    n, months = ORDINALS[e.get("n")], 3 if e.get("kind") == "quarter" else 6
    if n * months > 12:
        return None
    return date(at, (n - 1) * months + 1, 1), month_end(at, n * months)


def _count(e: Expression) -> int:
    return {"few": 3, "several": 5}.get(e.get("n"), 0) or _number(e.get("n"))


def _ahead(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None or not _count(e):
        return None
    end = shift(anchor, _count(e), e.get("unit"))
    exact = e.rule in ("in_units", "hence", "later") and e.get("unit").rstrip("s") in ("day", "week")
    return (end if exact else anchor if e.rule in ("window", "within_units") else end), end


def _back(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None or not _count(e):
        return None
    begin = shift(anchor, -_count(e), e.get("unit"))
    if e.rule == "past_window":
        return begin, anchor
    unit = e.get("unit").rstrip("s")
    return period(begin, unit, 0) if unit in ("month", "year", "decade") else (begin, begin)


def _text_next(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None:
        return None
    unit = {"morning": "day", "evening": "day"}.get(e.get("period"), e.get("period"))
    return period(anchor, unit, 1)


def _today(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None:
        return None
    word = e.get("word")
    days = {
        "tomorrow": 1,
        "the day after tomorrow": 2,
        "yesterday": -1,
        "the day before yesterday": -2,
        "last night": -1,
        "overnight": -1,
    }
    day = anchor + days.get(word, 0) * DAY
    return day, day


def _holiday(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    year = e.get("year")
    if year:
        day = holiday(e.get("holiday"), int(year))
        return day, day
    if anchor is None:
        return None
    options = [holiday(e.get("holiday"), y) for y in (anchor.year - 1, anchor.year, anchor.year + 1)]
    if direction == "past" or e.get("which").strip() == "last":
        day = max(d for d in options if d <= anchor)
    elif direction == "future" or e.get("which"):
        day = min(d for d in options if d >= anchor)
    else:
        day = min(options, key=lambda d: abs((d - anchor).days))
    return day, day


def _vague(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    if anchor is None:
        return None
    word = (
        re.sub(r"^(?:the|very|pretty|fairly|quite) ", "", e.get("word"))
        .replace("not-too-distant", "near")
        .replace("not too distant", "near")
    )
    if word in OPEN:
        return anchor, None
    if e.rule == "vague_plural":
        back = e.get("which") in ("past", "last few", "recent")
        low, high = (BACK if back else AHEAD)[e.get("unit2") or e.get("unit")]
        return anchor + low * DAY, anchor + high * DAY
    if word not in AHEAD:
        return None
    low, high = AHEAD[word]
    return anchor + low * DAY, anchor + high * DAY


def _year(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    year = int(e.get("year"))
    return date(year, 1, 1), date(year, 12, 31)


def _season_year(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    return season(e.get("season"), int(e.get("year")))


def _nothing(e: Expression, anchor: date | None, direction: Direction) -> Days | None:
    return None


RESOLVERS: dict[str, Callable[[Expression, date | None, Direction], Days | None]] = {
    "iso": _numeric, "slashed": _numeric, "between": _month_days, "days_of": _month_days, "month_day": _month_days, "day_month": _month_days,
    "month_year": _month, "month": _month, "rel_month": _month, "season_year": _season_year, "year": _year, "quarter": _quarter,
    "part_month": _part_of, "part_period": _part_of, "part_year": _part_of, "part_season": _part_of, "weekday": _weekday,
    "rel_weekday": _weekday, "rel_period": _relative_period, "window": _ahead, "in_units": _ahead, "within_units": _ahead, "hence": _ahead,
    "later": _ahead, "ago": _back, "past_window": _back, "text_next": _text_next, "today": _today, "holiday": _holiday, "vague": _vague,
    "vague_plural": _vague, "event_offset": _nothing, "duration": _nothing, "present": _nothing, "past_ref": _nothing,
}  # fmt: skip
_STATED = frozenset({"iso", "slashed"})
_FUZZY = frozenset({"part_month", "part_year", "part_season", "part_period", "ago", "later"})


def resolve(phrase: Phrase, *, anchor: date | None, direction: Direction = "unknown") -> Interval | None:
    """The days a phrase means, counted from the anchor; None where they cannot be known.

    Without an anchor only full dates resolve. Offsets to an event ("within 100 days of taking office") never do.
    """
    e = phrase.expression
    try:
        days = RESOLVERS[e.rule](e, anchor, direction)
    except ValueError:  # 31 February, the year 10000
        return None
    except OverflowError:
        return None
    if days is None:
        return None
    days = _bounded(e, days, anchor)
    if days is None or (days[0] and days[1] and days[0] > days[1]):
        return None
    vague_word = e.rule in ("vague", "vague_plural") or e.get("n") in ("few", "several")
    vague = vague_word or (e.rule in _FUZZY and not (e.rule in ("ago", "later") and days[0] == days[1]))
    basis: Basis = (
        "assumed" if vague_word else ("stated" if e.rule in _STATED or (e.get("year") and e.get("day")) else "resolved")
    )
    rule = e.rule + (f"+{e.bound}" if e.bound else "")
    return Interval(days[0], days[1], vague=vague, basis=basis, rule=rule, phrase=phrase.text)


def _bounded(e: Expression, days: Days, anchor: date | None) -> Days | None:
    """The days with "by", "before", "after" and the like taken into account."""
    first, last = days
    if e.bound == "by" and last and e.rule not in ("vague", "vague_plural"):
        return (min(anchor, last) if anchor else None), last
    if e.bound == "before" and first:
        day_before = first - DAY
        return (min(anchor, day_before) if anchor and anchor <= day_before else None), day_before
    if e.bound == "after" and last:
        return last + DAY, None
    if e.bound in ("since", "from") and first and not (e.bound == "from" and e.get("day2")):
        return first, (anchor if e.bound == "since" and anchor and anchor >= first else None)
    return days


def timex_value(phrase: Phrase, anchor: date | None, direction: Direction) -> str | None:
    """The TIMEX3 value of a phrase, bounds left out (they are its mod); None where it has none."""
    e = phrase.expression
    if e.rule == "duration":
        n = _number(e.get("n"))
        unit = {
            "day": "D",
            "week": "W",
            "month": "M",
            "year": "Y",
            "hour": "H",
            "minute": "M",
            "decade": "0Y",
            "quarter": "Q",
            "weekend": "WE",
        }[e.get("unit").rstrip("s")]
        return f"P{'T' if e.get('unit').rstrip('s') in ('hour', 'minute') else ''}{n or 'X'}{unit}"
    if e.rule in ("present", "past_ref", "vague"):
        return {"present": "PRESENT_REF", "past_ref": "PAST_REF"}.get(e.rule, "FUTURE_REF")
    try:
        days = RESOLVERS[e.rule](e, anchor, direction)
    except (ValueError, OverflowError):
        return None
    if days is None or days[0] is None or days[1] is None:
        return None
    return _value_of(e, days[0], days[1])


def _value_of(e: Expression, first: date, last: date) -> str:
    length = (last - first).days
    tod = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "tonight": "TNI", "last night": "TNI", "this morning": "TMO",
           "this afternoon": "TAF", "this evening": "TEV"}.get(e.get("tod") or e.get("word"), "")  # fmt: skip
    if length == 0:
        return first.isoformat() + tod
    unit = e.get("period") or ""
    if unit == "week" and length == 6:
        return f"{first.isocalendar().year}-W{first.isocalendar().week:02d}"
    if unit == "weekend":
        return f"{first.isocalendar().year}-W{first.isocalendar().week:02d}-WE"
    name = e.get("season") or unit
    if name in SEASONS and not e.get("part"):
        return f"{first.year}-{ {'spring': 'SP', 'summer': 'SU', 'autumn': 'FA', 'fall': 'FA', 'winter': 'WI'}[name] }"
    if e.rule == "quarter":
        return f"{first.year}-{'Q' if e.get('kind') == 'quarter' else 'H'}{ORDINALS[e.get('n')]}"
    if e.get("month") or unit == "month" or (e.rule == "ago" and e.get("unit").startswith("month")):
        return f"{first.year}-{first.month:02d}"
    if unit == "year" or e.rule in ("year", "part_year") or e.get("unit").startswith("year"):
        return f"{first.year}"
    return first.isoformat()
