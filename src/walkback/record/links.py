"""What follows from the reports, written where it changed: actors, matters, findings. Used inside one write transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from walkback.core.codec import iso
from walkback.core.judged import standing
from walkback.core.ledger import Actor, Finding, Matter, Report
from walkback.record import rows_codec as codec
from walkback.record.anchors import form_in
from walkback.record.home import Connection

MOST_NAMES = 12  # aliases, and roles, of one actor that are kept
Known = tuple[Actor, str | None, str | None]  # an actor, the one it was merged into, the one it speaks for
AS_READ = f"{codec.REPORT}, w.was FROM reports r JOIN documents d ON d.number = r.document LEFT JOIN read_reports w ON w.report = r.id"
Told = tuple[Matter, tuple[Finding, ...]]  # a matter and what is found on it, in order of day and id


def pending(db: Connection) -> list[tuple[int, str]]:
    """Numbers and ids of the documents that are not linked yet, in order of publication."""
    return db.execute(
        "SELECT d.number, d.doc_id FROM link_pending p JOIN documents d ON d.number = p.document ORDER BY d.published NULLS FIRST, d.doc_id"
    ).fetchall()


def reports_of(db: Connection, number: int) -> list[Report]:
    """The reports of one document as they were read, in text order."""
    rows = db.execute(f"SELECT {AS_READ} WHERE r.document = ? ORDER BY r.start, r.id", (number,))
    return [_as_read(row) for row in rows]


def report(db: Connection, name: str) -> Report:
    """One report by its id, as it was read."""
    return _as_read(db.execute(f"SELECT {AS_READ} WHERE r.id = ?", (name,)).fetchone())


def _as_read(row: Sequence[Any]) -> Report:
    report = codec.report_in(tuple(row[:-1]))
    return standing(report, form_in(json.loads(row[-1]))) if row[-1] else report


@lru_cache(maxsize=1 << 14)
def _words(packed: str) -> tuple[str, ...]:
    return tuple(json.loads(packed))


def joined(rows: Iterable[tuple[str, str, str, str, str]]) -> dict[str, Actor]:
    """Actors by id from (id, name, kind, aliases, roles) of many readings, the first one naming it."""
    out: dict[str, Actor] = {}
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        if row in seen:
            continue
        seen.add(row)
        actor = Actor(row[0], row[1], row[2], _words(row[3]), _words(row[4]))  # type: ignore[arg-type]
        if actor.id in out:
            actor = out[actor.id].joined(actor)
            actor = replace(actor, aliases=actor.aliases[:MOST_NAMES], roles=actor.roles[:MOST_NAMES])
        out[actor.id] = actor
    return out


def read_again(db: Connection, documents: Iterable[int]) -> None:
    """Bring up to date how the actors of some documents read over all documents; the unnamed belong to one alone."""
    ids: set[str] = set()
    for number in documents:
        ids.update(row[0] for row in db.execute("SELECT actor FROM page_actors WHERE document = ?", (number,)))
    read_actors_again(db, ids)


def read_actors_again(db: Connection, ids: Iterable[str]) -> None:
    """Bring up to date how some actors read over all documents; those that are read in none any more are taken away."""
    for name in sorted(ids):
        rows = db.execute(
            "SELECT p.actor, p.name, p.kind, p.aliases, p.roles FROM page_actors p JOIN documents d ON d.number = p.document "
            "WHERE p.actor = ? ORDER BY d.published NULLS FIRST, d.doc_id",
            (name,),
        )
        actor = joined(rows).get(name)
        if actor is None:
            for table in ("link_actors", "actors"):
                db.execute(f"DELETE FROM {table} WHERE id = ?", (name,))
            continue
        db.execute(
            "INSERT INTO link_actors VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
            "kind = excluded.kind, aliases = excluded.aliases, roles = excluded.roles",
            (actor.id, actor.name, actor.kind, codec.pack(actor.aliases), codec.pack(actor.roles)),
        )
        if actor.kind == "anonymous":
            write_actors(db, [(actor, None, None)])


def read_actors(db: Connection, ids: Collection[str] | None = None) -> dict[str, Actor]:
    """Actors as all their readings say, by id: of those asked for, else of all but the unnamed."""
    query = "SELECT id, name, kind, aliases, roles FROM link_actors WHERE "
    if ids is None:
        return joined(db.execute(query + "kind != 'anonymous'"))
    return joined(row for name in ids if (row := db.execute(query + "id = ?", (name,)).fetchone()))


def known_actors(db: Connection) -> dict[str, Known]:
    """Every actor but the unnamed as the record has it."""
    rows = db.execute("SELECT id, name, kind, aliases, roles, same_as, side FROM actors WHERE kind != 'anonymous'")
    return {r[0]: (Actor(r[0], r[1], r[2], _words(r[3]), _words(r[4])), r[5], r[6]) for r in rows}


def write_actors(db: Connection, known: Iterable[Known]) -> None:
    """Add actors, or write over what the record has of them."""
    db.executemany(
        "INSERT INTO actors (id, name, kind, aliases, roles, same_as, side) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, aliases = excluded.aliases, "
        "roles = excluded.roles, same_as = excluded.same_as, side = excluded.side",
        [(a.id, a.name, a.kind, codec.pack(a.aliases), codec.pack(a.roles), same, side) for a, same, side in known],
    )


def documents_naming(db: Connection, actors: Iterable[str]) -> set[int]:
    """Numbers of the documents in which some actors were read."""
    found = (db.execute("SELECT document FROM page_actors WHERE actor = ?", (actor,)) for actor in actors)
    return {row[0] for rows in found for row in rows}


def copied(db: Connection, documents: Iterable[str]) -> set[str]:
    """Those of some documents that repeat another's text."""
    query = "SELECT 1 FROM documents WHERE doc_id = ? AND copy_of IS NOT NULL"
    return {doc_id for doc_id in documents if db.execute(query, (doc_id,)).fetchone()}


