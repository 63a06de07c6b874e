"""Actors of a record: by id, by name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from walkback.core.ledger import Actor
from walkback.record import rows_codec as codec
from walkback.record.store import Record


def actors(record: Record, ids: Iterable[str]) -> dict[str, Actor]:
    """Actors by id, each resolved to the actor it was merged into; unknown ids are left out."""
    out = {}
    for actor_id in dict.fromkeys(ids):
        row = record.connection.execute(
            "SELECT b.id, b.name, b.kind, b.aliases, b.roles FROM actors a JOIN actors b ON b.id = coalesce(a.same_as, a.id) WHERE a.id = ?",
            (actor_id,),
        ).fetchone()
        if row:
            out[actor_id] = codec.actor_in(row)
    return out


def named(record: Record, name: str) -> list[Actor]:
    """Actors that bear a name, or part of it, as name or alias; the whole name before parts, named before unnamed."""
    wanted = name.strip().lower()
    if not wanted:
        return []
    rows = record.connection.execute(
        "SELECT id, name, kind, aliases, roles FROM actors WHERE same_as IS NULL AND (instr(lower(name), ?) OR instr(lower(aliases), ?))",
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
