"""The nouns of the record. Values: frozen, compared by content, their ids follow from content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from walkback.core.interval import Interval
from walkback.core.reading import MatterType, Status
from walkback.core.text import Document, Span, content_id

ActorKind = Literal["person", "government", "organisation", "group", "anonymous"]
Manner = Literal["direct", "indirect", "mixed"]
FindingKind = Literal["reversal", "delay", "dispute", "kept", "lapse"]
Verdict = Literal["confirmed", "refused", "amended", "added"]

OUTLET = "outlet"  # `by` of what an article states as its own


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone whose word or deed is on record. An anonymous actor belongs to one document and never merges."""

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    def joined(self, other: Actor) -> Actor:
        """This actor with the names and roles of another reading of it."""
        names = (n for n in (other.name, *other.aliases) if n != self.name)
        return replace(
            self,
            aliases=tuple(dict.fromkeys([*self.aliases, *names])),
            roles=tuple(dict.fromkeys([*self.roles, *other.roles])),
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a document that names an actor, by its id."""

    span: Span
    actor: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what, as spans of one document; `by` is an actor id, None where no source is named."""

    id: str
    doc_id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    manner: Manner
    by: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """One sentence's word on a matter: its status, on whose word, as of when, due when.

    `span` is the trigger, `sentence` the sentence it stands in; `by` an actor id or OUTLET; `parties` actor ids, the one
    who would do it first; `score` the model's probability that this is a report with this status.
    """

    id: str
    doc_id: str
    span: Span
    sentence: Span
    trigger: str
    status: Status
    type: MatterType
    by: str
    parties: tuple[str, ...] = ()
    published: date | None = None
    as_of: Interval | None = None
    due: Interval | None = None
    conditional: bool = False
    hedged: bool = False
    score: float = 1.0
    phrase: str = ""  # the trigger with what follows it ("selling long-range missiles to Ukraine"), to label its matter
    words: tuple[str, ...] = ()  # content words around the trigger, for threading
    vector: tuple[float, ...] = ()  # matter vector of the trigger, unit length
    names: tuple[str, ...] = ()  # roots of the names in its sentence (core.roots), for threading across documents


def report_id(doc_id: str, span: Span, status: Status) -> str:
    """The id of a report, which follows from its article, its place and its status."""
    return content_id(doc_id, *span, status)


@dataclass(frozen=True, slots=True)
class Matter:
    """All reports of one undertaking: a thread, report ids in order of time."""

    id: str
    label: str
    type: MatterType
    parties: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What an editor would flag in one line, with its evidence and the steps that led to it.

    rule: name and version of the rule ("reversal.v1"); on: the day it came to light; who: actor ids; reports: ids in
    order of time. Until a person has judged it, it is a proposal.
    """

    id: str
    kind: FindingKind
    matter: str
    who: tuple[str, ...]
    reports: tuple[str, ...]
    note: str
    rule: str
    on: date | None = None
    steps: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a person changes; a field that is None or empty stays as it was read.

    Of a report: status; due (`undated` says that it has no due day); by, an actor id or OUTLET; parties, actor ids, the one
    who would do it first. Of an attribution: by. Of a matter: label; merge, ids of matters that are the same undertaking;
    split, ids of its reports that are another undertaking, one together. Of an actor: merge, ids of actors that are the
    same; split, ids of actors that it was taken for and is not. Of a report that is added where none was read: doc_id and
    span, its article and trigger; status and type; due, by (else OUTLET) and parties; merge, the id of the one matter it is
    of (else as linking finds).
    """

    status: Status | None = None
    due: Interval | None = None
    undated: bool = False
    by: str | None = None
    parties: tuple[str, ...] | None = None
    label: str | None = None
    merge: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    doc_id: str | None = None
    span: Span | None = None
    type: MatterType | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on a finding, report, matter, actor or attribution: signed, dated, never overwritten.

    amend: what an amended one changes, or what an added report says; else None. The target of an added one is the id that
    follows from it (`report_id`).
    """

    target: str
    verdict: Verdict
    by: str
    at: datetime
    note: str = ""
    amend: Amendment | None = None


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression of a document and the days it means (None: not resolvable). Type, value and mod are those of TIMEX3."""

    doc_id: str
    span: Span
    type: str
    value: str | None
    interval: Interval | None
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One document and all that was read in it."""

    document: Document
    sentences: tuple[Span, ...]
    actors: Mapping[str, Actor]
    attributions: tuple[Attribution, ...]
    reports: tuple[Report, ...]
    timexes: tuple[Timex, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The record of one case, an article or a story of several, in memory."""

    case_id: str
    pages: tuple[Page, ...]
    actors: Mapping[str, Actor] = field(default_factory=dict)
    matters: Mapping[str, Matter] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def reports(self) -> tuple[Report, ...]:
        """All reports of all pages, in order of publication and text."""
        return tuple(report for page in self.pages for report in page.reports)

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """All attributions of all pages, in order of publication and text."""
        return tuple(said for page in self.pages for said in page.attributions)

    def page(self, doc_id: str) -> Page:
        """The page of one document; KeyError if the case does not hold it."""
        for page in self.pages:
            if page.document.doc_id == doc_id:
                return page
        raise KeyError(doc_id)
