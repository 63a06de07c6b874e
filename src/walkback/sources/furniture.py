"""Lines of an article that are the page's furniture and not its news. In doubt a line is news."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from walkback.core.text import Span
from walkback.sources.dateline import date_lines

_HEAD, _TAIL = 15, 8  # lines with text at either end where bylines, bios and notes stand
_LONGEST = 600  # characters; no caption or note is longer
_SIGNATURE = 80  # characters; a shorter line may be a byline

_NAME = r"(?:[A-Z][\w.'’-]*|de|del|della|der|di|van|von|al|el|bin|ibn|la|le)"
_PERSON = rf"[A-Z][\w.'’-]*(?:\s{_NAME}){{0,2}}\s[A-Z][\w.'’-]+"
_PEOPLE = rf"{_PERSON}(?:(?:,\s|,?\s(?:and|AND|&)\s){_PERSON})*"
_AGENCY = r"[A-Z][\w.&'’-]*(?:\s[A-Z][\w.&'’-]*){0,4}"
_JOB = (
    r"(?:correspondent|reporter|editor|columnist|journalist|writer|author|contributor|producer|photographer|blogger"
    r"|host|critic|essayist|analyst|fellow|professor|lecturer|intern|director|Editor|Director|Professor)"
)
_RANK = r"(?i:(?:senior|chief|deputy|executive|managing|associate|contributing|staff|political|national|news|media) )"
_SITE = r"(?:facebook|twitter|x|instagram|threads|bluesky|mastodon|telegram|youtube|linkedin|whatsapp|reddit|pinterest)"
_PIECE = r"(?:article|story|post|column|report|piece|coverage)"
_PHOTO = r"(?:photos?|photographs?|images?|pictures?|pic|illustration)"


def _any(*patterns: str, case: bool = False) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), 0 if case else re.IGNORECASE)


# Whole lines that are furniture wherever they stand, even first: fixed words of pages.
_FIXED = _any(
    r"\W*(?:(?:story|article) continues )?(?:below )?(?:this )?advertisement\W*",
    r"\W*sponsored(?: content)?\W*|\W*loading\W*",
    r"\W*(?:continue reading(?: the main story| below)?|skip (?:advertisement|to (?:main )?content)|back to top)\W*",
    r"\W*(?:read|view|see|show) (?:the )?(?:entire|full|original|whole|more|all)"
    rf"(?: (?:{_PIECE}|stories|here|comments?))?\W*",
    r"\W*(?:share|tweet|e-?mail|print|save|comment|like|pin|copy(?: link)?)\b\W*"
    r"(?:(?:this|on|via|with|to|by|it|page|full|link|friends?|share|tweet|e-?mail|print|save|comment"
    rf"|{_PIECE}|{_SITE})\b\W*){{0,8}}",
    rf"\W*(?!x\b){_SITE}\W*",
    r"\W*(?:an?|\d+)\s+(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s?\s+ago(?:\W*\d+)?\W*",
    r"\W*\d+[\s-]min(?:ute)?s?\s+(?:read|listen)\W*",
    r"\W*\d[\d,.]*\s?k?\s+(?:comments?|shares?|views?|likes?|replies|retweets?|reactions?)\W*",
    r"\W*(?:(?:leave|add|post|write)\s+a\s+comment|(?:view\s+)?comments?(?:\s*\(\d+\))?|no comments yet)\W*",
    r"\W*(?:most (?:read|popular|viewed)|trending(?: now)?|recommended(?: for you)?|editors?['’]? picks?)\W*",
    r"\W*(?:related|more from this topic)(?: (?:articles?|stories|coverage|topics?|links?|content))?\W*",
    r"\W*(?:you (?:may|might) also like|open in app|listen to this article|join the (?:conversation|discussion))\W*",
    r"(?:source:\s*)?(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+",
    r"(?:copyright\W+(?:©|\(c\)|(?:19|20)\d\d)|©|\(c\)\s*(?:19|20)\d\d).{0,200}",
)
# Lines that are furniture by a part of them, not first.
_TELLING = _any(
    r".{0,300}\ball rights reserved\b.{0,200}",
    rf"this (?:material|content|{_PIECE}) (?:may|must|can) not be (?:published|reproduced|copied)\b.{{0,200}}",
    r"\(?\W*(?:related|read (?:more|also|next)|also read|see also|don['’]t miss|in case you missed it|watch(?: live)?)"
    r"\s?[:|>»].{0,200}",
    r"\(?(?:sign up|subscribe)(?: here| now| today)? (?:for|to)\b"
    r"(?=.{0,120}\b(?:newsletters?|inbox|e-?mails?|alerts?|briefings?|updates|podcasts?|channel|headlines)\b).{0,250}",
    r"(?:sign up|subscribe)(?: (?:here|now|today|for free))?\W*|click here\b.{0,60}",
    r"(?:get|receive)\b(?=.{0,150}\b(?:newsletters?|your inbox)\b).{0,250}",
    r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b.{0,400}",
    r"by (?:signing up|subscribing|clicking|continuing|registering|entering your)\b"
    r"(?=.{0,100}\b(?:you|agree|terms|privacy|policy)\b).{0,300}",
    r"(?:already (?:a )?(?:subscriber|subscribed|registered|member)|create (?:a free|an) account)\b.{0,120}",
    r"thank(?:s| you) for (?:reading|subscribing|signing up)\b.{0,120}",
    rf"(?:follow|like|find|join) (?:us|me|him|her|them|@\w+|(?-i:{_PEOPLE}))(?:,? (?:and|or) .{{0,60}})?"
    rf" (?:on|at) {_SITE}\b.{{0,160}}",
    r"follow (?:@\w+)(?:(?:,| and| or) [@#]?\w+)*\W*",
    rf"(?:on )?{_SITE}\s?:?\s@\w+\W*",
    rf"(?:{_PHOTO}|media|video) (?:source|caption|credit)s?\s*[,:].{{0,300}}",
    r"file photo\b.{0,500}|file\s?[-–—]\s.{0,500}",
)
# Credits of pictures: the caption that carries one goes with it.
_CREDIT = _any(
    r".*[Cc]redits?\s?(?:\.\.\.|…)\s?[A-Z].{0,80}",
    rf".*\((?:[A-Z][\w/.&-]*\s){{0,3}}(?i:{_PHOTO}|handout|screenshot)(?:\s?[:/]|\s(?:by|courtesy|credit|via|from)\b)"
    r"[^()]{0,100}\)\W*",
    r".*[/(,:–—-]\s?(?:[A-Z]\w*\svia\s)?Getty Images\.?\)?\W*",
    r"(?:\S+\s){0,5}via\sGetty(?:\sImages)?\W*|Getty(?:\sImages)?\W*",
    rf".*\((?:via\s)?{_PERSON}\s?/\s?{_AGENCY}\)\W*",
    rf"(?i:{_PHOTO}|credit)(?i:\s?:\s?|\sby:?\s|\scredit:?\s|\scourtesy(?:\sof)?:?\s){_AGENCY}(?:\s?[/|,]\s?{_AGENCY}){{0,2}}\W*",
    rf"{_PERSON}\s?/\s?[A-Z][\w.&'’-]*(?:\s[A-Z][\w.&'’-]*){{0,2}}[.)]*",
    case=True,
)
_BYLINE = _any(
    rf"(?:By|BY|(?:Written|Reported|Story|Analysis|Opinion) by)\s{_PEOPLE}(?:(?:,|\s[|–—-]|\sin|\sfor)\s.{{1,80}})?",
    r"(?i:by (?:the )?(?:associated press|staff(?: (?:writer|reporter)s?)?|our (?:correspondent|reporter|staff)s?))\W*",
    r"(?i:by (?:agencies|wire (?:services|reports)|(?:the )?editorial board))\W*",
    rf"{_PERSON},?\s(?:\|\s)?(?:[\w-]+\s){{0,3}}(?i:correspondent|reporter|editor|writer|columnist)(?:,\s{_AGENCY})?",
    case=True,
)
_NAMES_ALONE = re.compile(rf"{_PEOPLE}(?:,?\s(?:in|In)\s[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+)?)?")
_BIO = re.compile(
    rf"(?P<name>(?!The\b){_PEOPLE}) "
    rf"(?:(?:is|are) (?:(?:(?:an?|the|our) |[A-Z]\w*['’]s? )(?:[\w'’,-]+ ){{0,9}}?|{_RANK}{{0,3}})"
    rf"(?:co-)?{_JOB}s?\b(?=-| (?:of|at|for|in|on|with|who|covering|based|and)\b|[,.])"
    r"|covers .{2,80} for [A-Z]).*"
)
_REPORTED = _any(
    r"\(?(?:additional )?(?:reporting|writing|editing) by (?-i:[A-Z]).{0,250}|compiled by (?-i:[A-Z]).{0,80}",
    rf"(?:.{{0,120}}\b)?contributed (?:to this {_PIECE}|reporting)\b.{{0,80}}",
    r"with (?:files|reporting|additional reporting|agency inputs?|inputs?) (?:from|by) .{0,120}",
    rf"this {_PIECE} (?:was|has been|is|first|originally) (?:originally |first |last )?"
    r"(?:published|appeared|updated|corrected)\b.{0,250}",
    rf"this {_PIECE} (?:first |originally )?appeared (?:first |originally )?(?:in|on|at)\b.{{0,120}}",
    rf"(?:(?:an|a previous) earlier|a) version of this (?:{_PIECE}|headline).{{0,400}}",
)
_NOTE = re.compile(
    r"[\s*(\[_–—-]*(?i:editor['’]?s?['’]? note|note to readers|correction|clarification)s?\b[^:—–-]{0,30}[:—–-].*"
)
_SEPARATED = re.compile(r"\s*[|•·»]\s*")
_RUBBLE = re.compile(r"[^|]{0,80}(?:\|\s*){2,}")
_CODE = re.compile(
    r"[.#@]?[\w-]+(?:[\s,.#:>]+[\w-]+)*\s?\{|-?[a-z]+(?:-[a-z]+)*\s?:\s[^.!?]{1,80};|\}|(?:var|let|const|function)\s\w+.*[;{]"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with text. place: how many stand before it; left: how many after; block: which paragraph it is in."""

    span: Span
    text: str
    place: int
    left: int
    block: int


