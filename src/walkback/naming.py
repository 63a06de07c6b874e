"""Whom a name names: a person with all forms of the name, an organisation, a government; with the roles beside it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from walkback.antecedents import genders_by_pronoun
from walkback.core.ledger import Actor, ActorKind, Mention
from walkback.core.text import POSSESSIVE, Document, Span, slug
from walkback.names import (
    ORGANISATION,
    Places,
    bare,
    is_title,
    person_key,
    titled,
    without_origin,
)
from walkback.offices import Gender, gender_of, role_after, role_before

# verbs and prepositions that make a city of a capital: where something is, or where somebody goes
_AT_PLACE = re.compile(
    r"\b(?:in|at|near|outside|inside|around|across|throughout|visit(?:s|ed|ing)?|(?:travel|travell|fly|flew|flown|went|go|going|trip|visit|return|arriv|head|journey|march|way)\w* (?:to|for|from|in)"
    r"|capital(?: of|,)?|streets? of|left|leave|leaving)(?: the)? $",
    re.IGNORECASE,
)


_ACRONYM = re.compile(r" ?\(([A-Z][A-Z.&-]{1,9})\)")


_DOTTED = re.compile(r"(?:[A-Z]\.){2,5}[A-Z]\.?")
_SMALL = frozenset("of the for and on in to".split())
ACTING: frozenset[str] = frozenset({"person", "organisation", "government", "group"})


class Named(NamedTuple):
    """A name where it stands, with the titles in it if it was found by its capitals; kind: what the model takes it for."""

    start: int
    surface: str
    kind: str = ""


@dataclass
class Casting:
    """Collects the actors of one document.

    lasts, firsts: lower-case last and first names -> ids of their bearers, in order of entry.
    """

    document: Document
    table: Places
    seats: Container[str] = ()
    actors: dict[str, Actor] = field(default_factory=dict)
    lasts: dict[str, list[str]] = field(default_factory=dict)
    firsts: dict[str, list[str]] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    aliases: dict[str, Counter[str]] = field(default_factory=dict)
    roles: dict[str, dict[str, None]] = field(default_factory=dict)
    beside: dict[str, list[str]] = field(default_factory=dict)  # words beside a person's names: titles, appositions
    acronyms: dict[str, str] = field(default_factory=dict)
    initials: dict[str, list[str]] = field(default_factory=dict)  # of organisations -> their ids
    modifiers: frozenset[str] = frozenset()  # words that stand before several names, and so are no first names

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

    def genders(self) -> dict[str, Gender]:
        """Actor id -> what titles, kinship words and the text's own pronouns say."""
        out = genders_by_pronoun(self.document.text, self.actors, self.mentions)
        for key, words in self.beside.items():
            votes = Counter(g for w in words if (g := gender_of(w)))
            if len(votes) == 1 or (votes and votes.most_common(1)[0][1] > votes.total() / 2):
                out[key] = votes.most_common(1)[0][0]
        return out


def _bearer(casting: Casting, word: str, start: int, beside: str) -> str | None:
    """Which of those of one last (or first) name is meant: one whom the title fits, the one named last before, else the first."""
    held = casting.lasts.get(word) or [
        a for a in casting.firsts.get(word, ()) if any(m.actor == a and m.span.start < start for m in casting.mentions)
    ]
    if not held:
        return None
    gender = gender_of(beside)
    if gender and len(held) > 1:
        fit = [a for a in held if gender_of(" ".join(casting.beside.get(a, ()))) in (gender, None)]
        held = fit or held
    if len(held) == 1:
        return held[0]
    before = [m for m in casting.mentions if m.actor in held and m.span.start < start]
    return max(before, key=lambda m: m.span).actor if before else held[0]


