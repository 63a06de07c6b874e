"""Reading in several processes: documents go out in handfuls, pages come back as they are done, in any order.

A worker gets its next handful when it has given back the last, so neither side ever waits to write while the other does.
When the process that asked is gone, killed or not, the pipes close and the workers end by themselves.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from types import TracebackType

from walkback.core.errors import BundleError, WalkbackError
from walkback.core.ledger import Page
from walkback.core.text import Document

HANDFUL = 16  # documents that go out at a time, or fewer long ones
LONG = 40_000  # characters of a handful

Read = Callable[[Document], Page]
Outcome = Page | str  # what was read, or why it could not be


def attempt(read: Read, document: Document) -> Outcome:
    """What is read in a document, or in a line why it failed; an error that would meet every document is raised."""
    try:
        return read(document)
    except (MemoryError, BundleError):  # no fault of the article: every other one would fail too
        raise
    except Exception as error:  # one bad article is a recorded failure and the run goes on
        return f"{type(error).__name__}: {error}"[:300]


class Crew:
    """Processes that read. Use as a context manager; `read` must be a function of a module, since they import it anew."""

    def __init__(self, read: Read, size: int) -> None:
        context = get_context("spawn")
        self._idle: list[Connection] = []
        self._busy: dict[Connection, list[Document]] = {}
        self._processes = []
        for _ in range(size):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, read), daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)
            self._idle.append(ours)

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in (*self._idle, *self._busy):
            pipe.close()
        for process in self._processes:
            if error is not None:
                process.terminate()
            process.join()

    @property
    def free(self) -> bool:
        """Whether one has nothing to read."""
        return bool(self._idle)

    def give(self, handful: Sequence[Document]) -> None:
        """Give some documents to one that has nothing to read."""
        pipe = self._idle.pop()
        pipe.send(list(handful))
        self._busy[pipe] = list(handful)

    def take(self) -> Iterator[tuple[Document, Outcome]]:
        """What comes back from the next that is done; nothing if none is reading.

        Raises what `attempt` raises, and WalkbackError if a process ended before its work was done.
        """
        for pipe in wait(list(self._busy)) if self._busy else ():
            assert isinstance(pipe, Connection)
            given = self._busy.pop(pipe)
            try:
                outcomes = pipe.recv()
            except (EOFError, OSError) as error:
                why = "a process that was reading has ended; it was stopped, or memory ran out"
                raise WalkbackError(
                    why, hint="the same command goes on where it stopped; --jobs 1 needs least"
                ) from error
            if isinstance(outcomes, BaseException):
                raise outcomes
            self._idle.append(pipe)
            yield from zip(given, outcomes, strict=True)


def _work(pipe: Connection, read: Read) -> None:
    """What a worker does until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked
    with suppress(EOFError, OSError):
        while True:
            handful = pipe.recv()
            try:
                outcomes: object = [attempt(read, document) for document in handful]
            except (MemoryError, BundleError) as error:
                outcomes = error
            pipe.send(outcomes)
