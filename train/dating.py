"""Fit the trees of walkback.dating on the reports of the training sets; print how the dev sets fare by the two weights beside them.

    python -m train.dating --shared ../shared --out src/walkback/data/dating.json

Gold triggers and statuses stand in the reader's place. Each answer that a report could have (a time of the text, the day of
publication, none) is an example, right or wrong by the rule of the ledger's scorer; gradient boosting with logistic loss. The model's
pointing is no feature: it was trained on the same reports and is surer there than elsewhere. It is weighed against the trees on the dev
sets, in the sweep that is printed. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bench.corpora import Json, rows
from bench.perfect import PerfectReader
from train import boosting
from train.data import same_days, samples
from walkback import dating, pipeline, pointed
from walkback.core.interval import Interval
from walkback.core.reading import STATUSES, Status
from walkback.core.text import Document
from walkback.reading.reader import OnnxReader
from walkback.trees import Node

TREES, LEAVES, RATE, LEAST = 200, 8, 0.15, 30  # 60 to 500 trees of 6 to 31 leaves: no other did better on the dev sets
DEV = ("ledger/dev-articles", "ledger/dev-current-events", "stories/dev-polnear", "stories/dev-current-events")


@dataclass
class Dated:
    """One gold report with its answers."""

    doc_id: str
    place: int
    status: Status
    due: list[str | None] | None
    vague: bool
    vector: tuple[float, ...]
    answers: list[dating.Candidate]

    def right(self, days: Interval | None) -> bool:
        """Whether these days are the report's due."""
        if self.due is None or days is None:
            return self.due is None and days is None
        return same_days(self.due, [d.isoformat() if d else None for d in (days.earliest, days.latest)], self.vague)


def dated(model: OnnxReader, document: Document, gold: Json) -> Iterator[Dated]:
    """The reports of a gold case of one document."""
    reading = PerfectReader(model, gold).read(document)
    times = pipeline.times(document, reading.sentences)
    scene = dating.Scene(document, reading.sentences, times, [t.span for t in reading.triggers])
    told = {
        (t.span.start, STATUSES[max(range(len(STATUSES)), key=t.statuses.__getitem__)]): t for t in reading.triggers
    }
    for r in gold["reports"]:
        trigger = told.get((r["span"][0], r["status"]))
        if trigger is not None:
            answers = dating.candidates(scene, trigger, r["status"])
            yield Dated(
                document.doc_id, r["span"][0], r["status"], r["due"], bool(r.get("due_vague")), trigger.matter, answers
            )


def training(model: OnnxReader, data: Path) -> Iterator[Dated]:
    for sample in samples(data):
        if sample.case:
            yield from dated(model, Document(sample.doc_id, sample.text, date.fromisoformat(sample.day)), sample.case)


def dev(model: OnnxReader, data: Path, name: str) -> Iterator[Dated]:
    gold = {g.get("case") or g["doc_id"]: g for g in rows(data / f"{name}.gold.jsonl")}
    for case in rows(data / f"{name}.cases.jsonl"):
        held = gold[case.get("case") or case["doc_id"]]
        for doc in case.get("docs") or [case]:
            mine = [r for r in held["reports"] if r.get("doc_id", doc["doc_id"]) == doc["doc_id"]]
            day = date.fromisoformat(doc.get("date") or doc["dct"])
            yield from dated(model, Document(doc["doc_id"], doc["text"], day), held | {"reports": mine})


def fitted(held: Iterable[Dated]) -> list[list[Node]]:
    """The trees, the first of them the bias alone."""
    seen = [(a.features, d.right(a.days)) for d in held for a in d.answers]
    return boosting.fitted(
        [f for f, _ in seen], [r for _, r in seen], count=TREES, leaves=LEAVES, rate=RATE, least=LEAST, shrink=1
    )


def sweep(sets: dict[str, list[Dated]]) -> None:
    """Right and spurious due days of the dev sets by the weight of the model's word and of "no day", as `walkback.pointed` hands days on."""
    scores = {name: [dating.seen(d.answers) for d in held] for name, held in sets.items()}
    for weight in (0.3, 0.4, 0.5, 0.6):
        for leave in (0.3, 0.2, 0.15, 0.1):
            line, totals = [], np.zeros(4, int)
            for name, held in sets.items():
                counts = counted(held, chosen(held, scores[name], weight, leave))
                totals += counts
                line.append(f"{counts[0]}/{counts[1]} {counts[2]}/{counts[3]}")
            line.append(f"all {totals[0] / totals[1]:.3f} {totals[2] / totals[3]:.3f}")
            print(f"pointed {weight} leave {leave}: " + "  ".join(line), flush=True)


def chosen(held: list[Dated], scores: list[list[float]], weight: float, leave: float) -> list[Interval | None]:
    """The due days under two weights, days handed on within a document."""
    out: list[Interval | None] = []
    for d, seen in zip(held, scores, strict=True):
        total = [dating.weighed(a, s, pointed=weight, leave=leave) for s, a in zip(seen, d.answers, strict=True)]
        out.append(d.answers[max(range(len(total)), key=total.__getitem__)].days)
    handed = list(out)
    for n, d in enumerate(held):
        side = pointed.side(d.status)
        if out[n] is not None or not side:
            continue
        near = [
            (sum(a * b for a, b in zip(d.vector, o.vector, strict=True)), -abs(o.place - d.place), k)
            for k, o in enumerate(held)
            if o.doc_id == d.doc_id and pointed.side(o.status) == side and (days := out[k]) and pointed.few(days)
        ]
        alike, _, k = max(near, default=(0.0, 0, 0))
        handed[n] = out[k] if alike >= pointed.SAME_MATTER else None
    return handed


def counted(held: list[Dated], found: list[Interval | None]) -> list[int]:
    """Right, due, spurious, without a due day."""
    out = [0, 0, 0, 0]
    for d, days in zip(held, found, strict=True):
        out[1 if d.due else 3] += 1
        out[0 if d.due else 2] += d.right(days) if d.due else days is not None
    return out


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--shared", type=Path, default=Path("../shared"))
    ask.add_argument("--out", type=Path, default=Path("src/walkback/data/dating.json"))
    options = ask.parse_args()
    model, data = OnnxReader(), options.shared / "data"
    held = list(training(model, data))
    trees = fitted(held)
    print(f"{len(held)} reports, {sum(len(d.answers) for d in held)} answers, {len(trees)} trees")
    boosting.write(options.out, dating.NAMES, trees)
    sweep({name: list(dev(model, data, name)) for name in DEV})


if __name__ == "__main__":
    main()
