"""Help: the keys, and the words of the record."""

from __future__ import annotations

from fastapi import APIRouter, Response

from walkback.views.timeline import legend
from walkback.views.web.deps import Page
from walkback.views.web.pages import page

router = APIRouter()


@router.get("/help")
def show(asked: Page) -> Response:
    """Keys and words."""
    return page(asked, "help.html", legend=legend())
