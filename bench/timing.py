"""When: how well time expressions are found and dated, on TimeBank, the deadline probes and the ledger's due days.

    python -m bench.timing                walkback alone
    python -m bench.timing --peers        beside HeidelTime, dateparser and parsedatetime, where they are installed
    python -m bench.timing --errors 40    with errors of the developed half

TimeBank is split in two by the parity of a hash of its document names: errors are only ever shown of the first half.
Weekdays: gold expressions that name a day of the week and no date, past or future by their value. Due days are measured with
the gold triggers and statuses put in the reader's place, so that what is lost is lost by timing.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Container, Iterable
from datetime import date
from pathlib import Path

from bench.corpora import SHARED, Json, rows, scorer
from bench.perfect import PerfectReader
from bench.timing_peers import PEERS, Tagger
from walkback import pipeline
from walkback.core.ledger import Report
from walkback.core.text import Document
from walkback.reading.reader import OnnxReader
from walkback.reading.sentences import sentences

WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
HALVES = ("developed", "unseen")


def tag(text: str, published: date) -> list[Json]:
    """Walkback's time expressions as the scorers want them."""
    found = pipeline.times(Document("d", text, published), sentences(text))
    out = []
    for t in found:
        row: Json = {"start": t.span.start, "end": t.span.end, "type": t.type, "value": t.value or ""}
        if t.interval and not (t.interval.vague and t.interval.basis == "assumed"):
            row["earliest"] = t.interval.earliest.isoformat() if t.interval.earliest else None
            row["latest"] = t.interval.latest.isoformat() if t.interval.latest else None
        else:
            row["latest"] = None  # "soon", "in coming weeks": an assumed width is no date
        out.append(row)
    return out


def half(doc_id: str) -> str:
    return HALVES[hashlib.sha1(doc_id.encode()).digest()[0] % 2]


def predictions(docs: Iterable[Json], tagger: Tagger) -> dict[str, Json]:
    return {
        d["doc_id"]: {"doc_id": d["doc_id"], "timexes": tagger(d["text"], date.fromisoformat(d["dct"]))} for d in docs
    }


def timebank(shared: Path, tagger: Tagger, errors: int) -> list[str]:
    """Span and value F1 by half, weekday directions, documents a second."""
    score = scorer(shared, "score_timex")
    docs = {d["doc_id"]: d for d in rows(shared / "data/tempeval3/timebank.jsonl")}
    began = time.process_time()
    found = predictions(docs.values(), tagger)
    spent = time.process_time() - began
    lines = []
    for name in (*HALVES, "all"):
        part = {k: d for k, d in docs.items() if name in ("all", half(k))}
        figures, wrong = score.score(part, {k: found[k] for k in part})[:2]
        lines.append(
            f"timebank {name:9}  value F1 {100 * figures['value_f1']:.1f}  relaxed span F1 {100 * figures['relaxed_f1']:.1f}  "
            f"strict {100 * figures['strict_f1']:.1f}  ({len(part)} documents)"
        )
        if name == "developed" and errors:
            lines += [f"    {e}" for e in _shown(wrong, errors)]
    lines.append(weekdays(docs, found, [k for k in docs if errors and half(k) == HALVES[0]]))
    lines.append(f"documents a CPU second  {len(docs) / spent:.0f}")
    return lines


def _shown(wrong: list[Json], most: int) -> list[str]:
    return [
        f"{e['kind']:8} {e.get('gold', '-')!r} {e.get('gold_value', '-')} | {e.get('pred', '-')!r} {e.get('pred_value', '-')} | {e['dct']} | {e['context']}"
        for e in wrong
    ][:most]


def _side(value: str, written: date) -> str:
    """Which way a value points from the day of writing: future, past, same day; "" where it names no day."""
    day = re.match(r"\d{4}-\d\d-\d\d", value)
    if not day:
        return ""
    found = date.fromisoformat(day[0])
    return "future" if found > written else "past" if found < written else "same day"


def weekdays(docs: dict[str, Json], found: dict[str, Json], shown: Container[str]) -> str:
    """Of gold expressions that are a weekday without a date: how many point the right way, by the way they point."""
    counts: Counter[tuple[str, bool]] = Counter()
    for key, doc in docs.items():
        written = date.fromisoformat(doc["dct"])
        for gold in doc["timexes"]:
            words = doc["text"][gold["start"] : gold["end"]]
            day = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:T.*)?", gold["value"])
            if not WEEKDAY.search(words) or re.search(r"\d", words) or not day:
                continue
            wanted = date.fromisoformat(day[1])
            side = _side(wanted.isoformat(), written)
            mine = [t for t in found[key]["timexes"] if t["start"] < gold["end"] and gold["start"] < t["end"]]
            right = any(_side(t["value"], written) == side for t in mine)
            counts[side, right] += 1
            if not right and key in shown:
                context = " ".join(doc["text"][max(0, gold["start"] - 90) : gold["end"] + 40].split())
                print(f"    weekday {words!r} {day[1]}, written {written}: {[t['value'] for t in mine]} | {context}")
    shares = (
        f"{side} {counts[side, True]}/{counts[side, True] + counts[side, False]}"
        for side in ("future", "past", "same day")
    )
    return "weekdays right  " + "  ".join(shares)


