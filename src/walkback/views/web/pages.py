"""Answers: a template filled, a table as CSV or JSON, an error as a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from walkback.core.errors import InputError
from walkback.views.web import filters
from walkback.views.web.deps import Asked
from walkback.views.web.tables import Table, as_csv, as_json

STATIC = Path(__file__).parent / "static"
THEMES = ("light", "dark")
# the bar of every page: address, name, key that leads to it
NAVIGATION = (
    ("/", "Today", "t"),
    ("/matters", "Matters", "m"),
    ("/actors", "Actors", "a"),
    ("/due", "Due", "d"),
    ("/articles", "Articles", "n"),
    ("/review", "Review", "r"),
    ("/search", "Search", "s"),
    ("/problems", "Problems", "p"),
)
KEYS = (
    ("?", "this list"),
    ("/", "search"),
    ("j", "the next entry of a page"),
    ("k", "the entry before"),
    ("Enter", "open the entry"),
    ("Esc", "leave a field, close this"),
)
JUDGING = (
    ("c", "confirm"),
    ("x", "refuse"),
    ("e", "amend the first report: standing, day, who"),
    ("m", "the matter: merge, split, rename"),
    ("u", "undo your last word"),
    ("n", "next, without a word"),
)
# what others serve of the record, by the place its link has in the templates ("{id}" stands for a matter)
OUTPUTS = {"feed": "", "feed_of": "", "feed_of_actor": "", "calendar": "", "print": "", "api": ""}


@cache
def environment() -> Environment:
    """The templates. Everything printed is escaped and rid of characters that steer or hide."""
    made = Environment(
        loader=PackageLoader("walkback.views.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=filters.printable,
    )
    made.filters.update(filters.FILTERS)
    made.globals.update(
        filters.GLOBALS,
        static=static,
        navigation=NAVIGATION,
        keys=KEYS,
        judging=JUDGING,
        outputs=OUTPUTS,
        review_at="/review",
    )
    return made


@cache
def static(name: str) -> str:
    """The address of a file of static/, which changes with its content."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def icon() -> Response:
    """The icon of the site."""
    return Response((STATIC / "icon.svg").read_bytes(), media_type="image/svg+xml")


def address(request: Request, **changes: object) -> str:
    """The address of this page with parameters changed; None takes one away, a list repeats one."""
    held: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        if value != "":
            held.setdefault(key, []).append(value)
    for key, changed in changes.items():
        if changed is None or changed == "":
            held.pop(key, None)
        else:
            held[key] = [str(v) for v in changed] if isinstance(changed, (list, tuple)) else [str(changed)]
    pairs = [(key, value) for key, values in held.items() for value in values]
    path = quote(request.url.path, safe="/:@,;+~!$&'()*")
    return f"{path}?{urlencode(pairs)}" if pairs else path


def page(asked: Asked, template: str, tables: Sequence[Table] = (), *, status: int = 200, **values: Any) -> Response:
    """The page, or one of its tables where the address says ?format=csv or json (?table=NAME picks another than the first).

    Raises InputError if the page has no such table.
    """
    if asked.form != "html":
        return _table(asked, tables)
    frame = asked.request.headers.get("hx-target")
    html = environment().get_template(template).render(
        _frame(asked.request), asked=asked, tables=tables, frame=frame, **values
    )  # fmt: skip
    return Response(html, status_code=status, media_type="text/html", headers={"Vary": "HX-Target, Cookie"})


def _frame(request: Request) -> dict[str, Any]:
    """What every template knows."""
    theme = request.cookies.get("theme")
    return {
        "request": request,
        "path": request.url.path,
        "theme": theme if theme in THEMES else None,
        "address": lambda **changes: address(request, **changes),
        "reviewer": filters.reviewer(request.cookies.get("reviewer")),
    }


def _table(asked: Asked, tables: Sequence[Table]) -> Response:
    wanted = asked.request.query_params.get("table") or (tables[0].name if tables else "")
    table = next((t for t in tables if t.name == wanted), None)
    if table is None:
        names = ", ".join(t.name for t in tables)
        raise InputError(f"no table {wanted!r} on this page", hint=f"it has {names}" if names else "it has none")
    more = table.total is not None and asked.start + len(table.rows) < table.total
    following = address(asked.request, page=asked.page + 1) if more and table.rows else None
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    if asked.form == "json":
        body = as_json(table, address=address(asked.request), following=following)
        return Response(body, media_type="application/json", headers=headers)
    headers["Content-Disposition"] = f'inline; filename="walkback-{table.name}.csv"'
    return Response("\ufeff" + as_csv(table), media_type="text/csv; charset=utf-8", headers=headers)


def trouble(request: Request, status: int, line: str, hint: str = "") -> Response:
    """An error: one clear line and what to do, as a page or as JSON."""
    path, form = request.url.path, request.query_params.get("format")
    if form in ("json", "csv") or path == "/api" or path.startswith("/api/"):
        body = json.dumps({"error": line, "hint": hint}, ensure_ascii=False)
        return Response(body, status_code=status, media_type="application/json")
    html = environment().get_template("trouble.html").render(
        _frame(request), asked=None, tables=(), frame=None, status=status, line=line, hint=hint
    )  # fmt: skip
    return Response(html, status_code=status, media_type="text/html")
