"""Who is named in a document: persons, governments, organisations, groups, unnamed sources."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from walkback.antecedents import FIRST, GENDER, PRONOUN, Known, antecedent
from walkback.core.ledger import Actor, Mention
from walkback.core.reading import NAME_KINDS, NamePiece
from walkback.core.roles import past
from walkback.core.text import Document, Span, content_id
from walkback.names import ORGANISATION, WIRE_LINE, Places, bare, names, pieces, titled
from walkback.naming import ACTING, Casting, Named, enter, modifiers
from walkback.offices import role_after

# nouns that, with "the", stand for a person spoken of before
_PERSON_NOUN = re.compile(
    r"(?:the|this) (?:\w+[ -]){0,2}(?:candidate|nominee|president|president-elect|senator|congress(?:man|woman)|governor|mayor|minister|premier|"
    r"chancellor|leader|billionaire|businessman|mogul|lawmaker|man|woman|official|ambassador|envoy|general|judge|justice|secretary|"
    r"spokes(?:man|woman|person)|chairman|chairwoman|director|candidate|front-?runner|adviser|advisor|strategist|lawyer|attorney|king|queen|"
    r"prince|pope|author|writer|analyst|expert|professor|pollster)s?"
)
_ANONYMOUS = re.compile(
    r"\b(?:officials?|sources?|aides?|advis[eo]rs?|diplomats?|person|people|someone|insiders?|operatives?|strategists?|"
    r"spokes(?:man|men|woman|women|person|people|persons)|staff(?:er|ers)?|allies|ally|associates?|employees?|witness(?:es)?)\b",
    re.IGNORECASE,
)


# how likely the model must find it that a name in capitals names nobody who acts, to drop it; and to be believed before the rules, what
# share one kind must have among those who act, and how likely it must be at least. Tried on the dev texts of bench.names: .5 to .9,
# .4 to .6, .2 to .5
NO_ACTOR, SURE, LEAST = 0.5, 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Cast:
    """All actors of one document and where they stand, in text order."""

    actors: Mapping[str, Actor]
    mentions: tuple[Mention, ...]
    sources: Mapping[tuple[int, int], str]  # source span of an attribution -> actor id


def cast(
    document: Document,
    sentences: tuple[Span, ...],
    sources: Iterable[Span],
    *,
    table: Places,
    seats: Container[str] = (),
    judged: Sequence[NamePiece] | None = None,
) -> Cast:
    """The actors of one document, with every source span resolved to one of them.

    Full names are entered first, so that a last name standing before its full name finds it. seats: capitals and seats of
    power, in lower case; where one is only the place of what happens, it names nobody. judged: what the model takes the pieces
    of names for.
    """
    casting = Casting(document, table, seats)
    found = _found(casting, sentences)
    if judged is not None:
        found = _as_judged(found, judged, table)

    def order(named: Named) -> int:
        many = len(bare(named.surface).split()) > 1
        return 0 if many else 1 if titled(document.text, named.start, named.surface) else 2

    for named in sorted(found, key=lambda n: (order(n), n.start)):
        enter(casting, named)
    casting.mentions.sort(key=lambda m: m.span)
    known = Known(document.text, casting.actors, casting.mentions, casting.genders())
    resolved: dict[tuple[int, int], str] = {}
    for source in sorted(set(sources)):
        actor_id = _resolve_source(casting, known, source)
        resolved[source.start, source.end] = actor_id
        known.recent.append((source.start, actor_id))
    return Cast(casting.finish(), tuple(casting.mentions), resolved)


def _found(casting: Casting, sentences: tuple[Span, ...]) -> list[Named]:
    """The names of a document's news, by their capitals."""
    document, table = casting.document, casting.table
    news = tuple(s for s in sentences if not any(piece.overlaps(s) for piece in document.furniture))
    whole = names(document, news, table)
    lasts = {w[-1].lower() for _, n in whole if len(w := bare(n).split()) > 1}
    found = [piece for start, surface in whole for piece in pieces(start, surface, table, lasts)]
    casting.modifiers = modifiers(found, document.text)
    return [Named(start, surface) for start, surface in found]


