"""From scores to spans and frames: Viterbi, what is seen from an anchor, the trigger head. Numpy only."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from walkback.reading.labels import DISTANCES, VIEWS
from walkback.reading.windows import Window

Floats = NDArray[np.float32]
Places = list[tuple[int, int]]  # first and last piece of each span, both included
Path = NDArray[np.int64]  # the tag of each piece
NEVER = np.float32(-1e4)
_ENDS = dict(zip(VIEWS, itertools.accumulate(VIEWS.values()), strict=True))  # of the columns of each view
SURE = 0.99  # a piece as likely of no span as this is of none


@dataclass(frozen=True, slots=True)
class Encoded:
    """One window after the encoder: piece vectors [pieces, 384], scores of both taggers [pieces, 7] and [pieces, 3], VIEWS [pieces, 672]."""

    window: Window
    h: Floats
    tags: Floats
    triggers: Floats
    views: Floats

    def view(self, *names: str) -> Floats:
        """Some of VIEWS that stand side by side."""
        return self.views[:, _ENDS[names[0]] - VIEWS[names[0]] : _ENDS[names[-1]]]


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


def gelu(x: Floats, out: Floats | None = None) -> Floats:
    """The tanh form, as in training; written to `out`, if given."""
    inner = x * x  # x**3 would go through a general power, forty times slower
    inner *= np.float32(0.044715 * 0.7978845608)
    inner += np.float32(0.7978845608)
    inner *= x
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= np.float32(0.5)
    done: Floats = np.multiply(inner, x, out=out)
    return done


def legal(tags: Sequence[str]) -> Floats:
    """Scores of going from tag to tag: 0, or NEVER (I-x only follows B-x or I-x)."""
    step = np.zeros((len(tags), len(tags)), np.float32)
    for j, after in enumerate(tags):
        for i, before in enumerate(tags):
            if after[0] == "I" and (before == "O" or before[1:] != after[1:]):
                step[i, j] = NEVER
    return step


def spans(windows: Sequence[Floats], tags: Sequence[str], *, outside_bias: float = 0.0) -> list[list[Tagged]]:
    """Spans of the best legal tagging of each window, from its scores [pieces, tags].

    `outside_bias` is taken from the score of O: above 0 finds more spans.
    """
    bias = np.zeros(len(tags), np.float32)
    bias[0] = outside_bias
    leaning = [scores - bias for scores in windows]
    chances = [softmax(scores) for scores in leaning]
    step = legal(tags)
    paths = [c.argmax(-1) for c in chances]  # where it is legal no other path is better
    parts = [_broken(path, c, step) for path, c in zip(paths, chances, strict=True)]
    broken = [(k, part) for k, part in enumerate(parts) if part]
    mended = best_paths([np.log(chances[k][part] + 1e-9) for k, part in broken], step)
    for (k, part), path in zip(broken, mended, strict=True):
        paths[k][part] = path
    return [runs(path, tags, scores) for path, scores in zip(paths, leaning, strict=True)]


def _broken(path: Path, chances: Floats, step: Floats) -> slice | None:
    """The part of a path of tags that is not legal, from the piece before it that surely is in tag 0 to the one after it; None if all is.

    Mended by itself it is as the best path of the whole would have it, but where a span would reach over such a piece.
    """
    at = np.flatnonzero(step[path[:-1], path[1:]]) + 1
    at = np.append(at, [i for i in (0, len(path) - 1) if path[i]]).astype(np.int64)
    if not len(at):
        return None
    sure = np.flatnonzero((path == 0) & (chances[:, 0] >= SURE))
    before, after = sure[sure < at.min()], sure[sure > at.max()]
    return slice(before[-1] if len(before) else 0, after[0] + 1 if len(after) else len(path))


_TOLD = ("scale", "shift")  # what a head makes of the anchor's ends


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the pieces of a window stand from n anchors: distance bucket, other anchors between, same paragraph."""

    bucket: NDArray[np.int64]  # [n, pieces]
    crossed: NDArray[np.int64]
    same: NDArray[np.int64]


