"""One self-contained page of a record: findings, timelines, deadlines, actors. No network, no need of JavaScript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from itertools import groupby

from walkback.record import queries, track
from walkback.record.rows import ActorRow, DueRow, Evidence, FindingRow, MatterRow, Problem, Totals
from walkback.record.store import Record
from walkback.views.markup import Html, el, join
from walkback.views.timeline import TONES, gradients, legend, mark, timeline
from walkback.views.words import (
    AS_FAR,
    OUTCOMES,
    PLURALS,
    change,
    clean,
    count,
    day,
    flags,
    lateness,
    note_of,
    spoken,
    standing_of,
    subject,
    voice,
)  # fmt: skip

MOST_FINDINGS, MOST_MATTERS, MOST_DUE, MOST_ACTORS, MOST_PROBLEMS, MOST_NAMES = 400, 60, 120, 40, 100, 80


@dataclass(frozen=True, slots=True)
class Parts:
    """What the page shows, gathered from a record. on: the day that deadlines count from."""

    totals: Totals
    findings: Sequence[FindingRow]
    matters: Sequence[MatterRow]
    due: Sequence[DueRow]
    actors: Sequence[ActorRow]
    problems: Sequence[Problem]
    on: date


def gather(record: Record, on: date) -> Parts:
    """Everything the page needs, capped so that a large record still opens in a browser."""
    matters = queries.matters(record, limit=MOST_MATTERS)
    return Parts(
        totals=queries.totals(record),
        findings=queries.findings(record, limit=MOST_FINDINGS),
        matters=[row for row in matters if row.findings or len(row.evidence) > 1],
        due=queries.due(record, on=on),
        actors=[row for row in track.top_actors(record, MOST_ACTORS) if row.undertaken or row.statements],
        problems=queries.problems(record),
        on=on,
    )


def report(parts: Parts) -> str:
    """The page as HTML."""
    title = "walkback: the record"
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", title),
        el("style", _asset("report.css")),
    )
    sections = [*_findings(parts), *_matters(parts), *_due(parts), *_actors(parts), *_problems(parts)]
    foot = "Made by walkback. Scores are the model’s own, and no measure of truth: the sentences are what counts."
    page = [
        gradients(),
        _masthead(parts),
        el("main", *sections),
        el("footer", el("p", foot)),
        el("script", _asset("report.js")),
    ]
    return f"<!doctype html>\n{el('html', head, el('body', *page), lang='en')}\n"


def _asset(name: str) -> Html:
    """A style or script of this package: markup as it stands."""
    return Html(resources.files("walkback.views").joinpath(name).read_text(encoding="utf-8"))


def _section(key: str, title: str, *body: str) -> Html:
    return el("section", el("h2", title, id=key), *body, aria_labelledby=key)


def _dots(parts: Sequence[str]) -> Html:
    return join([p for p in parts if p], " · ")


def _masthead(parts: Parts) -> Html:
    t = parts.totals
    span = f"{day(t.first)} to {day(t.last)}" if t.first else "no dates known"
    copies = f" ({count(t.copies, 'copy', 'copies')})" if t.copies else ""
    held = [
        count(t.documents, "article") + copies,
        count(t.attributions, "attribution"),
        f"{count(t.reports, 'report')} on {count(t.matters, 'matter')}",
        count(t.actors, "named actor"),
    ]
    honest = (
        "A machine read these articles. Every finding is its proposal until a person has signed it, "
        "and stands on the sentences printed with it."
    )
    figures = [_figure(t.findings.get(kind, 0), kind, plural) for kind, plural in PLURALS.items()]
    over = sum(row.days < 0 for row in parts.due)
    figures.append(_figure(over, "overdue", "overdue", "#due"))
    links = [("findings", "Findings"), ("matters", "Timelines"), ("due", "Deadlines"), ("actors", "Actors")]
    links += [("problems", "Not readable")] if parts.problems else []
    return el(
        "header",
        el("p", el("span", "walkback"), el("span", span), class_="strip"),
        el("h1", "Who said what, and what became of it"),
        el("p", _dots(held), class_="held"),
        el("p", honest, class_="honest"),
        el("ul", *figures, class_="figures"),
        el("nav", *(el("a", name, href=f"#{key}") for key, name in links), aria_label="On this page"),
    )


def _figure(n: int, one: str, many: str, href: str = "#findings") -> Html:
    return el("li", el("a", el("b", f"{n:,}"), one if n == 1 else many, href=href), class_=one if n else f"{one} none")


def quote(row: Evidence) -> Html:
    """One sentence with its trigger marked; above it standing and voice, below it day and outlet."""
    r, head, text = row.report, row.head, row.sentence
    start, end = r.span.start - r.sentence.start, r.span.end - r.sentence.start
    marked = [text]
    if 0 <= start < end <= len(text):
        marked = [text[:start], el("mark", text[start:end]), text[end:]]
    badge = el("svg", mark(r.status, 8, 8), viewBox="0 0 16 16", width=14, height=14, aria_hidden="true")
    status = el("span", badge, r.status, class_=f"status {TONES[r.status]}")
    due = f"due {spoken(r.due)}" if r.due and spoken(r.due) else ""
    where = _dots([day(head.published), clean(head.outlet or head.doc_id)])
    url = clean(head.url or "")
    source = el("a", where, href=url, rel="noopener noreferrer") if url.startswith(("https://", "http://")) else where
    return el(
        "blockquote",
        el("p", _dots([status, voice(row), due, *flags(row)]), class_="meta"),
        el("p", *marked, class_="said"),
        el("footer", _dots([source, "copy of another article" if head.copy_of else ""]), class_="meta"),
    )


def finding(row: FindingRow, drawn: frozenset[str] = frozenset()) -> Html:
    """One finding: kind and standing in the margin, then label, change and evidence. drawn: matters with a timeline."""
    f = row.finding
    margin = el(
        "p",
        el("span", f.kind, class_="badge"),
        el("span", standing_of(row.judgements), class_="standing"),
        el("span", f"score {f.score:.2f}", class_="standing"),
        class_="margin",
    )
    link = el("a", "timeline", href=f"#m-{f.matter}") if f.matter in drawn else el("span", f"matter {f.matter[:10]}")
    told = [el("strong", change(row)) if change(row) else "", note_of(row, written=True)]
    steps = el("ol", *(el("li", step) for step in [*f.steps, f"rule {f.rule}; {f.note}"]), class_="steps")
    body = el(
        "div",
        el("h4", row.matter.label),
        el("p", _dots([subject(row), *told, link]), class_="gist"),
        el("div", *(quote(e) for e in row.evidence), class_="pair"),
        el("details", el("summary", "How this was found"), steps),
    )
    names = "|" + "|".join(clean(a.name) for a in row.who) + "|"
    return el("article", margin, body, class_=f"finding {f.kind}", id=f"f-{f.id}", data_kind=f.kind, data_who=names)


def _filter(rows: Sequence[FindingRow]) -> Html:
    """Boxes to narrow the findings by; hidden where there is no script to answer them."""
    named = Counter(clean(a.name) for row in rows for a in row.who)
    names = sorted(name for name, _ in named.most_common(MOST_NAMES))
    kinds = [kind for kind in PLURALS if any(row.finding.kind == kind for row in rows)]
    return el(
        "form",
        el("input", type="search", id="words", placeholder="Word or name", aria_label="Findings that hold these words"),
        _choice("kind", "All kinds", kinds),
        _choice("who", "All actors", names),
        el("p", id="shown", role="status"),
        hidden=True,
        role="search",
        aria_label="Filter findings",
    )


def _choice(key: str, everything: str, values: Sequence[str]) -> Html:
    options = [el("option", everything, value=""), *(el("option", v, value=v) for v in values)]
    return el("select", *options, id=key, aria_label=everything)


def _findings(parts: Parts) -> Iterator[Html]:
    drawn = frozenset(row.matter.id for row in parts.matters)
    if not parts.findings:
        yield _section("findings", "Findings", el("p", "None so far."))
        return
    days = [
        el("div", el("h3", day(on), class_="day"), *(finding(row, drawn) for row in rows), class_="group")
        for on, rows in groupby(parts.findings, key=lambda row: row.finding.on)
    ]
    total = sum(parts.totals.findings.values())
    left = f"The newest {len(parts.findings):,} of {total:,} are shown; walkback findings lists all."
    more = el("p", left, class_="more") if total > len(parts.findings) else ""
    yield _section("findings", "Findings", _filter(parts.findings), *days, more)


def _matters(parts: Parts) -> Iterator[Html]:
    lead = (
        "A lane for each voice. Hold the pointer over a mark for its sentence; all sentences stand below each drawing."
    )
    left = parts.totals.matters - len(parts.matters)
    more = (
        f"{count(left, 'matter')} more, with fewer findings and reports, are not drawn; walkback matter ID shows one."
    )
    yield _section(
        "matters",
        "Timelines",
        el("p", lead, class_="lead"),
        legend(),
        *(_matter(row, parts.on) for row in parts.matters),
        el("p", more, class_="more") if left > 0 else "",
    )


def _matter(row: MatterRow, on: date) -> Html:
    kinds = [el("span", kind, class_=f"badge {kind}") for kind in dict.fromkeys(f.kind for f in row.findings)]
    parties = ", ".join(clean(a.name) for a in row.parties)
    drawn = timeline(row, on)
    name = f"Timeline of {row.matter.label}"
    return el(
        "article",
        el("h3", row.matter.label),
        el("p", _dots([*kinds, parties, count(len(row.evidence), "report")]), class_="gist"),
        el("div", drawn, class_="scroll", tabindex=0, role="group", aria_label=name) if drawn else "",
        el(
            "details",
            el("summary", f"The {count(len(row.evidence), 'sentence')}"),
            el("div", *(quote(e) for e in row.evidence), class_="pair"),
        ),
        class_="matter",
        id=f"m-{row.matter.id}",
    )


def _due(parts: Parts) -> Iterator[Html]:
    lead = el("p", f"As of {day(parts.on)}. Overdue means: {AS_FAR} by the due day.", class_="lead")
    if not parts.due:
        yield _section("due", "Deadlines", lead, el("p", "No open deadlines."))
        return
    drawn = frozenset(row.matter.id for row in parts.matters)
    rows = [_deadline(row, drawn) for row in parts.due[:MOST_DUE]]
    left = len(parts.due) - len(rows)
    more = el("p", f"{left:,} more are left out; walkback due lists all.", class_="more") if left > 0 else ""
    yield _section("due", "Deadlines", lead, el("ol", *rows, class_="deadlines"), more)


def _deadline(row: DueRow, drawn: frozenset[str]) -> Html:
    head = row.evidence.head
    label: Html | str = row.matter.label
    label = el("a", label, href=f"#m-{row.matter.id}") if row.matter.id in drawn else label
    where = _dots([voice(row.evidence), day(head.published), clean(head.outlet or head.doc_id)])
    return el(
        "li",
        el("p", el("span", lateness(row.days), class_="left"), el("span", spoken(row.due)), class_="when"),
        el("div", el("h3", label), el("p", row.evidence.sentence, class_="said"), el("p", where, class_="meta")),
        class_="over" if row.days < 0 else None,
    )


def _actors(parts: Parts) -> Iterator[Html]:
    if not parts.actors:
        return
    lead = (
        "What each undertook and what became of it, as far as the record reaches, in counts: most records are too thin "
        "for a share to mean anything. “Open” is neither kept nor broken."
    )
    names = ["Actor", *OUTCOMES, "statements", "articles"]
    heads = [el("th", name, scope="col", class_="n" if n else None) for n, name in enumerate(names)]
    rows = [_actor(row) for row in parts.actors]
    table = el("table", el("thead", el("tr", *heads)), el("tbody", *rows))
    held = el("div", table, class_="scroll", tabindex=0, role="group", aria_label="Track records")
    yield _section("actors", "Actors", el("p", lead, class_="lead"), held)


def _actor(row: ActorRow) -> Html:
    small = "; ".join(row.actor.roles[:2]) or ("" if row.actor.kind == "person" else row.actor.kind)
    told = [(name, row.counts.get(name, 0), "") for name in OUTCOMES]
    told += [("statements", row.statements, " wide"), ("articles", row.documents, " wide")]
    cells = [
        el("td", f"{n:,}" if n else "–", class_=f"n{css}" if n else "n none", data_name=name) for name, n, css in told
    ]
    held = [el("li", f"{u.outcome}: {u.matter.label}") for u in row.undertaken]
    more = el("details", el("summary", count(len(held), "undertaking")), el("ul", *held)) if held else ""
    name = el("th", row.actor.name, el("span", small, class_="role") if small else "", more, scope="row")
    return el("tr", name, *cells)


def _problems(parts: Parts) -> Iterator[Html]:
    if parts.problems:
        rows = [
            el("li", el("b", p.source), ": ", p.reason, f" ({p.hint})" if p.hint else "")
            for p in parts.problems[:MOST_PROBLEMS]
        ]
        left = len(parts.problems) - len(rows)
        more = el("p", f"{left:,} more; walkback problems lists all.", class_="more") if left > 0 else ""
        yield _section("problems", "Not readable", el("ul", *rows, class_="problems"), more)
