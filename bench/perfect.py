"""The shipped model with gold triggers in the place of its own: what is lost after it is lost by later stages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bench.corpora import Json
from walkback.core.reading import STATUSES, Reading, TriggerSpan
from walkback.core.text import Document, Span
from walkback.reading.decode import Encoded, Tagged
from walkback.reading.reader import OnnxReader
from walkback.reading.sentences import sentences
from walkback.reading.windows import Window


def pieces_in(window: Window, start: int, end: int) -> list[int]:
    """Numbers of the pieces of a window that overlap the code points start..end."""
    return [i for i, (a, b) in enumerate(window.offsets) if a < b and a < end and start < b]


@dataclass
class PerfectReader:
    """Reads the triggers, statuses and flags of a gold case; types, vectors, voices and times as the model reads them there."""

    model: OnnxReader
    gold: Json  # one case, of one document or of several

    def read(self, document: Document) -> Reading:
        """A trigger for each report of the document; attributions and sentences as ever."""
        windows = list(self.model.encode(document))
        said = self.model.heads.said(document.text, windows, self.model.heads.settings)
        triggers = tuple(t for encoded in windows for t in self._triggers(document, encoded))
        return Reading(sentences(document.text), said, triggers, self.model.heads.names(windows))

    def _triggers(self, document: Document, encoded: Encoded) -> list[TriggerSpan]:
        out = []
        for r in self.gold["reports"]:
            at = pieces_in(encoded.window, *r["span"])
            if r.get("doc_id", document.doc_id) != document.doc_id or not at:
                continue
            (told,) = self.model.heads.told(encoded, [Tagged("", at[0], at[-1], 1.0)])
            out.append(
                replace(
                    told,
                    span=Span(*r["span"]),
                    statuses=tuple(float(s == r["status"]) for s in STATUSES),
                    conditional=float(bool(r.get("conditional"))),
                    hedged=float(bool(r.get("hedged"))),
                    score=1.0,
                )
            )
        return out
