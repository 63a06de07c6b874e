"""The nouns of linking: strands, their places in time, and who continues whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands in time: its day (ordinal, 0 for none), its document, where it begins there."""

    day: int
    doc_id: str
    start: int = 0

    @classmethod
    def of(cls, published: date | None, doc_id: str, start: int = 0) -> Place:
        return cls(published.toordinal() if published else 0, doc_id, start)

    @property
    def published(self) -> date | None:
        return date.fromordinal(self.day) if self.day else None


@dataclass(frozen=True, slots=True)
class Link:
    """The earlier strand that a strand continues, by its id, and how likely that is."""

    to: str
    chance: float


@dataclass(frozen=True, slots=True)
class StrandRow:
    """The reports of one document on one matter, by their ids in text order; named by the first.

    keys: numbers it can be found by (candidates.keys).
    """

    id: str
    place: Place
    reports: tuple[str, ...]
    keys: frozenset[int]
    link: Link | None = None
