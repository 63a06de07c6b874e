"""What a large record costs: reading in several processes, and linking as the record grows.

    python -m bench.scale read --source ../shared/data/current-events/events-2002-2019.jsonl.gz --record ce.db
    python -m bench.scale link --record ce.db
    python -m bench.scale candidates --record ce.db

`read` adds a collection with `walkback add`, then its last year once more, which must change nothing; it prints seconds and the
peak memory of all processes together. `link` needs no model: it takes the documents of a record as they were read, links the
first ten, twenty, forty thousand and all of them in a process of its own each, prints the table and the exponent of growth,
and what one more article costs then. `candidates` asks of some strands, against all that came before them, whether the few
that linking looks at hold the one they should continue. Keep the record outside of the repository.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import rows, run, start
from walkback import linking, pipeline, threads
from walkback.candidates import Held
from walkback.core.ledger import Report
from walkback.record import queries
from walkback.record.store import Record

SIZES = (10_000, 20_000, 40_000, 80_000)
EVERY = 0.5  # seconds between two looks at the memory of a run
READ = ("documents", "page_actors", "reports")  # what linking works from


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking a record cost. one: processor seconds for one article more; peak in MB."""

    documents: int
    reports: int
    strands: int
    matters: int
    findings: int
    cpu: float
    one: float
    peak: float


def part(cache: Path, into: Path, first: int, count: int) -> None:
    """Put documents of a read record into another as they were read, not linked: `count` of them from the first-th on, by day."""
    with Record.open(into, create=True) as record:
        db = record.connection
        db.execute("ATTACH ? AS cache", (str(cache),))
        db.execute(
            "CREATE TEMP TABLE taken AS SELECT number FROM cache.documents ORDER BY published, doc_id LIMIT ? OFFSET ?",
            (count, first),
        )
        with record.writing():
            for table in READ:
                names = [row[1] for row in db.execute(f"PRAGMA main.table_info({table})")]
                own = "number" if table == "documents" else "document"
                told = ", ".join("NULL" if name == "copy_of" else f'"{name}"' for name in names)
                listed = ", ".join(f'"{name}"' for name in names)
                db.execute(
                    f"INSERT INTO main.{table} ({listed}) SELECT {told} FROM cache.{table} WHERE {own} IN (SELECT number FROM taken)"
                )
            db.execute("INSERT INTO main.link_pending SELECT number FROM taken")
        db.execute("DETACH cache")


