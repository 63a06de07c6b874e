"""The day an article's own lines give for its publication."""

from __future__ import annotations

import re
from datetime import date

MONTHS = {
    m: n
    for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
_LEAD = r"(?:(?:Published|Posted|Updated|Last updated|Date|Filed|Created|First published)(?: on| at)?:? ?)?"
_DATE = (
    rf"(?:(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?P<month2>{_MONTH}),? (?P<year2>(?:19|20)\d\d)"
    r"|(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d))"
)
# a line that is little but a date: it may go on with a time, an "Updated", a zone
_LINE = re.compile(
    rf"^\s*(?:[^\n|]{{0,40}}\| ?)?{_LEAD}(?:\d{{1,2}}:\d\d(?: ?[ap]\.?m\.?)?,? )?{_WEEKDAY}{_DATE}(?P<rest>[^\n]{{0,60}})$", re.IGNORECASE | re.MULTILINE
)
_WIRE = re.compile(rf"^\s*[A-Z][A-Z .,’'-]{{2,40}},? (?:\([\w ]+\) ?)?[^\n]{{0,30}}?{_DATE}\s*(?:\([\w ./]+\)\s*)?[-–—:]", re.MULTILINE)
_TAIL = re.compile(
    r"\s*(?:[,|•·–—-]?\s*(?:at )?(?:\d{1,2}[:.]\d\d(?::\d\d)?|\d{1,2})?\s*(?:[ap]\.?m\.?)?\s*(?:E[SD]?T|GMT|UTC|BST|CES?T|P[SD]?T|[+-]\d\d:?\d\d|Z|EST|EDT)?)?"
    r"\s*(?:[|•·(,-]?\s*(?:last )?(?:Updated|Modified)[^\n]*)?\s*$",
    re.IGNORECASE,
)  # fmt: skip


def _made(match: re.Match[str]) -> date | None:
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        month, day, year = match["month"] or match["month2"], match["day"] or match["day2"], match["year"] or match["year2"]
        return date(int(year), MONTHS[month[:3].lower()], int(day))
    except (ValueError, KeyError):
        return None


def dateline(text: str) -> date | None:
    """The publication day that a line of its own gives, among the first 20 lines or the last 5; else None.

    A date inside running prose never counts. Of several the first one that is not only an update is taken.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    places = lines[:20] + (lines[-5:] if len(lines) > 20 else [])
    updated = None
    for line in places:
        match = _LINE.match(line) if len(line) < 160 else None
        if match and _TAIL.fullmatch(match["rest"]):
            made = _made(match)
            if made and not re.match(r"\s*(?:last )?updated", line, re.IGNORECASE):
                return made
            updated = updated or made
        wire = _WIRE.match(line)
        if wire and (made := _made(wire)):
            return made
    return updated
