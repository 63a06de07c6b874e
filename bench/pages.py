"""How long each page of the reading room takes: `python -m bench.pages walkback.db`.

The server runs in a process of its own, as `walkback serve` does; pages are asked for one after the other over HTTP on
one connection. Of each kind the heaviest that the record holds are asked for as well as ones drawn by chance (seeded),
the search for words of every frequency. Prints milliseconds by the clock at the 50th and 95th percentile and the slowest,
those of processor time that the server took at the 95th (on Linux; what a busy machine does not blur), and the size.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from walkback.record.home import Location, location
from walkback.record.home import Server as At

Addresses = dict[str, list[str]]
HEAVY = 5  # of the heaviest of each kind


def _some(db: sqlite3.Connection, query: str, dice: random.Random, count: int) -> list[str]:
    """Values of a query: its first ones, which are the heaviest, then others by chance."""
    held = [str(row[0]) for row in db.execute(query)]
    rest = held[HEAVY:]
    return held[:HEAVY] + dice.sample(rest, min(len(rest), max(0, count - HEAVY)))


def _words(db: sqlite3.Connection, dice: random.Random, count: int) -> list[str]:
    """Words of the record, from the commonest to those that stand in it once."""
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab (main, search, row)")
    rows = [row[0] for row in db.execute("SELECT term FROM temp.terms ORDER BY doc DESC") if row[0].isalpha()]
    common = rows[: max(1, len(rows) // 50)]
    return (
        common[:HEAVY]
        + dice.sample(common, min(len(common), count // 2))
        + dice.sample(rows, min(len(rows), count // 2))
    )


def addresses(path: Path, count: int, seed: int = 7) -> Addresses:
    """Addresses to ask for, by kind of page."""
    dice = random.Random(seed)
    db = sqlite3.connect(path)
    matters = _some(db, "SELECT matter FROM matter_reports GROUP BY matter ORDER BY count(*) DESC, matter", dice, count)
    actors = _some(
        db,
        "SELECT p.actor FROM page_actors p JOIN actors a ON a.id = p.actor AND a.same_as IS NULL AND a.kind != 'anonymous' "
        "GROUP BY p.actor ORDER BY count(*) DESC, p.actor",
        dice,
        count,
    )
    articles = _some(db, "SELECT doc_id FROM documents ORDER BY length(text) DESC, doc_id", dice, count)
    outlets = _some(
        db, "SELECT outlet FROM documents WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY count(*) DESC", dice, 4
    )
    months = _some(
        db, "SELECT substr(published, 1, 7) FROM documents GROUP BY 1 ORDER BY count(*) DESC, 1", dice, count
    )
    findings = _some(db, "SELECT id FROM findings ORDER BY day DESC, id", dice, count)
    words = _words(db, dice, count)
    facets = [urlencode(f) for f in ({"kind": "reversal"}, {"reviewed": "no"}, {"type": "meet"}, *({"outlet": o} for o in outlets), *({"who": a} for a in actors[:8]))]  # fmt: skip
    db.close()
    return {
        "Today": ["/", *(f"/?page={n}" for n in range(2, 8)), *(f"/?{f}" for f in facets)],
        "Matters": ["/matters", "/matters?order=told", "/matters?standing=planned&page=30", *(f"/matters?type={t}" for t in ("meet", "build", "law")), *(f"/matters?who={quote(a, safe='')}" for a in actors[:8])],
        "Matter": [f"/matter/{quote(m, safe='')}" for m in matters],
        "Actors": ["/actors", "/actors?page=20", "/actors?kind=person", *(f"/actors?q={w}" for w in words[:8])],
        "Actor": [f"/actor/{quote(a, safe='')}" for a in actors],
        "Articles": ["/articles", "/articles?page=100", *(f"/articles?{urlencode({'outlet': o})}" for o in outlets)],
        "Article": [f"/article/{quote(d, safe='')}" for d in articles],
        "Due": ["/due", "/due?state=overdue&page=9", "/due?state=ahead", *(f"/due?on={m}-15" for m in months[:8]), *(f"/due?who={quote(a, safe='')}" for a in actors[:8])],
        "Feed": ["/feeds/all.atom", "/feeds/all.atom?page=5", *(f"/feeds/kind/{k}.atom" for k in ("delay", "lapse")), *(f"/feeds/actor/{quote(a, safe='')}.atom" for a in actors[:8]), *(f"/feeds/matter/{quote(m, safe='')}.atom" for m in matters[:8])],
        "Calendar of an actor": [f"/due.ics?who={quote(a, safe='')}" for a in actors],
        "Calendar of all": ["/due.ics", "/due.ics?tasks=1"],
        "Brief": [f"/matter/{quote(m, safe='')}/brief" for m in matters],
        "Due, a month": [f"/due?month={m}" for m in months],
        "Review": ["/review", *(f"/review/{quote(f, safe='')}" for f in findings)],
        "Search, sentences": [f"/search?q={quote(w)}" for w in words],
        "Search, statements": [f"/search?in=statements&q={quote(w)}" for w in words],
        "Search, matters": [f"/search?in=matters&q={quote(w)}" for w in words],
        "Problems": ["/problems", "/help"],
        "API": [*(f"/api/{name}" for name in ("findings", "matters", "reports", "attributions", "documents", "actors", "due", "judgements")), *(f"/api/reports?status={s}" for s in ("planned", "done", "failed")), "/api/reports?type=meet", "/api/reports?by=outlet", "/api/attributions?manner=indirect", *(f"/api/actors/{quote(a, safe='')}" for a in actors[:8]), *(f"/api/matters/{quote(m, safe='')}" for m in matters[:8]), *(f"/api/search?q={quote(w)}" for w in words[:8])],
        "Tables": ["/?format=csv", "/matters?format=json", "/due?format=csv", f"/search?format=json&q={quote(words[0])}"],
    }  # fmt: skip


@dataclass(slots=True)
class Server:
    """A server and a connection to it."""

    process: subprocess.Popen[str]
    connection: http.client.HTTPConnection

    def ask(self, address: str) -> Answer:
        """One answer."""
        began, spent = time.perf_counter(), self._spent()
        self.connection.request("GET", address)
        answer = self.connection.getresponse()
        size = len(answer.read())
        return Answer((time.perf_counter() - began) * 1e3, (self._spent() - spent) * 1e3, answer.status, size)

    def _spent(self) -> float:
        """Seconds of processor time that the server has taken; 0 where the system does not say."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


