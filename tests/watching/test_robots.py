"""robots.txt as RFC 9309 reads it."""

from __future__ import annotations

import pytest

from walkback.sources.robots import EVERYTHING, NOTHING, parse

RULES = """\ufeff# a comment
User-agent: *
Disallow: /inner/
Crawl-delay: 3
Allow: /inner/open

User-Agent: other
User-Agent: Walkback/2.0   # ours, by its product name
Disallow: /news/*/print$
Disallow: /search?
Allow: /search?q=public
Disallow: /a%2fb
Crawl-Delay: 7.5
Sitemap: https://n.example/sitemap.xml

user-agent: walkback
disallow: /second
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/inner/x", True),  # rules for all do not hold for one that is named
        ("/news/1/print", False),
        ("/news/1/print/2", True),
        ("/news/1/2/print", False),
        ("/search?q=x", False),
        ("/search?q=public", True),
        ("/searching", True),
        ("/a%2Fb", False),
        ("/a/b", True),
        ("/second/x", False),  # groups of one agent are taken together
        ("/robots.txt", True),
    ],
)
def test_rules_for_us(path: str, allowed: bool) -> None:
    assert parse(RULES, "walkback").allows(f"https://n.example{path}") is allowed


def test_rules_for_all() -> None:
    rules = parse(RULES, "somebody")
    assert rules.delay == 3
    assert not rules.allows("https://n.example/inner/x")
    assert rules.allows("https://n.example/inner/open/y")


def test_delay() -> None:
    assert parse(RULES, "walkback").delay == 7.5
    assert parse("User-agent: *\nCrawl-delay: soon\nDisallow:", "walkback").delay is None


@pytest.mark.parametrize("text", ["", "<html>404</html>", "Disallow: /", "User-agent: walkback\nDisallow:"])
def test_nothing_said_is_everything_allowed(text: str) -> None:
    assert parse(text, "walkback").allows("https://n.example/x?y")
    assert EVERYTHING.allows("https://n.example/")


def test_all_forbidden() -> None:
    assert not NOTHING.allows("https://n.example/x")
    assert not parse("user-agent: *\r\ndisallow: /\r\n", "walkback").allows("https://n.example")


def test_hostile_patterns_take_no_time() -> None:
    rules = parse("User-agent: *\nDisallow: /" + "*a" * 50_000 + "\n", "walkback")
    assert rules.allows("https://n.example/" + "a" * 1_000)
