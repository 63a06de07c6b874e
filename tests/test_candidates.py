from __future__ import annotations

from datetime import date

from tests.test_threads import report
from walkback import candidates, pairing, threads
from walkback.candidates import Held, nearest
from walkback.core.strands import Place


def test_keys_follow_from_words_alone() -> None:
    one, other = (pairing.item(report(d, 0, "north", date(2031, 1, 3)), {}) for d in "ab")
    assert candidates.keys([one]) == candidates.keys([other])
    assert not candidates.keys([one]) & candidates.keys([pairing.item(report("a", 0, "south", date(2031, 1, 3)), {})])


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


def test_a_strand_is_counted_by_its_names_but_not_looked_for_by_them() -> None:
    made = threads.strands([report("a", 0, "north", date(2031, 1, 3), names=("orlo", "roz"))], {})[0]
    assert made.names == candidates.named(["roz", "orlo"]) and made.names < made.keys
    rates = candidates.rates(
        Held((Place(n, "d", 0), f"s{n}", made.names) for n in range(10)), made.names, Place(20, "a")
    )
    assert set(rates) == made.names and set(rates.values()) == {10 / candidates.YEAR}


def test_what_is_rarely_named_tells_more() -> None:
    days = [date(2031, 1, 3), date(2031, 1, 9)]
    old, new = (threads.strands([report(d, 0, "north", day)], {})[0] for d, day in zip("ab", days, strict=True))
    candidate = candidates.Candidate(old.id, old.place, 3, 0.1)
    often, rarely = ({name: rate for name in new.names} for rate in (5.0, 0.02))
    odds = [threads.by_chance(threads.strand_features(new, old, candidate, rates)) for rates in (often, rarely)]
    assert odds[0] < odds[1]
