"""Judgements in the database: added, taken back, placed, and what they change. Used inside one write transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, get_args

from walkback.core.codec import iso
from walkback.core.errors import InputError
from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Amendment, Judgement, Verdict
from walkback.core.text import Span, content_id
from walkback.record import additions, anchors
from walkback.record import rows_codec as codec
from walkback.record.anchors import Anchor, Kind
from walkback.record.home import Connection, next_number

OF_KIND: dict[str, frozenset[str]] = {  # what can be amended of what
    "report": frozenset({"status", "due", "undated", "by", "parties"}),
    "attribution": frozenset({"by"}),
    "matter": frozenset({"label", "merge", "split"}),
    "actor": frozenset({"merge", "split"}),
    "finding": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Touched:
    """What follows from a judgement: reports whose matters are to be made anew, attributions, whether who is who changed,
    documents (numbers) in which reports were added or taken back."""

    reports: frozenset[str] = frozenset()
    attributions: frozenset[str] = frozenset()
    people: bool = False
    documents: frozenset[int] = frozenset()

    def __or__(self, other: Touched) -> Touched:
        return Touched(
            self.reports | other.reports, self.attributions | other.attributions, self.people or other.people,
            self.documents | other.documents,
        )  # fmt: skip


UNTOUCHED = Touched()


def amend_out(value: Amendment | None) -> dict[str, Any] | None:
    """An amendment as JSON: the fields that are given."""
    if value is None:
        return None
    out: dict[str, Any] = {}
    for name in ("doc_id", "type", "status", "by", "label"):
        if getattr(value, name) is not None:
            out[name] = getattr(value, name)
    if value.due is not None:
        out["due"] = [iso(value.due.earliest), iso(value.due.latest)]
        out["due_vague"] = value.due.vague
    if value.undated:
        out["due"] = None
    if value.span is not None:
        out["span"] = list(value.span)
    if value.parties is not None:
        out["parties"] = list(value.parties)
    for name in ("merge", "split"):
        if getattr(value, name):
            out[name] = list(getattr(value, name))
    return out


def amend_in(value: dict[str, Any] | None) -> Amendment | None:
    """An amendment from its JSON; days that a person gave are stated.

    Raises InputError for JSON that is none.
    """
    if value is None:
        return None
    try:
        due = None
        if value.get("due"):
            first, last = (date.fromisoformat(d) if d else None for d in value["due"])
            due = Interval(first, last, bool(value.get("due_vague")), "stated", "judged")
        return Amendment(
            status=value.get("status"),
            due=due,
            undated="due" in value and not value["due"],
            by=value.get("by"),
            parties=tuple(value["parties"]) if value.get("parties") is not None else None,
            label=value.get("label"),
            merge=tuple(value.get("merge", ())),
            split=tuple(value.get("split", ())),
            doc_id=value.get("doc_id"),
            span=Span(*map(int, value["span"])) if value.get("span") else None,
            type=value.get("type"),
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{value!r} is no amendment: {error}", hint="docs/review.md shows the fields") from error


def judgement_in(row: Sequence[Any]) -> Judgement:
    """From (target, verdict, by, at, note, amend)."""
    amend = amend_in(json.loads(row[5])) if row[5] else None
    return Judgement(row[0], row[1], row[2], datetime.fromisoformat(row[3]), row[4], amend)


def identity(said: Judgement) -> str:
    """The id of a judgement, which follows from all it says: the same one twice is one."""
    packed = json.dumps(amend_out(said.amend), sort_keys=True)
    return content_id("judgement", said.target, said.verdict, said.by, said.at.isoformat(), said.note, packed)


def append(db: Connection, said: Judgement, beside: Anchor | None = None) -> Touched:
    """Add a judgement; what is to be made anew. The same judgement twice is kept once; a moment without a time zone is UTC.
    beside: of an added report, what it is called and compared by (`additions.stand`).

    Raises InputError for a target the record does not hold, no name, an amendment that does not fit.
    """
    if said.at.tzinfo is None:
        said = replace(said, at=said.at.replace(tzinfo=UTC))
    if said.verdict == "added" and _known(db, said):
        return Touched()
    kind = check(db, said)
    if said.verdict == "added":
        held = additions.anchor(db, said, beside or {})
    else:
        held = anchors.anchor(db, kind, said.target)
    held |= _others(db, kind, said)
    number = insert(db, said, kind, held, identity(said))
    if number is None:
        return Touched()
    db.execute("INSERT INTO placements VALUES (?, ?, 'same', '')", (number, said.target))
    return touched(db, kind, said, held)


def _known(db: Connection, said: Judgement) -> bool:
    return bool(db.execute("SELECT 1 FROM signed WHERE id = ?", (identity(said),)).fetchone())


def insert(db: Connection, said: Judgement, kind: Kind, held: Anchor, name: str) -> int | None:
    """Write one row; its number, None where it was there already."""
    amend = amend_out(said.amend)
    number = next_number(db, "signed")
    new = db.execute(
        "INSERT INTO signed (number, id, kind, target, verdict, by, at, note, amend, anchor) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        (number, name, kind, said.target, said.verdict, said.by, said.at.isoformat(), said.note,
         codec.pack(amend) if amend else None, codec.pack(held) if held else None),
    ).rowcount  # fmt: skip
    return number if new else None


def check(db: Connection, said: Judgement) -> Kind:
    """The kind of a judgement's target, once all it says was found to fit.

    Raises InputError where something does not.
    """
    kind = "report" if said.verdict == "added" else anchors.kind_of(db, said.target)
    if kind is None:
        raise InputError(f"nothing in the record is called {said.target!r}", hint="walkback review --list shows ids")
    if not said.by.strip():
        raise InputError("a judgement needs a name", hint="give --by NAME, or set WALKBACK_REVIEWER")
    if said.verdict not in get_args(Verdict):
        raise InputError(f"{said.verdict!r} is no verdict", hint="confirmed, refused, amended or added")
    given = {name.removesuffix("_vague") for name in amend_out(said.amend) or {}}
    if said.verdict == "amended" and kind == "finding":
        raise InputError("a finding follows from its reports", hint="amend one of its reports, or refuse the finding")
    if said.verdict == "added":
        additions.check(db, said)
    elif (said.verdict == "amended") != bool(given):
        raise InputError(f"{said.verdict} with {sorted(given) or 'no change'}", hint="amended names what it changes")
    fitting = additions.FIELDS if said.verdict == "added" else OF_KIND[kind]
    if given - fitting:
        wrong = ", ".join(sorted(given - fitting))
        raise InputError(f"{wrong} cannot be {said.verdict} of a {kind}", hint=f"only {', '.join(sorted(fitting))}")
    if said.amend:
        _check_named(db, kind, said, said.amend)
    return kind


def _check_named(db: Connection, kind: Kind, said: Judgement, amend: Amendment) -> None:
    """Everything that an amendment names is there."""
    actors = [a for a in (amend.by, *(amend.parties or ())) if a and a != OUTLET]
    matters = amend.merge if kind in ("matter", "report") else ()
    actors += [*amend.merge, *amend.split] if kind == "actor" else []
    for name, table in (*((a, "actor") for a in actors), *((m, "matter") for m in matters)):
        if not db.execute(f"SELECT 1 FROM {table}s WHERE id = ?", (name,)).fetchone():
            raise InputError(f"no {table} {name!r} in the record", hint="name one by its id")
    if said.target in (*amend.merge, *(amend.split if kind == "actor" else ())):
        raise InputError(f"{said.target} is merged with, or split from, itself", hint="name another one")
    if kind == "matter" and amend.split:
        own = set(anchors.reports_of(db, said.target))
        if not set(amend.split) < own:
            raise InputError(
                "only some of the reports of a matter can be split off it", hint="walkback matter ID --ids shows them"
            )


def _others(db: Connection, kind: Kind, said: Judgement) -> Anchor:
    """Anchors of what an amendment names."""
    if said.amend is None or kind not in ("matter", "actor", "report"):
        return {}
    out: Anchor = {}
    if said.amend.merge:
        of: Kind = "actor" if kind == "actor" else "matter"
        out["merge"] = [anchors.anchor(db, of, name) for name in said.amend.merge]
    if said.amend.split:
        one: Kind = "report" if kind == "matter" else "actor"
        out["split"] = [anchors.anchor(db, one, name) for name in said.amend.split]
    return out


def touched(db: Connection, kind: str, said: Judgement, held: Anchor) -> Touched:
    """What is to be made anew when a judgement is added or taken back."""
    if not held:
        return Touched()
    if kind == "actor":
        return Touched(people=said.amend is not None)
    if kind == "attribution":
        found = anchors.find(db, "attribution", said.target, held).target
        return Touched(attributions=frozenset({found} if found else ()))
    if said.verdict == "added":  # and where it is read by now, that report had the form of the added one
        places = [held, *(r for m in held.get("merge", ()) for r in m["reports"])]
        return Touched(anchors.find_reports(db, places), documents=frozenset(anchors.documents(db, held)))
    if kind == "report":
        found = anchors.find_report(db, held).target
        return Touched(frozenset({found} if found else ()))
    if kind == "matter":
        places = [*held["reports"], *(r for m in held.get("merge", ()) for r in m["reports"])]
        return Touched(anchors.find_reports(db, places))
    return Touched()


def postpone(db: Connection, changed: Touched) -> None:
    """Have the next linking make anew what judgements have touched."""
    numbers = "SELECT document FROM {} WHERE id = ?"
    for table, ids in (("reports", changed.reports), ("attributions", changed.attributions)):
        query = f"INSERT INTO link_pending {numbers.format(table)} ON CONFLICT DO NOTHING"
        db.executemany(query, [(name,) for name in sorted(ids)])
    db.executemany(
        "INSERT INTO link_pending VALUES (?) ON CONFLICT DO NOTHING",
        [(number,) for number in sorted(changed.documents)],
    )
    if changed.people:
        db.execute("INSERT INTO link_pending SELECT min(number) FROM documents WHERE true ON CONFLICT DO NOTHING")


def withdraw(db: Connection, by: str, at: datetime, *, target: str | None = None) -> tuple[Judgement, Touched] | None:
    """Take back the last judgement in force that a reviewer made, of a target or at all; what it was. None if there is none."""
    only = "AND (s.target = :target OR p.target = :target)" if target else ""
    row = db.execute(
        "SELECT s.id, s.kind, s.anchor, coalesce(p.target, s.target), s.verdict, s.by, s.at, s.note, s.amend FROM signed s "
        "LEFT JOIN placements p ON p.number = s.number WHERE s.by = :by "
        f"AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.judgement = s.id) {only} ORDER BY s.number DESC LIMIT 1",
        {"by": by, "target": target},
    ).fetchone()
    if row is None:
        return None
    db.execute("INSERT INTO withdrawals VALUES (?, ?, ?)", (row[0], by, at.isoformat()))
    said = judgement_in(row[3:])
    return said, touched(db, row[1], said, json.loads(row[2])) if row[2] else Touched()


def place(db: Connection, kinds: Iterable[Kind], *, lost: bool = False) -> None:
    """Find out what judgements of some kinds are on now. lost: only those that are on nothing, or on what is no more."""
    for kind in kinds:
        there = f"EXISTS (SELECT 1 FROM {kind}s t WHERE t.id = p.target)"
        where = f"AND (p.target IS NULL OR NOT {there})" if lost else ""
        rows = db.execute(
            "SELECT s.number, s.target, s.anchor, p.target, p.how FROM signed s LEFT JOIN placements p ON p.number = s.number "
            f"WHERE s.kind = ? {where}",
            (kind,),
        ).fetchall()
        for number, target, packed, was, how in rows:
            held = json.loads(packed) if packed else None
            found = anchors.find(db, kind, target, held)
            if kind == "report" and held and found.how == "overlap":
                found = _agrees(db, number, held, found)
            if (found.target, found.how) != (was, how):
                db.execute(
                    "INSERT INTO placements VALUES (?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET target = excluded.target, "
                    "how = excluded.how, note = excluded.note",
                    (number, found.target, found.how, found.note),
                )


def _agrees(db: Connection, number: int, held: Anchor, found: anchors.Found) -> anchors.Found:
    """A refusal was of one reading: it is not carried over to another standing."""
    (verdict,) = db.execute("SELECT verdict FROM signed WHERE number = ?", (number,)).fetchone()
    form = anchors.read_form(db, found.target or "")
    if verdict == "refused" and form and form.status != held["read"][0]:
        return anchors.Found(None, "gone", f"it is read as {form.status} now, and was refused as {held['read'][0]}")
    return found


def fill_anchors(db: Connection) -> None:
    """Give an anchor to judgements that were made before anchors were kept, where their target is still there."""
    for number, kind, target in db.execute("SELECT number, kind, target FROM signed WHERE anchor IS NULL").fetchall():
        if anchors.kind_of(db, target) == kind:
            held = codec.pack(anchors.anchor(db, kind, target))
            db.execute("UPDATE signed SET anchor = ? WHERE number = ?", (held, number))
