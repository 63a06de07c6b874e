"""Which documents repeat another's text: syndicated copies, one witness together."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable

SHINGLE = 8  # words
SAMPLE = 4  # one shingle in so many is indexed
OVERLAP, SHORTEST = 0.6, 40  # least shared part of the smaller text; texts of fewer words must be equal
LARGE = 50  # documents that share one shingle; boilerplate beyond that finds no more candidates


def shingles(text: str) -> frozenset[int]:
    """Hashes of all runs of eight words, case and punctuation left out."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(zlib.crc32(" ".join(words[i : i + SHINGLE]).encode()) for i in range(max(0, len(words) - SHINGLE + 1)))


def group_copies(documents: Iterable[tuple[str, str]]) -> dict[str, str]:
    """doc_id -> doc_id of the earliest document, in the order given, whose text it repeats.

    A copy shares at least 60 % of the eight-word runs of the smaller text, and the smaller is at least half as long as
    the larger; short texts must be equal but for blanks. A leader is never itself a copy.
    """
    out: dict[str, str] = {}
    index: dict[int, list[int]] = defaultdict(list)
    leaders: list[tuple[str, frozenset[int]]] = []
    equal: dict[str, str] = {}
    for doc_id, text in documents:
        flat = " ".join(text.split())
        if len(flat.split()) < SHORTEST:
            leader = equal.setdefault(flat, doc_id)
            if leader != doc_id:
                out[doc_id] = leader
            continue
        held = shingles(text)
        sampled = [h for h in held if h % SAMPLE == 0]
        votes: Counter[int] = Counter()
        for h in sampled:
            places = index[h]
            if len(places) <= LARGE:
                votes.update(places)
        for place, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0]))[:5]:
            name, other = leaders[place]
            small, large = sorted((len(held), len(other)))
            if small * 2 >= large and len(held & other) >= OVERLAP * small:
                out[doc_id] = name
                break
        else:
            for h in sampled:
                index[h].append(len(leaders))
            leaders.append((doc_id, held))
    return out
