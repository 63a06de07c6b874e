"""Fit the prior of walkback.threads: how likely a strand continues one of an earlier document.

    python -m train.prior pairs --shared ../shared --record ce.db --count 400 --seed 1 > pairs.txt
    python -m train.prior fit --shared ../shared --record ce.db

`pairs` draws strands of a read record, each with the earlier one it most likely continues, evenly over that chance, and prints
them to be read by hand. The verdicts stand in train/annotations/links.tsv: the places of the two strands (document, first code
point of the first trigger) and whether they are of one matter. `fit` learns from these and from the pairs of the annotated
stories, where what reads alike mostly is alike: stories have a bias of their own in the fit, which is thrown away. Prints the
weights, and by ten folds over the hand-read pairs how well they tell.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from train.threads import load
from walkback import candidates, pipeline, threads
from walkback.candidates import Candidate, Held
from walkback.core.ledger import Report
from walkback.reading.reader import OnnxReader
from walkback.record.store import Record
from walkback.threads import Strand

LINKS = Path(__file__).with_name("annotations") / "links.tsv"
EDGES = (0.02, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.01)  # of the chance, by which pairs are drawn
FOLDS = 10
SHRINK = 1.0
Row = dict[str, float]


@dataclass
class Read:
    """The strands of a record by id and by place, who holds their keys, and the texts."""

    strands: dict[str, Strand]
    postings: Held
    texts: Mapping[str, str]

    @classmethod
    def of(cls, record: Record) -> Read:
        held = strands_of(record.reports(), pipeline.people(record.page_actors()).same)
        return cls(held, Held((s.place, s.id, s.keys) for s in held.values()), dict(record.texts()))

    def at(self) -> dict[tuple[str, int], Strand]:
        return {(s.place.doc_id, s.place.start): s for s in self.strands.values()}


def strands_of(reports: Sequence[Report], same: Mapping[str, str]) -> dict[str, Strand]:
    by_document: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_document[report.doc_id].append(report)
    return {s.id: s for told in by_document.values() for s in threads.strands(told, same)}


def drawn(read: Read, count: int, seed: int) -> list[tuple[Strand, Strand]]:
    """(later, earlier) strands, evenly over how likely the one continues the other by the weights as they are."""
    names = sorted(read.strands)
    random.Random(seed).shuffle(names)
    bins: dict[int, list[tuple[Strand, Strand]]] = defaultdict(list)
    for name in names:
        strand = read.strands[name]
        told = [
            (threads.by_chance(row), n, other)
            for n, (other, row) in enumerate(threads.earlier(strand, read.postings, read.strands.__getitem__))
        ]
        if not told:
            continue
        chance, _, other = max(told, key=lambda t: t[:2])
        place = max((n for n, edge in enumerate(EDGES) if chance >= edge), default=-1)
        if place >= 0 and len(bins[place]) < count // (len(EDGES) - 1):
            bins[place].append((strand, other))
        if sum(map(len, bins.values())) >= count:
            break
    out = [pair for held in bins.values() for pair in held]
    random.Random(seed).shuffle(out)
    return out


def shown(read: Read, strand: Strand) -> str:
    """The text of a strand's document around it, its triggers marked with their standings."""
    text, out, last = read.texts[strand.place.doc_id], "", 0
    for item in sorted(strand.items, key=lambda i: i.report.span):
        start, end = item.report.span
        if start >= last:
            out += f"{text[last:start]}[[{text[start:end]}|{item.report.status}]]"
            last = end
    out += text[last:]
    begin = max(0, strand.place.start - 500)
    return " ".join(out[begin : begin + 1100].split())


def labelled() -> list[tuple[tuple[str, int], tuple[str, int], bool]]:
    with LINKS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return [((r["doc"], int(r["start"])), (r["earlier"], int(r["earlier_start"])), r["same"] == "1") for r in rows]


def hand_read(read: Read) -> tuple[list[Row], list[float]]:
    """What speaks for each pair read by hand, and its verdict; pairs that this reading of the record does not have are left out."""
    at, x, y = read.at(), [], []
    for new, old, same in labelled():
        strand, other = at.get(new), at.get(old)
        if not strand or not other:
            continue
        row = next(
            (
                row
                for held, row in threads.earlier(strand, read.postings, read.strands.__getitem__)
                if held.id == other.id
            ),
            None,
        )
        if row is None:
            row = threads.strand_features(
                strand,
                other,
                Candidate(other.id, other.place, 0, 0.0),
                candidates.rates(read.postings, strand.names, strand.place),
            )
        x.append(row | {"story": 0.0})
        y.append(float(same))
    return x, y


