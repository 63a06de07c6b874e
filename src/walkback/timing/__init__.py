"""Time expressions: found in a text, resolved to intervals of days against an anchor day."""

from walkback.timing.direction import Direction, direction_of
from walkback.timing.grammar import Expression, Phrase, find
from walkback.timing.resolve import resolve, timex_value

__all__ = ["Direction", "Expression", "Phrase", "direction_of", "find", "resolve", "timex_value"]
