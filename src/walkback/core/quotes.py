"""Which characters of a text stand inside quotation marks."""

from __future__ import annotations

import re

_OPENING, _CLOSING = "“„«‟", "”»"
_DOUBLED = re.compile(r"``|''|‘‘|’’")


def quote_flags(text: str) -> bytearray:
    """1 for each character inside double quotation marks of any kind, the marks included.

    A quotation that does not close ends with its line: the usual way of carrying one over paragraphs.
    """
    flags = bytearray(len(text))
    doubled = {match.start(): match.group() for match in _DOUBLED.finditer(text)}
    start: int | None = None
    for i, char in enumerate(text):
        end = i + 1
        opens = closes = False
        if char in _OPENING:
            opens = True
        elif char in _CLOSING:
            closes = True
        elif char == '"':
            opens, closes = start is None, start is not None
        elif i in doubled:
            end = i + 2
            opens, closes = start is None, start is not None
        if opens and start is None:
            start = i
        elif closes and start is not None:
            flags[start:end] = b"\x01" * (end - start)
            start = None
        elif char == "\n" and start is not None:
            flags[start:i] = b"\x01" * (i - start)
            start = None
    if start is not None:
        flags[start:] = b"\x01" * (len(text) - start)
    return flags
