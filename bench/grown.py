"""A large record made of a small one: `python -m bench.grown walkback-demo.db big.db --copies 300`.

Every copy has documents, reports, matters and findings of its own, its days moved on by as many days as its number, and
the actors of one of WORLDS worlds, so that some are spoken of in many articles. Nothing in it is news; it is there to
measure pages and queries at the size of a real archive.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from datetime import date, timedelta
from pathlib import Path

from walkback.record.store import Record

WORLDS = 40  # how many casts the copies share
ID = {
    "actors": ("id", "same_as"), "page_actors": ("actor",), "attributions": ("id", "by"), "reports": ("id", "by"),
    "matters": ("id",), "matter_reports": ("matter", "report"), "findings": ("id", "matter"),
    "finding_reports": ("finding", "report"), "finding_who": ("finding", "actor"),
}  # fmt: skip
CAST = frozenset({("actors", "id"), ("actors", "same_as"), ("page_actors", "actor"), ("attributions", "by"), ("reports", "by"), ("finding_who", "actor")})  # fmt: skip
LISTS = {"reports": "parties", "matters": "parties"}
JSON_DAYS = {"reports": ("due", "as_of"), "timexes": ("days",)}
ORDER = (
    "documents", "sentences", "actors", "page_actors", "attributions", "reports", "timexes", "matters", "matter_reports",
    "findings", "finding_reports", "finding_who",
)  # fmt: skip


def _moved(value: str | None, days: int) -> str | None:
    return (date.fromisoformat(value) + timedelta(days=days)).isoformat() if value else None


def copy(db: sqlite3.Connection, n: int, spread: int, *, worlds: int = WORLDS) -> None:
    """Add the n-th copy of what the attached record `small` holds."""
    offset = db.execute("SELECT max(number) FROM documents").fetchone()[0] or 0
    world = n % worlds
    db.create_function("moved", 1, lambda v: _moved(v, n * spread), deterministic=True)
    db.create_function("ident", 1, lambda v: f"{n:04x}{v[4:]}" if v else v, deterministic=True)
    db.create_function("cast_of", 1, lambda v: v if not v or v == "outlet" else f"{v}~{world}", deterministic=True)
    db.create_function("cast_list", 1, lambda v: v.replace('","', f'~{world}","').replace('"]', f'~{world}"]'))
    db.create_function("days_of", 1, lambda v: v and _list(v, n * spread))
    for table in ORDER:
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        shown = ", ".join(_value(table, c, offset, n) for c in columns if not (table == "sentences" and c == "number"))
        names = ", ".join(f'"{c}"' for c in columns if not (table == "sentences" and c == "number"))
        db.execute(f"INSERT OR IGNORE INTO {table} ({names}) SELECT {shown} FROM small.{table} s")


def _value(table: str, column: str, offset: int, n: int) -> str:
    name = f's."{column}"'
    if column in ("document", "number"):
        return f"{name} + {offset}"
    if column in ("doc_id", "copy_of"):
        return f"{name} || '~{n}'"
    if column in ("published", "day"):
        return f"moved({name})"
    if column in JSON_DAYS.get(table, ()):
        return f"days_of({name})"
    if LISTS.get(table) == column:
        return f"cast_list({name})"
    if column in ID.get(table, ()):
        return f"cast_of({name})" if (table, column) in CAST else f"ident({name})"
    return name


def _list(value: str, days: int) -> str:
    first, _, rest = value[1:].partition(",")
    last, _, rest = rest.partition(",")
    ends = (v if v == "null" else f'"{_moved(v.strip(chr(34)), days)}"' for v in (first, last))
    return f"[{','.join(ends)},{rest}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("small", type=Path)
    parser.add_argument("big", type=Path)
    parser.add_argument("--copies", type=int, default=300)
    parser.add_argument("--spread", type=int, default=7, help="days between copies")
    args = parser.parse_args()
    if args.big.exists():
        parser.error(f"{args.big} exists")
    with Record.open(args.big, create=True) as held:
        db = held.connection
        assert isinstance(db, sqlite3.Connection)
        db.execute("ATTACH ? AS small", (str(args.small),))
        db.execute("BEGIN")
        for n in range(args.copies):
            copy(db, n, args.spread)
        db.execute("INSERT INTO search (search) VALUES ('rebuild')")
        db.execute("COMMIT")
        db.execute("ANALYZE")
    return 0


if __name__ == "__main__":
    sys.exit(main())
