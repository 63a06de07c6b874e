"""The JSON API under /api: an application of its own inside the reading room, so that its errors are problem+json."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Query, Request
from starlette.datastructures import State
from starlette.routing import Mount

import walkback
from walkback.core.errors import RecordError
from walkback.core.ledger import ActorKind, FindingKind, Manner
from walkback.core.reading import MatterType, Status
from walkback.record import browse, finder, gather, listing, lists, queries, track
from walkback.record.browse import Wanted
from walkback.record.deadlines import Due
from walkback.record.finder import Order, Sought
from walkback.record.listing import Said, Which
from walkback.record.lists import Matters
from walkback.record.store import Record
from walkback.views import answers
from walkback.views.web import answering
from walkback.views.web import schemas as forms
from walkback.views.web.answering import MANY, ONE, Day, Fresh, Id, Page, Text, leading
from walkback.views.web.deps import Settings

api = APIRouter()


@api.get("/", tags=["record"], responses=MANY, response_model=forms.Reach)
def reach(request: Request, record: Fresh) -> Any:
    """What the record holds and the days it covers."""
    held = browse.reach(record)
    at = f"{request.scope.get('root_path', '')}/openapi.json"
    return {
        "documents": held.documents,
        "first": held.first,
        "last": held.last,
        "version": walkback.__version__,
        "openapi": at,
    }


@api.get("/findings", tags=["findings"], responses=leading("finding"), response_model=forms.Page[forms.Finding])
def findings(
    asked: Page,
    kind: FindingKind | None = None,
    who: Text = "",
    outlet: Text = "",
    type: MatterType | None = None,
    reviewed: Literal["yes", "no"] | None = None,
    since: Day | None = None,
    until: Day | None = None,
) -> Any:
    """Reversals, delays, disputes, kept undertakings and lapses, newest first. who: the id of an actor."""
    wanted = Wanted(kind or "", who, outlet, type or "", reviewed or "", since, until)
    found = browse.findings(asked.record, wanted, start=asked.start, size=asked.size)
    return asked.answer([answers.finding(row) for row in found.rows], found.total)


@api.get("/findings/{finding_id}", tags=["findings"], responses=ONE, response_model=forms.Finding)
def finding(record: Fresh, finding_id: Id) -> Any:
    """One finding with its evidence and what people said of it."""
    return answers.finding(queries.finding(record, finding_id))


@api.get("/matters", tags=["matters"], responses=leading("matter"), response_model=forms.Page[forms.MatterLine])
def matters(
    asked: Page,
    type: MatterType | None = None,
    standing: Status | None = None,
    found: FindingKind | None = None,
    who: Text = "",
    order: lists.Order = "latest",
) -> Any:
    """Matters, the latest told first, or the most told. found: those with a finding of a kind; who: the id of an actor."""
    wanted = Matters(type or "", standing or "", found or "", who, order)
    rows, total = lists.matters(asked.record, wanted, start=asked.start, size=asked.size)
    return asked.answer([answers.matter_line(row) for row in rows], total)


@api.get("/matters/{matter_id}", tags=["matters"], responses=ONE, response_model=forms.Matter)
def matter(record: Fresh, matter_id: Id) -> Any:
    """One matter with every report that tells it, in order of time."""
    rows, lines = gather.matter_rows(record, [matter_id]), lists.lines(record, [matter_id])
    if not rows or not lines:
        raise _none("matter", matter_id)
    return answers.matter_whole(lines[0], rows[0])


@api.get("/reports", tags=["reports"], responses=leading("report"), response_model=forms.Page[forms.Report])
def reports(
    asked: Page,
    matter: Text = "",
    document: Text = "",
    status: Status | None = None,
    type: MatterType | None = None,
    by: Text = "",
    outlet: Text = "",
    since: Day | None = None,
    until: Day | None = None,
) -> Any:
    """Reports, the newest document first. by: the id of the actor on whose word."""
    which = Which(document, outlet, matter, status or "", type or "", "", by, since, until)
    rows, total = listing.reports(asked.record, which, start=asked.start, size=asked.size)
    return asked.answer(_reports(asked.record, rows), total)


@api.get("/reports/{report_id}", tags=["reports"], responses=ONE, response_model=forms.Report)
def report(record: Fresh, report_id: Id) -> Any:
    """One report with its sentence."""
    row = listing.report(record, report_id)
    if row is None:
        raise _none("report", report_id)
    return _reports(record, [row])[0]


def _reports(record: Record, rows: Sequence[Any]) -> list[dict[str, Any]]:
    of = gather.matters_of(record, (row.report.id for row in rows))
    return [answers.report(row, of[row.report.id].id if row.report.id in of else None) for row in rows]


@api.get(
    "/attributions",
    tags=["attributions"],
    responses=leading("attribution"),
    response_model=forms.Page[forms.Attribution],
)
def attributions(
    asked: Page,
    document: Text = "",
    by: Text = "",
    manner: Manner | None = None,
    outlet: Text = "",
    since: Day | None = None,
    until: Day | None = None,
) -> Any:
    """Who said what, the newest document first. by: the id of the actor who said it."""
    which = Which(document, outlet, manner=manner or "", by=by, since=since, until=until)
    rows, total = listing.attributions(asked.record, which, start=asked.start, size=asked.size)
    return asked.answer(_attributions(asked.record, rows), total)


@api.get("/attributions/{attribution_id}", tags=["attributions"], responses=ONE, response_model=forms.Attribution)
def attribution(record: Fresh, attribution_id: Id) -> Any:
    """One attribution with its words."""
    row = listing.attribution(record, attribution_id)
    if row is None:
        raise _none("attribution", attribution_id)
    return _attributions(record, [row])[0]


def _attributions(record: Record, rows: Sequence[Said]) -> list[dict[str, Any]]:
    cast = gather.actors(record, (row.attribution.by for row in rows if row.attribution.by))
    return [answers.said(row, cast.get(row.attribution.by or "")) for row in rows]


@api.get("/documents", tags=["documents"], responses=leading("document"), response_model=forms.Page[forms.Head])
def documents(asked: Page, outlet: Text = "", since: Day | None = None, until: Day | None = None) -> Any:
    """Documents without their text, newest first."""
    rows, total = listing.documents(asked.record, Which(outlet=outlet, since=since, until=until), start=asked.start, size=asked.size)  # fmt: skip
    return asked.answer([answers.head(row) for row in rows], total)


@api.get("/documents/{document_id:path}", tags=["documents"], responses=ONE, response_model=forms.Document)
def document(record: Fresh, document_id: Id) -> Any:
    """One document with its text and all that was read in it."""
    page = queries.document(record, document_id)
    heads = listing.documents(record, Which(document_id), start=0, size=1)[0]
    of = gather.matters_of(record, (r.id for r in page.reports))
    return answers.page(page, heads[0].copy_of, of)


@api.get("/actors", tags=["actors"], responses=leading("actor"), response_model=forms.Page[forms.ActorLine])
def actors(asked: Page, q: Text = "", kind: ActorKind | None = None) -> Any:
    """Named actors, those with most findings first. q: words of a name."""
    rows, total = lists.actor_list(asked.record, words=q, kind=kind or "", start=asked.start, size=asked.size)
    items = [answers.actor(row.actor) | {"findings": row.findings, "documents": row.documents} for row in rows]
    return asked.answer(items, total)


@api.get("/actors/{actor_id}", tags=["actors"], responses=ONE, response_model=forms.Track)
def actor(asked: Page, actor_id: Id) -> Any:
    """An actor's track record: what it undertook, in order of its first word and a page at a time, and what became of it.

    One that was merged gives the one it was merged into.
    """
    held = gather.actors(asked.record, [actor_id]).get(actor_id)
    if held is None:
        raise _none("actor", actor_id)
    row = track.actor_row(asked.record, held)
    shown = track.proven(asked.record, row.undertaken[asked.start : asked.start + asked.size])
    return answers.track(row, shown)


@api.get("/due", tags=["due"], responses=MANY, response_model=forms.Page[forms.Due])
def due(asked: Page, state: Literal["overdue", "ahead"] = "ahead", on: Day | None = None, who: Text = "") -> Any:
    """Open deadlines as of a day: those ahead, the next first; or overdue ones, those that fell due last first."""
    settings: Settings = asked.request.app.state.settings
    day = on or settings.on or date.today()
    held = Due(asked.record, day, who)
    rows = held.rows(state, start=asked.start, size=asked.size)
    return asked.answer([answers.due(row, day) for row in rows], held.count(state))


@api.get("/search", tags=["search"], responses=MANY, response_model=forms.Page[forms.Hit])
def search(
    asked: Page,
    q: Annotated[str, Query(min_length=1, max_length=300)],
    where: Annotated[Literal["sentences", "statements"], Query(alias="in")] = "sentences",
    outlet: Text = "",
    year: Annotated[str | None, Query(pattern=r"^[0-9]{4}$")] = None,
    order: Order = "best",
) -> Any:
    """Sentences or statements that hold all the words; "quoted words" stand together, a trailing * finds beginnings."""
    sought = Sought(q, where, outlet, year or "", order)
    total = finder.count(asked.record, sought)
    find = finder.statements if where == "statements" else finder.sentences
    hits = find(asked.record, sought, total, start=asked.start, size=asked.size) if total else []
    return asked.answer([answers.hit(row) for row in hits], total)


@api.get("/judgements", tags=["judgements"], responses=MANY, response_model=forms.Page[forms.Judgement])
def judgements(asked: Page, target: Text = "", by: Text = "") -> Any:
    """What people judged, in the order they did. target: the id of what was judged; by: the name of who did."""
    rows, total = listing.judgements(asked.record, target=target, by=by, start=asked.start, size=asked.size)
    return asked.answer([answers.judgement(row) for row in rows], total)


def _none(noun: str, wanted: str) -> RecordError:
    return RecordError(f"no {noun} {wanted!r} in the record", hint=f"/api/{noun}s lists them")


def application(state: State) -> FastAPI:
    """The API as an application of its own, over the record of the reading room whose state is given."""
    return answering.application(state, api)


def mount(app: FastAPI) -> None:
    """Put the API under /api of the reading room; it uses the same record."""
    held = Mount("/api", app=application(app.state), name="api")
    held.path_regex = re.compile(
        held.path_regex.pattern, re.DOTALL
    )  # whatever stands below is answered as JSON, a line break too
    app.router.routes.append(held)
