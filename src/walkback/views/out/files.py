"""A record written out into a folder, in any of the forms of `walkback export`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from walkback.core.errors import InputError, RecordError
from walkback.record.export import cases
from walkback.record.store import Record
from walkback.record.tables import TABLES
from walkback.views.out import tables

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


# form -> what writes it; the names are the choices of `walkback export --format`
FORMS: dict[str, Writer] = {
    "exchange": _exchange,
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
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
