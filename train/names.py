"""Texts with the names in them: the open part of GUM (annotations CC BY 4.0) and the open sources of re3d, under --data."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import rows
from walkback.names import COMMON, TITLES, bare
from walkback.reading.labels import NAME_KINDS

GUM = {"person": "person", "organization": "organisation", "place": "place"}
RE3D = {"Person": "person", "Organisation": "organisation", "Location": "place", "MilitaryPlatform": None}
CLOSED = ("BBC Online",)  # CC BY-NC
Named = tuple[int, int, str]  # start, end, one of NAME_KINDS


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


def re3d(data: Path) -> Iterator[Text]:
    """The documents of re3d's open sources; of its entities those that are names."""
    for folder in sorted(p for p in (data / "re3d").iterdir() if p.is_dir() and p.name not in CLOSED):
        found: dict[str, list[Named]] = {}
        texts = {row["_id"]: row["text"] for row in rows(folder / "documents.json")}
        for row in rows(folder / "entities.json"):
            kind = RE3D.get(row["type"])
            text = texts.get(row["documentId"], "")
            surface = text[row["begin"] : row["end"]]
            name = re.search(r"[A-Z][\w.’'-]*(?:[ -](?:[A-Z][\w.’'-]*|of|for|the|al|de|and(?= [A-Z])))*", surface)
            if kind and name and surface.split()[-1][:1].isupper():
                end = row["begin"] + len(surface[: name.end()].rstrip())
                if name.end() == len(surface):
                    found.setdefault(row["documentId"], []).append(_bare(text, row["begin"] + name.start(), end, kind))
        for doc_id, text in sorted(texts.items()):
            yield Text(doc_id, "re3d", text, _without_overlaps(text, found.get(doc_id, [])))


__all__ = ["NAME_KINDS", "Named", "Text", "gum", "re3d"]
