"""Documents and places in them. Offsets are code points into the stored text, end exclusive."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Literal, NamedTuple, TypeVar

from walkback.core.errors import InputError

T = TypeVar("T")
_END = itemgetter(1)
POSSESSIVE = re.compile(r"(?:’s|'s|’|')$")  # at the end of a name that owns what follows
DateBasis = Literal["given", "page", "dateline", "unknown"]


class Span(NamedTuple):
    """Code points start..end of a document's text, end exclusive."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One article as published. `furniture` are the parts that are not news (share lines, credits, bylines)."""

    doc_id: str
    text: str
    published: date | None = None
    published_basis: DateBasis = "unknown"
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    furniture: tuple[Span, ...] = field(default=())

    def quote(self, span: tuple[int, int]) -> str:
        """The text of a span.

        Raises InputError for a span that is empty or reaches outside the text.
        """
        start, end = span
        if not 0 <= start < end <= len(self.text):
            raise InputError(
                f"span {start}..{end} lies outside document {self.doc_id!r} of {len(self.text)} characters",
                hint="offsets count code points of the stored text, end exclusive",
            )
        return self.text[start:end]


def slug(name: str) -> str:
    """An id that follows from a name: lower case, words joined by hyphens."""
    return "-".join(re.findall(r"\w+", name.lower())) or content_id(name)


def content_id(*parts: object) -> str:
    """16 hexadecimal digits that follow from the parts alone (SHA-256, cut)."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def lines(text: str) -> list[Span]:
    """The lines of a text that hold more than blanks, in order, their ends left out."""
    out, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append(Span(start, start + len(line)))
        start += len(line) + 1
    return out


def trimmed(text: str, start: int, end: int) -> Span:
    """A place without the blanks at its edges."""
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip())))


def first_over(held: Sequence[T], place: Span, at: Callable[[T], Span]) -> T | None:
    """The first of some things that overlaps a place; `at` tells where each stands, and they stand in text order and apart."""
    after, first = bisect_left(held, place.end, key=lambda one: at(one).start), None
    while after and at(held[after - 1]).end > place.start:
        after -= 1
        first = held[after]
    return first


def covering(spans: Sequence[Span], place: Span) -> Span | None:
    """The first of some spans, in order and apart, that holds the whole of a place, else the first that overlaps it."""
    touching = None
    for n in range(bisect_left(spans, place.start, key=_END), len(spans)):
        span = spans[n]
        if span.start > place.end:
            break
        if span.contains(place):
            return span
        if touching is None and span.overlaps(place):
            touching = span
    return touching
