"""Commands that read articles."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

import walkback
from walkback.core import codec
from walkback.core.errors import InputError
from walkback.record import queries
from walkback.record.home import Location
from walkback.record.store import Record
from walkback.sources import files
from walkback.sources.decoding import decode
from walkback.sources.documents import from_row
from walkback.views import adding, article, render
from walkback.views.console import screen, show, told
from walkback.views.options import KEPT, PATH, Day


@click.command(short_help="Read the bundled invented news and write its report.")
@click.option("--record", type=KEPT, default="walkback-demo.db", show_default=True, help="The record to make.")
@click.option("--report", "out", type=PATH, default="walkback-demo.html", show_default=True, help="The page to write.")
@told
def demo(record: Location, out: Path) -> None:
    """Read the bundled articles (invented countries, invented people), print the findings, write the report."""
    from walkback import demo as corpus

    articles = corpus.documents()
    with Record.open(record, create=True) as held:
        adding.add_documents(held, articles, total=len(articles))
        totals = queries.totals(held)
        show(render.findings(screen(), queries.findings(held)))
        adding.write_report(held, out, totals.last or date.today())
    show(f"\n{render.totals(totals)}\n\nThe record is {record}. Open {out} in a browser, or try:")
    show(f"  walkback who Almerin --record {record}\n  walkback due --on {totals.last} --record {record}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("--date", "published", type=Day(), help="The publication day; else the page's or the text's own counts.")
@click.option("--json", "as_json", is_flag=True, help="Print the exchange format (docs/exchange.md).")
@click.option(
    "--cases", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE.jsonl",
    help="Read cases, one JSON object a line, and print one after the other.",
)  # fmt: skip
@told
def read(file: Path | None, published: date | None, as_json: bool, cases: Path | None) -> None:
    """Read one article and print what it says.

    That is: who said what, what was undertaken, what was found.

    FILE is plain text or HTML, or - for standard input. Give --date where the article does not tell its day: without
    it "next week" means no days. A text may begin with lines title:, outlet:, published: YYYY-MM-DD and url:, then
    a blank line.

    \b
    walkback read article.html
    walkback read --date 2031-02-03 --json - < article.txt
    """
    if cases is not None:
        if file is not None or published is not None:
            raise InputError("--cases goes with neither FILE nor --date", hint="each case names its own day in dct")
        for ledger, story in _cases(cases):
            show(_shown(ledger, story=story, as_json=as_json))
            sys.stdout.flush()  # whoever reads the other end gets each case when it is done
        return
    if file is None:
        raise InputError("no article given", hint="name a file, or - for standard input")
    if str(file) == "-":
        document = files.read_text(decode(sys.stdin.buffer.read()), published=published)
    else:
        document = files.read_file(file, published=published)
    show(_shown(walkback.read(document), story=False, as_json=as_json))


def _shown(ledger: walkback.Ledger, *, story: bool, as_json: bool) -> str:
    if as_json:
        return json.dumps(codec.exchange(ledger, story=story), ensure_ascii=False)
    return article.ledger(screen(), ledger)


@contextmanager
def _bytes_of(path: Path) -> Iterator[BinaryIO]:
    """A file open for reading, or standard input for "-"."""
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        with path.open("rb") as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", hint="check the path and its permissions") from error


def _cases(path: Path) -> Iterator[tuple[walkback.Ledger, bool]]:
    """The ledger of every case of a file, in its order, and whether it is a story."""
    with _bytes_of(path) as lines:
        for n, line in enumerate(lines, 1):
            if line.strip():
                yield _case(line, f"{path} line {n}")


def _case(line: bytes, where: str) -> tuple[walkback.Ledger, bool]:
    """Raises InputError, with the place, for a line that is no case."""
    try:
        case = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: not JSON: {str(error)[:80]}", hint="each line must be one JSON object") from error
    docs = case.get("docs", [case]) if isinstance(case, dict) else None
    if not isinstance(docs, list) or not docs or not all(isinstance(doc, dict) for doc in docs):
        raise InputError(f"{where}: neither an article nor a story of articles", hint="see docs/exchange.md")
    try:
        documents = [from_row(doc) for doc in docs]
    except InputError as error:
        raise InputError(f"{where}: {error.args[0]}", hint=error.hint) from error
    return walkback.read_story(str(case.get("case") or documents[0].doc_id), documents), "docs" in case
