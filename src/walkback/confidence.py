"""How likely a finding is right: a logistic curve over a few features that anyone can read off its evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from walkback.core.ledger import FindingKind, Report

# Log-odds, fitted by `python -m train.confidence` on findings at any score of the annotated ledger and story files, and
# on those of an archive that were read by hand; the command prints the reliability curve of cases that took no part, the calibration error and the sweep of SHOWN.
WEIGHTS: Mapping[str, float] = {
    "reversal": 0.73,
    "delay": 1.69,
    "dispute": 1.38,
    "kept": 1.63,
    "lapse": -0.76,
    "read": 1.32,
    "observed": -0.02,
    "far": -0.28,
    "within": -0.71,
    "hedged": -0.39,
    "together": 0.48,
}
SHOWN = 0.25  # what is less likely is not shown; 0.2 to 0.4 tried on the story and ledger dev sets
LEAST = 1e-3  # a report's score at least, for its logarithm


def features(kind: FindingKind, reports: Sequence[Report], together: float = 1.0) -> dict[str, float]:
    """What speaks for a finding, by name: its kind, how surely its reports were read, whether the change is seen or only told.

    together: how likely its reports are of one matter.
    """
    scores = [math.log(max(LEAST, r.score)) for r in reports]
    documents = {r.doc_id for r in reports}
    return {
        kind: 1.0,
        "read": sum(scores) / len(scores),
        "observed": float(len(documents) > 1 and kind in ("reversal", "delay")),  # across articles, not within one
        "far": float(len(documents) > 1 and kind == "dispute"),  # words that answer one another across articles
        "within": float(len(documents) == 1 and len(reports) > 1),  # one article tells both ends of it
        "hedged": float(any(r.hedged for r in reports)),
        "together": math.log(max(LEAST, together)),
    }


def probability(
    kind: FindingKind, reports: Sequence[Report], together: float = 1.0, *, weights: Mapping[str, float] | None = None
) -> float:
    """The chance, 0 to 1, that an editor would flag what a rule found in these reports. together: that they are of one matter."""
    held = WEIGHTS if weights is None else weights
    return 1 / (1 + math.exp(-sum(held[name] * value for name, value in features(kind, reports, together).items())))
