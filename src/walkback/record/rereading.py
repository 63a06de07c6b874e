"""Put another reading of a document in the place of the one that the record holds. People's judgements stay."""

from __future__ import annotations

from collections.abc import Iterable

from walkback.core.errors import RecordError
from walkback.core.ledger import Page
from walkback.record import links
from walkback.record import rows_codec as codec
from walkback.record.home import Connection
from walkback.record.store import Record, sha


def put_again(record: Record, page: Page) -> bool:
    """Store a page in the place of the reading of the same text that the record holds; False where it is the same.

    Matters and findings on its reports are taken away, and made anew by the next linking, with what else was in them.
    Raises RecordError if the record does not hold the document, or another text under its id.
    """
    document = page.document
    with record.writing() as db:
        row = db.execute("SELECT number, sha FROM documents WHERE doc_id = ?", (document.doc_id,)).fetchone()
        if row is None or row[1] != sha(document.text):
            raise RecordError(f"the record does not hold this text of {document.doc_id!r}", hint="add it instead")
        before = _parts(db, row[0])
        db.execute("SAVEPOINT reading")
        actors = _take_out(record, row[0])
        record.put_parts(db, page, row[0])
        if _parts(db, row[0]) == before:  # nothing was read otherwise: leave all as it stands
            db.execute("ROLLBACK TO reading")
            db.execute("RELEASE reading")
            return False
        db.execute("RELEASE reading")
        links.read_actors_again(db, actors)
        db.execute("INSERT INTO link_pending VALUES (?) ON CONFLICT DO NOTHING", (row[0],))
        return True


def _parts(db: Connection, number: int) -> list[list[object]]:
    """All that was read in a document, as the machine read it."""
    added = {row[0] for row in db.execute("SELECT report FROM added_reports").fetchall()}
    reports = [
        (r.id, r.span, r.sentence, r.status, r.by, r.parties, r.due, r.as_of, r.score, r.vector)
        for r in links.reports_of(db, number)
        if r.id not in added
    ]
    told = ("page_actors WHERE document = ? ORDER BY actor", "timexes WHERE document = ? ORDER BY start, type")
    was = db.execute("SELECT was FROM read_attributions WHERE document = ?", (number,)).fetchall()
    stands = db.execute(
        "SELECT id, document, place, by, manner, source, cue, content, score FROM attributions WHERE document = ?1 "
        "AND place NOT IN (SELECT place FROM read_attributions WHERE document = ?1)",
        (number,),
    ).fetchall()
    said = sorted([*(row[0] for row in was), *map(codec.pack, stands)])
    rows = [db.execute(f"SELECT * FROM {query}", (number,)).fetchall() for query in told]
    return [list(reports), said, *rows]


def _take_out(record: Record, number: int) -> set[str]:
    """Take out all that was read in a document and what was made of it; the actors that were named in it."""
    db = record.connection
    reports = [r.id for r in links.reports_of(db, number)]
    old = links.matters_of(db, reports)
    others = {name for matter, _ in old.values() for name in matter.reports}
    db.executemany(
        "INSERT INTO link_pending SELECT document FROM reports WHERE id = ? ON CONFLICT DO NOTHING",
        [(name,) for name in sorted(others)],
    )
    links.rewrite(db, old, {})
    for table in ("left_out", "read_reports", "added_reports"):
        db.executemany(f"DELETE FROM {table} WHERE report = ?", [(name,) for name in reports])
    actors = {row[0] for row in db.execute("SELECT actor FROM page_actors WHERE document = ?", (number,))}
    record.home.unindex(
        "search", db.execute("SELECT number, text FROM sentences WHERE document = ?", (number,)).fetchall()
    )
    for table in ("sentences", "read_attributions", "attributions", "reports", "timexes", "page_actors"):
        db.execute(f"DELETE FROM {table} WHERE document = ?", (number,))
    return actors


def documents(record: Record, wanted: Iterable[str]) -> list[str]:
    """Ids of documents, in order of publication: those wanted, else all."""
    ids = [
        row[0]
        for row in record.connection.execute("SELECT doc_id FROM documents ORDER BY published NULLS FIRST, doc_id")
    ]
    only = set(wanted)
    return [name for name in ids if not only or name in only]
