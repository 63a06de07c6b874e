"""Choose what the bundle's manifest holds beside the weights: biases of the decoders, the temperature of the statuses.

    python -m train.choose --bundle src/walkback/reading/bundle --shared ../shared

The trigger bias is chosen by the mean joint F1 of the stories and the ledger dev sets, a bias for each attribution tag by
attribution F1 on PolNeAR dev, the temperature by likelihood of the statuses on the ledger dev sets. Prints every sweep;
writes the manifest.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from train.data import read_lines
from walkback.core.text import Document
from walkback.reading.decode import TriggerHead, spans
from walkback.reading.labels import ROLES, STATUSES, TAGS, TRIGGER_TAGS
from walkback.reading.reader import Encoded, OnnxReader

Json = dict[str, Any]
BIASES = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)


def scorer(shared: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, shared / "bench" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents(path: Path) -> list[tuple[str, Document]]:
    """(case id, document) of every document of a cases file."""
    out = []
    for case in read_lines(path):
        for doc in case.get("docs", [case]):
            day = date.fromisoformat(doc["dct"]) if doc.get("dct") else None
            out.append((case.get("case") or doc["doc_id"], Document(doc["doc_id"], doc["text"], day)))
    return out


@dataclass
class Set:
    """A gold file with its documents encoded once."""

    gold: dict[str, Json]
    encoded: list[tuple[str, str, list[Encoded]]]  # case, document, windows

    def reports(self, head: TriggerHead, bias: float) -> dict[str, Json]:
        out: dict[str, Json] = {}
        for case, doc_id, windows in self.encoded:
            held = out.setdefault(case, {"case": case, "actors": {}, "matters": {}, "reports": [], "findings": []})
            for e in windows:
                found = spans(e.triggers, TRIGGER_TAGS, outside_bias=bias)
                if not found:
                    continue
                scores = head(e.h, [(t.first, t.last) for t in found])
                for n, t in enumerate(found):
                    name = f"{doc_id}:{len(held['reports'])}"
                    held["reports"].append(
                        {
                            "id": name,
                            "doc_id": doc_id,
                            "matter": name,
                            "by": "outlet",
                            "span": list(e.window.span(t.first, t.last)),
                            "status": STATUSES[int(scores.statuses[n].argmax())],
                        }
                    )
        return out


def encode(reader: OnnxReader, gold: Path, cases: Path) -> Set:
    keyed = {g.get("case") or g["doc_id"]: g for g in read_lines(gold)}
    return Set(keyed, [(case, d.doc_id, reader.encode(d)) for case, d in documents(cases)])


def temperature(head: TriggerHead, sets: list[Set]) -> float:
    """The temperature under which gold statuses on gold triggers are likeliest."""
    scores, wanted = [], []
    for held in sets:
        for case, doc_id, windows in held.encoded:
            for e in windows:
                for r in held.gold[case]["reports"]:
                    if r.get("doc_id", doc_id) != doc_id:
                        continue
                    at = [
                        i
                        for i, (a, b) in enumerate(e.window.offsets)
                        if a < b and a < r["span"][1] and r["span"][0] < b
                    ]
                    if at:
                        scores.append(np.log(head(e.h, [(at[0], at[-1])]).statuses[0] + 1e-9))
                        wanted.append(STATUSES.index(r["status"]))
    logits, gold = np.array(scores), np.array(wanted)
    best = (math.inf, 1.0)
    for t in np.arange(0.8, 4.05, 0.1):
        z = logits / t
        loss = float(np.mean(np.log(np.exp(z).sum(-1)) - z[np.arange(len(gold)), gold]))
        best = min(best, (loss, float(round(t, 2))))
    right = float((logits.argmax(-1) == gold).mean())
    print(f"status: {len(gold)} gold triggers, {right:.3f} right, temperature {best[1]} (loss {best[0]:.3f})")
    return best[1]


def tag_biases(reader: OnnxReader, shared: Path) -> dict[str, float]:
    """One number a tag, found by coordinate search on PolNeAR dev; a step must be worth a tenth of a point."""
    score = scorer(shared, "score_attribution")
    gold = {g["doc_id"]: g for g in read_lines(shared / "data/polnear/dev.gold.jsonl")}
    texts = {d.doc_id: d for _, d in documents(shared / "data/polnear/dev.cases.jsonl")}
    for doc_id, g in gold.items():
        g["text"] = texts[doc_id].text
    encoded = {doc_id: reader.encode(d) for doc_id, d in texts.items()}

    def f1(bias: dict[str, float]) -> float:
        row = np.array([bias[tag] for tag in TAGS], np.float32)
        predicted = {}
        for doc_id, windows in encoded.items():
            said = [a for e in windows for a in reader.attributions(e, row)]
            rows = [{role: [list(s) for s in getattr(a, role)] for role in ROLES} for a in said]
            predicted[doc_id] = {"doc_id": doc_id, "attributions": rows}
        return float(score.score_corpus(gold, predicted)["attribution"]["f1"])

    bias = dict.fromkeys(TAGS, 0.0)
    best = f1(bias)
    print(f"attribution F1 without biases {100 * best:.2f}")
    for step in (0.5, 0.25):
        for tag in ("B-content", "I-content", "B-source", "I-source", "B-cue", "I-cue", "O"):
            for change in (-step, step):
                trial = bias | {tag: bias[tag] + change}
                figure = f1(trial)
                if figure > best + 0.001:
                    best, bias = figure, trial
                    print(f"{tag} {bias[tag]:+.2f}: {100 * best:.2f}", flush=True)
                    break
    return {f"bias {tag}": value for tag, value in bias.items() if value}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bundle", type=Path, default=Path("src/walkback/reading/bundle"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    reader = OnnxReader(args.bundle)
    data, ledger = args.shared / "data", scorer(args.shared, "score_ledger")
    plain = TriggerHead(reader.bundle.heads())

    def held(folder: str, name: str) -> Set:
        return encode(reader, data / folder / f"{name}.gold.jsonl", data / folder / f"{name}.cases.jsonl")

    stories = [held("stories", "dev-current-events"), held("stories", "dev-polnear")]
    dev = [held("ledger", "dev-articles"), held("ledger", "dev-current-events")]
    best = (0.0, 0.0)
    for bias in BIASES:
        figures = [ledger.score(s.gold, s.reports(plain, bias))[0] for s in (*stories, *dev)]
        joint = sum(f["joint"]["f1"] for f in figures) / len(figures)
        row = "  ".join(f"{f['detection']['f1']:.3f}/{f['joint']['f1']:.3f}" for f in figures)
        print(f"trigger bias {bias:+.1f}: detection/joint {row}; mean joint {joint:.3f}")
        best = max(best, (joint, bias))
    settings = {
        "trigger_bias": best[1],
        **tag_biases(reader, args.shared),
        "status_temperature": temperature(plain, dev),
    }
    path = args.bundle / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) | {"settings": settings}
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(settings)


if __name__ == "__main__":
    main()
