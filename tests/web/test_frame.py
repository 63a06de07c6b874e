"""What all pages share: who may ask and post, errors as pages, light and dark, tables as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.views import invented
from walkback.core.errors import RecordError
from walkback.views.web.app import create_app
from walkback.views.web.pages import STATIC
from walkback.views.web.theme import here

MOST_SCRIPT = 150_000


def test_every_answer_forbids_what_is_not_its_own(client: TestClient) -> None:
    for path in ("/", "/problems", "/nowhere", "/static/walkback.css"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy


def test_pages_hold_no_inline_script_style_or_foreign_address(client: TestClient) -> None:
    page = client.get("/").text
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert "<script>alert(1)" not in page and not re.search("[\x00-\x08\x1b\u202a-\u202e]", page)


def test_scripts_stay_small_and_every_static_file_is_served_for_good(client: TestClient) -> None:
    assert sum(p.stat().st_size for p in STATIC.glob("*.js")) < MOST_SCRIPT
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/").text):
        answer = client.get(address)
        assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": "http://localhost:8700"}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:9999"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_only_pages_of_this_site_may_post(client: TestClient, headers: dict[str, str], status: int) -> None:
    answer = client.post("/theme", data={"to": "dark"}, headers=headers, follow_redirects=False)
    assert answer.status_code == status
    client.cookies.clear()


def test_a_foreign_name_is_refused(web_record: Path) -> None:
    app = create_app(web_record, hosts=["localhost", "127.0.0.1"])
    assert TestClient(app, base_url="http://127.0.0.1:8700").get("/problems").status_code == 200
    answer = TestClient(app, base_url="http://elsewhere.example").get("/problems")
    assert answer.status_code == 421 and "this name is not served here" in answer.text.lower()


def test_the_theme_is_right_at_the_first_paint(client: TestClient) -> None:
    assert "data-theme" not in client.get("/").text
    answer = client.post("/theme", data={"to": "dark", "back": "/problems?page=1"}, follow_redirects=False)
    assert answer.headers["location"] == "/problems?page=1"
    assert '<html lang="en" data-theme="dark">' in client.get("/").text
    client.post("/theme", data={"to": ""})
    assert "data-theme" not in client.get("/").text


@pytest.mark.parametrize(
    "back", ["//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere", "x", "", "/\r\nA: b"]
)
def test_going_back_never_leaves_the_site(back: str) -> None:
    assert here(back) == "/"


def test_the_table_of_a_page_as_csv_and_json(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/problems?format=csv").text.lstrip("\ufeff"))))
    assert [r["reason"] for r in rows] == ["no article in it"]
    held = json.loads(client.get("/problems?format=json").text)
    assert held["total"] == 1 and held["next"] is None and held["rows"][0]["hint"] == "check the page"
    wrong = client.get("/problems?format=json&table=other")
    assert wrong.status_code == 400 and wrong.json()["hint"] == "it has problems"


@pytest.mark.parametrize(
    ("path", "status", "line"),
    [
        ("/nowhere", 404, "There is no such page."),
        ("/?on=soon", 400, "On: "),
        ("/?page=0", 400, "Page: "),
        ("/?format=xml", 400, "Format: "),
    ],
)
def test_errors_are_pages_with_one_clear_line(client: TestClient, path: str, status: int, line: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    heading = re.findall(r"<h1[^>]*>(.*?)</h1>", answer.text)
    assert len(heading) == 1 and heading[0].startswith(line)


def test_faults_are_pages_too(web_record: Path) -> None:
    app: FastAPI = create_app(web_record)

    @app.get("/fault")
    def fault() -> None:
        raise ZeroDivisionError

    @app.get("/locked")
    def locked() -> None:
        raise sqlite3.OperationalError("database is locked")

    browser = TestClient(app, raise_server_exceptions=False)
    assert browser.get("/fault").status_code == 500 and "a fault of walkback’s own" in browser.get("/fault").text
    assert browser.get("/locked").status_code == 503 and "database is locked" in browser.get("/locked").text


def test_a_missing_record_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no record"):
        create_app(tmp_path / "none.db")


def test_a_record_that_is_replaced_is_opened_anew(tmp_path: Path) -> None:
    path = invented.make(tmp_path / "r.db")
    browser = TestClient(create_app(path))
    assert browser.get("/problems?format=json").json()["total"] == 1
    for part in tmp_path.iterdir():
        part.unlink()
    invented.make(path)
    sqlite3.connect(path).executescript("DELETE FROM problems")
    assert browser.get("/problems?format=json").json()["total"] == 0
