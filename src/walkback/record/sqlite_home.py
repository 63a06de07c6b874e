"""A record in one file of SQLite: the home of every record, unless several people write."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from walkback.core.errors import RecordError, StorageError
from walkback.record.home import PATIENCE, Connection, Piece, Searched, Terms
from walkback.record.schema import connect

CACHE = 65_536  # KiB of pages kept while linking: keys are written all over their table
INNER = ("_data", "_idx", "_content", "_docsize", "_config")  # what FTS5 keeps beside a table of its own


class SqliteHome:
    """A record's file, open."""

    def __init__(self, path: Path, *, create: bool = False, any_thread: bool = False) -> None:
        self.path = path
        self._sqlite = connect(path, create=create, any_thread=any_thread)

    @property
    def connection(self) -> Connection:
        return self._sqlite

    @property
    def shown(self) -> str:
        return str(self.path)

    @property
    def name(self) -> str:
        return self.path.name

    def close(self) -> None:
        self._sqlite.close()

    def begin(self, *, patience: float) -> None:
        """Take the one place of a writer, at once, so that what is read in the transaction stays true."""
        self._sqlite.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        try:
            self._sqlite.execute("BEGIN IMMEDIATE")
        finally:
            self._sqlite.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")

    def settle(self) -> None:
        """Nothing is left to be done: triggers have done it."""

    def fault(self, error: BaseException) -> StorageError | None:
        """A fault of the file as one clear line; None for what is no fault of it."""
        if not isinstance(error, sqlite3.OperationalError):
            return None
        if "locked" in str(error):
            return StorageError(f"{self.path} is being written by another program", hint="try again in a moment")
        return StorageError(f"{self.path} cannot be written: {error}", hint="check free space and permissions")

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self._sqlite.execute(f"PRAGMA table_info({table})")]

    def tables(self) -> dict[str, list[str]]:
        rows = self._sqlite.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        names = [
            name for (name,) in rows if not name.startswith("search") or name in ("search_statements", "search_matters")
        ]
        return {name: self.columns(name) for name in names}

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        self._sqlite.execute("BEGIN")
        try:
            yield
        finally:
            self._sqlite.rollback()

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        return iter(self._sqlite.execute(query))

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
        names, marks = ", ".join(f'"{c}"' for c in columns), ", ".join("?" * len(columns))
        return self._sqlite.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows).rowcount

    def index(self, table: Searched, rows: Sequence[tuple[int, str]]) -> None:
        column = "label" if table == "search_matters" else "text"
        self._sqlite.executemany(f"INSERT INTO {table} (rowid, {column}) VALUES (?, ?)", rows)

    def unindex(self, table: Searched, rows: Sequence[tuple[int, str]]) -> None:
        if table == "search":  # it keeps no text of its own, so it is told what it was given
            self._sqlite.executemany("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)", rows)
        else:
            self._sqlite.executemany(f"DELETE FROM {table} WHERE rowid = ?", [(number,) for number, _ in rows])

    def matching(self, table: Searched, terms: Terms) -> Piece:
        return f"{table} MATCH ?", (terms.spelled,)

    def rank(self, table: Searched, terms: Terms) -> Piece:
        return f"{table}.rank", ()

    def marking(self, table: Searched, text: str) -> str:
        return f"highlight({table}, 0, char(2), char(3))"

    def marked(self, texts: Sequence[str], terms: Terms) -> list[str]:
        return list(texts)

    def alive(self) -> bool:
        """A file does not go away under those who have it open."""
        return True

    def warm(self) -> None:
        for setting in ("mmap_size = 268435456", "cache_size = -16000", "temp_store = MEMORY"):
            self._sqlite.execute(f"PRAGMA {setting}")

    def roomy(self) -> None:
        self._sqlite.execute(f"PRAGMA cache_size = -{CACHE}")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """By a lock on a file beside the record, which falls with the process that holds it, however it ends."""
        try:
            import fcntl
        except ImportError:  # Windows: the outbox still sends nothing twice
            yield
            return
        with self.path.with_name(self.path.name + ".watching").open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise RecordError(f"{self.path} is being watched already", hint="one run does for all feeds") from error
            held.write(f"{os.getpid()}\n")
            held.flush()
            yield
