"""What a strand of reports is compared with: a few earlier strands that share its parties or its words.

A strand is looked up by its keys; of each key the REACH nearest earlier holders are seen, and of all seen the KEPT that
share most. So a record ten times as large costs ten times as much to link, and what is compared with what follows from
the strands alone, not from the order in which they came.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from heapq import nlargest
from operator import itemgetter
from typing import NamedTuple, Protocol

from walkback.core.ledger import Report
from walkback.core.strands import Place

REACH = 200  # earlier strands that are looked at for each key, nearest first
KEPT = 40  # of all that were looked at, those that share most keys
YEAR = 400  # days over which it is counted how common a key is


class Worded(Protocol):
    """A report with the stems of its words and trigger and its parties (threads.Item)."""

    @property
    def report(self) -> Report: ...
    @property
    def stems(self) -> frozenset[str]: ...
    @property
    def trigger(self) -> frozenset[str]: ...
    @property
    def parties(self) -> frozenset[str]: ...


class Postings(Protocol):
    """Who holds a key: in memory (`Held`) or in a record."""

    def before(self, key: int, place: Place, limit: int) -> Sequence[tuple[Place, str]]:
        """Places and ids of the nearest strands before a place that hold a key, at most `limit`, in order of place."""
        ...

    def after(self, key: int, place: Place, limit: int) -> Sequence[str]:
        """Ids of the nearest strands after a place that hold a key, at most `limit`, in order of place."""
        ...


def keys(items: Iterable[Worded]) -> frozenset[int]:
    """What a strand can be found by: its parties with its type, the stems of its triggers with each word beside them.

    Numbers of 63 bits that follow from the words alone.
    """
    names: set[str] = set()
    for item in items:
        names |= {f"{p}/{item.report.type}" for p in item.parties}
        names |= {f"w/{t}/{s}" for t in item.trigger for s in item.stems - item.trigger}
    return frozenset(_number(name) for name in names)


def named(names: Iterable[str]) -> frozenset[int]:
    """What a strand is counted under: the names in its sentences. It is not looked for by them, since most are in too many."""
    return frozenset(_number(f"n/{name}") for name in names)


def rates(postings: Postings, held: Iterable[int], at: Place) -> dict[int, float]:
    """How many strands a day hold each of some keys, over YEAR days before a place."""
    return {key: _rate([where.day for where, _ in postings.before(key, at, REACH)], at.day) for key in held}


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


class Held:
    """Postings in memory."""

    def __init__(self, strands: Iterable[tuple[Place, str, Collection[int]]]) -> None:
        self._holders: dict[int, list[tuple[Place, str]]] = {}
        for at, strand, held in sorted(strands):
            entry = (at, strand)
            for key in held:
                self._holders.setdefault(key, []).append(entry)

    def before(self, key: int, place: Place, limit: int) -> Sequence[tuple[Place, str]]:
        holders = self._holders.get(key, [])
        end = bisect_left(holders, (place,))
        return holders[max(0, end - limit) : end]

    def after(self, key: int, place: Place, limit: int) -> Sequence[str]:
        holders = self._holders.get(key, [])
        begin = bisect_right(holders, place, key=itemgetter(0))
        return [strand for _, strand in holders[begin : begin + limit]]


class Candidate(NamedTuple):
    """A strand that another is compared with. shared: how many keys both hold; rate: how many strands a day hold the rarest
    of these, over YEAR days before."""

    id: str
    place: Place
    shared: int
    rate: float


def nearest(postings: Postings, held: Collection[int], at: Place) -> list[Candidate]:
    """The strands that one at a place is compared with: those that share most keys, then the latest."""
    shared: Counter[str] = Counter()
    places: dict[str, Place] = {}
    rates: dict[str, float] = {}
    for key in held:
        holders = postings.before(key, at, REACH)
        rate = _rate([where.day for where, _ in holders], at.day)
        for where, strand in holders:
            shared[strand] += 1
            places[strand] = where
            rates[strand] = min(rate, rates.get(strand, rate))
    best = nlargest(KEPT, shared, key=lambda s: (shared[s], places[s]))
    return [Candidate(s, places[s], shared[s], rates[s]) for s in best]


def _rate(days: Sequence[int], day: int) -> float:
    """Strands a day, from the days of the nearest holders of a key, oldest first."""
    lately = [d for d in days if day - d <= YEAR]
    span = max(1, day - lately[0]) if len(lately) >= REACH else YEAR
    return len(lately) / span


def affected(postings: Postings, held: Iterable[int], at: Place) -> set[str]:
    """Ids of the later strands for which one at a place, with these keys, is or was among those looked at."""
    return {strand for key in held for strand in postings.after(key, at, REACH)}
