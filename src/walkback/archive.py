"""Add articles to a record, one at a time, so that an interruption loses nothing and a second run finishes the work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from walkback.core.errors import BundleError
from walkback.core.judged import Judged
from walkback.core.ledger import Actor, Page, Report
from walkback.core.text import Document
from walkback.record import judgements
from walkback.record.rows import Problem
from walkback.record.store import Links, Record


class Trouble(Protocol):
    """An input that could not be read (sources.files.Trouble)."""

    @property
    def source(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def hint(self) -> str: ...


class Follow(Protocol):
    """What makes matters and findings of all reports (pipeline.follow)."""

    def __call__(
        self, reports: list[Report], actors: Mapping[str, Actor], *, copies: Mapping[str, str], judged: Judged
    ) -> Links: ...


@dataclass(frozen=True, slots=True)
class Added:
    """How many articles were read, were known already, could not be read; whether links are being made."""

    read: int = 0
    known: int = 0
    problems: int = 0
    linking: bool = False

    @property
    def seen(self) -> int:
        return self.read + self.known + self.problems


@dataclass(frozen=True, slots=True)
class Steps:
    """The stages that adding needs, given from outside so that tests need no model."""

    read: Callable[[Document], Page]
    follow: Follow
    copies: Callable[[Iterable[tuple[str, str]]], dict[str, str]]


def add(
    record: Record,
    documents: Iterable[Document | Trouble],
    steps: Steps,
    *,
    progress: Callable[[Added], None] = lambda added: None,
) -> Added:
    """Read every document that the record does not hold, then bring matters and findings up to date.

    A document whose reading fails is kept as a problem with its reason, and the run goes on.
    Raises BundleError if the model is missing or damaged, RecordError if the record cannot be written.
    """
    read = known = problems = 0
    for item in documents:
        if not isinstance(item, Document):
            record.note_problem(Problem(item.source, item.reason, item.hint))
            problems += 1
        elif (document := record.admit(item)) is None:
            known += 1
        else:
            try:
                page = steps.read(document)
            except (MemoryError, BundleError):  # no fault of the article: every other one would fail too
                raise
            except Exception as error:  # one bad article is a recorded failure and the run goes on
                reason = f"{type(error).__name__}: {error}"
                record.note_problem(
                    Problem(item.doc_id, reason[:300], "report it with the article, it is a fault of walkback")
                )
                problems += 1
            else:
                record.put(page)
                read += 1
        progress(Added(read, known, problems))
    if record.stale():
        progress(Added(read, known, problems, linking=True))
        link(record, steps)
    return Added(read, known, problems)


@dataclass(frozen=True, slots=True)
class Verified:
    """How many findings were derived again from the stored reports, and the ids of those that came out otherwise."""

    findings: int
    missing: tuple[str, ...]  # stored, but not derived
    new: tuple[str, ...]  # derived, but not stored
    changed: tuple[str, ...]  # both, with other evidence, words or steps

    @property
    def same(self) -> bool:
        return not (self.missing or self.new or self.changed)


def verify(record: Record, steps: Steps) -> Verified:
    """Derive every finding anew from the stored reports and compare it with what the record holds. Changes nothing."""
    links, _ = _followed(record, steps)
    derived = {f.id: f for f in links.findings}
    stored = {f.id: f for f in record.findings()}
    return Verified(
        findings=len(stored),
        missing=tuple(sorted(stored.keys() - derived.keys())),
        new=tuple(sorted(derived.keys() - stored.keys())),
        changed=tuple(sorted(k for k in stored.keys() & derived.keys() if stored[k] != derived[k])),
    )


def link(record: Record, steps: Steps) -> None:
    """Make matters and findings of all reports of the record and of all judgements anew, in one transaction."""
    with record.writing() as db:
        judgements.fill_anchors(db)
        judgements.place(db, ("report", "attribution", "actor"))
        links, copies = _followed(record, steps)
        judgements.stand(db, judgements.judged(db))
        judgements.stand_attributions(db)
        record.replace(links, copies)


def _followed(record: Record, steps: Steps) -> tuple[Links, dict[str, str]]:
    """What follows from all reports and judgements of a record, and its copies: doc_id -> the document whose text it repeats."""
    copies = steps.copies(record.texts())
    judged = judgements.judged(record.connection)
    return steps.follow(record.reports(), record.page_actors(), copies=copies, judged=judged), copies
