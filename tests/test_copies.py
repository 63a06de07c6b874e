"""Copies of one text, told from different texts about one thing."""

from __future__ import annotations

import random

import pytest

from walkback.copies import group_copies

WORDS = (
    "harbor bridge lamp mayor council ferry treaty minister strike border talks grain tariff vote court fuel road "
    "valley winter deadline union budget letter envoy port truce school water tunnel market"
).split()


def text(seed: int, words: int = 300) -> str:
    """An article of its own: words in an order that follows from the seed."""
    chosen = random.Random(seed)
    return " ".join(chosen.choice(WORDS) for _ in range(words)) + "."


def edited(original: str, share: float, seed: int = 1) -> str:
    """The text with a share of its sentences of ten words replaced."""
    chosen = random.Random(seed)
    words = original.split()
    pieces = [words[i : i + 10] for i in range(0, len(words), 10)]
    for i in chosen.sample(range(len(pieces)), round(share * len(pieces))):
        pieces[i] = [f"new{chosen.random()}" for _ in pieces[i]]
    return " ".join(word for piece in pieces for word in piece)


STORY = text(7)


@pytest.mark.parametrize(
    "copy",
    [
        STORY,
        STORY.upper().replace(" ", "\n"),
        STORY + " " + text(8, 60),
        "PORT ALMA (Wire) - " + STORY,
        edited(STORY, 0.1),
        STORY[: int(0.7 * len(STORY))],
    ],
    ids=["same", "other case", "paragraph added", "dateline added", "light edits", "cut"],
)
def test_copies_are_found(copy: str) -> None:
    assert group_copies([("first", STORY), ("second", copy)]) == {"second": "first"}


@pytest.mark.parametrize(
    "other",
    [text(9), edited(STORY, 0.5), STORY[: int(0.4 * len(STORY))], STORY + text(10, 700), ""],
    ids=["other text", "half replaced", "excerpt", "quoted in a longer text", "empty"],
)
def test_texts_that_differ_stay_apart(other: str) -> None:
    assert group_copies([("first", STORY), ("second", other)]) == {}


def test_two_accounts_of_one_event_are_two_witnesses() -> None:
    one = (
        "The bridge of Port Alma will not open on Friday, Mayor Ines Oduber said, because the lamps that were ordered "
        "from Kestria have not arrived. She told reporters at the town hall that the opening would be put off to the "
        "spring, and that the builders would pay a fine for every week the bridge stands dark."
    )
    other = (
        "Port Alma has put off the opening of its bridge to the spring. Mayor Ines Oduber said the lamps had not come "
        "from Kestria in time. The builders face a fine for each week of delay, she told reporters, adding that nobody "
        "should have to cross in the dark and that the ferry would run until then at the old price."
    )
    assert group_copies([("one", one), ("other", other)]) == {}


def test_the_leader_is_the_earliest_and_never_a_copy() -> None:
    stories = [("a", STORY), ("b", edited(STORY, 0.1)), ("c", STORY), ("d", text(3)), ("e", text(3))]
    assert group_copies(stories) == {"b": "a", "c": "a", "e": "d"}


def test_small_steps_do_not_chain() -> None:
    steps = [STORY]
    for seed in range(6):
        steps.append(edited(steps[-1], 0.15, seed))
    groups = group_copies((str(n), step) for n, step in enumerate(steps))
    assert not set(groups.values()) & set(groups)
    assert groups.get("6") != "0"


def test_short_texts_must_be_equal() -> None:
    short = "The mayor said no."
    assert group_copies([("a", short), ("b", " The mayor\nsaid no. "), ("c", "The mayor said so.")]) == {"b": "a"}


def test_blank_texts_are_no_copies_of_each_other() -> None:
    assert group_copies([("a", ""), ("b", " \n"), ("c", "")]) == {}


def test_a_document_read_twice_is_no_copy_of_itself() -> None:
    assert group_copies([("a", STORY), ("a", STORY)]) == {}


def test_a_note_that_all_articles_share_does_not_join_them() -> None:
    note = text(99, 60)
    assert group_copies((str(n), f"{text(100 + n)} {note}") for n in range(200)) == {}


def test_length_may_differ_by_half_over_all_sampling_steps() -> None:
    missed = []
    for n in range(60, 1200, 37):
        whole = text(n, n)
        cut = " ".join(whole.split()[: round(0.6 * n)])
        if len(cut.split()) >= 40 and group_copies([("whole", whole), ("cut", cut)]) != {"cut": "whole"}:
            missed.append(n)
    assert not missed
