"""Full text over sentences, statements and matters, with counts by outlet and year."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from walkback.core.ledger import Actor, Matter
from walkback.record import gather, lists
from walkback.record.browse import Value
from walkback.record.home import Piece, Searched, Terms
from walkback.record.lists import MatterLine
from walkback.record.queries import asked
from walkback.record.rows import Head
from walkback.record.store import Record

Where = Literal["sentences", "statements", "matters"]
Order = Literal["best", "newest"]
MOST_RANKED = 8_000  # hits; of more, ranking says little and costs much: the newest come first
MOST_TERMS = 12
PLACES = 100_000  # the number of a statement is that of its document times this, and its place
_FROM = {
    "sentences": "search JOIN sentences s ON s.number = search.rowid JOIN documents d ON d.number = s.document",
    "statements": f"search_statements JOIN documents d ON d.number = search_statements.rowid / {PLACES}",
}
_TABLE: dict[Where, Searched] = {"sentences": "search", "statements": "search_statements", "matters": "search_matters"}


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for. words: as typed; outlet, year: only articles of these."""

    words: str
    where: Where = "sentences"
    outlet: str = ""
    year: str = ""
    order: Order = "best"

    @property
    def terms(self) -> Terms:
        """The words as full text is asked for them: all of them; "quoted ones" together; a trailing * finds beginnings."""
        return asked(self.words, most=MOST_TERMS)


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence with the words found between \\x02 and \\x03, and the matters it tells of."""

    head: Head
    start: int
    marked: str
    matters: tuple[Matter, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementHit:
    """What was said, marked alike, who said it, and the matters told in it."""

    head: Head
    place: int
    marked: str
    manner: str
    actor: Actor | None
    matters: tuple[Matter, ...] = ()


def count(record: Record, sought: Sought) -> int:
    """How many hits there are in the chosen place."""
    if not sought.terms:
        return 0
    where, values = _conditions(sought)
    table = _TABLE[sought.where]
    source = _FROM[sought.where] if values and sought.where != "matters" else table
    match, terms = record.home.matching(table, sought.terms)
    query = f"SELECT count(*) FROM {source} WHERE {match} AND {where}"
    return int(record.connection.execute(query, (*terms, *values)).fetchone()[0])


def _conditions(sought: Sought) -> tuple[str, list[str]]:
    clauses, values = ["true"], list[str]()
    if sought.outlet:
        clauses.append("d.outlet = ?")
        values.append(sought.outlet)
    if sought.year:
        clauses.append("d.published >= ? AND d.published < ?")
        values += [f"{sought.year}-", f"{sought.year}."]
    return (" AND ".join(clauses), values) if sought.where != "matters" else ("true", [])


def _order(record: Record, sought: Sought, total: int) -> Piece:
    """Best first, or newest; articles come into a record about in the order of their days, so the number stands for it."""
    table = _TABLE[sought.where]
    if newest_first(sought, total):
        return f"{table}.rowid DESC", ()
    rank, values = record.home.rank(table, sought.terms)
    return f"{rank}, {table}.rowid DESC", values


def _hits(record: Record, sought: Sought, total: int, asked: tuple[str, str], *, start: int, size: int) -> list[Any]:
    """Rows of the chosen place that hold all the words. asked: columns, the eighth is what is marked; what to join."""
    columns, join = asked
    where, values = _conditions(sought)
    match, terms = record.home.matching(_TABLE[sought.where], sought.terms)
    order, weights = _order(record, sought, total)
    rows = record.connection.execute(
        f"SELECT {columns} FROM {_FROM[sought.where]} {join} WHERE {match} AND {where} ORDER BY {order} LIMIT ? OFFSET ?",
        (*terms, *values, *weights, size, start),
    ).fetchall()
    marked = record.home.marked([row[7] for row in rows], sought.terms)
    return [(*row[:7], text, *row[8:]) for row, text in zip(rows, marked, strict=True)]


def newest_first(sought: Sought, total: int) -> bool:
    """Whether hits come newest first: as asked for, or because there are too many to rank."""
    return sought.order == "newest" or total > MOST_RANKED


def sentences(record: Record, sought: Sought, total: int, *, start: int, size: int) -> list[SentenceHit]:
    """Sentences that hold all the words."""
    columns = f"{gather.HEAD}, s.start, {record.home.marking('search', 's.text')}, s.document"
    rows = _hits(record, sought, total, (columns, ""), start=start, size=size)
    told = told_at(record, [(row[8], row[6], row[6] + 1) for row in rows])
    return [SentenceHit(gather.head(r), r[6], r[7], told.get((r[8], r[6]), ())) for r in rows]


def statements(record: Record, sought: Sought, total: int, *, start: int, size: int) -> list[StatementHit]:
    """Statements that hold all the words."""
    marked = record.home.marking("search_statements", "search_statements.text")
    columns = f"{gather.HEAD}, a.place, {marked}, a.manner, a.by, d.number, a.content"
    join = f"JOIN attributions a ON a.document = d.number AND a.place = search_statements.rowid % {PLACES}"
    rows = _hits(record, sought, total, (columns, join), start=start, size=size)
    cast = gather.actors(record, (row[9] for row in rows if row[9]))
    spans = {(row[10], row[6]): json.loads(row[11]) for row in rows}
    inside = [(doc, min(s for s, _ in held), max(e for _, e in held)) for (doc, _), held in spans.items() if held]
    told = told_at(record, inside, column="start")
    out = []
    for r in rows:
        first = min((s for s, _ in spans[r[10], r[6]]), default=0)
        out.append(StatementHit(gather.head(r), r[6], r[7], r[8], cast.get(r[9]), told.get((r[10], first), ())))
    return out


def told_at(
    record: Record, places: Sequence[tuple[int, int, int]], *, column: str = "sentence_start"
) -> dict[tuple[int, int], tuple[Matter, ...]]:
    """The matters told at places (document, start, end), by document and start."""
    rows = record.connection.execute(
        "SELECT p.document, p.start, m.id, m.label, m.type, m.parties FROM (SELECT CAST(json_extract(value, '$[0]') AS INTEGER) AS document, "
        "CAST(json_extract(value, '$[1]') AS INTEGER) AS start, CAST(json_extract(value, '$[2]') AS INTEGER) AS stop FROM json_each(?)) p "
        f"JOIN reports r ON r.document = p.document AND r.{column} >= p.start AND r.{column} < p.stop "
        "JOIN matter_reports x ON x.report = r.id JOIN matters m ON m.id = x.matter ORDER BY p.document, r.start, r.id",
        (json.dumps(places),),
    )
    out: dict[tuple[int, int], dict[str, Matter]] = {}
    for r in rows:
        out.setdefault((r[0], r[1]), {})[r[2]] = Matter(r[2], r[3], r[4], tuple(json.loads(r[5])), ())
    return {place: tuple(held.values()) for place, held in out.items()}


def matters(record: Record, sought: Sought, total: int, *, start: int, size: int) -> list[MatterLine]:
    """Matters whose label holds all the words."""
    rank, weights = record.home.rank("search_matters", sought.terms)
    order = f"{rank}, x.reports DESC, x.number"
    if newest_first(sought, total):
        order, weights = "x.last DESC NULLS LAST, x.number", ()
    match, terms = record.home.matching("search_matters", sought.terms)
    ids = record.connection.execute(
        "SELECT x.matter FROM search_matters JOIN matter_facts x ON x.number = search_matters.rowid "
        f"WHERE {match} ORDER BY {order} LIMIT ? OFFSET ?",
        (*terms, *weights, size, start),
    ).fetchall()
    return lists.lines(record, [row[0] for row in ids])


def alike(record: Record, label: str, *, size: int) -> list[MatterLine]:
    """Matters whose label has any of the longer words of another, those that have most in common first."""
    terms = Terms(tuple((word, False) for word in re.findall(r"\w{4,}", label)[:8]), any=True)
    if not terms:
        return []
    (match, values), (rank, weights) = (
        record.home.matching("search_matters", terms),
        record.home.rank("search_matters", terms),
    )
    ids = record.connection.execute(
        "SELECT x.matter FROM search_matters JOIN matter_facts x ON x.number = search_matters.rowid "
        f"WHERE {match} ORDER BY {rank}, search_matters.rowid LIMIT ?",
        (*values, *weights, size),
    ).fetchall()
    return lists.lines(record, [row[0] for row in ids])


def facets(record: Record, sought: Sought, total: int) -> dict[str, list[Value]]:
    """Hits by outlet and by year; none where there are too many to count."""
    if sought.where == "matters" or not sought.terms or total > MOST_RANKED:
        return {}
    where, values = _conditions(sought)
    match, terms = record.home.matching(_TABLE[sought.where], sought.terms)
    rows: list[tuple[Any, ...]] = record.connection.execute(
        f"SELECT d.outlet, substr(d.published, 1, 4), count(*) FROM {_FROM[sought.where]} WHERE {match} AND {where} GROUP BY 1, 2",
        (*terms, *values),
    ).fetchall()
    out: dict[str, list[Value]] = {}
    for n, (name, chosen) in enumerate((("outlet", sought.outlet), ("year", sought.year))):
        counts: dict[str, int] = {}
        for row in rows:
            if row[n]:
                counts[row[n]] = counts.get(row[n], 0) + row[2]
        order = sorted(counts, key=lambda v: (-counts[v], v)) if name == "outlet" else sorted(counts, reverse=True)
        out[name] = [Value(v, v, counts[v], v == chosen) for v in order[:14]]
        if chosen and chosen not in counts:
            out[name].append(Value(chosen, chosen, 0, True))
    return out
