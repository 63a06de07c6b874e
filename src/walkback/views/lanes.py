"""A matter's life drawn in a terminal: a lane a side, a mark where its word changed, the days that are due below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET
from walkback.record.rows import LifeCycle, Side, Standing
from walkback.views.axis import FAR, Axis, axis_of
from walkback.views.chart import line
from walkback.views.terminal import OF_STATUS, Piece, Screen, between
from walkback.views.words import clean, count, days, lateness

# as on the page: shape and colour each tell enough without the other
MARKS = {
    "floated": "○", "proposed": "○", "planned": "●", "agreed": "◆", "underway": "▶", "done": "■",
    "postponed": "‖", "cancelled": "✕", "rejected": "⊘", "denied": "⊘", "failed": "▼",
}  # fmt: skip
STATES = {
    "settled": ("settled", "bold"), "overdue": ("overdue", "bold red"), "due": ("due", "bold yellow"), "open": ("open, no day set", "bold blue"),
}  # fmt: skip
EDGE = 2
MOST_BARS = 4


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days onto columns."""

    axis: Axis
    columns: int

    def at(self, value: date) -> int:
        share = (value - self.axis.first).days / max(1, (self.axis.last - self.axis.first).days)
        return round(min(1.0, max(0.0, share)) * (self.columns - 1))


def life(screen: Screen, held: LifeCycle, on: date) -> str:
    """The drawing with a line on where the matter stands; of a matter without days the line alone."""
    out = [_now(screen, held)]
    axis = _axis(held)
    if axis is not None:
        scale = _Scale(axis, screen.width - 2 * EDGE)
        for side in held.sides:
            out += ["", *_lane(screen, side, scale)]
        out += _due(screen, held, scale)
        out += _foot(screen, scale, on)
    return "\n".join(out)


def _axis(held: LifeCycle) -> Axis | None:
    """The days told, due and held; what held long before the first article stands at the edge."""
    axis = axis_of([e for side in held.sides for s in side.standings for e in s.evidence])
    if axis is None:
        return None
    far = axis.first.toordinal() - min(FAR, 2 * (axis.last - axis.first).days + 14)
    days_held = [s.first for side in held.sides for s in side.standings if s.first and s.first.toordinal() >= far]
    return replace(axis, first=min([axis.first, *days_held]))


def _now(screen: Screen, held: LifeCycle) -> str:
    """Where the matter stands, in words."""
    words, style = STATES[held.state]
    told = ""
    if held.current:
        since = f" since {held.current.first}" if held.current.first else ""
        told = f"{held.current.status}{since}"
    due = f"due {days(held.due.due)} ({lateness(held.due.days)})" if held.due else ""
    quarrel = "the last words of the sides differ" if held.differ else ""
    return screen.flow(
        (words, style), (f" · {between([told, due, quarrel])}", ""), indent=EDGE, first=[(" " * EDGE, "")]
    )


def _name(side: Side) -> Piece:
    voices = [clean(v) for v in side.voices]
    through = f" (by the word of {', '.join(voices[:3])}{' and others' if len(voices) > 3 else ''})" if voices else ""
    return clean(side.name) + through, "bold" if side.id != OUTLET else "dim"


def _lane(screen: Screen, side: Side, scale: _Scale) -> Iterator[str]:
    """The name of a side and its marks; a mark that finds no room goes one row down."""
    yield screen.flow(_name(side), indent=EDGE, first=[(" " * EDGE, "")])
    rows: list[list[tuple[int, Standing, str]]] = []
    for standing in side.standings:
        if standing.first is None:
            continue
        at = scale.at(standing.first)
        told = standing.status + (f" ×{len(standing.evidence)}" if len(standing.evidence) > 1 else "")
        if standing.first < scale.axis.first:
            told += f" {standing.first}"
        for row in rows:
            if row[-1][0] + len(row[-1][2]) + 3 <= at:
                row.append((at, standing, told))
                break
        else:
            rows.append([(at, standing, told)])
    for row in rows:
        yield line(screen, _row(row, scale.columns))


