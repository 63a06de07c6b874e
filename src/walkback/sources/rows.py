"""Rows of JSON Lines and CSV files, one at a time, each with the line it begins on."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from walkback.core.errors import InputError
from walkback.sources.decoding import decode
from walkback.sources.documents import LONGEST, TEXT_FIELDS

Row = Mapping[str, object] | InputError

_LONGEST_LINE = 7 * LONGEST  # bytes of a JSON line: six for an escaped character, and the other fields
_HOPELESS = 100  # unreadable lines in a row after which a file is given up
_BLOCK = 1 << 20
_DELIMITERS = ",;\t|"


def json_rows(stream: BinaryIO) -> Iterator[tuple[int, Row]]:
    """Each object of a JSON Lines file, the documents of a story one by one; an error for a line that is none.

    A file in which a hundred lines in a row cannot be read is given up with one more error.
    """
    bad = 0
    for number, line in _raw_lines(stream):
        try:
            value = _parsed(line)
        except InputError as error:
            yield number, error
            bad += 1
            if bad == _HOPELESS:
                yield (
                    number,
                    InputError(f"{bad} unreadable lines in a row, the rest is left out", hint="is it JSON Lines?"),
                )
                return
            continue
        bad = 0
        if value is not None:
            for each in _cases(value):
                yield number, each


def csv_rows(stream: BinaryIO) -> Iterator[tuple[int, Row]]:
    """Each row of a CSV file as an object keyed by the header in lower case; an error if it has no text column.

    Commas, semicolons, tabs and bars are told apart by the header.
    Raises csv.Error or UnicodeError where the file stops being readable.
    """
    sample = stream.read(_BLOCK)
    stream.seek(0)
    if not sample.strip():
        return
    try:
        head = decode(sample)
    except InputError as error:
        yield 1, error
        return
    # The module's own limit is 131,072 characters a field for the whole process; it may only be raised.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST + 1))
    first = head.lstrip().split("\n", 1)[0]
    reader = csv.reader(_text_lines(stream, _encoding(sample)), delimiter=max(_DELIMITERS, key=first.count))
    header = [name.strip().lower() for name in next(reader, [])]
    if not set(header) & set(TEXT_FIELDS):
        yield 1, InputError("no column holds text", hint=f"the header must name one of {', '.join(TEXT_FIELDS)}")
        return
    while True:
        line = reader.line_num + 1
        row = next(reader, None)
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield line, {key: cell.replace("\r\n", "\n") for key, cell in zip(header, row, strict=False)}


def lines(stream: BinaryIO) -> int:
    """How many lines a file has."""
    total, last = 0, b"\n"
    while block := stream.read(_BLOCK):
        total += block.count(b"\n")
        last = block[-1:]
    return total + (last != b"\n")


def records(stream: BinaryIO) -> int:
    """How many rows a CSV file has below its header."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST + 1))
    return max(0, sum(1 for row in csv.reader(_text_lines(stream, "latin-1")) if row) - 1)


def _raw_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | str | None]]:
    """Number and content of each line; None for one that is too long to hold an article, which is skipped unread."""
    mark = stream.read(2)
    stream.seek(0)
    wide = mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if wide:
        yield from enumerate(_text_lines(stream, "utf-16"), 1)
        return
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) < _LONGEST_LINE or line.endswith(b"\n"):
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_BLOCK)
        yield number, None


def _text_lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines of a stream with their ends. (A TextIOWrapper closes the stream; codecs split at more than \\n.)"""
    rest = ""
    for block in codecs.iterdecode(iter(lambda: stream.read(_BLOCK), b""), encoding):
        *whole, rest = (rest + block).split("\n")
        yield from (line + "\n" for line in whole)
        if len(rest) > _LONGEST_LINE:
            raise csv.Error(f"a line is longer than {_LONGEST_LINE:,} characters")
    if rest:
        yield rest


def _parsed(line: bytes | str | None) -> dict[str, object] | None:
    """The object on a line; None for a blank line."""
    if line is None:
        raise InputError(f"the line is longer than {_LONGEST_LINE:,} bytes", hint="one article a line")
    text = line if isinstance(line, str) else decode(line)
    if not text.strip():
        return None
    try:
        value = json.loads(text.strip().lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        place = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"not JSON{place}", hint="one JSON object a line, and nothing else") from error
    if not isinstance(value, dict):
        raise InputError(f"a {type(value).__name__}, not an object", hint='one JSON object a line: {"text": ...}')
    return value


def _cases(value: dict[str, object]) -> Iterator[Row]:
    """The documents of one line: the object itself, or those a story lists."""
    docs = value.get("docs")
    if not isinstance(docs, list):
        yield value
        return
    for each in docs:
        yield (
            each
            if isinstance(each, dict)
            else InputError("a story's document is not an object", hint="see docs/exchange.md")
        )
    if not docs:
        yield InputError("a story without documents", hint="`docs` lists its articles")


def _encoding(sample: bytes) -> str:
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
