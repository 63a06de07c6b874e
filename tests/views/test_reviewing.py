"""walkback review and judge: keys, words, lists, what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.homes import Here
from tests.record.judged import Desk, fill
from walkback.core.errors import InputError
from walkback.core.interval import Interval
from walkback.record import queries, review
from walkback.record.store import Record
from walkback.views import judged
from walkback.views.cli import main
from walkback.views.commands import reviewing
from walkback.views.terminal import Screen, cells


@pytest.fixture
def path(here: Here) -> Path:
    fill(here / "r.db")
    return here / "r.db"


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    with Record.open(path) as record:
        yield Desk(record)


def run(*args: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args], input=stdin)


def sit(monkeypatch: pytest.MonkeyPatch, path: Path, keys: str, *more: str) -> str:
    monkeypatch.setattr(reviewing, "_watched", lambda: True)
    result = run("review", "--record", path, "--by", "Rin Sorel", *more, stdin=keys)
    assert result.exit_code == 0, result.output
    return result.output


def test_single_keys_confirm_refuse_skip_and_quit(monkeypatch: pytest.MonkeyPatch, path: Path, desk: Desk) -> None:
    out = sit(monkeypatch, path, "crsq")
    assert [s.judgement.verdict for s in review.history(desk.record)] == ["confirmed", "refused"]
    assert "1 of 3" in out and "Nothing more waits." in out and "2 judgements by Rin Sorel" in out
    assert "1 of 1" in sit(monkeypatch, path, "q")  # goes on with what is left


def test_undo_brings_the_last_one_back(monkeypatch: pytest.MonkeyPatch, path: Path, desk: Desk) -> None:
    out = sit(monkeypatch, path, "cubrq")
    assert "taken back: confirmed" in out and out.count("1 of 3") == 3
    assert [bool(s.withdrawn) for s in review.history(desk.record)] == [True, False]


def test_a_note_goes_with_the_next_judgement(monkeypatch: pytest.MonkeyPatch, path: Path, desk: Desk) -> None:
    sit(monkeypatch, path, "nboth hold\ncq")
    assert [s.judgement.note for s in review.history(desk.record)] == ["both hold"]


@pytest.mark.parametrize(
    ("keys", "field", "value"),
    [
        ("as1\npostponed\nq", "status", "postponed"),
        ("ad1\n2031-05-11\nq", "due", Interval(date(2031, 5, 11), date(2031, 5, 11), False, "stated", "judged")),
        ("ad1\nnone\nq", "undated", True),
        ("aw1\narticle\nq", "by", "outlet"),
        ("ap1\nRudo Pell; Ilse Tarn\nq", "parties", ("rudo-pell", "ilse-tarn")),
        ("alThe visit\nq", "label", "The visit"),
    ],
)
def test_a_finding_is_amended_by_its_parts(
    monkeypatch: pytest.MonkeyPatch, path: Path, desk: Desk, keys: str, field: str, value: object
) -> None:
    sit(monkeypatch, path, keys)
    (said,) = review.history(desk.record)
    assert said.judgement.amend is not None and getattr(said.judgement.amend, field) == value


def test_matters_are_merged_and_split_by_keys(monkeypatch: pytest.MonkeyPatch, path: Path, desk: Desk) -> None:
    out = sit(monkeypatch, path, f"am{desk.matter('f')[:10]}\nq", "--kind", "matter")
    assert len(desk.matters()) == 2 and desk.matter("f")[:10] in out  # one that shares a party is offered
    sit(monkeypatch, path, "u" + "ax2\nq", "--kind", "matter")
    assert frozenset("b") in desk.matters() or frozenset("e") in desk.matters()


def test_what_a_key_cannot_do_is_said_and_asked_again(monkeypatch: pytest.MonkeyPatch, path: Path, desk: Desk) -> None:
    out = sit(monkeypatch, path, "zas1\nnonsense\ncq")
    assert "no status" in out and [s.judgement.verdict for s in review.history(desk.record)] == ["confirmed"]


def test_without_a_terminal_or_a_name_it_says_what_to_do(path: Path) -> None:
    result = run("review", "--record", path, "--by", "Rin Sorel")
    assert result.exit_code == 2 and "walkback judge" in result.output
    result = run("review", "--record", path)
    assert result.exit_code == 2 and "WALKBACK_REVIEWER" in result.output


def test_judge_for_scripts(path: Path, desk: Desk) -> None:
    report = desk.report("c")
    args = ("--record", path, "--by", "Rin Sorel")
    assert run("judge", report[:10], "amend", *args, "--status", "postp", "--due", "2031-06-01~").exit_code == 0
    (row,) = [e for e in queries.matter(desk.record, desk.matter("c")).evidence if e.head.doc_id == "c"]
    assert row.report.status == "postponed" and row.report.due is not None and row.report.due.vague
    assert "taken back" in run("judge", report, "undo", *args).output
    assert run("judge", report, "undo", *args).exit_code == 2
    assert run("judge", report, "confirm", *args, "--status", "done").exit_code == 2
    assert run("judge", "ilse-tarn", "amend", *args, "--merge", "Oren Vash").exit_code == 0
    assert desk.same()


def test_lists(path: Path, desk: Desk) -> None:
    out = run("review", "--record", path, "--list").output
    assert out.count("finding  new") == 3 and "Kadria" in out
    for by, verdict in (("Ada", "confirm"), ("Bo", "refuse")):
        for row in review.queue(desk.record):
            run("judge", row.target, verdict, "--record", path, "--by", by)
    out = run("review", "--record", path, "--agreement").output
    assert "3 targets judged by two or more; 0 of 3 pairs alike (0 %)" in out and "Ada and Bo: 0 of 3 alike" in out
    assert "has its place" in run("review", "--record", path, "--unplaced").output
    for kind in review.KINDS:
        assert run("review", "--record", path, "--list", "--kind", kind).exit_code == 0


def test_judgements_travel_between_records(path: Path, desk: Desk, tmp_path: Path, here: Here) -> None:
    desk.judge(desk.report("c"), "refused")
    assert run("export", tmp_path / "out", "--format", "judgements", "--record", path).exit_code == 0
    fill(here / "other.db")
    args = ("import-judgements", tmp_path / "out" / "judgements.jsonl", "--record", here / "other.db")
    assert "1 judgement taken in, 0 known already; 0 without a place" in run(*args).output
    assert "0 judgements taken in, 1 known already" in run(*args).output
    assert run("import-judgements", tmp_path / "none", "--record", path).exit_code == 2


def test_sentences_stand_side_by_side_where_there_is_room(desk: Desk) -> None:
    target = review.queue(desk.record)[0].target
    wide = judged.target(Screen(100), desk.record, "finding", target)
    narrow = judged.target(Screen(60), desk.record, "finding", target)
    assert re.search(r"\[1\].*\[2\]", wide) and not re.search(r"\[1\].*\[2\]", narrow)
    assert all(cells(line) <= 100 for line in wide.split("\n"))


@pytest.mark.parametrize("text", ["", "soon", "2031-13-01", "..", "2031-05-02..2031-05-01", "~"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        judged.due_of(text)


@pytest.mark.parametrize(("text", "words"), [("2031-05-01..2031-05-03", "2031-05-01 to 2031-05-03"), ("..2031-05-03", "by 2031-05-03"), ("2031-05-01..", "2031-05-01 to open")])  # fmt: skip
def test_days_as_people_type_them(text: str, words: str) -> None:
    assert str(judged.due_of(text)) == words


def test_names_that_several_bear_are_told(desk: Desk) -> None:
    assert (
        judged.actor_of(desk.record, "Rudo Pell") == "rudo-pell" and judged.actor_of(desk.record, "article") == "outlet"
    )
    with pytest.raises(InputError, match="nobody"):
        judged.actor_of(desk.record, "Zed")
    with pytest.raises(InputError, match="no status"):
        judged.status_of("p")
