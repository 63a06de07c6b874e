"""The command line. The clock and standard output live here and nowhere else."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import click

import walkback
from walkback.core import codec
from walkback.core.errors import InputError, WalkbackError
from walkback.record import queries
from walkback.record.export import Format
from walkback.record.store import Record
from walkback.sources import files
from walkback.sources.decoding import decode
from walkback.sources.documents import from_row
from walkback.views import adding, render, tables

P = ParamSpec("P")
RECORD = click.option(
    "--record", type=click.Path(path_type=Path), default="walkback.db", envvar="WALKBACK_RECORD", show_default=True, help="The record, an SQLite file."
)
KINDS = click.Choice(["reversal", "delay", "dispute", "kept", "lapse"])


class Day(click.ParamType):
    """A day written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it as YYYY-MM-DD", param, ctx)


class Span(click.ParamType):
    """A number of days: 14, 14d or 2w."""

    name = "DAYS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(\d{1,5})(d|w)?", str(value))
        if not found:
            self.fail(f"{value!r} is no number of days; write 14d or 2w", param, ctx)
        return int(found.group(1)) * (7 if found.group(2) == "w" else 1)


def told(function: Callable[P, None]) -> Callable[P, None]:
    """Errors that a person can act on become one line and exit status 2; a closed pipe ends the program quietly."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
            sys.stdout.flush()
        except WalkbackError as error:
            click.echo(f"walkback: {render.clean(str(error))}", err=True)
            sys.exit(2)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except KeyboardInterrupt:
            click.echo("\nwalkback: interrupted; run the same command again to go on", err=True)
            sys.exit(130)

    return run


def screen() -> render.Screen:
    """The terminal, in colour only where somebody looks and NO_COLOR is not set."""
    return render.Screen.here(colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def show(text: str) -> None:
    sys.stdout.write(text + "\n")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(walkback.__version__, prog_name="walkback")
def main() -> None:
    """Keep the record of who said what, who undertook what by when, and what became of it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("--date", "published", type=Day(), help="The publication day; else the page's or the text's own.")
@click.option("--json", "as_json", is_flag=True, help="Print the exchange format (docs/exchange.md).")
@click.option("--cases", type=click.Path(path_type=Path), help="Read cases, one JSON object a line, and print one object a line.")
@told
def read(file: Path | None, published: date | None, as_json: bool, cases: Path | None) -> None:
    """Read one article (plain text or HTML; - for standard input) and print what it says."""
    if cases is not None:
        if file is not None:
            raise InputError("give either FILE or --cases, not both", hint="walkback read --help")
        for ledger, story in _cases(cases):
            show(json.dumps(codec.exchange(ledger, story=story), ensure_ascii=False) if as_json else render.ledger_of_case(screen(), ledger))
        return
    if file is None:
        raise InputError("no article given", hint="name a file, or - for standard input")
    if str(file) == "-":
        document = files.read_text(decode(sys.stdin.buffer.read()), published=published)
    else:
        document = files.read_file(file, published=published)
    ledger = walkback.read(document)
    show(json.dumps(codec.exchange(ledger), ensure_ascii=False) if as_json else render.ledger(screen(), ledger))


def _cases(path: Path) -> Iterator[tuple[walkback.Ledger, bool]]:
    """The ledger of every case of a file, in its order, and whether it is a story."""
    try:
        with path.open("rb") as lines:
            for n, line in enumerate(lines, 1):
                if line.strip():
                    yield _case(line, f"{path} line {n}")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", hint="check the path and its permissions") from error


def _case(line: bytes, where: str) -> tuple[walkback.Ledger, bool]:
    try:
        case = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: not JSON: {str(error)[:80]}", hint="each line must be one JSON object") from error
    if not isinstance(case, dict):
        raise InputError(f"{where}: not a JSON object", hint="see docs/exchange.md")
    try:
        story = isinstance(case.get("docs"), list)
        documents = [from_row(doc) for doc in (case["docs"] if story else [case])]
    except (InputError, TypeError, AttributeError) as error:
        message, hint = (error.args[0], error.hint) if isinstance(error, InputError) else ("a document that is no object", "see docs/exchange.md")
        raise InputError(f"{where}: {message}", hint=hint) from error
    if not documents:
        raise InputError(f"{where}: a story without documents", hint="see docs/exchange.md")
    return walkback.read_story(str(case.get("case") or documents[0].doc_id), documents), story


@main.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@RECORD
@told
def add(sources: tuple[Path, ...], record: Path) -> None:
    """Put articles into a record: files and folders of .txt, .html, .jsonl, .jsonl.gz, .csv.

    The same article twice changes nothing. Interrupted, the same command goes on where it stopped.
    """
    with Record.open(record, create=True) as held:
        added = adding.add_sources(held, sources)
        click.echo(
            f"{added.read} articles read, {added.known} known already, {added.problems} not readable"
            + (" (walkback problems lists them)" if added.problems else ""),
            err=True,
        )
        show(render.totals(queries.totals(held)))
    if not added.read and not added.known:
        sys.exit(1)


