"""From a phrase and its anchor day to an interval of days, with its bound taken into account."""

from __future__ import annotations

from datetime import date

from walkback.core.interval import Basis, Interval
from walkback.timing.calendar import DAY
from walkback.timing.days import days_of
from walkback.timing.grammar import Expression, Phrase
from walkback.timing.named import Days, Direction

_PARTS = frozenset({"part_month", "part_year", "part_season", "part_period", "quarter"})
_WHOLE_DAYS = frozenset({"iso", "slashed", "dotted", "days_of", "month_day", "day_month", "month_year"})


def resolve(phrase: Phrase, *, anchor: date | None, direction: Direction = "unknown") -> Interval | None:
    """The days a phrase means, counted from the anchor; None where they cannot be known.

    Without an anchor only full dates resolve. Offsets to an event ("within 100 days of taking office") never do.
    """
    e = phrase.expression
    days = days_of(e, anchor, direction)
    days = _bounded(e, days, anchor) if days else None
    if days is None or (days[0] and days[1] and days[0] > days[1]):
        return None
    rounded = e.rule in ("ago", "in_units", "hence") and days[0] != days[1]
    vague = (
        e.vague
        or rounded
        or (e.rule in _PARTS and (e.rule != "quarter" or bool(e.get("part"))) and not _has_an_edge(e))
    )
    rule = e.rule + (f"+{e.bound}" if e.bound else "")
    return Interval(days[0], days[1], vague=vague, basis=_basis(e), rule=rule, phrase=phrase.text)


def _has_an_edge(e: Expression) -> bool:
    """Whether a part of a period is as sharp as the calendar: a half, or an end that bounds ("by the end of March")."""
    return e.get("part").endswith("half of") or (_names_the_end(e) and e.bound in ("by", "until", "before"))


def _names_the_end(e: Expression) -> bool:
    return e.get("part").removeprefix("the ").removeprefix("very ").startswith(("end", "close", "is "))


def _basis(e: Expression) -> Basis:
    if e.vague:
        return "assumed"
    return "stated" if e.rule in _WHOLE_DAYS and e.anchor == "none" else "resolved"


def _bounded(e: Expression, days: Days, anchor: date | None) -> Days:
    """The days within which a thing is to happen: "by Friday" opens at the anchor, "after Friday" has no end."""
    first, last = days
    if (e.bound in ("by", "until") or (e.bound == "before" and _names_the_end(e))) and last:
        return (anchor if anchor and anchor <= last else None), last
    if e.bound == "before" and first:
        eve = first - DAY
        return (anchor if anchor and anchor <= eve else None), eve
    if e.bound == "after" and last:
        return last + DAY, None
    if e.bound == "since" and first:
        return first, (anchor if anchor and anchor >= first else None)
    if e.bound in ("onward", "not_before") and first:
        return first, None
    return days
