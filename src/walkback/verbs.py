"""The public verbs. What they need is imported when they are called: `import walkback` alone stays quick."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from os import PathLike
from typing import TYPE_CHECKING

from walkback.core.ledger import Finding, Ledger
from walkback.core.text import Document

if TYPE_CHECKING:
    from walkback.pipeline import Reader
    from walkback.record.store import Record


@cache
def shipped_reader() -> Reader:
    """The reader with the shipped model, loaded once a process.

    Raises BundleError if the model is missing or damaged.
    """
    from walkback.reading.reader import OnnxReader

    return OnnxReader()


def read(
    text: str | Document, *, published: date | None = None, title: str | None = None, reader: Reader | None = None
) -> Ledger:
    """The ledger of one article: its actors, attributions, reports, matters and findings.

    text: the article as plain text or HTML, or a Document. published: the day that relative dates count from; without
    it the page's or the text's own date is used, and if there is none they stay unresolved. reader: another reader than
    the shipped model.
    Raises InputError for a text that is empty or not readable.
    """
    from walkback.sources.files import read_text

    document = text if isinstance(text, Document) else read_text(text, published=published, title=title)
    return read_story(document.doc_id, [document], reader=reader)


def read_story(case_id: str, documents: Sequence[Document], *, reader: Reader | None = None) -> Ledger:
    """The ledger of several articles, their matters followed across them in order of publication."""
    from walkback import pipeline

    return pipeline.read_story(case_id, documents, reader or shipped_reader())


def open_record(path: str | PathLike[str] = "walkback.db", *, create: bool = False) -> Record:
    """A record, to add to or to query (see walkback.record.queries): the path of its file, or postgresql://USER@HOST/DATABASE
    for one that several people write.

    Raises RecordError if it does not exist (unless create), is no record, was made by a newer version, or its server does not
    answer; InputError for PostgreSQL without the extra.
    """
    from walkback.record.home import location
    from walkback.record.store import Record

    return Record.open(location(path), create=create)


def explain(ledger: Ledger, finding: Finding) -> list[str]:
    """The steps that led to a finding, each with the sentence it rests on."""
    by_id = {report.id: report for report in ledger.reports}
    out = []
    for report_id, step in zip(finding.reports, finding.steps, strict=False):
        report = by_id[report_id]
        out.append(f"{step}: {ledger.page(report.doc_id).document.quote(report.sentence)}")
    return [*out, *finding.steps[len(finding.reports) :]]
