"""How many articles a second of processor time `walkback add` takes in, beside a pass with regular expressions only.

Run as `python -m bench.speed --articles 84`; the figures are of one process on this machine.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from pathlib import Path

from bench.corpora import SHARED, Json, polnear, run, write_rows

QUOTE = re.compile(r"[“\"][^”\"\n]{10,}[”\"]")
SAID = re.compile(r"\b([A-Z]\w+(?: [A-Z]\w+)?|he|she|they)\s+(said|says|told|added|announced|denied|vowed|asked)\b")
AHEAD = re.compile(r"\b(will|would|plans? to|agreed to|refused to|called off|postponed|cancell?ed)\s+(\w+)")


def by_expressions(articles: list[Json]) -> tuple[int, float]:
    """What a peer without a model does: quotes, "X said", "will do". Number of matches and processor seconds."""
    began = time.process_time()
    found = sum(
        1 for article in articles for expression in (QUOTE, SAID, AHEAD) for _ in expression.finditer(article["text"])
    )
    return found, time.process_time() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=84)
    parser.add_argument("--shared", type=Path, default=SHARED)
    args = parser.parse_args()
    articles = polnear(args.shared, count=args.articles)
    words = sum(len(article["text"].split()) for article in articles)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        start_up = run("--version", out=folder / "version.txt")
        source = write_rows(folder / "articles.jsonl", articles)
        spent = run("add", "--record", folder / "walkback.db", source, out=folder / "add.txt")
        size = sum(p.stat().st_size for p in folder.glob("walkback.db*"))
    found, plain = by_expressions(articles)
    count = len(articles)
    print(f"{count} articles, {words} words")
    print(f"walkback add        {count / spent.cpu:8.2f} articles / CPU second ({words / spent.cpu:,.0f} words)")
    print(f"                    {spent.cpu:.1f} CPU s, {spent.wall:.1f} s by the clock, peak {spent.peak:.0f} MB")
    print(f"record              {size / 1e6:.1f} MB, {size / count / 1e3:.0f} kB an article")
    print(f"start               {start_up.cpu:.2f} CPU s, peak {start_up.peak:.0f} MB (walkback --version)")
    print(f"expressions only    {count / max(plain, 1e-9):8.0f} articles / CPU second ({found} matches)")
    print(f"ratio               {spent.cpu / max(plain, 1e-9):8.0f} times the processor time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
