"""Cut a text into sentences by scanning; offsets are exact and nothing is lost."""

from __future__ import annotations

import re

from walkback.core.text import Span, lines, trimmed

# begins where a run of marks does: tried within one, a line of dots would take time with its square
_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*\s+")
_OPENERS = "\"'“‘«([—–-"
# words whose full stop does not end a sentence when a capital follows
_TITLES = frozenset(
    "mr mrs ms dr prof sen sens rep reps gov govs gen lt col maj capt cmdr adm sgt cpl pvt rev hon st pres amb supt insp "
    "msgr fr jr sr messrs mt ft no nos vs v art sec fig vol ed al op cit dept assn univ".split()
)
# abbreviations that may end a sentence or not: not, unless a word follows that commonly starts one
_EITHER = frozenset(
    "u.s u.k u.n e.u d.c l.a n.y a.m p.m inc corp co ltd etc jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues "
    "wed thu thur thurs fri sat sun ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo "
    "mont neb nev okla ore pa tenn tex va vt wash wis wyo ph.d u.s.a".split()
)
_STARTERS = frozenset(
    "the a an in on at but and he she it they we i this that these those his her its their there as if when while after "
    "before for with by from to what who why how no not yes so yet still however although asked according".split()
)


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the full stop, question or exclamation mark at `match` ends the sentence that began at `start`."""
    after = match.end()
    rest = text[after : after + 40].lstrip(_OPENERS + " ")
    if not rest:
        return True
    if rest[0].islower():
        return False
    if match.group()[0] != "." or match.group().startswith(".."):
        return True
    first = match.start()
    while first > start and (text[first - 1].isalnum() or text[first - 1] in "_.&’'-"):
        first -= 1
    word = text[first : match.start()].lower().lstrip(".")
    if word in _TITLES or re.fullmatch(r"[a-z]", word):
        return False
    if word in _EITHER or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        following = re.match(r"[\w’']+", rest)
        return bool(following and following.group().lower() in _STARTERS and following.group()[0].isupper())
    return True


def sentences(text: str) -> tuple[Span, ...]:
    """Spans of all sentences, in order; a sentence never crosses a line end and has no blanks at its edges."""
    out: list[Span] = []
    for start, stop in lines(text):
        begin = start
        for match in _END.finditer(text, start, stop):
            if _ends(text, begin, match):
                out.append(trimmed(text, begin, match.end()))
                begin = match.end()
        if text[begin:stop].strip():
            out.append(trimmed(text, begin, stop))
    return tuple(out)
