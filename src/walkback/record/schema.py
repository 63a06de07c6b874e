"""Open a record's database and bring it to this version's schema."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from walkback.core.errors import RecordError

APPLICATION = 0x77616C6B  # "walk", in the file's header


def migrations(home: str = "") -> list[tuple[int, str]]:
    """Numbered SQL scripts in order: (number, SQL); home: the folder of another home's series."""
    folder = resources.files("walkback.record").joinpath("migrations", *filter(None, [home]))
    found = [(int(f.name[:4]), f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".sql")]
    return sorted(found)


def connect(path: Path, *, create: bool = False, any_thread: bool = False) -> sqlite3.Connection:
    """A connection to the record at a path, migrated to the newest schema. any_thread: whoever holds it sees to it that
    one thread at a time uses it.

    Raises RecordError for a missing file (unless create), a folder, a file that is no record, a record of a newer version.
    """
    if path.is_dir():
        raise RecordError(f"{path} is a folder, not a record", hint="name a file, for example walkback.db")
    if not path.exists() and not create:
        raise RecordError(f"there is no record at {path}", hint=f"walkback add SOURCE... --record {path} makes one")
    try:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=not any_thread)
        connection.execute("PRAGMA foreign_keys = ON")
        version, application, tables = (
            connection.execute(query).fetchone()[0]
            for query in ("PRAGMA user_version", "PRAGMA application_id", "SELECT count(*) FROM sqlite_master")
        )
        if tables and application != APPLICATION:
            raise RecordError(
                f"{path} is an SQLite file, but no walkback record", hint="name another file with --record"
            )
        newest = migrations()[-1][0]
        if version > newest:
            raise RecordError(
                f"{path} was made by a newer version of walkback (schema {version}, this one knows {newest})",
                hint="upgrade walkback: pip install -U walkback",
            )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        _migrate(connection, version)
    except sqlite3.DatabaseError as error:
        raise RecordError(
            f"{path} cannot be opened as a record: {error}", hint="name another file with --record"
        ) from error
    return connection


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    for number, script in migrations():
        if number in _applied(connection, version):
            continue
        # one transaction a step: killed in the middle, the step has not happened; two that open at once take turns
        connection.execute("BEGIN IMMEDIATE")
        try:
            done = _applied(connection, version)
            if number not in done:
                for statement in _statements(script):
                    connection.execute(statement)
                kept = json.dumps(sorted(done | {number}))
                connection.execute("INSERT OR REPLACE INTO meta VALUES ('migrations', ?)", (kept,))
                connection.execute(f"PRAGMA user_version = {max(done | {number})}")
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _applied(connection: sqlite3.Connection, version: int) -> set[int]:
    """The steps a record has behind it. They are named one by one, since a step may come after one of a higher number."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return set()
    row = connection.execute("SELECT value FROM meta WHERE key = 'migrations'").fetchone()
    return set(json.loads(row[0])) if row else set(range(1, version + 1))


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; the body of a trigger is part of its statement."""
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            yield held
            held = ""
    if held.strip():
        yield held
