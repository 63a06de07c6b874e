"""Which documents of a record repeat another's text: looked up by the marks of texts. Used inside one write transaction."""

from __future__ import annotations

import json
from collections.abc import Collection

from walkback.core.strands import Place
from walkback.record import rows_codec as codec
from walkback.record.home import Connection

_HELD = "link_copies k JOIN documents d ON d.number = k.document"


class Repeats:
    """The documents of a record by the marks of their texts."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._shared: set[int] = set()

    def add(self, number: int, place: Place, marks: Collection[int]) -> None:
        """Enter a document's marks; the same again changes nothing. What is asked next is asked of these marks."""
        self._db.executemany(
            "INSERT INTO link_copies VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(mark, place.day, number) for mark in sorted(marks)],
        )
        rows = self._db.execute(
            "SELECT DISTINCT k.key FROM json_each(?) w JOIN link_copies k ON k.key = CAST(w.value AS BIGINT) WHERE k.document != ?",
            (json.dumps(sorted(marks)), number),
        )
        self._shared = {row[0] for row in rows}  # most marks are nobody else's, and need not be asked for one by one

    def before(self, key: int, place: Place, limit: int) -> list[tuple[Place, str]]:
        """Places and ids of the nearest documents before a place that have a mark and repeat no other."""
        if key not in self._shared:
            return []
        rows = self._db.execute(
            f"SELECT k.day, d.doc_id FROM {_HELD} WHERE k.key = ? AND k.day <= ? AND (k.day < ? OR d.doc_id < ?) "
            "AND d.copy_of IS NULL ORDER BY k.day DESC, d.doc_id DESC LIMIT ?",
            (key, place.day, place.day, place.doc_id, limit),
        )
        return [(Place(day, doc_id), doc_id) for day, doc_id in rows]

    def after(self, key: int, place: Place, limit: int) -> set[str]:
        """Documents after a place that have a mark, up to and with the one that stands behind `limit` originals."""
        if key not in self._shared:
            return set()
        rows = self._db.execute(
            f"SELECT d.doc_id, d.copy_of FROM {_HELD} WHERE k.key = ? AND k.day >= ? AND (k.day > ? OR d.doc_id > ?) "
            "ORDER BY k.day, d.doc_id",
            (key, place.day, place.day, place.doc_id),
        )
        out: set[str] = set()
        for doc_id, copy_of in rows:
            out.add(doc_id)
            limit -= copy_of is None
            if limit <= 0:
                break
        return out

    def text(self, doc_id: str) -> str:
        """The text of a document."""
        return str(self._db.execute("SELECT text FROM documents WHERE doc_id = ?", (doc_id,)).fetchone()[0])

    def document(self, doc_id: str) -> tuple[int, Place, str | None]:
        """Number and place of a document, and the one whose text it is known to repeat."""
        number, published, copy_of = self._db.execute(
            "SELECT number, published, copy_of FROM documents WHERE doc_id = ?", (doc_id,)
        ).fetchone()
        return number, Place.of(codec.day(published), doc_id), copy_of

    def known(self, doc_id: str, leader: str | None) -> None:
        """Say of a document whose text it repeats."""
        self._db.execute("UPDATE documents SET copy_of = ? WHERE doc_id = ?", (leader, doc_id))
