"""What only looks like a time: ages, names, counts, days that no month has."""

from __future__ import annotations

import re

from walkback.timing.words import day_number

# a word that a time before it may stand beside as a name: "the November election"
NOUN = re.compile(r"\s(?!(?:and|or|but|to|that|which|who|when|where|while|as|in|on|at|for|of|with|by|from|is|are|was|were|has|have|had|will|after|before"
                   r"|until|than|if|because|amid|over)\b)[A-Za-z]")  # fmt: skip
# verbs that give a thing a new day: "postponed until Monday", "moved from June 2 to July 14"
MOVED = re.compile(
    r"\b(?:postpon|delay|defer|reschedul|adjourn|mov(?:e|ed|es)\b|shift|push|slip|set\sback|put(?:s|ting)?\s(?:\w+\s){0,3}(?:off|back)\b|brought\sforward)"
    r"[^.;:!?]{0,90}$",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(
    r"\b(?:in|by|until|till|since|after|before|from|during|of|for|through|between|both|into|over|throughout|beyond|late|early|and|or|to|the|a|an|his|her|its|their|our|my|this|that|[’']s"
    r"|year|around|about|circa|than|as|s[’'])[\s-]$|\($",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s(?:people|troops|soldiers|men|women|children|miles|dollars|votes|jobs|workers|members|euros|pounds|km|kilomet\w+|feet|tons|tonnes|homes|houses"
    r"|residents|refugees|migrants|inmates|acres|years|days|hours|months|weeks|police|officers|civilians|others|times|meters|metres|square|students|prisoners"
    r"|employees|delegates|seats|cases|deaths|pages|households|families|patients|demonstrators|protesters|flights|vehicles|kg|kilos|kilograms|kilowatts|megawatts|MW|litres|liters|hectares|barrels|calories|more|gmt|GMT|hrs|local)\b"
)
_LOWER_WORD = re.compile(
    r"\s(?!(?:page|room|flight|route|line|number|resolution|section|chapter|version|model|some|only|exactly|least|most|over|than|nearly|almost|under|with"
    r"|has|have|had|were|was|are|killed|least|raised|paid)\s)[a-z]{3,}\s$"
)
_NAMED_DAY = re.compile(r"\b(?:Super|Bloody|Black|Cyber|Fat|Ash|Palm|Ruby|Shrove|Casual|Giving)\s$")
_MID_SENTENCE = re.compile(r"[\w,]\s$")
_CAPITAL = re.compile(r"\s[A-Z][a-z]")
_AGE = re.compile(r"[-\s]old\b|[-\s]sentence|\sof\sage\b")
_A_DAY = re.compile(r"\s(?:on\s)?(?:[A-Z]|today|tomorrow)")  # "by end of day Friday": the day is Friday
# "358,000 a month", "four flights a week"
_RATE = re.compile(
    r"\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|twelve|hundreds?|thousands?|millions?|billions?|dozens?)\s(?:\w{1,20}\s){0,2}$"
)
_SO_OFTEN = re.compile(r"\b(?:once|twice|times|days|nights|hours)\s$")  # "open five days a week Tuesday to Sunday"
_BOUNDING = frozenset({"by ", "until ", "till ", "since ", "before ", "after "})
_SEASON_COMES = re.compile(
    r"\s(?:(?:sets?|ends?|begins?|starts?|arrives?|comes?|rolls?|is|said|says|it|he|she|they|we|this|next|last|then|when|if|the|a|an|both|also|now)\b|\w+ed\b)"
)
_BEFORE_HALF = re.compile(r"\b(?:in|of|by|for|during|before|from)\s$")
_TO_LAST = re.compile(r"\b(?:to|will|would|could|can|may|might|should|must|not|[n]?[’']t|likely)\s$")
_THE_NAME = re.compile(r"\b(?:[Tt]he|[Aa]|The\s\w+)\s$")


def refused(text: str, rule: str, match: re.Match[str]) -> bool:
    """Whether words only look like a time: ages, names, counts, days that no month has."""
    begin, end = match.span()
    before = text[max(0, begin - 12) : begin]
    if rule == "year":
        return _no_year(text, before, begin, end)
    if rule in ("weekday", "rel_weekday"):
        named = bool(_CAPITAL.match(text, end) and _THE_NAME.search(before)) and not match.groupdict().get("tod")
        return bool(_NAMED_DAY.search(before)) or (rule == "weekday" and named)
    if rule == "today":
        return match.group("word")[0].isupper() and bool(_MID_SENTENCE.search(before))
    if (
        rule == "duration"
        and match.groupdict().get("n", "") in ("a", "an")
        and _RATE.search(text, max(0, begin - 45), begin)
    ):
        return True
    if rule == "rel_period" and (match.groupdict().get("lead") or "").lower() in _BOUNDING:
        return bool(NOUN.match(text, end)) and not _SEASON_COMES.match(text, end)  # "after the summer recess"
    if rule == "weekday_plus":
        return bool(_SO_OFTEN.search(before))
    if rule in ("duration", "in_units", "within_units"):
        return bool(_AGE.match(text, end)) or before.lower().endswith("aged ")
    if rule == "quarter":
        parts = match.groupdict()
        alone = not any(parts.get(k) for k in ("which", "which2", "year", "year2", "of_year"))
        if parts["n"].startswith("H"):
            return alone and not _BEFORE_HALF.search(before)
        return (alone and not parts.get("part") and "half" in (parts.get("kind") or "").lower()) or (
            alone and parts["n"].lower() == "last"
        )
    ranges = rule in ("days_of", "month_range", "weekday_range")
    moved_from = match.group().lower().startswith("from ") or before.lower().endswith("from ")
    if ranges and moved_from and MOVED.search(text, max(0, begin - 110), begin):
        return True
    if rule == "past_window":
        return match.group().startswith("last") and bool(_TO_LAST.search(before))
    if rule == "part_period" and match.group("period").lower() == "day":
        bounds = re.search(r"\b(?:by|before|until)\s$", before)
        return "end" in match.group("part").lower() and (not bounds or bool(_A_DAY.match(text, end)))
    if rule in ("month_day", "day_month", "days_of", "week_of"):
        days = (match.group("day"), match.groupdict().get("day2") or "1")
        in_words = days[0].isalpha() and NOUN.match(text, end)  # "In May first ladies met"
        return bool(in_words) or not all(1 <= day_number(d) <= 31 for d in days)
    if rule == "month":
        return match.group("month") in ("March", "May", "April", "June", "August") and bool(_CAPITAL.match(text, end))
    return False


def _no_year(text: str, before: str, begin: int, end: int) -> bool:
    """Whether four digits are no year: a count of people, a number of a thing, with nothing that makes them a year."""
    if _COUNTED.match(text, end):
        return True
    if _YEAR_AFTER.search(before):
        return False
    # "unsuccessful 1996 campaign": between a small word and a noun; "2013 audit finds": at the start of a line
    adjective = bool(_LOWER_WORD.search(text, max(0, begin - 20), begin) and NOUN.match(text, end))
    heads = (begin == 0 or text[begin - 1] == "\n") and bool(NOUN.match(text, end))
    # "Senn harbour, from file, 2029."
    last = before.endswith((", ", "; ")) and (end == len(text) or text[end] in ".;)\n")
    return not (adjective or heads or last)
