"""Reports of one undertaking are brought together in a matter, within a document and across documents."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from walkback import candidates
from walkback.candidates import Candidate, Held, Postings, nearest
from walkback.chains import Together, chains, turn
from walkback.core.ledger import OUTLET, Actor, Matter, Report
from walkback.core.reading import AHEAD
from walkback.core.strands import Link, Place
from walkback.core.text import content_id
from walkback.pairing import WEIGHTS, Item, chances, features, item, probability

# Log-odds that a strand continues one of an earlier document (`strand_features`). Fitted by `python -m train.prior` on pairs of
# strands of a record that were read by hand, and on those of the annotated stories.
PRIOR: Mapping[str, float] = {
    "bias": -2.82,
    "pair": 0.6,
    "weeks": -0.27,
    "shared": 0.17,
    "expected": -0.47,
    "apart": -0.07,
    "names": 1.61,
    "unnamed": 1.68,  # one of the two names nobody
    "rare": 0.39,
}
RAREST = 0.01  # times a day: what is named less often is as rare
MOST_SHARED = 6
# least mean probability to join in one document (0.25 to 0.5 tried on the dev sets), and least chance to continue one of another
JOIN_WITHIN, JOIN_ACROSS = 0.5, 0.35
MEMORY = timedelta(days=400)  # a matter that nobody has spoken of for so long takes no new reports
ANSWER = 300  # characters before a denial within which what it denies stands
# words that stand for what was said before them
_STANDS_FOR = re.compile(
    r"\b(?:ideas?|offers?|proposals?|claims?|requests?|demands?|suggestions?|invitations?|allegations?|accusations?|overtures?|notion|assertions?|accounts?|reports?|that|this|it|those|these|them)\b",
    re.IGNORECASE,
)
DENIABLE = frozenset({"planned", "agreed", "underway", "postponed", "cancelled"})


def _local(items: Sequence[Item], join: float) -> list[list[Item]]:
    """Reports of one document, in text order, by matter: average-link agglomeration.

    Each group knows the group after it that is nearest, so that a step looks again only at those that this concerned.
    """
    groups = [[i] for i in range(len(items))]
    total = [[0.0] * len(items) for _ in items]
    for (i, j), chance in chances(items).items():
        total[i][j] = total[j][i] = chance
    alive = list(range(len(items)))

    def nearest(i: int) -> tuple[float, int, int]:
        return max(
            ((total[i][j] / (len(groups[i]) * len(groups[j])), -i, -j) for j in alive if j > i), default=(-1.0, -i, -i)
        )

    best = {i: nearest(i) for i in alive}
    while best and (found := max(best.values()))[0] >= join:
        i, j = -found[1], -found[2]
        groups[i] += groups[j]
        alive.remove(j)
        del best[j]
        for k in alive:
            total[i][k] = total[k][i] = total[i][k] + total[j][k]
        best |= {k: nearest(k) for k, (_, _, other) in best.items() if k == i or -other in (i, j)}
    return _with_answers([[items[n] for n in sorted(groups[i])] for i in alive])


def _with_answers(groups: list[list[Item]]) -> list[list[Item]]:
    """Groups with each refusal and denial joined to what it answers.

    They rarely repeat the words of what they answer ("had agreed to sit down", "the summit was never agreed"). A denial answers
    the nearest report before it, in reach, between the same two parties. One that names what it answers by a word that stands for
    anything said ("rejected the idea", "that claim is false") answers the nearest of all, unless its group has begun before it: of 34 such in
    the training files 22 do.
    """
    for answer in [i for group in groups for i in group if i.report.status in ("denied", "rejected")]:
        one = next(g for g in groups if answer in g)
        stands_for = answer is one[0] and bool(_STANDS_FOR.search(answer.report.trigger))
        at = answer.report.span.start
        answered = [
            i
            for group in groups
            for i in group
            if 0 < at - i.report.span.end <= ANSWER and (_denied(answer, i) or (stands_for and _answerable(answer, i)))
        ]
        if not answered:
            continue
        nearest = max(answered, key=lambda i: i.report.span)
        other = next(g for g in groups if nearest in g)
        if one is not other:
            other += one
            groups = [g for g in groups if g is not one]
    return [sorted(g, key=lambda i: (i.report.span, i.report.id)) for g in groups]


def _denied(answer: Item, item: Item) -> bool:
    both = item.parties & answer.parties
    return answer.report.status == "denied" and item.report.status in DENIABLE and len(both) > 1


def _answerable(answer: Item, item: Item) -> bool:
    """Whether a word that stands for anything said can stand for this: what is denied may be past, what is rejected is ahead."""
    return answer.report.status == "denied" or item.report.status in AHEAD


@dataclass(frozen=True, slots=True)
class Strand:
    """The reports of one document on one matter, in text order; named by its first report."""

    id: str
    place: Place
    items: tuple[Item, ...]
    keys: frozenset[int]  # all it is kept under in the postings
    names: frozenset[int]  # of these the names in its sentences, by which it is counted and not looked for

    @property
    def parties(self) -> frozenset[str]:
        return frozenset(p for item in self.items for p in item.parties)


def strands(
    reports: Sequence[Report],
    same: Mapping[str, str],
    *,
    within: float = JOIN_WITHIN,
) -> list[Strand]:
    """The strands of one document, in order of their first reports."""
    items = [item(r, same) for r in sorted(reports, key=lambda r: (r.span, r.id))]
    return sorted((strand(group) for group in _local(items, within)), key=lambda s: s.place)


def strand(items: Sequence[Item]) -> Strand:
    """The strand of some reports of one document, given in text order."""
    first = items[0].report
    place = Place.of(first.published, first.doc_id, first.span.start)
    names = candidates.named(name for i in items for name in i.report.names)
    return Strand(first.id, place, tuple(items), candidates.keys(items) | names, names)


def continued(
    strand: Strand,
    postings: Postings,
    held: Callable[[str], Strand],
    *,
    across: float = JOIN_ACROSS,
    weights: Mapping[str, float] = WEIGHTS,
) -> Link | None:
    """The earlier strand of another document that a strand most likely continues, if any is likely enough; held: strands by id.

    It follows from the two strands and from how common is what they share, whatever else has been linked; of two as
    likely the later one.
    """
    best: tuple[float, Place, str] | None = None
    for other, found in earlier(strand, postings, held, weights):
        chance = by_chance(found)
        if chance >= across and (best is None or (chance, other.place, other.id) > best):
            best = (chance, other.place, other.id)
    return Link(best[2], best[0]) if best else None


def earlier(
    strand: Strand, postings: Postings, held: Callable[[str], Strand], weights: Mapping[str, float] = WEIGHTS
) -> Iterator[tuple[Strand, dict[str, float]]]:
    """The strands of other documents that one may continue, each with what speaks for it (`strand_features`)."""
    seen = [
        (candidate, held(candidate.id))
        for candidate in nearest(postings, strand.keys - strand.names, strand.place)
        if candidate.place.doc_id != strand.place.doc_id and _days(candidate.place, strand.place) <= MEMORY.days
    ]
    shared = strand.names & frozenset[int]().union(*(other.names for _, other in seen))
    rates = candidates.rates(postings, shared, strand.place)
    for candidate, other in seen:
        yield other, strand_features(strand, other, candidate, rates, weights)


def _days(since: Place, until: Place) -> int:
    """Days from one place to a later one; none where the first has no day."""
    return until.day - since.day if since.day else 0


def strand_features(
    new: Strand, old: Strand, candidate: Candidate, rates: Mapping[int, float], weights: Mapping[str, float] = WEIGHTS
) -> dict[str, float]:
    """What speaks for and against a strand continuing one of an earlier document, by name. rates: of the names that both have.

    In an archive any strike finds an earlier strike that reads alike. What tells a matter from a habit of the news is who and
    what places both name, how rarely these are named, how soon the next report comes, and how many strands that share as much
    were to be expected in so many days.
    """
    pair = likely(new, old, weights)
    days = _days(old.place, new.place)
    shared = new.names & old.names
    rarest = min((rates[n] for n in shared), default=None)
    return {
        "bias": 1.0,
        "pair": math.log(pair / (1 - pair)) if 0 < pair < 1 else math.copysign(30.0, pair - 0.5),
        "weeks": math.log1p(days / 7),
        "shared": float(min(MOST_SHARED, candidate.shared)),
        "expected": math.log1p(candidate.rate * days),
        "apart": float(bool(new.parties and old.parties and not new.parties & old.parties)),
        "names": len(shared) / max(1, min(len(new.names), len(old.names))),
        "unnamed": float(not new.names or not old.names),
        "rare": 0.0 if rarest is None else -math.log(max(rarest, RAREST)),
    }


def by_chance(found: Mapping[str, float], weights: Mapping[str, float] = PRIOR) -> float:
    """The chance that a strand continues an earlier one."""
    return probability(found, weights)


def likely(new: Strand, old: Strand, weights: Mapping[str, float] = WEIGHTS) -> float:
    """The chance that two strands are of one matter: the mean over the best three reports of the new one."""
    chances = sorted((max(probability(features(a, b), weights) for b in old.items) for a in new.items), reverse=True)
    return sum(chances[:3]) / len(chances[:3])


@dataclass(frozen=True, slots=True)
class Threads:
    """Groups of reports, each one matter, in order of their first report; and how likely reports are of one matter."""

    groups: list[list[Report]]
    together: Together


def threads(
    reports: Sequence[Report],
    same: Mapping[str, str],
    *,
    within: float = JOIN_WITHIN,
    across: float = JOIN_ACROSS,
    weights: Mapping[str, float] = WEIGHTS,
) -> Threads:
    """The matters of all reports. Order of arrival plays no part."""
    by_document: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        by_document[report.doc_id].append(report)
    held = {s.id: s for d in by_document.values() for s in strands(d, same, within=within)}
    postings = Held((s.place, s.id, s.keys) for s in held.values())
    links = {
        s.id: link
        for s in held.values()
        if (link := continued(s, postings, held.__getitem__, across=across, weights=weights)) is not None
    }
    turns = {s.id: turn(i.report for i in s.items) for s in held.values()}
    found = chains(((s.place, s.id) for s in held.values()), links, turns)
    of = {item.report.id: s.id for s in held.values() for item in s.items}
    return Threads(
        [[item.report for name in matter for item in held[name].items] for matter in found], Together(of, links)
    )


def matter_id(reports: Sequence[Report]) -> str:
    """The id of the matter of a group of reports, which follows from its first report."""
    return content_id("matter", _ordered(reports)[0].id)


def _ordered(reports: Sequence[Report]) -> list[Report]:
    return sorted(reports, key=lambda r: (r.published or date.min, r.doc_id, r.span, r.id))


def matter(reports: Sequence[Report], actors: Mapping[str, Actor], same: Mapping[str, str]) -> Matter:
    """The matter of a group of reports; its id follows from its first report."""
    ordered = _ordered(reports)
    types = Counter(r.type for r in ordered)
    parties: Counter[str] = Counter()
    for r in ordered:
        for n, p in enumerate(r.parties):
            parties[same.get(p, p)] += 3 - min(n, 2)
    held = tuple(p for p, _ in parties.most_common(4))
    names = [actors[p].name for p in held[:2] if p in actors and actors[p].kind != "anonymous"]
    if not names:
        names = [actors[p].name for p in [same.get(r.by, r.by) for r in ordered if r.by != OUTLET][:1] if p in actors]
    phrase = max((r.phrase or r.trigger for r in ordered), key=lambda p: (min(len(p.split()), 5), -len(p)))
    label = f"{phrase} ({', '.join(names)})" if names else phrase
    return Matter(
        id=matter_id(ordered),
        label=label,
        type=min(types, key=lambda t: (-types[t], t)),
        parties=held,
        reports=tuple(r.id for r in ordered),
    )
