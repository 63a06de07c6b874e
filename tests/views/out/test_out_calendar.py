"""Calendars, read with the icalendar library: what moves keeps its UID, what is off is cancelled."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.homes import Here
from tests.scripted import documents
from walkback import archive, pipeline
from walkback.copies import group_copies
from walkback.core.ledger import Judgement
from walkback.record import queries
from walkback.record.store import Record
from walkback.views.cli import main
from walkback.views.out.chosen import Days, due_days
from walkback.views.out.ical import _escaped, fold
from walkback.views.out.places import Places

SET = (
    "a",
    "2031-02-03",
    "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[open|planned b build]] the bridge on March 10</q1>.",
)
MOVED = (
    "b",
    "2031-02-20",
    "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the bridge would now be [[opened|planned b build]] on March 24</q1>.",
)
AGAIN = (
    "c",
    "2031-02-21",
    "<s1>Ilse Tarn</s1> <c1>repeated</c1> <q1>the bridge would be [[opened|planned b build]] on March 24</q1>.",
)
PUT_OFF = (
    "d",
    "2031-03-01",
    "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the [[opening|postponed b build]] was put off</q1>.",
)
OFF = (
    "e",
    "2031-03-02",
    "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the [[opening|cancelled b build]] of the bridge was off</q1>.",
)
DONE = ("f", "2031-03-24", "The bridge that Ilse Tarn promised was [[opened|done b build]] on Monday.")
VAGUE = (
    "g",
    "2031-02-03",
    "<s1>Rudo Pell</s1> <c1>said</c1> <q1>he would [[visit|planned v]] Kadria in the coming weeks</q1>.",
)
BY = (
    "h",
    "2031-02-03",
    "<s1>Rudo Pell</s1> <c1>said</c1> <q1>the report would be [[published|planned r disclose]] by February 20</q1>.",
)


def made(here: Here, *rows: tuple[str, str, str]) -> Record:
    """A record of the articles."""
    held, reader = documents(rows)
    record = Record.open(here / f"{'-'.join(r[0] for r in rows)}.db", create=True)
    steps = archive.Steps(lambda d: pipeline.read_page(d, reader), pipeline.follow, group_copies)
    archive.add(record, held, steps)
    return record


def parsed(text: str) -> Any:
    """A calendar as icalendar reads it; it must find nothing wrong, and give back the same."""
    assert text.endswith("\r\n") and all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    held = icalendar.Calendar.from_ical(text)
    assert not held.errors and not [c for c in held.walk() if c.errors]
    assert held["version"] == "2.0" and held["method"] == "PUBLISH"
    assert icalendar.Calendar.from_ical(held.to_ical()) == held
    return held


def entries(record: Record, on: str = "2031-02-22", **wanted: Any) -> list[Any]:
    held = parsed(due_days(record, Days(**wanted), on=date.fromisoformat(on)))
    found = held.walk("VTODO" if wanted.get("tasks") else "VEVENT")
    assert len({str(e["uid"]) for e in found}) == len(found)
    return list(found)


def test_a_moved_deadline_updates_the_same_entry(here: Here) -> None:
    (first,) = entries(made(here, SET))
    (then,) = entries(made(here, SET, MOVED))
    assert first["uid"] == then["uid"]
    assert (first["sequence"], then["sequence"]) == (0, 1)
    assert (first.start, first.end) == (date(2031, 3, 10), date(2031, 3, 11))
    assert (then.start, then.end) == (date(2031, 3, 24), date(2031, 3, 25))
    assert (
        first["dtstamp"].dt
        == datetime(2031, 2, 3, tzinfo=UTC)
        < then["dtstamp"].dt
        == datetime(2031, 2, 20, tzinfo=UTC)
    )
    assert first["created"].dt == then["created"].dt
    assert "Moved 1 time; before: 10 March 2031." in then["description"]
    assert first["status"] == then["status"] == "CONFIRMED"


def test_news_that_changes_nothing_moves_nothing(here: Here) -> None:
    (before,) = entries(made(here, SET, MOVED))
    (after,) = entries(made(here, SET, MOVED, AGAIN))
    assert before.to_ical() == after.to_ical()


@pytest.mark.parametrize(
    ("last", "status", "summary"),
    [
        (OFF, "CANCELLED", "Called off: "),
        (PUT_OFF, "TENTATIVE", "Put off, no new day: "),
        (DONE, "CONFIRMED", "Done: "),
    ],
    ids=["off", "put off", "done"],
)
def test_what_becomes_of_it_is_told_to_the_same_entry(
    here: Here, last: tuple[str, str, str], status: str, summary: str
) -> None:
    (first,) = entries(made(here, SET))
    (then,) = entries(made(here, SET, MOVED, last), on="2031-03-24")
    assert then["uid"] == first["uid"] and then["sequence"] == 2
    assert then["status"] == status and then["summary"].startswith(summary)
    assert then["dtstamp"].dt.date() == date.fromisoformat(last[1])


def test_what_called_it_off_is_told_not_what_came_after(here: Here) -> None:
    after = (
        "z",
        "2031-03-05",
        "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the bridge would not be [[opened|rejected b build]]</q1>.",
    )
    (then,) = entries(made(here, SET, OFF, after), on="2031-03-06")
    assert then["summary"].startswith("Called off: ") and then["sequence"] == 1
    assert then["dtstamp"].dt.date() == date.fromisoformat(OFF[1])


def test_a_day_named_anew_revives_it(here: Here) -> None:
    anew = (
        "z",
        "2031-03-05",
        "<s1>Ilse Tarn</s1> <c1>said</c1> <q1>the bridge would be [[opened|planned b build]] on April 7</q1>.",
    )
    (then,) = entries(made(here, SET, OFF, anew), on="2031-03-06")
    assert (then["status"], then["sequence"], then.start) == ("CONFIRMED", 2, date(2031, 4, 7))


def test_what_was_set_and_called_off_in_one_article_is_no_entry(here: Here) -> None:
    both = ("x", "2031-02-03", f"{SET[2]} Later {OFF[2].replace('1>', '2>')}")
    assert entries(made(here, both)) == []


def test_overdue_is_said_with_how_far_it_is_known(here: Here) -> None:
    record = made(here, SET)
    (ahead,), (late,) = entries(record, on="2031-03-10"), entries(record, on="2031-03-11")
    assert ahead["summary"].startswith("Due: ") and late["summary"].startswith("Overdue: ")
    assert "the record, as far as it reaches, shows no fulfilment by then" in late["description"]
    assert "overdue" in late["categories"].cats and late["last-modified"].dt.date() == date(2031, 3, 11)
    assert late["uid"] == ahead["uid"] and late["sequence"] == ahead["sequence"]


def test_a_vague_interval_stays_an_interval(here: Here) -> None:
    record = made(here, VAGUE)
    (entry,) = entries(record)
    due = queries.due(record, on=date(2031, 2, 4))[0].due
    assert due.vague and due.earliest and due.latest
    assert entry.start == due.earliest < due.latest == date.fromordinal(entry.end.toordinal() - 1)
    assert entry["status"] == "TENTATIVE" and "vague" in entry["categories"].cats
    assert entry["summary"].startswith("Due about then: ") and "Due about" in entry["description"]
    (last,) = entries(record, last=True)
    assert last.start == due.latest and last["uid"] == entry["uid"]


def test_a_day_by_which_is_that_day(here: Here) -> None:
    (entry,) = entries(made(here, BY))
    assert entry.end == date(2031, 2, 21)


def test_tasks_have_a_due_day_and_are_completed(here: Here) -> None:
    (open_,) = entries(made(here, SET), tasks=True)
    (done,) = entries(made(here, SET, MOVED, DONE), on="2031-03-24", tasks=True)
    (off,) = entries(made(here, SET, MOVED, OFF), on="2031-03-24", tasks=True)
    assert open_["due"].dt == date(2031, 3, 10) and open_["status"] == "NEEDS-ACTION"
    assert done["status"] == "COMPLETED" and done["completed"].dt.date() == date(2031, 3, 24)
    assert off["status"] == "CANCELLED" and open_["uid"] == done["uid"] == off["uid"]


def test_what_is_long_past_is_left_out_unless_asked_for(here: Here) -> None:
    record = made(here, SET)
    assert len(entries(record, on="2032-03-10")) == 1
    assert entries(record, on="2032-03-12") == []
    assert len(entries(record, on="2032-03-12", past=True)) == 1


def test_by_actor(here: Here) -> None:
    record = made(here, SET, VAGUE, BY)
    assert len(entries(record)) == 3
    assert len(entries(record, who="Pell")) == 2
    assert parsed(due_days(record, Days(who="tarn")))["x-wr-calname"] == "walkback: due days of Ilse Tarn"


def test_without_a_day_overdue_counts_from_the_last_of_the_record(here: Here) -> None:
    record = made(here, BY, DONE)
    (entry,) = parsed(due_days(record, Days())).walk("VEVENT")
    assert entry["summary"].startswith("Overdue: ")
    assert due_days(record, Days()) == due_days(record, Days(), on=date(2031, 3, 24))


def test_a_judgement_is_told_and_stamped(here: Here) -> None:
    record = made(here, SET)
    (entry,) = entries(record)
    assert "not reviewed by a person" in entry["description"] and "not reviewed" in entry["categories"].cats
    matter = str(entry["x-walkback-matter"])
    record.judge(Judgement(matter, "confirmed", "Rin Sorel", datetime(2031, 2, 10, 8, tzinfo=UTC)))
    (signed,) = entries(record)
    assert "confirmed by Rin Sorel, 2031-02-10" in signed["description"]
    assert signed["last-modified"].dt == datetime(2031, 2, 10, 8, tzinfo=UTC)


def test_open_entries_are_those_of_the_due_list(record: Record) -> None:
    on = date(2031, 3, 4)
    found = {str(e["x-walkback-matter"]) for e in parsed(due_days(record, Days(), on=on)).walk("VEVENT") if e["status"] != "CANCELLED" and not e["summary"].startswith("Done")}  # fmt: skip
    assert found == {row.matter.id for row in queries.due(record, on=on)}


def test_pages_are_linked_where_they_are_served(here: Here) -> None:
    record = made(here, SET)
    (entry,) = parsed(due_days(record, Days(), places=Places("https://news.example/r", ".html"))).walk("VEVENT")
    assert entry["url"] == f"https://news.example/r/matter/{entry['x-walkback-matter']}.html"


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")) | st.sampled_from('\n;,\\:"'),
        max_size=300,
    )
)
def test_any_text_comes_back_through_folding_and_escaping(text: str) -> None:
    lines = "\r\n".join(["BEGIN:VEVENT", *fold(f"SUMMARY:{_escaped(text)}"), "END:VEVENT", ""])
    assert all(len(line.encode()) <= 75 for line in lines.split("\r\n"))
    held = icalendar.Event.from_ical(lines)
    kept = "".join(c for c in text if c == "\n" or _escaped(c))
    assert str(held["summary"]) == kept


def test_the_command(record_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "due.ics"
    made_ = CliRunner().invoke(main, ["calendar", str(out), "--record", str(record_path), "--on", "2031-03-01"])
    assert made_.exit_code == 0 and made_.stdout.strip() == str(out)
    assert parsed(out.read_bytes().decode()).walk("VEVENT")
    nobody = CliRunner().invoke(main, ["calendar", "--record", str(record_path), "--who", "Nobody"])
    assert nobody.exit_code == 2 and "nobody called" in nobody.output
