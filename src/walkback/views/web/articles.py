"""Articles: a list of them, and one as published with what was read in it marked and noted beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from walkback.core.ledger import OUTLET, Matter
from walkback.core.ledger import Page as Read
from walkback.record import gather, lists, queries
from walkback.record.rows import Head
from walkback.record.store import Record
from walkback.views.web import missing as missed
from walkback.views.web.deps import Page
from walkback.views.web.filters import url
from walkback.views.web.marks import Cast, paragraphs
from walkback.views.web.pages import page
from walkback.views.web.tables import Column, Table

router = APIRouter()
LIST = (
    Column("title", "Article", link="to", css="name"), Column("published", "Published", css="date"), Column("outlet", "Outlet"),
    Column("statements", "Statements", css="n"), Column("reports", "Undertakings", css="n"), Column("doc_id"), Column("url"),
    Column("copy_of"),
)  # fmt: skip
SAID = tuple(Column(k) for k in ("id", "by", "name", "manner", "source", "cue", "content", "score"))
TOLD = tuple(
    Column(k) for k in ("id", "matter", "label", "status", "by", "trigger", "start", "end", "sentence", "due_earliest", "due_latest", "due_vague", "due_phrase", "conditional", "hedged", "score")
)  # fmt: skip
TIMES = tuple(
    Column(k) for k in ("phrase", "start", "end", "type", "value", "earliest", "latest", "vague", "basis", "rule")
)


@router.get("/articles")
def articles(asked: Page, outlet: Annotated[str, Query(max_length=300)] = "") -> Response:
    """A list of articles, newest first."""
    held, total = lists.articles(asked.record, outlet=outlet, start=asked.start, size=asked.size)
    rows = [
        {"title": a.head.title or a.head.doc_id, "to": f"/article/{url(a.head.doc_id)}", "published": a.head.published,
         "outlet": a.head.outlet, "statements": a.statements, "reports": a.reports, "doc_id": a.head.doc_id, "url": a.head.url,
         "copy_of": a.head.copy_of}
        for a in held
    ]  # fmt: skip
    values = lists.outlets(asked.record) if asked.form == "html" else []
    shown = [v if v.key != outlet else type(v)(v.key, v.label, v.count, True) for v in values]
    return page(asked, "articles.html", [Table("articles", LIST, rows, total)], outlets=shown, outlet=outlet)


@router.get("/article/{doc_id:path}")
def article(
    asked: Page,
    doc_id: str,
    missing: Annotated[int | None, Query(ge=0)] = None,
    words: Annotated[str, Query(max_length=40)] = "",
    word: Annotated[Sequence[str], Query()] = (),
    about: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """One article with its marks. missing: where the paragraph begins in which something was missed; words, or word by
    word: the place of what tells of it, "START-END"; about: words of the matter it belongs to."""
    read = queries.document(asked.record, doc_id)
    cast = _cast(asked.record, read)
    tables = [_told(read, cast), _said(read, cast), _times(read)]
    if asked.form != "html":
        return page(asked, "article.html", tables)
    held = paragraphs(read, cast)
    place = next((p for p in held if p.start == missing), None)
    return page(
        asked,
        "article.html",
        tables,
        document=read.document,
        paragraphs=held,
        signed=gather.judgements(asked.record, (r.id for r in read.reports)),
        missing=place.start if place else None,
        form=missed.form(asked.record, read, cast, place, chosen=(*word, words), about=about) if place else None,
        read=read,
        copies=_copies(asked.record, doc_id),
        outlet=OUTLET,
    )


def _cast(record: Record, read: Read) -> Cast:
    held = gather.actors(record, read.actors)
    of = gather.matters_of(record, (r.id for r in read.reports))
    return Cast({key: held.get(key, actor) for key, actor in read.actors.items()}, of)


def _copies(record: Record, doc_id: str) -> list[Head]:
    """The other articles of the same text."""
    rows = record.connection.execute(
        f"SELECT {gather.HEAD} FROM documents d WHERE d.doc_id != :id AND (d.copy_of = :id OR d.doc_id = "
        "(SELECT copy_of FROM documents WHERE doc_id = :id) OR d.copy_of = (SELECT copy_of FROM documents WHERE doc_id = :id)) "
        "ORDER BY d.published NULLS FIRST, d.doc_id LIMIT 20",
        {"id": doc_id},
    )
    return [gather.head(row) for row in rows]


def _name(cast: Cast, by: str | None) -> str | None:
    actor = cast.actors.get(by or "")
    return actor.name if actor else None


def _said(read: Read, cast: Cast) -> Table:
    rows = [
        {"id": a.id, "by": a.by, "name": _name(cast, a.by), "manner": a.manner, "score": round(a.score, 3)}
        | {part: " … ".join(read.document.quote(s) for s in getattr(a, part)) for part in ("source", "cue", "content")}
        for a in read.attributions
    ]
    return Table("statements", SAID, rows, len(rows))


def _told(read: Read, cast: Cast) -> Table:
    return Table(
        "undertakings", TOLD, [_report(read, r, cast.matters.get(r.id), cast) for r in read.reports], len(read.reports)
    )


def _report(read: Read, r: Any, matter: Matter | None, cast: Cast) -> dict[str, Any]:
    due = r.due
    return {
        "id": r.id, "matter": matter.id if matter else None, "label": matter.label if matter else None, "status": r.status,
        "by": _name(cast, r.by) or r.by, "trigger": r.trigger, "start": r.span.start, "end": r.span.end,
        "sentence": read.document.quote(r.sentence), "due_earliest": due.earliest if due else None,
        "due_latest": due.latest if due else None, "due_vague": bool(due and due.vague), "due_phrase": due.phrase if due else "",
        "conditional": r.conditional, "hedged": r.hedged, "score": round(r.score, 3),
    }  # fmt: skip


def _times(read: Read) -> Table:
    rows = [
        {"phrase": read.document.quote(t.span), "start": t.span.start, "end": t.span.end, "type": t.type, "value": t.value,
         "earliest": t.interval.earliest if t.interval else None, "latest": t.interval.latest if t.interval else None,
         "vague": bool(t.interval and t.interval.vague), "basis": t.interval.basis if t.interval else None,
         "rule": t.interval.rule if t.interval else None}
        for t in read.timexes
    ]  # fmt: skip
    return Table("times", TIMES, rows, len(rows))
