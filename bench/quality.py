"""How well walkback reads, against annotated articles, with floors that may only rise.

    python -m bench.quality --fast      a fixed slice, for every change (minutes)
    python -m bench.quality --full      all dev sets
    python -m bench.quality --full --raise    write better figures into bench/floors.toml

Ends with 1 if a figure lies below its floor, or if a corpus is not the one its floors were set on.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bench.corpora import SHARED, Json, fingerprint, rows, run, write_rows

FLOORS = Path(__file__).with_name("floors.toml")
# A new floor stands MARGIN below what was measured (int8 products differ a little between processors), or ROOM divided
# by the root of the number of cases where that is more: on few cases one sentence read otherwise moves a figure.
MARGIN, ROOM = 0.01, 0.1
# Shares of the matched reports carry no floor on sets of fewer reports than MANY: which reports are matched changes with the model, a
# reader that finds more of them is measured on harder ones, and of a hundred five fall by chance. What is counted over all reports does.
CONDITIONAL, MANY = frozenset({"status_accuracy", "by_accuracy", "due"}), 150
# Findings carry none on sets of fewer than SOME in gold: there two more or less move the figure by four points, whatever the model. What
# both story sets come to together is aimed at in bench.findings. The one seed article keeps its own, since its findings are known one by one.
FINDINGS, SOME = frozenset({"findings", "findings_precision"}), 50
Mode = Literal["fast", "full"]
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Suite:
    """One annotated set: `path` and cases.jsonl or gold.jsonl. every: fast takes every n-th case, 0 leaves it out."""

    name: str
    path: str
    scorer: Literal["ledger", "attribution"] = "ledger"
    every: int = 1

    def files(self, shared: Path) -> tuple[Path, Path]:
        """Where its cases and its gold lie."""
        cases = shared / f"{self.path}cases.jsonl"
        return cases, cases.with_name(cases.name.replace("cases.jsonl", "gold.jsonl"))


SUITES = (
    Suite("seed", "seed/"),
    Suite("polnear", "data/polnear/dev.", "attribution", every=7),
    Suite("stories-current-events", "data/stories/dev-current-events."),
    Suite("stories-polnear", "data/stories/dev-polnear.", every=0),
    Suite("ledger-articles", "data/ledger/dev-articles.", every=0),
    Suite("ledger-current-events", "data/ledger/dev-current-events."),
)


def key_of(case: Json) -> str:
    return str(case.get("case") or case["doc_id"])


def attribution_figures(result: Mapping[str, Any]) -> Figures:
    """The figures of the attribution scorer that carry floors."""
    out = {name: result[name]["f1"] for name in ("attribution", "content_partial", "content_exact", "cue_exact")}
    return out | {"source_given_content": result["source_given_content"]["overlap"]}


def ledger_figures(result: Mapping[str, Any]) -> Figures:
    """The figures of the ledger scorer that carry floors."""
    out = {name: result[name]["f1"] for name in ("detection", "joint", "threads_b3", "findings")}
    due = result["due"]
    return out | {
        "findings_precision": result["findings"]["p"],
        "status_accuracy": result["status_accuracy"],
        "by_accuracy": result["by_accuracy"],
        "due": due["right"] / due["gold"] if due["gold"] else 0.0,
    }


def attributions(shared: Path, gold: Path, predicted: Path) -> dict[str, Any]:
    """All that score_attribution.py tells of a file of predictions."""
    out = predicted.with_suffix(".score.json")
    command = [
        sys.executable,
        str(shared / "bench" / "score_attribution.py"),
        str(gold),
        str(predicted),
        "--json",
        str(out),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return dict(json.loads(out.read_text(encoding="utf-8")))


def score(suite: Suite, gold: Path, predicted: Path, shared: Path) -> Figures:
    """Figures of one set, by the scorer that lies beside the corpora."""
    if suite.scorer == "attribution":
        return attribution_figures(attributions(shared, gold, predicted))
    command = [sys.executable, str(shared / "bench" / "score_ledger.py"), str(gold), str(predicted), "--json"]
    return ledger_figures(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def read_and_score(
    suite: Suite, cases: Sequence[Json], gold: Sequence[Json], *, shared: Path, folder: Path
) -> tuple[Figures, float]:
    """Figures of some cases as walkback reads them, and the processor seconds the reading took; the files stay in the folder."""
    asked = write_rows(folder / f"{suite.name}.cases.jsonl", cases)
    wanted = write_rows(folder / f"{suite.name}.gold.jsonl", gold)
    predicted = folder / f"{suite.name}.predicted.jsonl"
    spent = run("read", "--cases", asked, "--json", out=predicted)
    return score(suite, wanted, predicted, shared), spent.cpu


def load(suite: Suite, shared: Path) -> tuple[list[Json], list[Json]]:
    """The cases of one set and their gold, in the same order."""
    cases_file, gold_file = suite.files(shared)
    cases = list(rows(cases_file))
    gold = {key_of(row): row for row in rows(gold_file)}
    return cases, [gold[key_of(case)] for case in cases]


@dataclass(frozen=True)
class Gold:
    """How much a set holds: its cases, and their reports and findings in gold."""

    cases: int
    reports: int = 0
    findings: int = 0

    def carries(self, figure: str) -> bool:
        """Whether a figure of this set carries a floor."""
        if figure in CONDITIONAL:
            return self.reports >= MANY
        return figure not in FINDINGS or self.findings >= SOME or self.cases == 1


def measure(suite: Suite, mode: Mode, *, shared: Path, folder: Path) -> tuple[Figures, Gold, float]:
    """Figures of one set, how much of gold they stand on, and the processor seconds the reading took."""
    step = suite.every if mode == "fast" else 1
    cases, gold = (held[::step] for held in load(suite, shared))
    figures, cpu = read_and_score(suite, cases, gold, shared=shared, folder=folder)
    reports, findings = (sum(len(g.get(name, ())) for g in gold) for name in ("reports", "findings"))
    return figures, Gold(len(cases), reports, findings), cpu


def load_floors(text: str) -> dict[str, dict[str, Any]]:
    """Floors by "mode.suite": {"sha256": fingerprint, figure: floor, ...}."""
    modes = tomllib.loads(text)
    return {f"{mode}.{name}": dict(table) for mode, suites in modes.items() for name, table in suites.items()}


def dump_floors(floors: Mapping[str, Mapping[str, Any]]) -> str:
    """The text of bench/floors.toml."""
    lines = ["# Written by `python -m bench.quality --raise`. Floors may only rise; tests/test_house.py watches."]
    for key in sorted(floors):
        lines += ["", f"[{key}]"]
        lines += [f"{name} = {json.dumps(value)}" for name, value in floors[key].items()]
    return "\n".join(lines) + "\n"


def lowered(old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Floors that went down or away although the corpus is the same; shares of matched reports and findings may go away."""
    out = []
    for key, table in old.items():
        now = new.get(key, {})
        if now and now.get("sha256") != table["sha256"]:
            continue
        for name, value in table.items():
            gone = name in CONDITIONAL | FINDINGS and bool(now) and name not in now
            if name != "sha256" and not gone and now.get(name, -1.0) < value:
                out.append(f"{key}.{name}: {value} -> {now.get(name)}")
    return out


