"""What the addresses of the JSON API share: what they are asked, how they are described, how they fail."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from pydantic import BeforeValidator
from starlette.datastructures import State
from starlette.exceptions import HTTPException

import walkback
from walkback.core.errors import RecordError, StorageError, WalkbackError
from walkback.record import facts
from walkback.record.store import Record
from walkback.views.web import schemas as forms
from walkback.views.web.deps import Held

ABOUT = """What a walkback record holds, as JSON. Everything is read only; people sign in the reading room.

Lists come a page at a time (`page`, `size`), in an order that stays, with the `total` and the address of the `next` page. Filters
are those of the pages. Errors are `application/problem+json` (RFC 9457) with a `detail` and a `hint`. Offsets count code points of a
document's text, end exclusive. A finding is a proposal of the machine until `reviewed` says that a person has judged it."""
PROBLEM = "application/problem+json"
_ERRORS = {400: "The request asks for something that makes no sense.", 404: "The record holds nothing of that id.",
           422: "A parameter is wrong or unknown.", 503: "The record cannot be read now."}  # fmt: skip
Text = Annotated[str, Query(max_length=300)]
Id = Annotated[str, Path(min_length=1, max_length=300)]


def _described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": _ERRORS[status], "content": content} for status in (*statuses, 422, 503)}


def _day(value: object) -> object:
    """Only days as YYYY-MM-DD: pydantic would take a number for seconds."""
    if not isinstance(value, str) or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return value
    raise ValueError("write a day as YYYY-MM-DD")


def leading(one: str) -> dict[int | str, dict[str, Any]]:
    """What a list may answer; its description links each of its rows to the address of the one."""
    link = {"operationId": one, "parameters": {f"{one}_id": "$response.body#/items/0/id"}}
    return {200: {"links": {one: link}}, **_described()}


MANY, ONE = _described(), _described(404)
Day = Annotated[date, BeforeValidator(_day)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The record and which stretch of rows is asked for."""

    request: Request
    record: Record
    page: int
    size: int

    @property
    def start(self) -> int:
        return (self.page - 1) * self.size

    def answer(self, rows: Sequence[Any], total: int) -> dict[str, Any]:
        """A stretch of rows with what is around it."""
        more = self.page * self.size < total
        given = {**dict(self.request.query_params), "page": str(self.page + 1), "size": str(self.size)}
        after = f"{self.request.url.path}?{urlencode(given)}" if more else None
        return {"total": total, "page": self.page, "size": self.size, "next": after, "items": list(rows)}


async def known_only(request: Request) -> None:
    """Refuse a parameter that the address does not know: a filter that is misspelt must not be taken for none.

    Raises HTTPException (422).
    """
    route = request.scope.get("route")
    known = {p.alias for p in _query_of(route.dependant)} if route is not None else set()
    for name in request.query_params:
        if name not in known:
            told = ", ".join(sorted(known)) or "none"
            raise HTTPException(422, f"there is no parameter {name[:60]!r} here; known are: {told}")


def _query_of(dependant: Any) -> list[Any]:
    return [*dependant.query_params, *(p for inner in dependant.dependencies for p in _query_of(inner))]


async def fresh(record: Held) -> Record:
    """The record, its facts on matters up to date."""
    if facts.behind(record):
        await run_in_threadpool(facts.refresh, record)
    return record


Fresh = Annotated[Record, Depends(fresh)]


async def asked(
    request: Request,
    record: Fresh,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Asked:
    return Asked(request, record, page, size)


Page = Annotated[Asked, Depends(asked)]


def problem(status: int, detail: str, hint: str = "", headers: Any = None) -> Response:
    """An error as problem+json."""
    held = forms.Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, hint=hint)
    return JSONResponse(held.model_dump(), status, headers=headers, media_type=PROBLEM)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, WalkbackError)
    if isinstance(error, StorageError):
        return problem(503, str(error.args[0]), error.hint)
    missing = isinstance(error, RecordError) and "in the record" in str(error.args[0])
    return problem(404 if missing else 400, str(error.args[0]), error.hint)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    hint = "/api/openapi.json lists all addresses" if error.status_code == 404 else ""
    return problem(error.status_code, str(error.detail), hint, error.headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = str(first["loc"][-1]) if first.get("loc") else "the address"
    return problem(422, f"{name}: {first.get('msg', 'not understood')}", "/api/openapi.json says what it may be")


async def _storage(request: Request, error: Exception) -> Response:
    return problem(503, f"the record cannot be read: {error}", "try again in a moment")


def application(state: State, routes: APIRouter) -> FastAPI:
    """The API as an application, over the record of the reading room whose state is given."""
    app = FastAPI(
        title="walkback", version=walkback.__version__, docs_url=None, redoc_url=None, openapi_url="/openapi.json",
        dependencies=[Depends(known_only)], generate_unique_id_function=lambda route: route.name,
    )  # fmt: skip
    app.state = state
    app.include_router(routes)
    for kind, handler in ((WalkbackError, _ours), (HTTPException, _http), (RequestValidationError, _invalid), (sqlite3.Error, _storage)):  # fmt: skip
        app.add_exception_handler(kind, handler)
    app.openapi = lambda: _described_whole(app)  # type: ignore[method-assign]
    return app


def _described_whole(app: FastAPI) -> dict[str, Any]:
    """The description, with the form of errors."""
    if app.openapi_schema is None:
        held = get_openapi(
            title=app.title, version=app.version, description=ABOUT, routes=app.routes, servers=[{"url": "/api"}],
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        )  # fmt: skip
        held["components"]["schemas"]["Problem"] = forms.Problem.model_json_schema()
        app.openapi_schema = held
    return app.openapi_schema
