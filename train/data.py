"""Training windows with their labels, read from the corpora under --data (see docs/model-card.md for what they are)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tokenizers import Tokenizer

from bench.corpora import Json
from bench.corpora import rows as read_lines
from walkback.reading.labels import ROLES, STATUSES, TAGS, TYPES
from walkback.reading.windows import Window, windows

Spans = tuple[tuple[int, int], ...]
__all__ = ["Example", "Json", "examples", "read_lines"]
LEDGERS = ("train-articles", "train-articles-quick", "train-current-events", "train-current-events-quick")
ANNOTATIONS = Path(__file__).parent / "annotations"  # our own, offsets and labels only
STORIES = ("dev-polnear", "dev-current-events")


@dataclass
class Attributions:
    """Gold of the attribution heads for one window; spans are (first, last) pieces, links are span numbers or -1."""

    tags: list[int]
    spans: dict[str, list[tuple[int, int]]]
    source_of_cue: list[int]
    cue_of_content: list[int]


@dataclass
class Trigger:
    """Gold of one undertaking trigger: a distribution over statuses, a type (-1 if unknown), two flags."""

    pieces: tuple[int, int]
    statuses: list[int] = field(default_factory=list)
    type: int = -1
    matter: str | None = None  # "document/matter"; None where the annotation has no matters (quick form)
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


def _pieces(window: Window, start: int, end: int) -> list[int]:
    """Numbers of the pieces that overlap the code points start..end."""
    return [i for i, (a, b) in enumerate(window.offsets) if a < b and a < end and start < b]


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[list[int]] = []
    for i in sorted(set(numbers)):
        if runs and i == runs[-1][1] + 1:
            runs[-1][1] = i
        else:
            runs.append([i, i])
    return [(a, b) for a, b in runs]


class _Labeller:
    """Lays attributions on one window; where two spans overlap (8 pairs in the corpus) the first one stays."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.tags = [0] * len(window)
        self.spans: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}

    def put(self, role: str, spans: Spans) -> list[int]:
        numbers = []
        for first, last in _runs([i for s, e in spans for i in _pieces(self.window, s, e)]):
            if (first, last) not in self.spans[role]:
                if any(self.tags[first : last + 1]):
                    continue
                self.tags[first] = TAGS.index("B-" + role)
                for i in range(first + 1, last + 1):
                    self.tags[i] = TAGS.index("I-" + role)
                self.spans[role].append((first, last))
            numbers.append(self.spans[role].index((first, last)))
        return numbers


def label_attributions(window: Window, gold: list[Json]) -> Attributions:
    """Tags, spans and links of the attributions that reach into this window."""
    put = _Labeller(window)
    source_of: dict[int, int] = {}
    cue_of: dict[int, int] = {}
    low, high = window.offsets[1][0], window.offsets[-2][1]
    for item in gold:
        if not any(s < high and e > low for role in ROLES for s, e in item[role]):
            continue
        cues = put.put("cue", item["cue"])
        sources = put.put("source", item["source"])
        # each content span is laid on its own, so that two that touch stay two
        contents = [n for span in item["content"] for n in put.put("content", (tuple(span),))]
        for number in contents:
            cue_of[number] = cues[0] if cues else -1
        for number in cues:
            source_of[number] = sources[0] if sources else -1
    return Attributions(
        tags=put.tags,
        spans=put.spans,
        source_of_cue=[source_of.get(i, -1) for i in range(len(put.spans["cue"]))],
        cue_of_content=[cue_of.get(i, -1) for i in range(len(put.spans["content"]))],
    )


def label_undertakings(window: Window, case: Json) -> Undertakings:
    """Trigger tags and, per trigger span, its statuses, type and flags; overlapping triggers share a span."""
    tags = [0] * len(window)
    found: dict[tuple[int, int], Trigger] = {}
    for report in case["reports"]:
        numbers = _pieces(window, *report["span"])
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
    out: list[Example] = []
    seen: set[str] = set()
    for doc in read_lines(data / "polnear" / "train.jsonl.gz"):
        if doc["doc_id"] in kept_out:
            continue
        seen.add(doc["doc_id"])
        case = ledger.get(doc["doc_id"])
        made = [
            Example(
                doc["doc_id"],
                window,
                label_attributions(window, doc["attributions"]),
                label_undertakings(window, case) if case else None,
            )
            for window in windows(doc["text"], pieces)
        ]
        out += made * (ledger_repeats if case else 1)
    for doc_id, case in ledger.items():
        if doc_id not in seen and doc_id not in kept_out:
            out += [
                Example(doc_id, window, None, label_undertakings(window, case))
                for window in windows(texts[doc_id], pieces)
            ] * paragraph_repeats
    return out
