"""Whether text of the corpora, which belongs to its publishers, stands in this tree: `python -m bench.leaks`."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.corpora import ROOT, SHARED, rows

RUN = 10  # words in a row: long enough that two authors do not hit on them by chance
CORPORA = ("seed/cases.jsonl", "data/polnear/*.jsonl*", "data/ledger/*.cases.jsonl", "data/stories/*.cases.jsonl")
STREAMS = ("data/current-events/*.jsonl.gz",)
WORD = re.compile(r"[^\W_]+")


def runs(text: str) -> Iterator[str]:
    """Every run of RUN words of a text, lower case."""
    words = WORD.findall(text.lower())
    return (" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def tree() -> dict[str, str]:
    """Every run of words in the tree's text files -> the file it stands in."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=True,
    )
    out: dict[str, str] = {}
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if not path.is_file() or name == "LICENSE":
            continue
        data = path.read_bytes()
        if b"\0" not in data[:4096]:
            out |= dict.fromkeys(runs(data.decode("utf-8", "replace")), name)
    return out


def texts(shared: Path) -> Iterator[tuple[str, str]]:
    """(file, text) of every document of the corpora."""
    for pattern in (*CORPORA, *STREAMS):
        for path in sorted(shared.glob(pattern)):
            for row in rows(path):
                for document in row.get("docs", [row]):
                    if document.get("text"):
                        yield path.name, document["text"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    args = parser.parse_args()
    ours = tree()
    found = sorted({(ours[r], r, name) for name, text in texts(args.shared) for r in runs(text) if r in ours})
    for file, run, name in found[:40]:
        print(f"{file}: “{run}” stands in {name}")
    print(f"{len(found)} runs of {RUN} words shared with the corpora, of {len(ours)} in this tree")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
