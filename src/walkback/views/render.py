"""What a terminal shows: wrapped, aligned, coloured only where colour is wanted, never a control character from a text."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Finding, Judgement, Ledger, Page, Report
from walkback.core.text import Span
from walkback.record.rows import ActorRow, DueRow, Evidence, FindingRow, Hit, MatterRow, Problem, Totals

COLOURS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"}
OF_STATUS = {
    "planned": "blue", "agreed": "blue", "proposed": "cyan", "floated": "cyan", "underway": "green", "done": "green",
    "postponed": "yellow", "cancelled": "red", "rejected": "red", "denied": "red", "failed": "red",
}  # fmt: skip
OF_KIND = {"reversal": "red", "delay": "yellow", "dispute": "magenta", "kept": "green", "lapse": "yellow"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """A text on one line, without characters that would steer a terminal."""
    return _CONTROL.sub("", " ".join(text.split()))


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text is shown: how wide, whether in colour."""

    width: int = 80
    colour: bool = False

    @classmethod
    def here(cls, *, colour: bool) -> Screen:
        """The terminal at hand, at most 100 columns."""
        return cls(max(40, min(100, shutil.get_terminal_size().columns)), colour)

    def paint(self, text: str, *styles: str) -> str:
        if not self.colour or not styles:
            return text
        return f"\x1b[{';'.join(COLOURS[s] for s in styles)}m{text}\x1b[0m"

    def wrap(self, text: str, *, indent: int = 0, first: str = "") -> str:
        """Text in lines of the screen's width, with a hanging indent; `first` stands before the first line."""
        lead = first or " " * indent
        return textwrap.fill(
            clean(text), self.width, initial_indent=lead, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
        )

    def heading(self, text: str) -> str:
        return self.paint(clean(text), "bold")

    def status(self, status: str) -> str:
        return self.paint(f"{status:<9}", OF_STATUS.get(status, "bold"))


def days(interval: Interval | None) -> str:
    """A due interval in words."""
    if interval is None:
        return ""
    about = "about " if interval.vague else ""
    if interval.latest is None:
        return f"{about}from {interval.earliest} on" if interval.earliest else ""
    if interval.earliest is None or interval.earliest == interval.latest:
        return f"{about}{'by ' if interval.earliest is None else ''}{interval.latest}"
    return f"{about}{interval.earliest} to {interval.latest}"


def standing_of(judgements: Sequence[Judgement]) -> str:
    """Whether a person has signed a finding; a machine's finding is a proposal."""
    return f"{judgements[-1].verdict} by {clean(judgements[-1].by)}" if judgements else "proposed, not reviewed"


def quoted(screen: Screen, evidence: Evidence) -> str:
    """One piece of evidence: day, outlet, standing and voice, then the sentence."""
    head = evidence.head
    where = ", ".join(str(p) for p in (head.published or "undated", head.outlet or head.doc_id) if p)
    copy = " (copy)" if head.copy_of else ""
    due = f", due {days(evidence.report.due)}" if evidence.report.due else ""
    flags = "".join(f", {name}" for name in ("conditional", "hedged") if getattr(evidence.report, name))
    line = f"    {screen.status(evidence.report.status)} {clean(where)}{copy}: {clean(evidence.by)}{due}{flags}"
    return line + "\n" + screen.wrap(evidence.sentence, indent=14)


def finding(screen: Screen, row: FindingRow) -> str:
    """One finding with its evidence."""
    f = row.finding
    kind = screen.paint(f.kind.upper(), "bold", OF_KIND[f.kind])
    who = ", ".join(clean(a.name) for a in row.who)
    head = f"{str(f.on or 'undated'):<10}  {kind}  {screen.heading(row.matter.label)}"
    note = screen.wrap(f"{who + ': ' if who else ''}{f.note}", indent=12)
    small = screen.paint(f"            {standing_of(row.judgements)} · score {f.score:.2f} · matter {f.matter[:8]}", "dim")
    return "\n".join([head, note, small, *(quoted(screen, e) for e in row.evidence)])


def findings(screen: Screen, rows: Sequence[FindingRow]) -> str:
    """All findings, a blank line between."""
    if not rows:
        return "No findings."
    return "\n\n".join(finding(screen, row) for row in rows)


def matter(screen: Screen, row: MatterRow) -> str:
    """The whole thread as a timeline."""
    lines = [screen.heading(row.matter.label)]
    parties = ", ".join(clean(a.name) for a in row.parties)
    lines.append(screen.paint(f"{row.matter.type} · {parties or 'no party named'} · matter {row.matter.id}", "dim"))
    lines.append("")
    lines += [quoted(screen, e) for e in row.evidence]
    for f in row.findings:
        lines.append(f"\n  {screen.paint(f.kind.upper(), 'bold', OF_KIND[f.kind])} {f.on or ''}: {clean(f.note)} (proposed, not reviewed)")
        lines += [screen.wrap(step, indent=6, first="    · ") for step in f.steps]
    return "\n".join(lines)


