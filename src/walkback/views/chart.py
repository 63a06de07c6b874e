"""Numbers drawn with characters: counts as squares, a share with its interval, a curve of time to fulfilment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from walkback.record.estimates import Curve, Share
from walkback.views.terminal import Piece, Screen, cells

ROWS = 8  # height of a curve
WIDEST = 72  # columns of a curve or a share
NAME = 12  # columns for the name of a count
SETTLED, LIKELY, POSSIBLE = "█", "▓", "░"
_STEPS = (1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365, 730, 1825, 3650)


def line(screen: Screen, pieces: Sequence[Piece]) -> str:
    """Pieces as they are on one line: no flowing, so that columns stay columns."""
    return "".join(screen.paint(text, style) for text, style in pieces).rstrip()


def counts(screen: Screen, held: Sequence[tuple[str, int, str, str]], *, indent: int = 2) -> Iterator[str]:
    """A row for each (name, number, style, what is said beside it): a square for each one counted, for several where they are too many."""
    most = max((n for _, n, _, _ in held), default=0)
    beside = max((cells(told) for _, _, _, told in held), default=0)
    room = min(40, screen.width - indent - NAME - 8 - beside)
    if room < 8:  # too narrow for words beside the squares
        held = [(name, n, style, "") for name, n, style, _ in held]
        room = max(8, screen.width - indent - NAME - 6)
    scale = -(-most // room) if most else 1
    for name, n, style, told in held:
        squares = "■" * -(-n // scale)
        pieces = [(" " * indent + f"{name:<{NAME}}", ""), (f"{n:>4} ", "bold"), (squares, style)]
        yield line(screen, [*pieces, (f"  {told}" if told else "", "dim")])
    if scale > 1:
        yield line(screen, [(" " * (indent + NAME + 5) + f"a square is {scale}", "dim")])


def share(screen: Screen, value: Share, *, indent: int = 2) -> Iterator[str]:
    """A share on a line from none to all: the interval drawn heavy, the share itself a dot."""
    room = min(WIDEST, screen.width - indent) - len("none  all")
    low, dot, high = (round(x * (room - 1)) for x in (value.low, value.hits / max(1, value.of), value.high))
    drawn = "".join("●" if n == dot else "━" if low <= n <= high else "·" for n in range(room))
    before, after = drawn[:low], drawn[high + 1 :]
    pieces = [(before, "dim"), (drawn[low : high + 1], "bold cyan"), (after, "dim")]
    yield line(screen, [(" " * indent + "none ", "dim"), *pieces, (" all", "dim")])


def curve(screen: Screen, value: Curve, *, indent: int = 2) -> Iterator[str]:
    """The share fulfilled by each day, with its interval shaded.

    Solid up to the lower end of the interval, dense up to the estimate, light up to the upper end.
    """
    room = min(WIDEST, screen.width - indent - 6)
    last = max(1, value.reach)
    days = [round(n * last / (room - 1)) for n in range(room)]
    held = [value.at(d) for d in days]  # shares not yet fulfilled: estimate, lower end, upper end
    for row in range(ROWS - 1, -1, -1):
        level = (row + 0.5) / ROWS
        name = {ROWS - 1: "all", ROWS // 2: "half", 0: "none"}.get(row, "")
        pieces: list[Piece] = [(" " * indent + f"{name:>4} ", "dim"), ("│", "dim")]
        for open_, low, high in held:
            if level <= 1 - high:
                pieces.append((SETTLED, "green"))
            elif level <= 1 - open_:
                pieces.append((LIKELY, "green"))
            else:
                pieces.append((POSSIBLE, "dim") if level <= 1 - low else (" ", ""))
        yield line(screen, _runs(pieces))
    yield from _foot(screen, last, room, indent)


def _runs(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one style as one piece."""
    out: list[Piece] = []
    for text, style in pieces:
        if out and out[-1][1] == style:
            out[-1] = (out[-1][0] + text, style)
        else:
            out.append((text, style))
    return out


def _foot(screen: Screen, last: int, room: int, indent: int) -> Iterator[str]:
    """The axis of days below a curve."""
    step = next((s for s in _STEPS if last / s <= max(2, room // 12)), _STEPS[-1])
    marks, labels = ["─"] * room, [" "] * (room + 8)
    for day in range(0, last + 1, step):
        at = round(day * (room - 1) / last)
        marks[at] = "┬"
        text = str(day) if day else "0 days"
        if all(c == " " for c in labels[max(0, at - 1) : at + len(text) + 1]):
            labels[at : at + len(text)] = text
    yield line(screen, [(" " * (indent + 5) + "└" + "".join(marks), "dim")])
    yield line(screen, [(" " * (indent + 6) + "".join(labels[:room]), "dim")])
