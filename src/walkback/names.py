"""Names in a text: what is written with capitals and is no mere capital, without titles, places of origin, possessives."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from importlib import resources

from walkback.core.text import POSSESSIVE, Document, Span, slug

Places = Mapping[str, tuple[str, bool]]  # lower-case word -> (government, whether the word is an adjective)

TITLES = frozenset(
    "mr mrs ms miss dr sir lord lady dame president vice premier chancellor king queen prince princess pope senator senators sen sens "
    "representative representatives rep reps congressman congresswoman governor governors gov govs mayor secretary minister general gen colonel col major maj "
    "captain capt lieutenant lt admiral adm sergeant sgt judge justice chief attorney speaker ambassador envoy commissioner "
    "director chairman chairwoman chair spokesman spokeswoman spokesperson prime foreign defense defence finance interior "
    "presidents ministers premiers chancellors governors mayors ambassadors ceo cfo coo deputy former then professor prof bishop archbishop cardinal rev reverend sheikh emir sultan leader".split()
)
_SHORT = frozenset("del. amb. cmdr. supt. pres. atty. insp. msgr.".split())  # titles by their full stop alone
ORGANISATION = re.compile(
    r"\b(?:Ministry|Department|House|Senate|Congress|Parliament|Assembly|Committee|Commission|Council|Court|Party|Union|Agency|"
    r"Bank|Board|Bureau|Office|Authority|Administration|Association|Federation|Front|Movement|Army|Navy|Force|Forces|Guard|Police|"
    r"Corp|Inc|Ltd|Company|Group|Institute|Foundation|University|Church|Times|Post|News|Press|Journal|Fund|Organization|"
    r"Organisation|League|Alliance|Coalition|Cabinet|Campaign|Conference|Tribunal|Service|Society|Network|Trust|Holdings|"
    r"Brotherhood|Center|Centre|College|Chamber|Secretariat|Republic|Kingdom|Emirates|States|Club|Studio|Studios|Radio|Television|Magazine|Herald|Tribune|"
    r"Guardian|Observer|Reuters|Inspectorate|Ombudsman|Treasury|Embassy|Consulate|Mission|Command|Brigade|Division|Fleet|Militia|Syndicate|Consortium|Project|Festival|Academy|Games|Cup|Award|Awards|Prize|Act|Treaty|Accord|Accords|Convention|Summit|Museum|Building|Avenue|County|City|Province|Region|District|Peninsula|"
    r"Bridge|Airport|Port|Harbour|Harbor|Island|Islands|Bay|River|Canal|Square|Street|Prison|Stadium|Museum|Hospital|School|Hotel)\b"
)
_WORD = r"(?:[A-ZÀ-ÞŠŽ]\.(?:[A-ZÀ-Þ]\.)*|(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|St|Jr|Sr|Prof|Rev|Del|Amb|Cmdr|Supt|Pres|Atty|Insp|Msgr)\.|[A-ZÀ-ÞŠŽ][\w’'-]*)"
_LINK = r"(?:al|el|bin|ibn|abu|van|von|de|der|den|di|da|del|la|le|of the|of|for|ter|ul|af|y|dos|du)"
_NAME = re.compile(rf"(?<![\w’'-]){_WORD}(?:[ -](?:{_WORD}|{_LINK}(?=[ -][A-ZÀ-Þ])))*")
# "Food and Drug Administration": what two capitalised phrases that "and" joins end with where they are one name
_BODY = r"(?:Commission|Administration|Department|Agency|Committee|Office|Bureau|Council|Board|Ministry|Authority|Institute|Services?|Enforcement|Affairs)"
_JOINED = re.compile(rf" and (?!House |Senate )(?:{_WORD} ){{0,2}}{_BODY}(?![\w’'-])")
_CHAMBER = re.compile(r"^(?:House|Senate) (?=[A-Z])(?!.*(?<!Way)s$)")  # of "House Oversight", not "House Democrats"
_ALONE = re.compile(r"(?<!\w)([A-ZÀ-Þ][\w’'-]*)(?!\w)(?! and\b)")
_OFFICE_OF = re.compile(r"^(?:of|for) (?:the )?[A-Z][\w-]+ (?=\S+ \S)")  # what "Secretary of State Ann Doe" leaves
# the dateline of a wire story: where it was filed, not who acts
WIRE_LINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ .’'-]{2,30}(?:, [A-ZÀ-Þ][\w. ]{1,25})?(?: \([\w ]+\))?(?:, \w+\.? \d+)? ?[-–—] "
)
COMMON = frozenset(
    "the a an in on at but and he she it they we i you this that these those his her its their there as if when while after "
    "before for with by from to what who why how no not yes so yet still however although asked according both some many most "
    "all one two three four five six seven eight nine ten last next earlier later now then here since until under over between "
    "during despite because also even only just more than our my your such meanwhile monday tuesday wednesday thursday friday "
    "saturday sunday january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec says said according critics supporters officials tonight today yesterday tomorrow".split()
)


def places() -> dict[str, tuple[str, bool]]:
    """Lower-case name, capital, demonym or seat of power -> (name of the government, whether the word is an adjective)."""
    out: dict[str, tuple[str, bool]] = {}
    table = resources.files("walkback").joinpath("data", "places.tsv").read_text(encoding="utf-8")
    for line in table.splitlines()[1:]:
        name, capital, demonyms, others, seats = (line.split("\t") + [""] * 5)[:5]
        for words, adjective in ((demonyms, True), (capital, False), (others, False), (seats, False), (name, False)):
            for word in filter(None, words.split("|")):
                out[word.lower()] = (name, adjective)
    return out


def seats() -> frozenset[str]:
    """Lower-case names of capitals and seats of power: what stands for a government or for a city, as the sentence goes."""
    table = resources.files("walkback").joinpath("data", "places.tsv").read_text(encoding="utf-8")
    rows = ((line.split("\t") + [""] * 5)[:5] for line in table.splitlines()[1:])
    return frozenset(w.lower() for row in rows for w in f"{row[1]}|{row[4]}".split("|") if w and w != row[0])


def is_title(word: str) -> bool:
    """Whether a word, with the marks after it, is a title or a rank; "Del." is one, "Del" a name."""
    word = word.lower().rstrip(",")
    return word in _SHORT or word.strip(".,") in TITLES


def person_key(words: list[str]) -> str:
    """The id of a person: the name without middle initials, so that "Ana B. Rey" and "Ana Rey" are one."""
    inner = [w for w in words[1:-1] if len(w.strip(".")) > 1]
    return slug(" ".join([words[0], *inner, words[-1]]))


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A name without possessive, titles and full stops at its edges."""
    words = POSSESSIVE.sub("", name.strip()).split()
    titles = [n for n, word in enumerate(words[:-1]) if is_title(word)]
    if titles:
        left = _OFFICE_OF.sub("", " ".join(words[titles[-1] + 1 :]))
        if not ORGANISATION.search(left):
            words = left.split()
    return _OFFICE_OF.sub("", " ".join(words)).strip(" ,;:")


