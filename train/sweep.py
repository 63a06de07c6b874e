"""Try the numbers beside the model: what being quoted adds to being the one on whose word, a report's least score, what the trees of pairs weigh.

    python -m train.sweep --bundle src/walkback/reading/bundle --shared ../shared

Through all of walkback on the four dev sets; for every value reports found, joint F1, shares of right standings and voices, findings
F1, B-cubed F1 of threads. The values are set by hand in walkback/undertakings.py and walkback/pairing.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from train.dev import SETS, Held, asking, whole
from walkback import pairing, undertakings
from walkback.reading.reader import OnnxReader

TRIED: Mapping[tuple[ModuleType, str], Sequence[float]] = {
    (undertakings, "SPEAKER"): (0.0, 0.2, 0.3, 0.35, 0.5, 0.7, 0.9, 1.1),
    (undertakings, "LEAST"): (0.12, 0.15, 0.18, 0.2, 0.215, 0.23, 0.25, 0.28, 0.32),
    (pairing, "SEEN"): (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
}


def row(figures: Mapping[str, Any]) -> list[float]:
    """Reports found, joint F1, shares of right standings and voices, findings F1, B-cubed F1 of threads."""
    shares = figures["status_accuracy"], figures["by_accuracy"]
    found, joint, changes, threads = (figures[name]["f1"] for name in ("detection", "joint", "findings", "threads_b3"))
    return [found, joint, *shares, changes, threads]


def tried(reader: Held, shared: Path, where: ModuleType, name: str, values: Sequence[float]) -> None:
    """Print the figures of the dev sets for each value of a module's constant, which keeps the one it had."""
    kept = getattr(where, name)
    for value in values:
        setattr(where, name, value)
        rows = np.array([row(whole(reader, shared, *at)) for at in SETS])
        print(
            f"{name} {value:.3f}",
            *(" ".join(f"{x:.3f}" for x in r) for r in (*rows, rows.mean(0))),
            sep="  |  ",
            flush=True,
        )
    setattr(where, name, kept)


def main() -> None:
    parser = asking(__doc__)
    args = parser.parse_args()
    reader = Held(OnnxReader(args.bundle))
    for (where, name), values in TRIED.items():
        tried(reader, args.shared, where, name, values)


if __name__ == "__main__":
    main()
