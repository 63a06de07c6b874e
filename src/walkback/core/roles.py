"""Roles as actors bear them: "foreign minister of velmar", "spokeswoman for ports authority". Lower case, the home last.

A role is written with what it is of, or for, at its end. So whom somebody speaks for can be read off it, and two holders of
one office can be told apart by the days on which they held it.
"""

from __future__ import annotations

import re

from walkback.core.text import slug

# who bears one of these speaks for the government or organisation of its role
SPEAKING = (
    "spokes", "press secretary", "secretary", "minister", "president", "premier", "chancellor", "official", "king", "queen",
    "ambassador", "envoy", "governor", "mayor", "leader", "chief", "chair", "director", "negotiator",
)  # fmt: skip
PAST = ("former", "ex-", "late ", "then-", "onetime")
_JOINT = re.compile(r" (?:of|for) (?:the )?")


def homes(role: str) -> tuple[str, ...]:
    """What a role may be of or for, the longest first: of "spokesman for ministry of ports" both "ministry of ports" and "ports"."""
    return tuple(role[found.end() :] for found in _JOINT.finditer(role) if role[found.end() :])


def past(role: str) -> bool:
    """Whether a role is one that was held before."""
    return role.startswith(PAST)


def sides(role: str) -> tuple[str, ...]:
    """Ids of the actors whom the bearer of a role may speak for, the likeliest first; who held it before speaks for nobody."""
    found = homes(role)
    if not found or past(role) or not any(word in role[: -len(found[0])] for word in SPEAKING):
        return ()
    return tuple(slug(where) for where in found)
