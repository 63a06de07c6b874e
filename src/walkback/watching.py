"""Feeds followed: asked politely, their new articles read into a record, new findings told to whoever asked for them.

Everything that is to be done stands in the record with its moment, so a run that is killed goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from walkback import archive
from walkback.alerts import Alerts, Filter, letter_text, messages
from walkback.core.errors import InputError, WalkbackError
from walkback.core.text import Document
from walkback.record import queries
from walkback.record import watch as memory
from walkback.record.rows import Problem
from walkback.record.store import Record
from walkback.record.watch import FeedState, Listed, Message
from walkback.sending import Letter, Server
from walkback.sources.addresses import canonical
from walkback.sources.apart import Given
from walkback.sources.feeds import Feed
from walkback.sources.fetching import Clock, Fetched, FetchError, NotYet, Sleep, Wanted
from walkback.sources.files import Trouble
from walkback.sources.together import together

FIRST, LONGEST = timedelta(minutes=5), timedelta(hours=24)  # waits after the first failure, and at most
LEASE = timedelta(minutes=10)  # how long a message may take to be sent before another run may try
TRIES, UNREADABLE, LETTERS = 8, 3, 12  # tries of an article, of a page that holds none, of a message
MOST = 200  # articles of one round: findings are told before the next


class Taker(Protocol):
    """Takes answers apart (sources.apart.Bench)."""

    def page(self, given: Given, *, today: date | None = None) -> Document: ...
    def feed(self, given: Given) -> Feed: ...


class Post(Protocol):
    """Posts to a webhook (sending.post)."""

    def __call__(self, address: str, body: Mapping[str, object], *, message_id: str, secret: str = "") -> None: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What watching works with, given from outside: the network, the stages, clock and sleep."""

    get: Callable[[Wanted], Fetched]
    apart: Taker
    steps: archive.Steps
    post: Post
    mail: Callable[[Server, Letter], None]
    clock: Clock
    sleep: Sleep
    workers: int = 8


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did. listed: articles new in the feeds; known: already in the record; left: still to be fetched now."""

    feeds: int = 0
    unchanged: int = 0
    listed: int = 0
    read: int = 0
    known: int = 0
    troubles: int = 0
    found: int = 0
    sent: int = 0
    unsent: int = 0
    left: int = 0


def watch(
    record: Record,
    feeds: Sequence[str],
    tools: Tools,
    alerts: Alerts,
    *,
    every: timedelta,
    told: Callable[[Round], None] = lambda done: None,
) -> None:
    """Go from round to round, asleep between them, until interrupted."""
    memory.note_feeds(record, feeds, tools.clock())
    memory.begin(record)
    while True:
        told(one_round(record, tools, alerts, every=every))
        while (wait := ((memory.soonest(record) or tools.clock() + every) - tools.clock()).total_seconds()) > 0:
            tools.sleep(min(wait, 60.0))  # in short pieces: a machine that slept wakes to a clock that went on


def once(
    record: Record,
    feeds: Sequence[str],
    tools: Tools,
    alerts: Alerts,
    *,
    every: timedelta,
    told: Callable[[Round], None] = lambda done: None,
) -> None:
    """Ask every feed that is not put off, read what is new, tell what was found."""
    memory.note_feeds(record, feeds, tools.clock())
    memory.begin(record)
    done = one_round(record, tools, alerts, every=every, ask_all=True)
    told(done)
    while done.left:
        done = one_round(record, tools, alerts, every=every)
        told(done)


def one_round(record: Record, tools: Tools, alerts: Alerts, *, every: timedelta, ask_all: bool = False) -> Round:
    """Ask the feeds whose moment has come, fetch and read articles, tell findings, send what waits.

    ask_all: also feeds whose moment has not come, but for those put off after a failure.
    """
    asked = _ask_feeds(record, tools, every, ask_all)
    reading = _Reading(record, tools)
    added = archive.add(record, reading.documents(), tools.steps)
    found = tell(record, alerts, tools.clock())
    sent, unsent = send(record, tools, alerts)
    left = len(memory.waiting(record, tools.clock()))
    return replace(
        asked, read=added.read, known=reading.known, troubles=asked.troubles + added.problems, found=found, sent=sent,
        unsent=unsent, left=left,
    )  # fmt: skip


def _later(now: datetime, failures: int, error: Exception, first: timedelta = FIRST) -> datetime:
    """When to try again: each wait twice the one before, never before the server allows it."""
    until = now + min(first * (1 << min(failures, 20)), LONGEST)
    after = error.after if isinstance(error, FetchError) else None
    return max(until, after) if after else until


def _ask_feeds(record: Record, tools: Tools, every: timedelta, ask_all: bool) -> Round:
    now = tools.clock()
    due = {f.address: f for f in memory.feeds(record) if not f.gone and (f.next <= now or (ask_all and not f.failures))}
    wanted = {key: Wanted(f.at, "feed", f.etag, f.modified) for key, f in due.items()}
    out = Round(feeds=len(due))
    for key, answer in together(tools.get, wanted, workers=tools.workers):
        try:
            if isinstance(answer, FetchError):
                raise answer
            new = _take_feed(record, tools, due[key], answer, every)
        except NotYet as error:
            memory.put_feed(record, replace(due[key], next=error.after or now + every), (), tools.clock())
        except WalkbackError as error:
            _feed_failed(record, due[key], error, tools.clock())
            out = replace(out, troubles=out.troubles + 1)
        else:
            memory.settle(record, key)
            out = replace(out, unchanged=out.unchanged + (answer.body is None), listed=out.listed + new)
    return out


def _take_feed(record: Record, tools: Tools, feed: FeedState, answer: Fetched, every: timedelta) -> int:
    """Store what a feed lists; how many articles are new."""
    now = tools.clock()
    after = replace(feed, next=now + every, failures=0, at=answer.moved or feed.at)
    if answer.body is None:
        return memory.put_feed(record, after, (), now)
    held = tools.apart.feed(Given(answer.address, answer.body, answer.media, answer.charset))
    after = replace(after, title=held.title or feed.title, etag=answer.etag, modified=answer.modified)
    listed = [Listed(canonical(e.address), e.address, feed.address, e.title, e.published) for e in held.entries]
    return memory.put_feed(record, after, listed, now)


def _feed_failed(record: Record, feed: FeedState, error: WalkbackError, now: datetime) -> None:
    gone = isinstance(error, FetchError) and error.gone
    failures = feed.failures + 1
    put = replace(feed, failures=failures, gone=gone, next=_later(now, feed.failures, error))
    memory.put_feed(record, put, (), now)
    _note(record, feed.address, error)


def _note(record: Record, source: str, error: WalkbackError) -> None:
    record.note_problem(Problem(source, str(error.args[0]), error.hint))


class _Reading:
    """The articles of one round, fetched and handed to the archive; what became of each is settled when it asks for the next."""

    def __init__(self, record: Record, tools: Tools) -> None:
        self.record, self.tools = record, tools
        self.known = 0

    def documents(self) -> Iterator[Document | Trouble]:
        """Each article that is new, and what kept others from being read."""
        due = {a.canonical: a for a in memory.waiting(self.record, self.tools.clock())[:MOST]}
        wanted = {key: Wanted(a.address) for key, a in due.items()}
        for key, answer in together(self.tools.get, wanted, workers=self.tools.workers):
            yield from self._one(due[key], answer)

    def _one(self, article: Listed, answer: Fetched | FetchError) -> Iterator[Document | Trouble]:
        now = self.tools.clock()
        if isinstance(answer, NotYet):
            memory.wait_until(self.record, article, answer.after or now + FIRST)
            return
        try:
            if isinstance(answer, FetchError):
                raise answer
            document, key = self._document(article, answer)
        except WalkbackError as error:
            most = TRIES if isinstance(error, FetchError) else UNREADABLE
            lasting = isinstance(error, FetchError) and error.lasting
            over = lasting or article.failures + 1 >= most
            memory.put_off(self.record, article, None if over else _later(now, article.failures, error))
            yield Trouble(article.address, str(error.args[0]), error.hint)
            return
        if document is None:
            self.known += 1
            return
        admitted = self.record.admit(document)
        if admitted is None:
            self.known += 1
            memory.done(self.record, article, document.doc_id, also=key, now=now)
            return
        yield document
        # the archive has asked for the next: this one is stored, or its reading failed and is a problem of its own
        if queries.holds(self.record, admitted.doc_id):
            memory.done(self.record, article, admitted.doc_id, also=key, now=now)
        else:
            memory.put_off(self.record, article, None)

    def _document(self, article: Listed, answer: Fetched) -> tuple[Document | None, str]:
        """The article of an answer, and the key of the address it goes by; None where that was read before.

        Raises InputError for a page without an article.
        """
        now = self.tools.clock()
        landed = canonical(answer.address)
        if landed != article.canonical and (known := memory.read_as(self.record, landed)):
            memory.done(self.record, article, known, also=landed, now=now)
            return None, landed
        given = Given(
            answer.address, answer.body or b"", answer.media, answer.charset, article.title,
            memory.feed_title(self.record, article.feed), article.published,
        )  # fmt: skip
        document = self.tools.apart.page(given, today=now.date())
        key = canonical(document.url or answer.address)
        if key != article.canonical and (known := memory.read_as(self.record, key)):
            memory.done(self.record, article, known, also=key, now=now)
            return None, key
        return document, key


def tell(record: Record, alerts: Alerts, now: datetime) -> int:
    """Put messages about new findings into the outbox, in the transaction that marks them as told; how many are new."""
    rows = [queries.finding(record, finding_id) for finding_id in memory.untold(record)]
    if rows:
        memory.tell(record, messages(alerts, rows), now)
    return len(rows)


def send(record: Record, tools: Tools, alerts: Alerts) -> tuple[int, int]:
    """Send what waits in the outbox: how many messages arrived, how many did not.

    A message is claimed before it is sent, so that two runs do not both send it. Killed between its arrival and the note
    of it, it is sent again after LEASE, under the same id: whoever gets it can tell.
    """
    arrived = failed = 0
    for message in memory.outbox(record, tools.clock()):
        if not memory.claim(record, message, tools.clock(), LEASE):
            continue
        try:
            _send(message, alerts, tools)
        except WalkbackError as error:
            over = message.failures + 1 >= LETTERS
            until = None if over else _later(tools.clock(), message.failures, error, timedelta(minutes=1))
            memory.unsent(record, message, until)
            _note(record, f"alert {message.filter} ({message.channel})", error)
            failed += 1
        else:
            memory.sent(record, message)
            memory.settle(record, f"alert {message.filter} ({message.channel})")
            arrived += 1
    return arrived, failed


def _send(message: Message, alerts: Alerts, tools: Tools) -> None:
    wanted: Filter | None = alerts.named(message.filter)
    if wanted is None:
        raise InputError(f"no filter is called {message.filter!r} any more", hint="its messages wait for it")
    if message.channel == "webhook":
        tools.post(wanted.webhook, message.body, message_id=message.id, secret=wanted.secret)
        return
    if alerts.server is None:
        raise InputError("there is no [smtp] in the alerts file any more", hint="add host, port and sender")
    subject, text = str(message.body["text"]), letter_text(message.body)
    tools.mail(alerts.server, Letter(message.id, wanted.mail, subject, text, tools.clock().replace(microsecond=0)))
