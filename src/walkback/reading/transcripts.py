"""Who speaks in a transcript: "NAME: what is said", line after line, as broadcasters and hearings print it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from walkback.core.reading import SaidSpans
from walkback.core.text import Span, lines, trimmed

# a speaker's label at the head of a line: capitals, with a title, a party or a post at most; a mark of quotation may open the line
_LABEL = re.compile(
    r"[“\"‘'«]?(?P<name>(?:(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gov|Gen)\. )?[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.’'-]*){0,4})"
    r"(?: ?[(,][^():\n]{1,40}\)?)?(?P<cue>:)\s+(?=\S)"
)
_OPENED = ("“", '"', "‘", "'", "«")
# "(CROSSTALK)", "[applause]", "…": what the printers add
_ASIDE = re.compile(r"[“\"]?(?:[(\[][^\n]*[)\]]|[.…* –—-]+)[.”\"]?")
LEAST_TURNS, LEAST_SPEAKERS = 3, 2


def said(text: str) -> list[SaidSpans]:
    """The turns of a transcript in a text, each as an attribution: its label, the colon, what is said in one piece a paragraph.

    A label counts if it comes again or its last word is a name elsewhere in the text; of fewer than three turns or two speakers
    nothing is made. A turn goes on over paragraphs up to the next label or aside; after the last label only where the turn is
    in quotation marks that each paragraph opens anew.
    """
    held = lines(text)
    found = {n: m for n, line in enumerate(held) if (m := _LABEL.match(text, line.start, line.end))}
    seen = Counter(_last(m["name"]) for m in found.values())
    turns = {n: m for n, m in found.items() if seen[_last(m["name"])] > 1 or _named(text, _last(m["name"]))}
    if len(turns) < LEAST_TURNS or len({_last(m["name"]) for m in turns.values()}) < LEAST_SPEAKERS:
        return []
    order = [*turns, len(held)]
    return [_turn(text, held[n:after], turns[n], after < len(held)) for n, after in zip(order, order[1:], strict=False)]


def _last(label: str) -> str:
    return label.split()[-1]


def _named(text: str, label: str) -> bool:
    """Whether a word in capitals stands elsewhere in the text as a name does."""
    return bool(re.search(rf"(?<!\w){re.escape(label.title())}(?!\w)", text))


def _turn(text: str, held: Sequence[Span], label: re.Match[str], followed: bool) -> SaidSpans:
    """What is said from a label on; `held` are the lines from it up to the next one."""
    quoted = text[held[0].start] in _OPENED
    content = [trimmed(text, label.end(), held[0].end)]
    for line in held[1:]:
        goes_on = text[line.start] in _OPENED if quoted else followed
        if not goes_on or _ASIDE.fullmatch(text, line.start, line.end):
            break
        content.append(trimmed(text, line.start + quoted, line.end))
    return SaidSpans((Span(*label.span("name")),), (Span(*label.span("cue")),), tuple(content))


def with_turns(text: str, read: Sequence[SaidSpans]) -> tuple[SaidSpans, ...]:
    """What was read in a text, with the turns of its transcript in the place of what was taken for one of them."""
    turns = said(text)
    places = [(turn.source[0].start, turn.cue[0].end) for turn in turns]
    kept = [
        s for s in read if not any(a < end and start < b for start, end in places for a, b in (*s.source[:1], *s.cue))
    ]
    return tuple(sorted([*kept, *turns], key=lambda s: min([*s.cue, *s.content]))) if turns else tuple(read)
