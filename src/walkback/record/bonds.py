"""Why several names are one actor: what tied each to it, so that a person can contest it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from walkback.core.ledger import Actor
from walkback.core.roles import past
from walkback.record import rows_codec as codec
from walkback.record.gather import AMONG, many
from walkback.record.people import ids_of
from walkback.record.queries import judgements, verdicts
from walkback.record.rows import Bond, Tie
from walkback.record.store import Record


def bonds_of(record: Record, actor: Actor) -> tuple[Bond, ...]:
    """Every name of an actor with what tied it to the actor, the one read in most articles first.

    Within an article a form of a name is tied to the full name that the article gives. Across articles an id follows from
    the name, so the same full name is the same actor; a last name alone is tied to its bearer while the record knows only
    one. Whatever a person said comes last and stands above all of it.
    """
    ids = ids_of(record, actor)
    rows = record.connection.execute(
        "SELECT p.actor, p.name, p.kind, p.aliases, d.published, d.doc_id FROM page_actors p JOIN documents d ON d.number = p.document "
        f"WHERE p.actor IN {AMONG} ORDER BY d.published NULLS FIRST, d.doc_id",
        (many(ids),),
    )
    words = verdicts(record)
    for word in judgements(record, actor.id):
        words |= {other: word for other in (word.amend.merge if word.amend else ())}
    seen: dict[tuple[str, Tie], list[tuple[date | None, str]]] = {}
    ids_by_name: dict[str, str] = {}
    for actor_id, name, kind, aliases, published, doc_id in rows:
        where = (codec.day(published), doc_id)
        by: Tie = "same name" if actor_id == actor.id else "judged" if actor_id in words else "only bearer"
        ids_by_name[name] = actor_id
        seen.setdefault((name, by), []).append(where)
        for alias in codec.words_in(aliases):
            seen.setdefault((alias, tie(alias, name, kind)), []).append(where)
    out = []
    for (name, how), places in seen.items():
        days = [d for d, _ in places if d]
        whole = how in ("same name", "only bearer", "judged")
        said = words.get(ids_by_name.get(name, "")) if whole else None
        out.append(Bond(name, how, len(places), min(days, default=None), max(days, default=None), places[0][1], said))
    return tuple(sorted(out, key=lambda b: (b.how == "judged", -b.documents, b.name)))


def tie(alias: str, name: str, kind: str) -> Tie:
    """How a form of a name was tied to the name within an article."""
    words, own = alias.split(), name.split()
    if alias == name:
        return "same name"
    if kind == "government":
        return "place"
    if words == own[-1:]:
        return "last name"
    if words == own[:1]:
        return "first name"
    if alias.isupper() and len(words) == 1 and len(own) > 1:
        return "initials"
    if kind == "anonymous" or _common(words):
        return "role"
    return "form"


def _common(words: Iterable[str]) -> bool:
    held = list(words)
    return past(" ".join(held).lower()) or not any(w[:1].isupper() for w in held[1:] or held)
