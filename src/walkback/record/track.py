"""Track records: what an actor undertook and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from walkback.core.ledger import Actor
from walkback.record import rows_codec as codec
from walkback.record.people import ids_of, named
from walkback.record.queries import matter_row
from walkback.record.rows import UNDERTAKES, ActorRow, MatterRow, Outcome, Undertaken
from walkback.record.store import Record

OUTCOMES: dict[str, Outcome] = {  # the first that was found counts
    "kept": "kept", "reversal": "withdrawn", "lapse": "lapsed", "delay": "slipped", "dispute": "disputed",
}  # fmt: skip


def who(record: Record, name: str) -> list[ActorRow]:
    """Track records of the actors that bear a name, the one most spoken of first."""
    rows = [actor_row(record, actor) for actor in named(record, name)[:12]]
    return sorted(rows, key=lambda r: (-r.documents, -r.statements, r.actor.id))


def actor_row(record: Record, actor: Actor) -> ActorRow:
    """What an actor undertook and what became of it, by the record as far as it reaches. Copies do not count."""
    ids = ids_of(record, actor)
    marks = ", ".join("?" * len(ids))
    db = record.connection
    statements = db.execute(
        f"SELECT count(*) FROM attributions a JOIN documents d ON d.number = a.document WHERE d.copy_of IS NULL AND a.by IN ({marks})",
        ids,
    ).fetchone()[0]
    documents = db.execute(
        f"SELECT count(DISTINCT p.document) FROM page_actors p JOIN documents d ON d.number = p.document WHERE d.copy_of IS NULL AND p.actor IN ({marks})",
        ids,
    ).fetchone()[0]
    like = " OR ".join(["r.parties LIKE ?"] * len(ids))
    rows = db.execute(
        "SELECT DISTINCT m.matter FROM matter_reports m JOIN reports r ON r.id = m.report JOIN documents d ON d.number = r.document "
        f"WHERE d.copy_of IS NULL AND r.status IN ('planned', 'agreed', 'proposed', 'floated') AND (r.by IN ({marks}) OR {like})",
        (*ids, *(f'["{i}"%' for i in ids)),
    ).fetchall()
    undertaken = [u for row in rows if (u := _undertaken(matter_row(record, row[0]), ids))]
    undertaken.sort(key=lambda u: (u.first.head.published or date.min, u.matter.id))
    return ActorRow(actor, tuple(undertaken), Counter(u.outcome for u in undertaken), statements, documents)


def _undertaken(row: MatterRow, ids: Sequence[str]) -> Undertaken | None:
    own = [
        e for e in row.evidence
        if e.head.copy_of is None and e.report.status in UNDERTAKES
        and ((e.report.parties[:1] and e.report.parties[0] in ids) or (e.report.by in ids and e.report.status in ("planned", "agreed")))
    ]  # fmt: skip
    if not own:
        return None
    kinds = {f.kind for f in row.findings}
    outcome: Outcome = next((OUTCOMES[k] for k in OUTCOMES if k in kinds), "open")
    if outcome == "open" and row.evidence[-1].report.status == "done":
        outcome = "kept"
    return Undertaken(row.matter, own[0], row.evidence[-1], outcome, row.findings)


def top_actors(record: Record, limit: int = 20) -> list[ActorRow]:
    """Track records of the named actors with most findings on them, then most spoken of."""
    rows = record.connection.execute(
        "SELECT b.id, b.name, b.kind, b.aliases, b.roles, "
        "(SELECT count(*) FROM finding_who w WHERE w.actor = b.id) AS found, "
        "(SELECT count(*) FROM page_actors p WHERE p.actor = b.id) AS told "
        "FROM actors b WHERE b.same_as IS NULL AND b.kind IN ('person', 'government', 'organisation') ORDER BY found DESC, told DESC, b.id LIMIT ?",
        (limit,),
    ).fetchall()
    return [actor_row(record, codec.actor_in(row[:5])) for row in rows]
