"""A site and a clock of one's own for each test. Nothing leaves this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.homes import Here
from tests.watching.clock import Clock
from tests.watching.newsroom import OFF, PLAN, Desk, page
from tests.watching.site import Answer, Site, rss, served
from walkback.sources.apart import Bench


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as held:
        yield held


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    """The process that takes pages apart."""
    with Bench() as held:
        yield held


@pytest.fixture
def desk(here: Here, site: Site, clock: Clock, bench: Bench) -> Desk:
    """A newsroom whose feed lists one article."""
    site.answers |= {
        "/feed": Answer(rss(("BASE/plan?utm_source=rss", "Envoys to meet", "Mon, 03 Mar 2031 10:00:00 GMT")), media="application/rss+xml", headers={"ETag": '"1"'}),
        "/plan?utm_source=rss": Answer(page("Envoys to meet", "2031-03-03", PLAN, canonical="BASE/plan")),
        "/off": Answer(page("Talks off", "2031-03-04", OFF)),
    }  # fmt: skip
    return Desk(here / "r.db", site, clock, bench)
