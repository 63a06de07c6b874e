"""Intervals of days: both ends included, either may be open, each says how it was come by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Basis = Literal["stated", "resolved", "inherited", "assumed"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Days earliest..latest, both included; None is an open end.

    basis: stated (a full date in the text), resolved (a relative phrase and its anchor day), inherited (from another
    report of the matter), assumed (a vague phrase and the width of a table). `rule` names the rule that made it,
    `phrase` is the text it was read from.
    """

    earliest: date | None
    latest: date | None
    vague: bool = False
    basis: Basis = "resolved"
    rule: str = ""
    phrase: str = ""

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"interval ends before it begins: {self.earliest} > {self.latest}")

    @classmethod
    def day(cls, day: date, *, basis: Basis = "resolved", rule: str = "", phrase: str = "") -> Interval:
        """The interval of one day."""
        return cls(day, day, basis=basis, rule=rule, phrase=phrase)

    def overlaps(self, other: Interval, *, slack: int = 0) -> bool:
        """Whether the two share a day, or come within `slack` days of it."""
        room = timedelta(days=slack)
        if self.latest and other.earliest and self.latest + room < other.earliest:
            return False
        return not (other.latest and self.earliest and other.latest + room < self.earliest)

    @property
    def bounded(self) -> bool:
        """Whether the text tells only the end ("by Friday"), so that the beginning is the day it was told."""
        return self.rule.endswith(("+by", "+until", "+before"))

    def over(self, day: date | None) -> bool:
        """Whether its last day is before a day, as far as both are known."""
        return bool(self.latest and day and self.latest < day)

    def before(self, other: Interval | None) -> bool:
        """Whether it is over before another one begins, as far as both are known."""
        return other is not None and self.over(other.earliest)

    def __str__(self) -> str:
        about = "about " if self.vague else ""
        if self.earliest and self.earliest == self.latest:
            return f"{about}{self.earliest}"
        if self.earliest is None:
            return f"{about}by {self.latest}" if self.latest else "open"
        return f"{about}{self.earliest} to {self.latest or 'open'}"
