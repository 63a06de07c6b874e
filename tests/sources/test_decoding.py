"""Bytes to text."""

from __future__ import annotations

import codecs

import pytest

from walkback.core.errors import InputError
from walkback.sources.decoding import decode

TEXT = "“No,” said José Quill — twice.\nThe mayor’s café closed."


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_encodings_of_english_news(raw: bytes) -> None:
    assert decode(raw) == TEXT


def test_one_broken_byte_leaves_the_rest_whole() -> None:
    assert decode(TEXT.encode() + b"\xe2\x80") == TEXT + "\ufffd"


def test_a_declared_encoding_is_used() -> None:
    assert decode("Łódź".encode("iso-8859-2"), declared="iso-8859-2") == "Łódź"
    assert decode(TEXT.encode("cp1252"), declared="no-such-encoding") == TEXT


def test_a_foreign_script_is_recognised() -> None:
    text = "Мэр города сказал, что мост не откроют в пятницу, потому что фонари ещё не привезли. " * 5
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize(
    "raw",
    [
        bytes(range(256)) * 20,
        b"\x00" * 100,
        b"%PDF-1.7 text",
        b"PK\x03\x04rest",
        b"abc\x00def" * 9,
        b"\x01\x02\x03\x04" * 50,
    ],
)
def test_what_is_no_text_is_refused_with_a_hint(raw: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(raw)
    assert caught.value.hint


def test_nothing_but_line_ends_is_changed() -> None:
    odd = "a\tb  c\x0c\u00a0\u2028d\rê \n\n"
    assert decode(odd.encode()) == odd


def test_doubly_encoded_text_is_text() -> None:
    doubly = ("The mayor’s “plan” — Peña’s — was “shelved”. " * 20).encode().decode("latin-1")
    assert decode(doubly.encode()) == doubly
