"""Open a record's database and bring it to this version's schema."""

from __future__ import annotations

import sqlite3
from importlib import resources
from pathlib import Path

from walkback.core.errors import RecordError

APPLICATION = 0x77616C6B  # "walk", in the file's header


def migrations() -> list[tuple[int, str]]:
    """Numbered SQL scripts in order: (number, SQL)."""
    folder = resources.files("walkback.record") / "migrations"
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
        if number <= version:
            continue
        # one transaction a step: killed in the middle, the step has not happened
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nPRAGMA application_id = {APPLICATION};\nCOMMIT;"
        )
