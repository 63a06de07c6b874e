"""A watch that is killed at any moment and started again reads every article once and tells every finding once."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.homes import Here
from tests.watching.newsroom import OFF, PLAN, page
from tests.watching.site import Answer, Site, rss, served
from walkback.record import queries
from walkback.record.store import Record

CHILD = """
import sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tests.watching.newsroom import STEPS
from walkback import sending, watching
from walkback.alerts import Alerts, Filter
from walkback.record.store import Record
from walkback.sources.addresses import host_of
from walkback.sources.apart import Bench
from walkback.sources.fetching import Fetcher, Manners
watching.LEASE = timedelta(seconds=2)
record, base, hook, once = sys.argv[1:]
now = lambda: datetime.now(UTC) + timedelta(days=3650)
alerts = Alerts((Filter("all", webhook=hook),))
with Fetcher(Manners(gap=0.05), clock=now, sleep=time.sleep, trusted={host_of(base)}) as fetcher, Bench() as bench, Record.open(record, create=True) as held:
    tools = watching.Tools(fetcher.get, bench, STEPS, sending.post, sending.mail, now, time.sleep)
    run = watching.once if once == "once" else watching.watch
    run(held, [base + "/feed"], tools, alerts, every=timedelta(seconds=1))
"""


def run(record: Path, site: Site, hook: Site, root: Path, *, kill_after: float | None = None) -> bool:
    """Whether the child came to its end."""
    args = [str(record), site.base, f"{hook.base}/hook", "once" if kill_after is None else "on"]
    child = subprocess.Popen([sys.executable, "-c", CHILD, *args], cwd=root)
    if kill_after is not None:
        time.sleep(kill_after)
        child.send_signal(signal.SIGKILL)
    return child.wait() == 0


def test_killed_and_started_again(here: Here, root: Path) -> None:
    with served() as site, served() as hook:
        plan, off = (article.replace("2031-", "2035-") for article in (page("Envoys to meet", "2031-03-03", PLAN), page("Talks off", "2031-03-04", OFF)))  # fmt: skip
        site.answers |= {
            "/plan": Answer(plan, pause=0.2),
            "/off": Answer(off, pause=0.2),
            "/feed": Answer(rss(("BASE/plan", "Envoys to meet", "x")), media="text/xml"),
        }
        hook.answers["/hook"] = Answer("ok", pause=0.3)
        assert run(here / "r.db", site, hook, root)
        site.answers["/feed"] = Answer(
            rss(("BASE/off", "Talks off", "x"), ("BASE/plan", "Envoys", "x")), media="text/xml"
        )
        rng = random.Random(0)
        for _ in range(2):
            run(here / "r.db", site, hook, root, kill_after=rng.uniform(1.0, 3.0))
        time.sleep(2.1)  # a message that was claimed is free again
        assert run(here / "r.db", site, hook, root)
        with Record.open(here / "r.db") as record:
            assert queries.totals(record).documents == 2
            assert queries.problems(record) == []
            (finding,) = record.findings()
        bodies = [json.loads(a.body) for a in hook.asked]
        assert {f["id"] for b in bodies for f in b["findings"]} == {finding.id}
        assert len({b["id"] for b in bodies}) == 1  # whatever came twice bears one id
        assert {a.headers["idempotency-key"] for a in hook.asked} == {bodies[0]["id"]}
