"""Reviewing with plain forms: a name, verdicts, amendments, undo, two people at once."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from tests.homes import Here
from tests.views import invented
from walkback.record import queries, review
from walkback.record.store import Record
from walkback.views.web.app import create_app
from walkback.views.web.presence import LASTS, Presence


@pytest.fixture
def path(here: Here) -> Path:
    """A record of the invented news to be judged."""
    return invented.make(here / "r.db")


@pytest.fixture
def ida(path: Path) -> TestClient:
    """Ida's browser; `ben` shares her server."""
    return browser(create_app(path), "Ida Moen")


def browser(app: object, name: str) -> TestClient:
    return TestClient(app, cookies={"reviewer": quote(name)})  # type: ignore[arg-type]


def first(path: Path, kind: str) -> tuple[str, tuple[str, ...], str]:
    """Id, reports and matter of the first finding of a kind."""
    with Record.open(path) as record:
        found = queries.findings(record, kind=kind)[0].finding
    return found.id, found.reports, found.matter


def signed(path: Path) -> list[tuple[str, str, str]]:
    with Record.open(path) as record:
        return [(s.judgement.by, s.kind, s.judgement.verdict) for s in review.history(record) if not s.withdrawn]


def test_without_a_name_nothing_can_be_judged(path: Path) -> None:
    nobody = TestClient(create_app(path))
    target, _, _ = first(path, "reversal")
    page = nobody.get(f"/review/{target}").text
    assert "The name you sign with" in page and 'value="confirmed"' not in page
    assert nobody.post(f"/review/{target}", data={"verdict": "confirmed"}).status_code == 400
    assert nobody.post("/review/name", data={"name": " "}).status_code == 400
    page = nobody.post("/review/name", data={"name": "Åse “O” Dahl", "back": f"/review/{target}"}).text
    assert "judged by <bdi>Åse “O” Dahl</bdi>" in page and signed(path) == []


def test_confirming_signs_and_goes_on(ida: TestClient, path: Path) -> None:
    target, _, _ = first(path, "reversal")
    answer = ida.post(f"/review/{target}", data={"verdict": "confirmed", "note": "both papers <agree>"})
    assert "Confirmed." in answer.text and answer.url.path.startswith("/review/") and target not in answer.url.path
    assert signed(path) == [("Ida Moen", "finding", "confirmed")]
    assert "confirmed by Ida Moen" in ida.get("/?reviewed=yes").text
    assert "both papers &lt;agree&gt;" in ida.get(f"/review/{target}").text
    rows = ida.get("/review?format=json&table=judgements").json()["rows"]
    assert [(r["by"], r["verdict"], r["note"]) for r in rows] == [("Ida Moen", "confirmed", "both papers <agree>")]


def test_undo_takes_back_one_s_own_last_word_only(ida: TestClient, path: Path) -> None:
    target, _, _ = first(path, "reversal")
    ida.post(f"/review/{target}", data={"verdict": "refused"})
    ben = browser(ida.app, "Ben Otto")
    assert "There is nothing of yours to take back." in ben.post("/review/undo").text
    answer = ida.post("/review/undo")
    assert answer.url.path == f"/review/{target}" and "Taken back." in answer.text and "taken back" in answer.text
    assert signed(path) == []


def test_an_amended_report_changes_what_follows_at_once(ida: TestClient, path: Path) -> None:
    target, reports, matter = first(path, "reversal")
    answer = ida.post(f"/review/report/{reports[-1]}", data={"status": "planned", "finding": target})
    assert "Amended; what follows from it was made anew." in answer.text
    with Record.open(path) as record:
        assert target not in {f.finding.id for f in queries.findings(record)}
    assert '"cancelled"' not in ida.get(f"/matter/{matter}?format=json").text
    ida.post("/review/undo")
    with Record.open(path) as record:
        assert target in {f.finding.id for f in queries.findings(record)}


