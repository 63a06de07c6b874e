"""Fit the prior of walkback.threads: how likely a strand continues an earlier one, before and beside what their words say.

    python -m train.prior --shared ../shared --record ce.db

Where the pair alone is asked, any strike in an archive of years continues an earlier strike. The negatives are strands of a
read record as if published SHIFT days before they were: whatever they would then continue is a likeness and no more. The
positives are the best true earlier strands of strands of the annotated stories. Both are weighed as they come in the record:
TRUE is the share of its strands that are taken to continue one. Prints the weights, and at even odds the share of the
positives kept and of the shifted strands still linked.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from train.threads import Case, load
from walkback import candidates, pipeline, threads
from walkback.candidates import Candidate, Held, Postings
from walkback.core.ledger import Report
from walkback.core.strands import Place
from walkback.reading.reader import OnnxReader
from walkback.record.store import Record
from walkback.threads import Strand

SHIFT = 500  # days; more than a matter is remembered
TRUE = 0.25
LEAST = 0.3  # by the words of the pair alone
LAST = 330  # days at the end of the record from which strands are taken, so that there is enough before them
Row = dict[str, float]


def row(pair: float, candidate: Candidate, days: int, apart: bool) -> Row:
    """The features that `threads.by_chance` weighs."""
    pair = min(max(pair, 1e-6), 1 - 1e-6)
    return {
        "pair": math.log(pair / (1 - pair)), "weeks": math.log1p(days / 7), "shared": float(min(threads.MOST_SHARED, candidate.shared)),
        "expected": math.log1p(candidate.rate * days), "apart": float(apart), "bias": 1.0,
    }  # fmt: skip


def strands_of(reports: Sequence[Report], same: Mapping[str, str]) -> dict[str, Strand]:
    by_document: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_document[report.doc_id].append(report)
    return {s.id: s for told in by_document.values() for s in threads.strands(told, same)}


def best(
    strand: Strand, at: Place, postings: Postings, held: Mapping[str, Strand], true: set[str] | None = None
) -> Row | None:
    """Features of the candidate whose words fit best, among those that LEAST would join by their words (and of `true`, if given)."""
    found: tuple[float, Row] | None = None
    for candidate in candidates.nearest(postings, strand.keys, at):
        days = at.day - candidate.place.day
        other = candidate.id not in held or (true is not None and candidate.id not in true)
        if other or candidate.place.doc_id == strand.place.doc_id or days > threads.MEMORY.days:
            continue
        told = held[candidate.id]
        pair = threads.likely(strand, told)
        if pair >= LEAST and (found is None or pair > found[0]):
            found = pair, row(pair, candidate, days, threads.strangers(strand, told))
    return found[1] if found else None


class Beside:
    """The postings of a story among those of a record, so that what is common in the news is common in it."""

    def __init__(self, story: Held, record: Held) -> None:
        self.both = (story, record)

    def before(self, key: int, place: Place, limit: int) -> Sequence[tuple[Place, str]]:
        return sorted(entry for held in self.both for entry in held.before(key, place, limit))[-limit:]

    def after(self, key: int, place: Place, limit: int) -> Sequence[str]:
        return [name for held in self.both for name in held.after(key, place, limit)][:limit]


def positives(cases: Sequence[Case], record: Held) -> list[Row]:
    out = []
    for case in cases:
        held = strands_of(case.reports, case.same)
        of = {name: {case.matter[i.report.id] for i in s.items} for name, s in held.items()}
        postings = Beside(Held((s.place, s.id, s.keys) for s in held.values()), record)
        for name, strand in held.items():
            found = best(strand, strand.place, postings, held, {n for n in held if of[n] & of[name]})
            out += [found] if found else []
    return out


def fit(good: Sequence[Row], bad: Sequence[Row], tried: int) -> dict[str, float]:
    """Logistic regression, weighed as links and likenesses come in the record."""
    names = list(threads.PRIOR)
    x = torch.tensor([[r[n] for n in names] for r in (*good, *bad)])
    y = torch.tensor([1.0] * len(good) + [0.0] * len(bad))
    weight = torch.tensor([TRUE / len(good)] * len(good) + [1 / tried] * len(bad))
    w = torch.zeros(len(names), requires_grad=True)
    optimiser = torch.optim.LBFGS([w], max_iter=300)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = (torch.nn.functional.binary_cross_entropy_with_logits(x @ w, y, reduction="none") * weight).sum()
        value = value + 1e-4 * (w**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return dict(zip(names, w.tolist(), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument(
        "--record", type=Path, required=True, help="a read record of some years, outside of the repository"
    )
    parser.add_argument("--tried", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with Record.open(args.record) as held:
        read = strands_of(held.reports(), pipeline.people(held.page_actors()).same)
    postings = Held((s.place, s.id, s.keys) for s in read.values())
    end = max(s.place.day for s in read.values())
    late = sorted(s.id for s in read.values() if s.place.day >= end - LAST)
    taken = random.Random(args.seed).sample(late, min(args.tried, len(late)))
    bad = [r for n in taken if (r := best(read[n], Place(read[n].place.day - SHIFT, "~"), postings, read))]
    stories = [c for c in load(args.shared, OnnxReader()) if c.perfect and len({r.doc_id for r in c.reports}) > 1]
    good = positives(stories, postings)
    weights = fit(good, bad, len(taken))
    print("weights", {k: round(v, 2) for k, v in weights.items()})

    def linked(rows: Sequence[Row]) -> int:
        return sum(sum(weights[k] * v for k, v in r.items()) > 0 for r in rows)

    print(
        f"of {len(good)} true links {linked(good) / len(good):.2f} kept; of {len(taken)} shifted strands {len(bad) / len(taken):.3f} linked by words alone, {linked(bad) / len(taken):.3f} with the prior"
    )


if __name__ == "__main__":
    main()
