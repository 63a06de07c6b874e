"""What the model points at from a trigger: the one on whose word it is told, who takes part; what it is dated by elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter, mul

from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Attribution, Mention, Report
from walkback.core.reading import HAPPENED, UNDERTAKEN, Status, TriggerSpan
from walkback.core.text import Span, first_over

# Days are handed on between reports whose matter vectors are at least so near (cosine), and only if they are so few: a wide or open
# interval dates one standing, a week at most dates the matter.
# .6 to .9 tried on the dev sets: the lower, the more right and the more spurious days.
SAME_MATTER, HANDED_ON = 0.8, 7
_SPAN = attrgetter("span")


def parties(trigger: TriggerSpan, mentions: Sequence[Mention], *, least: float = 0.25) -> tuple[list[str], list[str]]:
    """Actors named where the model points: who would do it, then the other parties, each likeliest first.

    Named by at least `least` of the probability; both empty where the model does not say.
    """
    return _named(trigger.doers, mentions, least)[:1], _named(trigger.others, mentions, least)


def _named(places: Sequence[tuple[Span, float]], mentions: Sequence[Mention], least: float) -> list[str]:
    chances: dict[str, float] = {}
    for place, chance in places:
        if named := first_over(mentions, place, _SPAN):
            chances[named.actor] = chances.get(named.actor, 0.0) + chance
    return [a for a in sorted(chances, key=lambda a: (-chances[a], a)) if chances[a] >= least]


def voices(trigger: TriggerSpan, attributions: Sequence[Attribution], mentions: Sequence[Mention]) -> dict[str, float]:
    """Actors by how likely a trigger is told on their word, the outlet among them; empty where the model does not say."""
    if trigger.outlet is None:
        return {}
    out = {OUTLET: trigger.outlet}
    for place, chance in trigger.voices:
        named = first_over(mentions, place, _SPAN)
        actor = named.actor if named else next((a.by for a in attributions if a.by and _from(a, place)), None)
        if actor:
            out[actor] = out.get(actor, 0.0) + chance
    return out


def _from(said: Attribution, place: Span) -> bool:
    return any(s.overlaps(place) for s in said.source)


def inherited(reports: Sequence[Report]) -> tuple[Report, ...]:
    """The reports of a document in their order; one without days has those that another gives the same matter.

    Only of a standing on the same side, both ahead or both happened, for the days of a plan are not those of the deed.
    The nearest in matter is asked, then the nearest in the text. Basis "inherited".
    """
    dated = [r for r in reports if r.due is not None and few(r.due)]
    return tuple(r if r.due is not None else _handed(r, dated) for r in reports)


def few(days: Interval) -> bool:
    """Whether days are so few that they date the matter, not one standing."""
    return days.earliest is not None and days.latest is not None and (days.latest - days.earliest).days < HANDED_ON


def side(status: Status) -> str:
    """Whether days can be handed on from a standing, and to which: what happened, or what is ahead; empty for others."""
    return "happened" if status in HAPPENED else "ahead" if status in UNDERTAKEN else ""


def _handed(report: Report, dated: Sequence[Report]) -> Report:
    mine = side(report.status)
    near = [
        (sum(map(mul, report.vector, other.vector)), -abs(other.span.start - report.span.start), other.due)
        for other in dated
        if mine and side(other.status) == mine and report.vector and other.vector
    ]
    alike, _, days = max(near, default=(0.0, 0, None), key=lambda n: n[:2])
    return replace(report, due=replace(days, basis="inherited")) if days and alike >= SAME_MATTER else report