def raised(table: Mapping[str, Any], figures: Figures, *, sha256: str, held: Gold) -> dict[str, Any]:
    """The floors of one set after a run: never lower than they were, unless the corpus changed."""
    old = table if table.get("sha256") == sha256 else {}
    margin = max(MARGIN, ROOM / math.sqrt(held.cases))
    kept = {name: value for name, value in figures.items() if held.carries(name)}
    new = {name: round(max(0.0, value - margin, old.get(name, 0.0)), 3) for name, value in kept.items()}
    return {"sha256": sha256, **new}


def below(table: Mapping[str, Any], figures: Figures) -> list[str]:
    """Names of the figures that lie below their floors."""
    return [name for name, value in figures.items() if value < table.get(name, 0.0)]


def show(name: str, cases: int, cpu: float, table: Mapping[str, Any], figures: Figures) -> None:
    print(f"\n{name}: {cases} cases, {cpu:.1f} CPU seconds")
    for figure, value in figures.items():
        floor = table.get(figure)
        mark = "  BELOW ITS FLOOR" if floor is not None and value < floor else ""
        print(f"  {figure:22s} {value:.3f}   floor {floor if floor is not None else 'none'}{mark}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    mode_of = parser.add_mutually_exclusive_group()
    mode_of.add_argument("--fast", dest="mode", action="store_const", const="fast", default="fast")
    mode_of.add_argument("--full", dest="mode", action="store_const", const="full")
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of the annotated corpora")
    parser.add_argument("--only", help="one set, by name")
    parser.add_argument("--raise", dest="lift", action="store_true", help="write better figures as floors")
    parser.add_argument("--keep", type=Path, help="keep cases, gold and predictions in this folder")
    args = parser.parse_args()
    mode: Mode = args.mode
    floors = load_floors(FLOORS.read_text(encoding="utf-8"))
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for suite in SUITES:
            if (mode == "fast" and not suite.every) or (args.only and suite.name != args.only):
                continue
            key = f"{mode}.{suite.name}"
            sha256 = fingerprint(*suite.files(args.shared))
            figures, gold, cpu = measure(suite, mode, shared=args.shared, folder=folder)
            table = floors.get(key, {})
            if args.lift:
                floors[key] = table = raised(table, figures, sha256=sha256, held=gold)
            elif table.get("sha256", sha256) != sha256:
                wrong.append(f"{key}: not the corpus its floors were set on")
            show(key, gold.cases, cpu, table, figures)
            wrong += [f"{key}.{name} is below its floor" for name in below(table, figures)]
    if args.lift:
        FLOORS.write_text(dump_floors(floors), encoding="utf-8")
    print("", *(wrong or ["no figure is below its floor"]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
