"""Where a record is at home: a file of SQLite, or a database of PostgreSQL when several people write.

Both are asked with the same queries, written in the SQL that both understand. What they do not share stands behind `Home`:
how a transaction of the one writer begins, how words are looked up, what one row of a table is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import unquote, urlsplit

from walkback.core.errors import InputError, StorageError

SCHEMES = ("postgresql", "postgres")
SPELLED = "postgresql://USER@HOST/DATABASE"
PATIENCE = 30.0  # seconds that a writer waits for the one before
ALL = 1 << 40  # as a limit: more rows than there can be
Searched = Literal["search", "search_statements", "search_matters"]  # tables of full text


@dataclass(frozen=True, slots=True)
class Server:
    """A database of PostgreSQL by its address. As text it is the address without its password, whoever prints it."""

    address: str = field(repr=False)

    def __str__(self) -> str:
        parts = urlsplit(self.address)
        user = f"{parts.username}@" if parts.username else ""
        port = f":{parts.port}" if parts.port else ""
        host = parts.hostname or ""
        return f"postgresql://{user}{f'[{host}]' if ':' in host else host}{port}{parts.path}"

    def hidden(self, text: str) -> str:
        """A text of others about this address in one line, without the password."""
        secret = urlsplit(self.address).password or ""
        for word in sorted({secret, unquote(secret)} - {""}, key=len, reverse=True):
            text = text.replace(word, "***")
        return " ".join(text.split())


Location = Path | Server


def location(value: str | PathLike[str] | Server) -> Location:
    """The file or the database that a text means.

    Raises InputError for an address that cannot be one; the message does not repeat it, since it may hold a password.
    """
    if isinstance(value, Server):
        return value
    text = fspath(value)
    scheme, colon, _ = text.partition(":")
    if not colon or scheme.lower() not in SCHEMES:
        return Path(value)
    if isinstance(value, PathLike) or not text.partition(":")[2].startswith("//"):
        raise InputError(f"a path is no address of a database: give it as text, {SPELLED}", hint="not as a Path")
    parts = urlsplit(text)
    try:
        whole = parts.port is None or parts.port > 0
    except ValueError:
        whole = False
    odd = parts.netloc.count("@") > 1 or "@" in parts.path + parts.query or parts.fragment
    if odd or not whole:
        why = (
            "a sign such as @ : / ? # in a password is written %40 %3A %2F %3F %23, or leave the password to ~/.pgpass"
        )
        raise InputError(f"the address of the database is not spelled {SPELLED}", hint=why)
    return Server(f"postgresql:{text.partition(':')[2]}")


class Rows(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """What both kinds of connection can do; values are marked ?, ?1 or :name."""

    @property
    def in_transaction(self) -> bool: ...
    def execute(self, statement: str, values: Any = ..., /) -> Rows: ...
    def executemany(self, statement: str, values: Iterable[Any], /) -> Rows: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What full text is asked for: phrases, each with whether its last word is only the beginning of one; all of them, or any."""

    phrases: tuple[tuple[str, bool], ...]
    any: bool = False

    def __bool__(self) -> bool:
        return bool(self.phrases)

    @property
    def spelled(self) -> str:
        """As FTS5 spells it."""
        words = (f'"{phrase}"' + ("*" if begins else "") for phrase, begins in self.phrases)
        return (" OR " if self.any else " ").join(words)


Piece = tuple[str, tuple[Any, ...]]  # a piece of SQL with its values


class Home(Protocol):
    """What a record asks of its home beyond queries."""

    @property
    def connection(self) -> Connection: ...

    @property
    def shown(self) -> str:
        """How messages name it; never with a password."""
        ...

    @property
    def name(self) -> str:
        """How pages name it: a file without its folder."""
        ...

    def close(self) -> None: ...

    def begin(self, *, patience: float) -> None:
        """Begin a write transaction: one writer at a time, the next one waits so many seconds at most, then fails."""
        ...

    def settle(self) -> None:
        """What is to be done before a write transaction ends."""
        ...

    def fault(self, error: BaseException) -> StorageError | None:
        """An error of the home's own in a write transaction as one clear line; None for others."""
        ...

    def columns(self, table: str) -> list[str]:
        """Names of the columns of a table, in their order."""
        ...

    def tables(self) -> dict[str, list[str]]:
        """Every table that a record consists of, with its columns; what only the full text of one home needs is left out."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """A time in which everything that is read is of one moment, whoever writes meanwhile."""
        ...

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one after the other, however many; nothing else is asked before its end."""
        ...

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
        """Write many rows into a table; how many."""
        ...

    def index(self, table: Searched, rows: Sequence[tuple[int, str]]) -> None:
        """Enter texts into full text by their numbers."""
        ...

    def unindex(self, table: Searched, rows: Sequence[tuple[int, str]]) -> None:
        """Take texts out of full text that were entered by these numbers."""
        ...

    def matching(self, table: Searched, terms: Terms) -> Piece:
        """The condition that a row of full text holds all the terms, or any where any does."""
        ...

    def rank(self, table: Searched, terms: Terms) -> Piece:
        """What to order by so that the best come first: BM25, negative, as FTS5 counts it."""
        ...

    def marking(self, table: Searched, text: str) -> str:
        """What to select so that `marked` can mark it; text: the column that holds the text of the table's rows."""
        ...

    def marked(self, texts: Sequence[str], terms: Terms) -> list[str]:
        """Texts selected by `marking`, with what was found between \\x02 and \\x03."""
        ...

    def alive(self) -> bool:
        """Whether the connection still stands."""
        ...

    def warm(self) -> None:
        """Make ready for many questions of pages."""
        ...

    def roomy(self) -> None:
        """Make ready for a long transaction that writes all over the record."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Be the only one that watches feeds for this record, as long as it lasts.

        Raises RecordError if another does.
        """
        ...


def next_number(db: Connection, table: str) -> int:
    """The number of the next row of a table, in a write transaction."""
    return int(db.execute(f"SELECT coalesce(max(number), 0) + 1 FROM {table}").fetchone()[0])
