"""Adding what was missed from the page of an article, with plain forms."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from tests.views import invented
from walkback.record import queries, review
from walkback.record.store import Record
from walkback.views.web.app import create_app
from walkback.views.web.publish import Site, publish

PORT = "The port opened on Saturday, as Anwen Roz had promised."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return invented.make(tmp_path / "r.db")


@pytest.fixture
def ida(path: Path) -> TestClient:
    return TestClient(create_app(path), cookies={"reviewer": quote("Ida Moen")})


def places(page: str, *words: str) -> list[str]:
    """The values of the boxes of some words."""
    found = dict(
        (text, value) for value, text in re.findall(r'name="word" value="([\d-]+)"[^>]*><span>([^<]*)</span>', page)
    )
    return [found[word] for word in words]


def paragraph(page: str, words: str) -> str:
    """Where the paragraph begins that holds some words."""
    start = next(s for s, body in re.findall(r'<div class="para" id="p(\d+)">(.*?)</p>', page, re.S) if words in body)
    return str(start)


def test_words_are_ticked_and_what_they_say_is_signed(ida: TestClient, path: Path) -> None:
    start = paragraph(ida.get("/article/a3").text, "had promised")
    form = ida.get(f"/article/a3?missing={start}").text
    assert "What is missing here?" in form and 'title="read already' in form and "report (Anwen Roz)" in form
    answer = ida.post(
        "/review/article/a3",
        data={
            "word": places(form, "promised"), "status": "planned", "type": "build", "whose": "Anwen Roz", "acts": "Anwen Roz",
            "others": "", "first": "2031-03-01", "note": "she had said so",
        },
    )  # fmt: skip
    assert "Added; what follows from it was made at once." in answer.text and "added by Ida Moen" in answer.text
    with Record.open(path) as record:
        (said,) = review.history(record)
        held = next(r for r in queries.document(record, "a3").reports if r.id == said.target)
        matter = queries.of_matter(record)[held.id]
    assert (held.trigger, held.status, held.type, held.by, held.parties) == (
        "promised",
        "planned",
        "build",
        "anwen-roz",
        ("anwen-roz",),
    )
    assert held.due and held.due.latest and held.due.latest.isoformat() == "2031-03-01"
    assert "added by Ida Moen" in ida.get(f"/matter/{matter}").text
    assert held.id in ida.get("/api/reports?document=a3").text
    back = ida.post("/review/undo", data={"back": "/article/a3"})
    assert "Taken back." in back.text and "added by" not in back.text


def test_it_can_be_put_to_a_matter_of_another_article(ida: TestClient, path: Path) -> None:
    with Record.open(path) as record:
        talks = queries.findings(record, kind="reversal")[0].finding.matter
    page = ida.get("/article/a3").text
    form = ida.get(f"/article/a3?missing={paragraph(page, 'had promised')}&about=envoys&status=floated&whose=Rin").text
    assert (
        f'value="{talks}"' in form
        and "<option selected>floated</option>" in form
        and 'name="whose" value="Rin"' in form
    )
    ida.post("/review/article/a3", data={"word": places(form, "Saturday"), "status": "floated", "matter": talks})
    with Record.open(path) as record:
        assert "a3" in {e.head.doc_id for e in queries.matter_row(record, talks).evidence}


def test_without_a_name_one_is_asked_for_and_comes_back(path: Path) -> None:
    nobody = TestClient(create_app(path))
    start = paragraph(nobody.get("/article/a3").text, "had promised")
    page = nobody.get(f"/article/a3?missing={start}&words=3-9").text
    assert "The name you sign with" in page and "Sign and add" not in page
    page = nobody.post("/review/name", data={"name": "Ben Otto", "back": f"/article/a3?missing={start}&words=3-9"}).text
    assert "Sign and add" in page


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"status": "planned"}, "no words were ticked"),
        ({"word": ["0-3"], "status": ""}, "is no status"),
        ({"word": ["0-900000"], "status": "planned"}, "no words of one sentence"),
        ({"word": ["0-3"], "status": "planned", "whose": "Nobody At All"}, "nobody called"),
        (
            {"word": ["0-3"], "status": "planned", "first": "2031-03-09", "last": "2031-03-01"},
            "the last due day lies before",
        ),
        ({"word": ["0-3"], "status": "planned", "matter": "0123456789abcdef"}, "no matter"),
    ],
)
def test_what_does_not_fit_is_one_line(ida: TestClient, path: Path, data: dict[str, object], wrong: str) -> None:
    answer = ida.post("/review/article/a3", data=data)  # type: ignore[arg-type]
    assert answer.status_code in (400, 404) and wrong in answer.text
    with Record.open(path) as record:
        assert not review.history(record)


def test_a_paragraph_that_is_none_shows_no_form(ida: TestClient) -> None:
    assert "What is missing here?" not in ida.get("/article/a3?missing=7").text
    assert ida.get("/article/a3?missing=-1").status_code == 400
    assert "What is missing here?" in ida.get("/article/a3?missing=0&words=x").text


def test_a_site_asks_nobody(path: Path, tmp_path: Path) -> None:
    publish(path, tmp_path / "site", Site(articles=True))
    page = (tmp_path / "site" / "article" / "a3.html").read_text(encoding="utf-8")
    assert "had promised" in page and "Something is missing here" not in page
