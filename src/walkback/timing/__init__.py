"""Time expressions: found in a text, resolved to intervals of days against an anchor day."""

from walkback.timing.direction import direction_of
from walkback.timing.grammar import Expression, Phrase, find
from walkback.timing.named import Direction
from walkback.timing.resolve import resolve
from walkback.timing.timeline import Placed, timeline
from walkback.timing.values import timex_mod, timex_parts, timex_value

__all__ = [
    "Direction",
    "Expression",
    "Phrase",
    "Placed",
    "direction_of",
    "find",
    "resolve",
    "timeline",
    "timex_mod",
    "timex_parts",
    "timex_value",
]
