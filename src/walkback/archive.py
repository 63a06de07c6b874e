"""Add articles to a record, each in a transaction of its own, so that an interruption loses nothing and a second run finishes the work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from walkback.core.errors import InputError
from walkback.core.judged import Judged
from walkback.core.ledger import Actor, Finding, Page, Report
from walkback.core.text import Document
from walkback.crew import HANDFUL, LONG, Crew, Outcome, attempt
from walkback.linking import link
from walkback.record import queries, rereading
from walkback.record.effects import judged
from walkback.record.rows import Problem
from walkback.record.store import Record


class Trouble(Protocol):
    """An input that could not be read (sources.files.Trouble)."""

    @property
    def source(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def hint(self) -> str: ...


class Links(Protocol):
    """What follows from all reports (pipeline.Followed)."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...


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
    jobs: int = 1,
    progress: Callable[[Added], None] = lambda added: None,
) -> Added:
    """Read every document that the record does not hold, then bring matters and findings up to date.

    A document whose reading fails is kept as a problem with its reason, and the run goes on. jobs: how many processes
    read (`steps.read` must then be a function of a module); this one alone writes, and the order in which they are done
    plays no part. Raises BundleError if the model is missing or damaged, RecordError if the record cannot be written.
    """
    keep = _Keeping(record, steps.read, progress)
    if jobs > 1:
        with Crew(steps.read, jobs) as crew:
            _read_together(keep, documents, crew)
    else:
        for item in documents:
            if document := keep.wanted(item):
                keep.outcome(document, attempt(steps.read, document))
    if record.stale():
        progress(replace(keep.added, linking=True))
        link(record)
    return keep.added


def read_again(
    record: Record, doc_ids: Sequence[str], steps: Steps, *, progress: Callable[[Added], None] = lambda added: None
) -> Added:
    """Read documents of the record again, as with a newer model, then bring matters and findings up to date: `read` counts
    those that now read otherwise, `known` those that read the same.

    Judgements stay and are found again by overlap; what has no place any more is listed by `review.unplaced`. A document
    whose reading fails keeps the reading it had, and is noted as a problem. Interrupted, the same again goes on.
    """
    keep = _Keeping(record, steps.read, progress)
    for doc_id in doc_ids:
        keep.again(doc_id, attempt(steps.read, queries.document(record, doc_id).document))
    if record.stale():
        progress(replace(keep.added, linking=True))
        link(record)
    return keep.added


@dataclass
class _Keeping:
    """The one that writes: what is read is put into the record, what cannot be read is noted."""

    record: Record
    read: Callable[[Document], Page]
    progress: Callable[[Added], None]
    added: Added = Added()

    def wanted(self, item: Document | Trouble) -> Document | None:
        """The document to be read, under the id it will be stored by; None for one that is known, or is none."""
        if not isinstance(item, Document):
            self._note(Problem(item.source, item.reason, item.hint))
        elif (document := self.record.admit(item)) is None:
            self._count(known=1)
        else:
            return document
        return None

    def outcome(self, document: Document, outcome: Outcome) -> None:
        """Store what was read in a document, or why it could not be."""
        if isinstance(outcome, str):
            self._note(Problem(document.doc_id, outcome, "report it with the article, it is a fault of walkback"))
            return
        try:
            new = self.record.put(outcome)
        except InputError as error:  # this one article does not fit into its home
            self._note(Problem(document.doc_id, str(error.args[0]), error.hint))
            return
        if new:
            self._count(read=1)
        elif other := self.record.admit(document):  # somebody else stored another text of that name meanwhile
            self.outcome(other, attempt(self.read, other))
        else:
            self._count(known=1)

    def again(self, doc_id: str, outcome: Outcome) -> None:
        """Store another reading of a document, or why there is none."""
        if isinstance(outcome, str):
            self._note(Problem(doc_id, outcome, "report it with the article, it is a fault of walkback"))
        elif rereading.put_again(self.record, outcome):
            self._count(read=1)
        else:
            self._count(known=1)

    def _note(self, problem: Problem) -> None:
        self.record.note_problem(problem)
        self._count(problems=1)

    def _count(self, *, read: int = 0, known: int = 0, problems: int = 0) -> None:
        now = self.added
        self.added = Added(now.read + read, now.known + known, now.problems + problems)
        self.progress(self.added)


def _read_together(keep: _Keeping, documents: Iterable[Document | Trouble], crew: Crew) -> None:
    """Have a crew read the documents and store what comes back as it comes."""
    out: set[str] = set()  # ids of documents that are being read
    handful: list[Document] = []

    def back() -> None:
        for document, outcome in crew.take():
            keep.outcome(document, outcome)
            out.discard(document.doc_id)

    def give() -> None:
        nonlocal handful
        while handful and not crew.free:
            back()
        if handful:
            crew.give(handful)
        handful = []

    for item in documents:
        if isinstance(item, Document) and any(
            name == item.doc_id or name.startswith(f"{item.doc_id}@") for name in out
        ):
            give()
            while out:  # whether it is known can be told when what bears its name has been stored
                back()
        if document := keep.wanted(item):
            handful.append(document)
            out.add(document.doc_id)
        if len(handful) >= HANDFUL or sum(len(d.text) for d in handful) > LONG:
            give()
    give()
    while out:
        back()


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
    links = _followed(record, steps)
    derived = {f.id: f for f in links.findings}
    stored = {f.id: f for f in record.findings()}
    return Verified(
        findings=len(stored),
        missing=tuple(sorted(stored.keys() - derived.keys())),
        new=tuple(sorted(derived.keys() - stored.keys())),
        changed=tuple(sorted(k for k in stored.keys() & derived.keys() if stored[k] != derived[k])),
    )


def _followed(record: Record, steps: Steps) -> Links:
    """What follows from all reports and judgements of a record, made anew."""
    copies = steps.copies(record.texts())
    return steps.follow(record.reports(), record.page_actors(), copies=copies, judged=judged(record.connection))
