"""Documents from files and folders. Bad input never ends a run: it comes out as Trouble, with its place and reason."""

from __future__ import annotations

import csv
import gzip
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

from walkback.core.errors import InputError
from walkback.core.headed import headed
from walkback.core.text import Document
from walkback.sources import html, rows
from walkback.sources.dates import parse_day
from walkback.sources.decoding import decode
from walkback.sources.documents import LONGEST, Meta, document, first_line, from_row

Kind = Literal["text", "html", "jsonl", "csv"]
KINDS: Mapping[str, Kind] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".csv": "csv",
}
_LARGEST_FILE = 4 * LONGEST  # bytes of a file that holds one article
_READING = (OSError, EOFError, zlib.error)  # what a damaged disk or archive raises


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be read: where (file, and line if it has any), why, and what to do."""

    source: str
    reason: str
    hint: str


def walk(sources: Sequence[Path], *, today: date | None = None) -> Iterator[Document | Trouble]:
    """Every article of some files and folders, in the order given and sorted inside folders; Trouble for the rest.

    In folders, hidden files and files of other kinds are passed over. today: no page is dated after it.
    """
    for path, given in _listed(sources):
        if isinstance(given, Trouble):
            yield given
        elif given is None:
            reason = "no such file or folder" if not path.exists() else "not a kind of file that walkback reads"
            hint = "check the path" if not path.exists() else f"it reads {', '.join(KINDS)}, each also with .gz"
            yield Trouble(str(path), reason, hint)
        elif given in ("jsonl", "csv"):
            yield from _rows(path, given)
        else:
            yield _one(path, today)


def count(sources: Sequence[Path]) -> int:
    """About how many articles some files and folders hold, without reading them: for a progress bar."""
    total = 0
    for path, kind in _listed(sources):
        if kind not in ("jsonl", "csv"):
            total += kind in ("text", "html")
            continue
        try:
            with _opened(path) as stream:
                total += rows.records(stream) if kind == "csv" else rows.lines(stream)
        except (*_READING, csv.Error):
            total += 1
    return total


def read_file(path: Path, *, published: date | None = None, today: date | None = None) -> Document:
    """The one article of a file. published: its day, where the file does not say or says it wrongly.

    Raises InputError for a file that cannot be read or that holds several articles.
    """
    kind = _kind(path)
    if kind in ("jsonl", "csv"):
        found = [item for _, item in zip(range(2), walk([path], today=today), strict=False)]
        if len(found) != 1 or published is not None:
            raise InputError(f"{path} holds rows, not one article", hint="use `walkback add` for collections")
        if isinstance(found[0], Trouble):
            raise InputError(f"{found[0].source}: {found[0].reason}", hint=found[0].hint)
        return found[0]
    try:
        return _text(_bytes(path), Meta(published=published), stem=_stem(path), today=today, page=kind == "html")
    except _READING as error:
        raise InputError(f"{path}: {_reason(error)}", hint="check the path and that you may read it") from error
    except InputError as error:
        raise InputError(f"{path}: {error.args[0]}", hint=error.hint) from error


def read_text(
    text: str,
    *,
    doc_id: str | None = None,
    published: date | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> Document:
    """The document of one article, plain text or HTML; what is given counts more than what the page says.

    Raises InputError for a text that is empty, too long, or a page without an article.
    """
    meta = Meta(doc_id, published, "unknown", title, outlet, url)
    return _text(text, meta, page=html.is_html(text, fragment=True))


def _text(raw: bytes | str, meta: Meta, *, stem: str = "", today: date | None = None, page: bool = False) -> Document:
    text = raw.replace("\r\n", "\n") if isinstance(raw, str) else _plain(raw, page)
    if not text.strip():
        raise InputError("the article is empty", hint="it needs some text")
    title, outlet, url, day = None, None, None, None
    if page or html.is_html(text):
        found = html.article(text, today=today)
        text, title, outlet, url, day = found.text, found.title, found.outlet, found.url, found.published
    else:
        head = headed(text)
        text, title, outlet, url = head.text, head.title or first_line(head.text), head.outlet, head.url
        day = parse_day(head.published)
        if head.published and day is None:
            raise InputError(f"its head says published: {head.published}", hint="write the day as YYYY-MM-DD")
    known = Meta(
        meta.doc_id,
        meta.published or day,
        "given" if meta.published else "page" if day else "unknown",
        meta.title or title,
        meta.outlet or outlet,
        meta.url or url,
    )
    return document(text, known, stem=stem)


def _plain(raw: bytes, page: bool) -> str:
    if len(raw) > _LARGEST_FILE:
        raise InputError(f"more than {_LARGEST_FILE:,} bytes for one article", hint="is it a collection? split it")
    return decode(raw, declared=html.declared_encoding(raw) if page else None)


def _kind(path: Path) -> Kind | None:
    return KINDS.get(Path(path.name.lower().removesuffix(".gz")).suffix)


def _stem(path: Path) -> str:
    return Path(path.name.removesuffix(".gz")).stem


def _listed(sources: Sequence[Path]) -> Iterator[tuple[Path, Kind | Trouble | None]]:
    """Each file with its kind; None for one that was named but cannot be read."""
    for source in sources:
        if not source.is_dir():
            yield source, _kind(source) if source.is_file() else None
            continue
        troubles: list[OSError] = []
        for folder, folders, names in os.walk(source, onerror=troubles.append):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for path in (Path(folder, name) for name in sorted(names) if not name.startswith(".")):
                if (kind := _kind(path)) and path.is_file():
                    yield path, kind
        for error in troubles:
            yield Path(error.filename), Trouble(str(error.filename), _reason(error), "check that you may read it")


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, decompressed."""
    if path.suffix.lower() == ".gz":
        with gzip.open(path) as stream:
            yield stream  # type: ignore[misc]
    else:
        with path.open("rb") as stream:
            yield stream


def _bytes(path: Path) -> bytes:
    with _opened(path) as stream:
        return stream.read(_LARGEST_FILE + 1)


def _reason(error: BaseException) -> str:
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        return "the compressed file is cut short or damaged"
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def _one(path: Path, today: date | None) -> Document | Trouble:
    try:
        return _text(_bytes(path), Meta(), stem=_stem(path), today=today, page=_kind(path) == "html")
    except InputError as error:
        return Trouble(str(path), str(error.args[0]), error.hint)
    except _READING as error:
        return Trouble(str(path), _reason(error), "check that the file is whole and that you may read it")


def _row(row: rows.Row, place: str) -> Document | Trouble:
    try:
        if isinstance(row, InputError):
            raise row
        return from_row(row)
    except InputError as error:
        return Trouble(place, str(error.args[0]), error.hint)


def _rows(path: Path, kind: Kind) -> Iterator[Document | Trouble]:
    """The articles of a file of rows, one row in memory at a time."""
    line = 0
    try:
        with _opened(path) as stream:
            for line, row in rows.json_rows(stream) if kind == "jsonl" else rows.csv_rows(stream):
                yield _row(row, f"{path} line {line}")
    except (*_READING, csv.Error, UnicodeError) as error:
        where = f"{path} line {line + 1}" if line else str(path)
        reason = "not UTF-8 from here on" if isinstance(error, UnicodeError) else _reason(error)
        yield Trouble(where, reason, "what came before was read; mend the file and add it again")
        return
    if line == 0:
        yield Trouble(str(path), "the file is empty", "it needs at least one article")
