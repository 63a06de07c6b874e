"""The rule book: what a rule sees (a matter's reports in order of time), what it says, and how it is registered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from walkback.core.ledger import OUTLET, Actor, FindingKind, Matter, Report

FIRM = frozenset({"planned", "agreed", "underway"})
AGAINST = frozenset({"rejected", "denied"})
WITHDRAWN = frozenset({"cancelled"})
HELD = frozenset({"done", "underway"})
# how words of calling or putting off begin
_OFF = tuple("cancel postpon delay scrap suspen abandon halt shelv".split())
_OFF_TRIGGER = (*_OFF, "call off", "calls off", "called off", "calling off", "put off", "puts off", "putting off")
Rule = Callable[["Thread"], Iterator["Change"]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule saw: its evidence in order of time, whose change it is, what changed in words."""

    reports: tuple[Report, ...]
    who: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A matter with its reports in order of time; copies of a text left out. `side` names the side an actor is on."""

    matter: Matter
    reports: tuple[Report, ...]
    actors: Mapping[str, Actor]
    sides: Mapping[str, str]

    def side(self, report: Report) -> str:
        """The side on whose word a report stands."""
        return self.sides.get(report.by, report.by)

    def name(self, actor_id: str) -> str:
        if actor_id == OUTLET:
            return "the article"
        return self.actors[actor_id].name if actor_id in self.actors else actor_id

    def step(self, report: Report) -> str:
        """One report in words: day, voice, status, document."""
        day = report.as_of.latest if report.as_of and report.as_of.latest else report.published
        return f"{day or 'undated'}: {report.status} on the word of {self.name(report.by)} [{report.doc_id}:{report.span.start}]"


@dataclass(frozen=True, slots=True)
class Registered:
    name: str
    kind: FindingKind
    rule: Rule

    @property
    def sentence(self) -> str:
        """What readers see of the rule: its docstring."""
        return (self.rule.__doc__ or "").strip()


RULES: dict[str, Registered] = {}


def rule(kind: FindingKind, version: int) -> Callable[[Rule], Rule]:
    """Register a rule under "kind.vN"; a name that is taken is an error."""

    def register(function: Rule) -> Rule:
        name = f"{kind}.v{version}"
        if name in RULES:
            raise ValueError(f"two rules are called {name!r}")
        RULES[name] = Registered(name, kind, function)
        return function

    return register


def upheld(thread: Thread, report: Report) -> bool:
    """Whether what is denied or refused is that the matter is called off or put off: who says so says that it stands.

    A matter that is itself a halt ("will halt exports") is not upheld when it is denied.
    """
    if report.status not in AGAINST:
        return False
    if any(r.trigger.lower().startswith(_OFF_TRIGGER) for r in thread.reports if r.status in FIRM | {"proposed"}):
        return False
    trigger = report.trigger.lower()
    if report.status != "denied" or trigger.startswith(_OFF_TRIGGER):
        return trigger.startswith(_OFF_TRIGGER)
    words = list(report.words)
    at = next((n for n, word in enumerate(words) if word in trigger), len(words))
    # "denied it would cancel the tour", "denied the tour was cancelled", not "denied that the delayed ferry would sail"
    return any(w.startswith(_OFF) and not (n == at - 1 and w.endswith("ed")) for n, w in enumerate(words))


def held_at(report: Report) -> tuple[date, date, str, int]:
    """Order of time: when the standing held as far as the text tells, then publication and place."""
    published = report.published or date.min
    as_of = report.as_of.latest if report.as_of and report.as_of.latest else published
    return (min(as_of, published) if report.published else as_of, published, report.doc_id, report.span.start)


def who(thread: Thread, *reports: Report) -> tuple[str, ...]:
    """Whose change some reports tell: the named voices, or the one who would act."""
    named = dict.fromkeys(r.by for r in reports if r.by != OUTLET)
    if not named:
        named = dict.fromkeys(thread.matter.parties[:1])
    return tuple(named)
