"""Feeds followed from a real server into a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.watching.clock import Clock
from tests.watching.newsroom import EVERY, PLAN, STEPS, Desk, next_day, page
from tests.watching.site import Answer, Site, rss
from walkback import sending, watching
from walkback.alerts import Alerts
from walkback.core.text import Document
from walkback.record import queries
from walkback.record import watch as memory
from walkback.record.store import Record
from walkback.sources.addresses import host_of
from walkback.sources.fetching import Fetcher, Manners


def test_new_articles_are_read_once(desk: Desk, site: Site) -> None:
    first = desk.once()
    assert (first.feeds, first.listed, first.read, first.troubles) == (1, 1, 1, 0)
    again = desk.once()
    assert (again.unchanged, again.listed, again.read) == (1, 0, 0)
    next_day(site)
    later = desk.once()
    assert (later.listed, later.read, later.found) == (1, 1, 1)
    assert site.paths() == ["/feed", "/plan?utm_source=rss", "/feed", "/feed", "/off"]
    (row,) = desk.ask(queries.findings)
    assert row.finding.kind == "reversal"
    head = row.evidence[0].head
    assert (head.url, head.outlet, str(head.published)) == (f"{site.base}/plan", "Strait Courier", "2031-03-03")


def test_one_article_under_two_addresses_is_read_once(desk: Desk, site: Site) -> None:
    desk.once()
    site.answers |= {
        "/two": Answer(rss(("BASE/r/77", "Envoys", "x"), ("BASE/amp/plan", "Envoys", "x")), media="text/xml"),
        "/r/77": Answer(status=302, headers={"Location": "/plan"}),
        "/plan": Answer(page("Envoys to meet", "2031-03-03", PLAN)),
        "/amp/plan": Answer(page("Envoys to meet, short", "2031-03-03", PLAN, canonical="BASE/plan")),
    }
    done = desk.once("/feed", "/two")
    assert (done.listed, done.read, done.known) == (2, 0, 2)
    assert desk.ask(queries.totals).documents == 1


def test_what_cannot_be_fetched_is_noted_tried_later_and_then_no_problem_any_more(
    desk: Desk, site: Site, clock: Clock
) -> None:
    good = site.answers["/plan?utm_source=rss"]
    site.answers["/plan?utm_source=rss"] = Answer("", 503, {"Retry-After": "1800"})
    assert desk.once().troubles == 1
    (problem,) = desk.ask(queries.problems)
    assert problem.source == f"{site.base}/plan?utm_source=rss" and "503" in problem.reason and problem.hint
    clock.at += timedelta(minutes=20)
    asked = len(site.paths())
    desk.once()
    assert "/plan?utm_source=rss" not in site.paths()[asked:]  # the server asked for half an hour
    site.answers["/plan?utm_source=rss"] = good
    clock.at += timedelta(minutes=11)
    assert desk.once().read == 1
    assert desk.ask(queries.problems) == []


def test_waits_grow_and_end(desk: Desk, site: Site, clock: Clock) -> None:
    site.answers["/plan?utm_source=rss"] = Answer("", 500)
    waits = []
    for _ in range(watching.TRIES):
        desk.once()
        soon = desk.ask(lambda r: memory.waiting(r, clock.at + timedelta(days=9)))
        if soon:
            until = desk.ask(lambda r: r.connection.execute("SELECT next FROM watched_articles").fetchone()[0])
            waits.append((memory.instant(until) - clock.at) / timedelta(minutes=1))
            clock.at = memory.instant(until)
    assert waits == [5, 10, 20, 40, 80, 160, 320]
    assert desk.once().troubles == 0
    assert site.paths().count("/plan?utm_source=rss") == watching.TRIES
    assert desk.ask(lambda r: memory.again(r, clock.at)) == 1
    site.answers["/plan?utm_source=rss"] = Answer(page("Envoys to meet", "2031-03-03", PLAN))
    assert desk.once().read == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer("x", 404), "404"),
        (Answer(b"%PDF-1.7", media="application/pdf"), "application/pdf"),
        (Answer("<html><body><p></p></body></html>"), "no article|cannot"),
        (Answer(status=302, headers={"Location": "http://10.0.0.1/x"}), "private network"),
    ],
)
def test_an_article_that_is_none_is_a_problem_and_the_run_goes_on(
    desk: Desk, site: Site, answer: Answer, said: str
) -> None:
    next_day(site)
    site.answers |= {"/plan": Answer(page("Envoys to meet", "2031-03-03", PLAN)), "/off": answer}
    done = desk.once()
    assert (done.read, done.troubles) == (1, 1)
    (problem,) = desk.ask(queries.problems)
    assert any(word in problem.reason for word in said.split("|"))


def test_robots_keep_us_out_of_articles(desk: Desk, site: Site) -> None:
    site.answers["/robots.txt"] = Answer("User-agent: walkback\nDisallow: /plan")
    assert desk.once().read == 0
    assert site.paths() == ["/feed"]
    assert "robots" in desk.ask(queries.problems)[0].reason


def test_feeds_that_fail_moved_or_are_gone(desk: Desk, site: Site, clock: Clock) -> None:
    site.answers |= {
        "/gone": Answer("", 410),
        "/down": Answer("", 500),
        "/moved": Answer(status=301, headers={"Location": "/feed"}),
        "/page": Answer("<html><head><link rel=alternate type='application/rss+xml' href=/feed></head></html>"),
    }
    feeds = ("/gone", "/down", "/moved", "/page")
    done = desk.once(*feeds)
    assert (done.feeds, done.troubles, done.read) == (4, 3, 1)
    assert any(f"{site.base}/feed" in p.hint for p in desk.ask(queries.problems))
    asked = len(site.asked)
    desk.once(*feeds)
    assert [a.path for a in site.asked[asked:] if a.path != "/robots.txt"] == [
        "/feed"
    ]  # where it moved; the others are put off or gone
    clock.at += timedelta(minutes=6)
    site.answers["/down"] = Answer(rss(title="Up again"), media="text/xml")
    desk.once(*feeds)
    states = {f.address.removeprefix(site.base): f for f in desk.ask(memory.feeds)}
    assert states["/down"].failures == 0 and states["/down"].title == "Up again"
    assert states["/gone"].gone and site.paths().count("/gone") == 1
    desk.once("/feed")
    assert [f.address for f in desk.ask(memory.feeds)] == [f"{site.base}/feed"]  # others are no longer listed


def test_a_run_that_is_ended_goes_on_where_it_was(desk: Desk, site: Site) -> None:
    addresses = [(f"BASE/n/{n}", f"News {n}", "Mon, 03 Mar 2031 10:00:00 GMT") for n in range(5)]
    site.answers["/feed"] = Answer(rss(*addresses), media="text/xml")
    site.answers |= {
        f"/n/{n}": Answer(page(f"News number {n}", "2031-03-03", f"{PLAN} It is story {n}.")) for n in range(5)
    }
    read: list[str] = []

    def killed(document: Document) -> Any:
        if len(read) == 3:
            raise KeyboardInterrupt
        read.append(document.doc_id)
        return STEPS.read(document)

    desk.tools = lambda tools: replace(tools, steps=replace(STEPS, read=killed))
    with pytest.raises(KeyboardInterrupt):
        desk.once()
    desk.tools = lambda tools: tools
    assert desk.once().read == 2
    assert desk.ask(queries.totals).documents == 5
    # of those fetched before the end only the one in hand is fetched again, and those that waited behind it
    assert all(site.paths().count(f"/n/{n}") <= 2 for n in range(5))
    assert desk.once().read == 0


def test_the_loop_sleeps_until_there_is_something_to_do(desk: Desk, clock: Clock, site: Site) -> None:
    began = clock.at

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if clock.at - began > timedelta(hours=2):
            raise KeyboardInterrupt

    manners = Manners(gap=0.0)
    with (
        Fetcher(manners, clock=clock.now, sleep=clock.sleep, trusted={host_of(site.base)}) as fetcher,
        Record.open(desk.path, create=True) as record,
    ):
        tools = watching.Tools(fetcher.get, desk.bench, STEPS, sending.post, sending.mail, clock.now, sleep)
        with pytest.raises(KeyboardInterrupt):
            watching.watch(record, [f"{site.base}/feed"], tools, Alerts(), every=EVERY, told=desk.rounds.append)
    assert [r.feeds for r in desk.rounds] == [1, 1, 1, 1, 1]
    assert max(clock.slept) <= 60
