"""Threads and findings on the dev stories and the seed article, as read, with perfect reports, and with these in gold's matters.

    python -m bench.findings

Perfect reports are gold's (status, voice, days, flags) through the same code; their words, parties and vectors are read. What
is lost with them, threads and findings lose by themselves; what is lost in gold's matters too, the rules do.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.corpora import SHARED, Json, rows, scorer
from bench.perfect_reports import gold_id, perfect_page
from bench.quality import key_of
from walkback import pipeline
from walkback.core import codec
from walkback.core.ledger import Ledger, Page, Report
from walkback.core.text import Document
from walkback.reading.reader import OnnxReader

FORMS = {"read": "read reports", "perfect": "perfect reports", "placed": "perfect reports in gold's matters"}
STORIES = ("dev-current-events", "dev-polnear")
AIMS = (
    ("read", "threads_b3", 0.68),
    ("read", "findings", 0.35),
    ("read", "reversal", 0.38),
    ("read", "precision", 0.5),
    ("perfect", "threads_b3", 0.88),
    ("perfect", "findings", 0.78),
)


@dataclass(frozen=True)
class Case:
    """One case with its ledger as read, with perfect reports, and with these in gold's matters."""

    gold: Json
    read: Json
    perfect: Json
    placed: Json


def cases(path: str) -> list[tuple[Json, list[Document]]]:
    """The gold of every case of a set with the case's documents; `path` and gold.jsonl, cases.jsonl."""
    gold = {key_of(row): row for row in rows(Path(f"{path}gold.jsonl"))}
    out = []
    for case in rows(Path(f"{path}cases.jsonl")):
        held = [Document(d["doc_id"], d["text"], date.fromisoformat(d["dct"])) for d in case.get("docs", [case])]
        out.append((gold[key_of(case)], held))
    return out


def _in_order(pages: Sequence[Page]) -> list[Page]:
    return sorted(pages, key=lambda p: (p.document.published or date.min, p.document.doc_id))


def gathered(key: str, pages: Sequence[Page]) -> Ledger:
    """The ledger of some pages in order of publication."""
    ordered = _in_order(pages)
    return pipeline.gather(
        key, ordered, pipeline.follow([r for p in ordered for r in p.reports], pipeline.cast_of(pages))
    )


def in_gold_matters(gold: Json, pages: Sequence[Page]) -> Ledger:
    """The ledger of pages of perfect reports, each report in the matter that gold puts it in."""
    ordered = _in_order(pages)
    known, groups = pipeline.people(pipeline.cast_of(pages)), defaultdict[str, list[Report]](list)
    of = {gold_id(page.document, row): row["matter"] for page in ordered for row in gold["reports"]}
    for report in (r for p in ordered for r in p.reports):
        groups[of[report.id]].append(report)
    made = [pipeline.matter_of(group, known, (), lambda reports: 1.0) for group in groups.values()]
    matters = {matter.id: matter for matter, _ in made if matter}
    found = tuple(f for _, findings in made for f in findings)
    return pipeline.gather(key_of(gold), ordered, pipeline.Followed(known.actors, known.same, matters, found))


def ledgers(path: str, model: OnnxReader, score: ModuleType) -> list[Case]:
    """Every case of a set, read and perfect."""
    out = []
    for gold, documents in cases(path):
        key, story = key_of(gold), "docs" in gold
        read = pipeline.read_story(key, documents, model)
        pages = [perfect_page(d, gold, model, score) for d in documents]
        made = (read, gathered(key, pages), in_gold_matters(gold, pages))
        out.append(Case(gold, *(codec.exchange(ledger, story=story) for ledger in made)))
    return out


def figures(held: Sequence[Case], form: str, score: ModuleType) -> Json:
    """What the scorer says of some cases, their false reversals counted where gold has none."""
    gold = {key_of(c.gold): c.gold for c in held}
    found = {key_of(c.gold): getattr(c, form) for c in held}
    result: dict[str, Any] = dict(score.score(gold, found)[0])
    quiet = [k for k, g in gold.items() if all(f["kind"] != "reversal" for f in g["findings"])]
    false = sum(f["kind"] == "reversal" for k in quiet for f in found[k]["findings"])
    return result | {"quiet": len(quiet), "false_reversals": false}


def show(name: str, form: str, result: Mapping[str, Any]) -> None:
    found, threads = result["findings"], result["threads_b3"]
    print(f"\n{name}, {FORMS[form]}: {result['cases']} cases")
    print(f"  threads B-cubed F1 {threads['f1']:.3f} (P {threads['p']:.3f}, R {threads['r']:.3f})")
    share = f"findings F1 {found['f1']:.3f}, P {found['p']:.3f}, R {found['r']:.3f}"
    print(f"  {share}: {found['tp']} right of {found['pred']}, {found['gold']} gold")
    for kind, held in result["per_kind"].items():
        print(f"    {kind:9s} F1 {held['f1']:.3f}: {held['tp']} right of {held['pred']}, {held['gold']} gold")
    print(f"  false reversals {result['false_reversals']} in {result['quiet']} cases without one")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of the annotated corpora")
    args = parser.parse_args()
    model, score = OnnxReader(), scorer(args.shared, "score_ledger")
    sets = {name: ledgers(f"{args.shared}/data/stories/{name}.", model, score) for name in STORIES}
    sets["together"] = [case for held in sets.values() for case in held]
    sets["seed"] = ledgers(f"{args.shared}/seed/", model, score)
    told: dict[str, Json] = {}
    for form in FORMS:
        for name, held in sets.items():
            result = figures(held, form, score)
            show(name, form, result)
            if name == "together":
                told[form] = result
    print("\naims, on both sets together")
    for form, name, aim in AIMS:
        result = told[form]
        held = result["per_kind"].get(name) or result.get(name) or result["findings"]
        value = held["p"] if name == "precision" else held["f1"]
        print(f"  {form:8s} {name:11s} {value:.3f}  aim {aim:.2f}{'' if value >= aim else '  NOT REACHED'}")


if __name__ == "__main__":
    main()
