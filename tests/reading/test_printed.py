from __future__ import annotations

import pytest

from walkback.core.reading import SaidSpans
from walkback.core.text import Span
from walkback.reading.frames import apart
from walkback.reading.printed import printed, signed, turns, with_printed

HEARING = """The hearing turned on the new ferry.

OSRIC DANE (chair): Will the ferry sail in May?

ILSE TARN: It will.

We have the ship, and we have the crew.

(LAUGHTER)

DANE: And the harbour?

TARN: The harbour will open a week before.

The committee meets again on Friday."""


def told(text: str) -> list[tuple[str, list[str]]]:
    return [(text[slice(*s.source[0])], [text[slice(*c)] for c in s.content]) for s in turns(text)]


def test_each_turn_is_its_speakers() -> None:
    assert told(HEARING) == [
        ("OSRIC DANE", ["Will the ferry sail in May?"]),
        ("ILSE TARN", ["It will.", "We have the ship, and we have the crew."]),
        ("DANE", ["And the harbour?"]),
        ("TARN", ["The harbour will open a week before."]),
    ]
    assert {HEARING[slice(*s.cue[0])] for s in turns(HEARING)} == {":"}


def test_remarks_under_the_label_of_an_office_run_to_their_end() -> None:
    text = "The Harbour House\n\n  THE CHANCELLOR: Good morning.\n\n  The ferry sails in May.\n\nQ And the crew?\n\nEND 9:14 A.M.\n\nNotes follow."
    assert told(text) == [("THE CHANCELLOR", ["Good morning.", "The ferry sails in May."])]
    assert told("UPDATE: The ferry sails.\n\nIt sails in May.") == []
    assert told("One.\n\n" * 12 + "THE CHANCELLOR: Good morning.") == []


def test_what_stands_under_another_label_is_not_the_turns_before_it() -> None:
    text = (
        "THE PRESIDENT: Welcome.\n\nMS. TARN: Thank you, I will resign.\n\nSENATOR McPELL: Why?\n\nTHE PRESIDENT: Good."
    )
    assert [words for _, words in told(text)] == [["Welcome."], ["Thank you, I will resign."], ["Why?"], ["Good."]]
    text = "As aired, with Ilse Tarn:\n\nDANE: When?\n\nVOICE: Now!\n\nTARN: In May.\n\nDANE: Good."
    assert told(text) == [("DANE", ["When?"]), ("TARN", ["In May."]), ("DANE", ["Good."])]


def test_labels_that_never_come_again_take_no_longer() -> None:
    assert turns("".join(f"{'ABCDEFGHIJ'[n % 10]}{'KLMNOPQRST'[n // 10 % 10]}{n}: a\n" for n in range(30_000))) == []


def test_a_name_within_which_capitals_stand_is_known() -> None:
    text = "McDane met Tarn.\n\nMCDANE: When?\n\nTARN: In May.\n\nMCDANE: Good."
    assert [name for name, _ in told(text)] == ["MCDANE", "TARN", "MCDANE"]


def test_a_lone_mark_is_nothing_said() -> None:
    text = "As aired, with Tarn:\n\n“DANE: When?\n\n“TARN: In May.\n\n“\n\n“DANE: Good."
    assert told(text)[1] == ("TARN", ["In May."])


