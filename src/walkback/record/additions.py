"""Reports that people added where nothing was read. Each is a judgement like any other, and while it is in force its report
stands among those that were read: linked, found on, counted. Used inside one write transaction.

Where another reading has a report at its place, that one stands, in the form that the person gave.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from walkback.core.errors import InputError
from walkback.core.judged import Form
from walkback.core.ledger import OUTLET, Amendment, Judgement, report_id
from walkback.core.reading import STATUSES, TYPES
from walkback.core.text import Span
from walkback.record import anchors, links
from walkback.record import rows_codec as codec
from walkback.record.anchors import Anchor
from walkback.record.home import Connection

FIELDS = frozenset({"doc_id", "span", "type", "status", "due", "undated", "by", "parties", "merge"})


def check(db: Connection, said: Judgement) -> None:
    """That an addition can stand: words of one sentence at which nothing is read, a standing, a type.

    Raises InputError where it cannot.
    """
    change = said.amend or Amendment()
    if change.doc_id is None or change.span is None or change.status is None or change.type is None:
        raise InputError(
            "an added report needs an article, a place, a status and a type", hint="docs/review.md shows how"
        )
    if change.status not in STATUSES or change.type not in TYPES:
        raise InputError(f"{change.status} {change.type} is no standing and type", hint=f"{', '.join(STATUSES)}; {', '.join(TYPES)}")  # fmt: skip
    row = db.execute("SELECT number, text FROM documents WHERE doc_id = ?", (change.doc_id,)).fetchone()
    if row is None:
        raise InputError(f"no article {change.doc_id!r} in the record", hint="walkback search WORDS shows their ids")
    words = row[1][slice(*change.span)]
    if not words.strip() or words != words.strip() or _sentence(db, row[0], change.span) is None:
        raise InputError(f"{words!r} are no words of one sentence", hint="name some words of a sentence, as they stand")
    there = _overlapping(db, row[0], change.span)
    if there:
        raise InputError(f"{there[2]} is read there: {there[0]}", hint="amend that report instead")
    if said.target != report_id(change.doc_id, change.span, change.status):
        raise InputError(f"{said.target!r} is not its id", hint="core.ledger.report_id gives it")
    if len(change.merge) > 1:
        raise InputError("a report is of one matter", hint="merge the matters first")


def _sentence(db: Connection, number: int, span: Span) -> tuple[int, int] | None:
    row: tuple[int, int] | None = db.execute(
        'SELECT start, "end" FROM sentences WHERE document = ? AND start <= ? AND "end" >= ?', (number, *span)
    ).fetchone()
    return row


def _overlapping(db: Connection, number: int, span: Span, *, read: bool = False) -> tuple[str, int, str] | None:
    """Id, start and status of a report whose trigger shares characters with a place. read: only of those a machine read."""
    only = "AND id NOT IN (SELECT report FROM added_reports)" if read else ""
    row: tuple[str, int, str] | None = db.execute(
        f'SELECT id, start, status FROM reports WHERE document = ? AND start < ? AND "end" > ? {only} ORDER BY start, id',
        (number, span.end, span.start),
    ).fetchone()
    return row


def anchor(db: Connection, said: Judgement, beside: Anchor) -> Anchor:
    """All that is needed to let an addition stand in any record of its article. beside: phrase and words, see `stand`."""
    change = said.amend
    assert change and change.doc_id and change.span and change.status
    number, sha, text = db.execute(
        "SELECT number, sha, text FROM documents WHERE doc_id = ?", (change.doc_id,)
    ).fetchone()
    sentence = _sentence(db, number, change.span)
    assert sentence
    form = Form(change.status, change.due, change.by or OUTLET, change.parties or ())
    return {
        "id": said.target, "sha": sha, "doc_id": change.doc_id, "span": list(change.span), "sentence": list(sentence),
        "trigger": text[slice(*change.span)], "read": anchors.form_out(form), "quote": text[slice(*sentence)],
        "type": change.type, **beside,
    }  # fmt: skip


def stand(db: Connection) -> set[int]:
    """Let the reports that people added stand, and take away those that no longer do; numbers of the documents whose reports,
    or matters, are to be made anew.

    What a report is linked and called by beyond its words, "phrase" and "words", is kept in its anchor: the record knows no stage.
    """
    wanted: dict[str, tuple[str, int, Anchor]] = {}
    taken: list[tuple[int, Span]] = []
    for judgement, held in _in_force(db):
        number = next(iter(anchors.documents(db, held)), None)
        span = Span(*held["span"])
        if number is None or _overlapping(db, number, span, read=True) or any(n == number and span.overlaps(s) for n, s in taken):  # fmt: skip
            continue
        (doc_id,) = db.execute("SELECT doc_id FROM documents WHERE number = ?", (number,)).fetchone()
        wanted[report_id(doc_id, span, held["read"][0])] = judgement, number, held
        taken.append((number, span))
    have: dict[str, str] = dict(db.execute("SELECT report, judgement FROM added_reports").fetchall())
    changed: set[int] = set()
    for name in sorted(have.keys() - wanted.keys()):
        changed |= _take_out(db, name)
    for name, (judgement, number, held) in wanted.items():
        if have.get(name) != judgement:
            changed |= _take_out(db, name) if name in have else set()
            _put(db, name, number, held)
            db.execute("INSERT INTO added_reports VALUES (?, ?)", (name, judgement))
            changed.add(number)
    return changed


def _in_force(db: Connection) -> Iterator[tuple[str, Anchor]]:
    """Ids and anchors of the additions in force, in the order in which they were made."""
    rows = db.execute(
        "SELECT s.id, s.anchor FROM signed s WHERE s.verdict = 'added' AND s.anchor IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.judgement = s.id) ORDER BY s.number"
    ).fetchall()
    for name, packed in rows:
        held = json.loads(packed)
        if complete(held):
            yield name, held


def complete(held: Anchor) -> bool:
    """Whether an anchor says all that a report needs to stand."""
    try:
        place = held["sentence"][0] <= held["span"][0] < held["span"][1] <= held["sentence"][1]
        form = anchors.form_in(held["read"])
        return place and form.status in STATUSES and held["type"] in TYPES and isinstance(held["trigger"], str)
    except (KeyError, IndexError, TypeError, ValueError):
        return False


def _put(db: Connection, name: str, number: int, held: Anchor) -> None:
    status, due, by, parties = held["read"]
    row: list[Any] = [
        name, number, *held["span"], *held["sentence"], held["trigger"], status, held["type"], by, parties, None, due,
        0, 0, 1.0, held.get("phrase") or held["trigger"], codec.pack(held.get("words") or []), b"",
    ]  # fmt: skip
    db.execute(f"INSERT INTO reports VALUES ({', '.join('?' * 19)})", row)


def _take_out(db: Connection, name: str) -> set[int]:
    """Take a report out of the record and its matter; the documents whose matters are to be made anew."""
    old = links.matters_of(db, [name])
    left = db.execute("SELECT matter FROM left_out WHERE report = ?", (name,)).fetchone()
    reports = {name, *(r for matter, _ in old.values() for r in matter.reports)}
    if left:
        reports |= {r[0] for r in db.execute("SELECT report FROM matter_reports WHERE matter = ?", (left[0],))}
    links.rewrite(db, old, {})
    numbers = {
        row[0] for r in reports for row in db.execute("SELECT document FROM reports WHERE id = ?", (r,)).fetchall()
    }
    for table, column in (("left_out", "report"), ("read_reports", "report"), ("added_reports", "report"), ("reports", "id")):  # fmt: skip
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", (name,))
    return numbers
