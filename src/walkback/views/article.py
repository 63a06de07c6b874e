"""What a terminal shows of one article: what was read in it, or the article itself with marks in its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from walkback.core.ledger import OUTLET, Attribution, Finding, Ledger, Page, Report
from walkback.core.text import Document, Span
from walkback.views.terminal import OF_STATUS, Piece, Screen, between, kind, status
from walkback.views.words import clean, count, days, visible

UNDATED = (
    "No publication date is known, so relative dates such as “next week” stay unresolved. "
    "Give it with --date YYYY-MM-DD."
)
_BASIS = {"given": "as given", "page": "by the page", "dateline": "by a date line in the text", "unknown": "unsourced"}
_SMALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LEGEND: dict[bool, list[Piece]] = {
    False: [("{source: …} {cue: …} {said: …} [undertaking = status] time¹", "")],
    True: [
        ("source", "bold cyan"), (", ", ""), ("cue", "cyan"), (", ", ""), ("what is said", "italic"), (", ", ""),
        ("undertaking", "bold underline"), (" (status), time¹, ", ""), ("not news", "dim"),
    ],
}  # fmt: skip
_UNDER = 16  # columns before the sentence of an undertaking


def heading(screen: Screen, document: Document) -> list[str]:
    """Title, outlet, day and how it was come by."""
    title = document.title or next((line for line in document.text.split("\n") if line.strip()), document.doc_id)
    lines = [screen.flow((clean(title), "bold"))]
    if document.published:
        told = f"published {document.published}, {_BASIS[document.published_basis]}"
        lines.append(screen.flow((between([clean(document.outlet or ""), told, clean(document.doc_id)]), "dim")))
    else:
        lines.append(screen.flow((UNDATED, "yellow")))
    return lines


def _name(ledger: Ledger, actor_id: str | None) -> str:
    actor = ledger.actors.get(actor_id) if actor_id else None
    return clean(actor.name) if actor else "source not named"


def _by(ledger: Ledger, report: Report) -> str:
    return "the article itself" if report.by == OUTLET else _name(ledger, report.by)


def _said(screen: Screen, page: Page, said: Attribution) -> str:
    cue = " … ".join(page.document.quote(c) for c in said.cue)
    content = " … ".join(page.document.quote(c) for c in said.content)
    return screen.flow(
        (f"{clean(cue)}: " if any(map(str.isalnum, cue)) else "", "cyan"),  # a colon or a dash is no word
        (content, ""),
        (f" · {said.manner}", "dim"),
        indent=6,
        first=[("    – ", "dim")],
    )


def _attributions(screen: Screen, ledger: Ledger, page: Page) -> Iterator[str]:
    """Each speaker with what is attributed, in order of first appearance."""
    by: dict[str, list[Attribution]] = defaultdict(list)
    for said in page.attributions:
        by[said.by or ""].append(said)
    yield screen.paint(f"Attributions ({len(page.attributions)})", "bold")
    for actor_id, group in by.items():
        actor = ledger.actors.get(actor_id)
        what = actor.kind if actor and actor.kind != "person" else ""
        more = between([what, *(actor.roles[:2] if actor else ())], ", ")
        small = (f" · {clean(more)}" if more else "", "dim")
        yield screen.flow((_name(ledger, actor_id), "bold cyan"), small, indent=4, first=[("  ", "")])
        for said in group:
            yield _said(screen, page, said)
    if not by:
        yield "  None."


def undertaking(screen: Screen, ledger: Ledger, page: Page, report: Report) -> str:
    """One report: status, trigger, voice and due day, then its sentence."""
    reserve = [name for name in ("conditional", "hedged") if getattr(report, name)]
    due = f"due {days(report.due)}" if report.due and days(report.due) else ""
    told = between([report.type, f"on the word of {_by(ledger, report)}", due, *reserve])
    head = [(clean(report.trigger), "bold"), (f" · {told}", "dim")]
    first = [("    ", ""), status(report.status), ("  ", "")]
    sentence = marked(page.document, report.sentence, report.span, f"bold {OF_STATUS[report.status]}")
    return screen.flow(*head, indent=_UNDER, first=first) + "\n" + screen.flow(*sentence, indent=_UNDER)


def marked(document: Document, sentence: Span, span: Span, style: str) -> list[Piece]:
    """A sentence with one place in it marked."""
    text = document.text
    before, after = text[sentence.start : span.start], text[span.end : sentence.end]
    return [(before, ""), (text[span.start : span.end], style), (after, "")]


def _undertakings(screen: Screen, ledger: Ledger, pages: Sequence[Page]) -> Iterator[str]:
    reports = {r.id: (page, r) for page in pages for r in page.reports}
    matters = [m for m in ledger.matters.values() if any(i in reports for i in m.reports)]
    yield screen.paint(f"Undertakings ({count(len(reports), 'report')} on {count(len(matters), 'matter')})", "bold")
    place = {key: n for n, key in enumerate(reports)}
    for matter in sorted(matters, key=lambda m: min(place[i] for i in m.reports if i in place)):
        yield screen.flow((clean(matter.label), "bold"), indent=4, first=[("  ", "")])
        for key in sorted((i for i in matter.reports if i in place), key=place.__getitem__):
            yield undertaking(screen, ledger, *reports[key])
    if not matters:
        yield "  None."


def _finding(screen: Screen, ledger: Ledger, f: Finding) -> str:
    who = ", ".join(_name(ledger, w) for w in f.who)
    by_id = {r.id: (page, r) for page in ledger.pages for r in page.reports}
    lines = [
        screen.flow(
            (clean(ledger.matters[f.matter].label), "bold"), indent=4, first=[("  ", ""), kind(f.kind), ("  ", "")]
        ),
        screen.flow((between([who, clean(f.note)]), ""), (f" · proposed, score {f.score:.2f}", "dim"), indent=4),
    ]
    return "\n".join([*lines, *(undertaking(screen, ledger, *by_id[i]) for i in f.reports)])


def _findings(screen: Screen, ledger: Ledger) -> Iterator[str]:
    yield screen.flow(
        (f"Findings ({len(ledger.findings)})", "bold"), (", proposed by the machine, not reviewed", "dim")
    )
    for f in ledger.findings:
        yield _finding(screen, ledger, f)
    if not ledger.findings:
        yield "  None."


def ledger(screen: Screen, held: Ledger) -> str:
    """What was read in a case: each article's attributions, then undertakings by matter and findings over all."""
    lines: list[str] = []
    if len(held.pages) != 1:
        lines = [screen.flow((f"{clean(held.case_id)}: {count(len(held.pages), 'article')}", "bold")), ""]
    for page in held.pages:
        lines += [*heading(screen, page.document), "", *_attributions(screen, held, page), ""]
    lines += [*_undertakings(screen, held, held.pages), "", *_findings(screen, held)]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A place in a text: its style, and what stands before and after it. Inner marks are drawn over outer ones."""

    span: Span
    style: str
    before: str = ""
    after: str = ""


def _marks(page: Page, colour: bool) -> list[_Mark]:
    """All marks of an article; brackets only where there is no colour to tell them by."""
    named = {"source": "bold cyan", "cue": "cyan", "content": "italic"}
    shown = {"source": "source", "cue": "cue", "content": "said"}
    opening, closing = ("", "") if colour else ("{page: ", "}")
    marks = [_Mark(Span(*piece), "dim", opening, closing) for piece in page.document.furniture]
    seen = set()
    for said in page.attributions:
        for part, style in named.items():
            for span in getattr(said, part):
                if (part, span) not in seen:
                    seen.add((part, span))
                    marks.append(_Mark(span, style, "" if colour else f"{{{shown[part]}: ", "" if colour else "}"))
    for report in page.reports:
        style = f"bold underline {OF_STATUS[report.status]}"
        before, after = ("", f" ({report.status})") if colour else ("[", f" = {report.status}]")
        marks.append(_Mark(report.span, style, before, after))
    for n, time in enumerate(page.timexes, 1):
        marks.append(_Mark(time.span, "", "", str(n).translate(_SMALL)))
    return marks


def _pieces(text: str, marks: Sequence[_Mark]) -> list[Piece]:
    """A text with its marks as styled pieces. Marks may cross; the shortest one that covers a place gives its style."""
    order = sorted((m for m in marks if m.span.start < m.span.end), key=lambda m: (m.span.start, -m.span.end))
    events = [(m.span.start, 1, n) for n, m in enumerate(order)] + [(m.span.end, 0, -n) for n, m in enumerate(order)]
    out: list[Piece] = []
    live: set[int] = set()
    last = 0

    def style() -> str:
        styled = [order[n] for n in live if order[n].style]
        return min(styled, key=lambda m: (m.span.end - m.span.start, m.span.start)).style if styled else ""

    for at, opens, key in sorted(events):
        out.append((text[last:at], style()))
        last = at
        n = key if opens else -key
        (live.add if opens else live.discard)(n)
        out.append((order[n].before, "dim") if opens else (order[n].after, "dim"))
    return [piece for piece in [*out, (text[last:], "")] if piece[0]]


def _lines(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces parted at the ends of lines."""
    line: list[Piece] = []
    for text, style in pieces:
        head, *more = text.split("\n")
        line.append((head, style))
        for part in more:
            yield line
            line = [(part, style)]
    yield line


