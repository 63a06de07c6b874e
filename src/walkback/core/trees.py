"""Boosted trees as they are kept in a table: what fits them needs scikit-learn (`train/boosting.py`), what asks them nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources

Node = tuple[
    int, float, int, int
]  # feature, threshold, where to go on at or below it, where above; a leaf: -1, its value
Tree = tuple[Node, ...]


@cache
def trees(name: str, features: tuple[str, ...]) -> tuple[Tree, ...]:
    """The trees of `data/NAME.json`. Raises ValueError if they were fitted on other features than these."""
    held = json.loads(resources.files("walkback").joinpath("data", f"{name}.json").read_text(encoding="utf-8"))
    if tuple(held["features"]) != features:
        raise ValueError(f"data/{name}.json was made for other features: run python -m train.{name}")
    return tuple(tuple((int(f), float(t), int(a), int(b)) for f, t, a, b in tree) for tree in held["trees"])


def summed(held: Sequence[Tree], features: Sequence[float]) -> float:
    """Log-odds of what has these features, in the order in which they were fitted."""
    total = 0.0
    for tree in held:
        feature, value, below, above = tree[0]
        while feature >= 0:
            feature, value, below, above = tree[below if features[feature] <= value else above]
        total += value
    return total
