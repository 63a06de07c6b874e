from __future__ import annotations

import itertools
import re
import tomllib
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback import timing
from walkback.core.text import Span
from walkback.timing.days import RESOLVERS
from walkback.timing.rules import RULES

CORPUS = tomllib.loads((Path(__file__).parent / "corpus.toml").read_text(encoding="utf-8"))
WITHOUT_DAYS = {"duration", "set", "present", "past_ref", "fiscal", "century", "event"}
DIRECTIONS = get_args(timing.Direction)


def lines(kind: str) -> list[Any]:
    return [
        pytest.param(held, words, id=f"{held.get('on', 'undated')} {held.get('direction', '')} {words}")
        for held in CORPUS[kind]
        for words in held["say"]
    ]


def resolved(words: str, on: date | None, way: timing.Direction) -> list[Any]:
    text = f"It would be {words}, they said."
    return [found for p in timing.find(text) if (found := timing.resolve(p, anchor=on, direction=way))]


@pytest.mark.parametrize(("held", "words"), lines("meaning"))
def test_meaning(held: dict[str, Any], words: str) -> None:
    (found,) = resolved(words, held.get("on"), held.get("direction", "unknown"))
    assert (found.earliest, found.latest) == (held.get("from"), held.get("to"))
    if held.get("vague"):
        assert found.vague and found.basis == "assumed"
    assert found.rule and found.phrase


@pytest.mark.parametrize(("held", "words"), lines("nothing"))
@pytest.mark.parametrize("on", [None, date(2031, 5, 7)])
def test_nothing(held: dict[str, Any], words: str, on: date | None) -> None:
    assert resolved(words, on, "unknown") == []


@pytest.mark.parametrize(("held", "words"), lines("open"))
def test_needs_a_day(held: dict[str, Any], words: str) -> None:
    assert resolved(words, None, "unknown") == []
    assert resolved(words, date(2031, 5, 7), "unknown")


def test_every_rule_resolves_or_says_why_not() -> None:
    assert {name for name, _, _ in RULES} == set(RESOLVERS) | WITHOUT_DAYS


@pytest.mark.parametrize(
    ("text", "words", "bound", "with_bound"),
    [
        ("They have by Friday.", "Friday", "by", "by Friday"),
        ("They have until Friday.", "Friday", "until", "until Friday"),
        ("The vote was postponed until Friday.", "Friday", "to", "until Friday"),
        ("It will not open until Friday.", "Friday", "to", "until Friday"),
        ("It is due no later than Friday.", "Friday", "by", "no later than Friday"),
        ("It will end before Friday.", "Friday", "before", "before Friday"),
        ("It will not end before Friday.", "Friday", "not_before", "before Friday"),
        ("It ran after Friday.", "Friday", "after", "after Friday"),
        ("It runs from Friday on.", "Friday", "onward", "from Friday"),
        ("It starts effective Friday.", "Friday", "from", "effective Friday"),
        ("It is to end within ten days.", "ten days", "within", "within ten days"),
        ("It is to end in two weeks.", "two weeks", "in", "in two weeks"),
        ("It rained since Friday.", "Friday", "since", "since Friday"),
        ("They meet on Friday.", "Friday", "", "Friday"),
        ("They met after Friday's vote.", "Friday", "", "Friday"),
        ("They went to Friday prayers.", "Friday", "", "Friday"),
        ("They have up to Friday.", "Friday", "until", "up to Friday"),
        ("It led up to Friday's vote.", "Friday", "", "Friday"),
    ],
)
def test_bounds(text: str, words: str, bound: str, with_bound: str) -> None:
    (phrase,) = timing.find(text)
    assert (phrase.text, phrase.expression.bound) == (words, bound)
    assert text[slice(*phrase.bound_span)] == with_bound


@pytest.mark.parametrize(
    ("words", "kind", "anchor", "offset", "unit"),
    [
        ("next week", "DATE", "published", 1, "week"),
        ("last month", "DATE", "published", -1, "month"),
        ("five days ago", "DATE", "published", -5, "day"),
        ("in two weeks", "DATE", "published", 2, "week"),
        ("in the next few weeks", "DURATION", "published", None, "week"),
        ("yesterday", "DATE", "published", -1, ""),
        ("tonight", "TIME", "published", 0, ""),
        ("the next day", "DATE", "text", 1, "day"),
        ("two weeks later", "DATE", "text", 2, "week"),
        ("March 4, 2031", "DATE", "none", None, ""),
        ("within 100 days of taking office", "DURATION", "event", None, "day"),
        ("for two weeks", "DURATION", "published", None, "week"),
        ("every Tuesday", "SET", "published", None, ""),
    ],
)
def test_expression(words: str, kind: str, anchor: str, offset: int | None, unit: str) -> None:
    (phrase,) = timing.find(f"It would be {words}, they said.")
    e = phrase.expression
    assert (phrase.type, e.anchor, e.offset, e.unit) == (kind, anchor, offset, unit)


