"""Try the two numbers beside the model that reports hang on: what being quoted adds to being the one on whose word, and the least score.

    python -m train.sweep --bundle src/walkback/reading/bundle --shared ../shared

Through all of walkback on the four dev sets; for every value reports found, joint F1, shares of right standings and voices, findings
F1. The values are set by hand in walkback/undertakings.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from train.dev import SETS, Held, asking, whole
from walkback import undertakings
from walkback.reading.reader import OnnxReader

SPEAKER, LEAST = (0.5, 0.7, 0.9, 1.1), (0.12, 0.15, 0.18, 0.2, 0.215, 0.23, 0.25, 0.28, 0.32)


def row(figures: Mapping[str, Any]) -> list[float]:
    """Reports found, joint F1, shares of right standings and voices, findings F1."""
    shares = figures["status_accuracy"], figures["by_accuracy"]
    return [figures["detection"]["f1"], figures["joint"]["f1"], *shares, figures["findings"]["f1"]]


def tried(reader: Held, shared: Path, name: str, values: Sequence[float]) -> None:
    """Print the figures of the dev sets for each value of a constant of walkback.undertakings, which keeps the one it had."""
    kept = getattr(undertakings, name)
    for value in values:
        setattr(undertakings, name, value)
        rows = np.array([row(whole(reader, shared, *at)) for at in SETS])
        print(
            f"{name} {value:.3f}",
            *(" ".join(f"{x:.3f}" for x in r) for r in (*rows, rows.mean(0))),
            sep="  |  ",
            flush=True,
        )
    setattr(undertakings, name, kept)


def main() -> None:
    parser = asking(__doc__)
    args = parser.parse_args()
    reader = Held(OnnxReader(args.bundle))
    tried(reader, args.shared, "SPEAKER", SPEAKER)
    tried(reader, args.shared, "LEAST", LEAST)


if __name__ == "__main__":
    main()
