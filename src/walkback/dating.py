"""Which time dates an undertaking: each time of its text, the day of publication and no day at all are weighed against one another.

Two things are weighed. Where the model points from the trigger, and what anyone sees who reads the text: how far a time stands from
the trigger and what stands between, whether it dates the saying, what nearer triggers it has, on which side of publication its days
lie. The second is summed by trees (`data/dating.json`) that `train/dating.py` fits on annotated reports.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log
from typing import Literal

from walkback.core.interval import Interval
from walkback.core.ledger import Timex
from walkback.core.quotes import quote_flags
from walkback.core.reading import HAPPENED, Status, TriggerSpan
from walkback.core.text import Document, Span
from walkback.trees import summed, trees

# What the model's word weighs beside the trees, and what "no day" does against the days. Swept together on 1,336 reports of the four
# dev sets with gold triggers (`python -m train.dating` prints the sweep): most right with spurious days about a tenth.
POINTED, LEAVE = 0.5, 0.1
REACH = 20  # sentences from a trigger within which a time may date it
MOST = 40  # times on each side of a trigger that may, so that a page of dates takes no longer than its length
FAR = 400  # characters: as far as any
OPEN_DAYS = 99_999  # stands for an open end

Kind = Literal["time", "undated", "today", "from today"]
KINDS: tuple[Kind, ...] = ("time", "undated", "today", "from today")
_NOW = ("today", "from today")
# in the order of how surely it is over
_STATUSES: tuple[Status, ...] = (
    "done", "failed", "underway", "denied", "rejected", "cancelled", "postponed", "agreed", "planned", "proposed", "floated",
)  # fmt: skip
_RULES = (
    "today weekday rel_weekday weekday_of weekday_plus weekday_range clock month_day day_month iso slashed dotted days_of month_nth week_of nth_weekday "
    "holiday beside ago earlier text_next text_same text_back later text_later hence in_units within_units window allowance extension text_window "
    "rel_period part_period week_in rel_month month month_year month_range part_month season_year part_season quarter reported year_earlier year_period "
    "fiscal this_time past_window past_year vague_back vague_ahead vague new_year year spelled_year part_year year_range decade century"
).split()
_BOUNDS = ("", "to", "from", "in", "within", "by", "until", "before", "not_before", "onward", "after", "since")
_APART = re.compile(r"[,;:—–()\"“”]|\s(?:and|but|or|while|when|after|before|that|which|who|as|because|if)(?=\s)")
_SAID = re.compile(
    r"\b(?:said|says|told|announced|added|wrote|tweeted|declared|asked|stated|reported|confirmed|insisted|warned|denied|replied|argued|saying"
    r"|according|interview|statement)\b"
)
_TO_DO = re.compile(r"\b(?:will|would|shall|may|might|could|can|should|must|to)\s(?:\w+\s){0,2}$")
_HELPED = re.compile(r"\b(?:was|were|been|be|is|are|has|have|had|being)\s(?:\w+ly\s|not\s)?$")
_NAMED = re.compile(
    r"(?:\b(?:the|a|an|his|her|its|their|this|that|first|last|next|new|latest)|[’']s)\s(?:\w+\s)?$", re.IGNORECASE
)
_FORMS = (re.compile(r"\w+ed\b"), re.compile(r"[a-z]+s\b"), re.compile(r"\w+ing\b"))

NAMES = (
    "kind", "status", "tense", "quoted", "sentence", "sentences", "times", "times_here", "triggers_here", "gap", "after", "same", "away",
    "apart", "triggers_between", "times_between", "nearer", "other", "closer", "first", "last", "width", "rule", "bound", "said", "vague",
    "attributive", "same_quote", "told",
)  # fmt: skip
_AT = {name: n for n, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer: its days (None: undated), the time expressions that give them, how likely the model holds it, its features by NAMES."""

    kind: Kind
    days: Interval | None
    times: tuple[Timex, ...]
    pointed: float
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A time expression as it stands, whatever the trigger: its sentence, and (distance, trigger) of those beside it, nearest first."""

    timex: Timex
    interval: Interval
    sentence: int
    said: int
    attributive: bool
    beside: tuple[tuple[int, Span], ...]


def _distance(place: Span, at: Span) -> tuple[int, int, bool]:
    """Where the gap between a trigger and a time begins and ends, and whether the time comes after."""
    after = at.start >= place.end
    low, high = (place.end, at.start) if after else (at.end, place.start)
    return low, max(low, high), after


def _steps(place: Span, at: Span) -> int:
    """Characters between; a time before its trigger is as if ten farther."""
    low, high, after = _distance(place, at)
    return high - low + (0 if after else 10)


class Scene:
    """A document with its times and triggers, as far as dating needs it."""

    def __init__(
        self, document: Document, sentences: Sequence[Span], timexes: Sequence[Timex], triggers: Sequence[Span]
    ) -> None:
        self.text, self.published = document.text, document.published
        self.sentences = list(sentences) or [Span(0, len(document.text))]
        self._starts = [s.start for s in self.sentences]
        self.quoted = quote_flags(document.text)
        self.triggers: dict[int, list[Span]] = {}
        for span in sorted(set(triggers)):
            self.triggers.setdefault(self.sentence_of(span), []).append(span)
        self.timexes = timexes
        self.times = [self._seen(t, t.interval) for t in timexes if t.interval is not None]
        self._times_at = [t.sentence for t in self.times]
        self._times_from = [t.timex.span.start for t in self.times]

    def sentence_of(self, span: Span) -> int:
        """The number of the sentence in which a span begins."""
        return max(0, bisect_right(self._starts, span.start) - 1)

    def _seen(self, timex: Timex, interval: Interval) -> _Seen:
        number = self.sentence_of(timex.span)
        start = max(self.sentences[number].start, timex.span.start - 30)
        said = bool(_SAID.search(self.text, start, timex.span.start))
        said_after = bool(_SAID.search(self.text, timex.span.end, timex.span.end + 25))
        triggers = self.triggers.get(number, [])
        at = bisect_left(triggers, timex.span)
        beside = sorted((_steps(span, timex.span), span) for span in triggers[max(0, at - 2) : at + 2])
        attributive = self.text[timex.span.end : timex.span.end + 2] in ("'s", "’s")
        return _Seen(timex, interval, number, said + 2 * said_after, attributive, tuple(beside))

    def around(self, place: Span) -> list[_Seen]:
        """Times of the sentences around a place, the next few on each side."""
        number, at = self.sentence_of(place), bisect_left(self._times_from, place.start)
        first, last = bisect_left(self._times_at, number - REACH), bisect_right(self._times_at, number + REACH)
        return self.times[max(first, at - MOST) : min(last, at + MOST)]


def within(days: Interval, status: Status, published: date | None) -> Interval:
    """Days that hold the day of publication, cut there: what happened did so by then, what is ahead does not begin before it."""
    if published is None or days.earliest is None or days.latest is None:
        return days
    if not days.earliest <= published < days.latest:
        return days
    return replace(days, latest=published) if status in HAPPENED else replace(days, earliest=published)


class _Asked:
    """One trigger of a scene and what may date it."""

    def __init__(self, scene: Scene, trigger: TriggerSpan, status: Status) -> None:
        self.scene, self.place, self.status = scene, trigger.span, status
        self.number = scene.sentence_of(trigger.span)
        around = scene.around(trigger.span)
        self.here = [seen for seen in around if seen.sentence == self.number]
        self.groups: dict[tuple[date | None, date | None], list[_Seen]] = {}
        for seen in around:
            days = within(seen.interval, status, scene.published)
            self.groups.setdefault((days.earliest, days.latest), []).append(seen)
        self.pointed: dict[Span, float] = {}
        for place, chance in trigger.times:
            at = next((seen.timex.span for seen in around if seen.timex.span.overlaps(place)), None)
            if at is not None:
                self.pointed[at] = self.pointed.get(at, 0.0) + chance
        self.common = self._common()

    def _common(self) -> dict[str, float]:
        """What is so for every answer."""
        text, sentence = self.scene.text, self.scene.sentences[self.number]
        before = text[max(sentence.start, self.place.start - 25) : self.place.start]
        helped = next((n for n, lead in enumerate((_TO_DO, _HELPED, _NAMED), 1) if lead.search(before)), 0)
        word = text[self.place.start : self.place.end]
        return {
            "status": _STATUSES.index(self.status),
            "tense": helped or next((n for n, form in enumerate(_FORMS, 4) if form.match(word)), 0),
            "quoted": self.scene.quoted[self.place.start],
            "sentence": min(self.number, 30),
            "sentences": min(len(self.scene.sentences), 60),
            "times": min(len(self.scene.times), 60),
            "times_here": len(self.here),
            "triggers_here": len(self.scene.triggers.get(self.number, ())),
        }

    def timed(self, same: Sequence[_Seen]) -> Candidate:
        """The answer that some time expressions give, seen from the nearest of them."""
        seen = min(same, key=self._far)
        days = within(seen.interval, self.status, self.scene.published)
        low, high, after = _distance(self.place, seen.timex.span)
        here = seen.sentence == self.number
        between = self.scene.text[low:high] if here else ""
        rule, _, bound = seen.interval.rule.partition("+")
        steps = _steps(self.place, seen.timex.span)
        other = next((far for far, span in seen.beside if span != self.place), FAR)
        found = self.common | {
            "gap": min(high - low, 300) if here else FAR,
            "after": after,
            "same": here,
            "away": max(-15, min(15, seen.sentence - self.number)),
            "apart": len(_APART.findall(between)) if here else 9,
            "triggers_between": sum(low <= s.start < high for s in self.scene.triggers[self.number]) if here else 9,
            "times_between": sum(low <= t.timex.span.start < high for t in self.here if t is not seen) if here else 9,
            "nearer": sum(_steps(self.place, t.timex.span) < steps for t in self.here if t is not seen) if here else 9,
            "other": min(other, FAR),
            "closer": steps <= other,
            "rule": _RULES.index(rule) if rule in _RULES else -1,
            "bound": _BOUNDS.index(bound) if bound in _BOUNDS else -1,
            "said": seen.said,
            "vague": seen.interval.vague,
            "attributive": seen.attributive,
            "same_quote": self.scene.quoted[seen.timex.span.start] == self.scene.quoted[self.place.start],
            "told": len(same),
        }
        found |= self._sides(days)
        pointed = sum(self.pointed.get(t.timex.span, 0.0) for t in same)
        return Candidate("time", days, tuple(t.timex for t in same), pointed, _row("time", found))

    def _far(self, seen: _Seen) -> float:
        """How far a time is felt to be: sentences, then characters and what parts them."""
        if seen.sentence != self.number:
            return abs(seen.sentence - self.number) * 1000 + 500
        low, high, after = _distance(self.place, seen.timex.span)
        return high - low + (0 if after else 10) + 30 * len(_APART.findall(self.scene.text[low:high]))

    def _sides(self, days: Interval) -> dict[str, float]:
        """First and last day counted from publication, and how many days there are."""
        published = self.scene.published
        first = (days.earliest - published).days if days.earliest and published else -OPEN_DAYS
        last = (days.latest - published).days if days.latest and published else OPEN_DAYS
        width = (days.latest - days.earliest).days if days.earliest and days.latest else 9_999
        return {"first": first, "last": last, "width": width}

    def untimed(self, trigger: TriggerSpan, timed: Sequence[Candidate]) -> list[Candidate]:
        """The answers that no time expression gives: no day, the day of publication, from then on."""
        here = [c.features for c in timed if c.features[_AT["same"]]]
        found = self.common | {
            "gap": min((c.features[_AT["gap"]] + 1000 * abs(c.features[_AT["away"]]) for c in timed), default=99_999),
            "same": bool(here),
            "said": min((f[_AT["said"]] for f in here), default=-1),
            "nearer": sum(not f[_AT["said"]] for f in here),
            "closer": any(f[_AT["closer"]] for f in here),
            "apart": min((f[_AT["apart"]] for f in here), default=9),
        }
        undated, today, on = trigger.undated or (1.0, 0.0, 0.0)
        out = [Candidate("undated", None, (), undated, _row("undated", found))]
        published = self.scene.published
        if published is not None:
            day = Interval.day(published, basis="assumed", rule="published")
            since = Interval(published, None, basis="assumed", rule="from publication")
            out.append(Candidate("today", day, (), today, _row("today", found)))
            out.append(Candidate("from today", since, (), on, _row("from today", found)))
        return out


def _row(kind: Kind, found: dict[str, float]) -> tuple[float, ...]:
    told = {"kind": KINDS.index(kind), **found}
    return tuple([float(told.get(name, -1)) for name in NAMES])


def candidates(scene: Scene, trigger: TriggerSpan, status: Status) -> list[Candidate]:
    """All answers for a trigger: one for each interval told around it, and one each for undated, today and from today."""
    asked = _Asked(scene, trigger, status)
    timed = [asked.timed(same) for same in asked.groups.values()]
    return timed + asked.untimed(trigger, timed)


def seen(answers: Sequence[Candidate]) -> list[float]:
    """Log odds that each answer is right by what is seen in the text."""
    return summed(trees("dating", NAMES), [a.features for a in answers]) if answers else []


def weighed(candidate: Candidate, sight: float, *, pointed: float = POINTED, leave: float = LEAVE) -> float:
    """What is seen (`sight`) and where the model points, in one number; the highest is the answer."""
    return sight + pointed * log(candidate.pointed + 1e-3) + (0.0 if candidate.days else log(leave))


def when(scene: Scene, asked: Sequence[tuple[TriggerSpan, Status]]) -> list[Interval | None]:
    """Of each trigger with its standing the days of the likeliest answer; of two as likely, the one told earlier.

    Whether what no time dates was done on the day of publication or goes on from then the model alone says: annotators of the
    training sets wrote now the one, now the other for the same words, and the trees cannot tell them apart.
    """
    answers = [candidates(scene, trigger, status) for trigger, status in asked]
    sights = iter(seen([answer for held in answers for answer in held]))  # all at once: the trees are quicker so
    out = []
    for held in answers:
        totals = [weighed(answer, next(sights)) for answer in held]
        best = held[max(range(len(totals)), key=totals.__getitem__)]
        if best.kind in _NOW:
            best = max((a for a in held if a.kind in _NOW), key=lambda a: a.pointed)
        out.append(best.days)
    return out
