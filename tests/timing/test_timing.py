from __future__ import annotations

import time
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback import timing
from walkback.core.text import Span
from walkback.timing.direction import _AHEAD, _BEHIND, _SAYING
from walkback.timing.grammar import RULES

CORPUS = tomllib.loads((Path(__file__).parent / "corpus.toml").read_text(encoding="utf-8"))


def lines(kind: str) -> list[Any]:
    return [
        pytest.param(held, words, id=f"{held.get('on', 'undated')} {held.get('direction', '')} {words}")
        for held in CORPUS[kind]
        for words in held["say"]
    ]


def resolved(words: str, on: date | None, direction: timing.Direction) -> list[Any]:
    text = f"It would be {words}, they said."
    return [found for p in timing.find(text) if (found := timing.resolve(p, anchor=on, direction=direction))]


@pytest.mark.parametrize(("held", "words"), lines("meaning"))
def test_meaning(held: dict[str, Any], words: str) -> None:
    (found,) = resolved(words, held.get("on"), held.get("direction", "unknown"))
    assert (found.earliest, found.latest) == (held.get("from"), held.get("to"))
    if held.get("vague"):
        assert found.vague and found.basis == "assumed"
    assert found.rule and found.phrase


@pytest.mark.parametrize(("held", "words"), lines("nothing"))
@pytest.mark.parametrize("on", [None, date(2031, 5, 7)])
def test_nothing(held: dict[str, Any], words: str, on: date | None) -> None:
    assert resolved(words, on, "unknown") == []


@pytest.mark.parametrize(("held", "words"), lines("open"))
def test_needs_a_day(held: dict[str, Any], words: str) -> None:
    assert resolved(words, None, "unknown") == []
    assert resolved(words, date(2031, 5, 7), "unknown")


@pytest.mark.parametrize(
    ("text", "words", "direction"),
    [
        ("She said on Tuesday that it was over.", "Tuesday", "past"),
        ("The two will meet on Tuesday.", "Tuesday", "future"),
        ("The vote was postponed until Monday.", "Monday", "future"),
        ("Talks are set to resume Monday.", "Monday", "future"),
        ("They met on Tuesday in Senn.", "Tuesday", "past"),
        ("On Tuesday, the harbour opened.", "Tuesday", "past"),
        ("On Tuesday, the harbour will open.", "Tuesday", "future"),
        ("The deadline is Friday.", "Friday", "future"),
        ("It had been due to sail on Friday.", "Friday", "future"),
        ("It must be signed by Friday.", "Friday", "future"),
    ],
)
def test_direction(text: str, words: str, direction: str) -> None:
    (phrase,) = [p for p in timing.find(text) if p.text == words]
    assert timing.direction_of(text, phrase, Span(0, len(text))) == direction


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("next week", "2031-W20"),
        ("March 4, 2031", "2031-03-04"),
        ("in two weeks", "2031-05-21"),
        ("this summer", "2031-SU"),
        ("soon", "FUTURE_REF"),
    ],
)
def test_timex_value(words: str, value: str) -> None:
    (phrase,) = timing.find(f"It would be {words}, they said.")
    assert timing.timex_value(phrase, date(2031, 5, 7), "future") == value


@given(st.text(alphabet="ab0123 ,./-’AMJF", max_size=60), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_any_text(noise: str, on: date) -> None:
    text = f"{noise} by Friday {noise} in two weeks {noise}"
    for phrase in timing.find(text):
        assert text[phrase.span.start : phrase.span.end] == phrase.text
        for direction in ("past", "future", "unknown"):
            found = timing.resolve(phrase, anchor=on, direction=direction)  # type: ignore[arg-type]
            assert found is None or not (found.earliest and found.latest) or found.earliest <= found.latest


HOSTILE = [
    "a " * 50_000,
    "the next " * 10_000,
    "1 " * 50_000,
    "March " * 20_000,
    "in the " * 15_000,
    "2031-" * 20_000,
    "’" * 100_000,
]


@pytest.mark.parametrize("name", sorted({name for name, _ in RULES}))
def test_rules_are_linear(name: str) -> None:
    patterns = [p for n, p in RULES if n == name]
    for text in HOSTILE:
        begun = time.process_time()
        for pattern in patterns:
            sum(1 for _ in pattern.finditer(text))
        assert time.process_time() - begun < 2.0


@pytest.mark.parametrize("pattern", [_AHEAD, _BEHIND, _SAYING], ids=["ahead", "behind", "saying"])
def test_cues_are_linear(pattern: Any) -> None:
    begun = time.process_time()
    for text in HOSTILE:
        sum(1 for _ in pattern.finditer(text[:160]))
    assert time.process_time() - begun < 1.0
