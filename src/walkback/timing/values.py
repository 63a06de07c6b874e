"""TIMEX3 values of phrases."""

from __future__ import annotations

import re
from datetime import date

from walkback.core.text import Span
from walkback.timing.calendar import shift, working_days
from walkback.timing.days import days_of
from walkback.timing.grammar import Expression, Phrase
from walkback.timing.named import Direction, fiscal_year, quarter_number
from walkback.timing.words import MONTHS, SEASONS, UNITS, WEEKDAYS, number

_LETTERS = {"day": "D", "week": "W", "month": "M", "year": "Y", "hour": "H", "minute": "M", "quarter": "Q", "weekend": "WE", "decade": "DE",
            "century": "CE", "fortnight": "W"}  # fmt: skip
_SEASON_LETTERS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_TIMES = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "tonight": "TNI", "last night": "TNI", "overnight": "TNI",
          "last evening": "TEV", "this morning": "TMO", "this afternoon": "TAF", "this evening": "TEV", "noon": "T12:00", "midday": "T12:00", "midnight": "T24:00",
          "mid-morning": "TMO", "mid-afternoon": "TAF", "mid-evening": "TEV"}  # fmt: skip
_BESIDE = frozenset({"year_earlier", "year_period"})
_COUNTED = frozenset(
    "allowance duration window past_window text_window within_units extension vague_back vague_ahead".split()
)


def timex_value(phrase: Phrase, anchor: date | None, direction: Direction) -> str | None:
    """The TIMEX3 value of a phrase, bounds left out (they are its mod); None where it has none."""
    e = phrase.expression
    if e.rule in ("present", "past_ref", "vague") or (
        e.rule == "vague_ahead" and phrase.text.lower().startswith(("coming", "future"))
    ):
        return {"present": "PRESENT_REF", "past_ref": "PAST_REF"}.get(e.rule, "FUTURE_REF")
    if e.rule == "set":
        return _set(e)
    if e.rule == "clock":
        return f"{anchor}{_clock(e.get('clock'))}" if anchor else None
    if e.rule in _COUNTED:
        if e.anchor == "event" and e.bound == "within":
            return None  # a deadline that no calendar tells
        return _length(e)
    if e.rule == "fiscal":
        return str(fiscal_year(e, anchor) or "") or None
    if e.rule == "century":
        return f"{int(re.sub(r'[^0-9]', '', e.get('n'))) - 1:02d}"
    if e.vague and e.rule in ("ago", "earlier"):
        return "PAST_REF"
    days = days_of(e, anchor, direction)
    if days is None or days[0] is None or days[1] is None:
        took = e.rule == "in_units" and anchor is not None and not e.vague  # "answered in two hours"
        return _length(e) if took or (e.rule in ("later", "earlier") and anchor is None) else None
    if e.rule == "decade":
        return str(days[0].year)[:3]
    if e.unit == "century":
        return str(days[0].year)[:2]
    return _value_of(e, days[0], days[1])


_BOUND_MODS = {"by": "ON_OR_BEFORE", "before": "BEFORE", "after": "AFTER", "not_before": "ON_OR_AFTER", "onward": "ON_OR_AFTER", "since": "ON_OR_AFTER"}  # fmt: skip
_LEAD_MODS = {
    "APPROX": ("about", "around", "roughly", "approximately", "some "),
    "LESS_THAN": ("less than", "fewer than", "under", "just under", "almost", "nearly"),
    "MORE_THAN": ("more than", "over", "just over"),
    "EQUAL_OR_MORE": ("at least", "no less than"),
    "EQUAL_OR_LESS": ("at most", "no more than", "up to"),
}


_BETWEEN_ENDS = re.compile(r"\s(?:to|through|until|and)\s")


def timex_parts(phrase: Phrase, value: str | None) -> tuple[tuple[Span, str | None], ...]:
    """The phrase as TIMEX3 tags it: a range of two full ends ("from 1985 to 1987") is two expressions, all else is one."""
    e = phrase.expression
    if e.rule in ("days_off", "week_in") and e.get("unit" if e.rule == "days_off" else "count"):
        return _length_and_day(phrase, value)
    first, stroke, last = (value or "").partition("/")
    between = _BETWEEN_ENDS.search(phrase.text) if stroke else None
    if between is None or (phrase.expression.rule == "days_of" and not phrase.expression.get("month2")):
        return ((phrase.span, value),)
    start = phrase.span.start
    return (Span(start, start + between.start()), first), (Span(start + between.end(), phrase.span.end), last)


_FROM_DAY = re.compile(r"\s(?:before|after|following|ahead\sof|prior\sto)\s")
_OF_PERIOD = re.compile(r"\s(?:of|in)\s")


def _length_and_day(phrase: Phrase, value: str | None) -> tuple[tuple[Span, str | None], ...]:
    """ "Two days before June 3", "the last ten days of June": a length, and the day or the period that it is counted from."""
    e, start = phrase.expression, phrase.span.start
    between = (_FROM_DAY if e.rule == "days_off" else _OF_PERIOD).search(phrase.text)
    count = number(e.get("n2") or e.get("n"))
    if between is None or value is None or (e.rule == "days_off" and not count):
        return ((phrase.span, value),)
    day = date.fromisoformat(value.partition("/")[0])
    if e.rule == "days_off":
        back = e.get("side") in ("after", "following")
        if e.working:
            other = working_days(day, -count if back else count).isoformat()
        else:
            other = shift(day, -count if back else count, e.unit).isoformat()
    else:
        whole = "year" if e.get("whole_year") else e.get("whole") or "month"
        other = (
            value[:4] if whole == "year" else f"{day.year}-Q{(day.month + 2) // 3}" if whole == "quarter" else value[:7]
        )
    length = _length(Expression("duration", (("n", e.get("count") or e.get("n")), ("unit", e.unit)), "none"))
    return (Span(start, start + between.start()), length), (Span(start + between.end(), phrase.span.end), other)


