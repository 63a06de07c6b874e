"""Documents from files and folders; whatever cannot be read is told, never raised, and the walk goes on."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from charset_normalizer import from_bytes

from walkback.core.errors import InputError
from walkback.core.text import DateBasis, Document, content_id
from walkback.sources.dateline import dateline
from walkback.sources.furniture import furniture
from walkback.sources.html import looks_like_html, read_html

LARGEST = 5_000_000  # characters of one article
PLAIN, PAGES, ROWS = (".txt", ".md"), (".html", ".htm"), (".jsonl", ".jsonl.gz", ".csv")
_TEXT, _ID = ("text", "body", "content"), ("doc_id", "id")
_DAY, _OUTLET = ("dct", "published", "date"), ("outlet", "source")


@dataclass(frozen=True, slots=True)
class Trouble:
    """An input that could not be read: where, why, what to do."""

    source: str
    reason: str
    hint: str


def suffix(path: Path) -> str:
    """The suffix that says how a file is read, "" if none does."""
    name = path.name.lower()
    return next((s for s in (".jsonl.gz", *PLAIN, *PAGES, *ROWS) if name.endswith(s)), "")


def decode(raw: bytes) -> str:
    """The text of raw bytes, line ends as \\n, otherwise unaltered.

    Raises InputError for binary content.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", "replace")
    else:
        if b"\x00" in raw[:8192]:
            raise InputError("binary content, not text", hint="give .txt, .html, .jsonl or .csv files")
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            best = from_bytes(raw).best()
            text = str(best) if best is not None else raw.decode("cp1252", "replace")
    odd = sum(1 for c in text[:20000] if (ord(c) < 32 and c not in "\t\n\r\f") or c == "\ufffd")
    if odd > max(4, len(text[:20000]) // 50):
        raise InputError("binary content, not text", hint="give .txt, .html, .jsonl or .csv files")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def day_of(value: object, *, where: str = "date") -> date | None:
    """The day of an ISO date or date and time, or of a date in words; None for nothing.

    Raises InputError for what is no date.
    """
    if value is None or value == "":
        return None
    text = str(value).strip()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        made = dateline(text)
    if made is None:
        raise InputError(f"{where} {text[:40]!r} is no date", hint="write it as YYYY-MM-DD")
    return made


def read_text(
    text: str,
    *,
    doc_id: str | None = None,
    published: date | None = None,
    title: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> Document:
    """A Document of one article given as plain text or HTML.

    The publication day is the one given, else the page's or the text's own; without any it stays unknown.
    Raises InputError for an empty or an oversized article.
    """
    basis: DateBasis = "given" if published else "unknown"
    if looks_like_html(text):
        page = read_html(text)
        text, title, outlet, url = page.text, title or page.title, outlet or page.outlet, url or page.url
        if not published and page.published:
            published, basis = page.published, "page"
    if not text.strip():
        raise InputError("the article is empty", hint="give a file with text in it")
    if len(text) > LARGEST:
        raise InputError(
            f"an article of {len(text):,} characters is over the limit of {LARGEST:,}", hint="split it, one file an article"
        )
    if not published and (found := dateline(text)):
        published, basis = found, "dateline"
    name = doc_id or content_id(text, published)
    return Document(name, text, published, basis, title, outlet, url, furniture(text))


def read_file(path: Path, *, published: date | None = None) -> Document:
    """The one article of a text or HTML file.

    Raises InputError if it cannot be read; the message names the file.
    """
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder", hint="walkback add reads folders")
        if path.stat().st_size > 4 * LARGEST:
            raise InputError(f"{path} is {path.stat().st_size:,} bytes", hint="split it, one file an article")
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}", hint="check the path and its permissions") from error
    try:
        made = read_text(decode(raw), published=published)
    except InputError as error:
        raise InputError(f"{path}: {error.args[0]}", hint=error.hint) from error
    stem = re.sub(r"[^\w.-]+", "-", path.stem)[:60]
    return Document(
        f"{stem}-{made.doc_id[:8]}", made.text, made.published, made.published_basis, made.title, made.outlet, made.url, made.furniture
    )


def _first(row: dict[str, Any], names: Sequence[str]) -> Any:
    return next((row[n] for n in names if row.get(n) not in (None, "")), None)


def from_row(row: dict[str, Any]) -> Document:
    """A Document of one JSON object or CSV row.

    Raises InputError where there is no text or the date is none.
    """
    text = _first(row, _TEXT)
    if not isinstance(text, str) or not text.strip():
        raise InputError("no text", hint='each article needs a "text" field')
    given = _first(row, _ID)
    return read_text(
        text.replace("\r\n", "\n"),
        doc_id=str(given) if given is not None else None,
        published=day_of(_first(row, _DAY)),
        title=str(row["title"]) if row.get("title") else None,
        outlet=str(held) if isinstance(held := _first(row, _OUTLET), str) else None,
        url=str(row["url"]) if row.get("url") else None,
    )


def _json_rows(lines: IO[bytes], name: str) -> Iterator[tuple[str, dict[str, Any]] | Trouble]:
    for n, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        where = f"{name} line {n}"
        try:
            row = json.loads(raw)
        except (ValueError, RecursionError) as error:
            yield Trouble(where, f"not JSON: {str(error)[:80]}", "each line must be one JSON object")
            continue
        if not isinstance(row, dict):
            yield Trouble(where, "not a JSON object", "each line must be one JSON object")
            continue
        docs = row["docs"] if isinstance(row.get("docs"), list) else [row]
        for doc in docs:
            yield (where, doc) if isinstance(doc, dict) else Trouble(where, "a document that is no object", "see docs/exchange.md")


def _csv_rows(raw: IO[bytes], name: str) -> Iterator[tuple[str, dict[str, Any]] | Trouble]:
    csv.field_size_limit(LARGEST * 4)
    text = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="")
    try:
        for row in (reader := csv.DictReader(text)):
            held = {str(k).strip().lower(): v for k, v in row.items() if k is not None}
            yield f"{name} line {reader.line_num}", held
    except csv.Error as error:
        yield Trouble(name, f"not CSV: {error}", "the first row names the columns; one is text")


