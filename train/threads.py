"""Fit the pairwise weights of walkback.threads on the annotated cases, and try the joining thresholds.

    python -m train.threads --shared ../shared

Perfect reports (gold triggers and statuses; types and vectors as the model reads them) go through the pipeline's own code; logistic regression
on all pairs of reports of a case that the threader could compare. The ledger dev sets and the stories give the pairs:
the train sets cannot, since the matter vectors were trained on them. Prints the weights, a leave-one-case-out figure
(B-cubed on stories that took no part in the fit) and the sweep of the thresholds.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from bench.corpora import scorer
from bench.perfect import PerfectReader
from bench.quality import key_of
from train.dev import SETS, cases
from walkback import pipeline, threads
from walkback.core.ledger import Report
from walkback.reading.reader import OnnxReader

PER_CASE = 4000  # pairs of one case that count at most, so that long cases do not drown the rest


@dataclass
class Case:
    name: str
    story: bool
    reports: list[Report]
    same: Mapping[str, str]
    matter: dict[str, str]  # report id -> gold matter


def load(shared: Path, model: OnnxReader) -> list[Case]:
    out = []
    for folder, name in SETS:
        for gold, docs in cases(shared, folder, name):
            reader = PerfectReader(model, gold)
            pages = [pipeline.read_page(d, reader) for d in docs]
            actors = {k: a for p in pages for k, a in p.actors.items()}
            reports = [r for p in pages for r in p.reports]
            at = {(r.get("doc_id", docs[0].doc_id), *r["span"], r["status"]): r["matter"] for r in gold["reports"]}
            matter = {r.id: at[r.doc_id, *r.span, r.status] for r in reports if (r.doc_id, *r.span, r.status) in at}
            out.append(
                Case(
                    key_of(gold),
                    folder == "stories",
                    [r for r in reports if r.id in matter],
                    pipeline.same_actors(actors),
                    matter,
                )
            )
    return out


def pairs(case: Case) -> tuple[torch.Tensor, torch.Tensor]:
    """Features [pairs, features] and whether the two are one matter."""
    items = [threads.item(r, case.same) for r in case.reports]
    rows, gold = [], []
    for i in range(len(items)):
        for j in range(i):
            found = threads.features(items[i], items[j])
            rows.append([found[k] for k in threads.WEIGHTS])
            gold.append(float(case.matter[items[i].report.id] == case.matter[items[j].report.id]))
    return torch.tensor(rows), torch.tensor(gold)


def fit(data: Sequence[tuple[torch.Tensor, torch.Tensor]]) -> dict[str, float]:
    """Logistic regression with a little shrinkage; positives weigh three times (they are few)."""
    data = [d for d in data if len(d[1])]
    x, y = torch.cat([d[0] for d in data]), torch.cat([d[1] for d in data])
    weight = torch.cat([torch.full((len(d[1]),), min(1.0, PER_CASE / len(d[1]))) for d in data]) * (1 + 2 * y)
    w = torch.zeros(x.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([w], max_iter=200)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = (
            torch.nn.functional.binary_cross_entropy_with_logits(x @ w, y, reduction="none") * weight
        ).sum() / weight.sum()
        value = value + 1e-4 * (w**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return dict(zip(threads.WEIGHTS, w.tolist(), strict=True))


def b_cubed(shared: Path, cases: Sequence[Case], weights: Mapping[str, float], within: float, across: float) -> float:
    score = scorer(shared, "score_ledger")
    gold: dict[tuple[str, str], str] = {}
    got: dict[tuple[str, str], str] = {}
    for case in cases:
        for n, group in enumerate(
            threads.threads(case.reports, case.same, weights=weights, within=within, across=across)
        ):
            for r in group:
                gold[case.name, r.id], got[case.name, r.id] = f"{case.name}/{case.matter[r.id]}", f"{case.name}/{n}"
    return float(score.b_cubed(gold, got)["f1"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bundle", type=Path, default=Path("src/walkback/reading/bundle"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    cases = load(args.shared, OnnxReader(args.bundle))
    data = [pairs(case) for case in cases]
    stories = [c for c in cases if c.story]
    articles = [c for c in cases if not c.story]
    weights = fit(data)
    print("weights", {k: round(v, 2) for k, v in weights.items()})
    best = (0.0, 0.5, 0.5)
    for within in (0.3, 0.4, 0.5, 0.6, 0.7):
        row = []
        for across in (0.5, 0.6, 0.7, 0.8, 0.9):
            figure = b_cubed(args.shared, stories, weights, within, across)
            row.append(f"{figure:.3f}")
            best = max(best, (figure, within, across))
        print(
            f"within {within}: stories B3 by across .5 to .9 {' '.join(row)}; articles {b_cubed(args.shared, articles, weights, within, 0.5):.3f}"
        )
    held_out = []
    for n, case in enumerate(cases):
        if case.story:
            fitted = fit(data[:n] + data[n + 1 :])
            held_out.append(b_cubed(args.shared, [case], fitted, best[1], best[2]) * len(case.reports))
    print(f"best {best}; leave one case out: {sum(held_out) / sum(len(c.reports) for c in stories):.3f}")


if __name__ == "__main__":
    main()
