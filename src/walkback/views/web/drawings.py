"""What is drawn of an actor: a share with its interval, how long fulfilment takes, roles and statements over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from walkback.record.estimates import Curve, Share
from walkback.record.rows import RoleHeld
from walkback.record.said import Spoken
from walkback.views.axis import Axis, room
from walkback.views.markup import Html, el, join
from walkback.views.words import clean, count, day

WIDE, TALL = 560, 220  # of the curve
LEFT, BOTTOM = 44, 30
ROW = 26  # of a list over time
MOST_ROLES = 12


def percent(value: float) -> str:
    """A share of one in whole per cent."""
    return f"{100 * value:.0f}%"


def share(held: Share) -> Html:
    """A share as a point and its interval as a bar, from nothing to all."""
    x = {name: 10 + 500 * value for name, value in (("low", held.low), ("high", held.high))}
    name = f"{held.hits} of {held.of} kept: between {percent(held.low)} and {percent(held.high)} is likely"
    marks = [el("text", percent(n / 4), class_="tick", x=10 + 125 * n, y=46) for n in range(5)]
    point = el("circle", class_="point-of", cx=f"{10 + 500 * held.hits / held.of:.1f}", cy=20, r=6) if held.of else ""
    return el(
        "svg",
        el("title", name),
        *(el("path", class_="grid", d=f"M{10 + 125 * n} 8V32") for n in range(5)),
        el("path", class_="axis", d="M10 20H510"),
        el("rect", class_="interval", x=f"{x['low']:.1f}", y=14, width=f"{x['high'] - x['low']:.1f}", height=12, rx=3),
        point,
        *marks,
        class_="drawn share", viewBox="0 0 520 52", role="img", aria_label=name,
    )  # fmt: skip


def _reach(curve: Curve) -> int:
    """How far the curve is drawn: to its last step and a little on, not over years in which nothing happens."""
    last = max((s.day for s in curve.steps), default=0)
    return max(7, min(curve.reach, round(last * 1.25) + 1))


def curve(held: Curve) -> Html:
    """The share fulfilled by so many days after the first word, with its interval as a band (Kaplan-Meier)."""
    reach = _reach(held)

    def x(days: float) -> float:
        return LEFT + (WIDE - LEFT - 12) * min(1.0, days / reach)

    def y(part: float) -> float:
        return 8 + (TALL - BOTTOM - 8) * (1 - part)

    steps = [(0, 0.0, 0.0, 0.0), *((s.day, 1 - s.open, 1 - s.high, 1 - s.low) for s in held.steps)]
    line = _stairs([(x(d), y(p)) for d, p, _, _ in steps], x(reach))
    low = _stairs([(x(d), y(p)) for d, _, p, _ in steps], x(reach))
    high = _stairs([(x(d), y(p)) for d, _, _, p in steps], x(reach))
    band = "M" + "L".join([f"{a:.1f} {b:.1f}" for a, b in [*low, *reversed(high)]]) + "Z"
    name = f"Share fulfilled by days after the first word, of {count(held.count, 'undertaking')}, {held.fulfilled} fulfilled"
    grid = [
        join([el("path", class_="grid", d=f"M{LEFT} {y(n / 4):.1f}H{WIDE - 12}"),
              el("text", percent(n / 4), class_="side", x=LEFT - 6, y=f"{y(n / 4) + 4:.1f}")])
        for n in range(5)
    ]  # fmt: skip
    return el(
        "svg",
        el("title", name),
        *grid,
        *_days(reach, x),
        el("path", class_="band", d=band),
        el("path", class_="line", d="M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in line)),
        class_="drawn curve", viewBox=f"0 0 {WIDE} {TALL}", role="img", aria_label=name,
    )  # fmt: skip


def _stairs(points: Sequence[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    out = [points[0]]
    for a, b in points[1:]:
        out += [(a, out[-1][1]), (a, b)]
    return [*out, (end, out[-1][1])]


def _days(reach: int, x: object) -> Iterator[Html]:
    place = x if callable(x) else float
    step = next((s for s in (1, 2, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1825) if reach / s <= 6), 3650)
    for days in range(0, reach + 1, step):
        at = place(days)
        yield el("path", class_="grid", d=f"M{at:.1f} 8V{TALL - BOTTOM}")
        yield el("text", f"{days}" + (" days" if days == 0 else ""), class_="tick", x=f"{at:.1f}", y=TALL - 10)


def _axis(first: date, last: date) -> Axis:
    pad = max(3, (last - first).days // 60)
    return Axis(date.fromordinal(max(1, first.toordinal() - pad)), date.fromordinal(last.toordinal() + pad))


def _frame(axis: Axis, rows: Sequence[Html], name: str, role: str = "img") -> Html:
    height = ROW * len(rows) + 6
    body = [el("title", name), *axis.grid(height), *rows]
    return el("svg", *body, class_="timeline over-time", viewBox=f"0 0 900 {height + 24}", role=role, aria_label=name)


def roles(held: Sequence[RoleHeld]) -> Html:
    """Each role from the first to the last day on which an article gave it; empty where none is dated."""
    dated = [r for r in held if r.first and r.last][:MOST_ROLES]
    if not dated:
        return Html("")
    axis = _axis(min(r.first for r in dated if r.first), max(r.last for r in dated if r.last))
    rows = [_role(axis, n, r) for n, r in enumerate(dated)]
    return _frame(axis, rows, "Roles over time")


def _role(axis: Axis, n: int, held: RoleHeld) -> Html:
    assert held.first and held.last
    left, right, y = axis.x(held.first), axis.x(held.last), ROW * n + 22
    told = f"{clean(held.role)}: {day(held.first)} to {day(held.last)}, {count(held.documents, 'article')}"
    label = clean(held.role) if len(held.role) <= 70 else clean(held.role)[:69] + "…"
    end = left + room(label) > 884
    return el(
        "g",
        el("title", told),
        el("rect", class_="span-of", x=f"{left - 3:.1f}", y=y - 3, width=f"{right - left + 6:.1f}", height=5, rx=2),
        el(
            "text",
            label,
            class_="voice",
            x=f"{880 if end else left - 3:.1f}",
            y=y - 7,
            text_anchor="end" if end else None,
        ),
    )


def statements(held: Sequence[Spoken], first: date | None, last: date | None) -> Html:
    """A row a matter, a dot a month in which the actor spoke on it, larger where it spoke more often."""
    rows = [s for s in held if s.matter]
    if not rows or not first or not last:
        return Html("")
    axis = _axis(first, last)
    return _frame(axis, [_spoken(axis, n, s) for n, s in enumerate(rows)], "Statements over time by matter", "group")


def _spoken(axis: Axis, n: int, held: Spoken) -> Html:
    assert held.matter
    y = ROW * n + 20
    label = clean(held.matter.label)
    dots = [
        el("g", el("circle", class_="dot", cx=f"{axis.x(date.fromisoformat(f'{month}-15')):.1f}", cy=y, r=f"{min(3 + times ** 0.5, 9):.1f}"),
           el("title", f"{month}: {count(times, 'statement')}"))
        for month, times in held.months.items()
    ]  # fmt: skip
    text = el("text", label if len(label) <= 60 else label[:59] + "…", class_="row-of", x=0, y=y - 8)
    return el("g", el("path", class_="lane", d=f"M0 {y}H900"), el("a", text, href=f"/matter/{held.matter.id}"), *dots)
