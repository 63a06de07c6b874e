from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.test_threads import REPORTS, report
from walkback import pairing, threads
from walkback.core.interval import Interval
from walkback.core.text import Span
from walkback.trees import forest, summed, trees

DAY = date(2031, 1, 3)


def test_features_are_those_with_weights() -> None:
    a, b = (pairing.item(r, {}) for r in REPORTS[:2])
    assert set(pairing.features(a, b)) == set(pairing.WEIGHTS)
    assert 0 < pairing.probability(pairing.features(a, b)) < 1


def test_a_sentence_tells_one_standing_of_a_matter_once() -> None:
    a, b, c = (pairing.item(r, {}) for r in (REPORTS[2], replace(REPORTS[2], span=Span(9, 13)), REPORTS[3]))
    assert pairing.probability(pairing.features(a, b)) < pairing.probability(pairing.features(a, c))


def test_what_is_due_on_another_day_is_another_one_of_its_kind() -> None:
    weekly = [
        report("a", 0, "briefing", DAY, due=Interval.day(date(2031, 1, 5))),
        report("b", 0, "briefing", date(2031, 1, 10), due=Interval.day(date(2031, 1, 12))),
    ]
    found = pairing.features(*(pairing.item(r, {}) for r in weekly))
    again = pairing.features(*(pairing.item(replace(r, due=weekly[0].due), {}) for r in weekly))
    assert pairing.probability(found) < pairing.probability(again)


def told(*matters: str) -> list[pairing.Item]:
    """Reports of one document, a sentence each."""
    return [
        pairing.item(report("a", 100 * n, m, DAY, sentence=Span(100 * n, 100 * n + 90)), {})
        for n, m in enumerate(matters)
    ]


def test_the_trees_were_made_for_what_they_are_asked() -> None:
    held = trees("pairing", pairing.NAMES)
    assert held.feature.min() >= 0 and held.feature.max() < len(pairing.NAMES)
    with pytest.raises(ValueError, match=r"python -m train\.pairing"):
        trees("pairing", ("another",))


def test_what_is_alike_is_likelier_one_matter() -> None:
    chance = pairing.chances(told("north", "south", "north", "east"))
    assert chance[0, 2] > 0.5 > max([p for pair, p in chance.items() if pair != (0, 2)], default=0.0)


def test_every_pair_has_what_the_trees_see() -> None:
    seen = {(p.first, p.second): dict(zip(pairing.NAMES, p.seen, strict=True)) for p in pairing.compared(told(*"nnsn"))}
    assert {(0, 1), (0, 3), (1, 3)} <= seen.keys()
    assert seen[0, 3]["between"] == 3 and seen[0, 3]["reports"] == 4
    assert seen[0, 1]["nearer_first"] == pytest.approx(0.0, abs=1e-9)
    assert seen[0, 1]["rank"] == 0


def test_reports_that_point_apart_are_not_compared() -> None:
    one, other = told("north", "north")
    away = replace(other, report=replace(other.report, vector=tuple(-v for v in other.report.vector)))
    assert not list(pairing.compared([one, away]))
    assert not pairing.chances([one])


def test_many_reports_come_apart_as_pair_by_pair() -> None:
    """Agglomeration that looks only at what changed gives the groups that looking at everything gives."""
    items = told(*(f"m{n % 7}" for n in range(60)))
    groups = threads.strands([i.report for i in items], {})
    assert sorted(len(s.items) for s in groups) == [8, 8, 8, 9, 9, 9, 9]
    assert all(len({i.report.trigger for i in s.items}) == 1 for s in groups)


def test_a_sum_goes_down_every_tree() -> None:
    held = forest(
        [[(-1, 0.5, 0, 0)], [(0, 2.0, 1, 2), (-1, -1.0, 0, 0), (1, 0.0, 3, 4), (-1, 1.0, 0, 0), (-1, 4.0, 0, 0)]]
    )
    assert summed(held, [(2.0, 0.0), (2.1, 0.0), (3.0, 0.5)]) == [-0.5, 1.5, 4.5]
    assert summed(held, [(2.1, 0.0)]) == [1.5]
    assert summed(held, []) == []
