"""Queries for pages: the same as the plain ones, in a fixed number of statements, with facets that add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.homes import Here
from tests.views import invented
from walkback.record import browse, facts, finder, gather, lists, queries, schema
from walkback.record.browse import Wanted
from walkback.record.deadlines import Due
from walkback.record.finder import Sought
from walkback.record.home import Connection
from walkback.record.lists import Matters
from walkback.record.rows import Evidence
from walkback.record.store import Record

DAYS = [date(2031, 2, 1), date(2031, 2, 5), date(2031, 2, 9), date(2031, 2, 21), date(2031, 3, 3), date(2041, 1, 1)]


@pytest.fixture(scope="module")
def news(shelf: Here) -> Iterator[Record]:
    """The record of invented news, its facts up to date."""
    with Record.open(invented.make(shelf / "browse.db")) as record:
        facts.refresh(record)
        yield record


def bare(row: Evidence) -> Evidence:
    return replace(row, report=replace(row.report, vector=()))


def test_many_at_once_are_the_same_as_one_by_one(news: Record) -> None:
    plain = queries.findings(news)
    held = gather.finding_rows(news, [r.finding.id for r in plain])
    assert held == [replace(r, evidence=tuple(bare(e) for e in r.evidence)) for r in plain]
    rows = queries.matters(news)
    told = gather.matter_rows(news, [r.matter.id for r in rows])
    assert told == [replace(r, evidence=tuple(bare(e) for e in r.evidence)) for r in rows]
    assert gather.matter_rows(news, ["none"]) == [] == gather.finding_rows(news, ["none"])


class Counting:
    """A connection that counts what it is asked."""

    def __init__(self, held: Connection) -> None:
        self.held = held
        self.asked = 0

    def execute(self, *args: Any) -> Any:
        self.asked += 1
        return self.held.execute(*args)


def asked(record: Record, ask: Callable[[], object]) -> int:
    """How many statements a question takes."""
    held, counting = record.connection, Counting(record.connection)
    record.connection = counting
    try:
        ask()
    finally:
        record.connection = held
    return counting.asked


def test_more_rows_take_no_more_statements(news: Record) -> None:
    findings = [r.finding.id for r in queries.findings(news)]
    matters = [r.matter.id for r in queries.matters(news)]
    assert len(findings) > 2 and len(matters) > 2
    for ask in (gather.finding_rows, gather.matter_rows, lists.lines):
        ids = findings if ask is gather.finding_rows else matters
        assert asked(news, lambda ask=ask, ids=ids: ask(news, ids[:1])) == asked(news, lambda ask=ask, ids=ids: ask(news, ids))  # type: ignore[misc] # fmt: skip


@pytest.mark.parametrize("on", DAYS)
def test_deadlines_are_those_of_the_plain_query(news: Record, on: date) -> None:
    plain = queries.due(news, on=on)
    held = Due(news, on)
    for state in ("overdue", "ahead"):
        rows = held.rows(state)
        assert {(r.matter.id, r.evidence.report.id, r.days, r.state) for r in rows} == {
            (r.matter.id, r.evidence.report.id, r.days, r.state) for r in plain if r.state == state
        }
        assert held.count(state) == len(rows)
        assert [r.due.latest for r in rows] == sorted((r.due.latest for r in rows), reverse=state == "overdue")  # type: ignore[type-var]
    assert len(held.between(date.min, date.max)) == len(plain)


def test_facts_follow_what_changes(here: Here) -> None:
    with Record.open(invented.make(here / "r.db")) as record:
        assert facts.refresh(record) == len(queries.matters(record)) and facts.refresh(record) == 0
        db = record.connection
        matter, report = db.execute("SELECT matter, report FROM matter_facts WHERE report IS NOT NULL").fetchone()
        db.execute("UPDATE reports SET status = 'cancelled' WHERE id = ?", (report,))
        assert facts.refresh(record) == 1
        assert db.execute("SELECT report FROM matter_facts WHERE matter = ?", (matter,)).fetchone() == (None,)
        db.execute("UPDATE matters SET label = 'quince harvest' WHERE id = ?", (matter,))
        facts.refresh(record)
        assert [m.id for m in finder.matters(record, Sought("quince", "matters"), 1, start=0, size=9)] == [matter]
        for table in ("finding_reports", "finding_who"):
            db.execute(f"DELETE FROM {table}")
        db.execute("DELETE FROM findings")
        db.execute("DELETE FROM matter_reports WHERE matter = ?", (matter,))
        db.execute("DELETE FROM matters WHERE id = ?", (matter,))
        facts.refresh(record)
        assert not db.execute("SELECT 1 FROM matter_facts WHERE matter = ?", (matter,)).fetchone()
        assert not finder.count(record, Sought("quince", "matters"))
        assert not db.execute("SELECT 1 FROM finding_outlets").fetchone()


def test_facets_say_what_they_leave(news: Record) -> None:
    for wanted in (Wanted(), Wanted(kind="reversal"), Wanted(outlet="Strait Courier", since=date(2031, 2, 1))):
        for name, values in browse.facets(news, wanted).items():
            for value in values:
                found = browse.findings(news, replace(wanted, **{name: value.key}))
                assert found.total == value.count == len(found.rows), (name, value)
    for name, values in lists.matter_facets(news, Matters()).items():
        for value in values:
            assert lists.matters(news, replace(Matters(), **{name: value.key}))[1] == value.count  # type: ignore[arg-type]


def test_a_chosen_value_that_leaves_nothing_can_be_taken_back(news: Record) -> None:
    held = browse.facets(news, Wanted(kind="reversal", outlet="No Such Paper"))
    assert [v.label for v in held["outlet"] if v.chosen] == ["No Such Paper"]


def test_stretches_join_without_gap_or_overlap(news: Record) -> None:
    whole = [r.finding.id for r in browse.findings(news, Wanted()).rows]
    parts = [r.finding.id for n in range(len(whole)) for r in browse.findings(news, Wanted(), start=n, size=1).rows]
    assert parts == whole


@pytest.mark.parametrize("where", ["sentences", "statements"])
def test_search_finds_and_counts(news: Record, where: finder.Where) -> None:
    sought = Sought("meet*", where)
    total = finder.count(news, sought)
    find = finder.sentences if where == "sentences" else finder.statements
    hits = find(news, sought, total, start=0, size=99)
    assert len(hits) == total > 0
    assert all("\x02" in h.marked for h in hits) and any(h.matters for h in hits)
    held = finder.facets(news, sought, total)
    assert sum(v.count for v in held["year"]) == total
    for value in held["outlet"]:
        assert finder.count(news, replace(sought, outlet=value.key)) == value.count


def test_statements_are_found_by_what_was_said_alone(news: Record) -> None:
    sought = Sought("spokeswoman", "statements")  # stands in a source, never in what is said
    assert finder.count(news, Sought("spokeswoman")) > 0 == finder.count(news, sought)


@given(words=st.text(), where=st.sampled_from(["sentences", "statements", "matters"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_may_be_sought(news: Record, words: str, where: finder.Where) -> None:
    sought = Sought(words, where)
    total = finder.count(news, sought)
    if total:
        finder.facets(news, sought, total)


def test_a_step_that_comes_after_one_of_a_higher_number_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = schema.migrations()
    late = next(s for s in steps if s[0] == 2)
    monkeypatch.setattr(schema, "migrations", lambda: [s for s in steps if s is not late])
    Record.open(tmp_path / "r.db", create=True).close()
    monkeypatch.setattr(schema, "migrations", lambda: steps)
    with Record.open(tmp_path / "r.db") as record:
        assert "mod" in [row[1] for row in record.connection.execute("PRAGMA table_info(timexes)")]
