"""Today: what the record found, newest day first, narrowed by facets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from walkback.core.codec import iso
from walkback.record import browse
from walkback.record.browse import Wanted
from walkback.record.rows import FindingRow
from walkback.views import words
from walkback.views.web.deps import Page
from walkback.views.web.pages import page
from walkback.views.web.tables import Column, Table

router = APIRouter()
SHORT = Query(max_length=300)
COLUMNS = tuple(
    Column(key)
    for key in (
        "on", "kind", "label", "who", "change", "note", "reviewed", "score", "rule", "id", "matter", "type", "documents", "outlets", "sentences"
    )
)  # fmt: skip


def row_of(row: FindingRow) -> dict[str, Any]:
    """A finding as a row of a table."""
    f = row.finding
    return {
        "on": f.on, "kind": f.kind, "label": row.matter.label, "who": [a.name for a in row.who], "change": words.change(row),
        "note": words.note_of(row), "reviewed": words.standing_of(row.judgements), "score": round(f.score, 3), "rule": f.rule,
        "id": f.id, "matter": f.matter, "type": row.matter.type, "documents": [e.head.doc_id for e in row.evidence],
        "outlets": [e.head.outlet for e in row.evidence], "sentences": [e.sentence for e in row.evidence],
    }  # fmt: skip


def table_of(rows: Sequence[FindingRow], total: int) -> Table:
    """Findings as a table."""
    return Table("findings", COLUMNS, [row_of(row) for row in rows], total)


def by_day(rows: Sequence[FindingRow]) -> list[tuple[date | None, list[FindingRow]]]:
    """Findings under the day they came to light, in the order given."""
    return [(day, list(held)) for day, held in groupby(rows, key=lambda row: row.finding.on)]


@router.get("/")
def today(
    asked: Page,
    kind: Annotated[str, SHORT] = "",
    who: Annotated[str, SHORT] = "",
    outlet: Annotated[str, SHORT] = "",
    type: Annotated[str, SHORT] = "",
    reviewed: Literal["", "yes", "no"] = "",
    since: Annotated[date | Literal[""], Query()] = "",
    until: Annotated[date | Literal[""], Query()] = "",
) -> Response:
    """New findings by day."""
    wanted = Wanted(kind, who, outlet, type, reviewed, since or None, until or None)
    found = browse.findings(asked.record, wanted, start=asked.start, size=asked.size)
    table = table_of(found.rows, found.total)
    if asked.form != "html":
        return page(asked, "today.html", [table])
    held = browse.facets(asked.record, wanted)
    return page(
        asked,
        "today.html",
        [table],
        days=by_day(found.rows),
        total=found.total,
        facets=held,
        wanted=wanted,
        since=iso(wanted.since) or "",
        until=iso(wanted.until) or "",
        narrowed=wanted != Wanted(),
        reach=browse.reach(asked.record),
    )
