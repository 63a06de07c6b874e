"""Two people judge one record at once, from two processes: no word is lost, and the record follows from all of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.homes import Here
from tests.record.judged import Desk, fill
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
