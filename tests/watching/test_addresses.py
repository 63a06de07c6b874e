"""One page, one spelling; what leads into a private network; what is no address."""

from __future__ import annotations

import pytest

from walkback.core.errors import InputError
from walkback.sources.addresses import absolute, canonical, inner, same_site

PAGE = "https://news.example/world/ferry-talks"


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/world/ferry-talks",
        "https://www.news.example/world/ferry-talks/",
        "HTTPS://News.Example:443/world//ferry-talks#comments",
        "https://news.example/world/ferry-talks?utm_source=rss&utm_medium=feed&fbclid=x",
        "https://news.example/world/ferry%2Dtalks",
        "https://news.example/world/ferry-talks/index.html",
        " https://news.example/world/ferry-\n talks ",
    ],
)
def test_spellings_of_one_page(other: str) -> None:
    assert canonical(other) == canonical(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/world/ferry-talks-2",
        "https://news.example/World/Ferry-Talks",
        "https://news.example/story?id=1",
        "https://news.example/story?cid=1",
        "https://other.example/world/ferry-talks",
        "https://news.example:8443/world/ferry-talks",
        "https://news.example/world%2Fferry-talks",
    ],
)
def test_other_pages_stay_other_pages(other: str) -> None:
    assert canonical(other) != canonical(PAGE)


def test_the_order_of_a_query_plays_no_part_its_values_do() -> None:
    assert canonical("https://n.example/s?b=2&a=1") == canonical("https://n.example/s?a=1&b=2")
    assert canonical("https://n.example/s?a=1") != canonical("https://n.example/s?a=2")


@pytest.mark.parametrize(
    "bad", ["", "ftp://n.example/x", "javascript:alert(1)", "n.example/x", "http://", "http://[", "http://a:99999/", "https://" + "a" * 70 + ".example/", "https://n.example/" + "a" * 3000]
)  # fmt: skip
def test_no_web_address(bad: str) -> None:
    with pytest.raises(InputError):
        absolute(bad)


def test_addresses_are_completed_and_written_in_ascii() -> None:
    assert absolute("../b c?q=é", "https://n.example/a/x") == "https://n.example/bc?q=%C3%A9"
    assert absolute("https://Bücher.example/ä") == "https://xn--bcher-kva.example/%C3%A4"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/x", "http://10.1.2.3/", "http://169.254.169.254/latest", "http://[::1]/", "http://[fe80::1]/", "http://inside.example/"]
)  # fmt: skip
def test_private_networks(address: str) -> None:
    assert inner(address, lambda host: {"192.168.0.7"} if host == "inside.example" else set())


def test_public_networks() -> None:
    assert not inner("http://outside.example/", lambda host: {"93.184.216.34"})
    assert not inner("http://unknown.example/", lambda host: set())


def test_one_site() -> None:
    assert same_site("https://www.news.example/a", "https://amp.news.example/b")
    assert not same_site("https://news.example/a", "https://fakenews.example/a")
    assert not same_site("", "https://news.example/a")
