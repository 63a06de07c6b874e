"""An article as paragraphs of marked pieces, each with the notes that stand beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from walkback.core.ledger import Actor, Attribution, Matter, Page, Report
from walkback.core.text import Span, lines
from walkback.views.words import spoken


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks. css: their classes; report: of an undertaking; href: where it leads."""

    text: str
    css: str = ""
    href: str = ""
    id: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement beside the text."""

    attribution: Attribution
    place: int
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class Told:
    """An undertaking beside the text."""

    report: Report
    matter: Matter | None
    by: Actor | None


@dataclass(slots=True)
class Paragraph:
    """A line of the text: its sentences (start, pieces) and what was read in it."""

    start: int
    sentences: list[tuple[int | None, list[Piece]]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    dim: bool = False


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what the marks of a page lead to: actors by the id in the page, matters by report."""

    actors: Mapping[str, Actor]
    matters: Mapping[str, Matter]


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    css: str
    href: str = ""
    id: str = ""
    title: str = ""


def paragraphs(page: Page, cast: Cast) -> list[Paragraph]:
    """The paragraphs of a page in order, with marks and notes."""
    marks = list(_marks(page, cast))
    out = []
    for line in lines(page.document.text):
        held = Paragraph(line.start, dim=any(f.contains(line) for f in map(_span, page.document.furniture)))
        inside = [m for m in marks if m.span.overlaps(line)]
        held.sentences = [
            (start, list(_pieces(page.document.text, span, inside))) for start, span in _sentences(page.sentences, line)
        ]
        out.append(held)
    _notes(out, page, cast)
    return out


def _span(value: tuple[int, int]) -> Span:
    return Span(*value)


def _sentences(sentences: Sequence[Span], line: Span) -> Iterator[tuple[int | None, Span]]:
    """The parts of a line: its sentences, with the offset each begins at, and what lies between them."""
    at = line.start
    for s in sentences:
        if not s.overlaps(line) or s.end <= at:
            continue
        begin, end = max(s.start, at), min(s.end, line.end)
        if begin > at:
            yield None, Span(at, begin)
        yield (s.start if begin == s.start else None), Span(begin, end)
        at = end
    if at < line.end:
        yield None, Span(at, line.end)


def _marks(page: Page, cast: Cast) -> Iterator[_Mark]:
    for piece in page.document.furniture:
        yield _Mark(Span(*piece), "furniture", title="not news: left out of the reading")
    for said in page.attributions:
        actor = cast.actors.get(said.by or "")
        leads = f"/actor/{actor.id}" if actor and actor.kind != "anonymous" else ""
        for span in said.source:
            yield _Mark(span, "source", leads)
        for span in said.cue:
            yield _Mark(span, "cue")
        for span in said.content:
            yield _Mark(span, "content")
    for time in page.timexes:
        days = spoken(time.interval)
        yield _Mark(
            time.span, "time", title=f"“{page.document.quote(time.span)}”: {days or 'no day, not resolvable here'}"
        )
    for r in page.reports:
        matter = cast.matters.get(r.id)
        leads = f"/matter/{matter.id}" if matter else ""
        yield _Mark(r.span, f"told {r.status}", leads, f"r-{r.id}", r.status)


def _pieces(text: str, span: Span, marks: Sequence[_Mark]) -> Iterator[Piece]:
    """A stretch of text cut wherever a mark begins or ends; marks may cross, so that none is nested in another."""
    cuts = {span.start, span.end}
    inside = [m for m in marks if m.span.overlaps(span)]
    for m in inside:
        cuts |= {min(max(edge, span.start), span.end) for edge in m.span}
    for start, end in pairwise(sorted(cuts)):
        over = [m for m in inside if m.span.start <= start and end <= m.span.end]
        over.sort(key=lambda m: m.span.end - m.span.start, reverse=True)  # the innermost last: its link counts
        css = " ".join(dict.fromkeys(m.css for m in over))
        href = next((m.href for m in reversed(over) if m.href), "")
        named = next((m.id for m in reversed(over) if m.id and m.span.start == start), "")
        yield Piece(text[start:end], css, href, named, next((m.title for m in reversed(over) if m.title), ""))


def _notes(out: Sequence[Paragraph], page: Page, cast: Cast) -> None:
    """Put what was read beside the paragraph in which it begins."""

    def beside(offset: int) -> Paragraph | None:
        return next((p for p in reversed(out) if p.start <= offset), None)

    for place, said in enumerate(page.attributions):
        first = min((s.start for s in (*said.content, *said.cue, *said.source)), default=0)
        held = beside(first)
        if held:
            held.said.append(Said(said, place, cast.actors.get(said.by or "")))
    for r in page.reports:
        held = beside(r.span.start)
        if held:
            held.told.append(Told(r, cast.matters.get(r.id), cast.actors.get(r.by)))