@pytest.mark.parametrize(
    ("text", "words", "way"),
    [
        ("She said on Tuesday that it was over.", "Tuesday", "past"),
        ("She said Tuesday that they would meet again.", "Tuesday", "past"),
        ("She told reporters in Senn on Tuesday that they would meet again.", "Tuesday", "past"),
        ("She said that they would meet on Tuesday.", "Tuesday", "future"),
        ("The two will meet on Tuesday.", "Tuesday", "future"),
        ("The two won’t meet on Tuesday.", "Tuesday", "future"),
        ("The bridge will be formally opened on Tuesday.", "Tuesday", "future"),
        ("The vote was postponed until Monday.", "Monday", "future"),
        ("The vote is scheduled for Monday.", "Monday", "future"),
        ("Talks are set to resume Monday.", "Monday", "future"),
        ("Tarn plans to sign it on Monday.", "Monday", "future"),
        ("Tarn agreed to sign it on Monday.", "Monday", "future"),
        ("Tarn was forced to leave on Monday.", "Monday", "past"),
        ("The ministers are meeting on Monday.", "Monday", "future"),
        ("Pelanta holds its vote on Monday.", "Monday", "future"),
        ("They met on Tuesday in Senn.", "Tuesday", "past"),
        ("They had met on Tuesday in Senn.", "Tuesday", "past"),
        ("The talks broke off on Tuesday.", "Tuesday", "past"),
        ("On Tuesday, the harbour opened.", "Tuesday", "past"),
        ("On Tuesday, the harbour will open.", "Tuesday", "future"),
        ("The deadline is Friday.", "Friday", "future"),
        ("The rights, which expire Friday, are his.", "Friday", "future"),
        ("The president has called off Thursday's meeting.", "Thursday", "future"),
        ("The party postponed the Friday vote.", "Friday", "future"),
        ("It had been due to sail on Friday.", "Friday", "future"),
        ("It must be signed by Friday.", "Friday", "future"),
        ("All nine had been freed by Monday.", "Monday", "past"),
        ("The river had risen by a yard by Monday.", "Monday", "past"),
        ("The death toll stood at nine by Monday.", "Monday", "past"),
        ("They had raised a million by the end of March.", "the end of March", "past"),
        ("Nobody spoke after Friday's ruling.", "Friday", "past"),
        ("It was the worst storm in ten years.", "ten years", "past"),
        ("The road will open in ten years.", "ten years", "future"),
        ("Five days ago they met.", "Five days ago", "past"),
        ("A word: Friday.", "Friday", "unknown"),
    ],
)
def test_direction(text: str, words: str, way: str) -> None:
    (phrase,) = [p for p in timing.find(text) if p.text == words]
    assert timing.direction_of(text, phrase, Span(0, len(text))) == way


def test_far_days_that_a_verb_asks_for_give_way_to_near_ones() -> None:
    (phrase,) = timing.find("He was named to the board on December 7.")
    found = timing.resolve(phrase, anchor=date(2031, 11, 20), direction="past")
    assert found and found.earliest == date(2031, 12, 7)


def test_looking_back_is_no_deadline() -> None:
    (phrase,) = timing.find("It was the worst storm in ten years.")
    assert timing.resolve(phrase, anchor=date(2031, 5, 7), direction="past") is None


