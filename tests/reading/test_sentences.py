from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.reading.sentences import sentences

CASES = [
    ("One came. Two left.", ["One came.", "Two left."]),
    ("Mr. Oru spoke to Dr. Vell. She agreed.", ["Mr. Oru spoke to Dr. Vell.", "She agreed."]),
    (
        "The envoy of the U.N. Council left at 5 p.m. The talks went on.",
        ["The envoy of the U.N. Council left at 5 p.m.", "The talks went on."],
    ),
    ("“We will sign.” He left the room.", ["“We will sign.”", "He left the room."]),
    ("“Will you sign?” she asked. He would not.", ["“Will you sign?” she asked.", "He would not."]),
    ("J. B. Tarn won by 3.5 points. It was close.", ["J. B. Tarn won by 3.5 points.", "It was close."]),
    ("A line\nAnother line.", ["A line", "Another line."]),
    ("Wait... what happened? Nothing!", ["Wait... what happened?", "Nothing!"]),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == wanted


@given(st.text(alphabet='ab .!?\n"”AB…', max_size=80))
def test_nothing_is_lost(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("piece", [" ", "\t\n", ".", "!)", "a. ", "A. ", "U.S. ", "“", "…’"])
def test_time_grows_with_length_alone(piece: str) -> None:
    """Where it grew with the square, as many blanks or dots took a minute or more."""
    begun = time.process_time()
    sentences(piece * 100_000)
    assert time.process_time() - begun < 5.0