def _as_judged(found: list[Named], judged: Sequence[NamePiece], table: Places) -> list[Named]:
    """Names with the kind that the model takes them for where it is sure; without those that it takes for places, titles or none.

    What is known for a country or its people, or bears the word of an organisation, is a name whatever the model says.
    """
    starts, out = [piece.span.start for piece in judged], []
    for named in found:
        own = bare(named.surface) or named.surface
        begin = named.start + max(0, named.surface.find(own))
        span = Span(begin, begin + len(own))
        here = judged[max(0, bisect_left(starts, span.start) - 1) : bisect_left(starts, span.end)]
        letters = len("".join(own.split()))
        chances = dict.fromkeys(NAME_KINDS, 0.0)
        for piece in here:
            share = max(0, min(piece.span.end, span.end) - max(piece.span.start, span.start)) / letters
            for kind, chance in zip(NAME_KINDS, piece.kinds, strict=True):
                chances[kind] += share * chance
        acting = {kind: chance for kind, chance in chances.items() if kind in ACTING}
        acts, low = sum(acting.values()), own.lower()
        known = low in table or low.removesuffix("s") in table or ORGANISATION.search(own)
        no_actor = sum(chances.values()) - acts if known else 1 - acts
        if no_actor >= NO_ACTOR:
            continue
        likeliest = max(acting, key=acting.__getitem__)
        out.append(named._replace(kind=likeliest if acting[likeliest] >= max(SURE * acts, LEAST) else ""))
    return out


def _resolve_source(casting: Casting, known: Known, source: Span) -> str:
    text = casting.document.text
    words = text[source.start : source.end].strip(" ,.;:“”\"'")
    wire = WIRE_LINE.match(words)
    words = re.sub(r"^(?:by|to|from|for) ", "", words[wire.end() :] if wire else words)
    low = words.lower()
    if low in PRONOUN or low in FIRST:
        found = antecedent(known, source.start, low)
        if found and low in GENDER:
            known.genders.setdefault(found, GENDER[low])
            if casting.actors[found].kind == "group":
                casting.actors[found] = replace(casting.actors[found], kind="person")
        return found or casting.add(words, "anonymous", key=_own(casting, source))
    inside = [m for m in casting.mentions if m.span.overlaps(source)]
    beside = [
        m
        for m in casting.mentions
        if m.span.end == source.start - 2
        and text[m.span.end : source.start] == ", "
        and casting.actors[m.actor].kind == "person"
    ]
    if beside:  # the source is the apposition of a name
        return beside[0].actor
    official = re.fullmatch(r"(?:the )?([\w. ]+?)(?:’s|'s)? (?:government|authorities|officials|administration)", low)
    if official and (country := casting.table.get(official.group(1))):
        return casting.add(country[0], "government", alias=words)
    inside = [m for m in inside if not _owns(text, m.span, source) and not _after_preposition(text, m.span, source)]
    people = [m for m in inside if casting.actors[m.actor].kind == "person"]
    if people:
        return people[0].actor
    heads = inside
    if _ANONYMOUS.search(words) and not (
        heads and heads[-1].span.end >= source.end - 1 and not _ANONYMOUS.search(words.split()[-1])
    ):
        return _unnamed(casting, known, words, source)
    whole = [m for m in heads if m.span.end >= source.end - 2 and len(words) <= m.span.end - m.span.start + 5]
    if whole:
        return whole[-1].actor
    if person := _by_role(casting, words, source.start):
        return person
    if again := _again(known, words):
        return casting.add(casting.actors[again].name, casting.actors[again].kind, alias=words, key=again)
    if not heads and _PERSON_NOUN.fullmatch(low) and (person := antecedent(known, source.start, "", kind="person")):
        return person
    if (
        heads
        and _HOME.match(text, heads[0].span.end, source.end)
        and not text[source.start : heads[0].span.start].strip()
    ):
        return heads[0].actor
    if heads and heads[-1].span.end >= source.end - 1:
        return heads[-1].actor
    return casting.add(words, "group", key=_own(casting, source))


