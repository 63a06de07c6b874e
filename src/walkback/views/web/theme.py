"""Light, dark, or as the system says: kept in a cookie, so that the first paint is right and no script is needed."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from walkback.views.web.pages import THEMES

router = APIRouter()
YEAR = 365 * 24 * 3600


def here(back: str) -> str:
    """An address of this site to go back to; the first page for any other."""
    parts = urlsplit(back)
    clean = back.startswith("/") and not back.startswith(("//", "/\\")) and not parts.netloc and "\\" not in back
    return back if clean and back.isprintable() else "/"


@router.post("/theme")
def choose(to: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/") -> Response:
    """Keep the choice and go back; anything but light and dark is as the system says."""
    answer = RedirectResponse(here(back), status_code=303)
    if to in THEMES:
        answer.set_cookie("theme", to, max_age=YEAR, samesite="lax", httponly=True)
    else:
        answer.delete_cookie("theme")
    return answer
