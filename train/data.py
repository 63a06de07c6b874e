"""Training windows with their labels, read from the corpora under --data (see docs/model-card.md for what they are)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tokenizers import Tokenizer

from bench.corpora import Json
from bench.corpora import rows as read_lines
from bench.perfect import pieces_in
from train.annotate import unpacked
from walkback import pipeline
from walkback.core.text import Document
from walkback.reading.labels import FRAME_TAGS, ROLES, STATUSES, TAGS, TYPES
from walkback.reading.sentences import sentences
from walkback.reading.windows import Window, windows

Spans = tuple[tuple[int, int], ...]
__all__ = ["Example", "Json", "examples", "read_lines"]
LEDGERS = ("train-articles", "train-articles-quick", "train-current-events", "train-current-events-quick")
ANNOTATIONS = Path(__file__).parent / "annotations"  # our own, offsets and labels only
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
    names = [*LEDGERS, "dev-articles", "dev-current-events", "dev-articles-second-reader"]
    files = [data / "ledger" / f"{name}.gold.jsonl" for name in names] + sorted(ANNOTATIONS.glob("*.jsonl"))
    return {row["doc_id"] for path in files for row in read_lines(path)}


def examples(data: Path, pieces: Tokenizer, *, ledger_repeats: int = 2, paragraph_repeats: int = 3) -> list[Example]:
    """All training windows; documents with undertakings stand in the list several times (they are few)."""
    kept_out = held_out(data)
    ledger: dict[str, Json] = {}
    texts: dict[str, str] = {}
    for name in LEDGERS:
        texts |= {c["doc_id"]: c["text"] for c in read_lines(data / "ledger" / f"{name}.cases.jsonl")}
        ledger |= {g["doc_id"]: g for g in read_lines(data / "ledger" / f"{name}.gold.jsonl")}
    own = {row["doc_id"]: row for path in sorted(ANNOTATIONS.glob("*.jsonl")) for row in read_lines(path)}
    for row in read_lines(data / "current-events" / "events-2002-2019.jsonl.gz"):
        if row["id"] in own:
            texts[row["id"]] = row["text"]
    out: list[Example] = []
    seen: set[str] = set()
    for doc in read_lines(data / "polnear" / "train.jsonl.gz"):
        if doc["doc_id"] in kept_out:
            continue
        seen.add(doc["doc_id"])
        if doc["doc_id"] in own:
            texts[doc["doc_id"]] = doc["text"]
            ledger[doc["doc_id"]] = unpacked(own[doc["doc_id"]], doc["text"])
        case = ledger.get(doc["doc_id"])
        times = dated(doc["text"], doc["dct"]) if case else []
        made = [
            Example(
                doc["doc_id"],
                window,
                label_attributions(window, doc["attributions"]),
                label_undertakings(window, case, doc["text"], times) if case else None,
            )
            for window in windows(doc["text"], pieces)
        ]
        out += made * (ledger_repeats if case else 1)
    for doc_id, row in own.items():
        if doc_id not in seen:
            ledger[doc_id] = unpacked(row, texts[doc_id])
    for doc_id, case in ledger.items():
        if doc_id not in seen and doc_id not in kept_out:
            times = dated(texts[doc_id], case["dct"])
            out += [
                Example(doc_id, window, None, label_undertakings(window, case, texts[doc_id], times))
                for window in windows(texts[doc_id], pieces)
            ] * paragraph_repeats
    return out
