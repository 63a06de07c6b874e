"""Commands that ask a record."""

from __future__ import annotations

from datetime import date

import click

from walkback.core.errors import InputError
from walkback.record import bonds, lifecycle, people, queries, track
from walkback.record.home import Location
from walkback.record.store import Record
from walkback.views import article, follow_through, render, tables
from walkback.views.console import screen, show, told
from walkback.views.options import KINDS, ON, RECORD, Day, Days

MOST_BEARERS = 5  # actors of one name that `who` prints


@click.command(short_help="Reversals, delays, disputes, kept undertakings, lapses.")
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
def findings(record: Location, form: str, **wanted: str | date | int | None) -> None:
    """Reversals, delays, disputes, kept undertakings and lapses, newest first, each with its sentences.

    A lapse means: the record, as far as it reaches, shows no fulfilment by the due day. All are proposed by the machine
    until a person has signed them.

    \b
    walkback findings --kind reversal --since 2031-01-01
    walkback findings --format csv > findings.csv
    """
    with Record.open(record) as held:
        name = wanted.get("who")
        if isinstance(name, str) and not people.named(held, name):
            raise InputError(f"nobody called {name!r} in the record", hint="try part of the name")
        rows = queries.findings(held, **wanted)  # type: ignore[arg-type]
    show(render.findings(screen(), rows) if form == "table" else tables.findings(rows, form))


@click.command(short_help="One undertaking through time, with its sentences.")
@click.argument("matter_id", metavar="ID")
@RECORD
@ON
@told
def matter(matter_id: str, record: Location, on: date | None) -> None:
    """One matter, that is all reports of one undertaking: its life drawn with a lane a side, its sentences, its findings.

    A side is an actor with those who speak for it. Marks show where a side's word changed, bars the days that were due,
    ▲ the day of asking. The beginning of the ID is enough; walkback findings shows it.
    """
    day = on or date.today()
    with Record.open(record) as held:
        show(render.matter(screen(), lifecycle.life_cycle(held, matter_id, on=day), day))


@click.command(short_help="What an actor undertook and what became of it.")
@click.argument("name", metavar="NAME...", nargs=-1, required=True)
@RECORD
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)
@click.option("--why", is_flag=True, help="Tell why several names are one actor, and nothing else.")
@told
def who(name: tuple[str, ...], record: Location, form: str, why: bool) -> None:
    """What an actor undertook and what became of it: counts, the share kept with its interval, days to fulfilment.

    The share is of what is settled: kept, withdrawn by its own side, or lapsed. The curve (Kaplan-Meier) is of all
    undertakings; those not fulfilled are watched up to the last day of the record. Copies are one witness, a finding
    that a person refused does not count, and of a government or organisation the word of those counts who speak for it.
    Part of the name is enough.

    \b
    walkback who Almerin
    walkback who Almerin --format json
    """
    wanted = " ".join(name)
    with Record.open(record) as held:
        if why and (bearers := people.named(held, wanted)):
            told_why = (follow_through.why(screen(), a, bonds.bonds_of(held, a)) for a in bearers[:MOST_BEARERS])
            show("\n\n".join(told_why))
            return
        rows = track.who(held, wanted)
    if not rows:
        raise InputError(f"nobody called {wanted!r} in the record", hint="try part of the name, or walkback search")
    if form == "json":
        show(follow_through.as_json(rows))
        return
    show("\n\n".join(follow_through.actor(screen(), row) for row in rows[:MOST_BEARERS]))
    if len(rows) > MOST_BEARERS:
        click.echo(f"{len(rows) - MOST_BEARERS} more bear that name; give more of it", err=True)


@click.command()
@RECORD
@click.option("--within", type=Days(), help="Only what is due within so many days (14d, 2w), and what is overdue.")
@ON
@told
def due(record: Location, within: int | None, on: date | None) -> None:
    """Open deadlines, overdue first.

    Overdue means: the record, as far as it reaches, shows no fulfilment by the due day.
    """
    day = on or date.today()
    with Record.open(record) as held:
        show(render.due(screen(), queries.due(held, on=day, within=within), day))


@click.command(name="show", short_help="An article with all that was read marked in it.")
@click.argument("doc_id", metavar="DOC")
@RECORD
@told
def show_document(doc_id: str, record: Location) -> None:
    """An article with its attributions, undertakings and time phrases marked in the text.

    Time phrases are listed below it, each with the days it means and the rule that made them. walkback search shows
    the ids of articles.
    """
    with Record.open(record) as held:
        show(article.article(screen(), queries.document(held, doc_id)))


@click.command(short_help="Sentences that hold all the words.")
@click.argument("words", metavar="WORD...", nargs=-1, required=True)
@RECORD
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="At most so many.")
@told
def search(words: tuple[str, ...], record: Location, limit: int) -> None:
    """Sentences that hold all the words, best first.

    "Quoted words" stand together (quote them for the shell too); a trailing * finds beginnings.

    \b
    walkback search tariff 'postpon*'
    """
    with Record.open(record) as held:
        show(render.hits(screen(), queries.search(held, " ".join(words), limit=limit)))
