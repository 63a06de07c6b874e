"""What was missed, added in the terminal: by a command for scripts, and by a key while reviewing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.record.judged import ROWS, Desk, fill, steps
from tests.views.test_reviewing import run, sit
from walkback.core.errors import InputError
from walkback.core.text import Span
from walkback.record import queries, review
from walkback.record.store import Record
from walkback.views import missing

MISSED = [(d, day, text.replace("[[signed|done b law]]", "signed")) for d, day, text in ROWS]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    fill(tmp_path / "r.db", MISSED)
    return tmp_path / "r.db"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    with Record.open(path) as record:
        yield Desk(record, steps=steps(MISSED))


def test_a_script_adds_it_and_takes_it_back(path: Path, desk: Desk) -> None:
    args = [
        "judge",
        "e",
        "add",
        "--record",
        path,
        "--by",
        "Rin Sorel",
        "--words",
        "signed",
        "--status",
        "done",
        "--whose",
        "Rudo Pell",
    ]
    result = run(*args, "--parties", "Rudo Pell", "--merge", desk.matter("d"), "--note", "the machine passed it over")
    assert result.exit_code == 0 and "added by Rin Sorel" in result.output
    (held,) = queries.document(desk.record, "e").reports
    assert (held.status, held.type, held.by, held.parties) == ("done", "law", "rudo-pell", ("rudo-pell",))
    assert ("kept", frozenset("de")) in desk.findings() and desk.same()
    assert review.history(desk.record)[0].judgement.note == "the machine passed it over"
    assert "taken back: added" in run("judge", held.id, "undo", "--record", path, "--by", "Rin Sorel").output
    assert not queries.document(desk.record, "e").reports and desk.same()


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        (["--status", "done"], "has words and a standing"),
        (["--words", "signed"], "has words and a standing"),
        (["--words", "opened", "--status", "done"], "does not say 'opened'"),
        (["--words", "signed", "--status", "d"], "'d' is no status"),
        (["--words", "signed", "--status", "done", "--type", "x"], "'x' is no type"),
        (["--words", "signed", "--status", "done", "--whose", "Nobody"], "nobody called"),
        (["--words", "signed", "--status", "done", "--at", "x"], "is no offset"),
        (["--words", "signed", "--status", "done", "--label", "x"], "has no label"),
    ],
)
def test_what_does_not_fit_is_one_line(path: Path, more: list[str], wrong: str) -> None:
    result = run("judge", "e", "add", "--record", path, "--by", "Rin Sorel", *more)
    assert result.exit_code == 2 and wrong in result.output and "Traceback" not in result.output


def test_words_of_an_addition_are_none_of_an_amendment(path: Path, desk: Desk) -> None:
    result = run("judge", desk.report("a"), "confirm", "--record", path, "--by", "Rin Sorel", "--words", "visit")
    assert result.exit_code == 2 and "say what is added" in result.output


def test_words_that_stand_twice_need_their_place() -> None:
    text = "They would meet; later they would  meet again."
    with pytest.raises(InputError, match="2 times") as caught:
        missing.place(text, "would meet")
    assert "5 “" in caught.value.hint and "28 “" in caught.value.hint
    assert missing.place(text, "would meet", 28) == Span(28, 39)


def test_a_key_adds_it_while_reviewing(monkeypatch: pytest.MonkeyPatch, path: Path, desk: Desk) -> None:
    keys = "+signed\n"  # the words are not in the article shown: said so, and nothing is added
    out = sit(monkeypatch, path, keys + "q", "--kind", "report", "--limit", "1")
    assert "does not say" in out and not review.history(desk.record)
    waiting = review.queue(desk.record, kind="report", reviewer="Rin Sorel")[0].target
    (doc_id,) = desk.record.connection.execute("SELECT d.doc_id FROM reports r JOIN documents d ON d.number = r.document WHERE r.id = ?", (waiting,)).fetchone()  # fmt: skip
    matter = desk.matter(doc_id)
    word = queries.document(desk.record, doc_id).document.text.split()[0]
    out = sit(monkeypatch, path, f"+{word}\nfloated\n\n\n2031-06-20\n\nq", "--kind", "report", "--limit", "1")
    assert "added: type" in out and "status floated" in out
    (said,) = [s.judgement for s in review.history(desk.record)]
    assert said.verdict == "added" and said.amend and said.amend.merge == (matter,)
    assert desk.same()
