"""From phrases to small expressions: what a time expression says, before any anchor day is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from walkback.core.text import Span
from walkback.timing.bounds import AT_THE, ONWARD, Bound, bound_of
from walkback.timing.capitals import as_written
from walkback.timing.refusals import NOUN, refused
from walkback.timing.rules import AFTER, BEFORE, CORE, CORE_KINDS, GROUPS, RULES
from walkback.timing.words import UNITS, number

Anchor = Literal["none", "published", "text", "event"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]

_FROM_TEXT = frozenset(
    {
        "reported",
        "year_earlier",
        "year_period",
        "text_next",
        "text_same",
        "text_back",
        "text_later",
        "text_window",
        "later",
        "earlier",
    }
)
_PAST_RULES = frozenset({"ago", "earlier", "past_window", "past_year"})
_AHEAD_RULES = frozenset(
    {"allowance", "in_units", "within_units", "hence", "window", "text_window", "later", "extension"}
)
_DURATIONS = frozenset(
    {
        "allowance",
        "duration",
        "within_units",
        "window",
        "past_window",
        "text_window",
        "vague_back",
        "vague_ahead",
        "extension",
    }
)
OFFSETS = {"next": 1, "coming": 1, "the coming": 1, "this coming": 1, "the following": 1, "the next": 1, "last": -1, "past": -1, "this past": -1,
           "the previous": -1, "the day before yesterday": -2, "yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1,
           "the day after tomorrow": 2, "after next": 2, "before last": -2}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """What a phrase says: the rule that read it, its parts, where it counts from, how it bounds what happens.

    anchor: none (a full date), published (the day of writing), text (a day told before: "the next day"), event (the
    day of something that happens: "within 100 days of taking office").
    """

    rule: str
    parts: tuple[tuple[str, str], ...]
    anchor: Anchor
    bound: Bound = ""

    def get(self, name: str) -> str:
        """A part in lower case with single spaces, "" if the phrase has none."""
        for part, words in self.parts:
            if part == name:
                return " ".join(words.lower().split())
        return ""

    @property
    def unit(self) -> str:
        """day, week, month and the like; "" if the phrase names none."""
        word = self.get("unit") or self.get("period")
        return UNITS.get(word, word)

    @property
    def offset(self) -> int | None:
        """Units from the anchor, negative for the past; None where the phrase counts none or says "a few"."""
        count = number(self.get("n3") or self.get("n2") or self.get("n"))
        if self.rule in _PAST_RULES:
            return -count if count or self.rule != "past_year" else -1
        if self.rule in _AHEAD_RULES:
            return count or (None if self.get("n") else 1)
        if self.rule in ("rel_period", "part_period", "rel_weekday", "weekday_of", "this_time", "today"):
            return OFFSETS.get(self.get("which") or self.get("word"), 0)
        return {"text_next": 1, "text_same": 0, "text_back": -1}.get(self.rule)

    @property
    def working(self) -> bool:
        """Whether it counts Mondays to Fridays alone."""
        return self.get("working") in ("business", "working", "trading")

    @property
    def vague(self) -> bool:
        """Whether its width must be assumed: "soon", "in coming weeks", "in the next few days"."""
        few = (
            self.rule in _PAST_RULES | _AHEAD_RULES | {"days_off"}
            and bool(self.get("n"))
            and not number(self.get("n2") or self.get("n"))
        )
        return few or self.rule in ("vague", "vague_ahead", "vague_back", "text_later", "new_year")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time expression in a text: `span` holds the time words, bound_span also the words that bound it ("by Friday")."""

    span: Span
    bound_span: Span
    text: str
    expression: Expression
    type: TimexType = "DATE"


def find(text: str, *, start: int = 0, end: int | None = None) -> list[Phrase]:
    """All time expressions of text[start:end] in text order; of two that overlap, the longer."""
    stop = len(text) if end is None else min(end, len(text))
    written, text = text, as_written(text)
    matches = sorted(_matches(text, start, stop), key=lambda m: (m[1].start() - m[1].end(), m[0]))
    taken: list[tuple[int, int]] = []
    found: list[Phrase] = []
    for order, match in matches:
        span = Span(match.end("lead") if match.groupdict().get("lead") else match.start(), match.end())
        at = _place(taken, span)
        if at is not None:
            taken.insert(at, span)
            found.append(_phrase(text, start, RULES[order][0], match))
    if text is not written:
        found = [replace(p, text=written[p.span.start : p.span.end]) for p in found]
    return sorted(found, key=lambda p: p.span)


