"""Judgements handed on: as lines that another record of the same articles takes in, and as rows that a model can learn from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from walkback.core.codec import iso, spans
from walkback.core.errors import InputError
from walkback.core.ledger import OUTLET, Actor, Attribution, Judgement, Page, Report
from walkback.record import additions, judgements, queries
from walkback.record import rows_codec as codec
from walkback.record.anchors import KINDS
from walkback.record.home import Connection
from walkback.record.judgements import UNTOUCHED, Touched, amend_in
from walkback.record.store import Record

Row = dict[str, Any]
NEEDED = ("id", "kind", "target", "verdict", "by", "at")


def lines(record: Record) -> Iterator[Row]:
    """Every judgement with its anchor, those taken back too, in the order in which they were given."""
    for row in record.connection.execute(
        "SELECT s.id, s.kind, s.target, s.verdict, s.by, s.at, s.note, s.amend, s.anchor, w.at FROM signed s "
        "LEFT JOIN withdrawals w ON w.judgement = s.id ORDER BY s.number"
    ):
        amend, anchor = (json.loads(value) if value else None for value in row[7:9])
        yield dict(zip((*NEEDED, "note"), row[:7], strict=True)) | {
            "amend": amend,
            "anchor": anchor,
            "withdrawn": row[9],
        }


def take_in(db: Connection, given: Iterable[str]) -> tuple[int, int, Touched]:
    """Add the judgements of lines that `lines` made, in a write transaction: how many were new, how many known, what is to be
    made anew. A judgement that was taken back since is taken back here.

    Raises InputError for a line that is no judgement, with its number.
    """
    new = known = 0
    changed = UNTOUCHED
    for number, line in enumerate(given, 1):
        if not line.strip():
            continue
        row, said = _judgement(line, number)
        there = judgements.insert(db, said, row["kind"], row.get("anchor") or {}, row["id"])
        new, known = new + (there is not None), known + (there is None)
        withdrawn = row.get("withdrawn")
        if withdrawn:
            db.execute(
                "INSERT INTO withdrawals VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (row["id"], said.by, withdrawn)
            )
        if there is not None or withdrawn:
            changed |= judgements.touched(db, row["kind"], said, row.get("anchor") or {})
    judgements.place(db, KINDS, lost=True)
    return new, known, changed


def _judgement(line: str, number: int) -> tuple[Row, Judgement]:
    try:
        row = json.loads(line)
        at = datetime.fromisoformat(row["at"])
        if row["kind"] not in KINDS or not all(isinstance(row[name], str) for name in NEEDED):
            raise ValueError("a field is of the wrong kind")
        if row["verdict"] == "added" and row.get("anchor") and not additions.complete(row["anchor"]):
            raise ValueError("its anchor does not say where the report stands")
        return row, Judgement(
            row["target"], row["verdict"], row["by"], at, row.get("note") or "", amend_in(row.get("amend"))
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"line {number} is no judgement: {error}", hint="walkback export DIR --format judgements") from error  # fmt: skip


def training(record: Record, *, whole: bool) -> Iterator[Row]:
    """Documents as rows of offsets and labels, in the quick form of train/annotations; see docs/review.md.

    whole: documents all of whose reports people judged, to learn from as they are; else those of which some are, with the
    places that were not judged under "open": nothing can be learned from these. A report is judged by a word on it, on a
    finding that was confirmed on it, or on its matter if that was refused.
    """
    db = record.connection
    judged = _judged(db)
    refused = {
        row[0]
        for row in db.execute(
            "SELECT DISTINCT d.doc_id FROM left_out l JOIN reports r ON r.id = l.report JOIN documents d ON d.number = r.document"
        )
    }
    shas = dict(db.execute("SELECT doc_id, sha FROM documents").fetchall())
    for page in queries.pages(record):
        known = [r for r in page.reports if r.id in judged]
        if not (known or page.document.doc_id in refused) or (len(known) == len(page.reports)) != whole:
            continue
        row: Row = {
            "doc_id": page.document.doc_id, "sha": shas[page.document.doc_id], "dct": iso(page.document.published), "quick": True,
            "reports": [_packed(page, r) for r in known],
        }  # fmt: skip
        if not whole:
            row["open"] = [list(r.span) for r in page.reports if r not in known]
        if page.attributions and all(a.id in judged for a in page.attributions):
            row["attributions"] = [_attribution(a) for a in page.attributions]
        yield row


def _judged(db: Connection) -> set[str]:
    """Ids of reports and attributions that a person's last word leaves standing."""
    return {
        row[0]
        for row in db.execute(
            "SELECT target FROM judgements WHERE kind IN ('report', 'attribution') UNION "
            "SELECT r.report FROM judgements j JOIN finding_reports r ON r.finding = j.target WHERE j.kind = 'finding' AND j.verdict = 'confirmed' "
            "AND j.target NOT IN (SELECT id FROM refused_findings)"
        )
    }


def _packed(page: Page, report: Report) -> list[Any]:
    due = report.due
    told = (("c", report.conditional), ("h", report.hedged), ("v", bool(due and due.vague)))
    flags = "".join(letter for letter, is_ in told if is_)
    days = [iso(due.earliest), iso(due.latest)] if due else None
    return [*report.span, report.status, _voice(page, report), days, flags]


def _voice(page: Page, report: Report) -> str | list[int] | None:
    """ "outlet", the place that names whose word a report is, nearest to it, or None where the text does not name them."""
    if report.by == OUTLET:
        return OUTLET
    for said in page.attributions:
        if said.by == report.by and said.source and any(c.contains(report.span) for c in said.content):
            return list(said.source[0])
    actor = page.actors.get(report.by)
    found: list[tuple[int, int]] = [
        m.span() for name in _names(actor) for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", page.document.text)
    ]
    nearest = min(found, key=lambda s: (abs(s[0] - report.span.start), s), default=None)
    return list(nearest) if nearest else None


def _names(actor: Actor | None) -> Sequence[str]:
    return (actor.name, *actor.aliases) if actor else ()


def _attribution(said: Attribution) -> Row:
    return {"source": spans(said.source), "cue": spans(said.cue), "content": spans(said.content)}


def packed(row: Row) -> str:
    """A row as a line."""
    return codec.pack(row) + "\n"
