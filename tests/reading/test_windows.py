from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.core.quotes import quote_flags
from walkback.reading.decode import Tagged
from walkback.reading.manifest import shipped
from walkback.reading.reader import whole_words
from walkback.reading.windows import MAX_PIECES, tokenizer, windows

PIECES = tokenizer(shipped() / "vocab.txt")


@given(st.text(alphabet='abc XY.,“”"\n\u00e9\u4e2d😀', max_size=400))
def test_offsets_are_code_points(text: str) -> None:
    for window in windows(text, PIECES):
        assert len(window) <= MAX_PIECES + 2
        for start, end in window.offsets[1:-1]:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip()


def test_nothing_of_a_long_text_is_left_out() -> None:
    text = "\n\n".join(f"Paragraph {n}: the harbour master said the ferry would sail on day {n}." for n in range(1500))
    assert len(text) > 100_000
    covered = sorted(place for window in windows(text, PIECES) for place in window.offsets[1:-1])
    letters = sum(end - start for start, end in covered)
    assert letters == sum(1 for c in text if not c.isspace())


def test_a_span_grows_to_whole_words() -> None:
    text = "Unloading stopped.\nThe quay-master's Grunfeldt called it off."
    (window,) = windows(text, PIECES)
    for n in range(1, len(window) - 1):
        start, end = window.span(*window.whole(n, n))
        held = text[start:end]
        assert held.isalpha() or len(held) == 1
        assert not (held.isalpha() and (text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()))
    assert window.span(*window.whole(2, 2)) == (0, len("Unloading"))
    assert window.whole(0, 0) == (0, 0)


def test_one_endless_paragraph_is_cut() -> None:
    text = "The ferry sailed. " * 2000
    made = windows(text, PIECES)
    assert len(made) > 10
    assert "".join(text[a:b] for w in made for a, b in w.offsets[1:-1]) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “no way” twice.", "“no way”"),
        ('He said "no way" twice.', '"no way"'),
        ("He said ''no way'' twice.", "''no way''"),
        ("He said «no way» twice.", "«no way»"),
        ("He said “no way\nand left.", "“no way"),
    ],
)
def test_quote_flags(text: str, quoted: str) -> None:
    flags = quote_flags(text)
    assert "".join(c for c, f in zip(text, flags, strict=True) if f) == quoted


def test_two_spans_in_one_word_are_one() -> None:
    (window,) = windows("Unloading stopped.", PIECES)
    end = window.whole(1, 1)[1]
    assert end > 1
    found = [Tagged("", 1, 1, 0.4), Tagged("", end, end, 0.6), Tagged("", end + 1, end + 1, 0.3)]
    assert [(t.first, t.last, t.score) for t in whole_words(window, found)] == [(1, end, 0.6), (end + 1, end + 1, 0.3)]
