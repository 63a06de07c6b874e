"""What stands beside a name: the role it is given, whose role that is, and whether it is a woman's or a man's name.

A role is written as `core.roles` reads it: title in lower case, then what it is of or for ("foreign minister of Velmar").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Gender = Literal["f", "m"]
Places = Mapping[str, tuple[str, bool]]  # lower-case word -> (government, whether the word is an adjective)

_KIND = (
    r"(?:former|ex|late|then|acting|interim|incoming|outgoing|vice|deputy|prime|foreign|defen[cs]e|finance|interior|justice|trade|health|energy|"
    r"transport|education|environment|agriculture|state|press|chief|senior|special|first|assistant|associate|general|attorney|opposition|party|"
    r"majority|minority|house|senate|national|security|executive|managing|campaign|central|bank|army|navy|police|military|rebel|union|council|co)"
)
_HEAD = (
    r"(?:presidents?|president-elect|ministers?|chancellor|premier|taoiseach|secretary(?: of (?:state|defen[cs]e|commerce|labou?r|health|energy|education|the treasury|"
    r"agriculture|transportation|homeland security))?|secretary[ -]general|senators?|governor|mayor|spokes(?:man|woman|person)|speaker|leader|chair(?:man|woman|person)?|director|"
    r"ambassador|envoy|general|king|queen|prince|princess|emir|sultan|pope|chief(?: of staff| executive)?|adviser|advisor|commissioner|judge|justice|"
    r"attorney|congress(?:man|woman)|representative|lawmaker|legislator|whip|negotiator|prosecutor|inspector|commander|colonel|admiral|head|founder|"
    r"candidate|nominee|official|strategist|analyst|economist|professor|lawyer|aide|treasurer|manager|coordinator|counsel|diplomat|executive|dean|rector|captain|warden)"
)
_TITLE = re.compile(rf"(?:^|(?<=[\s’'“(-]))((?:{_KIND}[ -])*{_HEAD})$", re.IGNORECASE)
_IN_APPOSITION = re.compile(
    rf"(?:(?:the|a|an|its|his|her|their|one of (?:the|its|his|her)) )?(?P<lead>(?:[\w.’'&-]+ ){{0,6}}?)(?P<title>(?:{_KIND}[ -])*{_HEAD})"
    r"(?: (?:of|for|to|at|in|with) (?:the )?(?P<home>[^,.;:()\n“”]{2,60}))?$",
    re.IGNORECASE,
)
_APPOSITION = re.compile(
    r",? (?:who (?:is|was|serves as|served as) )?((?:the |a |an |its |his |her |their )?(?:[^,.;:()\n“”]|\.(?=\w)|(?<=\b[A-Z])\.){3,90}?)"
    r"(?=[,.;)\n]| said\b| says\b| told\b| who\b| and\b|$)"
)
_OF = re.compile(
    r"(?:,[^,]{0,40})? (?:of|for) (?:the )?([A-ZÀ-Þ][\w’'-]*(?:(?: of| and)?(?: the)? [A-ZÀ-Þ][\w’'-]*){0,4})"
)
_OWNER = re.compile(r"(?:’s|'s|s’|s')$")
_EMPLOYED = re.compile(r"^spokes|chief executive|director|manager|founder|\bhead$")
_NO_EMPLOYER = frozenset(
    "a an the and but in on at as its his her their our mr mrs ms dr sir january february march april may june july august september october "
    "november december monday tuesday wednesday thursday friday saturday sunday yesterday today when while after before since for from with by if meanwhile "
    "however later earlier also then now once where though although to or nor so yet until during under over former current".split()
)
_PIECE = re.compile(r"[.;:!?”“,\n](?!\w)")  # what ends the words that a title can go with
_SMALL = frozenset("of for the and in at to a an on with who".split())

_WOMAN = re.compile(
    r"\b(?:Mrs|Ms|Miss|Lady|Dame|Madam|Madame|Queen|Princess|Sister|Baroness|Duchess|Congresswoman|(?:spokes|chair|business|congress|police|council|assembly|fire)woman|"
    r"actress|daughter|wife|widow|mother|grandmother|sister|niece|aunt|girlfriend|heiress|duchess|queen|woman|first lady)\b"
)
_MAN = re.compile(
    r"\b(?:Mr|Sir|Lord|King|Prince|Pope|Father|Baron|Duke|Congressman|(?:spokes|chair|business|congress|police|council|assembly|fire)man|"
    r"actor|son|husband|widower|father|grandfather|brother|nephew|uncle|boyfriend|king|pope|man)\b"
)


def gender_of(words: str) -> Gender | None:
    """What titles and kinship words beside a name say; None where they say nothing, or both."""
    woman, man = bool(_WOMAN.search(words)), bool(_MAN.search(words))
    return None if woman == man else "f" if woman else "m"


def proper(words: str, table: Places) -> str:
    """A place by the name of its government, anything else as it stands, without article and possessive."""
    name = _OWNER.sub("", re.sub(r"^(?:the|The) ", "", words.strip(" ,.;")))
    known = table.get(name.lower())
    return known[0] if known else name


def title_before(text: str, start: int) -> tuple[str, int]:
    """The title that stands right before a name ("foreign minister"), and where it begins; "" where none does."""
    head = re.split(r"[.;:!?”“\n](?!\w)", text[max(0, start - 90) : start].rstrip(" ,"))[-1]
    found = _TITLE.search(head)
    if not found:
        return "", start
    return found.group(1).lower(), max(0, start - 90) + text[max(0, start - 90) : start].rstrip(" ,").rfind(
        found.group(1)
    )


def role_before(text: str, start: int, end: int, table: Places) -> str:
    """The role before a name with its home: "foreign minister of Velmar" for "Velmar’s foreign minister, Ilse Tarn"."""
    title, at = title_before(text, start)
    if not title:
        return ""
    lead = text[max(0, at - 60) : at]
    seat = re.search(r"(\w+ )$", lead)
    first = title.split()[0]
    if seat and f"{seat[1]}{first}".lower() in table:  # "White House spokesman"
        title, lead = title.removeprefix(first).strip(), f"{lead}{first}"
    own = _owner(lead, table) or (_employer(lead) if _EMPLOYED.search(title) else "")
    if not own and (tail := _OF.match(text, end, end + 90)):
        own = _known(tail.group(1), table)
    return f"{title} {'for' if title.startswith('spokes') else 'of'} {own}" if own else title


def _employer(lead: str) -> str:
    """The name in capitals that stands right before the title of one who works for it ("Harrow Lines spokesman"), or ""."""
    named: list[str] = []
    piece = _PIECE.split(lead)[-1]
    words = piece.split()
    for word in reversed(words):
        if word == "of":
            return ""  # "Bank of Senn spokesman": the name is longer
        if not word[0].isupper() or word.lower().strip(".") in _NO_EMPLOYER:
            break
        named.insert(0, word)
    if len(named) == len(words) and (len(named) == 1 or re.search(r"\b[A-Z]\.$", lead.removesuffix(piece))):
        return ""  # the first word of a sentence, or what follows an initial
    return " ".join(named)


def _owner(lead: str, table: Places) -> str:
    """Whose title it is by what stands before it: a name in the possessive, or a place ("Velmari", "White House")."""
    words = _PIECE.split(lead)[-1].split()
    for n in range(max(0, len(words) - 3), len(words)):
        if known := table.get(_OWNER.sub("", " ".join(words[n:])).lower()):
            return known[0]
    named: list[str] = []
    if words and _OWNER.search(words[-1]):
        for word in reversed(words):
            if not word[0].isupper() and word not in _SMALL:
                break
            named.insert(0, word)
        while named and (named[0] in _SMALL or named[0].lower() in _SMALL):
            named.pop(0)
    return proper(" ".join(named), table) if named else ""


def _known(words: str, table: Places) -> str:
    """The government of a place if the table has it, the words themselves where they are a name of several words, else ""."""
    name = proper(words, table)
    return name if name and (words.lower() in table or name[0].isupper()) else ""


def role_after(text: str, end: int, table: Places) -> str:
    """The role in the apposition after a name (", the White House press secretary,"), or ""."""
    found = re.match(r",", text[end : end + 1]) and _APPOSITION.match(text, end, end + 140)
    if not found:
        return ""
    words = found.group(1)
    told = _IN_APPOSITION.match(words)
    if not told or (told["lead"] and re.search(r"\b(?:and|said|that|which|when|as)\b", told["lead"])):
        return ""
    title, own = told["title"].lower(), ""
    if told["home"]:
        own = proper(re.split(r" (?:who|and (?=[a-z])|since|from|during|in (?=\d)|until)", told["home"])[0], table)
    if not own and told["lead"]:
        own = _owner(told["lead"].strip(), table) or _capitals(told["lead"])
    joint = "for" if title.startswith("spokes") else "of"
    past = re.match(r"(?:former|ex-|then-|late) ?", told["lead"] or "")
    title = f"former {title}" if past and not title.startswith("former") else title
    return f"{title} {joint} {own}" if own else title


def _capitals(lead: str) -> str:
    """A name among the words before a title ("the Ports Authority spokesman"), or ""."""
    named = [w for w in lead.split() if w[0].isupper()]
    return " ".join(named) if named and lead.split()[-1][0].isupper() else ""
