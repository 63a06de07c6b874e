"""What speaks for and against two reports being of one matter, wherever they stand."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from operator import mul

from walkback.core.ledger import Report
from walkback.core.reading import AHEAD

# Log-odds that two reports of two documents are of one matter, per feature. Fitted on the pairs of the ledger's train and dev files,
# `weeks` by hand, since no case there has two documents; `walkback.threads.PRIOR` was fitted on what they give. Within a document:
# `walkback.grouping`.
WEIGHTS: Mapping[str, float] = {
    "bias": -2.92,
    "near": 3.15,  # cosine of the matter vectors
    "same_type": 0.69,
    "same_stem": 0.58,  # the triggers share a stem
    "stem_beside": 0.02,  # the trigger of one stands beside that of the other
    "words": 1.59,  # share of the words around them, of reports in two sentences
    "parties": -0.16,
    "no_party": -0.44,
    "due_same": 0.75,
    "due_apart": -1.76,  # what is due on other days is another one of its kind
    "same_sentence": -0.07,
    "same_status_beside": -1.46,  # a sentence tells one standing of a matter once
    "distance": -0.27,  # thousands of characters between them in one document, at most 3
    "turn": 0.43,  # one is ahead, the other refuses, denies, puts off or calls off
    "weeks": -0.02,
}
TURNS = frozenset({"postponed", "cancelled", "rejected", "denied", "failed"})


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


def probability(found: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """The chance that two reports are of one matter."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights[k] * v for k, v in found.items())))))
