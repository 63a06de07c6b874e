"""A judgement changes what is built on its target at once, and only that; taken back, nothing is left of it but the row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.homes import Here
from tests.record.judged import Desk, fill
from walkback import judging
from walkback.core.errors import InputError
from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Amendment, Judgement
from walkback.record import queries, review, track
from walkback.record.bonds import bonds_of
from walkback.record.store import Record
from walkback.views.out.files import FORMS, export


@pytest.fixture
def desk(here: Here) -> Iterator[Desk]:
    fill(here / "r.db")
    with Record.open(here / "r.db") as record:
        yield Desk(record)


VISIT, BILL, SUMMIT = frozenset("abc"), frozenset("de"), frozenset("f")


def test_the_record_before_any_judgement(desk: Desk) -> None:
    assert desk.matters() == {VISIT, BILL, SUMMIT}
    assert [kind for kind, _ in desk.findings()] == ["delay", "kept", "reversal"]
    assert desk.same()


def test_a_refused_report_is_left_out_and_comes_back(desk: Desk) -> None:
    before, matter = list(desk.record.dump()), desk.matter("a")
    desk.judge(desk.report("c"), "refused", note="of another visit")
    assert desk.matters() == {frozenset("ab"), BILL, SUMMIT}
    assert [kind for kind, _ in desk.findings()] == ["delay", "kept"]
    assert review.left_out(desk.record, matter) == [desk.report("c")] and desk.same()
    desk.undo()
    assert {line for line in before} <= set(desk.record.dump()) and desk.same()


def test_a_matter_keeps_its_address_when_its_first_report_is_refused(desk: Desk) -> None:
    matter = desk.matter("a")
    desk.judge(desk.report("a"), "refused")
    assert desk.matter("b") == matter and desk.same()


def test_an_amended_report_stands_as_amended(desk: Desk) -> None:
    desk.judge(desk.report("c"), "amended", status="postponed")
    assert [kind for kind, _ in desk.findings()] == ["delay", "kept"] or "reversal" not in dict(desk.findings())
    assert desk.same()
    due = Interval(date(2031, 5, 30), date(2031, 5, 30), basis="stated", rule="judged")
    desk.judge(desk.report("c"), "amended", due=due)
    (row,) = [e for e in queries.matter(desk.record, desk.matter("c")).evidence if e.head.doc_id == "c"]
    assert (row.report.status, row.report.due) == ("postponed", due) and desk.same()
    desk.undo()
    assert desk.undo() is not None
    assert "reversal" in dict(desk.findings()) and desk.same()


def test_who_said_it_can_be_amended(desk: Desk) -> None:
    desk.judge(desk.report("e"), "amended", by=OUTLET)
    assert {e.head.doc_id: e.by for e in queries.matter(desk.record, desk.matter("e")).evidence}["e"] == "the article"
    desk.judge(desk.report("e"), "amended", parties=("oren-vash",))
    assert "oren-vash" in queries.matter(desk.record, desk.matter("e")).matter.parties and desk.same()


def test_an_undated_report_has_no_deadline(desk: Desk) -> None:
    assert [d.evidence.head.doc_id for d in queries.due(desk.record, on=date(2031, 6, 10))] == ["f"]
    desk.judge(desk.report("f"), "amended", undated=True)
    assert queries.due(desk.record, on=date(2031, 6, 10)) == [] and desk.same()


def test_matters_are_split_and_merged(desk: Desk) -> None:
    before = desk.findings()
    desk.judge(desk.matter("a"), "amended", split=(desk.report("b"),))
    assert desk.matters() == {frozenset("ac"), frozenset("b"), BILL, SUMMIT} and desk.same()
    desk.judge(desk.matter("b"), "amended", merge=(desk.matter("f"),))
    assert desk.matters() == {frozenset("ac"), frozenset("bf"), BILL} and desk.same()
    desk.undo()
    desk.undo()
    assert desk.findings() == before and desk.same()


def test_a_later_merge_undoes_a_split(desk: Desk) -> None:
    desk.judge(desk.matter("a"), "amended", split=(desk.report("b"),))
    desk.judge(desk.matter("a"), "amended", merge=(desk.matter("b"),))
    assert desk.matters() == {VISIT, BILL, SUMMIT} and desk.same()


def test_a_matter_is_called_otherwise_or_refused(desk: Desk) -> None:
    desk.judge(desk.matter("d"), "amended", label="The ports bill")
    assert queries.matter(desk.record, desk.matter("d")).matter.label == "The ports bill" and desk.same()
    desk.judge(desk.matter("f"), "refused")
    assert desk.matters() == {VISIT, BILL} and desk.same()
    assert [s.note for s in review.unplaced(desk.record)] == ["its reports are left out"]
    desk.undo()
    assert desk.matters() == {VISIT, BILL, SUMMIT} and not review.unplaced(desk.record) and desk.same()


def test_actors_are_merged_and_split(desk: Desk) -> None:
    desk.judge("ilse-tarn", "amended", merge=("oren-vash",))
    assert [a.id for a in queries.named(desk.record, "Oren Vash")] == ["ilse-tarn"] and desk.same()
    (actor,) = queries.named(desk.record, "Oren Vash")
    assert [b.name for b in bonds_of(desk.record, actor) if b.how == "judged"] == ["Oren Vash"]
    desk.judge("ilse-tarn", "amended", split=("oren-vash",))
    assert [a.id for a in queries.named(desk.record, "Oren Vash")] == ["oren-vash"] and desk.same()
    desk.undo()
    assert [a.id for a in queries.named(desk.record, "Oren Vash")] == ["ilse-tarn"] and desk.same()


def test_attributions_are_refused_and_given_to_others(desk: Desk) -> None:
    (said,) = queries.document(desk.record, "b").attributions
    desk.judge(said.id, "amended", by="rudo-pell")
    assert [a.by for a in queries.document(desk.record, "b").attributions] == ["rudo-pell"] and desk.same()
    desk.judge(said.id, "refused")
    assert queries.document(desk.record, "b").attributions == () and desk.same()
    desk.undo()
    desk.undo()
    assert queries.document(desk.record, "b").attributions == (said,) and desk.same()


def test_a_refused_finding_counts_no_more(desk: Desk) -> None:
    (kept,) = queries.findings(desk.record, kind="kept")
    assert track.who(desk.record, "Rudo Pell")[0].counts == {"kept": 1}
    assert queries.totals(desk.record).findings["kept"] == 1
    desk.judge(kept.finding.id, "refused")
    assert track.who(desk.record, "Rudo Pell")[0].counts == {"open": 1}
    assert "kept" not in queries.totals(desk.record).findings and desk.same()
    desk.judge(kept.finding.id, "confirmed", who="Ada Quill")
    assert track.who(desk.record, "Rudo Pell")[0].counts == {"kept": 1}


def test_the_last_word_in_force_counts(desk: Desk) -> None:
    desk.judge(desk.report("c"), "refused")
    desk.judge(desk.report("c"), "confirmed", who="Ada Quill")
    assert desk.matters() == {VISIT, BILL, SUMMIT}
    assert desk.undo(who="Nobody") is None  # nobody takes back what another signed
    desk.undo(who="Ada Quill")
    assert desk.matters() == {frozenset("ab"), BILL, SUMMIT}
    assert desk.undo(who="Ada Quill") is None


def test_the_same_judgement_twice_is_one(desk: Desk) -> None:
    said = desk.judge(desk.report("c"), "refused")
    judging.judge(desk.record, said)
    assert len(review.history(desk.record)) == 1


def test_judgements_are_never_overwritten(desk: Desk) -> None:
    desk.judge(desk.report("c"), "refused")
    desk.undo()
    for statement in ("DELETE FROM signed", "UPDATE signed SET by = 'x'", "DELETE FROM withdrawals"):
        with pytest.raises(Exception, match="only ever added"), desk.record.writing() as db:
            db.execute(statement)
    (kept,) = review.history(desk.record)
    assert kept.withdrawn is not None and kept.quotes == ("Ilse Tarn said the visit to Kadria was off.",)


@pytest.mark.parametrize(
    "change",
    [
        {"target": "none"}, {"by": " "}, {"verdict": "maybe"}, {"verdict": "amended"},
        {"amend": Amendment(status="done")}, {"verdict": "amended", "amend": Amendment(label="x")},
        {"verdict": "amended", "amend": Amendment(by="nobody")},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_one_line(desk: Desk, change: dict[str, object]) -> None:
    said = Judgement(desk.report("c"), "confirmed", desk.by, desk.now())
    with pytest.raises(InputError) as error:
        judging.judge(desk.record, replace(said, **change))  # type: ignore[arg-type]
    assert error.value.hint and "\n" not in str(error.value) and not review.history(desk.record)


def test_a_finding_or_a_whole_matter_cannot_be_amended_away(desk: Desk) -> None:
    with pytest.raises(InputError, match="follows from its reports"):
        desk.judge(queries.findings(desk.record)[0].finding.id, "amended", status="done")
    with pytest.raises(InputError, match="only some"):
        desk.judge(desk.matter("f"), "amended", split=(desk.report("f"),))
    with pytest.raises(InputError, match="itself"):
        desk.judge(desk.matter("f"), "amended", merge=(desk.matter("f"),))


def test_what_was_refused_is_in_no_export_of_what_was_read(desk: Desk, tmp_path: Path) -> None:
    desk.judge(desk.report("c"), "refused")
    desk.judge(desk.report("a"), "amended", status="floated")
    assert queries.document(desk.record, "c").reports == ()
    for form in FORMS.keys() - {"parquet", "training", "judgements"}:
        for path in export(desk.record, tmp_path / form, form=form):
            assert path.exists()
    cases = [json.loads(line) for line in (tmp_path / "exchange" / "record.jsonl").read_text().splitlines()]
    assert {c["doc_id"]: [r["status"] for r in c["reports"]] for c in cases if c["doc_id"] in "ac"} == {
        "a": ["floated"],
        "c": [],
    }
    rows = [json.loads(line) for line in (tmp_path / "jsonl" / "reports.jsonl").read_text().splitlines()]
    assert {r["doc_id"]: (r["refused"], r["read_status"]) for r in rows if r["doc_id"] in "abc"} == {
        "a": (False, "planned"), "b": (False, None), "c": (True, None),
    }  # fmt: skip
