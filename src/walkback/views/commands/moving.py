"""The command that takes a record from one home into another."""

from __future__ import annotations

import sys
from typing import Any

import click

from walkback.record.home import Location
from walkback.record.moving import move
from walkback.record.store import Record
from walkback.views.console import show, told
from walkback.views.options import KEPT
from walkback.views.words import count


@click.command(short_help="Copy a whole record into another file, or into PostgreSQL and back.")
@click.argument("source", metavar="FROM", type=KEPT)
@click.argument("into", metavar="TO", type=KEPT)
@told
def copy(source: Location, into: Location) -> None:
    """Copy all of a record, judgements included, into a new one: FROM and TO are files, or postgresql://USER@HOST/DATABASE.

    All that arrives is compared with what was sent, row by row, before it counts; FROM is not changed. Nobody need stop
    writing meanwhile, but what is written after the beginning is not copied.

    \b
    walkback copy walkback.db postgresql://desk@db.example.org/news
    walkback copy postgresql://desk@db.example.org/news backup.db
    """

    def said(table: str, rows: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"  {table}: {count(rows, 'row')}", err=True)

    with Record.open(source) as held, Record.open(into, create=True) as fresh:
        total = move(held, fresh, said)
        documents: Any = fresh.connection.execute("SELECT count(*) FROM documents").fetchone()
    show(
        f"{count(documents[0], 'article')} and all that is known of them, {count(total, 'row')}, are in {into}: compared, the same"
    )
