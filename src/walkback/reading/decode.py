"""From scores to spans and links: constrained Viterbi, biaffine linkers, the trigger head. Numpy only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from walkback.reading.labels import DISTANCES

Floats = NDArray[np.float32]
Places = list[tuple[int, int]]  # first and last piece of each span, both included
NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A span of pieces with its label and the mean probability of its tags."""

    label: str
    first: int
    last: int
    score: float


def softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(-1, keepdims=True), dtype=np.float32)


def gelu(x: Floats) -> Floats:
    """The tanh form, as in training."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3))), dtype=np.float32)


def _transitions(tags: Sequence[str]) -> tuple[Floats, Floats]:
    """Scores of going from tag to tag, and of starting in a tag: I-x only follows B-x or I-x."""
    step = np.zeros((len(tags), len(tags)), np.float32)
    first = np.zeros(len(tags), np.float32)
    for j, after in enumerate(tags):
        if after[0] == "I":
            first[j] = NEVER
            for i, before in enumerate(tags):
                if before == "O" or before[1:] != after[1:]:
                    step[i, j] = NEVER
    return step, first


def viterbi(log_probabilities: Floats, tags: Sequence[str]) -> list[int]:
    """The best legal tag sequence for scores [pieces, tags]; the two special pieces at the ends stay outside."""
    step, first = _transitions(tags)
    length = len(log_probabilities)
    score = first.copy()
    score[1:] = NEVER  # the opening special piece is O
    back = np.zeros((length, len(tags)), np.int64)
    for i in range(1, length):
        paths = score[:, None] + step
        back[i] = paths.argmax(0)
        score = paths.max(0) + log_probabilities[i]
    path = [0]  # and so is the closing one
    for i in range(length - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def spans(scores: Floats, tags: Sequence[str], *, outside_bias: float = 0.0) -> list[Tagged]:
    """Spans of the best legal tagging. `outside_bias` is taken from the score of O: above 0 finds more spans."""
    biased = scores.astype(np.float32).copy()
    biased[:, 0] -= np.float32(outside_bias)
    chances = softmax(biased)
    path = viterbi(np.log(chances + 1e-9), tags)
    out: list[Tagged] = []
    begin = None
    for i, tag in enumerate([*path, 0]):
        if begin is not None and tags[tag][0] != "I":
            held = [float(chances[k, path[k]]) for k in range(begin, i)]
            out.append(Tagged(tags[path[begin]][2:], begin, i - 1, sum(held) / len(held)))
            begin = None
        if tags[tag][0] == "B":
            begin = i
    return out


class Linker:
    """Scores every pair of an anchor span and a candidate span, plus "none" (biaffine; Dozat and Manning 2017)."""

    def __init__(self, weights: Mapping[str, Floats], name: str) -> None:
        self._w = {key[len(name) + 1 :]: value for key, value in weights.items() if key.startswith(name + ".")}

    def __call__(self, h: Floats, anchors: Places, candidates: Places, paragraphs: Sequence[int]) -> Floats:
        """h [pieces, 384] -> [anchors, candidates + 1]; the last column is none."""
        w = self._w
        a_at, c_at = np.array(anchors).reshape(-1, 2), np.array(candidates, np.int64).reshape(-1, 2)
        left = np.concatenate([h[a_at[:, 0]], h[a_at[:, 1]]], -1)
        none = left @ w["none.weight"].T + w["none.bias"]
        if not len(c_at):
            return np.asarray(none, np.float32)
        right = np.concatenate([h[c_at[:, 0]], h[c_at[:, 1]]], -1)
        a = gelu(left @ w["anchor.weight"].T + w["anchor.bias"])
        b = gelu(right @ w["candidate.weight"].T + w["candidate.bias"])
        scores = a @ w["bilinear"] @ b.T
        scores = scores + (a @ w["anchor_bias.weight"].T + w["anchor_bias.bias"])
        scores = scores + (b @ w["candidate_bias.weight"].T + w["candidate_bias.bias"]).T
        return np.concatenate([scores + self._layout(a_at, c_at, paragraphs), none], 1).astype(np.float32)

    def _layout(self, anchors: NDArray[np.int64], candidates: NDArray[np.int64], paragraphs: Sequence[int]) -> Floats:
        """What order, distance, anchors between and paragraphs say, [anchors, candidates]."""
        w = self._w
        after = candidates[None, :, 0] > anchors[:, None, 1]
        gap = np.where(
            after, candidates[None, :, 0] - anchors[:, None, 1], anchors[:, None, 0] - candidates[None, :, 1]
        )
        bucket = np.searchsorted(np.array(DISTANCES), np.maximum(gap, 0)) + after * (len(DISTANCES) + 1)
        middle_a, middle_c = anchors.sum(1), candidates.sum(1)
        low = np.minimum(middle_a[:, None], middle_c[None, :])[..., None]
        high = np.maximum(middle_a[:, None], middle_c[None, :])[..., None]
        crossed = np.minimum(((middle_a > low) & (middle_a < high)).sum(-1), 3) + 4 * after
        place = np.array(paragraphs)
        same = (place[anchors[:, 0]][:, None] == place[candidates[:, 0]][None, :]).astype(np.int64)
        total = w["distance.weight"][bucket] + w["between.weight"][crossed] + w["together.weight"][same]
        return np.asarray(total[..., 0], np.float32)


@dataclass(frozen=True, slots=True)
class TriggerScores:
    """For n triggers: status and type probabilities, conditional and hedged probabilities, unit matter vectors."""

    statuses: Floats  # [n, 11]
    types: Floats  # [n, 12]
    flags: Floats  # [n, 2]
    matters: Floats  # [n, 64]


class TriggerHead:
    """Reads status, type, flags and the matter vector off the pieces of a trigger."""

    def __init__(self, weights: Mapping[str, Floats], *, temperature: float = 1.0) -> None:
        self._w = weights
        self._temperature = temperature

    def __call__(self, h: Floats, places: Places) -> TriggerScores:
        """h [pieces, 384]; the vector of a span is its first, last and mean piece."""
        joined = np.stack([np.concatenate([h[a], h[b], h[a : b + 1].mean(0)]) for a, b in places])
        z = gelu(self._linear(joined, "trigger"))
        matters = self._linear(z, "matter")
        return TriggerScores(
            statuses=softmax(self._linear(z, "status") / np.float32(self._temperature)),
            types=softmax(self._linear(z, "kind")),
            flags=np.asarray(1 / (1 + np.exp(-self._linear(z, "flags"))), np.float32),
            matters=np.asarray(matters / np.maximum(np.linalg.norm(matters, axis=-1, keepdims=True), 1e-6), np.float32),
        )

    def _linear(self, x: Floats, name: str) -> Floats:
        return np.asarray(x @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"], np.float32)
