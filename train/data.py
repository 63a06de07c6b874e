"""Training windows with their labels, read from the corpora under --data (see docs/model-card.md for what they are)."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from tokenizers import Tokenizer

from bench.corpora import Json
from bench.corpora import rows as read_lines
from bench.perfect import pieces_in
from bench.swap import Moved, exchange, moved_gold, rewritten
from train import discourse, matters
from train.annotate import ANNOTATIONS, QUICK, quick, texts_of
from train.names import Named, label_names, marked
from walkback import pipeline
from walkback.core.text import Document
from walkback.reading.labels import FRAME_TAGS, ROLES, STATUSES, TAGS, TYPES
from walkback.reading.sentences import sentences
from walkback.reading.windows import Window, windows

BUNDLE = Path(__file__).parent.parent / "src/walkback/reading/bundle"
Spans = tuple[tuple[int, int], ...]
__all__ = ["Example", "Json", "Sample", "Versions", "read_lines", "samples", "versions"]
FULL = ("train-articles", "train-current-events")
UNDATED, TODAY, FROM_TODAY = (
    -3,
    -2,
    -1,
)  # of a trigger that no time expression of its window dates, in the order of WHEN
STORIES = ("dev-polnear", "dev-current-events")


@dataclass
class Attributions:
    """Gold of the attribution heads for one window: a tag a piece, and for each cue (first, last piece) its frame's tags."""

    tags: list[int]
    frames: list[tuple[tuple[int, int], list[int]]]


@dataclass
class Trigger:
    """Gold of one undertaking trigger: a distribution over statuses, a type (-1 if unknown), two flags."""

    pieces: tuple[int, int]
    statuses: list[int] = field(default_factory=list)
    type: int = -1
    matter: str | None = None  # "document/matter"; None where the annotation has no matters (quick form)
    voice: list[int] | None = None  # pieces that name whose word it is; [] the outlet's; None not found in the window
    when: list[int] | None = (
        None  # pieces of time expressions that date it, or one of DAYS below 0; None: told otherwise
    )
    doers: list[int] | None = (
        None  # pieces that name the one who would do it; None where the annotation does not say or the window does not name it
    )
    others: list[int] | None = None  # pieces that name its other parties; [] none has one
    conditional: bool = False
    hedged: bool = False


@dataclass
class Undertakings:
    tags: list[int]
    triggers: list[Trigger]


@dataclass
class Example:
    """One window; a head without gold here is None and takes no loss."""

    doc_id: str
    window: Window
    attributions: Attributions | None
    undertakings: Undertakings | None
    names: list[int] | None = None


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[list[int]] = []
    for i in sorted(set(numbers)):
        if runs and i == runs[-1][1] + 1:
            runs[-1][1] = i
        else:
            runs.append([i, i])
    return [(a, b) for a, b in runs]


def label_attributions(window: Window, gold: list[Json]) -> Attributions:
    """Tags of all spans that reach into this window, and the frame of every cue in it; where spans overlap the first stays."""
    tags = [0] * len(window)
    frames: dict[tuple[int, int], list[int]] = {}
    low, high = window.offsets[1][0], window.offsets[-2][1]

    def lay(onto: list[int], names: Sequence[str], role: str, spans: Spans) -> None:
        for first, last in _runs([i for s, e in spans for i in pieces_in(window, s, e)]):
            if not any(onto[first : last + 1]):
                onto[first] = names.index("B-" + role)
                onto[first + 1 : last + 1] = [names.index("I-" + role)] * (last - first)

    for item in gold:
        if not any(s < high and e > low for role in ROLES for s, e in item[role]):
            continue
        cues = _runs([i for s, e in item["cue"] for i in pieces_in(window, s, e)])
        # each content span is laid on its own, so that two that touch stay two
        spans = [("cue", item["cue"]), ("source", item["source"]), *(("content", (tuple(c),)) for c in item["content"])]
        for role, places in spans:
            lay(tags, TAGS, role, places)
            if cues and role != "cue":
                lay(frames.setdefault(cues[0], [0] * len(window)), FRAME_TAGS, role, places)
    return Attributions(tags, sorted(frames.items()))


_TITLE = re.compile(r"^(?:(?:the|mr|mrs|ms|dr|sen|rep|gov|gen|president|senator|governor|secretary)\.? )+", re.I)


