"""What to read next: documents for annotation, those with words of the rare statuses first; writes reading batches.

A batch is BATCH.list (doc_id, date and path of the text, a line each) with the texts beside it, as ../shared's quick form
wants it. The words below only choose texts: no label is made from them, a reader judges every one.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

from train.data import Json, annotated, held_out, read_lines

RARE = re.compile(
    r"\b(postpon|delay|put(?:s|ting)? off|reschedul|push(?:ed|es)? back|defer|call(?:s|ed|ing)? off|cancel|scrap|shelve|suspend|halt"
    r"|withdr[ae]w|abandon|drop(?:s|ped)? (?:its|his|her|their|the|plans?)|back(?:s|ed|ing)? (?:down|off|out|away)|walk(?:s|ed)? back|pull(?:s|ed)? out"
    r"|revers|no longer|den(?:y|ies|ied|ial)|never (?:agreed|planned|said|happened)|false(?:ly)?|fail|collaps|f[ae]ll(?:s|en)? through|vot(?:e|es|ed) down"
    r"|block(?:s|ed)?|stall|break(?:s)? down|broke down|defeat(?:s|ed) (?:a|the) (?:bill|motion|proposal)|without (?:a )?(?:deal|agreement)|deadline)",
    re.I,
)
AHEAD = re.compile(
    r"\b(consider|may|might|could|agree[sd]?|will|plans? to|set to|due to|expected|threat|vow|pledg|promis|ultimatum|if|unless|until|talks?|deal|summit)\b",
    re.I,
)


def _worth(text: str) -> float:
    """How much a text promises: words of the rare statuses count three times those of anything ahead."""
    return 3 * len({m.lower() for m in RARE.findall(text)}) + len({m.lower() for m in AHEAD.findall(text)})


# the words that most often give the four statuses that are rarest in the ledgers
RAREST = re.compile(
    r"\b(postpon\w+|delay(?:s|ed|ing)?|put(?:s|ting)? off|reschedul\w+|pushe[sd] back|call(?:s|ed|ing)? off|cancel\w*|scraps|scrapped|shelve[sd]?"
    r"|withdraws|drop(?:s|ped) (?:its|his|her|their|the|plans?|charges)|back(?:s|ed) (?:down|off|out)|den(?:y|ies|ied) (?:that|having|any|ever|plan)\w*"
    r"|fail(?:s|ed)? to (?:reach|agree|pass|win|form|secure|meet)|f[ae]ll(?:s|en)? through|talks (?:collapse|fail|break)\w*|vot(?:e|es|ed) (?:down|against)|defeats? a)",
    re.I,
)


def choose(
    rows: list[Json], taken: set[str], count: int, share: float, seed: int, *, rarest: bool = False
) -> list[Json]:
    """`count` documents not in `taken`: `share` of them the most promising (drawn from the best tenth), the rest at random.

    rarest: any document with a word of RAREST is as promising as any other, and no document without.
    """
    if rarest:
        free = [
            row for row in rows if row["doc_id"] not in taken and len(row["text"]) >= 80 and RAREST.search(row["text"])
        ]
        return random.Random(seed).sample(free, min(count, len(free)))
    free = [row for row in rows if row["doc_id"] not in taken and len(row["text"]) >= 120]
    rng = random.Random(seed)
    ranked = sorted(free, key=lambda row: (-_worth(row["text"]), row["doc_id"]))
    best = rng.sample(ranked[: max(len(ranked) // 10, round(2 * count * share))], round(count * share))
    ids = {row["doc_id"] for row in best}
    return best + rng.sample([row for row in free if row["doc_id"] not in ids], count - len(best))


def write(folder: Path, batch: str, rows: list[Json]) -> None:
    texts = folder / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    lines = []
    for row in rows:
        path = texts / f"{row['doc_id']}.txt"
        path.write_text(row["text"], encoding="utf-8")
        lines.append(f"{row['doc_id']}\t{row['dct']}\t{path}\n")
    (folder / f"{batch}.list").write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """python -m train.pick --data DIR --out DIR --batches 7 --paragraphs 110 --articles 18"""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--batches", type=int, default=7)
    ask.add_argument("--paragraphs", type=int, default=110, help="of current-events, a batch")
    ask.add_argument("--articles", type=int, default=18, help="of PolNeAR, a batch")
    ask.add_argument("--twice", type=float, default=0.1, help="share that the next batch's reader reads again")
    ask.add_argument("--first", type=int, default=1, help="number of the first batch")
    ask.add_argument("--rarest", action="store_true", help="paragraphs with a word of the rarest statuses only")
    ask.add_argument("--seed", type=int, default=1)
    options = ask.parse_args()
    taken = annotated(options.data) | held_out(options.data)
    taken |= {
        line.split("\t")[0]
        for path in options.out.glob("*.list")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    paragraphs = [
        {"doc_id": row["id"], "dct": row["date"], "text": row["text"]}
        for row in read_lines(options.data / "current-events" / "events-2002-2019.jsonl.gz")
    ]
    articles = [
        {"doc_id": row["doc_id"], "dct": row["dct"], "text": row["text"]}
        for row in read_lines(options.data / "polnear" / "train.jsonl.gz")
    ]
    n = options.batches
    read = choose(paragraphs, taken, n * options.paragraphs, 0.7, options.seed, rarest=options.rarest)
    long = choose(articles, taken, n * options.articles, 0.6, options.seed)
    groups = [read[i::n] + long[i::n] for i in range(n)]
    for i, group in enumerate(groups):
        before = groups[i - 1] if n > 1 else []
        again = before[:: max(1, round(1 / options.twice))] if options.twice else []
        write(options.out, f"b{options.first + i:02d}", group)
        write(options.out, f"b{options.first + i:02d}again", again)
        print(
            f"b{options.first + i:02d}: {len(group)} documents, {sum(len(r['text']) for r in group):,} characters; again: {len(again)}"
        )


if __name__ == "__main__":
    main()
