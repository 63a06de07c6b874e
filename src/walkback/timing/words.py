"""The words that time expressions are made of: tables of what they mean, and pieces of patterns."""

from __future__ import annotations

import re


def _table(groups: str, first: int) -> dict[str, int]:
    """Each word of a group with the group's number; groups are separated by commas."""
    return {word: n for n, group in enumerate(groups.split(","), first) for word in group.split()}


MONTHS = _table(
    "january jan, february feb, march mar, april apr, may, june jun, july jul, august aug, september sept sep,"
    "october oct, november nov, december dec",
    1,
)
WEEKDAYS = _table(
    "monday mon, tuesday tues tue, wednesday wed, thursday thurs thur thu, friday fri, saturday sat, sunday sun", 0
)
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1, "final": -1, "latter": 2}  # fmt: skip
UNITS = {"days": "day", "weeks": "week", "fortnights": "fortnight", "months": "month", "quarters": "quarter", "years": "year",
         "decades": "decade", "centuries": "century", "hours": "hour", "minutes": "minute", "weekends": "weekend"}  # fmt: skip

_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_COUNTS = (
    {word: n for n, word in enumerate(_SMALL, 1)}
    | {word: 10 * n for n, word in enumerate(_TENS, 2)}
    | {"a": 1, "an": 1, "the": 1, "hundred": 100, "a hundred": 100, "one hundred": 100, "dozen": 12, "a dozen": 12, "half a dozen": 6}
    | {"couple": 2, "couple of": 2, "a couple": 2, "a couple of": 2, "another": 1}
)  # fmt: skip


def number(words: str) -> int:
    """The number that words or digits name ("twenty-one", "a couple of"); 0 where they name none ("several")."""
    words = words.lower().removesuffix("1/2").removesuffix("½").strip()
    if words.isdecimal():
        return int(words)
    if words in _COUNTS:
        return _COUNTS[words]
    return (
        sum(_COUNTS.get(part, 0) for part in re.split(r"[\s-]", words))
        if re.match(rf"(?:{'|'.join(_TENS)})\b", words)
        else 0
    )


_ORDINAL_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_ORDINAL_DAYS = {
    word: n
    for n, word in enumerate(
        [
            *_ORDINAL_UNITS,
            *"tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        ],
        1,
    )
} | {"thirtieth": 30, "thirty-first": 31}
_ORDINAL_DAYS |= {f"twenty-{word}": 20 + n for n, word in enumerate(_ORDINAL_UNITS, 1)}


def day_number(words: str) -> int:
    """The day of the month that "8th" or "eighth" names."""
    return _ORDINAL_DAYS.get(words.lower(), 0) or int(re.sub(r"\D", "", words))


def spelled_year(words: str) -> int:
    """The year that words name: "nineteen ninety-four", "two thousand and one", "twenty thirty"."""
    head, _, rest = words.lower().replace("-", " ").partition(" ")
    if head == "two":
        return 2000 + number(rest.removeprefix("thousand").removeprefix(" and").strip().replace(" ", "-"))
    return {"nineteen": 1900, "twenty": 2000}[head] + number(rest.replace("hundred", "").strip().replace(" ", "-"))


# Pieces of patterns. A space in a pattern stands for any one white space: lines may be wrapped.
YEAR = r"(?:1[89]|20)\d\d"
MONTH_NAME = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
MONTH = rf"(?:{MONTH_NAME}|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon\.|Tues?\.|Wed\.|Thurs?\.|Fri\.|Sat\.|Sun\.)"
_DAY_WORDS = "|".join(sorted(_ORDINAL_DAYS, key=len, reverse=True))
DAY = rf"(?:[0-3]?\d(?:st|nd|rd|th)?|{_DAY_WORDS})"
_ANY_SMALL, _ANY_TENS = "|".join(_SMALL), "|".join(_TENS)
SMALL = "|".join(_SMALL[:12])
_TEEN = "|".join(_SMALL[9:])
NUMBER = (
    rf"(?:(?<![\d./])\d{{1,3}}(?: ?1/2|½)?|(?:{_ANY_TENS})(?:[ -](?:{_ANY_SMALL}))?|(?:an?|one) hundred|half a dozen|a dozen|a couple(?: of)?|couple(?: of)?|"
    rf"a few|few|several|{_ANY_SMALL}|an?)"
)
SPELLED_YEAR = (
    rf"(?:nineteen (?:hundred|{_TEEN}|(?:{_ANY_TENS})(?:[ -](?:{_ANY_SMALL}))?)|twenty (?:{_TEEN}|(?:{_ANY_TENS})(?:[ -](?:{_ANY_SMALL}))?)"
    rf"|two thousand(?:(?: and)? (?:{_ANY_SMALL}))?)"
)
COUNT = rf"(?P<n>{NUMBER})(?:(?: to | or |-)(?P<n2>{NUMBER})| \([a-z0-9-]{{1,12}}\))?"
# events that deadlines hang on and no grammar dates
EVENTS = r"(?:midterms|midterm elections?|elections?|runoff|primary|primaries|recess|inauguration|referendum)"
UNIT = r"(?:days?|weeks?|fortnights?|months?|years?|hours?|minutes?|weekends?|decades?|quarters?|centur(?:y|ies))"
WORKING = r"(?:(?P<working>business|working|trading|calendar) )?"
APPROX = (
    r"(?:(?:nearly|almost|about|around|roughly|approximately|just over|just under|over|more than|less than|fewer than|at least|at most|"
    r"no more than|no less than|up to|just|only|some|exactly|precisely|under) )?"
)
SEASON = r"(?:spring|summer|autumn|fall|winter)"
PERIOD = rf"(?:day|week|weekend|month|year|quarter|decade|{SEASON})"
PART = (
    r"(?:(?:the )?(?:very )?(?:beginning of|start of|middle of|end of|close of|first half of|second half of|latter half of|back half of|"
    r"(?:latter|later|early|final|closing|opening) (?:part|days|weeks|months) of)|"
    r"(?:the )?(?:early|mid|late))"
)
CLOCK = (
    r"(?:\d{1,2}(?:[:.]\d\d)? ?(?:a\.m\.|p\.m\.|am|pm|AM|PM)|noon|midday|midnight|mid-(?:morning|afternoon|evening))"
)
ZONE = r"(?: (?:E[SD]?T|C[SD]?T|P[SD]?T|M[SD]?T|GMT|BST|CES?T|EES?T|UTC|IST|JST|KST|local time|(?:Eastern|Central|Pacific|Mountain)(?: time)?)\b)?"
TIME_OF_DAY = r"(?: (?P<tod>morning|afternoon|evening|night))?"
HOLIDAY = (
    r"(?:Christmas(?: Day| Eve)?|Boxing Day|New Year(?:[’']s)?(?: Day| Eve)|New Year[’']s|New Year(?=[.,;]|$)|Thanksgiving(?: Day)?|"
    r"Labou?r Day|Memorial Day|Independence Day|(?:the )?Fourth of July|Good Friday|Easter(?: Sunday| Monday)?|Veterans[’']? Day|"
    r"Columbus Day|Indigenous Peoples[’'] Day|Juneteenth|Martin Luther King(?:,? Jr\.?)? Day|Presidents[’']? Day|Armistice Day|"
    r"Halloween|Valentine[’']s Day|St\.? Patrick[’']s Day|May Day|Canada Day|Bastille Day|Anzac Day|ANZAC Day|Pentecost|Ash Wednesday)"
)