def without_origin(name: str, table: Mapping[str, tuple[str, bool]]) -> str:
    """A name without the nationality and titles before it ("Kenyan President Ann Doe" -> "Ann Doe")."""
    words = name.split()
    while len(words) > 2 and (is_title(words[0]) or table.get(words[0].lower(), ("", False))[1]):
        words.pop(0)
        if is_title(words[0]):
            continue
        if not any(map(is_title, name.split())):
            return name
    return " ".join(words)


# what opens a name that is no person's
_NO_FIRST = frozenset(
    "united national international world global royal federal supreme new north south east west northern southern eastern western central great "
    "islamic christian social democratic republican european african asian american latin people's free first second third".split()
)
_JOINT = re.compile(r" (?:of the|of|for) ")
_OWNED = re.compile(r"(?:’s|'s|s’|s') ")


def could_be_person(name: str, table: Mapping[str, tuple[str, bool]]) -> bool:
    """Whether a name without titles may be a person's full name."""
    words = name.split()
    first = words[0].lower() if words else ""
    return 2 <= len(words) <= 5 and not ORGANISATION.search(name) and first not in _NO_FIRST and first not in table


def pieces(
    start: int, surface: str, table: Mapping[str, tuple[str, bool]], lasts: Container[str] = ()
) -> list[tuple[int, str]]:
    """The names in a run of capitals: "Velmar’s Ann Doe" are two, and so are "Ann Doe of Velmar"; a name that holds "of" is one.

    lasts: last names known from the document, in lower case; "Doe of the Harbour Fund" is cut only if Doe is one of them.
    """
    owned = _OWNED.search(surface)
    if owned:
        head, tail = surface[: owned.end() - 1], surface[owned.end() :]
        place = bare(head).lower() in table and not ORGANISATION.search(tail)
        if place or len(tail.split()) > 1 or titled("", 0, tail):
            return [*pieces(start, head, table, lasts), *pieces(start + owned.end(), tail, table, lasts)]
    joint = _JOINT.search(surface)
    if joint:
        head, tail = surface[: joint.start()], surface[joint.end() :]
        name = without_origin(bare(head), table)
        single = " " not in name and (name.lower() in lasts or (head != name and titled("", 0, head)))
        if not _all_titles(head) and (single or could_be_person(name, table)):
            return [(start, head), *pieces(start + joint.end(), tail, table, lasts)]
    return [(start, surface)]


