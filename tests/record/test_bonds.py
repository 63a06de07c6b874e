"""Why several names are one actor."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.homes import Here
from tests.record.test_track import made, say
from walkback.core.ledger import Judgement
from walkback.record.bonds import bonds_of, tie
from walkback.record.people import named

ROWS = [
    ("a", "2031-01-02", "Ilse Tarn came. " + say("Ms. Tarn", "promised", "to [[cut|planned tax law]] the boat tax")),
    ("b", "2031-02-02", say("Ilse Tarn", "promised", "to [[raise|planned wage law]] wages")),
    ("c", "2031-03-01", say("Minister Tarn", "said", "she would [[visit|planned visit]] Kadria")),
]


@pytest.mark.parametrize(
    ("alias", "name", "kind", "how"),
    [
        ("Tarn", "Ilse Tarn", "person", "last name"),
        ("Ilse", "Ilse Tarn", "person", "first name"),
        ("Ilse B. Tarn", "Ilse Tarn", "person", "form"),
        ("HWU", "Harbour Workers Union", "organisation", "initials"),
        ("Port Senn", "Velmar", "government", "place"),
        ("the official", "An official", "anonymous", "role"),
    ],
)
def test_how_a_form_is_tied(alias: str, name: str, kind: str, how: str) -> None:
    assert tie(alias, name, kind) == how


def test_every_name_with_what_tied_it(here: Here) -> None:
    with made(here / "r.db", ROWS) as record:
        (actor,) = named(record, "Ilse Tarn")
        bonds = {(b.name, b.how): b for b in bonds_of(record, actor)}
        assert set(bonds) == {("Ilse Tarn", "same name"), ("Tarn", "last name"), ("Tarn", "only bearer")}
        assert bonds["Ilse Tarn", "same name"].documents == 2
        only = bonds["Tarn", "only bearer"]
        assert (only.first, only.example) == (date(2031, 3, 1), "c")


def test_what_a_person_said_is_told(here: Here) -> None:
    with made(here / "r.db", ROWS) as record:
        (actor,) = named(record, "Ilse Tarn")
        record.judge(Judgement("tarn", "confirmed", "J. Editor", datetime(2031, 6, 1, tzinfo=UTC)))
        (bond,) = [b for b in bonds_of(record, actor) if b.said]
        assert (bond.how, bond.name, bond.said and bond.said.by) == ("judged", "Tarn", "J. Editor")


def test_two_of_one_last_name_stay_apart(here: Here) -> None:
    rows = [
        *ROWS,
        ("d", "2031-04-01", say("Osric Tarn", "said", "he would [[build|planned mill build]] a mill")),
    ]
    with made(here / "r.db", rows) as record:
        assert {a.id for a in named(record, "Tarn")} >= {"ilse-tarn", "osric-tarn"}
        ilse = next(a for a in named(record, "Tarn") if a.id == "ilse-tarn")
        assert not [b for b in bonds_of(record, ilse) if b.how == "only bearer"]
