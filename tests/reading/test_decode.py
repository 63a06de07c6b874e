from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from walkback.reading.decode import best_paths, layout, legal, softmax, spans
from walkback.reading.labels import DISTANCES, FRAME_TAGS, TAGS, TRIGGER_TAGS


def scores(rows: list[str], tags: tuple[str, ...], *, sure: float = 5.0) -> np.ndarray:
    out = np.zeros((len(rows), len(tags)), np.float32)
    for i, tag in enumerate(rows):
        out[i, tags.index(tag)] = sure
    return out


def test_spans_of_a_clean_tagging() -> None:
    rows = ["O", "B-source", "I-source", "B-cue", "B-content", "I-content", "I-content", "O"]
    found = [(t.label, t.first, t.last) for t in spans([scores(rows, TAGS)], TAGS)[0]]
    assert found == [("source", 1, 2), ("cue", 3, 3), ("content", 4, 6)]


def test_two_spans_that_touch_stay_two() -> None:
    rows = ["O", "B-content", "I-content", "B-content", "I-content", "O"]
    assert [(t.first, t.last) for t in spans([scores(rows, TAGS)], TAGS)[0]] == [(1, 2), (3, 4)]


def test_an_inside_never_follows_an_outside() -> None:
    (path,) = best_paths([np.log(softmax(scores(["O", "O", "I-cue", "I-cue", "O"], TAGS)) + 1e-9)], legal(TAGS))
    names = [TAGS[t] for t in path]
    for before, after in pairwise(names):
        assert not after.startswith("I-") or before[1:] == after[1:]


def test_special_pieces_stay_outside() -> None:
    rows = ["B", "B", "I", "I"]
    assert [(t.first, t.last) for t in spans([scores(rows, TRIGGER_TAGS)], TRIGGER_TAGS)[0]] == [(1, 2)]


@pytest.mark.parametrize(("bias", "count"), [(0.0, 0), (1.0, 1)])
def test_bias_finds_more(bias: float, count: int) -> None:
    raw = np.array([[5, 0, 0], [0.6, 0.2, 0], [5, 0, 0]], np.float32)
    assert len(spans([raw], TRIGGER_TAGS, outside_bias=bias)[0]) == count


def test_best_paths_follow_the_steps() -> None:
    step = legal(FRAME_TAGS)
    raw = np.zeros((2, 6, len(FRAME_TAGS)), np.float32)
    raw[0, 2, FRAME_TAGS.index("I-source")] = 5  # an inside with nothing before it: a source of two
    raw[1, 1:3, FRAME_TAGS.index("B-content")] = 5
    raw[1, 3, FRAME_TAGS.index("I-content")] = 5
    found = [[FRAME_TAGS[t] for t in path] for path in best_paths(list(raw), step)]
    assert found[0][1:3] == ["B-source", "I-source"]
    assert found[1] == ["O", "B-content", "B-content", "I-content", "O", "O"]


def test_layout_of_two_anchors() -> None:
    seen = layout([(2, 3), (6, 6)], [-1, 0, 0, 0, 0, 1, 1, 1, -1])
    own = 2 * (len(DISTANCES) + 1)
    assert seen.bucket[0].tolist()[2:4] == [own, own] and seen.bucket[1, 6] == own
    assert seen.bucket[0, 1] == 0 and seen.bucket[0, 4] == len(DISTANCES) + 1
    assert seen.crossed[0].tolist() == [0, 0, 0, 0, 4, 4, 5, 5, 5]
    assert seen.crossed[1].tolist() == [1, 1, 0, 0, 0, 0, 0, 4, 4]
    assert seen.same[0].tolist() == [0, 1, 1, 1, 1, 0, 0, 0, 0]


def test_windows_of_several_lengths_are_read_as_each_alone() -> None:
    rng = np.random.default_rng(4)
    windows = [rng.normal(size=(n, len(TAGS))).astype(np.float32) for n in (3, 11, 7)]
    assert spans(windows, TAGS) == [spans([w], TAGS)[0] for w in windows]
    assert spans([], TAGS) == []


def test_a_broken_part_is_mended_as_the_whole_would_be() -> None:
    """Only what stands between pieces that are surely of no span is looked at again."""
    rng = np.random.default_rng(5)
    step = legal(TAGS)
    for _ in range(200):
        raw = rng.normal(size=(40, len(TAGS))).astype(np.float32)
        raw[:, 0] += 9  # surely of none, but for two stretches of noise
        raw[8:14, 0] -= 9
        raw[25:31, 0] -= 9
        (whole,) = best_paths([np.log(softmax(raw) + 1e-9)], step)
        first = [(i, TAGS[tag][2:]) for i, tag in enumerate(whole) if TAGS[tag].startswith("B")]
        assert [(t.first, t.label) for t in spans([raw], TAGS)[0]] == first