def test_days_are_amended_and_taken_away(ida: TestClient, path: Path) -> None:
    _, reports, matter = first(path, "reversal")
    ida.post(
        f"/review/report/{reports[0]}",
        data={"status": "planned", "first": "2031-05-01", "last": "2031-05-09", "vague": "true"},
    )
    row = next(r for r in ida.get(f"/matter/{matter}?format=json").json()["rows"] if r["id"] == reports[0])
    assert (row["due_earliest"], row["due_latest"], row["due_vague"]) == ("2031-05-01", "2031-05-09", True)
    ida.post(f"/review/report/{reports[0]}", data={"undated": "true"})
    row = next(r for r in ida.get(f"/matter/{matter}?format=json").json()["rows"] if r["id"] == reports[0])
    assert row["due_latest"] is None


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"first": "soon"},
        {"first": "2031-05-09", "last": "2031-05-01"},
        {"by": "nobody-at-all"},
        {"status": "eaten"},
    ],
)
def test_what_does_not_fit_is_told_in_one_line(ida: TestClient, path: Path, data: dict[str, str]) -> None:
    _, reports, _ = first(path, "reversal")
    answer = ida.post(f"/review/report/{reports[0]}", data=data)
    assert answer.status_code == 400 and answer.text.count("<h1") == 1 and signed(path) == []


def test_matters_are_merged_split_and_named(ida: TestClient, path: Path) -> None:
    target, reports, matter = first(path, "reversal")
    with Record.open(path) as record:
        found = next(m.matter for m in queries.matters(record) if m.matter.id != matter and len(m.evidence) == 1)
    other = found.id
    page = ida.get(f"/review/{target}", params={"merge": found.label.split()[0]}).text
    assert f'name="merge" value="{other}"' in page
    ida.post(f"/review/matter/{matter}", data={"merge": other, "finding": target})
    with Record.open(path) as record:
        held = next(m for m in queries.matters(record) if reports[0] in m.matter.reports)
        assert len(held.matter.reports) == len(reports) + 1
    assert ida.post(f"/review/matter/{held.matter.id}", data={}).status_code == 400
    ida.post(
        f"/review/matter/{held.matter.id}", data={"split": [reports[-1]], "label": "talks in Orlo", "finding": target}
    )
    with Record.open(path) as record:
        assert reports[-1] not in next(
            m.matter.reports for m in queries.matters(record) if reports[0] in m.matter.reports
        )
    assert "talks in Orlo" in ida.get("/search?q=talks&in=matters").text


def test_two_people_see_each_other_and_are_sent_to_different_things(ida: TestClient, path: Path) -> None:
    ben = browser(ida.app, "Ben Otto")
    mine = ida.get("/review/next", follow_redirects=True).url.path
    theirs = ben.get("/review/next", follow_redirects=True).url.path
    assert mine != theirs
    assert "Ida Moen is looking at this too." in ben.get(mine).text
    target = mine.rsplit("/", 1)[-1]
    ben.post(mine, data={"verdict": "refused"})
    assert "refused</b> by <bdi>Ben Otto</bdi>" in ida.get(f"{mine}/others").text
    ida.post(mine, data={"verdict": "confirmed"})
    assert target in [r["finding"] for r in ida.get("/review?state=contested&format=json").json()["rows"]]
    assert "0 of 1 pair of judgements on 1 thing" in re.sub(r"<[^>]*>", "", ida.get("/review").text)


def test_the_queue_is_that_of_the_plain_query(ida: TestClient, path: Path) -> None:
    for _ in range(2):
        for name in ("Ida Moen", "Ben Otto", ""):
            rows = browser(ida.app, name).get("/review?format=json").json()["rows"]
            with Record.open(path) as record:
                plain = [w.target for w in review.queue(record, reviewer=name, judged=False, limit=999)]
            assert [r["finding"] for r in rows] == plain
        browser(ida.app, "Ben Otto").post(f"/review/{plain[-1]}", data={"verdict": "confirmed"})


def test_a_finding_that_is_gone_leads_back_to_the_queue(ida: TestClient) -> None:
    answer = ida.get("/review/0123456789abcdef")
    assert answer.url.path == "/review" and "That finding is no more" in answer.text


def test_presence_ends() -> None:
    now = [0.0]
    held = Presence(lambda: now[0])
    held.seen("Ida", "x")
    assert held.others("Ben") == {"x"} and held.at("x", "Ida") == []
    now[0] = LASTS + 1
    assert held.others("Ben") == set()
