from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.core.quotes import quote_flags
from walkback.reading.manifest import shipped
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
