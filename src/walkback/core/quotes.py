"""Which characters of a text stand inside quotation marks."""

from __future__ import annotations

import re
from functools import lru_cache

_OPENING, _CLOSING = "“„«‟", "”»"
_MARK = re.compile(r"[“„«‟”»\"\n]|``|''|‘‘|’’")


@lru_cache(maxsize=2)  # of a text that is being read several parts ask
def quote_flags(text: str) -> bytes:
    """1 for each character inside double quotation marks of any kind, the marks included.

    A quotation that does not close ends with its line: the usual way of carrying one over paragraphs.
    """
    flags = bytearray(len(text))
    start: int | None = None
    for match in _MARK.finditer(text):
        mark, at, end = match.group(), match.start(), match.end()
        either = mark not in _OPENING and mark not in _CLOSING and mark != "\n"  # the same mark opens and closes
        if start is None:
            start = at if mark in _OPENING or either else None
        elif mark in _CLOSING or either:
            flags[start:end] = b"\x01" * (end - start)
            start = None
        elif mark == "\n":
            flags[start:at] = b"\x01" * (at - start)
            start = None
    if start is not None:
        flags[start:] = b"\x01" * (len(text) - start)
    return bytes(flags)
