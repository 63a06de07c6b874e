"""Shares with intervals and Kaplan-Meier curves, against worked examples and against lifelines."""

from __future__ import annotations

import math
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkback.record.estimates import Curve, kaplan_meier, wilson

Watched = list[tuple[int, bool]]


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [  # worked by hand from the closed form, and the same in R's prop.test(correct = FALSE)
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (1, 1, 0.2065, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_wilson(hits: int, of: int, low: float, high: float) -> None:
    share = wilson(hits, of)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


@given(st.integers(0, 400), st.integers(0, 400))
def test_wilson_holds_the_share_and_narrows_with_more_of_the_same(hits: int, misses: int) -> None:
    of = hits + misses
    share, wider = wilson(hits, of), wilson(hits, of, confidence=0.99)
    assert 0.0 <= wider.low <= share.low <= (hits / of if of else 0.5) <= share.high <= wider.high <= 1.0
    more = wilson(10 * hits, 10 * of)
    assert more.high - more.low <= share.high - share.low


def test_what_is_no_share_or_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)
    with pytest.raises(ValueError, match="-1 days"):
        kaplan_meier([(-1, True)])


def test_a_curve_by_hand() -> None:
    """Four promises: kept after 3 and 5 days, one watched for 4 and one for 9 days and still open."""
    curve = kaplan_meier([(3, True), (5, True), (4, False), (9, False)])
    assert [(s.day, s.at_risk, s.fulfilled, s.open) for s in curve.steps] == [(3, 4, 1, 0.75), (5, 2, 1, 0.375)]
    assert (curve.count, curve.fulfilled, curve.reach, curve.median) == (4, 2, 9, 5)
    assert curve.at(2) == (1.0, 1.0, 1.0) and curve.at(4)[0] == 0.75 and curve.at(400)[0] == 0.375


def test_nothing_watched_and_nothing_fulfilled() -> None:
    assert kaplan_meier([]) == Curve((), 0, 0, 0)
    curve = kaplan_meier([(5, False), (7, False)])
    assert curve.steps == () and curve.median is None and curve.reach == 7


@pytest.fixture(scope="module")
def lifelines() -> object:
    with warnings.catch_warnings():  # what it imports warns of its own future
        warnings.simplefilter("ignore")
        return pytest.importorskip("lifelines")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=40))
def test_as_lifelines_has_it(lifelines: object, watched: Watched) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = lifelines.KaplanMeierFitter().fit([d for d, _ in watched], [done for _, done in watched])  # type: ignore[attr-defined]
        bounds = theirs.confidence_interval_
        survival = theirs.survival_function_.iloc[:, 0]
    curve = kaplan_meier(watched)
    for step in curve.steps:
        assert math.isclose(step.open, survival.loc[step.day], abs_tol=1e-9)
        if 0.0 < step.open < 1.0:
            low, high = bounds.loc[step.day]
            assert math.isclose(step.low, low, abs_tol=1e-6) and math.isclose(step.high, high, abs_tol=1e-6)
    median = theirs.median_survival_time_
    on_the_half = any(
        math.isclose(s.open, 0.5) for s in curve.steps
    )  # rounding decides there, and day 0 is theirs alone
    assert on_the_half or curve.median == (None if math.isinf(median) else median)
