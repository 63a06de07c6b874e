"""Reports: what a sentence says of the standing of an undertaking, on whose word, as of when, due when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from walkback import dating, pointed
from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Actor, Attribution, Mention, Report, Timex, report_id
from walkback.core.reading import HAPPENED, STATUSES, UNDERTAKEN, Reading, Status, TriggerSpan
from walkback.core.roots import roots
from walkback.core.text import Document, Span, covering
from walkback.standing import STATUS_WORD, cue, restated

WORDS = frozenset({"proposed", "rejected", "denied", "cancelled", "postponed", "agreed"})
# between a subject and a trigger: a decision of the subject's own, not the outlet's word on what is ahead ("will", "is to")
_DECISION = re.compile(
    r"\b(?:announce|vow|pledge|promise|plan(?:s|ned|ning)?\b(?! for)|intend|threaten|commit|offer|agree|decide|propose|schedul|call(?:s|ed|ing)?\b|"
    r"want|seek|sought|urge|demand|ask|consider|weigh|suggest|float|hint|refus|reject|oppos|say|said|tell|told|declare|set\b)",
    re.IGNORECASE,
)
REACH = 90  # characters from a trigger within which a time expression may be its due day
# a trigger so near a stronger one is another word of its matter ("deal to end"); 10, 20, 30 tried on the dev sets
CROWDED = 25
NAMED = 80  # how near an undertaking must be named for a bare status word to be its cue
_PARTICLE = re.compile(r" (?:off|out|back|down|away)\b")
_PHRASAL = re.compile(
    r"(?:(?:was|be|been|being|is) )?(?:put|puts|putting|call|calls|called|calling|back|backs|backed|pull|pulls|pulled|pulling|push|pushed|pushes|walk|walked|step|stepped)"
)
SPEAKER = 0.3  # what being quoted over the trigger adds to the chance that it is told on one's word; 0 to 1.1 tried on the dev sets
LEAST = 0.215  # what is less likely is no report; 0.12 to 0.32 tried on the dev sets
MOST_PARTIES = 4
SURE = 0.65  # what is as likely as this stands beside any other
_STOP = frozenset(
    "the and for that with this from was were has have had will would could should not its his her their they them said says "
    "after before over into about more than who which when where what also been being but are out off all any one two".split()
)
# what follows a name that is the subject of its clause: an apposition or not, then a verb
_VERB = re.compile(
    r"(?:, [^,]{3,80},)? (?:(?:also|now|then|never|not|later|again|still) )?(?:has|have|had|will|would|can|could|may|might|is|are|was|were|do|does|did|[a-z]+(?:s|ed)\b|said|told|began|held|met|put|set|made|left|won)\b"
)
_SUBJECT_STOP = re.compile(r"[;:]| (?:but|while|whereas|although) ")


@dataclass(frozen=True, slots=True)
class Context:
    """What was read in the document beside its triggers."""

    document: Document
    sentences: tuple[Span, ...]
    attributions: tuple[Attribution, ...]
    mentions: tuple[Mention, ...]
    actors: Mapping[str, Actor]
    timexes: tuple[Timex, ...]

    def near(self, place: Span, sentence: Span) -> tuple[list[Mention], list[Mention]]:
        """Actors named in the sentence before and after a place, nearest first."""
        inside = [m for m in self.mentions if sentence.contains(m.span) and not m.span.overlaps(place)]
        before = [m for m in inside if m.span.end <= place.start]
        return before[::-1], [m for m in inside if m.span.start >= place.end]


def _said_over(context: Context, place: Span) -> Attribution | None:
    """The attribution of the smallest content that holds a place."""
    best: tuple[int, Attribution] | None = None
    for said in context.attributions:
        if any(piece.overlaps(place) for piece in said.content):
            size = sum(end - start for start, end in said.content)
            if best is None or size < best[0]:
                best = (size, said)
    return best[1] if best else None


def _cued_by(context: Context, place: Span) -> Attribution | None:
    """The attribution whose cue is, or holds, a place ("vowed", "the threat")."""
    return next((said for said in context.attributions if any(c.overlaps(place) for c in said.cue)), None)


def _subject(context: Context, place: Span, sentence: Span) -> Mention | None:
    """The mention before a place in its clause that could be the one who acts: the first of the clause."""
    before, _ = context.near(place, sentence)
    text = context.document.text
    fitting = []
    for named in before:
        between = text[named.span.end : place.start]
        if _SUBJECT_STOP.search(between):
            break
        if re.match(r"(?:’s|'s|’|')\s", text[named.span.end : named.span.end + 3]):
            continue
        lead = text[max(sentence.start, named.span.start - 12) : named.span.start].lower()
        if re.search(
            r"\b(?:with|to|of|from|against|by|in|at|for|on|over|into|near)\s(?:the\s|mr\.\s|mrs\.\s|ms\.\s)?$", lead
        ):
            continue
        fitting.append(named)
    acting = [m for m in fitting if _VERB.match(text, m.span.end, place.start)]
    return acting[0] if acting else (fitting[-1] if fitting else None)


def voice(context: Context, trigger: TriggerSpan, status: Status, sentence: Span) -> str:
    """On whose word a report stands: an actor id or OUTLET."""
    said = _said_over(context, trigger.span) or (None if status in HAPPENED else _cued_by(context, trigger.span))
    pointed_at = pointed.voices(trigger, context.attributions, context.mentions)
    if said is not None and said.by and _is_turn(context.document.text, said):
        return said.by
    if pointed_at:
        if said is not None and said.by:
            pointed_at[said.by] = pointed_at.get(said.by, 0.0) + SPEAKER
        return max(sorted(pointed_at), key=pointed_at.__getitem__)
    if said is not None and said.by:
        return said.by
    if said is None and status not in HAPPENED:
        named = _subject(context, trigger.span, sentence)
        if named and (status in WORDS or _DECISION.search(context.document.text, named.span.end, trigger.span.start)):
            return named.actor
    return OUTLET


def _is_turn(text: str, said: Attribution) -> bool:
    """Whether an attribution is a turn of a transcript: a label that ends in capitals and a colon, before all that is said."""
    labels = [text[s.start : s.end].split()[-1] for s in said.source]
    first = min(s.start for s in said.content)
    return (
        bool(labels)
        and all(w.isupper() for w in labels)
        and [(text[s.start : s.end], s.end <= first) for s in said.cue] == [(":", True)]
    )


def parties(context: Context, trigger: TriggerSpan, sentence: Span, by: str) -> tuple[str, ...]:
    """Actors who take part, the likeliest to act first: whom the model points at, else who is named around the trigger."""
    doers, others = pointed.parties(trigger, context.mentions)
    seen = dict.fromkeys([*doers, *others])
    if not seen and trigger.nobody is None:
        seen = dict.fromkeys(_named_around(context, trigger, sentence))
    kept = [a for a in seen if context.actors[a].kind != "anonymous"]
    if not kept and by != OUTLET:
        kept = [by]
    return tuple(kept)[:MOST_PARTIES]


def _named_around(context: Context, trigger: TriggerSpan, sentence: Span) -> list[str]:
    """The subject of the clause, then who is named after and before; in what somebody says only those named in it."""
    said = _said_over(context, trigger.span)
    subject = _subject(context, trigger.span, sentence)
    before, after = context.near(trigger.span, sentence)
    order = ([subject] if subject else []) + after[:3] + before[:3]
    if said is not None:
        order = [m for m in order if any(piece.overlaps(m.span) for piece in said.content)]
    return [m.actor for m in order]


def _is_day_of_speech(context: Context, timex: Timex) -> bool:
    """Whether a time expression dates the saying: right after or before a cue of an attribution."""
    for said in context.attributions:
        for word in said.cue:
            gap = timex.span.start - word.end
            if 0 <= gap <= 9 and "," not in context.document.text[word.end : timex.span.start]:
                return True
    return False


def _times(context: Context, trigger: TriggerSpan, sentence: Span) -> list[Timex]:
    """Dated time expressions of the trigger's sentence, nearest first, those after it before those ahead of it."""
    fitting = [t for t in context.timexes if sentence.contains(t.span) and t.interval is not None]
    text = context.document.text

    def distance(timex: Timex) -> float:
        after = timex.span.start - trigger.span.end
        gap = after if after >= 0 else trigger.span.start - timex.span.end + 15
        low, high = sorted((timex.span.end, trigger.span.start)) if after < 0 else (trigger.span.end, timex.span.start)
        return gap + 40 * len(re.findall(r"[;,]| and | but ", text[low:high]))

    return sorted((t for t in fitting if distance(t) <= REACH), key=distance)


