"""Findings as JSON, CSV or Markdown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from walkback.core.codec import days, iso
from walkback.record.export import cell
from walkback.record.rows import FindingRow
from walkback.views.render import clean, standing_of


def _row(row: FindingRow) -> dict[str, Any]:
    f = row.finding
    return {
        "on": iso(f.on), "kind": f.kind, "matter": f.matter, "label": row.matter.label, "who": [a.name for a in row.who], "note": f.note,
        "reviewed": standing_of(row.judgements), "score": round(f.score, 3), "rule": f.rule, "steps": list(f.steps),
        "evidence": [
            {
                "doc_id": e.head.doc_id, "published": iso(e.head.published), "outlet": e.head.outlet, "status": e.report.status, "by": e.by,
                "due": days(e.report.due), "span": list(e.report.span), "sentence": e.sentence,
            }
            for e in row.evidence
        ],
    }  # fmt: skip


def findings(rows: Sequence[FindingRow], form: str) -> str:
    """All findings in one of the forms json, csv, markdown."""
    held = [_row(row) for row in rows]
    if form == "json":
        return json.dumps(held, ensure_ascii=False, indent=2)
    if form == "csv":
        return _csv(held)
    lines = []
    for row in held:
        lines.append(f"### {row['on'] or 'undated'} · {row['kind']} · {_md(row['label'])}\n")
        lines.append(f"{_md(', '.join(row['who']))}: {_md(row['note'])} *({row['reviewed']}, score {row['score']})*\n")
        lines += [f"- {e['published'] or 'undated'}, {_md(e['outlet'] or e['doc_id'])}, {e['status']}, {_md(e['by'])}: {_md(e['sentence'])}" for e in row["evidence"]]
        lines.append("")
    return "\n".join(lines) or "No findings."


def _md(text: str) -> str:
    out = clean(text)
    for mark in "\\`*_[]<>#|":
        out = out.replace(mark, "\\" + mark)
    return out


def _csv(held: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["on", "kind", "matter", "label", "who", "note", "reviewed", "score", "documents", "sentences"])
    for row in held:
        evidence = row["evidence"]
        cells = [row[k] for k in ("on", "kind", "matter", "label", "who", "note", "reviewed", "score")]
        cells += [[e["doc_id"] for e in evidence], [e["sentence"] for e in evidence]]
        writer.writerow([cell(c) for c in cells])
    return out.getvalue().rstrip("\n")