def actor(screen: Screen, row: ActorRow) -> str:
    """A track record: what was undertaken, what became of it."""
    a = row.actor
    lines = [screen.heading(a.name) + screen.paint(f"  {a.kind}", "dim")]
    if a.roles:
        lines.append(screen.wrap("Roles: " + "; ".join(a.roles), indent=2))
    if a.aliases:
        lines.append(screen.wrap("Also: " + "; ".join(a.aliases), indent=2))
    lines.append(f"  {row.statements} statements in {row.documents} articles")
    counts = ", ".join(f"{n} {name}" for name, n in sorted(row.counts.items(), key=lambda c: -c[1]))
    lines.append(f"  {len(row.undertaken)} undertakings{': ' + counts if counts else ''}")
    if 0 < len(row.undertaken) < 10:
        lines.append(screen.paint("  A thin record: a share would say nothing.", "dim"))
    for u in row.undertaken:
        first, last = u.first, u.latest
        lines.append(f"\n  {screen.paint(u.outcome, 'bold')}  {clean(u.matter.label)}  {screen.paint('matter ' + u.matter.id[:8], 'dim')}")
        lines.append(quoted(screen, first))
        if last.report.id != first.report.id:
            lines.append(quoted(screen, last))
    return "\n".join(lines)


def due(screen: Screen, rows: Sequence[DueRow], on: date) -> str:
    """Open deadlines, overdue first."""
    if not rows:
        return f"No open deadlines as of {on}."
    lines = []
    state = ""
    for row in rows:
        if row.state != state:
            state = row.state
            note = "Overdue: the record, as far as it reaches, shows no fulfilment" if state == "overdue" else "Ahead"
            lines.append(screen.heading(f"{note} (as of {on})"))
        late = f"{-row.days} days over" if row.days < 0 else "today" if row.days == 0 else f"in {row.days} days"
        colour = "red" if row.days < 0 else "yellow"
        lines.append(f"  {days(row.due)}  {screen.paint(late, colour)}  {clean(row.matter.label)}  {screen.paint('matter ' + row.matter.id[:8], 'dim')}")
        lines.append(screen.wrap(f"{row.evidence.by}, {row.evidence.head.published}: {row.evidence.sentence}", indent=6))
    return "\n".join(lines)


def hits(screen: Screen, rows: Iterable[Hit]) -> str:
    """Sentences found, the words marked."""
    out = []
    for hit in rows:
        marked = clean(hit.marked.replace("\x02", "\ue000").replace("\x03", "\ue001"))
        body = textwrap.fill(marked, screen.width, initial_indent="    ", subsequent_indent="    ")
        on, off = ("\x1b[1m", "\x1b[0m") if screen.colour else ("", "")
        head = f"{hit.head.published or 'undated'}  {clean(hit.head.doc_id)}  {clean(hit.head.title or '')}".rstrip()
        out.append(screen.heading(head) + "\n" + body.replace("\ue000", on).replace("\ue001", off))
    return "\n".join(out) or "Nothing found."


def problems(rows: Sequence[Problem]) -> str:
    """Inputs that could not be read."""
    if not rows:
        return "No problems: everything given was read."
    return "\n".join(f"{clean(p.source)}: {clean(p.reason)} ({clean(p.hint)})" for p in rows)


def totals(held: Totals) -> str:
    """The record in one line."""
    found = ", ".join(f"{n} {kind}" for kind, n in held.findings.items()) or "none"
    span = f", {held.first} to {held.last}" if held.first else ""
    copies = f" ({held.copies} copies)" if held.copies else ""
    return (
        f"{held.documents} articles{copies}{span}; {held.attributions} attributions, {held.reports} reports on {held.matters} matters; "
        f"findings: {found}; {held.problems} problems"
    )


def _speakers(ledger: Ledger, page: Page) -> Iterator[tuple[str, list[str]]]:
    """Each speaker with what is attributed, in order of first appearance."""
    said: dict[str, list[str]] = defaultdict(list)
    for a in page.attributions:
        name = ledger.actors[a.by].name if a.by in ledger.actors else "source not named"
        cue = " ".join(page.document.quote(c) for c in a.cue)
        content = " … ".join(page.document.quote(c) for c in a.content)
        said[clean(name)].append(f"[{a.manner}] {cue}: {content}")
    yield from said.items()


def _undertaking(screen: Screen, ledger: Ledger, page: Page, report: Report) -> str:
    by = "the article" if report.by == OUTLET else ledger.actors[report.by].name if report.by in ledger.actors else report.by
    due = f", due {days(report.due)}" if report.due else ""
    flags = "".join(f", {name}" for name in ("conditional", "hedged") if getattr(report, name))
    head = f"    {screen.status(report.status)} {screen.paint(clean(report.trigger), 'bold')} ({report.type}), on the word of {clean(by)}{due}{flags}"
    return head + "\n" + screen.wrap(page.document.quote(report.sentence), indent=14)