def _unnamed(casting: Casting, known: Known, words: str, source: Span) -> str:
    """An unnamed source: one spoken of before ("the official"), the holder of a role ("the spokesman"), or a new one."""
    low = words.lower()
    if low.startswith(("the ", "this ", "that ")) and (again := _again(known, words)):
        return casting.add(casting.actors[again].name, "anonymous", alias=words, key=again)
    if _PERSON_NOUN.fullmatch(low) and (person := _by_role(casting, words, source.start)):
        return person
    actor_id = casting.add(words, "anonymous", key=_own(casting, source))
    if role := role_after(f", {words},", 0, casting.table):  # whom an unnamed spokesman speaks for
        casting.roles.setdefault(actor_id, {})[role] = None
    return actor_id


def _again(known: Known, words: str) -> str | None:
    """A source spoken of before by the same noun: "the official" after "an official familiar with the talks"."""
    head = re.fullmatch(r"(?:the|this|that|these|those) (?:[\w-]+ )?([\w-]+)", words.lower())
    if not head:
        return None
    for _, actor_id in reversed(known.recent):
        actor = known.actors[actor_id]
        if actor.kind in ("anonymous", "group") and actor_id.startswith("anon-"):
            first = re.split(r" (?:who|of|for|from|in|at|with|familiar|close|at|on|to)\b|,", actor.name.lower())[0]
            if first.split()[-1:] == [head.group(1)]:
                return actor_id
    return None


def _own(casting: Casting, source: Span) -> str:
    """An id that never leaves its document: unnamed sources of two articles are never merged."""
    return f"anon-{content_id(casting.document.doc_id, source.start, source.end)[:12]}"


def _owns(text: str, span: Span, source: Span) -> bool:
    """Whether a name in a source only owns or qualifies the head ("Mr. Trump’s aides", "White House officials")."""
    after = text[span.end : source.end]
    return bool(re.match(r"(?:’s|'s|’|') \w", after)) or bool(
        re.match(r" [a-z]\w+", after) and not re.match(r" (?:who|and|of|in|at|from|on|for|was|is)\b", after)
    )


_HOME = re.compile(r" (?:in|from|at|on|of) ")  # what follows says where they sit: "Greens in the Assembly"
_HEAD_NOUN = re.compile(
    r"^(?:The )?[A-Z][a-z]+s (?:in|from|at|on|of) |"
    r"(?:^|[\s-])[a-z][a-z-]*(?: (?:in|at|from|of|for|to|with|on|against|into|by|about|like)\b|ing\b.*)"
)


def _after_preposition(text: str, span: Span, source: Span) -> bool:
    """Whether a name in a source only says more of a common noun before it ("opponents of Velmar", "a source close to Ann Doe")."""
    lead = text[source.start : span.start]
    return bool(_HEAD_NOUN.search(lead)) and "," not in lead and not re.search(r"(?:’s|'s) ", lead)


def _by_role(casting: Casting, words: str, before: int) -> str | None:
    """The holder of the role that a noun phrase names ("the president", "his foreign minister", "the Velmari leader").

    Of several the one named last before the place; a place in the phrase must be that of the role.
    """
    found = re.fullmatch(r"(?:(?:the|his|her|their|its|this) )?((?:[\w’'-]+ ){0,3}?[\w-]+)", words, re.IGNORECASE)
    if not found:
        return None
    wanted = found.group(1).lower().replace("’s", "").replace("'s", "").split()
    noun = wanted[wanted.index("of") - 1] if "of" in wanted[1:] else wanted[-1]
    homes = {casting.table[w][0].lower() for w in wanted[:-1] if w in casting.table}
    title = {w for w in wanted if w not in casting.table}
    holders = set()
    for key, roles in casting.roles.items():
        for role in roles:
            low = role.lower()
            head = re.split(r" (?:of|for) ", low)[0].split()[-1]
            if past(low) != past(" ".join(wanted)):
                continue
            if noun == head and title <= set(low.split()) and (not homes or any(h in low for h in homes)):
                holders.add(key)
    earlier = [m for m in casting.mentions if m.actor in holders and m.span.start < before]
    if earlier:
        return max(earlier, key=lambda m: m.span).actor
    return next((m.actor for m in casting.mentions if m.actor in holders), None)
