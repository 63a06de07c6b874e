"""The exchange format: one JSON object a case, offsets in code points (see docs/exchange.md)."""

from __future__ import annotations

from datetime import date
from typing import Any

from walkback.core.interval import Interval
from walkback.core.ledger import Actor, Attribution, Finding, Ledger, Matter, Page, Report, Timex
from walkback.core.text import Document, Span

Json = dict[str, Any]


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def days(interval: Interval | None) -> list[str | None] | None:
    """[earliest, latest] as ISO days, None for an open end."""
    return [iso(interval.earliest), iso(interval.latest)] if interval else None


def spans(places: tuple[Span, ...]) -> list[list[int]]:
    return [[start, end] for start, end in places]


def actor(value: Actor) -> Json:
    return {"name": value.name, "kind": value.kind, "aliases": list(value.aliases), "roles": list(value.roles)}


def attribution(value: Attribution) -> Json:
    return {
        "id": value.id,
        "doc_id": value.doc_id,
        "source": spans(value.source),
        "cue": spans(value.cue),
        "content": spans(value.content),
        "manner": value.manner,
        "by": value.by,
        "score": round(value.score, 4),
    }


def report(value: Report, document: Document, matter: str) -> Json:
    return {
        "id": value.id,
        "doc_id": value.doc_id,
        "matter": matter,
        "span": list(value.span),
        "sentence_span": list(value.sentence),
        "sentence": document.quote(value.sentence),
        "trigger": value.trigger,
        "status": value.status,
        "by": value.by,
        "as_of": days(value.as_of),
        "due": days(value.due),
        "due_vague": bool(value.due and value.due.vague),
        "conditional": value.conditional,
        "hedged": value.hedged,
        "score": round(value.score, 4),
    }


def matter(value: Matter) -> Json:
    return {"label": value.label, "type": value.type, "parties": list(value.parties)}


def finding(value: Finding) -> Json:
    return {
        "id": value.id,
        "kind": value.kind,
        "matter": value.matter,
        "who": list(value.who),
        "reports": list(value.reports),
        "note": value.note,
        "rule": value.rule,
        "on": iso(value.on),
        "steps": list(value.steps),
        "score": round(value.score, 4),
        "reviewed": False,
    }


def timex(value: Timex) -> Json:
    # a width assumed for a vague word is no date that the text gives
    inside = value.interval if value.interval and value.interval.basis != "assumed" else None
    return {
        "doc_id": value.doc_id,
        "start": value.span.start,
        "end": value.span.end,
        "type": value.type,
        "value": value.value,
        "mod": value.mod,
        "earliest": iso(inside.earliest) if inside else None,
        "latest": iso(inside.latest) if inside else None,
        "vague": bool(value.interval and value.interval.vague),
    }


def _page_head(page: Page) -> Json:
    document = page.document
    head = {"doc_id": document.doc_id, "dct": iso(document.published), "dct_basis": document.published_basis}
    return head | {key: value for key in ("title", "outlet", "url") if (value := getattr(document, key))}


def exchange(ledger: Ledger, *, story: bool = False) -> Json:
    """One case in the exchange format. A story names itself `case` and lists its documents; an article has a doc_id."""
    of = {report_id: m.id for m in ledger.matters.values() for report_id in m.reports}
    head: Json = (
        {"case": ledger.case_id, "docs": [_page_head(page) for page in ledger.pages]}
        if story
        else _page_head(ledger.pages[0])
    )
    return head | {
        "actors": {key: actor(value) for key, value in ledger.actors.items()},
        "attributions": [attribution(value) for value in ledger.attributions],
        "timexes": [timex(value) for page in ledger.pages for value in page.timexes],
        "matters": {key: matter(value) for key, value in ledger.matters.items()},
        "reports": [report(value, page.document, of[value.id]) for page in ledger.pages for value in page.reports],
        "findings": [finding(value) for value in ledger.findings],
    }
