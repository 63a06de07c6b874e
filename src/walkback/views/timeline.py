"""A matter's life drawn as SVG: one lane a voice, a mark a report, a bar for each day it was due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from walkback.record.rows import Evidence, MatterRow
from walkback.views.render import clean, days

WIDTH, LEFT, RIGHT, LANE, TOP = 760, 170, 24, 30, 26
# shape and class of each status: told apart without colour
SHAPES = {
    "floated": "ring", "proposed": "ring", "planned": "disc", "agreed": "diamond", "underway": "right", "done": "square",
    "postponed": "pause", "cancelled": "cross", "rejected": "bar", "denied": "bar", "failed": "cross",
}  # fmt: skip
CLASSES = {
    "floated": "hint", "proposed": "hint", "planned": "ahead", "agreed": "ahead", "underway": "held", "done": "held",
    "postponed": "late", "cancelled": "off", "rejected": "off", "denied": "off", "failed": "off",
}  # fmt: skip
MOST_LANES = 8


def mark(status: str, x: float, y: float) -> str:
    """The mark of a status at a place."""
    shape, css = SHAPES[status], CLASSES[status]
    if shape == "ring":
        return f'<circle class="m {css} ring" cx="{x:.1f}" cy="{y}" r="5"/>'
    if shape == "disc":
        return f'<circle class="m {css}" cx="{x:.1f}" cy="{y}" r="5.5"/>'
    if shape == "square":
        return f'<rect class="m {css}" x="{x - 5:.1f}" y="{y - 5}" width="10" height="10"/>'
    if shape == "diamond":
        return f'<path class="m {css}" d="M{x:.1f} {y - 7}l7 7-7 7-7-7z"/>'
    if shape == "right":
        return f'<path class="m {css}" d="M{x - 5:.1f} {y - 6}l11 6-11 6z"/>'
    if shape == "pause":
        return f'<path class="m {css}" d="M{x - 6:.1f} {y - 6}h4v12h-4zM{x + 2:.1f} {y - 6}h4v12h-4z"/>'
    if shape == "cross":
        return f'<path class="m {css} line" d="M{x - 5:.1f} {y - 5}l10 10m0-10l-10 10"/>'
    return f'<path class="m {css} line" d="M{x - 6:.1f} {y}h12"/>'


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Days to label on the axis: months, quarters or years by the length of the span, or a few days."""
    length = (last - first).days
    if length <= 45:
        step = max(1, length // 5)
        return [(d := first + timedelta(days=n), f"{d.day} {d:%b}") for n in range(0, length + 1, step)]
    months = 1 if length <= 240 else 3 if length <= 800 else 12
    out = []
    year, month = first.year, first.month
    while date(year, month, 1) <= last:
        day = date(year, month, 1)
        if day >= first and (month - 1) % months == 0:
            out.append((day, f"{year}" if month == 1 else f"{day:%b}"))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return out


def _lanes(evidence: Sequence[Evidence]) -> list[str]:
    names = list(dict.fromkeys(e.by for e in evidence))
    return names if len(names) <= MOST_LANES else [*names[: MOST_LANES - 1], "others"]


def _span(evidence: Sequence[Evidence]) -> tuple[date, date] | None:
    """From the first to the last day told; due days count up to a year away."""
    told = [e.head.published for e in evidence if e.head.published]
    if not told:
        return None
    first, last = min(told), max(told)
    for e in evidence:
        due = e.report.due
        if due and due.latest and first <= due.latest <= last + timedelta(days=366):
            last = max(last, due.latest)
    pad = max(2, (last - first).days // 25)
    return first - timedelta(days=pad), last + timedelta(days=pad)


def timeline(row: MatterRow) -> str:
    """The SVG of one matter; "" where no report is dated."""
    evidence = [e for e in row.evidence if e.head.published]
    span = _span(evidence)
    if span is None:
        return ""
    first, last = span
    lanes = _lanes(evidence)
    height = TOP + LANE * len(lanes) + 24

    def x(day: date) -> float:
        share = (day - first).days / max(1, (last - first).days)
        return LEFT + max(0.0, min(1.0, share)) * (WIDTH - LEFT - RIGHT)

    title = escape(f"Timeline of {clean(row.matter.label)}")
    out = [f'<svg class="timeline" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}"><title>{title}</title>']
    bottom = height - 20
    for day, label in _ticks(first, last):
        out.append(f'<path class="grid" d="M{x(day):.1f} {TOP - 10}V{bottom}"/><text class="tick" x="{x(day):.1f}" y="{height - 5}">{label}</text>')
    for n, name in enumerate(lanes):
        y = TOP + n * LANE
        short = clean(name)
        short = short if len(short) <= 24 else short[:23] + "…"
        out.append(f'<path class="lane" d="M{LEFT} {y}H{WIDTH - RIGHT}"/><text class="who" x="{LEFT - 12}" y="{y + 4}">{escape(short)}</text>')
    out += _marks(evidence, lanes, x, last)
    return "".join([*out, "</svg>"])


def _marks(evidence: Sequence[Evidence], lanes: Sequence[str], x: object, last: date) -> list[str]:
    """Due bars first, then the marks on them; marks that would cover one another stand side by side."""
    place = x if callable(x) else None
    assert place is not None
    bars, marks = [], []
    taken: dict[int, list[float]] = {}
    for e in evidence:
        lane = lanes.index(e.by) if e.by in lanes else len(lanes) - 1
        y = TOP + lane * LANE
        due = e.report.due
        assert e.head.published
        if due and due.latest and due.latest >= e.head.published and due.latest <= last:
            begin = place(max(due.earliest or e.head.published, e.head.published))
            width = max(4.0, place(due.latest) - begin)
            css = "due vague" if due.vague else "due"
            bars.append(
                f'<rect class="{css}" x="{begin:.1f}" y="{y + 8}" width="{width:.1f}" height="5" rx="2.5"><title>due {escape(days(due))}</title></rect>'
            )
        at = place(e.head.published)
        while any(abs(at - other) < 13 for other in taken.get(lane, [])):
            at += 13
        taken.setdefault(lane, []).append(at)
        told = f"{e.head.published} · {e.report.status} · {clean(e.by)}: {clean(e.sentence)}"
        marks.append(f"<g>{mark(e.report.status, at, y)}<title>{escape(told)}</title></g>")
    return [*bars, *marks]


def legend() -> str:
    """What the marks mean."""
    shown = ("floated", "planned", "agreed", "underway", "done", "postponed", "cancelled", "rejected")
    names = {"floated": "floated, proposed", "cancelled": "called off, failed", "rejected": "refused, denied"}
    items = "".join(
        f'<li><svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">{mark(s, 9, 9)}</svg>{names.get(s, s)}</li>' for s in shown
    )
    return f'<ul class="legend">{items}<li><svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true"><rect class="due" x="1" y="6" width="16" height="5" rx="2.5"/></svg>due (faded: vague)</li></ul>'
