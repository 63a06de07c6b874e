"""Commands that keep a record: add to it, check it, write it out."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from walkback.record import queries, rereading, review
from walkback.record.home import Location
from walkback.record.store import Record
from walkback.views import adding, render
from walkback.views.console import screen, show, told
from walkback.views.options import ON, PATH, RECORD
from walkback.views.out import files
from walkback.views.words import count


@click.command(short_help="Put articles into a record: files and folders.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=PATH)
@RECORD
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N",
    help="How many processes read; as many as there are cores if not given. Each takes about 150 MB.",
)  # fmt: skip
@told
def add(sources: tuple[Path, ...], record: Location, jobs: int | None) -> None:
    """Put articles into a record, then follow every undertaking across them.

    A SOURCE is a file or folder of .txt, .md, .html, .jsonl or .csv, each also with .gz. A text may begin with
    lines title:, outlet:, published: YYYY-MM-DD and url:, then a blank line. The same article twice changes
    nothing; interrupted, the same command goes on where it stopped. What cannot be read is noted with its reason
    (walkback problems), and the run goes on.

    \b
    walkback add articles/ more.jsonl.gz
    """
    with Record.open(record, create=True) as held:
        added = adding.add_sources(held, sources, jobs=jobs)
        totals = queries.totals(held)
    noted = f"{added.problems:,} not readable" + (" (walkback problems lists them)" if added.problems else "")
    click.echo(f"{count(added.read, 'article')} read, {added.known:,} known already, {noted}", err=True)
    show(render.totals(totals))
    if not added.read and not added.known:
        sys.exit(1)


@click.command(short_help="Read articles of the record again, as with a newer model.")
@click.argument("doc_ids", metavar="[DOC...]", nargs=-1)
@RECORD
@told
def reread(doc_ids: tuple[str, ...], record: Location) -> None:
    """Read articles of the record again with the model of this version, all of them or those named, and follow what changed.

    What people judged stays: it is found again by article and overlap, and what has no place any more is kept and listed by
    walkback review --unplaced.
    """
    with Record.open(record) as held:
        for doc_id in doc_ids:
            queries.document(held, doc_id)  # says which is not there, before any is read
        added = adding.read_again(held, rereading.documents(held, doc_ids))
        left = len(review.unplaced(held))
    told = f"{count(added.read, 'article')} read otherwise, {added.known:,} as before, {added.problems:,} not readable"
    show(f"{told}; {count(left, 'judgement')} without a place")


@click.command()
@RECORD
@told
def problems(record: Location) -> None:
    """Inputs that could not be read, why, and what to do."""
    with Record.open(record) as held:
        show(render.problems(screen(), queries.problems(held)))


@click.command(short_help="Derive all findings again and compare.")
@RECORD
@told
def verify(record: Location) -> None:
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


@click.command(short_help="One page of the record, to open in a browser.")
@click.argument("out", metavar="OUT.html", type=PATH)
@RECORD
@ON
@told
def report(out: Path, record: Location, on: date | None) -> None:
    """One page of the record: findings, timelines, deadlines, actors. It opens from disk, without a network."""
    with Record.open(record) as held:
        adding.write_report(held, out, on or date.today())
    show(str(out))


@click.command(short_help="Write the record as tables, or for other programs.")
@click.argument("folder", metavar="DIR", type=PATH)
@RECORD
@click.option(
    "--format", "form", type=click.Choice(list(files.FORMS)), default="exchange", show_default=True,
    help="What to write, see above.",
)  # fmt: skip
@told
def export(folder: Path, record: Location, form: str) -> None:
    """Write the record into the folder DIR, which is made at need, and print the names of the files.

    \b
    exchange     one JSON object an article, with all that was read in it (docs/exchange.md)
    csv, jsonl   one table a noun (docs/tables.md); csv with datapackage.json
    parquet      the same tables, typed; needs the extra: pip install 'walkback[tables]'
    claims       what a person has confirmed, as schema.org ClaimReview
    annotations  what was read, as W3C Web Annotations
    labelstudio  articles as Label Studio tasks with predictions, and the interface for them
    judgements   what people judged, to be taken in by another record (walkback import-judgements), and as CSV
    training     judged articles as offsets and labels to learn from (docs/review.md)
    """
    with Record.open(record) as held:
        for path in files.export(held, folder, form=form):
            show(str(path))