def voice_pieces(window: Window, text: str, name: str) -> list[int] | None:
    """Pieces of the window that name an actor, by whole name or, failing that, by its last word; None if there are none."""
    low, high = window.offsets[1][0], window.offsets[-2][1]
    bare = _TITLE.sub("", name.strip())
    last = bare.split()[-1] if bare.split() else ""
    for wanted in dict.fromkeys([name.strip(), bare, last]):
        if len(wanted) < 2 or (wanted == last and wanted.islower() and " " in bare):
            continue
        found = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)").finditer(text, low, high)
        pieces = [i for match in found for i in pieces_in(window, *match.span())]
        if pieces:
            return pieces
    return None


Dated = tuple[int, int, list[str | None]]  # start, end, [earliest, latest] of a time expression


def dated(text: str, day: str) -> list[Dated]:
    """The time expressions of a text that have days."""
    found = pipeline.times(Document("", text, date.fromisoformat(day)), sentences(text))
    return [
        (*t.span, [str(d) if d else None for d in (t.interval.earliest, t.interval.latest)])
        for t in found
        if t.interval
    ]


def same_days(gold: list[str | None], found: list[str | None], vague: bool) -> bool:
    """Whether two intervals are the same, give or take a day; for vague ones a third of the interval, at least a week."""
    for a, b in zip(gold, found, strict=True):
        if (a is None) != (b is None):
            return False
        if a is not None and b is not None:
            width = (date.fromisoformat(gold[1]) - date.fromisoformat(gold[0])).days if gold[0] and gold[1] else 30
            if abs((date.fromisoformat(a) - date.fromisoformat(b)).days) > (max(7, width / 3) if vague else 1):
                return False
    return True


def when_pieces(window: Window, report: Json, day: str, times: list[Dated]) -> list[int] | None:
    """Pieces of the window's time expressions that mean the report's due days, else what of DAYS does, else None."""
    if not report["due"]:
        return [UNDATED]
    vague = bool(report.get("due_vague"))
    right = [(s, e) for s, e, days in times if same_days(report["due"], days, vague)]
    pieces = [i for s, e in right for i in pieces_in(window, s, e)]
    if pieces:
        return pieces
    if same_days(report["due"], [day, day], vague):
        return [TODAY]
    return [FROM_TODAY] if same_days(report["due"], [day, None], vague) else None


def label_undertakings(window: Window, case: Json, text: str, times: list[Dated]) -> Undertakings:
    """Trigger tags and, per trigger span, its statuses, type, flags, voice and time; overlapping triggers share a span."""
    tags = [0] * len(window)
    found: dict[tuple[int, int], Trigger] = {}
    for report in case["reports"]:
        numbers = pieces_in(window, *report["span"])
        if not numbers:
            continue
        pieces = (numbers[0], numbers[-1])
        if pieces not in found:
            shared = [key for key in found if key[0] <= pieces[1] and pieces[0] <= key[1]]
            if shared:
                pieces = shared[0]
            else:
                found[pieces] = Trigger(pieces)
                tags[pieces[0]] = 1
                tags[pieces[0] + 1 : pieces[1] + 1] = [2] * (pieces[1] - pieces[0])
        trigger = found[pieces]
        trigger.statuses.append(STATUSES.index(report["status"]))
        if report["by"] == "outlet":
            trigger.voice = trigger.voice or []
        elif report["by"] in case["actors"]:
            trigger.voice = voice_pieces(window, text, case["actors"][report["by"]]["name"])
        trigger.when = when_pieces(window, report, case["dct"], times)
        trigger.conditional |= bool(report.get("conditional"))
        trigger.hedged |= bool(report.get("hedged"))
        if not case.get("quick"):
            trigger.type = TYPES.index(case["matters"][report["matter"]]["type"])
            parties = [
                case["actors"][p]["name"] for p in case["matters"][report["matter"]]["parties"] if p in case["actors"]
            ]
            trigger.doers = voice_pieces(window, text, parties[0]) if parties else None
            named = [voice_pieces(window, text, name) for name in parties[1:]]
            trigger.others = [i for pieces in named for i in pieces or []] if any(named) or not named else None
            trigger.matter = f"{case.get('doc_id') or case.get('case')}/{report['matter']}"
    return Undertakings(tags, list(found.values()))


def held_out(data: Path) -> set[str]:
    """Documents of the story cases: for choosing and testing, never trained on by any head."""
    return {
        doc["doc_id"]
        for name in STORIES
        for case in read_lines(data / "stories" / f"{name}.cases.jsonl")
        for doc in case["docs"]
    }


