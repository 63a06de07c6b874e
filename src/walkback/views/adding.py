"""Adding with progress on standard error, and writing the report: what several commands share."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from tqdm import tqdm

from walkback import archive, copies, pipeline, verbs
from walkback.archive import Added, Steps, Trouble
from walkback.core.errors import InputError
from walkback.core.ledger import Page
from walkback.core.text import Document
from walkback.crew import HANDFUL
from walkback.record.store import Record
from walkback.sources import files
from walkback.views import report
from walkback.views.words import clean, count

EVERY = 10.0  # seconds between lines where nobody watches
TOLD = 3  # troubles named at the end of a run; `walkback problems` lists all


class Progress:
    """A bar with rate and time left on a terminal; a plain line now and then in a pipe."""

    def __init__(self, total: int) -> None:
        self.total = total
        watched = sys.stderr.isatty()
        self.bar = tqdm(total=total, unit=" articles", file=sys.stderr, dynamic_ncols=True) if watched else None
        self.began = self.last = time.monotonic()

    def __call__(self, added: Added) -> None:
        if self.bar is not None:
            self.bar.total = max(self.total, added.seen)
            self.bar.update(added.seen - self.bar.n)
            if added.linking:
                self.bar.set_description("linking")
            return
        now = time.monotonic()
        if added.linking:
            sys.stderr.write(f"linking the matters of {count(added.seen, 'article')}\n")
        elif now - self.last >= EVERY:
            self.last = now
            rate = added.seen / (now - self.began)
            left = max(0, self.total - added.seen) / rate if rate else 0
            done = f"{added.seen:,} of about {max(self.total, added.seen):,} articles"
            sys.stderr.write(f"{done}, {rate:.1f} a second, about {_clock(left)} left\n")
        sys.stderr.flush()

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


def _clock(seconds: float) -> str:
    """A time as a person says it: "40 s", "12 min", "3.5 h"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _read(document: Document) -> Page:
    """Reads with the shipped model, which is loaded at the first article that needs it."""
    return pipeline.read_page(document, verbs.shipped_reader())


STEPS = Steps(_read, pipeline.follow, copies.group_copies)


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def add_documents(
    record: Record, documents: Iterable[Document | Trouble], *, total: int, jobs: int | None = None
) -> Added:
    """Add documents to a record, showing progress; the first few that cannot be read are named at the end.

    jobs: how many processes read, at most; None for as many as there are cores. A few articles are read by this one
    alone: another takes about a second to start. Raises BundleError if the model is missing or damaged.
    """
    jobs = min(jobs or cores(), total // (2 * HANDFUL))
    troubles: list[Trouble] = []

    def watched() -> Iterator[Document | Trouble]:
        for item in documents:
            if not isinstance(item, Document) and len(troubles) < TOLD:
                troubles.append(item)
            yield item

    progress = Progress(total)
    try:
        return archive.add(record, watched(), STEPS, jobs=jobs, progress=progress)
    finally:
        progress.close()
        for t in troubles:
            sys.stderr.write(clean(f"not read: {t.source}: {t.reason}" + (f" ({t.hint})" if t.hint else "")) + "\n")


def read_again(record: Record, doc_ids: Sequence[str]) -> Added:
    """Read documents of a record again, showing progress."""
    progress = Progress(len(doc_ids))
    try:
        return archive.read_again(record, doc_ids, STEPS, progress=progress)
    finally:
        progress.close()


def verify(record: Record) -> archive.Verified:
    """Derive the findings of a record again and compare."""
    return archive.verify(record, STEPS)


def add_sources(record: Record, sources: Sequence[Path], *, jobs: int | None = None) -> Added:
    """Add files and folders to a record, showing progress."""
    return add_documents(record, files.walk(sources), total=files.count(sources), jobs=jobs)


def write_report(record: Record, out: Path, on: date) -> None:
    """Write the report of a record; the file appears whole or not at all.

    Raises InputError if it cannot be written.
    """
    page = report.report(report.gather(record, on))
    scratch = out.with_name(out.name + ".part")
    try:
        scratch.write_text(page, encoding="utf-8")
        os.replace(scratch, out)
    except OSError as error:
        with suppress(OSError):
            scratch.unlink()
        why = f"{out} cannot be written: {error.strerror}"
        raise InputError(why, hint="check the folder and its permissions") from error
