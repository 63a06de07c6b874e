"""What in a page's text is not news: share lines, credits, bylines, bios, link rubble. Precision first."""

from __future__ import annotations

import re

from walkback.core.text import Span
from walkback.sources.dateline import dateline

_LINE = re.compile(r"[^\n]*\S[^\n]*")
# a whole line that is furniture wherever it stands
_ANYWHERE = re.compile(
    r"(?:"
    r"(?:\d+|an?|one|two|three|few) (?:second|minute|min|hour|hr|day|week|month|year)s? ago(?: \d+)?"
    r"|(?:read|view|see|show)(?: the)? (?:entire|full|original|more|whole)(?: (?:article|story|text|post|below))?(?: (?:here|at|on)\b.{0,60})?"
    r"|(?:share|tweet|email|print|save|comment|comments|pin|like|follow|subscribe|advertisement|ad|sponsored|promoted|story continues below.{0,30}"
    r"|continue reading.{0,60}|skip to .{0,40}|back to top|close|menu|search|home|loading\.*|play video|watch(?: the)? video.{0,20}|supported by|related|trending|most read)"
    r"|(?:share|tweet|save) (?:this|on|via|with)\b.{0,60}"
    r"|(?:\d[\d,.]*k? )?(?:comments?|shares?|views?|likes?|retweets?)(?: \d[\d,]*)?"
    r"|(?:advertisement|sponsored content|paid post)s?.{0,20}"
    r"|(?:sign up|subscribe|register|log in|sign in|download our|get our|click here|tap here|follow us|join our|like us)\b.{0,160}"
    r"|(?:related|read more|see also|more on this|also read|don[’']t miss|recommended|you may also like|watch|more)\s?:.{0,160}"
    r"|(?:copyright|©|\(c\)).{0,160}|.{0,80}all rights reserved\.?.{0,80}"
    r"|this (?:website|site|page) uses cookies.{0,200}|we use cookies.{0,200}"
    r"|(?:photo|image|picture|video|graphic)(?: credit| courtesy)?\s?:.{0,160}"
    r"|(?:photo|image|picture) (?:by|courtesy of|credit)\b.{0,120}"
    r"|follow .{0,60} on (?:twitter|facebook|instagram|x|bluesky|mastodon)\b.{0,80}"
    r"|editor[’']s note\s?[:.-].{0,1500}"
    r")",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"(?:Credit(?:…|\.\.\.|:)|\((?:Photo|AP|Reuters|AFP|Getty)\b[^)]{0,60}\)|/(?:Reuters|Getty Images|AFP|AP|EPA)\b|Getty Images)[^.!?]{0,80}$")
_BYLINE = re.compile(r"(?:By|BY) [A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+){0,3}(?:(?:,| and|,? [A-Z][\w ]{2,30}$) ?[A-ZÀ-Þ]?[\w.’' ,-]{0,80})?")
_NAME_LINE = re.compile(r"[A-ZÀ-Þ][\w’'.-]+(?: [A-ZÀ-Þ][\w’'.-]*){1,3}(?:,? and [A-ZÀ-Þ][\w’'.-]+(?: [A-ZÀ-Þ][\w’'.-]*){1,3})?")
_BIO = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'.-]+ ){1,4}(?:is|was|are|has been|covers|writes|reports|contributed|can be reached)\b[^.]{0,40}\b(?:correspondent|reporter|journalist|editor|"
    r"columnist|writer|freelancer|contributor|bureau chief|producer|politics|policy|contributed|reporting|covering|covers)\b.{0,300}"
    r"|.{0,120}\b(?:contributed (?:to this (?:report|story|article)|reporting)|contributed reporting)\b.{0,120}"
    r"|\(?(?:reporting|editing|writing|additional reporting) by\b.{0,200}",
    re.IGNORECASE | re.DOTALL,
)


def _rubble(line: str) -> bool:
    """Links in a row: short pieces between separators."""
    pieces = re.split(r"[|•·»]", line)
    return len(pieces) >= 3 and all(len(p.split()) <= 5 for p in pieces) and not re.search(r"[.!?]\s", line)


def furniture(text: str) -> tuple[Span, ...]:
    """Spans of the lines that are page furniture, in order. The first line is the headline and never furniture."""
    lines = [Span(*m.span()) for m in _LINE.finditer(text)]
    out: list[Span] = []
    for n, span in enumerate(lines):
        line = text[span.start : span.end].strip()
        tail = n >= len(lines) - 6
        head = n <= 12
        if n == 0:
            continue
        if _ANYWHERE.fullmatch(line) or _rubble(line) or (len(line) < 260 and _CREDIT.search(line)):
            out.append(span)
        elif head and len(line) < 120 and (_BYLINE.fullmatch(line) or dateline(line) is not None):
            out.append(span)
        elif head and n >= 1 and len(line) < 60 and _NAME_LINE.fullmatch(line) and _near_date(text, lines, n):
            out.append(span)
        elif tail and n > 2 and len(line) < 400 and _BIO.fullmatch(line):
            out.append(span)
    return tuple(out)


def _near_date(text: str, lines: list[Span], n: int) -> bool:
    """Whether a line within two lines gives a date: a bare name beside it is a byline."""
    beside = [text[s.start : s.end] for s in lines[max(0, n - 2) : n + 3]]
    return any(len(line) < 120 and dateline(line) is not None for line in beside)
