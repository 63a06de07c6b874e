"""Texts whose names were read by hand, packed as offsets and kinds.

    python -m train.names --shared ../shared --read out_batch1.txt out_batch2.txt --out train/annotations/names.jsonl

Readers write, after `# doc_id`, one line a string: `string :: kind`, or `string :: kind #1 #3` where only some of its occurrences are
meant. Where strings overlap the longest stands.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from bench.corpora import rows
from bench.perfect import pieces_in
from train.annotate import ANNOTATIONS, texts_of
from walkback.core.reading import NAME_KINDS
from walkback.reading.labels import NAME_TAGS
from walkback.reading.windows import Window

Named = tuple[int, int, str]  # start, end, one of NAME_KINDS
_LINE = re.compile(r"(.+?) :: (\w+)((?: #\d+)*)")


def marked() -> dict[str, list[Named]]:
    """The names of each text that was read by hand to learn from, by document."""
    return {row["doc_id"]: [(s, e, kind) for s, e, kind in row["names"]] for row in rows(ANNOTATIONS / "names.jsonl")}


def label_names(window: Window, names: list[Named]) -> list[int]:
    """A name tag a piece."""
    tags = [0] * len(window)
    for start, end, kind in names:
        for n, i in enumerate(pieces_in(window, start, end)):
            tags[i] = NAME_TAGS.index(f"{'I' if n else 'B'}-{kind}")
    return tags


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


def pack(options: argparse.Namespace) -> None:
    data = options.shared / "data"
    texts = texts_of(data) | {row["doc_id"]: row["text"] for row in rows(data / "polnear" / "dev.cases.jsonl")}
    held: dict[str, list[Named]] = {}
    for path in options.read:
        held |= written(path, texts)
    lines = (json.dumps({"doc_id": d, "names": held[d]}, separators=(",", ":")) + "\n" for d in sorted(held))
    options.out.write_text("".join(lines), encoding="utf-8")
    kinds = Counter(kind for names in held.values() for _, _, kind in names)
    print(f"{len(held)} texts, {kinds.total()} names: {dict(kinds.most_common())}")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--shared", type=Path, default=Path("../shared"))
    ask.add_argument("--read", type=Path, nargs="+", required=True)
    ask.add_argument("--out", type=Path, required=True)
    pack(ask.parse_args())


if __name__ == "__main__":
    main()
