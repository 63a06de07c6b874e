"""Boosted trees as they are kept in a table: what fits them needs scikit-learn (`train/boosting.py`), what asks them numpy alone.

numpy is imported when trees are first asked: most commands ask none, and it takes longer to import than all the rest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Node = tuple[
    int, float, int, int
]  # feature, threshold, where to go on at or below it, where above; a leaf: -1, its value
Tree = Sequence[Node]
AT_ONCE = 500  # rows, so that memory stays small where a document has many pairs


@dataclass(frozen=True, slots=True)
class Forest:
    """The nodes of all trees in one row of arrays each, numbered through so that the two that a node leads to stand side by side.

    A leaf leads to itself, its threshold is infinite.
    """

    roots: NDArray[np.int64]
    feature: NDArray[np.int64]  # of a leaf 0, any of them
    threshold: NDArray[np.float64]
    below: NDArray[np.int64]  # where to go on at or below it; above it, to the next
    value: NDArray[np.float64]  # of a leaf
    depth: int  # steps after which every row stands on a leaf


def forest(trees: Sequence[Tree]) -> Forest:
    """These trees, to be asked many rows at once."""
    import numpy as np

    nodes, roots, deepest = list[tuple[int, float, int, float]](), list[int](), 0
    for tree in trees:
        roots.append(len(nodes))
        places, depth, todo = [0], [0], 0  # number in the tree, steps from its root
        while todo < len(places):
            feature, value, below, above = tree[places[todo]]
            at = roots[-1] + todo
            if feature < 0:
                nodes.append((0, np.inf, at, value))
            else:
                nodes.append((feature, value, roots[-1] + len(places), 0.0))
                places += [below, above]
                depth += [depth[todo] + 1] * 2
            todo += 1
        deepest = max(deepest, *depth)
    features, thresholds, nexts, values = zip(*nodes, strict=True)
    return Forest(np.array(roots), np.array(features), np.array(thresholds), np.array(nexts), np.array(values), deepest)


@cache
def trees(name: str, features: tuple[str, ...]) -> Forest:
    """The trees of `data/NAME.json`. Raises ValueError if they were fitted on other features than these."""
    held = json.loads(resources.files("walkback").joinpath("data", f"{name}.json").read_text(encoding="utf-8"))
    if tuple(held["features"]) != features:
        raise ValueError(f"data/{name}.json was made for other features: run python -m train.{name}")
    return forest(held["trees"])


def summed(held: Forest, rows: Sequence[Sequence[float]]) -> list[float]:
    """Log-odds of each row of features [n, features], in the order in which they were fitted.

    The values of a row are added one after another, so that a row alone gives what it gives among others.
    """
    import numpy as np

    out = list[float]()
    for start in range(0, len(rows), AT_ONCE):
        seen = np.array(rows[start : start + AT_ONCE], float)
        at = np.repeat(held.roots[None, :], len(seen), 0)
        row = seen.shape[1] * np.arange(len(seen))[:, None]
        for _ in range(held.depth):
            told = seen.take(row + held.feature.take(at))
            at = held.below.take(at) + (told > held.threshold.take(at))
        out += held.value.take(at).cumsum(1)[:, -1].tolist()
    return out
