"""Due days as a calendar (RFC 5545): one entry a matter, which moves and is called off with the news.

The UID of an entry follows from the matter, so a calendar that took it once takes its changes. SEQUENCE counts the
articles that changed its days or its standing; the times are those articles' days of publication, never a clock's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from walkback.core.ledger import Judgement
from walkback.record.rows import Evidence, MatterRow
from walkback.views.out.deadlines import Deadline, deadline
from walkback.views.out.places import NOWHERE, Places, moment, uuid
from walkback.views.words import AS_FAR, clean, count, day, note_of_finding, spoken, standing_of, visible, voice

OFF = {"cancelled": "Called off", "rejected": "Refused", "denied": "Denied", "failed": "Failed"}
DAY = timedelta(days=1)
OCTETS = 75  # of a line, RFC 5545 section 3.1


@dataclass(frozen=True, slots=True)
class Shape:
    """How a calendar is made. on: the day that overdue counts from; tasks: VTODO instead of VEVENT; last: mark only the
    last day of an interval; since: leave out what was due, and last changed, before this day; places: where the pages of
    the record are; title: its name."""

    on: date
    since: date = date.min
    tasks: bool = False
    last: bool = False
    places: Places = NOWHERE
    title: str = "walkback: due days"


def calendar(rows: Iterable[MatterRow], shape: Shape, verdicts: Mapping[str, Sequence[Judgement]] | None = None) -> str:
    """The calendar of matters, in order of their days. verdicts: judgements by the matter or report they are on."""
    held = [e for row in rows if (e := deadline(row, on=shape.on)) and _current(e, shape.since)]
    held.sort(key=lambda e: (e.now.due.latest or date.max, e.row.matter.id))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//walkback//due days//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        _text("NAME", shape.title),
        _text("X-WR-CALNAME", shape.title),
        _text(
            "DESCRIPTION", f"Read by a machine in the articles of the record. Overdue means: {AS_FAR} by the due day."
        ),
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for e in held:
        judged = [*(verdicts or {}).get(e.row.matter.id, ()), *(verdicts or {}).get(e.now.told.report.id, ())]
        lines += _component(e, shape, judged)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in fold(line))


def _current(held: Deadline, since: date) -> bool:
    return max(held.now.due.latest or date.max, held.changed) >= since


def _component(held: Deadline, shape: Shape, judged: Sequence[Judgement]) -> Iterator[str]:
    late = held.overdue(shape.on)
    changes = [moment(held.changed), *(moment(j.at) for j in judged)]
    if late and held.now.due.latest:
        changes.append(moment(held.now.due.latest + DAY))  # the day it became so
    changed = _utc(max(changes))
    kind = "VTODO" if shape.tasks else "VEVENT"
    yield f"BEGIN:{kind}"
    yield f"UID:{uuid('due', held.row.matter.id)}"
    yield f"SEQUENCE:{held.sequence}"
    yield f"DTSTAMP:{changed}"
    yield f"CREATED:{_utc(moment(held.made))}"
    yield f"LAST-MODIFIED:{changed}"
    yield from _when(held, shape)
    yield _text("SUMMARY", f"{_headline(held, late=late)}: {clean(held.row.matter.label)}")
    yield _text("DESCRIPTION", "\n".join(_told(held, late, judged)))
    yield from _address(held, shape.places)
    yield "CATEGORIES:" + ",".join(_escaped(c) for c in _categories(held, late, judged))
    yield f"X-WALKBACK-MATTER:{held.row.matter.id}"
    yield f"END:{kind}"


def _when(held: Deadline, shape: Shape) -> Iterator[str]:
    """Days and standing. An end of an event is the day after its last; a task has its last day."""
    last = held.now.due.latest
    assert last is not None
    first = last if shape.last or held.now.due.earliest is None else held.now.due.earliest
    if shape.tasks:
        if first < last:
            yield f"DTSTART;VALUE=DATE:{_date(first)}"
        yield f"DUE;VALUE=DATE:{_date(last)}"
        standing = {"done": "COMPLETED", "cancelled": "CANCELLED"}.get(held.now.state, "NEEDS-ACTION")
        if held.now.state == "done":
            yield f"COMPLETED:{_utc(moment(held.changed))}"
        yield f"STATUS:{standing}"
        return
    yield f"DTSTART;VALUE=DATE:{_date(first)}"
    yield f"DTEND;VALUE=DATE:{_date(min(last, date.max - DAY) + DAY)}"
    report = held.now.told.report
    unsure = held.now.state == "put off" or held.now.due.vague or report.conditional or report.hedged
    yield f"STATUS:{'CANCELLED' if held.now.state == 'cancelled' else 'TENTATIVE' if unsure else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"  # a deadline takes nobody's time


def _headline(held: Deadline, *, late: bool) -> str:
    if held.now.state == "cancelled":
        return OFF.get(held.now.last.report.status, "Called off")
    if held.now.state == "done":
        return "Done"
    if late:
        return "Overdue"
    if held.now.state == "put off":
        return "Put off, no new day"
    return "Due about then" if held.now.due.vague else "Due"


def _told(held: Deadline, late: bool, judged: Sequence[Judgement]) -> Iterator[str]:
    """The description, a line each: days, why it stands so, the sentences, whether a person has looked at it."""
    yield f"Due {spoken(held.now.due)}."
    if late:
        yield f"Overdue: {AS_FAR} by then."
    if held.before:
        yield f"Moved {count(len(held.before), 'time')}; before: {'; '.join(spoken(due) for due in held.before)}."
    yield from _sentence(held.now.told)
    if held.now.last.report.id != held.now.told.report.id:
        yield f"Then {held.now.last.report.status}:"
        yield from _sentence(held.now.last)
    for finding in held.row.findings:
        yield f"Finding: {finding.kind}, {note_of_finding(finding)}."
    if judged:
        yield f"Read by a machine; {standing_of(judged)}."
    else:
        yield "Read by a machine; not reviewed by a person."


def _sentence(row: Evidence) -> Iterator[str]:
    yield f"{row.report.status}, {voice(row)}: “{clean(row.sentence)}”"
    yield f"({clean(row.head.outlet or row.head.doc_id)}, {day(row.head.published)})"


def _address(held: Deadline, places: Places) -> Iterator[str]:
    url = places.matter(held.row.matter.id) or clean(held.now.last.head.url or "")
    if url.startswith(("https://", "http://")) and url.isascii() and " " not in url:
        yield f"URL:{url}"


def _categories(held: Deadline, late: bool, judged: Sequence[Judgement]) -> Iterator[str]:
    yield held.row.matter.type
    yield "overdue" if late else held.now.state
    if held.now.due.vague:
        yield "vague"
    yield judged[-1].verdict if judged else "not reviewed"


def _utc(at: str) -> str:
    """A moment of RFC 3339 in the basic form: 20310304T000000Z."""
    return at.replace("-", "").replace(":", "")


def _date(value: date) -> str:
    return value.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    """A TEXT value, RFC 5545 section 3.3.11; characters that steer or hide are left out."""
    plain = visible(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\n", "\\n")


def _text(name: str, text: str) -> str:
    return f"{name}:{_escaped(text)}"


def fold(line: str) -> Iterator[str]:
    """A content line in pieces of at most 75 octets, all but the first with a leading blank; no character is cut."""
    room, lead = OCTETS, ""
    while True:
        piece = line[:room]
        while (over := len(piece.encode("utf-8")) - room) > 0:
            piece = piece[: -((over + 3) // 4)]  # no character takes more than four
        yield lead + piece
        line = line[len(piece) :]
        if not line:
            return
        room, lead = OCTETS - 1, " "
