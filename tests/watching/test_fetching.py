"""Fetching from a real server: manners, limits, redirects, what is said of errors."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.watching.clock import Clock
from tests.watching.site import Answer, Site, served
from walkback.sources.addresses import host_of
from walkback.sources.fetching import Fetched, Fetcher, FetchError, Manners, NotYet, Wanted
from walkback.sources.together import together


def fetcher(site: Site, clock: Clock, *others: Site, **manners: Any) -> Fetcher:
    named = {"gap": 2.0, "version": "9", **manners}
    trusted = {host_of(s.base) for s in (site, *others)}
    return Fetcher(Manners(**named), clock=clock.now, sleep=clock.sleep, trusted=trusted)


@pytest.fixture
def other() -> Iterator[Site]:
    with served() as held:
        yield held


def refused(held: Fetcher, address: str, **wanted: Any) -> FetchError:
    with held, pytest.raises(FetchError) as error:
        held.get(Wanted(address, **wanted))
    assert error.value.hint
    return error.value


def test_a_page_comes_whole_and_says_who_asks(site: Site, clock: Clock) -> None:
    site.answers["/a"] = Answer("Senn & Orlo: 1 €", headers={"Set-Cookie": "who=1; Path=/"})
    with fetcher(site, clock, contact="desk@example.org") as held:
        answer = held.get(Wanted(f"{site.base}/a#top"))
        held.get(Wanted(f"{site.base}/a"))
    assert (answer.body, answer.media, answer.charset) == ("Senn & Orlo: 1 €".encode(), "text/html", "utf-8")
    assert [a.path for a in site.asked] == ["/robots.txt", "/a", "/a"]
    assert {a.headers["user-agent"] for a in site.asked} == {"walkback/9 (reads news feeds; desk@example.org)"}
    assert not any("cookie" in a.headers for a in site.asked)


def test_a_host_is_asked_in_turn(site: Site, clock: Clock) -> None:
    site.answers |= {"/a": Answer("x"), "/b": Answer("x")}
    with fetcher(site, clock) as held:
        for path in "ab":
            held.get(Wanted(f"{site.base}/{path}"))
    assert clock.slept == [2, 2]  # after robots.txt, after /a


def test_the_delay_a_site_asks_for_is_kept(site: Site, clock: Clock) -> None:
    site.answers |= {"/robots.txt": Answer("User-agent: *\nCrawl-delay: 11\nDisallow: /b"), "/a": Answer("x")}
    with fetcher(site, clock) as held:
        for _ in range(2):
            held.get(Wanted(f"{site.base}/a"))
        with pytest.raises(FetchError, match=r"robots\.txt") as error:
            held.get(Wanted(f"{site.base}/b"))
    assert error.value.lasting
    assert clock.slept == [11, 11]
    assert site.paths() == ["/a", "/a"]


def test_a_delay_longer_than_patience_is_put_off_not_slept(site: Site, clock: Clock) -> None:
    site.answers |= {"/robots.txt": Answer("User-agent: *\nCrawl-delay: 600"), "/a": Answer("x")}
    with fetcher(site, clock) as held, pytest.raises(NotYet) as error:
        held.get(Wanted(f"{site.base}/a"))
    assert error.value.after == clock.at + timedelta(seconds=600)
    assert clock.slept == []


def test_robots_are_asked_once_a_day(site: Site, clock: Clock) -> None:
    site.answers["/a"] = Answer("x")
    with fetcher(site, clock) as held:
        for _ in range(3):
            held.get(Wanted(f"{site.base}/a"))
        clock.at += timedelta(hours=25)
        held.get(Wanted(f"{site.base}/a"))
    assert [a.path for a in site.asked].count("/robots.txt") == 2


def test_a_site_whose_robots_cannot_be_had_is_left_alone_for_a_while(site: Site, clock: Clock) -> None:
    site.answers |= {"/robots.txt": [Answer("", 503), Answer("User-agent: *\nDisallow: /c")], "/a": Answer("x")}
    with fetcher(site, clock) as held:
        with pytest.raises(FetchError) as error:
            held.get(Wanted(f"{site.base}/a"))
        assert not error.value.lasting
        assert site.paths() == []
        clock.at += timedelta(minutes=11)
        assert held.get(Wanted(f"{site.base}/a")).body == b"x"


def test_robots_may_stand_elsewhere(site: Site, clock: Clock) -> None:
    site.answers |= {
        "/robots.txt": Answer(status=301, headers={"Location": "/r.txt"}),
        "/r.txt": Answer("User-agent: walkback\nDisallow: /a"),
    }
    assert "robots" in str(refused(fetcher(site, clock), f"{site.base}/a"))


def test_what_has_not_changed_is_not_sent_again(site: Site, clock: Clock) -> None:
    site.answers["/feed"] = Answer("x", headers={"ETag": '"v1"', "Last-Modified": "Mon, 03 Mar 2031 08:00:00 GMT"})
    with fetcher(site, clock) as held:
        first = held.get(Wanted(f"{site.base}/feed", "feed"))
        again = held.get(Wanted(f"{site.base}/feed", "feed", first.etag, first.modified))
    assert again.body is None and (again.etag, again.modified) == (first.etag, first.modified)
    assert site.asked[-1].headers["if-modified-since"] == "Mon, 03 Mar 2031 08:00:00 GMT"


def test_packed_answers_are_unpacked(site: Site, clock: Clock) -> None:
    site.answers["/a"] = Answer("word " * 1000, packed=True)
    with fetcher(site, clock) as held:
        assert held.get(Wanted(f"{site.base}/a")).body == b"word " * 1000
    assert site.asked[-1].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer("x" * 5_001), "bytes"),
        (Answer(gzip.compress(b"0" * 50_000_000), headers={"Content-Encoding": "gzip"}), "bytes"),
        (Answer(gzip.compress(b"word " * 100)[:-9], headers={"Content-Encoding": "gzip"}), "cut short"),
        (Answer(b"no gzip", headers={"Content-Encoding": "gzip"}), "damaged"),
        (Answer(b"x", headers={"Content-Encoding": "br"}), "unasked"),
        (Answer(status=302, headers={"Location": "/a"}), "redirects"),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "no web address"),
        (Answer(status=302, headers={"Location": "http://10.0.0.1/"}), "private"),
        (Answer("gone", 404), "404"),
        (Answer("", 204), "204"),
    ],
)
def test_answers_that_are_refused(site: Site, clock: Clock, answer: Answer, said: str) -> None:
    site.answers["/a"] = answer
    assert said in str(refused(fetcher(site, clock, largest=5_000), f"{site.base}/a"))


@pytest.mark.parametrize("slow", [Answer("x", pause=3), Answer("x" * 200, drip=0.1)])
def test_a_slow_server_is_not_waited_for(site: Site, clock: Clock, slow: Answer) -> None:
    site.answers["/a"] = slow
    assert "not there after" in str(refused(fetcher(site, clock, seconds=0.5), f"{site.base}/a"))


def test_a_feed_that_moved_for_good_says_where(site: Site, clock: Clock, other: Site) -> None:
    site.answers |= {
        "/old": Answer(status=301, headers={"Location": f"{other.base}/new"}),
        "/now": Answer(status=302, headers={"Location": f"{other.base}/new"}),
    }
    other.answers |= {"/new": Answer("x"), "/robots.txt": Answer("User-agent: *\nDisallow: /secret")}
    with fetcher(site, clock, other) as held:
        assert held.get(Wanted(f"{site.base}/old")).moved == f"{other.base}/new"
        answer = held.get(Wanted(f"{site.base}/now"))
    assert (answer.moved, answer.address) == (None, f"{other.base}/new")


def test_a_redirect_does_not_lead_past_robots(site: Site, clock: Clock, other: Site) -> None:
    site.answers["/a"] = Answer(status=302, headers={"Location": f"{other.base}/secret"})
    other.answers["/robots.txt"] = Answer("User-agent: *\nDisallow: /secret")
    assert "robots" in str(refused(fetcher(site, clock, other), f"{site.base}/a"))
    assert other.paths() == []


def test_a_private_address_is_not_asked_unless_a_person_named_its_host(site: Site, clock: Clock) -> None:
    held = Fetcher(Manners(), clock=clock.now, sleep=clock.sleep)
    assert refused(held, f"{site.base}/a").lasting
    assert site.asked == []


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("Wed, 05 Mar 2031 09:30:00 GMT", 1800), ("soon", None), ("99999999999", 86_400), ("-5", None)],
)
def test_retry_after_is_kept_for_the_whole_host(site: Site, clock: Clock, value: str, seconds: int | None) -> None:
    site.answers |= {"/a": Answer("", 429, {"Retry-After": value}), "/b": Answer("x")}
    clock.at = datetime(2031, 3, 5, 8, 59, 58, tzinfo=UTC)
    with fetcher(site, clock) as held:
        with pytest.raises(FetchError) as error:
            held.get(Wanted(f"{site.base}/a"))
        assert not error.value.lasting
        if seconds is None:
            assert error.value.after is None
            return
        assert error.value.after == datetime(2031, 3, 5, 9, 0, tzinfo=UTC) + timedelta(seconds=seconds)
        with pytest.raises(NotYet):
            held.get(Wanted(f"{site.base}/b"))
    assert site.paths() == ["/a"]


def test_nobody_answers(clock: Clock) -> None:
    with served() as site:
        pass
    error = refused(fetcher(site, clock), f"{site.base}/a")
    assert not error.lasting


def test_hosts_are_asked_together_each_one_at_a_time(site: Site, other: Site, clock: Clock) -> None:
    for one in (site, other):
        one.answers |= {f"/{n}": Answer(str(n), pause=0.01) for n in range(6)}
    wanted = {f"{one.base}/{n}": Wanted(f"{one.base}/{n}") for n in range(6) for one in (site, other)}
    with fetcher(site, clock, other, gap=0.0) as held:
        got = dict(together(held.get, wanted))
    assert got.keys() == wanted.keys()
    assert all(isinstance(a, Fetched) and a.body == k[-1].encode() for k, a in got.items())
    assert (site.at_once, other.at_once) == (1, 1)
    assert site.paths() == [f"/{n}" for n in range(6)]


def test_one_that_fails_does_not_end_the_others(site: Site, clock: Clock) -> None:
    site.answers["/b"] = Answer("x")

    def get(wanted: Wanted) -> Fetched:
        if wanted.address.endswith("/a"):
            raise RuntimeError("broken")
        return held.get(wanted)

    with fetcher(site, clock) as held:
        got = dict(together(get, {p: Wanted(f"{site.base}/{p}") for p in "ab"}))
    assert isinstance(got["a"], FetchError) and "broken" in str(got["a"])
    assert isinstance(got["b"], Fetched)
