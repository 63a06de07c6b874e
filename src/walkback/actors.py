"""Who is named in a document: persons, governments, organisations, groups, unnamed sources."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from walkback.core.ledger import Actor, ActorKind, Mention
from walkback.core.text import Document, Span, content_id, slug
from walkback.names import (
    ORGANISATION,
    POSSESSIVE,
    Places,
    bare,
    cut_origin,
    names,
    person_key,
    titled,
    without_origin,
)

_PRONOUN = {
    "he": "person",
    "she": "person",
    "him": "person",
    "her": "person",
    "his": "person",
    "they": "any",
    "their": "any",
    "it": "thing",
    "its": "thing",
    "who": "any",
}
_FIRST = {"i", "we", "my", "our"}
# nouns that, with "the", stand for a person spoken of before
_PERSON_NOUN = re.compile(
    r"(?:the|this) (?:\w+[ -]){0,2}(?:candidate|nominee|president|president-elect|senator|congress(?:man|woman)|governor|mayor|minister|premier|"
    r"chancellor|leader|billionaire|businessman|mogul|lawmaker|man|woman|official|ambassador|envoy|general|judge|justice|secretary|"
    r"spokes(?:man|woman|person)|chairman|chairwoman|director|candidate|front-?runner|adviser|advisor|strategist|lawyer|attorney|king|queen|"
    r"prince|pope|author|writer|analyst|expert|professor|pollster)s?"
)
_ANONYMOUS = re.compile(
    r"\b(?:officials?|sources?|aides?|advis[eo]rs?|diplomats?|person|people|someone|insiders?|operatives?|strategists?|"
    r"staff(?:er|ers)?|allies|ally|associates?|employees?|witness(?:es)?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cast:
    """All actors of one document and where they stand, in text order."""

    actors: Mapping[str, Actor]
    mentions: tuple[Mention, ...]
    sources: Mapping[tuple[int, int], str]  # source span of an attribution -> actor id


@dataclass
class _Casting:
    """Collects the actors of one document."""

    document: Document
    table: Places
    actors: dict[str, Actor] = field(default_factory=dict)
    by_last: dict[str, str] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    aliases: dict[str, Counter[str]] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, kind: ActorKind, *, alias: str = "", key: str = "") -> str:
        actor_id = key or slug(name)
        if actor_id not in self.actors:
            self.actors[actor_id] = Actor(actor_id, name, kind)
        names = self.aliases.setdefault(actor_id, Counter())
        if alias and alias != name:
            names[alias] += 1
        return actor_id

    def finish(self) -> dict[str, Actor]:
        return {
            key: Actor(
                key,
                a.name,
                a.kind,
                tuple(n for n, _ in self.aliases[key].most_common(6)),
                tuple(sorted(self.roles.get(key, ()))),
            )
            for key, a in self.actors.items()
        }


_TITLE_RUN = re.compile(
    r"(?:(?:[Ff]ormer|[Vv]ice|[Dd]eputy|[Pp]rime|[Ff]oreign|[Dd]efen[cs]e|[Ff]inance|[Ii]nterior|[Aa]cting|[Ss]tate|[A-Z]\w+)[ -]){0,3}"
    r"(?:[Pp]resident|[Mm]inister|[Cc]hancellor|[Pp]remier|[Ss]ecretary(?: of [A-Z]\w+| [Gg]eneral)?|[Ss]enator|[Gg]overnor|[Mm]ayor|"
    r"[Ss]poke(?:sman|swoman|sperson)|[Ss]peaker|[Ll]eader|[Cc]hairman|[Cc]hairwoman|[Dd]irector|[Aa]mbassador|[Ee]nvoy|[Gg]eneral|[Kk]ing|[Qq]ueen)$"
)


def _role_before(text: str, start: int) -> str:
    """The role that stands right before a name ("Prime Minister ", "foreign minister, "), lower case, or ""."""
    head = text[max(0, start - 60) : start].rstrip(" ,")
    found = _TITLE_RUN.search(head)
    return found.group().lower() if found else ""


def _home(text: str, start: int, end: int, role: str, table: Places) -> str:
    """The government that a role belongs to, lower case, or "": "Velmar’s foreign minister", "President Doe of Velmar"."""
    tail = re.match(r"(?:,[^,]{0,40})? of (?:the )?([A-ZÀ-Þ]\w+(?: [A-ZÀ-Þ]\w+)?)", text[end : end + 60])
    lead = re.split(r"[.;:!?”\n]", text[max(0, start - 50) : start])[-1].split()[-5:]
    near = [tail.group(1)] if tail else []
    for words in (*near, *reversed(lead), *role.split()):
        known = table.get(re.sub(r"(?:’s|'s|,)+$", "", words).lower())
        if known:
            return known[0].lower()
    return ""


def _role_after(text: str, end: int) -> str:
    """The head of an apposition after a name (", the White House press secretary,"), lower case, or ""."""
    found = re.match(
        r", (?:the |a |an |its |his |her )?([^,.;:()\n]{3,60}?)(?=[,.;]| said| told| who)", text[end : end + 80]
    )
    if not found:
        return ""
    words = found.group(1)
    return (
        words.lower()
        if _TITLE_RUN.search(words) or re.search(r"(?:president|minister|secretary|spokes\w+|leader|chief)\b", words)
        else ""
    )


def _cast_name(casting: _Casting, start: int, surface: str) -> None:
    """Enter one name: as a place that acts, an organisation or a person."""
    text = casting.document.text
    name = without_origin(bare(surface), casting.table)
    key = name.lower()
    span = Span(start, start + len(POSSESSIVE.sub("", surface)))
    known = casting.table.get(key) or casting.table.get(key.removesuffix("s"))
    if known and known[1] and not key.endswith("s") and re.match(r" \w", text[span.end : span.end + 2]):
        return  # a bare adjective ("Canadian minister") names nobody by itself
    words = name.split()
    if known:
        actor_id = casting.add(known[0], "government", alias=name)
    elif (len(words) > 1 and ORGANISATION.search(name)) or (
        name.isupper() and len(name) <= 6 and "." not in name.strip(".")
    ):
        actor_id = casting.add(name, "organisation")
    elif (
        len(words) >= 2
        and len(words) <= 5
        and not re.search(r"\b(?:of|for|and)\b", name)
        and not casting.table.get(words[0].lower())
    ):
        last = re.sub(r"^(?:Jr|Sr|II|III)\.?$", "", words[-1]) or words[-2]
        held = casting.by_last.get(last.lower())
        # "Donald Trump" after "Donald J. Trump" is the same; another first name is another person
        if held and casting.actors[held].name.split()[0] == words[0]:
            actor_id = casting.add(casting.actors[held].name, "person", alias=name, key=held)
        else:
            actor_id = casting.add(name, "person", key=person_key(words))
            casting.by_last[last.lower()] = actor_id
    elif len(words) == 1 and words[0].lower() in casting.by_last:
        held = casting.by_last[words[0].lower()]
        actor_id = casting.add(casting.actors[held].name, "person", alias=name, key=held)
    elif len(words) == 1 and titled(text, start, surface):
        actor_id = casting.add(name, "person")
        casting.by_last.setdefault(name.lower(), actor_id)
    elif ORGANISATION.search(name):
        actor_id = casting.add(name, "organisation")
    else:
        actor_id = casting.add(name, "organisation" if len(words) > 1 else "group")
    if casting.actors[actor_id].kind == "person":
        head = surface[: max(0, surface.find(words[0]))].strip().lower().strip(". ")
        role = _role_before(text, start) or _role_after(text, span.end) or head
        if role and role not in ("mr", "mrs", "ms"):
            home = _home(text, start, span.end, role, casting.table)
            casting.roles.setdefault(actor_id, set()).add(f"{role} of {home}" if home else role)
    casting.mentions.append(Mention(span, actor_id))


def cast(
    document: Document,
    sentences: tuple[Span, ...],
    sources: Iterable[Span],
    *,
    table: Places,
) -> Cast:
    """The actors of one document, with every source span resolved to one of them.

    Full names are entered first, so that a last name standing before its full name finds it.
    """
    casting = _Casting(document, table)
    news = tuple(s for s in sentences if not any(piece.overlaps(s) for piece in document.furniture))
    found = [cut_origin(start, surface, table) for start, surface in names(document, news, table)]

    def order(named: tuple[int, str]) -> int:
        start, surface = named
        return 0 if len(bare(surface).split()) > 1 else 1 if titled(document.text, start, surface) else 2

    for start, surface in sorted(found, key=lambda n: (order(n), n[0])):
        _cast_name(casting, start, surface)
    casting.mentions.sort(key=lambda m: m.span)
    resolved: dict[tuple[int, int], str] = {}
    recent: list[tuple[int, str]] = []  # (position, actor) of sources so far
    for source in sorted(set(sources)):
        actor_id = _resolve_source(casting, source, recent)
        resolved[source.start, source.end] = actor_id
        recent.append((source.start, actor_id))
    return Cast(casting.finish(), tuple(casting.mentions), resolved)


def _resolve_source(casting: _Casting, source: Span, recent: list[tuple[int, str]]) -> str:
    text = casting.document.text
    words = text[source.start : source.end].strip(" ,.;:“”\"'")
    words = re.sub(r"^(?:by|to|from|for) ", "", words)
    low = words.lower()
    if low in _PRONOUN or low in _FIRST:
        return _antecedent(casting, source.start, _PRONOUN.get(low, "person"), recent) or casting.add(
            words, "anonymous", key=_own(casting, source)
        )
    inside = [m for m in casting.mentions if m.span.overlaps(source)]
    beside = [
        m
        for m in casting.mentions
        if text[m.span.end : source.start] == ", " and casting.actors[m.actor].kind == "person"
    ]
    if beside:  # the source is the apposition of a name
        return beside[0].actor
    official = re.fullmatch(r"(?:the )?([\w. ]+?)(?:’s|'s)? (?:government|authorities|officials|administration)", low)
    if official and (country := casting.table.get(official.group(1))):
        return casting.add(country[0], "government", alias=words)
    people = [m for m in inside if casting.actors[m.actor].kind == "person" and not _owns(text, m.span, source)]
    if people:
        return people[0].actor
    heads = [m for m in inside if not _owns(text, m.span, source)]
    if _ANONYMOUS.search(words) and not (
        heads and heads[-1].span.end >= source.end - 1 and not _ANONYMOUS.search(words.split()[-1])
    ):
        return casting.add(words, "anonymous", key=_own(casting, source))
    whole = [m for m in heads if m.span.end >= source.end - 2 and len(words) <= m.span.end - m.span.start + 5]
    if whole:
        return whole[-1].actor
    role = re.match(r"(?:(?:the|his|her|their|its) )?(?:\w+[ -])?(\w+)$", low)
    if role and (person := _by_role(casting, role.group(1), source.start)):
        return person
    if not heads and _PERSON_NOUN.fullmatch(low) and (person := _antecedent(casting, source.start, "person", recent)):
        return person
    if heads and heads[-1].span.end >= source.end - 1:
        return heads[-1].actor
    return casting.add(words, "group", key=_own(casting, source))


def _own(casting: _Casting, source: Span) -> str:
    """An id that never leaves its document: unnamed sources of two articles are never merged."""
    return f"anon-{content_id(casting.document.doc_id, source.start, source.end)[:12]}"


def _owns(text: str, span: Span, source: Span) -> bool:
    """Whether a name in a source only owns or qualifies the head ("Mr. Trump’s aides", "White House officials")."""
    after = text[span.end : source.end]
    return bool(re.match(r"(?:’s|'s|’|') \w", after)) or bool(
        re.match(r" [a-z]\w+", after) and not re.match(r" (?:who|and|of|in|at|from|on|for|was|is)\b", after)
    )


def _by_role(casting: _Casting, noun: str, before: int) -> str | None:
    """The person of that role named last before a place, else the first one named at all."""
    holders = {key for key, roles in casting.roles.items() if any(noun in role.split() for role in roles)}
    earlier = [m.actor for m in casting.mentions if m.actor in holders and m.span.start < before]
    if earlier:
        return Counter(earlier).most_common(1)[0][0]
    return next((m.actor for m in casting.mentions if m.actor in holders), None)


def _antecedent(casting: _Casting, before: int, want: str, recent: list[tuple[int, str]]) -> str | None:
    """The actor that a pronoun stands for: the last fitting source or clause-initial name before it."""
    kinds = {
        "person": ("person",),
        "thing": ("government", "organisation", "group"),
        "any": ("person", "group", "organisation", "government", "anonymous"),
    }[want]
    limit = before - 700
    text = casting.document.text
    place = bisect_right([m.span.start for m in casting.mentions], before)
    best: tuple[float, str] | None = None
    for m in casting.mentions[max(0, place - 25) : place]:
        if m.span.start < limit or m.span.end > before or casting.actors[m.actor].kind not in kinds:
            continue
        lead = text[max(0, m.span.start - 30) : m.span.start]
        subject = not lead.strip() or bool(
            re.search(
                r"(?:[.!?”\"\n:;,]|\b(?:that|and|but|said|as|when|after|while))\s+(?:(?:Mr|Mrs|Ms|Dr)\.\s*|\w+ )?$",
                lead,
            )
        )
        here = not re.search(r"[.!?”\n]\s", text[m.span.end : before])  # the same sentence
        score = m.span.start + (160 if subject else 0) + (300 if subject and here else 0)
        if best is None or score > best[0]:
            best = (score, m.actor)
    for position, actor_id in recent[-3:]:
        if position >= limit and casting.actors[actor_id].kind in kinds and (best is None or position + 220 > best[0]):
            best = (position + 220, actor_id)
    return best[1] if best else None
