"""The record's nouns as plain JSON, each with the sentences it rests on: what the JSON API and the assistant's tools give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from walkback.core.codec import iso
from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Actor, Finding, Judgement, Matter, Page
from walkback.record.finder import SentenceHit, StatementHit
from walkback.record.listing import Said
from walkback.record.lists import MatterLine
from walkback.record.rows import ActorRow, DueRow, Evidence, FindingRow, Head, MatterRow, Undertaken
from walkback.views import words

Json = dict[str, Any]
PLAIN = str.maketrans("", "", "\x02\x03")


def head(value: Head) -> Json:
    """A document without its text."""
    return {
        "id": value.doc_id, "published": iso(value.published), "outlet": value.outlet, "title": value.title, "url": value.url,
        "copy_of": value.copy_of,
    }  # fmt: skip


def interval(value: Interval | None) -> Json | None:
    """Days, both ends included, and how they were come by."""
    if value is None:
        return None
    return {
        "earliest": iso(value.earliest), "latest": iso(value.latest), "vague": value.vague, "basis": value.basis,
        "phrase": value.phrase or None, "in_words": words.spoken(value) or None,
    }  # fmt: skip


def actor(value: Actor) -> Json:
    """An actor by name."""
    return {"id": value.id, "name": value.name, "kind": value.kind, "aliases": list(value.aliases), "roles": list(value.roles)}  # fmt: skip


def named(value: Actor) -> Json:
    """An actor in one line."""
    return {"id": value.id, "name": value.name, "kind": value.kind}


def judgement(value: Judgement) -> Json:
    """A person's word."""
    return {"target": value.target, "verdict": value.verdict, "by": value.by, "at": value.at.isoformat(), "note": value.note}  # fmt: skip


def report(value: Evidence, matter: str | None) -> Json:
    """A report with its sentence, the document it stands in, and on whose word."""
    r = value.report
    return {
        "id": r.id, "matter": matter, "status": r.status, "type": r.type, "by": r.by, "by_name": words.voice(value),
        "trigger": r.trigger, "span": list(r.span), "sentence": value.sentence, "sentence_span": list(r.sentence),
        "as_of": interval(r.as_of), "due": interval(r.due), "conditional": r.conditional, "hedged": r.hedged,
        "parties": list(r.parties), "score": round(r.score, 4), "document": head(value.head),
    }  # fmt: skip


def said(value: Said, by: Actor | None) -> Json:
    """An attribution with its words and places."""
    a = value.attribution
    return {
        "id": a.id, "by": named(by) if by else None, "manner": a.manner, "source": value.source, "cue": value.cue,
        "content": value.content, "source_spans": _spans(a.source), "cue_spans": _spans(a.cue), "content_spans": _spans(a.content),
        "score": round(a.score, 4), "document": head(value.head),
    }  # fmt: skip


def _spans(places: Iterable[tuple[int, int]]) -> list[list[int]]:
    return [[start, end] for start, end in places]


def matter(value: Matter) -> Json:
    """A matter by its label."""
    return {"id": value.id, "label": value.label, "type": value.type}


def finding(value: FindingRow) -> Json:
    """A finding with its sentences, how it was made, and what people said of it."""
    f = value.finding
    return {
        "id": f.id, "kind": f.kind, "on": iso(f.on), "matter": matter(value.matter), "who": [named(a) for a in value.who],
        "note": f.note, "change": words.change(value), "rule": f.rule, "steps": list(f.steps), "score": round(f.score, 4),
        "reviewed": bool(value.judgements), "standing": words.standing_of(value.judgements),
        "judgements": [judgement(j) for j in value.judgements],
        "evidence": [report(e, value.matter.id) for e in value.evidence],
    }  # fmt: skip


def finding_line(value: Finding) -> Json:
    """A finding in one line."""
    return {"id": value.id, "kind": value.kind, "on": iso(value.on), "note": value.note}


def matter_line(value: MatterLine) -> Json:
    """A matter in a list: how it stands, how often and when it was told."""
    return {
        "id": value.id, "label": value.label, "type": value.type, "parties": [named(a) for a in value.parties],
        "standing": value.standing, "first": iso(value.first), "last": iso(value.last), "due_by": iso(value.latest),
        "reports": value.reports, "findings": [finding_line(f) for f in value.findings],
    }  # fmt: skip


def matter_whole(line: MatterLine, row: MatterRow) -> Json:
    """A matter with every report that tells it, in order of time."""
    return matter_line(line) | {"told": [report(e, line.id) for e in row.evidence]}


def due(value: DueRow, on: date) -> Json:
    """An open deadline, and the report that sets it."""
    return {
        "matter": matter(value.matter), "due": interval(value.due), "state": value.state, "days": value.days, "on": iso(on),
        "report": report(value.evidence, value.matter.id),
    }  # fmt: skip


def track(value: ActorRow, undertaken: Sequence[Undertaken]) -> Json:
    """What an actor undertook and what became of it, in counts, in a share with its interval, and some of it one by one (`track.proven`)."""
    kept = value.kept
    return actor(value.actor) | {
        "documents": value.documents, "statements": value.statements, "counts": dict(value.counts),
        "kept": {"hits": kept.hits, "of": kept.of, "low": round(kept.low, 4), "high": round(kept.high, 4), "confidence": kept.confidence},
        "thin": list(value.thin), "until": iso(value.until), "undertaken_total": len(value.undertaken),
        "undertaken": [_undertaken(u) for u in undertaken],
    }  # fmt: skip


def _undertaken(value: Undertaken) -> Json:
    """One undertaking of an actor: the words that took it on, and the latest on it."""
    return {
        "matter": matter(value.matter), "outcome": value.outcome, "first": report(value.first, value.matter.id),
        "latest": report(value.latest, value.matter.id),
    }  # fmt: skip


def page(value: Page, copy_of: str | None, of: Mapping[str, Matter]) -> Json:
    """A document with its text and all that was read in it. Offsets count code points of `text`, end exclusive."""
    d = value.document
    row = Head(d.doc_id, d.published, d.title, d.outlet, d.url, copy_of)
    told = [Evidence(r, row, d.quote(r.sentence), _voice(value, r.by)) for r in value.reports]
    heard = [Said(a, row, *(" … ".join(d.quote(s) for s in spans) for spans in (a.source, a.cue, a.content))) for a in value.attributions]  # fmt: skip
    return head(row) | {
        "published_basis": d.published_basis, "text": d.text, "furniture": _spans(d.furniture),
        "actors": [actor(a) for a in value.actors.values()],
        "attributions": [said(s, value.actors.get(s.attribution.by or "")) for s in heard],
        "reports": [report(e, of[e.report.id].id if e.report.id in of else None) for e in told],
    }  # fmt: skip


def _voice(value: Page, by: str) -> str:
    return "the article" if by == OUTLET else value.actors[by].name if by in value.actors else by


def hit(value: SentenceHit | StatementHit) -> Json:
    """A sentence or statement that holds the words sought."""
    shared = {"text": value.marked.translate(PLAIN), "marked": value.marked.replace("\x02", "[[").replace("\x03", "]]"),
              "document": head(value.head), "matters": [matter(m) for m in value.matters]}  # fmt: skip
    if isinstance(value, StatementHit):
        return {"kind": "statement", "by": named(value.actor) if value.actor else None, "manner": value.manner} | shared
    return {"kind": "sentence", "by": None, "manner": None} | shared
