"""What was missed, added from the page of an article: its words ticked, then standing, day, whose word, which matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from walkback import judging
from walkback.core.errors import InputError
from walkback.core.ledger import Page as Read
from walkback.core.reading import STATUSES, TYPES
from walkback.core.text import Span
from walkback.record import facts, lists
from walkback.record.lists import MatterLine
from walkback.record.store import Record
from walkback.views import missing
from walkback.views.missing import Missed
from walkback.views.web.amending import SHOWN, Text, due_of, like, name_of
from walkback.views.web.deps import Held
from walkback.views.web.filters import url
from walkback.views.web.marks import Cast, Paragraph

router = APIRouter()
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")
MOST_WORDS = 400  # of a paragraph, that can be ticked


@dataclass(frozen=True, slots=True)
class Word:
    """A word to be ticked. taken: it is read already."""

    place: Span
    text: str
    ticked: bool
    taken: bool


def form(record: Record, read: Read, cast: Cast, paragraph: Paragraph, *, chosen: Sequence[str] = (), about: str = "") -> dict[str, Any]:  # fmt: skip
    """What the form below a paragraph shows. chosen: places of the words chosen, "START-END"; about: words of the matter."""
    text = read.document.text
    held = _whole(chosen)
    line = Span(paragraph.start, text.find("\n", paragraph.start) if "\n" in text[paragraph.start :] else len(text))
    sentences = [s for s in read.sentences if s.overlaps(line)]
    told = [r.span for r in read.reports]
    rows = [
        [
            Word(w, text[slice(*w)], bool(held and held.overlaps(w)), any(t.overlaps(w) for t in told))
            for w in missing.words(text, s)
        ]
        for s in sentences
    ]
    words = text[slice(*held)] if held else ""
    return {
        "rows": _first(rows),
        "statuses": STATUSES,
        "types": TYPES,
        "names": sorted({a.name for a in cast.actors.values()}),
        "matters": _matters(record, cast, about, f"{words} {text[slice(*line)]}"),
        "about": about,
    }


def _first(rows: list[list[Word]]) -> list[list[Word]]:
    """The rows that hold the first so many words."""
    out, left = [], MOST_WORDS
    for row in rows:
        out.append(row[:left])
        left = max(0, left - len(row))
    return [row for row in out if row]


def _matters(record: Record, cast: Cast, about: str, text: str) -> list[MatterLine]:
    """Matters that the words may tell of: those looked for, else those of the article, then those whose name is like the text."""
    found = like(record, about, text, most=SHOWN)
    if about.strip():
        return found
    own = lists.lines(record, list(dict.fromkeys(m.id for m in cast.matters.values())))
    return list({m.id: m for m in (*own, *found)}.values())[: 2 * SHOWN]


def _whole(places: Sequence[str]) -> Span | None:
    """From the first to the last of some places, "START-END" each; None where there is none."""
    held = [(int(found[1]), int(found[2])) for value in places if (found := _PLACE.fullmatch(value))]
    return Span(min(start for start, _ in held), max(end for _, end in held)) if held else None


@router.post("/review/article/{doc_id:path}")
def add(
    request: Request,
    record: Held,
    doc_id: str,
    word: Annotated[Sequence[str], Form()] = (),
    status: Text = "",
    type: Text = "",
    whose: Text = "",
    acts: Text = "",
    others: Text = "",
    first: Text = "",
    last: Text = "",
    vague: Annotated[bool, Form()] = False,
    matter: Text = "",
    note: Text = "",
) -> Response:
    """Add a report: what follows from it is made at once.

    Raises InputError where no words were ticked, or something does not fit.
    """
    span = _whole(word)
    if span is None:
        raise InputError("no words were ticked", hint="go back and tick the words that tell of it")
    missed = Missed(
        doc_id, span, status, type, whose, f"{acts};{others}", due_of(first, last, vague), matter, note.strip()
    )
    said = missing.judgement(record, missed, name_of(request), datetime.now(UTC))
    judging.judge(record, said)
    facts.refresh(record)
    return RedirectResponse(f"/article/{url(doc_id)}?told=added#r-{said.target}", status_code=303)
