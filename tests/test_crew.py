"""Reading in several processes, with a reader that needs no model. Its scripts follow from the document's number alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.homes import Here
from tests.scripted import documents
from walkback import archive, pipeline
from walkback.copies import group_copies
from walkback.core.errors import BundleError, WalkbackError
from walkback.core.ledger import Page
from walkback.core.text import Document
from walkback.record import queries
from walkback.record.store import Record

ROWS = [
    (f"d{n:03}", f"2031-05-{n % 28 + 1:02}", f"<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[visit|{'planned' if n % 2 else 'cancelled'} m{n % 5}]] port {n}</q1>.")
    for n in range(90)
]  # fmt: skip
MADE, READER = documents(ROWS)


def read(document: Document) -> Page:
    """Reads as scripted; some articles take longer, so that they are done in another order than they came."""
    time.sleep(0.02 * (int(document.doc_id[1:4]) % 3))
    return pipeline.read_page(document, READER)


def fails(document: Document) -> Page:
    if document.doc_id == "d007":
        raise ValueError("no good")
    return read(document)


def damaged(document: Document) -> Page:
    raise BundleError("the model is damaged", hint="install walkback again")


def ended(document: Document) -> Page:
    os._exit(9)


def steps(reader: object = read) -> archive.Steps:
    return archive.Steps(reader, pipeline.follow, group_copies)  # type: ignore[arg-type]


def dump(path: Path, jobs: int) -> list[str]:
    with Record.open(path, create=True) as record:
        assert archive.add(record, MADE, steps(), jobs=jobs).read == len(MADE)
        return list(record.dump())


def test_several_processes_make_the_record_of_one(here: Here) -> None:
    assert dump(here / "one.db", 1) == dump(here / "three.db", 3)


def test_what_fails_is_noted_and_the_rest_is_read(here: Here) -> None:
    with Record.open(here / "r.db", create=True) as record:
        added = archive.add(record, MADE, steps(fails), jobs=2)
        assert (added.read, added.problems) == (len(MADE) - 1, 1)
        (problem,) = queries.problems(record)
        assert problem.source == "d007" and "no good" in problem.reason


def test_one_name_for_two_texts_while_the_first_is_being_read(here: Here) -> None:
    twice = [MADE[0], Document("d000", "Another text.", MADE[0].published, "given"), MADE[0], *MADE[1:40]]
    with Record.open(here / "r.db", create=True) as record:
        added = archive.add(record, twice, steps(plain), jobs=2)
        assert (added.read, added.known) == (41, 1)
        ids = {row[0] for row in record.connection.execute("SELECT doc_id FROM documents WHERE doc_id LIKE 'd000%'")}
    assert len(ids) == 2 and "d000" in ids


def plain(document: Document) -> Page:
    return Page(document, (), {}, (), ())


@pytest.mark.parametrize(("reader", "error"), [(damaged, BundleError), (ended, WalkbackError)])
def test_what_would_meet_every_article_ends_the_run(here: Here, reader: object, error: type[Exception]) -> None:
    with Record.open(here / "r.db", create=True) as record, pytest.raises(error) as raised:
        archive.add(record, MADE, steps(reader), jobs=2)
    assert raised.value.hint  # type: ignore[attr-defined]


CHILD = """
import sys
from pathlib import Path
from tests import test_crew
from walkback import archive
from walkback.record.store import Record
if __name__ == "__main__":
    with Record.open(sys.argv[1], create=True) as record:
        archive.add(record, test_crew.MADE, test_crew.steps(), jobs=2, progress=lambda added: print(added.read, flush=True))
"""


def workers(parent: int) -> set[int]:
    """Processes that have a parent, by its number."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    return {int(pid) for pid in listed.stdout.split()}


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes with ps")
def test_killed_it_leaves_whole_documents_and_no_workers(tmp_path: Path, here: Here, root: Path) -> None:
    script = tmp_path / "child.py"
    script.write_text(CHILD, encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, str(script), str(here / "r.db")], cwd=root, stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": f"{root}:{root / 'src'}"},
    )  # fmt: skip
    assert child.stdout is not None and child.stdout.readline()
    left = workers(child.pid)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert len(left) >= 2
    while any(
        Path(f"/proc/{pid}").exists() and "zombie" not in Path(f"/proc/{pid}/status").read_text() for pid in left
    ):
        time.sleep(0.05)
    with Record.open(here / "r.db") as record:
        archive.add(record, MADE, steps())
        assert list(record.dump()) == dump(here / "calm.db", 1)
