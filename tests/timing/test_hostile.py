"""Time taken grows with the length of a text alone, whatever the text."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from walkback import timing
from walkback.core.text import Span
from walkback.timing.direction import REACH
from walkback.timing.rules import RULES

# Pieces that rules begin with, or nearly are; repeated, they are the worst that a pattern can be given.
PIECES = [
    *(
        "a ",
        "1 ",
        "1-",
        "1/",
        "1.",
        "2031-",
        "2031 ",
        "2031/",
        "$5 ",
        "’",
        "’s ",
        " ",
        "\n",
        "“",
        "\t1",
        "a-",
        "the ",
        "The",
        "in the ",
    ),
    *(
        "March ",
        "March 5 to ",
        "5 March and ",
        "May",
        "Sept. ",
        "Monday ",
        "Monday, ",
        "from Monday to ",
        "Mon. ",
        "first Monday in ",
    ),
    *(
        "the next ",
        "the early mid late ",
        "early-to-mid ",
        "end of the ",
        "twenty-",
        "twenty ",
        "a few ",
        "up to ",
        "the first second third ",
    ),
    *(
        "the quarter ended ",
        "year-ago ",
        "fiscal ",
        "the third quarter of ",
        "Q1 ",
        "nineteen ninety ",
        "the year ",
        "in two ",
        "within ",
    ),
    *(
        "give him and her and ",
        "has 5 ",
        "years ",
        "weeks or ",
        "days and ",
        "ago ",
        "later ",
        "soon ",
        "very ",
        "at this ",
        "every other ",
    ),
    *(
        "10 p.m. on ",
        "noon ",
        "Easter ",
        "New Year’s ",
        "Martin Luther King, Jr. ",
        "by the ",
        "no later than ",
        "not postponed put off until ",
    ),
    *("has been not also ", "ahead of the vote on ", "said on Monday ", "“Tomorrow” on Monday ", "is "),
]


def hostile(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


@pytest.mark.parametrize("name", sorted({name for name, _, _ in RULES}))
def test_rules_are_linear(name: str) -> None:
    """50,000 hostile characters cost a rule a few hundredths of a second; a quadratic rule would need minutes."""
    for piece in PIECES:
        text = hostile(piece, 50_000)
        for pattern in (p for n, p, _ in RULES if n == name):
            assert seconds(lambda: sum(1 for _ in pattern.finditer(text))) < 1.0, (piece, pattern.pattern)  # noqa: B023


def cues(name: str) -> list[Any]:
    module = import_module(f"walkback.timing.{name}")
    return [pytest.param(v, id=f"{name}.{k}") for k, v in vars(module).items() if isinstance(v, re.Pattern)]


@pytest.mark.parametrize(
    "pattern",
    [
        p
        for name in ("bounds", "capitals", "direction", "grammar", "refusals", "results", "timeline", "verbs")
        for p in cues(name)
    ],
)
def test_cues_are_cheap(pattern: re.Pattern[str]) -> None:
    """Cues are looked for in a sentence's worth of text before a phrase: in that much, at most."""
    for piece in PIECES:
        text = hostile(piece, REACH)
        assert seconds(lambda: pattern.search(text)) < 0.2, piece  # noqa: B023


def told(text: str) -> float:
    """Seconds that a text of one sentence takes."""
    return seconds(lambda: timing.timeline(text, [Span(0, len(text))], published=date(2031, 5, 7)))


@pytest.mark.parametrize("piece", PIECES)
def test_the_whole_tagger_is_linear(piece: str) -> None:
    assert told(hostile(piece, 10_000)) < 3.2 * told(hostile(piece, 5_000)) + 0.3


@pytest.mark.parametrize(
    "piece", ["a ", " ", "the ", "2031-", "“", "in two ", "has been not also ", "the next ", "said on Monday "]
)
def test_a_hundred_thousand_hostile_characters(piece: str) -> None:
    assert told(hostile(piece, 100_000)) < 15.0
