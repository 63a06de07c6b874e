"""A connection to PostgreSQL that takes the statements of the record as SQLite takes them.

Nothing of a statement is rewritten but how its values are marked: ?, ?1 and :name become $1. Everything else is SQL that
both understand; what PostgreSQL lacks are functions of the record's own (migrations/postgresql).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from walkback.core.errors import InputError, RecordError, StorageError
from walkback.record.home import Rows, Server

if TYPE_CHECKING:
    import psycopg

NUL, MARK = "\u2400", "\U0010fffe"  # what stands for NUL in the text, and what parts the text from where NULs were
_PIECE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\?(?P<place>\d*)|(?<!:):(?P<name>[a-z_]\w*)")
SPENT = "try again in a moment; what was written before is kept"


def driver() -> Any:
    """The library psycopg.

    Raises InputError where it is not installed.
    """
    try:
        import psycopg
    except ImportError as error:
        raise InputError("a record in PostgreSQL needs psycopg", hint="pip install 'walkback[postgres]'") from error
    return psycopg


@lru_cache(maxsize=2048)
def marked(statement: str) -> tuple[str, tuple[str | int, ...]]:
    """A statement with its values marked $1, $2 and so on, and which value each of them is: a name, or a place from 0."""
    order: list[str | int] = []

    def mark(found: re.Match[str]) -> str:
        place, name = found["place"], found["name"]
        if place is None and name is None:
            return found[0]  # a string or a quoted name
        key: str | int = name or (int(place) - 1 if place else len(order))
        if key not in order or not (name or place):
            order.append(key)
        return f"${order.index(key) + 1}"

    return _PIECE.sub(mark, statement), tuple(order)


def kept(text: str) -> str:
    """A text as PostgreSQL can keep it, which takes no NUL: each is replaced, so that offsets stay, and the places are noted
    behind the text. `found` gives the text back."""
    if "\0" not in text and MARK not in text:
        return text
    places = ",".join(str(n) for n, c in enumerate(text) if c == "\0")
    return f"{text.replace(chr(0), NUL)}{MARK}{places}"


def found(text: str) -> str:
    """A text that `kept` made, as it was."""
    if MARK not in text:
        return text
    body, _, places = text.rpartition(MARK)
    pieces = list(body)
    for place in places.split(",") if places else ():
        pieces[int(place)] = "\0"
    return "".join(pieces)


class Connection:
    """One connection, used by one thread at a time. Statements stand for themselves unless a transaction was begun."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._error: type[Exception] = driver().Error
        self._raw: psycopg.Connection[tuple[Any, ...]] = _connected(server)
        _adapt(self._raw)
        self._raw.execute("SET jit = off")  # the questions are many and small; compiling one costs more than it

    @property
    def in_transaction(self) -> bool:
        return not self._raw.closed and self._raw.info.transaction_status.name in ("INTRANS", "INERROR")

    def execute(self, statement: str, values: Sequence[Any] | Mapping[str, Any] = (), /) -> Rows:
        text, order = marked(statement)
        given = [values[key] for key in order]  # type: ignore[index]
        try:
            return self._raw.execute(text.encode(), given or None)
        except self._error as error:
            raise self.fault(error) from error

    def executemany(self, statement: str, values: Iterable[Any], /) -> Rows:
        text, order = marked(statement)
        cursor = self._raw.cursor()
        rows = [[row[key] for key in order] for row in values]
        if not rows:  # no need to ask the server for that
            return cursor
        try:
            cursor.executemany(text.encode(), rows)
        except self._error as error:
            raise self.fault(error) from error
        return cursor

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query as they come."""
        try:
            yield from self._raw.cursor().stream(query.encode())
        except self._error as error:
            raise self.fault(error) from error

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
        """Write many rows into a table by COPY; how many."""
        names = ", ".join(f'"{c}"' for c in columns)
        count = 0
        try:
            with self._raw.cursor().copy(f"COPY {table} ({names}) FROM STDIN".encode()) as into:
                for row in rows:
                    into.write_row(row)
                    count += 1
        except self._error as error:
            raise self.fault(error) from error
        return count

    def script(self, statements: str) -> None:
        """Run many statements that have no values."""
        try:
            self._raw.execute(statements.encode())
        except self._error as error:
            raise self.fault(error) from error

    def rollback(self) -> None:
        if not self._raw.closed:
            self._raw.rollback()

    def close(self) -> None:
        self._raw.close()

    def __del__(self) -> None:
        """Closed when it is forgotten, as connections to files are."""
        raw = getattr(self, "_raw", None)
        if raw is not None and not raw.closed:
            raw.close()

    def alive(self) -> bool:
        """Whether the server still answers on this connection."""
        try:
            self._raw.execute("SELECT 1")
        except self._error:
            return False
        return True

    def fault(self, error: Exception) -> StorageError | InputError:
        """What went wrong in one clear line."""
        told = self.server.hidden(str(error).partition("\n")[0]) or type(error).__name__
        code = str(getattr(error, "sqlstate", None) or "")
        if self._raw.closed or code.startswith(("57P", "08")):
            return StorageError(f"the connection to {self.server} was lost: {told}", hint=SPENT)
        if code == "55P03":
            return StorageError(f"{self.server} is being written by somebody else for long", hint=SPENT)
        if code.startswith("54"):
            return InputError(
                "a name or an id in it is longer than PostgreSQL can look up", hint="shorten it to 2,000 characters"
            )
        if code == "42501":
            return StorageError(
                f"{self.server}: {told}", hint="ask whoever made the record to grant it (docs/newsroom.md)"
            )
        if code.startswith("53"):
            return StorageError(
                f"{self.server} cannot be read or written: {told}",
                hint="the server is short of space, memory or connections",
            )
        return StorageError(
            f"{self.server} cannot be read or written: {told}",
            hint="is it altered by another program? walkback verify compares",
        )


def _connected(server: Server) -> Any:
    psycopg = driver()
    options = {"application_name": "walkback", "client_encoding": "UTF8"}
    if "connect_timeout" not in server.address:
        options["connect_timeout"] = "10"
    try:
        return psycopg.connect(server.address, autocommit=True, cursor_factory=psycopg.RawCursor, **options)
    except psycopg.OperationalError as error:
        told = server.hidden(str(error)).partition(" Is the server running")[0].removeprefix("connection failed: ")
        raise RecordError(f"{server} cannot be opened: {told}", hint=_advice(told)) from None
    except psycopg.Error:
        raise RecordError(f"{server} cannot be opened: its address cannot be read", hint="docs/newsroom.md shows some") from None  # fmt: skip


def _advice(told: str) -> str:
    if "authentication" in told or "no password" in told:
        return "check name and password; a password goes into ~/.pgpass or PGPASSWORD"
    if "does not exist" in told and "database" in told:
        return "make the database first: createdb, or CREATE DATABASE"
    if "does not exist" in told and "role" in told:
        return "make the role first: createuser, or CREATE ROLE"
    if "too many" in told or "remaining connection slots" in told:
        return "raise max_connections of the server, or close what is not needed"
    return "is the server running, and may this machine ask it?"


def _adapt(raw: Any) -> None:
    """Values in and out: text that may hold NUL, whole numbers of one size so that a statement is prepared once, no decimals."""
    from psycopg.adapt import Loader
    from psycopg.types.numeric import FloatLoader, Int8Dumper
    from psycopg.types.string import StrDumperUnknown

    class Text(StrDumperUnknown):
        def dump(self, obj: str) -> Any:
            return kept(obj).encode()

    class Told(Loader):
        def load(self, data: Any) -> str:
            return found(bytes(data).decode())

    raw.adapters.register_dumper(str, Text)
    raw.adapters.register_dumper(int, Int8Dumper)
    raw.adapters.register_loader("text", Told)
    raw.adapters.register_loader("numeric", FloatLoader)