def ledger(screen: Screen, held: Ledger) -> str:
    """What was read in one article: attributions by speaker, undertakings by matter, findings."""
    page = held.pages[0]
    document = page.document
    lines = [screen.heading(document.title or document.text.strip().split("\n")[0][:200])]
    if document.published:
        source = {"given": "as given", "page": "from the page", "dateline": "from the text’s dateline"}[document.published_basis]
        lines.append(screen.paint(f"Published {document.published}, {source}.", "dim"))
    else:
        lines.append(screen.paint("No publication date known: relative dates stay unresolved. Give one with --date YYYY-MM-DD.", "yellow"))
    lines.append("\n" + screen.heading(f"Attributions ({len(page.attributions)})"))
    for name, said in _speakers(held, page):
        lines.append(f"  {screen.paint(name, 'bold')}")
        lines += [screen.wrap(s, indent=6, first="    - ") for s in said]
    lines.append("\n" + screen.heading(f"Undertakings ({len(page.reports)} reports on {len(held.matters)} matters)"))
    by_id = {r.id: r for r in page.reports}
    for m in sorted(held.matters.values(), key=lambda m: by_id[m.reports[0]].span):
        lines.append(f"  {screen.paint(clean(m.label), 'bold')}")
        lines += [_undertaking(screen, held, page, r) for r in sorted((by_id[i] for i in m.reports), key=lambda r: r.span)]
    lines.append("\n" + screen.heading(f"Findings ({len(held.findings)}), proposed by the machine, not reviewed"))
    lines += [_finding_of(screen, held, f) for f in held.findings] or ["  None."]
    return "\n".join(lines)


def ledger_of_case(screen: Screen, held: Ledger) -> str:
    """What was read in a case of one or several articles: each article's part, then what runs across them."""
    if len(held.pages) == 1:
        return ledger(screen, held)
    lines = [screen.heading(held.case_id)]
    for page in held.pages:
        lines.append(f"\n{screen.paint(str(page.document.published or 'undated'), 'bold')}  {clean(page.document.doc_id)}")
        lines += [_undertaking(screen, held, page, r) for r in page.reports]
    lines.append("\n" + screen.heading(f"Findings ({len(held.findings)}), proposed by the machine, not reviewed"))
    lines += [_finding_of(screen, held, f) for f in held.findings] or ["  None."]
    return "\n".join(lines)


def _finding_of(screen: Screen, held: Ledger, f: Finding) -> str:
    who = ", ".join(clean(held.actors[w].name) for w in f.who if w in held.actors)
    kind = screen.paint(f.kind.upper(), "bold", OF_KIND[f.kind])
    lines = [f"  {kind}  {clean(held.matters[f.matter].label)}", screen.wrap(f"{who + ': ' if who else ''}{f.note} (score {f.score:.2f})", indent=4)]
    by_id = {r.id: r for r in held.reports}
    lines += [_undertaking(screen, held, held.page(by_id[i].doc_id), by_id[i]) for i in f.reports]
    return "\n".join(lines)


def article(screen: Screen, page: Page) -> str:
    """The article with its attributions and undertakings marked in the text, and the days its time words mean."""
    document = page.document
    marks: list[tuple[int, int, str, str]] = []
    for a in page.attributions:
        marks += [(s.start, 1, "{source ", "cyan") for s in a.source] + [(s.end, 0, "}", "") for s in a.source]
        marks += [(s.start, 1, "{cue ", "dim") for s in a.cue] + [(s.end, 0, "}", "") for s in a.cue]
        marks += [(s.start, 1, "{said ", "") for s in a.content] + [(s.end, 0, "}", "") for s in a.content]
    for r in page.reports:
        marks += [(r.span.start, 2, f"[{r.status}: ", OF_STATUS[r.status]), (r.span.end, -1, "]", "")]
    text = document.text
    out, last = [], 0
    for at, _, mark, colour in sorted(marks, key=lambda m: (m[0], m[1])):
        out.append(_CONTROL.sub("", text[last:at]))
        out.append(screen.paint(mark, colour) if colour else screen.paint(mark, "bold") if screen.colour else mark)
        last = at
    out.append(_CONTROL.sub("", text[last:]))
    body = "\n".join(clean_line(screen, line) for line in "".join(out).split("\n"))
    lines = [screen.heading(document.title or document.doc_id), screen.paint(f"{document.published or 'undated'}  {document.doc_id}", "dim"), "", body]
    times = [t for t in page.timexes if t.interval]
    if times:
        lines += ["", screen.heading("Time")]
        lines += [f"  {clean(document.quote(t.span))}: {days(t.interval)} ({t.interval.basis}, rule {t.interval.rule})" for t in times if t.interval]
    if document.furniture:
        lines += ["", screen.paint("Not read as news: " + " · ".join(clean(document.quote(Span(*f)))[:60] for f in document.furniture), "dim")]
    return "\n".join(lines)


def clean_line(screen: Screen, line: str) -> str:
    """One line of a marked text, wrapped; our own colours take no width."""
    if not line.strip():
        return ""
    return textwrap.fill(line, screen.width + 5 * line.count("\x1b"), break_long_words=False, break_on_hyphens=False)
