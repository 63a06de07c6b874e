"""docs/tutorial.md from top to bottom, with the shipped model, in an empty folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import feedparser
import icalendar
import pytest

BLOCK = re.compile(
    r"(?:^\*\*(?P<name>[\w./-]+)\*\*\n\n)?^```(?P<form>text|sh|python)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)


def entries(folder: Path) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical((folder / "due.ics").read_bytes()).walk("VEVENT"))


@pytest.fixture(scope="module")
def done(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], list[list[icalendar.Event]]]:
    """The folder after the last step, what every block printed, and the calendar after each block that wrote it."""
    folder = tmp_path_factory.mktemp("day-one")
    tools = tmp_path_factory.mktemp("bin")
    (tools / "walkback").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m walkback "$@"\n', encoding="utf-8")
    (tools / "walkback").chmod(0o755)
    path = os.pathsep.join([str(tools), os.environ["PATH"]])
    known = os.environ | {"PATH": path, "PYTHONPATH": str(root / "src"), "COLUMNS": "200", "NO_COLOR": "1"}
    printed, calendars = [], []
    for block in BLOCK.finditer((root / "docs" / "tutorial.md").read_text(encoding="utf-8")):
        if block["form"] == "text":
            file = folder / block["name"]
            file.parent.mkdir(exist_ok=True)
            file.write_text(block["body"], encoding="utf-8")
            continue
        command = ["sh", "-eu"] if block["form"] == "sh" else [sys.executable, "-"]
        ran = subprocess.run(
            command, input=block["body"], cwd=folder, env=known, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, f"{block['body']}\n{ran.stdout}\n{ran.stderr}"
        printed.append(ran.stdout)
        if "due.ics" in block["body"]:
            calendars.append(entries(folder))
    return folder, printed, calendars


def test_the_reversal_is_found_and_then_signed(done: tuple[Path, list[str], list[list[icalendar.Event]]]) -> None:
    _, printed, _ = done
    assert "REVERSAL" in printed[0] and "proposed, not reviewed" in printed[0]
    assert "REVERSAL" in printed[-3] and "finding " in printed[-3]
    assert "confirmed by Rin Sorel" in printed[-2] and "proposed" not in printed[-2].replace("proposed by", "")


def test_the_bridge_keeps_its_entry_and_moves(done: tuple[Path, list[str], list[list[icalendar.Event]]]) -> None:
    before, after = done[2]
    (old,) = [e for e in before if e.start == date(2031, 4, 14)]
    (new,) = [e for e in after if e.start == date(2031, 6, 2)]
    assert old["uid"] == new["uid"] and new["sequence"] > old["sequence"]
    assert [e["status"] for e in before if e.start == date(2031, 3, 20)] == ["CANCELLED"]


def test_what_others_get(done: tuple[Path, list[str], list[list[icalendar.Event]]]) -> None:
    folder = done[0]
    everything, signed = (feedparser.parse((folder / name).read_bytes()) for name in ("all.atom", "signed.atom"))
    assert not everything.bozo and not signed.bozo
    assert len(signed.entries) == 1 < len(everything.entries)
    assert "confirmed by Rin Sorel" in signed.entries[0].title
    assert len(json.loads((folder / "data" / "claims.jsonld").read_text(encoding="utf-8"))["@graph"]) == 1
    assert (folder / "data" / "findings.csv").is_file() and (folder / "site" / "index.html").is_file()
