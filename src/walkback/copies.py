"""Which documents repeat the text of an earlier one, so that a syndicated article counts as one witness."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

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


def group_copies(documents: Iterable[tuple[str, str]]) -> dict[str, str]:
    """doc_id -> doc_id of the earliest document whose text it repeats, for copies only.

    documents: (doc_id, text), earliest first. The document named is never a copy itself, so no chain of small edits
    joins texts that differ. What two texts share are runs of eight words; an excerpt is no copy of the whole.
    """
    copies: dict[str, str] = {}
    originals = _Originals()
    for doc_id, text in documents:
        words = _WORD.findall(text.casefold())
        leader = originals.repeated_short(text) if len(words) < FEW else originals.repeated(runs := _runs(words))
        if leader is not None:
            if leader != doc_id:
                copies[doc_id] = leader
        elif len(words) < FEW:
            originals.add_short(doc_id, text)
        else:
            originals.add(doc_id, runs)
    return copies


class _Originals:
    """Texts that repeat no earlier one, found by a sample of their word runs.

    The sample of a text are its runs that a power of two divides, so that two texts of different length sample alike.
    """

    def __init__(self) -> None:
        self._short: dict[str, str] = {}
        self._ids: list[str] = []
        self._runs: list[array[int]] = []
        self._having: dict[int, list[int]] = {}

    def repeated_short(self, text: str) -> str | None:
        """The earlier text that equals a short one but for its blanks."""
        return self._short.get(" ".join(text.split()))

    def add_short(self, doc_id: str, text: str) -> None:
        if key := " ".join(text.split()):
            self._short[key] = doc_id

    def repeated(self, runs: set[int]) -> str | None:
        """The earliest text that these runs repeat."""
        # The earlier text may be up to twice as long and be sampled half as densely, never more sparsely.
        met = Counter(n for run in _sampled(runs) for n in self._having.get(run, ()))
        for n in sorted(n for n, times in met.items() if times > 1):
            other = self._runs[n]
            fewer, more = sorted((len(runs), len(other)))
            if fewer >= SHORTEST * more and sum(run in runs for run in other) >= SHARED * fewer:
                return self._ids[n]
        return None

    def add(self, doc_id: str, runs: set[int]) -> None:
        number = len(self._ids)
        self._ids.append(doc_id)
        self._runs.append(array("Q", sorted(runs)))
        for run in _sampled(runs):
            holders = self._having.setdefault(run, [])
            if len(holders) < CROWDED:
                holders.append(number)


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
