"""What an editor would flag in one line: registered rules over the reports of one matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Actor, Finding, FindingKind, Matter, Report
from walkback.core.text import content_id

AHEAD = frozenset({"planned", "agreed", "proposed", "floated", "underway"})
FIRM = frozenset({"planned", "agreed", "underway"})
AGAINST = frozenset({"rejected", "denied"})
WITHDRAWN = frozenset({"cancelled"})
HELD = frozenset({"done", "underway"})
# roles that speak for the government or organisation they name
SPEAKING = (
    "spokes",
    "secretary",
    "minister",
    "president",
    "premier",
    "chancellor",
    "official",
    "king",
    "ambassador",
    "envoy",
)
# a finding whose score is lower is not shown; 0.3 to 0.65 tried for each kind on the ledger and story dev sets
LEAST: Mapping[FindingKind, float] = {"reversal": 0.5, "delay": 0.3, "dispute": 0.55, "kept": 0.3, "lapse": 0.5}

Rule = Callable[["Thread"], Iterator["Change"]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule saw: its evidence in order of time, whose change it is, what changed in words."""

    reports: tuple[Report, ...]
    who: tuple[str, ...]
    note: str
    weight: float = 1.0


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


def held_at(report: Report) -> tuple[date, date, str, int]:
    """Order of time: when the standing held as far as the text tells, then publication and place."""
    published = report.published or date.min
    as_of = report.as_of.latest if report.as_of and report.as_of.latest else published
    return (min(as_of, published) if report.published else as_of, published, report.doc_id, report.span.start)


def _who(thread: Thread, *reports: Report) -> tuple[str, ...]:
    named = dict.fromkeys(r.by for r in reports if r.by != OUTLET)
    if not named:
        named = dict.fromkeys(thread.matter.parties[:1])
    return tuple(named)


def _fresh(thread: Thread) -> Iterator[tuple[Report, Report | None]]:
    """Every report with the one before it, in order of time."""
    before = None
    for report in thread.reports:
        yield report, before
        before = report


def _told_beside(thread: Thread, report: Report) -> tuple[Report, ...]:
    """The first other sentence of a report's document that tells the same withdrawal, a headline for one."""
    same = (r for r in thread.reports if r.doc_id == report.doc_id and r.id != report.id)
    return tuple(r for r in same if r.status in AGAINST | WITHDRAWN)[:1]


@rule("reversal", 1)
def reversal(thread: Thread) -> Iterator[Change]:
    """What was announced, offered or threatened is withdrawn, or what was refused is taken up."""
    standing: Report | None = None  # the last report of the standing that now holds
    for report in thread.reports:
        if report.status in WITHDRAWN:
            if standing is None or standing.status not in WITHDRAWN:
                before = (standing,) if standing and standing.status in AHEAD else ()
                beside = tuple(r for r in _told_beside(thread, report) if r not in before)
                note = f"{before[0].status} before, now called off" if before else "withdrawn, as the text tells it"
                weight = 1.0 if before else 0.8
                yield Change((*before, *beside, report), _who(thread, report, *before), note, weight)
            standing = report
        elif report.status in AGAINST:
            own = standing is not None and standing.status in FIRM and thread.side(standing) == thread.side(report)
            if own and standing is not None and report.by != OUTLET:
                yield Change((standing, report), _who(thread, report), f"{standing.status} before, now {report.status}")
            if standing is None or own or thread.side(standing) == thread.side(report):
                standing = report
        elif report.status in FIRM | {"done"}:
            back = standing is not None and standing.status in AGAINST | WITHDRAWN
            if back and standing is not None and report.doc_id != standing.doc_id:
                same = thread.side(standing) == thread.side(report) or standing.status in WITHDRAWN
                if same and standing.status != "denied":
                    yield Change(
                        (standing, report),
                        _who(thread, report, standing),
                        f"{standing.status} before, now {report.status}",
                    )
            standing = report
        elif report.status in AHEAD and standing is None:
            standing = report


def _called_off(thread: Thread, report: Report) -> bool:
    """Whether the same document tells that the matter was called off."""
    return any(r.status in WITHDRAWN and r.doc_id == report.doc_id for r in thread.reports)


@rule("delay", 1)
def delay(thread: Thread) -> Iterator[Change]:
    """It is put off, or its due day is replaced by a later one."""
    last_due: tuple[Report, Interval] | None = None
    put_off = False
    for report, before in _fresh(thread):
        due = report.due
        if report.status == "postponed":
            if not _called_off(thread, report) and (
                not put_off or (before and before.status != "postponed" and report.doc_id != before.doc_id)
            ):
                earlier = (last_due[0],) if last_due else ((before,) if before and before.status in AHEAD else ())
                until = f" until {due}" if due else ""
                yield Change((*earlier, report), _who(thread, report), f"put off{until}")
            put_off = True
        elif report.status in FIRM and due and not due.vague and due.latest and last_due is not None:
            old = last_due[1]
            if (
                old.latest
                and due.earliest
                and (due.earliest - old.latest).days >= 2
                and not put_off
                and report.doc_id != last_due[0].doc_id
            ):
                yield Change((last_due[0], report), _who(thread, report), f"due {old} before, now {due}", 0.8)
        if report.status in FIRM and due and not due.vague and due.latest:
            if put_off and last_due and last_due[1] != due:
                put_off = False
            last_due = (report, due)


def _distance(report: Report, other: Report) -> tuple[bool, int, int]:
    """How far apart two reports stand: those of one document first, then by place, else by days."""
    apart = report.doc_id != other.doc_id
    days = abs(((report.published or date.min) - (other.published or date.min)).days)
    return apart, days, abs(report.span.start - other.span.start) if not apart else 0


