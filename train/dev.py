"""The dev sets, each encoded once, and the figures of heads on them."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from bench.corpora import scorer
from bench.quality import key_of
from train.data import BUNDLE, Json, read_lines
from walkback import pipeline
from walkback.core import codec
from walkback.core.reading import Reading
from walkback.core.text import Document
from walkback.reading.decode import Encoded
from walkback.reading.labels import ROLES
from walkback.reading.reader import Heads

SETS = (
    ("ledger", "dev-articles"),
    ("ledger", "dev-current-events"),
    ("stories", "dev-current-events"),
    ("stories", "dev-polnear"),
)


def asking(about: str) -> argparse.ArgumentParser:
    """The command line of a tool that measures a bundle on the dev sets; `about` is its module's docstring."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--bundle", type=Path, default=BUNDLE)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    return parser


def documents(path: Path) -> list[tuple[str, Document]]:
    """(case id, document) of every document of a cases file."""
    out = []
    for case in read_lines(path):
        for doc in case.get("docs", [case]):
            day = date.fromisoformat(doc["dct"]) if doc.get("dct") else None
            out.append((key_of(case), Document(doc["doc_id"], doc["text"], day)))
    return out


def cases(shared: Path, folder: str, name: str) -> Iterator[tuple[Json, list[Document]]]:
    """The gold of every case of a dev set with the case's documents."""
    stem = shared / "data" / folder / name
    gold = {key_of(row): row for row in read_lines(stem.with_suffix(".gold.jsonl"))}
    for key, held in groupby(documents(stem.with_suffix(".cases.jsonl")), key=lambda d: d[0]):
        yield gold[key], [document for _, document in held]


@dataclass
class Set:
    """A gold file with its documents encoded once."""

    gold: dict[str, Json]
    encoded: list[tuple[str, Document, list[Encoded]]]  # case, document, windows


def encode(reader: Any, shared: Path, folder: str, name: str) -> Set:
    """A dev set as a reader encodes it."""
    held = list(cases(shared, folder, name))
    return Set(
        {key_of(gold): gold for gold, _ in held},
        [(key_of(gold), d, list(reader.encode(d))) for gold, documents in held for d in documents],
    )


class Held:
    """A reader that encodes each document once, so that heads and later stages can be tried over and over."""

    def __init__(self, reader: Any) -> None:
        self.heads: Heads = reader.heads
        self._reader = reader
        self._held: dict[tuple[str, str], list[Encoded]] = {}

    def encode(self, document: Document) -> list[Encoded]:
        key = document.doc_id, document.text
        if key not in self._held:
            self._held[key] = list(self._reader.encode(document))
        return self._held[key]

    def read(self, document: Document) -> Reading:
        return self.heads.read(document.text, self.encode(document))


def whole(reader: Held, shared: Path, folder: str, name: str) -> dict[str, Any]:
    """The ledger figures of one dev set, through all of walkback."""
    gold, found = {}, {}
    for case, held in cases(shared, folder, name):
        key = key_of(case)
        gold[key] = case
        found[key] = codec.exchange(pipeline.read_story(key, held, reader), story=folder == "stories")
    return dict(scorer(shared, "score_ledger").score(gold, found)[0])


class Polnear:
    """PolNeAR dev, encoded once."""

    def __init__(self, reader: Any, shared: Path) -> None:
        self._score = scorer(shared, "score_attribution")
        texts = {d.doc_id: d for _, d in documents(shared / "data/polnear/dev.cases.jsonl")}
        self._gold = {g["doc_id"]: g for g in read_lines(shared / "data/polnear/dev.gold.jsonl")}
        for doc_id, g in self._gold.items():
            g["text"] = texts[doc_id].text
        self._heads: Heads = reader.heads
        self._encoded = {doc_id: (d.text, list(reader.encode(d))) for doc_id, d in texts.items()}

    def figures(self, settings: Mapping[str, float]) -> dict[str, Any]:
        """The scorer's figures under these settings."""
        predicted = {}
        for doc_id, (text, windows) in self._encoded.items():
            said = self._heads.said(text, windows, settings)
            rows = [{role: [list(s) for s in getattr(a, role)] for role in ROLES} for a in said]
            predicted[doc_id] = {"doc_id": doc_id, "attributions": rows}
        return dict(self._score.score_corpus(self._gold, predicted))

    def f1(self, settings: Mapping[str, float]) -> float:
        return float(self.figures(settings)["attribution"]["f1"])


def tuned(dev: Polnear) -> dict[str, float]:
    """Biases of cue, content and source, and of the second looks, by coordinate search; a step must be worth a tenth of a point."""
    settings = dict.fromkeys(("cue_bias", "content_bias", "source_bias", "least_said"), 0.0)
    settings |= {"source_again": 1.0, "content_again": 3.0}
    best = dev.f1(settings)
    for step, name in itertools.product((0.5, 0.25), settings):
        for change in (-step, step) if name != "least_said" else (step / 5, step / 10):
            while (figure := dev.f1(trial := settings | {name: settings[name] + change})) > best + 0.001:
                best, settings = figure, trial
    print("  ".join(f"{k} {v:+.2f}" for k, v in settings.items() if v), f"-> {100 * best:.2f}")
    return settings
