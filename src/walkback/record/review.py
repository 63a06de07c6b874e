"""What waits for a judgement, who said what, how far reviewers agree, what no longer has a place.

To judge and to take back: `walkback.judging`, which also makes anew what follows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from walkback.core.errors import InputError
from walkback.core.ledger import Judgement
from walkback.record import agreement as numbers
from walkback.record.agreement import Agreement
from walkback.record.anchors import KINDS, Kind, kind_of
from walkback.record.home import Connection
from walkback.record.judgements import judgement_in
from walkback.record.store import Record

COUNTED = 8  # articles on a matter; more make it no more important
# Chosen by what they are to do, not tuned: a certain finding that many articles bear on still comes before a doubtful one
# of a single article, and nothing that is certain falls to nothing.
CERTAIN = 0.25
State = Literal["new", "others", "mine"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to be judged.

    uncertainty: 1 where the model's score is at its most doubtful (0.5), 0 where it is certain; documents: how many articles
    (copies left out) bear on its matter; priority: what the queue is ordered by; state: new (nobody judged it), others
    (others did, this reviewer did not), mine; judgements: in force, in order.
    """

    kind: Kind
    target: str
    score: float
    uncertainty: float
    documents: int
    priority: float
    state: State
    judgements: tuple[Judgement, ...]

    @property
    def contested(self) -> bool:
        """Whether the last words of two reviewers differ."""
        return len({sense(j) for j in last_words(self.judgements).values()}) > 1


@dataclass(frozen=True, slots=True)
class Signed:
    """A judgement as it was signed.

    target: what it is on now, None if that is gone and then `note` says why; how: same, overlap or gone; quotes: the
    sentences that were judged; withdrawn: when its reviewer took it back, None if it is in force.
    """

    id: str
    kind: Kind
    judgement: Judgement
    target: str | None
    how: str
    note: str
    withdrawn: datetime | None
    quotes: tuple[str, ...]


_DOCUMENTS = (
    "WITH told AS (SELECT m.matter, count(DISTINCT r.document) AS documents FROM matter_reports m JOIN reports r ON r.id = m.report "
    "JOIN documents d ON d.number = r.document WHERE d.copy_of IS NULL GROUP BY m.matter) "
)
_QUEUES: dict[Kind, str] = {
    "finding": "SELECT f.id, f.score, t.documents FROM findings f JOIN told t ON t.matter = f.matter",
    "report": "SELECT r.id, r.score, t.documents FROM reports r JOIN matter_reports m ON m.report = r.id JOIN told t ON t.matter = m.matter",
    # a matter is as doubtful as the most doubtful of its findings
    "matter": "SELECT m.id, coalesce((SELECT f.score FROM findings f WHERE f.matter = m.id ORDER BY abs(f.score - 0.5), f.id LIMIT 1), 1.0), "
    "t.documents FROM matters m JOIN told t ON t.matter = m.id WHERE t.documents > 1",
    "attribution": "SELECT a.id, a.score, 1 FROM attributions a JOIN documents d ON d.number = a.document WHERE d.copy_of IS NULL",
    # those that the machine merged wait, as nothing in their score says how sure that was
    "actor": "SELECT a.id, 0.5, (SELECT count(*) FROM page_actors p WHERE p.actor = a.id) FROM actors a WHERE a.same_as IS NOT NULL",
}


def queue(
    record: Record, *, reviewer: str = "", kind: Kind = "finding", limit: int = 50, judged: bool = True
) -> list[Waiting]:
    """What waits for a reviewer, first what they have not judged yet, by how uncertain it is and how much bears on it.

    priority = (0.25 + uncertainty) * (1 + articles on its matter, at most 8). Things that two others judged differently come
    first of all. judged: whether those that this reviewer judged come too, at the end.
    """
    db = record.connection
    said = _said(db, kind)
    out = []
    for target, score, documents in db.execute(_DOCUMENTS + _QUEUES[kind]):
        words = said.get(target, ())
        mine = any(j.by == reviewer for j in words) if reviewer else bool(words)
        if mine and not judged:
            continue
        state: State = "mine" if mine else "others" if words else "new"
        uncertainty = 1 - abs(2 * score - 1)
        priority = (CERTAIN + uncertainty) * (1 + min(documents, COUNTED))
        out.append(Waiting(kind, target, score, uncertainty, documents, priority, state, words))
    out.sort(key=lambda w: (w.state == "mine", not w.contested, -w.priority, w.target))
    return out[:limit]


