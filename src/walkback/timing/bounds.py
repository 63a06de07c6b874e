"""How the words before a time bound what happens: by it, until it, before it, from it on."""

from __future__ import annotations

import re
from typing import Literal

from walkback.timing.refusals import MOVED

# How the days bound what happens: "to" is the new day of something moved ("postponed until Monday"), "not_before" the first of
# an open range ("not before May"), "from" a start ("effective March 1"), "onward" a start without an end ("from March 1 on").
Bound = Literal["", "by", "until", "before", "within", "in", "after", "since", "from", "onward", "to", "not_before"]

_BOUND = re.compile(
    r"\b(on\sor\sbefore|on\sor\safter|between\snow\sand|by|deadline\sof|(?:no|not)\slater\sthan|(?:not\sbefore|(?:no|not)\s(?:earlier|sooner)\sthan)|until|till|(?<!\blead\s)(?<!\bled\s)(?<!\bleads\s)(?<!\bleading\s)(?<!\brun\s)up\sto|through|before|ahead\sof|prior\sto|within|inside"
    r"|after|following|since|from|starting|beginning|effective|to|in)"
    r"(?:\s(?:about|around|approximately|the|at\sleast|at\sthe\slatest|as\searly\sas|as\slate\sas|early\sas|sometime|on|in|at|his|her|its|their|sundown|sunset|sunrise|dawn|dusk|nightfall|noon|midday|midnight|(?:the\s)?(?:close|end)\sof\s(?:the\s)?(?:business|trading|play|day|session)))?"
    r"(?:\s(?:the|on|in|at))?\s$",
    re.IGNORECASE,
)
_BOUNDS: dict[str, Bound] = {
    "by": "by", "deadline of": "by", "until": "until", "till": "until", "through": "until", "up to": "until", "before": "before", "ahead of": "before", "prior to": "before",
    "within": "within", "inside": "within", "between now and": "by", "after": "after", "following": "after", "since": "since", "from": "from", "starting": "from",
    "beginning": "from", "effective": "from", "to": "to", "in": "in",
}  # fmt: skip
_NOT_UNTIL = re.compile(r"(?:\b(?:not|never|cannot|no|without)|n[’']t)\b[^.;:!?,]{0,50}$", re.IGNORECASE)
ONWARD = re.compile(r"\son(?:wards?)?(?:[\s.,;)]|$)")
AT_THE = re.compile(r",?\sat\sthe\s(earliest|latest)\b")
_NOT_YET = re.compile(
    r"\b(?:will\snot|won[’']t|cannot|can[’']t|shall\snot|unlikely|(?:no\sone|nobody|nothing|none)\s(?:will|may|can|could))\b[^.;:!?,]{0,40}$",
    re.IGNORECASE,
)


def bound_of(text: str, start: int, rule: str, parts: dict[str, str], begin: int) -> tuple[Bound, int]:
    """How the words before a phrase bound it, and where they start."""
    led = _BOUND.search(text, max(start, begin - 32), begin)
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
    elif bound == "before" and _NOT_YET.search(before):
        bound = "not_before"
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
