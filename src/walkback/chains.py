"""Which strands make one matter, once it is known which earlier strand each one continues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from walkback.core.strands import Link, Place


def chains(strands: Iterable[tuple[Place, str]], links: Mapping[str, Link]) -> list[list[str]]:
    """Strands by matter, each in order of place: a strand is of the matter of the one it continues.

    Two strands of one document are two matters: where both lead to the same one, the likelier link holds, and the other
    strand begins a matter of its own. What comes out for a set of strands that are linked among themselves does not
    depend on any other.
    """
    matters: list[list[str]] = []
    of: dict[str, int] = {}
    taken: set[tuple[int, str]] = set()  # (matter, document)
    for at, strand in sorted(strands, key=lambda s: _turn(s[0], s[1], links)):
        link = links.get(strand)
        matter = of[link.to] if link and link.to in of else None
        if matter is None or (matter, at.doc_id) in taken:
            matter = len(matters)
            matters.append([])
        matters[matter].append(strand)
        of[strand] = matter
        taken.add((matter, at.doc_id))
    return matters


def _turn(at: Place, strand: str, links: Mapping[str, Link]) -> tuple[int, str, float, int]:
    """Day by day, document by document; in a document the likeliest link first."""
    return at.day, at.doc_id, -links[strand].chance if strand in links else 0.0, at.start
