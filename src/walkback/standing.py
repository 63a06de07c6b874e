"""What the words around a trigger say of its standing: "called off", "no longer plans to", "has yet to".

The reading model knows the common statuses; the rare ones that make a reversal it has seen a few dozen times each. So the
words that editors use for them add to its log-odds, where they govern the trigger: they stand before it in its clause with
no other trigger between, or after it as its predicate.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from walkback.core.reading import STATUSES, Status
from walkback.core.text import Span

AHEAD, BEHIND = 70, 130  # characters before and after a trigger within which a cue can govern it
# added to the log-odds of the status a cue names; 0 to 8 tried for each on the ledger and story dev sets (`python -m train.cues`)
BONUS: Mapping[Status, float] = {
    "cancelled": 8.0,
    "postponed": 8.0,
    "denied": 8.0,
    "agreed": 8.0,
    "proposed": 4.0,
    "rejected": 2.0,
    "done": 3.0,
    "floated": 8.0,
    "planned": 8.0,
}


def _named(*pairs: tuple[Status, str]) -> tuple[tuple[Status, str], ...]:
    return pairs


# talk that is waved off, not what it is about
_WAVED_OFF = r"(?:dismiss|reject|refut|rebuff)(?:es|s|ed|ing)? (?:[\w’'-]+ ){0,3}(?:reports?|claims?|rumou?rs?|suggestions?|speculation)"
# cues that stand before the trigger they govern
BEFORE: tuple[tuple[Status, re.Pattern[str]], ...] = tuple(
    (status, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for status, words in _named(
        (
            "cancelled",
            r"no longer (?:plan(?:s|ned|ning)?|intend(?:s|ed)?|want(?:s|ed)?|be|going|expect(?:s|ed)?|scheduled|consider(?:s|ed|ing)?|seek(?:s|ing)?)"
            r"|back(?:s|ed|ing)? (?:off|away|out|down)|call(?:s|ed|ing)? off|cancel(?:s|led|ed|ling|ing)?|cancellation of|scrap(?:s|ped|ping)?|shelv(?:e|es|ed|ing)"
            r"|(?:abandon(?:s|ed|ing)?|dropp(?:ed|ing))(?! ship)(?!.*\b(?:by|from|in|into|on|onto|over|to) )|drops (?:the |its |his |her )?(?:plan|bid|demand|threat|proposal|effort|idea|lawsuit|case|charges?)"
            r"|walk(?:s|ed|ing)? (?:back|away)|withdr(?:aw|aws|ew|awn|awing) (?:the |its |his |her |a |an )?(?:offer|threat|bid|proposal|plan|invitation|demand|request|nomination|support|from)"
            r"|revok(?:e|es|ed|ing)|rescind(?:s|ed|ing)?|pull(?:s|ed|ing)? (?:out|the plug)|reversed (?:course|itself|its decision|his decision)|gave up|gives up|giving up|(?<!-)ditch(?:es|ed|ing)?(?! (?:in|into|on)\b)",
        ),
        ("postponed", r"postpon(?:e|es|ed|ing)|postponement of|delay(?:s|ed|ing)?|put(?:s|ting)? off|defer(?:s|red|ring)?|push(?:es|ed|ing)? back|suspend(?:s|ed|ing)? (?:talks|negotiations)|resch?edul(?:e|es|ed|ing)"),
        ("denied", rf"{_WAVED_OFF} (?:that|of)|den(?:y|ies|ied|ying)(?! (?:a |the )?(?:visa|request|access|permission|bail|appeal))|denial|no (?:such|truth)|never (?:agreed|promised|offered|planned|asked|discussed|approved|authorized|happened|existed)|there (?:was|were|had been) (?:never|no) "),
        ("agreed", r"committed to|agree(?:s|d)? to|agree(?:s|d)? on|consent(?:s|ed)? to|accept(?:s|ed)?(?: an?| the)? (?:invitation|offer|deal|plan|proposal)"),
        ("done", rf"(?!{_WAVED_OFF})dismiss(?:es|ed)|overturn(?:s|ed)|quash(?:es|ed)|str(?:ikes|uck) down|thr(?:ows|ew) out|annul(?:s|led)|acquit(?:s|ted)"),  # what a court makes an end of, nobody has given up
        ("rejected", r"refus(?:e|es|ed|ing)|rul(?:e|es|ed|ing) out|reject(?:s|ed|ing)?|no (?:plans?|intention)|will not|won[’']t|would not|oppos(?:e|es|ed|ing)"),
    )
)  # fmt: skip
# predicates that stand after the trigger they govern
AFTER: tuple[tuple[Status, re.Pattern[str]], ...] = tuple(
    (status, re.compile(rf"^[^.;:!?”]{{0,40}}?\b({words})\b", re.IGNORECASE))
    for status, words in _named(
        ("cancelled", r"(?:is|was|were|been|be|are|being) (?:abruptly |suddenly |formally )?(?:call(?:ed)? off|cancell?ed|scrapped|shelved|abandoned|dropped|withdrawn|revoked|rescinded)|(?:is|was) off\b"),
        ("postponed", r"(?:is|was|were|been|be|are|being) (?:again |indefinitely |abruptly )?(?:postponed|delayed|put off|deferred|pushed back|rescheduled)"),
        ("done", r"(?:is|was|were|been|are) (?:also |later |since |subsequently )?(?:dismissed|overturned|quashed|struck down|thrown out|annulled)"),
        ("denied", r"(?:[^;:!?”]{0,90}\b)?(?:was|were|had been|is) never (?:really |actually |formally |fully )?[“\"']?(?:agreed|final|finali[sz]ed|planned|discussed|approved|set|scheduled|made|promised|offered|signed|on the table)|never (?:happened|took place|existed)"),
    )
)  # fmt: skip
# triggers that tell of themselves that they are called off or put off; a candidate who drops out, a bomb that is dropped, a crowd that is pushed back do not
WITHIN: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("cancelled", re.compile(r"\b(?:call(?:s|ed|ing)? off|cancel(?:s|led|ed|ling|ing)?|scrap(?:s|ped|ping)?|back(?:s|ed|ing)? down)\b", re.IGNORECASE)),
    ("postponed", re.compile(r"\b(?:postpon(?:e|es|ed|ing)|delay(?:s|ed|ing)?|put(?:s|ting)? off|defer(?:s|red|ring)?|resch?edul(?:e|es|ed|ing))\b", re.IGNORECASE)),
)  # fmt: skip
# who pulls out of something that was still to come calls off a part in it; who pulls out of a place leaves it
QUITS = re.compile(
    r"pull(?:s|ed) out of\b[^.;]{0,50}?\b(?:race|election|vote|run-?off|talks|negotiations|meeting|summit|conference|debate|deal|agreement|accord|treaty|pact|bid|contest|"
    r"tournament|championships?|games|tour|match|rally|project|contract)\b",
    re.IGNORECASE,
)
# who ends what has its own length has done it, who ends what is to go on has called it off ("ended its blockade")
_ENDS = re.compile(
    r"\b(?:end(?:s|ed|ing)|conclud(?:es|ed|ing)|complet(?:es|ed|ing)|finish(?:es|ed|ing)|wrap(?:s|ped|ping) up)"
    r" (?:(?!(?:of|in|on|for|by|to|from|with|at|and|that|without)\b)[\w-]{1,20} ){0,4}$",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"(?:(?!\b(?:not|never|yet|n[’']t)\b)[^.;:!?,”]){0,30}?\b(?:ended|ends|concluded|concludes|wrapped up|came to an end)\b",
    re.IGNORECASE,
)
_RUNS_ITS_COURSE = re.compile(
    r"(?:.* )?(?:meetings?|trips?|visits?|tours?|talks|summits?|conferences?|missions?|sessions?|flights?|exercises?|drills?|manoeuvres|maneuvers|hearings?|debates?|congress|voyages?|"
    r"rounds?|races?|games|festivals?|championships?|tournaments?)$",
    re.IGNORECASE,
)
# what stands right before a cue of TURNED and makes another standing of it: it is refused, or asked for. Of 24 reports of the training
# files with such words 21 are proposed; of the refused ones those whose trigger is the cue ("not back down") are rejected, the others differ
TURNED: frozenset[Status] = frozenset({"cancelled", "postponed"})
_NOT = re.compile(
    r"(?:\bnot|n[’']t|\bnever|\bwithout|\brefus(?:al|es?|ed|ing) to|\brul(?:es?|ed|ing) out|\bno (?:plans?|intention|need|reason) (?:to|of|for))"
    r"(?: (?:be|been|have|has|to|a|an|any|the|it|yet)){0,3} $",
    re.IGNORECASE,
)
_DENIED = re.compile(
    rf"(?<!\bwas )(?<!\bwere )(?<!\bbeen )\b(?:{_WAVED_OFF}|den(?:y|ies|ied|ying)(?! (?:a |the )?(?:visa|request|access|permission|bail|appeal)))\b(?: (?!(?:and|but|then)\b)[\w’'-]+){{0,12}} $",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:call(?:s|ed|ing)? (?:on|upon|for)|calls? to|ask(?:s|ed|ing)?|urg(?:es?|ed|ing)|demand(?:s|ed|ing)?|request(?:s|ed|ing)?|seek(?:s|ing)?|sought"
    r"|appeal(?:s|ed|ing)? (?:for|to)|push(?:es|ed|ing)? for|petition(?:s|ed|ing)?)(?: (?!why|when|how|about|what|who)[\w’'-]+){0,5} $",
    re.IGNORECASE,
)
# words that tell a standing and name no undertaking: beside a trigger that does, they are its cue
STATUS_WORD = re.compile(
    r"(?:(?:was|is|be|been|being) )?(?:postpon|cancel|delay|defer|scrap|shelv|reschedul|called off|call off|put off|putting off|abandon|drop|halt|suspend|reject|"
    r"revers|refus|den(?:y|ied|ies)|approv|accept|agreed\b|fail|finaliz|finalis|confirm)\w*(?: to| off)?",
    re.IGNORECASE,
)
# what may be called off or put off, or will be if something else comes about, is so far only raised
_MAY = re.compile(
    r"\b(?:(?-i:may)|might|could)(?: (?:also|soon|yet|still|now|even|have to|be forced to)){0,2} $", re.IGNORECASE
)
_WILL = re.compile(
    r"(?:\b(?:will|would|shall|(?-i:may)|might|could|(?:is|are|was|were) going to|threat(?:s|en|ens|ened|ening)? to|ready to|prepared to)|[’']ll)(?: (?:be|also|have to|then)){0,2} $",
    re.IGNORECASE,
)
# who promises to call it off has not yet; who agrees to or decides to, has
_PROMISED = re.compile(
    r"\b(?:promis(?:es?|ed|ing)|pledg(?:es?|ed|ing)|vow(?:s|ed|ing)?|offer(?:s|ed|ing)?)(?: (?:in|on|last|this) [\w’'-]+)? to(?: also)? $",
    re.IGNORECASE,
)
_IF = re.compile(r"(?<!even )(?<!asked )(?<!ask )(?<!unclear )(?<!clear )(?<!see )\bif\b|\bunless\b", re.IGNORECASE)
# what leaves open whether it will be: the words name no standing then, the model judges by itself
_OPEN = re.compile(
    r"(?:\b(?:(?-i:may)|might|could|should|must|ought to|would have|if|unless|whether|lest|threat(?:s|en|ens|ened|ening)? (?:to|of)|wants? to|wanted to|wish(?:es|ed)? to|consider(?:s|ed|ing)?|"
    r"requir(?:e|es|ed|ing)|plan(?:s|ned|ning)?(?: by(?: [\w’'()-]+){1,8})? to|(?:fear|worr(?:y|ie))(?:s|d|ed|ing)?(?: [\w’'-]+){0,8}|justify|possib(?:le|ility of|ly)|power to|right to)"
    r"(?: [\w’'-]+){0,3} $)",
    re.IGNORECASE,
)
_BARRIER = re.compile(
    r"[;:]|[.!?”\"] | (?:but|while|although|because|and said|and that|after|before|due to|owing to|following|amid|citing|prompting|in response to|in the wake of|in protest|as (?:he|she|it|they))\b",
    re.IGNORECASE,
)


# before a trigger that names where something is, and is not the subject of what follows
_PLACED = re.compile(
    r"\b(?:in|at|inside|outside|near) (?:the|a|an|its|his|her|their)(?: [\w’'-]+){0,3} $", re.IGNORECASE
)


def cue(text: str, trigger: Span, sentence: Span, others: Sequence[Span]) -> Status | None:
    """The status that the words governing a trigger name, if any do. `others`: the other triggers of the sentence."""
    begin = max(sentence.start, trigger.start - AHEAD, *(o.end for o in others if o.end <= trigger.start), 0)
    lead = text[begin : trigger.start]
    barriers = list(_BARRIER.finditer(lead))
    if barriers:
        lead = lead[barriers[-1].end() :]
    end = min([sentence.end, trigger.end + BEHIND, *(o.start for o in others if o.start >= trigger.end)])
    rest = text[trigger.end : end]
    for status, pattern in () if _PLACED.search(lead) else AFTER:
        if found := pattern.search(text[trigger.end : end]):
            return turned(status, text[begin : trigger.end + found.start(1)], rest, None)
    best: tuple[int, Status | None] | None = None
    for status, pattern in BEFORE:
        for found in pattern.finditer(lead):
            if best is None or found.end() > best[0]:
                best = (found.end(), turned(status, lead[: found.start()], rest, None))
    if best:
        return best[1]
    inside = text[trigger.start : trigger.end]
    ended = _ENDS.search(lead)
    if _RUNS_ITS_COURSE.match(inside) and (
        (ended and not _NOT.search(lead[: ended.start()])) or _ENDED.match(text, trigger.end, end)
    ):
        return "done"
    for status, pattern in WITHIN:
        if pattern.search(inside):
            return turned(status, lead, rest, "rejected")
    if QUITS.match(text, trigger.start, sentence.end):
        return turned("cancelled", lead, rest, "rejected")
    return None


def turned(status: Status, lead: str, rest: str, refused: Status | None) -> Status | None:
    """What a cue says between the words before it and those after the trigger: "asked to postpone" is proposed, "not to postpone"
    is `refused`, "may postpone" and "will postpone it if" are floated.

    Nobody has agreed who "did not agree to" ("never agreed": denied), and who "denied it would postpone" has put nothing off.
    """
    no = _NOT.search(lead)
    if status == "agreed" and no:
        return "denied" if "never" in no.group().lower() else "rejected"
    if status not in TURNED:
        return status
    if _DENIED.search(_BARRIER.split(lead)[-1]):
        return "denied"
    if no:
        return refused
    if _MAY.search(lead) or (_WILL.search(lead) and _IF.search(lead + rest)):
        return "floated"
    if _PROMISED.search(lead):
        return "planned"
    return "proposed" if _ASKED.search(lead) else None if _OPEN.search(lead) else status


def restated(
    statuses: Sequence[float], named: Status | None, *, bonus: Mapping[Status, float] = BONUS
) -> tuple[float, ...]:
    """Status probabilities with the log-odds of a named status raised."""
    if named is None:
        return tuple(statuses)
    raised = [p * math.exp(bonus.get(named, 0.0)) if s == named else p for s, p in zip(STATUSES, statuses, strict=True)]
    total = sum(raised)
    return tuple(p / total for p in raised)
