"""How the words before a time bound what happens: by it, until it, before it, from it on."""

from __future__ import annotations

import re
from typing import Literal

from walkback.timing.refusals import MOVED
from walkback.timing.words import CLOCK, SMALL, ZONE

# Characters before a phrase in which its bound stands.
REACH = 64

# How the days bound what happens: "to" is the new day of something moved ("postponed until Monday"), "not_before" the first of
# an open range ("not before May"), "from" a start ("effective March 1"), "onward" a start without an end ("from March 1 on").
Bound = Literal["", "by", "until", "before", "within", "in", "after", "since", "from", "onward", "to", "not_before"]

# What may stand between a bound and its day: a time of that day ("by 17:30 on Friday"), the edge of it ("until the end of Friday"), how exactly.
_CLOCK_TIME = (
    rf"(?:{CLOCK}|\d\d?[:.]\d\d(?:\s?(?:hrs|hours|h|GMT))?|\d{{4}}\s?(?:hrs|hours|h|GMT|UTC)|(?:{SMALL}|\d\d?)\so[’']clock(?:\sin\sthe\s(?:morning|afternoon|evening))?)"
    rf"(?:{ZONE}|\slocal\stime)(?:,?\s\(\d{{4}}\s(?:GMT|UTC)\))?(?:\s(?:or\sso|sharp))?"
).replace(" ", r"\s")
_OF_THE_DAY = (
    r"sundown|sunset|dusk|nightfall|noon(?:\sor\sso)?|midday|midnight|lunchtime|teatime|breakfast|first\sthing|last\sthing|C\.?O\.?B\.?|E\.?O\.?D\.?"
    r"|(?:the\s)?(?:very\s)?(?:close|end|start)\sof\s(?:the\s)?(?:business|trading|play|day|session|work)"
    r"|(?:the\s)?(?:very\s)?(?:end|close|stroke|start|morning|afternoon|evening|night|(?:target|closing|cut-off)\sdate|deadline)\sof(?:\s(?:noon|midnight))?|the\sclose"
)
_DAYBREAK = r"dawn|daybreak|sunrise|sunup|first\slight"
_HOW = r"about|around|approximately|the\syear|the|at\sleast|(?:,\s)?at\sthe\slatest,?|as\searly\sas|as\slate\sas|early\sas|sometime|and\sincluding|or\son|on|in|at|his|her|its|their"
_BOUND = re.compile(
    r"\b(on\sor\sbefore|on\sor\safter|between\snow\sand|by|deadline\sof|(?:no|not)\slater\sthan|(?:not\sbefore|(?:no|not)\s(?:earlier|sooner)\sthan)|until|till"
    r"|(?<!\blead\s)(?<!\bled\s)(?<!\bleads\s)(?<!\bleading\s)(?<!\brun\s)up\sto|through\sto|through|thru|before|ahead\sof|in\sadvance\sof|prior\sto|within|inside"
    r"|after|following|since|from|starting|beginning|effective|to|in)"
    rf",?(?:\s(?:(?P<hour>{_CLOCK_TIME}|{_OF_THE_DAY})|(?P<dawn>{_DAYBREAK})|{_HOW})){{0,4}}\s$",
    re.IGNORECASE,
)
_BOUNDS: dict[str, Bound] = {
    "by": "by", "deadline of": "by", "until": "until", "till": "until", "through": "until", "thru": "until", "through to": "until", "in advance of": "before", "up to": "until", "before": "before", "ahead of": "before", "prior to": "before",
    "within": "within", "inside": "within", "between now and": "by", "after": "after", "following": "after", "since": "since", "from": "from", "starting": "from",
    "beginning": "from", "effective": "from", "to": "to", "in": "in",
}  # fmt: skip
_NOT_UNTIL = re.compile(r"(?:\b(?:not|never|cannot|no|without)|n[’']t)\b[^.;:!?,]{0,50}$", re.IGNORECASE)
ONWARD = re.compile(r"\son(?:wards?)?(?:[\s.,;)]|$)")
AT_THE = re.compile(r",?\sat\sthe\s(earliest|latest)\b")
_NO_ONE = r"(?:no\sone|nobody|nothing|none|neither|no)"
_MAY = r"(?:will|would|shall|should|may|might|can|could|must|is|are|am|do|does)"
_NOT_YET = re.compile(
    rf"\b(?:{_MAY}\s(?:\w{{2,15}}ly\s)?not|(?:wo|would|sha|should|might|ca|could|must|is|are|do|does)n[’']t|cannot|unlikely|not\s(?:due|expected|scheduled|planned|likely|possible)|{_NO_ONE}\b[^.;:!?,]{{0,40}}\b{_MAY}|(?:be|is|are)\sno)\b"
    r"(?:(?!\b(?:and|but|until|till)\b)[^.;:!?,]){0,50}$",
    re.IGNORECASE,
)
_ON_CONDITION = re.compile(r"\b(?:if|unless|whether|why|who|whoever|anyone|those)\b[^.;:!?,]{0,90}$", re.IGNORECASE)


def bound_of(text: str, start: int, rule: str, parts: dict[str, str], begin: int) -> tuple[Bound, int]:
    """How the words before a phrase bound it, and where they start."""
    led = _BOUND.search(text, max(start, begin - REACH), begin)
    if led is None or rule == "set":
        return "", begin
    words = " ".join(led.group(1).lower().split())
    before = text[max(start, led.start() - 110) : led.start()]
    bound: Bound = "by" if words.endswith("later than") or words == "on or before" else _BOUNDS.get(words, "not_before")
    if bound == "in" and rule != "in_units":
        return "", begin
    if bound in ("until", "to") and MOVED.search(before):
        bound = "not_before" if "at least" in led.group().lower() else "to"
    elif words in ("until", "till") and _NOT_UNTIL.search(before):
        bound = "to"
    elif bound == "to":
        return "", begin
    elif bound == "before" and _NOT_YET.search(before) and not _ON_CONDITION.search(before):
        bound = "not_before"
    elif (led["dawn"] or led["hour"]) and bound not in ("by", "until", "within", "not_before"):
        if led["dawn"] or bound != "before":
            return "", begin  # "before dawn on Tuesday", "after 5 o'clock on Friday": that day
        bound = "by"
    elif bound == "before" and "clock" in parts:
        bound = "by"  # "before 5 p.m. on Friday"
    if (
        "attributive" in parts
        and bound in ("after", "since", "before", "until", "from")
        and not _bounds_by_its_day(bound, parts)
    ):
        return "", begin  # what bounds is the event: "after Tuesday's debate", "before the November election"
    return bound, led.start()


def _bounds_by_its_day(bound: Bound, parts: dict[str, str]) -> bool:
    """Whether an event's time bounds as the event does: "before the March 15 vote", yes; "before the November vote", no."""
    return bound in ("before", "until") and ("day" in parts or "weekday" in parts)
