from __future__ import annotations

import pytest

from walkback.core.reading import SaidSpans
from walkback.core.text import Span
from walkback.reading.transcripts import said, with_turns

HEARING = """The hearing turned on the new ferry.

OSRIC DANE (chair): Will the ferry sail in May?

ILSE TARN: It will.

We have the ship, and we have the crew.

(LAUGHTER)

DANE: And the harbour?

TARN: The harbour will open a week before.

The committee meets again on Friday."""


def turns(text: str) -> list[tuple[str, list[str]]]:
    return [(text[slice(*s.source[0])], [text[slice(*c)] for c in s.content]) for s in said(text)]


def test_each_turn_is_its_speakers() -> None:
    assert turns(HEARING) == [
        ("OSRIC DANE", ["Will the ferry sail in May?"]),
        ("ILSE TARN", ["It will.", "We have the ship, and we have the crew."]),
        ("DANE", ["And the harbour?"]),
        ("TARN", ["The harbour will open a week before."]),
    ]
    assert {HEARING[slice(*s.cue[0])] for s in said(HEARING)} == {":"}


def test_a_quoted_transcript_goes_on_where_quotation_marks_do() -> None:
    text = "As aired, with Ilse Tarn:\n\n“DANE: When?\n\n“TARN: In May.\n\n“Or June.\n\n“DANE: Thank you.\n\nThe programme is shown weekly."
    assert turns(text) == [("DANE", ["When?"]), ("TARN", ["In May.", "Or June."]), ("DANE", ["Thank you."])]


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE: The ferry sails in May.\n\nCORRECTION: An earlier version named the wrong ship.\n\nVIDEO: See it leave.",
        "DANE: The ferry sails.\n\nDANE: It sails in May.\n\nDANE: So we hope.",
        "Osric Dane: The ferry sails.\n\nIlse Tarn: When?\n\nOsric Dane: In May.",
        "DANE: The ferry sails.\n\nTARN: When?",
    ],
)
def test_no_transcript(text: str) -> None:
    """Notes of the editors, one speaker, names in small letters, and two lines make none."""
    assert said(text) == []


def test_turns_replace_what_was_taken_for_them() -> None:
    at = HEARING.index("DANE: And")
    guess = SaidSpans((Span(at, at + 4),), (Span(at + 4, at + 5),), (Span(at + 6, at + 9),), 0.4)
    other = SaidSpans((), (), (Span(0, 11),), 0.5)
    held = with_turns(HEARING, [other, guess])
    assert guess not in held and other in held and len(held) == 5
    assert with_turns("No transcript.", [other]) == (other,)
