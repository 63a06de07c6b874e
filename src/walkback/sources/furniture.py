"""Lines of an article that are the page's furniture and not its news. In doubt a line is news."""

from __future__ import annotations

import re
from dataclasses import dataclass

from walkback.core.text import Span
from walkback.sources.dateline import date_lines

_HEAD, _TAIL = 15, 8  # lines with text at either end where bylines, bios and notes stand
_LONGEST = 600  # characters; no caption or note is longer

_NAME = r"(?:[A-Z][\w.'’-]*|de|del|della|der|di|van|von|al|el|bin|ibn|la|le)"
_PERSON = rf"[A-Z][\w.'’-]*(?:\s{_NAME}){{0,2}}\s[A-Z][\w.'’-]+"
_PEOPLE = rf"{_PERSON}(?:(?:,\s|,?\s(?:and|&)\s){_PERSON})*"
_JOB = (
    r"(?:correspondent|reporter|editor|columnist|journalist|writer|author|contributor|producer|photographer|blogger"
    r"|host|co-host|critic|essayist|analyst|fellow|professor|lecturer|intern)"
)
_AGENCY = r"[A-Z][\w.&'’-]*(?:\s[A-Z][\w.&'’-]*){0,4}"


def _rules(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns))


# Whole lines that are furniture wherever they stand, even first: fixed words of pages.
_FIXED = _rules(
    r"(?i:\W*(?:advertisement|story continues below(?: this)? advertisement|continue reading(?: the main story| below)?"
    r"|article continues below(?: this)?(?: advertisement)?|skip (?:advertisement|to (?:main )?content)|sponsored(?: content)?|loading)\W*)",
    r"(?i:\W*(?:read|view|see|show) (?:the )?(?:entire|full|original|whole|more|next|all)"
    r"(?: (?:articles?|story|stories|post|coverage|comments?|here|on this(?: story| topic)?))?\W*)",
    r"(?i:\W*(?:share|tweet|e-?mail|print|save|comment|like|pin|copy(?: link)?|whatsapp|facebook|twitter|linkedin|reddit)\W*"
    r"(?:(?:this|on|via|with|to|by|it|article|story|post|page|full|link|friends?|share|tweet|e-?mail|print|save|comment"
    r"|facebook|twitter|x|linkedin|reddit|whatsapp|pinterest|google\+?)\W*){0,8})",
    r"(?i:\W*(?:an?|\d+)\s+(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s?\s+ago(?:\W*\d+)?\W*)",
    r"(?i:\W*\d+[\s-]min(?:ute)?s?\s+(?:read|listen)\W*)",
    r"(?i:\W*\d[\d,.]*\s?k?\s+(?:comments?|shares?|views?|likes?|replies|retweets?|reactions?)\W*)",
    r"(?i:\W*(?:(?:leave|add|post|write)\s+a\s+comment|(?:view\s+)?comments?(?:\s*\(\d+\))?|no comments yet|join the (?:conversation|discussion))\W*)",
    r"(?i:\W*(?:most (?:read|popular|viewed)|trending(?: now)?|recommended(?: (?:stories|for you))?|you (?:may|might) also like"
    r"|more (?:on|from) this (?:story|topic|section)|related (?:articles?|stories|coverage|topics?|links?|content)|editors?['’]? picks?"
    r"|back to top|open in app|listen to this article|watch live|click here\b.{0,60})\W*)",
    r"(?i:(?:source:\s*)?(?:https?://|www\.)\S+)",
    r"[\w.+-]+@[\w-]+\.[\w.]+",
    r"(?i:(?:copyright|©|\(c\)\s*(?:19|20)\d\d).{0,200})",
)
# Lines that are furniture by a part of them, not first.
_TELLING = _rules(
    r"(?i:.{0,300}\ball rights reserved\b.{0,200})",
    r"(?i:this (?:material|content|article|story) (?:may|must|can) not be (?:published|reproduced|copied|republished)\b.{0,200})",
    r"(?i:\(?\W*(?:related|read (?:more|also|next)|also read|see also|more on this|don['’]t miss|in case you missed it|watch(?: live| now)?)\s?[:|>»]).{0,200}",
    r"(?i:\(?(?:sign up|subscribe)(?: here| now| today)? (?:for|to)\b(?=.{0,120}\b(?:newsletters?|inbox|e-?mails?|alerts?|briefings?|updates|podcasts?|channel|headlines|digital access|the latest))).{0,250}",
    r"(?i:(?:sign up|subscribe)(?: (?:here|now|today|for free))?\W*)",
    r"(?i:(?:get|receive)\b(?=.{0,150}\b(?:newsletters?|your inbox|by e-?mail))).{0,250}",
    r"(?i:(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b).{0,400}",
    r"(?i:by (?:signing up|subscribing|clicking|continuing|using this site|registering|entering your),? .{0,60}\b(?:you|agree|terms|privacy|policy)\b).{0,300}",
    r"(?i:(?:already (?:a )?(?:subscriber|subscribed|registered|a member)|(?:create|register for) (?:a free|an) account|thank(?:s| you) for (?:reading|subscribing|signing up))\b).{0,120}",
    r"(?i:(?:follow|like|find|join) (?:us|me|him|her|them|@\w+|(?-i:"
    + _NAME
    + r"(?: "
    + _NAME
    + r"){0,3}))(?:,? (?:and|or) .{0,60})? (?:on|at) (?:twitter|x|facebook|instagram|threads|bluesky|mastodon|telegram|youtube|linkedin|whatsapp|snapchat|google)\b).{0,160}",
    r"(?i:follow (?:@\w+)(?:(?:,| and| or) [@#]?\w+)*\W*)",
    r"(?i:(?:on )?(?:twitter|facebook|instagram)\s?:?\s@\w+\W*)",
    r"(?i:(?:image|picture|media|photo|video) (?:source|caption|credit)s?\s*[,:]).{0,300}",
    r"(?i:file photo\b|file\s?[-–—]\s).{0,500}",
)
# Credits of pictures: the caption that carries one goes with it.
_CREDIT = _rules(
    r".*(?i:credits?)\s?(?:\.\.\.|…)\s?[A-Z].{0,80}",
    r".*\((?:[A-Z][\w/.&-]*\s){0,3}(?i:photos?|photographs?|images?|pictures?|pic|handout|screenshot)(?:\s?[:/]|\s(?i:by|courtesy|credit|via|from)\b)[^()]{0,100}\)\W*",
    r".*[/(,:–—-]\s?(?:[A-Z]\w*\svia\s)?Getty Images\)?\W*",
    r"(?:\S+\s){0,5}(?:via\s)Getty(?:\sImages)?\W*|Getty(?:\sImages)?\W*",
    r".*\((?i:via\s)?" + _PERSON + r"\s?/\s?" + _AGENCY + r"\)\W*",
    r"(?:\(|(?i:photos?|photographs?|image|picture|pic|credit|illustration)s?(?i:\s?:\s?|\sby:?\s|\scredit:?\s|\scourtesy(?:\sof)?:?\s))"
    + _AGENCY
    + r"(?:\s?[/|,]\s?"
    + _AGENCY
    + r"){0,2}\)?\W*",
    _PERSON + r"\s?/\s?" + _AGENCY + r"\W*",
)
_BYLINE = _rules(
    r"(?:By|BY|Written by|Reported by|Story by|From|Analysis by|Opinion by)\s"
    + _PEOPLE
    + r"(?:(?:,|\s[|–—-]|\sin|\sfor)\s.{1,80})?",
    r"(?i:by (?:the )?(?:associated press|staff(?: (?:writer|reporter)s?)?|our (?:correspondent|reporter|staff)s?|agencies|wire (?:services|reports)|editorial board))\W*",
    _PERSON
    + r",?\s(?:\|\s)?(?i:(?:staff|senior|chief|political|national|white house|special)\s)*(?:(?i:correspondent|reporter|editor|staff writer|columnist))(?:,\s"
    + _AGENCY
    + r")?",
)
_NAMES_ALONE = re.compile(rf"{_PEOPLE}(?:,?\s(?:in|In)\s[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+)?)?")
_BIO = re.compile(
    rf"(?P<name>{_PEOPLE})\s(?:is|are|was|covers|reports|writes|has been)\b"
    rf"(?:\s(?:an?|the|our|[A-Z][\w.'’-]*['’]s?)\b.{{0,80}}?\b{_JOB}s?\b|\s(?:on|about|from|for)\s|\s[\w\s,-]{{2,60}}\s(?:for|at)\s[A-Z]|\sbased in\s).*"
)
_REPORTED = _rules(
    r"\(?(?:Additional\s)?(?:Reporting|reporting|Writing|Editing|Compiled)\sby\s[A-Z].{0,250}",
    r"(?:.{0,120}\b)?contributed (?:to this (?:report|story|article|post)|reporting)\b.{0,80}",
    r"(?i:with (?:files|reporting|additional reporting|agency inputs?|inputs?) (?:from|by) ).{0,120}",
    r"(?i:this (?:article|story|post|column|report|piece) (?:was|has been|is|first|originally) (?:originally |first |last )?(?:published|appeared|updated|corrected|developing)\b).{0,250}",
    r"(?i:(?:an|a previous) earlier version of this (?:article|story|post|report|headline|column)|a version of this article).{0,400}",
)
_NOTE = re.compile(r"\W*(?i:editor['’]?s?['’]? note|note to readers|correction|clarification)s?\b[^:—–-]{0,30}[:—–-].*")
_SEPARATED = re.compile(r"\s*[|•·»]\s*")
_RUBBLE = re.compile(r"[^|]{0,80}(?:\|\s*){2,}")
_CODE = re.compile(
    r"[.#@]?[\w-]+(?:[\s,.#:>]+[\w-]+)*\s?\{|[\w-]{2,30}\s?:\s[^.!?]{1,80};|\}|(?:var|let|const|function)\s\w+.*[;{]"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with text. place: how manyth from the start; left: how many follow; block: which paragraph it is in."""

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
    marked = {
        line.span for line in lines if line.span in dates or _fixed(line) or (line.place > 0 and _not_news(text, line))
    }
    for line in lines:
        if line.place and line.span not in marked and _beside(lines, line, dates, marked, text):
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
    if len(line.text) > _LONGEST:
        return False
    if any(rule.fullmatch(line.text) for rule in (_TELLING, _CREDIT, _RUBBLE, _CODE)) or _links(line.text):
        return True
    head, tail = line.place < _HEAD, line.left < _TAIL
    if head and _BYLINE.fullmatch(line.text):
        return True
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
    last = match["name"].split()[-1]
    before = text[: line.span.start].split("\n")
    news = "\n".join(piece for piece in before if len(piece) > 80)
    return not re.search(rf"\b{re.escape(last)}\b", news)


def _beside(lines: list[_Line], line: _Line, dates: set[Span], marked: set[Span], text: str) -> bool:
    """Whether a line is furniture by what stands next to it: an author above a date, words of a picture above its credit."""
    following = lines[line.place + 1] if line.left else None
    if following is None:
        return False
    if line.place < _HEAD and _NAMES_ALONE.fullmatch(line.text) and len(line.text) <= 100:
        near = [following, *lines[line.place + 2 : line.place + 3]] if following.span in marked else [following]
        return any(other.span in dates for other in near)
    # Where blank lines part the paragraphs, two lines in one block are a picture's description and its caption.
    pair = [other for other in lines[max(0, line.place - 1) : line.place + 3] if other.block == line.block]
    spaced = 2 * len({other.block for other in lines}) > 1.5 * len(lines)
    return (
        spaced
        and len(pair) == 2
        and following.block == line.block
        and len(line.text) <= 200
        and bool(_CREDIT.fullmatch(following.text))
        and not re.search(r"[“”\"]", line.text)
    )
