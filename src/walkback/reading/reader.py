"""Read a document with the shipped model: one encoder pass a window, all heads on it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Tokenizer

from walkback.core.reading import TYPES, NamePiece, Reading, SaidSpans, TriggerSpan
from walkback.core.text import Document, Span, lines
from walkback.reading.decode import (
    Around,
    Encoded,
    Floats,
    Tagged,
    TriggerHead,
    gelu,
    layout,
    legal,
    linear,
    softmax,
    spans,
)
from walkback.reading.frames import Cue, apart, attributed
from walkback.reading.labels import FRAME_TAGS, TAGS, TRIGGER_TAGS, WHEN
from walkback.reading.manifest import Bundle, Curve, open_bundle
from walkback.reading.printed import printed, with_printed
from walkback.reading.sentences import sentences
from walkback.reading.windows import Window, tokenizer, windows

SHARED_TAGS = [TAGS.index(tag) for tag in FRAME_TAGS]
LEAST_NAMED = 0.05  # how likely a piece is of a name that is kept
POINTED, LEAST_POINTED = 8, 0.01  # pieces kept that a trigger may point at, and how likely the least of them


def whole_words(window: Window, found: Sequence[Tagged]) -> list[Tagged]:
    """The spans, in text order, each grown to the words it stands in; of two in one word the likelier."""
    out: list[Tagged] = []
    for span in found:
        first, last = window.whole(span.first, span.last)
        if not out or first > out[-1].last:
            out.append(replace(span, first=first, last=last))
        elif span.score > out[-1].score:
            out[-1] = replace(span, first=out[-1].first, last=last)
    return out


_Found = tuple[Encoded, list[Tagged]]


class Heads:
    """All that is read off the encoder's output. Settings and curves: those of a bundle's manifest."""

    def __init__(
        self, weights: Mapping[str, Floats], settings: Mapping[str, float], curves: Mapping[str, Curve] | None = None
    ) -> None:
        self.weights, self.settings, self.curves = weights, settings, curves or {}
        self._frame = Around(weights, "frame")
        self._lean, self._steps = weights["lean"], weights["steps"] + legal(FRAME_TAGS)
        self.head = TriggerHead(weights, temperature=settings.get("status_temperature", 1.0))

    def read(self, text: str, windows: Iterable[Encoded]) -> Reading:
        """The reading of a text whose windows these are."""
        held, where = list(windows), sentences(text)
        return Reading(
            where,
            self.said(text, held, self.settings),
            tuple(self.triggers(held, where)),
            self.names(held),
        )

    def said(self, text: str, windows: Sequence[Encoded], settings: Mapping[str, float]) -> tuple[SaidSpans, ...]:
        """Attributions of a text whose windows these are: what is seen from its cues, what print marks as said; no content twice."""
        seen = [replace(s, score=self._chance("said", s.score)) for s in self.attributions(windows, settings)]
        if marked := printed(text):
            starts = sorted({start for encoded in windows for start, end in encoded.window.offsets if end > start})
            seen = with_printed([s for said in marked if (s := _where_read(starts, said))], seen)
        return tuple(apart(seen))

    def attributions(self, windows: Sequence[Encoded], settings: Mapping[str, float]) -> list[SaidSpans]:
        """Attributions of some windows by their cues, scores as they are.

        Of `settings`, "cue_bias" is added to the scores of cues; for the others see `walkback.reading.frames`.
        """
        bias = np.array([settings.get("cue_bias", 0.0) * tag.endswith("cue") for tag in TAGS], np.float32)
        cues: list[Cue] = []
        for encoded, found in zip(windows, spans([e.tags + bias for e in windows], TAGS), strict=True):
            here = [t for t in found if t.label == "cue"]
            if here:
                places = [(t.first, t.last) for t in here]
                (seen,) = self._frame(encoded, places, layout(places, encoded.window.paragraphs))
                seen = seen + self._lean * encoded.tags[:, SHARED_TAGS]
                cues += [Cue(encoded.window, t, row) for t, row in zip(here, seen, strict=True)]
        return attributed(cues, self._steps, settings)

    def _chance(self, name: str, score: float) -> float:
        """How likely what was given this score is right, by the bundle's curve; the score itself where it has none."""
        curve = self.curves.get(name)
        return float(np.interp(score, [x for x, _ in curve], [y for _, y in curve])) if curve else score

    def names(self, windows: Sequence[Encoded]) -> tuple[NamePiece, ...]:
        """The pieces of some windows that may belong to a name, in text order."""
        out = []
        for encoded in windows:
            inner = gelu(encoded.view("name"))
            chances = softmax(linear(self.weights, inner, "name_tags"))
            kinds = chances[:, 1::2] + chances[:, 2::2]  # a name's first piece, and any other
            for i in np.flatnonzero(kinds.sum(-1) >= LEAST_NAMED):
                span = Span(*encoded.window.offsets[i])
                if span.end > span.start:
                    out.append(NamePiece(span, tuple(kinds[i].tolist())))
        return tuple(out)

    def triggers(self, windows: Sequence[Encoded], sentences: Sequence[Span] = ()) -> list[TriggerSpan]:
        """Triggers of some windows.

        Of the settings, "trigger_bias" is taken from the score of no trigger, and "trigger_again" too in a second look at the sentences
        that showed none.
        """
        bias = self.settings.get("trigger_bias", 0.0)
        tagged = spans([e.triggers for e in windows], TRIGGER_TAGS, outside_bias=bias)
        seen = [(encoded, whole_words(encoded.window, found)) for encoded, found in zip(windows, tagged, strict=True)]
        if sentences and "trigger_again" in self.settings:
            seen = self._again(seen, np.array([s.start for s in sentences]), bias)
        return [t for encoded, found in seen if found for t in self.told(encoded, found)]

    def _again(self, seen: list[_Found], starts: NDArray[np.int64], bias: float) -> list[_Found]:
        """What the windows show once their silent sentences, which begin at `starts`, are looked at again."""
        told = np.zeros(len(starts) + 1, bool)
        for encoded, found in seen:
            first = [encoded.window.offsets[t.first][0] for t in found]
            told[np.searchsorted(starts, first, side="right")] = True
        out = []
        for encoded, found in seen:
            offsets = np.array(encoded.window.offsets)
            silent = ~told[np.searchsorted(starts, offsets[:, 0], side="right")] & (offsets[:, 1] > offsets[:, 0])
            leaning = encoded.triggers.copy()
            leaning[silent, 0] -= self.settings["trigger_again"]
            if (silent & (leaning[:, 0] - bias < leaning[:, 1:].max(-1))).any():
                (more,) = spans([leaning], TRIGGER_TAGS, outside_bias=bias)
                new = [t for t in whole_words(encoded.window, more) if silent[t.first : t.last + 1].all()]
                found = sorted([*found, *new], key=lambda t: t.first)
            out.append((encoded, found))
        return out

    def told(self, encoded: Encoded, found: Sequence[Tagged]) -> list[TriggerSpan]:
        """What is told of triggers that stand in one window, in text order."""
        window = encoded.window
        scores = self.head(encoded, [(t.first, t.last) for t in found])
        return [
            TriggerSpan(
                span=Span(*window.span(t.first, t.last)),
                statuses=tuple(scores.statuses[n].tolist()),
                type=TYPES[int(scores.types[n].argmax())],
                conditional=float(scores.flags[n, 0]),
                hedged=float(scores.flags[n, 1]),
                score=self._chance("trigger", t.score),
                matter=tuple(scores.matters[n].tolist()),
                voices=_pointed(window, scores.voices[n, 1:-2]),
                outlet=float(scores.voices[n, -1]),
                times=_pointed(window, scores.times[n, 1 : -1 - len(WHEN)]),
                undated=tuple(scores.times[n, -len(WHEN) :].tolist()),
                doers=_pointed(window, scores.doers[n, 1:-2]),
                nobody=float(scores.doers[n, -1]),
                others=_pointed(window, scores.others[n, 1:-2]),
                alone=float(scores.others[n, -1]),
            )
            for n, t in enumerate(found)
        ]


