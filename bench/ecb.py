"""Event coreference on ECB+: the score of walkback.threads beside the same-head-lemma baseline, on the dev topics.

    python -m bench.ecb --shared ../shared

Gold event mentions of the annotated sentences, topic by topic, as is usual; joining thresholds are chosen on train topics, the
figures are those of the dev topics (2, 5, 12, 18, 21, 23, 34, 35). The test topics (36 to 45) are never opened. ECB+ has no
dates of publication and asks more than matters do: any event, however small.
"""

from __future__ import annotations

import argparse
import csv
import tarfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from bench.corpora import SHARED, Json
from bench.perfect import PerfectReader
from walkback import pairing, pipeline, threads
from walkback.core.ledger import Actor, Report
from walkback.core.text import Document
from walkback.reading.reader import OnnxReader

DEV = frozenset({2, 5, 12, 18, 21, 23, 34, 35})
TRAIN = frozenset({1, 3, 4, 6, 7, 8})  # enough to choose two thresholds on
WITHIN, ACROSS = (0.33, 0.5, 0.7), (0.25, 0.4, 0.6, 0.8)


@dataclass(frozen=True)
class Mention:
    """An event mention: where it stands, its chain, the stem of its head (its last word)."""

    doc_id: str
    span: tuple[int, int]
    chain: str
    head: str


def topics(shared: Path, wanted: frozenset[int]) -> dict[int, list[tuple[Document, list[Mention]]]]:
    """Documents with their event mentions in annotated sentences, by topic; only the wanted topics are opened."""
    folder = shared / "data" / "ecbplus"
    kept: dict[str, set[int]] = defaultdict(set)
    with (folder / "ECBplus_coreference_sentences.csv").open(encoding="utf-8") as lines:
        for topic, name, sentence in list(csv.reader(lines))[1:]:
            kept[f"{topic}_{name}"].add(int(sentence))
    out: dict[int, list[tuple[Document, list[Mention]]]] = defaultdict(list)
    with tarfile.open(folder / "topics.tgz") as archive:
        for member in sorted((m for m in archive if m.name.endswith(".xml")), key=lambda m: m.name):
            name = Path(member.name).stem
            if int(name.split("_")[0]) in wanted and name in kept and (held := archive.extractfile(member)):
                out[int(name.split("_")[0])].append(_document(name, held.read(), kept[name]))
    return out


def _document(name: str, xml: bytes, kept: set[int]) -> tuple[Document, list[Mention]]:
    root = ElementTree.fromstring(xml)
    text, at, sentence_of, before = "", {}, {}, -1
    for token in root.iter("token"):
        sentence, word = int(token.get("sentence", "0")), token.text or ""
        text += "" if not text else " " if sentence == before else "\n"
        at[token.get("t_id")], sentence_of[token.get("t_id")] = (len(text), len(text) + len(word)), sentence
        text, before = text + word, sentence
    chain_of: dict[str | None, str] = {}
    for relation in root.iter():
        if relation.tag in ("CROSS_DOC_COREF", "INTRA_DOC_COREF"):
            chain = relation.get("note") or f"{name}/{relation.get('r_id')}"
            chain_of |= {source.get("m_id"): chain for source in relation.iter("source")}
    mentions = []
    for mark in root.iter():
        anchors = [a.get("t_id") for a in mark.iter("token_anchor")] if "ACTION" in mark.tag else []
        if anchors and sentence_of[anchors[0]] in kept:
            span = at[anchors[0]][0], at[anchors[-1]][1]
            head = pairing.stem(text[slice(*at[anchors[-1]])])
            chain = chain_of.get(mark.get("m_id"), f"{name}/m{mark.get('m_id')}")
            mentions.append(Mention(name, span, chain, head))
    return Document(name, text + "\n", None), mentions


def read(
    held: Iterable[tuple[Document, list[Mention]]], model: OnnxReader
) -> tuple[dict[Mention, Report], dict[str, str]]:
    """The report that stands on each mention, and which actors are one."""
    out: dict[Mention, Report] = {}
    actors: dict[str, Actor] = {}
    for document, mentions in held:
        gold: Json = {"reports": [{"span": m.span, "status": "done"} for m in mentions]}
        page = pipeline.read_page(document, PerfectReader(model, gold))
        by_span = {tuple(r.span): r for r in page.reports}
        out |= {m: by_span[m.span] for m in mentions if m.span in by_span}
        actors |= page.actors
    return out, pipeline.same_actors(actors)


def figures(gold: Sequence[Hashable], found: Sequence[Hashable]) -> Counter[str]:
    """Counts of pairs: in one cluster of gold, of what was found, of both."""

    def pairs(labels: Iterable[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(labels).values())

    return Counter(gold=pairs(gold), found=pairs(found), both=pairs(zip(gold, found, strict=True)))


def f1(counts: Mapping[str, int]) -> tuple[float, float, float]:
    """Precision, recall and F1 over pairs of mentions."""
    precision, recall = counts["both"] / max(1, counts["found"]), counts["both"] / max(1, counts["gold"])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


Read = tuple[list[Mention], dict[Mention, Report], dict[str, str]]


def threaded(held: Iterable[Read], within: float, across: float) -> Counter[str]:
    """Counts of pairs when reports are brought together; a mention without a report stands alone."""
    counts: Counter[str] = Counter()
    for mentions, reports, same in held:
        groups = threads.threads(list(reports.values()), same, within=within, across=across).groups
        of = {r.id: f"g{n}" for n, group in enumerate(groups) for r in group}
        found = [of[reports[m].id] if m in reports else f"alone{n}" for n, m in enumerate(mentions)]
        counts += figures([m.chain for m in mentions], found)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder of the corpora")
    args = parser.parse_args()
    model = OnnxReader()

    def ready(wanted: frozenset[int]) -> list[Read]:
        return [
            ([m for _, ms in held for m in ms], *read(held, model)) for held in topics(args.shared, wanted).values()
        ]

    train, dev = ready(TRAIN), ready(DEV)
    _, within, across = max((f1(threaded(train, w, a))[2], w, a) for w in WITHIN for a in ACROSS)
    lemma: Counter[str] = Counter()
    for mentions, _, _ in dev:
        lemma += figures([m.chain for m in mentions], [m.head for m in mentions])
    print(f"ECB+ dev: {len(dev)} topics, {sum(len(m) for m, _, _ in dev)} event mentions, pairs in one topic")
    print("                                   P      R      F1")
    print("same head lemma                 {:.3f}  {:.3f}  {:.3f}".format(*f1(lemma)))
    default = threaded(dev, threads.JOIN_WITHIN, threads.JOIN_ACROSS)
    print("threads, as for matters         {:.3f}  {:.3f}  {:.3f}".format(*f1(default)))
    chosen = threaded(dev, within, across)
    print("threads, {:.2f} and {:.2f} of train {:.3f}  {:.3f}  {:.3f}".format(within, across, *f1(chosen)))


if __name__ == "__main__":
    main()
