"""Today: what the record found, newest day first, narrowed by facets."""

from __future__ import annotations

from fastapi import APIRouter, Response

from walkback.record import queries
from walkback.views.web.deps import Page
from walkback.views.web.pages import page

router = APIRouter()


@router.get("/")
def today(asked: Page) -> Response:
    """New findings by day."""
    rows = queries.findings(asked.record, limit=asked.size)
    return page(asked, "today.html", findings=rows)
