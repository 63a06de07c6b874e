"""How far vague words reach, in days from the anchor: first, last.

The widths are our own reading of how editors use the words ("days" within a week, "weeks" up to six, "months" up to half
a year); all intervals made from this table are marked vague and assumed.
"""

from __future__ import annotations

AHEAD: dict[str, tuple[int, int]] = {
    "days": (0, 7),
    "weeks": (0, 42),
    "months": (0, 180),
    "years": (0, 1461),
    "immediate future": (0, 31),
    "near future": (0, 92),
    "foreseeable future": (0, 365),
    "soon": (0, 45),
    "shortly": (0, 30),
    "imminently": (0, 14),
    "as soon as possible": (0, 30),
}
BACK: dict[str, tuple[int, int]] = {"days": (-10, 0), "weeks": (-42, 0), "months": (-180, 0), "years": (-1461, 0)}
OPEN = frozenset(
    {"eventually", "down the line", "down the road", "someday", "some day", "at some point", "sooner or later", "in due course",
     "at a later date", "indefinitely"}
)  # from the anchor on, no end  # fmt: skip
