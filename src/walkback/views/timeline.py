"""A matter's life drawn as SVG: a lane for each voice, a mark for each standing, a bar for the days it was due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from walkback.core.interval import Interval
from walkback.record.rows import Evidence, MatterRow
from walkback.views.axis import EDGE, WIDTH, Axis, axis_of, room
from walkback.views.markup import Html, el, join
from walkback.views.words import day, note_of_finding, spoken, voice

MOST_LANES = 8
NO_SIDES: Mapping[str, str] = MappingProxyType({})
NAME, LEVEL, BAR, GAP = 21, 19, 9, 9  # heights: a lane's name, a row of marks, a row of due bars, space below a lane
NARROW = 9  # pixels; a shorter stretch of days is drawn as one day
MOST_BARS = 3  # rows of due bars in a lane
HALF = 11  # pixels from a mark's middle to where the next thing may begin
# shape and colour of each status: either tells enough without the other
SHAPES = {
    "floated": "ring", "proposed": "ring", "planned": "disc", "agreed": "diamond", "underway": "play", "done": "square",
    "postponed": "pause", "cancelled": "cross", "rejected": "bar", "denied": "bar", "failed": "down",
}  # fmt: skip
TONES = {
    "floated": "hint", "proposed": "hint", "planned": "ahead", "agreed": "ahead", "underway": "held", "done": "held",
    "postponed": "late", "cancelled": "off", "rejected": "off", "denied": "off", "failed": "off",
}  # fmt: skip
_PATHS = {
    "diamond": "M{x} {t}l7 7-7 7-7-7z", "play": "M{l} {t}l12 7-12 7z", "down": "M{l} {t}h12l-6 12z",
    "pause": "M{l} {t}h4v13h-4zM{r} {t}h4v13h-4z", "cross": "M{l} {u}l11 11m0-11l-11 11", "bar": "M{l} {y}h13",
}  # fmt: skip


def mark(status: str, x: float, y: float) -> Html:
    """The mark of a status at a place."""
    shape, css = SHAPES[status], f"m {TONES[status]}"
    if shape in ("ring", "disc"):
        return el("circle", class_=f"{css} {shape}", cx=f"{x:.1f}", cy=f"{y:.1f}", r="5.2" if shape == "ring" else "6")
    if shape == "square":
        return el("rect", class_=css, x=f"{x - 5.5:.1f}", y=f"{y - 5.5:.1f}", width="11", height="11")
    places = {"x": x, "y": y, "t": y - 6.5, "u": y - 5.5, "l": x - 6, "r": x + 2}
    drawn = _PATHS[shape].format(**{k: f"{v:.1f}" for k, v in places.items()})
    return el("path", class_=f"{css} line" if shape in ("cross", "bar") else css, d=drawn)


@dataclass(slots=True)
class Point:
    """All reports of one voice, day and status: one mark. `left`, `right`: the pixels it and its label take."""

    at: date
    status: str
    held: list[Evidence]
    x: float = 0.0
    y: float = 0.0
    label: str = ""
    before: bool = False  # the label stands before the mark
    level: int = 0

    @property
    def text(self) -> str:
        return self.status + (f" ×{len(self.held)}" if len(self.held) > 1 else "")

    @property
    def left(self) -> float:
        return self.x - HALF - (room(self.label) if self.before else 0)

    @property
    def right(self) -> float:
        return self.x + HALF + (0 if self.before else room(self.label))


@dataclass(slots=True)
class Lane:
    """One voice: its marks, and the days that were due on its word."""

    name: str
    points: list[Point] = field(default_factory=list)
    bars: list[tuple[int, Interval, date]] = field(default_factory=list)
    top: float = 0.0

    @property
    def levels(self) -> int:
        return 1 + max((p.level for p in self.points), default=0)

    @property
    def height(self) -> float:
        rows = 1 + max((row for row, _, _ in self.bars), default=-1)
        return NAME + LEVEL * self.levels + BAR * rows + GAP


def lanes(evidence: Sequence[Evidence], sides: Mapping[str, str] = NO_SIDES) -> list[Lane]:
    """Lanes in order of first word, what the articles state as their own last; past the most, the rest share one.

    sides: the name of the side on whose word a report stands, by its id; a report without one stands on its own voice's.
    """
    said = {e.report.id: sides.get(e.report.id) or voice(e) for e in evidence}
    names = list(dict.fromkeys(said.values()))
    own = [n for n in names if n in ("the article itself", "the articles themselves")]
    names = [n for n in names if n not in own] + own
    of = {n: n for n in names}
    if len(names) > MOST_LANES:
        of |= {n: "others" for n in names[MOST_LANES - 1 :]}
    out = {name: Lane(name) for name in dict.fromkeys(of.values())}
    points: dict[tuple[str, date, str], Point] = {}
    for e in evidence:
        at = e.head.published
        if at is None:
            continue
        key = (of[said[e.report.id]], at, e.report.status)
        if key not in points:
            points[key] = Point(at, e.report.status, [])
            out[key[0]].points.append(points[key])
        points[key].held.append(e)
    return list(out.values())


def place(lane: Lane, axis: Axis) -> None:
    """Put the marks of a lane where nothing covers them, with a label where there is room."""
    levels: list[list[Point]] = []
    for point in sorted(lane.points, key=lambda p: p.at):
        point.x, point.label = axis.x(point.at), point.text
        point.before = point.x + HALF + room(point.text) > WIDTH - EDGE
        point.level = next((n for n, level in enumerate(levels) if _fits(level[-1], point)), len(levels))
        levels[point.level :] = levels[point.level :] or [[]]
        levels[point.level].append(point)


def _fits(before: Point, point: Point) -> bool:
    """Whether a mark can stand in one row after another; a label gives way, the mark is what counts."""
    if before.right < point.left:
        return True
    if before.before or before.x + 2 * HALF > point.left:
        return False
    before.label = ""
    return True


def due_bars(lane: Lane, axis: Axis) -> None:
    """Put the due intervals of a lane into rows; those beyond the axis, and those told twice, are left out."""
    ends: list[float] = []
    seen = set()
    for point in lane.points:
        for due in (e.report.due for e in point.held if e.report.due):
            shown = axis.bar(due, point.at)
            key = (due.earliest, due.latest)
            if shown is None or key in seen:
                continue
            seen.add(key)
            row = next((n for n, end in enumerate(ends) if end + 4 < shown[0]), len(ends))
            if row < MOST_BARS:
                ends[row : row + 1] = [shown[1]]
                lane.bars.append((row, due, point.at))


def timeline(row: MatterRow, on: date | None = None, *, anchor: str = "", sides: Mapping[str, str] = NO_SIDES) -> Html:
    """The SVG of one matter; empty where no report is dated. on: the day drawn as the page's own.

    anchor: makes each mark a link to its first report, whose element has this text and the report's id as its own.
    sides: the side of each report by its id, which gives the lanes; without it there is a lane for each voice.
    """
    axis = axis_of(row.evidence)
    if axis is None:
        return Html("")
    drawn = [lane for lane in lanes(row.evidence, sides) if lane.points]
    y = 4.0
    for lane in drawn:
        place(lane, axis)
        due_bars(lane, axis)
        lane.top = y
        for point in lane.points:
            point.y = y + NAME + LEVEL * (lane.levels - 1 - point.level) + 9
        y += lane.height
    title = f"Timeline of {row.matter.label}"
    body = [el("title", title), *axis.grid(y), *axis.today(on, y)]
    body += [piece for lane in drawn for piece in _lane(lane, axis)]
    body += _changes(row, drawn)
    body += [el("text", lane.name, class_="voice", x=0, y=f"{lane.top + 15:.1f}") for lane in drawn]  # over the lines
    body += [_point(p, anchor) for lane in drawn for p in lane.points]
    role = "group" if anchor else "img"  # an image has no parts for whoever listens to it
    return el("svg", *body, class_="timeline", viewBox=f"0 0 {WIDTH} {y + 24:.0f}", role=role, aria_label=title)


def _lane(lane: Lane, axis: Axis) -> Iterator[Html]:
    base = lane.top + NAME + LEVEL * lane.levels
    yield el("path", class_="lane", d=f"M0 {lane.top:.1f}H{WIDTH}")
    for n, due, at in lane.bars:
        shown = axis.bar(due, at)
        if shown:
            yield el("g", el("title", f"due {spoken(due)}"), _bar(*shown, base + BAR * n + 1))


def _bar(begin: float, end: float, fade: str, y: float) -> Html:
    """The mark of due days: a bar for a stretch of days, a triangle for one."""
    if end - begin < NARROW and not fade:
        return el("path", class_="due day-of", d=f"M{(begin + end) / 2:.1f} {y:.1f}l4.5 7h-9z")
    size = {"x": f"{begin:.1f}", "y": f"{y + 1:.1f}", "width": f"{end - begin:.1f}", "height": 5}
    return el("rect", class_=f"due {fade}".strip(), rx=2, **size)


def _point(point: Point, anchor: str) -> Html:
    told = [f"{day(point.at)} · {point.status} · {voice(e)}: {e.sentence}" for e in point.held[:6]]
    told += [f"and {len(point.held) - 6} more"] if len(point.held) > 6 else []
    x = point.x - HALF if point.before else point.x + HALF
    side = "end" if point.before else None
    label = el("text", point.label, class_="st", x=f"{x:.1f}", y=f"{point.y + 4:.1f}", text_anchor=side)
    reach = el("circle", class_="reach", cx=f"{point.x:.1f}", cy=f"{point.y:.1f}", r=10)
    drawn = [el("title", " — ".join(told)), reach, mark(point.status, point.x, point.y), label if point.label else ""]
    if not anchor:
        return el("g", *drawn, class_="point")
    name = f"{point.text}, {day(point.at)}, {voice(point.held[0])}"
    ids = " ".join(f"{anchor}{e.report.id}" for e in point.held[:6])
    return el("a", *drawn, class_="point", href=f"#{anchor}{point.held[0].report.id}", aria_label=name, data_said=ids)


def _changes(row: MatterRow, drawn: Sequence[Lane]) -> Iterator[Html]:
    """A line from the first to the last evidence of each finding."""
    where = {e.report.id: p for lane in drawn for p in lane.points for e in p.held}
    for f in row.findings:
        ends = [where[r] for r in f.reports if r in where]
        if len(ends) < 2 or ends[0] is ends[-1]:
            continue
        a, b = ends[0], ends[-1]
        bend = min(40.0, abs(b.x - a.x) / 3)
        lift = min(14.0, abs(b.x - a.x) / 6) if a.y == b.y else 0.0  # over the marks between
        turns = ((a.x, a.y), (a.x + bend, a.y - lift), (b.x - bend, b.y - lift), (b.x, b.y))
        path = "M{} C{} {} {}".format(*(f"{x:.1f} {y:.1f}" for x, y in turns))
        title = f"{f.kind}: {note_of_finding(f)}"
        yield el("g", el("path", class_=f"change {f.kind}", d=path), el("title", title))


def _swatch(drawn: Html) -> Html:
    return el("svg", drawn, viewBox="0 0 20 20", width=20, height=20, aria_hidden="true")


def gradients() -> Html:
    """What fades the bars of vague days; stands once on a page."""
    stops = {
        "fade": ((0, 0), (0.3, 1), (0.7, 1), (1, 0)),
        "fade-left": ((0, 0), (0.5, 1), (1, 1)),
        "fade-right": ((0, 1), (0.5, 1), (1, 0)),
    }
    made = [
        el("linearGradient", *(el("stop", offset=at, stop_opacity=full) for at, full in held), id=name)
        for name, held in stops.items()
    ]
    return el("svg", el("defs", *made), width=0, height=0, aria_hidden="true", class_="defs")


def legend() -> Html:
    """What the marks mean."""
    names = {
        "floated": "floated, proposed", "planned": "planned", "agreed": "agreed", "underway": "under way",
        "done": "done",
        "postponed": "put off", "cancelled": "called off", "rejected": "refused, denied", "failed": "failed",
    }  # fmt: skip
    items = [el("li", _swatch(mark(status, 10, 10)), name) for status, name in names.items()]
    line = el("path", class_="change reversal", d="M0 15C8 15 12 5 20 5")
    now = el("path", class_="today", d="M10 0V20")
    more = (
        (_bar(7, 13, "", 6), "due that day"),
        (_bar(0, 20, "", 7), "due within"),
        (_bar(0, 20, "fade", 7), "due about then"),
        (line, "finding"),
        (now, "day of this page"),
    )
    items += [el("li", _swatch(drawn), name) for drawn, name in more]
    return el("ul", join(items), class_="legend")
