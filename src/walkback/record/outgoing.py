"""What feeds, calendars and exports ask of a record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from walkback.record import rows_codec as codec
from walkback.record.gather import AMONG, many, quoted
from walkback.record.home import ALL
from walkback.record.queries import OPEN
from walkback.record.store import Record


def reach(record: Record) -> date | None:
    """The last day the record holds news of; None where no article is dated."""
    return codec.day(record.connection.execute("SELECT max(published) FROM documents").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Findings:
    """Which findings: every field that is given narrows. actors: ids; signed: only those whose last judgement confirms."""

    kind: str | None = None
    actors: Sequence[str] | None = None
    matter: str | None = None
    signed: bool = False


def finding_ids(record: Record, wanted: Findings, *, start: int = 0, size: int = ALL) -> tuple[list[str], int]:
    """Ids of findings from the start-th on, newest first, and how many there are in all. size: at most so many."""
    where, values = ["true"], list[Any]()
    if wanted.kind:
        where.append("f.kind = ?")
        values.append(wanted.kind)
    if wanted.matter:
        where.append("f.matter = ?")
        values.append(wanted.matter)
    if wanted.actors is not None:
        where.append("f.id IN (SELECT finding FROM finding_who WHERE actor IN (SELECT value FROM json_each(?)))")
        values.append(json.dumps(list(wanted.actors)))
    if wanted.signed:
        last = "SELECT max(number) FROM judgements GROUP BY target"
        where.append(f"f.id IN (SELECT target FROM judgements WHERE verdict = 'confirmed' AND number IN ({last}))")
    held = f"FROM findings f WHERE {' AND '.join(where)}"
    total = record.connection.execute(f"SELECT count(*) {held}", values).fetchone()[0]
    rows = record.connection.execute(
        f"SELECT f.id {held} ORDER BY f.day DESC NULLS LAST, f.id LIMIT ? OFFSET ?", (*values, size, start)
    )
    return [row[0] for row in rows], total


def dated(record: Record, *, actors: Sequence[str] | None = None, since: date | None = None) -> list[str]:
    """Ids of the matters whose undertaking has, or once had, a due day.

    actors: only those that one of these actor ids is a party to, or gave the day of; since: only those that were due, or
    spoken of, on this day or later. The facts of the record are to be up to date (`facts.refresh`).
    """
    where, values = ["x.dated = 1"], list[str]()
    if since is not None:
        where.append("x.far >= ?")
        values.append(since.isoformat())
    if actors is not None:
        given = (
            f"SELECT m.matter FROM reports r JOIN matter_reports m ON m.report = r.id WHERE r.by IN {AMONG} "
            f"AND r.due IS NOT NULL AND r.status IN ({quoted(OPEN)})"
        )
        where.append(f"x.matter IN (SELECT matter FROM matter_parties WHERE actor IN {AMONG} UNION {given})")
        values += [many(actors)] * 2
    query = f"SELECT x.matter FROM matter_facts x WHERE {' AND '.join(where)} ORDER BY x.matter"
    return [row[0] for row in record.connection.execute(query, values)]
