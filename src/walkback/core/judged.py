"""What people's judgements change in what the machine made, as values: which reports, which matters, which actors.

Judgements speak of what was shown; here they stand resolved to ids of the present reading. Pure: the same reading and the
same judgements give the same record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import mul

from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Report
from walkback.core.reading import Status

Group = list[Report]


@dataclass(frozen=True, slots=True)
class Form:
    """How a report stands on a person's word."""

    status: Status
    due: Interval | None
    by: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """Two sets of reports, by id, that are one undertaking, or are not. alone: the second goes to the first without what it was
    brought together with."""

    together: bool
    one: frozenset[str]
    other: frozenset[str]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """All judgements in force, resolved.

    refused: reports that are left out; forms: reports that stand as a person said; joints and same in the order in which
    they were judged, a later one on top of an earlier one; labels: names of the matter that holds most of some reports;
    added: reports that a person read and no machine;
    same: (actor id, other actor id, whether they are the same), the other one merged into the first.
    """

    refused: frozenset[str] = frozenset()
    forms: Mapping[str, Form] = field(default_factory=dict)
    joints: tuple[Joint, ...] = ()
    labels: tuple[tuple[frozenset[str], str], ...] = ()
    same: tuple[tuple[str, str, bool], ...] = ()
    added: frozenset[str] = frozenset()

    def named_by(self, group: Sequence[Report]) -> Sequence[Report]:
        """Those reports of a matter that name it: what people added moves no address, unless there is nothing else."""
        return [r for r in group if r.id not in self.added] or group

    def report(self, report: Report) -> Report | None:
        """A report as people left it; None if they refused it."""
        if report.id in self.refused:
            return None
        form = self.forms.get(report.id)
        return standing(report, form) if form else report

    def label(self, reports: Collection[str], label: str) -> str:
        """The label of the matter of some reports: the last that a person gave it, else the machine's."""
        held = set(reports)
        return next((name for ids, name in reversed(self.labels) if 2 * len(ids & held) > len(ids)), label)

    def people(self, same: Mapping[str, str], actors: Collection[str]) -> dict[str, str]:
        """Who was merged into whom, by the machine and then by people; of several in a chain all are merged into one."""
        out = dict(same)
        for one, other, are in self.same:
            if one not in actors or other not in actors:
                continue
            root, mine = out.get(one, one), out.get(other, other)
            if are and root != mine:
                out |= {key: root for key, to in out.items() if to == mine}
                out[mine] = root
            elif not are and root == mine:
                out.pop(one if one in out else other)
        return out

    def groups(self, groups: Iterable[Sequence[Report]]) -> list[Group]:
        """Groups of reports by matter as people put them together and took them apart, in order of their first reports."""
        held = [list(group) for group in groups]
        of = {report.id: n for n, group in enumerate(held) for report in group}
        for joint in self.joints:
            if joint.together:
                _join(held, of, joint)
            else:
                _part(held, of, joint)
        return sorted((sorted(group, key=order) for group in held if group), key=lambda group: order(group[0]))

    def reach(self, reports: Iterable[str]) -> list[frozenset[str]]:
        """Sets of reports, each of which has any of these among those a person put together or took apart."""
        wanted = set(reports)
        return [joint.one | joint.other for joint in self.joints if (joint.one | joint.other) & wanted]


NOTHING = Judged()


def standing(report: Report, form: Form) -> Report:
    """A report in another form."""
    return replace(report, status=form.status, due=form.due, by=form.by, parties=form.parties)


def order(report: Report) -> tuple[date, str, tuple[int, int], str]:
    """Order of publication and place."""
    return report.published or date.min, report.doc_id, report.span, report.id


def _main(ids: frozenset[str], held: Sequence[Group], of: Mapping[str, int]) -> int | None:
    """The group that holds most of some reports, of several the one that began first."""
    votes = Counter(of[name] for name in ids if name in of)
    if not votes:
        return None
    return min(votes, key=lambda n: (-votes[n], min(map(order, held[n]))))


def _join(held: list[Group], of: dict[str, int], joint: Joint) -> None:
    one, other = _main(joint.one, held, of), _main(joint.other, held, of)
    if one is None or other is None or one == other:
        return
    if joint.alone:
        held[one] += [r for r in held[other] if r.id in joint.other]
        held[other] = [r for r in held[other] if r.id not in joint.other]
        of |= {name: one for name in joint.other if of.get(name) == other}
        return
    held[one] += held[other]
    of |= {report.id: one for report in held[other]}
    held[other] = []


def _part(held: list[Group], of: dict[str, int], joint: Joint) -> None:
    """Take the first set out of any group that also holds some of the second. Reports that were read later go with those
    they are nearest to, all of one document together."""
    for n in sorted({of[name] for name in joint.one if name in of}):
        leaving = [r for r in held[n] if r.id in joint.one]
        staying = [r for r in held[n] if r.id in joint.other]
        if not staying:
            continue
        later: dict[str, Group] = defaultdict(list)
        for report in held[n]:
            if report.id not in joint.one | joint.other:
                later[report.doc_id].append(report)
        gone = list(leaving)
        for strand in later.values():
            if _near(strand, leaving) > _near(strand, staying):
                gone += strand
        ids = {report.id for report in gone}
        held.append(gone)
        held[n] = [r for r in held[n] if r.id not in ids]
        of |= {name: len(held) - 1 for name in ids}


def _near(some: Sequence[Report], others: Sequence[Report]) -> float:
    """The greatest cosine of the matter vectors of two sets of reports."""
    return max((sum(map(mul, a.vector, b.vector)) for a in some for b in others), default=0.0)


def amended(actors: Collection[str], form: Form, read: Form) -> Form:
    """A form whose actors are known: where the one of its `by` is not, the reading's stands, and unknown parties fall away."""
    by = form.by if form.by == OUTLET or form.by in actors else read.by
    return replace(form, by=by, parties=tuple(p for p in form.parties if p in actors or p in read.parties))
