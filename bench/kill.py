"""Whether a record survives: articles are added, the process is killed at random moments and started again.

    python -m bench.kill --articles 924 --kills 10 --seed 0

The record must then say exactly what the record of an undisturbed run says. Ends with 1 if it does not.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from difflib import unified_diff
from itertools import pairwise
from pathlib import Path

from bench.corpora import SHARED, polnear, run, start, write_rows
from walkback.record.store import Record

WITHIN = 0.7  # the share of an undisturbed run's time in which all kills fall
AT_LEAST = 0.3  # seconds before a kill, so that some kills fall into the start


def state(record: Path) -> str:
    """How many documents a record holds and what SQLite says of the file.

    Looks at a copy: opening the record itself would repair what a kill left behind before walkback has to.
    """
    with tempfile.TemporaryDirectory() as scratch:
        for part in record.parent.glob(record.name + "*"):
            shutil.copy(part, scratch)
        copy = Path(scratch) / record.name
        if not copy.exists():
            return "no file yet"
        with closing(sqlite3.connect(copy)) as connection:
            integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
            made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'documents'").fetchone()
            count = connection.execute("SELECT count(*) FROM documents").fetchone()[0] if made else 0
    return f"{count} documents, integrity {integrity}"


def disturbed(source: Path, record: Path, *, kills: int, seconds: float, rng: random.Random) -> Iterator[str]:
    """Add with `kills` kills at random moments of a run that takes `seconds`; a line on each."""
    log = record.with_suffix(".log")
    # moments of the whole work, so that all kills fall inside it; the last stretch makes up for a machine that got faster
    moments = sorted(rng.uniform(0, WITHIN * seconds) for _ in range(kills))
    for number, (begun, end) in enumerate(pairwise([0.0, *moments]), 1):
        child = start("add", "--record", record, source, log=log)
        moment = max(AT_LEAST, end - begun)
        deadline = time.monotonic() + moment
        while time.monotonic() < deadline and child.poll() is None:
            time.sleep(0.02)
        if child.poll() is not None:
            yield f"run ended by itself with {child.returncode} after {number - 1} kills"
            return
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        yield f"kill {number} after {moment:.1f} s: {state(record)}"
    run("add", "--record", record, source, out=record.with_suffix(".out"))


def dump(record: Path) -> list[str]:
    """What a record says, as lines."""
    with Record.open(record) as held:
        return list(held.dump())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=924)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shared", type=Path, default=SHARED)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        source = write_rows(folder / "articles.jsonl", polnear(args.shared, count=args.articles))
        calm, shaken = folder / "calm.db", folder / "shaken.db"
        spent = run("add", "--record", calm, source, out=folder / "calm.txt")
        print(
            f"undisturbed: {state(calm)}, {spent.wall:.1f} s, {spent.cpu:.1f} CPU s, peak {spent.peak:.0f} MB",
            flush=True,
        )
        print((folder / "calm.txt").read_text(encoding="utf-8").strip(), flush=True)
        for line in disturbed(source, shaken, kills=args.kills, seconds=spent.wall, rng=random.Random(args.seed)):
            print(line, flush=True)
        wanted, got = dump(calm), dump(shaken)
        print(f"at the end: {state(shaken)}")
        sound = state(shaken).endswith("integrity ok")
    if wanted == got and sound:
        print(f"same record: {len(got)} lines alike")
        return 0
    print("the records differ" if sound else "the record is damaged")
    print(*list(unified_diff(wanted, got, "undisturbed", "killed", lineterm="", n=0))[:20], sep="\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
