"""What the queries over a record give: nouns with the text a reader needs beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Actor, Finding, Judgement, Matter, Report
from walkback.core.reading import Status
from walkback.record.estimates import Curve, Share

AGAINST = frozenset({"cancelled", "rejected", "denied", "failed"})  # standings that it is not, or will not be
Outcome = Literal["kept", "slipped", "withdrawn", "disputed", "lapsed", "open"]
Thinness = Literal["few settled", "one outlet", "one article", "none reviewed"]
Tie = Literal["same name", "last name", "first name", "initials", "form", "place", "role", "only bearer", "judged"]
State = Literal["settled", "overdue", "due", "open"]


@dataclass(frozen=True, slots=True)
class Head:
    """A document without its text. `copy_of` is the document whose text it repeats, if it is a syndicated copy."""

    doc_id: str
    published: date | None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A report with its sentence, the name on whose word it stands, and where it was published."""

    report: Report
    head: Head
    sentence: str
    by: str

    @property
    def held(self) -> date | None:
        """The day the standing held as far as the text tells, not after its publication; else the day of publication."""
        told, published = self.report.as_of, self.head.published
        if told is None or told.latest is None:
            return published
        return min(told.latest, published) if published else told.latest

    @property
    def order(self) -> tuple[date, date, str, int]:
        """Order of time: when it held, then publication and place."""
        return self.held or date.min, self.head.published or date.min, self.head.doc_id, self.report.span.start


@dataclass(frozen=True, slots=True)
class FindingRow:
    finding: Finding
    matter: Matter
    who: tuple[Actor, ...]
    evidence: tuple[Evidence, ...]
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A whole thread: evidence in order of time, findings on it."""

    matter: Matter
    parties: tuple[Actor, ...]
    evidence: tuple[Evidence, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class DueRow:
    """An open deadline. state: overdue (the record, as far as it reaches, shows no fulfilment by then) or ahead."""

    matter: Matter
    evidence: Evidence
    due: Interval
    state: Literal["overdue", "ahead"]
    days: int  # from `on` to the latest due day; negative when overdue


@dataclass(frozen=True, slots=True)
class Undertaken:
    """One matter of an actor: its first undertaking, its latest standing, the report that settled it or turned it, what was found.

    outcome: kept, withdrawn (reversal), lapsed; of those still open: slipped (delay), disputed, or open. A finding that a
    person refused does not count. slipped, disputed: whether it ever was, whatever became of it. own: False where another
    side called it off. evidence: all reports that count, in order of time; copies: the documents that repeat one. signed: how many of its findings a person confirmed. watched: days from the first word to the
    day it was done, else to the last day of the record; None where the first is undated.
    """

    matter: Matter
    first: Evidence
    latest: Evidence
    turn: Evidence
    outcome: Outcome
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...] = ()
    copies: tuple[str, ...] = ()
    slipped: bool = False
    disputed: bool = False
    own: bool = True
    signed: int = 0
    watched: int | None = None


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role as articles gave it to an actor: the first and last day it was read, and in how many articles (copies left out)."""

    role: str
    first: date | None
    last: date | None
    documents: int


@dataclass(frozen=True, slots=True)
class Bond:
    """Why a name is one of an actor's: how it was tied to it, on which days, in how many articles, one of them, or who said so."""

    name: str
    how: Tie
    documents: int
    first: date | None
    last: date | None
    example: str
    said: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """What a track record stands on: articles with evidence on its undertakings, their outlets, and the copies that were not counted."""

    documents: int
    outlets: int
    unnamed: int  # articles that name no outlet
    copies: int


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor's track record; `counts` by outcome. documents: how many (copies left out) speak of the actor.

    kept: share of the settled undertakings (kept, withdrawn by its own side, lapsed) that were kept, with its interval.
    fulfilment: how long it takes; whatever was not fulfilled, called off or not, is censored on `until`, the last
    day of the record, which is the same for all: so the curve is the share of everything undertaken that is fulfilled by
    then. thin: why the record says little, () where it does not. voices: those on whose word some of it stands.
    """

    actor: Actor
    undertaken: tuple[Undertaken, ...]
    counts: Mapping[str, int]
    statements: int
    documents: int
    kept: Share
    fulfilment: Curve
    sources: Sources
    roles: tuple[RoleHeld, ...] = ()
    voices: tuple[str, ...] = ()
    thin: tuple[Thinness, ...] = ()
    until: date | None = None

    @property
    def called_off_by_others(self) -> int:
        """How many undertakings another side called off: no fault of this actor's, so not in the share."""
        return sum(not u.own for u in self.undertaken)

    @property
    def signed(self) -> int:
        """How many of the findings behind it a person has confirmed."""
        return sum(u.signed for u in self.undertaken)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one side says of a matter over a stretch of days: one status, from the first to the last day it is told to have held.

    evidence: the reports that say so, copies left out, in order of time.
    """

    status: Status
    first: date | None
    last: date | None
    evidence: tuple[Evidence, ...]

    @property
    def due(self) -> Interval | None:
        """The due day told last."""
        return next((e.report.due for e in reversed(self.evidence) if e.report.due), None)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a matter: an actor with those who speak for it, or what the articles state as their own.

    id: the actor's, or OUTLET. voices: names of those who spoke for it, itself left out. standings: in order of time; the
    last one is where this side stands now.
    """

    id: str
    name: str
    voices: tuple[str, ...]
    standings: tuple[Standing, ...]

    @property
    def current(self) -> Standing:
        return self.standings[-1]


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """A matter's life: its sides in order of first word, the articles' own last.

    state: settled (done or off by its latest standing), overdue (the record, as far as it reaches, shows no fulfilment
    by the due day), due (a day is set and ahead), open (none is set). current: the latest standing of all; due: the
    deadline that stands, None where settled or none was set.
    """

    row: MatterRow
    sides: tuple[Side, ...]
    current: Standing | None
    state: State
    due: DueRow | None = None

    @property
    def differ(self) -> bool:
        """Whether the last words of two named sides are opposite: of one that it is on or done, of another that it is not."""
        return len({s.current.status in AGAINST for s in self.sides if s.id != OUTLET}) > 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that answers a search; `marked` holds it with the words found between \\x02 and \\x03."""

    head: Head
    start: int
    marked: str


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that could not be read: where it stands, why, and what to do."""

    source: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Totals:
    documents: int
    copies: int
    attributions: int
    reports: int
    matters: int
    actors: int
    findings: Mapping[str, int]  # by kind
    problems: int
    first: date | None
    last: date | None
