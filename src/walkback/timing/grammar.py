"""From phrases to small expressions: what a time expression says, before any anchor day is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from walkback.core.text import Span

Anchor = Literal["none", "published", "text", "event"]
Bound = Literal["", "by", "until", "before", "within", "after", "since", "from"]

MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: n
    for n, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
NUMBERS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty".split()
    )
} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "hundred": 100,
    "a couple of": 2,
    "couple of": 2,
}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
_WEEKDAY = (
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon\.|Tues?\.|Wed\.|Thurs?\.|Fri\.|Sat\.|Sun\.)"
)
_NUMBER = (
    r"(?:\d{1,3}|a couple of|couple of|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|ninety)"
)
_UNIT = r"(?:days?|weeks?|months?|years?|hours?|minutes?|weekends?|decades?|quarters?)"
_PERIOD = r"(?:day|week|weekend|month|year|quarter|decade|spring|summer|autumn|fall|winter)"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_PART = r"(?:the )?(?:early|mid|late|beginning of|start of|middle of|end of|close of|first half of|second half of)"
HOLIDAYS = r"(?:Christmas(?: Day| Eve)?|New Year[’']s(?: Day| Eve)?|Thanksgiving|Labor Day|Memorial Day|Independence Day|the Fourth of July|Easter|Veterans Day|Columbus Day|Halloween|Valentine[’']s Day)"

# name, what it matches; tried in this order, the first one to match at a place wins
RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, flags))
    for name, pattern, flags in (
        ("iso", rf"\b(?P<year>{_YEAR})-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b", 0),
        ("slashed", rf"\b(?P<month>[01]?\d)/(?P<day>[0-3]?\d)/(?P<year>{_YEAR})\b", 0),
        ("between", rf"\bbetween (?P<month>{_MONTH}) (?P<day>{_DAY}) and (?:(?P<month2>{_MONTH}) )?(?P<day2>{_DAY})(?:,? (?P<year>{_YEAR}))?\b", 0),
        ("days_of", rf"\b(?P<month>{_MONTH}) (?P<day>{_DAY})(?: ?[-–] ?| to | and )(?P<day2>{_DAY})(?:,? (?P<year>{_YEAR}))?\b", 0),
        ("month_day", rf"\b(?:(?P<weekday>{_WEEKDAY}),? )?(?P<month>{_MONTH}) (?P<day>{_DAY})(?:,? (?P<year>{_YEAR}))?\b(?!,\d)(?! (?:percent|million|billion))", 0),
        ("day_month", rf"\b(?:(?P<weekday>{_WEEKDAY}),? )?(?:the )?(?P<day>{_DAY})(?: of)? (?P<month>{_MONTH})(?:,? (?P<year>{_YEAR}))?\b", 0),
        ("part_month", rf"\b(?P<part>{_PART})[ -](?P<month>{_MONTH})(?:,? (?P<year>{_YEAR}))?(?!\w)", re.I),
        ("part_period", rf"\b(?P<part>{_PART}) (?P<which>the|this|next|last|coming) (?P<period>{_PERIOD})\b", re.I),
        ("part_period", r"\b(?:the )?(?P<period>year|month|week)[’']s (?P<part>end|start)\b", re.I),
        ("part_period", rf"\b(?P<part>early|late|mid)[ -](?:in )?(?P<which>this|next|last) (?P<period>{_PERIOD})\b", re.I),
        ("part_year", rf"\b(?P<part>{_PART})[ -](?P<year>{_YEAR})\b", re.I),
        ("part_season", rf"\b(?P<part>early|mid|late)[ -](?:in )?(?:the )?(?P<season>spring|summer|autumn|fall|winter)(?: of)?(?: (?P<year>{_YEAR}))?\b", re.I),
        ("month_year", rf"\b(?P<month>{_MONTH}),?(?: of)? (?P<year>{_YEAR})\b", 0),
        ("season_year", rf"\b(?:the )?(?P<season>spring|summer|autumn|fall|winter)(?: of)? (?P<year>{_YEAR})\b", re.I),
        ("quarter", rf"\b(?:the )?(?P<n>first|second|third|fourth) (?P<kind>quarter|half)(?: of(?: (?P<which>this|next|last) year| (?P<year>{_YEAR})| the year)?)?\b", re.I),
        ("window", rf"\b(?:the )?(?:next|coming|following) (?P<n>{_NUMBER}|few|several) (?P<unit>{_UNIT})\b", re.I),
        ("past_window", rf"\b(?:the )?(?:last|past|previous) (?P<n>{_NUMBER}|few|several) (?P<unit>{_UNIT})\b", re.I),
        ("ago", rf"\b(?:(?:just|about|nearly|almost|only) )?(?P<n>{_NUMBER}|several|few) (?P<unit>{_UNIT}) (?:ago|earlier|before)\b", re.I),
        ("later", rf"\b(?P<n>{_NUMBER}|several|few) (?P<unit>{_UNIT}) (?:later|after)\b", re.I),
        ("hence", rf"\b(?P<n>{_NUMBER}) (?P<unit>{_UNIT}) (?:from now|hence|from today)\b", re.I),
        ("in_units", rf"(?<=\b[iI]n )(?P<n>{_NUMBER}) (?P<unit>{_UNIT})\b(?![’'])", 0),
        ("within_units", rf"(?<=\b[wW]ithin )(?:the next )?(?P<n>{_NUMBER}|\d{{1,3}}) (?P<unit>{_UNIT})\b(?! of)", 0),
        ("event_offset", rf"(?<=\b[wW]ithin )(?:the (?:next|first) )?(?P<n>{_NUMBER}) (?P<unit>{_UNIT}) of\b", 0),
        ("vague_plural", r"\b(?:the )?(?P<which>coming|next few|next several|following|past|last few|recent) (?P<unit>days|weeks|months|years)(?: (?:and|or) (?P<unit2>weeks|months|years))?\b", re.I),
        ("vague_plural", r"\b(?P<unit>days|weeks|months|years) (?P<which>ahead|to come)\b", re.I),
        ("text_next", r"\b(?:the )?(?:next|following|same) (?P<period>day|morning|evening|week|month|year)\b(?<!next week)(?<!next month)(?<!next year)", re.I),
        ("text_next", r"\bthe next (?P<period>week|month|year)\b", re.I),
        ("rel_weekday", rf"\b(?P<which>this|next|last|this past|this coming|the following) (?P<weekday>{_WEEKDAY})(?!\w)", re.I),
        ("weekday", rf"\b(?P<weekday>{_WEEKDAY})(?:[’']s)?(?: (?P<tod>morning|afternoon|evening|night))?(?!\w)", 0),
        ("rel_period", rf"\b(?P<which>this|next|last|this past|this coming|later this|later next|earlier this|over the|during the|in the|by the|since last|the coming) (?P<period>{_PERIOD})\b(?! of\b)", re.I),
        ("rel_month", rf"\b(?P<which>this|next|last|this past|this coming) (?P<month>{_MONTH})(?!\w)", re.I),
        ("today", r"\b(?P<word>today|tonight|this morning|this afternoon|this evening|tomorrow|yesterday|the day after tomorrow|the day before yesterday|last night|overnight)\b", re.I),
        ("holiday", rf"\b(?P<which>(?:this|next|last) )?(?P<holiday>{HOLIDAYS})(?:,? (?P<year>{_YEAR}))?\b", 0),
        ("month", rf"(?:(?<=\b[iI]n )|(?<=\b[bB]y )|(?<=\b[uU]ntil )|(?<=\b[sS]ince )|(?<=\b[aA]fter )|(?<=\b[bB]efore )|(?<=\b[fF]or )|(?<=\b[fF]rom )|(?<=\bto )|(?<=\bof )|(?<=\b[dD]uring )|(?<=\b[lL]ate )|(?<=\b[eE]arly ))(?P<month>{_MONTH})(?![\w’'])(?! [A-Z][a-z])", 0),
        ("month", r"\b(?P<month>January|February|June|July|September|October|November|December)\b(?![’'] )(?! [A-Z][a-z])", 0),
        ("year", rf"(?:(?<=\b[iI]n )|(?<=\b[bB]y )|(?<=\b[uU]ntil )|(?<=\b[sS]ince )|(?<=\b[aA]fter )|(?<=\b[bB]efore )|(?<=\b[fF]rom )|(?<=\b[dD]uring )|(?<=\bof )|(?<=\bthe )|(?<=\bto ))(?P<year>{_YEAR})\b(?!,\d)(?![-–]\d)", 0),
        ("vague", r"\b(?P<word>(?:very |pretty |fairly |quite )?soon(?! after)|shortly(?! after| before)|in due course|eventually|the (?:immediate|near|foreseeable|not[- ]too[- ]distant) future|down the (?:line|road)|some ?day|at some point|sooner or later|as soon as possible|at a later date|indefinitely|imminently)\b", re.I),
        ("present", r"\b(?P<word>now|currently|at the moment|these days|presently|at present)\b", re.I),
        ("past_ref", r"\b(?P<word>recently|in the past|formerly|once before|previously)\b", re.I),
        ("duration", rf"\b(?P<n>{_NUMBER}|several|few|many)[ -](?P<unit>{_UNIT})\b(?![- ]old)", re.I),
    )
)  # fmt: skip
TYPES = {"duration": "DURATION", "past_window": "DURATION", "event_offset": "DURATION", "within_units": "DURATION"}

_BOUND = re.compile(
    r"\b(by|no later than|until|till|before|ahead of|prior to|within|after|following|since|from|starting|beginning|effective)"
    r"(?: about| around| the| at least| as early as| as late as)?\s$",
    re.IGNORECASE,
)
_BOUNDS: dict[str, Bound] = {
    "by": "by", "no later than": "by", "until": "until", "till": "until", "before": "before", "ahead of": "before", "prior to": "before",
    "within": "within", "after": "after", "following": "after", "since": "since", "from": "from", "starting": "from", "beginning": "from",
    "effective": "from",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """What a phrase says: the rule that read it, its parts, where it counts from, how it is bounded."""

    rule: str
    parts: tuple[tuple[str, str], ...]
    anchor: Anchor
    bound: Bound = ""

    def get(self, name: str) -> str:
        """A part in lower case, "" if the phrase has none."""
        return dict(self.parts).get(name, "").lower()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time expression in a text; bound_span takes in the preposition that bounds it ("by Friday")."""

    span: Span
    bound_span: Span
    text: str
    expression: Expression
    type: str = "DATE"


