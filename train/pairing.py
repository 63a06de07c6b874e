"""Fit the trees of walkback.pairing: which reports of one document are of one matter; print how the dev sets fare.

    python -m train.pairing --shared ../shared --out src/walkback/data/pairing.json

Learned from the matters of the ledger's training files and from those read by hand afterwards (`train.matters`), with reports as they
are read and with gold ones in their place. The reader knows the ledger's matters by heart, since its vectors were trained on them, so
these weigh less. Printed for the dev sets: average precision of pairs, and B-cubed F1 within documents by joining threshold. Needs
scikit-learn.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from bench.corpora import rows, scorer
from bench.perfect_reports import perfect_page
from train import annotate, boosting, matters, threads
from train.dev import Held
from train.threads import Case
from walkback import pairing, pipeline
from walkback.core.ledger import Report
from walkback.core.text import Document
from walkback.reading.reader import OnnxReader
from walkback.threads import strands
from walkback.trees import summed, trees

TREES, LEAVES, RATE, LEAST = 200, 15, 0.07, 100  # 120 to 300 trees of 6 to 15 leaves differ by less than .01
LEDGER = 0.3  # what a pair of the ledger's files weighs beside one of those read afterwards; 0, .3 and 1 tried
PER_DOCUMENT = 600  # pairs of one document that count at most, so that long ones do not drown the rest
JOINS = (0.25, 0.3, 0.35, 0.4, 0.5)
Told = tuple[Case, list[Report]]  # a case and the reports of one of its documents, in text order


def read_afterwards(shared: Path, model: OnnxReader) -> Iterator[Case]:
    """The documents whose matters were read by hand afterwards, as read and perfect."""
    data, score = shared / "data", scorer(shared, "score_ledger")
    texts = annotate.texts_of(data)
    quick = annotate.quick(data, texts)
    files = (data / "polnear" / "train.jsonl.gz", data / "current-events" / "events-2002-2019.jsonl.gz")
    days = {row.get("doc_id") or row["id"]: row.get("dct") or row.get("date") for path in files for row in rows(path)}
    for doc_id, row in matters.by_document().items():
        gold = matters.joined(quick[doc_id], row, texts[doc_id])
        document = Document(doc_id, texts[doc_id], date.fromisoformat(day) if (day := days[doc_id]) else None)
        reader = Held(model)
        for perfect in (False, True):
            page = perfect_page(document, gold, reader, score) if perfect else pipeline.read_page(document, reader)  # type: ignore[arg-type]
            of = threads.matters_of(gold, [page], perfect=perfect)
            same = pipeline.same_actors(page.actors)
            yield Case(doc_id, "afterwards", False, perfect, [r for r in page.reports if r.id in of], same, of)


def documents(case: Case) -> Iterator[Told]:
    """The documents of a case that tell more than one report."""
    by: dict[str, list[Report]] = {}
    for report in sorted(case.reports, key=lambda r: (r.span, r.id)):
        by.setdefault(report.doc_id, []).append(report)
    yield from ((case, told) for told in by.values())


def pairs(told: Told) -> list[tuple[tuple[float, ...], float]]:
    """What the trees see of the pairs of one document, and whether each is of one matter."""
    case, reports = told
    items = [pairing.item(r, case.same) for r in reports]
    of = [case.matter[r.id] for r in reports]
    out = [(p.seen, float(of[p.first] == of[p.second])) for p in pairing.compared(items)]
    return random.Random(1).sample(out, PER_DOCUMENT) if len(out) > PER_DOCUMENT else out


def fit(cases: Sequence[Case]) -> list[list[boosting.Node]]:
    rows = [
        (seen, right, LEDGER if case.folder == "ledger" else 1.0)
        for case in cases
        for told in documents(case)
        for seen, right in pairs(told)
    ]
    print(f"{len(rows)} pairs, {sum(r for _, r, _ in rows):.0f} of one matter")
    seen, right, weight = zip(*rows, strict=True)
    return boosting.fitted(seen, right, weight, count=TREES, leaves=LEAVES, rate=RATE, least=LEAST, shrink=5)


def average_precision(cases: Sequence[Case]) -> float:
    """Of the pairs within documents, those whose vectors point apart left out: precision at each right one, in the mean."""
    held = trees("pairing", pairing.NAMES)
    told = [pair for case in cases for doc in documents(case) for pair in pairs(doc)]
    scores = summed(held, [seen for seen, _ in told])
    ranked = np.array([right for _, (_, right) in sorted(zip(scores, told, strict=True), key=lambda t: -t[0])])
    return float((ranked.cumsum() / np.arange(1, len(ranked) + 1))[ranked > 0].mean())


def b_cubed(shared: Path, cases: Sequence[Case], within: float) -> float:
    """B-cubed F1 of the strands of each document."""
    score = scorer(shared, "score_ledger")
    gold, got = dict[tuple[str, str], str](), dict[tuple[str, str], str]()
    for case in cases:
        for _, told in documents(case):
            for strand in strands(told, case.same, within=within):
                for item in strand.items:
                    r = item.report
                    gold[r.doc_id, r.id], got[r.doc_id, r.id] = f"{r.doc_id}/{case.matter[r.id]}", strand.id
    return float(score.b_cubed(gold, got)["f1"])


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--shared", type=Path, default=Path("../shared"))
    ask.add_argument("--out", type=Path, default=Path("src/walkback/data/pairing.json"))
    options = ask.parse_args()
    model = OnnxReader()
    cases = [*threads.load(options.shared, model), *read_afterwards(options.shared, model)]
    boosting.write(options.out, pairing.NAMES, fit([c for c in cases if not c.dev]))
    print("average precision, then B-cubed by joining threshold", *JOINS)
    for perfect in (True, False):
        for folder, long in (("ledger", True), ("ledger", False), ("stories", False)):
            name = "articles" if long else "news items" if folder == "ledger" else "stories"
            held = [c for c in cases if c.dev and c.perfect == perfect and c.folder == folder]
            if folder == "ledger":
                held = [c for c in held if ("/" not in c.name and c.name in _articles(options.shared)) == long]
            figures = " ".join(f"{b_cubed(options.shared, held, join):.3f}" for join in JOINS)
            print(f"{'perfect' if perfect else 'read':8s}{name:11s} {average_precision(held):.3f}  {figures}")


def _articles(shared: Path) -> set[str]:
    return {row.get("case") or row["doc_id"] for row in rows(shared / "data" / "ledger" / "dev-articles.gold.jsonl")}


if __name__ == "__main__":
    main()
