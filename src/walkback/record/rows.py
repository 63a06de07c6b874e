"""What the queries over a record give: nouns with the text a reader needs beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from walkback.core.interval import Interval
from walkback.core.ledger import Actor, Finding, Judgement, Matter, Report

UNDERTAKES = frozenset({"planned", "agreed", "proposed", "floated"})  # standings that somebody takes on
Outcome = Literal["kept", "slipped", "withdrawn", "disputed", "lapsed", "open"]


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
    """One matter of an actor: its first undertaking, its latest standing, what was found on it.

    outcome: kept, slipped (delay), withdrawn (reversal), disputed, lapsed, or open.
    """

    matter: Matter
    first: Evidence
    latest: Evidence
    outcome: Outcome
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor's track record; `counts` by outcome. documents: how many (copies left out) speak of the actor."""

    actor: Actor
    undertaken: tuple[Undertaken, ...]
    counts: Mapping[str, int]
    statements: int
    documents: int


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