def linked(cache: Path, size: int) -> Linked:
    """Link the first `size` documents of a read record but one, then that one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "part.db"
        spent = []
        for first, count in ((0, size - 1), (size - 1, 1)):
            part(cache, path, first, count)
            with Record.open(path) as record:
                began = time.process_time()
                linking.link(record)
                spent.append(time.process_time() - began)
        with Record.open(path) as record:
            held = queries.totals(record)
            strands = record.connection.execute("SELECT count(*) FROM link_strands").fetchone()[0]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        findings = sum(held.findings.values())
        return Linked(held.documents, held.reports, strands, held.matters, findings, spent[0], spent[1], peak)


def exponent(found: Sequence[Linked]) -> float:
    """By what power of the number of documents linking grows: the slope of a line through the logarithms."""
    points = [(math.log(f.documents), math.log(f.cpu)) for f in found]
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return float(sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points))


def link(cache: Path, sizes: Sequence[int]) -> int:
    with closing(sqlite3.connect(cache)) as db:
        total = db.execute("SELECT count(*) FROM documents").fetchone()[0]
    wanted = sorted({min(size, total) for size in sizes})
    print(
        f"{'documents':>10}{'reports':>9}{'strands':>9}{'matters':>9}{'findings':>9}{'link CPU s':>11}{'ms a document':>14}{'one more, s':>12}{'peak MB':>8}"
    )
    found = []
    for size in wanted:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as alone:
            f = alone.submit(linked, cache, size).result()
        found.append(f)
        print(
            f"{f.documents:10,}{f.reports:9,}{f.strands:9,}{f.matters:9,}{f.findings:9,}{f.cpu:11.1f}{1000 * f.cpu / f.documents:14.2f}{f.one:12.2f}{f.peak:8.0f}",
            flush=True,
        )
    if len(found) > 1:
        print(f"exponent of growth {exponent(found):.2f}")
    return 0


def memory(group: int) -> float:
    """MB that all processes of a group hold at this moment, each page that several share counted once a process."""
    total = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == group:
                    total += int((entry / "statm").read_text().split()[1])
            except (OSError, IndexError):  # it has ended meanwhile
                continue
    return total * os.sysconf("SC_PAGE_SIZE") / 1e6


def read(source: Path, record: Path, jobs: int) -> int:
    log = record.with_suffix(".log")
    began, peak = time.monotonic(), 0.0
    child = start("add", "--record", record, "--jobs", str(jobs), source, log=log)
    while child.poll() is None:
        peak = max(peak, memory(child.pid))
        time.sleep(EVERY)
    print(log.read_text(encoding="utf-8").strip().splitlines()[-1])
    if child.returncode:
        return child.returncode
    print(
        f"{(time.monotonic() - began) / 60:.1f} minutes by the clock with {jobs} processes reading, peak {peak:.0f} MB in all",
        flush=True,
    )
    with Record.open(record) as held:
        before = hash(tuple(held.dump()))
        last = queries.totals(held).last
    assert last is not None
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / "again.jsonl"
        kept = [row for row in rows(source) if str(row["date"])[:4] == str(last.year)]
        again.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), encoding="utf-8")
        spent = run("add", "--record", record, again, out=Path(folder) / "again.txt")
    with Record.open(record) as held:
        same = hash(tuple(held.dump())) == before
    print(
        f"{len(kept):,} of {last.year} added again in {spent.wall:.0f} s: {'nothing changed' if same else 'THE RECORD CHANGED'}"
    )
    return 0 if same else 1


def candidates(cache: Path, count: int, seed: int) -> int:
    """Whether those that are looked at hold the one that fits best of all."""
    with Record.open(cache) as record:
        reports = record.reports()
        same = pipeline.people(record.page_actors()).same
    by_document: dict[str, list[Report]] = {}
    for report in reports:
        by_document.setdefault(report.doc_id, []).append(report)
    held = {s.id: s for told in by_document.values() for s in threads.strands(told, same)}
    ordered = sorted(held.values(), key=lambda s: s.place)
    postings = Held((s.place, s.id, s.keys) for s in ordered)
    tried = [n for n in random.Random(seed).sample(range(len(ordered)), min(count, len(ordered)))]
    linked = found = alike = 0
    spent = [0.0, 0.0]
    for n in tried:
        strand = ordered[n]
        earlier = [
            s
            for s in ordered[:n]
            if 0 <= strand.place.day - s.place.day <= threads.MEMORY.days and s.place.doc_id != strand.place.doc_id
        ]
        began = time.process_time()
        best = max((threads.likely(strand, s) for s in earlier), default=0.0)
        spent[0] += time.process_time() - began
        began = time.process_time()
        link = threads.continued(strand, postings, held.__getitem__)
        spent[1] += time.process_time() - began
        if best >= threads.JOIN_ACROSS:
            linked += 1
            found += link is not None
            alike += link is not None and link.chance >= best - 1e-9
    print(
        f"{len(tried)} strands of {len(ordered):,}, seed {seed}: {linked} have an earlier one that is likely enough among all of {threads.MEMORY.days} days"
    )
    print(
        f"of these, looked at: one that is likely enough {found / max(1, linked):.3f}, the likeliest of all {alike / max(1, linked):.3f}"
    )
    print(
        f"CPU ms a strand: {1000 * spent[0] / len(tried):.1f} against all, {1000 * spent[1] / len(tried):.1f} against candidates"
    )
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("read", "link", "candidates"))
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--source", type=Path, help="read: the collection")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--count", type=int, default=400, help="candidates: how many strands are tried")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    if args.what == "read":
        return read(args.source, args.record, args.jobs)
    return link(args.record, args.sizes) if args.what == "link" else candidates(args.record, args.count, args.seed)


if __name__ == "__main__":
    sys.exit(main())