def _place(taken: list[tuple[int, int]], span: Span) -> int | None:
    """Where a span goes among those taken, which are in order and apart; None if it overlaps one."""
    low, high = 0, len(taken)
    while low < high:
        middle = (low + high) // 2
        if taken[middle][1] <= span.start:
            low = middle + 1
        else:
            high = middle
    return None if low < len(taken) and taken[low][0] < span.end else low


def _matches(text: str, start: int, stop: int) -> Iterator[tuple[int, re.Match[str]]]:
    words = [(m.start(), m.end(), CORE_KINDS[(m.lastindex or 1) - 1]) for m in CORE.finditer(text, start, stop)]
    for kinds, rules in GROUPS:
        for begin, end in _windows([(a, b) for a, b, kind in words if kind in kinds], start, stop):
            for order, pattern in rules:
                for match in pattern.finditer(text, begin, end):
                    if not refused(text, RULES[order][0], match):
                        yield order, match


def _windows(words: list[tuple[int, int]], start: int, stop: int) -> list[tuple[int, int]]:
    """The parts of start..stop around words, in order and apart."""
    out: list[tuple[int, int]] = []
    for first, last in words:
        begin, end = max(start, first - BEFORE), min(stop, last + AFTER)
        if out and begin <= out[-1][1]:
            out[-1] = (out[-1][0], end)
        else:
            out.append((begin, end))
    return out


def _phrase(text: str, start: int, rule: str, match: re.Match[str]) -> Phrase:
    parts = {name: value for name, value in match.groupdict().items() if value is not None}
    begin = match.end("lead") if "lead" in parts else match.start()
    end = match.end()
    attributive = text[end : end + 2] in ("'s", "’s") or _names_an_event(text, start, begin, end)
    if attributive:
        parts["attributive"] = "yes"
    bound, bound_start = bound_of(text, start, rule, parts, begin)
    if bound == "from" and ONWARD.match(text, end):
        bound = "onward"
    if (at := AT_THE.match(text, end)) and (bound in ("", "to", "until") or at[1] == "latest"):
        bound = "by" if at[1] == "latest" else "not_before"
    anchor = _anchor(text, rule, parts, end)
    kind: TimexType = "DATE"
    if rule in _DURATIONS and not (rule == "vague_ahead" and text[begin:end].lower().startswith(("coming", "future"))):
        kind = "DURATION"
    elif rule == "set":
        kind = "SET"
    elif (
        any(k in parts for k in ("clock", "clock2", "tod")) or " ".join(parts.get("word", "").lower().split()) in _TIMES
    ):
        kind = "TIME"
    expression = Expression(rule, tuple(parts.items()), anchor, bound)
    return Phrase(Span(begin, end), Span(bound_start, end), text[begin:end], expression, kind)


_TIMES = frozenset(
    "tonight, this morning, this afternoon, this evening, last night, last evening, overnight".split(", ")
)
_AFTER_EVENT = re.compile(
    r"\s(?:of|after|before|following|since|into|prior\sto|ahead\sof)\b(?!\s(?:today|now|publication)\b)"
)


def _anchor(text: str, rule: str, parts: dict[str, str], end: int) -> Anchor:
    if rule in _FROM_TEXT or (
        rule != "fiscal"
        and " ".join(parts.get("which", "").lower().split())
        in (
            "the following",
            "the previous",
            "that",
            "the next",
        )
    ):
        return "text"
    if rule == "event" or (rule == "duration" and _AFTER_EVENT.match(text, end)):
        return "event"
    return "none" if "year" in parts or "year2" in parts or "decade" in parts else "published"


_BEFORE_NOUN = re.compile(r"\b(?:the|a|an|his|her|its|their|our|my|this|[’']s)\s$", re.IGNORECASE)


def _names_an_event(text: str, start: int, begin: int, end: int) -> bool:
    """Whether the time stands before a noun that it names: "the November election", "a March 15 deadline"."""
    return bool(_BEFORE_NOUN.search(text, max(start, begin - 7), begin) and NOUN.match(text, end))
