"""Actors in the text: how many are found and taken for what they are, by their capitals alone and as the model judges them.

    python -m bench.names

On 16 articles of PolNeAR's dev set and the dev news items of the ledger, whose names were read by hand
(train/annotations/names-dev.jsonl). Actors are the persons, bodies, governments and groups of those. A name counts if it begins and ends
where gold does, without titles; "and kind" if it is also taken for the same.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import SHARED, rows
from walkback import actors
from walkback.core.reading import NamePiece
from walkback.core.text import Document
from walkback.names import bare, places, seats
from walkback.naming import ACTING
from walkback.reading.reader import OnnxReader
from walkback.reading.sentences import sentences

MARKED = Path(__file__).parent.parent / "train" / "annotations" / "names-dev.jsonl"
Named = tuple[int, int, str]  # start, end, kind


@dataclass(frozen=True)
class Text:
    """A text with every name in it."""

    doc_id: str
    text: str
    names: list[Named]


def by_hand(shared: Path) -> Iterator[Text]:
    """The texts whose names were read by hand."""
    data = shared / "data"
    files = (data / "polnear" / "dev.cases.jsonl", data / "ledger" / "dev-current-events.cases.jsonl")
    texts = {row["doc_id"]: row["text"] for path in files for row in rows(path)}
    for row in rows(MARKED):
        yield Text(row["doc_id"], texts[row["doc_id"]], [(s, e, k) for s, e, k in row["names"]])


def found(text: str, judged: Sequence[NamePiece] | None) -> list[Named]:
    """The actors that are entered, without their titles."""
    cast = actors.cast(Document("d", text), sentences(text), [], table=places(), seats=seats(), judged=judged)
    out: list[Named] = []
    for mention in cast.mentions:
        surface = text[mention.span.start : mention.span.end]
        own = bare(surface) or surface
        begin = mention.span.start + max(0, surface.find(own))
        out.append((begin, begin + len(own), cast.actors[mention.actor].kind))
    return out


def figures(got: Iterable[list[Named]], wanted: Iterable[list[Named]]) -> tuple[float, float, float, float]:
    """Precision, recall and F1 of places, and F1 of places with kinds."""
    right = alike = mine = gold = 0
    for names, theirs in zip(got, wanted, strict=True):
        kinds = {(s, e): k for s, e, k in theirs}
        hits = [(s, e, k) for s, e, k in names if (s, e) in kinds]
        right, alike = right + len(hits), alike + sum(kinds[s, e] == k for s, e, k in hits)
        mine, gold = mine + len(names), gold + len(theirs)
    p, r = right / max(1, mine), right / max(1, gold)
    return p, r, 2 * right / max(1, mine + gold), 2 * alike / max(1, mine + gold)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--shared", type=Path, default=SHARED)
    ask.add_argument("--bundle", type=Path)
    options = ask.parse_args()
    reader, texts = OnnxReader(options.bundle), list(by_hand(options.shared))
    gold = [[n for n in t.names if n[2] in ACTING] for t in texts]
    judged = [reader.read(Document("d", t.text)).names for t in texts]
    print(f"{len(texts)} texts, {sum(map(len, gold))} actors named")
    for label, read in (
        ("by capitals", [found(t.text, None) for t in texts]),
        ("as judged", [found(t.text, j) for t, j in zip(texts, judged, strict=True)]),
    ):
        got = [[n for n in names if n[2] in ACTING] for names in read]
        p, r, f1, kind = (100 * x for x in figures(got, gold))
        print(f"{label:12} precision {p:5.1f}  recall {r:5.1f}  F1 {f1:5.1f}  and kind {kind:5.1f}")
        for one in sorted(ACTING):
            only = [[[n for n in names if n[2] == one] for names in side] for side in (got, gold)]
            p, r, f1, _ = (100 * x for x in figures(*only))
            print(f"  {one:12} {sum(map(len, only[1])):4}  precision {p:5.1f}  recall {r:5.1f}  F1 {f1:5.1f}")


if __name__ == "__main__":
    main()
