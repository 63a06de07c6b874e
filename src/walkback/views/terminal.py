"""A terminal: how wide, in colour or not, and text that flows in it with hanging indents."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from unicodedata import combining, east_asian_width

from walkback.views.words import visible

STYLES = {
    "bold": "1", "dim": "2", "italic": "3", "underline": "4",
    "red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36",
}  # fmt: skip
OF_STATUS = {
    "planned": "blue", "agreed": "blue", "proposed": "cyan", "floated": "cyan", "underway": "green", "done": "green",
    "postponed": "yellow", "cancelled": "red", "rejected": "red", "denied": "red", "failed": "red",
}  # fmt: skip
OF_KIND = {"reversal": "red", "delay": "yellow", "dispute": "magenta", "kept": "green", "lapse": "yellow"}
NARROWEST, WIDEST = 40, 100

Piece = tuple[str, str]  # a text and its styles, separated by blanks ("bold red")
Word = list[Piece]


def cells(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _words(pieces: Iterable[Piece]) -> Iterator[Word]:
    """Pieces cut at blanks; a word may run over several pieces."""
    word: Word = []
    for text, style in pieces:
        for blank, run in groupby(visible(text), str.isspace):
            if not blank:
                word.append(("".join(run), style))
            elif word:
                yield word
                word = []
    if word:
        yield word


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text is shown: how wide, whether in colour."""

    width: int = 80
    colour: bool = False

    @classmethod
    def here(cls, *, colour: bool) -> Screen:
        """The terminal at hand, at most 100 columns."""
        return cls(max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns)), colour)

    def paint(self, text: str, styles: str) -> str:
        """A text in styles, where there is colour; no control character of its own comes through."""
        text = visible(text)
        if not self.colour or not styles or not text:
            return text
        return f"\x1b[{';'.join(STYLES[s] for s in styles.split())}m{text}\x1b[0m"

    def flow(self, *pieces: Piece, indent: int = 0, first: Sequence[Piece] = ()) -> str:
        """Pieces of text in lines of the screen's width; `first` stands before the first line in place of its indent.

        Nothing is cut: a word that is longer than a line stands on a line of its own.
        """
        lines: list[list[Word]] = [[]]
        used = sum(cells(visible(text)) for text, _ in first) if first else indent
        for word in _words(pieces):
            size = sum(cells(text) for text, _ in word)
            if lines[-1] and used + 1 + size > self.width:
                lines.append([])
                used = indent
            used += size + (1 if lines[-1] else 0)
            lines[-1].append(word)
        begin = "".join(self.paint(text, style) for text, style in first) if first else " " * indent
        shown = [self._line(line) for line in lines]
        return begin + f"\n{' ' * indent}".join(shown) if any(shown) else begin.rstrip()

    def _line(self, words: Sequence[Word]) -> str:
        """Words with blanks between; a blank between words of one style bears it too."""
        pieces: list[Piece] = []
        for word in words:
            if pieces:
                pieces.append((" ", pieces[-1][1] if pieces[-1][1] == word[0][1] else ""))
            pieces += word
        runs = ((style, "".join(text for text, _ in run)) for style, run in groupby(pieces, lambda p: p[1]))
        return "".join(self.paint(text, style) for style, text in runs)


def status(name: str) -> Piece:
    """A status in a column of its own."""
    return f"{name:<10}", OF_STATUS.get(name, "bold")


def kind(name: str) -> Piece:
    """The kind of a finding, as a badge."""
    return name.upper(), f"bold {OF_KIND[name]}"


def between(parts: Iterable[str], mark: str = " · ") -> str:
    """The parts that are not empty, joined."""
    return mark.join(part for part in parts if part)
