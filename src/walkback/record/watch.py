"""What watching remembers in a record: feeds and their state, articles they list, findings told, messages to be sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from walkback.core.codec import iso
from walkback.core.text import content_id
from walkback.record import rows_codec as codec
from walkback.record.home import next_number
from walkback.record.store import Record

State = Literal["waiting", "read", "given up"]
Channel = Literal["webhook", "mail"]
BEGUN = "watch_begun"


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed: `address` as the list names it, `at` where it is now, `next` when it is to be asked again."""

    address: str
    at: str
    title: str | None
    etag: str | None
    modified: str | None
    next: datetime
    failures: int
    gone: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """An article that a feed lists. canonical: the one spelling of its address; failures: tries that came to nothing."""

    canonical: str
    address: str
    feed: str
    title: str | None
    published: date | None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """An alert that waits in the outbox. id follows from its filter, channel and findings; body is what is sent, as JSON."""

    id: str
    filter: str
    channel: Channel
    body: Mapping[str, Any]
    failures: int = 0


def moment(value: datetime) -> str:
    """A moment as the record keeps it: UTC, to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant(value: str) -> datetime:
    return datetime.fromisoformat(value)


def note_feeds(record: Record, addresses: Iterable[str], now: datetime) -> None:
    """Remember feeds that are new; forget those the list no longer names."""
    wanted = list(addresses)
    with record.writing() as db:
        held = {row[0] for row in db.execute("SELECT address FROM watched_feeds")}
        db.executemany("DELETE FROM watched_feeds WHERE address = ?", [(a,) for a in sorted(held - set(wanted))])
        db.executemany(
            "INSERT INTO watched_feeds VALUES (?, ?, NULL, NULL, NULL, ?, 0, false)",
            [(a, a, moment(now)) for a in wanted if a not in held],
        )


def feeds(record: Record) -> list[FeedState]:
    """Every feed, the next to be asked first."""
    rows = record.connection.execute(
        "SELECT address, at, title, etag, modified, next, failures, gone FROM watched_feeds ORDER BY next, address"
    )
    return [FeedState(r[0], r[1], r[2], r[3], r[4], instant(r[5]), r[6], bool(r[7])) for r in rows]


def put_feed(record: Record, feed: FeedState, articles: Sequence[Listed], now: datetime) -> int:
    """Store a feed's state and the articles it lists that are not known; how many those are. One transaction."""
    new = 0
    with record.writing() as db:
        db.execute(
            "UPDATE watched_feeds SET at = ?, title = ?, etag = ?, modified = ?, next = ?, failures = ?, gone = ? WHERE address = ?",
            (feed.at, feed.title, feed.etag, feed.modified, moment(feed.next), feed.failures, feed.gone, feed.address),
        )  # fmt: skip
        for a in articles:
            new += db.execute(
                "INSERT INTO watched_articles VALUES (?, ?, ?, ?, ?, 'waiting', NULL, ?, ?, 0) ON CONFLICT DO NOTHING",
                (a.canonical, a.address, a.feed, a.title, iso(a.published), moment(now), moment(now)),
            ).rowcount
    return new


def waiting(record: Record, now: datetime) -> list[Listed]:
    """The articles that are to be fetched by now, the first found first."""
    rows = record.connection.execute(
        "SELECT canonical, address, feed, title, published, failures FROM watched_articles WHERE state = 'waiting' AND next <= ? "
        "ORDER BY found, published NULLS FIRST, canonical",
        (moment(now),),
    )
    return [Listed(r[0], r[1], r[2], r[3], codec.day(r[4]), r[5]) for r in rows]


def read_as(record: Record, canonical: str) -> str | None:
    """The document as which an address was read; None where it was not."""
    row = record.connection.execute(
        "SELECT doc_id FROM watched_articles WHERE canonical = ? AND state = 'read'", (canonical,)
    ).fetchone()
    return str(row[0]) if row and row[0] else None


def feed_title(record: Record, address: str) -> str | None:
    """The name a feed gives itself: the outlet, where a page does not name one."""
    row = record.connection.execute("SELECT title FROM watched_feeds WHERE address = ?", (address,)).fetchone()
    return row[0] if row else None


def done(record: Record, article: Listed, doc_id: str, *, also: str, now: datetime) -> None:
    """An article was read as a document, under the address it was listed by and under the one its page gives itself.

    What stood among the problems because of it is taken out.
    """
    with record.writing() as db:
        read = "UPDATE watched_articles SET state = 'read', doc_id = ? WHERE canonical = ?"
        db.execute(read, (doc_id, article.canonical))
        if also != article.canonical and not db.execute(read, (doc_id, also)).rowcount:
            db.execute(
                "INSERT INTO watched_articles VALUES (?, ?, ?, ?, ?, 'read', ?, ?, ?, 0)",
                (also, article.address, article.feed, article.title, iso(article.published), doc_id, moment(now), moment(now)),
            )  # fmt: skip
        db.execute("DELETE FROM problems WHERE source = ?", (article.address,))


def put_off(record: Record, article: Listed, until: datetime | None) -> None:
    """An article was not read: tried again at a moment, or given up (None)."""
    with record.writing() as db:
        db.execute(
            "UPDATE watched_articles SET failures = failures + 1, state = ?, next = coalesce(?, next) WHERE canonical = ?",
            ("waiting" if until else "given up", moment(until) if until else None, article.canonical),
        )


