"""The JSON API: every noun, paging, filters, errors; the description holds against what schemathesis makes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from starlette.datastructures import State

from tests.homes import Here
from tests.views import invented
from tests.web.conftest import ON
from walkback.core.ledger import Judgement
from walkback.record.store import Record
from walkback.views.web.answering import PROBLEM
from walkback.views.web.api import application
from walkback.views.web.app import create_app

LISTS = ["findings", "matters", "reports", "attributions", "documents", "actors", "due", "judgements"]


def get(client: TestClient, path: str, **asked: Any) -> Any:
    answer = client.get(f"/api/{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(client: TestClient, path: str, status: int) -> dict[str, Any]:
    answer = client.get(f"/api/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM), answer.text
    held: dict[str, Any] = answer.json()
    assert held["status"] == status and held["detail"]
    return held


def test_what_the_record_holds(client: TestClient) -> None:
    assert get(client, "")["documents"] == 5
    assert client.get("/api").json() == get(client, "")
    assert client.get(get(client, "")["openapi"]).json()["info"]["title"] == "walkback"


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_comes_a_page_at_a_time_and_whole(client: TestClient, noun: str) -> None:
    whole = get(client, noun, size=200)
    assert whole["next"] is None and len(whole["items"]) == whole["total"]
    held, path = [], f"/api/{noun}?size=2"
    while path:
        page = client.get(path).json()
        assert page["total"] == whole["total"] and len(page["items"]) <= 2
        held += page["items"]
        path = page["next"]
    assert held == whole["items"]


@pytest.mark.parametrize("noun", ["findings", "matters", "reports", "attributions", "documents", "actors"])
def test_each_one_has_an_address(client: TestClient, noun: str) -> None:
    for row in get(client, noun)["items"]:
        assert get(client, f"{noun}/{row['id']}")["id"] == row["id"]
    assert refused(client, f"{noun}/none", 404)["hint"]


def test_a_finding_leads_to_its_sentences(client: TestClient) -> None:
    (row,) = get(client, "findings", kind="reversal")["items"]
    assert (
        row["change"] == "planned on 3 February 2031, called off 5 days later"
        and row["standing"] == "proposed, not reviewed"
    )
    last = row["evidence"][-1]
    text = get(client, f"documents/{last['document']['id']}")["text"]
    assert text[slice(*last["sentence_span"])] == last["sentence"] == "Bo Kessi said the meeting in Orlo was off."
    assert text[slice(*last["span"])] == last["trigger"]
    assert get(client, f"matters/{row['matter']['id']}")["told"][-1]["id"] == last["id"]
    assert get(client, "reports", matter=row["matter"]["id"], status="cancelled")["items"] == [last]


@pytest.mark.parametrize(
    ("path", "total"),
    [
        ("findings?kind=delay", 0),
        ("findings?reviewed=yes", 0),
        ("findings?type=meet", 1),
        ("findings?who=bo-kessi", 2),
        ("findings?until=2031-02-08", 2),
        ("matters?found=reversal", 1),
        ("matters?standing=cancelled", 1),
        ("reports?document=a2", 3),
        ("reports?document=a2&status=denied", 1),
        ("reports?type=build", 1),
        ("reports?by=bo-kessi&since=2031-03-01", 1),
        ("attributions?by=bo-kessi", 4),
        ("attributions?document=a1&manner=indirect", 2),
        ("documents?since=2031-02-08&until=2031-03-02", 2),
        ("documents?outlet=Kadria%20Herald", 1),
        ("actors?q=roz", 1),
        ("actors?kind=person", 2),
        ("due?on=2031-02-04", 2),
        ("due?on=2031-03-05&state=overdue", 0),
        ("search?q=ferry%20accident", 2),
        ("search?q=envoys&in=statements", 1),
        ("search?q=ferry&year=2030", 0),
        ("judgements?by=nobody", 0),
    ],
)
def test_filters(client: TestClient, path: str, total: int) -> None:
    assert client.get(f"/api/{path}").json()["total"] == total


def test_an_actor_has_a_track_record(client: TestClient) -> None:
    row = get(client, "actors/bo-kessi")
    assert row["counts"]["withdrawn"] == 1 and row["kept"]["of"] >= 1
    assert {u["outcome"] for u in row["undertaken"]} >= {"withdrawn"}


def test_search_marks_what_it_found(client: TestClient) -> None:
    hit = get(client, "search", q="meeting")["items"][0]
    assert "[[meeting]]" in hit["marked"] and hit["text"] == hit["marked"].replace("[[", "").replace("]]", "")
    assert hit["matters"] and hit["document"]["id"] == "a2"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("findings?kind=reversals", "kind"),
        ("findings?knd=reversal", "no parameter 'knd'"),
        ("findings?page=0", "page"),
        ("findings?size=201", "size"),
        ("findings?since=yesterday", "since"),
        ("search", "q"),
        ("search?q=x&year=31", "year"),
        ("due?state=never", "state"),
    ],
)
def test_what_is_asked_wrongly_is_said(client: TestClient, path: str, said: str) -> None:
    assert said in refused(client, path, 422)["detail"]


def test_what_is_not_there(client: TestClient) -> None:
    assert "openapi.json" in refused(client, "nothing", 404)["hint"]
    answer = client.post("/api/findings")
    assert (answer.status_code, answer.headers["content-type"], answer.headers["allow"]) == (405, PROBLEM, "GET")


def test_judgements(here: Here) -> None:
    path = invented.make(here / "r.db")
    with Record.open(path) as record:
        target = record.findings()[0].id
        record.judge(Judgement(target, "confirmed", "Rin Sorel", datetime(2031, 3, 5, 9, tzinfo=UTC), "read it"))
    with TestClient(create_app(path, on=ON), base_url="http://localhost:8700") as client:
        row = get(client, f"findings/{target}")
        assert row["reviewed"] and row["standing"] == "confirmed by Rin Sorel, 2031-03-05"
        (said,) = get(client, "judgements", target=target)["items"]
        assert said == row["judgements"][0] and said["note"] == "read it"
        assert get(client, "findings", reviewed="yes")["total"] == 1


def test_a_record_that_cannot_be_read(here: Here) -> None:
    path = invented.make(here / "r.db")
    with TestClient(create_app(path, on=ON), base_url="http://localhost:8700") as client:
        assert get(client, "")["documents"] == 5
        with Record.open(path) as record:
            record.connection.execute("DROP TABLE attributions")
        assert "cannot be read" in refused(client, "attributions", 503)["detail"]


def test_docs_name_every_address(client: TestClient, root: Path) -> None:
    text = (root / "docs" / "api.md").read_text(encoding="utf-8")
    assert not [p for p in client.get("/api/openapi.json").json()["paths"] if f"`/api{p}`" not in text]


@pytest.fixture(scope="module")
def described(web_record: Path) -> Any:
    """The API as schemathesis reads its description."""
    return schemathesis.openapi.from_asgi("/api/openapi.json", create_app(web_record, on=ON))


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", sorted(application(State()).openapi()["paths"]))
def test_the_description_holds(described: Any, path: str, mode: GenerationMode) -> None:
    """A few examples of what is allowed and of what is not; `python -m bench.api` tries it in full."""
    operation = described[path]["GET"]

    @settings(max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        case.call_and_validate()

    if mode is GenerationMode.POSITIVE or operation.query or operation.path_parameters:
        holds()


@pytest.mark.parametrize("path", ["findings?since=0", "due?on=2031-02-30", "documents?until=20310205"])
def test_days_are_written_one_way(client: TestClient, path: str) -> None:
    refused(client, path, 422)


def test_whatever_stands_below_api_is_answered_as_json(client: TestClient) -> None:
    refused(client, "matters/%0Ax", 404)
