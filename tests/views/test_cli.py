"""The command line on a record of invented news: what it prints, what it refuses, how it ends."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tests.homes import Here
from tests.scripted import parse
from walkback import verbs
from walkback.core.errors import BundleError
from walkback.core.reading import Reading
from walkback.core.text import Document
from walkback.record.store import Record
from walkback.views.cli import main
from walkback.views.options import Day, Days

MARKED = "<s1>Bo Kessi</s1> <c1>said</c1> <q1>he would [[meet|planned talks meet]] the envoys on Monday</q1>.\n"


class AnyReader:
    """Reads every text that is the one of MARKED; nothing in others."""

    def read(self, document: Document) -> Reading:
        script = parse(MARKED)
        return script.reading() if document.text.strip() == script.text.strip() else parse(document.text).reading()


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "shipped_reader", AnyReader)


def run(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args], input=stdin)


def said(result: Result) -> str:
    """What a command printed; it must have ended well and without control characters."""
    assert result.exit_code == 0, result.output
    assert not [c for c in result.stdout if c != "\n" and not c.isprintable()]
    return result.stdout


@pytest.mark.parametrize(
    "name", [(), *[(name,) for name in main.commands]], ids=lambda name: " ".join(name) or "walkback"
)
def test_help_of_every_command(name: tuple[str, ...]) -> None:
    text = said(run(*name, "--help"))
    assert "Usage: " in text
    assert "..." not in text.split("Commands:")[-1].replace("[ARGS]...", "").replace("...]", "") or name


def test_every_option_and_command_says_what_it_is_for() -> None:
    bare = []
    for name, command in main.commands.items():
        bare += [name] if not command.help else []
        bare += [f"{name} {p.name}" for p in command.params if isinstance(p, click.Option) and not p.help]
    assert not bare


def test_version() -> None:
    assert said(run("--version")).startswith("walkback, version ")


def test_findings_print_sentences_and_are_marked_proposed(record_path: Path) -> None:
    text = said(run("findings", "--record", record_path))
    assert text.count("proposed, not reviewed") == sum(
        text.count(f"  {k}  ") for k in ("REVERSAL", "DISPUTE", "LAPSE", "KEPT")
    )
    assert "planned on 3 February 2031, called off 5 days later" in text
    assert "the record, as far as it reaches, shows no fulfilment by" in " ".join(text.split())
    assert "Bo Kessi said the meeting in Orlo was off." in text


@pytest.mark.parametrize(
    ("args", "kinds"),
    [
        (["--kind", "reversal"], {"reversal"}),
        (["--who", "roz", "--kind", "dispute"], {"dispute"}),
        (["--since", "2031-03-01"], {"lapse"}),
        (["--until", "2031-02-09", "--kind", "lapse"], set()),
    ],
)
def test_findings_are_chosen_by_options(record_path: Path, args: list[str], kinds: set[str]) -> None:
    rows = json.loads(said(run("findings", "--record", record_path, "--format", "json", *args)))
    assert {row["kind"] for row in rows} == kinds
    assert all(row["reviewed"] == "proposed, not reviewed" for row in rows)


def test_findings_as_csv_and_markdown(record_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(said(run("findings", "--record", record_path, "--format", "csv")))))
    text = said(run("findings", "--record", record_path, "--format", "markdown"))
    assert len(rows) == text.count("### ") >= 3
    assert "proposed, not reviewed" in text


def test_matter_is_named_by_the_beginning_of_its_id(record_path: Path) -> None:
    row = json.loads(said(run("findings", "--record", record_path, "--kind", "reversal", "--format", "json")))[0]
    text = said(run("matter", row["matter"][:10], "--record", record_path))
    assert "2031-02-03" in text and "2031-02-08" in text and "REVERSAL" in text


def test_who_counts_and_never_gives_a_share_without_its_interval(record_path: Path) -> None:
    text = " ".join(said(run("who", "bo", "kessi", "--record", record_path)).split())
    assert "Bo Kessi" in text and "withdrawn 1 ■" in text and "A thin record: only 1 settled" in text
    assert "Kept: 0 of 1 settled. Between 0 and 79 in 100 would fit these cases (Wilson, 95%)." in text
    assert "foreign minister" in text and "2031-02-03 · 1 article" in text


def test_who_as_json_gives_every_number_with_what_it_stands_on(record_path: Path) -> None:
    (row,) = json.loads(said(run("who", "bo", "kessi", "--format", "json", "--record", record_path)))
    assert row["id"] == "bo-kessi" and row["until"] == "2031-03-04"
    assert row["kept"] == {
        "kept": 0, "settled": 1, "low": 0.0, "high": 0.7935, "method": "wilson", "confidence": 0.95,
    }  # fmt: skip
    assert row["fulfilment"]["count"] == row["undertakings"] == sum(row["counts"].values()) == len(row["matters"])
    assert row["sources"]["documents"] >= 2 and "few settled" in row["thin"]


def test_matter_draws_a_lane_a_side(record_path: Path) -> None:
    found = json.loads(said(run("findings", "--format", "json", "--record", record_path)))
    matter = next(f["matter"] for f in found if f["kind"] == "reversal")
    text = said(run("matter", matter, "--on", "2031-02-10", "--record", record_path))
    drawn = [line.strip() for line in text.split("\n")]
    assert "Bo Kessi" in drawn or any(line.startswith("Velmar (by the word of Bo Kessi") for line in drawn)
    assert "● planned" in drawn and "✕ cancelled" in drawn
    assert any("▒ 2031-03-10" in line or "2031-03-10 ▒" in line for line in drawn)


def test_due_names_the_overdue_and_says_how_far_it_knows(record_path: Path) -> None:
    text = " ".join(said(run("due", "--on", "2031-03-01", "--record", record_path)).split())
    assert "the record, as far as it reaches, shows no fulfilment" in text
    assert text.index("Overdue") < text.index("9 days over")
    assert said(run("due", "--on", "2031-01-01", "--record", record_path)) == "No open deadlines as of 2031-01-01.\n"


def test_show_marks_the_text_and_lists_time(record_path: Path) -> None:
    text = said(run("show", "a1", "--record", record_path))
    flat = " ".join(text.split())
    assert "{source: Bo Kessi, foreign minister of Velmar,} {cue: said} {said: he would [meet = planned]" in flat
    assert "{page: Share this page}" in text
    assert "¹ March 10: 2031-03-10" in flat.replace("on March 10:", "March 10:")


def test_search_and_problems(record_path: Path) -> None:
    assert "The port opened on Saturday" in said(run("search", "port", "--record", record_path))
    assert said(run("search", "zebra", "--record", record_path)) == "Nothing found.\n"
    assert said(run("problems", "--record", record_path)) == "bad[2J.html: no article in it (check the page)\n"


def test_verify_tells_what_came_out_otherwise(record_path: Path) -> None:
    assert "all as in the record" in said(run("verify", "--record", record_path))
    with Record.open(record_path) as held, held.writing() as db:
        db.execute("UPDATE findings SET score = 0.001 WHERE id = (SELECT min(id) FROM findings)")
    result = run("verify", "--record", record_path)
    assert result.exit_code == 1 and "otherwise" in result.output


@pytest.mark.parametrize("form", ["exchange", "jsonl", "csv"])
def test_export_names_its_files(record_path: Path, tmp_path: Path, form: str) -> None:
    names = said(run("export", tmp_path / "out", "--record", record_path, "--format", form)).splitlines()
    assert names and all(Path(name).is_file() for name in names)


def test_report_is_written_whole(record_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    assert said(run("report", out, "--record", record_path, "--on", "2031-03-05")).strip() == str(out)
    assert out.read_text(encoding="utf-8").endswith("</html>\n")
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


@pytest.mark.parametrize(
    "args",
    [
        ["findings", "--record", "none.db"],
        ["findings", "--record", "{record}", "--who", "Nobody At All"],
        ["matter", "ffff", "--record", "{record}"],
        ["who", "Nobody", "--record", "{record}"],
        ["show", "a77", "--record", "{record}"],
        ["report", "{folder}/no/such/page.html", "--record", "{record}"],
        ["report", "{folder}", "--record", "{record}"],
        ["problems", "--record", "{folder}"],
        ["problems", "--record", "{folder}/noise.db"],
        ["read"],
        ["read", "{folder}/none.txt"],
        ["read", "{folder}/empty.txt"],
        ["read", "{folder}"],
        ["read", "--cases", "{folder}/none.jsonl"],
        ["read", "--cases", "{folder}/bad.jsonl"],
        ["read", "--cases", "{folder}/list.jsonl"],
        ["read", "--cases", "{folder}/nodocs.jsonl"],
        ["read", "--cases", "{folder}/bad.jsonl", "--date", "2031-01-01"],
    ],
    ids=lambda args: " ".join(args[:4]),
)
def test_what_cannot_be_done_is_one_line_and_status_2(record_path: Path, tmp_path: Path, args: list[str]) -> None:
    for name, text in {
        "empty.txt": " ",
        "bad.jsonl": "{",
        "list.jsonl": "[1]",
        "nodocs.jsonl": '{"case": "x", "docs": []}',
        "noise.db": "no database" * 99,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    result = run(*[a.format(record=record_path, folder=tmp_path) for a in args])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("walkback: ") and result.stderr.count("\n") == 1


def test_read_prints_speakers_undertakings_findings(reader: None, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(parse(MARKED).text, encoding="utf-8")
    text = said(run("read", path, "--date", "2031-02-05"))
    assert "published 2031-02-05, as given" in text
    assert "  Bo Kessi" in text and "said: he would meet the envoys on Monday" in text
    assert "planned" in text and "due 2031-02-10" in text
    assert "Findings (0), proposed by the machine, not reviewed" in text


def test_read_without_a_day_says_what_that_means(reader: None) -> None:
    text = " ".join(said(run("read", "-", stdin=parse(MARKED).text)).split())
    assert "No publication date is known" in text and "--date YYYY-MM-DD" in text


def test_read_as_json(reader: None) -> None:
    case = json.loads(said(run("read", "-", "--json", "--date", "2031-02-05", stdin=parse(MARKED).text)))
    assert case["dct"] == "2031-02-05"
    assert [r["status"] for r in case["reports"]] == ["planned"]


def test_cases_come_out_in_their_order(reader: None, tmp_path: Path) -> None:
    text = parse(MARKED).text
    docs = [
        {"doc_id": "b", "dct": "2031-02-06", "text": "Nothing in it."},
        {"doc_id": "a", "dct": "2031-02-05", "text": text},
    ]
    rows = [
        {"doc_id": "é1", "dct": "2031-02-05", "text": text},
        {"case": "s", "docs": docs},
        {"text": "No id, no day."},
    ]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", encoding="utf-8")
    out = said(run("read", "--cases", path, "--json"))
    cases = [json.loads(line) for line in out.splitlines()]
    assert [c.get("case") or c["doc_id"] for c in cases][:2] == ["é1", "s"]
    assert len(cases) == 3 and "é1" in out
    assert "s: 2 articles" in said(run("read", "--cases", path))


def test_add_twice_changes_nothing(reader: None, tmp_path: Path, here: Here) -> None:
    (tmp_path / "one.txt").write_text(parse(MARKED).text, encoding="utf-8")
    first = run("add", tmp_path / "one.txt", tmp_path / "none.txt", "--record", here / "r.db")
    assert said(first).startswith("1 article;") or "1 article" in first.stdout
    assert "1 article read, 0 known already, 1 not readable" in first.stderr
    assert "not read: " in first.stderr
    again = run("add", tmp_path / "one.txt", "--record", here / "r.db")
    assert "0 articles read, 1 known already" in again.stderr and again.exit_code == 0


def test_add_with_nothing_to_read_ends_with_1(reader: None, tmp_path: Path, here: Here) -> None:
    assert run("add", tmp_path / "none.txt", "--record", here / "r.db").exit_code == 1


def test_add_without_a_model_stops_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, here: Here) -> None:
    def broken() -> None:
        raise BundleError("no model", hint="install it")

    monkeypatch.setattr(verbs, "shipped_reader", broken)
    (tmp_path / "one.txt").write_text("Some news.\n\nMore of it.", encoding="utf-8")
    result = run("add", tmp_path / "one.txt", "--record", here / "r.db")
    assert result.exit_code == 2 and result.stderr.endswith("walkback: no model (install it)\n")
    assert said(run("problems", "--record", here / "r.db")) == "No problems: everything given was read.\n"


def test_record_is_taken_from_the_environment(record_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKBACK_RECORD", str(record_path))
    assert "REVERSAL" in said(run("findings"))


@pytest.mark.parametrize(("value", "days"), [("14", 14), ("14d", 14), ("2w", 14)])
def test_days(value: str, days: int) -> None:
    assert Days().convert(value, None, None) == days


@pytest.mark.parametrize("value", ["", "x", "-3", "14m", "٣", "1.5w"])
def test_no_days(value: str) -> None:
    with pytest.raises(click.BadParameter, match="14d or 2w"):
        Days().convert(value, None, None)


def test_day() -> None:
    assert Day().convert("2031-02-03", None, None) == date(2031, 2, 3)
    with pytest.raises(click.BadParameter, match="YYYY-MM-DD"):
        Day().convert("next week", None, None)
