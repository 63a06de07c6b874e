"""Judgements in another record of the same articles: another model, other ids, fewer articles; rows to learn from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.homes import Here
from tests.record.judged import ROWS, Desk, fill, steps
from train.annotate import unpacked
from walkback import judging
from walkback.core.errors import InputError
from walkback.core.ledger import OUTLET
from walkback.record import handover, queries, review
from walkback.record.store import Record
from walkback.views.out.files import export

OTHER = [  # the same articles as another model reads them: another standing, another trigger, less, other ids
    ("a", *ROWS[0][1:]),
    ("b", ROWS[1][1], ROWS[1][2].replace("[[visit|planned v]]", "[[visit Kadria|planned v]]").replace("]] Kadria", "]]")),
    ("x/c", ROWS[2][1], ROWS[2][2].replace("cancelled", "planned")),
    ("d", *ROWS[3][1:]),
    ("e", ROWS[4][1], ROWS[4][2].replace("[[signed|done b law]]", "signed")),
]  # fmt: skip


@pytest.fixture
def desk(here: Here) -> Iterator[Desk]:
    fill(here / "r.db")
    with Record.open(here / "r.db") as record:
        yield Desk(record)


@pytest.fixture
def other(here: Here) -> Iterator[Desk]:
    fill(here / "other.db", OTHER)
    with Record.open(here / "other.db") as record:
        yield Desk(record, steps=steps(OTHER))


def given(record: Record) -> list[str]:
    return [handover.packed(row) for row in handover.lines(record)]


def test_the_same_text_in_both() -> None:
    from tests.scripted import parse

    assert [parse(a[2]).text for a in ROWS[:5]] == [parse(b[2]).text for b in OTHER]


def test_a_person_s_word_holds_against_another_model(desk: Desk, other: Desk) -> None:
    desk.judge(desk.report("c"), "confirmed")
    desk.judge(desk.report("b"), "refused")
    assert judging.take_in(other.record, given(desk.record)) == (2, 0)
    (row,) = [m for m in queries.matters(other.record) if any(e.head.doc_id == "x/c" for e in m.evidence)]
    assert {e.head.doc_id: e.report.status for e in row.evidence} == {"a": "planned", "x/c": "cancelled"}
    assert [f.kind for f in row.findings] == ["reversal"] and other.same()
    assert [s.how for s in review.history(other.record)] == ["overlap", "overlap"]
    assert judging.take_in(other.record, given(desk.record)) == (0, 2) and other.same()


def test_what_is_not_read_there_is_kept_and_listed(desk: Desk, other: Desk) -> None:
    desk.judge(desk.report("e"), "confirmed")
    desk.judge(desk.report("f"), "amended", status="floated")
    desk.judge(queries.findings(desk.record, kind="kept")[0].finding.id, "refused")
    desk.judge(desk.report("c"), "refused")
    judging.take_in(other.record, given(desk.record))
    assert [s.note for s in review.unplaced(other.record)] == [
        "nothing is read at that place now", "its article is not in this record", "no kept is found on these reports now",
        "it is read as planned now, and was refused as cancelled",
    ]  # fmt: skip
    assert review.unplaced(other.record)[1].quotes == ("Ilse Tarn said the summit with Senn would open in July.",)
    assert other.same()


def test_matters_actors_and_statements_are_found_again(desk: Desk, other: Desk) -> None:
    desk.judge(desk.matter("a"), "amended", split=(desk.report("b"),))
    desk.judge(desk.matter("d"), "amended", label="The ports bill")
    desk.judge("ilse-tarn", "amended", merge=("oren-vash",))
    (said,) = queries.document(desk.record, "c").attributions
    desk.judge(said.id, "amended", by="rudo-pell")
    judging.take_in(other.record, given(desk.record))
    assert {frozenset({"a", "x/c"}), frozenset("b"), frozenset("d")} <= other.matters()
    assert queries.matter(other.record, other.matter("d")).matter.label == "The ports bill"
    assert [a.id for a in queries.named(other.record, "Oren Vash")] == ["ilse-tarn"]
    assert [a.by for a in queries.document(other.record, "x/c").attributions] == ["rudo-pell"] and other.same()


def test_what_was_taken_back_arrives_as_taken_back(desk: Desk, other: Desk) -> None:
    desk.judge(desk.report("a"), "refused")
    before = given(desk.record)
    desk.undo()
    judging.take_in(other.record, before)
    assert review.left_out(other.record, review_matter(other)) == [other.report("a")]
    judging.take_in(other.record, given(desk.record))
    assert review.left_out(other.record, review_matter(other)) == [] and other.same()


def review_matter(desk: Desk) -> str:
    return desk.matter("b")


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}', '{"id":1,"kind":"report","target":"a","verdict":"b","by":"c","at":"2031-01-01"}'])  # fmt: skip
def test_a_line_that_is_no_judgement_is_named(desk: Desk, line: str) -> None:
    with pytest.raises(InputError, match="line 2"):
        judging.take_in(desk.record, ["", line])
    assert not review.history(desk.record)


def test_training_rows_are_read_by_the_trainer(desk: Desk, tmp_path: Path) -> None:
    desk.judge(desk.report("c"), "amended", status="postponed")
    desk.judge(desk.report("e"), "amended", by=OUTLET)
    desk.judge(desk.report("f"), "refused")
    desk.judge(queries.document(desk.record, "c").attributions[0].id, "confirmed")
    whole, partly = export(desk.record, tmp_path / "out", form="training")
    rows = {row["doc_id"]: row for row in map(json.loads, whole.read_text().splitlines())}
    assert rows.keys() == {"c", "e", "f"} and not partly.read_text()
    assert rows["f"]["reports"] == []
    texts = {d.doc_id: d.text for d in (page.document for page in queries.pages(desk.record))}
    case = unpacked(rows["c"], texts["c"])
    (report,) = case["reports"]
    assert report["status"] == "postponed" and texts["c"][slice(*report["span"])] == "visit"
    assert case["actors"][report["by"]]["name"] == "Ilse Tarn"
    assert rows["e"]["reports"][0][3] == "outlet"
    (said,) = rows["c"]["attributions"]
    assert texts["c"][slice(*said["content"][0])] == "the visit to Kadria was off"


def test_judgements_are_exported(desk: Desk, tmp_path: Path) -> None:
    desk.judge(desk.report("c"), "refused", note="=of another visit")
    lines, table = export(desk.record, tmp_path / "out", form="judgements")
    assert json.loads(lines.read_text())["anchor"]["quote"] == "Ilse Tarn said the visit to Kadria was off."
    assert "Rin Sorel" in table.read_text() and "'=of another visit" in table.read_text()
