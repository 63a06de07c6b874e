"""A reader without a model: it reads what a marked text says it should.

Marks in the text: [[trigger|status matter type flags]] for an undertaking (matter is any word; type and flags c, h are
optional) and <s1>source</s1> <c1>cue</c1> <q1>content</q1> for an attribution; one number, one attribution.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from walkback.core.reading import STATUSES, TYPES, Reading, SaidSpans, TriggerSpan
from walkback.core.text import Document, Span
from walkback.reading.sentences import sentences

_MARK = re.compile(r"\[\[(?P<trigger>[^|\]]+)\|(?P<rest>[^\]]+)\]\]|<(?P<close>/?)(?P<role>[scq])(?P<n>\d+)>")
_ROLES = {"s": "source", "c": "cue", "q": "content"}


def vector(matter: str) -> tuple[float, ...]:
    """A unit vector that follows from a matter's name: nearly orthogonal for two names."""
    digest = hashlib.sha512(matter.encode()).digest()
    signs = [1.0 if byte & 1 else -1.0 for byte in digest]
    return tuple(s / len(signs) ** 0.5 for s in signs)


@dataclass
class Script:
    """A text without its marks, and what they say."""

    text: str = ""
    triggers: list[TriggerSpan] = field(default_factory=list)
    said: dict[int, dict[str, list[Span]]] = field(default_factory=dict)

    def reading(self) -> Reading:
        spans = [
            SaidSpans(tuple(s["source"]), tuple(s["cue"]), tuple(s["content"]))
            for _, s in sorted(self.said.items())
            if s["content"]
        ]
        return Reading(sentences(self.text), tuple(spans), tuple(self.triggers))


def parse(marked: str) -> Script:
    script = Script()
    opened: dict[tuple[str, int], int] = {}
    last = 0
    for match in _MARK.finditer(marked):
        script.text += marked[last : match.start()]
        last = match.end()
        at = len(script.text)
        if match["trigger"]:
            script.text += match["trigger"]
            status, matter, *more = match["rest"].split()
            kind = next((m for m in more if m in TYPES), "meet")
            script.triggers.append(
                TriggerSpan(
                    Span(at, len(script.text)),
                    tuple(float(s == status) for s in STATUSES),
                    kind,  # type: ignore[arg-type]
                    float("c" in more),
                    float("h" in more),
                    1.0,
                    vector(matter),
                )
            )
        elif match["close"]:
            held = script.said.setdefault(int(match["n"]), {"source": [], "cue": [], "content": []})
            held[_ROLES[match["role"]]].append(Span(opened.pop((match["role"], int(match["n"]))), at))
        else:
            opened[match["role"], int(match["n"])] = at
    script.text += marked[last:]
    return script


@dataclass
class ScriptedReader:
    """Reads documents by id as their scripts say."""

    scripts: Mapping[str, Script]

    def read(self, document: Document) -> Reading:
        return self.scripts[document.doc_id].reading()


def documents(rows: Iterable[tuple[str, str, str]]) -> tuple[list[Document], ScriptedReader]:
    """Documents of (id, ISO day or "", marked text) and the reader for them."""
    scripts = {doc_id: parse(marked) for doc_id, _, marked in rows}
    made = [
        Document(doc_id, scripts[doc_id].text, date.fromisoformat(day) if day else None, "given" if day else "unknown")
        for doc_id, day, _ in rows
    ]
    return made, ScriptedReader(scripts)
