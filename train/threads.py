"""Fit the pairwise weights of walkback.grouping, and try thresholds.

    python -m train.threads --shared ../shared

Reports as they are read, matched to gold by their triggers, and perfect ones (bench.perfect_reports) go through the pipeline's own
code; logistic regression on pairs of reports of one document. The reader learned the matters of the ledger's train files by
heart, where its matter vectors lie too well; those read by hand afterwards (train/annotations/matters.jsonl) it never saw, and they weigh
LEARNED times as much. Dev files take no part in the fit. Prints the weights, the average precision of pairs, and B-cubed within documents by
threshold on the dev sets.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from bench.corpora import Json, scorer
from bench.perfect_reports import perfect_page
from bench.quality import key_of
from train import matters
from train.annotate import quick
from train.confidence import TRAIN
from train.dev import SETS, Held, cases
from walkback import grouping, pairs, pipeline
from walkback.core.ledger import Page, Report
from walkback.core.text import Document
from walkback.reading.reader import OnnxReader

PER_CASE = 600  # pairs of one case that count at most, so that long cases do not drown the rest
LEARNED = 0.3  # what a pair weighs whose matter the reader has seen in training; .15 to 1 tried
SHRINK = 10.0  # C of the regression's penalty, inverted, on features of unit spread
Floats = NDArray[np.float64]


@dataclass
class Case:
    name: str
    folder: str
    dev: bool
    perfect: bool
    reports: list[Report]
    same: Mapping[str, str]
    matter: dict[str, str]  # report id -> gold matter


def _matters(gold: Json, pages: Sequence[Page], *, perfect: bool) -> dict[str, str]:
    """The gold matter of each report that stands on a gold trigger; of a perfect one that with its status."""
    out = {}
    for page in pages:
        doc_id = page.document.doc_id
        rows = [r for r in gold["reports"] if r.get("doc_id", doc_id) == doc_id]
        for report in page.reports:
            fitting = [r for r in rows if r["span"][0] < report.span.end and report.span.start < r["span"][1]]
            if fitting:
                best = max(fitting, key=lambda r: (r["span"] == [*report.span], r["status"] == report.status))
                if not perfect or best["status"] == report.status:
                    out[report.id] = best["matter"]
    return out


def held(shared: Path) -> Iterator[tuple[str, bool, Json, list[Document]]]:
    """(folder, whether of dev, gold, documents) of every case of train and dev; the folder of those read by hand here is "own"."""
    for folder, name in (*TRAIN, *SETS):
        for gold, docs in cases(shared, folder, name):
            yield folder, (folder, name) not in TRAIN, gold, docs
    told, texts = quick(shared / "data")
    for doc_id, row in matters.by_document().items():
        gold = matters.joined(told[doc_id], row, texts[doc_id])
        yield "own", False, gold, [Document(doc_id, texts[doc_id], date.fromisoformat(gold["dct"]))]


def load(shared: Path, model: OnnxReader) -> list[Case]:
    """Every case of train and dev, as read and perfect."""
    score, out = scorer(shared, "score_ledger"), []
    for folder, dev, gold, docs in held(shared):
        reader = Held(model)
        made = {
            False: [pipeline.read_page(d, reader) for d in docs],
            True: [perfect_page(d, gold, reader, score) for d in docs],  # type: ignore[arg-type]
        }
        for perfect, pages in made.items():
            actors = {k: a for p in pages for k, a in p.actors.items()}
            matter = _matters(gold, pages, perfect=perfect)
            reports = [r for p in pages for r in p.reports if r.id in matter]
            out.append(Case(key_of(gold), folder, dev, perfect, reports, pipeline.same_actors(actors), matter))
    return out


def documents(case: Case) -> Iterator[list[Report]]:
    """The reports of each document that has several."""
    for doc_id in sorted({r.doc_id for r in case.reports}):
        here = [r for r in case.reports if r.doc_id == doc_id]
        if len(here) > 1:
            yield here


def rows(cases: Sequence[Case]) -> tuple[Floats, Floats, Floats]:
    """Features [pairs, features] of pairs of one document, whether the two are one matter, and what each pair weighs."""
    x, y, weights = [], [], []
    for case in cases:
        for told in documents(case):
            items = [pairs.item(r, case.same) for r in sorted(told, key=lambda r: (r.span, r.id))]
            scene, every = grouping.Scene.of(items), list(combinations(items, 2))
            for a, b in every:
                x.append(list(scene.features(a, b).values()))
                y.append(float(case.matter[a.report.id] == case.matter[b.report.id]))
                weights.append(min(1.0, PER_CASE / len(every)) * (LEARNED if case.folder != "own" else 1.0))
    return np.array(x), np.array(y), np.array(weights)


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """Logistic regression, as log-odds per feature."""
    x, y, weights = rows(cases)
    told = next(t for c in cases for t in documents(c))
    items = [pairs.item(r, {}) for r in told[:2]]
    names = list(grouping.Scene.of(items).features(*items))
    spread, centre = x.std(0), x.mean(0)
    free = spread > 0
    fitted = LogisticRegression(C=1 / SHRINK, max_iter=2000).fit(
        (x[:, free] - centre[free]) / spread[free], y, sample_weight=weights
    )
    out = dict.fromkeys(names, 0.0)
    slopes = fitted.coef_[0] / spread[free]
    out |= {name: float(s) for name, s in zip(np.array(names)[free], slopes, strict=True)}
    out["bias"] = float(fitted.intercept_[0] - (slopes * centre[free]).sum())
    return out


def b_cubed(shared: Path, cases: Sequence[Case], weights: Mapping[str, float], join: float) -> float:
    """B-cubed F1 of the groups within documents."""
    score = scorer(shared, "score_ledger")
    gold: dict[tuple[str, str], str] = {}
    got: dict[tuple[str, str], str] = {}
    for case in cases:
        for told in documents(case):
            for group in grouping.grouped([pairs.item(r, case.same) for r in told], join, weights):
                for i in group:
                    key = (i.report.doc_id, i.report.id)
                    gold[key], got[key] = f"{case.name}/{case.matter[i.report.id]}", group[0].report.id
    return float(score.b_cubed(gold, got)["f1"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bundle", type=Path, default=Path("src/walkback/reading/bundle"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    cases = load(args.shared, OnnxReader(args.bundle))
    weights = fit([c for c in cases if not c.dev])
    for name, value in weights.items():
        print(f'    "{name}": {value:.2f},')
    for perfect in (False, True):
        dev = [c for c in cases if c.dev and c.perfect == perfect]
        x, y, _ = rows(dev)
        for label, held_ in (("shipped", grouping.WEIGHTS), ("fitted", weights)):
            precision = average_precision_score(y, x @ np.array([held_.get(k, 0.0) for k in weights]))
            row = "  ".join(
                f"{join} {b_cubed(args.shared, dev, held_, join):.3f}" for join in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
            )
            print(
                f"{'perfect' if perfect else 'read'}, {label}: average precision {precision:.3f}; B-cubed by threshold {row}",
                flush=True,
            )


if __name__ == "__main__":
    main()