def _due(times: Sequence[Timex], context: Context, status: Status) -> Interval | None:
    """When the thing is to happen, or did: the nearest date that is not the day of speaking."""
    for timex in times:
        if _is_day_of_speech(context, timex):
            continue
        interval = timex.interval
        published = context.document.published
        if interval is None:
            continue
        if published and status in UNDERTAKEN and interval.latest and interval.latest < published:
            continue
        if published and status == "done" and interval.earliest and interval.earliest > published:
            continue
        return interval
    return None


def _as_of(
    times: Sequence[Timex], context: Context, trigger: Span, sentence: Span, status: Status, due: Interval | None
) -> Interval | None:
    """When the standing held or was said: the day of speaking, or of the deed; publication where nothing is said."""
    for timex in times:
        if _is_day_of_speech(context, timex):
            return timex.interval
    if status in HAPPENED and due is not None:
        return due
    published = context.document.published
    if published is None:
        return None
    if status not in HAPPENED and (said := _said_back_then(times, context, trigger, sentence, status, published)):
        return said
    return Interval.day(published, basis="assumed", rule="published")


# a time that dates the words beside it begins its clause ("In March it vowed") or stands right after the word that was said
_BEGINS = re.compile(
    r"(?:^|;\s|,?\s(?:but|and|then)\s)[“\"]?(?:(?:but|and|then|yet|back|early|late|only|in|on|during),?\s){0,3}$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|announced|promised|pledged|vowed|agreed|decided|offered|threatened|proposed|asked|demanded|urged|refused|rejected|declined|told|warned|denied|ordered|voted|approved"
    r"|cancelled|canceled|postponed|called\soff|put\soff)\s(?:(?:back|early|late|only)\s)?(?:in\s|on\s)?$",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[;:—]|\b(?:who|which)\b", re.IGNORECASE)
_OF_A_NOUN = re.compile(
    r"\s(?:will|would|is|was|has|had|may|can|could|should|were|are)\b"
)  # "the truce agreed in February will"
BESIDE, NEAR = 60, 25  # characters ahead of a time that are looked at, and between a trigger and a time after it


def _said_back_then(
    times: Sequence[Timex], context: Context, trigger: Span, sentence: Span, status: Status, published: date
) -> Interval | None:
    """The past time that dates the words of a report, outside what was said: it begins their clause, or stands right after the word
    that tells them, ahead of the trigger ("said last year that") or as the trigger ("was cancelled last year")."""
    said, text = _said_over(context, trigger), context.document.text
    for timex in times:
        interval, (start, end) = timex.interval, timex.span
        if interval is None or not interval.over(published) or text[end : end + 1] in ("'", "’"):
            continue
        if said is not None and any(piece.overlaps(timex.span) for piece in said.content):
            continue
        before = text[max(sentence.start, start - BESIDE) : start]
        lead = "" if start - sentence.start <= BESIDE else "…"  # what begins the window begins no clause
        if start >= trigger.end:
            if status in WORDS and _SAID.search(before) and start - trigger.end <= NEAR:
                return interval
        elif _PARTED.search(text, end, trigger.start) or _OF_A_NOUN.match(text, end):
            continue
        elif _SAID.search(before) or _BEGINS.search(lead + before):
            return interval
    return None


def words(text: str, trigger: Span, sentence: Span) -> tuple[str, ...]:
    """Content words around a trigger, lower case, for comparing reports."""
    piece = text[max(sentence.start, trigger.start - 70) : min(sentence.end, trigger.end + 70)]
    return tuple(dict.fromkeys(w for w in re.findall(r"[^\W\d_][\w-]{2,}", piece.lower()) if w not in _STOP))


_PHRASE = re.compile(
    r"(?:[ -](?!(?:that|which|who|whom|because|after|before|when|while|but|said|says|as|if|unless|and|or|until|on|by|has|have|had|is|are|was|were|be|been|will|would|could|can|may|might|he|she|it|they|we|not)\b)"
    r"(?:[A-Z]\.|(?:Mr|Mrs|Ms|Dr|Sen|Gov|Gen|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|[\w’'$%-]+(?:[.,]\d+)*)){0,7}"
)


def phrase(text: str, trigger: Span, sentence: Span) -> str:
    """A trigger with the words that follow it in its clause, at most seven."""
    found = _PHRASE.match(text, trigger.end, sentence.end)
    end = found.end() if found else trigger.end
    return re.sub(
        r"(?: (?:the|a|an|of|to|in|on|at|with|for|by|from|his|her|its|their|this|that))+$",
        "",
        text[trigger.start : end],
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """A trigger with its sentence, its status once the words around it are weighed, and how likely that is."""

    trigger: TriggerSpan
    sentence: Span
    status: Status
    score: float


def _told(context: Context, reading: Reading) -> list[_Told]:
    """Triggers with their statuses; of two that crowd one another only the stronger, unless both are sure."""
    all_told = []
    text = context.document.text
    triggers = [_whole(text, t) for t in reading.triggers]
    for trigger in triggers:
        sentence = covering(context.sentences, trigger.span) or trigger.span
        sentence = Span(min(sentence.start, trigger.span.start), max(sentence.end, trigger.span.end))
        others = [t.span for t in triggers if t.span != trigger.span and sentence.contains(t.span)]
        others = [o for o in others if not STATUS_WORD.fullmatch(text[o.start : o.end])]
        named = any(_gap(o, trigger.span) <= NAMED for o in others)
        if named and STATUS_WORD.fullmatch(context.document.quote(trigger.span)):
            continue  # "the vote was postponed": the vote is the trigger
        statuses = restated(trigger.statuses, cue(text, trigger.span, sentence, others))
        best = max(range(len(STATUSES)), key=statuses.__getitem__)
        if trigger.score * statuses[best] >= LEAST:
            all_told.append(_Told(trigger, sentence, STATUSES[best], trigger.score * statuses[best]))
    kept: list[_Told] = []
    for told in sorted(all_told, key=lambda t: (-t.score, t.trigger.span)):
        near = (k for k in kept if k.sentence == told.sentence and _gap(k.trigger.span, told.trigger.span) <= CROWDED)
        if told.score >= SURE or not any(near):
            kept.append(told)
    return sorted(kept, key=lambda t: t.trigger.span)


def _whole(text: str, trigger: TriggerSpan) -> TriggerSpan:
    """A trigger with the particle that belongs to its verb ("put" -> "put off")."""
    particle = _PARTICLE.match(text, trigger.span.end)
    whole = particle and _PHRASAL.fullmatch(text[trigger.span.start : trigger.span.end])
    return replace(trigger, span=Span(trigger.span.start, particle.end())) if particle and whole else trigger


def _gap(a: Span, b: Span) -> int:
    """Characters between two spans, negative where they overlap."""
    return max(a.start, b.start) - min(a.end, b.end)


def reports(context: Context, reading: Reading) -> tuple[Report, ...]:
    """Reports of the triggers that stand, in text order; a trigger outside every sentence is its own sentence."""
    out: dict[str, Report] = {}
    all_told = _told(context, reading)
    scene = dating.Scene(context.document, context.sentences, context.timexes, [t.trigger.span for t in all_told])
    days = iter(dating.when(scene, [(t.trigger, t.status) for t in all_told if t.trigger.undated]))
    for told in all_told:
        trigger, sentence, status = told.trigger, told.sentence, told.status
        times = _times(context, trigger, sentence)
        due = next(days) if trigger.undated else _due(times, context, status)
        if status in UNDERTAKEN and due and due.over(context.document.published) and not due.bounded:
            due = None  # nothing still to come is due on past days; a bound that has passed may have been missed
        by = voice(context, trigger, status, sentence)
        name = report_id(context.document.doc_id, trigger.span, status)
        out.setdefault(
            name,
            Report(
                id=name,
                doc_id=context.document.doc_id,
                span=trigger.span,
                sentence=sentence,
                trigger=context.document.quote(trigger.span),
                status=status,
                type=trigger.type,
                by=by,
                parties=parties(context, trigger, sentence, by),
                published=context.document.published,
                as_of=_as_of(times, context, trigger.span, sentence, status, due),
                due=due,
                conditional=trigger.conditional >= 0.5,
                hedged=trigger.hedged >= 0.5,
                score=told.score,
                phrase=phrase(context.document.text, trigger.span, sentence),
                words=words(context.document.text, trigger.span, sentence),
                vector=trigger.matter,
                names=roots(context.document.text[sentence.start : sentence.end]),
            ),
        )
    return pointed.inherited(sorted(out.values(), key=lambda r: (r.span, r.id)))
