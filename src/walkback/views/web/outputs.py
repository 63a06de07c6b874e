"""Feeds, calendars, briefs and claims at addresses: what programs take from the reading room."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from walkback.core.errors import RecordError
from walkback.views.out import chosen
from walkback.views.out.brief import style
from walkback.views.out.places import Places
from walkback.views.web.deps import Held, Page
from walkback.views.web.pages import OUTPUTS

router = APIRouter()
OUTPUTS |= {
    "feed": "/feeds/all.atom", "feed_of": "/feeds/matter/{id}.atom", "feed_of_actor": "/feeds/actor/{id}.atom", "calendar": "/due.ics", "print": "/matter/{id}/brief",
}  # fmt: skip
ATOM, CALENDAR, CLAIMS = "application/atom+xml; charset=utf-8", "text/calendar; charset=utf-8", "application/ld+json"
Narrowed = Literal["kind", "actor", "matter"]
SHORT = Query(max_length=300)


def _sent(request: Request, text: str, media: str, headers: dict[str, str] | None = None) -> Response:
    """A text, or nothing where who asks has it already: feeds and calendars are asked for again and again."""
    body = text.encode("utf-8")
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    held = {"ETag": tag, **(headers or {})}
    asked = {t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")}
    if tag in asked:
        return Response(status_code=304, headers=held)
    return Response(body, headers={"Content-Type": media, **held})


def _places(request: Request) -> Places:
    return Places(str(request.base_url).rstrip("/"))


@router.get("/feeds/all.atom")
def all_findings(
    request: Request,
    record: Held,
    kind: Annotated[str, SHORT] = "",
    who: Annotated[str, SHORT] = "",
    signed: bool = False,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The findings as an Atom feed, newest first, a hundred a page."""
    choice = chosen.Choice(kind=kind or None, who=who or None, signed=signed)
    text = chosen.feed(record, choice, places=_places(request), address=str(request.url), page=page)
    return _sent(request, text, ATOM)


@router.get("/feeds/{of}/{name}.atom")
def narrowed(
    request: Request,
    record: Held,
    of: Narrowed,
    name: str,
    signed: bool = False,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The findings of one kind, on one actor or on one matter as an Atom feed."""
    choice = chosen.Choice(**{"who" if of == "actor" else of: name}, signed=signed)
    text = chosen.feed(record, choice, places=_places(request), address=str(request.url), page=page)
    return _sent(request, text, ATOM)


@router.get("/due.ics")
def due_days(
    asked: Page,
    who: Annotated[str, SHORT] = "",
    tasks: bool = False,
    last_day: bool = False,
    past: bool = False,
) -> Response:
    """Due days as a calendar to subscribe to; entries move with the news."""
    wanted = chosen.Days(who or None, tasks, last_day, past)
    text = chosen.due_days(asked.record, wanted, on=asked.on, places=_places(asked.request))
    name = {"Content-Disposition": 'inline; filename="due.ics"'}
    return _sent(asked.request, text, CALENDAR, name)


@router.get("/matter/{matter_id}/brief")
def brief(asked: Page, matter_id: str) -> Response:
    """One matter on one sheet, to print."""
    text = chosen.matter_brief(asked.record, matter_id, on=asked.on, places=_places(asked.request))
    # its one style stands in the page, so that the sheet can be kept as a file: the policy names it by its digest
    digest = b64encode(hashlib.sha256(style().encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; base-uri 'none'"
    return _sent(asked.request, text, "text/html; charset=utf-8", {"Content-Security-Policy": policy})


@router.get("/claims.jsonld")
def claims(request: Request, record: Held) -> Response:
    """Every finding a person has confirmed as schema.org ClaimReview."""
    held = chosen.all_claims(record, places=_places(request))
    return _sent(request, json.dumps(held, ensure_ascii=False, indent=1), CLAIMS)


@router.get("/claims/{finding}.jsonld")
def claim(request: Request, record: Held, finding: str) -> Response:
    """One finding a person has confirmed as schema.org ClaimReview."""
    held = chosen.all_claims(record, finding=finding, places=_places(request))
    if not held["@graph"]:
        raise RecordError(
            f"no confirmed finding {finding!r} in the record", hint="only what a person confirmed is given"
        )
    return _sent(request, json.dumps(held, ensure_ascii=False, indent=1), CLAIMS)