def _row(held: Sequence[tuple[int, Standing, str]], columns: int) -> list[Piece]:
    """One row of marks with their words; a word that would leave the screen stands before its mark."""
    pieces: list[Piece] = [(" " * EDGE, "")]
    used = 0
    for n, (at, standing, told) in enumerate(held):
        tone = OF_STATUS.get(standing.status, "bold")
        ahead = at + len(told) + 2 > columns
        begin = max(used, at - len(told) - 1) if ahead else at
        pieces.append(("─" * (begin - used), "dim") if n or used else (" " * begin, ""))
        mark = (MARKS[standing.status], f"bold {tone}")
        word = (f" {told}" if not ahead else f"{told} ", tone)
        pieces += [word, mark] if ahead else [mark, word]
        used = begin + len(told) + 2
        if n + 1 < len(held):
            pieces.append((" ", ""))
            used += 1
    return pieces


def _due(screen: Screen, held: LifeCycle, scale: _Scale) -> Iterator[str]:
    """The days that were due, each stretch once, as bars: dense for stated days, light for vague ones."""
    seen: dict[tuple[date | None, date | None], tuple[int, int, bool]] = {}
    for side in held.sides:
        for standing in side.standings:
            for e in standing.evidence:
                due = e.report.due
                if due is not None and e.report.status not in ("done", "failed"):
                    where = _stretch(due, e.head.published, scale)
                    if where:
                        seen[due.earliest, due.latest] = (*where, due.vague)
    if not seen:
        return
    yield ""
    yield line(screen, [(" " * EDGE + "due", "bold")])
    for (earliest, latest), (begin, end, vague) in list(seen.items())[:MOST_BARS]:
        bar = (("░" if vague else "▒") * (end - begin + 1), "yellow")
        told = f"{earliest or '…'}" + ("" if earliest == latest else f" to {latest or '…'}")
        if len(told) <= scale.columns - end - 2:
            yield line(screen, [(" " * (EDGE + begin), ""), bar, (f" {told}", "dim")])
        elif len(told) < begin:
            yield line(screen, [(" " * (EDGE + begin - len(told) - 1), ""), (f"{told} ", "dim"), bar])
        else:
            yield line(screen, [(" " * (EDGE + begin), ""), bar])
            yield line(screen, [(" " * (EDGE + max(0, min(begin, scale.columns - len(told)))), ""), (told, "dim")])
    if len(seen) > MOST_BARS:
        left = count(len(seen) - MOST_BARS, "more stretch", "more stretches")
        yield screen.flow((f"and {left} of days", "dim"), indent=EDGE, first=[(" " * EDGE, "")])


def _stretch(due: Interval, told: date | None, scale: _Scale) -> tuple[int, int] | None:
    """The first and last column of a due interval; None where all of it lies beyond the axis."""
    first, last = scale.axis.first, scale.axis.last
    begin = due.earliest or min(told or first, due.latest or last)
    end = due.latest or last
    return (scale.at(begin), scale.at(end)) if begin <= last and end >= first else None


def _foot(screen: Screen, scale: _Scale, on: date) -> Iterator[str]:
    """The axis of days, with a mark for the day of asking where it lies on it."""
    marks, labels = ["─"] * scale.columns, [" "] * (scale.columns + 16)
    for value, label in scale.axis.ticks():
        at = scale.at(value)
        marks[at] = "┴"
        begin = min(at, scale.columns - len(label))
        if all(c == " " for c in labels[max(0, begin - 2) : begin + len(label) + 2]):
            labels[begin : begin + len(label)] = label
    if scale.axis.first <= on <= scale.axis.last:
        marks[scale.at(on)] = "▲"
    yield line(screen, [(" " * EDGE + "".join(marks), "dim")])
    yield line(screen, [(" " * EDGE + "".join(labels[: scale.columns]), "dim")])
