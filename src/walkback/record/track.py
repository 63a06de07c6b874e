"""Track records: what an actor undertook, what became of it, how long that took, and how much all of it stands on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from walkback.core.ledger import OUTLET, Actor, Finding
from walkback.core.reading import UNDERTAKEN
from walkback.record import rows_codec as codec
from walkback.record.estimates import Share, kaplan_meier, wilson
from walkback.record.gather import AMONG, evidence, many, quoted, told_rows
from walkback.record.people import Sides, ids_of, named, roles_of, voices_of
from walkback.record.queries import verdicts
from walkback.record.rows import (
    ActorRow,
    Evidence,
    MatterRow,
    Outcome,
    Sources,
    Thinness,
    Undertaken,
)
from walkback.record.store import Record

OUTCOMES: dict[str, Outcome] = {  # the first that was found counts
    "kept": "kept", "reversal": "withdrawn", "lapse": "lapsed", "delay": "slipped", "dispute": "disputed",
}  # fmt: skip
SETTLED: tuple[Outcome, ...] = ("kept", "withdrawn", "lapsed")
FEW = 10  # settled undertakings; the interval of a share of fewer is wider than half of all there is to know


def who(record: Record, name: str) -> list[ActorRow]:
    """Track records of the actors that bear a name, the one most spoken of first, each with its sentences."""
    rows = [actor_row(record, actor) for actor in named(record, name)[:12]]
    rows = [replace(row, undertaken=proven(record, row.undertaken)) for row in rows]
    return sorted(rows, key=lambda r: (-r.documents, -r.statements, r.actor.id))


def proven(record: Record, undertaken: Iterable[Undertaken]) -> tuple[Undertaken, ...]:
    """Undertakings whose first, latest and turning report carry their sentences; counting them needs none."""
    held = tuple(undertaken)
    proof = evidence(record, (e.report.id for u in held for e in (u.first, u.latest, u.turn)))
    return tuple(
        replace(u, first=proof[u.first.report.id], latest=proof[u.latest.report.id], turn=proof[u.turn.report.id])
        for u in held
    )


def actor_row(record: Record, actor: Actor) -> ActorRow:
    """What an actor undertook and what became of it, by the record as far as it reaches, without sentences. Copies do not count.

    An undertaking is an actor's where it is the one to act, or gives its word that it is planned or agreed. Of a
    government or organisation, the word of those counts who spoke for it by the roles that the articles gave them.
    """
    ids = ids_of(record, actor)
    voices = voices_of(record, actor)
    until = codec.day(record.connection.execute("SELECT max(published) FROM documents").fetchone()[0])
    own = _Own(record, frozenset(ids), frozenset(voices))
    undertaken = [
        u for row in told_rows(record, _matters(record, ids, {*ids, *voices})) if (u := _undertaken(row, own, until))
    ]
    undertaken.sort(key=lambda u: (u.first.head.published or date.min, u.matter.id))
    counts: Counter[str] = Counter(u.outcome for u in undertaken)
    share = wilson(counts["kept"], sum(u.outcome in SETTLED and u.own for u in undertaken))
    sources = _sources(undertaken)
    statements, documents = _spoken(record, ids)
    names = {u.first.report.by: u.first.by for u in undertaken}
    return ActorRow(
        actor,
        tuple(undertaken),
        counts,
        statements,
        documents,
        kept=share,
        fulfilment=kaplan_meier((u.watched, u.outcome == "kept") for u in undertaken if u.watched is not None),
        sources=sources,
        roles=roles_of(record, ids),
        voices=tuple(sorted({name for by, name in names.items() if by not in ids and by != OUTLET})),
        thin=_thin(undertaken, share, sources),
        until=until,
    )


def _spoken(record: Record, ids: Sequence[str]) -> tuple[int, int]:
    """How many statements an actor made, and how many articles speak of it; copies left out."""
    db = record.connection
    statements = db.execute(
        f"SELECT count(*) FROM attributions a JOIN documents d ON d.number = a.document WHERE d.copy_of IS NULL AND a.by IN {AMONG}",
        (many(ids),),
    ).fetchone()[0]
    documents = db.execute(
        f"SELECT count(DISTINCT p.document) FROM page_actors p JOIN documents d ON d.number = p.document WHERE d.copy_of IS NULL AND p.actor IN {AMONG}",
        (many(ids),),
    ).fetchone()[0]
    return statements, documents


def _matters(record: Record, ids: Iterable[str], speaking: Iterable[str]) -> list[str]:
    """Ids of the matters that an actor, or somebody who speaks for it, may have undertaken."""
    told = f"status IN ({quoted(UNDERTAKEN)})"
    rows = record.connection.execute(  # two questions, each with an index of its own
        "SELECT DISTINCT m.matter FROM (SELECT id, document FROM reports WHERE "
        f"by IN {AMONG} AND {told} UNION SELECT id, document FROM reports WHERE json_extract(parties, '$[0]') IN {AMONG} AND {told}) r "
        "JOIN documents d ON d.number = r.document JOIN matter_reports m ON m.report = r.id WHERE d.copy_of IS NULL",
        (many(sorted(speaking)), many(ids)),
    ).fetchall()
    return [row[0] for row in rows]


class _Own:
    """Which reports and findings are an actor's own, and which a person has refused."""

    def __init__(self, record: Record, ids: frozenset[str], voices: frozenset[str]) -> None:
        self.ids = ids
        self.voices = voices
        self.words = verdicts(record)
        self.sides = Sides(record)

    def speaks(self, e: Evidence) -> bool:
        """Whether a report stands on the actor's word, or on that of one who speaks for it there and then."""
        if e.report.by in self.ids:
            return True
        if e.report.by not in self.voices:
            return False
        body = self.sides.of(e.report.by, e.head.doc_id, e.head.published)
        return body is not None and body.id in self.ids

    def undertakes(self, e: Evidence) -> bool:
        """Whether a report is the actor's word, or tells of its deed, that something is to be done."""
        if e.report.status not in UNDERTAKEN:
            return False
        acts = bool(e.report.parties) and e.report.parties[0] in self.ids
        return acts or (e.report.status in ("planned", "agreed") and self.speaks(e))

    def verdict(self, target: str) -> str:
        return self.words[target].verdict if target in self.words else ""


