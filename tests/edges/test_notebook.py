"""Nouns in a notebook: what they show, what they never do."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import walkback
from tests.views import invented
from walkback import pipeline
from walkback.record import queries
from walkback.record.store import Record
from walkback.views import notebook


class Balanced(HTMLParser):
    """Fails on a tag that is closed out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def ledger() -> walkback.Ledger:
    documents, reader = invented.articles()
    return pipeline.read_story("strait", documents, reader)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record.open(invented.make(tmp_path_factory.mktemp("notebook") / "r.db")) as held:
        yield held


def shown(noun: object) -> str:
    text: str = noun._repr_html_()  # type: ignore[attr-defined]
    parser = Balanced()
    parser.feed(text)
    assert not parser.open and "script" not in parser.seen
    assert "\x1b" not in text and "\u202e" not in text
    return text


def words_of(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", text).split())


def test_a_ledger_shows_findings_with_their_sentences(ledger: walkback.Ledger) -> None:
    text = words_of(shown(ledger))
    assert "Bo Kessi said the meeting in Orlo was off." in text
    assert "proposed, not reviewed" in text and "Who said what" in text


def test_every_noun(ledger: walkback.Ledger) -> None:
    page = ledger.page("a1")
    assert "Share this page" in shown(page) and "an undertaking" in shown(page)
    assert "Envoys to meet in Orlo" in shown(page.document) and "an undertaking" not in shown(page.document)
    assert notebook.PROPOSED in shown(ledger.findings[0])
    assert words_of(shown(next(iter(ledger.matters.values()))))


def test_a_hostile_text_stays_text(ledger: walkback.Ledger) -> None:
    assert "alert(1)" in words_of(shown(ledger.page("a9")))


def test_rows_of_a_record(record: Record) -> None:
    row = queries.findings(record, kind="reversal")[0]
    assert "planned on 3 February 2031, called off 5 days later" in words_of(notebook.html(row))
    assert "Bo Kessi" in notebook.html(queries.matter(record, row.matter.id))


def test_a_long_text_is_cut_and_says_so() -> None:
    document = walkback.Document("d", "\n\n".join(f"Line {n}." for n in range(100)))
    assert "and 60 paragraphs more" in words_of(shown(document))


def test_what_is_no_noun() -> None:
    with pytest.raises(TypeError):
        notebook.html("text")


def test_importing_walkback_loads_no_view(root: Path) -> None:
    code = (
        "import sys, walkback; print([m for m in sys.modules if m.startswith(('walkback.views', 'walkback.record'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root / "src")
    assert done.stdout.strip() == "[]"
