"""Matters and findings on the annotated stories, end to end and with perfect reports, in one run: it tells where the loss is.

    python -m bench.findings

Sets: the two dev sets of stories, each and together, and the seed article. Perfect reports: the triggers, standings, voices, days and flags of
the annotation, types and matter vectors as the model gives them there, through the same matters and rules. Prints B-cubed F1 of
matters, precision, recall and F1 of findings over all kinds and by kind, and how many reversals are found in cases that have none.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.corpora import SHARED, Json, rows, scorer
from bench.perfect import PerfectReader
from bench.quality import SUITES, Suite, key_of
from walkback import pipeline
from walkback.core import codec
from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Actor, Ledger, Page, Report
from walkback.core.text import Document
from walkback.reading.reader import OnnxReader

SETS = ("stories-current-events", "stories-polnear")
KINDS = ("reversal", "delay", "dispute", "kept", "lapse")
Case = tuple[Json, list[Document]]  # gold, documents


def cases(suite: Suite, shared: Path) -> list[Case]:
    """The gold of every case of a set with its documents."""
    where, gold_file = suite.files(shared)
    gold = {key_of(g): g for g in rows(gold_file)}
    out = []
    for case in rows(where):
        docs = [
            Document(d.get("doc_id") or key_of(case), d["text"], date.fromisoformat(d["dct"]), title=d.get("title"))
            for d in case.get("docs", [case])
        ]
        out.append((gold[key_of(case)], docs))
    return out


def as_read(reader: pipeline.Reader) -> Callable[[Json, Sequence[Document]], Ledger]:
    """The ledger of a case, end to end."""
    return lambda gold, docs: pipeline.read_story(key_of(gold), docs, reader)


def with_perfect_reports(model: OnnxReader) -> Callable[[Json, Sequence[Document]], Ledger]:
    """The ledger of a case whose reports are those of the annotation."""

    def ledger(gold: Json, docs: Sequence[Document]) -> Ledger:
        score = scorer(SHARED, "score_ledger")
        reader = PerfectReader(model, gold)
        pages = [pipeline.read_page(d, reader) for d in sorted(docs, key=lambda d: (d.published or date.min, d.doc_id))]
        actors: dict[str, Actor] = {}
        for page in pages:
            for key, actor in page.actors.items():
                actors[key] = actors[key].joined(actor) if key in actors else actor
        held = {"actors": {k: {"name": a.name, "aliases": list(a.aliases)} for k, a in actors.items()}}
        known = {OUTLET: OUTLET}
        for key, named in gold["actors"].items():
            same = next((k for k in actors if score.same_actor(gold, key, held, k)), None)
            known[key] = same or f"gold-{key}"
            if same is None:
                actors[known[key]] = Actor(known[key], named["name"], named["kind"], tuple(named.get("aliases", ())))
        pages = [replace(page, reports=_perfect(page, gold, known)) for page in pages]
        followed = pipeline.follow([r for p in pages for r in p.reports], actors)
        return pipeline.gather(key_of(gold), pages, followed)

    return ledger


def _perfect(page: Page, gold: Json, known: dict[str, str]) -> tuple[Report, ...]:
    """The reports of a page with the voices and days of the annotation."""
    wanted = {(r.get("doc_id", page.document.doc_id), *r["span"], r["status"]): r for r in gold["reports"]}
    out = []
    for report in page.reports:
        r = wanted.get((report.doc_id, *report.span, report.status))
        if r is not None:
            as_of = _days(r.get("as_of")) or report.as_of
            out.append(
                replace(
                    report, by=known[r["by"]], due=_days(r.get("due"), bool(r.get("due_vague"))), as_of=as_of, score=1.0
                )
            )
    return tuple(out)


def _days(ends: list[str | None] | None, vague: bool = False) -> Interval | None:
    if not ends:
        return None
    first, last = (date.fromisoformat(d) if d else None for d in ends)
    return Interval(first, last, vague=vague, basis="stated", rule="annotation")


def figures(held: Sequence[Case], read: Callable[[Json, Sequence[Document]], Ledger], shared: Path) -> tuple[str, str]:
    """Two lines: over all kinds, and by kind."""
    gold, found = {}, {}
    false = without = 0
    for case, docs in held:
        key = key_of(case)
        gold[key], found[key] = case, codec.exchange(read(case, docs), story="case" in case)
        if not any(f["kind"] == "reversal" for f in case["findings"]):
            without += 1
            false += sum(f["kind"] == "reversal" for f in found[key]["findings"])
    result = scorer(shared, "score_ledger").score(gold, found)[0]
    f = result["findings"]
    head = (
        f"matters B3 {result['threads_b3']['f1']:.3f} (P {result['threads_b3']['p']:.3f} R {result['threads_b3']['r']:.3f})  "
        f"findings F1 {f['f1']:.3f} P {f['p']:.3f} R {f['r']:.3f} ({f['tp']} of {f['gold']}, {f['pred']} found)  "
        f"false reversals {false} in {without} cases"
    )
    kinds = {k: result["per_kind"].get(k, {"f1": 0.0, "tp": 0, "gold": 0, "pred": 0}) for k in KINDS}
    told = "  ".join(f"{k} {v['f1']:.2f} ({v['tp']} of {v['gold']}, {v['pred']} found)" for k, v in kinds.items())
    return head, told


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--shared", type=Path, default=SHARED)
    ask.add_argument("--bundle", type=Path, help="another model than the shipped one")
    options = ask.parse_args()
    model = OnnxReader(options.bundle)
    suites = {s.name: cases(s, options.shared) for s in SUITES if s.name in (*SETS, "seed")}
    sets = {**suites, "stories together": [c for name in SETS for c in suites[name]]}
    for title, read in (("end to end", as_read(model)), ("perfect reports", with_perfect_reports(model))):
        print(title)
        for name, held in sets.items():
            head, kinds = figures(held, read, options.shared)
            print(f"  {name:24s} {head}\n  {'':24s} {kinds}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
