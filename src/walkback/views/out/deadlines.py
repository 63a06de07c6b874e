"""The deadline of a matter as the news moves it: set, moved, put off, called off, done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from walkback.core.interval import Interval
from walkback.record.queries import CLOSED, OPEN
from walkback.record.rows import Evidence, MatterRow

State = Literal["open", "put off", "done", "cancelled"]
NEVER = date(1970, 1, 1)  # where no article of the matter is dated


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deadline stands: its days, whether it is open, the report that gave the days, the last word on it."""

    due: Interval
    state: State
    told: Evidence
    last: Evidence

    @property
    def days(self) -> tuple[date | None, date | None, bool]:
        return self.due.earliest, self.due.latest, self.due.vague


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline with its history.

    before: the days it had earlier, in order; sequence: how many articles changed it; made, changed: when the first and
    the last article that did so were published.
    """

    row: MatterRow
    now: Standing
    before: tuple[Interval, ...]
    sequence: int
    made: date
    changed: date

    def overdue(self, on: date) -> bool:
        """Whether the record, as far as it reaches, shows no fulfilment by the last due day."""
        return self.now.state in ("open", "put off") and bool(self.now.due.latest and self.now.due.latest < on)


def deadline(row: MatterRow, *, on: date | None = None) -> Deadline | None:
    """The deadline of a matter by what was published until a day; None where no open undertaking ever had one.

    An article counts as a whole: what it both announces and calls off was never open to those who read it. Copies of an
    article tell nothing new.
    """
    evidence = [e for e in row.evidence if e.head.copy_of is None and _known(e, on)]
    held: Deadline | None = None
    for _, told in groupby(evidence, key=lambda e: e.head.doc_id):
        held = _after(row, held, list(told))
    return held


def _known(row: Evidence, on: date | None) -> bool:
    return on is None or row.head.published is None or row.head.published <= on


def _after(row: MatterRow, held: Deadline | None, told: Sequence[Evidence]) -> Deadline | None:
    """The deadline after one more article."""
    now, at = held.now if held else None, told[0].head.published
    for e in told:
        now = _word(now, e)
    if now is None or (held is None and now.state in ("done", "cancelled")):
        return None
    if held is None:
        return Deadline(row, now, (), 0, at or NEVER, at or NEVER)
    if (now.state, now.days) == (held.now.state, held.now.days):
        return held
    before = held.before if now.days == held.now.days else (*held.before, held.now.due)
    return Deadline(row, now, before, held.sequence + 1, held.made, at or held.changed)


def _word(held: Standing | None, e: Evidence) -> Standing | None:
    """The standing after one more report."""
    status = e.report.status
    due = _ahead(e)
    if status in OPEN and due is not None:
        return Standing(due, "open", e, e)
    if held is None or status not in OPEN | CLOSED:
        return held
    state: State = "open"
    if status in CLOSED:
        state = "done" if status == "done" else "cancelled"
    elif status == "postponed" or held.state == "put off":  # until a new day is named
        state = "put off"
    if state == held.state == "cancelled":
        return held  # what called it off counts, not what is said of that afterwards
    return Standing(held.due, state, held.told, e)


def _ahead(e: Evidence) -> Interval | None:
    """The days a report gives a deadline; what is under way now, or was, is due no more."""
    due, told = e.report.due, e.head.published
    if due is None or due.latest is None:
        return None
    return None if e.report.status == "underway" and told and due.latest <= told else due