def _person(casting: Casting, words: list[str], name: str, start: int, beside: str) -> str:
    """The actor of a full name: one of a last name and a first name that agree is the same, any other is another."""
    last = words[-2] if re.fullmatch(r"(?:Jr|Sr|II|III|IV)\.?", words[-1]) and len(words) > 2 else words[-1]
    for held in casting.lasts.get(last.lower(), ()):
        if _agree(casting.actors[held].name.split()[0], words[0]):
            return casting.add(casting.actors[held].name, "person", alias=name, key=held)
    if words[0].lower().strip(".") in casting.modifiers or (
        words[0].isupper() and 1 < len(words[0]) < 5 and "." not in words[0]
    ):
        known = _bearer(casting, last.lower(), start, beside)
        if known:
            return casting.add(casting.actors[known].name, "person", alias=" ".join(words[1:]), key=known)
    actor_id = casting.add(_written(name), "person", key=person_key(words))
    casting.lasts.setdefault(last.lower(), []).append(actor_id)
    if len(words[0].strip(".")) > 1:
        casting.firsts.setdefault(words[0].lower(), []).append(actor_id)
    return actor_id


def _agree(first: str, other: str) -> bool:
    """Whether two first names may be one person's: the same, or one the initial of the other."""
    a, b = first.strip(".").lower(), other.strip(".").lower()
    return a == b or (min(len(a), len(b)) == 1 and a[:1] == b[:1])


def _place(casting: Casting, span: Span, key: str) -> bool:
    """Whether a capital or seat of power stands for the city or the building: something happens in it, or somebody goes there."""
    text = casting.document.text
    if key not in casting.seats:
        return False
    return bool(_AT_PLACE.search(text[max(0, span.start - 40) : span.start])) or bool(
        re.match(r", [A-Z][\w.]+(?:,| )", text[span.end : span.end + 24])
    )


def enter(casting: Casting, named: Named) -> None:
    """Enter one name: as a place that acts, an organisation, a person or a group."""
    start, surface, text = named.start, named.surface, casting.document.text
    name = without_origin(bare(surface), casting.table)
    words = name.split()
    span = Span(start, start + len(POSSESSIVE.sub("", surface)))
    beside = f"{_lead(text, start)} {surface}"
    actor_id = (
        _as_judged(casting, named, name, beside, span) if named.kind else _by_rules(casting, named, name, beside, span)
    )
    if not actor_id:
        return
    if casting.actors[actor_id].kind == "person":
        _note_role(casting, actor_id, Span(start + max(0, surface.find(words[0])), span.end), beside)
    casting.mentions.append(Mention(span, actor_id))


def _by_rules(casting: Casting, named: Named, name: str, beside: str, span: Span) -> str:
    """The actor of a name, by its words and where it stands; none ("") of a city where something happens or a bare adjective."""
    text, words, key = casting.document.text, name.split(), name.lower()
    known = casting.table.get(key) or casting.table.get(key.removesuffix("s"))
    if known and known[1] and not key.endswith("s") and re.match(r" \w", text[span.end : span.end + 2]):
        return ""  # a bare adjective ("Canadian minister") names nobody by itself
    if known and _place(casting, span, key):
        return ""
    if known:
        return casting.add(known[0], "government", alias=name)
    if (len(words) > 1 and ORGANISATION.search(name)) or (
        name.isupper() and ((len(name) <= 6 and "." not in name.strip(".")) or _DOTTED.fullmatch(name))
    ):
        return _organisation(casting, name, span)
    if 2 <= len(words) <= 5 and not re.search(r"\b(?:of|for|and)\b", name) and not casting.table.get(words[0].lower()):
        return _person(casting, words, name, named.start, beside)
    if len(words) == 1 and (held := _known_person(casting, name, named.start, beside)):
        return held
    if len(words) == 1 and titled(text, named.start, named.surface):
        return _new_person(casting, name)
    if ORGANISATION.search(name) or len(words) > 1 or _longer(casting, name):
        return _organisation(casting, name, span)
    return casting.add(name, "group")


def _as_judged(casting: Casting, named: Named, name: str, beside: str, span: Span) -> str:
    """The actor of a name as the model takes it; none ("") where titles are all there is."""
    words, known = name.split(), casting.table.get(name.lower())
    if not words:
        return ""
    if named.kind == "person":
        if len(words) > 1:
            return _person(casting, words, name, named.start, beside)
        return _known_person(casting, name, named.start, beside) or _new_person(casting, name)
    if known and named.kind != "group":
        return casting.add(known[0], "government", alias=name)
    if named.kind == "organisation":
        return _organisation(casting, name, span)
    return casting.add(name, "government" if named.kind == "government" else "group")


