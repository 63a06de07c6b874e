"""walkback reads news and keeps the record: who said what, who undertook what by when, and what became of it.

import walkback
ledger = walkback.read(text, published=date(2031, 3, 4))
for report in ledger.reports: ...
"""

from __future__ import annotations

from walkback.core.errors import BundleError, InputError, RecordError, WalkbackError
from walkback.core.interval import Interval
from walkback.core.ledger import Actor, Attribution, Finding, Judgement, Ledger, Matter, Page, Report, Timex
from walkback.core.text import Document, Span
from walkback.verbs import explain, open_record, read, read_story

__version__ = "0.1.0"


def _html(noun: object) -> str:
    from walkback.views.notebook import html  # only where a notebook asks

    return html(noun)


# How nouns look is no business of theirs: the package gives them what a notebook calls.
for _noun in (Document, Finding, Ledger, Matter, Page):
    setattr(_noun, "_repr_html_", _html)  # noqa: B010  (no checker knows the name)

__all__ = [
    "Actor",
    "Attribution",
    "BundleError",
    "Document",
    "Finding",
    "InputError",
    "Interval",
    "Judgement",
    "Ledger",
    "Matter",
    "Page",
    "RecordError",
    "Report",
    "Span",
    "Timex",
    "WalkbackError",
    "explain",
    "open_record",
    "read",
    "read_story",
]
