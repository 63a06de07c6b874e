from __future__ import annotations

from datetime import date

import pytest

from walkback import pointed
from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Attribution, Mention, Report
from walkback.core.reading import STATUSES, Status, TriggerSpan
from walkback.core.text import Span

PUBLISHED = date(2031, 5, 7)


def trigger(**held: object) -> TriggerSpan:
    return TriggerSpan(Span(10, 14), tuple(1.0 if s == "planned" else 0.0 for s in STATUSES), **held)  # type: ignore[arg-type]


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


def test_parties() -> None:
    mentions = (Mention(Span(0, 4), "tarn"), Mention(Span(30, 38), "velmar"), Mention(Span(50, 55), "ostrel"))
    held = trigger(
        doers=((Span(0, 2), 0.4), (Span(2, 4), 0.3), (Span(30, 38), 0.25)),
        nobody=0.05,
        others=((Span(30, 33), 0.3), (Span(50, 55), 0.35), (Span(70, 72), 0.3)),
        alone=0.05,
    )
    assert pointed.parties(held, mentions) == (["tarn"], ["ostrel", "velmar"])
    assert pointed.parties(held, mentions, least=0.5) == (["tarn"], [])
    assert pointed.parties(trigger(nobody=0.9, alone=0.9), mentions) == ([], [])