def _known_person(casting: Casting, name: str, start: int, beside: str) -> str:
    """The bearer of a last or first name who is known from the document, "" if none is."""
    held = _bearer(casting, name.lower(), start, beside)
    return casting.add(casting.actors[held].name, "person", alias=name, key=held) if held else ""


def _written(name: str) -> str:
    """A person's name in capitals, as transcripts have them, written as names are."""
    return name.title() if name.isupper() and len(name) > 3 else name


def _new_person(casting: Casting, name: str) -> str:
    """A person of whom only the last name is told."""
    actor_id = casting.add(_written(name), "person")
    casting.lasts.setdefault(name.lower(), []).append(actor_id)
    return actor_id


def _lead(text: str, start: int) -> str:
    """The last few words before a name, not past another name."""
    words: list[str] = []
    for word in reversed(text[max(0, start - 30) : start].split("\n")[-1].split()[-3:]):
        if word[0].isupper() and not is_title(word):
            break
        words.insert(0, word)
    return " ".join(words)


# bodies that bear no one's name, so that a longer one that begins alike is another ("Senate", "Senate Ports Committee")
_BODIES = frozenset(
    "house senate congress parliament assembly court council union party board committee commission cabinet government ministry state federal national supreme royal united democratic republican white new".split()
)


def _longer(casting: Casting, name: str) -> str:
    """The one organisation of the document whose name begins with a shorter one ("Harrow", of "Harrow Lines"), "" if none or several do."""
    low = name.lower()
    if low in _BODIES or low in casting.lasts or low in casting.table:
        return ""
    held = [
        key for key, a in casting.actors.items() if a.kind == "organisation" and a.name.lower().startswith(f"{low} ")
    ]
    return held[0] if len(held) == 1 else ""


def _organisation(casting: Casting, name: str, span: Span) -> str:
    """An organisation, known by its initials too, in brackets behind its name or by themselves where no other has the same."""
    letters = name.replace(".", "")
    key = casting.acronyms.get(letters, "")
    if not key and letters.isupper() and 2 < len(letters) < 7 and " " not in name:
        held = casting.initials.get(letters, [])
        key = held[0] if len(held) == 1 else ""
    if key := key or _longer(casting, name):
        return casting.add(casting.actors[key].name, "organisation", alias=name, key=key)
    actor_id = casting.add(name, "organisation")
    if " " in name and actor_id not in (held := casting.initials.setdefault(_initials(name), [])):
        held.append(actor_id)
    found = _ACRONYM.match(casting.document.text, span.end)
    if found and re.sub(r"[^A-Z]", "", found.group(1))[:2] == _initials(name)[:2]:
        casting.acronyms[found.group(1).replace(".", "")] = actor_id
        casting.aliases[actor_id][found.group(1)] += 1
    return actor_id


def _initials(name: str) -> str:
    return "".join(w[0] for w in re.split(r"[ -]", name) if w and w.lower() not in _SMALL).upper()


def _note_role(casting: Casting, actor_id: str, span: Span, beside: str) -> None:
    """Keep the role that stands beside a person's name, and the words that tell a woman from a man."""
    text = casting.document.text
    casting.beside.setdefault(actor_id, []).append(beside)
    after = role_after(text, span.end, casting.table)
    role = role_before(text, span.start, span.end, casting.table) or after
    if after:
        casting.beside[actor_id].append(text[span.end : span.end + 60].split(".")[0].split(";")[0])
    if role:
        casting.roles.setdefault(actor_id, {})[role] = None


def modifiers(found: Sequence[tuple[int, str]], text: str) -> frozenset[str]:
    """First words of names that stand before several other words, or alone: parties, origins, trades, but no first names."""
    after: dict[str, set[str]] = defaultdict(set)
    for _, surface in found:
        words = surface.split()
        if len(words) > 1:
            after[words[0].lower().strip(".")].add(words[-1])
    return frozenset(
        w for w, rest in after.items() if len(rest) > 1 and re.search(rf"\b{re.escape(w)}s\b", text, re.IGNORECASE)
    )
