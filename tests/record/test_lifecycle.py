"""The life of a matter: sides, standings with their days, what is open, due, overdue."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.homes import Here
from tests.record.test_track import Rows, made, say
from walkback.core.ledger import OUTLET, Judgement
from walkback.record.lifecycle import life_cycle, life_of
from walkback.record.queries import matters
from walkback.record.rows import LifeCycle
from walkback.record.store import Record

PLAN = say("Ilse Tarn", "said", "Ilse Tarn would [[meet|planned talks]] Rudo Pell in Senn on March 10")
ROWS = [
    ("a", "2031-02-03", PLAN),
    ("b", "2031-02-06", say("Rudo Pell", "said", "a [[meeting|denied talks]] with Ilse Tarn in Senn had never been agreed")),
    ("c", "2031-02-20", say("Ilse Tarn", "said", "the [[meeting|postponed talks]] with Rudo Pell in Senn was put off until April 2")),
]  # fmt: skip
DONE = ("d", "2031-04-05", "Ilse Tarn held the [[meeting|done talks]] with Rudo Pell in Senn on April 2.")


def life(path: Path, rows: Rows, on: str) -> LifeCycle:
    with made(path / "r.db", rows) as record:
        (row,) = matters(record)
        return life_of(record, row, on=date.fromisoformat(on))


def told(held: LifeCycle) -> dict[str, list[tuple[str, str]]]:
    return {s.name: [(x.status, str(x.first)) for x in s.standings] for s in held.sides}


def test_a_lane_a_side_with_the_days_of_each_standing(here: Here) -> None:
    held = life(here, [*ROWS, DONE], "2031-05-01")
    assert told(held) == {
        "Ilse Tarn": [("planned", "2031-02-03"), ("postponed", "2031-02-20")],
        "Rudo Pell": [("denied", "2031-02-06")],
        "the articles themselves": [("done", "2031-04-02")],
    }
    assert held.sides[-1].id == OUTLET
    assert held.state == "settled" and held.current and held.current.status == "done" and held.due is None


@pytest.mark.parametrize(
    ("on", "state", "current", "days"),
    [
        ("2031-02-03", "due", "planned", 35),
        ("2031-02-25", "due", "postponed", 36),
        ("2031-04-02", "due", "postponed", 0),
        ("2031-04-03", "overdue", "postponed", -1),
    ],
)
def test_open_due_and_overdue_as_of_a_day(here: Here, on: str, state: str, current: str, days: int) -> None:
    held = life(here, [ROWS[0], ROWS[2]], on)
    assert (held.state, held.current and held.current.status) == (state, current)
    assert held.due is not None and held.due.days == days


def test_a_matter_without_a_day_is_open(here: Here) -> None:
    row = ("a", "2031-02-03", say("Ilse Tarn", "said", "Ilse Tarn would [[meet|planned talks]] Rudo Pell in Senn"))
    held = life(here, [row], "2031-02-03")
    assert held.state == "open" and held.due is None and not held.differ


def test_last_words_that_differ(here: Here) -> None:
    assert life(here, ROWS, "2031-03-01").differ


def test_a_spokesman_and_his_government_are_one_side(here: Here) -> None:
    rows = [
        ("a", "2031-02-03", say("Rudo Pell, a spokesman for France,", "said", "France would [[open|planned strait agree]] the strait of Senn in May")),
        ("b", "2031-02-09", say("France", "said", "it would not [[open|cancelled strait agree]] the strait of Senn")),
    ]  # fmt: skip
    held = life(here, rows, "2031-03-01")
    (side,) = held.sides
    assert (side.name, side.voices) == ("France", ("Rudo Pell",))
    assert [s.status for s in side.standings] == ["planned", "cancelled"]


def test_copies_and_refused_reports_say_nothing(here: Here) -> None:
    long = (
        PLAN
        + " The two have not spoken since the ferry accident of last autumn, which killed four and closed the harbour."
    )
    rows = [("a", "2031-02-03", long), ("b", "2031-02-04", long), ROWS[1]]
    with made(here / "r.db", rows) as record:
        (row,) = matters(record)
        held = life_of(record, row, on=date(2031, 3, 1))
        assert len(held.sides[0].standings[0].evidence) == 1
        denial = next(e for e in row.evidence if e.report.status == "denied")
        record.judge(Judgement(denial.report.id, "refused", "J. Editor", datetime(2031, 3, 1, tzinfo=UTC)))
        assert list(told(life_cycle(record, row.matter.id[:8], on=date(2031, 3, 1)))) == ["Ilse Tarn"]


def test_told_in_the_order_in_which_it_held(here: Here) -> None:
    """An article that looks back tells the past after the present; the life is in order all the same."""
    text = (
        say("Ilse Tarn", "said", "the [[meeting|cancelled talks]] with Rudo Pell in Senn was off")
        + " <s2>Ilse Tarn</s2> <c2>said</c2> on January 5 <q2>that she would [[meet|planned talks]] Rudo Pell</q2>."
    )
    with made(here / "r.db", [("a", "2031-02-03", text)]) as record:
        (row,) = matters(record)
        held = life_of(record, row, on=date(2031, 3, 1))
    assert held.current and held.current.status == "cancelled" and held.state == "settled"


def test_an_empty_record(here: Here) -> None:
    with Record.open(here / "r.db", create=True) as record:
        assert matters(record) == []
