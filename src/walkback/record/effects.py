"""What judgements in force change, and reports and attributions as people left them. Used inside one write transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from walkback.core.judged import Form, Joint, Judged, amended
from walkback.core.ledger import Amendment
from walkback.record import additions, anchors, judgements
from walkback.record import rows_codec as codec
from walkback.record.anchors import Anchor
from walkback.record.home import Connection


def settle(db: Connection, changed: judgements.Touched | None) -> set[int]:
    """Find what judgements are on now, and let reports and attributions stand as people left them; the numbers of documents
    to which reports were added, or from which added ones were taken. changed: only what is touched; None: all, where
    articles were read."""
    if changed is None:
        judgements.fill_anchors(db)
        remade = additions.stand(db)
        judgements.place(db, ("report", "attribution", "actor"), lost=True)
        stand(db, judged(db))
        stand_attributions(db)
        return remade
    remade = set()
    if changed.documents:
        remade = additions.stand(db)
        judgements.place(db, ("report",), lost=True)
        stand(db, judged(db))
    if changed.reports:
        stand(db, judged(db), changed.reports)
    if changed.attributions:
        stand_attributions(db, changed.attributions)
    return remade


def judged(db: Connection) -> Judged:
    """What all judgements in force change, resolved to the present reading."""
    reports: dict[str, list[tuple[str, Amendment | None, Anchor]]] = {}
    matters: dict[str, str] = {}
    of_matter: dict[str, frozenset[str]] = {}
    joints, labels, same = list[Joint](), list[tuple[frozenset[str], str]](), list[tuple[str, str, bool]]()
    for kind, target, verdict, amend, packed, placed in _in_force(db):
        held = json.loads(packed) if packed else None
        change = judgements.amend_in(json.loads(amend)) if amend else None
        if held is None or kind in ("finding", "attribution"):
            continue
        if kind == "report" and placed:
            reports.setdefault(placed, []).append((verdict, change, held))
            for matter in held.get("merge", ()):
                of = anchors.find_reports(db, matter["reports"]) - {placed}
                joints.append(Joint(True, of, frozenset({placed}), alone=True))
        elif kind == "matter":
            own = anchors.find_reports(db, held["reports"])
            matters[target], of_matter[target] = verdict, own
            if change and change.label:
                labels.append((own, change.label))
            joints += [Joint(True, own, anchors.find_reports(db, m["reports"])) for m in held.get("merge", ())]
            leaving = anchors.find_reports(db, held.get("split", ()))
            if leaving:
                joints.append(Joint(False, leaving, own - leaving))
        elif kind == "actor" and change:
            same += _same(db, held)
    refused = {name for name, said in reports.items() if said[-1][0] == "refused"}
    for target, verdict in matters.items():
        refused |= of_matter[target] if verdict == "refused" else set()
    forms = {name: form for name, said in reports.items() if (form := _form(db, name, said))}
    added = frozenset(row[0] for row in db.execute("SELECT report FROM added_reports").fetchall())
    return Judged(frozenset(refused), forms, tuple(joints), tuple(labels), tuple(same), added)


def _in_force(db: Connection) -> list[tuple[str, str, str, str | None, str | None, str | None]]:
    return db.execute(
        "SELECT s.kind, s.target, s.verdict, s.amend, s.anchor, p.target FROM signed s LEFT JOIN placements p ON p.number = s.number "
        "WHERE NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.judgement = s.id) ORDER BY s.number"
    ).fetchall()


def _same(db: Connection, held: Anchor) -> list[tuple[str, str, bool]]:
    one = anchors.find_actor(db, held).target
    out = []
    for name, are in (("merge", True), ("split", False)):
        found = (anchors.find_actor(db, other).target for other in held.get(name, ()))
        out += [(one, other, are) for other in found if one and other]
    return out


def _form(db: Connection, report: str, said: Sequence[tuple[str, Amendment | None, Anchor]]) -> Form | None:
    """How a report stands on people's word: as it was read when it was last confirmed or amended, with all that was amended.

    So a confirmed report stands as confirmed although another model reads it otherwise. None: as it is read.
    """
    kept = [one for one in said if one[0] != "refused"]
    read = anchors.read_form(db, report)
    if not kept or read is None:
        return None
    form = anchors.form_in(kept[-1][2]["read"])
    for change in (one[1] for one in kept if one[1]):
        form = replace(
            form,
            status=change.status or form.status,
            due=None if change.undated else change.due or form.due,
            by=change.by or form.by,
            parties=change.parties if change.parties is not None else form.parties,
        )
    named = {form.by, *form.parties}
    known = {a for a in named if db.execute("SELECT 1 FROM page_actors WHERE actor = ?", (a,)).fetchone()}
    form = amended(known, form, read)
    return form if form != read else None


def stand(db: Connection, held: Judged, reports: Iterable[str] | None = None) -> None:
    """Let reports stand as people left them, and those they no longer speak of as they were read. reports: only of these."""
    rows = db.execute("SELECT report FROM read_reports").fetchall()
    wanted = {row[0] for row in rows} | held.forms.keys()
    for name in sorted(wanted if reports is None else wanted & set(reports)):
        read = anchors.read_form(db, name)
        if read is None:
            continue
        form = held.forms.get(name, read)
        db.execute(
            "UPDATE reports SET status = ?, due = ?, by = ?, parties = ? WHERE id = ?", (*anchors.form_out(form), name)
        )
        if form == read:
            db.execute("DELETE FROM read_reports WHERE report = ?", (name,))
        else:
            db.execute(
                "INSERT INTO read_reports VALUES (?, ?) ON CONFLICT DO NOTHING",
                (name, codec.pack(anchors.form_out(read))),
            )


def stand_attributions(db: Connection, ids: Iterable[str] | None = None) -> None:
    """Let attributions stand as people left them: refused ones are taken out, amended ones have the speaker they named."""
    said: dict[str, list[tuple[str, Amendment | None]]] = {}
    for kind, _, verdict, amend, _, placed in _in_force(db):
        if kind == "attribution" and placed:
            said.setdefault(placed, []).append((verdict, judgements.amend_in(json.loads(amend)) if amend else None))
    kept = {row[0] for row in db.execute("SELECT id FROM read_attributions").fetchall()}
    wanted = kept | said.keys()
    for name in sorted(wanted if ids is None else wanted & set(ids)):
        row = anchors.attribution_row(db, name)
        if row is None:
            continue
        words = said.get(name, [])
        refused = bool(words) and words[-1][0] == "refused"
        by = next((c.by for v, c in reversed(words) if c and c.by), row[3])
        db.execute("DELETE FROM attributions WHERE document = ? AND place = ?", (row[1], row[2]))
        db.execute("DELETE FROM read_attributions WHERE document = ? AND place = ?", (row[1], row[2]))
        if not refused:
            db.execute(f"INSERT INTO attributions VALUES ({', '.join('?' * 9)})", (*row[:3], by, *row[4:]))
        if refused or by != row[3]:
            packed = (row[1], row[2], name, refused, codec.pack(row))
            db.execute("INSERT INTO read_attributions VALUES (?, ?, ?, ?, ?)", packed)
