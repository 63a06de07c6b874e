"""How likely two reports are of one matter: by a few weights wherever they stand, by trees among the reports of one document.

Where a whole document is at hand, a pair is seen beside all its others: whether a nearer report than this one stands somewhere, how
rare in the document the words are that both share. The trees (`data/pairing.json`) are fitted by `train/pairing.py` on matters of the
training texts that were read by hand.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from walkback.core.ledger import Report
from walkback.core.reading import AHEAD, Status
from walkback.trees import summed, trees

# Log-odds that two reports are of one matter, per feature, whatever documents they stand in. Fitted by `python -m train.threads` on the ledger's train and dev
# files; `weeks` is set by hand, since no case there has two documents.
WEIGHTS: Mapping[str, float] = {
    "bias": -3.13,
    "near": 4.85,  # cosine of the matter vectors
    "same_type": 0.08,
    "same_stem": 0.13,  # the triggers share a stem
    "stem_beside": -0.11,  # the trigger of one stands beside that of the other
    "words": 1.19,  # share of the words around them, of reports in two sentences
    "parties": -0.43,
    "no_party": -0.68,
    "due_same": 0.68,
    "due_apart": -1.41,  # what is due on other days is another one of its kind
    "same_sentence": -0.08,
    "same_status_beside": -1.43,  # a sentence tells one standing of a matter once
    "distance": -0.23,  # thousands of characters between them in one document, at most 3
    "turn": 0.47,  # one is ahead, the other refuses, denies, puts off or calls off
    "weeks": -0.02,
}
TURNS = frozenset({"postponed", "cancelled", "rejected", "denied", "failed"})
# what the trees see of two reports of one document, the first of them earlier in the text
NAMES = (
    "near", "same_type", "same_stem", "words", "due_same", "due_apart", "same_sentence", "same_status_beside", "distance",
    "nearer_first", "nearer_second",  # by how much the nearest report of all is nearer to the one, and to the other
    "mean_first", "mean_second",  # cosine with all others in the mean
    "rank",  # how many reports are nearer to one of the two, the smaller number of both
    "between", "reports",  # how many reports stand between them, and in the document
    "rare_words",  # share of the words around them, each weighed by how rare it is in the document
    "rare_names", "status", "same_status", "start", "same_trigger", "due_days",
)  # fmt: skip
_STATUSES: tuple[Status, ...] = (
    "floated", "proposed", "planned", "agreed", "underway", "done", "postponed", "cancelled", "rejected", "denied", "failed",
)  # fmt: skip
# What the trees weigh against the weights: 0 to 1 tried on the dev sets (`python -m train.sweep`), above .2 fewer findings are right.
SEEN = 0.2
APART = 0.1  # two reports whose vectors are less near are of two matters: of 2,900 such pairs three seemed likelier one than .3


def stem(word: str) -> str:
    """A crude stem: enough to bring "meet", "meeting" and "meetings" together."""
    word = word.lower()
    for suffix in ("ings", "ing", "ions", "ion", "ments", "ment", "ers", "er", "ies", "es", "ed", "s", "e", "y"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


@dataclass(frozen=True, slots=True)
class Item:
    """A report with what comparing it needs, made once."""

    report: Report
    stems: frozenset[str]
    trigger: frozenset[str]
    parties: frozenset[str]


def item(report: Report, same: Mapping[str, str]) -> Item:
    return Item(
        report,
        frozenset(stem(w) for w in report.words),
        frozenset(stem(w) for w in re.findall(r"\w{3,}", report.trigger)),
        frozenset(same.get(p, p) for p in report.parties),
    )


def features(a: Item, b: Item) -> dict[str, float]:
    """What speaks for and against one matter, by name."""
    x, y = a.report, b.report
    one_document = x.doc_id == y.doc_id
    one_sentence = one_document and x.sentence == y.sentence
    shared = len(a.stems & b.stems) / max(1, min(len(a.stems), len(b.stems)))
    both = a.parties & b.parties
    stems = bool(a.trigger & b.trigger)
    return {
        "bias": 1.0,
        "near": sum(map(mul, x.vector, y.vector)),
        "same_type": float(x.type == y.type),
        "same_stem": float(stems),
        "stem_beside": float(not stems and bool(a.trigger & b.stems or b.trigger & a.stems)),
        "words": 0.0 if one_sentence else shared,
        "parties": len(both) / max(1, min(len(a.parties), len(b.parties))),
        "no_party": float(bool(a.parties and b.parties and not both)),
        "same_sentence": float(one_sentence),
        "same_status_beside": float(one_sentence and x.status == y.status),
        "distance": min(3.0, abs(x.span.start - y.span.start) / 1000) if one_document else 0.0,
        "turn": float((x.status in AHEAD and y.status in TURNS) or (y.status in AHEAD and x.status in TURNS)),
        "weeks": min(52.0, abs((x.published - y.published).days) / 7) if x.published and y.published else 0.0,
        **_due_days(x, y),
    }


def _due_days(x: Report, y: Report) -> dict[str, float]:
    """Whether two due days are the same or apart; open or vague ones tell neither, and what is put off has another day."""
    firm = all(r.due and not r.due.vague and r.due.earliest and r.due.latest for r in (x, y))
    if not (firm and x.due and y.due):
        return {"due_same": 0.0, "due_apart": 0.0}
    moved = "postponed" in (x.status, y.status)
    apart = not moved and not x.due.overlaps(y.due, slack=3)
    return {"due_same": float(x.due.overlaps(y.due)), "due_apart": float(apart)}


def log_odds(found: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """Log-odds that two reports are of one matter, within 30 either way."""
    return max(-30.0, min(30.0, sum(weights[k] * v for k, v in found.items())))


def probability(found: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """The chance that two reports are of one matter."""
    return 1 / (1 + math.exp(-log_odds(found, weights)))


def _nearness(items: Sequence[Item]) -> list[list[float]]:
    """Cosine of every two reports; the diagonal is -1."""
    out = [[-1.0] * len(items) for _ in items]
    for j, b in enumerate(items):
        for i in range(j):
            out[i][j] = out[j][i] = sum(map(mul, items[i].report.vector, b.report.vector))
    return out


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports of one document by number, with what the weights see (WEIGHTS) and what the trees see (NAMES)."""

    first: int
    second: int
    weighed: dict[str, float]
    seen: tuple[float, ...]


