"""Fit the confidence of findings (walkback.confidence) on annotated cases and on findings of a record that were read by hand; print
how well it is calibrated, and the sweep of its threshold.

    python -m train.confidence --shared ../shared --record ce.db [--rows FILE]

Every finding that the rules make of the read reports of the cases, at any score, is right if gold has one of its kind with some
of its evidence. Findings of files that the reader was trained on get an offset of their own, since reports there are read too
well. Those of the record stand in train/annotations/findings.tsv: kind, the places of their evidence (document, first code
point, standing) and the verdict; what speaks for them is taken from the record as it is linked. The reliability curve and the
expected calibration error are those of findings that took no part in the fit (five folds, by case; dev cases and the record).
--rows keeps what was found, so that a second run needs no reading.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from bench.byhand import learned
from bench.corpora import Json, rows, scorer, write_rows
from bench.quality import key_of
from train.dev import SETS, asking, cases
from walkback import confidence, findings, pipeline
from walkback.chains import Together
from walkback.core import codec
from walkback.core.ledger import FindingKind, Ledger, Report
from walkback.reading.reader import OnnxReader
from walkback.record.store import Record
from walkback.record.strands import Strands

TRAIN = (("ledger", "train-articles"), ("ledger", "train-current-events"))
KINDS = ("reversal", "delay", "dispute", "kept", "lapse")
NAMES = (
    *KINDS, "least", "hedged", "conditional", "observed", "far", "together", "called_off", "put_off", "told", "deep", "nobody", "narrated",
    "dated", "timely", "beside", "kept_words", "kept_near", "kept_told",
)  # fmt: skip
FOLDS, BINS = 5, 5


Told = dict[tuple[str, ...], Json]  # kind and reports of a finding -> what speaks for it


@contextmanager
def listening() -> Iterator[Told]:
    """Everything that is found while this is open, at any score, with what speaks for it."""
    told: Told = {}
    shown, findings.SHOWN = findings.SHOWN, 0.0
    probability = findings.probability

    def noted(kind: FindingKind, reports: Sequence[Report], together: float) -> float:
        told[kind, *(r.id for r in reports)] = confidence.features(kind, reports, together)
        return probability(kind, reports, together)

    findings.probability = noted
    try:
        yield told
    finally:
        findings.probability, findings.SHOWN = probability, shown


def judged(gold: Json, ledger: Ledger, told: Told, score: Any, *, story: bool) -> list[Json]:
    """The findings of a ledger with their features and whether gold has them, each gold finding once."""
    found = codec.exchange(ledger, story=story)
    pairs = score.match_reports(gold, found)
    to_gold = {found["reports"][j]["id"]: gold["reports"][i]["id"] for i, j, _ in pairs}
    used: set[int] = set()
    out = []
    for finding in sorted(ledger.findings, key=lambda f: (-f.score, f.id)):
        evidence = {to_gold[r] for r in finding.reports if r in to_gold}
        fitting = (
            n
            for n, wanted in enumerate(gold["findings"])
            if n not in used and wanted["kind"] == finding.kind and evidence & set(wanted["reports"])
        )
        hit = next(fitting, None)
        used |= {hit} - {None}  # type: ignore[arg-type]
        features = told[finding.kind, *finding.reports]
        out.append({"case": key_of(gold), "features": features, "kind": finding.kind, "right": hit is not None})
    return out


def candidates(shared: Path, model: OnnxReader) -> list[Json]:
    """All findings of all cases, `dev` where the reader was not trained on the case."""
    score, out = scorer(shared, "score_ledger"), []
    for folder, name in (*SETS, *TRAIN):
        for gold, documents in cases(shared, folder, name):
            with listening() as told:
                ledger = pipeline.read_story(key_of(gold), documents, model)
            made = judged(gold, ledger, told, score, story=folder == "stories")
            out += [row | {"dev": (folder, name) not in TRAIN, "gold": len(gold["findings"])} for row in made]
    return out


def hand_read(record: Record) -> list[Json]:
    """The findings of a record that were read by hand, each a case of its own."""
    db, out = record.connection, []
    strands = {r: s.id for s in Strands(db).all() for r in s.reports}
    together = Together(strands, {s.id: s.link for s in Strands(db).all() if s.link})
    at = {(r.doc_id, r.span.start, r.status): r for r in record.reports()}
    for n, row in enumerate(learned()):
        places = [place.rsplit(":", 2) for place in row["reports"].split(" ")]
        held = [at.get((doc_id, int(start), status)) for doc_id, start, status in places]  # type: ignore[arg-type]
        known = [r for r in held if r is not None]
        if len(known) == len(held):
            features = confidence.features(row["kind"], known, together(known))  # type: ignore[arg-type]
            right = row["right"] == "1"
            out.append({"case": f"record {n}", "features": features, "kind": row["kind"], "right": right, "dev": True})
    return out


def fit(held: Sequence[Json]) -> dict[str, float]:
    """Logistic regression with some shrinkage; dev findings weigh twice."""
    x = torch.tensor([[row["features"].get(n, 0.0) for n in NAMES] + [float(not row["dev"])] for row in held])
    y = torch.tensor([float(row["right"]) for row in held])
    weight = torch.tensor([2.0 if row["dev"] else 1.0 for row in held])
    w = torch.zeros(x.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([w], max_iter=200)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = (torch.nn.functional.binary_cross_entropy_with_logits(x @ w, y, reduction="none") * weight).sum()
        value = value + 1.0 * (w**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return dict(zip((*NAMES, "trained_on"), w.tolist(), strict=True))


def chance(row: Json, weights: Mapping[str, float]) -> float:
    """The probability of one finding under some weights."""
    return 1 / (1 + math.exp(-sum(weights[n] * v for n, v in row["features"].items())))


def crossed(held: Sequence[Json]) -> list[tuple[str, float, bool]]:
    """(case, probability, right) of every dev finding, by weights fitted without its case."""
    names = sorted({row["case"] for row in held})
    random.Random(1).shuffle(names)
    out = []
    for fold in range(FOLDS):
        left_out = set(names[fold::FOLDS])
        weights = fit([row for row in held if row["case"] not in left_out])
        out += [
            (row["case"], chance(row, weights), row["right"]) for row in held if row["dev"] and row["case"] in left_out
        ]
    return out


def show(pairs: Sequence[tuple[float, bool]]) -> None:
    """The reliability curve, the expected calibration error, the Brier score and what each threshold would show."""
    error = 0.0
    print(f"{'probability':14s} {'findings':>8s} {'mean':>6s} {'right':>6s}")
    for n in range(BINS):
        inside = [p for p in pairs if n / BINS <= p[0] < (n + 1) / BINS or (n == BINS - 1 and p[0] == 1)]
        if inside:
            mean, right = (sum(p[i] for p in inside) / len(inside) for i in (0, 1))
            error += len(inside) / len(pairs) * abs(mean - right)
            print(f"{n / BINS:.1f} to {(n + 1) / BINS:.1f}     {len(inside):8d} {mean:6.2f} {right:6.2f}")
    brier = sum((p - r) ** 2 for p, r in pairs) / len(pairs)
    print(f"expected calibration error {error:.3f}, Brier score {brier:.3f}, {len(pairs)} findings of dev cases")
    for least in (0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        shown = [r for p, r in pairs if p >= least]
        print(f"shown from {least:.2f}: {len(shown):3d} findings, {sum(shown):3d} right")


def main() -> None:
    parser = asking(__doc__)
    parser.add_argument(
        "--record", type=Path, help="the record whose findings were read by hand; without it they are left out"
    )
    parser.add_argument("--rows", type=Path, help="read what was found from this file, or keep it there")
    args = parser.parse_args()
    if args.rows and args.rows.exists():
        held = list(rows(args.rows))
    else:
        held = candidates(args.shared, OnnxReader(args.bundle))
        if args.record:
            with Record.open(args.record) as record:
                held += hand_read(record)
        if args.rows:
            write_rows(args.rows, held)
    print("weights", {k: round(v, 2) for k, v in fit(held).items()})
    pairs = crossed(held)
    for name, inside in (("all", True), ("cases", False), ("record", True)):
        fitting = [p for case, *p in pairs if name == "all" or case.startswith("record ") == inside]
        if fitting:
            print(f"\n{name}")
            show(fitting)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
