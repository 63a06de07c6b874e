"""Gradient boosting with logistic loss, its trees written as `walkback.trees` reads them. Needs scikit-learn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from walkback import trees
from walkback.trees import Node

Rows = Sequence[Sequence[float]]


def fitted(
    seen: Rows,
    right: Sequence[float],
    weight: Sequence[float] | None = None,
    *,
    count: int,
    leaves: int,
    rate: float,
    least: int,
    shrink: float,
) -> list[list[Node]]:
    """The trees, the first of them the bias alone. least: examples of a leaf; shrink: L2 of its value."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    boosted = HistGradientBoostingClassifier(
        max_iter=count,
        learning_rate=rate,
        max_leaf_nodes=leaves,
        min_samples_leaf=least,
        l2_regularization=shrink,
        early_stopping=False,
        random_state=0,
    ).fit(np.array(seen), np.array(right), sample_weight=None if weight is None else np.array(weight))
    out: list[list[Node]] = [[(-1, round(float(boosted._baseline_prediction.item()), 5), 0, 0)]]
    for (tree,) in boosted._predictors:
        out.append(
            [
                (-1, round(float(n["value"]), 5), 0, 0)
                if n["is_leaf"]
                else (int(n["feature_idx"]), float(f"{n['num_threshold']:.7g}"), int(n["left"]), int(n["right"]))
                for n in tree.nodes
            ]
        )
    return out


def write(path: Path, features: Sequence[str], held: Sequence[Sequence[Node]]) -> None:
    """Put trees where the stages read them."""
    body = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in held)
    path.write_text(f'{{"features": {json.dumps(features)},\n"trees": [\n{body}\n]}}\n', encoding="utf-8")
    trees.trees.cache_clear()