def wait_until(record: Record, article: Listed, until: datetime) -> None:
    """An article whose host's turn has not come: no failure, only later."""
    with record.writing() as db:
        db.execute("UPDATE watched_articles SET next = ? WHERE canonical = ?", (moment(until), article.canonical))


def again(record: Record, now: datetime) -> int:
    """Try again what was given up or put off, feeds and messages too; how many there are."""
    with record.writing() as db:
        return sum(
            db.execute(f"UPDATE {table} SET {state}, failures = 0, next = ? WHERE {which}", (moment(now),)).rowcount
            for table, state, which in (
                ("watched_articles", "state = 'waiting'", "state = 'given up' OR (state = 'waiting' AND failures > 0)"),
                ("watched_feeds", "gone = false", "gone OR failures > 0"),
                ("outbox", "state = 'waiting'", "state = 'given up' OR (state = 'waiting' AND failures > 0)"),
            )
        )


def settle(record: Record, source: str) -> None:
    """What could not be read can be now: it is no problem any more."""
    with record.writing() as db:
        db.execute("DELETE FROM problems WHERE source = ?", (source,))


def soonest(record: Record) -> datetime | None:
    """When there is next something to do; None where nothing waits."""
    row = record.connection.execute(
        "SELECT min(next) FROM (SELECT next FROM watched_feeds WHERE NOT gone UNION ALL "
        "SELECT next FROM watched_articles WHERE state = 'waiting' UNION ALL SELECT next FROM outbox WHERE state = 'waiting') t"
    ).fetchone()
    return instant(row[0]) if row[0] else None


def begin(record: Record) -> None:
    """From now on findings are told as they come to light; those the record holds already are not, the first time."""
    with record.writing() as db:
        if not db.execute("SELECT 1 FROM meta WHERE key = ?", (BEGUN,)).fetchone():
            db.execute(f"INSERT INTO told_findings {_TURNS} ON CONFLICT DO NOTHING")
            db.execute("INSERT INTO meta VALUES (?, '1')", (BEGUN,))


_TURNS = (
    "SELECT f.id, f.kind, r.report FROM findings f JOIN finding_reports r ON r.finding = f.id "
    "WHERE r.place = (SELECT max(place) FROM finding_reports WHERE finding = f.id)"
)


def untold(record: Record) -> list[str]:
    """Ids of findings not told yet, in order of day. One that turns on a report of one told before is that one grown."""
    rows = record.connection.execute(
        "SELECT f.id FROM findings f WHERE NOT EXISTS (SELECT 1 FROM told_findings t WHERE t.finding = f.id) AND NOT EXISTS "
        "(SELECT 1 FROM told_findings t JOIN finding_reports r ON r.report = t.turn WHERE r.finding = f.id AND t.kind = f.kind) "
        "ORDER BY f.day NULLS FIRST, f.id"
    )
    return [str(row[0]) for row in rows]


def tell(record: Record, messages: Sequence[Message], now: datetime) -> int:
    """Put messages into the outbox and mark every finding of the record as told: all in one transaction.

    How many messages are new.
    """
    new = 0
    with record.writing() as db:
        for m in messages:
            new += db.execute(
                "INSERT INTO outbox (number, id, filter, channel, body, made, next, failures, state) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, 0, 'waiting') ON CONFLICT DO NOTHING",
                (
                    next_number(db, "outbox"),
                    m.id,
                    m.filter,
                    m.channel,
                    json.dumps(m.body, ensure_ascii=False),
                    moment(now),
                    moment(now),
                ),
            ).rowcount
        db.execute(f"INSERT INTO told_findings {_TURNS} ON CONFLICT DO NOTHING")
    return new


def message_id(filter: str, channel: Channel, findings: Iterable[str]) -> str:
    """The id of a message about findings: the same again is the same message."""
    return content_id("alert", filter, channel, *findings)


def outbox(record: Record, now: datetime) -> list[Message]:
    """Messages to be sent by now, in the order they were made."""
    rows = record.connection.execute(
        "SELECT id, filter, channel, body, failures FROM outbox WHERE state = 'waiting' AND next <= ? ORDER BY number",
        (moment(now),),
    )
    return [Message(row[0], row[1], row[2], json.loads(row[3]), row[4]) for row in rows]


def claim(record: Record, message: Message, now: datetime, lease: timedelta) -> bool:
    """Take a message to send it; False where another run has. Until the lease is over nobody else takes it."""
    with record.writing() as db:
        taken = db.execute(
            "UPDATE outbox SET next = ? WHERE id = ? AND state = 'waiting' AND next <= ?",
            (moment(now + lease), message.id, moment(now)),
        ).rowcount
    return bool(taken)


def sent(record: Record, message: Message) -> None:
    """A message has arrived."""
    with record.writing() as db:
        db.execute("UPDATE outbox SET state = 'sent' WHERE id = ?", (message.id,))


def unsent(record: Record, message: Message, until: datetime | None) -> None:
    """A message did not arrive: tried again at a moment, or given up (None)."""
    with record.writing() as db:
        db.execute(
            "UPDATE outbox SET failures = failures + 1, state = ?, next = coalesce(?, next) WHERE id = ?",
            ("waiting" if until else "given up", moment(until) if until else None, message.id),
        )