def _all_titles(words: str) -> bool:
    return all(map(is_title, words.split()))


def titled(text: str, start: int, surface: str) -> bool:
    """Whether a title stands at the head of the name or just before it."""
    before = text[max(0, start - 24) : start].split()
    words = [*surface.split()[:-1], *(before[-1:] if before else [])]
    return any(map(is_title, words))


def _is_headline(piece: str) -> bool:
    """Whether a line is set in title case, where capitals say nothing."""
    words = [w for w in re.findall(r"[^\W\d_][\w’'-]*", piece) if len(w) > 3]
    ended = piece.rstrip().endswith((".", "!", "”", '"', ":"))  # headlines seldom are
    capitals = sum(w[0].isupper() for w in words)
    return len(words) >= 4 and (capitals == len(words) > 4 if ended else capitals >= 0.75 * len(words))


def names(document: Document, sentences: Iterable[Span], known: Container[str] = ()) -> list[tuple[int, str]]:
    """Start and surface of every capitalised name, in text order; a name never crosses a sentence end.

    A word that only stands at the head of sentences, or stands elsewhere in lower case, is no name by itself, unless it is
    among the known ones, in lower case. In a line set in title case only names known from the rest of the text count.
    """
    text = document.text
    lower = frozenset(re.findall(r"\b[a-z][\w-]+", text))
    alone = frozenset(_ALONE.findall(text))
    plain: list[tuple[int, str]] = []
    headlines: list[Span] = []
    for sentence in sentences:
        if _is_headline(text[sentence.start : sentence.end]):
            headlines.append(sentence)
        else:
            plain += _names_in(text, sentence, lower, known, alone)
    told = {word for _, surface in plain for word in bare(surface).split() if len(word) > 2}
    for sentence in headlines:
        for match in re.finditer(rf"{_WORD}(?: {_WORD})*", text[sentence.start : sentence.end]):
            for word in re.finditer(r"[\w’-]+", match.group()):
                if POSSESSIVE.sub("", word.group()) in told:
                    plain.append((sentence.start + match.start() + word.start(), word.group()))
    return sorted(plain)


def _names_in(
    text: str, sentence: Span, lower: frozenset[str], known: Container[str], alone: frozenset[str]
) -> list[tuple[int, str]]:
    out = []
    wire = WIRE_LINE.match(text, sentence.start, sentence.end)
    at = wire.end() if wire else sentence.start
    while match := _NAME.search(text, at, sentence.end):
        start, surface, at = match.start(), match.group(), match.end()
        while surface.split(" ")[0].lower().strip(".,") in COMMON and " " in surface:
            cut = len(surface.split(" ")[0]) + 1
            start, surface = start + cut, surface[cut:]
        more = _JOINED.match(text, at, sentence.end)
        if more and _half(text, start, surface, known, alone):
            at, surface = more.end(), surface + more.group()
        name = bare(surface)
        if len(name) < 2 or (" " not in surface and is_title(surface)):
            continue
        if " " not in name:
            word = name.lower().strip(".")
            first = start - sentence.start <= 2
            if word in COMMON or len(word) < 2 or not surface[0].isupper() or re.match(r"I[’']", surface):
                continue
            if (
                first
                and " " not in surface
                and word not in known
                and not name.isupper()
                and (word in lower or text.count(name) < 2)
            ):
                continue
        out.append((start, surface))
    return out


def _half(text: str, start: int, surface: str, known: Container[str], alone: frozenset[str]) -> bool:
    """Whether a run of capitals may be the first half of a name that "and" joins: no person, place or body, and its last word stands nowhere alone.

    alone: the words of the text that no "and" follows. "United States" is no body of its own in a longer name.
    """
    rest = _CHAMBER.sub("", surface.replace("United States ", ""))
    if titled(text, start, surface) or could_be_person(surface, {}) or ORGANISATION.search(rest) or rest.isupper():
        return False
    return rest.lower() not in known and surface.split()[-1] not in alone
