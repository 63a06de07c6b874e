"""What of a record a feed, a calendar or a brief holds: the same for commands and addresses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from walkback.core.errors import InputError
from walkback.core.ledger import Actor
from walkback.record import facts, gather, outgoing, people, queries
from walkback.record.outgoing import Findings
from walkback.record.store import Record
from walkback.views.out.atom import SIZE, Feed, atom
from walkback.views.out.brief import Brief, brief
from walkback.views.out.claims import claims
from walkback.views.out.ical import Shape, calendar
from walkback.views.out.places import NOWHERE, Places
from walkback.views.words import PLURALS, clean

AT_ONCE = 500  # matters fetched together for a calendar
PAST = timedelta(days=366)  # what was due and last changed so long ago is no news to a calendar


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings a feed holds; every field that is given narrows. who: a name or part of one; matter: the beginning
    of an id; signed: only what a person has confirmed."""

    kind: str | None = None
    who: str | None = None
    matter: str | None = None
    signed: bool = False


def actor(record: Record, name: str) -> Actor:
    """The actor of an id, else the one who bears a name best.

    Raises InputError if nobody does.
    """
    found = list(gather.actors(record, [name]).values()) or people.named(record, name)
    if not found:
        raise InputError(f"nobody called {name!r} in the record", hint="try part of the name")
    return found[0]


def _narrowed(record: Record, choice: Choice) -> Findings:
    """The same choice in ids.

    Raises InputError for a name nobody bears, RecordError for a matter that is not there.
    """
    matter = queries.matter(record, choice.matter).matter.id if choice.matter else None
    ids = people.ids_of(record, actor(record, choice.who)) if choice.who else None
    return Findings(choice.kind, ids, matter, choice.signed)


def feed(
    record: Record, choice: Choice, *, places: Places = NOWHERE, address: str = "", size: int = SIZE, page: int = 1
) -> str:
    """A page of the findings of a choice as an Atom feed, newest first. address: of this page, "" if it is not served.

    Raises InputError for a name nobody bears, RecordError for a matter that is not there.
    """
    ids, total = outgoing.finding_ids(record, _narrowed(record, choice), start=(page - 1) * size, size=size)
    head = described(record, choice, places=places)
    if address:
        last = max(1, ceil(total / size))
        first, before, after = (
            _page(address, n) if 1 <= n <= last and last > 1 else "" for n in (1, page - 1, page + 1)
        )
        head = replace(head, address=address, first=first, previous=before, next=after)
    return atom(head, gather.finding_rows(record, ids))


def _page(address: str, number: int) -> str:
    """The address of another page of a feed."""
    split = urlsplit(address)
    query = [(key, value) for key, value in parse_qsl(split.query) if key != "page"]
    return split._replace(query=urlencode([*query, ("page", number)] if number > 1 else query)).geturl()


def described(record: Record, choice: Choice, *, places: Places = NOWHERE) -> Feed:
    """The head of the feed of a choice: its title, what tells it from others."""
    title, scope, page = ["walkback:", "confirmed" if choice.signed else ""], list[str](), places.page()
    title.append(PLURALS[choice.kind] if choice.kind and choice.kind != "kept" else f"{choice.kind or ''} findings")
    if choice.kind:
        scope += ["kind", choice.kind]
    if choice.who:
        held = actor(record, choice.who)
        title.append(f"on {clean(held.name)}")
        scope += ["actor", held.id]
        page = places.page("actor", held.id)
    if choice.matter:
        row = queries.matter(record, choice.matter).matter
        title.append(f"on “{clean(row.label)}”")
        scope += ["matter", row.id]
        page = places.matter(row.id)
    if choice.signed:
        scope.append("confirmed")
    updated = outgoing.reach(record)
    return Feed(" ".join(" ".join(title).split()), tuple(scope), places, page=page, updated=updated)


@dataclass(frozen=True, slots=True)
class Days:
    """How a calendar is made: for whom (a name or part of one), as tasks, with last days only, with what is long past."""

    who: str | None = None
    tasks: bool = False
    last: bool = False
    past: bool = False


def due_days(record: Record, wanted: Days, *, on: date | None = None, places: Places = NOWHERE) -> str:
    """The due days of a record as a calendar. on: the day that overdue counts from, else the last day the record reaches.

    Raises InputError for a name nobody bears.
    """
    held = actor(record, wanted.who) if wanted.who else None
    own = people.ids_of(record, held) if held else None
    title = f"walkback: due days of {clean(held.name)}" if held else "walkback: due days"
    day = on or outgoing.reach(record) or date.min
    since = date.min if wanted.past or day - date.min < PAST else day - PAST
    facts.refresh(record)
    ids = outgoing.dated(record, actors=own, since=None if since == date.min else since)
    rows = (row for n in range(0, len(ids), AT_ONCE) for row in gather.matter_rows(record, ids[n : n + AT_ONCE]))
    shape = Shape(day, since, wanted.tasks, wanted.last, places, title)
    return calendar(rows, shape, gather.judgements(record))


def matter_brief(record: Record, matter: str, *, on: date | None = None, places: Places = NOWHERE) -> str:
    """A matter on one page, to print. matter: the beginning of its id; on: the day that lateness counts from, else the
    last day the record reaches.

    Raises RecordError for a matter that is not there.
    """
    row = queries.matter(record, matter)
    ids = {*row.matter.parties, *(e.report.by for e in row.evidence)}
    day = on or outgoing.reach(record) or date.min
    found = gather.finding_rows(record, outgoing.finding_ids(record, Findings(matter=row.matter.id))[0])
    return brief(Brief(row, found, gather.actors(record, sorted(ids)), day, places))


def all_claims(record: Record, *, finding: str | None = None, places: Places = NOWHERE) -> dict[str, Any]:
    """Every finding a person has confirmed as schema.org ClaimReview; of one finding, that alone."""
    ids, _ = outgoing.finding_ids(record, Findings(signed=True))
    rows = gather.finding_rows(record, [i for i in ids if finding in (None, i)])
    return claims(rows, gather.actors(record, (e.report.by for row in rows for e in row.evidence)), places)