@rule("dispute", 1)
def dispute(thread: Thread) -> Iterator[Change]:
    """Two actors give incompatible words on the same undertaking."""
    pairs: list[tuple[Report, Report]] = []
    for report in thread.reports:
        if report.by == OUTLET or report.status not in AGAINST:
            continue
        if report.status == "rejected" and _called_off(thread, report):
            continue  # what its own side has called off is a change, no quarrel
        against = {"rejected": {"planned", "proposed", "agreed"}, "denied": FIRM | {"done", "postponed", "cancelled"}}[
            report.status
        ]
        pairs += [
            (report, other)
            for other in thread.reports
            if other.by != OUTLET and other.status in against and thread.side(other) != thread.side(report)
        ]
    taken: set[str] = set()  # one quarrel, however many join it: the nearest pair tells it, each report in one only
    for report, other in sorted(pairs, key=lambda p: (_distance(*p), p[0].id, p[1].id)):
        if report.id in taken or other.id in taken:
            continue
        taken |= {report.id, other.id}
        first, second = sorted((report, other), key=held_at)
        note = f"{thread.name(first.by)}: {first.status}; {thread.name(second.by)}: {second.status}"
        yield Change((first, second), (first.by, second.by), note, 0.9)


def _later(report: Report, earlier: Report) -> bool:
    """Whether a report was published in another document on a later day."""
    return report.doc_id != earlier.doc_id and (report.published or date.max) > (earlier.published or date.min)


def _by_then(report: Report, announced: Report) -> bool:
    """Whether what is told as done can be what was announced: it is not told before that was due to begin."""
    due = announced.due.earliest if announced.due and not announced.due.vague else None
    done = report.due.latest if report.due and report.due.latest else report.published
    return due is None or done is None or done >= due


@rule("kept", 1)
def kept(thread: Thread) -> Iterator[Change]:
    """What was announced earlier is reported done."""
    announced: Report | None = None
    for report in thread.reports:
        if report.status in {"planned", "agreed"}:
            announced = report
        elif report.status in WITHDRAWN | AGAINST:
            announced = None
        elif (
            report.status == "done"
            and announced is not None
            and _later(report, announced)
            and _by_then(report, announced)
        ):
            yield Change((announced, report), _who(thread, announced), "announced before, now reported done")
            return


@rule("lapse", 1)
def lapse(thread: Thread) -> Iterator[Change]:
    """The due day has passed; the record, as far as it reaches, shows no fulfilment."""
    promised: Report | None = None
    for report in thread.reports:
        due = promised.due if promised else None
        if promised and due and due.latest and report.published and report.published > due.latest:
            if report.status in {"failed", "rejected", "planned", "proposed"} and report.doc_id != promised.doc_id:
                late = not report.due or not report.due.latest or report.due.latest >= report.published
                if report.status == "failed" or (late and not promised.due.vague):  # type: ignore[union-attr]
                    note = f"due {due}; not done when spoken of on {report.published}"
                    yield Change((promised, report), _who(thread, promised), note, 0.8)
                    return
            if report.status in HELD | WITHDRAWN | {"postponed"}:
                promised = None
        if report.status in {"planned", "agreed"} and report.due and report.due.latest and not report.due.vague:
            promised = report


def _spelled(name: str) -> str:
    """A name as its words alone, lower case, so that it is found in a role at the ends of words."""
    return " ".join(re.findall(r"\w+", name.lower()))


def _bodies(role: str) -> Iterator[str]:
    """Every run of words of a role, the longest text first: what may be the name of whom it speaks for."""
    words = _spelled(role).split()
    runs = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    yield from sorted((run for run in runs if len(run) > 2), key=lambda run: (-len(run), run))


def sides(actors: Mapping[str, Actor]) -> dict[str, str]:
    """Actor id -> the side it speaks for, read off roles that name another actor ("White House press secretary")."""
    bodies = [(key, a) for key, a in actors.items() if a.kind in ("government", "organisation")]
    by_name = {_spelled(a.name): key for key, a in bodies}
    by_name |= {_spelled(alias): key for key, a in bodies for alias in a.aliases}
    out: dict[str, str] = {}
    for key, actor in actors.items():
        for role in actor.roles:
            if not any(word in role for word in SPEAKING):
                continue
            named = next((by_name[n] for n in _bodies(role) if n in by_name), None)
            if named:
                out[key] = named
                break
    return out


def findings(
    matter: Matter, reports: Sequence[Report], actors: Mapping[str, Actor], of: Mapping[str, str]
) -> tuple[Finding, ...]:
    """All findings of one matter by the registered rules, in order of the day they came to light."""
    thread = Thread(matter, tuple(sorted(reports, key=held_at)), actors, of)
    out: dict[str, Finding] = {}
    for registered in RULES.values():
        for change in registered.rule(thread):
            score = change.weight
            for report in change.reports:
                score *= report.score
            score **= 1 / (len(change.reports) + 1)
            if score < LEAST[registered.kind]:
                continue
            ids = tuple(r.id for r in change.reports)
            finding_id = content_id(registered.name, *ids)
            out[finding_id] = Finding(
                id=finding_id,
                kind=registered.kind,
                matter=matter.id,
                who=change.who,
                reports=ids,
                note=change.note,
                rule=registered.name,
                on=max((r.published for r in change.reports if r.published), default=None),
                steps=(*(thread.step(r) for r in change.reports), registered.sentence),
                score=score,
            )
    return tuple(sorted(out.values(), key=lambda f: (f.on or date.min, f.id)))
