"""Open deadlines a page at a time: overdue, ahead, within days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Literal

from walkback.record import facts, gather
from walkback.record.browse import same
from walkback.record.gather import AMONG, many
from walkback.record.rows import DueRow
from walkback.record.store import Record

State = Literal["overdue", "ahead"]
Pair = tuple[str, str, str]  # latest day, matter, report


class Due:
    """Open deadlines of a record as of a day, each matter by the latest word on it. who: only those an actor is party to."""

    def __init__(self, record: Record, on: date, who: str = "") -> None:
        self.record = record
        self.on = on
        self.who = who

    def count(self, state: State) -> int:
        """How many are overdue, or ahead."""
        return len(self._pairs(state))

    @cached_property
    def days(self) -> dict[str, date]:
        """The last due day of every matter that has one, by the matter's id."""
        return {matter: date.fromisoformat(day) for day, matter, _ in self._all}

    def of(self, matters: Iterable[str]) -> dict[str, DueRow]:
        """The deadlines of some matters, by the matter's id; those without one are left out."""
        wanted = set(matters)
        return {row.matter.id: row for row in self._filled([p for p in self._all if p[1] in wanted])}

    def rows(self, state: State, *, start: int = 0, size: int = 50) -> list[DueRow]:
        """Overdue ones, those that fell due last first; or those ahead, the next first."""
        return self._filled(self._pairs(state)[start : start + size])

    def between(self, first: date, last: date) -> list[DueRow]:
        """Those whose last day lies in a stretch of days, in its order."""
        held = [p for p in self._all if first.isoformat() <= p[0] <= last.isoformat()]
        return self._filled(sorted(held))

    def _pairs(self, state: State) -> list[Pair]:
        day = self.on.isoformat()
        held = [p for p in self._all if (p[0] < day) is (state == "overdue")]
        return sorted(held, reverse=state == "overdue")

    @cached_property
    def _all(self) -> list[Pair]:
        """Of a matter of which something was told later than `on`, only what was known by then counts."""
        day = self.on.isoformat()
        where, values = self._party()
        known = self.record.connection.execute(
            "SELECT x.latest, x.matter, x.report FROM matter_facts x WHERE x.open AND x.latest IS NOT NULL "
            f"AND coalesce(x.last, '') <= ? AND {where}",
            (day, *values),
        ).fetchall()
        last = self.record.connection.execute("SELECT max(last) FROM matter_facts").fetchone()[0]
        if not last or last <= day:
            return list(known)
        later = self.record.connection.execute(
            f"SELECT x.matter FROM matter_facts x WHERE x.last > ? AND x.first <= ? AND {where}", (day, day, *values)
        ).fetchall()
        held = facts.told(self.record, (row[0] for row in later), until=self.on)
        told = [(str(f.due.latest), f.matter, f.report) for f in held if f.open and f.report and f.due]
        return [*known, *told]

    def _party(self) -> tuple[str, tuple[str, ...]]:
        if not self.who:
            return "true", ()
        party = f"x.matter IN (SELECT matter FROM matter_parties WHERE actor IN {AMONG})"
        return party, (many(same(self.record, self.who)),)

    def _filled(self, pairs: Sequence[Pair]) -> list[DueRow]:
        matters = gather.matters(self.record, (p[1] for p in pairs))
        proof = gather.evidence(self.record, (p[2] for p in pairs))
        out = []
        for _, matter, report in pairs:
            due = proof[report].report.due
            if due and due.latest:
                days = (due.latest - self.on).days
                out.append(DueRow(matters[matter], proof[report], due, "overdue" if days < 0 else "ahead", days))
        return out
