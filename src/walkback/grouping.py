"""Reports of one document are brought together: each pair is weighed, then groups grow from the likeliest pair on."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from walkback import pairs
from walkback.core.ledger import OUTLET
from walkback.core.reading import AHEAD
from walkback.pairs import Item, probability, stem

# Log-odds that two reports of one document are of one matter, per feature. Fitted by `python -m train.threads` on documents of the
# training sets, those whose matters the reader has not learned by heart before all.
WEIGHTS: Mapping[str, float] = {
    "bias": -3.55,
    "near": 3.21,
    "same_type": 0.28,
    "same_stem": 0.44,
    "stem_beside": 0.15,
    "words": 1.59,
    "parties": 0.10,
    "no_party": 0.00,
    "same_sentence": -0.51,
    "same_status_beside": -1.51,
    "distance": -0.16,
    "turn": 0.71,
    "weeks": 0.00,
    "due_same": 0.99,
    "due_apart": -1.72,
    "rare": 1.35,
    "exact": 0.38,
    "order": -0.08,
    "names": 0.22,
    "both_outlet": -0.39,
    "first": 0.25,
    "same_status": 0.37,
    "both_done": -0.13,
    "both_ahead": 0.42,
    "phrase": 0.99,
    "in_phrase": -0.11,
    "often": -0.10,
    "late": -0.24,
    "both_due": -0.14,
}
JOIN = 0.3  # least mean probability to join; 0.2 to 0.5 tried on the dev sets
ANSWER = 300  # characters before a denial within which what it denies stands
DENIABLE = frozenset({"planned", "agreed", "underway", "postponed", "cancelled"})
FAR, OFTEN = 20, 10  # reports apart, times that a trigger is told: more counts as this
LATE = 5.0  # thousands of characters into the text: later counts as this


@dataclass(frozen=True, slots=True)
class Scene:
    """All reports of one document, as far as each pair of them is seen against the others.

    order: by place in the text; rare: log(reports / reports that have the stem among their words) by stem; often: reports by
    stem of their trigger.
    """

    order: Mapping[str, int]
    rare: Mapping[str, float]
    often: Mapping[str, int]

    @classmethod
    def of(cls, items: Sequence[Item]) -> Scene:
        placed = sorted(items, key=lambda i: (i.report.span, i.report.id))
        counts = Counter(w for i in items for w in i.stems | i.trigger)
        return cls(
            {i.report.id: n for n, i in enumerate(placed)},
            {w: math.log((len(items) + 1) / count) for w, count in counts.items()},
            Counter(w for i in items for w in i.trigger),
        )

    def features(self, a: Item, b: Item) -> dict[str, float]:
        """What speaks for and against one matter, by name: `pairs.features` and what the document tells beside."""
        x, y = a.report, b.report
        shared, fewer = (sum(self.rare[w] for w in a.stems & b.stems), min(self._weight(a), self._weight(b)))
        names, phrases = (set(x.names), set(y.names)), (_stems(x.phrase), _stems(y.phrase))
        times = min(max((self.often[w] for w in i.trigger), default=0) for i in (a, b))
        return {
            **pairs.features(a, b),
            "rare": shared / (1 + fewer),
            "exact": float(x.trigger.lower() == y.trigger.lower()),
            "order": float(min(FAR, abs(self.order[x.id] - self.order[y.id]))),
            "names": _shared(*names),
            "both_outlet": float(x.by == y.by == OUTLET),
            "first": float(bool(x.parties and y.parties and x.parties[0] == y.parties[0])),
            "same_status": float(x.status == y.status),
            "both_done": float(x.status == y.status == "done"),
            "both_ahead": float(x.status in AHEAD and y.status in AHEAD),
            "phrase": _shared(*phrases),
            "in_phrase": float(bool(a.trigger & phrases[1] or b.trigger & phrases[0])),
            "often": float(min(OFTEN, times)),
            "late": min(LATE, min(x.span.start, y.span.start) / 1000),
            "both_due": float(bool(x.due and y.due)),
        }

    def _weight(self, item: Item) -> float:
        return sum(self.rare[w] for w in item.stems)


def _stems(words: str) -> set[str]:
    return {stem(w) for w in re.findall(r"\w{3,}", words)}


def _shared(a: set[str], b: set[str]) -> float:
    """How much of the smaller set is in the other."""
    return len(a & b) / max(1, min(len(a), len(b)))


def grouped(items: Sequence[Item], join: float = JOIN, weights: Mapping[str, float] = WEIGHTS) -> list[list[Item]]:
    """Reports of one document by matter: average-link agglomeration."""
    scene = Scene.of(items)
    groups = [[i] for i in range(len(items))]
    chance = {
        (i, j): probability(scene.features(items[i], items[j]), weights)
        for i in range(len(items))
        for j in range(i + 1, len(items))
    }
    total: dict[tuple[int, int], float] = dict(chance)
    alive = set(range(len(items)))
    while True:
        best = max(
            ((total[i, j] / (len(groups[i]) * len(groups[j])), -i, -j) for i, j in total if i in alive and j in alive),
            default=(0.0, 0, 0),
        )
        if best[0] < join:
            break
        i, j = -best[1], -best[2]
        groups[i] += groups[j]
        alive.discard(j)
        for k in alive - {i}:
            left, right = tuple(sorted((i, k))), tuple(sorted((j, k)))
            total[left] += total[right]  # type: ignore[index]
        total = {pair: value for pair, value in total.items() if j not in pair}
    return _with_answers([[items[n] for n in sorted(groups[i])] for i in sorted(alive)])


def _with_answers(groups: list[list[Item]]) -> list[list[Item]]:
    """Groups with each denial joined to what it answers.

    A denial rarely repeats the words of what it denies ("had agreed to sit down", "the summit was never agreed"): it
    answers the nearest report before it, in reach, between the same two parties.
    """
    for denial in [i for group in groups for i in group if i.report.status == "denied"]:
        at = denial.report.span.start
        answered = [
            i
            for group in groups
            for i in group
            if i.report.status in DENIABLE
            and 0 < at - i.report.span.end <= ANSWER
            and len(i.parties & denial.parties) > 1
        ]
        if not answered:
            continue
        nearest = max(answered, key=lambda i: i.report.span)
        one = next(g for g in groups if denial in g)
        other = next(g for g in groups if nearest in g)
        if one is not other:
            other += one
            groups = [g for g in groups if g is not one]
    return [sorted(g, key=lambda i: (i.report.span, i.report.id)) for g in groups]
