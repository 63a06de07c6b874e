"""What linking keeps in a record: strands, who holds a key, who continues whom. Used inside one write transaction."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence

from walkback.core.strands import Link, Place, StrandRow
from walkback.record import rows_codec as codec
from walkback.record.home import Connection, next_number

_ROW = "s.id, d.published, d.doc_id, s.start, s.reports, s.keys, s.follows, s.chance"
_FROM = "link_strands s JOIN documents d ON d.number = s.document"
_HELD = "link_keys k JOIN link_strands s ON s.number = k.strand JOIN documents d ON d.number = s.document"


def _strand(row: Sequence[object]) -> StrandRow:
    """From the columns of _ROW."""
    name, published, doc_id, start, reports, keys, follows, chance = row
    held = array("q")
    held.frombytes(keys)  # type: ignore[arg-type]
    return StrandRow(
        str(name),
        Place.of(codec.day(published), str(doc_id), int(start)),  # type: ignore[call-overload]
        tuple(json.loads(reports)),  # type: ignore[arg-type]
        frozenset(held),
        Link(str(follows), float(chance)) if follows else None,  # type: ignore[arg-type]
    )


class Strands:
    """The strands of a record. Looks up by index, never over the whole record, but for `all`."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def before(self, key: int, place: Place, limit: int) -> list[tuple[Place, str]]:
        """Places and ids of the nearest strands before a place that hold a key, in order of place."""
        rows = self._db.execute(
            f"SELECT k.day, d.doc_id, s.start, s.id FROM {_HELD} WHERE k.key = ? AND k.day <= ? "
            "AND (k.day < ? OR (d.doc_id, s.start) < (?, ?)) ORDER BY k.day DESC, d.doc_id DESC, s.start DESC LIMIT ?",
            (key, place.day, place.day, place.doc_id, place.start, limit),
        ).fetchall()
        return [(Place(day, doc_id, start), name) for day, doc_id, start, name in reversed(rows)]

    def after(self, key: int, place: Place, limit: int) -> list[str]:
        """Ids of the nearest strands after a place that hold a key, in order of place."""
        rows = self._db.execute(
            f"SELECT s.id FROM {_HELD} WHERE k.key = ? AND k.day >= ? AND (k.day > ? OR (d.doc_id, s.start) > (?, ?)) "
            "ORDER BY k.day, d.doc_id, s.start LIMIT ?",
            (key, place.day, place.day, place.doc_id, place.start, limit),
        )
        return [row[0] for row in rows]

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM link_strands").fetchone()[0])

    def all(self) -> Iterator[StrandRow]:
        """Every strand, in no order."""
        yield from map(_strand, self._db.execute(f"SELECT {_ROW} FROM {_FROM}"))

    def of(self, document: int) -> list[StrandRow]:
        """The strands of one document, by its number."""
        return [
            _strand(row) for row in self._db.execute(f"SELECT {_ROW} FROM {_FROM} WHERE s.document = ?", (document,))
        ]

    def row(self, name: str) -> StrandRow | None:
        """One strand by its id, None if there is none."""
        row = self._db.execute(f"SELECT {_ROW} FROM {_FROM} WHERE s.id = ?", (name,)).fetchone()
        return _strand(row) if row else None

    def parent(self, name: str) -> str | None:
        """The id of the strand that one continues."""
        row = self._db.execute("SELECT follows FROM link_strands WHERE id = ?", (name,)).fetchone()
        return row[0] if row else None

    def children(self, name: str) -> list[str]:
        """Ids of the strands that continue one."""
        return [row[0] for row in self._db.execute("SELECT id FROM link_strands WHERE follows = ?", (name,))]

    def put(self, document: int, rows: Iterable[StrandRow]) -> None:
        """Add strands of a document."""
        numbered = list(enumerate(rows, next_number(self._db, "link_strands")))
        self._db.executemany(
            "INSERT INTO link_strands (number, id, document, start, reports, keys) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (n, s.id, document, s.place.start, codec.pack(s.reports), array("q", sorted(s.keys)).tobytes())
                for n, s in numbered
            ],
        )
        self._db.executemany(
            "INSERT INTO link_keys VALUES (?, ?, ?)",
            [(key, s.place.day, n) for n, s in numbered for key in sorted(s.keys)],
        )

    def drop(self, rows: Iterable[StrandRow]) -> None:
        """Take strands away."""
        for s in rows:
            number = self._db.execute("SELECT number FROM link_strands WHERE id = ?", (s.id,)).fetchone()[0]
            self._db.executemany(
                "DELETE FROM link_keys WHERE key = ? AND day = ? AND strand = ?",
                [(key, s.place.day, number) for key in s.keys],
            )
            self._db.execute("DELETE FROM link_strands WHERE number = ?", (number,))

    def link(self, links: Iterable[tuple[str, Link | None]]) -> None:
        """Say of strands, by id, what they continue."""
        self._db.executemany(
            "UPDATE link_strands SET follows = ?, chance = ? WHERE id = ?",
            [(link.to if link else None, link.chance if link else None, name) for name, link in links],
        )
