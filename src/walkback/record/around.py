"""What stands around a report: the sentences before and after it, and who is named in its article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from walkback.core.ledger import Actor
from walkback.record import gather
from walkback.record.gather import AMONG, many
from walkback.record.store import Record


@dataclass(frozen=True, slots=True)
class Around:
    """The text before and after the sentence of a report, on its line or the neighbouring ones."""

    before: str
    after: str


REACH = 280  # characters to either side


def around(record: Record, reports: Iterable[str]) -> dict[str, Around]:
    """What stands around reports, by id; cut at a word."""
    rows = record.connection.execute(
        f"SELECT r.id, CASE WHEN r.sentence_start > {REACH} THEN substr(d.text, r.sentence_start + 1 - {REACH}, {REACH}) "
        "ELSE substr(d.text, 1, r.sentence_start) END, "
        f"substr(d.text, r.sentence_end + 1, {REACH}), r.sentence_start > {REACH} FROM reports r JOIN documents d "
        f"ON d.number = r.document WHERE r.id IN {AMONG}",
        (many(reports),),
    )
    out = {}
    for name, before, after, cut in rows:
        left = before.partition(" ")[2] if cut else before
        right = after.rpartition(" ")[0] if len(after) == REACH else after
        out[name] = Around(("… " if cut else "") + left, right + (" …" if len(after) == REACH else ""))
    return out


def cast_of(record: Record, doc_ids: Iterable[str]) -> dict[str, list[Actor]]:
    """Who is named in articles, by document, in order of names; each under the id that the article gave it."""
    rows = record.connection.execute(
        f"SELECT d.doc_id, p.actor FROM page_actors p JOIN documents d ON d.number = p.document WHERE d.doc_id IN {AMONG}",
        (many(doc_ids),),
    ).fetchall()
    known = gather.actors(record, (row[1] for row in rows))
    out: dict[str, dict[str, Actor]] = {}
    for doc_id, actor in rows:
        if actor in known:
            out.setdefault(doc_id, {})[known[actor].id] = known[actor]
    return {doc: sorted(held.values(), key=lambda a: a.name) for doc, held in out.items()}
