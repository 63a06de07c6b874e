"""The command that follows feeds."""

from __future__ import annotations

import re
import signal
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click

import walkback
from walkback import alerts as saved
from walkback import sending, watching
from walkback.record import watch as memory
from walkback.record.home import Location
from walkback.record.store import Record
from walkback.sources import feeds as lists
from walkback.sources.addresses import host_of
from walkback.sources.apart import Bench
from walkback.sources.fetching import Fetcher, Manners
from walkback.views.adding import STEPS
from walkback.views.console import told
from walkback.views.options import PATH, RECORD
from walkback.views.words import clean, count

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class Spell(click.ParamType[timedelta]):
    """A time: 90s, 30m, 2h or 1d."""

    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        if isinstance(value, timedelta):
            return value
        found = re.fullmatch(r"([0-9]{1,6})([smhd])", str(value))
        if not found or int(found[1]) == 0:
            self.fail(f"{value!r} is no time; write 90s, 30m, 2h or 1d", param, ctx)
        return timedelta(seconds=int(found[1]) * _UNITS[found[2]])


@click.command(short_help="Follow feeds: read their new articles, tell what is found.")
@click.argument("feeds", metavar="FEEDS", type=PATH)
@RECORD
@click.option("--every", type=Spell(), default="30m", show_default=True, help="How often each feed is asked.")
@click.option("--once", is_flag=True, help="Ask every feed once, read what is new, and end; for cron.")
@click.option(
    "--alerts",
    "alerts_file",
    type=PATH,
    metavar="FILE.toml",
    help="Filters: which findings are told to whom (docs/watching.md).",
)
@click.option(
    "--contact",
    default="",
    metavar="TEXT",
    help="A mail or web address sent along, so that a site can ask what you do.",
)
@click.option(
    "--gap",
    type=Spell(),
    default="2s",
    show_default=True,
    help="Between two requests to a host that asks for no other.",
)
@click.option("--again", is_flag=True, help="First put what was given up back among what is to be tried.")
@told
def watch(feeds: Path, record: Location, alerts_file: Path | None, **wanted: Any) -> None:
    """Follow feeds: read their new articles into the record, tell what is found to whoever asked for it.

    FEEDS is a file with the address of one RSS, Atom or JSON feed a line, or OPML as feed readers export it. robots.txt
    is kept, each host is asked one thing at a time, nothing is fetched again that has not changed, no article is read twice.
    Stopped or killed, the same command goes on where it was. What could not be fetched is tried again, each time later;
    walkback problems lists it. Needs the extra: pip install 'walkback[watch]'.

    \b
    walkback watch feeds.txt
    walkback watch feeds.opml --every 15m --alerts alerts.toml --contact desk@example.org
    """  # fmt: skip
    addresses = lists.listed(feeds)
    alerts = saved.load(alerts_file) if alerts_file else saved.Alerts()
    contact = clean(wanted["contact"]).encode("ascii", "replace").decode()
    manners = Manners(gap=wanted["gap"].total_seconds(), contact=contact, version=walkback.__version__)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service that is stopped ends like one interrupted
    fetcher = Fetcher(manners, clock=_now, sleep=time.sleep, trusted={host_of(a) for a in addresses})
    with Record.open(record, create=True) as held, held.home.alone(), fetcher, Bench() as bench:
        if wanted["again"]:
            _say(f"{count(memory.again(held, _now()), 'thing')} to try again")
        post = partial(sending.post, agent=manners.agent)
        tools = watching.Tools(fetcher.get, bench, STEPS, post, sending.mail, _now, time.sleep)
        run = watching.once if wanted["once"] else watching.watch
        run(held, addresses, tools, alerts, every=wanted["every"], told=_done)


def _now() -> datetime:
    return datetime.now(UTC)


def _say(text: str) -> None:
    click.echo(f"{datetime.now():%H:%M:%S} {text}", err=True)


def _done(done: watching.Round) -> None:
    """One line on a round."""
    parts = [f"{count(done.feeds, 'feed')} asked" + (f" ({done.unchanged} unchanged)" if done.unchanged else "")]
    parts.append(f"{count(done.listed, 'new article')} listed, {done.read:,} read")
    parts += [f"{done.known:,} known already"] if done.known else []
    parts += [f"{count(done.found, 'new finding')}"] if done.found else []
    parts += [f"{count(done.sent, 'alert')} sent"] if done.sent else []
    parts += [f"{count(done.unsent, 'alert')} not sent"] if done.unsent else []
    parts += [f"{done.troubles:,} not readable (walkback problems)"] if done.troubles else []
    parts += [f"{done.left:,} to go"] if done.left else []
    _say(", ".join(parts))
