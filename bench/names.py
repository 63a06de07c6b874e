"""Names: how many are found, and taken for what they are, by the model and by their capitals.

    python -m bench.names

On 16 articles of PolNeAR's dev set and the dev news items of the ledger, whose names were read by hand
(train/annotations/names-dev.jsonl), and on the news of GUM's open part (dev; annotations CC BY 4.0), where a country is always a
place. A name counts if it begins and ends where gold does; "and kind" if it is also taken for the same. Actors are the persons,
bodies, governments and groups of those; by their capitals they are found by the rules that read where no model marks names.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import SHARED, rows
from walkback import actors
from walkback.core.text import Document
from walkback.names import COMMON, TITLES, bare, places, seats
from walkback.naming import ACTING
from walkback.reading.reader import OnnxReader
from walkback.reading.sentences import sentences

MARKED = Path(__file__).parent.parent / "train" / "annotations" / "names-dev.jsonl"
NEWS_LIKE = frozenset({"news", "interview", "speech"})
GUM = {"person": "person", "organization": "organisation", "place": "place"}
AS_GUM = {
    "person": "person",
    "organisation": "organisation",
    "place": "place",
    "government": "place",
}  # a country is a place there
Named = tuple[int, int, str]  # start, end, kind


@dataclass(frozen=True)
class Text:
    """A text with every name in it."""

    doc_id: str
    genre: str
    text: str
    names: list[Named]


@dataclass
class _Token:
    form: str
    start: int
    upos: str
    entity: str

    @property
    def end(self) -> int:
        return self.start + len(self.form)


def gum(data: Path, split: str) -> Iterator[Text]:
    """The documents of one official split of GUM's open part."""
    with gzip.open(data / "gum" / "open" / f"gum-{split}.conllu.gz", "rt", encoding="utf-8") as lines:
        blocks = re.split(r"(?m)^(?=# newdoc id = )", lines.read())
    for block in filter(None, blocks):
        text, tokens = _text_of(block)
        doc_id = block.split("\n", 1)[0].removeprefix("# newdoc id = ").strip()
        yield Text(doc_id, doc_id.split("_")[1], text, _without_overlaps(text, _names_of(text, tokens)))


def _text_of(block: str) -> tuple[str, list[_Token]]:
    """The running text of a document, paragraphs parted by a blank line, and its tokens."""
    text, tokens, inside = "", list[_Token](), 0
    for line in block.splitlines():
        if line.startswith("# newpar") and not line.startswith("# newpar_block"):
            text = text.rstrip(" ") + ("\n\n" if text.strip() else "")
        if not line or line.startswith("#"):
            continue
        number, form, _, upos, _, _, _, _, _, misc = line.split("\t")
        if "." in number:
            continue
        if "-" in number:  # the surface of the next tokens ("daughter's")
            inside = int(number.split("-")[1])
            text += form + ("" if "SpaceAfter=No" in misc else " ")
            at = len(text) - len(form) - (0 if "SpaceAfter=No" in misc else 1)
            continue
        entity = next((part[7:] for part in misc.split("|") if part.startswith("Entity=")), "")
        if inside and int(number) <= inside:
            tokens.append(_Token(form, at, upos, entity))
            at += len(form)
            if int(number) == inside:
                inside = 0
            continue
        tokens.append(_Token(form, len(text), upos, entity))
        text += form + ("" if "SpaceAfter=No" in misc else " ")
    return text, tokens


def _names_of(text: str, tokens: list[_Token]) -> list[Named]:
    """The name inside every mention of a person, organisation or place whose head is a proper noun."""
    out: list[Named] = []
    open_: dict[str, list[tuple[int, str, str]]] = {}  # entity -> (first token, kind, minimal span)
    for n, token in enumerate(tokens):
        for alone, opened, closed in re.findall(r"\(([^()]+)\)|\(([^()]+)|([^()]+)\)", token.entity):
            fields = (alone or opened).split("-")
            key = fields[0] or closed.split("-")[0]
            if alone or opened:
                open_.setdefault(key, []).append(
                    (n, fields[1] if len(fields) > 1 else "", fields[5] if len(fields) > 5 else "1")
                )
            if (alone or closed) and open_.get(key):
                first, kind, least = open_[key].pop()
                found = _name_in(tokens[first : n + 1], least) if kind in GUM else None
                if found:
                    out.append(_bare(text, *found, GUM[kind]))
    return out