@main.command()
@RECORD
@click.option("--kind", type=KINDS, help="Only findings of this kind.")
@click.option("--who", help="Only findings on this actor.")
@click.option("--since", type=Day(), help="Only those that came to light on or after this day.")
@click.option("--until", type=Day(), help="Only those that came to light on or before this day.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv", "markdown"]), default="table", show_default=True)
@told
def findings(record: Path, kind: str | None, who: str | None, since: date | None, until: date | None, limit: int | None, form: str) -> None:
    """Reversals, delays, disputes, kept undertakings and lapses, newest first."""
    with Record.open(record) as held:
        rows = queries.findings(held, kind=kind, who=who, since=since, until=until, limit=limit)
    show(render.findings(screen(), rows) if form == "table" else tables.findings(rows, form))


@main.command()
@click.argument("matter_id", metavar="ID")
@RECORD
@told
def matter(matter_id: str, record: Path) -> None:
    """One matter as a timeline, each step with its sentence. The beginning of the id is enough."""
    with Record.open(record) as held:
        show(render.matter(screen(), queries.matter(held, matter_id)))


@main.command()
@click.argument("name", nargs=-1, required=True)
@RECORD
@told
def who(name: tuple[str, ...], record: Path) -> None:
    """What an actor undertook and what became of it."""
    wanted = " ".join(name)
    with Record.open(record) as held:
        rows = queries.who(held, wanted)
    if not rows:
        raise InputError(f"nobody called {wanted!r} in the record", hint="try part of the name, or walkback search")
    show("\n\n".join(render.actor(screen(), row) for row in rows[:5]))
    if len(rows) > 5:
        click.echo(f"{len(rows) - 5} more bear that name; give more of it", err=True)


@main.command()
@RECORD
@click.option("--within", type=Span(), help="Only what is due within so many days (14d, 2w), and what is overdue.")
@click.option("--on", type=Day(), help="As of this day.  [default: today]")
@told
def due(record: Path, within: int | None, on: date | None) -> None:
    """Open deadlines, overdue first."""
    day = on or date.today()
    with Record.open(record) as held:
        show(render.due(screen(), queries.due(held, on=day, within=within), day))


@main.command(name="show")
@click.argument("doc_id", metavar="DOC")
@RECORD
@told
def show_document(doc_id: str, record: Path) -> None:
    """An article with its attributions and undertakings marked in the text."""
    with Record.open(record) as held:
        show(render.article(screen(), queries.document(held, doc_id)))


@main.command()
@click.argument("words", nargs=-1, required=True)
@RECORD
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@told
def search(words: tuple[str, ...], record: Path, limit: int) -> None:
    """Sentences that hold all the words; "quoted words" stand together, a trailing * finds beginnings."""
    with Record.open(record) as held:
        show(render.hits(screen(), queries.search(held, " ".join(words), limit=limit)))


@main.command()
@RECORD
@told
def problems(record: Path) -> None:
    """Inputs that could not be read, why, and what to do."""
    with Record.open(record) as held:
        show(render.problems(queries.problems(held)))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@RECORD
@click.option("--format", "form", type=click.Choice(["exchange", "jsonl", "csv"]), default="exchange", show_default=True)
@told
def export(folder: Path, record: Path, form: Format) -> None:
    """Write the record into FOLDER."""
    from walkback.record.export import export as write

    with Record.open(record) as held:
        for path in write(held, folder, format=form):
            show(str(path))


@main.command()
@click.argument("out", type=click.Path(path_type=Path))
@RECORD
@click.option("--on", type=Day(), help="Deadlines as of this day.  [default: today]")
@told
def report(out: Path, record: Path, on: date | None) -> None:
    """One page of the record that opens from disk, without a network."""
    with Record.open(record) as held:
        adding.write_report(held, out, on or date.today())
    show(str(out))


@main.command()
@click.option("--record", type=click.Path(path_type=Path), default="walkback-demo.db", show_default=True)
@click.option("--report", "out", type=click.Path(path_type=Path), default="walkback-demo.html", show_default=True)
@told
def demo(record: Path, out: Path) -> None:
    """Read the bundled articles (fictional countries, fictional people), print the findings, write the report."""
    from walkback import demo as corpus

    with Record.open(record, create=True) as held:
        adding.add_documents(held, corpus.documents(), total=len(corpus.documents()))
        rows = queries.findings(held)
        show(render.findings(screen(), rows))
        show("\n" + render.totals(queries.totals(held)))
        last = queries.totals(held).last
        adding.write_report(held, out, last or date.today())
    show(f"The record is {record}, the report {out}. Try: walkback who Almerin --record {record}")
