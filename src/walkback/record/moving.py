"""A whole record from one home into another: every row, with people's judgements and all that follows, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, zip_longest
from typing import Any

from walkback.core.errors import InputError, StorageError
from walkback.record.store import Record

FIRST = ("documents", "reports", "matters", "findings", "signed")  # what rows of other tables stand on
MADE = frozenset(
    {"meta", "finding_outlets", "search_statements", "search_matters", "matters_changed"}
)  # by triggers, or apart
AT_ONCE = 10_000  # rows
OWN_NOTES = ("application", "migrations")  # notes on the home itself


def tables(record: Record) -> dict[str, list[str]]:
    """Tables whose rows are carried over as they are, with their columns, in an order in which each finds what it stands on."""
    held = record.home.tables()
    return {name: held[name] for name in (*FIRST, *sorted(held.keys() - MADE - set(FIRST)))}


def move(source: Record, into: Record, told: Callable[[str, int], None] = lambda table, rows: None) -> int:
    """Copy all that a record holds into an empty one; how many rows. Nothing of the first is changed.

    told: called after each table with its name and how many rows it had. Raises InputError if the second holds anything,
    StorageError if what arrived is not what was sent: then nothing was kept.
    """
    total = 0
    with source.home.snapshot(), into.writing():
        if not _empty(into):
            raise InputError(f"{into.home.shown} holds something already", hint="copy into a new record")
        for table, columns in tables(source).items():
            rows = into.home.fill(table, columns, _rows(source, table, columns))
            told(table, rows)
            total += rows
        _search(source, into)
        _notes(source, into)
        into.home.settle()
        for here, there in zip_longest(source.dump(), into.dump()):
            if here != there:
                table = (here or there or "").partition(" ")[0]
                raise StorageError(
                    f"{into.home.shown}: {table} did not arrive as sent", hint="report it: a fault of walkback"
                )
    return total


def _rows(record: Record, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    quoted = ", ".join(f'"{c}"' for c in columns)
    return record.home.stream(f"SELECT {quoted} FROM {table}")


def _empty(record: Record) -> bool:
    found = (record.connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables(record))
    return not any(found)


def _search(source: Record, into: Record) -> None:
    """Full text is made anew in the other home; what was said is entered by triggers."""
    for table, query in (
        ("search", "SELECT number, text FROM sentences ORDER BY number"),
        ("search_matters", "SELECT rowid, label FROM search_matters ORDER BY rowid"),
    ):
        rows = source.home.stream(query)
        while some := list(islice(rows, AT_ONCE)):
            into.home.index(table, some)  # type: ignore[arg-type]


def _notes(source: Record, into: Record) -> None:
    """What the record notes of itself, and which matters wait to be counted."""
    db = into.connection
    db.execute("DELETE FROM matters_changed")
    changed = source.connection.execute("SELECT matter FROM matters_changed").fetchall()
    db.executemany("INSERT INTO matters_changed VALUES (?)", changed)
    notes = source.connection.execute("SELECT key, value FROM meta").fetchall()
    db.executemany("INSERT INTO meta VALUES (?, ?)", [row for row in notes if row[0] not in OWN_NOTES])
