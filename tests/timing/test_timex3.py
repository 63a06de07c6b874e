"""TIMEX3 values and mods."""

from __future__ import annotations

from datetime import date

import pytest

from walkback import timing


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("next week", "2031-W20"),
        ("March 4, 2031", "2031-03-04"),
        ("in March 2031", "2031-03"),
        ("in 2029", "2029"),
        ("in 14 days", "2031-05-21"),
        ("in three months", "2031-08"),
        ("this summer", "2031-SU"),
        ("this weekend", "2031-W19-WE"),
        ("the third quarter", "2031-Q3"),
        ("the first half of next year", "2032"),
        ("by the end of the month", "2031-05"),
        ("early next year", "2032"),
        ("for two weeks", "P2W"),
        ("for 24 hours", "P1D"),
        ("in the next three months", "P3M"),
        ("in coming weeks", "FUTURE_REF"),
        ("for two decades", "P20Y"),
        ("every Tuesday", "XXXX-WXX-2"),
        ("each year", "P1Y"),
        ("tonight", "2031-05-07TNI"),
        ("noon Thursday", "2031-05-08T12:00"),
        ("10 p.m. on Thursday", "2031-05-08T22:00"),
        ("in the 1990s", "199"),
        ("soon", "FUTURE_REF"),
        ("now", "PRESENT_REF"),
        ("recently", "PAST_REF"),
        ("within 100 days of taking office", None),
        ("31 June 2031", None),
    ],
)
def test_timex_value(words: str, value: str | None) -> None:
    (phrase,) = timing.find(f"It would be {words}, they said.")
    assert timing.timex_value(phrase, date(2031, 5, 7), "future") == value


@pytest.mark.parametrize(
    ("words", "mod"),
    [
        ("by Friday", "ON_OR_BEFORE"),
        ("before Friday", "BEFORE"),
        ("after March 4", "AFTER"),
        ("since March 4", "ON_OR_AFTER"),
        ("in early June", "START"),
        ("in mid-June", "MID"),
        ("late next year", "END"),
        ("by the end of the month", "END"),
        ("for about two weeks", "APPROX"),
        ("for nearly two weeks", "LESS_THAN"),
        ("for more than two weeks", "MORE_THAN"),
        ("for at least two weeks", "EQUAL_OR_MORE"),
        ("within up to two weeks", "EQUAL_OR_LESS"),
        ("on Friday", None),
        ("for two weeks", None),
    ],
)
def test_timex_mod(words: str, mod: str | None) -> None:
    (phrase,) = timing.find(f"It would be {words}, they said.")
    assert timing.timex_mod(phrase) == mod


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("from 2029 to 2031", [("2029", "2029"), ("2031", "2031")]),
        ("between June and August", [("June", "2031-06"), ("August", "2031-08")]),
        ("from June 3 through July 5", [("June 3", "2031-06-03"), ("July 5", "2031-07-05")]),
        ("June 3 to 5", [("June 3 to 5", "2031-06-03/2031-06-05")]),
        ("two days before June 3", [("two days", "P2D"), ("June 3", "2031-06-03")]),
        ("two months before June 3", [("two months", "P2M"), ("June 3", "2031-06-03")]),
        ("a week after May 28", [("a week", "P1W"), ("May 28", "2031-05-28")]),
        ("in the last ten days of June", [("the last ten days", "P10D"), ("June", "2031-06")]),
        ("in the first two months of 2032", [("the first two months", "P2M"), ("2032", "2032")]),
        ("at 5.30pm on Friday", [("5.30pm on Friday", "2031-05-09T17:30")]),
        ("on Friday", [("Friday", "2031-05-09")]),
    ],
)
def test_both_ends_of_a_range_are_tagged(words: str, parts: list[tuple[str, str]]) -> None:
    text = f"It would be {words}, they said."
    (phrase,) = timing.find(text)
    value = timing.timex_value(phrase, date(2031, 5, 7), "future")
    assert [(text[slice(*span)], v) for span, v in timing.timex_parts(phrase, value)] == parts
