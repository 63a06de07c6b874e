from __future__ import annotations

from datetime import date

from tests.test_threads import report
from walkback import candidates, threads
from walkback.candidates import Held, nearest
from walkback.core.strands import Place


def test_keys_follow_from_words_alone() -> None:
    one, other = (threads.item(report(d, 0, "north", date(2031, 1, 3)), {}) for d in "ab")
    assert candidates.keys([one]) == candidates.keys([other])
    assert not candidates.keys([one]) & candidates.keys([threads.item(report("a", 0, "south", date(2031, 1, 3)), {})])


def test_those_that_share_most_come_first_then_the_latest() -> None:
    held = Held([(Place(n, "d", 0), f"s{n}", {1, 2} if n == 3 else {1}) for n in range(9)])
    assert [c.id for c in nearest(held, {1, 2}, Place(7, "d", 0))] == ["s3", "s6", "s5", "s4", "s2", "s1", "s0"]


def test_never_more_than_a_few_however_many_there_are() -> None:
    held = Held([(Place(n, "d", 0), f"s{n}", {1}) for n in range(5000)])
    found = nearest(held, {1}, Place(4000, "d", 0))
    assert [c.id for c in found] == [f"s{n}" for n in range(3999, 3999 - candidates.KEPT, -1)]


def test_nothing_later_is_a_candidate() -> None:
    held = Held(
        [(Place(5, "b", 10), "later", {1}), (Place(5, "b", 0), "earlier", {1}), (Place(5, "a", 90), "first", {1})]
    )
    assert [c.id for c in nearest(held, {1}, Place(5, "b", 10))] == ["earlier", "first"]
    assert nearest(held, {1}, Place(0, "", 0)) == []


def test_how_common_is_what_two_share() -> None:
    held = Held([(Place(1000 + n, "d", 0), f"s{n}", {1, 2} if n % 20 == 19 else {1}) for n in range(400)])
    by_id = {c.id: c for c in nearest(held, {1, 2}, Place(1400, "d", 0))}
    assert (by_id["s399"].shared, by_id["s399"].rate) == (2, 20 / 400)  # both keys; the rarer one counts
    assert (by_id["s398"].shared, by_id["s398"].rate) == (1, 1.0)  # more than are looked at, one a day
