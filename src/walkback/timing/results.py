"""The quarter that a report of results speaks of: "the latest quarter", "a year ago" beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from walkback.core.interval import Interval
from walkback.core.text import Span
from walkback.timing.calendar import period
from walkback.timing.grammar import Phrase
from walkback.timing.resolve import resolve

REPORTED = frozenset({"reported", "year_earlier", "year_period"})
_ENDED = re.compile(r"\s(?:that\s)?(?:ended|ending|ends)\s(?:on\s)?")
_FIGURES = re.compile(
    r"[$#£€¥]\s?\d|\d\s?%|\b(?:percent|per\scent|cents|a\sshare|sales|revenues?|profits?|earnings|earned|net\sincome|net\sloss|dividend)\b",
    re.IGNORECASE,
)
_AROUND = 120
# Days within which a quarter must have ended to be the one reported and not the one it is set beside.
RECENT = 280


class Results:
    """What quarter a text reports, as far as it has been read."""

    def __init__(self, published: date | None) -> None:
        self.published = published
        self.quarter: date | None = None  # its first day

    def of(self, text: str, phrase: Phrase, following: Sequence[Phrase]) -> date | None:
        """The day that "the quarter" counts from: the first one of the quarter told of, else of the last full one before publication.

        Of what is set beside no quarter ("year-earlier results") the day of publication.
        """
        for after in following:
            if _ENDED.fullmatch(text, phrase.span.end, after.span.start):
                end = resolve(after, anchor=self.published, direction="past")
                if end and end.latest:
                    return period(end.latest, "quarter", 0)[0]
        if self.quarter is None and phrase.expression.unit in ("quarter", "period") and self.published:
            return period(self.published, "quarter", -1)[0]
        return self.quarter or self.published

    def compared(self, text: str, phrase: Phrase, sentence: Span) -> Phrase:
        """The phrase, or where "a year ago" stands beside figures of a quarter, the same read as that quarter of the year before."""
        e = phrase.expression
        if self.quarter is None or e.rule not in ("ago", "earlier", "year_earlier") or e.unit not in ("year", ""):
            return phrase
        if e.rule != "year_earlier" and (
            e.offset != -1
            or not _FIGURES.search(
                text, max(sentence.start, phrase.span.start - _AROUND), min(sentence.end, phrase.span.end + _AROUND)
            )
        ):
            return phrase
        return replace(
            phrase, expression=replace(e, rule="year_earlier", parts=(("period", "quarter"),), anchor="text")
        )

    def note(self, phrase: Phrase, interval: Interval | None) -> None:
        """Keep the quarter that a phrase tells of; a longer stretch ("the nine months") puts it out of mind."""
        e = phrase.expression
        if e.rule in ("quarter", "reported") and interval and interval.earliest and interval.latest and self.published:
            ago, length = (self.published - interval.latest).days, (interval.latest - interval.earliest).days
            if 0 <= ago < RECENT and length < 93:
                self.quarter = interval.earliest
        elif (e.rule == "duration" and e.unit in ("month", "year")) or e.rule == "fiscal":
            self.quarter = None
