"""Judge, and have at once what follows from it: the matters, findings and track records that are built on what was judged.

Judgements are signed, dated and only ever added; one that is taken back stays on record as taken back. Two people can judge
at once, each judgement with all that follows from it is one transaction. `walkback.record.review` asks what waits for a
judgement, who said what, how far reviewers agree.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from walkback import findings, pipeline, threads
from walkback.core.judged import Judged, standing
from walkback.core.ledger import Judgement, Report
from walkback.pipeline import People
from walkback.record import anchors, judgements, links
from walkback.record import rows_codec as codec
from walkback.record.judgements import Touched
from walkback.record.store import Record


def judge(record: Record, said: Judgement) -> None:
    """Add a judgement and bring up to date what is built on its target. The same judgement twice is kept once.

    Of a report: confirmed, it keeps the standing, due day and voice that were confirmed, whatever a later model reads;
    refused, it is left out; amended, it stands as amended. Of a finding: confirmed, it is marked so; refused, it no longer
    counts. Of a matter: refused, all its reports are left out; amended, it is merged, split or called otherwise. Of an
    attribution: refused, it is left out; amended, it has the speaker named. Of an actor: amended, it is merged or split,
    which may change any matter and takes as long as linking them all.
    Raises InputError for a target that the record does not hold, no name, no time zone, an amendment that does not fit.
    """
    with record.writing() as db:
        judgements.fill_anchors(db)
        settle(record, judgements.append(db, said))


def undo(record: Record, by: str, at: datetime, *, target: str | None = None) -> Judgement | None:
    """Take back the last judgement in force that `by` gave, of one target or at all; what it was, None if there is none.

    A row that says so is added, and what is built on the target is as if it had not been judged; undo again takes back the
    one before. Nobody can take back what another one signed.
    """
    with record.writing() as db:
        judgements.fill_anchors(db)
        found = judgements.withdraw(db, by, at, target=target)
        if found is None:
            return None
        said, changed = found
        settle(record, changed)
        return said


def settle(record: Record, changed: Touched) -> None:
    """Make anew what judgements have touched, in one transaction."""
    with record.writing() as db:
        if changed.attributions:
            judgements.stand_attributions(db, changed.attributions)
        if changed.people:
            _all(record)
        elif changed.reports:
            _some(db, changed.reports)
        if changed != Touched():
            judgements.place(db, ("finding", "matter"), lost=True)


def _all(record: Record) -> None:
    """Make all matters anew: who is who has changed."""
    db = record.connection
    copies = dict(db.execute("SELECT doc_id, copy_of FROM documents WHERE copy_of IS NOT NULL").fetchall())
    held = judgements.judged(db)
    judgements.stand(db, held)
    record.replace(pipeline.follow(record.reports(), record.page_actors(), copies=copies, judged=held), copies)


def _some(db: sqlite3.Connection, reports: Iterable[str]) -> None:
    """Make anew the matters of some reports and of all that people brought together with them or took apart from them."""
    held = judgements.judged(db)
    groups = _threads(db, reports, held)
    told = [report for group in groups for report in group]
    ids = [report.id for report in told]
    judgements.stand(db, held, ids)
    db.executemany("DELETE FROM left_out WHERE report = ?", [(name,) for name in ids])
    known = people(db)
    copies = {r.doc_id for r in told if _copy(db, r.doc_id)}
    new: dict[str, links.Told] = {}
    for group in held.groups(groups):
        matter, found = pipeline.matter_of(group, known, copies, held)
        if matter:
            new[matter.id] = matter, found
        out = [(r.id, threads.matter_id(group)) for r in group if r.id in held.refused]
        db.executemany("INSERT INTO left_out VALUES (?, ?)", out)
    links.rewrite(db, links.matters_of(db, ids), new)


def _threads(db: sqlite3.Connection, reports: Iterable[str], held: Judged) -> list[list[Report]]:
    """Reports as they were read, by the thread the machine put them in: all threads that hang together with some reports."""
    groups: dict[str, list[Report]] = defaultdict(list)
    waiting, seen = set(reports), set[str]()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        row = db.execute("SELECT thread FROM threaded WHERE report = ?", (name,)).fetchone()
        if row is None or row[0] in groups:
            continue
        own = db.execute("SELECT report FROM threaded WHERE thread = ? ORDER BY report", row).fetchall()
        groups[row[0]] = [_read(db, one) for (one,) in own]
        ids = {one for (one,) in own}
        seen |= ids
        waiting |= {other for joint in held.reach(ids) for other in joint} - seen
    return [groups[name] for name in sorted(groups)]


def _read(db: sqlite3.Connection, name: str) -> Report:
    """A report as it was read."""
    row = db.execute(
        f"SELECT {codec.REPORT} FROM reports r JOIN documents d ON d.number = r.document WHERE r.id = ?", (name,)
    ).fetchone()
    form = anchors.read_form(db, name)
    assert form is not None
    return standing(codec.report_in(row), form)


def _copy(db: sqlite3.Connection, doc_id: str) -> bool:
    return bool(db.execute("SELECT 1 FROM documents WHERE doc_id = ? AND copy_of IS NOT NULL", (doc_id,)).fetchone())


def people(db: sqlite3.Connection) -> People:
    """Who is who, as the record has it."""
    rows = db.execute("SELECT id, name, kind, aliases, roles, same_as FROM actors ORDER BY id").fetchall()
    actors = {row[0]: codec.actor_in(row[:5]) for row in rows}
    return People(actors, {row[0]: row[5] for row in rows if row[5]}, findings.sides(actors))
