"""What the machine missed: a report that a person adds stands like one that was read, until it is taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.record.judged import ROWS, Desk, fill, steps
from walkback import archive, judging
from walkback.core.errors import InputError
from walkback.core.interval import Interval
from walkback.core.ledger import Amendment, Judgement, report_id
from walkback.core.text import Span
from walkback.record import handover, queries, review, track
from walkback.record.rereading import documents
from walkback.record.store import Record
from walkback.views.out.files import export

# the machine misses that the visit is called off, and that the ports bill was signed
MISSED = [(d, day, text.replace("[[visit|cancelled v]]", "visit").replace("[[signed|done b law]]", "signed")) for d, day, text in ROWS]  # fmt: skip
DELAY = ("delay", frozenset("ab"))
JUNE = Interval(date(2031, 6, 20), date(2031, 6, 20), basis="stated", rule="judged")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    fill(tmp_path / "r.db", MISSED)
    with Record.open(tmp_path / "r.db") as record:
        yield Desk(record, steps=steps(MISSED))


def add(desk: Desk, doc_id: str, words: str, status: Any, *, who: str = "", **more: Any) -> str:
    """Add a report at some words of an article; its id."""
    text = queries.document(desk.record, doc_id).document.text
    span = Span(text.index(words), text.index(words) + len(words))
    change = Amendment(status=status, type=more.pop("type", "meet"), doc_id=doc_id, span=span, **more)
    target = report_id(doc_id, span, status)
    judging.judge(desk.record, Judgement(target, "added", who or desk.by, desk.now(), "it says so", change))
    return target


def test_it_stands_at_once_as_if_it_had_been_read(desk: Desk) -> None:
    assert desk.findings() == [DELAY] and desk.matters() == {frozenset("ab"), frozenset("d"), frozenset("f")}
    before = desk.matter("a")
    name = add(desk, "c", "visit", "cancelled", by="ilse-tarn", parties=("ilse-tarn",), merge=(before,))
    assert frozenset("abc") in desk.matters() and ("reversal", frozenset("bc")) in desk.findings()
    assert desk.matter("c") == before and desk.same()
    (held,) = [e for e in queries.matter_row(desk.record, before).evidence if e.report.id == name]
    assert (held.report.status, held.report.by, held.report.trigger) == ("cancelled", "ilse-tarn", "visit")
    assert held.sentence == "Ilse Tarn said the visit to Kadria was off."
    (row,) = track.who(desk.record, "Ilse Tarn")
    assert row.counts["withdrawn"] == 1
    assert [r.id for r in queries.document(desk.record, "c").reports] == [name]


def test_without_a_matter_it_is_linked_by_what_it_says(desk: Desk) -> None:
    add(desk, "e", "signed", "done", type="law", by="rudo-pell", parties=("rudo-pell",))
    assert desk.same() and sum("e" in group for group in desk.matters()) == 1


def test_taken_back_it_leaves_nothing(desk: Desk) -> None:
    before = list(desk.record.dump())
    name = add(desk, "c", "visit", "cancelled", by="ilse-tarn", merge=(desk.matter("a"),))
    desk.judge(name, "amended", who="Bo", due=JUNE)
    with pytest.raises(InputError, match="nothing in the record"):
        desk.judge("0" * 16, "confirmed")
    said = desk.undo()
    assert said is not None and said.verdict == "added" and desk.same()
    assert [s.note for s in review.unplaced(desk.record)] == ["nothing is read at that place now"]
    judged = ("signed ", "withdrawals ", "placements ")
    assert [line for line in desk.record.dump() if not line.startswith(judged)] == before


def test_others_can_judge_it(desk: Desk) -> None:
    name = add(desk, "c", "visit", "cancelled", by="ilse-tarn", merge=(desk.matter("a"),))
    desk.judge(name, "confirmed", who="Bo")
    assert review.agreement(desk.record)["report"].agreed == 1
    desk.judge(name, "amended", who="Bo", status="postponed")
    assert queries.matter_row(desk.record, desk.matter("a")).evidence[-1].report.status == "postponed" and desk.same()
    desk.judge(name, "refused", who="Bo")
    assert review.left_out(desk.record, desk.matter("a")) == [name] and desk.findings() == [DELAY] and desk.same()
    desk.undo()  # what was refused is taken back by who added it
    assert review.left_out(desk.record, desk.matter("a")) == [] and desk.same()


def test_alone_it_is_a_matter_of_its_own_and_the_first_names_no_other(desk: Desk) -> None:
    fresh = add(desk, "f", "open in July", "planned", type="meet", due=JUNE)
    assert desk.same()
    desk.undo()
    address = desk.matter("b")
    early = add(desk, "a", "May 10", "floated", merge=(address,))
    assert early and fresh and desk.matter("b") == address and desk.same()  # an address never moves


def test_a_merge_moves_it_alone(desk: Desk) -> None:
    add(desk, "e", "signed", "done", type="law", by="rudo-pell", parties=("rudo-pell",), merge=(desk.matter("f"),))
    assert desk.matters() == {frozenset("ab"), frozenset("d"), frozenset("ef")} and desk.same()


def test_it_survives_a_reading_that_misses_it_and_one_that_has_it(desk: Desk) -> None:
    name = add(desk, "c", "visit", "cancelled", by="ilse-tarn", merge=(desk.matter("a"),))
    before = list(desk.record.dump())
    assert archive.read_again(desk.record, documents(desk.record, ()), desk.steps) == archive.Added(0, 6, 0)
    assert list(desk.record.dump()) == before
    other = [
        (d, day, text.replace("<s1>Ilse Tarn</s1> <c1>said</c1>", "Ilse Tarn <c1>said</c1>")) for d, day, text in MISSED
    ]
    archive.read_again(desk.record, documents(desk.record, ()), steps(other))
    assert ("reversal", frozenset("bc")) in desk.findings()
    desk.steps = steps(ROWS)
    archive.read_again(desk.record, documents(desk.record, ()), desk.steps)
    assert desk.report("c") == name and desk.same()  # the machine reads it now: one report, not two
    desk.undo()
    assert desk.report("c") == name and desk.same()
    archive.read_again(desk.record, documents(desk.record, ()), steps(MISSED))
    assert not queries.document(desk.record, "c").reports


def test_where_another_reads_otherwise_the_person_s_word_stands(desk: Desk) -> None:
    add(desk, "c", "visit", "cancelled", by="ilse-tarn", merge=(desk.matter("a"),))
    desk.steps = steps([(d, day, text.replace("|cancelled v]]", "|planned v]]")) for d, day, text in ROWS])
    archive.read_again(desk.record, documents(desk.record, ()), desk.steps)
    (held,) = queries.document(desk.record, "c").reports
    assert held.status == "cancelled" and desk.same()
    desk.undo()
    (held,) = queries.document(desk.record, "c").reports
    assert held.status == "planned" and desk.same()


def test_taken_back_where_it_is_read_by_now_it_goes_back_to_its_own_matter(desk: Desk) -> None:
    add(desk, "c", "visit", "planned", merge=(desk.matter("d"),))
    desk.steps = steps(ROWS)
    archive.read_again(desk.record, documents(desk.record, ()), desk.steps)
    assert frozenset("cde") in desk.matters() and desk.same()
    desk.undo()
    assert desk.matters() == {frozenset("abc"), frozenset("de"), frozenset("f")} and desk.same()


def test_another_record_takes_it_in(desk: Desk, tmp_path: Path) -> None:
    add(desk, "c", "visit", "cancelled", by="ilse-tarn", merge=(desk.matter("a"),))
    given = [handover.packed(row) for row in handover.lines(desk.record)]
    rows = [("x/c" if d == "c" else d, day, text) for d, day, text in MISSED]
    fill(tmp_path / "other.db", rows)
    with Record.open(tmp_path / "other.db") as record:
        other = Desk(record, steps=steps(rows))
        assert judging.take_in(record, given) == (1, 0)
        assert ("reversal", frozenset({"b", "x/c"})) in other.findings() and other.same()
        assert judging.take_in(record, given) == (0, 1) and not review.unplaced(record)
        desk.undo()
        judging.take_in(record, [handover.packed(row) for row in handover.lines(desk.record)])
        assert other.findings() == [DELAY] and other.same()
    broken = json.loads(given[0])
    broken["anchor"]["span"] = [9, 3]
    with pytest.raises(InputError, match="line 1"):
        judging.take_in(desk.record, [json.dumps(broken)])


def test_it_is_handed_on_to_train_with(desk: Desk, tmp_path: Path) -> None:
    add(desk, "c", "visit", "cancelled", by="ilse-tarn", due=JUNE)
    whole, _ = export(desk.record, tmp_path / "out", form="training")
    (row,) = map(json.loads, whole.read_text().splitlines())
    assert row["doc_id"] == "c"
    ((start, end, status, _, days, _),) = row["reports"]
    assert (end - start, status, days) == (5, "cancelled", ["2031-06-20", "2031-06-20"])


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"status": None}, "needs an article"),
        ({"type": "nonsense"}, "no standing and type"),
        ({"doc_id": "zz"}, "no article"),
        ({"span": Span(0, 200)}, "no words of one sentence"),
        ({"span": Span(3, 5)}, "no words of one sentence"),
        ({"by": "nobody-known"}, "no actor"),
        ({"merge": ("0123456789abcdef",)}, "no matter"),
        ({"label": "x"}, "cannot be added"),
    ],
)
def test_what_cannot_stand_is_refused_in_one_line(desk: Desk, change: dict[str, Any], wrong: str) -> None:
    said = {"doc_id": "c", "span": Span(0, 4), "status": "planned", "type": "meet"} | change
    target = report_id("c", said["span"], "planned")
    with pytest.raises(InputError, match=wrong):
        judging.judge(desk.record, Judgement(target, "added", "Ada", desk.now(), "", Amendment(**said)))
    assert not review.history(desk.record)


def test_a_place_that_is_read_is_amended_instead(desk: Desk) -> None:
    with pytest.raises(InputError, match="is read there"):
        add(desk, "a", "would visit", "agreed")
    name = add(desk, "c", "visit", "cancelled")
    with pytest.raises(InputError, match="is read there"):
        add(desk, "c", "the visit to", "denied", who="Bo")
    said = review.history(desk.record)[0].judgement
    judging.judge(desk.record, said)  # the same once more
    assert len(review.history(desk.record)) == 1 and desk.report("c") == name
