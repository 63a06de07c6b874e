"""Turn reading batches in the quick form into annotations of the project: offsets and labels, no text.

    python -m train.annotate --batches /tmp/read b01 b02 --out train/annotations/first.jsonl
    python -m train.annotate --batches /tmp/read --agreement b01again:b02 ...

Each line of the output is one document: {"doc_id", "dct", "quick": true, "reports": [[start, end, status, by, due, flags], ...]};
by is "outlet", the offsets of a place that names whose word it is, or null where the text does not name it so; due is
[earliest, latest] or null; flags are letters: c conditional, h hedged, v a vague due. The same lines are read by train.data.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path

from bench.corpora import Json, rows

ANNOTATIONS = Path(__file__).parent / "annotations"  # our own, offsets and labels only
QUICK = ("train-articles-quick", "train-current-events-quick")
FLAGS = (("c", "conditional"), ("h", "hedged"), ("v", "due_vague"))


def place_of(text: str, name: str, near: int) -> list[int] | None:
    """The place of a name nearest to an offset; None if the text does not hold it."""
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    return list(min(found, key=lambda s: abs(s[0] - near))) if found else None


def packed(case: Json, text: str) -> Json:
    """One resolved case of the quick form as offsets and labels."""
    out = []
    for r in case["reports"]:
        by = "outlet" if r["by"] == "outlet" else place_of(text, case["actors"][r["by"]]["name"], r["span"][0])
        flags = "".join(letter for letter, key in FLAGS if r.get(key))
        out.append([*r["span"], r["status"], by, r["due"], flags])
    return {"doc_id": case["doc_id"], "dct": case["dct"], "quick": True, "reports": out}


def unpacked(row: Json, text: str) -> Json:
    """The exchange form of a packed document, as the ledger's own gold has it."""
    actors: dict[str, Json] = {}
    matters: dict[str, Json] = {}
    reports = []
    for n, (start, end, status, by, due, flags) in enumerate(row["reports"], 1):
        actor = by
        if isinstance(by, list):
            actor = f"{by[0]}-{by[1]}"
            actors[actor] = {"name": text[by[0] : by[1]], "kind": "person"}
        matters[f"m{n}"] = {"label": text[start:end], "type": "other", "parties": []}
        reports.append(
            {
                "id": f"r{n}",
                "matter": f"m{n}",
                "span": [start, end],
                "status": status,
                "by": actor,
                "as_of": None,
                "due": due,
            }
            | {key: letter in flags for letter, key in FLAGS}
        )
    return {**row, "actors": actors, "matters": matters, "reports": reports, "findings": []}


def own() -> dict[str, Json]:
    """The packed documents whose reports were read here, by id; what was read last stands."""
    return {row["doc_id"]: row for path in sorted(ANNOTATIONS.glob("20*.jsonl")) for row in rows(path)}


def texts_of(data: Path) -> dict[str, str]:
    """Every text there is to learn from, by document."""
    files = (data / "polnear" / "train.jsonl.gz", data / "current-events" / "events-2002-2019.jsonl.gz")
    return {row.get("doc_id") or row["id"]: row["text"] for path in files for row in rows(path)}


def quick(data: Path, texts: Mapping[str, str]) -> dict[str, Json]:
    """All cases of the quick form, those of the ledger and our own, by document. texts: those of `texts_of`."""
    ledger = (row for name in QUICK for row in rows(data / "ledger" / f"{name}.gold.jsonl"))
    return {row["doc_id"]: row for row in ledger} | {d: unpacked(row, texts[d]) for d, row in own().items()}


def agreement(first: list[Json], second: list[Json]) -> str:
    """Of two readings of the same documents: F1 of triggers that overlap, with the same status; statuses and words alike."""
    other = {case["doc_id"]: case for case in second}
    counts = {"first": 0, "second": 0, "both": 0, "status": 0, "by": 0}
    for case in first:
        if case["doc_id"] not in other:
            continue
        mine, theirs = case["reports"], list(other[case["doc_id"]]["reports"])
        counts["first"] += len(mine)
        counts["second"] += len(theirs)
        for r in mine:
            fitting = [t for t in theirs if t["span"][0] < r["span"][1] and r["span"][0] < t["span"][1]]
            if not fitting:
                continue
            best = max(fitting, key=lambda t: t["status"] == r["status"])
            theirs.remove(best)
            counts["both"] += 1
            counts["status"] += best["status"] == r["status"]
            counts["by"] += best["by"] == r["by"]
    total = max(1, counts["first"] + counts["second"])
    matched = max(1, counts["both"])
    return (
        f"{counts['first']} and {counts['second']} reports; on the trigger word F1 {2 * counts['both'] / total:.3f}, "
        f"with the same status {2 * counts['status'] / total:.3f}; of those found by both, status {counts['status'] / matched:.3f}, "
        f"by {counts['by'] / matched:.3f}"
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("names", nargs="*", help="batches to pack")
    ask.add_argument("--batches", type=Path, required=True, help="folder with BATCH.jsonl (resolved) and texts/")
    ask.add_argument("--out", type=Path)
    ask.add_argument("--agreement", nargs="*", default=[], metavar="AGAIN:FIRST")
    options = ask.parse_args()
    lines, statuses = [], dict[str, int]()
    for name in options.names:
        for case in rows(options.batches / f"{name}.jsonl"):
            text = (options.batches / "texts" / f"{case['doc_id']}.txt").read_text(encoding="utf-8")
            lines.append(json.dumps(packed(case, text), separators=(",", ":")) + "\n")
            for r in case["reports"]:
                statuses[r["status"]] = statuses.get(r["status"], 0) + 1
    if options.out and lines:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} documents, {sum(statuses.values())} reports {dict(sorted(statuses.items()))}")
    pairs = [pair.split(":") for pair in options.agreement]
    if pairs:
        first = [case for _, name in pairs for case in rows(options.batches / f"{name}.jsonl")]
        second = [case for again, _ in pairs for case in rows(options.batches / f"{again}.jsonl")]
        print("read twice:", agreement(first, second))


if __name__ == "__main__":
    main()
