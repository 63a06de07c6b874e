"""The whole flow on one page: a document is read on its own, reports are followed across documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from walkback.core.ledger import Actor, Finding, Matter, Page, Report
from walkback.core.reading import Reading
from walkback.core.text import Document


class Reader(Protocol):
    """Anything that reads a document: the shipped model, or a scripted one in tests."""

    def read(self, document: Document) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Followed:
    """What follows from all reports of a case or a record.

    actors: every actor by id, merged ones with all aliases; same: actor id -> id of the actor it was merged into.
    """

    actors: Mapping[str, Actor]
    same: Mapping[str, str]
    matters: Mapping[str, Matter]
    findings: tuple[Finding, ...]


def read_page(document: Document, reader: Reader) -> Page:
    """Everything read in one document. Pure: same document and reader, same page."""
    raise NotImplementedError


def follow(
    reports: Sequence[Report],
    actors: Mapping[str, Actor],
    *,
    copies: Mapping[str, str] | None = None,
    on: date | None = None,
) -> Followed:
    """Matters and findings of all reports. copies: doc_id -> doc_id of the document whose text it repeats."""
    raise NotImplementedError
