"""Open a record's database in PostgreSQL and bring it to this version's schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from walkback.core.errors import RecordError
from walkback.record import schema
from walkback.record.home import Server
from walkback.record.postgres import Connection

LOCK = "pg_advisory_xact_lock({}, CAST(CAST(current_schema() AS regnamespace) AS oid)::integer)"


def migrations() -> list[tuple[int, str]]:
    """Numbered SQL scripts in order: (number, SQL). They begin with what the first ones of SQLite come to."""
    return schema.migrations("postgresql")


def connect(server: Server, *, create: bool = False) -> Connection:
    """A connection to the record in a database, migrated to the newest schema.

    The record is in the first schema of the search path, public unless the address says otherwise. Raises RecordError for a
    server that does not answer, a database without a record (unless create), or with something else in it, a record of a
    newer version.
    """
    connection = Connection(server)
    try:
        _check(connection, server, create=create)
        _migrate(connection, server)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: Connection, server: Server, *, create: bool) -> None:
    encoding, version, holder, writable = connection.execute(
        "SELECT current_setting('server_encoding'), CAST(current_setting('server_version_num') AS integer), current_schema(), "
        "has_schema_privilege(current_schema(), 'CREATE')"
    ).fetchone()
    if version < 130_000:
        raise RecordError(f"{server} is PostgreSQL {version // 10_000}", hint="a record needs version 13 or newer")
    if encoding != "UTF8":
        raise RecordError(
            f"{server} keeps text as {encoding}", hint="make it anew: createdb --encoding=UTF8 --template=template0"
        )
    if holder is None:
        raise RecordError(f"{server} has no schema on its search path", hint="ask whoever runs the server")
    if not _applied(connection):
        others = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1 LIMIT 1"
        ).fetchone()
        if others:
            raise RecordError(
                f"{server} holds other tables ({others[0]}), but no walkback record", hint="use a database of its own"
            )
        if not create:
            raise RecordError(
                f"there is no record at {server}", hint=f"walkback add SOURCE... --record {server} makes one"
            )
        if not writable:
            raise RecordError(
                f"no table may be made at {server}", hint="as its owner: GRANT CREATE ON SCHEMA public TO NAME"
            )


def _migrate(connection: Connection, server: Server) -> None:
    known = migrations()
    done = _applied(connection)
    if done and max(done) > known[-1][0]:
        raise RecordError(
            f"{server} was made by a newer version of walkback (schema {max(done)}, this one knows {known[-1][0]})",
            hint="upgrade walkback: pip install -U walkback",
        )
    if all(number in done for number, _ in known):
        return
    with _alone(connection):  # two that open at once take turns
        done = _applied(connection)
        for number, script in known:
            if number not in done:
                connection.script(script)
                done |= {number}
        connection.execute(
            "INSERT INTO meta VALUES ('migrations', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (json.dumps(sorted(done)),),
        )


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    connection.execute("BEGIN")
    try:
        connection.execute(f"SELECT {LOCK.format(schema.APPLICATION)}")
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _applied(connection: Connection) -> set[int]:
    """The steps a record has behind it; none where there is no record."""
    if not connection.execute("SELECT to_regclass(quote_ident(current_schema()) || '.meta')").fetchone()[0]:
        return set()
    try:
        rows = dict(
            connection.execute("SELECT key, value FROM meta WHERE key IN ('application', 'migrations')").fetchall()
        )
    except RecordError:  # a table of that name, of somebody else
        return set()
    return set(json.loads(rows["migrations"])) if rows.get("application") == "walkback" else set()