def _anchor(rule: str, parts: dict[str, str]) -> Anchor:
    if rule in ("text_next", "later") or parts.get("which", "").lower() == "the following":
        return "text"
    if rule == "event_offset":
        return "event"
    full = rule == "iso" or rule == "slashed" or ("year" in parts and rule not in ("quarter",))
    return "none" if full else "published"


def _refused(text: str, rule: str, match: re.Match[str]) -> bool:
    """Words that only look like a time: ages, names, scores, "may" as a verb."""
    after = text[match.end() : match.end() + 12]
    if rule == "duration" and re.match(r"[- ]old|[- ]sentence", after):
        return True
    if (
        rule in ("ago",)
        and match.group().lower().endswith(("before", "earlier"))
        and re.match(r" (?:the|that|he|she|it|they|than)\b", after)
    ):
        return False
    return (
        rule == "month"
        and match.group() in ("March", "May", "April", "June", "August")
        and bool(re.match(r" [A-Z]", after))
    )


def find(text: str, *, start: int = 0, end: int | None = None) -> list[Phrase]:
    """All time expressions of text[start:end], longest rule first where two overlap, in text order."""
    stop = len(text) if end is None else end
    taken: list[Phrase] = []
    for phrase in _candidates(text, start, stop):
        if not any(phrase.span.overlaps(held.span) for held in taken):
            taken.append(phrase)
    return sorted(taken, key=lambda p: p.span)


def _candidates(text: str, start: int, stop: int) -> Iterator[Phrase]:
    for rule, pattern in RULES:
        for match in pattern.finditer(text, start, stop):
            if _refused(text, rule, match):
                continue
            parts = {k: v for k, v in match.groupdict().items() if v is not None}
            ahead = text[max(start, match.start() - 24) : match.start()]
            led = _BOUND.search(ahead)
            begin = match.start() - (len(ahead) - led.start()) if led else match.start()
            bound: Bound = _BOUNDS[led.group(1).lower()] if led else ""
            if rule == "rel_period" and parts["which"].lower() == "by the":
                bound = "by"
            yield Phrase(
                Span(*match.span()),
                Span(begin, match.end()),
                match.group(),
                Expression(rule, tuple(parts.items()), _anchor(rule, parts), bound),
                TYPES.get(
                    rule,
                    "TIME"
                    if "tod" in parts or match.group().lower() in ("tonight", "last night", "overnight")
                    else "DATE",
                ),
            )
