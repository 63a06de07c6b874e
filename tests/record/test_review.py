"""What waits, who said what, how far they agree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.homes import Here
from tests.record.judged import Desk, fill
from walkback.core.errors import InputError
from walkback.record import queries, review
from walkback.record.agreement import agreement, alpha, kappa
from walkback.record.store import Record


@pytest.fixture
def desk(here: Here) -> Iterator[Desk]:
    fill(here / "r.db")
    with Record.open(here / "r.db") as record:
        yield Desk(record)


def test_the_queue_begins_with_what_this_reviewer_has_not_judged(desk: Desk) -> None:
    first, *rest = review.queue(desk.record, reviewer="Rin Sorel")
    assert first.state == "new" and len(rest) == 2
    assert first.documents == 3  # most articles bear on it
    desk.judge(first.target, "confirmed")
    again = review.queue(desk.record, reviewer="Rin Sorel")
    assert again[-1].target == first.target and again[-1].state == "mine"
    assert len(review.queue(desk.record, reviewer="Rin Sorel", judged=False)) == 2
    assert review.queue(desk.record, reviewer="Ada Quill")[0].state == "others"


def test_what_others_judged_differently_comes_first(desk: Desk) -> None:
    last = review.queue(desk.record)[-1].target
    desk.judge(last, "confirmed", who="Ada Quill")
    desk.judge(last, "refused", who="Jo Marr")
    first = review.queue(desk.record, reviewer="Rin Sorel")[0]
    assert first.target == last and first.contested and len(first.judgements) == 2


@pytest.mark.parametrize("kind", ["finding", "report", "matter", "attribution", "actor"])
def test_every_kind_has_a_queue(desk: Desk, kind: review.Kind) -> None:
    rows = review.queue(desk.record, kind=kind)
    assert bool(rows) == (kind != "actor")  # nobody was merged here
    assert all(review.target(desk.record, w.target) == (kind, w.target) for w in rows)
    assert [w.priority for w in rows] == sorted((w.priority for w in rows), reverse=True)


def test_the_beginning_of_an_id_names_a_target(desk: Desk) -> None:
    report = desk.report("a")
    assert review.target(desk.record, report[:8]) == ("report", report)
    assert review.target(desk.record, "ilse-tarn") == ("actor", "ilse-tarn")
    for name in ("zzzzzz", report[:3], "", "%"):
        with pytest.raises(InputError):
            review.target(desk.record, name)


def test_agreement_counts_the_last_words(desk: Desk) -> None:
    one, other, third = (r.finding.id for r in queries.findings(desk.record))
    for by, said in (("Ada", "ccr"), ("Bo", "crr")):
        for target, verdict in zip((one, other, third), said, strict=True):
            desk.judge(target, "confirmed" if verdict == "c" else "refused", who=by)
    desk.judge(one, "refused", who="Ada")
    desk.undo(who="Ada")  # so "confirmed" is the last word again
    held = review.agreement(desk.record)["finding"]
    assert (held.units, held.pairs, held.agreed) == (3, 3, 2)
    assert held.alpha == pytest.approx(4 / 9) and held.judges[0].kappa == pytest.approx(0.4)


def test_alpha_is_that_of_the_book() -> None:
    """The worked example of nominal data of four observers, with gaps, in Krippendorff's "Computing alpha" (2011): 0.743."""
    table = ["111.", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11", "..3."]
    assert alpha([[v for v in unit if v != "."] for unit in table]) == pytest.approx(0.743, abs=5e-4)


def test_kappa_by_hand() -> None:
    """20 and 15 of 50 agreed on, 5 and 10 not: 0.7 seen, 0.5 by chance."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("y", "y")]) is None and kappa([]) is None and alpha([["y", "y"]]) is None and alpha([["y"]]) is None


VALUES = st.dictionaries(st.sampled_from("ABC"), st.sampled_from(["confirmed", "refused", "amended"]), max_size=3)


@given(st.dictionaries(st.integers(0, 9).map(str), VALUES, max_size=10))
def test_agreement_stays_in_bounds(words: dict[str, dict[str, str]]) -> None:
    held = agreement(words)
    assert held.agreed <= held.pairs and (held.alpha is None or held.alpha <= 1)
    if held.pairs and held.agreed == held.pairs:
        assert held.alpha in (None, 1.0)
