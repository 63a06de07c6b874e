"""Nouns to and from the columns of the record."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from walkback.core.codec import iso
from walkback.core.interval import Interval
from walkback.core.ledger import Actor, Attribution, Finding, Report, Timex
from walkback.core.roots import roots
from walkback.core.text import Document, Span

Row = tuple[Any, ...]
KEPT = 1 << 14  # values read from columns that say the same again and again


@lru_cache(maxsize=KEPT)
def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def pack(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def interval_out(value: Interval | None) -> str | None:
    if value is None:
        return None
    return pack([iso(value.earliest), iso(value.latest), value.vague, value.basis, value.rule, value.phrase])


@lru_cache(maxsize=KEPT)
def interval_in(value: str | None) -> Interval | None:
    if value is None:
        return None
    earliest, latest, vague, basis, rule, phrase = json.loads(value)
    return Interval(day(earliest), day(latest), vague, basis, rule, phrase)


def spans_in(value: str) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in json.loads(value))


@lru_cache(maxsize=KEPT)
def words_in(value: str) -> tuple[str, ...]:
    """A packed list of words: aliases, roles, ids."""
    return tuple(json.loads(value))


def vector_out(value: Sequence[float]) -> bytes:
    """Half precision: enough for a cosine, 128 bytes."""
    return struct.pack(f"<{len(value)}e", *value)


def vector_in(value: bytes) -> tuple[float, ...]:
    return struct.unpack(f"<{len(value) // 2}e", value)


def actor_in(row: Row) -> Actor:
    """From (id, name, kind, aliases, roles)."""
    return Actor(row[0], row[1], row[2], words_in(row[3]), words_in(row[4]))


def document_in(row: Row) -> Document:
    """From (doc_id, text, published, published_basis, title, outlet, url, furniture)."""
    return Document(row[0], row[1], day(row[2]), row[3], row[4], row[5], row[6], spans_in(row[7]))


REPORT = (
    'r.id, d.doc_id, r.start, r."end", r.sentence_start, r.sentence_end, r."trigger", r.status, r.type, r.by, r.parties, '
    "d.published, r.as_of, r.due, r.conditional, r.hedged, r.score, r.phrase, r.words, r.vector, "
    "substr(d.text, r.sentence_start + 1, r.sentence_end - r.sentence_start)"
)


def report_out(report: Report, document: int) -> Row:
    return (
        report.id, document, *report.span, *report.sentence, report.trigger, report.status, report.type, report.by,
        pack(report.parties), interval_out(report.as_of), interval_out(report.due), report.conditional, report.hedged,
        report.score, report.phrase, pack(report.words), vector_out(report.vector),
    )  # fmt: skip


def report_in(row: Row) -> Report:
    """From the columns of REPORT."""
    return Report(
        id=row[0],
        doc_id=row[1],
        span=Span(row[2], row[3]),
        sentence=Span(row[4], row[5]),
        trigger=row[6],
        status=row[7],
        type=row[8],
        by=row[9],
        parties=words_in(row[10]),
        published=day(row[11]),
        as_of=interval_in(row[12]),
        due=interval_in(row[13]),
        conditional=bool(row[14]),
        hedged=bool(row[15]),
        score=row[16],
        phrase=row[17],
        words=tuple(json.loads(row[18])) if row[18] != "[]" else (),
        vector=vector_in(row[19]),
        names=roots(row[20]),
    )


def attribution_out(value: Attribution, document: int, place: int) -> Row:
    return (
        value.id, document, place, value.by, value.manner, pack(value.source), pack(value.cue), pack(value.content), value.score,
    )  # fmt: skip


def attribution_in(row: Row) -> Attribution:
    """From (id, doc_id, by, manner, source, cue, content, score)."""
    return Attribution(row[0], row[1], spans_in(row[4]), spans_in(row[5]), spans_in(row[6]), row[3], row[2], row[7])


FINDING = "id, kind, matter, note, rule, day, steps, score"


def finding_in(row: Row, who: Sequence[str], reports: Sequence[str]) -> Finding:
    """From the columns of FINDING, the actors and the reports in their order."""
    return Finding(
        row[0],
        row[1],
        row[2],
        tuple(who),
        tuple(reports),
        row[3],
        row[4],
        day(row[5]),
        tuple(json.loads(row[6])),
        row[7],
    )


TIMEX = 'start, "end", type, value, days, mod'


def timex_in(row: Row) -> Timex:
    """From doc_id and the columns of TIMEX."""
    return Timex(row[0], Span(row[1], row[2]), row[3], row[4], interval_in(row[5]), row[6])
