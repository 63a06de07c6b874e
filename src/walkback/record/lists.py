"""Lists of matters, actors and articles a page at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from walkback.core.ledger import Actor, Finding
from walkback.record import rows_codec as codec
from walkback.record.browse import Value, same
from walkback.record.gather import AMONG, HEAD, actors, findings_of, head, many
from walkback.record.rows import Head
from walkback.record.store import Record

Order = Literal["latest", "told"]
FEW = 2_000  # ids that are looked up quicker than all the rest is passed over


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A matter in a line of a list."""

    id: str
    label: str
    type: str
    parties: tuple[Actor, ...]
    reports: int
    first: date | None
    last: date | None
    standing: str
    latest: date | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ActorLine:
    """An actor in a line of a list: findings on it, articles that speak of it."""

    actor: Actor
    findings: int
    documents: int


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in a line of a list: what was read in it."""

    head: Head
    statements: int
    reports: int


@dataclass(frozen=True, slots=True)
class Matters:
    """Which matters, in which order: latest told first, or most told first. who: the id of an actor that is party to it."""

    type: str = ""
    standing: str = ""
    found: str = ""
    who: str = ""
    order: Order = "latest"


def _where(record: Record, wanted: Matters, *, leaving: str = "") -> tuple[str, list[Any]]:
    clauses, values = ["true"], list[Any]()
    plain = {
        "type": ("x.type = ?", wanted.type),
        "standing": ("x.standing = ?", wanted.standing),
        "found": ("x.matter IN (SELECT matter FROM findings WHERE kind = ?)", wanted.found),
    }
    for name, (clause, value) in plain.items():
        if value and name != leaving:
            clauses.append(clause)
            values.append(value)
    if wanted.who:
        clauses.append(f"x.matter IN (SELECT matter FROM finding_who w JOIN findings f ON f.id = w.finding WHERE w.actor IN {AMONG} UNION "
                       f"SELECT m.matter FROM reports r JOIN matter_reports m ON m.report = r.id WHERE r.by IN {AMONG})")  # fmt: skip
        values += [many(same(record, wanted.who))] * 2
    return " AND ".join(clauses), values


def matters(record: Record, wanted: Matters, *, start: int = 0, size: int = 50) -> tuple[list[MatterLine], int]:
    """Matters from the start-th on, and how many there are."""
    where, values = _where(record, wanted)
    db = record.connection
    total = db.execute(f"SELECT count(*) FROM matter_facts x WHERE {where}", values).fetchone()[0]
    order = (
        "x.last DESC NULLS LAST, x.number"
        if wanted.order == "latest"
        else "x.reports DESC, x.last DESC NULLS LAST, x.number"
    )
    ids = db.execute(
        f"SELECT x.matter FROM matter_facts x WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", (*values, size, start)
    ).fetchall()
    return lines(record, [row[0] for row in ids]), total


def lines(record: Record, ids: Sequence[str]) -> list[MatterLine]:
    """Matters by id in the order given; unknown ids are left out."""
    wanted = many(ids)
    rows = record.connection.execute(
        "SELECT m.id, m.label, m.type, m.parties, x.reports, x.first, x.last, x.standing, x.latest FROM matters m "
        f"JOIN matter_facts x ON x.matter = m.id WHERE m.id IN {AMONG}",
        (wanted,),
    ).fetchall()
    parties = {row[0]: json.loads(row[3]) for row in rows}
    cast = actors(record, (p for held in parties.values() for p in held))
    found = findings_of(record, ids)
    out = {
        row[0]: MatterLine(
            row[0], row[1], row[2], tuple(dict.fromkeys(cast[p] for p in parties[row[0]] if p in cast)), row[4],
            codec.day(row[5]), codec.day(row[6]), row[7], codec.day(row[8]), tuple(found.get(row[0], ())),
        )
        for row in rows
    }  # fmt: skip
    return [out[i] for i in ids if i in out]


def matter_facets(record: Record, wanted: Matters) -> dict[str, list[Value]]:
    """How many matters each standing, type and kind of finding would leave."""
    chosen = {"standing": wanted.standing, "type": wanted.type, "found": wanted.found}
    columns = {
        "standing": "SELECT x.standing AS v, count(*) AS n FROM matter_facts x",
        "type": "SELECT x.type AS v, count(*) AS n FROM matter_facts x",
        "found": "SELECT f.kind AS v, count(DISTINCT f.matter) AS n FROM findings f JOIN matter_facts x ON x.matter = f.matter",
    }
    out = {}
    for name, query in columns.items():
        where, values = _where(record, wanted, leaving=name)
        rows = record.connection.execute(f"{query} WHERE {where} GROUP BY v ORDER BY n DESC, v", values)
        out[name] = [Value(v, v, n, v == chosen[name]) for v, n in rows]
    return out


def actor_list(record: Record, *, words: str = "", kind: str = "", start: int = 0, size: int = 50) -> tuple[list[ActorLine], int]:  # fmt: skip
    """Named actors, those with most findings first, then those most spoken of; words: part of a name."""
    clauses, values = ["a.same_as IS NULL", "a.kind != 'anonymous'"], list[Any]()
    if kind:
        clauses.append("a.kind = ?")
        values.append(kind)
    if words.strip():
        clauses.append("(instr(lower(a.name), ?) > 0 OR (a.aliases != '[]' AND instr(lower(a.aliases), ?) > 0))")
        values += [words.strip().lower()] * 2
    where = " AND ".join(clauses)
    db = record.connection
    if words.strip():  # all of them are looked through for a part of a name, which is to be done once
        ids = [row[0] for row in db.execute(f"SELECT a.id FROM actors a WHERE {where}", values)]
        if len(ids) <= FEW:
            where, values = f"a.id IN {AMONG}", [many(ids)]
    found = "(SELECT actor, count(*) AS n FROM finding_who GROUP BY actor) f"
    total, known = db.execute(
        f"SELECT count(*), count(f.n) FROM actors a LEFT JOIN {found} ON f.actor = a.id WHERE {where}", values
    ).fetchone()
    # how many articles speak of each is counted for those alone that may stand on this page
    join = "JOIN" if start + size <= known else "LEFT JOIN"
    rows = db.execute(
        "SELECT a.id, a.name, a.kind, a.aliases, a.roles, coalesce(f.n, 0), (SELECT count(*) FROM page_actors p WHERE p.actor = a.id) "
        f"FROM actors a {join} {found} ON f.actor = a.id WHERE {where} ORDER BY 6 DESC, 7 DESC, a.id LIMIT ? OFFSET ?",
        (*values, size, start),
    )
    return [ActorLine(codec.actor_in(row[:5]), row[5], row[6]) for row in rows], total


def articles(record: Record, *, outlet: str = "", start: int = 0, size: int = 50) -> tuple[list[ArticleLine], int]:
    """Articles, newest first."""
    where, values = ("d.outlet = ?", [outlet]) if outlet else ("true", list[str]())
    db = record.connection
    total = db.execute(f"SELECT count(*) FROM documents d WHERE {where}", values).fetchone()[0]
    rows = db.execute(
        f"SELECT {HEAD}, (SELECT count(*) FROM attributions a WHERE a.document = d.number), "
        f"(SELECT count(*) FROM reports r WHERE r.document = d.number) FROM documents d WHERE {where} "
        "ORDER BY d.published DESC NULLS LAST, d.doc_id DESC LIMIT ? OFFSET ?",
        (*values, size, start),
    )
    return [ArticleLine(head(row[:6]), row[6], row[7]) for row in rows], total


def outlets(record: Record) -> list[Value]:
    """Outlets with how many articles the record has of each, most first."""
    rows = record.connection.execute(
        "SELECT outlet, count(*) AS n FROM documents WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY n DESC, outlet LIMIT 30"
    )
    return [Value(v, v, n) for v, n in rows]