@dataclass(frozen=True, slots=True)
class Answer:
    """Milliseconds by the clock and of processor time, status, bytes."""

    wall: float
    cpu: float
    status: int
    size: int


@contextmanager
def serving(record: Location) -> Iterator[Server]:
    """A server of the record, in a process of its own, that has answered once."""
    spelled = record.address if isinstance(record, At) else str(record)
    command = [sys.executable, "-m", "walkback", "serve", "--record", spelled, "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ)
    try:
        assert server.stderr
        found = None
        while not found:
            line = server.stderr.readline()
            if not line:
                raise SystemExit("the server did not start")
            found = re.search(r"http://([\d.]+):(\d+)", line)
        connection = http.client.HTTPConnection(found[1], int(found[2]), timeout=60)
        for _ in range(100):
            try:
                connection.request("GET", "/static/icon.svg")
                connection.getresponse().read()
                break
            except ConnectionError:
                connection.close()
                time.sleep(0.1)
        yield Server(server, connection)
    finally:
        server.terminate()
        server.wait(10)


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of the values lies (nearest rank)."""
    held = sorted(values)
    return held[min(len(held) - 1, max(0, round(share * len(held) + 0.5) - 1))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--copy", type=location, help="ask this copy of the record (walkback copy), as in PostgreSQL")
    parser.add_argument("--count", type=int, default=40, help="addresses of each kind that the record has many of")
    parser.add_argument(
        "--most", type=float, help="milliseconds at the 95th percentile; any kind above it fails the run"
    )
    parser.add_argument("--only", default="", help="kinds of page whose name begins so")
    args = parser.parse_args()
    slow = []
    with serving(args.copy or args.record) as server:
        first = server.ask("/")  # brings the facts of a new record up to date
        print(f"the first page after {first.wall / 1e3:.1f} s, {first.cpu / 1e3:.1f} of processor time\n")
        kinds = {k: v for k, v in addresses(args.record, args.count).items() if k.startswith(args.only)}
        print("| page | asked | p50 ms | p95 ms | slowest ms | p95 CPU ms | kB |\n|---|---|---|---|---|---|---|")
        for kind, held in kinds.items():
            answers = [server.ask(address) for address in held]
            bad = [a for a, answer in zip(held, answers, strict=True) if answer.status != 200]
            if bad:
                print(f"| {kind} | {len(bad)} of {len(held)} did not answer, the first is {bad[0]} | | | | | |")
                slow.append(kind)
                continue
            times = [a.wall for a in answers]
            p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
            size = percentile([a.size / 1e3 for a in answers], 0.5)
            print(
                f"| {kind} | {len(held)} | {p50:.0f} | {p95:.0f} | {max(times):.0f} | {percentile([a.cpu for a in answers], 0.95):.0f} | {size:.0f} |",
                flush=True,
            )
            if args.most and p95 > args.most:
                slow.append(kind)
    if slow and args.most:
        print(f"above {args.most:.0f} ms, or without an answer: {', '.join(slow)}")
    return 1 if slow and args.most else 0


if __name__ == "__main__":
    sys.exit(main())