def layout(anchors: Places, paragraphs: Sequence[int]) -> Layout:
    """Of anchors in text order."""
    at, place = np.array(anchors, np.int64).reshape(-1, 2), np.array(paragraphs)
    pieces = np.arange(len(place))[None, :]
    first, last = at[:, :1], at[:, 1:]
    after, inside = pieces > last, (pieces >= first) & (pieces <= last)
    gap = np.where(after, pieces - last, first - pieces)
    size = len(DISTANCES) + 1
    bucket = np.searchsorted(np.array(DISTANCES), np.maximum(gap, 0)) + after * size
    passed = np.searchsorted(at[:, 0], pieces[0], side="right")[None, :]  # anchors that begin at or before a piece
    own = np.searchsorted(at[:, 0], at[:, 0], side="right")[:, None]
    crossed = np.clip(np.where(after, passed - own, own - passed - 1), 0, 3) + 4 * after
    same = (place[None, :] == place[at[:, 0]][:, None]).astype(np.int64)
    return Layout(np.where(inside, 2 * size, bucket), np.where(inside, 0, crossed), same)


class Around:
    """Scores every piece of a window as seen from anchor spans (FiLM; Perez et al. 2018), by several heads at once."""

    def __init__(self, weights: Mapping[str, Floats], *names: str) -> None:
        def joined(part: str) -> Floats:
            return np.concatenate([weights[f"{name}.{part}"] for name in names])

        self._w = {f"{k}.{part}": joined(f"{k}.{part}") for k in _TOLD for part in ("weight", "bias")}
        # every way a piece can stand from an anchor, looked up once: [distance, anchors between, same paragraph]
        distance, between, together = (
            np.concatenate([weights[f"{name}.{key}.weight"] for name in names], 1)
            for key in ("distance", "between", "together")
        )
        stands = distance[:, None, None] + between[None, :, None] + together[None, None]
        self._ways, self._stands = stands.shape[:3], stands.reshape(-1, stands.shape[-1])
        self._names, self._weights = names, weights

    def __call__(self, encoded: Encoded, anchors: Places, seen: Layout) -> list[Floats]:
        """A window and n anchors -> for each head [n, pieces, labels]."""
        w, h, at = self._w, encoded.h, np.array(anchors, np.int64).reshape(-1, 2)
        ends = np.concatenate([h[at[:, 0]], h[at[:, 1]]], -1)
        scale, shift = 1 + linear(w, ends, "scale"), linear(w, ends, "shift")
        pieces = encoded.view(*(f"{name}.piece" for name in self._names))
        way = np.ravel_multi_index((seen.bucket, seen.crossed, seen.same), self._ways)
        z = np.empty((len(at), *pieces.shape), np.float32)
        for n, here in enumerate(z):  # one anchor at a time stays near the processor
            np.multiply(pieces, scale[n], out=here)
            here += shift[n]
            here += self._stands.take(way[n], 0)
            gelu(here, here)
        parts = np.split(z, len(self._names), -1)
        return [linear(self._weights, part, f"{name}.score") for part, name in zip(parts, self._names, strict=True)]


