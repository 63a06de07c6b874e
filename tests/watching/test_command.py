"""walkback watch as it is typed, against a real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.homes import Here
from tests.watching.newsroom import OFF, PLAN, MarkedReader, page
from tests.watching.site import Answer, Site, rss
from walkback import verbs
from walkback.record import queries
from walkback.record.store import Record
from walkback.views.cli import main


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["watch", *map(str, args)])


def test_from_a_list_of_feeds_to_a_finding_and_its_alert(
    site: Site, tmp_path: Path, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "shipped_reader", MarkedReader)
    site.answers |= {
        "/feed": Answer(rss(("BASE/plan", "Envoys", "x")), media="text/xml"),
        "/plan": Answer(page("Envoys to meet", "2031-03-03", PLAN)),
        "/off": Answer(page("Talks off", "2031-03-04", OFF)),
        "/hook": Answer("ok"),
    }
    # a page's day may not lie ahead of the clock, which here is the real one
    site.answers |= {
        p: Answer(str(a.body).replace("2031-", "2021-")) for p, a in site.answers.items() if p in ("/plan", "/off")
    }  # type: ignore[union-attr]
    (tmp_path / "feeds.txt").write_text(f"{site.base}/feed\n")
    (tmp_path / "alerts.toml").write_text(f'[[filter]]\nname = "all"\nwebhook = "{site.base}/hook"\n')
    args = [
        tmp_path / "feeds.txt",
        "--record",
        here / "r.db",
        "--once",
        "--gap",
        "1s",
        "--alerts",
        tmp_path / "alerts.toml",
    ]
    result = run(*args, "--contact", "desk@example.org")
    assert result.exit_code == 0, result.output
    assert "1 feed asked, 1 new article listed, 1 read" in result.stderr
    site.answers["/feed"] = Answer(rss(("BASE/off", "Off", "x")), media="text/xml")
    result = run(*args, "--again")
    assert "1 new finding, 1 alert sent" in result.stderr
    with Record.open(here / "r.db") as record:
        assert [f.finding.kind for f in queries.findings(record)] == ["reversal"]
    assert "desk@example.org" in site.asked[0].headers["user-agent"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["none.txt"], "No such file"),
        (["feeds.txt", "--every", "soon"], "write 90s, 30m"),
        (["feeds.txt", "--every", "0m"], "write 90s, 30m"),
        (["feeds.txt", "--alerts", "none.toml"], "No such file"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    tmp_path: Path, args: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("feeds.txt").write_text("https://a.example/rss\n")
    result = run(*args, "--once")
    assert result.exit_code == 2 and said in result.output


def test_a_record_is_watched_by_one(tmp_path: Path, here: Here) -> None:
    (tmp_path / "feeds.txt").write_text("https://a.example/rss\n")
    with Record.open(here / "r.db", create=True) as record, record.home.alone():
        result = run(tmp_path / "feeds.txt", "--record", here / "r.db", "--once")
    assert result.exit_code == 2 and "being watched already" in result.output
