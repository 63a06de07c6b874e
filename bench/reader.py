"""The reader beside its peers on PolNeAR dev, in one run: attributions, speed, memory, and where the time goes.

    python -m bench.reader

Peers: regular expressions (quotations with the verb of saying beside them, and "X said that ..."), textacy's quotations where
textacy and a spaCy pipeline of English are installed, and the encoder alone, which bounds what any head can be read at.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import walkback
from bench.corpora import SHARED, Json, environment, rows, run, scorer, write_rows
from bench.quality import SUITES, attributions, key_of
from walkback.core.text import Document
from walkback.reading.decode import Encoded
from walkback.reading.printed import printed
from walkback.reading.reader import OnnxReader

Said = list[Json]
_VERB = r"(?:said|says|told|added|wrote|announced|warned|argued|claimed|asked|insisted|noted|tweeted|explained|declared|replied|stated)"
_NAME = r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep)\. )?[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,3}|[Hh]e|[Ss]he|[Tt]hey"
_QUOTE = r"[“\"][^”\"\n]{3,}[”\"]"
EXPRESSIONS = (
    re.compile(rf"(?P<content>{_QUOTE}),? (?P<source>{_NAME}) (?P<cue>{_VERB})\b"),
    re.compile(rf"(?P<content>{_QUOTE}),? (?P<cue>{_VERB}) (?P<source>{_NAME})\b"),
    re.compile(rf"(?P<source>{_NAME}) (?P<cue>{_VERB})(?: \w+){{0,4}}[,:]? (?P<content>{_QUOTE})"),
    re.compile(
        rf"(?P<source>{_NAME}) (?P<cue>{_VERB}) (?:(?:on )?[A-Z][a-z]+day )?(?:that )?(?P<content>[a-z][^.“\"\n]{{15,}})"
    ),
)


def by_expressions(text: str) -> Said:
    """Attributions that expressions find; of two that overlap the first stays."""
    out: Said = []
    taken: list[tuple[int, int]] = []
    for expression in EXPRESSIONS:
        for match in expression.finditer(text):
            start, end = match.span("content")
            if any(start < b and a < end for a, b in taken):
                continue
            taken.append((start, end))
            out.append({role: [list(match.span(role))] for role in ("source", "cue", "content")})
    return out


def by_textacy() -> Callable[[str], Said] | None:
    """textacy's direct quotations over the first English spaCy pipeline installed; None if there is none."""
    if find_spec("textacy") is None or find_spec("spacy") is None:
        return None
    import importlib

    spacy = importlib.import_module("spacy")
    name = next((n for n in ("en_core_web_sm", "en_core_web_md", "en_core_web_lg") if find_spec(n)), None)
    if name is None:
        return None
    language, extract = spacy.load(name), importlib.import_module("textacy.extract.triples").direct_quotations

    def read(text: str) -> Said:
        document = language(text)
        out = []
        for found in extract(document):
            cue, source, content = found.cue, found.speaker, found.content
            out.append(
                {
                    "source": [[source[0].idx, source[-1].idx + len(source[-1])]] if source else [],
                    "cue": [[cue[0].idx, cue[-1].idx + len(cue[-1])]] if cue else [],
                    "content": [[content.start_char, content.end_char]],
                }
            )
        return out

    return read


def line(name: str, figures: dict[str, Any] | None, count: int, seconds: float, memory: str = "") -> str:
    """One row of the table."""
    told = (
        "       -              -              -"
        if figures is None
        else "  ".join(
            f"{100 * figures[key]['f1']:6.1f}" for key in ("attribution", "content_partial", "content_exact")
        )
        + f"  {100 * figures['source_given_content']['overlap']:6.1f}"
    )
    return f"{name:14s} {told}   {count / max(seconds, 1e-9):9.2f}  {memory}"


class Timed(OnnxReader):
    """The reader that ships, with the CPU seconds that its encoder takes."""

    spent = 0.0

    def encode(self, document: Document) -> Iterator[Encoded]:
        windows = super().encode(document)
        while True:
            began = time.process_time()
            encoded = next(windows, None)
            self.spent += time.process_time() - began
            if encoded is None:
                return
            yield encoded


def inside(cases: Path) -> tuple[float, float]:
    """CPU seconds of the encoder and of all of reading some articles, in one run: a machine's pace drifts."""
    reader = Timed()
    walkback.read("It rained.", reader=reader)  # what is imported and compiled once
    reader.spent, began = 0.0, time.process_time()
    for c in rows(cases):
        document = Document(c["doc_id"], c["text"], date.fromisoformat(c["dct"]))
        walkback.read_story(document.doc_id, [document], reader=reader)
    return reader.spent, time.process_time() - began


def by_cue(shared: Path, cases: list[Json], gold_file: Path, found_file: Path) -> str:
    """Attribution F1 by what the cue is, as the study in shared/lab counts it: its words of speech, and all others."""
    sys.modules["score_attribution"] = scorer(shared, "score_attribution")  # which the study imports
    study, counts = scorer(shared, "analyse", "lab"), Counter[tuple[str, str]]()
    gold, found = ({row["doc_id"]: row["attributions"] for row in rows(at)} for at in (gold_file, found_file))
    for c in cases:
        study.one(c["text"], gold[c["doc_id"]], found[c["doc_id"]], counts)

    def f1(kind: str) -> float:
        recall = counts[kind, "hit"] / counts[kind, "gold"]
        precision = counts[kind, "phit"] / counts[kind, "pred"]
        return 100 * 2 * precision * recall / (precision + recall)

    kinds = {"speech": "cues of speech", "other": "all others", "type indirect speech": "indirect under cues of speech"}
    return "attribution F1 by cue: " + ", ".join(f"{told} {f1(kind):.1f}" for kind, told in kinds.items())


