"""Documents, reports, attributions and judgements a stretch at a time, narrowed by what they say, in an order that stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from walkback.core.codec import iso
from walkback.core.ledger import Attribution, Judgement
from walkback.record import gather
from walkback.record import rows_codec as codec
from walkback.record.browse import same
from walkback.record.gather import AMONG, NUMBERS, many
from walkback.record.judgements import judgement_in
from walkback.record.rows import Evidence, Head
from walkback.record.store import Record

_READ = "FROM reports r JOIN documents d ON d.number = r.document"
_SAID = "FROM attributions a JOIN documents d ON d.number = a.document"
# the same, going through the documents in order: quicker where so much is wanted that to sort it takes longest
_ORDERED = {
    _READ: ("FROM documents d CROSS JOIN reports r", "r.document = d.number"),
    _SAID: ("FROM documents d CROSS JOIN attributions a", "a.document = d.number"),
}
MANY = 5_000  # rows
_NEWEST = "d.published DESC NULLS LAST, d.doc_id"


@dataclass(frozen=True, slots=True)
class Which:
    """Which rows; what is empty narrows nothing. by: the id of an actor; text is matched whole."""

    doc_id: str = ""
    outlet: str = ""
    matter: str = ""
    status: str = ""
    type: str = ""
    manner: str = ""
    by: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """An attribution with its words: its document, and the text of source, cue and content, pieces parted by " … "."""

    attribution: Attribution
    head: Head
    source: str
    cue: str
    content: str


def documents(record: Record, which: Which, *, start: int, size: int) -> tuple[list[Head], int]:
    """Documents from the start-th on, newest first, and how many there are."""
    where, values = _of_documents(which)
    rows, total = _stretch(record, gather.HEAD, "FROM documents d", (where, values), _NEWEST, start, size)
    return [gather.head(row) for row in rows], total


def reports(record: Record, which: Which, *, start: int, size: int) -> tuple[list[Evidence], int]:
    """Reports from the start-th on, newest document first and in the order of its text, and how many there are."""
    where, values = _of_documents(which)
    for clause, value in (("r.status = ?", which.status), ("r.type = ?", which.type)):
        if value:
            where, values = f"{where} AND {clause}", [*values, value]
    if which.matter:
        where += " AND r.id IN (SELECT report FROM matter_reports WHERE matter = ?)"
        values = [*values, which.matter]
    where, values = _by(record, which, "r.by", where, values)
    rows, total = _stretch(record, "r.id", _READ, (where, values), f"{_NEWEST}, r.start, r.id", start, size)
    held = gather.evidence(record, (row[0] for row in rows))
    return [held[row[0]] for row in rows], total


def attributions(record: Record, which: Which, *, start: int, size: int) -> tuple[list[Said], int]:
    """Attributions from the start-th on, newest document first and in the order of its text, and how many there are."""
    where, values = _of_documents(which)
    if which.manner:
        where, values = f"{where} AND a.manner = ?", [*values, which.manner]
    where, values = _by(record, which, "a.by", where, values)
    columns = f"a.id, d.doc_id, a.by, a.manner, a.source, a.cue, a.content, a.score, {gather.HEAD}, d.number"
    rows, total = _stretch(record, columns, _SAID, (where, values), f"{_NEWEST}, a.place", start, size)
    texts = dict(record.connection.execute(
        f"SELECT number, text FROM documents WHERE number IN {NUMBERS}", (many(row[14] for row in rows),)
    ))  # fmt: skip
    return [_said(codec.attribution_in(row[:8]), gather.head(row[8:14]), texts[row[14]]) for row in rows], total


def judgements(record: Record, *, target: str = "", by: str = "", start: int, size: int) -> tuple[list[Judgement], int]:
    """Judgements in force from the start-th on, in the order they were made, and how many there are."""
    where, values = "true", list[Any]()
    for clause, value in (("target = ?", target), ("by = ?", by)):
        if value:
            where, values = f"{where} AND {clause}", [*values, value]
    rows, total = _stretch(record, "target, verdict, by, at, note, amend", "FROM judgements", (where, values), "number", start, size)  # fmt: skip
    return [judgement_in(r) for r in rows], total


def report(record: Record, report_id: str) -> Evidence | None:
    """One report with its sentence; None where the record holds none of the id."""
    return gather.evidence(record, [report_id]).get(report_id)


def attribution(record: Record, said_id: str) -> Said | None:
    """One attribution with its words; None where the record holds none of the id."""
    row = record.connection.execute(
        f"SELECT a.id, d.doc_id, a.by, a.manner, a.source, a.cue, a.content, a.score, {gather.HEAD}, d.text {_SAID} WHERE a.id = ? "
        "ORDER BY a.document, a.place",
        (said_id,),
    ).fetchone()
    return _said(codec.attribution_in(row[:8]), gather.head(row[8:14]), row[14]) if row else None


def _said(value: Attribution, head: Head, text: str) -> Said:
    source, cue, content = (
        " … ".join(text[s.start : s.end] for s in spans) for spans in (value.source, value.cue, value.content)
    )
    return Said(value, head, source, cue, content)


def _of_documents(which: Which) -> tuple[str, list[Any]]:
    clauses: Mapping[str, Any] = {
        "d.doc_id = ?": which.doc_id, "d.outlet = ?": which.outlet, "d.published >= ?": iso(which.since), "d.published <= ?": iso(which.until),
    }  # fmt: skip
    kept = {clause: value for clause, value in clauses.items() if value}
    return " AND ".join(["true", *kept]), list(kept.values())


def _by(record: Record, which: Which, column: str, where: str, values: list[Any]) -> tuple[str, list[Any]]:
    if not which.by:
        return where, values
    return f"{where} AND {column} IN {AMONG}", [*values, many(same(record, which.by))]


def _stretch(
    record: Record, columns: str, source: str, kept: tuple[str, Sequence[Any]], order: str, start: int, size: int
) -> tuple[list[tuple[Any, ...]], int]:
    where, values = kept
    db = record.connection
    total = int(db.execute(f"SELECT count(*) {source} WHERE {where}", tuple(values)).fetchone()[0])
    if total > MANY and 4 * start < total and source in _ORDERED:
        source, tie = _ORDERED[source]
        where = f"{tie} AND {where}"
    rows = db.execute(
        f"SELECT {columns} {source} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", (*values, size, start)
    ).fetchall()
    return rows, total
