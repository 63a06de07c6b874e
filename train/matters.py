"""Which reports of the quick form are of one matter, read by hand afterwards: pack what readers wrote, and put it into the gold.

    python -m train.matters pack --shared ../shared --read out_batch1.txt out_batch2.txt --out train/annotations/matters.jsonl

Readers write, after `# doc_id`, one line a matter: `label | type | party; party | numbers of its reports`. Packed are offsets and
labels: {"doc_id", "matters": [[type, [place of a party, ...], [place of a trigger, ...]], ...]}; the first party would do it. Of a
document read twice the first reading stays, and how far the second agrees is printed.
"""

from __future__ import annotations

import argparse
import json
from itertools import combinations
from pathlib import Path

from bench.corpora import Json, rows
from train.annotate import ANNOTATIONS, place_of, quick, texts_of

MATTERS = ANNOTATIONS / "matters.jsonl"
Written = dict[str, list[tuple[str, list[str], list[int]]]]


def written(path: Path) -> Written:
    """doc_id -> (type, parties, numbers of reports from 1) of each matter, as a reader wrote them."""
    out: Written = {}
    for line in filter(None, map(str.strip, path.read_text(encoding="utf-8").splitlines())):
        if line.startswith("#"):
            matters = out.setdefault(line.strip("# ").split(" ")[0], [])
            continue
        _, kind, parties, numbers = (part.strip() for part in line.split("|"))
        named = [p.strip() for p in parties.split(";") if p.strip() not in ("", "-")]
        matters.append((kind, named, [int(n) for n in numbers.split()]))
    return out


def packed(doc_id: str, matters: list[tuple[str, list[str], list[int]]], case: Json, text: str) -> Json:
    """One document's matters as offsets and labels."""
    out = []
    for kind, parties, numbers in matters:
        spans = [case["reports"][n - 1]["span"] for n in numbers]
        places = [place_of(text, name, spans[0][0]) or _anywhere(text, name) for name in parties]
        out.append([kind, [p for p in places if p], [list(s) for s in dict.fromkeys(map(tuple, spans))]])
    return {"doc_id": doc_id, "matters": out}


def _anywhere(text: str, name: str) -> list[int] | None:
    at = text.find(name)
    return [at, at + len(name)] if at >= 0 else None


def joined(case: Json, row: Json, text: str) -> Json:
    """A case of the quick form with matters, their types and their parties, as the full form has them."""
    actors, matters, of = dict(case["actors"]), dict[str, Json](), dict[tuple[int, ...], str]()
    for n, (kind, places, triggers) in enumerate(row["matters"], 1):
        parties = []
        for start, end in places:
            key = f"{start}-{end}"
            actors.setdefault(key, {"name": text[start:end], "kind": "person"})
            parties.append(key)
        matters[f"m{n}"] = {"label": text[slice(*triggers[0])], "type": kind, "parties": parties}
        of |= {tuple(span): f"m{n}" for span in triggers}
    reports = [r | {"matter": of[tuple(r["span"])]} for r in case["reports"] if tuple(r["span"]) in of]
    return {**case, "quick": False, "actors": actors, "matters": matters, "reports": reports}


def by_document(path: Path = MATTERS) -> dict[str, Json]:
    return {row["doc_id"]: row for row in rows(path)}


def agreement(first: Json, second: Json) -> tuple[int, int, int, int, int]:
    """Pairs of triggers that both, the first and the second reading bring together; triggers, and those of one type."""
    together = []
    types: list[dict[tuple[int, ...], str]] = []
    for row in (first, second):
        held = [sorted(map(tuple, triggers)) for _, _, triggers in row["matters"]]
        together.append({pair for spans in held for pair in combinations(spans, 2)})
        types.append({tuple(s): kind for kind, _, spans in row["matters"] for s in spans})
    both = types[0].keys() & types[1].keys()
    alike = sum(types[0][s] == types[1][s] for s in both)
    return len(together[0] & together[1]), len(together[0]), len(together[1]), len(both), alike


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("do", choices=("pack",))
    ask.add_argument("--shared", type=Path, default=Path("../shared"))
    ask.add_argument("--read", type=Path, nargs="+", required=True)
    ask.add_argument("--out", type=Path, default=MATTERS)
    options = ask.parse_args()
    texts = texts_of(options.shared / "data")
    cases = quick(options.shared / "data", texts)
    kept: dict[str, Json] = {}
    counts = [0] * 5
    for path in options.read:
        for doc_id, matters in written(path).items():
            row = packed(doc_id, matters, cases[doc_id], texts[doc_id])
            if doc_id in kept:
                counts = [a + b for a, b in zip(counts, agreement(kept[doc_id], row), strict=True)]
            kept.setdefault(doc_id, row)
    options.out.write_text(
        "".join(json.dumps(kept[d], separators=(",", ":")) + "\n" for d in sorted(kept)), encoding="utf-8"
    )
    spans = [m[2] for row in kept.values() for m in row["matters"]]
    pairs = sum(len(s) * (len(s) - 1) // 2 for s in spans)
    print(
        f"{len(kept)} documents, {sum(map(len, spans))} triggers of {len(spans)} matters, {pairs} pairs of one matter"
    )
    both, first, second, triggers, alike = counts
    if triggers:
        print(
            f"read twice: pairs of one matter F1 {2 * both / (first + second):.3f}, type alike {alike / triggers:.3f} of {triggers} triggers"
        )


if __name__ == "__main__":
    main()
