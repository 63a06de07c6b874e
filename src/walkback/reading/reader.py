"""Read a document with the shipped model: one encoder pass a window, all heads on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort

from walkback.core.reading import TYPES, Reading, SaidSpans, TriggerSpan
from walkback.core.text import Document, Span
from walkback.reading.decode import Floats, Linker, Places, Tagged, TriggerHead, softmax, spans
from walkback.reading.labels import TAGS, TRIGGER_TAGS
from walkback.reading.manifest import Bundle, open_bundle
from walkback.reading.sentences import sentences
from walkback.reading.windows import Window, paragraphs, tokenizer, windows


@dataclass(frozen=True, slots=True)
class Encoded:
    """One window after the encoder: piece vectors [pieces, 384], tag scores [pieces, 7] and [pieces, 3]."""

    window: Window
    h: Floats
    tags: Floats
    triggers: Floats


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
        heads = self.bundle.heads()
        self._source, self._content = Linker(heads, "source"), Linker(heads, "content")
        self._tag_bias = np.array([self.bundle.settings.get(f"bias {tag}", 0.0) for tag in TAGS], np.float32)
        self.head = TriggerHead(heads, temperature=self.bundle.settings.get("status_temperature", 1.0))

    def encode(self, document: Document) -> list[Encoded]:
        """All windows of a document's text, its furniture left out."""
        news = [
            Span(*line)
            for line in paragraphs(document.text)
            if not any(piece.overlaps(Span(*line)) for piece in document.furniture)
        ]
        out = []
        for window in windows(document.text, self._pieces, spans=news):
            feed = {
                "ids": np.array([window.ids], np.int64),
                "mask": np.ones((1, len(window)), np.int64),
                "quoted": np.array([window.quoted], np.int64),
            }
            h, tags, triggers = self._session.run(None, feed)
            out.append(Encoded(window, h[0], tags[0], triggers[0]))
        return out

    def read(self, document: Document) -> Reading:
        """Sentences, attributions and triggers of a document."""
        said: list[SaidSpans] = []
        triggers: list[TriggerSpan] = []
        for encoded in self.encode(document):
            said += self.attributions(encoded, self._tag_bias)
            triggers += self._triggers(encoded)
        return Reading(sentences(document.text), tuple(said), tuple(triggers))

    def attributions(self, encoded: Encoded, bias: Floats) -> list[SaidSpans]:
        """Attributions of one window; `bias` [7] is added to the scores of the tags."""
        found = spans(encoded.tags + bias, TAGS)
        by_role: dict[str, list[Tagged]] = {"source": [], "cue": [], "content": []}
        for tagged in found:
            by_role[tagged.label].append(tagged)
        cues, contents, sources = by_role["cue"], by_role["content"], by_role["source"]
        if not cues or not contents:
            return []
        window, h = encoded.window, encoded.h
        at: dict[str, Places] = {role: [(t.first, t.last) for t in tagged] for role, tagged in by_role.items()}
        to_content = self._content(h, at["cue"], at["content"], window.paragraphs)[:, :-1]
        to_source = softmax(self._source(h, at["cue"], at["source"], window.paragraphs))
        chosen = to_content.argmax(0)  # every content takes its best cue
        out = []
        for n, cue in enumerate(cues):
            held = [contents[k] for k in range(len(contents)) if chosen[k] == n]
            if not held:
                continue
            best = int(to_source[n].argmax())
            source = [sources[best]] if best < len(sources) else []
            score = min(cue.score, *(t.score for t in held)) * float(to_source[n, best])
            out.append(
                SaidSpans(
                    source=_places(window, source),
                    cue=_places(window, [cue]),
                    content=_places(window, held),
                    score=score,
                )
            )
        return out

    def _triggers(self, encoded: Encoded) -> list[TriggerSpan]:
        found = spans(encoded.triggers, TRIGGER_TAGS, outside_bias=self.bundle.settings.get("trigger_bias", 0.0))
        if not found:
            return []
        scores = self.head(encoded.h, [(t.first, t.last) for t in found])
        return [
            TriggerSpan(
                span=Span(*encoded.window.span(t.first, t.last)),
                statuses=tuple(float(x) for x in scores.statuses[n]),
                type=TYPES[int(scores.types[n].argmax())],
                conditional=float(scores.flags[n, 0]),
                hedged=float(scores.flags[n, 1]),
                score=t.score,
                matter=tuple(float(x) for x in scores.matters[n]),
            )
            for n, t in enumerate(found)
        ]


def _places(window: Window, found: list[Tagged]) -> tuple[Span, ...]:
    return tuple(Span(*window.span(t.first, t.last)) for t in found)