def matters_of(db: Connection, reports: Iterable[str]) -> dict[str, Told]:
    """The matters that hold any of some reports, with what is found on them."""
    ids: set[str] = set()
    for name in reports:
        ids.update(row[0] for row in db.execute("SELECT matter FROM matter_reports WHERE report = ?", (name,)))
    out = {}
    for name in ids:
        row = db.execute("SELECT id, label, type, parties FROM matters WHERE id = ?", (name,)).fetchone()
        told = db.execute("SELECT report FROM matter_reports WHERE matter = ? ORDER BY place", (name,))
        matter = Matter(row[0], row[1], row[2], tuple(json.loads(row[3])), tuple(r[0] for r in told))
        out[name] = matter, tuple(_findings_on(db, name))
    return out


def _findings_on(db: Connection, matter: str) -> Iterator[Finding]:
    rows = db.execute(
        f"SELECT {codec.FINDING} FROM findings WHERE matter = ? ORDER BY coalesce(day, ''), id", (matter,)
    )
    for row in rows.fetchall():
        who = db.execute("SELECT actor FROM finding_who WHERE finding = ? ORDER BY place", (row[0],))
        told = db.execute("SELECT report FROM finding_reports WHERE finding = ? ORDER BY place", (row[0],))
        yield codec.finding_in(row, [r[0] for r in who], [r[0] for r in told])


def forget_left_out(db: Connection, reports: Iterable[str]) -> None:
    """Reports are left out of no matter any more."""
    db.executemany("DELETE FROM left_out WHERE report = ?", [(name,) for name in reports])


def leave_out(db: Connection, matter: str, reports: Iterable[str]) -> None:
    """Reports that people refused are left out of a matter."""
    db.executemany("INSERT INTO left_out VALUES (?, ?)", [(name, matter) for name in reports])


def rewrite(db: Connection, old: Mapping[str, Told], new: Mapping[str, Told]) -> None:
    """Put new matters with their findings in the place of old ones; those that stay as they were are not touched."""
    gone = [key for key, value in old.items() if new.get(key) != value]
    made = [value for key, value in new.items() if old.get(key) != value]
    for key in gone:
        for finding in old[key][1]:
            for table, column in (("finding_who", "finding"), ("finding_reports", "finding"), ("findings", "id")):
                db.execute(f"DELETE FROM {table} WHERE {column} = ?", (finding.id,))
        db.execute("DELETE FROM matter_reports WHERE matter = ?", (key,))
        db.execute("DELETE FROM matters WHERE id = ?", (key,))
    for matter, findings in made:
        db.execute(
            "INSERT INTO matters VALUES (?, ?, ?, ?)",
            (matter.id, matter.label, matter.type, codec.pack(matter.parties)),
        )
        db.executemany(
            "INSERT INTO matter_reports VALUES (?, ?, ?)", [(matter.id, n, r) for n, r in enumerate(matter.reports)]
        )
        for f in findings:
            db.execute(
                "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (f.id, f.kind, f.matter, iso(f.on), f.note, f.rule, codec.pack(f.steps), f.score),
            )
            db.executemany(
                "INSERT INTO finding_reports VALUES (?, ?, ?)", [(f.id, n, r) for n, r in enumerate(f.reports)]
            )
            db.executemany("INSERT INTO finding_who VALUES (?, ?, ?)", [(f.id, n, a) for n, a in enumerate(f.who)])
