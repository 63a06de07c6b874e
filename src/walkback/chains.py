"""Which strands make one matter, once it is known which earlier strand each one continues."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from walkback.core.ledger import Report
from walkback.core.reading import UNDERTAKEN
from walkback.core.strands import Link, Place

NEAR = 3  # days between two tellings of when one thing happened


@dataclass(frozen=True, slots=True)
class Turn:
    """What a strand says of the one time that its matter comes about, in ordinals of days.

    ahead: it is still to come; due: not before this day, as far as it says; held: the day it is told to have happened; over:
    the day by which it had, that of publication where no other is told.
    """

    ahead: bool = False
    due: int | None = None
    held: int | None = None
    over: int | None = None


def turn(reports: Iterable[Report]) -> Turn:
    """What the reports of a strand say; only a day that the text gives counts, none that is vague."""
    told = list(reports)
    ahead = [r for r in told if r.status in UNDERTAKEN]
    done = [r for r in told if r.status == "done"]
    due = [r.due.earliest.toordinal() for r in ahead if r.due and r.due.earliest and not r.due.vague]
    held = [r.due.latest.toordinal() for r in done if r.due and r.due.latest and not r.due.vague]
    known = [r.published.toordinal() for r in done if r.published]
    day = max(held, default=None)
    return Turn(bool(ahead) and not done, max(due, default=None), day, day or max(known, default=None))


@dataclass(frozen=True, slots=True)
class Together:
    """How likely reports are of one matter, by the links between the strands they stand in.

    strands: report id -> id of its strand; links: id of a strand -> the earlier one it continues.
    """

    strands: Mapping[str, str]
    links: Mapping[str, Link]

    def __call__(self, reports: Sequence[Report]) -> float:
        """The chance for all of them: the product of that of every link on the way from one to the next.

        1 for reports of one document, and for those that a person brought together.
        """
        held = list(dict.fromkeys(self.strands[r.id] for r in reports if r.id in self.strands))
        return math.prod(self._between(one, other) for one, other in pairwise(held))

    def _between(self, one: str, other: str) -> float:
        ahead, behind = self._back(one), self._back(other)
        return next((chance * ahead[name] for name, chance in behind.items() if name in ahead), 1.0)

    def _back(self, strand: str) -> dict[str, float]:
        """A strand and all that it continues, nearest first, each with how likely it does."""
        out = {strand: 1.0}
        while (link := self.links.get(strand)) is not None:
            out[link.to] = out[strand] * link.chance
            strand = link.to
        return out


@dataclass(slots=True)
class _Matter:
    strands: list[str]
    documents: set[str]
    over: int | None = None  # the day on which it is told to have happened
    after: int | None = None  # the number of its next time, for what comes about again and again


def chains(
    strands: Iterable[tuple[Place, str]], links: Mapping[str, Link], turns: Mapping[str, Turn] | None = None
) -> list[list[str]]:
    """Strands by matter, each in order of place: a strand is of the matter of the one it continues.

    Two strands of one document are two matters: where both lead to the same one, the likelier link holds, and the other
    strand begins a matter of its own. What is announced after its like has happened is the next time of it, and so is
    what happened on a later day: each week's briefing is a matter of its own. What comes out for a set of strands that
    are linked among themselves does not depend on any other.
    """
    turns = turns or {}
    matters: list[_Matter] = []
    of: dict[str, int] = {}
    for at, strand in sorted(strands, key=lambda s: _order(s[0], s[1], links)):
        link, said = links.get(strand), turns.get(strand, Turn())
        number = of[link.to] if link and link.to in of else None
        while number is not None and _again(matters[number], said):
            matters[number].after = matters[number].after or _begin(matters)
            number = matters[number].after
        if number is None or at.doc_id in matters[number].documents:
            number = _begin(matters)
        matter = matters[number]
        matter.strands.append(strand)
        matter.documents.add(at.doc_id)
        matter.over = max((day for day in (matter.over, said.over) if day is not None), default=None)
        of[strand] = number
    return [matter.strands for matter in matters if matter.strands]


def _begin(matters: list[_Matter]) -> int:
    matters.append(_Matter([], set()))
    return len(matters) - 1


def _again(matter: _Matter, said: Turn) -> bool:
    """Whether a strand tells of a later time of a matter than the one that is over."""
    if matter.over is None:
        return False
    if said.ahead and said.due is not None:
        return said.due > matter.over + NEAR
    return said.held is not None and said.held > matter.over + NEAR


def _order(at: Place, strand: str, links: Mapping[str, Link]) -> tuple[int, str, float, int]:
    """Day by day, document by document; in a document the likeliest link first."""
    return at.day, at.doc_id, -links[strand].chance if strand in links else 0.0, at.start
