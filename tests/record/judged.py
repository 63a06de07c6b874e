"""A record to judge: invented articles, read without a model, and judgements with a clock that ticks by the minute."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tests.scripted import documents
from walkback import archive, judging, linking, pipeline
from walkback.copies import group_copies
from walkback.core.ledger import Amendment, Judgement, Verdict
from walkback.record.home import Location
from walkback.record.store import Record

ROWS = [
    ("a", "2031-05-01", "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[visit|planned v]] Kadria on May 10</q1>."),
    ("b", "2031-05-03", "<s1>Oren Vash</s1> <c1>said</c1> <q1>Ilse Tarn would [[visit|planned v]] Kadria on May 20</q1>."),
    ("c", "2031-05-09", "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the [[visit|cancelled v]] to Kadria was off</q1>."),
    ("d", "2031-05-12", "<s1>Rudo Pell</s1> <c1>said</c1> <q1>the ports bill would be [[signed|planned b law]] in June</q1>."),
    ("e", "2031-06-02", "<s1>Rudo Pell</s1> <c1>said</c1> <q1>the ports bill was [[signed|done b law]] on Monday</q1>."),
    ("f", "2031-06-09", "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the [[summit|planned s]] with Senn would open in July</q1>."),
]  # fmt: skip


def steps(rows: list[tuple[str, str, str]]) -> archive.Steps:
    _, reader = documents(rows)
    return archive.Steps(lambda document: pipeline.read_page(document, reader), pipeline.follow, group_copies)


def fill(path: Location, rows: list[tuple[str, str, str]] = ROWS) -> None:
    """Make a record of marked texts."""
    with Record.open(path, create=True) as record:
        archive.add(record, documents(rows)[0], steps(rows))


@dataclass
class Desk:
    """A record with somebody to judge it."""

    record: Record
    by: str = "Rin Sorel"
    clock: count[int] = field(default_factory=count)
    steps: archive.Steps = field(default_factory=lambda: steps(ROWS))

    def now(self) -> datetime:
        return datetime(2031, 7, 1, 9, tzinfo=UTC) + timedelta(minutes=next(self.clock))

    def judge(self, target: str, verdict: Verdict, *, who: str = "", note: str = "", **change: Any) -> Judgement:
        said = Judgement(target, verdict, who or self.by, self.now(), note, Amendment(**change) if change else None)
        judging.judge(self.record, said)
        return said

    def undo(self, *, who: str = "", target: str | None = None) -> Judgement | None:
        return judging.undo(self.record, who or self.by, self.now(), target=target)

    def report(self, doc_id: str, trigger: str = "") -> str:
        """The id of a report, by its article and trigger."""
        query = 'SELECT r.id FROM reports r JOIN documents d ON d.number = r.document WHERE d.doc_id = ? AND r."trigger" LIKE ?'
        (row,) = self.record.connection.execute(query, (doc_id, trigger or "%")).fetchall()
        return str(row[0])

    def matter(self, doc_id: str) -> str:
        query = "SELECT matter FROM matter_reports WHERE report = ?"
        return str(self.record.connection.execute(query, (self.report(doc_id),)).fetchone()[0])

    def matters(self) -> set[frozenset[str]]:
        """Matters as sets of the articles that tell of them."""
        rows = self.record.connection.execute(
            "SELECT m.matter, d.doc_id FROM matter_reports m JOIN reports r ON r.id = m.report JOIN documents d ON d.number = r.document"
        ).fetchall()
        return {frozenset(d for m, d in rows if m == matter) for matter in {m for m, _ in rows}}

    def findings(self) -> list[tuple[str, frozenset[str]]]:
        """Findings by kind and articles."""
        doc = {r.id: r.doc_id for r in self.record.reports()}
        return sorted((f.kind, frozenset(doc[r] for r in f.reports)) for f in self.record.findings())

    def same(self) -> bool:
        """Whether the record is what follows from its reports and judgements, by verifying and by linking all anew."""
        before = list(self.record.dump())
        if not archive.verify(self.record, self.steps).same:
            return False
        with self.record.writing() as db:
            db.execute("INSERT INTO link_pending SELECT number FROM documents WHERE true ON CONFLICT DO NOTHING")
        linking.link(self.record)
        return list(self.record.dump()) == before
