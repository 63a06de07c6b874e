from __future__ import annotations

import pytest

from walkback.actors import Cast, cast
from walkback.core.text import Document, Span, slug
from walkback.names import bare, places
from walkback.reading.sentences import sentences

TABLE = {"velmar": ("Velmar", False), "velmari": ("Velmar", True), "port senn": ("Velmar", False)}


def read(text: str, *sources: str) -> tuple[Cast, list[str]]:
    """The cast of a text and the names that the sources, given by their words in order, resolve to."""
    spans, at = [], 0
    for words in sources:
        start = text.index(words, at)
        spans.append(Span(start, start + len(words)))
        at = start + 1
    made = cast(Document("d", text), sentences(text), spans, table=TABLE)
    return made, [made.actors[made.sources[tuple(s)]].name for s in spans]


@pytest.mark.parametrize(
    ("text", "sources", "names"),
    [
        ("Prime Minister Ilse Tarn spoke. “No,” Ms. Tarn said.", ["Ms. Tarn"], ["Ilse Tarn"]),
        ("Ilse Tarn arrived late. She said no.", ["She"], ["Ilse Tarn"]),
        (
            "Ilse Tarn, the finance minister, arrived. The finance minister said no.",
            ["The finance minister"],
            ["Ilse Tarn"],
        ),
        ("Port Senn said it would wait.", ["Port Senn"], ["Velmar"]),
        ("The Velmari government said no.", ["The Velmari government"], ["Velmar"]),
        (
            "Two officials familiar with the talks said no.",
            ["Two officials familiar with the talks"],
            ["Two officials familiar with the talks"],
        ),
        (
            "Bo Kessi, a spokesman for the Ministry of Ports, said no.",
            ["Bo Kessi, a spokesman for the Ministry of Ports"],
            ["Bo Kessi"],
        ),
        (
            "Ilse Tarn met Rudo Pell. Mr. Pell said no, but Ms. Tarn said yes.",
            ["Mr. Pell", "Ms. Tarn"],
            ["Rudo Pell", "Ilse Tarn"],
        ),
        ("Ilse Tarn left. Ms. Tarn’s aides said no.", ["Ms. Tarn’s aides"], ["Ms. Tarn’s aides"]),
    ],
)
def test_sources(text: str, sources: list[str], names: list[str]) -> None:
    assert read(text, *sources)[1] == names


def test_unnamed_sources_never_merge() -> None:
    made, _ = read("An official said no. An official said yes.", "An official", "An official")
    assert len(set(made.sources.values())) == 2


def test_names_do_not_cross_sentences() -> None:
    made, _ = read("She met Rudo Pell. Ilse Tarn left. He saw Ilse Tarn and Rudo Pell.")
    assert {a.name for a in made.actors.values()} == {"Rudo Pell", "Ilse Tarn"}


def test_middle_initials_are_one_person() -> None:
    made, _ = read("It was Ilse B. Tarn who came. Then Ilse Tarn left.")
    assert len([a for a in made.actors.values() if a.kind == "person"]) == 1


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Mr. Pell’s", "Pell"),
        ("Prime Minister Ilse Tarn", "Ilse Tarn"),
        ("Secretary of Ports Ilse Tarn", "Ilse Tarn"),
        ("Pell", "Pell"),
    ],
)
def test_bare(surface: str, name: str) -> None:
    assert bare(surface) == name


def test_places_are_read() -> None:
    table = places()
    assert len(table) > 400
    assert all(isinstance(name, str) and name for name, _ in table.values())


def test_slug() -> None:
    assert slug("Ilse B. Tarn") == "ilse-b-tarn"