def furniture(text: str) -> tuple[Span, ...]:
    """Spans of the lines that are not news, in order: share lines, credits, bylines, dates, bios, notes, rubble.

    The headline and every line that might be news are left out.
    """
    lines = _lines(text)
    dates = {line.span for line in date_lines(text) if line.whole}
    marked = {line.span for line in lines if line.span in dates or _fixed(line) or _not_news(text, line)}
    for line, below in pairwise(lines):
        if line.place and (_author(lines, line, dates, marked) or _picture(lines, line, below)):
            marked.add(line.span)
    return tuple(sorted(marked))


def _lines(text: str) -> list[_Line]:
    found, block = [], 0
    for match in re.finditer(r"[^\n]*\n?", text):
        piece = match.group()
        if not piece.strip():
            block += 1
            continue
        start = match.start() + len(piece) - len(piece.lstrip())
        found.append((Span(start, start + len(piece.strip())), piece.strip(), block))
    return [_Line(span, line, i, len(found) - 1 - i, b) for i, (span, line, b) in enumerate(found)]


def _fixed(line: _Line) -> bool:
    """Whether a line holds nothing but words that pages put around any article."""
    return len(line.text) <= _LONGEST and bool(_FIXED.fullmatch(line.text))


def _not_news(text: str, line: _Line) -> bool:
    """Whether a line below the headline is furniture by what stands on it."""
    if line.place == 0 or len(line.text) > _LONGEST:
        return False
    if any(rule.fullmatch(line.text) for rule in (_TELLING, _CREDIT, _RUBBLE, _CODE)) or _links(line.text):
        return True
    if line.place < _HEAD and _BYLINE.fullmatch(line.text):
        return True
    tail = line.left < _TAIL
    if tail and (_REPORTED.fullmatch(line.text) or _bio(text, line)):
        return True
    return (tail or line.place < 3) and bool(_NOTE.fullmatch(line.text))