def compared(items: Sequence[Item]) -> Iterator[Pair]:
    """Every two reports of one document whose vectors do not point apart. Items in text order."""
    total = len(items)
    near = _nearness(items)
    order = [sorted(row) for row in near]
    nearest = [row[-1] for row in order]
    mean = [(sum(row) + 1) / max(1, total - 1) for row in near]
    words = Counter(s for item in items for s in item.stems)
    names = Counter(name for item in items for name in set(item.report.names))
    rarity = {count: math.log((total + 1) / count) for count in range(1, total + 1)}
    weight = [sum(rarity[words[s]] for s in item.stems) for item in items]
    for j, b in enumerate(items):
        for i in range(j):
            if near[i][j] < APART:
                continue
            a, x, y = items[i], items[i].report, b.report
            found = features(a, b)
            shared = sum(rarity[words[s]] for s in a.stems & b.stems)
            rare = sum(rarity[names[n]] for n in set(x.names) & set(y.names))
            rank = total - max(bisect_right(order[i], near[i][j]), bisect_right(order[j], near[i][j]))
            yield Pair(i, j, found, (
                *(found[name] for name in NAMES[:9]),
                nearest[i] - near[i][j], nearest[j] - near[i][j], mean[i], mean[j], rank, j - i, total,
                shared / max(1e-6, min(weight[i], weight[j])), rare, _STATUSES.index(x.status), x.status == y.status,
                x.span.start / 1000, x.trigger.lower() == y.trigger.lower(), (x.due is not None) + (y.due is not None),
            ))  # fmt: skip


def chances(items: Sequence[Item]) -> dict[tuple[int, int], float]:
    """For every two reports of one document, by number in text order, the chance that they are of one matter; 0 for those left out.

    Log-odds of the trees and of the weights in a weighted mean: each errs elsewhere.
    """
    pairs = list(compared(items))
    by_trees = summed(trees("pairing", NAMES), [p.seen for p in pairs])
    return {
        (p.first, p.second): 1 / (1 + math.exp(-SEEN * seen - (1 - SEEN) * log_odds(p.weighed)))
        for p, seen in zip(pairs, by_trees, strict=True)
    }
