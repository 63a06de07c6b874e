from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.homes import Here
from tests.record.conftest import DOCUMENTS, STEPS
from walkback import archive
from walkback.core.errors import RecordError
from walkback.core.ledger import Judgement
from walkback.record import queries
from walkback.record.export import cases
from walkback.record.rows import Problem
from walkback.record.schema import migrations
from walkback.record.store import Record


def test_the_same_again_changes_nothing(record: Record) -> None:
    before = list(record.dump())
    added = archive.add(record, DOCUMENTS, STEPS)
    assert (added.read, added.known) == (0, len(DOCUMENTS))
    assert list(record.dump()) == before


def test_order_of_arrival_plays_no_part(record: Record, here: Here) -> None:
    with Record.open(here / "other.db", create=True) as other:
        archive.add(other, DOCUMENTS[::-1], STEPS)
        assert [f.finding for f in queries.findings(other)] == [f.finding for f in queries.findings(record)]


def test_a_page_comes_back_as_it_was(record: Record) -> None:
    page = STEPS.read(DOCUMENTS[0])
    held = queries.document(record, "a")
    assert held.document == page.document
    assert held.sentences == page.sentences
    assert dict(held.actors) == dict(page.actors)
    # vectors are kept in half precision
    assert [replace(r, vector=()) for r in held.reports] == [replace(r, vector=()) for r in page.reports]
    assert held.reports[0].vector == pytest.approx(page.reports[0].vector, abs=1e-3)
    assert held.attributions == page.attributions
    assert held.timexes == page.timexes


def test_another_text_under_a_taken_id_is_kept_beside_it(record: Record) -> None:
    changed = replace(DOCUMENTS[4], text="Something happened in Senn.")
    admitted = record.admit(changed)
    assert admitted is not None and admitted.doc_id.startswith("e@")
    assert record.admit(DOCUMENTS[4]) is None


def test_a_copy_is_one_witness(record: Record) -> None:
    assert queries.totals(record).copies == 1
    (found,) = [f for f in queries.findings(record) if f.finding.kind == "reversal"]
    assert {e.head.doc_id for e in found.evidence} == {"a", "c"}


def test_problems_are_kept_once(record: Record) -> None:
    for _ in range(2):
        record.note_problem(Problem("x.txt", "empty", "give text"))
    assert len(queries.problems(record)) == 1


def test_a_failing_article_does_not_end_the_run(here: Here) -> None:
    def read(document: object) -> object:
        if getattr(document, "doc_id", "") == "b":
            raise ValueError("no good")
        return STEPS.read(document)  # type: ignore[arg-type]

    with Record.open(here / "r.db", create=True) as held:
        added = archive.add(held, DOCUMENTS, replace(STEPS, read=read))  # type: ignore[arg-type]
        assert (added.read, added.problems) == (4, 1)
        (problem,) = queries.problems(held)
        assert "no good" in problem.reason and problem.source == "b"


def test_an_interrupted_run_is_finished_by_the_next(here: Here, record: Record) -> None:
    def read(document: object) -> object:
        if getattr(document, "doc_id", "") == "c":
            raise KeyboardInterrupt
        return STEPS.read(document)  # type: ignore[arg-type]

    with Record.open(here / "i.db", create=True) as held:
        with pytest.raises(KeyboardInterrupt):
            archive.add(held, DOCUMENTS, replace(STEPS, read=read))  # type: ignore[arg-type]
        assert held.stale()
        archive.add(held, DOCUMENTS, STEPS)
        assert list(held.dump()) == list(record.dump())


def test_judgements_are_only_added(record: Record) -> None:
    target = queries.findings(record)[0].finding.id
    for verdict in ("confirmed", "refused"):
        record.judge(Judgement(target, verdict, "R. Editor", datetime(2031, 6, 1, tzinfo=UTC)))  # type: ignore[arg-type]
    assert [j.verdict for j in queries.findings(record)[0].judgements] == ["confirmed", "refused"]


@pytest.mark.parametrize("kind", ["missing", "folder", "text", "other", "newer"])
def test_what_is_no_record_is_refused_in_one_line(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "r.db"
    if kind == "folder":
        path.mkdir()
    elif kind == "text":
        path.write_text("not a database, only words " * 100)
    elif kind == "other":
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE t (x)")
        db.close()
    elif kind == "newer":
        Record.open(path, create=True).close()
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA user_version = 99")
        db.close()
    with pytest.raises(RecordError) as error:
        Record.open(path)
    assert error.value.hint and "\n" not in str(error.value)


def test_migrations_have_different_numbers() -> None:
    numbers = [n for n, _ in migrations()]
    assert numbers == sorted(set(numbers)) and numbers[0] == 1


def test_findings_are_derived_again(record: Record) -> None:
    assert archive.verify(record, STEPS) == archive.Verified(len(record.findings()), (), (), ())
    (first, *_) = record.findings()
    with record.writing() as db:
        db.execute("UPDATE findings SET note = 'altered' WHERE id = ?", (first.id,))
    assert archive.verify(record, STEPS).changed == (first.id,)
    with record.writing() as db:
        for table in ("finding_who", "finding_reports"):
            db.execute(f"DELETE FROM {table} WHERE finding = ?", (first.id,))
        db.execute("DELETE FROM findings WHERE id = ?", (first.id,))
    found = archive.verify(record, STEPS)
    assert found.new == (first.id,) and not found.same


def test_cases_say_what_people_have_judged(record: Record) -> None:
    (first, *rest) = record.findings()
    record.judge(Judgement(first.id, "refused", "Rin Sorel", datetime(2031, 5, 10, tzinfo=UTC)))
    told = {f["id"]: (f["reviewed"], f["verdict"]) for case in cases(record) for f in case["findings"]}
    assert told == {first.id: (True, "refused"), **{f.id: (False, None) for f in rest}}
