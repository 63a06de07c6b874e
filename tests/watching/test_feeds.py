"""Lists of feeds, feeds of every kind, pages and feeds taken apart in a process that can be ended."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.watching.site import article, rss
from walkback.core.errors import InputError
from walkback.sources.apart import Bench, Given
from walkback.sources.feeds import Entry, listed, parse

AT = "https://news.example/feeds/all.xml"
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Kadria &lt;b&gt;Herald&lt;/b&gt;</title>
<id>urn:x</id><updated>2031-03-04T10:00:00Z</updated>
<entry><title type="html">Talks &amp;amp; tea</title><id>1</id><link href="../world/talks"/><updated>2031-03-04T23:30:00-05:00</updated></entry>
<entry><title>Mail us</title><id>2</id><link href="mailto:x@example.org"/><updated>2031-03-04T10:00:00Z</updated></entry>
<entry><title>Nowhere</title><id>3</id><updated>2031-03-04T10:00:00Z</updated></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Senn Post", "items": [
{"id": "1", "url": "/a", "title": "A", "date_published": "2031-03-04T10:00:00Z"}, {"id": "2"}, 7]}"""


def test_a_list_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "feeds.txt"
    path.write_text("\ufeff# ours\nhttps://a.example/rss  Courier\n\n  https://b.example/atom\nhttps://a.example/rss\n")
    assert listed(path) == ["https://a.example/rss", "https://b.example/atom"]


