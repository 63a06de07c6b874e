"""How far vague words reach, in days from the anchor day: first, last. Each width says where it comes from.

Intervals made from these tables are marked vague, with basis "assumed": they tell when to ask again, never a date
that the text gave.
"""

from __future__ import annotations

Width = tuple[int, int]

# Plural units without a number ("in coming weeks"). Own reading: the next larger unit bounds the word ("days" end with the
# week), but "weeks" is said up to a month and a half, "months" up to half a year, "years" up to one term of office.
AHEAD: dict[str, Width] = {
    "hour": (0, 1),
    "day": (0, 7),
    "week": (0, 42),
    "month": (0, 183),
    "year": (0, 1461),
    "decade": (0, 7305),
}
BACK: dict[str, Width] = {unit: (-last, 0) for unit, (_, last) in AHEAD.items()}

# "a few", "several" of a unit, in numbers of the unit. Few: three to four in ordinary use, five at the most for days; several: a
# little more. The far end counts.
FEW: dict[str, int] = {"hour": 5, "day": 5, "week": 4, "month": 4, "year": 4}
SEVERAL: dict[str, int] = {"hour": 8, "day": 7, "week": 6, "month": 7, "year": 7}

# Words without a unit. Own reading of how editors use them, ordered by how near they are felt to be. Nothing here is measured: in
# the six development reports with "soon" or "shortly" readers wrote down 19, 45, 61, 66, 380 and 730 days.
WORDS: dict[str, Width] = {
    "any moment": (0, 2),
    "any minute": (0, 1),
    "any day now": (0, 10),
    "imminently": (0, 14),
    "imminent": (0, 14),
    "as soon as possible": (0, 30),
    "shortly": (0, 30),
    "before long": (0, 60),
    "soon": (0, 45),
    "anytime soon": (0, 60),
    "any time soon": (0, 60),
    "before too long": (0, 60),
    "short order": (0, 60),
    "sooner rather than later": (0, 92),
    "immediate future": (0, 31),
    "near future": (0, 92),
    "near term": (0, 92),
    "not-too-distant future": (0, 183),
    "foreseeable future": (0, 365),
}

# From the anchor day on, without an end.
OPEN = frozenset(
    "eventually, down the line, down the road, someday, some day, at some point, sooner or later, in due course, a later date, "
    "a later time, a later stage, indefinitely, future, distant future, further notice, a date to be".split(", ")
)

# "in the new year": its first quarter, as for "early next year".
NEW_YEAR_MONTHS = 3
