"""The date axis of a timeline: which days it covers, where they stand, which of them are labelled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from walkback.core.interval import Interval
from walkback.record.rows import Evidence
from walkback.views.markup import Html, el
from walkback.views.words import day, month

WIDTH, EDGE = 900, 16  # pixels; room left at both ends
FAR = 400  # days; a due day farther from what was told would squeeze everything else
MOST_TICKS = 9
_DAYS, _MONTHS, _YEARS = (1, 2, 7, 14), (1, 3, 6), (1, 2, 5, 10, 20, 50, 100, 500)


def room(label: str) -> float:
    """About how many pixels a small label takes."""
    return 6.3 * len(label) + 6 if label else 0.0


@dataclass(frozen=True, slots=True)
class Axis:
    """Days first..last, drawn from edge to edge."""

    first: date
    last: date

    def x(self, value: date) -> float:
        """Where a day stands, kept inside the drawing."""
        share = (value - self.first).days / max(1, (self.last - self.first).days)
        return EDGE + min(1.0, max(0.0, share)) * (WIDTH - 2 * EDGE)

    def bar(self, due: Interval, told: date) -> tuple[float, float, str] | None:
        """Begin, end and fading of a due interval; None where all of it lies beyond the axis."""
        begin, end = due.earliest or min(told, due.latest or told), due.latest or self.last
        if begin > self.last or end < self.first:
            return None
        left, right = self.x(begin), self.x(end)
        if right - left < 6:
            left, right = left - 3, left + 3
        fade = "fade" if due.vague else "fade-left" if due.earliest is None else ""
        return left, right, "fade-right" if due.latest is None or end > self.last else fade

    def ticks(self) -> list[tuple[date, str]]:
        """Days to label, evenly spaced in days, months or years, at most nine of them."""
        length = (self.last - self.first).days
        for step in _DAYS:
            if length / step <= MOST_TICKS - 1:
                return self._labelled(self._by_days(step))
        months = length / 30.4
        for step in _MONTHS:
            if months / step <= MOST_TICKS - 1:
                return self._labelled(self._by_months(step))
        step = next((s for s in _YEARS if months / 12 / s <= MOST_TICKS - 1), _YEARS[-1])
        return self._labelled(self._by_months(12 * step))

    def _by_days(self, step: int) -> Iterator[date]:
        at = self.first.toordinal()
        if step % 7 == 0:
            at += -(at - 1) % 7  # weeks are counted from Mondays
        for n in range(at, self.last.toordinal() + 1, step):
            yield date.fromordinal(n)

    def _by_months(self, step: int) -> Iterator[date]:
        at = self.first.year * 12 + self.first.month - 1
        for n in range(at + -at % step, self.last.year * 12 + self.last.month, step):
            value = date(n // 12, n % 12 + 1, 1)
            if value >= self.first:
                yield value

    def _labelled(self, values: Iterator[date]) -> list[tuple[date, str]]:
        """Each day with its label; the year is told once, and again where it changes."""
        held = list(values)
        monthly = all(v.day == 1 for v in held) and (self.last - self.first).days > 60
        yearly = monthly and all(v.month == 1 for v in held) and len(held) > 1
        out: list[tuple[date, str]] = []
        told = 0
        for v in held:
            name = f"{v.year}" if yearly else month(v) if monthly else f"{v.day} {month(v)}"
            out.append((v, name if yearly or v.year == told else f"{name} {v.year}"))
            told = v.year
        return out

    def grid(self, bottom: float) -> Iterator[Html]:
        """Lines and labels of the ticks; a label that would touch the one before is left out."""
        free = 0.0
        for value, label in self.ticks():
            x, half = self.x(value), room(label) / 2
            yield el("path", class_="grid", d=f"M{x:.1f} 0V{bottom:.1f}")
            middle = min(max(x, half), WIDTH - half)
            if middle - half >= free:
                yield el("text", label, class_="tick", x=f"{middle:.1f}", y=f"{bottom + 17:.1f}")
                free = middle + half + 4

    def today(self, on: date | None, bottom: float) -> Iterator[Html]:
        """The day of the page, where it lies on the axis."""
        if on and self.first <= on <= self.last:
            line = el("path", class_="today", d=f"M{self.x(on):.1f} 0V{bottom:.1f}")
            yield el("g", line, el("title", f"as of {day(on)}"))


def axis_of(evidence: Sequence[Evidence]) -> Axis | None:
    """The axis from the first to the last day told and due; None where nothing is dated."""
    told = [e.head.published for e in evidence if e.head.published]
    if not told:
        return None
    first, last = min(told).toordinal(), max(told).toordinal()
    low, high = first, last
    for e in evidence:
        for end in (e.report.due.earliest, e.report.due.latest) if e.report.due else ():
            if end and first - FAR <= end.toordinal() <= last + FAR:
                low, high = min(low, end.toordinal()), max(high, end.toordinal())
    pad = max(2, (high - low) // 40)
    return Axis(date.fromordinal(max(1, low - pad)), date.fromordinal(min(date.max.toordinal(), high + pad)))
