"""Fit the pairwise weights of walkback.threads on the annotated cases, and try the joining thresholds.

    python -m train.threads --shared ../shared

Reports as they are read, matched to gold by their triggers, and perfect ones (bench.perfect_reports) of the ledger's train and
dev files go through the pipeline's own code; logistic regression on pairs of reports of a case. The reader was trained on the
train files, where its matter vectors lie too well: there the vectors and the bias get weights of their own, which are
thrown away. The stories take no part in the fit. Prints the weights and B-cubed by joining thresholds on the dev sets.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from bench.corpora import Json, scorer
from bench.perfect_reports import perfect_page
from bench.quality import key_of
from train.confidence import TRAIN
from train.dev import SETS, Held, asking, cases
from walkback import pipeline, threads
from walkback.core.ledger import Page, Report
from walkback.reading.reader import OnnxReader

PER_CASE = 600  # pairs of one case that count at most, so that long cases do not drown the rest


@dataclass
class Case:
    name: str
    folder: str
    dev: bool
    perfect: bool
    reports: list[Report]
    same: Mapping[str, str]
    matter: dict[str, str]  # report id -> gold matter


def matters_of(gold: Json, pages: Sequence[Page], *, perfect: bool) -> dict[str, str]:
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


def load(shared: Path, model: OnnxReader) -> list[Case]:
    """Every case of train and dev, as read and perfect."""
    score, out = scorer(shared, "score_ledger"), []
    for folder, name in (*TRAIN, *SETS):
        for gold, docs in cases(shared, folder, name):
            reader = Held(model)
            made = {
                False: [pipeline.read_page(d, reader) for d in docs],
                True: [perfect_page(d, gold, reader, score) for d in docs],  # type: ignore[arg-type]
            }
            for perfect, pages in made.items():
                actors = {k: a for p in pages for k, a in p.actors.items()}
                matter = matters_of(gold, pages, perfect=perfect)
                reports = [r for p in pages for r in p.reports if r.id in matter]
                same = pipeline.same_actors(actors)
                out.append(Case(key_of(gold), folder, (folder, name) not in TRAIN, perfect, reports, same, matter))
    return out


def pairs(case: Case) -> tuple[torch.Tensor, torch.Tensor]:
    """Features [pairs, features + 2] and whether the two are one matter; the last two stand for vector and bias on train files."""
    items = [threads.item(r, case.same) for r in case.reports]
    every = [(i, j) for i in range(len(items)) for j in range(i)]
    if len(every) > PER_CASE:
        every = random.Random(1).sample(every, PER_CASE)
    rows, gold = [], []
    for i, j in every:
        found = threads.features(items[i], items[j]) | {"weeks": 0.0}
        own = [0.0, 0.0]
        if not case.dev:
            own = [found["near"], 1.0]
            found |= {"near": 0.0, "bias": 0.0}
        rows.append([found[k] for k in threads.WEIGHTS] + own)
        gold.append(float(case.matter[items[i].report.id] == case.matter[items[j].report.id]))
    return torch.tensor(rows), torch.tensor(gold)


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """Logistic regression with a little shrinkage; dev pairs weigh twice."""
    data = [(*pairs(case), 2.0 if case.dev else 1.0) for case in cases if len(case.reports) > 1]
    x, y = torch.cat([d[0] for d in data]), torch.cat([d[1] for d in data])
    weight = torch.cat([torch.full((len(d[1]),), d[2]) for d in data])
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
    return dict(zip(threads.WEIGHTS, w.tolist()[: len(threads.WEIGHTS)], strict=True))


def b_cubed(shared: Path, cases: Sequence[Case], weights: Mapping[str, float], within: float, across: float) -> float:
    score = scorer(shared, "score_ledger")
    gold: dict[tuple[str, str], str] = {}
    got: dict[tuple[str, str], str] = {}
    for case in cases:
        for n, group in enumerate(
            threads.threads(case.reports, case.same, weights=weights, within=within, across=across).groups
        ):
            for r in group:
                gold[case.name, r.id], got[case.name, r.id] = f"{case.name}/{case.matter[r.id]}", f"{case.name}/{n}"
    return float(score.b_cubed(gold, got)["f1"])


def main() -> None:
    parser = asking(__doc__)
    args = parser.parse_args()
    cases = load(args.shared, OnnxReader(args.bundle))
    weights = fit([c for c in cases if c.folder == "ledger"]) | {"weeks": threads.WEIGHTS["weeks"]}
    print("weights", {k: round(v, 2) for k, v in weights.items()})
    for perfect in (False, True):
        stories = [c for c in cases if c.folder == "stories" and c.perfect == perfect]
        articles = [c for c in cases if c.folder == "ledger" and c.dev and c.perfect == perfect]
        for within in (0.2, 0.33, 0.4, 0.5):
            row = [f"{b_cubed(args.shared, stories, weights, within, a):.3f}" for a in (0.15, 0.25, 0.4, 0.6)]
            alone = b_cubed(args.shared, articles, weights, within, 0.5)
            name = "perfect" if perfect else "read"
            print(f"{name}, within {within}: stories B3 by across .15 .25 .4 .6 {' '.join(row)}; articles {alone:.3f}")


if __name__ == "__main__":
    main()