def deadlines(shared: Path, tagger: Tagger) -> str:
    """The line that score_deadlines prints, made from the same counts."""
    folder, module = shared / "data/deadlines", scorer(shared, "score_deadlines")
    probes = [*rows(folder / "public.jsonl"), *rows(folder / "traps-public.jsonl")]
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "found.jsonl"
        path.write_text(
            "".join(
                json.dumps({"doc_id": p["id"], "timexes": tagger(p["text"], date.fromisoformat(p["dct"]))}) + "\n"
                for p in probes
            ),
            encoding="utf-8",
        )
        printed = io.StringIO()
        held, sys.argv = sys.argv, [
            "score_deadlines", str(folder / "public.jsonl"), str(path), "--durations", "--traps", str(folder / "traps-public.jsonl"),
        ]  # fmt: skip
        try:
            with contextlib.redirect_stdout(printed):
                module.main()
        finally:
            sys.argv = held
    return "deadlines  " + printed.getvalue().strip()


def due(shared: Path, name: str, errors: int) -> list[str]:
    """Due days of one ledger set, gold triggers and statuses given."""
    score = scorer(shared, "score_ledger")
    gold = {g["doc_id"]: g for g in rows(shared / f"data/ledger/{name}.gold.jsonl")}
    model = OnnxReader()
    counts: Counter[str] = Counter()
    shown = []
    for case in rows(shared / f"data/ledger/{name}.cases.jsonl"):
        document = Document(case["doc_id"], case["text"], date.fromisoformat(case["dct"]))
        page = pipeline.read_page(document, PerfectReader(model, gold[case["doc_id"]]))
        mine: dict[tuple[int, str], Report] = {(r.span.start, r.status): r for r in page.reports}
        for r in gold[case["doc_id"]]["reports"]:
            found = mine.get((r["span"][0], r["status"]))
            if found is None:
                counts["not followed"] += 1
                continue
            got = [d.isoformat() if d else None for d in (found.due.earliest, found.due.latest)] if found.due else None
            if r["due"]:
                right = score.same_due(r["due"], got, r.get("due_vague"))
                counts["due"] += 1
                counts["right"] += right
                verdict = "" if right else "wrong" if got else "missed"
            else:
                counts["none"] += 1
                counts["spurious"] += got is not None
                verdict = "spurious" if got else ""
            if verdict:
                counts[verdict + " " + r["status"]] += 1
                s, e = r["sentence_span"] if r.get("sentence_span") else r["span"]
                sentence = " ".join(case["text"][s:e].split())
                shown.append(
                    f"    {verdict:8} {r['status']} [{case['text'][slice(*r['span'])]}] {r['due']}{'~' if r.get('due_vague') else ''} | {got} | {case['dct']} | {sentence[:330]}"
                )
    head = (
        f"due {name}  right {counts['right']}/{counts['due']} ({100 * counts['right'] / max(1, counts['due']):.0f} %)  "
        f"spurious {counts['spurious']}/{counts['none']} ({100 * counts['spurious'] / max(1, counts['none']):.0f} %)"
    )
    return [head, *shown[:errors]]


def forward(shared: Path, docs: Iterable[Json], found: dict[str, Json]) -> tuple[int, int]:
    """Of gold dates that begin after the day of writing, to the day or coarser: how many have the gold value, and how many there are."""
    days = scorer(shared, "score_deadlines").interval
    right = total = 0
    for doc in docs:
        for gold in doc["timexes"]:
            value = gold["value"]
            meant = days(value)
            if not meant or not meant[0] or meant[0].isoformat() <= doc["dct"]:
                continue
            total += 1
            mine = [t for t in found[doc["doc_id"]]["timexes"] if t["start"] < gold["end"] and gold["start"] < t["end"]]
            right += any(t["value"] == value for t in mine)
    return right, total


def peers(shared: Path, every: int) -> list[str]:
    """Walkback beside other taggers on every n-th TimeBank document and all probes."""
    score = scorer(shared, "score_timex")
    docs = {d["doc_id"]: d for d in list(rows(shared / "data/tempeval3/timebank.jsonl"))[::every]}
    lines = [
        f"{len(docs)} documents of TimeBank",
        "tagger         value F1  span F1  ahead     docs/CPU s  docs/s  deadlines",
    ]
    for name, make in {"walkback": lambda: tag, **PEERS}.items():
        tagger = make()
        if tagger is None:
            lines.append(f"{name:14s} not installed")
            continue
        began, before = time.perf_counter(), time.process_time()
        found = predictions(docs.values(), tagger)
        spent, passed = time.process_time() - before, time.perf_counter() - began
        # the Java processes are never waited for, so nobody counts their time
        rate = "-" if name == "HeidelTime" else f"{len(docs) / spent:.1f}"
        figures = score.score(docs, found)[0]
        right, total = forward(shared, docs.values(), found)
        kept = deadlines(shared, tagger).removeprefix("deadlines  ")
        lines.append(
            f"{name:14s} {100 * figures['value_f1']:7.1f}  {100 * figures['relaxed_f1']:7.1f}  {right:3d}/{total:<3d}  {rate:>10}  {len(docs) / passed:6.1f}  {kept}"
        )
    return lines


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--shared", type=Path, default=SHARED)
    ask.add_argument("--errors", type=int, default=0)
    ask.add_argument("--due", nargs="*", default=["dev-articles", "dev-current-events"])
    ask.add_argument("--peers", action="store_true")
    ask.add_argument("--every", type=int, default=6, help="with --peers: each n-th document (a Java process each)")
    ask.add_argument("--only", choices=("timebank", "deadlines", "due"))
    options = ask.parse_args()
    if options.peers:
        print("\n".join(peers(options.shared, options.every)))
        return
    if options.only in (None, "timebank"):
        print("\n".join(timebank(options.shared, tag, options.errors)))
    if options.only in (None, "deadlines"):
        print(deadlines(options.shared, tag))
    if options.only in (None, "due"):
        for name in options.due:
            print("\n".join(due(options.shared, name, options.errors)))


if __name__ == "__main__":
    main()
