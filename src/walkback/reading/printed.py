"""Who speaks where print itself says so: the turns of a transcript ("NAME: ..."), quotations signed with a dash, embedded posts."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from walkback.core.reading import SaidSpans
from walkback.core.text import Span, lines, trimmed

# a speaker's label at the head of a line: capitals, with a title, a party or a post at most; a mark of quotation may open the line
_LABEL = re.compile(
    r"[“\"‘'«]?(?P<name>(?:(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gov|Gen)\. )?[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.’'-]*){0,4})"
    r"(?: ?[(,][^():\n]{1,40}\)?)?(?P<cue>:)\s+(?=\S)"
)
# what signs a quotation: “The ferry is late.” — Ilse Tarn, Senn; on the same line or below it
_SIGNED = re.compile(
    r"(?:[”“\"»]|''|’’)(?P<gap>[^\S\n]{0,4}(?:\n{1,3}[^\S\n]{0,4})?)(?P<cue>[―—–]|--?)[^\S\n]?"
    r"(?P<name>(?:@|[A-ZÀ-Þ])[^\n:;,“”\"]{1,60}?)[^\S\n]{0,4}\.?[^\S\n]{0,4}(?:,[^\n“”\"]{0,60})?$",
    re.MULTILINE,
)
# what signs a post as pages embed it: its author with the handle, its day
_POSTED = re.compile(
    r"(?P<cue>[―—–]|--?)[^\S\n]?(?P<name>[^()\n“”\"―—–]{2,50} \(@\w{1,20}\))[ ,]{1,3}"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,7}\.? \d{1,2}, \d{4}"
)
_TAG = re.compile(r"<[^>\n]{0,300}>")
_LINK = re.compile(r"(?:https?://|pic\.)\S+$")
LEAST_SAID = 8  # characters of what is signed
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]*")
_OPENED = ("“", '"', "‘", "'", "«")
# "(CROSSTALK)", "[applause]", "…": what the printers add
_OFFICE = re.compile(
    r"THE (?:VICE |FIRST |PRIME |DEPUTY )*[A-Z]+$|(?:MR|MRS|MS|DR|SEN|REP|GOV|GEN|AMB|SEC)\. |"
    r"(?:(?:VICE |PRIME )?(?:PRESIDENT|MINISTER)|SECRETARY|SENATOR|REPRESENTATIVE|GOVERNOR|CHANCELLOR|AMBASSADOR|GENERAL|CHAIR(?:MAN|WOMAN)?) "
)
_END = re.compile(
    r"Q[.:]?\s[^\n]*|(?:END|###?|-30-)\b[^\n]{0,40}|#+|\* \* \*"
)  # what closes remarks, or a turn: a question
_ASIDE = re.compile(r"[“\"]?(?:[(\[][^\n]*[)\]]|[.…* –—-]+)[.”\"]?")
LEAST_TURNS, LEAST_SPEAKERS = 3, 2
EARLY = 12  # lines before which remarks begin


def signed(text: str) -> list[SaidSpans]:
    """Quotations that a dash and a name end, and posts as pages embed them: who signs, the dash, what is said."""
    out: dict[int, SaidSpans] = {}
    for match in (*_POSTED.finditer(text), *_SIGNED.finditer(text)):
        end = match.end("gap") - len(match["gap"]) if match.re is _SIGNED else match.start()
        line = trimmed(text, text.rfind("\n", 0, end) + 1, end)
        if match.re is _POSTED:
            line = _without_links(text, line)
        elif not text.startswith((*_OPENED, "”"), line.start):  # some writers open with the closing mark
            continue
        if line.end - line.start >= LEAST_SAID:
            out.setdefault(
                match.start("cue"), SaidSpans((Span(*match.span("name")),), (Span(*match.span("cue")),), (line,))
            )
    return list(out.values())


def _without_links(text: str, line: Span) -> Span:
    """What a post says, without the tag before it and the links at its end."""
    tag = _TAG.match(text, *line)
    line = trimmed(text, tag.end() if tag else line.start, line.end)
    while (last := text.rfind(" ", *line)) >= 0 and _LINK.match(text, last + 1, line.end):
        line = trimmed(text, line.start, last)
    return line


def turns(text: str) -> list[SaidSpans]:
    """The turns of a transcript in a text, each as an attribution: its label, the colon, what is said in one piece a paragraph.

    A label counts if it comes again or its last word is a name elsewhere in the text; of fewer than three turns or two speakers
    nothing is made. A turn goes on over paragraphs up to the next label or aside; after the last label only where the turn is
    in quotation marks that each paragraph opens anew. Remarks that begin with the label of an office or a title ("THE PRESIDENT:",
    "MR. DANE:") are a transcript to their end, however many speak.
    """
    held = [trimmed(text, *line) for line in lines(text)]
    found = {n: m for n, line in enumerate(held) if (m := _LABEL.match(text, line.start, line.end))}
    first = min(found, default=EARLY)
    official = first < EARLY and bool(_OFFICE.match(found[first]["name"]))
    seen = Counter(_last(m["name"]) for m in found.values())
    named = {word.lower() for word in _NAME.findall(text) if not word.isupper()}
    kept = {
        n: m for n, m in found.items() if seen[_last(m["name"])] > 1 or _last(m["name"]).lower() in named or n == first
    }
    speakers = {_last(m["name"]) for m in kept.values()}
    if not official and (len(kept) < LEAST_TURNS or len(speakers) < LEAST_SPEAKERS):
        return []
    order = [*kept, len(held)]
    return [
        _turn(text, held[n:after], kept[n], official or after < len(held)) for n, after in itertools.pairwise(order)
    ]


def _last(label: str) -> str:
    return label.split()[-1].strip(".")


def _turn(text: str, held: Sequence[Span], label: re.Match[str], followed: bool) -> SaidSpans:
    """What is said from a label on; `held` are the lines from it up to the next one."""
    quoted = text[held[0].start] in _OPENED
    content = [trimmed(text, label.end(), held[0].end)]
    for line in held[1:]:
        goes_on = text[line.start] in _OPENED if quoted else followed
        if not goes_on or any(stop.fullmatch(text, line.start, line.end) for stop in (_ASIDE, _END)):
            break
        content.append(trimmed(text, line.start + quoted, line.end))
    said = tuple(span for span in content if span.end > span.start)
    return SaidSpans((Span(*label.span("name")),), (Span(*label.span("cue")),), said)


def printed(text: str) -> list[SaidSpans]:
    """All that print marks as said, each with its source, its cue and its content."""
    return [*turns(text), *signed(text)]


def with_printed(found: Sequence[SaidSpans], read: Sequence[SaidSpans]) -> list[SaidSpans]:
    """What was read in a text, with what print marks as said in the place of what was taken for its source or its cue."""
    places = sorted(Span(min(s.source[0].start, s.cue[0].start), max(s.source[0].end, s.cue[0].end)) for s in found)
    return [*found, *(s for s in read if not any(a.overlaps(b) for a in places for b in (*s.source[:1], *s.cue)))]