def stories(shared: Path) -> tuple[list[Row], list[float]]:
    """For each strand of the annotated stories the likeliest earlier strand of its matter, and the likeliest of another."""
    x, y = [], []
    for case in load(shared, OnnxReader()):
        if not case.perfect or len({r.doc_id for r in case.reports}) < 2:
            continue
        held = strands_of(case.reports, case.same)
        of = {name: {case.matter[i.report.id] for i in s.items} for name, s in held.items()}
        postings = Held((s.place, s.id, s.keys) for s in held.values())
        for name, strand in held.items():
            told = [
                (threads.by_chance(row), bool(of[other.id] & of[name]), row)
                for other, row in threads.earlier(strand, postings, held.__getitem__)
            ]
            for same in (True, False):
                fitting = [(chance, row) for chance, is_same, row in told if is_same == same]
                if fitting:
                    x.append(max(fitting, key=lambda t: t[0])[1] | {"story": 1.0})
                    y.append(float(same))
    return x, y


def fit(x: Sequence[Row], y: Sequence[float], weight: Sequence[float]) -> Row:
    """Logistic regression with some shrinkage."""
    names = [*threads.PRIOR, "story"]
    a, b, c = torch.tensor([[row[n] for n in names] for row in x]), torch.tensor(y), torch.tensor(weight)
    w = torch.zeros(len(names), requires_grad=True)
    optimiser = torch.optim.LBFGS([w], max_iter=300)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = (torch.nn.functional.binary_cross_entropy_with_logits(a @ w, b, reduction="none") * c).sum()
        value = value + SHRINK / 2 * (w[1:] ** 2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return dict(zip(names, w.tolist(), strict=True))


def folds(
    x: Sequence[Row], y: Sequence[float], more: tuple[Sequence[Row], Sequence[float]], share: float
) -> list[float]:
    """The chance of each hand-read pair by weights that were fitted without its fold."""
    order = list(range(len(x)))
    random.Random(1).shuffle(order)
    out = [0.0] * len(x)
    for fold in range(FOLDS):
        left_out = set(order[fold::FOLDS])
        kept = [n for n in order if n not in left_out]
        weights = fit(
            [*(x[n] for n in kept), *more[0]],
            [*(y[n] for n in kept), *more[1]],
            [1.0] * len(kept) + [share] * len(more[0]),
        )
        for n in left_out:
            out[n] = threads.by_chance({k: v for k, v in x[n].items() if k != "story"}, weights)
    return out


def report(chances: Sequence[float], y: Sequence[float]) -> None:
    """By chance: how many, and how many of them are one matter."""
    print(f"{'chance':12s} {'pairs':>5s} {'mean':>5s} {'same':>5s}")
    for low, high in zip((0, 0.1, 0.25, 0.5, 0.7, 0.9), (0.1, 0.25, 0.5, 0.7, 0.9, 1.01), strict=True):
        inside = [(c, s) for c, s in zip(chances, y, strict=True) if low <= c < high]
        if inside:
            mean, right = (sum(p[i] for p in inside) / len(inside) for i in (0, 1))
            print(f"{low:.2f} to {min(high, 1):.2f} {len(inside):5d} {mean:5.2f} {right:5.2f}")
    for least in (0.3, 0.4, 0.5, 0.6, 0.7):
        linked = [s for c, s in zip(chances, y, strict=True) if c >= least]
        print(
            f"linked from {least}: {len(linked)}, right {sum(linked) / max(1, len(linked)):.2f}, of all that are the same {sum(linked) / sum(y):.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("pairs", "fit"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument(
        "--record", type=Path, required=True, help="a read record of some years, outside of the repository"
    )
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--stories", type=float, default=1.0, help="what a pair of the stories weighs beside one read by hand"
    )
    args = parser.parse_args()
    with Record.open(args.record) as held:
        read = Read.of(held)
    if args.what == "pairs":
        for n, (new, old) in enumerate(drawn(read, args.count, args.seed)):
            print(f"### {n} {new.place.doc_id}:{new.place.start} {old.place.doc_id}:{old.place.start}")
            print(
                f"EARLIER ({old.place.published}): {shown(read, old)}\nLATER ({new.place.published}): {shown(read, new)}\n"
            )
        return
    x, y = hand_read(read)
    more = stories(args.shared)
    print(
        f"{len(x)} pairs read by hand, {sum(y):.0f} of one matter; {len(more[0])} of the stories, {sum(more[1]):.0f} of one"
    )
    weights = fit([*x, *more[0]], [*y, *more[1]], [1.0] * len(x) + [args.stories] * len(more[0]))
    print("weights", {k: round(v, 2) for k, v in weights.items()})
    report(folds(x, y, more, args.stories), y)


if __name__ == "__main__":
    main()
