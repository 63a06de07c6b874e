from __future__ import annotations

import json
from datetime import date

import pytest

import walkback
from tests.scripted import documents
from walkback import pipeline, verbs
from walkback.core import codec
from walkback.core.ledger import OUTLET
from walkback.core.text import Document

TEXT = (
    "<s1>Ilse Tarn</s1> <c1>said</c1> on Tuesday that <q1>she would [[meet|planned m1 meet c]] Rudo Pell in Senn within ten days</q1>. "
    "The harbour [[opened|done m2 build h]] in March."
)


def ledger() -> walkback.Ledger:
    made, reader = documents([("d", "2031-05-07", TEXT)])
    return walkback.read(made[0], reader=reader)


def test_who_what_when() -> None:
    held = ledger()
    meet, harbour = held.reports
    assert (meet.status, held.actors[meet.by].name, meet.type) == ("planned", "Ilse Tarn", "meet")
    assert meet.due and (meet.due.earliest, meet.due.latest) == (date(2031, 5, 7), date(2031, 5, 17))
    assert meet.as_of and meet.as_of.latest == date(2031, 5, 6)
    assert meet.conditional and not meet.hedged
    assert (harbour.by, harbour.hedged) == (OUTLET, True)
    assert "rudo-pell" in meet.parties


def test_every_span_quotes() -> None:
    held = ledger()
    document = held.pages[0].document
    for r in held.reports:
        assert document.quote(r.span) == r.trigger
        assert r.trigger in document.quote(r.sentence)
    for a in held.attributions:
        assert all(document.quote(s) for s in (*a.source, *a.cue, *a.content))


def test_same_input_same_ledger() -> None:
    assert ledger() == ledger()
    assert json.dumps(codec.exchange(ledger())) == json.dumps(codec.exchange(ledger()))


def test_exchange_names_everything_it_uses() -> None:
    case = codec.exchange(ledger())
    for report in case["reports"]:
        assert report["by"] == OUTLET or report["by"] in case["actors"]
        assert report["matter"] in case["matters"]
    assert {p for m in case["matters"].values() for p in m["parties"]} <= set(case["actors"])


def test_without_a_date_relative_times_stay_open() -> None:
    made, reader = documents([("d", "", TEXT)])
    held = walkback.read(made[0], reader=reader)
    assert all(r.due is None and r.as_of is None for r in held.reports)


def test_explain_gives_sentences() -> None:
    made, reader = documents(
        [
            (
                "a",
                "2031-05-01",
                "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[meet|planned m meet]] Rudo Pell</q1>.",
            ),
            (
                "b",
                "2031-05-09",
                "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she had called off the [[meeting|cancelled m meet]] with Rudo Pell</q1>.",
            ),
        ]
    )
    held = verbs.read_story("story", made, reader=reader)
    (finding,) = held.findings
    steps = walkback.explain(held, finding)
    assert "she would meet Rudo Pell" in steps[0] and "called off" in steps[1]
    assert finding.steps[-1].startswith("What was announced")


def test_copies_are_one_witness() -> None:
    rows = [
        ("a", "2031-05-01", "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[visit|planned m meet]] Kadria</q1>."),
        ("b", "2031-05-02", "Ilse Tarn [[visited|done m meet]] Kadria."),
    ]
    made, reader = documents(rows)
    pages = [pipeline.read_page(d, reader) for d in made]
    reports = [r for p in pages for r in p.reports]
    actors = {k: a for p in pages for k, a in p.actors.items()}
    assert [f.kind for f in pipeline.follow(reports, actors).findings] == ["kept"]
    assert not pipeline.follow(reports, actors, copies={"b": "a"}).findings


def test_follow_as_of_an_earlier_day() -> None:
    rows = [
        ("a", "2031-05-01", "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[visit|planned m meet]] Kadria</q1>."),
        ("b", "2031-05-20", "Ilse Tarn [[visited|done m meet]] Kadria."),
    ]
    made, reader = documents(rows)
    reports = [r for d in made for r in pipeline.read_page(d, reader).reports]
    assert len(pipeline.follow(reports, {}, on=date(2031, 5, 10)).matters) == 1
    assert sum(len(m.reports) for m in pipeline.follow(reports, {}, on=date(2031, 5, 10)).matters.values()) == 1


@pytest.mark.parametrize("text", ["x", "No undertaking here.", "“", "\n\n\n.", "a" * 3000])
def test_odd_texts_are_read(text: str) -> None:
    _, reader = documents([("d", "2031-05-07", text)])
    held = walkback.read(Document("d", text, date(2031, 5, 7), "given"), reader=reader)
    assert held.findings == ()
