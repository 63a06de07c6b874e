"""What the status words of a promise tracker kept by people are in walkback's words, and what has none.

    python -m bench.promises --shared ../shared

The tracker is TrumpTracker (data/promise-trackers/trumptracker): five words, their changes over nineteen months. MEANS says what
each word is here and what is lost; the counts are the tracker's. A word that stands for a passed deadline and for a change of
mind alike is told apart by whether the promise itself names a time, as walkback.timing reads it.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

from bench.corpora import SHARED
from walkback import pipeline
from walkback.core.text import Document
from walkback.reading.sentences import sentences

MEANS = {  # word: (standing here, finding here, what does not carry over)
    "Not started": ("planned", "none; lapse once a due day has passed", "silence: a record says nothing of what no article speaks of"),
    "In progress": ("underway", "none", "a first step of many: here a step is a matter of its own"),
    "Achieved": ("done", "kept", "by a predecessor, or in name only: reasons a person weighs"),
    "Broken": ("cancelled, rejected, failed, or still planned after its day", "reversal, or lapse", "one word for three: said no, tried in vain, let pass"),
    "Compromised": ("done or agreed on other terms", "none", "in part: walkback has no share of a promise"),
}  # fmt: skip
MOVES = {  # change: finding here
    ("Not started", "In progress"): "none (planned, then underway)",
    ("Not started", "Achieved"): "kept",
    ("In progress", "Achieved"): "kept",
    ("Not started", "Broken"): "reversal or lapse",
    ("In progress", "Broken"): "reversal or lapse",
    ("Achieved", "Broken"): "reversal",
    ("Broken", "Achieved"): "reversal, or kept late",
    ("Broken", "In progress"): "reversal (taken up again)",
    ("Broken", "Not started"): "none: the keeper's second thought",
    ("In progress", "Not started"): "none: the keeper's second thought",
}
TOOK_OFFICE = date(2017, 1, 20)  # the day from which the tracker's promises count


def timed(text: str) -> bool:
    """Whether a text names a time that walkback can resolve."""
    document = Document("promise", text, TOOK_OFFICE, "given")
    return any(t.interval is not None and t.interval.latest for t in pipeline.times(document, sentences(text)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    folder = parser.parse_args().shared / "data" / "promise-trackers" / "trumptracker"
    (held,) = folder.glob("promises_*.json")
    promises = json.loads(held.read_text(encoding="utf-8"))["promises"]
    count = Counter(p["status"] for p in promises)
    own = Counter(p["status"] for p in promises if timed(f"{p['title']}. {p.get('description') or ''}"))
    reason = Counter(p["status"] for p in promises if timed(str(p.get("status_info") or "")))
    print(
        "| their word | promises | of these with a time of their own | with a time in the reason | standing here | finding here | what does not carry over |"
    )
    print("|---|---|---|---|---|---|---|")
    for word, (standing, finding, lost) in MEANS.items():
        print(f"| {word} | {count[word]} | {own[word]} | {reason[word]} | {standing} | {finding} | {lost} |")
    with (folder / "status_history.tsv").open(encoding="utf-8", newline="") as lines:
        moves = Counter(
            (row["from_status"], row["to_status"])
            for row in csv.DictReader(lines, delimiter="\t")
            if row["from_status"]
        )
    print("\n| their change | times | finding here |\n|---|---|---|")
    for (before, after), times in sorted(moves.items(), key=lambda m: (-m[1], m[0])):
        print(f"| {before} to {after} | {times} | {MOVES.get((before, after), 'none')} |")


if __name__ == "__main__":
    main()
