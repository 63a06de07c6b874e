"""Which way verbs and cues point: the verb groups of a few words, read in order, ahead or back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from walkback.timing.named import Direction

WORD = re.compile(r"[A-Za-z]+(?:[’'][a-z]{1,2})?|[;:—,]")
MODAL = frozenset(
    "will won't shall shan't would wouldn't could couldn't may might must should can can't cannot gonna 'll".split()
)
HAVE = frozenset("has have had having hasn't haven't hadn't 've 'd".split())
IS = frozenset("is are am isn't aren't be being 're 'm".split())
WAS = frozenset("was were wasn't weren't been got".split())
# What is announced with these lies ahead, whatever the tense: "is scheduled to", "had been due".
AHEAD = frozenset(
    "scheduled expected slated planned planning plans plan due set poised likely supposed upcoming payable effective hopes intends aims vows pledges "
    "promises wants expects threatens urges preparing prepares deadline looms looming faces facing approaches expires expire expiring wait waiting "
    "forthcoming approaching nearing".split()
)
# With an infinitive they point ahead ("agreed to meet"), alone they tell what was done ("agreed on Tuesday").
AHEAD_TO = AHEAD | frozenset(
    "told invited instructed urged summoned advised directed agreed wanted hoped intended aimed vowed pledged promised threatened ordered asked decided prepared ready going".split()
)
# "are meeting on Tuesday" is a plan, "are hailing Tuesday's speech" is not.
_PLANNED = frozenset(
    "meeting going leaving holding speaking visiting traveling travelling returning hosting voting opening starting beginning arriving coming heading "
    "launching appearing resuming convening ending closing running staging marching striking rallying gathering testifying signing playing performing sailing flying choosing boycotting".split()
)
# Of present verbs only those that are said of what a calendar holds: "Tern holds its vote on Tuesday".
CALENDAR = frozenset(
    "holds hold meets meet opens votes begins begin starts ends arrives arrive leaves leave resumes resume returns heads "
    "hosts convenes convene travels visits needs takes take goes go comes come wins become becomes awaits await".split()
)
# The same for verbs that are nouns as well, or rarer: only with "s", or after a plural ("markets reopen", "fees apply").
_CALENDAR_TOO = frozenset(
    "announce walk elect choose pick open vote start end return head host travel visit need win address appear apply assemble attend campaign chair close conclude consider debate decide deliver depart disappear discuss drop enter fall "
    "finish fly gather get host hear issue join kick kickoff land lapse launch lift mark matter move present publish rejoin release reopen reconvene "
    "report resign retire review rise rule run sail send serve set shift sign speak stage step stop swear sue testify turn unveil wait "
    "welcome withdraw work strike march boycott change receive play face pay make give retry bring let see become hold lose try talk tour plan".split()
)
_PRONOUNS = frozenset("they we i you who which that it he she".split())
_IRREGULAR = frozenset(
    "said told met held went took made left began won lost spoke gave came saw wrote fell rose broke brought sent fought struck shot found kept "
    "led paid sold stood felt ran hit put cut let quit became drew flew grew got knew sat sought taught thought threw withdrew wore built bought "
    "caught chose dealt drove forbade forgot froze heard hid laid meant rode sang sank shook shut slid spent split spread stole swept swore tore "
    "understood upheld woke done begun gone taken given spoken broken chosen fallen driven shown drawn seen thrown withdrawn sworn risen stolen did undertook overthrew broadcast burst beat bore bound lent lit".split()
)
# The rest of the irregular verbs, those left out that are as often nouns or present: cost, bid, bet, bit, cast, ground, rid, upset, wound.
_IRREGULAR |= frozenset(
    "arisen arose awoke awoken beaten became befell bent bitten bled blew blown born borne bred brought bound clung crept dealt dug dreamt drank drunk "
    "eaten ate fed fled flung flown forbidden foresaw foreseen foregone forgave forgiven forgotten forsook forsaken frozen grown hung hewn hidden hurt knelt "
    "leant leapt learnt misled misread mistook mistaken misunderstood mown outdid outdone outran outsold overcame overdid overran overridden overrode "
    "overruled oversaw overseen overslept overtaken overtook overthrown partook proven rang rebuilt redid redone remade reran resold retook retaken rewrote rewritten rung "
    "shaken shone shorn shrank shrunk slain slew slept slung smelt sown spat sped spilt spoilt sprang sprung stank stole strewn stricken striven strode strove "
    "stuck stung sung sunk swam swum swelled swollen swung thrived throve thrust torn trod trodden undergone underwent undertaken undertook undid undone "
    "unwound waylaid wept withheld withstood woken worn woven wove written wrung".split()
)

_NO_PAST = frozenset(
    "united need indeed speed exceed proceed succeed hundred armed so-called red bed shed feed seed breed weed bleed creed unprecedented".split()
)
_UNDONE = frozenset(
    "unveiled undermined unleashed unloaded uncovered unseated unified unlocked unfolded unwrapped unrolled".split()
)


def last_group(words: str, among: tuple[Direction, ...] = ("past", "future")) -> Direction | None:
    """Which way the last verb group or cue of some words points, None if none does."""
    found: Direction | None = None
    for direction in groups(words):
        found = direction
    return found if found in among else None


def groups(words: str) -> Iterator[Direction]:
    """The way each verb group or cue points, in order."""
    found = [m.group().replace("’", "'") for m in WORD.finditer(words)]
    first = next((n for n, t in enumerate(found) if t[0].isalpha()), 0)
    # a capital inside a sentence is a name's: "Mohamed", "May"
    tokens = [
        t.lower()
        if n <= first or t[0].islower() or t[0] in "';:—," or t in _FIRST_PERSON
        else "'s"
        if t.endswith("'s")
        else ""
        for n, t in enumerate(found)
    ]
    at, last = 0, "unknown"
    while at < len(tokens):
        direction, at = _group(tokens, at, last)
        if direction is not None:
            last = direction
            yield direction


def _group(tokens: list[str], at: int, last: str) -> tuple[Direction | None, int]:
    """The way the group that begins at a token points, None if none does; where to go on."""
    token = tokens[at]
    rest = _skip(tokens, at + 1)
    follows = tokens[rest] if rest < len(tokens) else ""
    if token in MODAL or token.endswith("'ll"):
        happened = follows == "have" and token not in ("will", "won't", "shall") and not token.endswith("'ll")
        return (
            ("past", rest + 2)
            if happened
            else ("future", _skip(tokens, rest + 1) + 1 if follows in ("be", "get") else rest + 1)
        )
    if token == "to" and follows and _may_be_verb(follows) and at:
        # an infinitive goes with what it hangs on: "plans to meet", "was forced to cancel"
        return ("past" if follows == "have" or (last == "past" and not _bidden(tokens, at)) else "future"), rest + (
            2 if follows == "be" else 1
        )
    if token == "set" and follows not in ("for", "to"):
        return "past", at + 1  # "a record set on Monday", not "set for Monday"
    if token == "likely" and at and tokens[at - 1] in ("more", "less"):
        return None, at + 1
    if token in AHEAD:
        return "future", at + 1
    if token == "following" and tokens[at - 1 : at] != ["the"]:
        return "past", at + 1
    if token in HAVE:
        if follows in AHEAD or follows == "to":
            return "future", rest + 1
        return ("past", rest + 1) if is_past(follows) or follows in WAS or follows in CALENDAR else (None, at + 1)
    if token in IS | WAS | _I_AM:
        if follows in AHEAD or follows == "to" or (token in IS and follows in _PLANNED):
            return "future", rest + 1
        if (
            follows.endswith("ing")
            and follows not in _IN_MIND
            and (token in _I_AM or tokens[max(0, at - 1) : at] == ["we"])
        ):
            return "future", rest + 1  # "I am quitting on Saturday"
        if token in ("is", "are") and follows.endswith("ing") and tokens[rest + 1 : rest + 2] != ["to"]:
            return "unknown", rest + 1  # "backers are hailing the speech on Tuesday"
        return (
            "past" if token in WAS else "future" if token in ("is", "are", "be") and is_past(follows) else None
        ), rest + is_past(follows)
    if token in CALENDAR or (
        _is_present(token, tokens[at - 1] if at else "", follows) and not _is_object(tokens[max(0, at - 3) : at])
    ):
        if at and tokens[at - 1].endswith("'s"):
            return None, at + 1  # "Tern's wins on Tuesday"
        the_two = tokens[max(0, at - 2) : at] == ["the", "two"]
        that_does = tokens[at - 1 : at] == ["that"] and token.endswith("s")  # "a ship that sails on Monday"
        return ("future" if at and (the_two or that_does or tokens[at - 1] not in _DETERMINERS) else None), at + 1
    if token in ("did", "didn't"):
        return "past", (rest + 1 if follows in CALENDAR or follows in _CALENDAR_TOO else at + 1)
    return ("past" if is_past(token) else None), at + 1


_FIRST_PERSON = frozenset("I'm We're We".split())
_I_AM = frozenset("am i'm we're".split())
_IN_MIND = frozenset(
    "thinking hoping looking feeling talking trying saying telling asking wondering doing enjoying".split()
)
_DETERMINERS = frozenset(
    "the a an its his her their our my this that these those two three to of in on at for with and".split()
)


_STOPS = frozenset({",", ";", ":", "—"})
_BIDS = frozenset("told invited instructed urged summoned advised directed".split())


def _bidden(tokens: list[str], at: int) -> bool:
    """Whether an infinitive tells what is wanted or bidden: "agreed to meet", "told the clubs to play"."""
    if tokens[at - 1] in AHEAD_TO - _BIDS:
        return True
    for n in range(at - 1, max(-1, at - 5), -1):
        token = tokens[n]
        if token in _BIDS:
            return not {"had", "previously"} & set(tokens[max(0, n - 3) : n])
        if is_past(token) or token in _STOPS:
            return False
    return False


def _is_present(token: str, before: str, follows: str) -> bool:
    """Whether a word is a present verb of the wider list: "closes", or "close" after a plural."""
    if token in _CALENDAR_TOO:
        if follows in WAS | IS | HAVE | MODAL or is_past(follows):
            return False  # a noun: "the jobs report showed"
        return before in _PRONOUNS or (before.endswith("s") and not before.endswith(("'s", "ss")))
    stem = token[:-3] + "y" if token.endswith("ies") else token[:-1]
    return token.endswith("s") and (stem in _CALENDAR_TOO or stem.removesuffix("e") in _CALENDAR_TOO)


GRANTS = frozenset(
    "gave called demanded offered sought needed scheduled proposed allowed requested required predicted forecast foresaw".split()
)
SAYS = frozenset("said told announced added declared confirmed stated insisted warned".split())


def _is_object(before: list[str]) -> bool:
    """Whether a plural stands where the object of a past verb does, so that it is no verb: "held talks", "resumed peace talks"."""
    for word in reversed(before):
        if word in SAYS or word in _PRONOUNS or not word:
            return False
        if is_past(word):
            return True
    return False


_ADVERBS = frozenset("not also never already now only just still again ever both all soon then".split())


def _skip(tokens: list[str], at: int) -> int:
    """Past the adverbs within a verb group."""
    while at < len(tokens) and (
        tokens[at] in _ADVERBS or (tokens[at].endswith("ly") and len(tokens[at]) > 4 and tokens[at] not in AHEAD)
    ):
        at += 1
    return at


def is_past(token: str) -> bool:
    """Whether a word, in lower case, is a past tense or a past participle."""
    if token.startswith("un") and token.endswith("ed") and token not in _UNDONE:
        return False  # "left rates unchanged", "an unexpected vote"
    return token in _IRREGULAR or (len(token) > 3 and token.endswith("ed") and token not in _NO_PAST)


_SINGS = frozenset("sing bring ring swing cling spring".split())
_NO_VERB = frozenset(
    "the a an his her its their our this that these those all one two three some any more and or in on at of by it him them us me you".split()
)


def _may_be_verb(token: str) -> bool:
    """Whether a word after "to" may be its infinitive, and is not whom or what something goes to: "spoke to reporters"."""
    if token in _SINGS:
        return True
    if token.endswith("s") and not token.endswith(("ss", "focus")):
        return False
    return token not in _NO_VERB and not token.endswith(
        ("ing", "tion", "sion", "ment", "ness", "ity", "ery", "ance", "ence", "ship", "tiny")
    )