def _undertaken(row: MatterRow, own: _Own, until: date | None) -> Undertaken | None:
    """An actor's part in a matter; None where it undertook nothing in it."""
    told = [e for e in row.evidence if e.head.copy_of is None and own.verdict(e.report.id) != "refused"]
    told.sort(key=lambda e: e.order)
    first = next((e for e in told if own.undertakes(e)), None)
    if first is None:
        return None
    findings = [f for f in row.findings if own.verdict(f.id) != "refused"]
    kinds = {f.kind for f in findings}
    outcome: Outcome = next((OUTCOMES[k] for k in OUTCOMES if k in kinds), "open")
    denied = any(f.kind == "kept" and own.verdict(f.id) == "refused" for f in row.findings)
    if outcome == "open" and told[-1].report.status == "done" and not denied:
        outcome = "kept"
    return Undertaken(
        row.matter,
        first,
        told[-1],
        _turn(findings, told, outcome),
        outcome,
        tuple(findings),
        evidence=tuple(told),
        copies=tuple(dict.fromkeys(e.head.doc_id for e in row.evidence if e.head.copy_of is not None)),
        slipped="delay" in kinds,
        disputed="dispute" in kinds,
        own=outcome != "withdrawn" or _own_reversal(findings, told, own),
        signed=sum(own.verdict(f.id) == "confirmed" for f in findings),
        watched=_watched(first, told, outcome, until),
    )


def _turn(findings: Iterable[Finding], told: Sequence[Evidence], outcome: Outcome) -> Evidence:
    """The report that made the outcome: the last one of the last finding that says so, else the latest report."""
    of = {e.report.id: e for e in told}
    ends = [f.reports[-1] for f in findings if OUTCOMES.get(f.kind) == outcome]
    return next((of[r] for r in reversed(ends) if r in of), told[-1])


def _own_reversal(findings: Iterable[Finding], told: Sequence[Evidence], own: _Own) -> bool:
    """Whether the change was the actor's: told on its own word, or on nobody's but the articles'."""
    of = {e.report.id: e for e in told}
    last = [of[f.reports[-1]] for f in findings if f.kind == "reversal" and f.reports[-1] in of]
    return not last or any(e.report.by == OUTLET or own.speaks(e) for e in last)


def _watched(first: Evidence, told: Sequence[Evidence], outcome: Outcome, until: date | None) -> int | None:
    """Days from the first word to the day it was done, or to the last day of the record."""
    begun = first.held
    if begun is None or until is None:
        return None
    if outcome != "kept":
        return max(0, (until - begun).days)
    done = next((e.held for e in told if e.report.status == "done" and e.order > first.order), None)
    return max(0, (done - begun).days) if done else None


def _sources(undertaken: Sequence[Undertaken]) -> Sources:
    """Articles with evidence on the undertakings, and the outlets they are of."""
    heads = {e.head.doc_id: e.head for u in undertaken for e in u.evidence}
    copies = {doc_id for u in undertaken for doc_id in u.copies}
    outlets = {(h.outlet or "").strip().casefold() for h in heads.values()}
    unnamed = sum(not (h.outlet or "").strip() for h in heads.values())
    return Sources(len(heads), len(outlets - {""}), unnamed, len(copies))


def _thin(undertaken: Sequence[Undertaken], share: Share, sources: Sources) -> tuple[Thinness, ...]:
    """Why a track record says little."""
    if not undertaken:
        return ()
    out: list[Thinness] = []
    if share.of < FEW:
        out.append("few settled")
    if sources.documents == 1:
        out.append("one article")
    elif sources.outlets == 1 and not sources.unnamed:
        out.append("one outlet")
    if not any(u.signed for u in undertaken) and any(u.findings for u in undertaken):
        out.append("none reviewed")
    return tuple(out)


def top_actors(record: Record, limit: int = 20) -> list[ActorRow]:
    """Track records of the named actors with most findings on them, then most spoken of."""
    rows = record.connection.execute(
        "SELECT b.id, b.name, b.kind, b.aliases, b.roles, "
        "(SELECT count(*) FROM finding_who w WHERE w.actor = b.id AND w.finding NOT IN (SELECT id FROM refused_findings)) AS found, "
        "(SELECT count(*) FROM page_actors p WHERE p.actor = b.id) AS told "
        "FROM actors b WHERE b.same_as IS NULL AND b.kind IN ('person', 'government', 'organisation') ORDER BY found DESC, told DESC, b.id LIMIT ?",
        (limit,),
    ).fetchall()
    return [actor_row(record, codec.actor_in(row[:5])) for row in rows]
