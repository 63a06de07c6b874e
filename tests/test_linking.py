"""One record, however its articles came: in one go, in pieces, in any order. The oracle is making everything anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.homes import Cluster
from tests.scripted import documents
from walkback import archive, candidates, copies, linking, pipeline
from walkback.record.home import Location
from walkback.record.store import Record

FULL = ("Ilse Tarn", "Rudo Pell", "Ana Tarn", "Tarn", "Pell", "a spokesman for Velmar")
PLACES = ("Kadria", "Velmar", "Senn")
STATUSES = ("planned", "cancelled", "done", "postponed", "denied", "rejected")
LONG = " ".join(f"word{n}" for n in range(60))

Row = tuple[str, str, str]


@st.composite
def articles(draw: st.DrawFn) -> list[Row]:
    """A few articles on few matters by few people, some of them copies, some undated, some with two matters."""
    out = []
    for n in range(draw(st.integers(2, 9))):
        day = draw(st.none() | st.integers(0, 12))
        when = (date(2031, 5, 1) + timedelta(days=day * 60)).isoformat() if day is not None else ""
        told = []
        for k in range(draw(st.integers(1, 2))):
            who, where = draw(st.sampled_from(FULL)), draw(st.sampled_from(PLACES))
            matter, status = draw(st.sampled_from("xyz")), draw(st.sampled_from(STATUSES))
            told.append(
                f"<s{k}>{who}</s{k}> <c{k}>said</c{k}> <q{k}>the [[visit|{status} {matter}]] to {where} was on</q{k}>."
            )
        tail = draw(st.sampled_from(("", "", LONG, LONG + " more")))
        out.append((f"d{n}", when, " ".join([*told, tail]).strip()))
    return out


def added(path: Location, rows: Sequence[Row], pieces: Sequence[Sequence[int]]) -> tuple[list[str], bool]:
    """What a record says after articles were added in pieces, and whether it is what making all anew gives."""
    made, reader = documents(rows)
    steps = archive.Steps(lambda d: pipeline.read_page(d, reader), pipeline.follow, copies.group_copies)
    with Record.open(path, create=True) as record:
        for piece in pieces:
            archive.add(record, [made[n] for n in piece], steps)
        return list(record.dump()), archive.verify(record, steps).same


@given(articles(), st.randoms(use_true_random=False), st.booleans(), st.booleans())
@settings(max_examples=60)
def test_in_one_go_or_in_pieces_in_any_order(
    rows: list[Row], rng: random.Random, looked_up: bool, crowded: bool
) -> None:
    with TemporaryDirectory() as folder:
        as_it_came(rows, rng, looked_up, crowded, lambda name: Path(folder) / name)


def test_in_postgresql_too(cluster: Cluster) -> None:
    @given(articles(), st.randoms(use_true_random=False), st.booleans(), st.booleans())
    @settings(max_examples=6)
    def run(rows: list[Row], rng: random.Random, looked_up: bool, crowded: bool) -> None:
        as_it_came(rows, rng, looked_up, crowded, lambda name: cluster.fresh())

    run()


def as_it_came(
    rows: list[Row], rng: random.Random, looked_up: bool, crowded: bool, place: Callable[[str], Location]
) -> None:
    """One go and pieces in any order come to the same."""
    order = list(range(len(rows)))
    rng.shuffle(order)
    cuts = sorted(rng.sample(range(1, len(rows)), rng.randint(0, len(rows) - 1)))
    pieces = [order[a:b] for a, b in zip([0, *cuts], [*cuts, len(order)], strict=True)]
    few = (
        2 if crowded else 200
    )  # so few that the windows over candidates and originals move in a record of nine articles
    with (
        patch.object(candidates, "REACH", few),
        patch.object(candidates, "KEPT", few),
        patch.object(copies, "CROWDED", few),
    ):
        whole, sound = added(place("whole.db"), rows, [range(len(rows))])
        assert sound
        with patch.object(linking, "AT_ONCE", 0 if looked_up else linking.AT_ONCE):
            assert added(place("pieces.db"), rows, pieces) == (whole, True)
