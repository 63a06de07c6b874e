"""CoNLL-U files as documents of words: who needs what of a word takes it from its cells."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Word:
    cells: list[str]  # number, form, lemma, part of speech, ..., miscellany: ten of them
    spaced: bool  # whether a blank follows; never within a contraction


@dataclass
class Sentence:
    opens: bool  # whether a paragraph begins with it
    words: list[Word] = field(default_factory=list)


def documents(path: Path) -> Iterator[tuple[str, list[Sentence]]]:
    """Name and sentences of each document of a file (gzip); a contraction's parts are words, empty nodes are left out."""
    name, held, opens = "", list[Sentence](), False
    contracted, spaced = 0, True  # the last part of the contraction that is being read, and whether a blank follows it
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id"):
                if held:
                    yield name, held
                name, held = line.split("=")[1].strip(), []
            elif line.startswith("# newpar"):
                opens |= not line.startswith("# newpar_block")
            elif line[:1].isdigit():
                cells = line.rstrip("\n").split("\t")
                number, after = cells[0], "SpaceAfter=No" not in cells[9]
                if "-" in number:
                    contracted, spaced = int(number.split("-")[1]), after
                elif "." not in number:
                    if number == "1":
                        held.append(Sentence(opens))
                        opens = False
                    at = int(number)
                    held[-1].words.append(Word(cells, after if at > contracted else spaced and at == contracted))
                    contracted = contracted if at < contracted else 0
    if held:
        yield name, held
