from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from tests.scripted import vector
from walkback import threads
from walkback.core.ledger import Report
from walkback.core.text import Span


def report(doc_id: str, at: int, matter: str, day: date, **changes: object) -> Report:
    """A report of a matter in a document."""
    made = Report(
        id=f"{doc_id}-{at}", doc_id=doc_id, span=Span(at, at + 4), sentence=Span(0, 200), trigger=matter, status="planned",
        type="meet", by="outlet", parties=(f"{matter}-a", f"{matter}-b"), published=day, words=(matter, f"{matter}ern", "talks"), vector=vector(matter), names=(matter,),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def groups(reports: list[Report]) -> set[frozenset[str]]:
    return {frozenset(r.id for r in group) for group in threads.threads(reports, {}).groups}


REPORTS = [
    report("a", 0, "north", date(2031, 1, 3)),
    report("a", 50, "south", date(2031, 1, 3)),
    report("b", 0, "north", date(2031, 1, 9)),
    report("b", 90, "north", date(2031, 1, 9), sentence=Span(80, 200)),
    report("c", 10, "south", date(2031, 2, 1)),
]


def test_reports_of_one_matter_come_together() -> None:
    assert groups(REPORTS) == {frozenset({"a-0", "b-0", "b-90"}), frozenset({"a-50", "c-10"})}


@pytest.mark.parametrize("seed", range(5))
def test_order_of_arrival_plays_no_part(seed: int) -> None:
    shuffled = list(REPORTS)
    random.Random(seed).shuffle(shuffled)
    assert groups(shuffled) == groups(REPORTS)


def test_a_forgotten_matter_takes_nothing_new() -> None:
    late = report("z", 0, "north", date(2033, 6, 1))
    assert frozenset({"z-0"}) in groups([*REPORTS, late])


def test_merged_actors_count_as_one() -> None:
    renamed = replace(REPORTS[2], parties=("n", "north-b"))
    found = threads.threads([REPORTS[0], renamed], {"n": "north-a"}).groups
    assert len(found) == 1


def test_a_matter_is_named_by_its_first_report() -> None:
    one = threads.matter(REPORTS[:1], {}, {})
    two = threads.matter([REPORTS[2], REPORTS[0]], {}, {})
    assert one.id == two.id
    assert two.reports == ("a-0", "b-0")
