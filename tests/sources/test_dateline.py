"""Dates of fields and date lines of articles."""

from __future__ import annotations

from datetime import date

import pytest

from walkback.sources.dateline import dateline
from walkback.sources.dates import find_days, parse_day

BODY = "The harbor office will close on Friday, the mayor said.\n\nIt had been open since March 9, 1987, she said."
DAY = date(2031, 3, 3)


@pytest.mark.parametrize(
    "value",
    [
        "2031-03-03",
        "2031-03-03T23:59:00+05:00",
        "2031-03-03 10:00",
        "20310303",
        "2031/03/03",
        "March 3, 2031",
        "Mar. 3, 2031, 5:12 p.m. ET",
        "3rd March 2031",
        "3 March 2031 at 17:12",
        "Mon, 03 Mar 2031 10:00:00 GMT",
        "Mon, 03 Mar 2031 10:00:00 +0100",
        "3/3/2031",
        1930305600,
        1930305600000,
        DAY,
    ],
)
def test_fields_of_dates(value: object) -> None:
    assert parse_day(value) == DAY


@pytest.mark.parametrize(
    "value",
    ["", "soon", "03/04/2031", "2031-02-30", "2031", "March 2031", None, True, 7, float("nan"), [2031], "2031-13-01"],
)
def test_fields_that_name_no_one_day(value: object) -> None:
    assert parse_day(value) is None


def test_an_unambiguous_number_is_read_either_way_round() -> None:
    assert parse_day("25/12/2030") == parse_day("12/25/2030") == date(2030, 12, 25)


def test_days_in_a_text_have_exact_places() -> None:
    text = "From 3 March 2031 to April 4th, 2031."
    assert [(text[d.start : d.end], d.day.month) for d in find_days(text)] == [
        ("3 March 2031", 3),
        ("April 4th, 2031", 4),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "March 3, 2031",
        "3 March 2031",
        "2031-03-03",
        "Monday, March 3, 2031",
        "Mar. 3, 2031Updated 7:12 p.m. ET",
        "Published 3 March 2031",
        "Published on March 3, 2031 at 5:12 PM",
        "March 3, 2031 at 5:12 PM",
        "UPDATED: March 3, 2031, 17:12 GMT",
        "Updated March 5, 2031 | Published March 3, 2031",
        "By Awa Sandrel | March 3, 2031 | Port Alma Courier",
        "By Awa Sandrel, March 3, 2031",
        "Awa Sandrel · 3 March 2031 · 4 min read",
        "Mon 3 Mar 2031 12.40 CET",
    ],
)
@pytest.mark.parametrize("where", ["head", "tail"])
def test_date_lines(line: str, where: str) -> None:
    parts = ["Harbor office to close", line, BODY] if where == "head" else ["Harbor office to close", BODY, line]
    assert dateline("\n\n".join(parts)) == DAY


@pytest.mark.parametrize(
    "line",
    ["PORT ALMA, March 3, 2031 (Wire) - The office", "PORT ALMA, Kestria, 3 March 2031 — The office"],
)
def test_wire_datelines_with_a_year(line: str) -> None:
    assert dateline(f"Harbor office to close\n\n{line} will close.") == DAY


@pytest.mark.parametrize(
    "line",
    [
        "March 3, 2031 was the day on which the bridge fell.",
        "PORT ALMA, March 3 (Wire) - The office will close.",
        "On March 3, 2031, the office closed.",
        "The office closed on March 3, 2031",
        "Danilo Vesk signs the treaty in Haldvik, March 3, 2031",
        "March 3",
        "2031",
        "February 30, 2031",
        "— Awa Sandrel (@awa) March 3, 2031",
        "Updated 7:12 p.m. ET",
    ],
)
def test_dates_that_date_nothing(line: str) -> None:
    assert dateline(f"Harbor office to close\n\n{line}\n\n{BODY}") is None


def test_the_first_day_of_publication_counts() -> None:
    assert dateline("Title\nUpdated: March 9, 2031\nFirst published: March 3, 2031\n" + BODY) == DAY
    assert dateline("Title\nMarch 3, 2031\n" + BODY + "\nMarch 8, 2031") == DAY


def test_headings_of_a_chronicle_are_no_date_lines() -> None:
    days = "\n".join(f"March {n}, 2029\nSomething happened in the harbor." for n in (3, 9, 14, 20))
    assert dateline(f"How the strike began\n{days}") is None
    assert dateline(f"How the strike began\nPublished March 3, 2031\n{days}") == DAY


def test_a_date_line_deep_in_the_text_does_not_count() -> None:
    assert dateline("\n".join([*["A line of news."] * 20, "March 3, 2031", *["A line of news."] * 20])) is None


def test_hostile_lines_end_quickly() -> None:
    assert dateline("\n".join(["A" * 159, "By " + "Ab" * 78, "A " * 79, "1 " * 79, "|" * 159, "a|" * 79])) is None
