from __future__ import annotations

from datetime import date

import pytest

from walkback import pointed
from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Attribution, Mention, Report, Timex
from walkback.core.reading import STATUSES, Status, TriggerSpan
from walkback.core.text import Span

PUBLISHED = date(2031, 5, 7)
FRIDAY = Timex("d", Span(40, 46), "DATE", "2031-05-09", Interval.day(date(2031, 5, 9)))
YEAR = Timex("d", Span(60, 69), "DATE", "2031", Interval(date(2031, 1, 1), date(2031, 12, 31)))
SOON = Timex("d", Span(80, 84), "DATE", "FUTURE_REF", None)


def trigger(**held: object) -> TriggerSpan:
    return TriggerSpan(Span(10, 14), tuple(1.0 if s == "planned" else 0.0 for s in STATUSES), **held)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("times", "undated", "status", "wanted"),
    [
        ([(Span(40, 46), 0.7)], (0.2, 0.1, 0.0), "planned", (date(2031, 5, 9), date(2031, 5, 9))),
        ([(Span(40, 46), 0.2)], (0.7, 0.1, 0.0), "planned", None),
        ([(Span(40, 43), 0.2), (Span(43, 46), 0.2)], (0.3, 0.3, 0.0), "planned", (date(2031, 5, 9), date(2031, 5, 9))),
        ([], (0.2, 0.7, 0.1), "done", (PUBLISHED, PUBLISHED)),
        ([], (0.2, 0.1, 0.7), "underway", (PUBLISHED, None)),
        ([(Span(80, 84), 0.9)], (0.1, 0.0, 0.0), "planned", None),
        ([(Span(60, 69), 0.9)], (0.1, 0.0, 0.0), "done", (date(2031, 1, 1), PUBLISHED)),
        ([(Span(60, 69), 0.9)], (0.1, 0.0, 0.0), "planned", (PUBLISHED, date(2031, 12, 31))),
        ([(Span(60, 69), 0.9)], (0.1, 0.0, 0.0), "rejected", (date(2031, 1, 1), date(2031, 12, 31))),
        ([(Span(0, 9), 0.9)], (0.1, 0.0, 0.0), "planned", None),
    ],
)
def test_when(
    times: list[object], undated: tuple[float, ...], status: str, wanted: tuple[date | None, date | None] | None
) -> None:
    found = pointed.when(trigger(times=tuple(times), undated=undated), (FRIDAY, YEAR, SOON), status, PUBLISHED)  # type: ignore[arg-type]
    assert (found and (found.earliest, found.latest)) == wanted


def test_without_a_day_of_publication_nothing_is_told_as_of_it() -> None:
    assert pointed.when(trigger(undated=(0.1, 0.8, 0.1)), (FRIDAY,), "done", None) is None


@pytest.mark.parametrize(
    ("status", "dated"), [("planned", False), ("done", True), ("underway", True), ("rejected", False)]
)
def test_what_happened_is_left_undated_less_readily(status: Status, dated: bool) -> None:
    held = trigger(times=((Span(60, 69), 0.3),), undated=(0.6, 0.1, 0.0))
    assert (pointed.when(held, (YEAR,), status, PUBLISHED) is not None) == dated


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        ("done", True),
        ("planned", True),
        ("postponed", True),
        ("agreed", False),
        ("proposed", False),
        ("cancelled", False),
    ],
)
def test_only_what_happened_or_was_planned_is_due_on_a_day_that_is_over(status: Status, kept: bool) -> None:
    monday = Timex("d", Span(40, 46), "DATE", "2031-05-05", Interval.day(date(2031, 5, 5)))
    held = trigger(times=((Span(40, 46), 0.9),), undated=(0.1, 0.0, 0.0))
    assert (pointed.when(held, (monday,), status, PUBLISHED) is not None) == kept


def report(at: int, status: Status, due: Interval | None, vector: tuple[float, ...] = (1.0, 0.0)) -> Report:
    return Report(
        id=f"r{at}", doc_id="d", span=Span(at, at + 4), sentence=Span(at, at + 20), trigger="talk", status=status, type="meet",
        by=OUTLET, parties=(), published=PUBLISHED, as_of=None, due=due, conditional=False, hedged=False, score=1.0, vector=vector,
    )  # fmt: skip


TUESDAY = Interval.day(date(2031, 5, 6), phrase="Tuesday")


@pytest.mark.parametrize(
    ("other", "status", "vector", "handed"),
    [
        (report(0, "done", TUESDAY), "failed", (1.0, 0.0), True),
        (report(0, "done", TUESDAY), "done", (0.6, 0.8), False),  # another matter
        (report(0, "done", TUESDAY), "planned", (1.0, 0.0), False),  # the plan's day is not the deed's
        (report(0, "planned", TUESDAY), "agreed", (1.0, 0.0), True),
        (report(0, "cancelled", TUESDAY), "cancelled", (1.0, 0.0), False),
        (report(0, "done", Interval(date(2031, 1, 1), date(2031, 5, 7))), "done", (1.0, 0.0), False),  # too wide
        (report(0, "planned", Interval(PUBLISHED, None)), "planned", (1.0, 0.0), False),  # open
        (report(0, "done", TUESDAY, ()), "done", (1.0, 0.0), False),  # a reader without vectors
    ],
)
def test_days_are_handed_on_within_a_document(
    other: Report, status: Status, vector: tuple[float, ...], handed: bool
) -> None:
    first, second = pointed.inherited([other, report(50, status, None, vector)])
    assert first == other
    assert (second.due and (second.due.earliest, second.due.basis)) == (
        (date(2031, 5, 6), "inherited") if handed else None
    )


def test_the_nearest_in_matter_is_asked_then_the_nearest_in_the_text() -> None:
    far, near = report(0, "done", TUESDAY), report(40, "done", Interval.day(date(2031, 5, 5)))
    *_, asked = pointed.inherited([far, near, report(50, "done", None)])
    assert asked.due and asked.due.earliest == date(2031, 5, 5)
    likelier = report(0, "done", TUESDAY, (0.9, 0.1))
    *_, asked = pointed.inherited([likelier, report(40, "done", near.due, (0.8, 0.2)), report(50, "done", None)])
    assert asked.due and asked.due.earliest == date(2031, 5, 6)


def test_voices() -> None:
    said = Attribution("a", "d", (Span(100, 120),), (Span(121, 125),), (Span(0, 90),), "indirect", "anon-1")
    mentions = (Mention(Span(30, 38), "tarn"), Mention(Span(104, 110), "velmar"))
    held = trigger(
        outlet=0.3,
        voices=(
            (Span(30, 34), 0.2),
            (Span(34, 38), 0.2),
            (Span(112, 118), 0.1),
            (Span(104, 110), 0.1),
            (Span(200, 204), 0.1),
        ),
    )
    assert pointed.voices(held, (said,), mentions) == pytest.approx(
        {OUTLET: 0.3, "tarn": 0.4, "anon-1": 0.1, "velmar": 0.1}
    )
    assert pointed.voices(trigger(), (said,), mentions) == {}
