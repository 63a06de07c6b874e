"""Every question the views put to a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from walkback.core.codec import iso
from walkback.core.errors import RecordError
from walkback.core.ledger import Judgement, Matter, Page
from walkback.core.text import Span
from walkback.record import gather
from walkback.record import rows_codec as codec
from walkback.record.gather import HEAD, head
from walkback.record.home import ALL, Terms
from walkback.record.people import named
from walkback.record.rows import (
    DueRow,
    Evidence,
    FindingRow,
    Hit,
    MatterRow,
    Problem,
    Totals,
)
from walkback.record.store import Record

OPEN = frozenset({"planned", "agreed", "postponed", "underway"})
CLOSED = frozenset({"done", "cancelled", "rejected", "denied", "failed"})
COUNTING = "WHERE id NOT IN (SELECT id FROM refused_findings)"  # findings that nobody refused


def judgements(record: Record, target: str) -> tuple[Judgement, ...]:
    """Judgements in force on a finding, report, matter, attribution or actor, in the order in which they were given."""
    return gather.judgements(record, [target]).get(target, ())


def verdicts(record: Record) -> dict[str, Judgement]:
    """The last word that a person said of each thing judged, by its id."""
    return {target: said[-1] for target, said in gather.judgements(record).items()}


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
    where, values = ["true"], list[Any]()
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
        where.append(f"id IN (SELECT finding FROM finding_who WHERE actor IN {gather.AMONG})")
        values.append(gather.many(ids))
    rows = record.connection.execute(
        f"SELECT id FROM findings WHERE {' AND '.join(where)} ORDER BY day DESC NULLS LAST, id LIMIT ?",
        (*values, ALL if limit is None else limit),
    ).fetchall()
    return gather.finding_rows(record, [row[0] for row in rows])


def finding(record: Record, finding_id: str) -> FindingRow:
    """One finding in full.

    Raises RecordError where the record holds none of the id.
    """
    rows = gather.finding_rows(record, [finding_id])
    if not rows:
        raise RecordError(f"no finding {finding_id!r} in the record", hint="walkback findings lists them")
    return rows[0]


def matter_row(record: Record, matter_id: str) -> MatterRow:
    """One matter in full, by its whole id.

    Raises RecordError where the record holds none of the id.
    """
    rows = gather.matter_rows(record, [matter_id])
    if not rows:
        raise RecordError(f"no matter {matter_id!r} in the record", hint="walkback findings shows the ids")
    return rows[0]


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
        f"{'WHERE m.id IN (SELECT matter FROM findings)' if with_findings else ''} ORDER BY found DESC, told DESC, m.id LIMIT ?",
        (ALL if limit is None else limit,),
    ).fetchall()
    return gather.matter_rows(record, [row[0] for row in rows])


def due(record: Record, *, on: date, within: int | None = None) -> list[DueRow]:
    """Open deadlines, overdue first, then by day. A matter whose latest standing is done or off has none."""
    rows = record.connection.execute(
        "SELECT DISTINCT m.matter FROM matter_reports m JOIN reports r ON r.id = m.report WHERE r.due IS NOT NULL "
        f"AND r.status IN ({gather.quoted(OPEN)})"
    ).fetchall()
    held = gather.matter_rows(record, [row[0] for row in rows])
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
            "SELECT doc_id FROM documents WHERE instr(doc_id, ?) > 0 ORDER BY doc_id LIMIT 3", (doc_id,)
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
        "SELECT doc_id, text, published, published_basis, title, outlet, url, furniture, number FROM documents ORDER BY published NULLS FIRST, doc_id"
    )
    for row in rows:
        yield _page(record, row)


def asked(words: str, *, most: int | None = None) -> Terms:
    """Words as full text is asked for them: all of them, at most `most` terms; "quoted ones" together; a trailing * finds beginnings."""
    terms = []
    for phrase, word in re.findall(r'"([^"]+)"|(\S+)', words)[:most]:
        kept = re.sub(r"[^\w\s]", " ", phrase or word).strip()
        if kept:
            terms.append((kept, word.endswith("*")))
    return Terms(tuple(terms))


def search(record: Record, words: str, *, limit: int = 50) -> list[Hit]:
    """Sentences that hold all the words, best first; "quoted words" stand together, a trailing * finds beginnings."""
    wanted = asked(words)
    if not wanted:
        return []
    home = record.home
    (match, sought), (rank, weights) = home.matching("search", wanted), home.rank("search", wanted)
    rows = record.connection.execute(
        f"SELECT {HEAD}, s.start, {home.marking('search', 's.text')} FROM search JOIN sentences s ON s.number = search.rowid "
        f"JOIN documents d ON d.number = s.document WHERE {match} ORDER BY {rank}, d.published DESC NULLS LAST, s.number LIMIT ?",
        (*sought, *weights, limit),
    ).fetchall()
    marked = home.marked([r[7] for r in rows], wanted)
    return [Hit(head(r[:6]), r[6], text) for r, text in zip(rows, marked, strict=True)]


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
