"""Which way a bare weekday, day or month points: read off the verbs and cues around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from walkback.core.text import Span
from walkback.timing.grammar import Phrase
from walkback.timing.named import Direction
from walkback.timing.words import WEEKDAYS

# Words before a phrase that are looked at: a sentence's worth.
REACH = 240

_WORD = re.compile(r"[A-Za-z]+(?:[’'][a-z]{1,2})?|[;:—]")
_MODAL = frozenset(
    "will won't shall shan't would wouldn't could couldn't may might must should can can't cannot gonna 'll".split()
)
_HAVE = frozenset("has have had having hasn't haven't hadn't 've 'd".split())
_IS = frozenset("is are am isn't aren't be being 're 'm".split())
_WAS = frozenset("was were wasn't weren't been got".split())
# What is announced with these lies ahead, whatever the tense: "is scheduled to", "had been due".
_AHEAD = frozenset(
    "scheduled expected slated planned planning plans plan due set poised likely supposed upcoming payable effective hopes intends aims vows pledges "
    "promises wants expects threatens urges preparing prepares deadline looms looming faces facing approaches expires expire expiring wait waiting "
    "forthcoming approaching nearing".split()
)
# With an infinitive they point ahead ("agreed to meet"), alone they tell what was done ("agreed on Tuesday").
_AHEAD_TO = _AHEAD | frozenset(
    "agreed wanted hoped intended aimed vowed pledged promised threatened urged ordered asked decided prepared ready going".split()
)
# "are meeting on Tuesday" is a plan, "are hailing Tuesday's speech" is not.
_PLANNED = frozenset(
    "meeting going leaving holding speaking visiting traveling travelling returning hosting voting opening starting beginning arriving coming heading "
    "launching appearing resuming convening ending closing running".split()
)
# Of present verbs only those that are said of what a calendar holds: "Tern holds its vote on Tuesday".
_CALENDAR = frozenset(
    "holds hold meets meet opens votes begins begin starts ends arrives arrive leaves leave resumes resume returns heads "
    "hosts convenes convene travels visits needs takes take goes go comes come wins become becomes awaits await".split()
)
# The same for verbs that are nouns as well, or rarer: only with "s", or after a plural ("markets reopen", "fees apply").
_CALENDAR_TOO = frozenset(
    "elect choose pick open vote start end return head host travel visit need win address appear apply assemble attend campaign chair close conclude consider debate decide deliver depart disappear discuss drop enter fall "
    "finish fly gather get host hear issue join kick kickoff land lapse launch lift mark matter move present publish rejoin release reopen reconvene "
    "report resign retire review rise rule run sail send serve set shift sign speak stage step stop swear sue testify turn unveil wait "
    "welcome withdraw work change receive play face pay make give retry bring let see become hold lose try talk tour plan".split()
)
_PRONOUNS = frozenset("they we i you who which that it he she".split())
_IRREGULAR = frozenset(
    "said told met held went took made left began won lost spoke gave came came saw wrote fell rose broke brought sent fought struck shot found kept "
    "led paid sold stood felt ran hit put cut let quit became drew flew grew got knew sat sought taught thought threw withdrew wore built bought "
    "caught chose dealt drove forbade forgot froze heard hid laid meant rode sang sank shook shut slid spent split spread stole swept swore tore "
    "understood upheld woke done begun gone taken given spoken broken chosen fallen driven shown drawn seen thrown withdrawn sworn risen stolen did undertook overthrew broadcast burst beat bore bound lent lit".split()
)
_NO_PAST = frozenset(
    "united need indeed speed exceed proceed succeed hundred armed so-called red bed shed feed seed breed weed bleed creed unprecedented".split()
)
_UNDONE = frozenset(
    "unveiled undermined unleashed unloaded uncovered unseated unified unlocked unfolded unwrapped unrolled".split()
)
_SPEECH = re.compile(
    r"\b(?:said|says|told|announced|added|wrote|tweeted|declared|asked|stated|reported|confirmed|insisted|warned|denied|replied|argued)\b[^.;:,]{0,14}$",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|ahead\sof|anticipation\sof|run-up\sto)\s(?:the\s|next\s|this\s)?$|\b(?:ahead\sof|run-up\sto)\s(?:[\w’'-]{1,20}\s){1,4}(?:on\s|in\s)?$",
    re.IGNORECASE,
)
_AFTERMATH = re.compile(
    r"\b(?:after|following|wake\sof|since|per|despite|because\sof|responsible\sfor|(?:results|outcome|winners?|losers?)\s(?:of|from|in))\s(?:the\s)?$",
    re.IGNORECASE,
)
_IS_ON = re.compile(r"\b(?:is|are)\s(?:(?:on|now|only|this|next|as\searly\sas)\s)*$", re.IGNORECASE)
_BEGINS_CLAUSE = re.compile(
    r"(?:^|[,;:—“\"]\s?|\b(?:that|said|says|and|but|as|if|whether|because|while|though|say)\s)(?:the\s|a\s)?$",
    re.IGNORECASE,
)
# What is known only once it has happened: "Monday's decision will make it harder".
_OUTCOME = re.compile(
    r"(?:[’']s)?\s(?:(?!decision)[a-z-]{3,14}\s){0,2}(?:decisions?|outcome|rulings?|verdict|attacks?|bombings?|shootings?|killings?|announcement|statement|remarks|comments|results?|"
    r"arrests?|crash|explosion|outbreak|resignation|defeat|victory|loss|win|fall|gains?|losses|riots?|violence|clashes|raid|strikes?)\b"
)
# The same before its day, as the first words of a clause: "The ruling on Monday leaves the ban in place".
_OUTCOME_BEFORE = re.compile(
    r"(?:^|[,;:—“\"]\s?|\b(?:that|said|says|and|but|as)\s)(?:[\w’'-]{1,20}\s){0,3}(?<!\bto\s)(?<!\bfor\sa\s)(?<!\bfor\san\s)(?:decision|ruling|verdict|attack|bombing|shooting|killing|announcement|"
    r"statement|remarks|arrest|crash|explosion|resignation|defeat|victory|loss|raid|strike|clash|breakdown|collapse)(?:e?s)?\s(?:(?:late|early|on)\s)*$",
    re.IGNORECASE,
)
# "Even with his victory in the northern primary Tuesday"
_WON = re.compile(
    r"(?:\b(?:his|her|its|their)|[’']s?)\s(?:[\w-]{1,20}\s){0,2}(?:victor(?:y|ies)|wins?|loss(?:es)?|defeats?)\s(?:(?:in|over|at|to)\s(?:[\w’'-]{1,20}\s){1,6})?(?:on\s)?$"
)
# "a strong debate Thursday night, when many called him"
_WHEN_WAS = re.compile(
    r"^,\swhen\s(?:[\w’'-]{1,20}\s){1,4}(?:\w{2,}ed|was|were|had|took|won|lost|said|told|went|came|made|gave|left)\b"
)
# "Until Friday, however, the court had declined"
_HAD_SINCE = re.compile(r",?\s(?:however,\s)?(?:[\w’'-]{1,20}\s){1,6}had\s")
# "Sunday's election is the first since": what is, is not over
_IS_AN_EVENT = re.compile(r"^[’']s\s(?:[\w’-]{1,20}\s){1,3}(?:is|are)\b")
_EVENT_NAME = re.compile(r"^(?:[’']s)?\s[\w’-]{1,30}")
# "the Tuesday deadline passed": which way it lies is said by what follows
_PASSING = re.compile(r"^(?:[’']s)?\sdeadline\b(?=\s(?:passed|expired|came|went|was|lapsed|had|has))")
# What is called off or put off has not been yet: "called off Thursday's meeting".
_CALLED_OFF = re.compile(
    r"\b(?:call(?:s|ed|ing)?\soff|cancel(?:s|l?ed|l?ing)?|postpon(?:e|es|ed|ing)|delay(?:s|ed|ing)?|put(?:s|ting)?\soff|scrap(?:s|ped|ping)?"
    r"|pull(?:s|ed|ing)?\sout\sof|withdr(?:aws?|ew|awn|awing)\sfrom)\s(?:the\s|a\s|his\s|her\s|its\s|their\s)?$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[,;:—]|\b(?:that|who|which|and|but)\b")
_STARTING = ("starting", "beginning", "effective")
_BACKWARD = re.compile(
    r"\b(?:first|worst|best|only|most|least|fewest|lowest|highest|biggest|largest|smallest|last\stime|not|never|[a-z]+n[’']t|has|have|had)\b[^.;]{0,60}$"
)
_HAD = re.compile(r"\b(?:had|has|have|was|were)\s(?:not\s|already\s|been\s)*\w+ed\b[^.;,]{0,60}$", re.IGNORECASE)
_PAST_RULES = frozenset({"ago", "earlier", "past_window", "past_year", "past_ref", "vague_back"})
_SUMS_UP = frozenset({"quarter", "year", "reported", "fiscal", "month_year"})
_AHEAD_RULES = frozenset({"hence", "window", "within_units", "extension", "weekday_plus", "vague_ahead"})


# Said of the day before publication, only these still point ahead by a week less a day: "will testify on Tuesday" in Wednesday's paper.
_FIRM = re.compile(
    r"\b(?:will|won[’']t|shall|(?:is|are)\s(?:\w+\s)?(?:scheduled|expected|set|due|slated|planned|going|to)|plans\sto|upcoming|deadline|until)\b|[’'](?:ll\b|[sm]\sgoing\sto\b)",
    re.IGNORECASE,
)

_BREAK = re.compile(r"[;:—“”\"]|\b(?:that|which|and|but)\b")
_WAS_TO = re.compile(r"\b(?:was|were|had)\s(?:\w+\s)?to\b")
_MUM = r"\bwould(?:n[’']t| not) (?:say|comment|discuss|confirm|elaborate|answer)\b"
_BACK_THEN = re.compile(rf"\b(?:was|were|had)(?:n[’']t)?\b|{_MUM}", re.IGNORECASE)
_REPORTED = re.compile(rf"(?!{_MUM})\b(?:would|could|might|may|can|should|must)\b", re.IGNORECASE)


def told_of_yesterday(text: str, phrase: Phrase, sentence: Span, anchor: date) -> bool:
    """Whether a bare weekday that is said to lie ahead, but in the past, is the day before the anchor after all.

    Of 13 such days in a sample of articles twelve were: Wednesday's paper tells that he "was to arrive on Tuesday" or "wouldn't say Tuesday".
    """
    e = phrase.expression
    if e.rule != "weekday" or WEEKDAYS[e.get("weekday").rstrip(".")] != (anchor.weekday() - 1) % 7:
        return False
    if e.bound in ("by", "until", "within", "to") or (e.get("attributive") and e.bound != "before"):
        return False
    clause = _BREAK.split(text[max(sentence.start, phrase.bound_span.start - REACH) : phrase.bound_span.start])[-1]
    after = _BREAK.split(text[phrase.span.end : min(sentence.end, phrase.span.end + 80)], maxsplit=1)[0]
    if _FIRM.search(clause) or _FIRM.search(after) or _REPORTED.search(clause):
        return False  # "said he would meet them on Tuesday" tells what was ahead when it was said
    if e.bound == "before":  # "the polling that was done before Tuesday's vote"
        return bool(_BACK_THEN.search(clause))
    back_then = _BACK_THEN.search(clause) or _WAS_TO.search(after) or "past" in _groups(clause)
    return bool(back_then) or next(_groups(after), None) == "past"


def direction_of(text: str, phrase: Phrase, sentence: Span) -> Direction:
    """past, future or unknown for a phrase of a sentence: what it says itself, else the nearest verb group or cue before it, else after it."""
    e = phrase.expression
    begin = max(sentence.start, phrase.bound_span.start - REACH)
    before = text[begin : phrase.bound_span.start]
    which = e.get("which")
    if (
        e.rule in _PAST_RULES
        or which.startswith(("last", "this past", "past"))
        or e.get("word").startswith(("yesterday", "last", "the day before"))
    ):
        return "past"
    if (
        e.rule in _AHEAD_RULES
        or which in ("next", "coming", "the coming", "this coming")
        or "tomorrow" in e.get("word")
    ):
        return "future"
    if e.rule == "in_units":
        ahead = _last_group(before, ("future",))
        return "past" if not ahead and (_BACKWARD.search(before) or _was_done(before)) else "future"
    if e.bound in ("by", "until", "within"):
        lead = text[phrase.bound_span.start : phrase.span.start].lower()
        if lead.startswith("deadline"):
            return "future"
        if _HAD_SINCE.match(text, phrase.span.end, sentence.end) and (
            not before.strip() or _BEGINS_CLAUSE.search(before)
        ):
            return "past"  # "but by late Sunday the speech had been rewritten"
        if lead.startswith("through") and _last_group(before) == "past":
            return "past"  # "polled voters through Sunday"
        return "past" if e.bound == "by" and _is_over(text, phrase, sentence, before) else "future"
    if e.bound in ("to", "not_before"):
        return "future"
    if e.bound == "since":
        return "past"
    return _by_verbs(text, phrase, sentence, before)


def _by_verbs(text: str, phrase: Phrase, sentence: Span, before: str) -> Direction:
    attributive = bool(phrase.expression.get("attributive"))
    speech = None if attributive else _SPEECH.search(before)
    if speech and not (_MODAL | _CALENDAR) & set(speech.group().split()):  # not "said talks resume Monday"
        return "past"
    if _IS_ON.search(before):
        return "future"  # "the runoff is Tuesday"
    bound_word = text[phrase.bound_span.start : phrase.span.start].lower()
    if phrase.expression.get("attributive") and _AFTERMATH.search(before + bound_word):
        return "past"
    sums_up = phrase.expression.rule in _SUMS_UP  # "a loss for the quarter"
    if (
        (_FOR.search(before) and not sums_up)
        or phrase.expression.bound in ("before", "onward")
        or bound_word.startswith(_STARTING)
    ):
        return "future"
    if attributive and _CALLED_OFF.search(before + bound_word):
        return "future"
    if attributive and _OUTCOME.match(text, phrase.span.end):
        return "past"
    if attributive and (found := _of_event(text, phrase, sentence, before)):
        return found
    if not attributive and (_OUTCOME_BEFORE.search(before) or _WON.search(before)):
        return "past"
    after = text[phrase.span.end : min(sentence.end, phrase.span.end + 80)]
    if not attributive and (_then_did(after) or _WHEN_WAS.match(after)):
        return "past"
    if attributive:  # the event's own verb: "Turnout in Sunday's vote is expected to"
        after = _CLAUSE_END.split(_EVENT_NAME.sub("", after), maxsplit=1)[0]
    return _last_group(before) or next(_groups(after), None) or "unknown"


def _then_did(after: str) -> bool:
    """Whether the verb of what a day stands in follows it at once, in the past: "on Monday brought", "Thursday largely abandoned"."""
    words = _WORD.findall(after[:40])
    words = words[1:] if words and words[0].endswith("ly") else words
    return after[:1] == " " and bool(words) and words[0].islower() and _is_past(words[0])


def _was_done(before: str) -> bool:
    """Whether "in two hours" tells how long a thing took: "answered in two hours", but "promised an answer in two weeks"."""
    clause = _CLAUSE_END.split(before)[-1]
    words = clause.lower().split()
    done = [w for w in words if _is_past(w)]
    return bool(done) and done[-1] not in _AHEAD_TO | _SAYS | _GRANTS and not (_IS | _AHEAD) & set(words)


def _is_over(text: str, phrase: Phrase, sentence: Span, before: str) -> bool:
    """Whether what was to happen by a day has: "had left by Friday", "By Friday it had left", "replied by the Friday deadline"."""
    if phrase.expression.get("attributive"):
        return _last_group(before) == "past"
    if _HAD.search(before):
        return _last_group(before) != "future"
    after = text[phrase.span.end : min(sentence.end, phrase.span.end + 80)]
    return not before.strip(' “"') and next(_groups(after), None) == "past"


def _of_event(text: str, phrase: Phrase, sentence: Span, before: str) -> Direction | None:
    """The way an event named by its day lies: by the verb it is the subject of, "Tuesday's vote will go ahead"."""
    if not _BEGINS_CLAUSE.search(before):
        return None
    after = _PASSING.sub("", text[phrase.span.end : min(sentence.end, phrase.span.end + 70)])
    after = _CLAUSE_END.split(after, maxsplit=1)[0]
    return next(_groups(after), None) or ("future" if _IS_AN_EVENT.match(after) else None)


def _last_group(words: str, among: tuple[Direction, ...] = ("past", "future")) -> Direction | None:
    """Which way the last verb group or cue of some words points, None if none does."""
    found: Direction | None = None
    for direction in _groups(words):
        found = direction
    return found if found in among else None


def _groups(words: str) -> Iterator[Direction]:
    """The way each verb group or cue points, in order."""
    found = [m.group().replace("’", "'") for m in _WORD.finditer(words)]
    # a capital inside a sentence is a name's: "Mohamed", "May"
    tokens = [
        t.lower() if not n or t[0].islower() or t[0] in "';:—" else "'s" if t.endswith("'s") else ""
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
    if token in _MODAL or token.endswith("'ll"):
        happened = follows == "have" and token not in ("will", "won't", "shall") and not token.endswith("'ll")
        return (
            ("past", rest + 2) if happened else ("future", _skip(tokens, rest + 1) + 1 if follows == "be" else rest + 1)
        )
    if token == "to" and follows and _may_be_verb(follows) and at:
        # an infinitive goes with what it hangs on: "plans to meet", "was forced to cancel"
        return (
            "past" if follows == "have" or (last == "past" and tokens[at - 1] not in _AHEAD_TO) else "future"
        ), rest + (2 if follows == "be" else 1)
    if token == "set" and follows not in ("for", "to"):
        return "past", at + 1  # "a record set on Monday", not "set for Monday"
    if token == "likely" and at and tokens[at - 1] in ("more", "less"):
        return None, at + 1
    if token in _AHEAD:
        return "future", at + 1
    if token == "following" and tokens[at - 1 : at] != ["the"]:
        return "past", at + 1
    if token in _HAVE:
        if follows in _AHEAD or follows == "to":
            return "future", rest + 1
        return ("past", rest + 1) if _is_past(follows) or follows in _WAS or follows in _CALENDAR else (None, at + 1)
    if token in _IS | _WAS:
        if follows in _AHEAD or follows == "to" or (token in _IS and follows in _PLANNED):
            return "future", rest + 1
        if token in ("is", "are") and follows.endswith("ing") and tokens[rest + 1 : rest + 2] != ["to"]:
            return "unknown", rest + 1  # "backers are hailing the speech on Tuesday"
        return (
            "past" if token in _WAS else "future" if token in ("is", "are", "be") and _is_past(follows) else None
        ), rest + _is_past(follows)
    if token in _CALENDAR or (
        _is_present(token, tokens[at - 1] if at else "", follows) and not _is_object(tokens[max(0, at - 3) : at])
    ):
        if at and tokens[at - 1].endswith("'s"):
            return None, at + 1  # "Tern's wins on Tuesday"
        the_two = tokens[max(0, at - 2) : at] == ["the", "two"]
        return ("future" if at and (the_two or tokens[at - 1] not in _DETERMINERS) else None), at + 1
    return ("past" if _is_past(token) or token == "didn't" else None), at + 1


_DETERMINERS = frozenset(
    "the a an its his her their our my this that these those two three to of in on at for with and".split()
)


def _is_present(token: str, before: str, follows: str) -> bool:
    """Whether a word is a present verb of the wider list: "closes", or "close" after a plural."""
    if token in _CALENDAR_TOO:
        if follows in _WAS | _IS | _HAVE | _MODAL or _is_past(follows):
            return False  # a noun: "the jobs report showed"
        return before in _PRONOUNS or (before.endswith("s") and not before.endswith(("'s", "ss")))
    stem = token[:-3] + "y" if token.endswith("ies") else token[:-1]
    return token.endswith("s") and (stem in _CALENDAR_TOO or stem.removesuffix("e") in _CALENDAR_TOO)


_GRANTS = frozenset(
    "gave called demanded offered sought needed scheduled proposed allowed requested required predicted forecast foresaw".split()
)
_SAYS = frozenset("said told announced added declared confirmed stated insisted warned".split())


def _is_object(before: list[str]) -> bool:
    """Whether a plural stands where the object of a past verb does, so that it is no verb: "held talks", "resumed peace talks"."""
    for word in reversed(before):
        if word in _SAYS or word in _PRONOUNS or not word:
            return False
        if _is_past(word):
            return True
    return False


_ADVERBS = frozenset("not also never already now only just still again ever both all soon then".split())


def _skip(tokens: list[str], at: int) -> int:
    """Past the adverbs within a verb group."""
    while at < len(tokens) and (
        tokens[at] in _ADVERBS or (tokens[at].endswith("ly") and len(tokens[at]) > 4 and tokens[at] not in _AHEAD)
    ):
        at += 1
    return at


def _is_past(token: str) -> bool:
    if token.startswith("un") and token.endswith("ed") and token not in _UNDONE:
        return False  # "left rates unchanged", "an unexpected vote"
    return token in _IRREGULAR or (len(token) > 3 and token.endswith("ed") and token not in _NO_PAST)


_NO_VERB = frozenset(
    "the a an his her its their our this that these those all one two three some any more and or in on at of by it him them us me you".split()
)


def _may_be_verb(token: str) -> bool:
    """Whether a word after "to" may be its infinitive, and is not whom or what something goes to: "spoke to reporters"."""
    if token.endswith("s") and not token.endswith(("ss", "focus")):
        return False
    return token not in _NO_VERB and not token.endswith(
        ("ing", "tion", "sion", "ment", "ness", "ity", "ery", "ance", "ence", "ship", "tiny")
    )
