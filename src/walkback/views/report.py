"""One self-contained page of a record: findings, timelines, deadlines, actors. No network, readable without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape as html_escape
from importlib import resources
from itertools import groupby

from walkback.record import queries
from walkback.record.rows import ActorRow, DueRow, Evidence, FindingRow, MatterRow, Problem, Totals
from walkback.record.store import Record
from walkback.views.timeline import CLASSES, legend, timeline
from walkback.views.words import clean, days, standing_of

MOST_FINDINGS, MOST_MATTERS, MOST_DUE, MOST_ACTORS = 400, 60, 120, 40
OUTCOMES = ("kept", "slipped", "withdrawn", "disputed", "lapsed", "open")
SCRIPT = """
const q=document.querySelector('#q'),k=document.querySelector('#k'),n=document.querySelector('#n');
function f(){let s=0;const w=q.value.toLowerCase().split(/\\s+/).filter(Boolean);
document.querySelectorAll('article.finding').forEach(a=>{const t=a.textContent.toLowerCase();
const on=(!k.value||a.classList.contains(k.value))&&w.every(x=>t.includes(x));a.hidden=!on;s+=on});
document.querySelectorAll('.group').forEach(g=>{g.hidden=!g.querySelector('article:not([hidden])')});
n.textContent=s+' shown'}
if(q){document.querySelector('form').hidden=false;q.addEventListener('input',f);k.addEventListener('change',f)}
"""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the page shows, gathered from a record."""

    totals: Totals
    findings: Sequence[FindingRow]
    matters: Sequence[MatterRow]
    due: Sequence[DueRow]
    actors: Sequence[ActorRow]
    problems: Sequence[Problem]
    on: date


def gather(record: Record, on: date) -> Parts:
    """Everything the report needs, capped so that a large record still opens in a browser."""
    return Parts(
        totals=queries.totals(record),
        findings=queries.findings(record, limit=MOST_FINDINGS),
        matters=queries.matters(record, limit=MOST_MATTERS, with_findings=True),
        due=queries.due(record, on=on)[:MOST_DUE],
        actors=[row for row in queries.top_actors(record, MOST_ACTORS) if row.undertaken or row.statements],
        problems=queries.problems(record),
        on=on,
    )


def escape(text: object) -> str:
    """Text for HTML: one line, no control characters, nothing that could be markup."""
    return html_escape(clean(str(text)))


