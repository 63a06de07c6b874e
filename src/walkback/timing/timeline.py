"""All time expressions of a document with the days they mean, each counted from the day it is told from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from walkback.core.interval import Interval
from walkback.core.quotes import quote_flags
from walkback.core.text import Span, covering
from walkback.timing.capitals import as_written
from walkback.timing.days import in_some_year
from walkback.timing.deeds import of_a_year
from walkback.timing.direction import direction_of, told_of_yesterday
from walkback.timing.grammar import Phrase, find
from walkback.timing.named import Direction
from walkback.timing.resolve import resolve
from walkback.timing.results import REPORTED, Results
from walkback.timing.values import timex_value

# A quotation is dated by its sentence only within this many days before publication: farther back the day is history.
FRESH = 31

_SPEECH = re.compile(
    r"\b(?:said|told|wrote|announced|declared|tweeted|posted|added|warned|insisted)\b[^.;:]{0,60}$", re.IGNORECASE
)


_EVERY = re.compile(
    r",?\s(?:sharp\s)?(?:daily|nightly|weekly|every|each|weekdays|most\s|on\s(?:weekdays|weekends|school\sdays))"
)
_NO_DAY = frozenset({"clock", "duration", "present", "past_ref", "vague"})
# What may stand between a time of day and its day: "10 a.m. sharp on", "6pm (1700 GMT) on", "noon Oll time on"
_OF_ONE_TIME = re.compile(r"(?!.{0,36}\b(?:and|or(?!\sso\b)|but|to|that|which)\b)[\w\s().,]{0,36}")


@dataclass(frozen=True, slots=True)
class Placed:
    """A phrase with its direction, the day it was counted from, its interval and its TIMEX3 value."""

    phrase: Phrase
    direction: Direction
    anchor: date | None
    interval: Interval | None
    value: str | None


def timeline(text: str, sentences: Sequence[Span], *, published: date | None) -> tuple[Placed, ...]:
    """Every time expression of a text with its days, in text order.

    Most count from publication; "the next day" from the last past day told before it (none told: not resolved);
    "tomorrow" in a quotation from the day on which its sentence says it was spoken.
    """
    phrases = find(text)
    text = as_written(text)
    flags = quote_flags(text)
    out: list[Placed] = []
    told: Interval | None = None
    spoken: dict[Span, date | None] = {}
    named: dict[Span, date] = {}  # the last day that a sentence has named
    results = Results(published)
    for n, phrase in enumerate(phrases):
        sentence = covering(sentences, phrase.span) or phrase.span
        phrase = results.compared(text, phrase, sentence)
        direction = direction_of(text, phrase, sentence)
        anchor = published
        if phrase.expression.rule in REPORTED:
            anchor = results.of(text, phrase, phrases[n + 1 : n + 2])
        elif phrase.expression.anchor == "text":
            anchor = _told_from(phrase, told)
        elif flags[phrase.span.start]:
            if sentence not in spoken:
                spoken[sentence] = _spoken(text, phrases, flags, sentence, published)
            anchor = spoken[sentence] or published
        if phrase.expression.rule == "clock":
            anchor = named.get(sentence, anchor)
        if direction == "future" and anchor and told_of_yesterday(text, phrase, sentence, anchor):
            direction = "past"
        towards = of_a_year(text, phrase, sentence, direction) if in_some_year(phrase.expression) else direction
        interval = resolve(phrase, anchor=anchor, direction=towards)
        if (
            phrase.expression.rule == "clock"
            and sentence not in named
            and (not _is_today(phrase, direction) or _has_its_day(text, phrase, sentence, phrases[n + 1 : n + 2]))
        ):
            interval = None
        elif interval and interval.earliest and interval.earliest == interval.latest:
            named[sentence] = interval.earliest
        if (
            interval
            and interval.earliest
            and not interval.vague
            and published
            and interval.earliest <= published
            and not phrase.expression.bound
        ):
            told = interval
        results.note(phrase, interval)
        out.append(Placed(phrase, direction, anchor, interval, timex_value(phrase, anchor, towards)))
    return tuple(out)


def _is_today(phrase: Phrase, direction: Direction) -> bool:
    """Whether a time of day alone is the anchor day's: of what is ahead; what is over may have been on any day told before."""
    return direction == "future" or phrase.expression.bound in ("by", "until", "before")


def _has_its_day(text: str, phrase: Phrase, sentence: Span, following: Sequence[Phrase]) -> bool:
    """Whether the day of a time of day follows it, so that it is not the anchor day: "at 9 a.m. on Memorial Day", "8 p.m. daily"."""
    if _EVERY.match(text, phrase.span.end):
        return True
    return any(
        after.expression.rule not in _NO_DAY
        and after.span.start < sentence.end
        and _OF_ONE_TIME.fullmatch(
            text,
            phrase.span.end,
            after.bound_span.start if after.bound_span.start >= phrase.span.end else after.span.start,
        )
        for after in following
    )


def _told_from(phrase: Phrase, told: Interval | None) -> date | None:
    """The day told before, if it is told as finely as the phrase counts: "the next day" needs a day, "the next month" a month."""
    if told is None or told.earliest is None or told.latest is None:
        return None
    room = {"week": 7, "weekend": 7, "month": 31, "quarter": 92, "year": 366}.get(phrase.expression.unit, 1)
    return told.earliest if (told.latest - told.earliest).days < room else None


def _spoken(text: str, phrases: Sequence[Phrase], flags: bytes, sentence: Span, published: date | None) -> date | None:
    """The day on which the quotation of a sentence was spoken, if the sentence tells it outside the quotation."""
    if published is None:
        return None
    for n in range(bisect_left(phrases, sentence.start, key=lambda p: p.span.start), len(phrases)):
        phrase = phrases[n]
        if phrase.span.start >= sentence.end:
            break
        if flags[phrase.span.start] or phrase.expression.anchor != "published":
            continue
        start = phrase.bound_span.start
        if _SPEECH.search(text, max(sentence.start, start - 80), start):
            day = resolve(phrase, anchor=published, direction="past")
            if day and day.earliest and day.earliest == day.latest and 0 <= (published - day.earliest).days <= FRESH:
                return day.earliest
    return None
