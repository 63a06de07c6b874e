"""A track record in a terminal and as JSON: counts, a share with its interval, time to fulfilment, then each undertaking."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from walkback.core.codec import iso
from walkback.core.ledger import Actor
from walkback.record.estimates import Curve
from walkback.record.rows import ActorRow, Bond, RoleHeld, Undertaken
from walkback.views import chart
from walkback.views.render import SHORT, evidence
from walkback.views.terminal import Screen, between
from walkback.views.words import AS_FAR, OUTCOMES, clean, count, joined

OF_OUTCOME = {
    "kept": "green", "slipped": "yellow", "withdrawn": "red", "disputed": "magenta", "lapsed": "yellow", "open": "blue",
}  # fmt: skip
MEANING = {
    "kept": "reported done", "slipped": "put off, still open", "withdrawn": "called off or turned round",
    "disputed": "still open, and contradicted", "lapsed": f"overdue: {AS_FAR}", "open": "nothing told against it",
}  # fmt: skip
SHORTER = {"lapsed": "overdue, no fulfilment on record"}
MOST_ROLES = 8


def actor(screen: Screen, row: ActorRow) -> str:
    """A track record: who it is, what was undertaken, what became of it, how long it took, how much that stands on."""
    blocks = ["\n".join(_head(screen, row))]
    if not row.undertaken:
        blocks.append("  No undertaking on record.")
        return "\n\n".join(blocks)
    blocks += ["\n".join(_counts(screen, row)), "\n".join(_share(screen, row)), "\n".join(_time(screen, row))]
    if row.thin:
        told = f"A thin record: {joined(thin(row))}. Read the sentences before you say anything of it."
        blocks.append(screen.flow((told, "bold yellow"), indent=2, first=[("  ", "")]))
    blocks += [_undertaken(screen, u) for u in row.undertaken]
    return "\n\n".join(b for b in blocks if b)


def _head(screen: Screen, row: ActorRow) -> Iterator[str]:
    a = row.actor
    yield screen.flow((clean(a.name), "bold"), (f" · {a.kind}", "dim"))
    if a.aliases:
        yield screen.flow((clean("; ".join(a.aliases)), ""), indent=9, first=[("  Also:  ", "dim")])
    for n, role in enumerate(row.roles[:MOST_ROLES]):
        told = between([days_of(role), count(role.documents, "article")])
        first = [("  Roles: " if not n else " " * 9, "dim")]
        yield screen.flow((clean(role.role), ""), (f" · {told}", "dim"), indent=11, first=first)
    if len(row.roles) > MOST_ROLES:
        yield " " * 9 + f"and {len(row.roles) - MOST_ROLES} more"
    if row.voices:
        names = [clean(v) for v in row.voices]
        told = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        yield screen.flow((told, ""), indent=9, first=[("  Voices: ", "dim")])
    yield f"  {count(row.statements, 'statement')} in {count(row.documents, 'article')}"


def days_of(role: RoleHeld) -> str:
    """The days on which a role was read: "2031-02-03 to 2031-03-01"."""
    if role.first is None:
        return "undated"
    return str(role.first) if role.first == role.last else f"{role.first} to {role.last}"


def sources_of(row: ActorRow) -> str:
    """What a track record stands on, in words: "6 articles of 2 outlets; 1 copy counted with its original"."""
    s = row.sources
    told = count(s.documents, "article")
    if s.outlets:
        told += f" of {count(s.outlets, 'outlet')}"
    if s.unnamed and s.outlets:
        told += f" and {s.unnamed} without one"
    elif s.unnamed:
        told += ", outlet not named"
    copies = f"{count(s.copies, 'copy', 'copies')} not counted: a syndicated text is one witness" if s.copies else ""
    return between([told, copies], "; ")


def _counts(screen: Screen, row: ActorRow) -> Iterator[str]:
    told = f"{count(len(row.undertaken), 'undertaking')} on the word of {sources_of(row)}"
    yield screen.flow((told, "bold"), indent=2, first=[("  ", "")])
    meaning = MEANING if screen.width >= 90 else MEANING | SHORTER
    held = [(o, row.counts.get(o, 0), OF_OUTCOME[o], meaning[o]) for o in OUTCOMES]
    yield from chart.counts(screen, held)
    late, quarrelled = sum(u.slipped for u in row.undertaken), sum(u.disputed for u in row.undertaken)
    ever = joined([told for n, told in ((late, f"{late} put off"), (quarrelled, f"{quarrelled} disputed")) if n])
    found = sum(len(u.findings) for u in row.undertaken)
    signed = f"Of {count(found, 'finding')} behind this a person has signed {row.signed or 'none'}." if found else ""
    small = between([f"At some time: {ever}, whatever became of them." if ever else "", signed], " ")
    if small:
        yield screen.flow((small, "dim"), indent=2, first=[("  ", "")])


def _share(screen: Screen, row: ActorRow) -> Iterator[str]:
    """The share kept, never without its interval."""
    share = row.kept
    if not share.of:
        yield screen.flow(
            ("Kept: none is settled yet, so there is no share to tell.", ""), indent=2, first=[("  ", "")]
        )
        return
    told = f"Kept: {share.hits} of {share.of} settled. "
    bounds = f"Between {100 * share.low:.0f} and {100 * share.high:.0f} in 100 would fit these cases (Wilson, {share.confidence:.0%})"
    others = row.called_off_by_others
    left = f"; {count(others, 'more was', 'more were')} called off by another side and left out" if others else ""
    yield screen.flow((told, "bold"), (f"{bounds}{left}.", ""), indent=2, first=[("  ", "")])
    yield from chart.share(screen, share)


def _time(screen: Screen, row: ActorRow) -> Iterator[str]:
    """Time to fulfilment."""
    curve = row.fulfilment
    if not curve.fulfilled:
        return
    waiting = curve.count - curve.fulfilled
    told = (
        f"{curve.fulfilled} fulfilled, half of all by day {curve.median}"
        if curve.median is not None
        else f"{curve.fulfilled} fulfilled, not yet half of all"
    )
    rest = f"; {waiting} not, watched to the record’s last day, {row.until}" if waiting else ""
    yield screen.flow(
        ("Days to fulfilment ", "bold"), (f"(Kaplan–Meier, {curve.confidence:.0%} band): {told}{rest}.", ""),
        indent=2, first=[("  ", "")],
    )  # fmt: skip
    if curve.tells:
        yield from chart.curve(screen, curve)


def thin(row: ActorRow) -> list[str]:
    """Why a record says little, in words."""
    words = {
        "few settled": f"only {row.kept.of} settled",
        "one outlet": "all from one outlet",
        "one article": "all from one article",
        "none reviewed": "no finding reviewed by a person",
    }
    return [words[t] for t in row.thin]


def _undertaken(screen: Screen, u: Undertaken) -> str:
    outcome = (f"{u.outcome:<11}", f"bold {OF_OUTCOME[u.outcome]}")
    signed = f" · signed: {u.signed} of {count(len(u.findings), 'finding')}" if u.signed else ""
    label = ((clean(u.matter.label), "bold"), (f" · matter {u.matter.id[:SHORT]}{signed}", "dim"))
    lines = [screen.flow(*label, indent=4, first=[("  ", ""), outcome])]
    if u.outcome == "lapsed":
        lines.append(screen.flow((f"{AS_FAR} by the due day", ""), indent=4, first=[("    ", "")]))
    if not u.own:
        lines.append(screen.flow(("called off by another side", ""), indent=4, first=[("    ", "")]))
    lines.append(evidence(screen, u.first))
    if u.turn.report.id != u.first.report.id and u.turn.sentence != u.first.sentence:
        lines.append(evidence(screen, u.turn))
    return "\n".join(lines)


TIES = {
    "same name": "the same full name is the same actor",
    "last name": "its last name alone, in articles that give the full name",
    "first name": "its first name alone, in articles that give the full name",
    "initials": "initials in brackets behind the full name",
    "form": "another form of the name in the same article",
    "place": "its name, people, capital or seat of power",
    "role": "spoken of again in the same article",
    "only bearer": "a last name alone; the record knows only one who bears it",
    "judged": "a person said so",
}


def why(screen: Screen, actor: Actor, bonds: Sequence[Bond]) -> str:
    """Why several names are one actor, a name a line."""
    lines = [screen.flow((clean(actor.name), "bold"), (f" · {actor.kind} · actor {actor.id}", "dim"))]
    for bond in bonds:
        days = between([str(d) for d in dict.fromkeys((bond.first, bond.last)) if d], " to ")
        said = f"{bond.said.verdict} by {clean(bond.said.by)}, {bond.said.at.date()}" if bond.said else ""
        told = between([TIES[bond.how], count(bond.documents, "article"), days, f"as in {clean(bond.example)}", said])
        lines.append(screen.flow((told, "dim"), indent=6, first=[("  ", ""), (clean(bond.name), ""), ("  ", "")]))
    lines.append(
        screen.flow(
            ("What a person says of who is who stands above all of this.", "dim"),
            indent=2,
            first=[("  ", "")],
        )
    )
    return "\n".join(lines)


def as_json(rows: Sequence[ActorRow]) -> str:
    """Track records as JSON: every number with what it stands on."""
    return json.dumps([_row(row) for row in rows], ensure_ascii=False, indent=2)


def _row(row: ActorRow) -> dict[str, Any]:
    a, share = row.actor, row.kept
    return {
        "id": a.id, "name": a.name, "kind": a.kind, "aliases": list(a.aliases),
        "roles": [{"role": r.role, "first": iso(r.first), "last": iso(r.last), "documents": r.documents} for r in row.roles],
        "voices": list(row.voices), "statements": row.statements, "documents": row.documents, "until": iso(row.until),
        "undertakings": len(row.undertaken), "counts": {o: row.counts.get(o, 0) for o in OUTCOMES},
        "ever": {"slipped": sum(u.slipped for u in row.undertaken), "disputed": sum(u.disputed for u in row.undertaken)},
        "called_off_by_others": row.called_off_by_others,
        "kept": {"kept": share.hits, "settled": share.of, "low": round(share.low, 4), "high": round(share.high, 4), "method": "wilson", "confidence": share.confidence},
        "fulfilment": _curve(row.fulfilment),
        "sources": {"documents": row.sources.documents, "outlets": row.sources.outlets, "unnamed_outlets": row.sources.unnamed, "copies": row.sources.copies},
        "findings_signed": row.signed, "thin": list(row.thin),
        "matters": [_matter(u) for u in row.undertaken],
    }  # fmt: skip


def _curve(curve: Curve) -> dict[str, Any]:
    steps = [
        {"day": s.day, "at_risk": s.at_risk, "fulfilled": s.fulfilled, "open": round(s.open, 4), "low": round(s.low, 4), "high": round(s.high, 4)}
        for s in curve.steps
    ]  # fmt: skip
    head = {
        "method": "kaplan-meier",
        "confidence": curve.confidence,
        "count": curve.count,
        "fulfilled": curve.fulfilled,
    }
    return {
        **head,
        "censored": curve.count - curve.fulfilled,
        "median": curve.median,
        "reach": curve.reach,
        "steps": steps,
    }


def _matter(u: Undertaken) -> dict[str, Any]:
    return {
        "matter": u.matter.id, "label": u.matter.label, "outcome": u.outcome, "slipped": u.slipped, "disputed": u.disputed,
        "called_off_by_others": not u.own, "first": iso(u.first.head.published), "latest": iso(u.latest.head.published),
        "days": u.watched, "findings": [f.id for f in u.findings], "signed": u.signed,
        "documents": list(dict.fromkeys(e.head.doc_id for e in u.evidence)), "copies": list(u.copies),
    }  # fmt: skip
