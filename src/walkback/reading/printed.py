"""Who speaks where print itself says so: the turns of a transcript ("NAME: ..."), quotations signed with a dash, embedded posts."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from walkback.core.reading import SaidSpans
from walkback.core.text import POSSESSIVE, Span, first_over, lines, trimmed

_CAPITALS = r"(?:Mc|Mac)?[A-ZÀ-Þ][A-ZÀ-Þ.’'-]+"
# a speaker's label at the head of a line: capitals, with a title, a party or a post at most; a mark of quotation may open the line
_LABEL = re.compile(
    rf"[“\"‘'«]?(?P<name>(?:(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gov|Gen)\. )?{_CAPITALS}(?: (?:{_CAPITALS}|[A-ZÀ-Þ]\.|\d{{1,2}})){{0,4}})"
    r"(?: ?[(,][^():\n]{1,40}\)?)?(?P<cue>:)\s+(?=\S)"
)
# labels of fact boxes and of editors, which nobody says
_NOBODY = frozenset(
    "WHAT WHEN WHERE WHO WHY HOW UPDATE UPDATED BREAKING CORRECTION CLARIFICATION NOTE EDITOR VIDEO WATCH PHOTO PHOTOS RELATED READ MORE "
    "AGE HOME PARTY FAMILY EDUCATION CAREER OCCUPATION RESIDENCE PRICE DATE TIME PLACE SOURCE CONTACT RELEASE TOPIC ISSUE LATEST".split()
)
# the label of an office, or of somebody by title
_OFFICE = re.compile(
    r"THE (?:VICE )?(?:PRESIDENT|PREMIER|PRIME MINISTER|CHANCELLOR|FOREIGN MINISTER|MINISTER|SECRETARY(?:-GENERAL)?|SPEAKER|GOVERNOR|MAYOR|FIRST LADY|"
    r"AMBASSADOR|KING|QUEEN|POPE|CHAIR(?:MAN|WOMAN)?)|"
    r"(?:(?:MR|MRS|MS|DR|SEN|REP|GOV|GEN|AMB|SEC)\.|(?:VICE )?PRESIDENT|(?:PRIME |FOREIGN )?MINISTER|PREMIER|SECRETARY|SENATOR|REPRESENTATIVE|GOVERNOR|"
    rf"CHANCELLOR|AMBASSADOR|CHAIR(?:MAN|WOMAN)?)(?: (?!OF\b){_CAPITALS}){{1,2}}",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"Q[.:]?\s[^\n]*")  # whoever asks, under no name
_END = re.compile(r"END\b[^\n]{0,40}|-30-|#+")  # what closes remarks
# "(CROSSTALK)", "[applause]", "…": what the printers add
_ASIDE = re.compile(r"[“\"]?(?:[(\[][^\n]*[)\]]|[.…* –—-]+)[.”\"]?")
# what signs a quotation: “The ferry is late.” — Ilse Tarn, Senn; on the same line or below it
_SIGNED = re.compile(
    r"(?:[”“\"»]|''|’’)(?P<gap>[^\S\n]{0,4}(?:\n{1,3}[^\S\n]{0,4})?)(?P<cue>[―—–]|--?)[^\S\n]?"
    r"(?P<name>(?:@|[A-ZÀ-Þ])[^\n:;,“”\"]{1,60}?)[^\S\n]{0,4}\.?[^\S\n]{0,4}(?:,[^\n“”\"]{0,60})?$",
    re.MULTILINE,
)
_SMALL = frozenset("of the and for in at de der den di da del la le van von ter bin al el".split())
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
LEAST_TURNS, LEAST_SPEAKERS = 3, 2
EARLY = 12  # lines before which remarks begin
SURELY = 0.9  # how likely what print marks is right: of 55 turns and signed quotations in PolNeAR 52 are annotated so


def signed(text: str) -> list[SaidSpans]:
    """Quotations that a dash and a name end, and posts as pages embed them: who signs, the dash, what is said."""
    out: dict[int, SaidSpans] = {}
    before = 0  # where the last post ends
    for match in _POSTED.finditer(text):
        line = trimmed(text, max(before, text.rfind("\n", 0, match.start()) + 1), match.start())
        before = match.end()
        _sign(out, match, _without_links(text, line))
    for match in _SIGNED.finditer(text):
        end = match.start("gap")
        line = trimmed(text, text.rfind("\n", 0, end) + 1, end)
        words = match["name"].split()
        if not text.startswith((*_OPENED, "”"), line.start):  # some writers open with the closing mark
            continue
        if all(not word[0].islower() or word in _SMALL for word in words):
            _sign(out, match, line)
    return list(out.values())


def _sign(out: dict[int, SaidSpans], match: re.Match[str], said: Span) -> None:
    if said.end - said.start >= LEAST_SAID:
        name, cue = Span(*match.span("name")), Span(*match.span("cue"))
        out.setdefault(cue.start, SaidSpans((name,), (cue,), (said,), SURELY, verbatim=True))


def _without_links(text: str, line: Span) -> Span:
    """What a post says, without the tag before it and the links at its end."""
    tag = _TAG.match(text, *line)
    line = trimmed(text, tag.end() if tag else line.start, line.end)
    while _LINK.match(text, last := text.rfind(" ", *line) + 1 or line.start, line.end):
        line = trimmed(text, line.start, last)
    return line


def turns(text: str) -> list[SaidSpans]:
    """The turns of a transcript in a text, each as an attribution: its label, the colon, what is said in one piece a paragraph.

    A label counts if it comes again or its last word is a name elsewhere in the text; of fewer than three turns or two speakers
    nothing is made. A turn goes on over paragraphs up to the next label, question or aside; after the last label only where the
    turn is in quotation marks that each paragraph opens anew. Remarks that begin with the label of an office or a title ("THE PRESIDENT:",
    "MR. DANE:") and go on with another label, a question under "Q" or an end that is marked are a transcript to that end.
    """
    held = [trimmed(text, *line) for line in lines(text)]
    labels = {n: m for n, line in enumerate(held) if (m := _LABEL.match(text, *line))}
    found = {n: m for n, m in labels.items() if not _NOBODY & {*m["name"].split()}}
    first = min(found, default=EARLY)
    official = first < EARLY and bool(_OFFICE.fullmatch(found[first]["name"]))
    if official:  # what follows must show that it was a label: another, a question, an end
        closed = any(stop.fullmatch(text, *line) for line in held[first + 1 :] for stop in (_QUESTION, _END))
        official = closed or max(labels) > first
    seen = Counter(_last(m["name"]) for m in found.values())
    named = {POSSESSIVE.sub("", word).lower() for word in _NAME.findall(text) if not word.isupper()}
    kept = {n for n, m in found.items() if official or seen[_last(m["name"])] > 1 or _last(m["name"]) in named}
    if not official and (len(kept) < LEAST_TURNS or len({_last(found[n]["name"]) for n in kept}) < LEAST_SPEAKERS):
        return []
    places = itertools.pairwise([*found, len(held)])
    return [_turn(text, held[n:end], found[n], official or end < len(held)) for n, end in places if n in kept]


def _last(label: str) -> str:
    return label.split()[-1].strip(".").lower()


def _turn(text: str, held: Sequence[Span], label: re.Match[str], followed: bool) -> SaidSpans:
    """What is said from a label on; `held` are the lines from it up to the next one."""
    quoted = text[held[0].start] in _OPENED
    content = [trimmed(text, label.end(), held[0].end)]
    for line in held[1:]:
        goes_on = text[line.start] in _OPENED if quoted else followed
        if not goes_on or any(stop.fullmatch(text, line.start, line.end) for stop in (_ASIDE, _QUESTION, _END)):
            break
        content.append(trimmed(text, line.start + quoted, line.end))
    said = tuple(span for span in content if span.end > span.start)
    return SaidSpans((Span(*label.span("name")),), (Span(*label.span("cue")),), said, SURELY, verbatim=True)


def printed(text: str) -> list[SaidSpans]:
    """All that print marks as said, each with its source, its cue and its content."""
    return [*turns(text), *signed(text)]


def with_printed(found: Sequence[SaidSpans], read: Sequence[SaidSpans]) -> list[SaidSpans]:
    """What was read in a text, with what print marks as said in the place of what was taken for its source or its cue."""
    held = sorted(found, key=_label)
    return [*found, *(s for s in read if all(first_over(held, b, _label) is None for b in (*s.source[:1], *s.cue)))]


def _label(said: SaidSpans) -> Span:
    """From source to cue, whichever comes first: what names the speaker."""
    ends = (said.source[0], said.cue[0])
    return Span(min(s.start for s in ends), max(s.end for s in ends))