def linear(weights: Mapping[str, Floats], x: Floats, name: str) -> Floats:
    """x [.., in] -> [.., out] by the weights and bias of that name."""
    return np.asarray(x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"], np.float32)


def best_paths(rows: Sequence[Floats], step: Floats) -> list[Path]:
    """Viterbi over n sequences at once: scores [pieces, tags] of each, step [tags, tags] -> the tags of each.

    Every path begins and ends in tag 0, on the special pieces.
    """
    if not rows:
        return []
    n, length, tags = len(rows), max(len(row) for row in rows), len(step)
    best = np.full((length, tags, n), NEVER, np.float32)  # beyond its end a sequence stays in tag 0
    best[:, 0] = 0
    for k, row in enumerate(rows):
        best[: len(row), :, k] = row
        best[len(row) - 1, 1:, k] = NEVER
    best[0, 0], best[0, 1:] = 0, NEVER
    steps = step[:, :, None]  # from, to
    into = np.empty((tags, tags, n), np.float32)
    for before, here in itertools.pairwise(best):  # the scores of a piece become those of the best path up to it
        np.add(before[:, None], steps, out=into)
        here += np.maximum.reduce(into, 0)
    out = np.zeros((length, n), np.int64)
    for i in range(length - 1, 0, -1):
        out[i - 1] = (best[i - 1] + step[:, out[i]]).argmax(0)
    return [out[: len(row), k] for k, row in enumerate(rows)]


def runs(path: Path, tags: Sequence[str], scores: Floats) -> list[Tagged]:
    """The spans of a path of tags; scores [pieces, tags] give how likely they are."""
    inside = np.flatnonzero(path)
    chances = softmax(scores[inside])[np.arange(len(inside)), path[inside]].tolist()
    held: list[tuple[int, list[float]]] = []  # the first piece of each span, and how likely its tags are
    for at, tag, chance in zip(inside.tolist(), path[inside].tolist(), chances, strict=True):
        if tags[tag][0] == "B":
            held.append((at, [chance]))
        elif held and at == held[-1][0] + len(held[-1][1]):
            held[-1][1].append(chance)
    return [Tagged(tags[path[at]][2:], at, at + len(c) - 1, sum(c) / len(c)) for at, c in held]


@dataclass(frozen=True, slots=True)
class TriggerScores:
    """For n triggers: status and type probabilities, conditional and hedged probabilities, unit matter vectors, voices."""

    statuses: Floats  # [n, 11]
    types: Floats  # [n, 12]
    flags: Floats  # [n, 2]
    matters: Floats  # [n, 64]
    voices: Floats  # [n, pieces + 1]: on whose word, that of the one named by a piece; the last: the outlet's
    times: Floats  # [n, pieces + 3]: which piece's time expression dates it; the last: WHEN
    doers: Floats  # [n, pieces + 1]: which piece names who would do it; the last: none does
    others: Floats  # [n, pieces + 1]: which piece names another party; the last: none does


class TriggerHead:
    """Reads status, type, flags, voice and the matter vector off the pieces of a trigger and the words around it."""

    def __init__(self, weights: Mapping[str, Floats], *, temperature: float = 1.0) -> None:
        self._w = weights
        self._around = Around(weights, "voice", "time", "doer", "other")
        self._temperature = temperature

    def __call__(self, encoded: Encoded, places: Places) -> TriggerScores:
        """Of triggers that stand in one window; the vector of a span is its first, last and mean piece."""
        h = encoded.h
        joined = np.stack([np.concatenate([h[a], h[b], h[a : b + 1].mean(0)]) for a, b in places])
        seen = layout(places, encoded.window.paragraphs)
        z = gelu(linear(self._w, joined, "trigger"))
        told = np.concatenate([z, self._context(encoded, z, seen)], -1)
        matters = linear(self._w, z, "matter")
        voices, times, doers, others = self._around(encoded, places, seen)
        return TriggerScores(
            statuses=softmax(linear(self._w, told, "status") / np.float32(self._temperature)),
            types=softmax(linear(self._w, z, "kind")),
            flags=np.asarray(1 / (1 + np.exp(-linear(self._w, told, "flags"))), np.float32),
            matters=np.asarray(matters / np.maximum(np.linalg.norm(matters, axis=-1, keepdims=True), 1e-6), np.float32),
            voices=_pointer(voices, linear(self._w, z, "outlet")),
            times=_pointer(times, linear(self._w, told, "undated")),
            doers=_pointer(doers, linear(self._w, z, "nobody")),
            others=_pointer(others, linear(self._w, z, "alone")),
        )

    def _context(self, encoded: Encoded, z: Floats, seen: Layout) -> Floats:
        """What each trigger gathers from the pieces of its paragraph (one look of attention), [n, 96]."""
        ask, key = linear(self._w, z, "ask"), encoded.view("key")
        look = ask @ key.T / np.float32(ask.shape[1] ** 0.5) + self._w["near.weight"][seen.bucket][..., 0]
        return np.asarray(softmax(look + (1 - seen.same) * NEVER) @ encoded.view("value"), np.float32)


def _pointer(pieces: Floats, others: Floats) -> Floats:
    """Probabilities of the pieces [n, pieces, 1], and of the other answers [n, k] after them: [n, pieces + k]."""
    return softmax(np.concatenate([pieces[..., 0], others], 1))
