"""How far people agree. Numbers in, numbers out.

Sources: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960);
K. Krippendorff, "Content Analysis", 4th ed. (2018), chapter 12: alpha for nominal values, any number of judges, gaps allowed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Words = Mapping[str, Mapping[str, str]]  # unit -> judge -> value


@dataclass(frozen=True, slots=True)
class Pair:
    """Two judges over the units that both judged; kappa is None where both gave one value only, as chance explains it all."""

    one: str
    other: str
    units: int
    agreed: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """units: judged by two or more; pairs: of judges on one unit, agreed: those that gave the same value.

    alpha: Krippendorff's, nominal; 1 is perfect, 0 chance; None where nobody judged twice or all gave one value.
    """

    units: int
    pairs: int
    agreed: int
    alpha: float | None
    judges: tuple[Pair, ...]

    @property
    def share(self) -> float | None:
        """Agreeing pairs of all pairs, 0 to 1; None where there are none."""
        return self.agreed / self.pairs if self.pairs else None


def agreement(words: Words) -> Agreement:
    """How far judges agree on the units that two or more of them judged."""
    shared = {unit: held for unit, held in words.items() if len(held) > 1}
    both = [pair for held in shared.values() for pair in combinations(held.values(), 2)]
    return Agreement(
        len(shared), len(both), sum(a == b for a, b in both), alpha([tuple(h.values()) for h in shared.values()]), _pairs(shared)
    )  # fmt: skip


def alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's alpha of nominal values, unit by unit; units of fewer than two values say nothing. None: undefined."""
    seen: Counter[str] = Counter()
    apart = 0.0
    for values in units:
        if len(values) < 2:
            continue
        counts = Counter(values)
        seen += counts
        apart += (len(values) ** 2 - sum(n * n for n in counts.values())) / (len(values) - 1)
    total = seen.total()
    by_chance = total * total - sum(n * n for n in seen.values())
    return 1 - (total - 1) * apart / by_chance if by_chance else None


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two judges' values; None where chance explains all of it, or there are none."""
    if not pairs:
        return None
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(one[value] * other[value] for value in one) / len(pairs) ** 2
    seen = sum(a == b for a, b in pairs) / len(pairs)
    return (seen - by_chance) / (1 - by_chance) if by_chance < 1 else None


def _pairs(shared: Words) -> tuple[Pair, ...]:
    judges = sorted({judge for held in shared.values() for judge in held})
    out = []
    for one, other in combinations(judges, 2):
        both = [(held[one], held[other]) for held in shared.values() if one in held and other in held]
        if both:
            out.append(Pair(one, other, len(both), sum(a == b for a, b in both), kappa(both)))
    return tuple(out)