def _pointed(window: Window, chances: Floats) -> tuple[tuple[Span, float], ...]:
    """The likeliest pieces, each with its place in the text; chances of the second piece to the last but one."""
    likely = np.flatnonzero(chances >= LEAST_POINTED)
    best = sorted(zip((-chances[likely]).tolist(), likely.tolist(), strict=True))[:POINTED]
    return tuple((Span(*window.offsets[i + 1]), -chance) for chance, i in best)


def _where_read(starts: Sequence[int], said: SaidSpans) -> SaidSpans | None:
    """An attribution without what holds no piece that begins at one of these places, as the page's furniture does; None if its cue is such."""

    def read(span: Span) -> bool:
        at = bisect_left(starts, span.start)
        return at < len(starts) and starts[at] < span.end

    content = tuple(filter(read, said.content))
    return replace(said, content=content) if content and all(map(read, said.cue)) else None


class OnnxReader:
    """Reads documents on one thread; same document, same reading, on every machine with the same instructions.

    Windows are run one at a time: int8 activations are scaled by batch, so a neighbour would change the result.
    """

    def __init__(self, folder: Path | None = None, *, threads: int = 1) -> None:
        self.bundle: Bundle = open_bundle(folder)
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        path = str(self.bundle.folder / "encoder.int8.onnx")
        self._session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._pieces = tokenizer(self.bundle.folder / "vocab.txt")
        self.heads = Heads(self.bundle.heads(), self.bundle.settings, self.bundle.curves)

    def encode(self, document: Document) -> Iterator[Encoded]:
        """All windows of a document's text, its furniture left out."""
        for window in news_windows(document, self._pieces):
            feed = {
                "ids": np.array([window.ids], np.int64),
                "mask": np.ones((1, len(window)), np.int64),
                "quoted": np.array([window.quoted], np.int64),
            }
            yield Encoded(window, *(made[0] for made in self._session.run(None, feed)))

    def read(self, document: Document) -> Reading:
        """Sentences, attributions and triggers of a document."""
        return self.heads.read(document.text, self.encode(document))


def news_windows(document: Document, pieces: Tokenizer) -> list[Window]:
    """The windows of a document's news, its furniture left out."""
    news = [line for line in lines(document.text) if not any(piece.overlaps(line) for piece in document.furniture)]
    return windows(document.text, pieces, spans=news)
