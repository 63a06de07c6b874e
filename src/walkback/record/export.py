"""A record in the exchange format, and values as the cells of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from walkback.core import codec as exchange
from walkback.core.ledger import Actor, Ledger
from walkback.record import gather, queries
from walkback.record.store import Record

Row = dict[str, Any]


def cases(record: Record) -> Iterator[Row]:
    """One exchange object a document, with the matters and findings that touch it (docs/exchange.md)."""
    of = queries.of_matter(record)
    rows = {r.matter.id: r for r in queries.matters(record)}
    for page in queries.pages(record):
        held = {m: rows[m].matter for r in page.reports if (m := of.get(r.id))}
        own = {r.id for r in page.reports}
        found = tuple(f for m in held for f in rows[m].findings if own & set(f.reports))
        ids = {*page.actors, *(w for f in found for w in f.who), *(p for m in held.values() for p in m.parties)}
        cast: dict[str, Actor] = dict(page.actors) | gather.actors(record, sorted(ids))
        case = exchange.exchange(Ledger(page.document.doc_id, (page,), cast, held, found))
        for row in case["findings"]:
            said = queries.judgements(record, row["id"])
            row |= {"reviewed": bool(said), "verdict": said[-1].verdict if said else None}
        yield case


def cell(value: object) -> str:
    """A value as a CSV cell; one that a spreadsheet would take for a formula gets a leading apostrophe."""
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return (
        f"'{text}"
        if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not isinstance(value, (int, float))
        else text
    )
