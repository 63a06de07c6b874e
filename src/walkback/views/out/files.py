"""A record written out into a folder, in any of the forms of `walkback export`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from walkback.core.errors import InputError, RecordError
from walkback.record import gather, handover, queries
from walkback.record.export import cases
from walkback.record.store import Record
from walkback.record.tables import TABLES
from walkback.views.out import labelstudio, tables
from walkback.views.out.annotations import CONTEXT, annotated, collection, page_id
from walkback.views.out.chosen import all_claims
from walkback.views.out.places import urn

ANNOTATED = ("reports WHERE id NOT IN (SELECT report FROM left_out)", "attributions", "timexes")
Writer = Callable[[Record, Path], Iterator[Path]]


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A scratch path beside a path, put in its place at the end: the file appears whole or not at all."""
    scratch = path.with_name(path.name + ".part")
    try:
        yield scratch
        os.replace(scratch, path)
    except BaseException:
        with suppress(OSError):
            scratch.unlink()
        raise


def write(path: Path, pieces: Iterable[str]) -> Path:
    """Write a text, UTF-8, lines as they are; the path."""
    with whole(path) as scratch, scratch.open("w", encoding="utf-8", newline="") as out:
        out.writelines(pieces)
    return path


def deliver(path: Path, text: str) -> Path:
    """Write one file, whole or not at all; the path.

    Raises InputError if it cannot be written.
    """
    try:
        return write(path, [text])
    except OSError as error:
        why = f"{path} cannot be written: {error.strerror}"
        raise InputError(why, hint="check the folder and its permissions") from error


def _exchange(record: Record, folder: Path) -> Iterator[Path]:
    lines = (json.dumps(case, ensure_ascii=False) + "\n" for case in cases(record))
    yield write(folder / "record.jsonl", lines)


def _csv(record: Record, folder: Path) -> Iterator[Path]:
    for table in TABLES.values():
        yield write(folder / f"{table.name}.csv", tables.as_csv(table, record))
    yield write(folder / "datapackage.json", [tables.data_package(list(TABLES.values()))])


def _jsonl(record: Record, folder: Path) -> Iterator[Path]:
    for table in TABLES.values():
        yield write(folder / f"{table.name}.jsonl", tables.as_jsonl(table, record))


def _parquet(record: Record, folder: Path) -> Iterator[Path]:
    for table in TABLES.values():
        path = folder / f"{table.name}.parquet"
        with whole(path) as scratch:
            tables.to_parquet(table, record, scratch)
        yield path


def _claims(record: Record, folder: Path) -> Iterator[Path]:
    yield write(folder / "claims.jsonld", [json.dumps(all_claims(record), ensure_ascii=False, indent=1) + "\n"])


def _annotations(record: Record, folder: Path) -> Iterator[Path]:
    yield write(folder / "annotations.jsonl", (json.dumps(page, ensure_ascii=False) + "\n" for page in _pages(record)))


def _pages(record: Record) -> Iterator[dict[str, Any]]:
    """The collection, then a page of annotations a document: each names the one before and the one after."""
    doc_ids = [
        row[0]
        for row in record.connection.execute("SELECT doc_id FROM documents ORDER BY published NULLS FIRST, doc_id")
    ]
    counts = [record.connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ANNOTATED]
    yield collection(doc_ids, sum(counts))
    verdicts, start = gather.judgements(record), 0
    names = [page_id(doc_id) for doc_id in doc_ids]
    for n, page in enumerate(queries.pages(record)):
        items = list(annotated(page, verdicts))
        ends = {"prev": names[n - 1] if n else "", "next": names[n + 1] if n + 1 < len(names) else ""}
        yield {
            "@context": CONTEXT, "id": names[n], "type": "AnnotationPage", "partOf": urn("annotations"),
            "startIndex": start, **{key: name for key, name in ends.items() if name}, "items": items,
        }  # fmt: skip
        start += len(items)


def _labelstudio(record: Record, folder: Path) -> Iterator[Path]:
    yield write(folder / "label_config.xml", [labelstudio.interface()])
    tasks = (json.dumps(labelstudio.task(page), ensure_ascii=False) for page in queries.pages(record))
    yield write(folder / "tasks.json", _listed(tasks))


def _listed(items: Iterable[str]) -> Iterator[str]:
    """Texts of JSON values as a JSON list, one a line."""
    mark = "[\n"
    for item in items:
        yield mark + item
        mark = ",\n"
    yield "[]\n" if mark == "[\n" else "\n]\n"


def _judgements(record: Record, folder: Path) -> Iterator[Path]:
    yield write(folder / "judgements.jsonl", map(handover.packed, handover.lines(record)))
    yield write(folder / "judgements.csv", tables.as_csv(TABLES["judgements"], record))


def _training(record: Record, folder: Path) -> Iterator[Path]:
    yield write(folder / "training.jsonl", map(handover.packed, handover.training(record, whole=True)))
    yield write(folder / "partly.jsonl", map(handover.packed, handover.training(record, whole=False)))


# form -> what writes it; the names are the choices of `walkback export --format`
FORMS: dict[str, Writer] = {
    "exchange": _exchange,
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "claims": _claims,
    "annotations": _annotations,
    "labelstudio": _labelstudio,
    "judgements": _judgements,
    "training": _training,
}


def export(record: Record, folder: Path, *, form: str) -> list[Path]:
    """Write the record into a folder, made at need; each file appears whole or not at all. The files written.

    Raises RecordError if the folder is a file or cannot be written, InputError where a form needs an extra.
    """
    if folder.exists() and not folder.is_dir():
        raise RecordError(f"{folder} is a file", hint="name a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return list(FORMS[form](record, folder))
    except OSError as error:
        raise RecordError(
            f"{folder} cannot be written: {error.strerror}", hint="check free space and permissions"
        ) from error
