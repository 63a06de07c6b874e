"""A newsroom for tests: it follows a site on this machine, reads what marked sentences say, and its clock goes as it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tests.scripted import parse
from tests.watching.clock import Clock
from tests.watching.site import Answer, Site, article, rss
from walkback import archive, copies, pipeline, sending, watching
from walkback.alerts import Alerts
from walkback.core.reading import Reading
from walkback.core.text import Document
from walkback.record.store import Record
from walkback.sources.addresses import host_of
from walkback.sources.apart import Bench
from walkback.sources.fetching import Fetcher, Manners

EVERY = timedelta(minutes=30)
PLAN = "<s1>Bo Kessi, foreign minister of Velmar,</s1> <c1>said</c1> <q1>he would [[meet|planned talks meet]] the envoys of Kadria in Orlo on March 10</q1>."
OFF = "<s1>Bo Kessi</s1> <c1>said</c1> <q1>the [[meeting|cancelled talks meet]] in Orlo was off</q1>."
REST = {  # two texts that share their filling would be copies of each other
    PLAN: " The ferry from Orlo runs every day, and the harbour master says that the strait has been calm for a week.",
    OFF: " Rain is expected over the hills of Senn, where the road to the pass was closed by stones in the night.",
}


class MarkedReader:
    """Reads what the marked sentences say wherever they stand in a text."""

    def read(self, document: Document) -> Reading:
        marked = document.text
        for sentence in (PLAN, OFF):
            marked = marked.replace(parse(sentence).text, sentence)
        return parse(marked).reading()


def page(title: str, day: str, marked: str, **more: str) -> str:
    return article(title, day, parse(marked).text, REST[OFF if OFF in marked else PLAN], **more)


STEPS = archive.Steps(lambda d: pipeline.read_page(d, MarkedReader()), pipeline.follow, copies.group_copies)


@dataclass
class Desk:
    """One newsroom: its record, its clock, the site it follows."""

    path: Path
    site: Site
    clock: Clock
    bench: Bench
    alerts: Alerts = field(default_factory=Alerts)
    rounds: list[watching.Round] = field(default_factory=list)
    tools: Callable[[watching.Tools], watching.Tools] = lambda tools: tools

    def once(self, *feeds: str) -> watching.Round:
        """What one run comes to."""
        manners = Manners(gap=0.0, version="9")
        trusted = {host_of(self.site.base)}
        with (
            Fetcher(manners, clock=self.clock.now, sleep=self.clock.sleep, trusted=trusted) as fetcher,
            Record.open(self.path, create=True) as record,
        ):
            post = partial(sending.post, agent=manners.agent)
            tools = watching.Tools(fetcher.get, self.bench, STEPS, post, sending.mail, self.clock.now, self.clock.sleep)
            named = [f"{self.site.base}{f}" for f in feeds or ["/feed"]]
            watching.once(record, named, self.tools(tools), self.alerts, every=EVERY, told=self.rounds.append)
        return self.rounds[-1]

    def ask(self, question: Callable[[Record], Any]) -> Any:
        with Record.open(self.path) as record:
            return question(record)


def next_day(site: Site) -> None:
    """The feed lists the withdrawal, and the first article again under another spelling."""
    body = rss(("BASE/off", "Talks off", "Tue, 04 Mar 2031 10:00:00 GMT"), ("BASE/plan#x", "Envoys to meet", "Mon, 03 Mar 2031 10:00:00 GMT"))  # fmt: skip
    site.answers["/feed"] = Answer(body, media="application/rss+xml", headers={"ETag": '"2"'})
