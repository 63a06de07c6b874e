"""Findings as JSON, CSV or Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from walkback.core.codec import days, iso
from walkback.record.export import cell
from walkback.record.rows import Evidence, FindingRow
from walkback.views.words import clean, standing_of


def _row(row: FindingRow) -> dict[str, Any]:
    f = row.finding
    return {
        "finding": f.id, "on": iso(f.on), "kind": f.kind, "matter": f.matter, "label": row.matter.label,
        "who": [a.name for a in row.who], "note": f.note, "reviewed": standing_of(row.judgements),
        "score": round(f.score, 3), "rule": f.rule, "steps": list(f.steps),
        "evidence": [_evidence(e) for e in row.evidence],
    }  # fmt: skip


def _evidence(row: Evidence) -> dict[str, Any]:
    report, head = row.report, row.head
    return {
        "doc_id": head.doc_id, "published": iso(head.published), "outlet": head.outlet, "url": head.url,
        "copy_of": head.copy_of, "status": report.status, "by": row.by, "due": days(report.due),
        "due_vague": bool(report.due and report.due.vague), "span": list(report.span), "sentence": row.sentence,
    }  # fmt: skip


def findings(rows: Sequence[FindingRow], form: str) -> str:
    """All findings in one of the forms json, csv, markdown."""
    held = [_row(row) for row in rows]
    if form == "json":
        return json.dumps(held, ensure_ascii=False, indent=2)
    if form == "csv":
        return _csv(held)
    return "\n".join(line for row in held for line in _markdown(row)) or "No findings."


def _markdown(row: dict[str, Any]) -> Iterator[str]:
    yield f"### {row['on'] or 'undated'} · {row['kind']} · {_md(row['label'])}\n"
    who = f"{_md(', '.join(row['who']))}: " if row["who"] else ""
    yield f"{who}{_md(row['note'])} *({_md(row['reviewed'])}, score {row['score']})*\n"
    for e in row["evidence"]:
        where = f"{e['published'] or 'undated'}, {_md(e['outlet'] or e['doc_id'])}"
        yield f"- {where}, {e['status']}, {_md(e['by'])}: {_md(e['sentence'])}"
    yield ""


def _md(text: str) -> str:
    out = clean(text)
    for mark in "\\`*_[]<>#|":
        out = out.replace(mark, "\\" + mark)
    return out


def _csv(held: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["finding", "on", "kind", "matter", "label", "who", "note", "reviewed", "score", "documents", "sentences"]
    )
    for row in held:
        evidence = row["evidence"]
        cells = [row[k] for k in ("finding", "on", "kind", "matter", "label", "who", "note", "reviewed", "score")]
        cells += [[e["doc_id"] for e in evidence], [e["sentence"] for e in evidence]]
        writer.writerow([cell(c) for c in cells])
    return out.getvalue().rstrip("\n")
