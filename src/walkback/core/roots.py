"""The names of a sentence as roots that can be compared: a place and its people share one."""

from __future__ import annotations

import re

from walkback.core.text import POSSESSIVE

ENDINGS = "ians ian ani ans an ese ish ia is as i s a".split()  # of places and of their people
LETTERS = 6  # of a root, at most
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
# words with which a sentence begins, or which are written with a capital in a headline, and days and months: they name nobody
_SMALL = frozenset(
    "the and for from with its his her she they their who you our this that these those are was were been being has have had will "
    "would could should may might can not but after before over under into out off then than there here which what when where why "
    "how all some many most more several two three four five six seven eight nine ten one monday tuesday wednesday thursday friday "
    "saturday sunday january february march april june july august september october november december".split()
)


def root(name: str) -> str:
    """What the name of a place and that of its people share ("Ruritania", "Ruritanians"), lower case, cut to LETTERS."""
    name = POSSESSIVE.sub("", name).lower()
    ending = next((e for e in ENDINGS if name.endswith(e) and len(name) - len(e) > 2), "")
    return name[: len(name) - len(ending)][:LETTERS]


def roots(sentence: str) -> tuple[str, ...]:
    """Roots of the words that are names, in order: those with a capital, the first of the sentence only before another one."""
    words = _WORD.findall(sentence)
    begin = 0 if len(words) > 1 and words[1][:1].isupper() else 1
    named = (w for w in words[begin:] if w[:1].isupper() and len(w) > 2 and w.lower() not in _SMALL)
    return tuple(dict.fromkeys(map(root, named)))
