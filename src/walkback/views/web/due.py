"""Due: open deadlines as a list, overdue first, and as a calendar of a month."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from walkback.core.errors import InputError
from walkback.record import gather
from walkback.record.deadlines import Due
from walkback.record.rows import DueRow
from walkback.views import words
from walkback.views.web.deps import Asked, Page
from walkback.views.web.pages import page
from walkback.views.web.tables import Column, Table

router = APIRouter()
FIRST = 15  # of each kind, where both are shown
COLUMNS = tuple(
    Column(k)
    for k in (
        "state", "days", "due_earliest", "due_latest", "due_vague", "due_phrase", "label", "status", "by", "published", "outlet",
        "sentence", "doc_id", "url", "matter", "report",
    )
)  # fmt: skip


def _row(row: DueRow) -> dict[str, Any]:
    e = row.evidence
    return {
        "state": row.state, "days": row.days, "due_earliest": row.due.earliest, "due_latest": row.due.latest,
        "due_vague": row.due.vague, "due_phrase": row.due.phrase, "label": row.matter.label, "status": e.report.status,
        "by": words.voice(e), "published": e.head.published, "outlet": e.head.outlet, "sentence": e.sentence,
        "doc_id": e.head.doc_id, "url": e.head.url, "matter": row.matter.id, "report": e.report.id,
    }  # fmt: skip


@router.get("/due")
def due(
    asked: Page,
    state: Literal["", "overdue", "ahead"] = "",
    month: Annotated[str, Query(pattern=r"^(\d{4}-\d\d)?$")] = "",
    who: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """Open deadlines."""
    held = Due(asked.record, asked.on, who)
    named = gather.actors(asked.record, [who]).get(who) if who else None
    if month:
        return _month(asked, held, month, named)
    counts = {"overdue": held.count("overdue"), "ahead": held.count("ahead")}
    if state:
        rows = held.rows(state, start=asked.start, size=asked.size)
        total, shown = counts[state], {state: rows}
    else:
        over = held.rows("overdue", size=FIRST if asked.form == "html" else asked.size)
        ahead = held.rows("ahead", size=FIRST if asked.form == "html" else asked.size)
        rows, total, shown = [*over, *ahead], len(over) + len(ahead), {"overdue": over, "ahead": ahead}
    table = Table("due", COLUMNS, [_row(r) for r in rows], total)
    return page(asked, "due.html", [table], shown=shown, counts=counts, state=state, total=total, who=named)


def _month(asked: Asked, held: Due, month: str, named: Any) -> Response:
    """A month of whole weeks.

    Raises InputError for a month that is none.
    """
    try:
        first = date.fromisoformat(f"{month}-01")
        weeks = Calendar().monthdatescalendar(first.year, first.month)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{month} is no month", hint="write it as YYYY-MM") from error
    rows = held.between(weeks[0][0], weeks[-1][-1])
    by: dict[date, list[DueRow]] = defaultdict(list)
    for row in rows:
        if row.due.latest:
            by[row.due.latest].append(row)
    table = Table("due", COLUMNS, [_row(r) for r in rows], len(rows))
    around = {"before": _named(first - timedelta(days=1)), "after": _named(first + timedelta(days=31))}
    return page(
        asked, "month.html", [table], weeks=weeks, by=by, first=first, around=around, who=named, here=_named(asked.on),
        fallen=sum(_inside(rows, first)),
    )  # fmt: skip


def _named(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _inside(rows: Sequence[DueRow], first: date) -> list[bool]:
    return [bool(r.due.latest and (r.due.latest.year, r.due.latest.month) == (first.year, first.month)) for r in rows]
