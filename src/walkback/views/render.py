"""What a terminal shows of a record: findings, matters, actors, deadlines, search results, problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from walkback.record.rows import DueRow, Evidence, FindingRow, Hit, LifeCycle, Problem, Totals
from walkback.views import lanes
from walkback.views.terminal import OF_STATUS, Screen, between, kind, status
from walkback.views.words import (
    AS_FAR,
    PLURALS,
    change,
    clean,
    count,
    days,
    flags,
    lateness,
    note_of,
    standing_of,
    subject,
    voice,
)

SHORT = 10  # digits of an id that are shown; the beginning of an id is enough to name it
_EVIDENCE = 14  # columns before a sentence


def evidence(screen: Screen, row: Evidence) -> str:
    """One piece of evidence: standing, voice, day and outlet, then the sentence."""
    head, report = row.head, row.report
    due = f"due {days(report.due)}" if report.due and days(report.due) else ""
    where = [str(head.published or "undated"), clean(head.outlet or ""), "copy" if head.copy_of else ""]
    told = between([*where, voice(row), due, *flags(row)])
    return "\n".join(
        [
            screen.flow((told, "dim"), indent=_EVIDENCE, first=[("    ", ""), status(report.status)]),
            screen.flow(*sentence(row), indent=_EVIDENCE),
        ]
    )


def sentence(row: Evidence) -> Iterator[tuple[str, str]]:
    """The sentence with its trigger marked by colour."""
    start = row.report.span.start - row.report.sentence.start
    end = row.report.span.end - row.report.sentence.start
    if not 0 <= start < end <= len(row.sentence):
        yield row.sentence, ""
        return
    yield row.sentence[:start], ""
    yield row.sentence[start:end], f"bold {OF_STATUS[row.report.status]}"
    yield row.sentence[end:], ""


def finding(screen: Screen, row: FindingRow) -> str:
    """One finding with its evidence; marked as proposed until a person has signed it."""
    f = row.finding
    ids = (f"{name} {held[:SHORT]}" for name, held in (("finding", f.id), ("matter", f.matter)))
    small = between([standing_of(row.judgements), f"score {f.score:.2f}", *ids])
    lines = [
        screen.flow(
            (clean(row.matter.label), "bold"),
            indent=12,
            first=[(f"{f.on or 'undated'!s:<12}", ""), kind(f.kind), ("  ", "")],
        ),
        screen.flow((between([subject(row), change(row), clean(note_of(row))]), ""), indent=12),
        screen.flow((small, "dim"), indent=12),
    ]
    return "\n".join([*lines, *(evidence(screen, e) for e in row.evidence)])


def findings(screen: Screen, rows: Sequence[FindingRow]) -> str:
    """All findings, a blank line between."""
    return "\n\n".join(finding(screen, row) for row in rows) or "No findings."


def matter(screen: Screen, held: LifeCycle, on: date) -> str:
    """The life of a matter drawn, then the whole thread in order of time, then what was found on it and how."""
    row = held.row
    parties = ", ".join(clean(a.name) for a in row.parties) or "no party named"
    small = between([row.matter.type, parties, count(len(row.evidence), "report"), f"matter {row.matter.id}"])
    lines = [
        screen.flow((clean(row.matter.label), "bold")),
        screen.flow((small, "dim")),
        "",
        lanes.life(screen, held, on),
        "",
        *(evidence(screen, e) for e in row.evidence),
    ]
    for f in row.findings:
        told = (f"{f.on or 'undated'}: {clean(f.note)}", "")
        lines += ["", screen.flow(told, indent=4, first=[("  ", ""), kind(f.kind), ("  ", "")])]
        small = between(["proposed unless signed (walkback findings tells)", f"score {f.score:.2f}", f"rule {f.rule}"])
        lines.append(screen.flow((small, "dim"), indent=4))
        lines += [screen.flow((clean(step), ""), indent=6, first=[("    · ", "dim")]) for step in f.steps]
    return "\n".join(lines)


def due(screen: Screen, rows: Sequence[DueRow], on: date) -> str:
    """Open deadlines, overdue first."""
    if not rows:
        return f"No open deadlines as of {on}."
    blocks = []
    for state, name in (("overdue", f"Overdue as of {on}: {AS_FAR} by the due day"), ("ahead", f"Ahead as of {on}")):
        held = [row for row in rows if row.state == state]
        if held:
            blocks.append("\n".join([screen.flow((name, "bold")), *(_due(screen, row) for row in held)]))
    return "\n\n".join(blocks)


def _due(screen: Screen, row: DueRow) -> str:
    head, voiced = row.evidence.head, voice(row.evidence)
    late = (lateness(row.days), "red" if row.days < 0 else "yellow")
    label = ((clean(row.matter.label), "bold"), (f" · matter {row.matter.id[:SHORT]}", "dim"))
    told = between([f"due {days(row.due)}", voiced, str(head.published or "undated"), clean(head.outlet or "")])
    return "\n".join(
        [
            screen.flow(*label, indent=6, first=[("  ", ""), late, ("  ", "")]),
            screen.flow((told, "dim"), indent=6),
            screen.flow(*sentence(row.evidence), indent=6),
        ]
    )


def hits(screen: Screen, rows: Iterable[Hit]) -> str:
    """Sentences found, the words marked."""
    out = []
    for hit in rows:
        head = between(
            [str(hit.head.published or "undated"), clean(hit.head.doc_id), clean(hit.head.title or "")], "  "
        )
        before, *parts = hit.marked.split("\x02")
        pieces = [(before, "")]
        for part in parts:
            word, _, rest = part.partition("\x03")
            pieces += [(word, "bold yellow"), (rest, "")]
        out.append(screen.flow((head, "dim")) + "\n" + screen.flow(*pieces, indent=4))
    return "\n".join(out) or "Nothing found."


def problems(screen: Screen, rows: Sequence[Problem]) -> str:
    """Inputs that could not be read: where, why, what to do."""
    if not rows:
        return "No problems: everything given was read."
    return "\n".join(_problem(screen, row) for row in rows)


def _problem(screen: Screen, row: Problem) -> str:
    told = f"{clean(row.reason)} ({clean(row.hint)})" if row.hint else clean(row.reason)
    return screen.flow((told, ""), indent=4, first=[(f"{clean(row.source)}: ", "bold")])


def totals(held: Totals) -> str:
    """The record in one line."""
    found = ", ".join(count(n, k, PLURALS[k]) for k, n in held.findings.items() if n) or "none"
    span = f", {held.first} to {held.last}" if held.first else ""
    copies = f" ({held.copies} of them copies)" if held.copies else ""
    return (
        f"{count(held.documents, 'article')}{copies}{span}; {count(held.attributions, 'attribution')}; "
        f"{count(held.reports, 'report')} on {count(held.matters, 'matter')}; proposed findings: {found}; "
        f"{count(held.problems, 'problem')}"
    )
