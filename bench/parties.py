"""Who takes part in an undertaking: the parties of reports beside the annotation, gold triggers given.

    python -m bench.parties

A name is the annotated one if it is the same or ends in the same word. Prints how often the one who would do it is the annotated one, and
precision, recall and F1 over all parties of the reports of documents annotated in full.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from bench.corpora import SHARED, rows
from bench.perfect import PerfectReader
from walkback import pipeline
from walkback.core.text import Document
from walkback.reading.reader import OnnxReader

SETS = ("dev-articles", "dev-current-events")


def alike(a: str, b: str) -> bool:
    """Whether two names are of one actor, as far as names tell."""
    first, second = a.lower().split(), b.lower().split()
    return bool(first and second) and (first[-1] == second[-1] or a.lower() in b.lower() or b.lower() in a.lower())


def matched(gold: list[str], found: list[str]) -> int:
    """How many of the gold names are found, each found name used once."""
    left = list(found)
    count = 0
    for name in gold:
        hit = next((f for f in left if alike(name, f)), None)
        if hit is not None:
            left.remove(hit)
            count += 1
    return count


def measure(shared: Path, name: str, model: OnnxReader) -> str:
    """The figures of one ledger set."""
    texts = {c["doc_id"]: c for c in rows(shared / f"data/ledger/{name}.cases.jsonl")}
    doers = first = right = found = wanted = 0
    for gold in rows(shared / f"data/ledger/{name}.gold.jsonl"):
        case = texts[gold["doc_id"]]
        document = Document(case["doc_id"], case["text"], date.fromisoformat(case["dct"]))
        page = pipeline.read_page(document, PerfectReader(model, gold))
        held = {(r.span.start, r.status): r for r in page.reports}
        for report in gold["reports"]:
            mine = held.get((report["span"][0], report["status"]))
            names = [
                gold["actors"][p]["name"] for p in gold["matters"][report["matter"]]["parties"] if p in gold["actors"]
            ]
            if mine is None or not names:
                continue
            got = [page.actors[p].name for p in mine.parties if p in page.actors]
            doers += 1
            first += bool(got) and alike(names[0], got[0])
            right, found, wanted = right + matched(names, got), found + len(got), wanted + len(names)
    p, r = right / max(1, found), right / max(1, wanted)
    f1 = 2 * p * r / max(1e-9, p + r)
    return f"{name:20s} reports {doers}  would do it: right {100 * first / max(1, doers):.1f} %  parties P {100 * p:.1f} R {100 * r:.1f} F1 {100 * f1:.1f}"


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--shared", type=Path, default=SHARED)
    options = ask.parse_args()
    model = OnnxReader()
    for name in SETS:
        print(measure(options.shared, name, model), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
