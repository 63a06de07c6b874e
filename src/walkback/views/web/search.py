"""Search: full text over sentences, statements and matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from walkback.record import finder, lists
from walkback.record.finder import Order, SentenceHit, Sought, StatementHit, Where
from walkback.record.lists import MatterLine
from walkback.views.web.deps import Asked, Page
from walkback.views.web.matters import LIST, line_row
from walkback.views.web.pages import page
from walkback.views.web.tables import Column, Table

router = APIRouter()
SENTENCES = tuple(Column(k) for k in ("sentence", "published", "outlet", "title", "doc_id", "url", "start", "matters"))
STATEMENTS = tuple(
    Column(k) for k in ("who", "manner", "content", "published", "outlet", "title", "doc_id", "url", "matters")
)
WHERE: tuple[Where, ...] = ("sentences", "statements", "matters")
PLAIN = str.maketrans("", "", "\x02\x03")


@router.get("/search")
def search(
    asked: Page,
    q: Annotated[str, Query(max_length=300)] = "",
    where: Annotated[Where, Query(alias="in")] = "sentences",
    outlet: Annotated[str, Query(max_length=300)] = "",
    year: Annotated[str, Query(pattern=r"^(\d{4})?$")] = "",
    order: Annotated[Order, Query()] = "best",
) -> Response:
    """What holds the words."""
    sought = Sought(q, where, outlet, year, order)
    counts = {w: finder.count(asked.record, Sought(q, w, outlet, year)) for w in WHERE}
    total = counts[where]
    hits = _hits(asked, sought, total) if total else []
    table = _table(where, hits, total)
    if asked.form != "html":
        return page(asked, "search.html", [table])
    people = lists.actor_list(asked.record, words=q, size=6)[0] if len(q.strip()) > 2 else []
    return page(
        asked,
        "search.html",
        [table] if q else [],
        q=q,
        where=where,
        counts=counts,
        hits=hits,
        total=total,
        people=people,
        facets=finder.facets(asked.record, sought, total),
        narrowed=bool(outlet or year),
        newest=finder.newest_first(sought, total),
        forced=total > finder.MOST_RANKED and order == "best",
        places=WHERE,
        table=table,
    )


Hits = Sequence[SentenceHit] | Sequence[StatementHit] | Sequence[MatterLine]


def _hits(asked: Asked, sought: Sought, total: int) -> Hits:
    stretch = {"start": asked.start, "size": asked.size}
    if sought.where == "sentences":
        return finder.sentences(asked.record, sought, total, **stretch)
    if sought.where == "statements":
        return finder.statements(asked.record, sought, total, **stretch)
    return finder.matters(asked.record, sought, total, **stretch)


def _table(where: Where, hits: Hits, total: int) -> Table:
    columns = {"sentences": SENTENCES, "statements": STATEMENTS, "matters": LIST}[where]
    return Table(where, columns, [_row(hit) for hit in hits], total)


def _row(hit: SentenceHit | StatementHit | MatterLine) -> dict[str, Any]:
    if isinstance(hit, MatterLine):
        return line_row(hit)
    head, text = hit.head, hit.marked.translate(PLAIN)
    shared = {
        "published": head.published, "outlet": head.outlet, "title": head.title, "doc_id": head.doc_id, "url": head.url,
        "matters": [m.id for m in hit.matters],
    }  # fmt: skip
    if isinstance(hit, SentenceHit):
        return shared | {"sentence": text, "start": hit.start}
    return shared | {"who": hit.actor.name if hit.actor else None, "manner": hit.manner, "content": text}
