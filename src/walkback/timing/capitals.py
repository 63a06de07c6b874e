"""Lines all in capitals, as headlines and telegrams are: written as a sentence would be, letter for letter."""

from __future__ import annotations

import re

from walkback.timing.words import HOLIDAY, MONTHS, WEEKDAYS

_LETTERS = re.compile(r"[A-Z]+(?:[’'][A-Z]{1,2}\b)?")
_HALF_DAY = re.compile(r"\b[AP]\.M\.")
_KEPT = frozenset("GMT BST UTC EST EDT CST CDT MST MDT PST PDT CET CEST EET EEST IST JST KST COB EOD".split())
_DAYS = frozenset(word for word in WEEKDAYS if word.endswith("day"))
_LONG_MONTHS = frozenset(word for word in MONTHS if len(word) > 4) - {"march", "sept"}
_SHORT_MONTHS = frozenset(MONTHS) - _LONG_MONTHS
# "march", "may" and months cut short are meant as months only beside a number or after such a word
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:IN|BY|UNTIL|TILL|BEFORE|AFTER|SINCE|EARLY|LATE|MID|OF|FROM|NEXT|LAST|THIS)[ -]|\d(?:ST|ND|RD|TH)? )$"
)
_AFTER_MONTH = re.compile(r"\.? \d")
_FEAST = re.compile(rf"(?<!\w){HOLIDAY}(?!\w)", re.IGNORECASE)
_SMALL_WORDS = frozenset("the of".split())


def as_written(text: str) -> str:
    """The text with each line that has no small letter in small letters, but for the names of days, months and feasts; as long as it was."""
    lines = text.splitlines(keepends=True)
    if not any(line.isupper() for line in lines):
        return text
    return "".join(_small(line) if line.isupper() else line for line in lines)


def _small(line: str) -> str:
    def cased(match: re.Match[str]) -> str:
        word = match.group()
        low = word.lower()
        if word in _KEPT or (len(word) == 1 and word != "A" and line[match.end() : match.end() + 1].isdecimal()):
            return word  # "GMT", "Q2"
        if low in _DAYS or low in _LONG_MONTHS:
            return word.capitalize()
        if low in _SHORT_MONTHS and (
            _AFTER_MONTH.match(line, match.end())
            or _BEFORE_MONTH.search(line, max(0, match.start() - 8), match.start())
        ):
            return word.capitalize()
        return low

    out = _HALF_DAY.sub(lambda m: m.group().lower(), _LETTERS.sub(cased, line))
    return _FEAST.sub(_feast, out)


def _feast(match: re.Match[str]) -> str:
    if not match.group().isascii():
        return match.group()  # a letter may be two in small letters
    return " ".join(w if w in _SMALL_WORDS else w.capitalize() for w in match.group().lower().split(" "))
