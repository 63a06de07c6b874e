"""The whole flow on one page: a document is read on its own, reports are followed across documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Protocol

from walkback import actors as casting
from walkback import findings as rules
from walkback import names, statements, threads, timing, undertakings
from walkback.core import roles
from walkback.core.judged import NOTHING, Judged
from walkback.core.ledger import OUTLET, Actor, Finding, Ledger, Matter, Page, Report, Timex
from walkback.core.reading import Reading
from walkback.core.text import Document, Span


class Reader(Protocol):
    """Anything that reads a document: the shipped model, or a scripted one in tests."""

    def read(self, document: Document) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Followed:
    """What follows from all reports of a case or a record.

    actors: every actor by id, merged ones with all aliases; same: actor id -> id of the actor it was merged into.
    """

    actors: Mapping[str, Actor]
    same: Mapping[str, str]
    matters: Mapping[str, Matter]
    findings: tuple[Finding, ...]


@cache
def _places() -> names.Places:
    return names.places()


@cache
def _seats() -> frozenset[str]:
    return names.seats()


def read_page(document: Document, reader: Reader) -> Page:
    """Everything read in one document. Pure: same document and reader, same page."""
    reading = reader.read(document)
    sources = [span for said in reading.attributions for span in said.source[:1]]
    cast = casting.cast(document, reading.sentences, sources, table=_places(), seats=_seats(), judged=reading.names)
    said = statements.attributions(
        document,
        reading.attributions,
        lambda source: cast.sources.get((source[0].start, source[0].end)) if source else None,
    )
    timexes = times(document, reading.sentences)
    context = undertakings.Context(
        document=document,
        sentences=reading.sentences,
        attributions=said,
        mentions=cast.mentions,
        actors=cast.actors,
        timexes=timexes,
    )
    found = undertakings.reports(context, reading)
    used = {a.by for a in said} | {r.by for r in found} | {p for r in found for p in r.parties}
    spoken_for = (
        body for key, a in cast.actors.items() if key in used for role in a.roles for body in roles.sides(role)
    )
    used |= set(spoken_for)
    named = {key: actor for key, actor in cast.actors.items() if key in used}
    return Page(document, reading.sentences, named, said, found, timexes)


def times(document: Document, sentences: Sequence[Span]) -> tuple[Timex, ...]:
    """The time expressions of a document's news with their days, each counted from the day it is told from; both ends of a range have the days of all of it."""
    placed = timing.timeline(document.text, sentences, published=document.published)
    return tuple(
        Timex(document.doc_id, span, p.phrase.type, value, p.interval, timing.timex_mod(p.phrase))
        for p in placed
        for span, value in timing.timex_parts(p.phrase, p.value)
        if not any(piece.overlaps(span) for piece in document.furniture)
    )


def same_actors(actors: Mapping[str, Actor]) -> dict[str, str]:
    """Actor id -> the actor it is the same as: a person known by a last name alone, where only one bears it."""
    full: dict[str, set[str]] = defaultdict(set)
    for key, actor in actors.items():
        if actor.kind == "person" and " " in actor.name:
            full[actor.name.split()[-1].lower()].add(key)
    out = {}
    for key, actor in actors.items():
        if actor.kind != "anonymous" and " " not in actor.name:
            bearers = full.get(actor.name.lower(), set())
            if len(bearers) == 1 and key not in bearers and actor.kind in ("person", "group"):
                out[key] = next(iter(bearers))
    return out


def _merged(actors: Mapping[str, Actor], same: Mapping[str, str]) -> dict[str, Actor]:
    out = dict(actors)
    for key, target in sorted(same.items()):
        names = dict.fromkeys([*out[target].aliases, actors[key].name, *actors[key].aliases])
        names.pop(out[target].name, None)
        out[target] = replace(out[target], aliases=tuple(names))
    return out


@dataclass(frozen=True, slots=True)
class People:
    """Who is who among all actors: everyone by id with the names of those merged into them, who was merged into whom, who speaks for whom."""

    actors: Mapping[str, Actor]
    same: Mapping[str, str]
    sides: Mapping[str, str]


