"""How the nouns look in a notebook: self-contained HTML that takes its colours from the page around it.

`import walkback` gives each noun a `_repr_html_` that comes here when a notebook asks for it; until then nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from walkback.core.ledger import OUTLET, Actor, Finding, Ledger, Matter, Page, Report
from walkback.core.text import Document, Span
from walkback.record.rows import Evidence, FindingRow, Head, MatterRow
from walkback.views import words
from walkback.views.markup import Html, el, join
from walkback.views.web.marks import Cast, Piece, paragraphs

PROPOSED = "Proposed by the machine, not reviewed."
MOST = 40  # rows of a table, paragraphs of a text; the rest is counted
_FONT = "font:14px/1.5 system-ui,sans-serif;max-width:62em"
_FOLD = "margin:.6em 0"
_BOX = f"{_FONT};border-left:3px solid #8888;padding:.2em 0 .2em .9em;margin:.4em 0"
_DIM = "opacity:.65;font-size:.9em"
_STYLES = {
    "furniture": "opacity:.5", "source": "text-decoration:underline;text-decoration-thickness:2px", "cue": "font-style:italic",
    "content": "background:#4a90d922;border-radius:2px", "time": "border-bottom:1px dotted currentColor",
    "told": "font-weight:700;border-bottom:2px solid #d9822b",
}  # fmt: skip
LEGEND = (("source", "who says it"), ("cue", "that it is said"), ("content", "what is said"), ("told", "an undertaking"), ("time", "a time"))  # fmt: skip


def html(noun: object) -> str:
    """The noun as HTML.

    Raises TypeError for what is no noun.
    """
    for kind, shown in _SHOWN.items():
        if isinstance(noun, kind):
            return shown(noun)
    raise TypeError(f"{type(noun).__name__} is no noun of walkback")


def _box(*parts: str) -> Html:
    return el("div", *parts, style=_BOX)


def _line(*parts: str) -> Html:
    return el("div", *parts)


def _dim(text: str) -> Html:
    return el("div", text, style=_DIM)


def _facts(parts: Iterable[str]) -> Html:
    return _dim(" · ".join(part for part in parts if part))


def _head(document: Document) -> Html:
    facts = [words.day(document.published), document.outlet or "", document.url or ""]
    return join([_line(el("strong", document.title or document.doc_id)), _facts(facts)])


def document(value: Document) -> Html:
    """A document: its head and the beginning of its text, furniture dimmed."""
    return page(Page(value, (), {}, (), ()))


def page(value: Page, matters: Mapping[str, Matter] | None = None) -> Html:
    """A document with all that was read marked in its text."""
    cast = Cast(value.actors, matters or {})
    shown = paragraphs(value, cast)
    text = [el("p", *(_piece(p) for _, pieces in held.sentences for p in pieces), style="margin:.4em 0") for held in shown[:MOST]]  # fmt: skip
    more = _dim(f"and {words.count(len(shown) - MOST, 'paragraph')} more") if len(shown) > MOST else ""
    read = f"{words.count(len(value.attributions), 'attribution')}, {words.count(len(value.reports), 'report')}"
    legend = (
        _dim(join((el("span", told, style=_STYLES[css]) for css, told in LEGEND), " · ")) if value.sentences else ""
    )
    return _box(_head(value.document), _dim(read) if value.sentences else "", legend, *text, more)


def _piece(piece: Piece) -> Html:
    styles = [_STYLES[name] for name in piece.css.split() if name in _STYLES]
    if not styles:
        return el("span", piece.text)
    return el("span", piece.text, style=";".join(styles), title=piece.title or None)


def finding(value: Finding) -> Html:
    """A finding on its own: what it says and the steps that led to it; its sentences are in its ledger or record."""
    steps = el("ol", *(el("li", step) for step in value.steps), style="margin:.3em 0;padding-left:1.6em")
    title = _line(el("strong", value.kind), f" {words.day(value.on)}")
    facts = [value.rule, f"score {value.score:.2f}", f"matter {value.matter}"]
    return _box(title, _line(words.note_of_finding(value)), steps, _facts(facts), _dim(PROPOSED))


def finding_row(value: FindingRow) -> Html:
    """A finding of a record with its sentences and what people said of it."""
    title = _line(el("strong", value.finding.kind), f" {words.day(value.finding.on)}: ", value.matter.label)
    said = [words.subject(value), words.change(value), words.note_of(value, written=True)]
    return _box(title, _facts(said), *map(_quote, value.evidence), _dim(words.standing_of(value.judgements)))


def _quote(row: Evidence) -> Html:
    """A sentence with its trigger marked, and where it stands."""
    r, s = row.report, row.sentence
    start, end = r.span.start - r.sentence.start, r.span.end - r.sentence.start
    told = [el("span", s[:start]), el("span", s[start:end], style=_STYLES["told"]), el("span", s[end:])]
    where = [
        words.day(row.head.published),
        row.head.outlet or row.head.doc_id,
        r.status,
        words.voice(row),
        *words.flags(row),
    ]
    due = f"due {words.spoken(r.due)}" if r.due else ""
    return el("blockquote", _line("“", *told, "”"), _facts([*where, due]), style="margin:.4em 0;padding-left:.8em;border-left:2px solid #8886")  # fmt: skip


def matter(value: Matter) -> Html:
    """A matter on its own; its reports are in its ledger or record."""
    facts = [value.type, words.count(len(value.reports), "report"), value.id]
    return _box(_line(el("strong", value.label)), _facts(facts))


def matter_row(value: MatterRow) -> Html:
    """A matter of a record with every report that tells it, in order of time."""
    facts = [value.matter.type, ", ".join(a.name for a in value.parties), words.count(len(value.evidence), "report")]
    found = [_line(f"{f.kind}: {words.note_of_finding(f)}") for f in value.findings]
    return _box(_line(el("strong", value.matter.label)), _facts(facts), *found, *map(_quote, value.evidence[:MOST]), _rest(len(value.evidence)))  # fmt: skip


def _rest(n: int) -> str:
    return _dim(f"and {n - MOST:,} more") if n > MOST else ""


def ledger(value: Ledger) -> Html:
    """A case: its findings with their sentences, what was undertaken, who said what, and the texts."""
    of = {r: m for m in value.matters.values() for r in m.reports}
    by_id = {r.id: _evidence(value, r) for r in value.reports}
    rows = [_finding_row(value, f, by_id) for f in value.findings]
    found = [el("h4", words.count(len(rows), "finding")), *map(finding_row, rows)] if rows else []
    counts = [words.count(len(value.pages), "article"), words.count(len(value.attributions), "attribution"),
              words.count(len(value.reports), "report"), words.count(len(value.matters), "matter")]  # fmt: skip
    texts = [el("details", el("summary", p.document.title or p.document.doc_id), page(p, of), open=len(value.pages) == 1, style=_FOLD) for p in value.pages[:MOST]]  # fmt: skip
    parts = (_line(el("strong", value.case_id)), _facts(counts), *found, _said(value), _told(value, by_id), *texts)
    return el("div", *parts, _rest(len(value.pages)), style=_FONT)


def _evidence(value: Ledger, report: Report) -> Evidence:
    d = value.page(report.doc_id).document
    by = "the article" if report.by == OUTLET else _name(value, report.by)
    return Evidence(report, Head(d.doc_id, d.published, d.title, d.outlet, d.url), d.quote(report.sentence), by)


def _name(value: Ledger, actor_id: str | None) -> str:
    held = value.actors.get(actor_id or "")
    return held.name if held else actor_id or "nobody named"


def _finding_row(value: Ledger, found: Finding, by_id: Mapping[str, Evidence]) -> FindingRow:
    who: tuple[Actor, ...] = tuple(value.actors[a] for a in found.who if a in value.actors)
    return FindingRow(found, value.matters[found.matter], who, tuple(by_id[r] for r in found.reports if r in by_id))


def _said(value: Ledger) -> Html:
    def quoted(page: Page, spans: Iterable[Span]) -> str:
        return " … ".join(page.document.quote(s) for s in spans)

    rows = [(_name(value, a.by), quoted(p, a.cue), quoted(p, a.content)) for p in value.pages for a in p.attributions]
    return _table("Who said what", ("who", "cue", "what"), rows)


def _told(value: Ledger, by_id: Mapping[str, Evidence]) -> Html:
    rows = [(e.report.status, e.report.trigger, words.voice(e), words.spoken(e.report.due), e.sentence) for e in by_id.values()]  # fmt: skip
    return _table("What was undertaken", ("status", "trigger", "on whose word", "due", "sentence"), rows)


def _table(title: str, names: Iterable[str], rows: Sequence[tuple[str, ...]]) -> Html:
    if not rows:
        return Html("")
    cell = "text-align:left;vertical-align:top;padding:.15em .8em .15em 0"
    top = el("tr", *(el("th", name, style=cell) for name in names))
    body = [el("tr", *(el("td", text, style=cell) for text in row)) for row in rows[:MOST]]
    table = el("table", el("thead", top), el("tbody", *body), style="border-collapse:collapse;font-size:.95em")
    return el("details", el("summary", f"{title} ({len(rows):,})"), table, _rest(len(rows)), style=_FOLD)


_SHOWN: dict[type, Callable[..., Html]] = {
    Ledger: ledger, Page: page, Document: document, FindingRow: finding_row, Finding: finding, MatterRow: matter_row, Matter: matter,
}  # fmt: skip