def test_a_list_as_feed_readers_export_it(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(
        '<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body><outline text="World">'
        '<outline type="rss" text="C" xmlUrl="https://a.example/rss?x=1&amp;y=2"/></outline>'
        '<outline text="H" xmlurl="https://b.example/atom"/></body></opml>'
    )
    assert listed(path) == ["https://a.example/rss?x=1&y=2", "https://b.example/atom"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no feed"),
        ("# nothing\n", "no feed"),
        ("https://a.example/rss\nfeed.example\n", "line 2"),
        ("<opml><body>", "no OPML"),
        ("<opml><body><outline text='x'/></body></opml>", "no feed"),
        ("<opml><outline xmlUrl='ftp://x'/></opml>", "no web address"),
    ],
)
def test_lists_that_are_none(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "feeds"
    path.write_text(text)
    with pytest.raises(InputError, match=said) as error:
        listed(path)
    assert error.value.hint
    with pytest.raises(InputError):
        listed(tmp_path)


def test_rss() -> None:
    body = rss(
        ("https://news.example/a?utm_source=rss", "A &amp; B", "Tue, 04 Mar 2031 23:30:00 -0500"),
        ("/b", "B", "soon"),
        ("https://news.example/a?utm_source=rss", "twice", "Tue, 04 Mar 2031 10:00:00 GMT"),
    )
    feed = parse(body.encode(), AT)
    assert feed.title == "Strait Courier"
    assert feed.entries == (
        Entry("https://news.example/a?utm_source=rss", "A & B", date(2031, 3, 4)),  # the day as the outlet counts it
        Entry("https://news.example/b", "B", None),
    )


def test_atom() -> None:
    feed = parse(ATOM.encode(), AT)
    assert feed.title == "Kadria Herald"
    assert feed.entries == (Entry("https://news.example/world/talks", "Talks & tea", date(2031, 3, 4)),)


def test_json_feed() -> None:
    assert parse(JSON.encode(), AT).entries == (Entry("https://news.example/a", "A", date(2031, 3, 4)),)


def test_a_feed_with_small_faults_is_read() -> None:
    body = rss(("https://news.example/a", "A & B <3", "x")).replace("</channel></rss>", "")
    assert [e.address for e in parse(body.encode(), AT).entries] == ["https://news.example/a"]


@pytest.mark.parametrize("body", [b"", b"hello", b"{}", b'{"version": 1}', b"[" * 50_000, b"\x00\x01\xff" * 50])
def test_no_feed(body: bytes) -> None:
    with pytest.raises(InputError):
        parse(body, AT)


def test_a_page_names_its_feed() -> None:
    page = "<html><head><link rel='alternate' type='application/rss+xml' href='/rss.xml'></head><body>x</body></html>"
    with pytest.raises(InputError, match=r"https://news\.example/rss\.xml"):
        parse(page.encode(), AT, "text/html")


TEXT = (
    "Bo Kessi, foreign minister of Velmar, said on Tuesday that he would meet the envoys of Kadria in Orlo next week. "
    * 3
)


def test_a_page_becomes_a_document(bench: Bench) -> None:
    page = article(
        "Talks in Orlo",
        "2031-03-04",
        TEXT,
        "The port opens in May.",
        canonical="https://news.example/world/talks-in-orlo",
    )
    given = Given(
        "https://news.example/world/talks-in-orlo?x=1", page.encode(), "text/html", "utf-8", outlet="Feed's name"
    )
    document = bench.page(given, today=date(2031, 3, 5))
    assert document.text.startswith("Talks in Orlo\n\nBo Kessi")
    assert (document.published, document.published_basis) == (date(2031, 3, 4), "page")
    assert (document.title, document.outlet) == ("Talks in Orlo", "Strait Courier")
    assert document.url == "https://news.example/world/talks-in-orlo"
    assert document.doc_id.startswith("talks-in-orlo-")


def test_a_page_cannot_speak_for_another_site(bench: Bench) -> None:
    page = article("Talks in Orlo", "2031-03-04", TEXT, canonical="https://elsewhere.example/talks")
    assert bench.page(Given("https://news.example/t", page.encode())).url == "https://news.example/t"


def test_a_feeds_word_counts_where_the_page_is_silent(bench: Bench) -> None:
    page = f"<html><body><article><h1>Talks</h1><p>{TEXT}</p></article></body></html>"
    given = Given("https://news.example/t", page.encode(), outlet="Senn Post", published=date(2031, 3, 4))
    document = bench.page(given, today=date(2031, 3, 5))
    assert (document.published, document.published_basis, document.outlet) == (date(2031, 3, 4), "given", "Senn Post")
    assert bench.page(given, today=date(2031, 3, 3)).published is None  # a day that has not come


def test_plain_text_is_an_article(bench: Bench) -> None:
    document = bench.page(Given("https://news.example/t.txt", f"Talks in Orlo\n\n{TEXT}".encode(), "text/plain"))
    assert document.title == "Talks in Orlo"


@pytest.mark.parametrize(
    ("body", "media"),
    [(b"", "text/html"), (b"<html><body></body></html>", "text/html"), (b"%PDF-1.7", "application/pdf"), (b"%PDF-1.7", ""), (b"<div>" * 3000, "text/html")],
)  # fmt: skip
def test_no_article(bench: Bench, body: bytes, media: str) -> None:
    with pytest.raises(InputError) as error:
        bench.page(Given("https://news.example/t", body, media))
    assert error.value.hint


def test_a_page_that_takes_too_long_is_ended_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "sitecustomize.py"  # what a hostile page does to the tools, done for sure
    slow.write_text(
        "import time\nimport walkback.sources.html as html\nwas = html.article\n"
        "def article(page, **given):\n    time.sleep(60 if 'hostile' in page else 0)\n    return was(page, **given)\n"
        "html.article = article\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    good = article("Talks in Orlo", "2031-03-04", TEXT).encode()
    with Bench(seconds=20) as held:
        held.page(Given("https://news.example/good", good))
        held.seconds = 0.5
        with pytest.raises(InputError, match=r"longer than 0\.5 s"):
            held.page(Given("https://news.example/bad", b"<html><body>hostile</body></html>"))
        held.seconds = 20
        assert held.page(Given("https://news.example/good", good)).title == "Talks in Orlo"


def test_a_feed_is_taken_apart_there_too(bench: Bench) -> None:
    feed = bench.feed(Given(AT, ATOM.encode(), "application/atom+xml"))
    assert feed == parse(ATOM.encode(), AT)
    with pytest.raises(InputError, match="no feed"):
        bench.feed(Given(AT, b"hello"))
