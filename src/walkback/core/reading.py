"""What the model read in one document, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from walkback.core.text import Span

Status = Literal[
    "floated",
    "proposed",
    "planned",
    "agreed",
    "underway",
    "done",
    "postponed",
    "cancelled",
    "rejected",
    "denied",
    "failed",
]
MatterType = Literal[
    "meet",
    "agree",
    "truce",
    "force",
    "aid",
    "sanction",
    "law",
    "personnel",
    "disclose",
    "probe",
    "build",
    "other",
]
NameKind = Literal["person", "organisation", "government", "group", "place", "unnamed", "title"]
STATUSES: tuple[Status, ...] = get_args(Status)
UNDERTAKEN: frozenset[str] = frozenset(
    {"floated", "proposed", "planned", "agreed"}
)  # somebody takes it on, and it is still to begin
AHEAD = UNDERTAKEN | {"underway"}  # not over
HAPPENED = frozenset({"done", "underway", "failed"})  # told as a fact, whatever was said before
TYPES: tuple[MatterType, ...] = get_args(MatterType)
NAME_KINDS: tuple[NameKind, ...] = get_args(NameKind)


@dataclass(frozen=True, slots=True)
class SaidSpans:
    """The spans of one attribution. Any of source and cue may be empty; content is not. verbatim: print marks it as said word for word."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float = 1.0
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class TriggerSpan:
    """The word that names an undertaking, with what the model says of it.

    statuses: probabilities in the order of STATUSES; matter: a unit vector of 64 numbers, near for triggers of one
    matter (empty where a backend gives none). voices: places that may name on whose word it is told, with their
    probabilities, likeliest first; outlet: the probability that it is told on the outlet's own (None: not judged).
    times: the same for places in time expressions that say when it is due or was done; undated: the probabilities that no
    day is told, that it is the day of publication, that it is from then on (empty: not judged). doers: places that may
    name who would do it, nobody: the probability that the text around names none; others, alone: the same of its other parties.
    """

    span: Span
    statuses: tuple[float, ...]
    type: MatterType = "other"
    conditional: float = 0.0
    hedged: float = 0.0
    score: float = 1.0
    matter: tuple[float, ...] = ()
    voices: tuple[tuple[Span, float], ...] = ()
    outlet: float | None = None
    times: tuple[tuple[Span, float], ...] = ()
    undated: tuple[float, ...] = ()
    doers: tuple[tuple[Span, float], ...] = ()
    nobody: float | None = None
    others: tuple[tuple[Span, float], ...] = ()
    alone: float | None = None

    @property
    def status(self) -> Status:
        """The likeliest status."""
        return STATUSES[max(range(len(STATUSES)), key=self.statuses.__getitem__)]


@dataclass(frozen=True, slots=True)
class NamePiece:
    """A piece of a word that may belong to a name: the probabilities that it is one of each of NAME_KINDS; what they lack to 1, of none."""

    span: Span
    kinds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Sentences, attributions and triggers of one document, in text order; names: None where a backend judges none."""

    sentences: tuple[Span, ...]
    attributions: tuple[SaidSpans, ...] = ()
    triggers: tuple[TriggerSpan, ...] = ()
    names: tuple[NamePiece, ...] | None = None
