"""What the model points at from a trigger: the time that dates it, the one on whose word it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Attribution, Mention, Timex
from walkback.core.reading import Status, TriggerSpan
from walkback.core.text import Span

# on whose word what happened stands: the outlet's, unless somebody is quoted
HAPPENED = frozenset({"done", "underway", "failed"})
AHEAD = frozenset({"floated", "proposed", "planned", "agreed"})


def when(
    trigger: TriggerSpan, timexes: Sequence[Timex], status: Status, published: date | None, *, leave: float = 1.0
) -> Interval | None:
    """The days of the likeliest answer: a time expression of the text, the day of publication, from then on, or none.

    `leave` weighs "no day is told" against the others. What happened did so by the day of publication, what is ahead does not
    begin before it.
    """
    chances: dict[Timex, float] = {}
    for place, chance in trigger.times:
        for timex in timexes:
            if timex.interval is not None and timex.span.overlaps(place):
                chances[timex] = chances.get(timex, 0.0) + chance
                break
    best = max(chances, key=lambda t: (chances[t], -t.span.start), default=None)
    top = chances[best] if best else 0.0
    undated, today, on = trigger.undated
    if max(today, on) >= top and max(today, on) >= leave * undated and published is not None:
        if on > today:
            return Interval(published, None, basis="assumed", rule="from publication")
        return Interval.day(published, basis="assumed", rule="published")
    if best is None or best.interval is None or top < leave * undated:
        return None
    return _within(best.interval, status, published)


def _within(interval: Interval, status: Status, published: date | None) -> Interval:
    if published is None or interval.earliest is None or interval.latest is None:
        return interval
    if interval.earliest <= published < interval.latest:
        if status in HAPPENED:
            return replace(interval, latest=published)
        if status in AHEAD:
            return replace(interval, earliest=published)
    return interval


def parties(trigger: TriggerSpan, mentions: Sequence[Mention], *, least: float = 0.25) -> tuple[list[str], list[str]]:
    """Actors named where the model points: who would do it, then the other parties, each likeliest first.

    Named by at least `least` of the probability; both empty where the model does not say.
    """
    return _named(trigger.doers, mentions, least)[:1], _named(trigger.others, mentions, least)


def _named(places: Sequence[tuple[Span, float]], mentions: Sequence[Mention], least: float) -> list[str]:
    chances: dict[str, float] = {}
    for place, chance in places:
        actor = next((m.actor for m in mentions if m.span.overlaps(place)), None)
        if actor:
            chances[actor] = chances.get(actor, 0.0) + chance
    return [a for a in sorted(chances, key=lambda a: (-chances[a], a)) if chances[a] >= least]


def voices(trigger: TriggerSpan, attributions: Sequence[Attribution], mentions: Sequence[Mention]) -> dict[str, float]:
    """Actors by how likely a trigger is told on their word, the outlet among them; empty where the model does not say."""
    if trigger.outlet is None:
        return {}
    out = {OUTLET: trigger.outlet}
    for place, chance in trigger.voices:
        said = next((a for a in attributions if a.by and any(s.overlaps(place) for s in a.source)), None)
        named = next((m for m in mentions if m.span.overlaps(place)), None)
        actor = named.actor if named else said.by if said else None
        if actor:
            out[actor] = out.get(actor, 0.0) + chance
    return out