def timex_mod(phrase: Phrase) -> str | None:
    """The TIMEX3 mod of a phrase: a part of its period, how exactly it counts, how it bounds; None where it has none."""
    e, words = phrase.expression, phrase.text.lower()
    part = e.get("part").removeprefix("the ").removeprefix("very ") or words
    if part.startswith(("early", "beginning", "start")):
        return "START"
    if part.startswith("mid"):
        return "MID"
    if part.startswith(("late ", "late-", "end", "close")) or part == "late":
        return "END"
    if e.get("unit"):
        for mod, leads in _LEAD_MODS.items():
            if words.startswith(leads):
                return mod
    return _BOUND_MODS.get(e.bound) if phrase.type in ("DATE", "TIME") else None


def _length(e: Expression) -> str:
    """P3M, PT4H, PXW."""
    letter = _LETTERS[e.unit]
    count = (
        number(e.get("n2") or e.get("n"))
        if e.get("n")
        else (0 if e.rule in ("vague_back", "vague_ahead") or (e.rule == "duration" and e.get("unit") in UNITS) else 1)
    )
    count *= 2 if e.unit == "fortnight" else 1
    if e.unit in ("hour", "minute"):
        return "P1D" if count == 24 and e.unit == "hour" else f"PT{count or 'X'}{letter}"
    if e.unit in ("decade", "century") and count:
        return f"P{count * (10 if e.unit == 'decade' else 100)}Y"
    return f"P{count or 'X'}{letter}"


def _set(e: Expression) -> str | None:
    if e.get("weekday"):
        return f"XXXX-WXX-{WEEKDAYS[e.get('weekday').rstrip('s.')] + 1}"
    if e.get("month"):
        return f"XXXX-{MONTHS[e.get('month').rstrip('.')]:02d}"
    if e.get("season"):
        return f"XXXX-{_SEASON_LETTERS[e.get('season')]}"
    unit = e.get("unit")
    if unit in ("morning", "night"):
        return f"XXXX-XX-XX{_TIMES[unit]}"
    count = number(e.get("n")) or 1
    return f"P{'T' if e.unit in ('hour', 'minute') else ''}{count}{_LETTERS[UNITS.get(unit, unit)]}"


def _clock(words: str) -> str:
    """T22:00 for "10 p.m.", TNI for "night"."""
    if words in _TIMES:
        return _TIMES[words]
    words = re.sub(r"(?<=\d)\.(?=\d)", ":", words).replace(".", "")
    hour, _, minute = words.rstrip("apm ").partition(":")
    if not words.endswith("m"):
        return f"T{words}"
    return f"T{int(hour) % 12 + 12 * words.endswith('pm'):02d}:{minute or '00'}"


def _range(e: Expression, first: date, last: date) -> str:
    """Two points with a stroke between them, as ISO 8601 writes an interval."""
    size = {"year_range": 4, "month_range": 7}.get(e.rule, 10)
    return f"{first.isoformat()[:size]}/{last.isoformat()[:size]}"


def _value_of(e: Expression, first: date, last: date) -> str | None:
    words = e.get("clock") or e.get("clock2") or e.get("tod") or e.get("word")
    clock = _clock(words) if e.get("clock") or e.get("clock2") else _TIMES.get(words, "")
    if e.rule == "today" or (first == last and e.unit not in ("year", "month")):
        return last.isoformat() + (clock if e.get("word") != "overnight" else "TNI")
    if e.rule in ("month_range", "year_range", "days_of", "weekday_range") or e.get("count"):
        return None if first > last else _range(e, first, last)
    if e.rule == "days_off":
        return first.isoformat()
    if e.unit == "week" and e.rule not in ("in_units", "hence"):
        return "{}-W{:02d}".format(*first.isocalendar())
    if e.unit == "weekend":
        return "{}-W{:02d}-WE".format(*first.isocalendar())
    name = e.get("season") or e.unit
    if name in SEASONS:
        return f"{first.year}-{_SEASON_LETTERS[name]}"
    if e.rule == "quarter":
        half = e.get("kind") == "half" or e.get("n").lower().startswith("h")
        return f"{first.year}-{'H' if half else 'Q'}{quarter_number(e)}"
    if e.unit == "quarter" or e.rule == "reported" or (e.unit == "period" and e.rule in _BESIDE):
        return f"{first.year}-Q{(first.month + 2) // 3}"
    if e.get("month") or e.unit == "month":
        return f"{first.year}-{first.month:02d}"
    if e.unit in ("year", "decade") or e.rule in ("year", "part_year", "spelled_year", "year_earlier"):
        return f"{first.year}" if e.unit != "decade" or e.rule == "ago" else str(first.year)[:3]
    return (last if e.rule in ("in_units", "hence") else first).isoformat()
