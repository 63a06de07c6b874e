"""Documents from rows of data and from texts, with their day and how it was come by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from walkback.core.errors import InputError
from walkback.core.text import DateBasis, Document, content_id
from walkback.sources.dateline import dateline
from walkback.sources.dates import parse_day
from walkback.sources.furniture import furniture

LONGEST = 5_000_000  # characters of one article; the longest in our corpora have a fiftieth of that
TEXT_FIELDS = ("text", "body", "content")
_DATE = ("dct", "date", "published")
_ID = ("doc_id", "id")
_OUTLET = ("outlet", "source")
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_NO_NAME = re.compile(r"[^\w.-]+")
_TITLE = 200


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of an article besides its text."""

    doc_id: str | None = None
    published: date | None = None
    basis: DateBasis = "unknown"
    title: str | None = None
    outlet: str | None = None
    url: str | None = None


def document(text: str, meta: Meta, *, stem: str = "") -> Document:
    """The document of a text; without a given day the text's own date line counts.

    stem: name of the file it came from, put before the id that is derived from the content.
    Raises InputError for a text that is empty or too long.
    """
    if not text.strip():
        raise InputError("the article is empty", hint="it needs some text")
    if len(text) > LONGEST:
        raise InputError(
            f"the article has {len(text):,} characters", hint=f"the limit is {LONGEST:,}; is it a collection?"
        )
    text = _UNSTORABLE.sub("\ufffd", text)  # one character for one, so that given offsets stay true
    published, basis = meta.published, meta.basis
    if published is None:
        published = dateline(text)
        basis = "dateline" if published else "unknown"
    doc_id = meta.doc_id or derived_id(text, published, stem)
    return Document(doc_id, text, published, basis, meta.title, meta.outlet, meta.url, furniture(text))


def derived_id(text: str, published: date | None, stem: str = "") -> str:
    """An id that follows from text, day and file name, not from the folder."""
    digest = content_id(text, published)
    name = _NO_NAME.sub("-", stem).strip("-.")[:60]
    return f"{name}-{digest[:8]}" if name else digest


def from_row(row: Mapping[str, object]) -> Document:
    """The document of one JSON object or CSV row, its text as given.

    Raises InputError for a row without text or with a date that is none.
    """
    text = next((row[key] for key in TEXT_FIELDS if row.get(key) not in (None, "")), None)
    if not isinstance(text, str):
        known = ", ".join(sorted(map(str, row))[:8]) or "none"
        raise InputError(
            f"no text among the fields ({known})", hint=f"one of {', '.join(TEXT_FIELDS)} must hold the article"
        )
    stated = next((row[key] for key in _DATE if row.get(key) not in (None, "")), None)
    published = parse_day(stated)
    if stated is not None and published is None:
        raise InputError(f"{str(stated)[:60]!r} is not a date that has one reading", hint="write it as YYYY-MM-DD")
    meta = Meta(
        doc_id=_named(row, *_ID),
        published=published,
        basis="given" if published else "unknown",
        title=_named(row, "title"),
        outlet=_named(row, *_OUTLET),
        url=_named(row, "url"),
    )
    return document(text, meta)


def first_line(text: str) -> str | None:
    """The headline of a plain text: its first line, where it looks like one."""
    lines = text.lstrip().split("\n", 1)
    line = lines[0].strip()
    fits = len(lines) > 1 and lines[1].strip() and len(line) <= _TITLE and line[-1:] not in ".,;:"
    return line.lstrip("# ") or None if fits else None


def _named(row: Mapping[str, object], *keys: str) -> str | None:
    """The first of some fields that holds a name or number; an object names itself by its `name`."""
    for key in keys:
        value = row.get(key)
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("title")
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return _UNSTORABLE.sub("\ufffd", " ".join(str(value).split()))[:500]
    return None
