"""Problems: what could not be read, why, what to do, and trying again."""

from __future__ import annotations

from threading import Lock
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from walkback import archive
from walkback.core.errors import InputError, RecordError
from walkback.record import problems as kept
from walkback.record.rows import Problem
from walkback.sources import files
from walkback.views.web.deps import Held, Page, Settings
from walkback.views.web.pages import page
from walkback.views.web.tables import Column, Table

router = APIRouter()
COLUMNS = (Column("source", "Source"), Column("reason", "Why"), Column("hint", "What to do"))
READING = Lock()  # one at a time: reading takes the whole of a core


@router.get("/problems")
def problems(
    asked: Page,
    tried: Annotated[str, Query(max_length=1000)] = "",
    read: Annotated[int, Query(ge=0)] = 0,
    left: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Inputs that could not be read."""
    held, total = kept.listed(asked.record, start=asked.start, size=asked.size)
    table = Table("problems", COLUMNS, [_row(p) for p in held], total)
    there = {p.source: kept.file_of(p.source).is_file() for p in held}
    return page(asked, "problems.html", [table], there=there, tried=tried, read=read, left=left)


def _row(problem: Problem) -> dict[str, Any]:
    return {"source": problem.source, "reason": problem.reason, "hint": problem.hint}


@router.post("/problems/retry")
def retry(request: Request, record: Held, source: Annotated[str, Form(max_length=4000)]) -> Response:
    """Read the file of a listed problem again and go back to the list.

    Raises RecordError for a source that is not listed, InputError where its file is gone or another is being read.
    """
    settings: Settings = request.app.state.settings
    if not kept.known(record, source):
        raise RecordError(f"no problem with {source!r} in the record", hint="it may have been read meanwhile")
    path = kept.file_of(source)
    if not path.is_file():
        raise InputError(f"{path} is not there any more", hint="put it back, or add it from where it is now")
    if settings.steps is None:
        raise InputError("this server only shows the record", hint="use walkback add on the file")
    if not READING.acquire(blocking=False):
        raise InputError("another file is being read just now", hint="try again in a minute")
    try:
        kept.forget(record, path)
        added = archive.add(record, files.walk([path]), settings.steps)
    finally:
        READING.release()
    told = urlencode({"tried": str(path), "read": added.read, "left": added.problems})
    return RedirectResponse(f"/problems?{told}", status_code=303)
