"""The forms of the JSON API: what docs and programs are told of each noun. The only place for pydantic."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from walkback.core.interval import Basis
from walkback.core.ledger import ActorKind, FindingKind, Manner, Verdict
from walkback.core.reading import MatterType, Status
from walkback.record.rows import Outcome

T = TypeVar("T")
Span = Annotated[
    list[int], Field(min_length=2, max_length=2, description="Code points of the document's text, end exclusive.")
]
Score = Annotated[float, Field(description="The model's probability.")]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(Form):
    """An error (RFC 9457)."""

    type: Literal["about:blank"] = "about:blank"
    title: str = Field(description="What the status means.")
    status: int
    detail: str = Field(description="What was wrong, in one line.")
    hint: str = Field("", description="What to do.")


class Page(Form, Generic[T]):
    """A stretch of rows in an order that stays."""

    total: int = Field(description="How many there are in all.")
    page: int
    size: int
    next: str | None = Field(description="The address of the next stretch; null on the last.")
    items: list[T]


class Days(Form):
    """Days, both ends included; null is an open end."""

    earliest: date | None
    latest: date | None
    vague: bool
    basis: Basis = Field(description="How it was come by: stated, resolved, inherited, assumed.")
    phrase: str | None = Field(description="The words of the text it was read from.")
    in_words: str | None


class Head(Form):
    """A document without its text."""

    id: str
    published: date | None
    outlet: str | None
    title: str | None
    url: str | None
    copy_of: str | None = Field(description="The document whose text it repeats, if it is a syndicated copy.")


class ActorName(Form):
    id: str
    name: str
    kind: ActorKind


class Actor(ActorName):
    """Someone whose word or deed is on record."""

    aliases: list[str]
    roles: list[str]


class ActorLine(Actor):
    findings: int = Field(description="Findings on it.")
    documents: int = Field(description="Documents that speak of it.")


class MatterName(Form):
    id: str
    label: str
    type: MatterType


class Judgement(Form):
    """A person's word: signed, dated, never overwritten."""

    target: str = Field(description="The id of what was judged.")
    verdict: Verdict
    by: str
    at: datetime
    note: str


class Report(Form):
    """One sentence's word on a matter."""

    id: str
    matter: str | None = Field(description="The id of its matter; null where a person has taken it out.")
    status: Status
    type: MatterType
    by: str = Field(description="The id of the actor on whose word, or `outlet` for the article itself.")
    by_name: str
    trigger: str
    span: Span
    sentence: str
    sentence_span: Span
    as_of: Days | None
    due: Days | None
    conditional: bool
    hedged: bool
    parties: list[str] = Field(description="Ids of actors, the one who would do it first.")
    score: Score
    document: Head


class Attribution(Form):
    """Who said what."""

    id: str
    by: ActorName | None
    manner: Manner
    source: str
    cue: str
    content: str
    source_spans: list[Span]
    cue_spans: list[Span]
    content_spans: list[Span]
    score: Score
    document: Head


class FindingLine(Form):
    id: str
    kind: FindingKind
    on: date | None = Field(description="The day it came to light.")
    note: str


class Finding(FindingLine):
    """What an editor would flag, with its evidence. Until a person has judged it, it is a proposal of the machine."""

    matter: MatterName
    who: list[ActorName]
    change: str = Field(description="From the first to the last of the evidence, in words.")
    rule: str
    steps: list[str]
    score: Score
    reviewed: bool = Field(description="Whether a person has judged it.")
    standing: str = Field(description="The same in words, with who and when.")
    judgements: list[Judgement]
    evidence: list[Report]


class MatterLine(MatterName):
    """A matter in a list."""

    parties: list[ActorName]
    standing: str = Field(description="The status told last.")
    first: date | None
    last: date | None
    due_by: date | None
    reports: int
    findings: list[FindingLine]


class Matter(MatterLine):
    """A matter with every report that tells it, in order of time."""

    told: list[Report]


class Share(Form):
    """How many of how many, and the Wilson interval of the share they come from."""

    hits: int
    of: int
    low: float
    high: float
    confidence: float


class Undertaken(Form):
    """One undertaking of an actor."""

    matter: MatterName
    outcome: Outcome
    first: Report
    latest: Report


class Track(Actor):
    """An actor's track record, by the record as far as it reaches."""

    documents: int
    statements: int
    counts: dict[Outcome, int]
    kept: Share = Field(description="Of the settled undertakings, those kept.")
    thin: list[str] = Field(description="Why the record says little; empty where it does not.")
    until: date | None = Field(description="The last day of the record.")
    undertaken_total: int = Field(description="How much it undertook in all.")
    undertaken: list[Undertaken] = Field(description="A page of it (`page`, `size`), in order of the first word.")


class Document(Head):
    """A document with its text and all that was read in it."""

    published_basis: Literal["given", "page", "dateline", "unknown"]
    text: str
    furniture: list[Span] = Field(description="Parts that are not news.")
    actors: list[Actor]
    attributions: list[Attribution]
    reports: list[Report]


class Due(Form):
    """An open deadline. Overdue: the record, as far as it reaches, shows no fulfilment by then."""

    matter: MatterName
    due: Days
    state: Literal["overdue", "ahead"]
    days: int = Field(description="From `on` to the latest due day; negative when overdue.")
    on: date
    report: Report


class Hit(Form):
    """A sentence or statement that holds all the words."""

    kind: Literal["sentence", "statement"]
    text: str
    marked: str = Field(description="The same with the words found between [[ and ]].")
    by: ActorName | None
    manner: Manner | None
    document: Head
    matters: list[MatterName]


class Reach(Form):
    """What the record holds and the days it covers."""

    documents: int
    first: date | None
    last: date | None
    version: str = Field(description="Of walkback.")
    openapi: str = Field(description="Where this interface is described.")