def placed(text: str) -> dict[str, tuple[date | None, date | None] | None]:
    """Phrase -> days, each sentence ending with a full stop and a blank."""
    starts = [0, *(i + 2 for i in range(len(text)) if text.startswith(". ", i))]
    sentences = [Span(a, b) for a, b in itertools.pairwise([*starts, len(text)])]
    found = timing.timeline(text, sentences, published=date(2031, 5, 7))
    return {p.phrase.text: (p.interval.earliest, p.interval.latest) if p.interval else None for p in found}


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("They met on Friday. The next day they signed.", "The next day", date(2031, 5, 3)),
        ("They met in March. The next month they signed.", "The next month", date(2031, 4, 1)),
        ("They met in March. The next day they signed.", "The next day", None),
        ("The next day they signed.", "The next day", None),
        ("They will meet on Friday. The next day they sign.", "The next day", None),
        ("“An answer comes tomorrow,” Tarn said on Monday.", "tomorrow", date(2031, 5, 6)),
        ("“An answer comes tomorrow,” Tarn said.", "tomorrow", date(2031, 5, 8)),
        ("An answer comes tomorrow, Tarn said on Monday.", "tomorrow", date(2031, 5, 8)),
    ],
)
def test_counted_from_the_day_told(text: str, words: str, days: date | None) -> None:
    found = placed(text)[words]
    assert (found[0] if found else None) == days


def sentences_of_news() -> list[Any]:
    on, out = date.min, []
    for line in (Path(__file__).parent / "news.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            on = date.fromisoformat(line[1:].strip())
        elif " | " in line:
            days, marked = line.split(" | ", 1)
            out.append(pytest.param(on, days, marked, id=f"{on} {marked}"))
    return out


@pytest.mark.parametrize(("on", "days", "marked"), sentences_of_news())
def test_news(on: date, days: str, marked: str) -> None:
    head, words, tail = re.split(r"[\[\]]", marked)
    text, place = head + words + tail, Span(len(head), len(head + words))
    found = timing.timeline(text, [Span(0, len(text))], published=on)
    told = [p.interval for p in found if p.phrase.bound_span.overlaps(place) and p.interval]
    if days == "none":
        assert not told
    elif days == "vague":
        assert [p for p in found if p.phrase.bound_span.overlaps(place)]
        assert all(i.vague and i.basis == "assumed" for i in told)
    else:
        first, _, last = days.partition(" ")
        (interval,) = told
        wanted = None if last == "open" else date.fromisoformat(last or first)
        assert (interval.earliest, interval.latest) == (date.fromisoformat(first), wanted)


@given(st.text(alphabet="ab0123 ,./-’“AMJF\n", max_size=60), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_any_text(noise: str, on: date) -> None:
    text = f"{noise} by Friday {noise} in two weeks {noise} last decade"
    for phrase in timing.find(text):
        assert text[phrase.span.start : phrase.span.end] == phrase.text
        for way in DIRECTIONS:
            timing.resolve(phrase, anchor=on, direction=way)
            timing.timex_value(phrase, on, way)


WORDS = (
    "in on by until the next last this within from to between March May 5 2031 31 two few days weeks year end of early mid- Friday Tuesday’s "
    "summer quarter first half ago later before after soon noon 10 p.m. Easter New Year’s Day every will said not postponed , . \n"
).split(" ")


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_any_words(text: str, on: date) -> None:
    found = timing.find(text)
    for one, other in itertools.pairwise(found):
        assert one.span.end <= other.span.start
    for phrase in found:
        assert text[slice(*phrase.span)] == phrase.text
        assert phrase.bound_span.start <= phrase.span.start and phrase.bound_span.end == phrase.span.end
        way = timing.direction_of(text, phrase, Span(0, len(text)))
        timing.resolve(phrase, anchor=on, direction=way)
        timing.timex_value(phrase, on, way)
    timing.timeline(text, [Span(0, len(text))], published=on)


@pytest.mark.parametrize("kind", ["meaning", "nothing", "open"])
def test_rules_find_the_same_everywhere(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    filler = (
        "The clerk of Senn spoke of the harbour and of its nets, as clerks of Senn will do when they are asked. " * 3
    )
    text = filler.join(f"It would be {words}, they said.\n" for held in CORPUS[kind] for words in held["say"])
    around_words = timing.find(text)
    monkeypatch.setattr(import_module("walkback.timing.grammar"), "_windows", lambda _, start, stop: [(start, stop)])
    assert around_words == timing.find(text)


def test_rules_find_the_same_everywhere_in_news(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (Path(__file__).parent / "news.txt").read_text(encoding="utf-8")
    around_words = timing.find(text)
    monkeypatch.setattr(import_module("walkback.timing.grammar"), "_windows", lambda _, start, stop: [(start, stop)])
    assert around_words == timing.find(text)


@given(st.text(alphabet="ab on Friday in May", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_part_of_a_text(text: str, start: int, end: int) -> None:
    assert all(start <= p.span.start and p.span.end <= end for p in timing.find(text, start=start, end=end))
