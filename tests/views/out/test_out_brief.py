"""Briefs: everything said is marked and proven, and one sheet of A4 or Letter holds it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.homes import Here
from tests.scripted import documents
from walkback import archive, pipeline
from walkback.copies import group_copies
from walkback.core.ledger import Judgement
from walkback.record import queries
from walkback.record.store import Record
from walkback.views.cli import main
from walkback.views.out.chosen import matter_brief
from walkback.views.out.places import Places

CHROMIUM = shutil.which("chromium")
LONG = "which the harbour office of Senn had asked for in nine letters since the spring, each of them longer than the one before it and none of them answered, " * 3  # fmt: skip


@pytest.fixture
def long(here: Here) -> Iterator[Record]:
    """A record of one matter with sixty reports in long sentences, by nine people."""
    months = [(n // 28 + 1, n % 28 + 1) for n in range(0, 120, 2)]
    standing = ("planned", "postponed", "agreed", "cancelled")
    rows = [
        (f"n{n:02}", f"2031-{month:02}-{day:02}", f"<s1>Ilse Tarn {'ABCDEFGHI'[n % 9]}. Pell</s1> <c1>said</c1> <q1>the [[opening|{standing[n // 3 % 4]} b build]] of the new bridge over the Senn, {LONG}was on June {n % 28 + 1}</q1>.")
        for n, (month, day) in enumerate(months)
    ]  # fmt: skip
    held, reader = documents(rows)
    with Record.open(here / "long.db", create=True) as record:
        archive.add(record, held, archive.Steps(lambda d: pipeline.read_page(d, reader), pipeline.follow, group_copies))
        yield record


class Open(HTMLParser):
    """Elements that are open: each must be closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_brief_says_how_it_stands_and_that_nobody_signed(record: Record) -> None:
    (row,) = queries.findings(record, kind="reversal")
    page = matter_brief(record, row.matter.id[:10])
    parser = Open()
    parser.feed(page)
    assert not parser.open
    assert (
        "Reversal" in page
        and "(proposed, not reviewed)" in page
        and "planned on 3 February 2031, called off 5 days later" in page
    )
    assert "<mark>meeting</mark>" in page and "Kadria Herald" in page and "It was due" in page
    assert "src=" not in page and "@import" not in page and "application/ld+json" not in page


def test_a_lapse_says_how_far_it_is_known(record: Record) -> None:
    (row,) = queries.findings(record, kind="lapse")
    assert "the record, as far as it reaches, shows no fulfilment" in matter_brief(record, row.matter.id)


def test_no_text_of_an_article_is_markup(record: Record) -> None:
    for row in queries.matters(record):
        page = matter_brief(record, row.matter.id)
        assert "<script>" not in page and "\u202e" not in page and "<b>x" not in page


def test_a_signed_finding_is_data_for_programs(here: Here, record_path: Path) -> None:
    copy = here.copy(record_path, "own.db")
    with Record.open(copy) as own:
        (row,) = queries.findings(own, kind="reversal")
        note = "</script><b>"
        own.judge(Judgement(row.finding.id, "confirmed", "Rin Sorel", datetime(2031, 5, 10, tzinfo=UTC), note))
        page = matter_brief(own, row.matter.id, places=Places("https://news.example"))
    assert "(confirmed by Rin Sorel, 2031-05-10)" in page
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert data and json.loads(data[1])["@graph"][0]["@type"] == "ClaimReview"
    assert f"https://news.example/matter/{row.matter.id}" in page


def test_what_does_not_fit_is_counted(long: Record) -> None:
    row = queries.matters(long, limit=1)[0]
    page = matter_brief(long, row.matter.id)
    shown = page.count("<tr>") - 1
    assert 3 <= shown < len(row.evidence) and f"{len(row.evidence) - shown} reports more, left out here." in page
    assert "…" in page


@pytest.mark.skipif(not CHROMIUM, reason="no chromium to print with")
@pytest.mark.parametrize("which", ["record", "long"])
def test_one_sheet_holds_it(home_kind: str, which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    record: Record = request.getfixturevalue(which)
    pages = [matter_brief(record, row.matter.id) for row in queries.matters(record, limit=4)]
    quiet = "--no-first-run --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *quiet.split()])
        page = browser.new_page()
        for html in pages:
            page.set_content(html)
            for form in ("A4", "Letter"):
                sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format=form))
                assert len(sheets) == 1
        browser.close()


def test_the_command(record_path: Path, tmp_path: Path) -> None:
    with Record.open(record_path) as record:
        matter = queries.findings(record)[0].matter.id
    out = tmp_path / "b.html"
    made = CliRunner().invoke(main, ["brief", matter[:8], str(out), "--record", str(record_path)])
    assert made.exit_code == 0 and made.stdout.strip() == str(out)
    with Record.open(record_path) as record:
        last = queries.totals(record).last
        assert out.read_text(encoding="utf-8") == matter_brief(record, matter, on=last or date.min)
    refused = CliRunner().invoke(main, ["brief", "zz", "--record", str(record_path)])
    assert refused.exit_code == 2 and "no matter" in refused.output