def _name_in(mention: list[_Token], least: str) -> tuple[int, int] | None:
    """From the first to the last of the proper nouns around the head of a mention."""
    heads = [int(i) - 1 for i in least.split(",") if i.isdigit()]
    if not heads or heads[-1] >= len(mention) or mention[heads[0]].upos != "PROPN":
        return None
    first = last = heads[0]
    while first > 0 and mention[first - 1].upos == "PROPN":
        first -= 1
    while last + 1 < len(mention):
        after = mention[last + 1]
        linked = after.form in ("of", "for", "and", "the", "de", "-") or after.upos == "PROPN"
        reach = next((i for i in range(last + 1, min(last + 4, len(mention))) if mention[i].upos == "PROPN"), None)
        between = mention[last + 1 : reach] if reach is not None else []
        if not linked or reach is None or any(t.form not in ("of", "for", "the", "de", "-") for t in between):
            break
        last = reach
    return mention[first].start, mention[last].end


def _bare(text: str, start: int, end: int, kind: str) -> Named:
    """A name without the titles before it."""
    surface = text[start:end]
    short = bare(surface) if kind == "person" else surface
    at = surface.find(short) if short else -1
    return (start + at, start + at + len(short), kind) if at > 0 else (start, end, kind)


def _without_overlaps(text: str, found: list[Named]) -> list[Named]:
    """The longest of names that overlap, in text order, without what are mere titles or pronouns in capitals."""
    kept: list[Named] = []
    mere = {*TITLES, *COMMON}
    named = {
        n for n in found if any(w.lower().strip(".") not in mere or w.isupper() for w in text[n[0] : n[1]].split())
    }
    for name in sorted(named, key=lambda n: (n[0] - n[1], n)):
        if not any(name[0] < k[1] and k[0] < name[1] for k in kept):
            kept.append(name)
    return sorted(kept)


def by_hand(shared: Path) -> Iterator[Text]:
    """The texts whose names were read by hand."""
    data = shared / "data"
    files = (data / "polnear" / "dev.cases.jsonl", data / "ledger" / "dev-current-events.cases.jsonl")
    texts = {row["doc_id"]: row["text"] for path in files for row in rows(path)}
    for row in rows(MARKED):
        yield Text(row["doc_id"], "news", texts[row["doc_id"]], [(s, e, k) for s, e, k in row["names"]])


def by_capitals(text: str) -> list[Named]:
    """The actors that the rules find."""
    held = sentences(text)
    cast = actors.cast(Document("d", text), held, [], table=places(), seats=seats())
    return [(*m.span, cast.actors[m.actor].kind) for m in cast.mentions]


def figures(found: Iterable[list[Named]], wanted: Iterable[list[Named]]) -> tuple[float, float, float, float]:
    """Precision, recall and F1 of places, and F1 of places with kinds."""
    right = alike = got = gold = 0
    for mine, theirs in zip(found, wanted, strict=True):
        kinds = {(s, e): k for s, e, k in theirs}
        hits = [(s, e, k) for s, e, k in mine if (s, e) in kinds]
        right, alike = right + len(hits), alike + sum(kinds[s, e] == k for s, e, k in hits)
        got, gold = got + len(mine), gold + len(theirs)
    p, r = right / max(1, got), right / max(1, gold)
    return p, r, 2 * right / max(1, got + gold), 2 * alike / max(1, got + gold)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--shared", type=Path, default=SHARED)
    ask.add_argument("--bundle", type=Path)
    options = ask.parse_args()
    reader = OnnxReader(options.bundle)

    def read(texts: list[Text]) -> list[list[Named]]:
        return [[(*n.span, n.kind) for n in reader.read(Document("d", t.text)).names or ()] for t in texts]

    def show(label: str, found: list[list[Named]], wanted: list[list[Named]]) -> None:
        p, r, f1, kind = (100 * x for x in figures(found, wanted))
        print(f"{label:34} precision {p:5.1f}  recall {r:5.1f}  F1 {f1:5.1f}  and kind {kind:5.1f}")

    texts = list(by_hand(options.shared))
    gold, found = [t.names for t in texts], read(texts)
    show("read by hand, all names", found, gold)
    for kind, count in Counter(k for names in gold for _, _, k in names).most_common():
        only = [[[n for n in names if n[2] == kind] for names in side] for side in (found, gold)]
        show(f"  {kind} ({count})", *only)
    acting = [[n for n in names if n[2] in ACTING] for names in gold]
    show("  actors, by the model", [[n for n in names if n[2] in ACTING] for names in found], acting)
    show("  actors, by capitals", [[n for n in by_capitals(t.text) if n[2] in ACTING] for t in texts], acting)
    news = [t for t in gum(options.shared / "data", "dev") if t.genre in NEWS_LIKE]
    there = [[(s, e, AS_GUM[k]) for s, e, k in names if k in AS_GUM] for names in read(news)]
    show("GUM news", there, [t.names for t in news])


if __name__ == "__main__":
    main()