def annotated(data: Path) -> set[str]:
    """Documents whose undertakings have been read already, for training or for testing."""
    names = [*FULL, *QUICK, "dev-articles", "dev-current-events", "dev-articles-second-reader"]
    files = [data / "ledger" / f"{name}.gold.jsonl" for name in names] + sorted(ANNOTATIONS.glob("20*.jsonl"))
    return {row["doc_id"] for path in files for row in read_lines(path)}


@dataclass
class Sample:
    """One document for training: its gold attributions and undertakings (None where nobody has read for them), how often it is seen an epoch."""

    doc_id: str
    day: str
    text: str
    attributions: list[Json] | None
    case: Json | None
    repeats: int = 1
    names: list[Named] | None = None

    def examples(self, pieces: Tokenizer) -> list[Example]:
        """Its windows with their labels."""
        times = dated(self.text, self.day) if self.case else []
        return [
            Example(
                self.doc_id,
                window,
                label_attributions(window, self.attributions) if self.attributions is not None else None,
                label_undertakings(window, self.case, self.text, times) if self.case else None,
                label_names(window, self.names) if self.names is not None else None,
            )
            for window in windows(self.text, pieces)
        ]

    def exchanged(self, words: dict[str, str]) -> Sample:
        """The same with names exchanged, its gold moved along."""
        moved = rewritten(self.text, words)
        gold = moved_gold(
            {"doc_id": self.doc_id, "attributions": self.attributions or []} | (self.case or {}),
            {self.doc_id: moved},
            words,
        )
        said = (
            None
            if self.attributions is None
            else [a | m for a, m in zip(self.attributions, self._said(moved), strict=True)]
        )
        named = None if self.names is None else [(*moved.span([s, e]), kind) for s, e, kind in self.names]
        return replace(self, text=moved.text, attributions=said, case=gold if self.case else None, names=named)

    def _said(self, moved: Moved) -> list[Json]:
        return [{role: [moved.span(s) for s in a[role]] for role in ROLES} for a in self.attributions or []]


def samples(data: Path, *, repeats: int = 2, paragraph_repeats: int = 3, open_only: bool = False) -> list[Sample]:
    """All documents to train on; those with undertakings or names are seen several times an epoch (they are few).

    open_only: only texts under an open licence: no article of PolNeAR, but what GUM and EWT attribute (train.discourse).
    """
    kept_out = held_out(data)
    texts = texts_of(data)
    ledger = quick(data, texts)
    for doc_id, row in matters.by_document().items():
        ledger[doc_id] = matters.joined(ledger[doc_id], row, texts[doc_id])
    for name in FULL:
        ledger |= {g["doc_id"]: g for g in read_lines(data / "ledger" / f"{name}.gold.jsonl")}
    names = marked()
    out: list[Sample] = []
    seen: set[str] = set()
    for doc in read_lines(data / "polnear" / "train.jsonl.gz"):
        doc_id = doc["doc_id"]
        seen.add(doc_id)
        if doc_id not in kept_out and not open_only:
            case, held = ledger.get(doc_id), names.get(doc_id)
            often = repeats if case or held else 1
            out.append(Sample(doc_id, doc["dct"], doc["text"], doc["attributions"], case, often, held))
    for doc_id in sorted((ledger.keys() | names.keys()) - seen - kept_out):
        case, held = ledger.get(doc_id), names.get(doc_id)
        day = case["dct"] if case else ""
        out.append(Sample(doc_id, day, texts[doc_id], None, case, paragraph_repeats, held))
    if open_only:
        out += [Sample(doc_id, "", text, said, None, 1, None) for doc_id, text, said in discourse.attributed(data)]
    return out


@dataclass
class Versions:
    """One document's windows as published, and with names exchanged in several ways."""

    published: list[Example]
    exchanged: list[list[Example]]
    repeats: int

    def drawn(self, rng: random.Random) -> list[list[Example]]:
        """The windows of one epoch, each time the document is seen: as published or, as often, exchanged."""
        return [
            rng.choice(self.exchanged) if self.exchanged and rng.random() < 0.5 else self.published
            for _ in range(self.repeats)
        ]


def versions(held: list[Sample], pieces: Tokenizer, *, exchanges: int = 0) -> list[Versions]:
    """Every document with its windows, and as many times again with people's, countries' and parties' names exchanged."""
    texts = [sample.text for sample in held]
    maps = [exchange(texts, 100 + seed) for seed in range(exchanges)]
    return [
        Versions(s.examples(pieces), [s.exchanged(words).examples(pieces) for words in maps], s.repeats) for s in held
    ]
