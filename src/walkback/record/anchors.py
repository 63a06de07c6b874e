"""What was judged, written down so that it is found again: an anchor, and the place it has in a record.

An anchor holds the digest of the article and the places in it, as they were read when a person judged. Another model reads
other places: a report is found again by the trigger that overlaps most, a finding by its kind and its evidence, a matter by
most of its reports, an actor by name, an attribution by what it says was said. What is not found is gone until it is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from walkback.core.judged import Form
from walkback.record import rows_codec as codec
from walkback.record.home import Connection

Anchor = dict[str, Any]
Kind = Literal["finding", "report", "matter", "actor", "attribution"]
KINDS: tuple[Kind, ...] = ("finding", "report", "matter", "attribution", "actor")
LEAST = 0.5  # share of its evidence, or of its words, by which a finding or an attribution is found again


@dataclass(frozen=True, slots=True)
class Found:
    """Where an anchor is now; how: same, overlap or gone, and then note says why."""

    target: str | None
    how: Literal["same", "overlap", "gone"]
    note: str = ""


def kind_of(db: Connection, target: str) -> Kind | None:
    """What an id is the id of; None if the record holds nothing of that name."""
    if db.execute("SELECT 1 FROM read_attributions WHERE id = ?", (target,)).fetchone():
        return "attribution"
    return next((k for k in KINDS if db.execute(f"SELECT 1 FROM {k}s WHERE id = ?", (target,)).fetchone()), None)


def read_form(db: Connection, report: str) -> Form | None:
    """How the machine read a report; None if there is no such report."""
    row = db.execute(
        "SELECT r.status, r.due, r.by, r.parties, w.was FROM reports r LEFT JOIN read_reports w ON w.report = r.id "
        "WHERE r.id = ?",
        (report,),
    ).fetchone()
    if row is None:
        return None
    return form_in(json.loads(row[4])) if row[4] else form_in(list(row[:4]))


def form_in(row: Sequence[Any]) -> Form:
    """From [status, due, by, parties] as they stand in columns."""
    return Form(row[0], codec.interval_in(row[1]), row[2], tuple(json.loads(row[3])))


def form_out(form: Form) -> list[Any]:
    return [form.status, codec.interval_out(form.due), form.by, codec.pack(form.parties)]


def anchor(db: Connection, kind: Kind, target: str) -> Anchor:
    """The anchor of something the record holds."""
    if kind == "report":
        return _report(db, target)
    if kind == "finding":
        head = db.execute("SELECT kind, rule FROM findings WHERE id = ?", (target,)).fetchone()
        rows = db.execute("SELECT report FROM finding_reports WHERE finding = ? ORDER BY place", (target,))
        return {"kind": head[0], "rule": head[1], "reports": [_report(db, r[0]) for r in rows.fetchall()]}
    if kind == "matter":
        label = db.execute("SELECT label FROM matters WHERE id = ?", (target,)).fetchone()
        return {"label": label[0], "reports": [_report(db, r) for r in reports_of(db, target)]}
    if kind == "actor":
        row = db.execute("SELECT name, kind FROM actors WHERE id = ?", (target,)).fetchone()
        return {"id": target, "name": row[0], "kind": row[1]}
    return _attribution(db, target)


def reports_of(db: Connection, matter: str) -> list[str]:
    """Ids of the reports of a matter, then of those of it that were refused."""
    rows = db.execute(
        "SELECT report FROM (SELECT report, 0 AS refused, place FROM matter_reports WHERE matter = ?1 "
        "UNION ALL SELECT report, 1, 0 FROM left_out WHERE matter = ?1) t ORDER BY refused, place, report",
        (matter,),
    )
    return [row[0] for row in rows.fetchall()]


def _report(db: Connection, report: str) -> Anchor:
    row = db.execute(
        'SELECT d.sha, d.doc_id, r.start, r."end", r.sentence_start, r.sentence_end, r."trigger", '
        "substr(d.text, r.sentence_start + 1, r.sentence_end - r.sentence_start) "
        "FROM reports r JOIN documents d ON d.number = r.document WHERE r.id = ?",
        (report,),
    ).fetchone()
    form = read_form(db, report)
    assert form is not None
    return {
        "id": report, "sha": row[0], "doc_id": row[1], "span": [row[2], row[3]], "sentence": [row[4], row[5]],
        "trigger": row[6], "read": form_out(form), "quote": row[7],
    }  # fmt: skip


def _attribution(db: Connection, target: str) -> Anchor:
    row = attribution_row(db, target)
    assert row is not None
    sha, doc_id, text = db.execute("SELECT sha, doc_id, text FROM documents WHERE number = ?", (row[1],)).fetchone()
    spans = {name: json.loads(value) for name, value in zip(("source", "cue", "content"), row[5:8], strict=True)}
    quote = " … ".join(text[start:end] for start, end in spans["content"])
    return {"id": target, "sha": sha, "doc_id": doc_id, **spans, "by": row[3], "quote": quote}


def attribution_row(db: Connection, target: str) -> list[Any] | None:
    """All columns of an attribution as the machine read it, refused ones too."""
    kept = db.execute("SELECT was FROM read_attributions WHERE id = ?", (target,)).fetchone()
    if kept:
        return list(json.loads(kept[0]))
    row = db.execute("SELECT * FROM attributions WHERE id = ?", (target,)).fetchone()
    return list(row) if row else None


def find(db: Connection, kind: Kind, target: str, held: Anchor | None) -> Found:
    """Where in a record something that was judged is now."""
    if held is None:  # judged before anchors were kept
        there = kind_of(db, target) == kind
        return Found(target, "same") if there else Found(None, "gone", "it was judged before places were kept")
    if kind == "report":
        return find_report(db, held)
    if kind == "attribution":
        return _find_attribution(db, held)
    if kind == "actor":
        return find_actor(db, held)
    if db.execute(f"SELECT 1 FROM {kind}s WHERE id = ?", (target,)).fetchone() and _known(db, held):
        return Found(target, "same")
    return _find_finding(db, held) if kind == "finding" else _find_matter(db, held)


def _known(db: Connection, held: Anchor) -> bool:
    """Whether any of the reports of an anchor is of an article that the record holds."""
    return any(db.execute("SELECT 1 FROM documents WHERE sha = ?", (r["sha"],)).fetchone() for r in held["reports"])


def documents(db: Connection, held: Anchor) -> list[int]:
    """Numbers of the documents that have the text of an anchor, first the one it was made of."""
    rows = db.execute(
        "SELECT number FROM documents WHERE sha = ? ORDER BY doc_id != ?, doc_id", (held["sha"], held["doc_id"])
    )
    return [row[0] for row in rows.fetchall()]


def _share(one: Sequence[int], other: Sequence[int]) -> float:
    """Characters that two places share, of all that they take together."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / (max(one[1], other[1]) - min(one[0], other[0]))


