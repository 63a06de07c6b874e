"""What of a record a feed or a calendar holds, chosen by kind, actor or matter: the same for commands and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from walkback.core.errors import InputError
from walkback.core.ledger import Actor
from walkback.record import outgoing, people, queries
from walkback.record.rows import FindingRow
from walkback.record.store import Record
from walkback.views.out.atom import SIZE, Feed, atom
from walkback.views.out.ical import Shape, calendar
from walkback.views.out.places import NOWHERE, Places
from walkback.views.words import PLURALS, clean


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings a feed holds; every field that is given narrows. who: a name or part of one; matter: the beginning
    of an id; signed: only what a person has confirmed."""

    kind: str | None = None
    who: str | None = None
    matter: str | None = None
    signed: bool = False


def actor(record: Record, name: str) -> Actor:
    """The actor who bears a name best.

    Raises InputError if nobody does.
    """
    found = people.named(record, name)
    if not found:
        raise InputError(f"nobody called {name!r} in the record", hint="try part of the name")
    return found[0]


def findings(record: Record, choice: Choice) -> list[FindingRow]:
    """The findings of a choice, newest first.

    Raises InputError for a name nobody bears, RecordError for a matter that is not there.
    """
    matter = queries.matter(record, choice.matter).matter.id if choice.matter else None
    if choice.who:
        actor(record, choice.who)
    rows = queries.findings(record, kind=choice.kind, who=choice.who, matter=matter)
    if choice.signed:
        rows = [row for row in rows if row.judgements and row.judgements[-1].verdict == "confirmed"]
    return rows


def feed(record: Record, choice: Choice, *, places: Places = NOWHERE, address: str = "", size: int = SIZE) -> str:
    """The newest findings of a choice as an Atom feed.

    Raises InputError for a name nobody bears, RecordError for a matter that is not there.
    """
    rows = findings(record, choice)[:size]
    return atom(described(record, choice, places=places, address=address), rows)


def described(record: Record, choice: Choice, *, places: Places = NOWHERE, address: str = "") -> Feed:
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
    return Feed(" ".join(" ".join(title).split()), tuple(scope), places, address, page, updated=updated)


@dataclass(frozen=True, slots=True)
class Days:
    """How a calendar is made: for whom (a name or part of one), as tasks, with last days only."""

    who: str | None = None
    tasks: bool = False
    last: bool = False


def due_days(record: Record, wanted: Days, *, on: date | None = None, places: Places = NOWHERE) -> str:
    """The due days of a record as a calendar. on: the day that overdue counts from, else the last day the record reaches.

    Raises InputError for a name nobody bears.
    """
    held = actor(record, wanted.who) if wanted.who else None
    ids = people.ids_of(record, held) if held else None
    title = f"walkback: due days of {clean(held.name)}" if held else "walkback: due days"
    day = on or outgoing.reach(record) or date.min
    rows = (queries.matter_row(record, matter) for matter in outgoing.dated(record, actors=ids))
    shape = Shape(day, wanted.tasks, wanted.last, places, title)
    return calendar(rows, shape, outgoing.verdicts(record))
