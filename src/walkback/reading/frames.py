"""Attributions from cues: what is seen from each of them as its source and its content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from walkback.core.reading import SaidSpans
from walkback.core.text import Span
from walkback.reading.decode import Floats, Tagged, best_paths, runs
from walkback.reading.labels import FRAME_TAGS
from walkback.reading.windows import Window

SURE = 0.8  # as likely a cue as this says something: where nothing is seen, a second look is taken
ALIKE = 0.7  # contents that share so much (Dice) are one


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in its window, with the scores of every piece as seen from it [pieces, FRAME_TAGS]."""

    window: Window
    tagged: Tagged
    seen: Floats


@dataclass(frozen=True, slots=True)
class Frame:
    content: list[Tagged]
    source: list[Tagged]  # one or none


def attributed(cues: Sequence[Cue], steps: Floats, settings: Mapping[str, float]) -> list[SaidSpans]:
    """The attributions of some cues, their scores as they are.

    Of `settings`, "content_bias" and "source_bias" are added to the scores of the first pieces of contents and sources,
    "source_again" in a second look at what has a content and no source, "content_again" in one at what is surely a cue and has
    no content; an attribution below "least_said" is left out.
    """
    bias = _added(content=settings.get("content_bias", 0.0), source=settings.get("source_bias", 0.0))
    frames = _frames([cue.seen + bias for cue in cues], steps)
    surely, whose = settings.get("content_again", 0.0), settings.get("source_again", 0.0)
    again: dict[int, Floats] = {}
    for n, (cue, frame) in enumerate(zip(cues, frames, strict=True)):
        if surely and not frame.content and cue.tagged.score >= SURE:
            again[n] = cue.seen + bias + _added(content=surely)
        elif whose and frame.content and not frame.source:
            again[n] = cue.seen + bias + _added(source=whose)
    for n, seen in zip(again, _frames(list(again.values()), steps), strict=True):
        if not frames[n].content and seen.content:
            frames[n] = Frame(seen.content[:1], seen.source or frames[n].source)
        elif frames[n].content and seen.content and seen.source:
            frames[n] = seen
    out = []
    for cue, frame in zip(cues, frames, strict=True):
        score = cue.tagged.score * min((t.score for t in [*frame.content, *frame.source]), default=0.0)
        if frame.content and score >= settings.get("least_said", 0.0):
            source, said, content = (_places(cue.window, f) for f in (frame.source, [cue.tagged], frame.content))
            out.append(SaidSpans(source, said, content, score))
    return out


def _added(**roles: float) -> Floats:
    """What is added to the scores of every piece: something for the first pieces of some roles."""
    return np.array([roles.get(tag[2:], 0.0) * tag.startswith("B") for tag in FRAME_TAGS], np.float32)


def _frames(rows: Sequence[Floats], steps: Floats) -> list[Frame]:
    """The best path of each cue's scores."""
    out = []
    for path, row in zip(best_paths(rows, steps), rows, strict=True):
        found = runs(path, FRAME_TAGS, row)
        sources = sorted((t for t in found if t.label == "source"), key=lambda t: -t.score)
        out.append(Frame([t for t in found if t.label == "content"], sources[:1]))
    return out


def _places(window: Window, found: Sequence[Tagged]) -> tuple[Span, ...]:
    return tuple(Span(*window.span(t.first, t.last)) for t in found)


def apart(said: Sequence[SaidSpans]) -> list[SaidSpans]:
    """Attributions without those whose content is another's: the one with a source is kept, then the likelier.

    One content told by two cues ("who added, saying ...") is one attribution.
    """
    held = sorted(said, key=lambda s: (s.content, s.cue))
    alike: dict[int, list[int]] = {n: [] for n in range(len(held))}
    near: list[int] = []  # those that reach past the one looked at
    for n, one in enumerate(held):
        near = [m for m in near if held[m].content[-1].end > one.content[0].start]
        for m in near:
            if _alike(one.content, held[m].content):
                alike[n].append(m)
                alike[m].append(n)
        near.append(n)
    kept: set[int] = set()
    for n in sorted(alike, key=lambda n: (not held[n].source, -held[n].score, n)):
        if kept.isdisjoint(alike[n]):
            kept.add(n)
    return sorted((held[n] for n in kept), key=lambda s: (min([*s.cue, *s.content]), s.content))


def _alike(a: Sequence[Span], b: Sequence[Span]) -> bool:
    one, other = (sum(s.end - s.start for s in spans) for spans in (a, b))
    if 2 * min(one, other) < ALIKE * (one + other):
        return False
    shared = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    return 2 * shared >= ALIKE * (one + other)
