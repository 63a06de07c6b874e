"""Feeds, the calendar, briefs and claims at their addresses, and the reading room as a site that stands still."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import feedparser
import icalendar
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from tests.homes import Here
from walkback.core.errors import InputError
from walkback.core.ledger import Judgement
from walkback.record import queries
from walkback.record.store import Record
from walkback.views.cli import main
from walkback.views.out.still import file_of, slug, still
from walkback.views.web.publish import LISTED, Site, publish

CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def reversal(web_record: Path) -> tuple[str, str]:
    """The matter and the id of the reversal."""
    with Record.open(web_record) as record:
        finding = queries.findings(record, kind="reversal")[0].finding
    return finding.matter, finding.id


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/feeds/all.atom", 3),
        ("/feeds/kind/reversal.atom", 1),
        ("/feeds/actor/anwen-roz.atom", 2),
        ("/feeds/all.atom?signed=1", 0),
    ],
)
def test_feeds_are_served_and_linked(client: TestClient, address: str, count: int) -> None:
    answer = client.get(address)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/atom+xml")
    held = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["content-type"]})
    assert not held.bozo and len(held.entries) == count
    assert {link.rel: link.href for link in held.feed.links}["self"] == f"http://localhost:8700{address}"
    assert all(client.get(entry.link).status_code == 200 for entry in held.entries)


def test_a_feed_has_pages(client: TestClient) -> None:
    answer = client.get("/feeds/all.atom?page=2")
    held = feedparser.parse(answer.content)
    assert not held.entries and {link.rel for link in held.feed.links} == {"self", "alternate"}


def test_what_is_not_there_is_told(client: TestClient, reversal: tuple[str, str]) -> None:
    assert client.get("/feeds/actor/nobody.atom").status_code in (400, 404)
    assert client.get("/feeds/matter/zz.atom").status_code == 404
    assert client.get("/feeds/colour/red.atom").status_code == 400
    assert client.get(f"/claims/{reversal[1]}.jsonld").status_code == 404


def test_who_has_it_already_gets_nothing(client: TestClient) -> None:
    for address in ("/feeds/all.atom", "/due.ics"):
        tag = client.get(address).headers["etag"]
        again = client.get(address, headers={"If-None-Match": f'W/"x", {tag}'})
        assert again.status_code == 304 and not again.content and again.headers["etag"] == tag


def test_the_calendar_can_be_subscribed_to(client: TestClient) -> None:
    answer = client.get("/due.ics?on=2031-03-01")
    assert answer.headers["content-type"].startswith("text/calendar")
    held = icalendar.Calendar.from_ical(answer.content)
    urls = [str(event["url"]) for event in held.walk("VEVENT")]
    assert urls and all(client.get(url).status_code == 200 for url in urls)
    assert icalendar.Calendar.from_ical(client.get("/due.ics?tasks=1&on=2031-03-01").content).walk("VTODO")


def test_a_brief_may_have_its_own_style_and_nothing_else(client: TestClient, reversal: tuple[str, str]) -> None:
    answer = client.get(f"/matter/{reversal[0]}/brief")
    assert answer.status_code == 200 and "style-src 'sha256-" in answer.headers["content-security-policy"]
    assert f'href="/matter/{reversal[0]}/brief"' in client.get(f"/matter/{reversal[0]}").text


def test_every_page_links_the_feed_and_the_calendar(client: TestClient) -> None:
    text = client.get("/").text
    assert 'type="application/atom+xml"' in text and 'href="/due.ics"' in text


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "index.html"),
        ("/?page=2", "index-page-2.html"),
        ("/matters?page=3&format=csv&size=9", "matters-page-3.csv"),
        ("/matter/3f9a/brief", "matter/3f9a/brief.html"),
        ("/static/walkback.css?v=1", "static/walkback.css"),
        ("/feeds/kind/delay.atom", "feeds/kind/delay.atom"),
        ("/article/a.b", "article/a.b.html"),
    ],
)
def test_every_address_has_a_file(address: str, name: str) -> None:
    assert file_of(address) == name


def test_file_names_are_safe_and_never_shared() -> None:
    odd = ["A1", "a1", "..", ".", "", "con", "con.x", "ä", "a/b", "a\\b", "a" * 300, "a?b", "x.", "%2e%2e", "\u202e"]
    made = [slug(part) for part in odd]
    assert len({name.lower() for name in made}) == len(odd)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", name) for name in made)


def test_a_page_standing_still_keeps_its_text() -> None:
    page = '<p>a &amp; b &#233; <a href="/x#y">in</a> <a href="/gone">out</a></p><form><input><p>no</p></form><svg viewBox="0 0 1 1"/>'
    lead = {"/x": "deep/x.html"}.get
    made = still(page, "here/p.html", lambda a: lead(a) or "")
    assert made == '<p>a &amp; b &#233; <a href="../deep/x.html#y">in</a> <a>out</a></p><svg viewBox="0 0 1 1"/>'


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def leads(folder: Path) -> list[str]:
    """Every link of a site that leads to no file or no place, or away from the folder."""
    out = []
    for page in folder.rglob("*.html"):
        for to in re.findall(r'\s(?:href|src|action)="([^"]*)"', page.read_text(encoding="utf-8")):
            path, _, fragment = to.partition("#")
            target = (page.parent / unquote(path)).resolve() if path else page.resolve()
            if re.match(r"[a-z]+:", to):
                continue
            inside = folder.resolve() in target.parents and target.is_file()
            if not inside or (fragment and f'id="{fragment}"' not in target.read_text(encoding="utf-8")):
                out.append(f"{page.name}: {to}")
    return out


@pytest.mark.parametrize("articles", [False, True])
def test_a_site_has_no_dead_link_and_is_the_same_twice(web_record: Path, tmp_path: Path, articles: bool) -> None:
    names = publish(web_record, tmp_path / "a", Site(articles=articles))
    publish(web_record, tmp_path / "b", Site(articles=articles))
    made = files(tmp_path / "a")
    assert set(names) == set(made) and made == files(tmp_path / "b")
    assert leads(tmp_path / "a") == []
    assert {"index.html", "matters.html", "due.ics", "feeds/all.atom", "claims.jsonld"} <= set(made)
    assert any(name.startswith("article/") for name in made) is articles
    assert not any(name.startswith("problems") for name in made)  # they name files of the machine
    assert "ORLO — Bo Kessi, foreign minister of Velmar, said" in (tmp_path / "a" / "index.html").read_text(
        encoding="utf-8"
    )
    text = b"".join(body for name, body in made.items() if name.endswith(".html"))
    assert b"<form" not in text and b"htmx.min.js" not in text and b"proposed, not reviewed" in text


def test_a_site_names_where_it_stands(web_record: Path, tmp_path: Path) -> None:
    publish(web_record, tmp_path / "s", Site("https://news.example/promises/"))
    held = feedparser.parse((tmp_path / "s" / "feeds" / "all.atom").read_bytes())
    assert not held.bozo
    for entry in held.entries:
        path = entry.link.removeprefix("https://news.example/promises/").split("#")[0]
        assert (tmp_path / "s" / path).is_file()
    assert "https://news.example/promises/index.html" in (tmp_path / "s" / "sitemap.xml").read_text(encoding="utf-8")


def test_an_older_site_gives_way_and_other_files_are_let_be(web_record: Path, tmp_path: Path) -> None:
    folder = tmp_path / "s"
    publish(web_record, folder, Site(articles=True))
    (folder / "CNAME").write_text("news.example", encoding="utf-8")
    publish(web_record, folder, Site())
    assert (folder / "CNAME").is_file() and not list(folder.glob("article/*.html"))
    assert set(files(folder)) - {"CNAME"} == set((folder / LISTED).read_text(encoding="utf-8").split()) | {LISTED}
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="something else"):
        publish(web_record, other, Site())


def test_a_signed_finding_is_signed_on_the_site(web_record: Path, tmp_path: Path, here: Here) -> None:
    copy = here.copy(web_record, "own.db")
    with Record.open(copy) as own:
        finding = queries.findings(own, kind="reversal")[0].finding
        own.judge(Judgement(finding.id, "confirmed", "Rin Sorel", datetime(2031, 5, 10, tzinfo=UTC)))
    publish(copy, tmp_path / "s", Site())
    assert "confirmed by Rin Sorel" in (tmp_path / "s" / "index.html").read_text(encoding="utf-8")
    assert '"ClaimReview"' in (tmp_path / "s" / "claims.jsonld").read_text(encoding="utf-8")


@pytest.mark.skipif(not CHROMIUM, reason="no chromium to look with")
def test_a_site_opens_from_disk(web_record: Path, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    publish(web_record, tmp_path / "s", Site())
    quiet = "--no-first-run --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *quiet.split()])
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.goto((tmp_path / "s" / "index.html").as_uri())
        page.get_by_role("link", name="Matters").click()
        page.locator("table.rows a").first.click()
        assert "/matter/" in page.url and page.locator("h1").inner_text()
        page.get_by_role("link", name="Brief for print").click()
        assert page.url.endswith("/brief.html") and not said
        browser.close()


def test_the_command(web_record: Path, tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["publish", str(tmp_path / "s"), "--record", str(web_record)])
    assert made.exit_code == 0 and made.stdout.rstrip().endswith("index.html")
    (tmp_path / "f").write_text("x", encoding="utf-8")
    refused = CliRunner().invoke(main, ["publish", str(tmp_path / "f"), "--record", str(web_record)])
    assert refused.exit_code == 2 and "something else" in refused.output
