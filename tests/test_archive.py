"""A run that is killed at any moment and started again gives the record of an undisturbed run."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.homes import Here
from walkback.record.store import Record

CHILD = """
import sys, time
from pathlib import Path
from tests.scripted import documents
from walkback import archive, pipeline
from walkback.copies import group_copies
from walkback.record.store import Record
made, reader = documents([
    (f"d{n:03}", f"2031-05-{n % 28 + 1:02}", f"<s1>Ilse Tarn</s1> <c1>said</c1> <q1>she would [[visit|{'planned' if n % 2 else 'cancelled'} m{n % 5}]] port {n}</q1>.")
    for n in range(60)
])
def read(document):
    time.sleep(0.01)
    return pipeline.read_page(document, reader)
with Record.open(sys.argv[1], create=True) as record:
    archive.add(record, made, archive.Steps(read, pipeline.follow, group_copies))
"""


def run(path: Path, root: Path, *, kill_after: float | None = None) -> bool:
    """Whether the child came to its end."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(path)], cwd=root)
    if kill_after is not None:
        time.sleep(kill_after)
        child.send_signal(signal.SIGKILL)
    return child.wait() == 0


def test_killed_and_started_again(here: Here, root: Path) -> None:
    assert run(here / "calm.db", root)
    rng = random.Random(0)
    for _ in range(4):
        run(here / "killed.db", root, kill_after=rng.uniform(0.1, 1.2))
    assert run(here / "killed.db", root)
    with Record.open(here / "calm.db") as calm, Record.open(here / "killed.db") as killed:
        assert list(calm.dump()) == list(killed.dump())
