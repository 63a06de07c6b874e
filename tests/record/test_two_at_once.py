"""Two people judge one record at once, from two processes: no word is lost, and the record follows from all of them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from tests.homes import Here
from tests.record.conftest import DOCUMENTS, STEPS
from tests.record.judged import Desk, fill
from walkback import archive
from walkback.core.ledger import Page
from walkback.core.text import Document
from walkback.record import review
from walkback.record.store import Record

EACH = 12
SCRIPT = """
import sys
from tests.record.judged import Desk
from walkback.record.store import Record

name, path, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Record.open(path) as record:
    desk = Desk(record, by=name)
    for n in range(times):
        desk.judge(desk.report("abcdef"[n % 6]), ("refused", "confirmed")[(n + (name == "Bo")) % 2], note=str(n))
        if n % 4 == 3:
            desk.undo()
"""


def test_no_judgement_is_lost(here: Here, root: Path) -> None:
    path = here / "r.db"
    fill(path)
    both = [
        subprocess.Popen([sys.executable, "-c", SCRIPT, name, str(path), str(EACH)], cwd=root, env={"PYTHONPATH": "src:."})
        for name in ("Ada", "Bo")
    ]  # fmt: skip
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    with Record.open(path) as record:
        said = review.history(record)
        assert sorted((s.judgement.by, s.judgement.note) for s in said) == sorted(
            (name, str(n)) for name in ("Ada", "Bo") for n in range(EACH)
        )
        assert sum(s.withdrawn is not None for s in said) == 2 * (EACH // 4)
        assert Desk(record).same()


ADDING = """
import sys
from tests.record.conftest import DOCUMENTS, STEPS
from walkback import archive
from walkback.record.store import Record

with Record.open(sys.argv[1]) as record:
    for _ in range(3):
        archive.add(record, DOCUMENTS[:: int(sys.argv[2])], STEPS)
"""


def test_two_that_add_at_once_make_the_record_of_one(here: Here, root: Path) -> None:
    places = here / "both.db", here / "one.db"
    for place in places:
        Record.open(place, create=True).close()
    both = [
        subprocess.Popen([sys.executable, "-c", ADDING, str(places[0]), step], cwd=root, env={"PYTHONPATH": "src:."})
        for step in ("1", "-1")
    ]
    assert [one.wait(timeout=120) for one in both] == [0, 0]
    with Record.open(places[0]) as record, Record.open(places[1]) as plain:
        archive.add(plain, DOCUMENTS, STEPS)
        assert list(record.dump()) == list(plain.dump())


def test_another_text_of_the_name_that_came_meanwhile_is_kept_beside_it(here: Here) -> None:
    mine, yours = DOCUMENTS[4], replace(DOCUMENTS[4], text="Something else happened in Senn.")
    with Record.open(here / "r.db", create=True) as record, Record.open(here / "r.db") as other:

        def read(document: Document) -> Page:
            if document.doc_id == mine.doc_id and not other.stale():
                archive.add(other, [yours], STEPS)
            return (
                STEPS.read(DOCUMENTS[4]) if document == mine else replace(STEPS.read(DOCUMENTS[4]), document=document)
            )

        assert archive.add(record, [mine], replace(STEPS, read=read)).read == 1
        assert {text for _, text in record.texts()} == {mine.text, yours.text}