def test_a_quoted_transcript_goes_on_where_quotation_marks_do() -> None:
    text = "As aired, with Ilse Tarn:\n\n“DANE: When?\n\n“TARN: In May.\n\n“Or June.\n\n“DANE: Thank you.\n\nThe programme is shown weekly."
    assert told(text) == [("DANE", ["When?"]), ("TARN", ["In May.", "Or June."]), ("DANE", ["Thank you."])]


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE: The ferry sails in May.\n\nCORRECTION: An earlier version named the wrong ship.\n\nVIDEO: See it leave.",
        "DANE: The ferry sails.\n\nDANE: It sails in May.\n\nDANE: So we hope.",
        "Osric Dane: The ferry sails.\n\nIlse Tarn: When?\n\nOsric Dane: In May.",
        "DANE: The ferry sails.\n\nTARN: When?",
        "GENERAL ELECTION: Dane leads\n\nVelmar will sign on Friday, Tarn said.\n\nEND",
        "MR. DANE: No.\n\nVelmar will sign on Friday, Tarn said.",
        "BREAKING: The ferry sank.\n\nDANE: When?\n\nDANE: In May.",
        "What Dane asks.\n\nWHAT: A ferry.\n\nWHEN: May.\n\nDANE: No.\n\nWHERE: Senn.",
    ],
)
def test_no_transcript(text: str) -> None:
    """Notes of the editors, one speaker, names in small letters, two lines, headlines, fact boxes make none."""
    assert turns(text) == []


def test_turns_replace_what_was_taken_for_them() -> None:
    at = HEARING.index("DANE: And")
    guess = SaidSpans((Span(at, at + 4),), (Span(at + 4, at + 5),), (Span(at + 6, at + 9),), 0.4)
    other = SaidSpans((), (), (Span(0, 11),), 0.5)
    held = with_printed(printed(HEARING), [other, guess])
    assert guess not in held and other in held and len(held) == 5
    assert with_printed(printed("No transcript."), [other]) == [other]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("“The ferry is late again.” ― Ilse Tarn\nMore below.", "Ilse Tarn", "“The ferry is late again.”"),
        ('"The ferry is late again."\n\n- Ilse Tarn, Port Senn.', "Ilse Tarn", '"The ferry is late again."'),
        (
            "The ferry is late again. pic.senn.example/abc — Ilse Tarn (@ilsetarn) May 3, 2031",
            "Ilse Tarn (@ilsetarn)",
            "The ferry is late again.",
        ),
    ],
)
def test_what_is_signed(text: str, name: str, words: str) -> None:
    (found,) = signed(text)
    assert text[slice(*found.source[0])] == name
    assert [text[slice(*c)] for c in found.content] == [words]
    assert text[slice(*found.cue[0])] in "―—-"


@pytest.mark.parametrize(
    "text",
    [
        "“The ferry,” he said, “is late” — and it was.",
        "The ferry is late — Ilse Tarn said so.",
        "PORT SENN — The ferry is late.",
        "“The ferry is late,” said Dane, of the “Tides”\n- Buses run instead",
        "“The ferry is late.” — Ilse Tarn said that she will go",
        "https://senn.example/abc — Ilse Tarn (@ilsetarn) May 3, 2031",
    ],
)
def test_a_dash_alone_signs_nothing(text: str) -> None:
    assert signed(text) == []


@pytest.mark.parametrize(
    "piece",
    [
        "“aaaaaaaaa”",
        "“a” ",
        '"a\n',
        "AAAA ",
        "A",
        "-- ",
        " ",
        "\n",
        "“aaaaaaaaa” - Anna ",
        " — Ann (@a",
        "A: a\n",
        "''",
        "<a ",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    """Linear: a text ten times as long takes some ten times as long, not a hundred."""
    printed(piece * (300_000 // len(piece)))
    printed("“aaaaaaaa" + piece * (300_000 // len(piece)) + "” — Ann (@a) May")


def test_posts_on_one_line_are_apart() -> None:
    text = "The first is here — Ann (@ann) May 3, 2031 The second is here — Bo (@bo) May 4, 2031"
    assert [text[slice(*s.content[0])] for s in signed(text)] == ["The first is here", "The second is here"]


@pytest.mark.parametrize(
    "piece", ["AB: a b\nCD: c d\n", "It is here — Ann (@ann) May 3, 2031 ", "“a b c d e f” — Ann\n"]
)
def test_many_turns_and_posts_are_soon_told_apart(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert len(apart(with_printed(printed(text), printed(text)))) > 1_000
