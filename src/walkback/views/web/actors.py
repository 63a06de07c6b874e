"""Actors: a list of them, and one with its track record, its undertakings, its roles and what it said."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from walkback.core.errors import RecordError
from walkback.core.ledger import Actor
from walkback.record import gather, lists, people, said, track
from walkback.record.deadlines import Due
from walkback.record.rows import ActorRow, Undertaken
from walkback.record.said import Statement
from walkback.views.web import drawings
from walkback.views.web.deps import Asked, Page
from walkback.views.web.filters import url
from walkback.views.web.pages import page
from walkback.views.web.tables import Column, Table
from walkback.views.words import OUTCOMES

router = APIRouter()
KINDS = ("person", "government", "organisation", "group")
LIST = (
    Column("name", "Actor", link="to", css="name"), Column("kind", "Kind"), Column("role", "Role, as last read"),
    Column("findings", "Findings", css="n"), Column("documents", "Articles", css="n"), Column("aliases"), Column("id"),
)  # fmt: skip
UNDERTAKEN = (
    Column("label", "Undertaking", link="to", css="name"), Column("outcome", "Became of it"), Column("first", "First word", css="date"),
    Column("turned", "Turned", css="date"), Column("standing", "Stands"), Column("due", "Due by", css="date"), Column("reports", "Reports", css="n"),
    Column("reviewed", "Signed", css="n"), Column("called_off_by_another"), Column("type"), Column("matter"),
)  # fmt: skip
SAID = tuple(Column(k) for k in ("words", "manner", "published", "outlet", "title", "doc_id", "url", "matters"))
THIN = {
    "few settled": "few of them are settled",
    "one outlet": "all of it comes from one outlet",
    "one article": "all of it comes from one article",
    "none reviewed": "nobody has signed a finding behind it",
}
FIRST = 12  # open undertakings and statements that the page itself shows


@router.get("/actors")
def actors(
    asked: Page,
    q: Annotated[str, Query(max_length=300)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """A list of named actors."""
    held, total = lists.actor_list(asked.record, words=q, kind=kind, start=asked.start, size=asked.size)
    rows = [
        {"name": a.actor.name, "to": f"/actor/{url(a.actor.id)}", "kind": a.actor.kind, "role": (a.actor.roles or ("",))[-1],
         "findings": a.findings, "documents": a.documents, "aliases": a.actor.aliases, "id": a.actor.id}
        for a in held
    ]  # fmt: skip
    return page(asked, "actors.html", [Table("actors", LIST, rows, total)], q=q, kind=kind, kinds=KINDS)


@router.get("/actor/{actor_id}")
def actor(asked: Page, actor_id: str) -> Response:
    """One actor.

    Raises RecordError if the record does not hold it.
    """
    held = gather.actors(asked.record, [actor_id]).get(actor_id)
    if held is None:
        raise RecordError(f"no actor {actor_id!r} in the record", hint="search for a part of the name")
    if held.id != actor_id:
        return RedirectResponse(f"/actor/{url(held.id)}", status_code=301)  # merged into another
    row = track.actor_row(asked.record, held)
    due = Due(asked.record, asked.on, held.id)
    ids = people.ids_of(asked.record, held)
    undertaken = list(reversed(row.undertaken))
    tables = [
        Table("undertakings", UNDERTAKEN, [_undertaken(u, due.days.get(u.matter.id)) for u in _stretch(asked, undertaken)], len(undertaken)),
        _statements(said.statements(asked.record, ids, start=_start(asked), size=_size(asked)), row.statements),
    ]  # fmt: skip
    if asked.form != "html":
        return page(asked, "actor.html", tables)
    return page(asked, "actor.html", tables, **_values(asked, held, row, due, ids))


def _start(asked: Asked) -> int:
    return asked.start if asked.form != "html" else 0


def _size(asked: Asked) -> int:
    return asked.size if asked.form != "html" else FIRST


def _stretch(asked: Asked, held: list[Undertaken]) -> list[Undertaken]:
    return held[asked.start : asked.start + asked.size]


def _values(asked: Asked, held: Actor, row: ActorRow, due: Due, ids: list[str]) -> dict[str, Any]:
    first, last = said.first_and_last(asked.record, ids)
    days = due.days
    left = sorted(
        (u for u in row.undertaken if u.outcome in ("open", "slipped", "disputed")),
        key=lambda u: (u.matter.id not in days, abs((days.get(u.matter.id, asked.on) - asked.on).days)),
    )
    shown = track.proven(asked.record, left[:FIRST])
    near = due.of(u.matter.id for u in shown)
    return {
        "actor": held,
        "row": row,
        "outcomes": [(name, row.counts.get(name, 0)) for name in OUTCOMES],
        "thin": [THIN[t] for t in row.thin],
        "left": [(u, near.get(u.matter.id), u.first) for u in shown],
        "left_of": len(left),
        "share": drawings.share(row.kept) if row.kept.of else "",
        "curve": drawings.curve(row.fulfilment) if row.fulfilment.tells else "",
        "roles": drawings.roles(row.roles),
        "spoken": drawings.statements(said.by_matter(asked.record, ids), first, last),
        "statements": said.statements(asked.record, ids, size=FIRST),
        "span": (first, last),
        "percent": drawings.percent,
    }


def _undertaken(u: Undertaken, due: date | None) -> dict[str, Any]:
    return {
        "label": u.matter.label, "to": f"/matter/{url(u.matter.id)}", "outcome": u.outcome, "first": u.first.head.published,
        "turned": u.turn.head.published if u.outcome != "open" else None, "standing": u.latest.report.status,
        "due": due, "reports": len(u.evidence), "reviewed": u.signed,
        "called_off_by_another": not u.own, "type": u.matter.type, "matter": u.matter.id,
    }  # fmt: skip


def _statements(held: list[Statement], total: int) -> Table:
    rows = [
        {"words": s.words, "manner": s.manner, "published": s.head.published, "outlet": s.head.outlet, "title": s.head.title,
         "doc_id": s.head.doc_id, "url": s.head.url, "matters": [m.id for m in s.matters]}
        for s in held
    ]  # fmt: skip
    return Table("statements", SAID, rows, total)
