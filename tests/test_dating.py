from __future__ import annotations

from datetime import date

import pytest

from walkback import dating, timing
from walkback.core.interval import Interval
from walkback.core.ledger import Timex
from walkback.core.reading import STATUSES, Status, TriggerSpan
from walkback.core.text import Document, Span
from walkback.reading.sentences import sentences
from walkback.trees import trees

PUBLISHED = date(2031, 5, 7)  # a Wednesday
NOWHERE = (0.4, 0.05, 0.05)  # the model does not know


def asked(
    text: str,
    word: str,
    status: Status,
    *,
    undated: tuple[float, ...] = NOWHERE,
    at: str = "",
    on: date | None = PUBLISHED,
) -> tuple[dating.Scene, TriggerSpan]:
    """A scene and its trigger, the word; the model points at the words `at`."""
    document, found = Document("d", text, on), sentences(text)
    times = [
        Timex("d", p.phrase.span, p.phrase.type, p.value, p.interval)
        for p in timing.timeline(text, found, published=on)
    ]
    place = Span(text.index(word), text.index(word) + len(word))
    pointed = ((Span(text.index(at), text.index(at) + len(at)), 0.9),) if at else ()
    trigger = TriggerSpan(place, tuple(float(s == status) for s in STATUSES), times=pointed, undated=undated)
    return dating.Scene(document, found, times, [place]), trigger


def days(found: Interval | None) -> tuple[date | None, date | None] | None:
    return found and (found.earliest, found.latest)


@pytest.mark.parametrize(
    ("text", "word", "status", "at", "wanted"),
    [
        ("Tarn and Pelanta will hold talks on Friday.", "talks", "planned", "Friday", (date(2031, 5, 9), date(2031, 5, 9))),
        ("Tarn and Pelanta held talks on Monday.", "talks", "done", "Monday", (date(2031, 5, 5), date(2031, 5, 5))),
        ("The ban will be lifted by the end of June.", "lifted", "planned", "the end of June", (PUBLISHED, date(2031, 6, 30))),
        ("The dam will be finished in 2033, the minister said on Monday.", "finished", "planned", "2033", (date(2033, 1, 1), date(2033, 12, 31))),
    ],
)  # fmt: skip
def test_a_time_pointed_at_in_its_sentence(
    text: str, word: str, status: Status, at: str, wanted: tuple[date, date]
) -> None:
    scene, trigger = asked(text, word, status, at=at)
    assert days(dating.when(scene, [(trigger, status)])[0]) == wanted


def test_days_that_hold_the_day_of_publication_are_cut_there() -> None:
    year = Interval(date(2031, 1, 1), date(2031, 12, 31))
    assert days(dating.within(year, "done", PUBLISHED)) == (date(2031, 1, 1), PUBLISHED)
    assert days(dating.within(year, "planned", PUBLISHED)) == (PUBLISHED, date(2031, 12, 31))
    assert dating.within(year, "planned", None) == year
    assert dating.within(Interval(None, PUBLISHED), "planned", PUBLISHED) == Interval(None, PUBLISHED)


def test_where_nothing_is_told_the_model_says_whether_it_was_today() -> None:
    text = "Tarn and Pelanta sign a pact."
    today, since = (0.05, 0.9, 0.05), (0.02, 0.03, 0.95)
    scene, trigger = asked(text, "sign", "done", undated=today)
    assert days(dating.when(scene, [(trigger, "done")])[0]) == (PUBLISHED, PUBLISHED)
    found = {c.kind: c for c in dating.candidates(*asked(text, "sign", "underway", undated=since), "underway")}
    assert set(found) == {"undated", "today", "from today"}
    assert days(found["from today"].days) == (PUBLISHED, None) and found["from today"].pointed == 0.95


def test_without_a_day_of_publication_nothing_is_told_as_of_it() -> None:
    scene, trigger = asked("Tarn signs a pact.", "signs", "done", undated=(0.1, 0.8, 0.1), on=None)
    assert [c.kind for c in dating.candidates(scene, trigger, "done")] == ["undated"]
    assert dating.when(scene, [(trigger, "done")]) == [None]


def test_times_that_mean_the_same_days_are_one_answer() -> None:
    text = "The vote is on Friday. Friday, 9 May, it is."
    scene, trigger = asked(text, "vote", "planned", at="9 May")
    (timed,) = (c for c in dating.candidates(scene, trigger, "planned") if c.kind == "time")
    assert len(timed.times) == len(scene.times) > 1 and timed.pointed == 0.9


def test_only_times_around_a_trigger_are_answers() -> None:
    text = "They met on Monday. " + "It rained. " * (dating.REACH + 1) + "The vote is near."
    scene, trigger = asked(text, "vote", "planned")
    assert {c.kind for c in dating.candidates(scene, trigger, "planned")} == {"undated", "today", "from today"}


def test_a_page_of_dates_gives_no_more_answers_than_the_nearest_times() -> None:
    days_told = " or ".join(f"on {n % 28 + 1} June {2031 + n // 28}" for n in range(300))
    scene, trigger = asked(f"They meet {days_told} for the vote.", "vote", "planned")
    assert len(dating.candidates(scene, trigger, "planned")) <= dating.MOST + 3


def test_the_trees_were_made_for_these_features() -> None:
    held = trees("dating", dating.NAMES)
    assert held.feature.min() >= 0 and held.feature.max() < len(dating.NAMES)
    assert held.below.max() < len(held.value)
