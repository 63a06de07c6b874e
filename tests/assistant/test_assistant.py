"""The record asked by an assistant: over standard input and output, with the client of the official SDK."""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import anyio
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

from tests.views import invented
from walkback.core.errors import RecordError
from walkback.core.ledger import Judgement
from walkback.record.store import Record
from walkback.views import assistant
from walkback.views.cli import main

TOOLS = {"reach", "findings", "matter", "who", "said", "due", "search", "document"}
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in which a person has confirmed the reversal."""
    path = invented.make(tmp_path_factory.mktemp("assistant") / "r.db")
    with Record.open(path) as record:
        target = next(f.id for f in record.findings() if f.kind == "reversal")
        record.judge(Judgement(target, "confirmed", "Rin Sorel", datetime(2031, 3, 5, 9, tzinfo=UTC)))
    return path


def over(server: Any, talk: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    async def run() -> Any:
        async with Client(server, read_timeout_seconds=60) as client:
            return await talk(client)

    return anyio.run(run)


@pytest.fixture
def ask(news: Path) -> Ask:
    """A question to the server in this process."""
    made = assistant.server(news, lambda: date(2031, 2, 10))

    def one(tool: str, **given: Any) -> dict[str, Any]:
        async def talk(client: Client) -> Any:
            return await client.call_tool(tool, given)

        result = over(made, talk)
        assert not result.is_error, result.content
        return dict(result.structured_content)

    return one


def test_over_standard_input_and_output(news: Path, root: Path) -> None:
    command = StdioServerParameters(command=sys.executable, args=["-m", "walkback", "mcp", "--record", str(news), "--on", "2031-02-10"], env={"PYTHONPATH": str(root / "src")})  # fmt: skip

    async def talk(client: Client) -> Any:
        tools = (await client.list_tools()).tools
        found = await client.call_tool("findings", {"kind": "reversal"})
        wrong = await client.call_tool("matter", {"matter_id": "none"})
        return tools, found, wrong, client.instructions

    tools, found, wrong, manners = over(command, talk)
    assert {t.name for t in tools} == TOOLS
    assert all(t.description and t.annotations.read_only_hint for t in tools)
    (row,) = found.structured_content["items"]
    assert row["judged"] == "confirmed by Rin Sorel, 2031-03-05"
    assert [e["sentence"] for e in row["evidence"]][-1] == "Bo Kessi said the meeting in Orlo was off."
    assert row["evidence"][-1]["document"]["published"] == "2031-02-08"
    assert row["evidence"][-1]["judged"] == "proposed, not reviewed"
    assert wrong.is_error and "no matter" in wrong.content[0].text
    assert "never call it a broken promise" in manners


def test_reach(ask: Ask) -> None:
    told = ask("reach")
    assert (told["documents"], told["first"], told["last"]) == (5, "2031-02-03", "2031-03-04")


def test_findings_are_narrowed_and_go_on(ask: Ask) -> None:
    whole = ask("findings")
    assert whole["next_skip"] is None
    first = ask("findings", limit=1)
    assert first["total"] == whole["total"] and first["next_skip"] == 1
    assert ask("findings", limit=50, skip=1)["items"] == whole["items"][1:]
    assert ask("findings", who="kessi", kind="reversal")["who"]["name"] == "Bo Kessi"
    assert ask("findings", reviewed="yes")["total"] == 1
    assert ask("findings", since="2031-03-01", kind="reversal")["total"] == 0


def test_a_matter_tells_its_reports(ask: Ask) -> None:
    row = ask("findings", kind="reversal")["items"][0]
    told = ask("matter", matter_id=row["matter"]["id"])
    assert [r["status"] for r in told["told"]][-1] == "cancelled"
    assert told["findings"][0]["judged"].startswith("confirmed") and told["judged"]


def test_a_track_record(ask: Ask) -> None:
    told = ask("who", name="Kessi")
    assert told["name"] == "Bo Kessi" and told["counts"]["withdrawn"] == 1 and told["thin"]
    assert told["undertaken"][0]["first"]["sentence"]


def test_statements_and_search(ask: Ask) -> None:
    said = ask("said", name="Roz", limit=1)
    assert said["total"] >= 2 and said["items"][0]["by"]["name"] == "Anwen Roz" and said["items"][0]["judged"]
    hit = ask("search", words="ferry accident")["items"][0]
    assert "[[ferry]] [[accident]]" in hit["marked"] and hit["matters"][0]["judged"]
    assert ask("search", words="envoys", where="statements")["total"] == 1
    assert ask("search", words="???")["total"] == 0


def test_deadlines(ask: Ask) -> None:
    told = ask("due")
    assert told["on"] == "2031-02-10" and told["items"][0]["due"]["latest"] == "2031-02-20"
    assert ask("due", state="overdue", on="2031-02-21")["items"][0]["report"]["sentence"]
    assert ask("due", who="Roz")["total"] >= 1


def test_a_document_comes_with_what_was_read(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ask("document", document_id="a2")
    assert whole["next_start"] is None and len(whole["reports"]) == 3
    monkeypatch.setattr(assistant, "TEXT", 60)
    piece = ask("document", document_id="a2")
    rest = ask("document", document_id="a2", start=piece["next_start"])
    assert whole["text"].startswith(piece["text"] + rest["text"])
    assert len(piece["reports"]) + len(rest["reports"]) <= 3


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("who", {"name": "Nobody At All"}, "nobody called"),
        ("document", {"document_id": "zz"}, "no document"),
        ("findings", {"kind": "reversals"}, "kind"),
        ("due", {"on": "soon"}, "on"),
    ],
)
def test_what_cannot_be_answered_is_said(news: Path, tool: str, given: dict[str, Any], said: str) -> None:
    async def talk(client: Client) -> Any:
        return await client.call_tool(tool, given)

    result = over(assistant.server(news, date.today), talk)
    assert result.is_error and said in result.content[0].text


def test_no_record(tmp_path: Path) -> None:
    with pytest.raises(RecordError):
        assistant.server(tmp_path / "none.db", date.today)
    result = CliRunner().invoke(main, ["mcp", "--record", str(tmp_path / "none.db")])
    assert result.exit_code == 2 and "no record" in result.output