def day_of(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "undated"


def quote(evidence: Evidence) -> str:
    """One sentence with its trigger marked, its standing, voice, day and outlet."""
    r, head = evidence.report, evidence.head
    at = r.span.start - r.sentence.start
    end = at + r.span.end - r.span.start
    s = evidence.sentence
    marked = f"{escape_piece(s[:at])}<mark>{escape_piece(s[at:end])}</mark>{escape_piece(s[end:])}"
    where = " · ".join(escape(p) for p in (day_of(head.published), head.outlet or head.doc_id) if p)
    link = f'<a href="{html_escape(head.url)}">{where}</a>' if head.url and head.url.startswith(("https://", "http://")) else where
    due = f" · due {escape(days(r.due))}" if r.due else ""
    flags = "".join(f" · {name}" for name in ("conditional", "hedged") if getattr(r, name))
    copy = " · copy" if head.copy_of else ""
    return (
        f'<blockquote><span class="meta"><span class="st {CLASSES[r.status]}">{r.status}</span> · {escape(evidence.by)}{due}{flags}</span>'
        f'{marked}<span class="meta">{link}{copy}</span></blockquote>'
    )


def escape_piece(text: str) -> str:
    """A piece of a sentence; its blanks at the edges are kept."""
    lead = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() and text.strip() else ""
    return lead + escape(text) + tail


def change(row: FindingRow) -> str:
    """The change between first and last evidence in words: "planned → cancelled, 5 days later"."""
    if len(row.evidence) < 2:
        return row.evidence[0].report.status if row.evidence else ""
    first, last = row.evidence[0], row.evidence[-1]
    words = f"{first.report.status} → {last.report.status}"
    if first.head.published and last.head.published and first.head.doc_id != last.head.doc_id:
        gap = (last.head.published - first.head.published).days
        words += ", the same day" if gap == 0 else f", {gap} day{'s' if gap != 1 else ''} later"
    return words


def finding(row: FindingRow) -> str:
    """One finding as a card."""
    f = row.finding
    who = ", ".join(escape(a.name) for a in row.who)
    steps = "".join(f"<li>{escape(step)}</li>" for step in f.steps)
    return (
        f'<article class="finding {f.kind}" id="f-{f.id}"><h3><span class="badge">{f.kind}</span>{escape(row.matter.label)}</h3>'
        f'<p class="meta">{who + ": " if who else ""}<span class="change">{escape(change(row))}</span> · {escape(f.note)} · '
        f"<em>{escape(standing_of(row.judgements))}</em> · score {f.score:.2f} · "
        f'<a href="#m-{f.matter}">timeline</a></p><div class="pair">{"".join(quote(e) for e in row.evidence)}</div>'
        f'<details><summary>How this was found</summary><ol class="steps">{steps}</ol></details></article>'
    )


def _findings(parts: Parts) -> Iterator[str]:
    yield '<section aria-labelledby="findings"><h2 id="findings">Findings</h2>'
    yield (
        '<form hidden role="search"><input id="q" type="search" placeholder="Filter by word or name" aria-label="Filter findings by word or name">'
        '<select id="k" aria-label="Kind"><option value="">all kinds</option>'
        + "".join(f"<option>{k}</option>" for k in ("reversal", "delay", "dispute", "kept", "lapse"))
        + '</select><output id="n" class="meta"></output></form>'
    )
    if not parts.findings:
        yield "<p>No findings in this record.</p>"
    for day, rows in groupby(parts.findings, key=lambda r: r.finding.on):
        yield f'<div class="group"><p class="day">{day_of(day)}</p>{"".join(finding(r) for r in rows)}</div>'
    total = sum(parts.totals.findings.values())
    if total > len(parts.findings):
        yield f'<p class="meta">The newest {len(parts.findings)} of {total} are shown; walkback findings lists all.</p>'
    yield "</section>"


def _matters(parts: Parts) -> Iterator[str]:
    yield '<section aria-labelledby="matters"><h2 id="matters">Timelines</h2>'
    yield f'<p class="lead">One lane a voice; hover or tap a mark for its sentence.</p>{legend()}'
    for row in parts.matters:
        kinds = " ".join(f'<span class="badge {k}">{k}</span>' for k in dict.fromkeys(f.kind for f in row.findings))
        names = ", ".join(escape(a.name) for a in row.parties)
        sentences = "".join(quote(e) for e in row.evidence)
        yield (
            f'<article id="m-{row.matter.id}"><h3>{escape(row.matter.label)}</h3><p class="meta">{kinds}{row.matter.type}'
            f'{" · " + names if names else ""} · {len(row.evidence)} reports</p><div class="scroll" tabindex="0" role="group" aria-label="Timeline">'
            f'{timeline(row)}</div><details><summary>All {len(row.evidence)} sentences</summary><div class="pair">{sentences}</div></details></article>'
        )
    yield "</section>"


def _due(parts: Parts) -> Iterator[str]:
    yield f'<section aria-labelledby="due"><h2 id="due">Deadlines as of {day_of(parts.on)}</h2>'
    yield '<p class="lead">Overdue means: the record, as far as it reaches, shows no fulfilment by the due day.</p>'
    if not parts.due:
        yield "<p>No open deadlines.</p></section>"
        return
    yield '<div class="scroll" tabindex="0" role="group" aria-label="Deadlines"><table><thead><tr><th scope="col">Due</th><th scope="col">Matter</th><th scope="col">On whose word</th></tr></thead><tbody>'
    for row in parts.due:
        late = f'<span class="over">{-row.days} days over</span>' if row.days < 0 else f"in {row.days} days" if row.days else "today"
        yield (
            f'<tr><td class="when">{escape(days(row.due))}<br>{late}</td><td>{escape(row.matter.label)}<br><span class="meta">{escape(row.evidence.sentence)}</span></td>'
            f'<td>{escape(row.evidence.by)}<br><span class="meta">{day_of(row.evidence.head.published)}</span></td></tr>'
        )
    yield "</tbody></table></div></section>"


def _actors(parts: Parts) -> Iterator[str]:
    yield '<section aria-labelledby="actors"><h2 id="actors">Actors</h2>'
    yield '<p class="lead">What each undertook and what became of it, in counts: most records are too thin for a share to mean anything.</p>'
    heads = "".join(f'<th scope="col" class="n">{o}</th>' for o in OUTCOMES)
    yield '<div class="scroll" tabindex="0" role="group" aria-label="Actors"><table><thead><tr><th scope="col">Actor</th>'
    yield f'{heads}<th scope="col" class="n">statements</th><th scope="col" class="n">articles</th></tr></thead><tbody>'
    for row in parts.actors:
        cells = "".join(f'<td class="n{"" if row.counts.get(o) else " none"}">{row.counts.get(o, 0)}</td>' for o in OUTCOMES)
        role = f'<br><span class="meta">{escape("; ".join(row.actor.roles[:2]))}</span>' if row.actor.roles else ""
        yield f'<tr><td>{escape(row.actor.name)}{role}</td>{cells}<td class="n">{row.statements}</td><td class="n">{row.documents}</td></tr>'
    yield "</tbody></table></div></section>"


def _problems(parts: Parts) -> Iterator[str]:
    if parts.problems:
        rows = "".join(f"<li><b>{escape(p.source)}</b>: {escape(p.reason)} ({escape(p.hint)})</li>" for p in parts.problems[:200])
        yield f'<section aria-labelledby="problems"><h2 id="problems">Not readable</h2><ul>{rows}</ul></section>'


def _head(parts: Parts) -> str:
    t = parts.totals
    span = f"{day_of(t.first)} to {day_of(t.last)}" if t.first else "no dates known"
    copies = f", {t.copies} of them copies" if t.copies else ""
    figures = [(t.documents, f"articles{copies}"), (t.attributions, "attributions"), (t.reports, f"reports on {t.matters} matters")]
    figures += [(n, kind + ("s" if kind in ("reversal", "delay", "dispute", "lapse") and n != 1 else "")) for kind, n in t.findings.items()]
    items = "".join(f"<li><b>{n:,}</b>{escape(name)}</li>" for n, name in figures)
    links = "".join(f'<a href="#{a}">{name}</a>' for a, name in (("findings", "Findings"), ("matters", "Timelines"), ("due", "Deadlines"), ("actors", "Actors")))
    return (
        f'<header><h1><small>walkback · the record</small>Who said what, and what became of it</h1><p class="lead">{span}. '
        f"Everything here was read by a machine and is a proposal until a person has signed it; every line stands on the sentence beside it.</p>"
        f'<ul class="figures">{items}</ul><nav aria-label="On this page">{links}</nav></header>'
    )


def report(parts: Parts) -> str:
    """The page as HTML."""
    style = resources.files("walkback.views").joinpath("report.css").read_text(encoding="utf-8")
    body = "".join([*_findings(parts), *_matters(parts), *_due(parts), *_actors(parts), *_problems(parts)])
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>walkback: the record</title><style>{style}</style></head><body>{_head(parts)}<main>{body}</main>"
        f"<footer>Made by walkback. Scores are the model's own; the evidence is what counts.</footer><script>{SCRIPT}</script></body></html>\n"
    )
