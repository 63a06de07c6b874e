"""Feeds, read with a feed reader's parser."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from click.testing import CliRunner

from tests.homes import Here
from walkback.core.errors import InputError, RecordError
from walkback.core.ledger import Judgement
from walkback.record import queries
from walkback.record.store import Record
from walkback.views.cli import main
from walkback.views.out.chosen import Choice, feed
from walkback.views.out.places import NEVER, Places


def parsed(text: str) -> Any:
    """A feed as feedparser reads it; it must find nothing wrong."""
    held = feedparser.parse(text.encode(), response_headers={"content-type": "application/atom+xml; charset=utf-8"})
    assert not held.bozo, held.get("bozo_exception")
    assert held.version == "atom10"
    assert held.feed.id and held.feed.title and held.feed.updated and held.feed.author
    assert len({e.id for e in held.entries}) == len(held.entries)
    assert all(e.id.startswith("urn:uuid:") and e.title and e.updated for e in held.entries)
    return held


def test_every_finding_is_an_entry_with_its_sentences(record: Record) -> None:
    held = parsed(feed(record, Choice()))
    rows = queries.findings(record)
    assert len(held.entries) == len(rows) == 3
    for entry, row in zip(held.entries, rows, strict=True):
        text = re.sub(r"<[^>]+>", "", entry.content[0].value)
        for evidence in row.evidence:
            start = evidence.sentence[:30].split("<")[0].split('"')[0]
            assert start in text.replace("&quot;", '"').replace("&#x27;", "'")
        assert row.finding.kind in entry.title.lower()
    assert held.feed.updated == max(e.updated for e in held.entries)


def test_unreviewed_is_said_and_a_lapse_says_how_far_it_is_known(record: Record) -> None:
    held = parsed(feed(record, Choice()))
    assert all("(not reviewed)" in e.title for e in held.entries)
    assert all("unreviewed" in [t.term for t in e.tags] for e in held.entries)
    assert all("Proposed, not reviewed" in e.content[0].value for e in held.entries)
    (lapse,) = parsed(feed(record, Choice(kind="lapse"))).entries
    assert "the record, as far as it reaches, shows no fulfilment" in lapse.summary


def test_no_text_of_an_article_is_markup(record: Record) -> None:
    for entry in parsed(feed(record, Choice())).entries:
        assert "<script" not in entry.content[0].value and "\u202e" not in entry.content[0].value


@pytest.mark.parametrize(
    ("choice", "count", "title"),
    [
        (Choice(kind="reversal"), 1, "walkback: reversals"),
        (Choice(kind="kept"), 0, "walkback: kept findings"),
        (Choice(who="roz", kind="dispute"), 1, "walkback: disputes on Anwen Roz"),
        (Choice(signed=True), 0, "walkback: confirmed findings"),
    ],
)
def test_feeds_are_chosen(record: Record, choice: Choice, count: int, title: str) -> None:
    held = parsed(feed(record, choice))
    assert len(held.entries) == count and held.feed.title == title


def test_a_feed_of_a_matter(record: Record) -> None:
    row = queries.findings(record, kind="reversal")[0]
    held = parsed(feed(record, Choice(matter=row.matter.id[:10])))
    assert [row.finding.kind] == [e.title.split()[0].lower() for e in held.entries]
    assert row.matter.label in held.feed.title


def test_feeds_have_different_ids_and_the_same_entries(record: Record) -> None:
    feeds = [parsed(feed(record, c)) for c in (Choice(), Choice(kind="reversal"), Choice(signed=True))]
    elsewhere = parsed(feed(record, Choice(), places=Places("https://news.example/record/")))
    assert len({f.feed.id for f in [*feeds, elsewhere]}) == 4
    assert {e.id for e in feeds[1].entries} <= {e.id for e in feeds[0].entries}
    assert [e.id for e in elsewhere.entries] == [e.id for e in feeds[0].entries]


def test_links_lead_to_the_pages_that_are_served(record: Record) -> None:
    row = queries.findings(record, kind="reversal")[0]
    places = Places("https://news.example/record/", ".html")
    held = parsed(feed(record, Choice(kind="reversal"), places=places, address="https://news.example/record/f.atom"))
    assert held.entries[0].link == f"https://news.example/record/matter/{row.matter.id}.html#f-{row.finding.id}"
    assert {link.rel: link.href for link in held.feed.links} == {
        "self": "https://news.example/record/f.atom",
        "alternate": "https://news.example/record/",
    }


@pytest.fixture
def own(here: Here, record_path: Path) -> Record:
    """A copy of the record to judge in."""
    copy = here.copy(record_path, "own.db")
    return Record.open(copy)


def test_a_judgement_updates_its_entry_and_no_other(own: Record) -> None:
    before = {e.id: e.updated for e in parsed(feed(own, Choice())).entries}
    finding = queries.findings(own, kind="reversal")[0].finding
    own.judge(Judgement(finding.id, "refused", "Rin Sorel", datetime(2031, 5, 10, 9, 30, tzinfo=UTC), "two meetings"))
    held = parsed(feed(own, Choice()))
    changed = [e for e in held.entries if e.updated != before[e.id]]
    assert [e.updated for e in changed] == ["2031-05-10T09:30:00Z"] == [held.feed.updated]
    assert "(refused by Rin Sorel)" in changed[0].title and "two meetings" in changed[0].content[0].value
    own.judge(Judgement(finding.id, "confirmed", "Rin Sorel", datetime(2031, 5, 11, tzinfo=UTC)))
    assert "(confirmed by Rin Sorel)" in parsed(feed(own, Choice(signed=True))).entries[0].title


def test_an_undated_finding_has_no_day_made_up(own: Record) -> None:
    with own.writing() as db:
        db.execute("UPDATE findings SET day = NULL")
    held = parsed(feed(own, Choice()))
    assert all(e.updated == NEVER and "published" not in e for e in held.entries)


def test_the_same_record_gives_the_same_bytes(record: Record) -> None:
    assert feed(record, Choice()) == feed(record, Choice())


@pytest.mark.parametrize(("choice", "error"), [(Choice(who="Nobody"), InputError), (Choice(matter="zz"), RecordError)])
def test_what_is_not_there_is_an_error(record: Record, choice: Choice, error: type[Exception]) -> None:
    with pytest.raises(error):
        feed(record, choice)


def test_the_command(record_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "f.atom"
    made = CliRunner().invoke(main, ["feed", str(out), "--record", str(record_path), "--kind", "reversal"])
    assert made.exit_code == 0 and made.stdout.strip() == str(out)
    printed = CliRunner().invoke(main, ["feed", "--record", str(record_path), "--kind", "reversal"])
    assert printed.stdout == out.read_text(encoding="utf-8")
    assert len(parsed(printed.stdout).entries) == 1
    refused = CliRunner().invoke(main, ["feed", "--record", str(record_path), "--who", "Nobody"])
    assert refused.exit_code == 2 and "nobody called" in refused.output
