"""The invented news: readable, in order, true to its list of findings, and free of real places."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from importlib import resources

import pytest

from walkback import demo
from walkback.core.errors import InputError
from walkback.core.text import Document
from walkback.demo import Expected

DOCUMENTS = demo.documents()
EXPECTED = demo.expected()
BY_ID = {document.doc_id: document for document in DOCUMENTS}


def real_places() -> list[str]:
    """Every name, capital, alias, demonym and seat of power of the table of places."""
    table = resources.files("walkback.data").joinpath("places.tsv").read_text(encoding="utf-8")
    cells = [cell for line in table.splitlines()[1:] for cell in line.split("\t")]
    return sorted({word for cell in cells for word in cell.split("|") if word}, key=len, reverse=True)


REAL = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, real_places())) + r")(?!\w)")


def by_doc_id(document: Document) -> str:
    return document.doc_id


def by_label(finding: Expected) -> str:
    return f"{finding.kind}-{finding.label.replace(' ', '-')}"


def test_enough_articles_in_order() -> None:
    assert 28 <= len(DOCUMENTS) <= 32
    days = [document.published for document in DOCUMENTS]
    assert days == sorted(days, key=lambda day: day or date.max)
    assert all(day and date(2031, 1, 1) <= day <= date(2031, 6, 30) for day in days)


def test_numbers_run_without_gap() -> None:
    numbers = [int(document.doc_id[:2]) for document in DOCUMENTS]
    assert numbers == list(range(1, len(DOCUMENTS) + 1))


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_doc_id)
def test_article_is_whole(document: Document) -> None:
    assert document.title and document.outlet and document.published_basis == "given"
    assert document.text.splitlines()[0] == document.title
    assert 180 <= len(document.text.split()) <= 420
    assert document.text.count("“") >= document.text.count("”")
    assert not re.search(r"[ \t]$|\n{3}|\r", document.text, re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_doc_id)
def test_article_names_no_real_place(document: Document) -> None:
    assert not REAL.findall(f"{document.text}\n{document.outlet}")


@pytest.mark.parametrize("finding", EXPECTED, ids=by_label)
def test_evidence_stands_once_in_its_article(finding: Expected) -> None:
    assert [BY_ID[doc_id].text.count(words) for doc_id, words in finding.evidence] == [1] * len(finding.evidence)


@pytest.mark.parametrize("finding", EXPECTED, ids=by_label)
def test_finding_is_whole(finding: Expected) -> None:
    days = [BY_ID[doc_id].published for doc_id, _ in finding.evidence]
    assert len(days) >= 2
    assert days == sorted(days, key=lambda day: day or date.max)
    assert len(finding.who) == 2 if finding.kind == "dispute" else finding.who
    told = " ".join(BY_ID[doc_id].text for doc_id, _ in finding.evidence)
    assert not [name for name in finding.who if name not in told]


def test_findings_of_every_kind_and_no_two_alike() -> None:
    kinds = Counter(finding.kind for finding in EXPECTED)
    assert set(kinds) == {"reversal", "delay", "dispute", "kept", "lapse"}
    assert 15 <= len(EXPECTED) <= 24
    assert len({(finding.kind, finding.label) for finding in EXPECTED}) == len(EXPECTED)


def test_copy_differs_in_its_ending_only() -> None:
    wire = BY_ID["06-vesk-calls-off-meeting"].text.split("\n\n")[1:]
    copy = BY_ID["07-meeting-called-off-copy"].text.split("\n\n")[1:]
    assert copy[:6] == wire[:6]
    assert copy[6:] != wire[6:]


@pytest.mark.parametrize("raw", ["title: A\noutlet: B\n\nText", "title: A\noutlet: B\npublished: soon\n\nText", "Text"])
def test_bad_header_is_an_input_error(raw: str) -> None:
    with pytest.raises(InputError, match="bad header"):
        demo._document("x", raw)
