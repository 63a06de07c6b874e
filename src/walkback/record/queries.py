"""Every question the views put to a record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from walkback.core.codec import iso
from walkback.core.errors import RecordError
from walkback.core.ledger import OUTLET, Finding, Judgement, Matter, Page
from walkback.core.text import Span
from walkback.record import rows_codec as codec
from walkback.record.judgements import judgement_in
from walkback.record.people import actors, named
from walkback.record.rows import (
    DueRow,
    Evidence,
    FindingRow,
    Head,
    Hit,
    MatterRow,
    Problem,
    Totals,
)
from walkback.record.store import Record

OPEN = frozenset({"planned", "agreed", "postponed", "underway"})
CLOSED = frozenset({"done", "cancelled", "rejected", "denied", "failed"})
COUNTING = "WHERE id NOT IN (SELECT id FROM refused_findings)"  # findings that nobody refused
HEAD = "d.doc_id, d.published, d.title, d.outlet, d.url, d.copy_of"


def _head(row: Sequence[Any]) -> Head:
    return Head(row[0], codec.day(row[1]), row[2], row[3], row[4], row[5])


def _evidence(record: Record, ids: Sequence[str]) -> tuple[Evidence, ...]:
    """The reports of the ids with their sentences, in the order given."""
    out = []
    for report_id in ids:
        row = record.connection.execute(
            f"SELECT {codec.REPORT}, {HEAD}, substr(d.text, r.sentence_start + 1, r.sentence_end - r.sentence_start) "
            "FROM reports r JOIN documents d ON d.number = r.document WHERE r.id = ?",
            (report_id,),
        ).fetchone()
        if row:
            report = codec.report_in(row[:20])
            named = actors(record, [report.by])
            by = "the article" if report.by == OUTLET else named[report.by].name if report.by in named else report.by
            out.append(Evidence(report, _head(row[20:26]), row[26], by))
    return tuple(out)


def _matter(record: Record, matter_id: str) -> Matter:
    row = record.connection.execute(
        "SELECT id, label, type, parties FROM matters WHERE id = ?", (matter_id,)
    ).fetchone()
    reports = record.connection.execute(
        "SELECT report FROM matter_reports WHERE matter = ? ORDER BY place", (matter_id,)
    )
    return Matter(row[0], row[1], row[2], tuple(json.loads(row[3])), tuple(r[0] for r in reports))


def _finding(record: Record, finding_id: str) -> Finding:
    db = record.connection
    row = db.execute(f"SELECT {codec.FINDING} FROM findings WHERE id = ?", (finding_id,)).fetchone()
    who = db.execute("SELECT actor FROM finding_who WHERE finding = ? ORDER BY place", (finding_id,))
    reports = db.execute("SELECT report FROM finding_reports WHERE finding = ? ORDER BY place", (finding_id,))
    return codec.finding_in(row, [r[0] for r in who], [r[0] for r in reports])


def judgements(record: Record, target: str) -> tuple[Judgement, ...]:
    """Judgements in force on a finding, report, matter, attribution or actor, in the order in which they were given."""
    rows = record.connection.execute(
        "SELECT target, verdict, by, at, note, amend FROM judgements WHERE target = ? ORDER BY number", (target,)
    )
    return tuple(map(judgement_in, rows))


def verdicts(record: Record) -> dict[str, Judgement]:
    """The last word that a person said of each thing judged, by its id."""
    rows = record.connection.execute("SELECT target, verdict, by, at, note, amend FROM judgements ORDER BY number")
    return {r[0]: judgement_in(r) for r in rows}


def findings(
    record: Record,
    *,
    kind: str | None = None,
    who: str | None = None,
    matter: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
) -> list[FindingRow]:
    """Findings, newest first; `who` is a name or part of one, `matter` a whole id."""
    where, values = ["1"], list[Any]()
    for clause, value in (
        ("kind = ?", kind),
        ("matter = ?", matter),
        ("day >= ?", iso(since)),
        ("day <= ?", iso(until)),
    ):
        if value:
            where.append(clause)
            values.append(value)
    if who:
        ids = [a.id for a in named(record, who)]
        marks = ", ".join("?" * len(ids))
        where.append(f"id IN (SELECT finding FROM finding_who WHERE actor IN ({marks}))")
        values += ids
    rows = record.connection.execute(
        f"SELECT id FROM findings WHERE {' AND '.join(where)} ORDER BY day DESC, id LIMIT ?",
        (*values, -1 if limit is None else limit),
    ).fetchall()
    return [_finding_row(record, row[0]) for row in rows]


def _finding_row(record: Record, finding_id: str) -> FindingRow:
    finding = _finding(record, finding_id)
    held = actors(record, finding.who)
    return FindingRow(
        finding,
        _matter(record, finding.matter),
        tuple(dict.fromkeys(held[a] for a in finding.who if a in held)),
        _evidence(record, finding.reports),
        judgements(record, finding_id),
    )


def finding(record: Record, finding_id: str) -> FindingRow:
    """One finding in full.

    Raises RecordError where the record holds none of the id.
    """
    if not record.connection.execute("SELECT 1 FROM findings WHERE id = ?", (finding_id,)).fetchone():
        raise RecordError(f"no finding {finding_id!r} in the record", hint="walkback findings lists them")
    return _finding_row(record, finding_id)


def matter_row(record: Record, matter_id: str) -> MatterRow:
    held = _matter(record, matter_id)
    found = record.connection.execute(
        "SELECT id FROM findings WHERE matter = ? ORDER BY day, id", (matter_id,)
    ).fetchall()
    people = actors(record, held.parties)
    evidence = sorted(
        _evidence(record, held.reports), key=lambda e: (e.head.published or date.min, e.head.doc_id, e.report.span)
    )
    return MatterRow(
        held,
        tuple(dict.fromkeys(people[p] for p in held.parties if p in people)),
        tuple(evidence),
        tuple(_finding(record, f[0]) for f in found),
    )


def matter(record: Record, matter_id: str) -> MatterRow:
    """One matter in full; the beginning of its id is enough where only one begins so.

    Raises RecordError where none does, or several.
    """
    rows = record.connection.execute(
        "SELECT id, label FROM matters WHERE id >= ? AND id < ? || 'g' ORDER BY id LIMIT 6", (matter_id, matter_id)
    ).fetchall()
    exact = [row for row in rows if row[0] == matter_id] or rows
    if len(exact) == 1 and matter_id:
        return matter_row(record, exact[0][0])
    if not rows or not matter_id:
        raise RecordError(f"no matter {matter_id!r} in the record", hint="walkback findings shows the ids")
    raise RecordError(
        f"{matter_id!r} begins several ids: " + "; ".join(f"{r[0]} {r[1][:40]}" for r in rows[:5]),
        hint="give more digits",
    )


def matters(record: Record, *, limit: int | None = None, with_findings: bool = False) -> list[MatterRow]:
    """Matters, those with most findings first, then those with most reports."""
    rows = record.connection.execute(
        "SELECT m.id, (SELECT count(*) FROM findings f WHERE f.matter = m.id) AS found, "
        "(SELECT count(*) FROM matter_reports r WHERE r.matter = m.id) AS told FROM matters m "
        f"{'WHERE found > 0' if with_findings else ''} ORDER BY found DESC, told DESC, m.id LIMIT ?",
        (-1 if limit is None else limit,),
    ).fetchall()
    return [matter_row(record, row[0]) for row in rows]


def due(record: Record, *, on: date, within: int | None = None) -> list[DueRow]:
    """Open deadlines, overdue first, then by day. A matter whose latest standing is done or off has none."""
    rows = record.connection.execute(
        "SELECT DISTINCT m.matter FROM matter_reports m JOIN reports r ON r.id = m.report WHERE r.due IS NOT NULL "
        "AND r.status IN ('planned', 'agreed', 'postponed', 'underway')"
    ).fetchall()
    held = (matter_row(record, matter_id) for (matter_id,) in rows)
    out = [d for row in held if (d := due_of(row.matter, row.evidence, on=on)) and (within is None or d.days <= within)]
    return sorted(out, key=lambda d: (d.days >= 0, d.due.latest or date.max, d.matter.id))


def due_of(matter: Matter, evidence: Sequence[Evidence], *, on: date) -> DueRow | None:
    """The deadline that stands in a matter, told last; None where none was set, or its latest standing is done or off."""
    known = (e for e in evidence if e.head.published is None or e.head.published <= on)
    standing = [e for e in known if e.report.status in OPEN | CLOSED]
    dated = [e for e in standing if e.report.status in OPEN and e.report.due and e.report.due.latest]
    if not dated or standing[-1].report.status in CLOSED:
        return None
    interval = dated[-1].report.due
    assert interval and interval.latest
    days = (interval.latest - on).days
    return DueRow(matter, dated[-1], interval, "overdue" if days < 0 else "ahead", days)


def document(record: Record, doc_id: str) -> Page:
    """A document with all that was read in it, as people left it: what they refused is left out.

    Raises RecordError if the record does not hold it; the hint names one of a like id.
    """
    db = record.connection
    row = db.execute(
        "SELECT doc_id, text, published, published_basis, title, outlet, url, furniture, number FROM documents WHERE doc_id = ?",
        (doc_id,),
    ).fetchone()
    if row is None:
        near = db.execute(
            "SELECT doc_id FROM documents WHERE instr(doc_id, ?) ORDER BY doc_id LIMIT 3", (doc_id,)
        ).fetchall()
        hint = "did you mean " + ", ".join(r[0] for r in near) if near else "walkback search WORDS shows document ids"
        raise RecordError(f"no document {doc_id!r} in the record", hint=hint)
    return _page(record, row)


def _page(record: Record, row: Sequence[Any]) -> Page:
    db, number, doc_id = record.connection, row[8], row[0]
    read = db.execute(
        "SELECT actor, name, kind, aliases, roles FROM page_actors WHERE document = ? ORDER BY actor", (number,)
    )
    said = db.execute(
        "SELECT id, ?, by, manner, source, cue, content, score FROM attributions WHERE document = ? ORDER BY place",
        (doc_id, number),
    )
    told = db.execute(
        f"SELECT {codec.REPORT} FROM reports r JOIN documents d ON d.number = r.document WHERE r.document = ? "
        "AND r.id NOT IN (SELECT report FROM left_out) ORDER BY r.start, r.id",
        (number,),
    )
    times = db.execute(f"SELECT ?, {codec.TIMEX} FROM timexes WHERE document = ? ORDER BY start", (doc_id, number))
    cut = db.execute('SELECT start, "end" FROM sentences WHERE document = ? ORDER BY start', (number,))
    return Page(
        codec.document_in(tuple(row[:8])),
        tuple(Span(*s) for s in cut),
        {a.id: a for a in map(codec.actor_in, read)},
        tuple(codec.attribution_in(a) for a in said),
        tuple(codec.report_in(r) for r in told),
        tuple(codec.timex_in(t) for t in times),
    )


def holds(record: Record, doc_id: str) -> bool:
    """Whether the record has a document of an id."""
    return bool(record.connection.execute("SELECT 1 FROM documents WHERE doc_id = ?", (doc_id,)).fetchone())


def pages(record: Record) -> Iterator[Page]:
    """Every document with all that was read in it, in order of publication."""
    rows = record.connection.execute(
        "SELECT doc_id, text, published, published_basis, title, outlet, url, furniture, number FROM documents ORDER BY published, doc_id"
    )
    for row in rows:
        yield _page(record, row)


def search(record: Record, words: str, *, limit: int = 50) -> list[Hit]:
    """Sentences that hold all the words, best first; "quoted words" stand together, a trailing * finds beginnings."""
    parts = re.findall(r'"([^"]+)"|(\S+)', words)
    terms = []
    for phrase, word in parts:
        kept = re.sub(r"[^\w\s]", " ", phrase or word).strip()
        if kept:
            terms.append(f'"{kept}"' + ("*" if word.endswith("*") else ""))
    if not terms:
        return []
    rows = record.connection.execute(
        f"SELECT {HEAD}, s.start, highlight(search, 0, char(2), char(3)) FROM search JOIN sentences s ON s.number = search.rowid "
        "JOIN documents d ON d.number = s.document WHERE search MATCH ? ORDER BY rank, d.published DESC, s.number LIMIT ?",
        (" ".join(terms), limit),
    )
    return [Hit(_head(r[:6]), r[6], r[7]) for r in rows]


def problems(record: Record) -> list[Problem]:
    """Every input that could not be read."""
    return [
        Problem(*row)
        for row in record.connection.execute("SELECT source, reason, hint FROM problems ORDER BY source, reason")
    ]


def totals(record: Record) -> Totals:
    """How much the record holds; findings that a person refused do not count."""
    db = record.connection

    def count(query: str) -> int:
        return int(db.execute(f"SELECT count(*) FROM {query}").fetchone()[0])

    first, last = db.execute("SELECT min(published), max(published) FROM documents").fetchone()
    return Totals(
        count("documents"), count("documents WHERE copy_of IS NOT NULL"), count("attributions"), count("reports"), count("matters"),
        count("actors WHERE same_as IS NULL AND kind != 'anonymous'"),
        dict(db.execute(f"SELECT kind, count(*) FROM findings {COUNTING} GROUP BY kind ORDER BY kind").fetchall()), count("problems"),
        codec.day(first), codec.day(last),
    )  # fmt: skip


def of_matter(record: Record) -> dict[str, str]:
    """Report id -> matter id."""
    return dict(record.connection.execute("SELECT report, matter FROM matter_reports"))
