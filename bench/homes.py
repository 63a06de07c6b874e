"""The two homes of a record side by side: `python -m bench.homes FOLDER postgresql://USER@HOST/EMPTY --limit 300`.

Articles are read once, since the model takes as long whichever home the record has; then the same readings are stored and
linked in a file of SQLite and in the database, which must hold nothing. Prints seconds of each step, what `walkback add` comes
to with the reading in it, how long both ways of `walkback copy` take, and whether both records say the same.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from walkback.core.ledger import Page
from walkback.core.text import Document
from walkback.linking import link
from walkback.record import facts
from walkback.record.home import Location, location
from walkback.record.moving import move
from walkback.record.store import Record
from walkback.sources import files
from walkback.views import adding

STEPS = ("store", "link", "list")


def stored(place: Location, pages: Sequence[Page]) -> tuple[list[float], list[str]]:
    """Seconds of storing, linking and counting for the lists, and what the record then says."""
    spent = []
    with Record.open(place, create=True) as record:
        began = time.perf_counter()
        for page in pages:
            document = record.admit(page.document)
            if document:
                record.put(replace(page, document=document))
        spent.append(time.perf_counter() - began)
        for step in (link, facts.refresh):
            began = time.perf_counter()
            step(record)
            spent.append(time.perf_counter() - began)
        return spent, list(record.dump())


def moved(start: Location, end: Location) -> float:
    """Seconds that it takes to copy a record, comparison included."""
    began = time.perf_counter()
    with Record.open(start) as source, Record.open(end, create=True) as into:
        move(source, into)
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("server", type=location)
    parser.add_argument("--limit", type=int, default=300, help="articles")
    parser.add_argument("--back", action="store_true", help="also copy the record back into a file")
    args = parser.parse_args()
    found = (d for d in files.walk([args.source]) if isinstance(d, Document))
    documents = list(itertools.islice(found, args.limit))
    began = time.perf_counter()
    pages = [adding.STEPS.read(d) for d in documents]
    reading = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        homes = {"SQLite": Path(folder) / "r.db", "PostgreSQL": args.server}
        held = {name: stored(place, pages) for name, place in homes.items()}
        print(f"{len(pages):,} articles, read in {reading:.1f} s")
        print(f"| home | {' s | '.join(STEPS)} s | add, reading included, s |\n|---|---|---|---|---|")
        for name, (spent, _) in held.items():
            print(f"| {name} | {' | '.join(f'{s:.1f}' for s in spent)} | {reading + sum(spent):.1f} |")
        one, other = ((reading + sum(spent), sum(spent)) for spent, _ in held.values())
        print(f"PostgreSQL / SQLite: {other[0] / one[0]:.2f} for adding, {other[1] / one[1]:.2f} without the reading")
        same = held["SQLite"][1] == held["PostgreSQL"][1]
        print("both records say the same" if same else "THE RECORDS DIFFER")
        if args.back:
            print(f"copied back into a file, compared row by row: {moved(args.server, Path(folder) / 'back.db'):.1f} s")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
