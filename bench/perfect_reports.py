"""Gold reports in the place of read ones: what is lost after them, threads and findings lose by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import ModuleType

from bench.corpora import Json
from bench.perfect import PerfectReader
from walkback import pipeline
from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Actor, Page, Report
from walkback.core.reading import Status
from walkback.core.text import Document, Span, content_id, covering
from walkback.reading.reader import OnnxReader


def interval(days: Sequence[str | None] | None, *, vague: bool = False) -> Interval | None:
    """The interval of a pair of ISO days of the exchange format."""
    if not days:
        return None
    earliest, latest = (date.fromisoformat(d) if d else None for d in days)
    return Interval(earliest, latest, vague=vague, basis="stated")


def _voice(gold: Json, by: str, page: Page, scorer: ModuleType) -> tuple[str, Actor | None]:
    """The actor of the page who is a gold actor, else one made of what gold tells of it."""
    if by == OUTLET or by not in gold["actors"]:
        return OUTLET, None
    row = gold["actors"][by]
    if row["kind"] != "anonymous":
        read = {
            "actors": {k: {"name": a.name, "kind": a.kind, "aliases": list(a.aliases)} for k, a in page.actors.items()}
        }
        for key, actor in page.actors.items():
            if actor.kind != "anonymous" and scorer.same_actor(gold, by, read, key):
                return key, None
    made = Actor(f"gold:{by}", row["name"], row["kind"], tuple(row.get("aliases", ())))
    return made.id, made


def gold_id(document: Document, row: Json) -> str:
    """The id of a report made of a gold one, as it stands in a document."""
    return content_id(document.doc_id, *row["span"], row["status"], row["id"])


def _report(row: Json, page: Page, by: str, model: Mapping[tuple[Span, Status], Report]) -> Report:
    """A gold report: its words, parties, type and vector as they are read where it stands."""
    span = Span(*row["span"])
    sentence = covering(page.sentences, span) or span
    read = model.get((span, row["status"])) or next((r for (s, _), r in model.items() if s == span), None)
    read = read or Report(
        id="", doc_id=page.document.doc_id, span=span, sentence=sentence, trigger=page.document.quote(span),
        status=row["status"], type="other", by=by, published=page.document.published,
    )  # fmt: skip
    return replace(
        read,
        id=gold_id(page.document, row),
        status=row["status"],
        by=by,
        as_of=interval(row.get("as_of")),
        due=interval(row.get("due"), vague=bool(row.get("due_vague"))),
        conditional=bool(row.get("conditional")),
        hedged=bool(row.get("hedged")),
        score=1.0,
    )


def perfect_page(document: Document, gold: Json, model: OnnxReader, scorer: ModuleType) -> Page:
    """The page of a document with the reports of its gold case: statuses, voices, days and flags are gold's, the rest is read."""
    page = pipeline.read_page(document, PerfectReader(model, gold))
    read = {(r.span, r.status): r for r in page.reports}
    actors = dict(page.actors)
    reports = []
    for row in gold["reports"]:
        if row.get("doc_id", document.doc_id) != document.doc_id:
            continue
        by, made = _voice(gold, row["by"], page, scorer)
        if made:
            actors[by] = made
        reports.append(_report(row, page, by, read))
    return replace(page, actors=actors, reports=tuple(sorted(reports, key=lambda r: (r.span, r.id))))
