"""Saved filters: what they match, what a file may say, what is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.views import invented
from walkback.alerts import PROPOSED, Alerts, Filter, letter_text, load, messages
from walkback.core.errors import InputError
from walkback.core.ledger import Judgement
from walkback.record import queries
from walkback.record.rows import FindingRow
from walkback.record.store import Record

WHOLE = """
[smtp]
host = "127.0.0.1"
port = 2525
sender = "walkback@example.org"
user = "desk"
password = "$MAIL_PASSWORD"
tls = "starttls"

[[filter]]
name = "reversals of Kessi"
kinds = ["reversal", "lapse"]
types = ["meet"]
actor = "bo kessi"
least_score = 0.5
webhook = "$HOOK"
secret = "s"

[[filter]]
name = "all"
mail = ["a@example.org", "b@example.org"]
"""


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[FindingRow]]:
    with Record.open(invented.make(tmp_path_factory.mktemp("alerts") / "r.db")) as record:
        yield queries.findings(record)


def of(rows: list[FindingRow], kind: str) -> FindingRow:
    return next(r for r in rows if r.finding.kind == kind)


def test_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "alerts.toml"
    path.write_text(WHOLE)
    alerts = load(path, {"MAIL_PASSWORD": "pw", "HOOK": "https://hooks.example/x"})
    assert alerts.server is not None and (alerts.server.password, alerts.server.tls) == ("pw", "starttls")
    first = Filter(
        "reversals of Kessi", ("reversal", "lapse"), ("meet",), "bo kessi", 0.5, "https://hooks.example/x", "s"
    )
    assert alerts.filters[0] == first
    assert alerts.named("all") == Filter("all", mail=("a@example.org", "b@example.org"))
    assert alerts.named("none") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no \\[\\[filter"),
        ("x = [", "no TOML"),
        ("[filters]\n", "did you mean 'filter'"),
        ("filter = 1", "no \\[\\[filter"),
        ("[[filter]]\nmail='a@b'\n", "has no name"),
        ("[[filter]]\nname='x'\n", "goes nowhere"),
        ("[[filter]]\nname='x'\nwebhook='desk'\n", "no web address"),
        ("[[filter]]\nname='x'\nwebhook='$UNSET'\n", "not set"),
        ("[[filter]]\nname='x'\nmail='a@b'\n", "no \\[smtp"),
        ("smtp=1\n[[filter]]\nname='x'\nmail='a@b'\n", "no table"),
        ("[smtp]\nhost='h'\n[[filter]]\nname='x'\nmail='a@b'\n", "no sender"),
        ("[smtp]\nhost='h'\nsender='a@b'\nport='x'\n[[filter]]\nname='x'\nmail='a@b'\n", "port"),
        ("[smtp]\nhost='h'\nsender='a@b'\ntls='yes'\n[[filter]]\nname='x'\nmail='a@b'\n", "tls is one of"),
        ("[[filter]]\nname='x'\nwebhook='http://h'\nkind=['delay']\n", "did you mean 'kinds'"),
        ("[[filter]]\nname='x'\nwebhook='http://h'\nkinds=['delays']\n", "none of the kinds"),
        ("[[filter]]\nname='x'\nwebhook='http://h'\ntypes=['x']\n", "none of the types"),
        ("[[filter]]\nname='x'\nwebhook='http://h'\nleast_score=7\n", "from 0 to 1"),
        ('[[filter]]\nname="x\\nBcc: y"\nwebhook="http://h"\n', "line of text"),
        ("[[filter]]\nname='x'\nwebhook='http://h'\n[[filter]]\nname='x'\nwebhook='http://h'\n", "two filters"),
        ("[smtp]\nhost='h'\nsender='a@b'\n[[filter]]\nname='x'\nmail='a, b@c'\n", "no mail address"),
    ],
)
def test_a_file_that_says_nothing_sensible(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "alerts.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=said) as error:
        load(path, {})
    assert error.value.hint and "\n" not in str(error.value)
    with pytest.raises(InputError):
        load(tmp_path / "none.toml", {})


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        (Filter("x"), True),
        (Filter("x", kinds=("reversal",)), True),
        (Filter("x", kinds=("delay", "lapse")), False),
        (Filter("x", types=("meet", "law")), True),
        (Filter("x", types=("law",)), False),
        (Filter("x", actor="KESSI"), True),
        (Filter("x", actor="kess"), False),
        (Filter("x", actor="Roz"), False),
        (Filter("x", least_score=0.1), True),
        (Filter("x", least_score=1.0), False),
    ],
)
def test_what_a_filter_matches(rows: list[FindingRow], wanted: Filter, matches: bool) -> None:
    row = of(rows, "reversal")
    row = replace(row, finding=replace(row.finding, score=0.9))
    assert wanted.matches(row) is matches


def test_what_a_person_refused_is_not_told(rows: list[FindingRow]) -> None:
    row = of(rows, "reversal")
    word = Judgement(row.finding.id, "refused", "Rin Sorel", datetime(2031, 3, 5, tzinfo=UTC))
    assert not Filter("x").matches(replace(row, judgements=(word,)))
    assert Filter("x").matches(replace(row, judgements=(word, replace(word, verdict="confirmed"))))


def test_messages(rows: list[FindingRow]) -> None:
    alerts = Alerts(
        (Filter("r", ("reversal",), webhook="http://h", mail=("a@b",)), Filter("none", ("delay",), mail=("a@b",)))
    )
    hook, mail = messages(alerts, rows)
    assert (hook.channel, mail.channel) == ("webhook", "mail")
    assert hook.id != mail.id and messages(alerts, rows)[0].id == hook.id
    (told,) = hook.body["findings"]
    assert told["reviewed"] is None and told["kind"] == "reversal"
    assert told["evidence"][-1]["sentence"] == "Bo Kessi said the meeting in Orlo was off."
    assert hook.body["text"].startswith("walkback, r: reversal: ")
    json.dumps(hook.body)
    text = letter_text(mail.body)
    assert PROPOSED in text and "“Bo Kessi said the meeting in Orlo was off.”" in text and "Kadria Herald" in text
    assert text.rstrip().endswith("Filter: r")


def test_no_finding_no_message() -> None:
    assert messages(Alerts((Filter("x", webhook="http://h"),)), []) == []
