"""Rules on turns: what was announced is withdrawn or put off, what was refused is taken up."""

from __future__ import annotations

from collections.abc import Iterator

from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Report
from walkback.core.reading import AHEAD
from walkback.rulebook import AGAINST, FIRM, WITHDRAWN, Change, Thread, rule, upheld, who

APART = 2  # days by which a due day must move to be a delay
AWAITED = frozenset({"planned", "agreed"})  # what is under way has days of its own: another one is no delay


def _tells(thread: Thread, report: Report, statuses: frozenset[str]) -> tuple[Report, ...]:
    """The reports of a report's document that have one of these statuses, itself left out."""
    return tuple(r for r in thread.reports if r.doc_id == report.doc_id and r.id != report.id and r.status in statuses)


def _withdrawn(thread: Thread, report: Report, standing: Report | None) -> Change:
    """The change that a withdrawal makes: from what stood before, or as its text tells it by itself."""
    before = (standing,) if standing and standing.status in AHEAD else ()
    sides = {thread.side(report), OUTLET, *report.parties}
    told = [
        r
        for r in _tells(thread, report, AGAINST | WITHDRAWN)
        if r not in before and (r.status in WITHDRAWN or thread.side(r) in sides or r.by in sides)
    ]
    beside = tuple(sorted(told, key=lambda r: -r.score)[:1])
    note = f"{before[0].status} before, now called off" if before else "withdrawn, as the text tells it"
    return Change((*before, *beside, report), who(thread, report, *before), note)


def _taken_up(thread: Thread, refused: Report, report: Report) -> bool:
    """Whether what a report tells is the taking up of what was refused or called off, by those who had done so."""
    if refused.doc_id == report.doc_id and not _before(refused, report):
        return False  # the order of sentences is not the order of time
    if refused.status == "denied":  # who denied that it would be now says that it will
        return thread.side(refused) == thread.side(report) and report.status in AWAITED
    if refused.status in WITHDRAWN or thread.side(refused) == thread.side(report):
        return True
    return report.by == OUTLET and thread.side(refused) in {thread.sides.get(p, p) for p in report.parties[:1]}


@rule("reversal", 4)
def reversal(thread: Thread) -> Iterator[Change]:
    """What was announced, offered or threatened is withdrawn, or what was refused is taken up."""
    standing: Report | None = None  # the last report of the standing that now holds, on whosever word
    own: dict[str, Report] = {}  # the last standing of each side
    for report in thread.reports:
        side = thread.side(report)
        mine = own.get(side) if report.by != OUTLET else None
        if report.status in WITHDRAWN:
            if standing is None or standing.status not in WITHDRAWN:
                yield _withdrawn(thread, report, standing)
            standing = report
        elif upheld(thread, report):
            continue
        elif report.status in AGAINST:
            called_off = standing is not None and standing.status in WITHDRAWN
            before = mine if mine is not None and mine.status in AHEAD and not _at_once(mine, report) else None
            if before is not None and not report.conditional and not called_off:
                yield Change((before, report), who(thread, report), f"{before.status} before, now {report.status}")
            if standing is None or mine is standing or thread.side(standing) == side:
                standing = report
        elif report.status in FIRM | {"done"}:
            if standing is not None and standing.status in WITHDRAWN and _tells(thread, report, WITHDRAWN):
                continue  # "had planned to, but called it off": the withdrawal told again
            for refused in dict.fromkeys(r for r in (standing, mine) if r is not None):
                if refused.status in AGAINST | WITHDRAWN and _taken_up(thread, refused, report):
                    note = f"{refused.status} before, now {report.status}"
                    yield Change((refused, report), who(thread, report, refused), note)
                    break
            standing = report
        elif report.status in AHEAD and standing is None:
            standing = report
        own[side] = report


def _before(first: Report, then: Report) -> bool:
    """Whether the days of which a report tells its standing end before those of another one begin."""
    return first.as_of is not None and first.as_of.before(then.as_of)


def _at_once(asked: Report, refused: Report) -> bool:
    """Whether one document tells of the same days that something is asked for and refused: of two things, no change of mind."""
    if asked.status != "proposed" or asked.doc_id != refused.doc_id or asked.as_of is None:
        return False
    return _same_days(asked.as_of, refused.as_of) and asked.as_of.basis != "assumed"


def called_off(thread: Thread, report: Report) -> bool:
    """Whether the same document tells that the matter was called off."""
    return any(r.status in WITHDRAWN and r.doc_id == report.doc_id for r in thread.reports)


@rule("delay", 5)
def delay(thread: Thread) -> Iterator[Change]:
    """It is put off, or its due day is replaced by a later one."""
    last: Report | None = None  # the last report that gives a due day
    before: Report | None = None
    put_off: Report | None = None
    for report in thread.reports:
        if report.status == "postponed" and not called_off(thread, report):
            if put_off is None or _again(put_off, report, before):
                earlier = last or (before if before and before.status in AHEAD else None)
                beside = _tells(thread, report, frozenset({"postponed"}))[:1]
                held = (earlier,) if earlier else ()
                until = f" until {day}" if (day := _until(thread, report, beside, last)) else ""
                yield Change((*held, *beside, report), who(thread, report, *beside), f"put off{until}")
            put_off = report
        elif _new_day(last, report) and put_off is None and last is not None:
            yield Change((last, report), who(thread, report), f"due {last.due} before, now {report.due}")
        if report.status in AWAITED and _dated(report.due):
            if put_off and last and not _same_days(last.due, report.due) and put_off.doc_id != report.doc_id:
                put_off = None
            last = report
        elif report.status in WITHDRAWN:
            last = put_off = None  # what is called for afterwards has days of its own
        before = report


def _until(thread: Thread, report: Report, beside: tuple[Report, ...], last: Report | None) -> Interval | None:
    """The day to which something is put off: its own, or a later one than before that the same document gives it."""
    if report.due or last is None:
        return report.due
    told = (r.due for r in (*beside, *_tells(thread, report, AWAITED)))
    return next((due for due in told if _moved(last.due, due)), None)


def _new_day(last: Report | None, report: Report) -> bool:
    """Whether a report moves the last due day to a later one: in another document, or told of a later day in the same."""
    if last is None or report.status not in AWAITED or (report.doc_id == last.doc_id and not _before(last, report)):
        return False
    return _moved(last.due, report.due)


def _dated(due: Interval | None) -> bool:
    return due is not None and not due.vague and due.latest is not None


def _same_days(old: Interval | None, new: Interval | None) -> bool:
    return bool(old and new and (old.earliest, old.latest) == (new.earliest, new.latest))


def _moved(old: Interval | None, new: Interval | None) -> bool:
    """Whether a due day is replaced by a later one."""
    if not (old and new and _dated(old) and _dated(new) and old.latest and new.earliest):
        return False
    return (new.earliest - old.latest).days >= APART


def _again(put_off: Report, report: Report, before: Report | None) -> bool:
    """Whether this is another putting off: a standing between the two in another document, or a later day."""
    if report.doc_id == put_off.doc_id:
        return False
    between = before is not None and before.status != "postponed" and before.doc_id != report.doc_id
    return between or _moved(put_off.due, report.due)
