"""Whom a pronoun stands for: the last fitting one who acted or spoke, agreeing in gender where that is known."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from walkback.core.ledger import Actor, Mention
from walkback.core.quotes import quote_flags
from walkback.offices import Gender

PRONOUN = {
    "he": "person", "she": "person", "him": "person", "her": "person", "his": "person", "they": "any", "their": "any", "it": "thing",
    "its": "thing", "who": "any", "which": "any",
}  # fmt: skip
GENDER: Mapping[str, Gender] = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
FIRST = frozenset({"i", "we", "my", "our"})
_KINDS = {
    "person": frozenset({"person", "anonymous"}),
    "thing": frozenset({"government", "organisation", "group"}),
    "any": frozenset({"person", "group", "organisation", "government", "anonymous"}),
}
REACH, FAR = 700, 2500  # characters back in which one is looked for, and where nobody is found nearer
# in characters: how much later a subject, one of the same sentence, the last speaker, one of that gender count than they stand, and
# how much earlier one who is only named in a quotation
SUBJECT, SAME, SPOKE, AGREES, QUOTED = 160, 300, 220, 160, 400
_SUBJECT = re.compile(
    r"(?:[.!?”\"\n:;,]|\b(?:that|and|but|said|as|when|after|while))\s+(?:(?:Mr|Mrs|Ms|Dr)\.\s*|\w+ )?$"
)
_ONE_WORD = re.compile(
    r"[A-ZÀ-ÞŠŽ][a-zà-ÿ’'-]+[a-rt-zà-ÿ]"
)  # a name of one word, not a plural: a person known by it, or something else
_SENTENCE_END = re.compile(r"[.!?”\n]\s")


@dataclass
class Known:
    """What of a document's people is known where a pronoun is resolved.

    mentions: in text order. recent: (position, actor) of the sources resolved so far.
    """

    text: str
    actors: Mapping[str, Actor]
    mentions: Sequence[Mention]
    genders: dict[str, Gender]
    recent: list[tuple[int, str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    quoted: bytes = b""

    def __post_init__(self) -> None:
        self.starts = [m.span.start for m in self.mentions]
        self.quoted = quote_flags(self.text)


def antecedent(known: Known, before: int, word: str, *, kind: str = "") -> str | None:
    """The actor that a pronoun (or a noun phrase that wants a `kind`) stands for; None where nobody fits."""
    want, gender = kind or PRONOUN.get(word, "person"), GENDER.get(word)
    if word in ("who", "which") and (beside := _beside(known, before)):
        return beside
    found = _best(known, before, want, gender, REACH) or _best(known, before, want, gender, FAR)
    return found


def _beside(known: Known, before: int) -> str | None:
    """The one named right before a relative pronoun."""
    place = bisect_right(known.starts, before)
    for m in reversed(known.mentions[max(0, place - 2) : place]):
        if m.span.end <= before and re.fullmatch(r"(?:,[^.;:“”]{0,80},|,)? ?", known.text[m.span.end : before]):
            return m.actor
    return None


def _fits(known: Known, actor_id: str, want: str, gender: Gender | None) -> bool:
    actor = known.actors[actor_id]
    bare = want == "person" and gender is not None and actor.kind == "group" and bool(_ONE_WORD.fullmatch(actor.name))
    if actor.kind not in _KINDS[want] and not bare:
        return False
    own = known.genders.get(actor_id)
    return gender is None or own is None or own == gender


def _best(known: Known, before: int, want: str, gender: Gender | None, reach: int) -> str | None:
    text, limit = known.text, before - reach
    place = bisect_right(known.starts, before)
    best: tuple[float, str] | None = None
    for m in known.mentions[max(0, place - reach // 25) : place]:
        if m.span.start < limit or m.span.end > before or not _fits(known, m.actor, want, gender):
            continue
        lead = text[max(0, m.span.start - 30) : m.span.start]
        subject = not lead.strip() or bool(_SUBJECT.search(lead))
        here = not _SENTENCE_END.search(text[m.span.end : before])
        owner = bool(re.match(r"(?:’s|'s|’|')\s", text[m.span.end : m.span.end + 3]))
        agrees = gender is not None and known.genders.get(m.actor) == gender
        score = m.span.start + (0 if owner else SUBJECT * subject + SAME * (subject and here)) + AGREES * agrees
        if best is None or score > best[0]:
            best = (score, m.actor)
    for position, actor_id in known.recent[-4:]:
        if position >= limit and _fits(known, actor_id, want, gender):
            agrees = gender is not None and known.genders.get(actor_id) == gender
            score = position + SPOKE + AGREES * agrees
            if best is None or score > best[0]:
                best = (score, actor_id)
    return best[1] if best else None


def genders_by_pronoun(text: str, actors: Mapping[str, Actor], mentions: Sequence[Mention]) -> dict[str, Gender]:
    """Persons whose gender the text's own pronouns tell: nobody else is named between the name and a "he" or "she" of its sentence."""
    votes: dict[str, dict[Gender, int]] = {}
    people = [m for m in mentions if actors[m.actor].kind == "person"]
    starts = [m.span.start for m in people]
    for found in re.finditer(r"\b(?:[Hh]e|[Ss]he|[Hh]is)\b", text):
        n = bisect_right(starts, found.start()) - 1
        if n < 0 or found.start() - people[n].span.end > 160:
            continue
        if "\n" in text[people[n].span.end : found.start()] or _quoted(text[people[n].span.end : found.start()]):
            continue
        begin = max(
            (e.end() for e in _SENTENCE_END.finditer(text, max(0, people[n].span.start - 400), people[n].span.start)),
            default=0,
        )
        if any(m.actor != people[n].actor and m.span.start >= begin for m in people[max(0, n - 4) : n]):
            continue
        gender = GENDER[found.group().lower()]
        held = votes.setdefault(people[n].actor, {"f": 0, "m": 0})
        held[gender] += 1
    return {a: "f" if v["f"] > v["m"] else "m" for a, v in votes.items() if v["f"] != v["m"]}


def _quoted(piece: str) -> bool:
    return any(mark in piece for mark in '“”"')
