"""The application of the reading room: its routers, its guard, its errors as pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import date

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

import walkback
from walkback.archive import Steps
from walkback.core.errors import RecordError, StorageError, WalkbackError
from walkback.record.home import Location
from walkback.views.web import (
    actors,
    amending,
    api,
    articles,
    due,
    help,
    matters,
    missing,
    outputs,
    pages,
    problems,
    reviewing,
    search,
    theme,
    today,
)
from walkback.views.web.deps import Settings, Shelf
from walkback.views.web.guard import Guard

# One module a kind of page; a new kind adds its router here. Order matters only where paths overlap.
ROUTERS = (
    today.router,
    matters.router,
    actors.router,
    articles.router,
    due.router,
    search.router,
    reviewing.router,
    amending.router,
    missing.router,
    problems.router,
    outputs.router,
    help.router,
    theme.router,
)


def create_app(
    record: Location | str, *, on: date | None = None, hosts: Collection[str] = (), steps: Steps | None = None
) -> FastAPI:
    """The reading room of a record.

    on: the day deadlines count from, where it is not the day of the request. hosts: the names under which it may be
    asked, so that no foreign site can borrow the address of this machine; empty where another server sees to that.
    steps: what reads an article again where somebody asks for it.
    Raises RecordError if there is no record there.
    """
    app = FastAPI(title="walkback", version=walkback.__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.shelf = Shelf(record)
    app.state.settings = Settings(on=on, steps=steps)
    app.state.shelf.give(
        app.state.shelf.take()
    )  # a record that cannot be opened is an error now, not at the first page
    app.mount("/static", StaticFiles(directory=pages.STATIC), name="static")
    app.add_api_route("/favicon.ico", pages.icon, include_in_schema=False)  # what browsers ask for beside a table
    for router in ROUTERS:
        app.include_router(router)
    api.mount(app)
    app.add_middleware(Guard, hosts=frozenset(hosts))
    _errors(app)
    return app


def _errors(app: FastAPI) -> None:
    """Every error is a page, or JSON where that was asked for, with one line that says what to do."""

    @app.exception_handler(WalkbackError)
    async def _ours(request: Request, error: WalkbackError) -> Response:
        if isinstance(error, StorageError):
            return pages.trouble(request, 503, str(error.args[0]), error.hint)
        missing = isinstance(error, RecordError) and "in the record" in str(error.args[0])
        return pages.trouble(request, 404 if missing else 400, str(error.args[0]), error.hint)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and error.detail == "Not Found":
            return pages.trouble(request, 404, "there is no such page", "the links above lead to all there are")
        return pages.trouble(request, error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        name = str(first["loc"][-1]) if first.get("loc") else "the address"
        return pages.trouble(
            request, 400, f"{name}: {first.get('msg', 'not understood')}", "mend the address and go on"
        )

    @app.exception_handler(sqlite3.Error)
    async def _storage(request: Request, error: sqlite3.Error) -> Response:
        hint = "is it damaged, or being written by another program? try again in a moment"
        return pages.trouble(request, 503, f"the record cannot be read: {error}", hint)

    @app.exception_handler(Exception)
    async def _fault(request: Request, error: Exception) -> Response:
        hint = "report it with the address of the page and the lines the server printed"
        return pages.trouble(request, 500, "this page has a fault of walkback’s own", hint)
