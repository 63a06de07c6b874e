"""Even-handedness: do the figures move when people, parties and countries change names?

    python -m bench.swap --swaps 3

Every dev article is written again with its people's first and last names, its parties and its countries exchanged for others of
the same kind (one exchange a run, the same in all articles), the gold moved along. A reader that knows names rather than
language reads the new articles worse. Prints each figure as it is, how far each exchange moves it, in points, and how far the mean
move itself is a matter of the cases.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.corpora import SHARED, Json, rows, scorer
from bench.quality import SUITES, Suite, key_of, ledger_figures, load, read_and_score
from walkback import actors, names
from walkback.core.text import Document
from walkback.reading.reader import OnnxReader
from walkback.reading.sentences import sentences
from walkback.timing.words import MONTHS, WEEKDAYS

SETS = ("polnear", "ledger-articles", "ledger-current-events")
DRAWS = 200
SHOWN = ("attribution", "detection", "joint", "status_accuracy", "by_accuracy")
PARTIES = {"Democrats": "Republicans", "Democrat": "Republican", "Democratic": "Republican", "Republicans": "Democrats", "Republican": "Democratic"}  # fmt: skip
TIMES = frozenset([*WEEKDAYS, *MONTHS])
NO_NAME = frozenset(
    "The This That And But For Not May June April August Will Justice State House White New North South East West".split()
)


def people(texts: Iterable[str], reader: OnnxReader | None = None) -> tuple[list[str], list[str]]:
    """First and last names of the people that the articles name in full, at least twice in all, as a reader takes them, if any is given.

    Words that also stand in small letters somewhere, or name a place or its people, a day or a month, are no names for certain and stay.
    """
    table = names.places()
    firsts, lasts, small = Counter[str](), Counter[str](), set[str]()
    for text in texts:
        small.update(re.findall(r"\b[a-z]+\b", text))
        document = Document("d", text)
        judged = reader.read(document).names if reader else None
        cast = actors.cast(document, sentences(text), [], table=table, judged=judged)
        for actor in cast.actors.values():
            words = actor.name.split()
            if (
                actor.kind == "person"
                and 2 <= len(words) <= 3
                and all(re.fullmatch(r"[A-Z][a-z’'-]+|[A-Z]\.", w) for w in words)
            ):
                firsts[words[0]] += 1
                lasts[words[-1]] += 1
    listed = resources.files("walkback").joinpath("data", "places.tsv").read_text(encoding="utf-8")
    no_name = NO_NAME | PARTIES.keys() | set(re.findall(r"\w+", listed))

    def sure(name: str, count: int) -> bool:
        whole = count >= 2 and name.isalpha() and len(name) > 2
        return whole and name not in no_name and name.lower() not in small and name.lower() not in TIMES

    known = {n for n, c in firsts.items() if sure(n, c)}, {n for n, c in lasts.items() if sure(n, c)}
    both = known[0] & known[1]
    return sorted(known[0] - both), sorted(known[1] - both)


def countries() -> list[tuple[str, str, str]]:
    """Name, capital and first demonym of countries that have all three, each of one word."""
    table = resources.files("walkback").joinpath("data", "places.tsv").read_text(encoding="utf-8")
    out = []
    for line in table.splitlines()[1:]:
        name, capital, demonyms = line.split("\t")[:3]
        held = (name, capital, demonyms.split("|")[0])
        if all(re.fullmatch(r"[A-Z][a-z]+", word) for word in held):
            out.append(held)
    return out


def exchange(texts: list[str], seed: int, known: tuple[list[str], list[str]] | None = None) -> dict[str, str]:
    """Word -> the word that stands in its place; known: the people of the texts, if they have been found before."""
    rng = random.Random(seed)
    out = dict(PARTIES) if seed % 2 else {}
    for group in known or people(texts):
        mixed = group[:]
        rng.shuffle(mixed)
        out |= dict(zip(group, mixed, strict=True))
    there = countries()
    mixed_there = there[:]
    rng.shuffle(mixed_there)
    for old, new in zip(there, mixed_there, strict=True):
        out |= dict(zip(old, new, strict=True))
    return out


@dataclass
class Moved:
    """A text with words exchanged, and where each offset of the old text went."""

    text: str
    edits: list[tuple[int, int, int, int]]  # old start, old end, new start, new end

    def at(self, offset: int, *, end: bool) -> int:
        """The new place of an offset; inside an exchanged word, its edge."""
        shift = 0
        for old_start, old_end, new_start, new_end in self.edits:
            if offset <= old_start and not (end and offset > old_start):
                break
            if old_start < offset < old_end:
                return new_end if end else new_start
            if offset >= old_end:
                shift = new_end - old_end
        return offset + shift

    def span(self, span: list[int]) -> list[int]:
        return [self.at(span[0], end=False), self.at(span[1], end=True)]


def rewritten(text: str, words: dict[str, str]) -> Moved:
    pattern = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")\b")
    parts, edits, done, size = [], [], 0, 0
    for match in pattern.finditer(text):
        new = words[match.group()]
        parts += [text[done : match.start()], new]
        size += match.start() - done
        edits.append((match.start(), match.end(), size, size + len(new)))
        size += len(new)
        done = match.end()
    return Moved("".join([*parts, text[done:]]), edits)


def moved_gold(gold: Json, texts: dict[str, Moved], words: dict[str, str]) -> Json:
    """The gold of one case over the rewritten texts."""

    def follow(value: Any, doc: str) -> Any:
        if isinstance(value, list) and len(value) == 2 and all(isinstance(v, int) for v in value):
            return texts[doc].span(value)
        return [follow(v, doc) for v in value] if isinstance(value, list) else value

    own = key_of(gold)
    out = dict(gold)
    if "text" in gold:
        out["text"] = texts[own].text
    out["attributions"] = [
        {role: follow(a[role], own) for role in ("source", "cue", "content")} for a in gold.get("attributions", [])
    ]
    out["reports"] = [
        r | {key: texts[r.get("doc_id", own)].span(r[key]) for key in ("span", "sentence_span") if r.get(key)}
        for r in gold.get("reports", [])
    ]
    out["actors"] = {
        key: actor
        | {
            "name": rewritten(actor["name"], words).text,
            "aliases": [rewritten(name, words).text for name in actor.get("aliases", [])],
        }
        for key, actor in gold.get("actors", {}).items()
    }
    return out


NOTHING: Json = {"attributions": [], "actors": {}, "matters": {}, "reports": [], "findings": []}
Told = dict[str, tuple[Json, Json]]  # the gold and what was read of each case


def measure(
    suite: Suite, cases: list[Json], gold: list[Json], shared: Path, folder: Path
) -> tuple[dict[str, float], Told]:
    """The figures of SHOWN, in points, and what they were counted on."""
    figures, _ = read_and_score(suite, cases, gold, shared=shared, folder=folder)
    found = {key_of(row): row for row in rows(folder / f"{suite.name}.predicted.jsonl")}
    told = {key_of(g): (g, found.get(key_of(g), NOTHING | {"doc_id": key_of(g)})) for g in gold}
    return {name: 100 * figures[name] for name in SHOWN if name in figures}, told


def drawn(told: Mapping[str, Any], keys: Sequence[str], score: ModuleType) -> dict[str, float]:
    """The figures of SHOWN on cases drawn with repetition, from their counts (attributions) or from gold and reading themselves."""
    if hasattr(score, "score_doc"):
        total = score.new_counts()
        for key in keys:
            score.add(total, told[key])
        return {"attribution": 100 * score.summarise(total)["attribution"]["f1"]}
    gold, found = ({f"{n}": told[key][i] for n, key in enumerate(keys)} for i in (0, 1))
    result = ledger_figures(score.score(gold, found)[0])
    return {name: 100 * result[name] for name in SHOWN if name in result}


def spread(suite: Suite, before: Told, after: Sequence[Told], shared: Path) -> dict[str, tuple[float, float]]:
    """By figure, where nine of ten mean moves lie when the cases are drawn anew (paired bootstrap over cases; Efron and Tibshirani 1993)."""
    rng, moves = random.Random(1), dict[str, list[float]]()
    score = scorer(shared, "score_attribution" if suite.scorer == "attribution" else "score_ledger")
    if suite.scorer == "attribution":
        counted = [
            {key: score.score_doc(g["text"], g["attributions"], p["attributions"]) for key, (g, p) in told.items()}
            for told in (before, *after)
        ]
    else:
        counted = [before, *after]
    for _ in range(DRAWS):
        keys = rng.choices(sorted(before), k=len(before))
        still, *moved = (drawn(told, keys, score) for told in counted)
        for name, value in still.items():
            moves.setdefault(name, []).append(sum(m[name] for m in moved) / len(moved) - value)
    return {name: (sorted(held)[DRAWS // 20], sorted(held)[-DRAWS // 20]) for name, held in moves.items()}


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--shared", type=Path, default=SHARED)
    ask.add_argument("--swaps", type=int, default=3)
    options = ask.parse_args()
    sets = {suite: load(suite, options.shared) for suite in SUITES if suite.name in SETS}
    texts = [case["text"] for cases, _ in sets.values() for case in cases]
    known = people(texts, OnnxReader())
    with tempfile.TemporaryDirectory() as scratch:
        before = {suite: measure(suite, *sets[suite], options.shared, Path(scratch)) for suite in sets}
        after: dict[Suite, list[tuple[dict[str, float], Told]]] = {suite: [] for suite in sets}
        exchanged = 0
        for seed in range(1, options.swaps + 1):
            words = exchange(texts, seed, known)
            for suite, (cases, gold) in sets.items():
                new = {key_of(case): rewritten(case["text"], words) for case in cases}
                exchanged += sum(len(m.edits) for m in new.values())
                swapped = [case | {"text": new[key_of(case)].text} for case in cases]
                after[suite].append(
                    measure(suite, swapped, [moved_gold(g, new, words) for g in gold], options.shared, Path(scratch))
                )
    print(
        f"{exchanged // options.swaps} names exchanged a run; points by which each exchange moves the figure, and 90 % of the mean over cases drawn anew"
    )
    for suite, (figures, told) in before.items():
        ranges = spread(suite, told, [t for _, t in after[suite]], options.shared)
        for name, value in figures.items():
            each = [figures_after[name] - value for figures_after, _ in after[suite]]
            low, high = ranges[name]
            moves = "  ".join(f"{move:+5.1f}" for move in each)
            mean = sum(each) / options.swaps
            print(f"{suite.name:22s} {name:16s} {value:5.1f}   {moves}   mean {mean:+.1f}  ({low:+.1f} to {high:+.1f})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
