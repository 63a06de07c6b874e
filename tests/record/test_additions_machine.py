"""Any run of additions, judgements on them, readings and withdrawals: the record is what follows from its reports and judgements."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.record.judged import ROWS, Desk, fill, steps
from tests.record.test_additions import MISSED, add
from walkback import archive
from walkback.core.errors import InputError
from walkback.record import queries, review
from walkback.record.rereading import documents
from walkback.record.store import Record

PLACES = {"a": "May 10", "b": "May 20", "c": "visit", "d": "in June", "e": "signed", "f": "open in July"}
PEOPLE = st.sampled_from(["Ada", "Bo"])
DOCS = st.sampled_from(sorted(PLACES))


class Adding(RuleBasedStateMachine):
    """The record beside a list of what was added where, by whom."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        fill(Path(self.folder.name) / "r.db", MISSED)
        self.record = Record.open(Path(self.folder.name) / "r.db")
        self.desk = Desk(self.record, steps=steps(MISSED))
        self.said: list[tuple[str, str, str]] = []  # by, verdict, document
        self.reads = MISSED

    def teardown(self) -> None:
        if hasattr(self, "record"):
            self.record.close()
            self.folder.cleanup()

    def read(self, doc: str) -> bool:
        """Whether the machine reads something at the place of a document."""
        return self.reads is ROWS and doc in "ce"

    def standing(self) -> set[str]:
        return {doc for _, verdict, doc in self.said if verdict == "added"}

    @rule(
        by=PEOPLE, doc=DOCS, status=st.sampled_from(["planned", "cancelled"]), to=st.sampled_from(["", "a", "d", "f"])
    )
    def miss(self, by: str, doc: str, status: str, to: str) -> None:
        row = self.record.connection.execute(
            "SELECT m.matter FROM matter_reports m JOIN reports r ON r.id = m.report JOIN documents d ON d.number = r.document "
            "WHERE d.doc_id = ? ORDER BY r.start",
            (to,),
        ).fetchone()
        merge = (row[0],) if row else ()
        if self.read(doc) or doc in self.standing():
            with pytest.raises(InputError, match="is read there"):
                add(self.desk, doc, PLACES[doc], status, who=by, merge=merge)
            return
        add(self.desk, doc, PLACES[doc], status, who=by, merge=merge)
        self.said.append((by, "added", doc))

    @rule(by=PEOPLE, doc=DOCS, verdict=st.sampled_from(["confirmed", "refused"]))
    def word(self, by: str, doc: str, verdict: str) -> None:
        found = [r.id for r in self.record.reports() if r.doc_id == doc and r.trigger == PLACES[doc]]
        if found:
            self.desk.judge(found[0], verdict, who=by)  # type: ignore[arg-type]
            self.said.append((by, verdict, doc))

    @rule(by=PEOPLE)
    def undo(self, by: str) -> None:
        mine = [n for n, s in enumerate(self.said) if s[0] == by]
        assert (self.desk.undo(who=by) is not None) == bool(mine)
        if mine:
            del self.said[mine[-1]]

    @rule(rows=st.sampled_from([ROWS, MISSED]))
    def another_model(self, rows: list[tuple[str, str, str]]) -> None:
        self.reads, self.desk.steps = rows, steps(rows)
        archive.read_again(self.record, documents(self.record, ()), self.desk.steps)

    @invariant()
    def one_report_stands_at_each_place(self) -> None:
        if not hasattr(self, "record"):
            return
        held = [r.doc_id for r in self.record.reports() if r.trigger == PLACES[r.doc_id]]
        assert sorted(held) == sorted({doc for doc in PLACES if self.read(doc)} | self.standing())
        assert len([s for s in review.history(self.record) if not s.withdrawn]) == len(self.said)
        assert all(queries.matter_row(self.record, m).evidence for m in queries.of_matter(self.record).values())

    @invariant()
    def it_follows_from_its_reports_and_judgements(self) -> None:
        if hasattr(self, "record"):
            assert self.desk.same()


Adding.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
TestAdding = Adding.TestCase
