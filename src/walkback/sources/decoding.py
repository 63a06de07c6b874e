"""Bytes of an article to text, whatever program wrote them."""

from __future__ import annotations

import codecs
import re

from walkback.core.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# not U+0080 to U+009F: doubly encoded news text is full of them
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_FOREIGN = re.compile(r"[^\x00-\x7f\ufffd]")
_MOST_CONTROL = 0.002  # share of control characters above which text is no text
_HIGH = bytes(range(128, 256))
_KNOWN = {b"%PDF": "a PDF", b"PK\x03\x04": "a zip or an office document", b"\x1f\x8b": "compressed"}
_HINT = "save it as UTF-8 text first"


def decode(raw: bytes, *, declared: str | None = None) -> str:
    r"""The text of bytes, a byte order mark dropped and \r\n made \n, nothing else changed.

    declared: an encoding that the page names, tried after UTF-8.
    Raises InputError for bytes that are no text.
    """
    for magic, name in _KNOWN.items():
        if raw.startswith(magic):
            raise InputError(f"this is {name}, not text", hint="extract its text first")
    text = _decoded(raw, declared)
    if "\x00" in text or len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text) + 1:
        raise InputError("these bytes are no text", hint=_HINT)
    return text.replace("\r\n", "\n")


def _decoded(raw: bytes, declared: str | None) -> str:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    if b"\x00" in raw:
        return _wide(raw)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # One broken byte must not turn the rest of an UTF-8 text into rubble.
    repaired = raw.decode("utf-8", "replace")
    broken = repaired.count("\ufffd")
    if len(_FOREIGN.findall(repaired)) > 4 * broken:
        return repaired
    if declared:
        try:
            return raw.decode(declared)
        except (LookupError, UnicodeError):
            pass
    return _single(raw)


def _wide(raw: bytes) -> str:
    """UTF-16 without a mark: in English every other byte is zero."""
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    most = len(raw) // 2
    if max(even, odd) < 0.6 * most or min(even, odd) > 0.05 * most:
        raise InputError("these bytes are no text", hint=_HINT)
    return raw.decode("utf-16-be" if even > odd else "utf-16-le", "replace")


def _single(raw: bytes) -> str:
    """Bytes of an older encoding: cp1252 for what looks Western, else what charset-normalizer finds."""
    foreign = len(raw) - len(raw.translate(None, _HIGH))
    if foreign > 0.1 * len(raw):
        from charset_normalizer import from_bytes  # takes a while to import and is seldom needed

        best = from_bytes(raw[:100_000]).best()
        if best is None:
            raise InputError("these bytes are no text", hint=_HINT)
        return raw.decode(best.encoding, "replace")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
