"""Findings of a record for reading by hand, and what was read of them kept as annotations for `train.confidence`.

    python -m train.verdicts sheets --record ce.db --count 900 --sheets 7 --seed 3 --to FOLDER
    python -m train.verdicts keep --record ce.db --from FOLDER

`sheets` draws findings that are not yet in train/annotations/findings.tsv, nor in bench/verdicts.tsv (those are for testing), and
writes them with their sentences: for reading, never for the repository. A reader writes id, 1 or 0 and a reason code, by tabs, to
NAME.verdicts beside NAME.txt; `keep` adds kind, places of the evidence (document, first code point, standing), verdict and reason.
"""

from __future__ import annotations

import argparse
import csv
import random
from pathlib import Path

from bench.byhand import LEARNED, VERDICTS, learned, places, told
from walkback.record import queries
from walkback.record.store import Record

FIELDS = ("kind", "reports", "right", "why")


def sheets(record: Record, count: int, number: int, seed: int, folder: Path) -> None:
    """Write `number` files of findings drawn at random."""
    known = {(row["kind"], row["reports"]) for row in learned()}
    with VERDICTS.open(encoding="utf-8", newline="") as lines:
        tested = {row["finding"] for row in csv.DictReader(lines, delimiter="\t")}
    free = [
        row
        for row in sorted(queries.findings(record), key=lambda r: r.finding.id)
        if row.finding.id not in tested and (row.finding.kind, places(row)) not in known
    ]
    drawn = random.Random(seed).sample(free, min(count, len(free)))
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(number):
        lines = [told(m, row, score=False) for m, row in enumerate(drawn[n::number], 1)]
        (folder / f"sheet-{n + 1}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(drawn)} of {len(free)} findings on {number} sheets in {folder}")


def keep(record: Record, folder: Path) -> None:
    """Add the verdicts of a folder to the annotations, each finding once."""
    rows = {(row["kind"], row["reports"]): row for row in learned()}
    found = {row.finding.id: row for row in queries.findings(record)}
    before, missing = len(rows), 0
    for path in sorted(folder.glob("*.verdicts")):
        for line in path.read_text(encoding="utf-8").splitlines():
            finding, right, why = (*line.split("\t"), "")[:3]
            row = found.get(finding.strip())
            if row is None or right not in ("0", "1"):
                missing += 1
                continue
            place = places(row)
            rows.setdefault(
                (row.finding.kind, place), dict(zip(FIELDS, (row.finding.kind, place, right, why.strip()), strict=True))
            )
    with LEARNED.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, FIELDS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())
    print(f"{len(rows) - before} verdicts added, {missing} lines name no finding; {len(rows)} in all")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("sheets", "keep"))
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--count", type=int, default=900)
    parser.add_argument("--sheets", type=int, default=7)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--to", "--from", dest="folder", type=Path, required=True)
    args = parser.parse_args()
    with Record.open(args.record) as record:
        if args.what == "sheets":
            sheets(record, args.count, args.sheets, args.seed, args.folder)
        else:
            keep(record, args.folder)


if __name__ == "__main__":
    main()
