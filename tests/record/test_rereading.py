"""The same articles read again by another model: the record is that of reading them so at once, and judgements stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.homes import Here
from tests.record.judged import ROWS, Desk, fill, steps
from walkback import archive
from walkback.core.errors import RecordError
from walkback.core.ledger import Page
from walkback.core.text import Document
from walkback.record import queries, review
from walkback.record.rereading import documents, put_again
from walkback.record.store import Record

OTHER = [  # other standings, another trigger, less, another speaker
    ROWS[0],
    ("b", ROWS[1][1], ROWS[1][2].replace("[[visit|planned v]]", "[[visit Kadria|planned v]]").replace("]] Kadria", "]]")),
    ("c", ROWS[2][1], ROWS[2][2].replace("cancelled", "planned")),
    ("d", ROWS[3][1], ROWS[3][2].replace("<s1>Rudo Pell</s1>", "Rudo Pell").replace("<c1>said</c1> <q1>", "said ").replace("</q1>", "")),
    ("e", ROWS[4][1], ROWS[4][2].replace("[[signed|done b law]]", "signed")),
    ROWS[5],
]  # fmt: skip


@pytest.fixture
def desk(here: Here) -> Iterator[Desk]:
    fill(here / "r.db")
    with Record.open(here / "r.db") as record:
        yield Desk(record)


def again(desk: Desk, rows: list[tuple[str, str, str]]) -> archive.Added:
    desk.steps = steps(rows)
    return archive.read_again(desk.record, documents(desk.record, ()), desk.steps)


def test_read_again_is_read_at_once(desk: Desk, here: Here) -> None:
    before = list(desk.record.dump())
    assert again(desk, ROWS) == archive.Added(0, 6, 0) and list(desk.record.dump()) == before
    assert again(desk, OTHER) == archive.Added(4, 2, 0)
    fill(here / "other.db", OTHER)
    with Record.open(here / "other.db") as other:
        assert list(desk.record.dump()) == list(other.dump())
    assert queries.search(desk.record, "visit") and desk.same()
    again(desk, ROWS)
    assert list(desk.record.dump()) == before


def test_judgements_outlive_a_model(desk: Desk) -> None:
    desk.judge(desk.report("c"), "confirmed")  # the next model takes it for planned
    desk.judge(desk.report("b"), "refused")  # the next one has a longer trigger
    desk.judge(desk.report("e"), "confirmed")  # the next one does not see it
    desk.judge(desk.report("f"), "amended", status="proposed")
    (said,) = queries.document(desk.record, "a").attributions
    desk.judge(said.id, "amended", by="rudo-pell")
    before = desk.matters(), desk.findings()
    again(desk, OTHER)
    assert {frozenset("ac"), frozenset("d"), frozenset("f")} == desk.matters() and desk.same()
    assert [kind for kind, _ in desk.findings()] == ["reversal"]
    assert [s.how for s in review.history(desk.record)] == ["overlap", "overlap", "gone", "same", "same"]
    assert [a.by for a in queries.document(desk.record, "a").attributions] == ["rudo-pell"]
    again(desk, ROWS)
    assert (desk.matters(), desk.findings()) == before and not review.unplaced(desk.record) and desk.same()


def test_one_that_fails_keeps_the_reading_it_had(desk: Desk) -> None:
    def read(document: Document) -> Page:
        if document.doc_id == "c":
            raise ValueError("no good")
        return steps(OTHER).read(document)

    added = archive.read_again(desk.record, ["b", "c"], replace(desk.steps, read=read))
    assert (added.read, added.problems) == (1, 1)
    assert queries.problems(desk.record)[0].source == "c" and frozenset("abc") in desk.matters()


def test_another_text_is_no_reading(desk: Desk) -> None:
    page = queries.document(desk.record, "a")
    with pytest.raises(RecordError, match="does not hold"):
        put_again(desk.record, replace(page, document=replace(page.document, text="Nothing was said in Senn.")))
