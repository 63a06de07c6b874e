"""Which way a bare weekday or month points: read off the verbs and cues around it."""

from __future__ import annotations

import re
from typing import Literal

from walkback.core.text import Span
from walkback.timing.grammar import Phrase

Direction = Literal["past", "future", "unknown"]

_AHEAD = re.compile(
    r"\b(?:will|won[’']t|[’']ll|shall|going to|(?:is|are|was|were|be|been) (?:to|due|set|scheduled|expected|slated|planning|likely|poised)|set to|due to|scheduled|expected|slated|"
    r"plans?|planned|planning|intends?|hopes?|aims?|vow(?:s|ed)?|pledg(?:e|es|ed)|promis(?:e|es|ed)|postponed|rescheduled|delayed|put off|moved|deadline|"
    r"until|ahead of|upcoming|would|threaten(?:s|ed)?|prepar(?:e|es|ing)|agreed to|calls? for|demand(?:s|ed)?|urg(?:e|es|ed)|next|by)\b",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:said|says|told|announced|added|wrote|tweeted|declared|asked|stated|reported|confirmed|insisted|warned|denied|replied|argued)\b[^.;:]{0,14}$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:said|told|announced|was|were|had|did|came|met|held|went|took|made|left|began|won|lost|signed|voted|passed|spoke|gave|killed|[a-z]{3,}ed)\b",
    re.IGNORECASE,
)


def direction_of(text: str, phrase: Phrase, sentence: Span) -> Direction:
    """past, future or unknown for a phrase of a sentence: the nearest verb or cue before it, else after it."""
    rule = phrase.expression.rule
    words = phrase.text.lower()
    if rule in ("ago", "past_window", "past_ref") or words.startswith(("last", "yesterday", "earlier", "this past")):
        return "past"
    if rule in ("hence", "window", "in_units", "within_units") or words.startswith(
        ("next", "tomorrow", "later", "coming", "this coming")
    ):
        return "future"
    if phrase.expression.bound in ("by", "until", "within"):
        return "future"
    if phrase.expression.bound == "since":
        return "past"
    before = text[max(sentence.start, phrase.bound_span.start - 160) : phrase.bound_span.start]
    if _SAYING.search(before):
        return "past"
    ahead = [m.start() for m in _AHEAD.finditer(before)]
    behind = [m.start() for m in _BEHIND.finditer(before) if not _AHEAD.match(before, m.start())]
    if ahead or behind:
        last_ahead, last_behind = (ahead or [-1])[-1], (behind or [-1])[-1]
        # "was set to resume on Monday": the cue rules over a past verb a few words before the date
        if ahead and last_behind - last_ahead < 40:
            return "future" if last_ahead > last_behind or last_behind - last_ahead < 12 else "past"
        return "past"
    after = text[phrase.span.end : min(sentence.end, phrase.span.end + 60)]
    found_ahead, found_behind = _AHEAD.search(after), _BEHIND.search(after)
    if found_ahead and (not found_behind or found_ahead.start() <= found_behind.start()):
        return "future"
    return "past" if found_behind else "unknown"
