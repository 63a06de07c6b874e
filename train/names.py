"""Texts with the names in them: what was read by hand here, and the open part of GUM (annotations CC BY 4.0) as a test from outside.

    python -m train.names --shared ../shared --read out_batch1.txt out_batch2.txt --out train/annotations/names.jsonl

Readers write, after `# doc_id`, one line a string: `string :: kind`, or `string :: kind #1 #3` where only some of its occurrences are
meant. Where strings overlap the longest stands. Packed are offsets and kinds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import rows
from train.annotate import ANNOTATIONS
from walkback.names import COMMON, TITLES, bare
from walkback.reading.labels import NAME_KINDS

GUM = {"person": "person", "organization": "organisation", "place": "place"}
AS_GUM = {"person": "person", "organisation": "organisation", "place": "place", "government": "place"}  # a country is a place there
_LINE = re.compile(r"(.+?) :: (\w+)((?: #\d+)*)")
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


def marked(name: str = "names") -> dict[str, list[Named]]:
    """The names of each text that was read by hand, by document."""
    path = ANNOTATIONS / f"{name}.jsonl"
    held = rows(path) if path.exists() else ()
    return {row["doc_id"]: [(start, end, kind) for start, end, kind in row["names"]] for row in held}


def written(path: Path, texts: Mapping[str, str]) -> dict[str, list[Named]]:
    """The names of each document as a reader wrote them, found in the texts."""
    told: dict[str, list[tuple[str, str, set[int]]]] = {}
    for line in filter(None, map(str.strip, path.read_text(encoding="utf-8").splitlines())):
        if line.startswith("# "):
            strings = told.setdefault(line[2:].split(" ")[0], [])
        elif match := _LINE.fullmatch(line):
            strings.append((match[1], match[2], {int(n.strip("# ")) for n in match[3].split()}))
    return {doc_id: spread(texts[doc_id], strings) for doc_id, strings in told.items()}


def spread(text: str, strings: list[tuple[str, str, set[int]]]) -> list[Named]:
    """Every occurrence of some strings as a whole word; a line that numbers its occurrences goes before one for all."""
    found: dict[tuple[int, int], str] = {}
    for string, kind, only in sorted(strings, key=lambda s: not s[2]):
        if kind not in NAME_KINDS:
            raise ValueError(f"{kind!r} of {string!r} is no kind of name: one of {', '.join(NAME_KINDS)}")
        edges = (r"(?<!\w)" if string[0].isalnum() else "", r"(?!\w)" if string[-1].isalnum() else "")
        for n, match in enumerate(re.finditer(edges[0] + re.escape(string) + edges[1], text), 1):
            if not only or n in only:
                found.setdefault(match.span(), kind)
    kept: list[Named] = []
    for (start, end), kind in sorted(found.items(), key=lambda f: (f[0][0] - f[0][1], f[0])):
        if not any(start < b and a < end for a, b, _ in kept):
            kept.append((start, end, kind))
    return sorted(kept)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--shared", type=Path, default=Path("../shared"))
    ask.add_argument("--read", type=Path, nargs="+", required=True)
    ask.add_argument("--out", type=Path, required=True)
    options = ask.parse_args()
    data = options.shared / "data"
    files = ("polnear/train.jsonl.gz", "polnear/dev.cases.jsonl", "current-events/events-2002-2019.jsonl.gz")
    texts = {row.get("doc_id") or row["id"]: row["text"] for file in files for row in rows(data / file)}
    held: dict[str, list[Named]] = {}
    for path in options.read:
        held |= written(path, texts)
    lines = (json.dumps({"doc_id": d, "names": held[d]}, separators=(",", ":")) + "\n" for d in sorted(held))
    options.out.write_text("".join(lines), encoding="utf-8")
    kinds = Counter(kind for names in held.values() for _, _, kind in names)
    print(f"{len(held)} texts, {kinds.total()} names: {dict(kinds.most_common())}")


if __name__ == "__main__":
    main()
