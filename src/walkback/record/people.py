"""Actors of a record: by id, by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from walkback.core.codec import iso
from walkback.core.ledger import Actor
from walkback.core.roles import sides
from walkback.record import rows_codec as codec
from walkback.record.gather import AMONG, actors, many
from walkback.record.rows import RoleHeld
from walkback.record.store import Record


def named(record: Record, name: str) -> list[Actor]:
    """Actors that bear a name, or part of it, as name or alias; the whole name before parts, named before unnamed."""
    wanted = name.strip().lower()
    if not wanted:
        return []
    rows = record.connection.execute(
        "SELECT id, name, kind, aliases, roles FROM actors WHERE same_as IS NULL AND (instr(lower(name), ?) > 0 OR instr(lower(aliases), ?) > 0)",
        (wanted, wanted),
    )

    def rank(actor: Actor) -> tuple[int, str]:
        names = [actor.name.lower(), *(a.lower() for a in actor.aliases)]
        if wanted in names:
            return 0, actor.name
        words = any(set(wanted.split()) <= set(re.findall(r"[\w’'-]+", n)) for n in names)
        return (1 if words else 2) + (2 if actor.kind == "anonymous" else 0), actor.name

    found = sorted((codec.actor_in(r) for r in rows), key=rank)
    return [a for a in found if rank(a)[0] < 2] or found[:5]


def ids_of(record: Record, actor: Actor) -> list[str]:
    """Ids of an actor and of those merged into it."""
    merged = record.connection.execute("SELECT id FROM actors WHERE same_as = ?", (actor.id,)).fetchall()
    return [actor.id, *(row[0] for row in merged)]


def roles_of(record: Record, ids: Sequence[str]) -> tuple[RoleHeld, ...]:
    """The roles that articles gave to an actor, in order of the day they were first read; copies left out."""
    rows = record.connection.execute(
        "SELECT p.roles, d.published, d.doc_id FROM page_actors p JOIN documents d ON d.number = p.document "
        f"WHERE d.copy_of IS NULL AND p.roles != '[]' AND p.actor IN {AMONG} ORDER BY d.published NULLS FIRST, d.doc_id",
        (many(ids),),
    )
    days: dict[str, list[date | None]] = {}
    for roles, published, _ in rows:
        for role in codec.words_in(roles):
            days.setdefault(role, []).append(codec.day(published))
    out = []
    for role, seen in days.items():
        known = [d for d in seen if d]
        out.append(RoleHeld(role, min(known, default=None), max(known, default=None), len(seen)))
    return tuple(sorted(out, key=lambda r: (r.first or date.max, -r.documents, r.role)))


def voices_of(record: Record, actor: Actor) -> tuple[str, ...]:
    """Ids of those, named or not, who spoke for a government or organisation, by a role that some article gives them."""
    if actor.kind not in ("government", "organisation"):
        return ()
    own = frozenset(ids_of(record, actor))
    rows = record.connection.execute(
        "SELECT actor, roles FROM page_actors WHERE kind = 'person' AND roles != '[]' AND instr(lower(roles), ?1) > 0 UNION ALL "
        "SELECT actor, roles FROM page_actors WHERE kind = 'anonymous' AND roles != '[]' AND instr(lower(roles), ?1) > 0",
        (actor.name.lower(),),
    )
    return tuple(sorted({speaker for speaker, roles in rows if not own.isdisjoint(_spoken_for(roles))}))


@lru_cache(maxsize=1 << 13)
def _spoken_for(roles: str) -> frozenset[str]:
    """Ids of all for whom one may speak by some roles, as a column holds them."""
    return frozenset(body for role in codec.words_in(roles) for body in sides(role))


class Sides:
    """For whom people speak, asked once for each: the roles that articles gave them, in order of time."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._roles: dict[str, list[tuple[str, str, str]]] = {}
        self._bodies: dict[str, Actor | None] = {}

    def of(self, speaker: str, doc_id: str, published: date | None) -> Actor | None:
        """The government or organisation for which an actor speaks in a document; None where it speaks for itself.

        The roles that the document gives count, else those of the last document before it that gives any.
        """
        told = self._told(speaker)
        here = next((roles for _, doc, roles in told if doc == doc_id), None)
        day = iso(published)
        before = [row for row in told if day and row[0] and row[0] <= day] if here is None else []
        last = max((row[0] for row in before), default="")
        roles = here or next((roles for day, _, roles in before if day == last), None)
        for role in codec.words_in(roles) if roles else ():
            for place in sides(role):
                body = self._body(place)
                if body and body.kind in ("government", "organisation"):
                    return body
        return None

    def _told(self, speaker: str) -> list[tuple[str, str, str]]:
        """(published, doc_id, roles) of the documents that give an actor a role, by document id."""
        if speaker not in self._roles:
            rows = self.record.connection.execute(
                "SELECT coalesce(d.published, ''), d.doc_id, p.roles FROM page_actors p JOIN documents d ON d.number = p.document "
                "WHERE p.actor = ? AND p.roles != '[]' ORDER BY d.doc_id",
                (speaker,),
            )
            self._roles[speaker] = rows.fetchall()
        return self._roles[speaker]

    def _body(self, place: str) -> Actor | None:
        if place not in self._bodies:
            self._bodies[place] = actors(self.record, [place]).get(place)
        return self._bodies[place]


def side_of(record: Record, speaker: str, doc_id: str, published: date | None) -> Actor | None:
    """For whom an actor speaks in a document: `Sides.of`, asked once."""
    return Sides(record).of(speaker, doc_id, published)
