"""How likely a finding is right: a logistic curve over features that anyone can read off its evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from walkback import pairing
from walkback.core.ledger import OUTLET, FindingKind, Report

# Log-odds, fitted by `python -m train.confidence` on findings at any score of the annotated ledger and story files, and
# on those of an archive that were read by hand; the command prints the reliability curve of cases that took no part, the calibration error and the sweep of SHOWN.
WEIGHTS: Mapping[str, float] = {
    "reversal": 1.09,
    "delay": 1.11,
    "dispute": 2.33,
    "kept": 1.13,
    "lapse": 0.85,
    "least": 0.96,
    "hedged": -0.85,
    "conditional": -0.5,
    "observed": 0.21,
    "far": -0.13,
    "together": 0.28,
    "called_off": 2.22,
    "put_off": 1.93,
    "told": -0.83,
    "deep": -0.28,
    "nobody": -0.55,
    "narrated": 2.15,
    "dated": 0.47,
    "timely": 0.93,
    "beside": -0.09,
    "kept_words": 2.41,
    "kept_near": -0.12,
    "kept_told": 1.01,
}
SHOWN = 0.25  # what is less likely is not shown; 0.2 to 0.4 tried on the story and ledger dev sets
LEAST = 1e-3  # a report's score at least, for its logarithm
SLACK = 2  # days by which what was to happen may be told beside its days


def features(kind: FindingKind, reports: Sequence[Report], together: float = 1.0) -> dict[str, float]:
    """What speaks for a finding, by name: its kind, how surely its reports were read, whether the change is seen or only told.

    together: how likely its reports are of one matter.
    """
    first, last = reports[0], reports[-1]
    across = len({r.doc_id for r in reports}) > 1
    return {
        kind: 1.0,
        "least": math.log(max(LEAST, min(r.score for r in reports))),  # the report that was read least surely
        "hedged": float(any(r.hedged for r in reports)),
        "conditional": float(any(r.conditional for r in reports)),
        "observed": float(across and kind in ("reversal", "delay")),  # across articles, not within one
        "far": float(across and kind == "dispute"),  # words that answer one another across articles
        "together": math.log(max(LEAST, together)),
        "called_off": float(last.status == "cancelled"),  # the last word is a calling off, no refusal, no taking up
        "put_off": float(last.status == "postponed"),  # the last word is a putting off, not only another day
        "told": float(first.by == OUTLET),  # the article tells it on its own word
        "deep": math.log1p(last.span.start - last.sentence.start),  # how far into its sentence the last trigger stands
        "nobody": float(not last.parties),  # nobody is named who would act
        "narrated": float(kind == "lapse" and len(reports) == 1),  # the text says that the time is over
        "kept_told": float(kind == "kept" and first.by == OUTLET),  # where something is kept that counts otherwise
        **_timely(first, last, across=across),
        **_alike(kind, first, last),
    }


def _timely(first: Report, last: Report, *, across: bool) -> dict[str, float]:
    """Whether the first report gives a day, and whether the last of another article tells of that day or of another one."""
    due = first.due
    until = due.latest if due else None
    told = last.due.latest if last.due and not last.due.vague and last.due.latest else last.published
    found = {
        "dated": float(first is not last and until is not None and not (due and due.vague)),
        "timely": 0.0,
        "beside": 0.0,
    }
    if across and due and until and told:
        beside = max(0, (told - until).days, (due.earliest - told).days if due.earliest else 0)
        found |= {"timely": float(beside <= SLACK), "beside": math.log1p(beside)}
    return found


def _alike(kind: FindingKind, first: Report, last: Report) -> dict[str, float]:
    """How alike what was kept is to what was announced: share of the words around both, cosine of matter vectors."""
    if kind != "kept":
        return {"kept_words": 0.0, "kept_near": 0.0}
    found = pairing.features(pairing.item(first, {}), pairing.item(last, {}))
    return {"kept_words": found["words"], "kept_near": found["near"]}


def probability(
    kind: FindingKind, reports: Sequence[Report], together: float = 1.0, *, weights: Mapping[str, float] | None = None
) -> float:
    """The chance, 0 to 1, that an editor would flag what a rule found in these reports. together: that they are of one matter."""
    held = WEIGHTS if weights is None else weights
    return 1 / (1 + math.exp(-sum(held[name] * value for name, value in features(kind, reports, together).items())))
