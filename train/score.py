"""Score a checkpoint as it is, in fp32, on the dev sets: attributions on PolNeAR, reports on the ledgers and the stories.

    python -m train.score runs/first/epoch3.pt [--tune]

Attributions and reports here are the reader's alone (no rule of a later stage), so that heads can be compared quickly.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch

from train.batches import alone
from train.checkpoints import loaded
from train.data import BUNDLE
from train.dev import SETS, Held, Polnear, tuned, whole
from walkback.core.text import Document
from walkback.reading.decode import Encoded
from walkback.reading.reader import Heads, news_windows
from walkback.reading.windows import tokenizer


class TorchReader:
    """Encodes with a checkpoint; everything after the encoder is walkback's own."""

    def __init__(self, checkpoint: Path, settings: Mapping[str, float] | None = None) -> None:
        self.model = loaded(checkpoint)
        self._views = self.model.views()
        self._pieces = tokenizer(BUNDLE / "vocab.txt")
        weights = {k: v.numpy() for k, v in self.model.state_dict().items() if not k.startswith("encoder.")}
        self.heads = Heads(weights, settings or {})

    @torch.no_grad()
    def encode(self, document: Document) -> Iterator[Encoded]:
        for window in news_windows(document, self._pieces):
            h, tags, triggers = self.model(*alone(window))
            yield Encoded(window, *(made[0].numpy() for made in (h, tags, triggers, self._views(h))))


def show(figures: Mapping[str, Any]) -> str:
    names = ("attribution", "content_partial", "content_exact", "cue_exact", "source_given_content")
    return "  ".join(
        f"{n} {100 * (v['f1'] if isinstance(v := figures[n], dict) and 'f1' in v else v):.1f}"
        for n in names
        if n in figures and not (isinstance(figures[n], dict) and "f1" not in figures[n])
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("checkpoint", type=Path)
    ask.add_argument("--shared", type=Path, default=Path("../shared"))
    ask.add_argument("--only", choices=("polnear", "ledger"))
    ask.add_argument("--tune", action="store_true")
    ask.add_argument("--threads", type=int, default=1)
    options = ask.parse_args()
    torch.set_num_threads(options.threads)
    plain = TorchReader(options.checkpoint, {"trigger_bias": 1.0})
    reader = Held(plain)
    if options.only in (None, "polnear"):
        dev = Polnear(reader, options.shared)
        print("polnear:", show(dev.figures({})), flush=True)
        if options.tune:
            tuned(dev)
    for folder, name in SETS if options.only in (None, "ledger") else ():
        print(f"{folder} {name}: {ledger(whole(reader, options.shared, folder, name))}", flush=True)


def ledger(f: Mapping[str, Any]) -> str:
    shown = {
        "detection": f["detection"]["f1"],
        "joint": f["joint"]["f1"],
        "status": f["status_accuracy"],
        "by": f["by_accuracy"],
        "B3": f["threads_b3"]["f1"],
        "findings": f["findings"]["f1"],
    }
    return "  ".join(f"{k} {100 * v:.1f}" for k, v in shown.items()) + f"  {f.get('due')}"


if __name__ == "__main__":
    main()
