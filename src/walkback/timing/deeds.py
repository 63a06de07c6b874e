"""Of a day that comes about every year: whether it stands right beside what was done on it, or beside what was due then."""

from __future__ import annotations

import re

from walkback.core.text import Span
from walkback.timing.direction import BREAK, CLAUSE_END
from walkback.timing.grammar import Phrase
from walkback.timing.named import Direction
from walkback.timing.verbs import AHEAD, AHEAD_TO, GRANTS, IS, MODAL, SAYS, groups, is_past

NEAR = 60  # characters on either side that are looked at
_LEAD_IN = re.compile(
    r"(?:\s(?:back|early|late|as\searly\sas|sometime))*(?:^|\s)(?:in|on|around|during)\s(?:the\s)?$|\s$", re.IGNORECASE
)
# with words between it and the day these tell what is to be done then: "promised a vote in March"
_GRANTED = (
    AHEAD_TO
    | GRANTS
    | SAYS
    | frozenset("called chartered filed discussed hinted signalled signaled feared eyed braced".split())
)
_FOR = frozenset("for of before about against".split())  # "picked delegates for caucuses in February"
_ARRANGED = frozenset("scheduled set booked reserved slated fixed".split())
_NO_SUBJECT = (
    MODAL
    | AHEAD
    | IS
    | frozenset("to be if once when a an the its his her their our of at for in with by on and".split())
)
# "The storm in April killed": an event that begins its clause, before its day
_EVENT = re.compile(
    r"(?:^|[,;:—“\"]\s?|\b(?:that|said|but|and)\s)(?:the|an?|its|his|her|their)\s(?:[a-z-]{2,20}\s){1,3}(?:in|on|of)\s(?:the\s)?$",
    re.IGNORECASE,
)
_PUT_OFF = re.compile(
    r"^[^,;:.]{0,30}?\b(?:was|were|has|have|had)\s(?:been\s)?(?:\w{1,15}\s)?(?:called\soff|cancell?ed|postponed|put\soff|scheduled|planned|moved|set|delayed|agreed|proposed|announced|confirmed|called)\b"
)
_WAS_DUE = re.compile(
    r"\b(?:was|were|had\sbeen)\s(?:(?:not|also|already|first|originally|initially|once)\s){0,2}(?:due|supposed|scheduled|expected|set|planned|slated|to\shave)\b[^.;:,]{0,50}$",
    re.IGNORECASE,
)


def of_a_year(text: str, phrase: Phrase, sentence: Span, direction: Direction) -> Direction:
    """The direction of a day whose year is to be found: "over" beside a deed ("resigned in March", "The storm in April killed"), unknown
    where it was due then ("was to open in April": it may have been or be still to come)."""
    before = text[max(sentence.start, phrase.bound_span.start - NEAR) : phrase.bound_span.start]
    if direction == "past" and _of_a_deed(text, phrase, sentence, before):
        return "over"
    return "unknown" if direction == "future" and _WAS_DUE.search(before) else direction


def _of_a_deed(text: str, phrase: Phrase, sentence: Span, before: str) -> bool:
    if phrase.expression.get("attributive"):
        return False  # "called November's vote"
    words = CLAUSE_END.split(_LEAD_IN.sub("", before))[-1].replace("’", "'").split()
    for n in range(len(words) - 1, max(-1, len(words) - 5), -1):
        word = words[n].lower()
        if word in MODAL | AHEAD | IS | {"to"}:
            return False
        if is_past(word) and "-" not in word.removeprefix("re-") and words[n][0].islower():
            if word in _ARRANGED or (n and words[n - 1].lower() in _NO_SUBJECT):
                return False  # a participle after "a" or "the" is no verb
            return n == len(words) - 1 or (word not in _GRANTED and not _FOR & {w.lower() for w in words[n + 1 :]})
    if words and not _EVENT.search(before):
        return False
    after = text[phrase.span.end : min(sentence.end, phrase.span.end + NEAR)]
    return next(groups(BREAK.split(after, maxsplit=1)[0]), None) == "past" and not _PUT_OFF.match(after)
