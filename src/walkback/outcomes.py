"""Rules on words against words and on what became of a matter: disputed, kept, lapsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Report
from walkback.core.reading import AHEAD
from walkback.rulebook import AGAINST, FIRM, HELD, WITHDRAWN, Change, Thread, held_at, rule, upheld, who
from walkback.turns import called_off

# what a refusal and a denial contradict
AGAINST_WHAT: Mapping[str, frozenset[str]] = {
    "rejected": frozenset({"planned", "proposed", "agreed"}),
    "denied": FIRM | {"done", "postponed", "cancelled"},
}
CALLED_OFF = frozenset({"postponed", "cancelled"})
LIMIT = frozenset({"deadline", "deadlines", "ultimatum"})  # words beside what has failed that say it had its time
MISSED = frozenset({"failed", "fails", "fail", "missed", "misses"})  # words of what was not done in time
_ARTICLES = frozenset({"the", "a", "an"})
NEAR = 7  # days within which words in two articles answer one another


def _distance(report: Report, other: Report) -> tuple[bool, int, int]:
    """How far apart two reports stand: those of one document first, then by place, else by days."""
    apart = report.doc_id != other.doc_id
    days = abs(((report.published or date.min) - (other.published or date.min)).days)
    return apart, days, abs(report.span.start - other.span.start) if not apart else 0


def _answers(report: Report, other: Report) -> bool:
    """Whether one of two reports can answer the other: they stand in one article, or the contradiction follows within days."""
    apart, days, _ = _distance(report, other)
    return not apart or (days <= NEAR and held_at(other) < held_at(report))


def _one_body(thread: Thread, report: Report, other: Report) -> bool:
    """Whether two reports stand on one body's word under two names: the same words, or an organisation by its name and by the head of it."""
    a, b = (thread.actors.get(r.by) for r in (report, other))
    if a is None or b is None:
        return False
    one, two = ([w for w in re.findall(r"\w+", actor.name.lower()) if w not in _ARTICLES] for actor in (a, b))
    heads = a.kind == b.kind == "organisation" and one[:1] == two[:1] and 1 in (len(one), len(two))
    return one == two or heads


def _quarrels(thread: Thread) -> list[tuple[Report, Report]]:
    """Every two sides that contradict one another, by the pair of their reports that stand nearest; each report in one pair only."""
    pairs: list[tuple[Report, Report]] = []
    for report in thread.reports:
        if report.by == OUTLET or report.status not in AGAINST:
            continue
        if report.status == "rejected" and called_off(thread, report):
            continue  # what its own side has called off is a change, no quarrel
        pairs += [
            (report, other)
            for other in thread.reports
            if other.by != OUTLET
            and other.status in (CALLED_OFF if upheld(thread, report) else AGAINST_WHAT[report.status])
            and thread.side(other) != thread.side(report)
            and not _one_body(thread, report, other)
            and _answers(report, other)
        ]
    taken: set[str] = set()
    out: dict[frozenset[str], tuple[Report, Report]] = {}
    for report, other in sorted(pairs, key=lambda p: (_distance(*p), p[0].id, p[1].id)):
        between = frozenset((thread.side(report), thread.side(other)))
        if report.id not in taken and other.id not in taken and between not in out:
            taken |= {report.id, other.id}
            out[between] = report, other
    return list(out.values())


def _day_of(quarrel: Iterable[Report]) -> date:
    """The day on which the later of two reports was published."""
    return max(r.published or date.min for r in quarrel)


def _sure(quarrel: Iterable[Report]) -> float:
    """How surely the less sure of two reports was read."""
    return min(r.score for r in quarrel)


@rule("dispute", 5)
def dispute(thread: Thread) -> Iterator[Change]:
    """Two actors give incompatible words on the same undertaking."""
    disputes: list[list[tuple[Report, Report]]] = []  # one dispute, however many join it within days
    for quarrel in sorted(_quarrels(thread), key=_day_of):
        if not disputes or (_day_of(quarrel) - _day_of(disputes[-1][-1])).days > NEAR:
            disputes.append([])
        disputes[-1].append(quarrel)
    for held in disputes:  # told by the two who were read most surely, of those read as surely by the nearest
        first, second = sorted(max(held, key=_sure), key=held_at)
        note = f"{thread.name(first.by)}: {first.status}; {thread.name(second.by)}: {second.status}"
        yield Change((first, second), (first.by, second.by), note)


