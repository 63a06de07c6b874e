"""Matters: a list of them, and one with its life drawn and every report that tells it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from walkback.core.errors import RecordError
from walkback.record import gather, lists
from walkback.record.lifecycle import life_of
from walkback.record.lists import MatterLine, Matters, Order
from walkback.record.rows import Evidence, LifeCycle, MatterRow
from walkback.record.store import Record
from walkback.views import words
from walkback.views.timeline import gradients, legend, timeline
from walkback.views.web.deps import Page
from walkback.views.web.filters import url
from walkback.views.web.pages import page
from walkback.views.web.tables import Column, Table
from walkback.views.web.today import SHORT, table_of

router = APIRouter()
DRAWN = 400  # reports that one drawing holds
LIST = (
    Column("label", "Matter", link="to", css="name"), Column("standing", "Stands", css="stands"), Column("last", "Last told", css="date"),
    Column("latest", "Due by", css="date"), Column("reports", "Reports", css="n"), Column("found", "Findings"),
    Column("parties"), Column("type"), Column("first"), Column("id"),
)  # fmt: skip
REPORTS = tuple(
    Column(key)
    for key in (
        "published", "status", "by", "due_earliest", "due_latest", "due_vague", "due_phrase", "conditional", "hedged", "sentence",
        "trigger", "outlet", "title", "doc_id", "url", "copy_of", "id", "score",
    )
)  # fmt: skip


@router.get("/matters")
def matters(
    asked: Page,
    type: Annotated[str, SHORT] = "",
    standing: Annotated[str, SHORT] = "",
    found: Annotated[str, SHORT] = "",
    who: Annotated[str, SHORT] = "",
    order: Annotated[Order, Query()] = "latest",
) -> Response:
    """A list of matters."""
    wanted = Matters(type, standing, found, who, order)
    held, total = lists.matters(asked.record, wanted, start=asked.start, size=asked.size)
    table = Table("matters", LIST, [line_row(row) for row in held], total)
    facets = {} if asked.form != "html" else lists.matter_facets(asked.record, wanted)
    narrowed = any((type, standing, found, who))
    named = gather.actors(asked.record, [who]) if who else {}
    return page(asked, "matters.html", [table], facets=facets, wanted=wanted, narrowed=narrowed, who=named.get(who))


def line_row(row: MatterLine) -> dict[str, Any]:
    """A matter as a row of a list."""
    return {
        "label": row.label, "to": f"/matter/{url(row.id)}", "standing": row.standing, "last": row.last, "latest": row.latest,
        "reports": row.reports, "found": list(dict.fromkeys(f.kind for f in row.findings)), "parties": [a.name for a in row.parties],
        "type": row.type, "first": row.first, "id": row.id,
    }  # fmt: skip


@router.get("/matter/{matter_id}")
def matter(asked: Page, matter_id: str) -> Response:
    """One matter: its life, its findings, its reports."""
    row = one(asked.record, matter_id)
    told = row.evidence
    reports = Table("reports", REPORTS, [report_row(e) for e in told], len(told))
    found = gather.finding_rows(asked.record, [f.id for f in row.findings])
    if asked.form != "html":
        return page(asked, "matter.html", [reports, table_of(found, len(found))])
    life = life_of(asked.record, row, on=asked.on)
    return page(
        asked,
        "matter.html",
        [reports, table_of(found, len(found))],
        row=row,
        told=told[-DRAWN:],
        drawn_of=DRAWN,
        drawn=timeline(_drawable(row), asked.on, anchor="r-", sides=_sides(life)),
        life=life,
        gradients=gradients(),
        legend=legend(),
        found=found,
        signed=gather.judgements(asked.record, (e.report.id for e in told[-DRAWN:])),
        span=_span(told),
    )


def one(record: Record, matter_id: str) -> MatterRow:
    """A matter by its id.

    Raises RecordError if the record does not hold it.
    """
    rows = gather.matter_rows(record, [matter_id])
    if not rows:
        raise RecordError(f"no matter {matter_id!r} in the record", hint="search for words of it")
    return rows[0]


def _drawable(row: MatterRow) -> MatterRow:
    return MatterRow(row.matter, row.parties, row.evidence[-DRAWN:], row.findings)


def _sides(life: LifeCycle) -> dict[str, str]:
    """The name of the side of each report; a copy stands where others on the word of the same one stand."""
    out = {e.report.id: s.name for s in life.sides for run in s.standings for e in run.evidence}
    of = {e.report.by: out[e.report.id] for e in life.row.evidence if e.report.id in out}
    return {e.report.id: of[e.report.by] for e in life.row.evidence if e.report.by in of} | out


def _span(told: tuple[Evidence, ...]) -> tuple[date | None, date | None]:
    days = [e.head.published for e in told if e.head.published]
    return (days[0], days[-1]) if days else (None, None)


def report_row(e: Evidence) -> dict[str, Any]:
    """A report as a row of a table."""
    r, due = e.report, e.report.due
    return {
        "published": e.head.published, "status": r.status, "by": words.voice(e), "due_earliest": due.earliest if due else None,
        "due_latest": due.latest if due else None, "due_vague": bool(due and due.vague), "due_phrase": due.phrase if due else "",
        "conditional": r.conditional, "hedged": r.hedged, "sentence": e.sentence, "trigger": r.trigger, "outlet": e.head.outlet,
        "title": e.head.title, "doc_id": e.head.doc_id, "url": e.head.url, "copy_of": e.head.copy_of, "id": r.id,
        "score": round(r.score, 3),
    }  # fmt: skip
