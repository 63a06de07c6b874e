"""How far scores can be believed: reliability of attributions, triggers and statuses on dev, and the curves that mend it.

    python -m train.calibrate --bundle src/walkback/reading/bundle

A curve maps a raw score to the share that is right among its like: isotonic regression (pool adjacent violators; Ayer et al.
1955) on dev, cut to a few knots. The expected calibration error printed (ten equal bins, weighted by size) is measured by
five folds over documents: each is judged by a curve made without it. Writes the curves into the manifest.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from train.data import Json, read_lines
from train.dev import SETS, Set, asking, documents, encode
from walkback.core.reading import SaidSpans
from walkback.reading.frames import apart
from walkback.reading.labels import STATUSES
from walkback.reading.reader import OnnxReader
from walkback.reading.sentences import sentences

Floats = NDArray[np.float64]
Knots = list[tuple[float, float]]
KNOTS, FOLDS, BINS = 12, 5, 10


def isotonic(scores: Floats, right: Floats, knots: int = KNOTS) -> Knots:
    """A rising curve from score to share right, as at most `knots` points."""
    order = np.argsort(scores, kind="stable")
    blocks: list[list[float]] = []  # mean score, mean right, weight
    for x, y in zip(scores[order], right[order], strict=True):
        blocks.append([x, y, 1.0])
        while len(blocks) > 1 and blocks[-2][1] >= blocks[-1][1]:
            a, b = blocks[-2], blocks.pop()
            weight = a[2] + b[2]
            blocks[-1] = [(a[0] * a[2] + b[0] * b[2]) / weight, (a[1] * a[2] + b[1] * b[2]) / weight, weight]
    while len(blocks) > knots:  # merge the lightest with its nearer neighbour
        k = min(range(len(blocks)), key=lambda n: blocks[n][2])
        near = (
            k - 1
            if k and (k == len(blocks) - 1 or blocks[k][1] - blocks[k - 1][1] < blocks[k + 1][1] - blocks[k][1])
            else k + 1
        )
        low = min(k, near)
        a, b = blocks[low], blocks.pop(low + 1)
        weight = a[2] + b[2]
        blocks[low] = [(a[0] * a[2] + b[0] * b[2]) / weight, (a[1] * a[2] + b[1] * b[2]) / weight, weight]
    return [(round(float(x), 4), round(float(min(max(y, 0.01), 0.99)), 4)) for x, y, _ in blocks]


def apply(curve: Knots, scores: Floats) -> Floats:
    return np.interp(scores, [x for x, _ in curve], [y for _, y in curve])


def error(chances: Floats, right: Floats) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    return float(
        sum(abs(chances[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist()))
    )


@dataclass
class Judged:
    """Scores with whether each was right, and the document it comes from."""

    scores: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    docs: list[str] = field(default_factory=list)

    def put(self, score: float, right: bool, doc: str) -> None:
        self.scores.append(score)
        self.right.append(float(right))
        self.docs.append(doc)

    def curve(self, name: str) -> Knots:
        """The curve made of all; prints what it is worth."""
        scores, right = np.array(self.scores), np.array(self.right)
        folds = np.array([zlib.crc32(d.encode()) % FOLDS for d in self.docs])
        judged = np.zeros_like(scores)
        for fold in range(FOLDS):
            judged[folds == fold] = apply(isotonic(scores[folds != fold], right[folds != fold]), scores[folds == fold])
        print(
            f"{name}: {len(scores)} judged, {right.mean():.3f} right; calibration error {error(scores, right):.3f} raw, {error(judged, right):.3f} with a curve"
        )
        bins = np.minimum((judged * BINS).astype(int), BINS - 1)
        print(
            "   told/right: "
            + "  ".join(
                f"{judged[bins == b].mean():.2f}/{right[bins == b].mean():.2f} ({(bins == b).sum()})"
                for b in sorted(set(bins.tolist()))
            )
        )
        return isotonic(scores, right)


def _size(spans: Sequence[Sequence[int]]) -> int:
    return sum(e - s for s, e in spans)


def _common(a: Sequence[Sequence[int]], b: Sequence[Sequence[int]]) -> int:
    return sum(max(0, min(e, y) - max(s, x)) for s, e in a for x, y in b)


def rightly_said(said: SaidSpans, gold: list[Json]) -> bool:
    """Whether some gold attribution has half of the content in common and a source that overlaps (or neither has one)."""
    content, source = [tuple(s) for s in said.content], [tuple(s) for s in said.source]
    for g in gold:
        if 2 * _common(content, g["content"]) >= 0.5 * (_size(content) + _size(g["content"])) and (
            _common(source, g["source"]) > 0 or (not source and not g["source"])
        ):
            return True
    return False


def attributions(reader: OnnxReader, shared: Path) -> Judged:
    out = Judged()
    gold = {g["doc_id"]: g["attributions"] for g in read_lines(shared / "data/polnear/dev.gold.jsonl")}
    for _, document in documents(shared / "data/polnear/dev.cases.jsonl"):
        for said in apart(reader.heads.attributions(list(reader.encode(document)), reader.heads.settings)):
            out.put(said.score, rightly_said(said, gold[document.doc_id]), document.doc_id)
    return out


def reports(reader: OnnxReader, sets: list[Set]) -> tuple[Judged, Judged]:
    """Of triggers: whether a gold report has that word; of those that have: whether the likeliest status is the report's."""
    triggers, statuses = Judged(), Judged()
    for held in sets:
        for case, document, windows in held.encoded:
            doc_id = document.doc_id
            gold = [r for r in held.gold[case]["reports"] if r.get("doc_id", doc_id) == doc_id]
            for trigger in reader.heads.triggers(windows, sentences(document.text)):
                hit = [r for r in gold if r["span"][0] < trigger.span.end and trigger.span.start < r["span"][1]]
                triggers.put(trigger.score, bool(hit), doc_id)
                if hit:
                    best = int(np.argmax(trigger.statuses))
                    statuses.put(trigger.statuses[best], any(r["status"] == STATUSES[best] for r in hit), doc_id)
    return triggers, statuses


def main() -> None:
    ask = asking(__doc__)
    options = ask.parse_args()
    path = options.bundle / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    reader = OnnxReader(options.bundle)
    reader.heads.curves = {}
    sets = [encode(reader, options.shared, *at) for at in SETS]
    triggers, statuses = reports(reader, sets)
    manifest["curves"] = {
        "said": attributions(reader, options.shared).curve("attributions"),
        "trigger": triggers.curve("triggers"),
    }
    statuses.curve("statuses (a temperature mends them, see train.choose)")
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
