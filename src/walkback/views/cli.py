"""The command line. The clock and standard output live here and nowhere else."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import BinaryIO, ParamSpec

import click

import walkback
from walkback.core import codec
from walkback.core.errors import InputError, WalkbackError
from walkback.record import queries
from walkback.record.export import Format
from walkback.record.export import export as write_export
from walkback.record.store import Record
from walkback.sources import files
from walkback.sources.decoding import decode
from walkback.sources.documents import from_row
from walkback.views import adding, article, render, tables
from walkback.views.options import KINDS, ON, PATH, RECORD, Day, Days, InOrder
from walkback.views.terminal import Screen
from walkback.views.words import clean, count

P = ParamSpec("P")
MOST_BEARERS = 5  # actors of one name that `who` prints


def told(function: Callable[P, None]) -> Callable[P, None]:
    """Errors that a person can act on become one line and exit status 2; a closed pipe ends the program quietly."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
            sys.stdout.flush()
        except (WalkbackError, sqlite3.Error) as error:
            hint = " (is the record damaged, or in use? try a copy)" if isinstance(error, sqlite3.Error) else ""
            click.echo(f"walkback: {clean(str(error))}{hint}", err=True)
            sys.exit(2)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except KeyboardInterrupt:
            click.echo("\nwalkback: interrupted; what was read is kept, the same command goes on from there", err=True)
            sys.exit(130)

    return run


def screen() -> Screen:
    """The terminal, in colour only where somebody looks and NO_COLOR is not set."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Screen.here(colour=sys.stdout.isatty() and not plain)


def show(text: str) -> None:
    sys.stdout.write(text + "\n")


@click.group(
    cls=InOrder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Try it: walkback demo. Errors are one line and exit status 2; see docs/cli.md for all options.",
)
@click.version_option(walkback.__version__, prog_name="walkback")
def main() -> None:
    """Keep the record of who said what, who undertook what by when, and what became of it.

    What it finds is proposed by a machine; it always shows the sentences, so that you can judge.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


@main.command(short_help="Read the bundled invented news and write its report.")
@click.option("--record", type=PATH, default="walkback-demo.db", show_default=True, help="The record to make.")
@click.option("--report", "out", type=PATH, default="walkback-demo.html", show_default=True, help="The page to write.")
@told
def demo(record: Path, out: Path) -> None:
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


@main.command()
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
    it "next week" means no days.

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


@main.command(short_help="Put articles into a record: files and folders.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=PATH)
@RECORD
@told
def add(sources: tuple[Path, ...], record: Path) -> None:
    """Put articles into a record, then follow every undertaking across them.

    A SOURCE is a file or folder of .txt, .md, .html, .jsonl or .csv, each also with .gz. The same article twice changes
    nothing; interrupted, the same command goes on where it stopped. What cannot be read is noted with its reason
    (walkback problems), and the run goes on.

    \b
    walkback add articles/ more.jsonl.gz
    """
    with Record.open(record, create=True) as held:
        added = adding.add_sources(held, sources)
        totals = queries.totals(held)
    noted = f"{added.problems:,} not readable" + (" (walkback problems lists them)" if added.problems else "")
    click.echo(f"{count(added.read, 'article')} read, {added.known:,} known already, {noted}", err=True)
    show(render.totals(totals))
    if not added.read and not added.known:
        sys.exit(1)


@main.command(short_help="Reversals, delays, disputes, kept undertakings, lapses.")
@RECORD
@click.option("--kind", type=KINDS, help="Only findings of this kind.")
@click.option("--who", metavar="NAME", help="Only findings on this actor; part of the name is enough.")
@click.option("--since", type=Day(), help="Only those that came to light on or after this day.")
@click.option("--until", type=Day(), help="Only those that came to light on or before this day.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv", "markdown"]), default="table", show_default=True,
    help="How to print them.",
)  # fmt: skip
@told
def findings(record: Path, form: str, **wanted: str | date | int | None) -> None:
    """Reversals, delays, disputes, kept undertakings and lapses, newest first, each with its sentences.

    A lapse means: the record, as far as it reaches, shows no fulfilment by the due day. All are proposed by the machine
    until a person has signed them.

    \b
    walkback findings --kind reversal --since 2031-01-01
    walkback findings --format csv > findings.csv
    """
    with Record.open(record) as held:
        name = wanted.get("who")
        if isinstance(name, str) and not queries.named(held, name):
            raise InputError(f"nobody called {name!r} in the record", hint="try part of the name")
        rows = queries.findings(held, **wanted)  # type: ignore[arg-type]
    show(render.findings(screen(), rows) if form == "table" else tables.findings(rows, form))


