"""Adding with progress on standard error, and writing the report: what several commands share."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from tqdm import tqdm

from walkback import archive, copies, pipeline, verbs
from walkback.archive import Added, Steps, Trouble
from walkback.core.errors import InputError
from walkback.core.ledger import Page
from walkback.core.text import Document
from walkback.record.store import Record
from walkback.sources import files
from walkback.views import report

EVERY = 10.0  # seconds between lines where nobody watches


class Progress:
    """A bar with rate and time left on a terminal; a plain line now and then in a pipe."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.bar = tqdm(total=total, unit=" articles", file=sys.stderr, dynamic_ncols=True) if sys.stderr.isatty() else None
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
            sys.stderr.write("linking matters across articles\n")
        elif now - self.last >= EVERY:
            self.last = now
            rate = added.seen / (now - self.began)
            left = max(0, self.total - added.seen) / rate if rate else 0
            sys.stderr.write(f"{added.seen} of about {self.total} articles, {rate:.1f} a second, about {left:.0f} s left\n")

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


class _Reading:
    """Reads with the shipped model, which is loaded at the first article that needs it."""

    def __call__(self, document: Document) -> Page:
        return pipeline.read_page(document, verbs.shipped_reader())


def add_documents(record: Record, documents: Iterable[Document | Trouble], *, total: int) -> Added:
    """Add documents to a record, showing progress."""
    progress = Progress(total)
    try:
        return archive.add(record, documents, Steps(_Reading(), pipeline.follow, copies.group_copies), progress=progress)
    finally:
        progress.close()


def add_sources(record: Record, sources: Sequence[Path]) -> Added:
    """Add files and folders to a record, showing progress."""
    return add_documents(record, files.walk(sources), total=files.count(sources))


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
        raise InputError(f"{out} cannot be written: {error.strerror}", hint="check the folder and its permissions") from error
