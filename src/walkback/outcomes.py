"""Rules on words against words and on what became of a matter: disputed, kept, lapsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from walkback.core.ledger import OUTLET, Report
from walkback.core.reading import AHEAD
from walkback.rulebook import AGAINST, FIRM, HELD, WITHDRAWN, Change, Thread, held_at, rule, who
from walkback.turns import called_off

# what a refusal and a denial contradict
AGAINST_WHAT: Mapping[str, frozenset[str]] = {
    "rejected": frozenset({"planned", "proposed", "agreed"}),
    "denied": FIRM | {"done", "postponed", "cancelled"},
}
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


@rule("dispute", 2)
def dispute(thread: Thread) -> Iterator[Change]:
    """Two actors give incompatible words on the same undertaking."""
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
            and other.status in AGAINST_WHAT[report.status]
            and thread.side(other) != thread.side(report)
            and _answers(report, other)
        ]
    taken: set[str] = set()  # one quarrel, however many join it: the nearest pair tells it, each report in one only
    quarrels: set[frozenset[str]] = set()  # and two sides have one
    for report, other in sorted(pairs, key=lambda p: (_distance(*p), p[0].id, p[1].id)):
        between = frozenset((thread.side(report), thread.side(other)))
        if report.id in taken or other.id in taken or between in quarrels:
            continue
        taken |= {report.id, other.id}
        quarrels.add(between)
        first, second = sorted((report, other), key=held_at)
        note = f"{thread.name(first.by)}: {first.status}; {thread.name(second.by)}: {second.status}"
        yield Change((first, second), (first.by, second.by), note)


def _later(report: Report, earlier: Report) -> bool:
    """Whether a report was published in another document on a later day."""
    return report.doc_id != earlier.doc_id and (report.published or date.max) > (earlier.published or date.min)


def _by_then(report: Report, announced: Report) -> bool:
    """Whether what is told as done can be what was announced: it is not told before that was due to begin."""
    due = announced.due.earliest if announced.due and not announced.due.vague else None
    done = report.due.latest if report.due and report.due.latest else report.published
    return due is None or done is None or done >= due


def _has_begun(report: Report, announced: Report) -> bool:
    """Whether a report tells of the day that was announced that what was to happen then is underway."""
    due = announced.due.earliest if announced.due and not announced.due.vague else None
    return bool(report.status == "underway" and due and report.published and due <= report.published)


@rule("kept", 2)
def kept(thread: Thread) -> Iterator[Change]:
    """What was announced earlier is reported done, or underway on the day it was announced for."""
    announced: Report | None = None
    for report in thread.reports:
        if report.status in {"planned", "agreed"}:
            announced = report
        elif report.status in WITHDRAWN | AGAINST:
            announced = None
        elif (
            announced is not None
            and _later(report, announced)
            and ((report.status == "done" and _by_then(report, announced)) or _has_begun(report, announced))
        ):
            yield Change((announced, report), who(thread, announced), "announced before, now reported done")
            return


@rule("lapse", 2)
def lapse(thread: Thread) -> Iterator[Change]:
    """The due day has passed; the record, as far as it reaches, shows no fulfilment."""
    promised: Report | None = None
    for report in thread.reports:
        if promised and report.doc_id != promised.doc_id and _overdue(promised, report) and _still_open(report):
            note = f"due {promised.due}; not done when spoken of on {report.published}"
            yield Change((promised, report), who(thread, promised), note)
            return
        if report.status in HELD | WITHDRAWN | {"postponed"}:
            promised = None
        if report.status in {"planned", "agreed"} and report.due and report.due.latest and not report.due.vague:
            promised = report


def _overdue(promised: Report, report: Report) -> bool:
    """Whether a report was published after the day by which it was promised."""
    due = promised.due.latest if promised.due else None
    return due is not None and report.published is not None and report.published > due


def _still_open(report: Report) -> bool:
    """Whether a report speaks of the matter as not done and of no new day: one that names a later day is a delay's."""
    if report.status == "failed":
        return not report.due
    return report.status in (AHEAD - HELD) | {"rejected"} and not report.due