def _later(report: Report, earlier: Report) -> bool:
    """Whether a report was published in another document on a later day."""
    return report.doc_id != earlier.doc_id and (report.published or date.max) > (earlier.published or date.min)


def _told_before(report: Report, earlier: Report) -> bool:
    """Whether one document tells of both, and by the days it gives one had been said before the other came about."""
    told, begun = earlier.as_of, report.due or report.as_of
    if report.doc_id != earlier.doc_id or told is None or begun is None or begun.vague or begun.basis == "assumed":
        return False
    return told.before(begun)


def _told_of(report: Report) -> date | None:
    """The day of what a report tells as done, as far as it says; that of publication where it names none."""
    return report.due.latest if report.due and report.due.latest else report.published


def _day(due: Interval | None) -> tuple[date, date] | None:
    """The first and the last day of what is due, where both are told and not vague."""
    return (due.earliest, due.latest) if due and not due.vague and due.earliest and due.latest else None


def _by_then(report: Report, announced: Report) -> bool:
    """Whether what is told as done can be what was announced: it is not told before that was due to begin, nor as still to come."""
    due = announced.due.earliest if announced.due and not announced.due.vague and not announced.due.bounded else None
    told, held = _told_of(report), _day(report.due)
    if held and report.published and held[0] > report.published:
        return False
    return due is None or told is None or told >= due


def _has_begun(report: Report, announced: Report) -> bool:
    """Whether a report tells of the day that was announced that what was to happen then is underway."""
    due = announced.due.earliest if announced.due and not announced.due.vague else None
    return bool(report.status == "underway" and due and report.published and due <= report.published)


def _on_the_day(report: Report, announced: Report) -> bool:
    """Whether what is told happened on the very days that it had been announced for."""
    days, told = _day(announced.due), _told_of(report)
    return bool(days and told and (days[1] - days[0]).days < NEAR and days[0] <= told <= days[1])


@rule("kept", 5)
def kept(thread: Thread) -> Iterator[Change]:
    """What was announced earlier is reported done, or underway on the day it was announced for."""
    announced: list[Report] = []
    stands = 0  # how many announcements have been withdrawn or refused since
    for report in thread.reports:
        if report.status in {"planned", "agreed", "postponed"}:
            announced.append(report)
        elif report.status in WITHDRAWN | AGAINST and not upheld(thread, report):
            stands = len(announced)
        elif report.status in HELD:
            for n, earlier in reversed(list(enumerate(announced))):
                if not (_later(report, earlier) or _told_before(report, earlier)) or not (
                    n >= stands or _on_the_day(report, earlier)
                ):
                    continue
                if (report.status == "done" and _by_then(report, earlier)) or _has_begun(report, earlier):
                    yield Change((earlier, report), who(thread, earlier), "announced before, now reported done")
                    return


@rule("lapse", 4)
def lapse(thread: Thread) -> Iterator[Change]:
    """The due day has passed; the record, as far as it reaches, shows no fulfilment."""
    promised: Report | None = None
    for report in thread.reports:
        if promised and _overdue(promised, report) and _still_open(promised, report):
            note = f"due {promised.due}; not done when spoken of on {report.published}"
            yield Change((promised, report), who(thread, promised), note)
            return
        if report.status == "failed" and (LIMIT & set(report.words) or _missed(report)):
            yield Change((report,), who(thread, report), "its deadline passed, as the text tells it")
            return
        if report.status in HELD | WITHDRAWN | {"postponed"}:
            promised = None
        if (
            report.status in {"planned", "agreed", "proposed"}
            and report.due
            and report.due.latest
            and not report.due.vague
        ):
            promised = report


def _missed(report: Report) -> bool:
    """Whether what failed was to be done by a day that has passed: "failed to publish it by Monday"."""
    return bool(MISSED & set(report.words) and report.due and report.due.bounded) and _overdue(report, report)


def _overdue(promised: Report, report: Report) -> bool:
    """Whether a report was published after the day by which it was promised."""
    return promised.due is not None and promised.due.over(report.published)


def _still_open(promised: Report, report: Report) -> bool:
    """Whether a report speaks of the matter as not done and of no new day: one that names a later day is a delay's.

    What was only asked for by a day has lapsed once it is refused after it; of one article only a failure is believed.
    """
    if report.doc_id == promised.doc_id:
        return report.status == "failed"
    if report.status == "failed":
        return not report.due
    if promised.status == "proposed":
        return report.status == "rejected" and not report.due
    return report.status in (AHEAD - HELD) | {"rejected"} and not report.due
