"""What feeds, calendars and exports ask of a record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from walkback.core.codec import iso
from walkback.record import rows_codec as codec
from walkback.record.gather import quoted
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
    spoken of, on this day or later.
    """
    where, values = "", {"actors": json.dumps(list(actors or ())), "since": iso(since) or ""}
    if actors is not None:
        where += (
            "AND (r.by IN (SELECT value FROM json_each(:actors)) OR EXISTS (SELECT 1 FROM matters k, json_each(k.parties) p "
            "WHERE k.id = m.matter AND p.value IN (SELECT value FROM json_each(:actors)))) "
        )
    if since is not None:
        where += (
            "AND m.matter IN (SELECT o.matter FROM matter_reports o JOIN reports q ON q.id = o.report "
            "JOIN documents d ON d.number = q.document WHERE d.published >= :since OR json_extract(q.due, '$[1]') >= :since) "
        )
    rows = record.connection.execute(
        "SELECT DISTINCT m.matter FROM reports r JOIN matter_reports m ON m.report = r.id WHERE r.due IS NOT NULL "
        f"AND r.status IN ({quoted(OPEN)}) {where} ORDER BY m.matter",
        values,
    )
    return [row[0] for row in rows]
