"""What follows from the reports, written where it changed: matters and findings. Used inside one write transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from walkback.core.codec import iso
from walkback.core.ledger import Finding, Matter
from walkback.record import rows_codec as codec

Told = tuple[Matter, tuple[Finding, ...]]  # a matter and what is found on it, in order of day and id


def matters_of(db: sqlite3.Connection, reports: Iterable[str]) -> dict[str, Told]:
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


def _findings_on(db: sqlite3.Connection, matter: str) -> Iterator[Finding]:
    rows = db.execute(
        f"SELECT {codec.FINDING} FROM findings WHERE matter = ? ORDER BY coalesce(day, ''), id", (matter,)
    )
    for row in rows.fetchall():
        who = db.execute("SELECT actor FROM finding_who WHERE finding = ? ORDER BY place", (row[0],))
        told = db.execute("SELECT report FROM finding_reports WHERE finding = ? ORDER BY place", (row[0],))
        yield codec.finding_in(row, [r[0] for r in who], [r[0] for r in told])


def rewrite(db: sqlite3.Connection, old: Mapping[str, Told], new: Mapping[str, Told]) -> None:
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
