"""Commands that write what others take: feeds, calendars, briefs, sites."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click
from tqdm import tqdm

from walkback.core.errors import InputError
from walkback.record.home import Location
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
def feed(out: Path | None, record: Location, limit: int, base: str, **wanted: str | bool | None) -> None:
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
@click.option("--past", is_flag=True, help="With what was due, and last changed, more than a year ago.")
@click.option("--on", type=Day(), help="Overdue counts from this day instead of the record's last.")
@BASE
@told
def calendar(out: Path | None, record: Location, on: date | None, base: str, **wanted: str | bool | None) -> None:
    """Due days as an iCalendar file, into FILE or to standard output.

    An entry keeps its UID for good: when the news moves a day, calls it off or reports it done, the entry changes in the
    calendars that took it. Overdue means: the record, as far as it reaches, shows no fulfilment by the due day.

    \b
    walkback calendar due.ics --who Almerin
    """
    with Record.open(record) as held:
        text = chosen.due_days(held, chosen.Days(**wanted), on=on, places=Places(base))  # type: ignore[arg-type]
    deliver(text, out)


@click.command(short_help="A matter on one sheet, to print.")
@click.argument("matter_id", metavar="ID")
@OUT
@RECORD
@click.option("--on", type=Day(), help="Lateness counts from this day instead of the record's last.")
@BASE
@told
def brief(matter_id: str, out: Path | None, record: Location, on: date | None, base: str) -> None:
    """One matter as a page that prints on one sheet of A4 or Letter, into FILE or to standard output.

    It says how the matter stands, what was found and who signed it, draws its life, and gives the sentences, those that
    prove a finding first. The beginning of the ID is enough; walkback findings shows it.

    \b
    walkback brief 3f9a2c brief.html
    """
    with Record.open(record) as held:
        text = chosen.matter_brief(held, matter_id, on=on, places=Places(base))
    deliver(text, out)


@click.command(short_help="The record as a folder of pages for any web server.")
@click.argument("folder", metavar="DIR", type=PATH)
@RECORD
@click.option("--base", metavar="URL", default="", help="Where the site will stand; feeds and the site map name it.")
@click.option("--articles", is_flag=True, help="With the whole text of every article: mind whose texts they are.")
@click.option("--on", type=Day(), help="Deadlines count from this day instead of the record's last.")
@told
def publish(folder: Path, record: Location, on: date | None, base: str, articles: bool) -> None:
    """Write the record's pages into the folder DIR, made at need, with feeds, calendar, briefs and claims.

    Any web server can host them, below any path; they open from disk too. What needs a server (search, review, facets)
    is left out. Articles are linked to where they were published, unless --articles puts their text on the site. The
    same record gives the same files; files of an earlier site in DIR that are no longer part of it are removed. Needs
    the extra: pip install 'walkback[web]'.

    \b
    walkback publish site --base https://news.example/promises
    """
    try:
        from walkback.views.web.publish import Site, publish
    except ImportError as error:
        raise InputError(f"walkback publish needs {error.name}", hint="pip install 'walkback[web]'") from error
    with tqdm(unit=" files", file=sys.stderr, disable=not sys.stderr.isatty(), dynamic_ncols=True) as bar:

        def progress(done: int, known: int) -> None:
            bar.total = known
            bar.update(done - bar.n)

        made = publish(record, folder, Site(base, articles, on), progress)
    show(f"{len(made):,} files; open {folder / 'index.html'}")