def _links(line: str) -> bool:
    """Whether a line is a row of links: four short pieces or more between separators, and no sentence."""
    parts = [part for part in _SEPARATED.split(line) if part]
    return len(parts) > 3 and all(len(part.split()) <= 4 and part[-1] not in '.!?”"' for part in parts)


def _bio(text: str, line: _Line) -> bool:
    """Whether a line at the end presents its author: someone whom the news itself does not name."""
    match = _BIO.fullmatch(line.text)
    if match is None or re.search(r"[“”\"]\s|\bsaid\b|\btold\b", line.text):
        return False
    last = re.compile(rf"\b{re.escape(match['name'].split()[-1])}\b")
    others = (text[: line.span.start] + text[line.span.end :]).split("\n")
    return not any(len(other) > _SIGNATURE and last.search(other) for other in others)


def _author(lines: list[_Line], line: _Line, dates: set[Span], marked: set[Span]) -> bool:
    """Whether a line near the start is only names, with a date line below it or one other mark between them."""
    if line.place >= _HEAD or len(line.text) > _SIGNATURE or not _NAMES_ALONE.fullmatch(line.text):
        return False
    below = lines[line.place + 1 : line.place + 3]
    return below[0].span in dates or (below[0].span in marked and below[-1].span in dates)


def _picture(lines: list[_Line], line: _Line, following: _Line) -> bool:
    """Whether a line describes a picture whose credited caption follows it, where blank lines part the paragraphs."""
    spaced = 4 * (lines[-1].block + 1) > 3 * len(lines)
    block = [other for other in lines[max(0, line.place - 1) : line.place + 3] if other.block == line.block]
    alone = block == [line, following]
    return spaced and alone and len(line.text) <= 200 and not re.search(r"[“”\"]", line.text) and _credited(following)


def _credited(line: _Line) -> bool:
    return bool(_CREDIT.fullmatch(line.text))
