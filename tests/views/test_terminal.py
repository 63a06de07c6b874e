"""The terminal: wrapping without loss, colour only where wanted, no control characters from a text."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.views.invented import HOSTILE
from walkback.record import lifecycle, queries, track
from walkback.record.store import Record
from walkback.views import article, follow_through, render
from walkback.views.terminal import Screen, cells
from walkback.views.words import clean

ANSI = re.compile(r"\x1b\[[0-9;]*m")
WIDTHS = [40, 80, 100]


@given(st.lists(st.tuples(st.text(), st.sampled_from(["", "bold", "dim red"]))), st.integers(40, 100), st.booleans())
def test_flow_loses_no_word_and_lets_no_control_character_through(
    pieces: list[tuple[str, str]], width: int, colour: bool
) -> None:
    shown = ANSI.sub("", Screen(width, colour).flow(*pieces, indent=4))
    assert shown.split() == clean("".join(text for text, _ in pieces)).split()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_keep_to_the_width_and_hang(width: int) -> None:
    lines = Screen(width).flow(("word " * 60, ""), indent=6, first=[("  - ", "")]).split("\n")
    assert max(map(cells, lines)) <= width
    assert lines[0].startswith("  - word") and all(line.startswith("      word") for line in lines[1:])


def test_wide_characters_take_two_columns() -> None:
    assert cells("日本") == 4 and cells("e\u0301") == 1


def _everything(screen: Screen, record: Record) -> str:
    """Every view of the whole record."""
    parts = [render.findings(screen, queries.findings(record))]
    on = date(2031, 3, 1)
    parts += [render.matter(screen, lifecycle.life_of(record, row, on=on), on) for row in queries.matters(record)]
    parts += [follow_through.actor(screen, row) for row in track.top_actors(record)]
    parts += [render.due(screen, queries.due(record, on=date(2031, 3, 1)), date(2031, 3, 1))]
    parts += [render.hits(screen, queries.search(record, "vanish")), render.problems(screen, queries.problems(record))]
    parts += [article.article(screen, page) for page in queries.pages(record)]
    return "\n".join(parts)


@pytest.mark.parametrize("colour", [False, True])
def test_hostile_texts_do_not_steer_the_terminal(record: Record, colour: bool) -> None:
    shown = _everything(Screen(80, colour), record)
    assert "alert(1)" in shown and HOSTILE not in shown
    assert bool(ANSI.search(shown)) is colour
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", ANSI.sub("", shown))


@pytest.mark.parametrize("width", WIDTHS)
def test_every_view_keeps_to_the_width(record: Record, width: int) -> None:
    long = [line for line in _everything(Screen(width), record).split("\n") if cells(line) > width]
    assert [line for line in long if len(line.split()) > 1] == []


def test_colour_and_brackets_show_the_same_text(record: Record) -> None:
    page = queries.document(record, "a1")
    plain = " ".join(article.article(Screen(100, False), page).split())
    body = re.sub(r"\{(?:source|cue|said|page): |\}|\[(?=\w+ =)| = \w+\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]", "", plain)
    assert " ".join(page.document.text.split()) in body
    coloured = " ".join(ANSI.sub("", article.article(Screen(100, True), page)).split())
    body = re.sub(r" \((?:planned|done|agreed)\)|[⁰¹²³⁴⁵⁶⁷⁸⁹]", "", coloured)
    assert " ".join(page.document.text.split()) in body


def test_screen_is_as_wide_as_the_terminal_within_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for columns, width in (("20", 40), ("72", 72), ("300", 100)):
        monkeypatch.setenv("COLUMNS", columns)
        assert Screen.here(colour=False).width == width
