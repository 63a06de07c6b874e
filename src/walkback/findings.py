"""What an editor would flag in one line: the registered rules (turns, outcomes) over the reports of one matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from walkback import outcomes, turns
from walkback.confidence import SHOWN, probability
from walkback.core.ledger import Actor, Finding, Matter, Report
from walkback.core.text import content_id
from walkback.rulebook import RULES, Thread, held_at

__all__ = ["RULES", "findings", "outcomes", "sides", "turns"]

# roles that speak for the government or organisation they name
SPEAKING = (
    "spokes",
    "secretary",
    "minister",
    "president",
    "premier",
    "chancellor",
    "official",
    "king",
    "ambassador",
    "envoy",
)


def _spelled(name: str) -> str:
    """A name as its words alone, lower case, so that it is found in a role at the ends of words."""
    return " ".join(re.findall(r"\w+", name.lower()))


def _bodies(role: str) -> Iterator[str]:
    """Every run of words of a role, the longest text first: what may be the name of whom it speaks for."""
    words = _spelled(role).split()
    runs = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
    yield from sorted((run for run in runs if len(run) > 2), key=lambda run: (-len(run), run))


def sides(actors: Mapping[str, Actor]) -> dict[str, str]:
    """Actor id -> the side it speaks for, read off roles that name another actor ("White House press secretary")."""
    bodies = [(key, a) for key, a in actors.items() if a.kind in ("government", "organisation")]
    by_name = {_spelled(a.name): key for key, a in bodies}
    by_name |= {_spelled(alias): key for key, a in bodies for alias in a.aliases}
    out: dict[str, str] = {}
    for key, actor in actors.items():
        for role in actor.roles:
            if not any(word in role for word in SPEAKING):
                continue
            named = next((by_name[n] for n in _bodies(role) if n in by_name), None)
            if named:
                out[key] = named
                break
    out |= _retinues(actors)
    return {key: _head(out, key) for key in out}


def _head(sides: Mapping[str, str], key: str) -> str:
    """For whom somebody speaks in the end: the spokesman of a president's office for the president's government."""
    seen = {key}
    while sides[key] in sides and sides[key] not in seen:
        seen.add(key := sides[key])
    return sides[key]


# who acts for a person: "the Moreau campaign", "Hale's office"
_RETINUE = re.compile(
    r"^(?:the )?(.+?)(?:['’]s)? (?:re-?election |presidential )?(?:campaign|camp|team|administration|office|government|cabinet)$",
    re.IGNORECASE,
)


def _retinues(actors: Mapping[str, Actor]) -> dict[str, str]:
    """Campaigns, offices and administrations by the id of the person whom they are named after, where only one bears the name."""
    people: dict[str, set[str]] = {}
    for key, actor in actors.items():
        if actor.kind == "person":
            for name in {_spelled(actor.name), _spelled(actor.name).split(" ")[-1]}:
                people.setdefault(name, set()).add(key)
    out = {}
    for key, actor in actors.items():
        found = _RETINUE.match(actor.name) if actor.kind != "person" else None
        bearers = people.get(_spelled(found[1]), set()) if found else set()
        if len(bearers) == 1:
            out[key] = next(iter(bearers))
    return out


def findings(
    matter: Matter,
    reports: Sequence[Report],
    actors: Mapping[str, Actor],
    of: Mapping[str, str],
    together: Callable[[Sequence[Report]], float] = lambda reports: 1.0,
) -> tuple[Finding, ...]:
    """All findings of one matter by the registered rules, in order of the day they came to light.

    of: the side an actor is on, by their ids; together: how likely some reports are of one matter.
    """
    thread = Thread(matter, tuple(sorted(reports, key=held_at)), actors, of)
    out: dict[str, Finding] = {}
    for registered in RULES.values():
        for change in registered.rule(thread):
            score = probability(registered.kind, change.reports, together(change.reports))
            if score < SHOWN:
                continue
            ids = tuple(r.id for r in change.reports)
            finding_id = content_id(registered.name, *ids)
            out[finding_id] = Finding(
                id=finding_id,
                kind=registered.kind,
                matter=matter.id,
                who=change.who,
                reports=ids,
                note=change.note,
                rule=registered.name,
                on=max((r.published for r in change.reports if r.published), default=None),
                steps=(*(thread.step(r) for r in change.reports), registered.sentence),
                score=score,
            )
    return tuple(sorted(out.values(), key=lambda f: (f.on or date.min, f.id)))
