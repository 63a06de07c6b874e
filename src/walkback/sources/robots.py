"""What a site asks of robots (RFC 9309): which paths to leave alone, how long to wait between two requests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from walkback.sources.addresses import spelled

LONGEST = 512 * 1024  # bytes of robots.txt that are read; the standard asks for at least 500 KiB
_LINE = re.compile(r"\s*([a-z-]+)\s*:\s*([^#\r\n]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One Allow or Disallow: a path, * for anything, $ for the end."""

    path: str
    allowed: bool

    def matches(self, path: str) -> bool:
        """Whether it speaks of a path. No regular expression: patterns come from strangers and must not take time."""
        pieces = self.path.removesuffix("$").split("*")
        ends = self.path.endswith("$")
        if not path.startswith(pieces[0]):
            return False
        if len(pieces) == 1:
            return not ends or path == pieces[0]
        at = len(pieces[0])
        for piece in pieces[1:-1]:
            found = path.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece)
        last = pieces[-1]
        return len(path) - len(last) >= at and path.endswith(last) if ends else path.find(last, at) >= 0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that hold for one agent. delay: seconds between two requests, None where the site does not say."""

    rules: tuple[Rule, ...] = ()
    delay: float | None = None

    def allows(self, address: str) -> bool:
        """Whether an address may be fetched: the longest rule that speaks of it decides, Allow at equal length."""
        parts = urlsplit(address)
        path = spelled(parts.path or "/") + (f"?{spelled(parts.query)}" if parts.query else "")
        if path == "/robots.txt":
            return True
        told = [(len(r.path), r.allowed) for r in self.rules if r.matches(path)]
        return max(told)[1] if told else True


EVERYTHING = Robots()
NOTHING = Robots((Rule("/", False),))


def parse(text: str, agent: str) -> Robots:
    """The rules of a robots.txt for an agent's product name: those of all groups that name it, else those for all (*)."""
    own: list[Rule] = []
    common: list[Rule] = []
    delays: dict[bool, float] = {}
    named: set[str] = set()
    listing = False  # whether the line before named an agent: several in a row share one group
    known = False
    for line in text.lstrip("\ufeff").splitlines():
        found = _LINE.match(line)
        if not found:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            named = (named if listing else set()) | {value.split("/")[0].strip().lower()}
            known, listing = known or agent.lower() in named, True
            continue
        if key not in ("allow", "disallow", "crawl-delay"):
            continue  # Sitemap and the like belong to no group
        listing = False
        for ours in [agent.lower() in named] if agent.lower() in named or "*" in named else []:
            if key == "crawl-delay":
                if (seconds := _seconds(value)) is not None:
                    delays[ours] = max(seconds, delays.get(ours, 0.0))
            elif value:
                (own if ours else common).append(Rule(spelled(value), key == "allow"))
    return Robots(tuple(own if known else common), delays.get(known))


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if 0 <= seconds < 1e6 else None