def _said(db: Connection, kind: Kind) -> dict[str, tuple[Judgement, ...]]:
    out: dict[str, tuple[Judgement, ...]] = {}
    for row in db.execute(
        "SELECT target, verdict, by, at, note, amend FROM judgements WHERE kind = ? ORDER BY number", (kind,)
    ):
        out[row[0]] = (*out.get(row[0], ()), judgement_in(row))
    return out


def sense(said: Judgement) -> str:
    """What a judgement says of its target: who adds a report says that it stands, as who confirms it does."""
    return "confirmed" if said.verdict == "added" else said.verdict


def last_words(said: Iterable[Judgement]) -> dict[str, Judgement]:
    """The last of some judgements by reviewer."""
    return {j.by: j for j in said}


def history(record: Record, target: str | None = None) -> list[Signed]:
    """Every judgement ever given, of a target or at all, those taken back and those without a place too, in order."""
    where = "WHERE s.target = :target OR p.target = :target" if target else ""
    rows = record.connection.execute(
        "SELECT s.id, s.kind, s.target, s.verdict, s.by, s.at, s.note, s.amend, p.target, coalesce(p.how, 'gone'), coalesce(p.note, ''), "
        "w.at, s.anchor FROM signed s LEFT JOIN placements p ON p.number = s.number LEFT JOIN withdrawals w ON w.judgement = s.id "
        f"{where} ORDER BY s.number",
        {"target": target},
    )
    out = []
    for row in rows:
        withdrawn = datetime.fromisoformat(row[11]) if row[11] else None
        said, quotes = judgement_in(row[2:8]), _quotes(row[12])
        out.append(Signed(row[0], row[1], said, row[8], row[9], row[10], withdrawn, quotes))
    return out


def _quotes(packed: str | None) -> tuple[str, ...]:
    held = json.loads(packed) if packed else {}
    if "quote" in held:
        return (held["quote"],)
    return tuple(dict.fromkeys(r["quote"] for r in held.get("reports", ()))) or tuple(
        held[k] for k in ("name",) if k in held
    )


def unplaced(record: Record) -> list[Signed]:
    """Judgements in force whose target the present reading does not have. They are kept, and placed again when it has."""
    return [s for s in history(record) if s.withdrawn is None and s.target is None]


def agreement(record: Record) -> dict[str, Agreement]:
    """How far reviewers agree, by kind of target and, under "all", over all: the last word in force of each on each target."""
    words: dict[str, dict[str, dict[str, str]]] = {}
    for kind in KINDS:
        for target, said in _said(record.connection, kind).items():
            words.setdefault(kind, {})[target] = {by: sense(j) for by, j in last_words(said).items()}
    together = {f"{kind} {target}": held for kind, of in words.items() for target, held in of.items()}
    return {kind: numbers.agreement(of) for kind, of in words.items()} | {"all": numbers.agreement(together)}


def left_out(record: Record, matter: str) -> list[str]:
    """Ids of the reports of a matter that people refused, by place."""
    rows = record.connection.execute(
        "SELECT l.report FROM left_out l JOIN reports r ON r.id = l.report JOIN documents d ON d.number = r.document "
        "WHERE l.matter = ? ORDER BY d.published NULLS FIRST, d.doc_id, r.start, r.id",
        (matter,),
    )
    return [row[0] for row in rows]


def target(record: Record, name: str) -> tuple[Kind, str]:
    """Kind and whole id of what a reviewer names; the beginning of an id, of six characters or more, is enough where only
    one begins so.

    Raises InputError where none does, or several.
    """
    db = record.connection
    kind = kind_of(db, name)
    if kind:
        return kind, name
    tables: tuple[Kind, ...] = ("finding", "report", "matter", "attribution")
    found = [
        (of, row[0])
        for of in tables
        for row in db.execute(f"SELECT id FROM {of}s WHERE id >= ? AND id < ? || 'g' LIMIT 3", (name, name))
        if len(name) >= 6
    ]
    if len(found) == 1:
        return found[0]
    if found:
        told = "; ".join(f"{of} {full}" for of, full in found[:5])
        raise InputError(f"{name!r} begins several ids: {told}", hint="give more digits")
    raise InputError(f"nothing in the record is called {name!r}", hint="walkback review --list shows ids")
