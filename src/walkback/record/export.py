"""A record written out: the exchange format, JSON lines or CSV tables."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from walkback.core import codec as exchange
from walkback.core.errors import RecordError
from walkback.core.ledger import Actor, Ledger
from walkback.record import people, queries
from walkback.record.store import Record

Format = Literal["exchange", "jsonl", "csv"]
Row = dict[str, Any]


def export(record: Record, folder: Path, *, format: Format) -> list[Path]:
    """Write the record into a folder, made at need; each file appears whole or not at all. The files written.

    Raises RecordError if the folder is a file or cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise RecordError(f"{folder} is a file", hint="name a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if format == "exchange":
            lines = (json.dumps(case, ensure_ascii=False) for case in _cases(record))
            return [_write(folder / "record.jsonl", (line + "\n" for line in lines))]
        writer = _as_csv if format == "csv" else _as_jsonl
        return [_write(folder / f"{name}.{format}", writer(rows(record))) for name, rows in TABLES.items()]
    except OSError as error:
        raise RecordError(
            f"{folder} cannot be written: {error.strerror}", hint="check free space and permissions"
        ) from error


def _write(path: Path, pieces: Iterable[str]) -> Path:
    scratch = path.with_name(path.name + ".part")
    with scratch.open("w", encoding="utf-8", newline="") as out:
        out.writelines(pieces)
    os.replace(scratch, path)
    return path


def _cases(record: Record) -> Iterator[Row]:
    """One exchange object a document, with the matters and findings that touch it."""
    of = queries.of_matter(record)
    rows = {r.matter.id: r for r in queries.matters(record)}
    for page in queries.pages(record):
        held = {m: rows[m].matter for r in page.reports if (m := of.get(r.id))}
        own = {r.id for r in page.reports}
        found = tuple(f for m in held for f in rows[m].findings if own & set(f.reports))
        ids = {*page.actors, *(w for f in found for w in f.who), *(p for m in held.values() for p in m.parties)}
        cast: dict[str, Actor] = dict(page.actors) | people.actors(record, sorted(ids))
        case = exchange.exchange(Ledger(page.document.doc_id, (page,), cast, held, found))
        for row in case["findings"]:
            row["reviewed"] = bool(queries.judgements(record, row["id"]))
        yield case


def _documents(record: Record) -> Iterator[Row]:
    copies = dict(record.connection.execute("SELECT doc_id, copy_of FROM documents"))
    for page in queries.pages(record):
        d = page.document
        yield {
            "doc_id": d.doc_id, "published": exchange.iso(d.published), "published_basis": d.published_basis, "outlet": d.outlet,
            "title": d.title, "url": d.url, "copy_of": copies[d.doc_id], "text": d.text,
        }  # fmt: skip


def _attributions(record: Record) -> Iterator[Row]:
    for page in queries.pages(record):
        for a in page.attributions:
            pieces = {
                name: " … ".join(page.document.quote(s) for s in getattr(a, name))
                for name in ("source", "cue", "content")
            }
            named = page.actors[a.by].name if a.by and a.by in page.actors else None
            yield {
                "id": a.id,
                "doc_id": a.doc_id,
                "by": a.by,
                "name": named,
                "manner": a.manner,
                **pieces,
                "score": round(a.score, 4),
            }


def _reports(record: Record) -> Iterator[Row]:
    of = queries.of_matter(record)
    for page in queries.pages(record):
        for r in page.reports:
            due = exchange.days(r.due) or [None, None]
            yield {
                "id": r.id, "doc_id": r.doc_id, "published": exchange.iso(r.published), "matter": of.get(r.id), "status": r.status,
                "type": r.type, "by": r.by, "name": page.actors[r.by].name if r.by in page.actors else r.by, "trigger": r.trigger,
                "start": r.span.start, "end": r.span.end, "due_earliest": due[0], "due_latest": due[1],
                "due_vague": bool(r.due and r.due.vague), "conditional": r.conditional, "hedged": r.hedged, "score": round(r.score, 4),
                "sentence": page.document.quote(r.sentence),
            }  # fmt: skip


def _matters(record: Record) -> Iterator[Row]:
    for row in queries.matters(record):
        last = row.evidence[-1]
        yield {
            "id": row.matter.id, "label": row.matter.label, "type": row.matter.type, "parties": [a.name for a in row.parties],
            "reports": len(row.evidence), "standing": last.report.status, "as_told_on": exchange.iso(last.head.published),
            "findings": [f.kind for f in row.findings], "sentence": last.sentence,
        }  # fmt: skip


def _findings(record: Record) -> Iterator[Row]:
    for row in queries.findings(record):
        f = row.finding
        yield {
            "id": f.id, "kind": f.kind, "on": exchange.iso(f.on), "matter": f.matter, "label": row.matter.label,
            "who": [a.name for a in row.who], "note": f.note, "rule": f.rule, "score": round(f.score, 4),
            "reviewed": row.judgements[-1].verdict if row.judgements else "no: proposed by the machine",
            "documents": [e.head.doc_id for e in row.evidence], "sentence": " … ".join(e.sentence for e in row.evidence),
        }  # fmt: skip


def _actors(record: Record) -> Iterator[Row]:
    rows = record.connection.execute("SELECT id, name, kind, aliases, roles, same_as FROM actors ORDER BY id")
    for row in rows:
        yield {
            "id": row[0],
            "name": row[1],
            "kind": row[2],
            "aliases": json.loads(row[3]),
            "roles": json.loads(row[4]),
            "same_as": row[5],
        }


TABLES: dict[str, Callable[[Record], Iterator[Row]]] = {
    "documents": _documents,
    "attributions": _attributions,
    "reports": _reports,
    "matters": _matters,
    "findings": _findings,
    "actors": _actors,
}


def _as_jsonl(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def cell(value: object) -> str:
    """A value as a CSV cell; one that a spreadsheet would take for a formula gets a leading apostrophe."""
    if value is None:
        return ""
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return (
        f"'{text}"
        if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not isinstance(value, (int, float))
        else text
    )


def _as_csv(rows: Iterable[Row]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for n, row in enumerate(rows):
        if n == 0:
            writer.writerow(row)
        writer.writerow([cell(v) for v in row.values()])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
