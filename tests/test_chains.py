"""Strands named by a day and a document: "3b" is the strand of day 3, document b; "3b2" its second."""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise

import pytest

from tests.test_threads import report
from walkback.chains import Together, Turn, chains
from walkback.core.strands import Link, Place


def place(name: str) -> Place:
    return Place(int(name[0]), name[1], int(name[2:] or 0))


def linked(
    names: str, links: dict[str, tuple[str, float]], turns: dict[str, Turn] | None = None
) -> set[frozenset[str]]:
    strands = [(place(n), n) for n in names.split()]
    random.Random(0).shuffle(strands)
    return {frozenset(m) for m in chains(strands, {k: Link(*v) for k, v in links.items()}, turns)}


def test_a_strand_is_of_the_matter_it_continues() -> None:
    assert linked("1a 2b 3c 3d", {"2b": ("1a", 0.9), "3c": ("2b", 0.6)}) == {
        frozenset({"1a", "2b", "3c"}),
        frozenset({"3d"}),
    }


@pytest.mark.parametrize(("first", "second"), [(0.9, 0.6), (0.6, 0.9)])
def test_two_strands_of_one_document_stay_apart(first: float, second: float) -> None:
    found = linked("1a 2b 2b5", {"2b": ("1a", first), "2b5": ("1a", second)})
    kept, alone = ("2b", "2b5") if first > second else ("2b5", "2b")
    assert found == {frozenset({"1a", kept}), frozenset({alone})}


def test_what_continues_the_one_that_stayed_apart_goes_with_it() -> None:
    links = {"2b": ("1a", 0.9), "2b5": ("1a", 0.6), "3c": ("2b5", 0.8)}
    assert linked("1a 2b 2b5 3c", links) == {frozenset({"1a", "2b"}), frozenset({"2b5", "3c"})}


def test_a_link_to_a_strand_that_is_not_there_is_none() -> None:
    assert linked("2b", {"2b": ("1a", 0.9)}) == {frozenset({"2b"})}


def held(day: int) -> Turn:
    return Turn(held=day, over=day)


def ahead(day: int) -> Turn:
    return Turn(ahead=True, due=day)


def in_a_row(*names: str) -> dict[str, tuple[str, float]]:
    return {b: (a, 0.9) for a, b in pairwise(names)}


def test_each_briefing_is_a_matter_of_its_own() -> None:
    names = ("1a", "3b", "4c", "6d")
    turns = {"1a": ahead(102), "3b": held(102), "4c": ahead(109), "6d": held(109)}
    assert linked(" ".join(names), in_a_row(*names), turns) == {frozenset({"1a", "3b"}), frozenset({"4c", "6d"})}


def test_what_continues_the_first_telling_goes_to_the_time_it_tells_of() -> None:
    links = {"3b": ("1a", 0.9), "4c": ("1a", 0.9), "5d": ("1a", 0.9)}
    turns = {"1a": ahead(102), "3b": held(102), "4c": ahead(109), "5d": ahead(109)}
    assert linked("1a 3b 4c 5d", links, turns) == {frozenset({"1a", "3b"}), frozenset({"4c", "5d"})}


def test_put_off_is_no_second_time() -> None:
    names = ("1a", "3b", "4c")
    turns = {"1a": ahead(102), "3b": ahead(130), "4c": held(130)}
    assert linked(" ".join(names), in_a_row(*names), turns) == {frozenset(names)}


def test_told_again_is_no_second_time() -> None:
    names = ("1a", "3b", "4c", "5d")
    turns = {"1a": ahead(102), "3b": held(102), "4c": held(103), "5d": Turn()}
    assert linked(" ".join(names), in_a_row(*names), turns) == {frozenset(names)}


def test_reports_are_as_likely_of_one_matter_as_the_links_between_them() -> None:
    links = {"b": Link("a", 0.5), "c": Link("a", 0.8), "d": Link("c", 0.5)}
    together = Together({f"{name}-0": name for name in "abcdx"} | {"a-50": "a"}, links)
    told = {name: report(name, 0, "north", date(2031, 1, 3)) for name in "abcdx"}
    assert together([told["a"], report("a", 50, "north", date(2031, 1, 3))]) == 1.0, "one document"
    assert together([told["a"], told["d"]]) == pytest.approx(0.4)
    assert together([told["b"], told["d"]]) == pytest.approx(0.2), "by way of the one that both continue"
    assert together([told["a"], told["c"], told["d"]]) == pytest.approx(0.4), "from one to the next"
    assert together([told["a"], told["x"]]) == 1.0, "brought together by a person"
    assert together([]) == together([told["a"]]) == 1.0
