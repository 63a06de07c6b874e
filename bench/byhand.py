"""The findings of a record by year, a fixed sample of them to be read by hand, and what the hand-read ones come to.

    python -m bench.byhand years --record ce.db
    python -m bench.byhand sample --record ce.db --count 30 --seed 5
    python -m bench.byhand judged

`sample` draws from the findings scored LEAST or more that the confidence was not learned from, and prints them with their sentences, their scores hidden:
they are for reading, not for the repository. The verdicts of two readers and what they were settled to stand in bench/verdicts.tsv, by id
alone; `judged` counts them.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from pathlib import Path

from walkback.record import queries
from walkback.record.estimates import wilson
from walkback.record.rows import FindingRow
from walkback.record.store import Record

KINDS = ("reversal", "delay", "dispute", "kept", "lapse")
LEAST = 0.5
LEARNED = Path(__file__).parents[1] / "train" / "annotations" / "findings.tsv"
VERDICTS = Path(__file__).with_name("verdicts.tsv")


def years(record: Record) -> None:
    """A table of findings by the year they came to light, with the documents and reports of that year."""
    db = record.connection
    documents = dict(db.execute("SELECT substr(published, 1, 4), count(*) FROM documents GROUP BY 1"))
    reports = dict(
        db.execute(
            "SELECT substr(d.published, 1, 4), count(*) FROM reports r JOIN documents d ON d.number = r.document GROUP BY 1"
        )
    )
    found = Counter(
        dict(
            ((y, k), n)
            for y, k, n in db.execute("SELECT substr(day, 1, 4), kind, count(*) FROM findings GROUP BY 1, 2")
        )
    )
    strong = dict(db.execute("SELECT substr(day, 1, 4), count(*) FROM findings WHERE score >= ? GROUP BY 1", (LEAST,)))
    print(f"| year | documents | reports | {' | '.join(KINDS)} | findings | scored {LEAST} or more |")
    print("|---" * (len(KINDS) + 5) + "|")
    for year in sorted(documents):
        told = [found[year, kind] for kind in KINDS]
        print(
            f"| {year} | {documents[year]:,} | {reports.get(year, 0):,} | {' | '.join(map(str, told))} | {sum(told)} | {strong.get(year, 0)} |"
        )
    told = [sum(found[year, kind] for year in documents) for kind in KINDS]
    print(
        f"| all | {sum(documents.values()):,} | {sum(reports.values()):,} | {' | '.join(map(str, told))} | {sum(told)} | {sum(strong.values())} |"
    )


def sample(record: Record, count: int, seed: int) -> None:
    """Findings drawn at random, with their evidence; those that the confidence has learned from take no part."""
    known = {(row["kind"], row["reports"]) for row in learned()}
    strong = [row for row in queries.findings(record) if row.finding.score >= LEAST]
    free = sorted((r for r in strong if (r.finding.kind, places(r)) not in known), key=lambda r: r.finding.id)
    print(f"{len(free)} of {len(strong)} findings scored {LEAST} or more took no part in learning the confidence")
    rows = random.Random(seed).sample(free, min(count, len(free)))
    for number, row in enumerate(sorted(rows, key=lambda r: r.finding.id), 1):
        print(told(number, row, score=False))


def learned() -> list[dict[str, str]]:
    """The findings read by hand that the confidence is learned from: kind, places of the evidence, verdict, reason."""
    with LEARNED.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def places(row: FindingRow) -> str:
    """Where the evidence of a finding stands: document, first code point, standing."""
    return " ".join(f"{e.report.doc_id}:{e.report.span.start}:{e.report.status}" for e in row.evidence)


def told(number: int, row: FindingRow, *, score: bool = True) -> str:
    """A finding with its evidence, for reading."""
    f = row.finding
    scored = f" {f.score:.2f}" if score else ""
    lines = [f"{number}. {f.id} {f.kind}{scored} {f.on}: {row.matter.label}"]
    lines.append(f"   {f.note}; {', '.join(a.name for a in row.who)}")
    for e in row.evidence:
        sentence = " ".join(e.sentence.split())
        lines.append(
            f"   {e.head.published} {e.report.status} [{e.report.trigger}] due {e.report.due} by {e.by}: {sentence}"
        )
    return "\n".join(lines)


def judged(path: Path) -> None:
    """What was read by hand, by kind, with 95 % intervals."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    print("| kind | read | right | share | 95 % |\n|---|---|---|---|---|")
    for kind in (*KINDS, "all"):
        of = [row["verdict"] == "right" for row in rows if kind in (row["kind"], "all")]
        if of:
            s = wilson(sum(of), len(of))
            print(f"| {kind} | {len(of)} | {sum(of)} | {sum(of) / len(of):.2f} | {s.low:.2f} to {s.high:.2f} |")
    first, second = ([row[reader] == "right" for row in rows] for reader in ("first", "second"))
    alike = sum(a == b for a, b in zip(first, second, strict=True))
    print(
        f"first reader {sum(first)} right, second {sum(second)}, alike on {alike} of {len(rows)}; the others settled by a third"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("years", "sample", "judged"))
    parser.add_argument("--record", type=Path)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
    if args.what == "judged":
        judged(VERDICTS)
        return
    if args.record is None:
        parser.error("name the record: --record ce.db")
    with Record.open(args.record) as record:
        if args.what == "years":
            years(record)
        else:
            sample(record, args.count, args.seed)


if __name__ == "__main__":
    main()