def people(actors: Mapping[str, Actor], judged: Judged = NOTHING) -> People:
    """Who is who among the actors of all documents, as the machine takes them and people then said."""
    actors = dict(sorted(actors.items()))  # what comes out must not depend on who was read of first
    same = judged.people(same_actors(actors), actors.keys())
    everyone = _merged(actors, same)
    return People(everyone, same, rules.sides(everyone))


def matter_of(
    group: Sequence[Report],
    people: People,
    copies: Container[str],
    together: Callable[[Sequence[Report]], float],
    judged: Judged = NOTHING,
) -> tuple[Matter | None, tuple[Finding, ...]]:
    """The matter of some reports, as they were read, and what is found on it; None if people refused them all.

    together: how likely some reports are of one matter. Reports of copies are no evidence of their own. Its id follows from
    the first report, refused or not: a judgement moves no address.
    """
    same = people.same
    told = [kept for r in group if (kept := judged.report(r))]
    if not told:
        return None, ()
    made = threads.matter(told, people.actors, same)
    label = judged.label([r.id for r in group], made.label)
    matter = replace(made, id=threads.matter_id(judged.named_by(group)), label=label)
    witnesses = [
        replace(r, by=same.get(r.by, r.by), parties=tuple(dict.fromkeys(same.get(p, p) for p in r.parties)))
        for r in told
        if r.doc_id not in copies
    ]
    return matter, rules.findings(matter, witnesses, people.actors, people.sides, together)


def follow(
    reports: Sequence[Report],
    actors: Mapping[str, Actor],
    *,
    copies: Mapping[str, str] | None = None,
    on: date | None = None,
    judged: Judged = NOTHING,
) -> Followed:
    """Matters and findings of all reports. copies: doc_id -> doc_id of the document whose text it repeats.

    Reports of copies join the matter but are no evidence of their own: a syndicated text is one witness. Reports
    published after `on` are left out. What people judged has its place after the machine's word: reports are brought
    together as they were read, then matters are merged and split, reports refused and amended.
    """
    copies = copies or {}
    if on is not None:
        reports = [r for r in reports if r.published is None or r.published <= on]
    known = people(actors, judged)
    matters: dict[str, Matter] = {}
    found: list[Finding] = []
    linked = threads.threads(reports, known.same)
    for group in judged.groups(linked.groups):
        matter, findings = matter_of(group, known, copies, linked.together, judged)
        if matter:
            matters[matter.id] = matter
            found += findings
    found.sort(key=lambda f: (f.on or date.min, f.id))
    return Followed(known.actors, known.same, matters, tuple(found))


def gather(case_id: str, pages: Sequence[Page], followed: Followed) -> Ledger:
    """One ledger of pages and what follows from them."""
    used = {r.by for p in pages for r in p.reports} | {a.by for p in pages for a in p.attributions}
    used |= {p for m in followed.matters.values() for p in m.parties} | {w for f in followed.findings for w in f.who}
    used.discard(OUTLET)
    actors = {key: actor for key, actor in followed.actors.items() if key in used}
    return Ledger(case_id, tuple(pages), actors, followed.matters, followed.findings)


def cast_of(pages: Sequence[Page]) -> dict[str, Actor]:
    """The actors of some pages by id, each with all that any page tells of it."""
    actors: dict[str, Actor] = {}
    for page in pages:
        for key, actor in page.actors.items():
            actors[key] = actors[key].joined(actor) if key in actors else actor
    return actors


def read_story(case_id: str, documents: Sequence[Document], reader: Reader) -> Ledger:
    """Read the documents of one case and follow its matters across them."""
    ordered = sorted(documents, key=lambda d: (d.published or date.min, d.doc_id))
    pages = [read_page(document, reader) for document in ordered]
    reports = [report for page in pages for report in page.reports]
    return gather(case_id, pages, follow(reports, cast_of(pages)))
