"""Track records: counts, the share with its interval, time to fulfilment, sources, what a person's word does to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.homes import Here
from tests.scripted import documents
from walkback import archive, pipeline
from walkback.copies import group_copies
from walkback.core.ledger import Judgement
from walkback.pairing import WEIGHTS, Item
from walkback.record import track
from walkback.record.queries import findings
from walkback.record.rows import ActorRow
from walkback.record.store import Record

Rows = Iterable[tuple[str, str, str]]
THINGS = (
    "bridge",
    "school",
    "clinic",
    "harbour",
    "library",
    "stadium",
    "tunnel",
    "museum",
    "prison",
    "market",
    "mill",
    "dam",
)


def say(who: str, cue: str, what: str, n: int = 1) -> str:
    return f"<s{n}>{who}</s{n}> <c{n}>{cue}</c{n}> <q{n}>{what}</q{n}>."


def made(path: Path, rows: Rows, outlets: dict[str, str] | None = None) -> Record:
    """A record of scripted articles, all of one outlet unless told otherwise."""
    docs, reader = documents(rows)
    docs = [replace(d, outlet=(outlets or {}).get(d.doc_id, "Senn Post")) for d in docs]
    record = Record.open(path, create=True)
    with patch("walkback.threads.features", by_name), patch("walkback.threads.chances", apart):
        archive.add(record, docs, archive.Steps(lambda d: pipeline.read_page(d, reader), pipeline.follow, group_copies))
    return record


def by_name(a: Item, b: Item) -> dict[str, float]:
    """One matter or another by the name that the script gives it, so that no test here hangs on how matters are told apart."""
    return {"bias": (9.0 if a.report.vector == b.report.vector else -9.0) / WEIGHTS["bias"]}


def apart(items: Sequence[Item]) -> dict[tuple[int, int], float]:
    """The same among the reports of one article."""
    pairs = combinations(range(len(items)), 2)
    return {(i, j): float(items[i].report.vector == items[j].report.vector) for i, j in pairs}


def one(record: Record, name: str) -> ActorRow:
    return track.who(record, name)[0]


PROMISES = [
    (f"p{n}", f"2031-01-{n + 1:02}", say("Ilse Tarn", "promised", f"she would [[open|planned {thing} build]] the new {thing} of Senn"))
    for n, thing in enumerate(THINGS)
]  # fmt: skip
KEPT = [
    (f"k{n}", f"2031-02-{3 * n + 1:02}", f"Ilse Tarn [[opened|done {THINGS[n]} build]] the new {THINGS[n]} of Senn.")
    for n in range(4)
]
OFF = [
    (f"o{n}", f"2031-03-{n:02}", say("Ilse Tarn", "said", f"the [[opening|cancelled {THINGS[n]} build]] of the new {THINGS[n]} of Senn was off"))
    for n in (4, 5)
]  # fmt: skip


@pytest.fixture
def busy(here: Here) -> Iterator[Record]:
    """Twelve promises of one mayor: four kept, two called off, six open on the last day."""
    with made(here / "busy.db", [*PROMISES, *KEPT, *OFF], {"p3": "Bay Courier"}) as record:
        yield record


def test_counts_share_and_curve(busy: Record) -> None:
    row = one(busy, "Ilse Tarn")
    assert len(row.undertaken) == 12
    assert dict(row.counts) == {"kept": 4, "withdrawn": 2, "open": 6}
    assert (row.kept.hits, row.kept.of) == (4, 6)
    assert 0.25 < row.kept.low < 4 / 6 < row.kept.high < 0.95
    curve = row.fulfilment
    assert (curve.count, curve.fulfilled) == (12, 4)
    assert [s.day for s in curve.steps] == [
        31,
        33,
        35,
        37,
    ]  # promised on 1 to 4 January, opened on 1, 4, 7, 10 February
    assert [s.at_risk for s in curve.steps] == [12, 11, 10, 9]  # what was called off stays among the unfulfilled
    assert row.until == date(2031, 3, 5) and curve.reach == 59  # from 5 January, the first that is not kept
    assert curve.median is None


def test_what_it_stands_on(busy: Record) -> None:
    row = one(busy, "Ilse Tarn")
    assert (row.sources.documents, row.sources.outlets, row.sources.copies) == (18, 2, 0)
    assert row.thin == ("few settled", "none reviewed")


def test_copies_are_one_witness(here: Here) -> None:
    text = say("Ilse Tarn", "promised", "she would [[open|planned bridge build]] the new bridge of Senn by May 10")
    text += (
        " The bridge has been talked of for thirty years and has cost two governments their majority in the council."
    )
    rows = [("a", "2031-01-02", text), ("b", "2031-01-03", text), ("c", "2031-01-03", text)]
    with made(here / "r.db", rows, {"b": "Bay Courier", "c": "Hill News"}) as record:
        row = one(record, "Ilse Tarn")
        assert len(row.undertaken) == 1
        assert (row.sources.documents, row.sources.outlets, row.sources.copies) == (1, 1, 2)
        assert row.documents == 1 and row.statements == 1 and row.roles == ()
        assert "one article" in row.thin


def judged(record: Record, target: str, verdict: str) -> None:
    record.judge(Judgement(target, verdict, "J. Editor", datetime(2031, 6, 1, tzinfo=UTC)))  # type: ignore[arg-type]


def test_a_refused_finding_does_not_count(busy: Record) -> None:
    refused, signed = (f.finding for f in findings(busy, kind="kept")[:2])
    judged(busy, refused.id, "refused")
    judged(busy, signed.id, "confirmed")
    row = one(busy, "Ilse Tarn")
    assert dict(row.counts) == {"kept": 3, "withdrawn": 2, "open": 7}
    assert (row.kept.hits, row.kept.of, row.fulfilment.fulfilled) == (3, 5, 3)
    assert row.signed == 1 and "none reviewed" not in row.thin
    judged(busy, refused.id, "confirmed")  # the last word counts
    assert one(busy, "Ilse Tarn").counts["kept"] == 4


def test_a_refused_report_does_not_count(busy: Record) -> None:
    first = one(busy, "Ilse Tarn").undertaken[-1].first.report
    judged(busy, first.id, "refused")
    assert len(one(busy, "Ilse Tarn").undertaken) == 11


def test_what_another_side_calls_off_is_no_fault_of_ones_own(here: Here) -> None:
    rows = [
        ("a", "2031-01-02", say("Ilse Tarn", "said", "Ilse Tarn would [[meet|planned talks]] Rudo Pell in Senn next month")),
        ("b", "2031-01-05", say("Rudo Pell", "said", "the [[meeting|cancelled talks]] with Ilse Tarn in Senn was off")),
    ]  # fmt: skip
    with made(here / "r.db", rows) as record:
        row = one(record, "Ilse Tarn")
        assert dict(row.counts) == {"withdrawn": 1}
        assert row.called_off_by_others == 1 and row.kept.of == 0
        assert not row.undertaken[0].own


def test_put_off_then_kept_is_kept_and_was_late(here: Here) -> None:
    rows = [
        ("a", "2031-01-02", say("Ilse Tarn", "said", "Ilse Tarn would [[open|planned b build]] the bridge of Senn on January 20")),
        ("b", "2031-01-19", say("Ilse Tarn", "said", "the [[opening|postponed b build]] of the bridge of Senn was put off until March 1")),
        ("c", "2031-03-02", "Ilse Tarn [[opened|done b build]] the bridge of Senn."),
    ]  # fmt: skip
    with made(here / "r.db", rows) as record:
        (only,) = one(record, "Ilse Tarn").undertaken
        assert (only.outcome, only.slipped, only.watched) == ("kept", True, 59)
        assert only.turn.head.doc_id == "c"


def test_a_government_is_held_to_the_word_of_those_who_speak_for_it(here: Here) -> None:
    rows = [
        ("a", "2031-01-02", say("Rudo Pell, a spokesman for France,", "promised", "a [[report|planned r disclose]] on the ferry by May 10")),
        ("b", "2031-01-05", say("Rudo Pell", "promised", "a second [[report|planned s disclose]] on the harbour of Senn")),
        ("c", "2031-07-05", say("Rudo Pell, a former spokesman for France,", "promised", "to [[write|planned book other]] a book on sailing alone")),
    ]  # fmt: skip
    with made(here / "r.db", rows) as record:
        row = one(record, "France")
        assert [u.first.head.doc_id for u in row.undertaken] == ["a", "b"]
        assert row.voices == ("Rudo Pell",)
        assert len(one(record, "Rudo Pell").undertaken) == 3


def test_the_word_of_an_unnamed_spokesman_counts_too(here: Here) -> None:
    row = (
        "a",
        "2031-01-02",
        say("A spokesman for France", "promised", "a [[report|planned r disclose]] on the ferry by May 10"),
    )
    with made(here / "r.db", [row]) as record:
        assert len(one(record, "France").undertaken) == 1


def test_roles_are_dated(here: Here) -> None:
    rows = [
        ("a", "2031-01-02", say("Finance Minister Ilse Tarn", "promised", "to [[cut|planned tax law]] the boat tax")),
        ("b", "2031-02-02", say("Finance Minister Ilse Tarn", "promised", "to [[raise|planned wage law]] wages")),
        (
            "c",
            "2031-09-01",
            say("Ilse Tarn, the foreign minister,", "said", "she would [[visit|planned visit]] Kadria"),
        ),
    ]
    with made(here / "r.db", rows) as record:
        roles = [(r.role, r.first, r.last, r.documents) for r in one(record, "Tarn").roles]
    assert roles == [
        ("finance minister", date(2031, 1, 2), date(2031, 2, 2), 2),
        ("foreign minister", date(2031, 9, 1), date(2031, 9, 1), 1),
    ]


def test_somebody_who_undertook_nothing(here: Here) -> None:
    with made(here / "r.db", [("a", "2031-01-02", say("Ilse Tarn", "said", "it was raining in Senn"))]) as record:
        row = one(record, "Ilse Tarn")
    assert row.undertaken == () and row.kept.of == 0 and row.fulfilment.count == 0 and row.thin == ()


def test_every_undertaking_shows_its_sentences(busy: Record) -> None:
    (row, *_) = track.who(busy, "Tarn")
    assert row.undertaken and all(u.first.sentence and u.latest.sentence and u.turn.sentence for u in row.undertaken)
