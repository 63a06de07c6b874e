"""The life of a matter: what each side said of it, since when, where it stands now, what is open, due, overdue."""

from __future__ import annotations

from datetime import date

from walkback.core.ledger import OUTLET
from walkback.record.gather import actors
from walkback.record.people import Sides
from walkback.record.queries import CLOSED, OPEN, due_of, matter, verdicts
from walkback.record.rows import Evidence, LifeCycle, MatterRow, Side, Standing, State
from walkback.record.store import Record

THE_ARTICLES = "the articles themselves"


def life_cycle(record: Record, matter_id: str, *, on: date) -> LifeCycle:
    """The life of one matter up to a day; the beginning of its id is enough.

    Raises RecordError where no matter begins so, or several do.
    """
    return life_of(record, matter(record, matter_id), on=on)


def life_of(record: Record, row: MatterRow, *, on: date) -> LifeCycle:
    """The life of a matter up to a day. Copies, and reports that a person refused, say nothing."""
    words = verdicts(record)
    refused = {target for target, word in words.items() if word.verdict == "refused"}
    told = [
        e
        for e in row.evidence
        if e.head.copy_of is None
        and e.report.id not in refused
        and (e.head.published is None or e.head.published <= on)
    ]
    told.sort(key=lambda e: e.order)
    held: dict[str, list[Evidence]] = {}
    names: dict[str, str] = {}
    voices: dict[str, dict[str, None]] = {}
    sides = Sides(record)
    for e in told:
        key, name = _side(sides, e)
        held.setdefault(key, []).append(e)
        names[key] = name
        voices.setdefault(key, {})
        if e.by != name and key != OUTLET:
            voices[key][e.by] = None
    lives = [Side(key, names[key], tuple(voices[key]), _standings(held[key])) for key in held]
    lives.sort(key=lambda s: s.id == OUTLET)  # stable: the articles' own last, the rest in order of first word
    decisive = [e for e in told if e.report.status in OPEN | CLOSED]
    standings = _standings(decisive or told)
    due = due_of(row.matter, told, on=on)
    state: State = "open"
    if decisive and decisive[-1].report.status in CLOSED:
        state = "settled"
    elif due is not None:
        state = "overdue" if due.state == "overdue" else "due"
    return LifeCycle(row, tuple(lives), standings[-1] if standings else None, state, due)


def _side(sides: Sides, evidence: Evidence) -> tuple[str, str]:
    """Id and name of the side on whose word a report stands."""
    by = evidence.report.by
    if by == OUTLET:
        return OUTLET, THE_ARTICLES
    body = sides.of(by, evidence.head.doc_id, evidence.head.published) or actors(sides.record, [by]).get(by)
    return (body.id, body.name) if body else (by, evidence.by)


def _standings(told: list[Evidence]) -> tuple[Standing, ...]:
    """Runs of one status, in the order told."""
    runs: list[list[Evidence]] = []
    for e in told:
        if runs and runs[-1][-1].report.status == e.report.status:
            runs[-1].append(e)
        else:
            runs.append([e])
    return tuple(Standing(run[0].report.status, run[0].held, run[-1].held, tuple(run)) for run in runs)