def _rows(path: Path) -> Iterator[Document | Trouble]:
    opener: Any = gzip.open if path.name.lower().endswith(".gz") else open
    try:
        with opener(path, "rb") as raw:
            rows = _csv_rows(raw, path.name) if path.name.lower().endswith(".csv") else _json_rows(raw, path.name)
            for row in rows:
                if isinstance(row, Trouble):
                    yield row
                    continue
                where, held = row
                try:
                    yield from_row(held)
                except InputError as error:
                    yield Trouble(where, error.args[0], error.hint)
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        yield Trouble(str(path), f"cannot be read to its end: {error}", "what came before was read; get the file again")


def _one(path: Path, *, named: bool) -> Iterator[Document | Trouble]:
    kind = suffix(path)
    if kind in ROWS:
        yield from _rows(path)
    elif kind or named:
        try:
            yield read_file(path)
        except InputError as error:
            yield Trouble(str(path), error.args[0].removeprefix(f"{path}: "), error.hint)


def files(sources: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Every file of the sources in a fixed order, and whether it was named itself rather than found in a folder."""
    for source in sources:
        if source.is_dir():
            for path in sorted(p for p in source.rglob("*") if p.is_file() and not p.name.startswith(".")):
                yield path, False
        else:
            yield source, True


def walk(sources: Sequence[Path]) -> Iterator[Document | Trouble]:
    """Every article of files and folders, and a Trouble for each thing that cannot be read, in a fixed order."""
    for path, named in files(sources):
        if named and not path.exists():
            yield Trouble(str(path), "no such file or folder", "check the path")
        else:
            yield from _one(path, named=named)


def count(sources: Sequence[Path]) -> int:
    """About how many articles the sources hold: lines of row files, other files one each."""
    total = 0
    for path, named in files(sources):
        kind = suffix(path)
        if kind in ROWS:
            opener: Any = gzip.open if kind.endswith(".gz") else open
            try:
                with opener(path, "rb") as raw:
                    total += sum(chunk.count(b"\n") for chunk in iter(lambda: raw.read(1 << 20), b""))  # noqa: B023
            except (OSError, EOFError):
                continue
        elif kind or named:
            total += 1
    return total
