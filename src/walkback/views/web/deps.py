"""What a request is given: the record, open for it alone, and what its address asks of every page."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from typing import Annotated, Literal

from fastapi import Depends, Query, Request
from fastapi.concurrency import run_in_threadpool

from walkback.archive import Steps
from walkback.core.errors import StorageError
from walkback.record import facts
from walkback.record.home import Location, Server, location
from walkback.record.store import Record
from walkback.views.web.presence import Presence

Form = Literal["html", "csv", "json"]
MOST_IDLE = 16  # connections kept open
AROUND = timedelta(days=45)  # a record that ends farther from today is an archive: its own last day counts
SIZE, EXPORT, MOST = 40, 1000, 10_000  # rows of a page, of an export, of the largest export


class Shelf:
    """Connections to one record, each lent to one request at a time and kept warm between them."""

    def __init__(self, where: Location | str) -> None:
        self.where = location(where)
        self._idle: list[tuple[tuple[int, int], Record]] = []
        self._lock = Lock()

    def _file(self) -> tuple[int, int]:
        """Which file the record is in now; a database stays the same."""
        if isinstance(self.where, Server):
            return (0, 0)
        try:
            seen = self.where.stat()
        except OSError:
            return (0, 0)
        return (seen.st_dev, seen.st_ino)

    def take(self) -> Record:
        """An open record. One whose file was replaced meanwhile, or whose connection was lost, is opened anew.

        Raises RecordError if it cannot be opened.
        """
        file = self._file()
        with self._lock:
            fresh = [held for held in self._idle if held[0] == file]
            stale = [held for held in self._idle if held[0] != file]
            self._idle = fresh[:-1]
        for _, record in stale:
            record.close()
        if fresh and fresh[-1][1].home.alive():
            return fresh[-1][1]
        if fresh:  # the others were lost with it
            fresh[-1][1].close()
            self.close()
        record = Record.open(self.where, any_thread=True)
        record.home.warm()
        return record

    def give(self, record: Record) -> None:
        """Put a record back for the next request."""
        if record.connection.in_transaction:
            record.connection.rollback()
        with self._lock:
            if len(self._idle) < MOST_IDLE:
                self._idle.append((self._file(), record))
                return
        record.close()

    def close(self) -> None:
        """Close what is not lent."""
        with self._lock:
            held, self._idle = self._idle, []
        for _, record in held:
            record.close()


@dataclass(frozen=True, slots=True)
class Settings:
    """What was given when the server started.

    on: the day deadlines count from; None is the day of the request. steps: what reads an article again; None where the
    record is only shown. presence: who is reviewing what.
    """

    on: date | None = None
    steps: Steps | None = None
    presence: Presence = field(default_factory=Presence)


async def held(request: Request) -> AsyncIterator[Record]:
    """The record, for this request alone, its facts up to date."""
    shelf: Shelf = request.app.state.shelf
    record = shelf.take()
    try:
        if facts.behind(record):
            await run_in_threadpool(facts.catch_up, record)
        yield record
    except (sqlite3.Error, StorageError):
        record.close()
        raise
    else:
        shelf.give(record)


Held = Annotated[Record, Depends(held)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What any page may be asked: the day it counts from, its form, which stretch of its rows.

    reach: the last day the record holds news of, where the page counts from it because it is far from today.
    """

    request: Request
    record: Record
    on: date
    today: date
    reach: date | None
    form: Form
    page: int
    size: int

    @property
    def start(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * self.size


async def asked(
    request: Request,
    record: Held,
    on: Annotated[date | None, Query(description="The day deadlines count from.")] = None,
    format: Annotated[Form, Query(description="The page, or its table as CSV or JSON.")] = "html",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int | None, Query(ge=1, le=MOST)] = None,
) -> Asked:
    """What the address asks of any page."""
    settings: Settings = request.app.state.settings
    today = settings.on or date.today()
    reach = None if on or settings.on else _reach(record, today)
    rows = size or (SIZE if format == "html" else EXPORT)
    return Asked(request, record, on or reach or today, today, reach, format, page, rows)


def _reach(record: Record, today: date) -> date | None:
    """The last day of a record that does not reach to about today; None of one that does."""
    last = record.connection.execute("SELECT max(published) FROM documents").fetchone()[0]
    end = date.fromisoformat(last) if last else None
    return end if end and abs(end - today) > AROUND else None


Page = Annotated[Asked, Depends(asked)]
