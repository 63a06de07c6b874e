"""Findings a page at a time, narrowed by facets; each facet counts what it would leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from walkback.core.codec import iso
from walkback.record import rows_codec as codec
from walkback.record.gather import AMONG, finding_rows, many
from walkback.record.rows import FindingRow
from walkback.record.store import Record

MOST_VALUES = 12  # of one facet that are listed


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings: any field that is empty narrows nothing. who: the id of an actor."""

    kind: str = ""
    who: str = ""
    outlet: str = ""
    type: str = ""
    reviewed: Literal["", "yes", "no"] = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: what an address says, what people read, how many it leaves, whether it is chosen."""

    key: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of findings, newest first, and how many there are."""

    rows: list[FindingRow]
    total: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How many articles a record holds and which days they cover."""

    documents: int
    first: date | None
    last: date | None


def reach(record: Record) -> Reach:
    """How far a record reaches."""
    db = record.connection
    first, last = (db.execute(f"SELECT {end}(published) FROM documents").fetchone()[0] for end in ("min", "max"))
    return Reach(db.execute("SELECT count(*) FROM documents").fetchone()[0], codec.day(first), codec.day(last))


def _where(record: Record, wanted: Wanted) -> tuple[str, list[Any]]:
    """Conditions over `findings f` and their values."""
    clauses, values = ["true"], list[Any]()
    plain = {
        "f.kind = ?": wanted.kind, "f.day >= ?": iso(wanted.since), "f.day <= ?": iso(wanted.until),
        "f.id IN (SELECT finding FROM finding_outlets WHERE outlet = ?)": wanted.outlet,
        "EXISTS (SELECT 1 FROM matters k WHERE k.id = f.matter AND k.type = ?)": wanted.type,
    }  # fmt: skip
    for clause, value in plain.items():
        if value:
            clauses.append(clause)
            values.append(value)
    if wanted.who:
        clauses.append(f"f.id IN (SELECT finding FROM finding_who WHERE actor IN {AMONG})")
        values.append(many(same(record, wanted.who)))
    if wanted.reviewed:
        clauses.append(f"f.id {'' if wanted.reviewed == 'yes' else 'NOT '}IN (SELECT target FROM judgements)")
    return " AND ".join(clauses), values


def same(record: Record, actor: str) -> list[str]:
    """The ids under which an actor stands in the record: its own and those merged into it."""
    db = record.connection
    row = db.execute("SELECT coalesce(same_as, id) FROM actors WHERE id = ?", (actor,)).fetchone()
    first = row[0] if row else actor
    return [first, *(r[0] for r in db.execute("SELECT id FROM actors WHERE same_as = ? ORDER BY id", (first,)))]


def findings(record: Record, wanted: Wanted, *, start: int = 0, size: int = 50) -> Found:
    """Findings from the start-th on, newest first."""
    where, values = _where(record, wanted)
    db = record.connection
    total = db.execute(f"SELECT count(*) FROM findings f WHERE {where}", values).fetchone()[0]
    ids = db.execute(
        f"SELECT f.id FROM findings f WHERE {where} ORDER BY f.day DESC NULLS LAST, f.score DESC, f.id LIMIT ? OFFSET ?",
        (*values, size, start),
    ).fetchall()
    return Found(finding_rows(record, [row[0] for row in ids]), total)


def facets(record: Record, wanted: Wanted) -> dict[str, list[Value]]:
    """The values of kind, type, who, outlet and reviewed that would leave something, most first."""
    return {
        "kind": _values(record, replace(wanted, kind=""), "f.kind", "", wanted.kind),
        "reviewed": _reviewed(record, wanted),
        "who": _actors(record, wanted),
        "type": _values(record, replace(wanted, type=""), "m.type", "JOIN matters m ON m.id = f.matter", wanted.type),
        "outlet": _values(
            record, replace(wanted, outlet=""), "o.outlet", "JOIN finding_outlets o ON o.finding = f.id", wanted.outlet
        ),
    }


def _counted(record: Record, wanted: Wanted, column: str, join: str) -> list[tuple[str, int]]:
    where, values = _where(record, wanted)
    query = f"SELECT {column} AS v, count(*) AS n FROM findings f {join} WHERE {where} GROUP BY v ORDER BY n DESC, v"
    return record.connection.execute(query, values).fetchall()


def _values(record: Record, wanted: Wanted, column: str, join: str, chosen: str) -> list[Value]:
    return _listed([(key, key, n) for key, n in _counted(record, wanted, column, join)], chosen)


def _listed(rows: Sequence[tuple[str, str, int]], chosen: str) -> list[Value]:
    """The most frequent values; one that is chosen is always among them, so that it can be taken back."""
    shown = [Value(key, label, n, key == chosen) for key, label, n in rows]
    out = shown[:MOST_VALUES]
    out += [v for v in shown[MOST_VALUES:] if v.chosen]
    if chosen and not any(v.chosen for v in out):
        out.append(Value(chosen, chosen, 0, True))
    return out


def _actors(record: Record, wanted: Wanted) -> list[Value]:
    where, values = _where(record, replace(wanted, who=""))
    rows = record.connection.execute(
        "SELECT coalesce(a.same_as, a.id) AS v, count(DISTINCT f.id) AS n FROM findings f JOIN finding_who w ON w.finding = f.id "
        f"JOIN actors a ON a.id = w.actor WHERE {where} GROUP BY v ORDER BY n DESC, v",
        values,
    ).fetchall()
    most = rows[:MOST_VALUES] + [r for r in rows[MOST_VALUES:] if r[0] == wanted.who]
    wanted_ids = many([*(r[0] for r in most), wanted.who])
    names = dict(record.connection.execute(f"SELECT id, name FROM actors WHERE id IN {AMONG}", (wanted_ids,)))
    out = _listed([(key, names.get(key, key), n) for key, n in most], wanted.who)
    return [replace(v, label=names.get(v.key, v.label)) for v in out]


def _reviewed(record: Record, wanted: Wanted) -> list[Value]:
    counts = {
        key: record.connection.execute("SELECT count(*) FROM findings f WHERE " + where, values).fetchone()[0]
        for key in ("no", "yes")
        for where, values in [_where(record, replace(wanted, reviewed="yes" if key == "yes" else "no"))]
    }
    labels = {"no": "not reviewed", "yes": "reviewed"}
    return [Value(k, labels[k], n, wanted.reviewed == k) for k, n in counts.items() if n or wanted.reviewed == k]