def article(screen: Screen, page: Page) -> str:
    """The article with its attributions and undertakings marked in the text, then undertakings and time in lists."""
    document = page.document
    marks = _marks(page, screen.colour)
    lines = [*heading(screen, document), screen.flow(*_LEGEND[screen.colour], indent=7, first=[("Marks: ", "dim")]), ""]
    lines += [screen.flow(*line) for line in _lines(_pieces(document.text.replace("\r", " "), marks))]
    held = Ledger(document.doc_id, (page,), page.actors)
    if page.reports:
        lines += ["", screen.paint("Undertakings", "bold")]
        lines += [undertaking(screen, held, page, r) for r in page.reports]
    if page.timexes:
        lines += ["", screen.paint("Time", "bold")]
        lines += [_time(screen, page, n) for n in range(len(page.timexes))]
    return "\n".join(lines)


def _time(screen: Screen, page: Page, n: int) -> str:
    """A time phrase with the days it means and the rule that made them."""
    time = page.timexes[n]
    phrase = f"{str(n + 1).translate(_SMALL):>4} {clean(page.document.quote(time.span))}: "
    held = time.interval
    told = days(held) or "no days" if held else "no days, not resolvable here"
    how = f" · {held.basis}{f', rule {held.rule}' if held.rule else ''}" if held else ""
    return screen.flow((told, "bold" if held else ""), (visible(how), "dim"), indent=8, first=[(phrase, "")])