@main.command(short_help="One undertaking through time, with its sentences.")
@click.argument("matter_id", metavar="ID")
@RECORD
@told
def matter(matter_id: str, record: Path) -> None:
    """One matter, that is all reports of one undertaking, in order of time, and how its findings were made.

    The beginning of the ID is enough; walkback findings shows it.
    """
    with Record.open(record) as held:
        show(render.matter(screen(), queries.matter(held, matter_id)))


@main.command(short_help="What an actor undertook and what became of it.")
@click.argument("name", metavar="NAME...", nargs=-1, required=True)
@RECORD
@told
def who(name: tuple[str, ...], record: Path) -> None:
    """What an actor undertook and what became of it, in counts and with the sentences. Part of the name is enough.

    \b
    walkback who Almerin
    """
    wanted = " ".join(name)
    with Record.open(record) as held:
        rows = queries.who(held, wanted)
    if not rows:
        raise InputError(f"nobody called {wanted!r} in the record", hint="try part of the name, or walkback search")
    show("\n\n".join(render.actor(screen(), row) for row in rows[:MOST_BEARERS]))
    if len(rows) > MOST_BEARERS:
        click.echo(f"{len(rows) - MOST_BEARERS} more bear that name; give more of it", err=True)


@main.command()
@RECORD
@click.option("--within", type=Days(), help="Only what is due within so many days (14d, 2w), and what is overdue.")
@ON
@told
def due(record: Path, within: int | None, on: date | None) -> None:
    """Open deadlines, overdue first.

    Overdue means: the record, as far as it reaches, shows no fulfilment by the due day.
    """
    day = on or date.today()
    with Record.open(record) as held:
        show(render.due(screen(), queries.due(held, on=day, within=within), day))


@main.command(name="show", short_help="An article with all that was read marked in it.")
@click.argument("doc_id", metavar="DOC")
@RECORD
@told
def show_document(doc_id: str, record: Path) -> None:
    """An article with its attributions, undertakings and time phrases marked in the text.

    Time phrases are listed below it, each with the days it means and the rule that made them. walkback search shows
    the ids of articles.
    """
    with Record.open(record) as held:
        show(article.article(screen(), queries.document(held, doc_id)))


@main.command(short_help="Sentences that hold all the words.")
@click.argument("words", metavar="WORD...", nargs=-1, required=True)
@RECORD
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="At most so many.")
@told
def search(words: tuple[str, ...], record: Path, limit: int) -> None:
    """Sentences that hold all the words, best first.

    "Quoted words" stand together (quote them for the shell too); a trailing * finds beginnings.

    \b
    walkback search tariff 'postpon*'
    """
    with Record.open(record) as held:
        show(render.hits(screen(), queries.search(held, " ".join(words), limit=limit)))


@main.command()
@RECORD
@told
def problems(record: Path) -> None:
    """Inputs that could not be read, why, and what to do."""
    with Record.open(record) as held:
        show(render.problems(screen(), queries.problems(held)))


@main.command(short_help="Derive all findings again and compare.")
@RECORD
@told
def verify(record: Path) -> None:
    """Derive every finding again from the stored reports and compare it with the record. Changes nothing.

    Ends with 1 if any came out otherwise: the record was made by another version, or was altered.
    """
    with Record.open(record) as held:
        found = adding.verify(held)
    if found.same:
        show(f"{count(found.findings, 'finding')} derived again: all as in the record")
        return
    for what, ids in (
        ("no longer derived", found.missing),
        ("not in the record", found.new),
        ("otherwise", found.changed),
    ):
        for finding_id in ids:
            show(f"{finding_id}  {what}")
    show("the next new article that walkback add reads makes all of them anew")
    sys.exit(1)


@main.command(short_help="One page of the record, to open in a browser.")
@click.argument("out", metavar="OUT.html", type=PATH)
@RECORD
@ON
@told
def report(out: Path, record: Path, on: date | None) -> None:
    """One page of the record: findings, timelines, deadlines, actors. It opens from disk, without a network."""
    with Record.open(record) as held:
        adding.write_report(held, out, on or date.today())
    show(str(out))


@main.command(short_help="Write the record as JSON lines or CSV tables.")
@click.argument("folder", metavar="DIR", type=PATH)
@RECORD
@click.option(
    "--format", "form", type=click.Choice(["exchange", "jsonl", "csv"]), default="exchange", show_default=True,
    help="The exchange format (docs/exchange.md), or one table a noun.",
)  # fmt: skip
@told
def export(folder: Path, record: Path, form: Format) -> None:
    """Write the record into the folder DIR, which is made at need, and print the names of the files."""
    with Record.open(record) as held:
        for path in write_export(held, folder, format=form):
            show(str(path))
