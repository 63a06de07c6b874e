"""Attributions with their actor and manner."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from walkback.core.ledger import Attribution, Manner
from walkback.core.quotes import quote_flags
from walkback.core.reading import SaidSpans
from walkback.core.text import Document, Span, content_id


def manner_of(document: Document, content: Sequence[Span], flags: bytes) -> Manner:
    """direct if at least nine tenths of the content's letters stand inside quotation marks, indirect if none do."""
    inside = total = 0
    for start, end in content:
        letters = document.text[start:end]
        total += len("".join(letters.split()))
        if any(flags[start:end]):
            inside += sum(flag and not letter.isspace() for letter, flag in zip(letters, flags[start:end], strict=True))
    if not inside:
        return "indirect"
    return "direct" if inside >= 0.9 * total else "mixed"


def attributions(
    document: Document, said: Sequence[SaidSpans], speaker: Callable[[tuple[Span, ...]], str | None]
) -> tuple[Attribution, ...]:
    """One Attribution for each set of spans that was read, in text order; `speaker` names the actor of a source."""
    flags = quote_flags(document.text)
    out = [
        Attribution(
            id=content_id(document.doc_id, "said", spans.cue, spans.content),
            doc_id=document.doc_id,
            source=spans.source,
            cue=spans.cue,
            content=spans.content,
            manner="direct" if spans.verbatim else manner_of(document, spans.content, flags),
            by=speaker(spans.source),
            score=spans.score,
        )
        for spans in said
    ]
    return tuple(sorted(out, key=lambda a: (a.content[0], a.cue)))