def marked(shared: Path) -> str:
    """What print marks as said in all of PolNeAR, and how much of it is annotated from the same cue on: a rule is not fitted."""
    folder, counts = shared / "data/polnear", Counter[str]()
    gold = {row["doc_id"]: row["attributions"] for row in rows(folder / "dev.gold.jsonl")}
    dev = ({**case, "attributions": gold[case["doc_id"]]} for case in rows(folder / "dev.cases.jsonl"))
    for doc in (*rows(folder / "train.jsonl.gz"), *dev):
        text, cues = doc["text"], {start for a in doc["attributions"] for start, _ in a["cue"]}
        for said in printed(text):
            cue, name = (text[slice(*spans[0])] for spans in (said.cue, said.source))
            kind = "turns" if cue == ":" else "posts" if "(@" in name else "signed quotations"
            counts.update({kind: 1, f"{kind} annotated": said.cue[0].start in cues})
    kinds = ("turns", "signed quotations", "posts")
    return "marked by print, annotated so: " + ", ".join(
        f"{counts[f'{k} annotated']} of {counts[k]} {k}" for k in kinds
    )


RARE = ("postponed", "cancelled", "denied", "failed")


def rare(shared: Path, folder: Path) -> str:
    """F1 of the rare standings end to end (found, with that standing) on the ledger and story dev sets together."""
    score = scorer(shared, "score_ledger")
    right, gold_count, found_count = (dict.fromkeys(RARE, 0) for _ in range(3))
    for suite in SUITES:
        if not suite.name.startswith(("ledger", "stories")):
            continue
        cases, gold_file = suite.files(shared)
        run("read", "--cases", cases, "--json", out=folder / "found.jsonl")
        found = {key_of(row): row for row in rows(folder / "found.jsonl")}
        for gold in rows(gold_file):
            mine = found[key_of(gold)]
            for status in RARE:
                gold_count[status] += sum(r["status"] == status for r in gold["reports"])
                found_count[status] += sum(r["status"] == status for r in mine["reports"])
            for i, j, _ in score.match_reports(gold, mine):
                status = gold["reports"][i]["status"]
                if status in RARE and mine["reports"][j]["status"] == status:
                    right[status] += 1
    shares = {s: 2 * right[s] / max(1, gold_count[s] + found_count[s]) for s in RARE}
    told = "  ".join(f"{s} {100 * shares[s]:.0f} ({right[s]} of {gold_count[s]}, {found_count[s]} found)" for s in RARE)
    return f"rare standings, F1 end to end: mean {100 * sum(shares.values()) / len(RARE):.1f}  {told}"


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--shared", type=Path, default=SHARED)
    ask.add_argument(
        "--inside", type=Path, metavar="CASES", help="print the CPU seconds of the encoder and of all of reading these"
    )
    options = ask.parse_args()
    if options.inside:
        print(*inside(options.inside))
        return 0
    folder = options.shared / "data/polnear"
    cases = list(rows(folder / "dev.cases.jsonl"))
    print(f"{len(cases)} articles of PolNeAR dev, {sum(len(c['text'].split()) for c in cases):,} words; one thread")
    print("                 whole  partial    exact  source   articles / CPU s")
    with tempfile.TemporaryDirectory() as scratch:
        at = Path(scratch)
        peers: dict[str, Callable[[str], Said] | None] = {"expressions": by_expressions, "textacy": by_textacy()}
        for name, read in peers.items():
            if read is None:
                print(f"{name:14s} not installed, or no English pipeline for it")
                continue
            began = time.process_time()
            found = [{"doc_id": c["doc_id"], "attributions": read(c["text"])} for c in cases]
            spent = time.process_time() - began
            print(
                line(
                    name,
                    attributions(options.shared, folder / "dev.gold.jsonl", write_rows(at / f"{name}.jsonl", found)),
                    len(cases),
                    spent,
                )
            )
        nothing = run("--version", out=at / "version.txt")
        nearly = write_rows(at / "short.jsonl", [{"doc_id": "short", "dct": "2031-01-03", "text": "It rained."}])
        start = run("read", "--cases", nearly, "--json", out=at / "short.out").cpu
        asked = [sys.executable, "-m", "bench.reader", "--inside", str(folder / "dev.cases.jsonl")]
        told = subprocess.run(asked, env=environment(), capture_output=True, text=True, check=True).stdout
        encoding, reading = map(float, told.split())
        print(line("encoder alone", None, len(cases), encoding))
        spent_all = run("read", "--cases", folder / "dev.cases.jsonl", "--json", out=at / "walkback.jsonl")
        figures = attributions(options.shared, folder / "dev.gold.jsonl", at / "walkback.jsonl")
        print(line("walkback read", figures, len(cases), spent_all.cpu, f"peak {spent_all.peak:.0f} MB"))
        print(by_cue(options.shared, cases, folder / "dev.gold.jsonl", at / "walkback.jsonl"))
    print(
        f"outside the encoder {1 - encoding / (reading + start):.0%} of walkback's time (start counted, {start:.2f} CPU s; "
        f"without it {1 - encoding / reading:.0%}); walkback --version {nothing.cpu:.2f} CPU s"
    )
    for kind, value in figures["by_type"].items():
        print(f"  {kind:9s} attribution F1 {100 * value['attribution']['f1']:.1f}")
    print(marked(options.shared))
    with tempfile.TemporaryDirectory() as scratch:
        print(rare(options.shared, Path(scratch)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
