"""Which documents repeat the text of an earlier one, so that a syndicated article counts as one witness."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol

from walkback.core.strands import Place

GRAM = 8  # words in a row
SHARED = 0.6  # of the shorter text's word runs; over news, pairs that share this much are the same text
SHORTEST = 0.5  # of the longer text's length; below that the shorter one is an excerpt
FEW = 40  # words; shorter texts must be equal
SAMPLE = 32  # word runs and up to twice as many by which a text is looked up; a copy shares two or more of them
CROWDED = 64  # texts that may share a looked-up run; in more of them it is boilerplate

_WORD = re.compile(r"[^\W_]+")
_MODULUS = (1 << 61) - 1
_BASE = 1_000_003
_DROP = pow(_BASE, GRAM, _MODULUS)


class Originals(Protocol):
    """Texts that repeat no earlier one: in memory (`Held`) or in a record."""

    def before(self, key: int, place: Place, limit: int) -> Sequence[tuple[Place, str]]:
        """Places and ids of the nearest originals before a place that hold a key, at most `limit`."""
        ...

    def text(self, doc_id: str) -> str:
        """The text of one of them."""
        ...


def marks(text: str) -> frozenset[int]:
    """Numbers by which a text is found when another may repeat it; empty for a blank one.

    For a text of fewer than FEW words the one number of the whole, else a sample of its runs of words: those that a
    power of two divides, so that two texts of different length sample alike.
    """
    words = _WORD.findall(text.casefold())
    if len(words) >= FEW:
        return frozenset(_sampled(_runs(words)))
    plain = " ".join(text.split())
    return frozenset({_number(plain)} if plain else ())


def repeated(place: Place, text: str, originals: Originals) -> str | None:
    """The earliest of the originals before a place whose text this one repeats, by its id.

    What two texts share are runs of eight words; an excerpt is no copy of the whole. Looked at are the CROWDED nearest
    originals for each of the text's marks: a run that more texts hold is boilerplate.
    """
    words = _WORD.findall(text.casefold())
    short = len(words) < FEW
    met: Counter[tuple[Place, str]] = Counter()
    for mark in marks(text):
        met.update(originals.before(mark, place, CROWDED))
    runs = set() if short else _runs(words)
    # The earlier text may be up to twice as long and be sampled half as densely, never more sparsely.
    for (_, other), times in sorted(met.items()):
        if short:
            if " ".join(text.split()) == " ".join(originals.text(other).split()):
                return other
        elif times > 1 and _same(runs, originals.text(other)):
            return other
    return None


def _same(runs: set[int], text: str) -> bool:
    words = _WORD.findall(text.casefold())
    if len(words) < FEW:
        return False
    other = _runs(words)
    fewer, more = sorted((len(runs), len(other)))
    return fewer >= SHORTEST * more and len(runs & other) >= SHARED * fewer


def group_copies(documents: Iterable[tuple[str, str]]) -> dict[str, str]:
    """doc_id -> doc_id of the earliest document whose text it repeats, for copies only.

    documents: (doc_id, text), earliest first. The document named is never a copy itself, so no chain of small edits
    joins texts that differ.
    """
    copies: dict[str, str] = {}
    originals = _Held()
    for number, (doc_id, text) in enumerate(documents):
        place = Place(number, doc_id)
        leader = repeated(place, text, originals)
        if leader is None:
            originals.add(place, text)
        elif leader != doc_id:
            copies[doc_id] = leader
    return copies


class _Held:
    """Originals in memory, added in order of place."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._having: dict[int, list[tuple[Place, str]]] = {}

    def before(self, key: int, place: Place, limit: int) -> Sequence[tuple[Place, str]]:
        return self._having.get(key, [])[-limit:]

    def text(self, doc_id: str) -> str:
        return self._texts[doc_id]

    def add(self, place: Place, text: str) -> None:
        self._texts[place.doc_id] = text
        for mark in marks(text):
            self._having.setdefault(mark, []).append((place, place.doc_id))


def _sampled(runs: set[int]) -> list[int]:
    mask = (1 << max(0, (len(runs) // SAMPLE).bit_length() - 1)) - 1
    return [run for run in runs if not run & mask]


@lru_cache(maxsize=1 << 17)
def _number(word: str) -> int:
    """A number that follows from a word alone: Python's own hash differs from run to run."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=7).digest())


def _runs(words: list[str]) -> set[int]:
    """One number for every run of GRAM words (a rolling polynomial hash)."""
    numbers = [_number(word) for word in words]
    value = 0
    for number in numbers[:GRAM]:
        value = (value * _BASE + number) % _MODULUS
    out = {value}
    for last, first in zip(numbers[GRAM:], numbers, strict=False):
        value = (value * _BASE + last - first * _DROP) % _MODULUS
        out.add(value)
    return out
