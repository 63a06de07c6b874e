"""Which way a bare weekday, day or month points: read off the verbs and cues around it."""

from __future__ import annotations

import re
from datetime import date

from walkback.core.text import Span
from walkback.timing.grammar import Phrase
from walkback.timing.named import Direction
from walkback.timing.refusals import MOVED
from walkback.timing.verbs import AHEAD, AHEAD_TO, CALENDAR, GRANTS, IS, MODAL, SAYS, WORD, groups, is_past, last_group
from walkback.timing.words import WEEKDAYS

# Words before a phrase that are looked at: a sentence's worth.
REACH = 240

_SPEECH = re.compile(
    r"\b(?:said|says|(?:told|asked|warned)(?!\sto\s)|announced|added|wrote|tweeted|declared|stated|reported|confirmed|insisted|denied|replied|argued)\b[^.;:,]{0,14}$",
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
_IS_ON = re.compile(
    r"\b(?:is|are)\s(?:(?:out|on\ssale|in\s(?:cinemas|theat(?:er|re)s|shops|stores))\s)?(?:(?:on|now|only|this|next|as\searly\sas)\s)*$",
    re.IGNORECASE,
)
_BEGINS_CLAUSE = re.compile(
    r"(?:^|[,;:—“\"]\s?|\b(?:that|said|says|and|but|as|if|whether|because|while|though|say)\s)(?:the\s|a\s)?$",
    re.IGNORECASE,
)
# What is known only once it has happened: "Monday's decision will make it harder".
_OUTCOME = re.compile(
    r"(?:[’']s)?\s(?:(?!decision)[a-z-]{3,14}\s){0,2}(?:decisions?|outcome|rulings?|verdict|attacks?|bombings?|shootings?|killings?|announcement|statement|remarks|comments|results?|"
    r"arrests?|crash|explosion|outbreak|resignation|defeat|victory|loss|win|fall|gains?|losses|riots?|violence|clashes|raid|(?:air|missile|drone|rocket)[\s-]?strikes?)\b"
)
# The same before its day, as the first words of a clause: "The ruling on Monday leaves the ban in place".
_OUTCOME_BEFORE = re.compile(
    r"(?:^|[,;:—“\"]\s?|\b(?:that|said|says|and|but|as)\s)(?:[\w’'-]{1,20}\s){0,3}(?<!\bto\s)(?<!\bfor\sa\s)(?<!\bfor\san\s)(?:decision|ruling|verdict|attack|bombing|shooting|killing|announcement|"
    r"statement|remarks|arrest|crash|explosion|resignation|defeat|victory|loss|raid|(?:air|missile|drone|rocket)[\s-]?strike|clash|breakdown|collapse)(?:e?s)?\s(?:(?:late|early|on)\s)*$",
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
    r"|boycott(?:s|ing)?(?:\sof)?|stay(?:s|ing)?\saway\sfrom|barred\sfrom|avert(?:s|ed|ing)?|skip(?:s|ping)?|threaten(?:s|ing)?|suspends?|halts?|bans?|blocks?"
    r"|pull(?:s|ed|ing)?\sout\sof|withdr(?:aws?|ew|awn|awing)\sfrom)\s(?:the\s|a\s|his\s|her\s|its\s|their\s)?$",
    re.IGNORECASE,
)
# the day as the first word of its event: "calls off Friday strike", "Friday strike averted"; not "cancelled Friday flights", which snow may have
_EVENT = r"(?:strikes?|walkouts?|votes?|talks|meetings?|summits?|debates?|rall(?:y|ies)|march(?:es)?|protests?|trips?|visits?|hearings?|speech|launch|elections?|ballot|sessions?|deadline|referendum|stoppage|shutdown)"
_NAMES_EVENT = re.compile(rf"^\s(?:[a-z-]{{3,15}}\s){{0,2}}{_EVENT}\b")
_EVENT_OFF = re.compile(
    rf"^(?:[’']s)?\s(?:[a-z-]{{3,15}}\s){{0,2}}{_EVENT}\s(?:by\s(?:[\w’-]{{1,20}}\s){{1,4}})?(?:(?:has|have)\sbeen\s|was\s|were\s)?(?:averted|called\soff|cancell?ed|postponed|put\soff|scrapped|shelved|in\sdoubt)\b"
)
CLAUSE_END = re.compile(r"[,;:—]|\b(?:that|who|which|and|but)\b")
_STARTING = ("starting", "beginning", "effective")
_BACKWARD = re.compile(
    r"\b(?:first|second|third|fourth|fifth|such|worst|best|only|most|least|fewest|lowest|highest|biggest|largest|smallest|last\stime|not|never|[a-z]+n[’']t|has|have|had)\b[^.;]{0,60}$"
)
_HAD = re.compile(
    r"\b(?:had|has|have|was|were)\s(?:(?:not|already|been|all|long|since|\w{2,15}ly)\s){0,3}(\w{2,20})\b[^.;,]{0,60}$",
    re.IGNORECASE,
)
_WAS_NOT = re.compile(r"(?:\b(?:was|were|did|had)(?:\s(?:not|never)|n[’']t)|\bnever)\b[^.;:!?,]{0,60}$", re.IGNORECASE)
_NOT_AT_FIRST = re.compile(r"(?:^|[.,;:—“\"]\s?|\bbut\s)[Nn]ot\s$")
# "if ratified on Friday", "once signed": what it hangs on has not happened
_ON_CONDITION = re.compile(
    r"\b(if|once|when|unless|until|whether)\s(?:(?:not|\w{2,15}ly)\s)?(\w{3,20})\s(?:on\s|by\s)?$", re.IGNORECASE
)
_ASKED = frozenset("asked questioned pressed contacted reached approached told interviewed last first".split())
_THERE_IS = re.compile(
    r"\b[Tt]here(?:\s(?:is|are)|[’']s)\s(?:(?!(?:after|over|about|since|from|that|because|following|to|against)\b)[a-z-]{1,20}\s){1,4}(?:on\s)?$"
)
# "called for a march on Sunday": of what is announced or called the day lies ahead
_CALLED = re.compile(
    r"\b(?:announc(?:e[sd]?|ing)|call(?:s|ed|ing)?(?:\sfor)?|plan(?:s|ned|ning)?|schedul(?:e[sd]?|ing)|organi[sz](?:e[sd]?|ing)|propos(?:e[sd]?|ing)|convok(?:e[sd]?|ing))"
    r"\s(?:an?|another|further|more|new|mass|talks)\s(?:(?!said)[\w’'-]{1,20}\s){0,4}?(?:march(?:es)?|rall(?:y|ies)|strikes?|protests?|demonstrations?|votes?|meetings?|summit|"
    r"elections?|(?:press|news)\sconference|debates?|walkouts?|vigils?|parades?|hearings?|referendum|sessions?|talks|marches|ballot|shutdown|stoppage)"
    r"\s(?:(?:in|at|outside|through|over|against)\s(?:[\w’'-]{1,20}\s){1,4})?(?:on\s|for\s)?$"
    r"|\b(?:sets?|setting|fix(?:es|ed|ing))\san?\s(?:new\s)?(?:hearing|trial|vote|ballot|election)\s(?:on\s|for\s|in\s)?$",
    re.IGNORECASE,
)
# "insisted the strike on Friday would go ahead": an event that begins its clause goes with its own verb
_EVENT_ON = re.compile(
    r"(?:^|[,;:—“\"]\s?|\b(?:that|said|says|insist(?:s|ed)|but|and)\s)(?:the|an?|its|his|her|their)\s((?:[a-z-]{2,20}\s){1,3})(?:on|in)\s$",
    re.IGNORECASE,
)
_IS_TO = re.compile(
    r"\s(?:will|would|may|might|could|can|shall|should|must|(?:is|are)\sto)\b(?!\s(?:not\s)?(?:have|be\shaving)\b)"
)
_DEADLINE = re.compile(r"^(?:[’']s)?\s(?:[\w-]{1,20}\s)?(?:deadline|ultimatum|cut-?off)\b")
_GIVEN = re.compile(
    r"\b(?:gives?|gave|given|giving|sets?|setting|hand(?:s|ed|ing)|serv(?:es?|ed|ing)|issu(?:es?|ed|ing)|impos(?:es?|ed|ing)|fac(?:es?|ed|ing)|under|announc(?:es|ed))"
    r"\s(?:(?:him|her|them|it|us|[\w’'-]{1,20}\s[\w’'-]{1,20})\s)?(?:an?\s|the\s|its\s|their\s)?$",
    re.IGNORECASE,
)
_INVITED = re.compile(
    r"(?:^|[.:“\"]\s?)(?:See\syou|Join\s(?:us|me|them)|Don[’']t\smiss|Tune\sin|Come\sto)\b[^.;:,]{0,40}$", re.IGNORECASE
)
# "Stocks end lower Monday": a market's day is told when it is over
_MARKET_CLOSED = re.compile(
    r"(?<!\bto\s)\b(?:end|close|finish|settle)(?:e?s|e?d)?\s(?:\w{1,12}\s)?(?:higher|lower|(?:up|down)(?=\s[\d$€£]|\s\w{3,9}\s(?:percent|per\scent|points?|cents|pence)|\s(?:on\s)?$)|mixed|flat"
    r"|at\s(?:an?\s)?(?:\w{1,12}[\s-]){0,2}(?:highs?|lows?))(?:\b|(?<=\s))[^.;,]{0,40}$",
    re.IGNORECASE,
)
# "failed to publish it by Monday", not "did not say whether it would pay by Monday"
_FAILED_TO = re.compile(
    r"\b(?:failed\sto|did(?:\snot|n[’']t))\s(?!(?:say|agree|promise|expect|plan|want|intend|set|ask|call|commit)\b)(?:(?!(?:to|whether|would|if|that)\b)[\w’'-]{1,20}\s){1,7}$"
)
_STOOD = re.compile(r"\b(?:stood\sat|totall?ed|numbered)\s[^.;,]{0,40}$")
_OPENING = re.compile(r"[“\"]")
_CLOSING = re.compile(r"[,.!?][\"”]|”")
_PAST_RULES = frozenset({"ago", "earlier", "past_window", "past_year", "past_ref", "vague_back"})
_SUMS_UP = frozenset({"quarter", "year", "reported", "fiscal", "month_year"})
_AHEAD_RULES = frozenset({"hence", "window", "within_units", "extension", "weekday_plus", "vague_ahead"})


# Said of the day before publication, only these still point ahead by a week less a day: "will testify on Tuesday" in Wednesday's paper.
_FIRM = re.compile(
    r"\b(?:will|won[’']t|shall|(?:is|are)\s(?:\w+\s)?(?:scheduled|expected|set|due|slated|planned|going|to)|plans\sto|upcoming|deadline|until)\b|[’'](?:ll\b|[sm]\sgoing\sto\b)",
    re.IGNORECASE,
)

BREAK = re.compile(r"[;:—“”\"]|\b(?:that|which|and|but)\b")
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
    clause = BREAK.split(text[max(sentence.start, phrase.bound_span.start - REACH) : phrase.bound_span.start])[-1]
    after = BREAK.split(text[phrase.span.end : min(sentence.end, phrase.span.end + 80)], maxsplit=1)[0]
    if _FIRM.search(clause) or _FIRM.search(after) or _REPORTED.search(clause):
        return False  # "said he would meet them on Tuesday" tells what was ahead when it was said
    if e.bound == "before":  # "the polling that was done before Tuesday's vote"
        return bool(_BACK_THEN.search(clause))
    back_then = _BACK_THEN.search(clause) or _WAS_TO.search(after) or "past" in groups(clause)
    return bool(back_then) or next(groups(after), None) == "past"


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
        ahead = last_group(before, ("future",))
        return "past" if not ahead and (_BACKWARD.search(before) or _was_done(before)) else "future"
    if e.bound in ("by", "until", "within"):
        lead = text[phrase.bound_span.start : phrase.span.start].lower()
        if lead.startswith("deadline"):
            return "future"
        if _HAD_SINCE.match(text, phrase.span.end, sentence.end) and (
            not before.strip() or _BEGINS_CLAUSE.search(before)
        ):
            return "past"  # "but by late Sunday the speech had been rewritten"
        if lead.startswith("through") and last_group(before) == "past":
            return "past"  # "polled voters through Sunday"
        return "past" if e.bound == "by" and _is_over(text, phrase, sentence, before) else "future"
    if e.bound == "to" and _was_late(text, phrase, sentence, before):
        return "past"
    if e.bound in ("to", "not_before"):
        return "future"
    if e.bound == "since":
        return "past"
    return _by_verbs(text, phrase, sentence, before)


def _by_verbs(text: str, phrase: Phrase, sentence: Span, before: str) -> Direction:
    attributive = bool(phrase.expression.get("attributive"))
    after = text[phrase.span.end : min(sentence.end, phrase.span.end + 80)]
    if _INVITED.search(before) or (not attributive and _is_awaited(before, after)):
        return "future"
    if not attributive and _MARKET_CLOSED.search(before) and not MODAL & set(before.lower().split()):
        return "past"
    speech = None if attributive else _SPEECH.search(before)
    if speech and not (MODAL | CALENDAR) & set(speech.group().split()):  # not "said talks resume Monday"
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
    if (attributive or _NAMES_EVENT.match(after)) and _CALLED_OFF.search(before + bound_word):
        return "future"
    if not before.strip() and _EVENT_OFF.match(after):
        return "future"
    if attributive and _DEADLINE.match(after) and not _PASSING.match(after) and _GIVEN.search(before + bound_word):
        return "future"
    if attributive and _OUTCOME.match(text, phrase.span.end):
        return "past"
    if attributive and (found := _of_event(text, phrase, sentence, before)):
        return found
    if not attributive and (_OUTCOME_BEFORE.search(before) or _WON.search(before)):
        return "past"
    event_on = None if attributive else _EVENT_ON.search(before)
    if event_on and not any(map(is_past, event_on[1].lower().split())) and _IS_TO.match(after):
        return "future"
    closed = _CLOSING.search(after)
    if closed and not _OPENING.search(after, 0, closed.start()):
        after = after[: closed.start()]  # the verbs of what is quoted, not of who said it
    if not attributive and (_then_did(after) or _WHEN_WAS.match(after)):
        return "past"
    if attributive:  # the event's own verb: "Turnout in Sunday's vote is expected to"
        after = CLAUSE_END.split(_EVENT_NAME.sub("", after), maxsplit=1)[0]
    return last_group(before) or next(groups(after), None) or "unknown"


def _is_awaited(before: str, after: str) -> bool:
    """Whether a day is one of a condition, of what there is, of what was called: "if ratified Friday", "there is a fair on Friday"."""
    if _THERE_IS.search(before) or _CALLED.search(before):
        return True
    on = _ON_CONDITION.search(before)
    if on is None or not is_past(on[2].lower()) or (on[1].lower() == "when" and on[2].lower() in _ASKED):
        return False
    return "past" not in groups(after)


def _then_did(after: str) -> bool:
    """Whether the verb of what a day stands in follows it at once, in the past: "on Monday brought", "Thursday largely abandoned"."""
    words = WORD.findall(after[:40])
    words = words[1:] if words and words[0].endswith("ly") else words
    return after[:1] == " " and bool(words) and words[0].islower() and is_past(words[0])


def _was_done(before: str) -> bool:
    """Whether "in two hours" tells how long a thing took: "answered in two hours", but "promised an answer in two weeks"."""
    clause = CLAUSE_END.split(before)[-1]
    words = clause.lower().split()
    done = [w for w in words if is_past(w)]
    return bool(done) and done[-1] not in AHEAD_TO | SAYS | GRANTS and not (IS | AHEAD) & set(words)


def _was_late(text: str, phrase: Phrase, sentence: Span, before: str) -> bool:
    """Whether "not until" tells when a thing was done at last: "was not found until Friday", "Not until Friday did it rain"."""
    if MOVED.search(before):
        return False
    if _NOT_AT_FIRST.search(before):
        after = text[phrase.span.end : min(sentence.end, phrase.span.end + 80)]
        return next(groups(after), None) == "past"
    return bool(_WAS_NOT.search(before)) and last_group(before) == "past"


def _is_over(text: str, phrase: Phrase, sentence: Span, before: str) -> bool:
    """Whether what was to happen by a day has: "had left by Friday", "By Friday it had left", "replied by the Friday deadline"."""
    if phrase.expression.get("attributive"):
        return last_group(before) == "past"
    if _STOOD.search(before):
        return last_group(before) == "past"
    if _FAILED_TO.search(before):
        return True
    had = _HAD.search(before)
    if had and is_past(had[1].lower()) and had[1].lower() not in AHEAD_TO:
        return last_group(before) != "future"
    after = text[phrase.span.end : min(sentence.end, phrase.span.end + 80)]
    return not before.strip(' “"') and next(groups(after), None) == "past"


def _of_event(text: str, phrase: Phrase, sentence: Span, before: str) -> Direction | None:
    """The way an event named by its day lies: by the verb it is the subject of, "Tuesday's vote will go ahead"."""
    if not _BEGINS_CLAUSE.search(before):
        return None
    after = _PASSING.sub("", text[phrase.span.end : min(sentence.end, phrase.span.end + 70)])
    after = CLAUSE_END.split(after, maxsplit=1)[0]
    return next(groups(after), None) or ("future" if _IS_AN_EVENT.match(after) else None)
