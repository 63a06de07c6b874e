"""The queue of a review a page at a time, by the order of `review.queue`: for a record too large to sort at each look."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from walkback.record.gather import AMONG, finding_rows, many
from walkback.record.review import CERTAIN, COUNTED
from walkback.record.rows import FindingRow
from walkback.record.store import Record

State = Literal["", "new", "others", "contested", "mine"]
_SAID = (
    "SELECT target, by, verdict FROM judgements WHERE kind = 'finding' AND number IN "  # last words
    "(SELECT max(number) FROM judgements WHERE kind = 'finding' GROUP BY target, by)"
)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for a reviewer. kind: only findings of this kind; state: new (nobody judged it), others (only others did),
    contested (two last words differ), mine (this reviewer did); "" is all that this reviewer, or without one anybody, has not judged."""

    record: Record
    reviewer: str = ""
    kind: str = ""
    state: State = ""

    def _rows(self, *, columns: str, tail: str, values: tuple[object, ...] = ()) -> list[tuple[str, ...]]:
        mine = many(t for t, by in self._said() if by == self.reviewer or not self.reviewer)
        where = {
            "": "f.id NOT IN (SELECT value FROM json_each(:mine))",
            "new": "f.id NOT IN (SELECT target FROM said)",
            "others": "f.id IN (SELECT target FROM said) AND f.id NOT IN (SELECT value FROM json_each(:mine))",
            "contested": "f.id IN (SELECT target FROM apart)",
            "mine": "f.id IN (SELECT value FROM json_each(:mine))",
        }[self.state]
        named = {f"v{n}": value for n, value in enumerate(values)}
        return self.record.connection.execute(
            f"WITH said AS MATERIALIZED ({_SAID}), apart AS (SELECT target FROM said GROUP BY target HAVING count(DISTINCT verdict) > 1) "
            f"SELECT {columns} FROM findings f JOIN matter_facts x ON x.matter = f.matter "
            f"WHERE {where} AND (:kind = '' OR f.kind = :kind) {tail}",
            {"mine": mine, "kind": self.kind, **named},
        ).fetchall()

    def _said(self) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in self.record.connection.execute(_SAID)]

    def count(self) -> int:
        """How many there are."""
        return int(self._rows(columns="count(*)", tail="")[0][0])

    def ids(self, *, start: int = 0, size: int = 50) -> list[str]:
        """Ids of findings: contested first, then by how doubtful each is and how many articles bear on it."""
        order = (
            f"ORDER BY f.id IN (SELECT target FROM apart) DESC, ({CERTAIN} + 1 - abs(2 * f.score - 1)) * (1 + CASE WHEN x.documents < {COUNTED} THEN x.documents ELSE {COUNTED} END) "
            "DESC, f.id LIMIT :v0 OFFSET :v1"
        )
        return [row[0] for row in self._rows(columns="f.id", tail=order, values=(size, start))]

    def rows(self, *, start: int = 0, size: int = 50) -> list[FindingRow]:
        """The findings themselves."""
        return finding_rows(self.record, self.ids(start=start, size=size))

    def after(self, target: str = "", *, skipped: Collection[str] = ()) -> str | None:
        """The next after a finding, or the first; those that somebody else is looking at are passed over. None at the end."""
        ids = self.ids(size=2000)
        at = ids.index(target) + 1 if target in ids else 0
        return next((i for i in [*ids[at:], *ids[:at]] if i not in skipped and i != target), None)


def judged_by(record: Record, reviewer: str) -> int:
    """How many things a reviewer has judged."""
    query = "SELECT count(DISTINCT target) FROM judgements WHERE by = ?"
    return int(record.connection.execute(query, (reviewer,)).fetchone()[0])


def finding_of(record: Record, reports: Collection[str]) -> str | None:
    """A finding that stands on any of some reports; None if there is none."""
    row = record.connection.execute(
        f"SELECT finding FROM finding_reports WHERE report IN {AMONG} ORDER BY finding LIMIT 1", (many(reports),)
    ).fetchone()
    return row[0] if row else None
