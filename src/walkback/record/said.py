"""What an actor said, newest first, and how often on which matter. Copies are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from walkback.core.ledger import Matter
from walkback.record import rows_codec as codec
from walkback.record.finder import PLACES, told_at
from walkback.record.gather import AMONG, HEAD, head, many
from walkback.record.rows import Head
from walkback.record.store import Record

MOST_DRAWN = 12  # matters of which the statements are drawn


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: where it stands, its words, the matters told in it."""

    head: Head
    place: int
    manner: str
    words: str
    matters: tuple[Matter, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """How often an actor spoke on a matter, by month ("2031-02"); matter None: on none that the record follows."""

    matter: Matter | None
    months: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.months.values())


# the first and last offset of what was said
_REACH = "CAST(json_extract(a.content, '$[0][0]') AS INTEGER), CAST(json_extract(a.content, '$[#-1][1]') AS INTEGER)"


def statements(record: Record, ids: Sequence[str], *, start: int = 0, size: int = 20) -> list[Statement]:
    """Statements of an actor, under any of its ids, newest first."""
    rows = record.connection.execute(
        f"SELECT {HEAD}, a.place, a.manner, x.text, a.document, {_REACH} FROM attributions a "
        f"JOIN documents d ON d.number = a.document JOIN search_statements x ON x.rowid = a.document * {PLACES} + a.place "
        f"WHERE a.by IN {AMONG} AND d.copy_of IS NULL ORDER BY d.published DESC NULLS LAST, d.doc_id, a.place LIMIT ? OFFSET ?",
        (many(ids), size, start),
    ).fetchall()
    told = told_at(record, [(r[9], r[10], r[11]) for r in rows], column="start")
    return [Statement(head(r), r[6], r[7], r[8], told.get((r[9], r[10]), ())) for r in rows]


def count(record: Record, ids: Sequence[str]) -> int:
    """How many statements of an actor there are."""
    query = f"SELECT count(*) FROM attributions a JOIN documents d ON d.number = a.document WHERE a.by IN {AMONG} AND d.copy_of IS NULL"
    return int(record.connection.execute(query, (many(ids),)).fetchone()[0])


def by_matter(record: Record, ids: Sequence[str]) -> list[Spoken]:
    """The matters an actor spoke on most, most first; undated statements are left out."""
    rows = record.connection.execute(
        "WITH said AS MATERIALIZED (SELECT a.document, substr(d.published, 1, 7) AS month, CAST(json_extract(a.content, '$[0][0]') AS INTEGER) AS s, "
        "CAST(json_extract(a.content, '$[#-1][1]') AS INTEGER) AS e FROM attributions a JOIN documents d ON d.number = a.document "
        f"WHERE a.by IN {AMONG} AND d.copy_of IS NULL AND d.published IS NOT NULL) "
        "SELECT x.matter, said.month, count(*) FROM said JOIN reports r ON r.document = said.document AND r.start >= said.s "
        "AND r.start < said.e JOIN matter_reports x ON x.report = r.id GROUP BY 1, 2 ORDER BY 2",
        (many(ids),),
    ).fetchall()
    held: dict[str, dict[str, int]] = {}
    for matter, month, n in rows:
        held.setdefault(matter, {})[month] = n
    most = sorted(held, key=lambda m: (-sum(held[m].values()), m))[:MOST_DRAWN]
    named = record.connection.execute(f"SELECT id, label, type FROM matters WHERE id IN {AMONG}", (many(most),))
    of = {r[0]: Matter(r[0], r[1], r[2], (), ()) for r in named}
    return [Spoken(of[m], held[m]) for m in most if m in of]


def first_and_last(record: Record, ids: Sequence[str]) -> tuple[date | None, date | None]:
    """The days of the first and the last article that speaks of an actor."""
    row = record.connection.execute(
        f"SELECT min(d.published), max(d.published) FROM page_actors p JOIN documents d ON d.number = p.document WHERE p.actor IN {AMONG}",
        (many(ids),),
    ).fetchone()
    return codec.day(row[0]), codec.day(row[1])
