"""Nouns of a record for many ids at once: a fixed number of queries, however many are wanted."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Actor, Finding, Judgement, Matter, Report
from walkback.core.text import Span
from walkback.record import rows_codec as codec
from walkback.record.judgements import judgement_in
from walkback.record.rows import Evidence, FindingRow, Head, MatterRow
from walkback.record.store import Record

HEAD = "d.doc_id, d.published, d.title, d.outlet, d.url, d.copy_of"
# no view shows what only linking needs
_REPORT = codec.REPORT.replace("r.vector", "zeroblob(0)").replace("r.words", "'[]'")
AMONG = "(SELECT value FROM json_each(?))"
NUMBERS = "(SELECT CAST(value AS BIGINT) FROM json_each(?))"


def many(ids: Iterable[str | int]) -> str:
    """Ids as the one value of AMONG, each once."""
    return json.dumps(list(dict.fromkeys(ids)))


def head(row: Sequence[Any]) -> Head:
    """From the columns of HEAD."""
    return Head(row[0], codec.day(row[1]), row[2], row[3], row[4], row[5])


def actors(record: Record, ids: Iterable[str]) -> dict[str, Actor]:
    """Actors by the id asked for and in that order, each resolved to the one it was merged into; unknown ids are left out."""
    wanted = many(ids)
    rows = record.connection.execute(
        "SELECT a.id, b.id, b.name, b.kind, b.aliases, b.roles FROM json_each(?) w JOIN actors a ON a.id = w.value "
        "JOIN actors b ON b.id = coalesce(a.same_as, a.id) ORDER BY w.key",
        (wanted,),
    )
    return {row[0]: codec.actor_in(row[1:]) for row in rows}


def evidence(record: Record, ids: Iterable[str]) -> dict[str, Evidence]:
    """Reports by id with their sentences, the names on whose word they stand, and their articles."""
    rows = record.connection.execute(
        f"SELECT {_REPORT}, {HEAD} FROM reports r JOIN documents d ON d.number = r.document WHERE r.id IN {AMONG}",
        (many(ids),),
    ).fetchall()
    cast = actors(record, (row[9] for row in rows))
    out = {}
    for row in rows:
        report = codec.report_in(row[:21])
        by = "the article" if report.by == OUTLET else cast[report.by].name if report.by in cast else report.by
        out[report.id] = Evidence(report, head(row[21:27]), row[20], by)
    return out


def matters(record: Record, ids: Iterable[str]) -> dict[str, Matter]:
    """Matters by id, with the ids of their reports."""
    wanted = many(ids)
    told = _grouped(record, f"SELECT matter, report FROM matter_reports WHERE matter IN {AMONG} ORDER BY matter, place", wanted)  # fmt: skip
    rows = record.connection.execute(f"SELECT id, label, type, parties FROM matters WHERE id IN {AMONG}", (wanted,))
    return {r[0]: Matter(r[0], r[1], r[2], codec.words_in(r[3]), tuple(told[r[0]])) for r in rows}


def _grouped(record: Record, query: str, wanted: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    for key, value in record.connection.execute(query, (wanted,)):
        out[key].append(value)
    return out


def findings(record: Record, ids: Iterable[str]) -> dict[str, Finding]:
    """Findings by id."""
    wanted = many(ids)
    who = _grouped(record, f"SELECT finding, actor FROM finding_who WHERE finding IN {AMONG} ORDER BY finding, place", wanted)  # fmt: skip
    of = _grouped(record, f"SELECT finding, report FROM finding_reports WHERE finding IN {AMONG} ORDER BY finding, place", wanted)  # fmt: skip
    rows = record.connection.execute(f"SELECT {codec.FINDING} FROM findings WHERE id IN {AMONG}", (wanted,))
    return {r[0]: codec.finding_in(r, who[r[0]], of[r[0]]) for r in rows}


def findings_of(record: Record, matter_ids: Iterable[str]) -> dict[str, list[Finding]]:
    """Findings by matter, in order of the day they came to light."""
    rows = record.connection.execute(
        f"SELECT id FROM findings WHERE matter IN {AMONG} ORDER BY day NULLS FIRST, id", (many(matter_ids),)
    ).fetchall()
    out: dict[str, list[Finding]] = defaultdict(list)
    held = findings(record, (row[0] for row in rows))
    for row in rows:
        out[held[row[0]].matter].append(held[row[0]])
    return out


def quoted(words: Iterable[str]) -> str:
    """Words of ours as SQL writes them in a list."""
    return ", ".join(f"'{word}'" for word in sorted(words))


def judgements(record: Record, targets: Iterable[str] | None = None) -> dict[str, tuple[Judgement, ...]]:
    """Judgements in force, by target, in the order in which they were given; of every target unless some are named."""
    out: dict[str, list[Judgement]] = defaultdict(list)
    rows = record.connection.execute(
        "SELECT target, verdict, by, at, note, amend FROM judgements "
        f"{'' if targets is None else f'WHERE target IN {AMONG}'} ORDER BY number",
        () if targets is None else (many(targets),),
    )
    for r in rows:
        out[r[0]].append(judgement_in(r))
    return {target: tuple(said) for target, said in out.items()}


def finding_rows(record: Record, ids: Sequence[str]) -> list[FindingRow]:
    """Findings with matter, people, sentences and judgements, in the order asked for; unknown ids are left out."""
    held = findings(record, ids)
    of = matters(record, (f.matter for f in held.values()))
    cast = actors(record, (w for f in held.values() for w in f.who))
    proof = evidence(record, (r for f in held.values() for r in f.reports))
    said = judgements(record, held)
    return [
        FindingRow(
            f,
            of[f.matter],
            tuple(dict.fromkeys(cast[w] for w in f.who if w in cast)),
            tuple(proof[r] for r in f.reports if r in proof),
            said.get(f.id, ()),
        )
        for f in (held[i] for i in ids if i in held)
        if f.matter in of
    ]


def matter_rows(record: Record, ids: Sequence[str]) -> list[MatterRow]:
    """Matters in full, in the order asked for; unknown ids are left out."""
    held = matters(record, ids)
    cast = actors(record, (p for m in held.values() for p in m.parties))
    proof = evidence(record, (r for m in held.values() for r in m.reports))
    found = findings_of(record, held)
    return [
        MatterRow(
            m,
            tuple(dict.fromkeys(cast[p] for p in m.parties if p in cast)),
            tuple(sorted((proof[r] for r in m.reports if r in proof), key=in_time)),
            tuple(found.get(m.id, ())),
        )
        for m in (held[i] for i in ids if i in held)
    ]


def told_rows(record: Record, ids: Sequence[str]) -> list[MatterRow]:
    """Matters for counting: of each report what it says, when, on whose word, and who acts; no sentence, no due day, no words."""
    wanted = many(ids)
    rows = record.connection.execute(
        'SELECT x.matter, r.id, d.doc_id, r.start, r."end", r.sentence_start, r.sentence_end, r."trigger", r.status, r.type, r.by, '
        "json_extract(r.parties, '$[0]'), d.published, json_extract(r.as_of, '$[0]'), json_extract(r.as_of, '$[1]'), d.outlet, d.copy_of "
        "FROM matter_reports x JOIN reports r ON r.id = x.report "
        f"JOIN documents d ON d.number = r.document WHERE x.matter IN {AMONG}",
        (wanted,),
    ).fetchall()
    cast = actors(record, {row[10] for row in rows})
    told: dict[str, list[Evidence]] = defaultdict(list)
    for r in rows:
        published = codec.day(r[12])
        report = Report(
            r[1], r[2], Span(r[3], r[4]), Span(r[5], r[6]), r[7], r[8], r[9], r[10], (r[11],) if r[11] else (), published,
            _held(r[13], r[14]) if r[14] else None,
        )  # fmt: skip
        by = "the article" if r[10] == OUTLET else cast[r[10]].name if r[10] in cast else r[10]
        told[r[0]].append(Evidence(report, Head(r[2], published, None, r[15], None, r[16]), "", by))
    found = findings_of(record, ids)
    named = record.connection.execute(f"SELECT id, label, type, parties FROM matters WHERE id IN {AMONG}", (wanted,))
    of = {r[0]: Matter(r[0], r[1], r[2], codec.words_in(r[3]), ()) for r in named}
    return [MatterRow(of[i], (), tuple(sorted(told[i], key=in_time)), tuple(found.get(i, ()))) for i in ids if i in of]


@lru_cache(maxsize=codec.KEPT)
def _held(earliest: str | None, latest: str) -> Interval:
    return Interval(codec.day(earliest), codec.day(latest))


def in_time(row: Evidence) -> tuple[date, str, tuple[int, int]]:
    """The order of evidence: publication, document, place."""
    return row.head.published or date.min, row.head.doc_id, row.report.span


def matters_of(record: Record, report_ids: Iterable[str]) -> dict[str, Matter]:
    """The matter of each report, without the ids of its reports."""
    rows = record.connection.execute(
        f"SELECT x.report, m.id, m.label, m.type, m.parties FROM matter_reports x JOIN matters m ON m.id = x.matter WHERE x.report IN {AMONG}",
        (many(report_ids),),
    )
    return {r[0]: Matter(r[1], r[2], r[3], codec.words_in(r[4]), ()) for r in rows}
