"""Every page: what it shows, what it is as a table, what it says when there is nothing."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.homes import Here
from tests.scripted import documents
from tests.views import invented
from walkback import archive, copies, pipeline
from walkback.record import queries
from walkback.record.rows import Problem
from walkback.record.store import Record
from walkback.sources import files
from walkback.views.web.app import create_app
from walkback.views.web.pages import NAVIGATION

PAGES = ["/", "/matters", "/due", "/due?month=2031-02", "/articles", "/search", "/search?q=meet", "/problems"]


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The pages of a record without an article."""
    path = tmp_path_factory.mktemp("empty") / "r.db"
    Record.open(path, create=True).close()
    return TestClient(create_app(path))


@pytest.fixture(scope="session")
def matter_id(web_record: Path) -> str:
    """The matter with most findings."""
    with Record.open(web_record) as record:
        return queries.matters(record, limit=1)[0].matter.id


def plain(page: str) -> str:
    """The words of a page."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page)))


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_an_empty_record_say_so(empty: TestClient, path: str) -> None:
    answer = empty.get(path)
    assert answer.status_code == 200 and answer.text.count("<h1") == 1
    assert 'class="empty"' in answer.text or path.startswith(("/search", "/due?month"))


@pytest.mark.parametrize("path", [*PAGES, "/article/a1", "/article/a9"])
def test_every_table_is_csv_and_json_too(client: TestClient, path: str) -> None:
    mark = "&" if "?" in path else "?"
    lines = list(csv.DictReader(io.StringIO(client.get(f"{path}{mark}format=csv").text.lstrip("\ufeff"))))
    held = client.get(f"{path}{mark}format=json").json()
    assert len(lines) == len(held["rows"]) <= held["total"]
    assert not lines or list(lines[0]) == list(held["rows"][0])
    assert not [v for line in lines for v in line.values() if v.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("path", ["/matter/none", "/article/none", "/article/a/b/c?format=json"])
def test_what_is_not_in_the_record_is_told(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_findings_stand_side_by_side_with_their_change_in_words(client: TestClient) -> None:
    page = plain(client.get("/?kind=reversal").text)
    assert "planned on 3 February 2031, called off 5 days later" in page
    assert "he would meet the envoys of Kadria in Orlo on March 10" in page and "the meeting in Orlo was off" in page


def test_what_nobody_reviewed_is_marked_so(client: TestClient, matter_id: str) -> None:
    for path in ("/", f"/matter/{matter_id}"):
        page = client.get(path).text
        assert page.count('class="finding ') == page.count("proposed, not reviewed") > 0
    rows = client.get("/?format=json").json()["rows"]
    assert {row["reviewed"] for row in rows} == {"proposed, not reviewed"}


def test_facets_narrow_the_page_and_can_be_taken_back(client: TestClient) -> None:
    page = client.get("/?kind=reversal&outlet=Strait+Courier").text
    assert 'href="/?outlet=Strait+Courier"' in page  # the kind, taken back
    assert client.get("/?kind=lapse&outlet=none").text.count("Nothing fits all of these") == 1


def test_a_matter_is_drawn_and_every_mark_leads_to_its_report(client: TestClient, matter_id: str) -> None:
    page = client.get(f"/matter/{matter_id}").text
    marks = re.findall(r'<a class="point" href="#(r-[0-9a-f]+)"', page)
    assert marks and all(f'id="{mark}"' in page for mark in marks)
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("doc", ["a1", "a2", "a3", "a9", "a10"])
def test_an_article_is_whole_and_its_marks_lead_on(client: TestClient, web_record: Path, doc: str) -> None:
    with Record.open(web_record) as record:
        read = queries.document(record, doc)
    page = client.get(f"/article/{doc}").text
    shown = re.findall(r'<p class="text"[^>]*>(.*?)</p>', page, re.DOTALL)
    told = re.sub("[\x00-\x1f\u202a-\u202e]|\\s+", "", html.unescape(re.sub(r"<[^>]*>", "", "".join(shown))))
    assert told == re.sub("[\x00-\x1f\u202a-\u202e]|\\s+", "", read.document.text)
    for report in read.reports:
        assert re.search(rf'<a class="[^"]*\btold\b[^"]*" href="/matter/[0-9a-f]+" id="r-{report.id}"', page)


def test_what_is_not_news_is_dimmed(client: TestClient) -> None:
    assert re.search(r'<div class="para dim"[^>]*>.*?Share this page', client.get("/article/a1").text, re.DOTALL)


def test_overdue_says_what_it_means(client: TestClient) -> None:
    page = plain(client.get("/due?on=2031-02-25").text)
    assert "Overdue means: the record, as far as it reaches, shows no fulfilment by the due day." in page
    assert "As of 25 February 2031" in page and "days over" in page


def test_the_month_shows_each_deadline_on_its_last_day(client: TestClient) -> None:
    rows = client.get("/due?month=2031-03&format=json").json()["rows"]
    page = client.get("/due?month=2031-03").text
    for row in rows:
        cell = re.search(rf'<time datetime="{row["due_latest"]}">.*?</td>', page, re.DOTALL)
        assert cell and f"/matter/{row['matter']}" in cell[0]


def test_a_problem_is_tried_again(tmp_path: Path, here: Here) -> None:
    path = invented.make(here / "r.db")
    late = tmp_path / "late.txt"
    with Record.open(path) as record:
        record.note_problem(Problem(str(late), "the article is empty", "it needs some text"))
        record.note_problem(Problem(f"{late} line 7", "not JSON", "mend it"))
    text = "The ferry sails on Monday."
    late.write_text(text)
    _, reader = documents([(files.read_file(late).doc_id, "", text)])
    late.unlink()
    read = archive.Steps(lambda d: pipeline.read_page(d, reader), pipeline.follow, copies.group_copies)
    browser = TestClient(create_app(path, steps=read))
    assert "not on this machine any more" in browser.get("/problems").text
    assert browser.post("/problems/retry", data={"source": str(late)}).status_code == 400
    assert browser.post("/problems/retry", data={"source": str(path)}).status_code == 404
    late.write_text(text)
    answer = browser.post("/problems/retry", data={"source": str(late)})
    assert answer.url.path == "/problems" and "1 new article, no problem left" in plain(answer.text)
    assert browser.get("/problems?format=json").json()["total"] == 1  # the one of the invented news


def test_help_lists_every_key(client: TestClient) -> None:
    page = client.get("/help").text
    for _, name, key in NAVIGATION:
        assert f"<dt><kbd>g</kbd> <kbd>{key}</kbd></dt><dd>{name}</dd>" in page
    assert len({key for *_, key in NAVIGATION}) == len(NAVIGATION)


def test_search_marks_what_it_found(client: TestClient) -> None:
    assert "<mark>meet</mark>" in client.get("/search?q=meet").text
    assert plain(client.get("/search?q=nonesuch").text).count("holds all of these words") == 1
    for words in ('"', "*", "NEAR(", "a AND", "\x02\x03", "<script>"):
        page = client.get("/search", params={"q": words, "in": "statements"})
        assert page.status_code == 200 and "<script>" not in page.text


def test_no_id_stands_twice(client: TestClient, matter_id: str) -> None:
    for path in (*PAGES, "/help", "/review", "/actors", "/actor/anwen-roz", "/article/a2", f"/matter/{matter_id}"):
        ids = re.findall(r'\sid="([^"]*)"', client.get(path).text)
        assert len(ids) == len(set(ids)), path


def test_pages_are_told_apart_by_their_titles(client: TestClient) -> None:
    titles = [re.search(r"<title>(.*?)</title>", client.get(path).text)[1] for path in PAGES]  # type: ignore[index]
    assert len(set(titles)) == len(titles) and all(t.endswith("· walkback") for t in titles)
