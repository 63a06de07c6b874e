"""Strands named by a day and a document: "3b" is the strand of day 3, document b; "3b2" its second."""

from __future__ import annotations

import random

import pytest

from walkback.chains import chains
from walkback.core.strands import Link, Place


def place(name: str) -> Place:
    return Place(int(name[0]), name[1], int(name[2:] or 0))


def linked(names: str, links: dict[str, tuple[str, float]]) -> set[frozenset[str]]:
    strands = [(place(n), n) for n in names.split()]
    random.Random(0).shuffle(strands)
    return {frozenset(m) for m in chains(strands, {k: Link(*v) for k, v in links.items()})}


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
