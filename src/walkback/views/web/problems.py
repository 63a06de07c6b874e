"""Problems: what could not be read, why, and what to do."""

from __future__ import annotations

from fastapi import APIRouter, Response

from walkback.record import queries
from walkback.views.web.deps import Page
from walkback.views.web.pages import page
from walkback.views.web.tables import Column, Table

router = APIRouter()
COLUMNS = (Column("source", "Source"), Column("reason", "Why"), Column("hint", "What to do"))


@router.get("/problems")
def problems(asked: Page) -> Response:
    """Inputs that could not be read."""
    held = queries.problems(asked.record)
    rows = [
        {"source": p.source, "reason": p.reason, "hint": p.hint} for p in held[asked.start : asked.start + asked.size]
    ]
    return page(asked, "problems.html", [Table("problems", COLUMNS, rows, len(held))])
