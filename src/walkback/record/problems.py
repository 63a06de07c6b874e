"""Inputs that could not be read: forgotten when they are tried again."""

from __future__ import annotations

import re
from pathlib import Path

from walkback.record.rows import Problem
from walkback.record.store import Record

_LINE = re.compile(r" line \d+$")


def listed(record: Record, *, start: int = 0, size: int = 50) -> tuple[list[Problem], int]:
    """Problems from the start-th on, and how many there are."""
    db = record.connection
    rows = db.execute(
        "SELECT source, reason, hint FROM problems ORDER BY source, reason LIMIT ? OFFSET ?", (size, start)
    ).fetchall()
    return [Problem(*row) for row in rows], db.execute("SELECT count(*) FROM problems").fetchone()[0]


def file_of(source: str) -> Path:
    """The file that a problem is about; of a line in it, the whole file."""
    return Path(_LINE.sub("", source))


def known(record: Record, source: str) -> bool:
    """Whether the record holds a problem with a source: nothing else may be tried again by way of it."""
    return bool(record.connection.execute("SELECT 1 FROM problems WHERE source = ?", (source,)).fetchone())


def forget(record: Record, path: Path) -> int:
    """Take back all problems with a file, before it is read again; how many there were."""
    with record.writing() as db:
        begins = f"{path} line "
        rows = db.execute(
            f"SELECT DISTINCT source FROM problems WHERE source = ? OR substr(source, 1, {len(begins)}) = ?",
            (str(path), begins),
        ).fetchall()
        gone = [source for (source,) in rows if source == str(path) or source[len(begins) : len(begins) + 1].isdigit()]
        return sum(db.execute("DELETE FROM problems WHERE source = ?", (source,)).rowcount for source in gone)
