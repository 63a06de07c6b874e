"""The table of places: well formed, complete, and no word that means two places unless listed here."""

from __future__ import annotations

from collections import defaultdict
from importlib import resources

import pytest

LINES = resources.files("walkback.data").joinpath("places.tsv").read_text(encoding="utf-8").splitlines()
HEADER, *ROWS = [line.split("\t") for line in LINES]

# One adjective for two states: Dominica and the Dominican Republic, the two Congos.
SHARED_DEMONYMS = {"Dominican", "Congolese"}


def cell(row: list[str], column: str) -> list[str]:
    """The words of one cell."""
    return [word for word in row[HEADER.index(column)].split("|") if word]


def owners(*columns: str) -> dict[str, set[str]]:
    """Word in lower case -> names of the places it stands for."""
    out: dict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        for column in columns:
            for word in cell(row, column):
                out[word.lower()].add(row[0])
    return out


def shared(*columns: str) -> dict[str, set[str]]:
    return {word: names for word, names in owners(*columns).items() if len(names) > 1}


def test_header() -> None:
    assert HEADER == ["name", "capital", "demonyms", "aliases", "metonyms"]


def test_about_two_hundred_places() -> None:
    names = [row[0] for row in ROWS]
    assert 200 <= len(names) <= 260
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_row_is_whole(row: list[str]) -> None:
    assert len(row) == len(HEADER)
    assert all(row[HEADER.index(column)] for column in ("name", "capital", "demonyms"))
    assert all(word == word.strip() and word for value in row if value for word in value.split("|"))
    assert "|" not in row[0] + row[1]
    own = [word for column in ("name", "aliases", "metonyms") for word in cell(row, column)]
    assert len(set(own)) == len(own)


def test_no_alias_of_two_places() -> None:
    assert not shared("name", "capital", "aliases", "metonyms")


def test_no_demonym_of_two_places() -> None:
    assert set(shared("demonyms")) == {word.lower() for word in SHARED_DEMONYMS}


def test_no_demonym_is_the_name_of_another_place() -> None:
    every = shared("name", "capital", "demonyms", "aliases", "metonyms")
    assert set(every) == {word.lower() for word in SHARED_DEMONYMS}


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Kremlin", "Russia"),
        ("Downing Street", "United Kingdom"),
        ("U.S.", "United States"),
        ("Holland", "Netherlands"),
        ("Élysée", "France"),
        ("Elysee", "France"),
        ("Blue House", "South Korea"),
        ("Georgian", "Georgia"),
        ("Guinean", "Guinea"),
        ("Bissau-Guinean", "Guinea-Bissau"),
        ("North Korean", "North Korea"),
        ("Niger", "Niger"),
        ("Nigerian", "Nigeria"),
        ("Congo", "Democratic Republic of the Congo"),
        ("Congo-Brazzaville", "Congo Republic"),
    ],
)
def test_word_of_the_news(word: str, name: str) -> None:
    assert owners("name", "capital", "demonyms", "aliases", "metonyms")[word.lower()] == {name}
