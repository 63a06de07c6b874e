from __future__ import annotations

from datetime import date

import pytest

from walkback.core.errors import RecordError
from walkback.record import queries, track
from walkback.record.export import cases, cell
from walkback.record.store import Record


def test_findings_can_be_narrowed(record: Record) -> None:
    assert [f.finding.kind for f in queries.findings(record)] == ["reversal"]
    assert queries.findings(record, kind="delay") == []
    assert len(queries.findings(record, who="tarn")) == 1
    assert queries.findings(record, who="Nobody") == []
    assert queries.findings(record, since=date(2031, 5, 10)) == []
    assert len(queries.findings(record, until=date(2031, 5, 9), limit=1)) == 1


def test_a_matter_is_found_by_the_beginning_of_its_id(record: Record) -> None:
    whole = queries.findings(record)[0].matter
    row = queries.matter(record, whole.id[:10])
    assert row.matter == whole
    assert [e.head.doc_id for e in row.evidence] == ["a", "c", "d"]
    assert all(e.report.trigger in e.sentence for e in row.evidence)


@pytest.mark.parametrize("wanted", ["", "zzz", "%"])
def test_no_such_matter(record: Record, wanted: str) -> None:
    with pytest.raises(RecordError):
        queries.matter(record, wanted)


def test_who(record: Record) -> None:
    row = track.who(record, "tarn")[0]
    assert row.actor.name == "Ilse Tarn"
    assert row.counts == {"withdrawn": 1}
    assert row.documents == 2  # the copy does not count


def test_due(record: Record) -> None:
    rows = queries.due(record, on=date(2031, 6, 10))
    assert [(r.state, r.due.latest) for r in rows] == [("ahead", date(2031, 6, 30))]
    assert queries.due(record, on=date(2031, 7, 4))[0].state == "overdue"
    assert queries.due(record, on=date(2031, 5, 5), within=7)[0].due.latest == date(2031, 5, 10)  # before it was off


@pytest.mark.parametrize(
    "words", ['"', "AND OR NOT", "a*b*", "(", "tarn; drop table documents", "", "*", "^x", "NEAR(a b)", "col:x"]
)
def test_any_search_is_safe(record: Record, words: str) -> None:
    queries.search(record, words)


def test_search(record: Record) -> None:
    hits = queries.search(record, "visit kadria")
    assert {h.head.doc_id for h in hits} == {"a", "c", "d"}
    assert "\x02Kadria\x03" in hits[0].marked
    assert queries.search(record, '"ports bill"')[0].head.doc_id == "b"
    assert queries.search(record, "Kad*")


def test_no_such_document(record: Record) -> None:
    with pytest.raises(RecordError, match="no document"):
        queries.document(record, "zz")


def test_cases_carry_the_findings_that_touch_them(record: Record) -> None:
    held = list(cases(record))
    assert len(held) == 5 and any(c["findings"] for c in held)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text).startswith("'")
    assert cell(-1.5) == "-1.5"
