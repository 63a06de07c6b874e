"""Commands that write what others take: feeds, calendars."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from walkback.record.store import Record
from walkback.views.console import show, told
from walkback.views.options import KINDS, PATH, RECORD, Day
from walkback.views.out import chosen, files
from walkback.views.out.places import Places

OUT = click.argument("out", metavar="[FILE]", type=PATH, required=False)
BASE = click.option("--base", metavar="URL", default="", help="Where the record's pages are served; links lead there.")


def deliver(text: str, out: Path | None) -> None:
    """Write a text to a file, whole or not at all, and print its name; print the text itself where none is named."""
    if out is None or str(out) == "-":
        show(text.rstrip("\n"))
        return
    show(str(files.deliver(out, text)))


@click.command(short_help="Findings as an Atom feed.")
@OUT
@RECORD
@click.option("--kind", type=KINDS, help="Only findings of this kind.")
@click.option("--who", metavar="NAME", help="Only findings on this actor; part of the name is enough.")
@click.option("--matter", metavar="ID", help="Only findings on this matter.")
@click.option("--signed", is_flag=True, help="Only what a person has confirmed.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, metavar="N", help="The newest N.")
@BASE
@told
def feed(out: Path | None, record: Path, limit: int, base: str, **wanted: str | bool | None) -> None:
    """The newest findings as an Atom feed, into FILE or to standard output.

    Each entry says whether a person has signed it; one that was refused stays and says so. The same record gives the
    same feed: its times are those of the news and of the judgements.

    \b
    walkback feed reversals.atom --kind reversal
    """
    with Record.open(record) as held:
        choice = chosen.Choice(**wanted)  # type: ignore[arg-type]
        text = chosen.feed(held, choice, places=Places(base), size=limit)
    deliver(text, out)


@click.command(short_help="Due days as a calendar that moves with the news.")
@OUT
@RECORD
@click.option("--who", metavar="NAME", help="Only what this actor is a party to; part of the name is enough.")
@click.option("--tasks", is_flag=True, help="Tasks with a due day (VTODO) instead of events.")
@click.option("--last-day", "last", is_flag=True, help="Mark only the last day of an interval.")
@click.option("--on", type=Day(), help="Overdue counts from this day instead of the record's last.")
@BASE
@told
def calendar(out: Path | None, record: Path, on: date | None, base: str, **wanted: str | bool | None) -> None:
    """Due days as an iCalendar file, into FILE or to standard output.

    An entry keeps its UID for good: when the news moves a day, calls it off or reports it done, the entry changes in the
    calendars that took it. Overdue means: the record, as far as it reaches, shows no fulfilment by the due day.

    \b
    walkback calendar due.ics --who Almerin
    """
    with Record.open(record) as held:
        text = chosen.due_days(held, chosen.Days(**wanted), on=on, places=Places(base))  # type: ignore[arg-type]
    deliver(text, out)
