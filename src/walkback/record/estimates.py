"""What few cases allow to be said: a share with its interval, and how long fulfilment takes. Numbers in, numbers out.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927);
E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", JASA 53 (1958); the variance is
Greenwood's, the interval is made on the log-log scale (J. D. Kalbfleisch and R. L. Prentice, 1980), which keeps it inside
0 to 1 and is what other survival libraries print.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
FEWEST = 5  # cases that a curve needs: with fewer its band covers nearly all there is


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`, and the Wilson interval of the share they come from; of nothing the interval is 0 to 1."""

    hits: int
    of: int
    low: float
    high: float
    confidence: float = CONFIDENCE


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a curve on which something was fulfilled.

    day: days since it was undertaken; at_risk: how many were still watched and unfulfilled just before; fulfilled: how
    many were on that day; open: the share not yet fulfilled after it, with its interval low to high.
    """

    day: int
    at_risk: int
    fulfilled: int
    open: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan-Meier curve. reach: the longest that any was watched, in days; past it the curve says nothing."""

    steps: tuple[Step, ...]
    count: int
    fulfilled: int
    reach: int
    confidence: float = CONFIDENCE

    def at(self, day: int) -> tuple[float, float, float]:
        """The share not yet fulfilled after so many days, with the ends of its interval."""
        held = [s for s in self.steps if s.day <= day]
        return (held[-1].open, held[-1].low, held[-1].high) if held else (1.0, 1.0, 1.0)

    @property
    def tells(self) -> bool:
        """Whether it stands on enough cases to be drawn."""
        return bool(self.steps) and self.count >= FEWEST

    @property
    def median(self) -> int | None:
        """Days until half were fulfilled; None where the curve does not come down to a half."""
        return next((s.day for s in self.steps if s.open <= 0.5 + 1e-12), None)


def wilson(hits: int, of: int, *, confidence: float = CONFIDENCE) -> Share:
    """A share with its Wilson score interval: honest for few cases and for none or all of them, never outside 0 to 1.

    Raises ValueError unless 0 <= hits <= of.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no share")
    if not of:
        return Share(hits, of, 0.0, 1.0, confidence)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    p, spread = hits / of, z * z / of
    middle = (p + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(p * (1 - p) / of + spread / (4 * of))
    low = 0.0 if not hits else max(0.0, middle - half)
    return Share(hits, of, low, 1.0 if hits == of else min(1.0, middle + half), confidence)


def kaplan_meier(watched: Iterable[tuple[int, bool]], *, confidence: float = CONFIDENCE) -> Curve:
    """The curve of (days watched, whether fulfilled on the last of them); the unfulfilled are censored there.

    One that is censored on a day counts as at risk on it. Raises ValueError on negative days.
    """
    held = sorted(watched)
    if held and held[0][0] < 0:
        raise ValueError(f"watched for {held[0][0]} days")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    fulfilled, left = Counter(d for d, done in held if done), Counter(d for d, _ in held)
    at_risk, open_, greenwood = len(held), 1.0, 0.0
    steps = []
    for day in sorted(left):
        if done := fulfilled[day]:
            open_ *= 1 - done / at_risk
            greenwood += done / (at_risk * (at_risk - done)) if at_risk > done else math.inf
            low, high = _log_log(open_, greenwood, z)
            steps.append(Step(day, at_risk, done, open_, low, high))
        at_risk -= left[day]
    return Curve(tuple(steps), len(held), fulfilled.total(), held[-1][0] if held else 0, confidence)


def _log_log(open_: float, greenwood: float, z: float) -> tuple[float, float]:
    """Ends of the interval on the log-log scale; at 0 nothing is left to vary."""
    if open_ <= 0.0:
        return 0.0, 0.0
    half = z * math.sqrt(greenwood) / math.log(open_)  # negative: the logarithm of a share is
    return open_ ** math.exp(-half), open_ ** math.exp(half)