def find_report(db: Connection, held: Anchor) -> Found:
    """The report that an anchor is of: the same, else the one whose trigger overlaps most in the same article."""
    numbers = documents(db, held)
    if not numbers:
        return Found(None, "gone", "its article is not in this record")
    status = held["read"][0]
    best: tuple[float, bool, str] | None = None
    for number in numbers:
        rows = db.execute(
            'SELECT id, start, "end", status FROM reports WHERE document = ? AND start < ? AND "end" > ?',
            (number, held["span"][1], held["span"][0]),
        ).fetchall()
        for name, start, end, told in rows:
            if name == held["id"]:
                return Found(name, "same")
            rank = (_share((start, end), held["span"]), told == status, name)
            best = max(best, rank) if best else rank
        if best:
            return Found(best[2], "overlap")
        near = db.execute(
            "SELECT id FROM reports WHERE document = ? AND sentence_start < ? AND sentence_end > ? AND status = ?",
            (number, held["sentence"][1], held["sentence"][0], status),
        ).fetchall()
        if len(near) == 1:
            return Found(near[0][0], "overlap")
    return Found(None, "gone", "nothing is read at that place now")


def find_reports(db: Connection, held: Iterable[Anchor]) -> frozenset[str]:
    """The reports that some anchors are of, those that are gone left out."""
    found = (find_report(db, one).target for one in held)
    return frozenset(name for name in found if name)


def _find_finding(db: Connection, held: Anchor) -> Found:
    told = find_reports(db, held["reports"])
    best: tuple[float, str] | None = None
    for report in sorted(told):
        rows = db.execute(
            "SELECT f.id FROM finding_reports r JOIN findings f ON f.id = r.finding WHERE r.report = ? AND f.kind = ?",
            (report, held["kind"]),
        ).fetchall()
        for (name,) in rows:
            own = db.execute("SELECT report FROM finding_reports WHERE finding = ?", (name,)).fetchall()
            ids = {row[0] for row in own}
            best = max(best or (0.0, ""), (len(ids & told) / len(ids | told), name))
    if best and best[0] >= LEAST:
        return Found(best[1], "overlap")
    return Found(None, "gone", f"no {held['kind']} is found on these reports now" if told else "its reports are gone")


def _find_matter(db: Connection, held: Anchor) -> Found:
    told = find_reports(db, held["reports"])
    votes = Counter[str]()
    for report in sorted(told):
        query = "SELECT matter FROM matter_reports WHERE report = ?1 UNION ALL SELECT matter FROM left_out WHERE report = ?1"
        votes.update(row[0] for row in db.execute(query, (report,)))
    for name, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0])):
        if db.execute("SELECT 1 FROM matters WHERE id = ?", (name,)).fetchone():
            return Found(name, "overlap")
    return Found(None, "gone", "its reports are left out" if told else "its reports are gone")


def find_actor(db: Connection, held: Anchor) -> Found:
    """The actor that an anchor is of: by id, else by name and kind."""
    if db.execute("SELECT 1 FROM page_actors WHERE actor = ?", (held["id"],)).fetchone():
        return Found(held["id"], "same")
    row = db.execute(
        "SELECT id FROM link_actors WHERE kind = ? AND lower(name) = lower(?) AND kind != 'anonymous' ORDER BY id",
        (held["kind"], held["name"]),
    ).fetchone()
    return Found(row[0], "overlap") if row else Found(None, "gone", "nobody of that name is read now")


def _find_attribution(db: Connection, held: Anchor) -> Found:
    numbers = documents(db, held)
    if not numbers:
        return Found(None, "gone", "its article is not in this record")
    wanted = _characters(held["content"])
    best: tuple[float, str] | None = None
    for number in numbers:
        rows = db.execute(
            "SELECT id, content FROM attributions WHERE document = ?1 "
            "UNION ALL SELECT id, json_extract(was, '$[7]') FROM read_attributions WHERE document = ?1 AND refused",
            (number,),
        )
        for name, content in rows.fetchall():
            if name == held["id"]:
                return Found(name, "same")
            own = _characters(json.loads(content))
            best = max(best or (0.0, ""), (len(own & wanted) / max(1, len(own | wanted)), name))
        if best and best[0] >= LEAST:
            return Found(best[1], "overlap")
    return Found(None, "gone", "no statement is read at that place now")


def _characters(spans: Iterable[Sequence[int]]) -> set[int]:
    return {n for start, end in spans for n in range(start, end)}
