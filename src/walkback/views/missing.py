"""What was missed, as a person tells it: words of an article, a standing, whose word, who acts, by when, of which matter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from walkback.core.errors import InputError
from walkback.core.interval import Interval
from walkback.core.ledger import OUTLET, Amendment, Judgement, report_id
from walkback.core.reading import STATUSES, TYPES, MatterType
from walkback.core.text import Span
from walkback.record import gather, queries
from walkback.record.store import Record
from walkback.views import judged
from walkback.views.words import clean

_WORD = re.compile(r"\w+(?:[’'.,/-]\w+)*")
AROUND = 24  # characters shown around each of several places


@dataclass(frozen=True, slots=True)
class Missed:
    """A report that no machine read, as it is typed. status and type: the beginning of one; whose: a name, or article; parties:
    names separated by ";", who acts first; matter: the beginning of an id, "" as linking finds."""

    doc_id: str
    span: Span
    status: str
    type: str = ""
    whose: str = ""
    parties: str = ""
    due: Interval | None = None
    matter: str = ""
    note: str = ""


def words(text: str, sentence: Span) -> list[Span]:
    """The places of the words of a sentence."""
    return [Span(*found.span()) for found in _WORD.finditer(text, *sentence)]


def place(text: str, wanted: str, at: int | None = None) -> Span:
    """Where some words stand in a text; at: at which offset, where they stand there more than once.

    Raises InputError where they do not, or more than once and nobody says which.
    """
    found = (
        [Span(*m.span()) for m in re.finditer(r"\s+".join(map(re.escape, wanted.split())), text)]
        if wanted.split()
        else []
    )
    if at is not None:
        found = [span for span in found if span.start == at]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(f"the article does not say {wanted!r}", hint="write the words as they stand there")
    told = "; ".join(f"{s.start} “{clean(text[max(0, s.start - AROUND) : s.end + AROUND])}”" for s in found[:6])
    raise InputError(f"the article says {wanted!r} {len(found)} times", hint=f"say at which: {told}")


def type_of(text: str) -> MatterType:
    """A type of matter by the beginning of its name.

    Raises InputError where none begins so, or several.
    """
    return judged.begun(text, TYPES, "type of matter")


def judgement(record: Record, missed: Missed, by: str, at: datetime) -> Judgement:
    """The judgement that adds a report. Without a type it is of its matter's type, or of none in particular.

    Raises InputError for a name nobody bears, RecordError for an article or a matter that is not there.
    """
    status = judged.status_of(missed.status)
    matter = queries.matter(record, missed.matter).matter if missed.matter else None
    kind = type_of(missed.type) if missed.type else matter.type if matter else "other"
    change = Amendment(
        status=status,
        due=missed.due,
        by=judged.actor_of(record, missed.whose) if missed.whose.strip() else OUTLET,
        parties=tuple(judged.actor_of(record, name) for name in missed.parties.split(";") if name.strip()),
        merge=(matter.id,) if matter else (),
        doc_id=missed.doc_id,
        span=missed.span,
        type=kind,
    )
    return Judgement(report_id(missed.doc_id, missed.span, status), "added", by, at, missed.note, change)


def asked(record: Record, doc_id: str, matter: str, ask: Callable[[str, str], str]) -> Missed:
    """What a person answers when asked what was missed in an article. ask: given a question and what holds if nothing is typed.

    Raises InputError for an answer that does not fit.
    """
    text = queries.document(record, doc_id).document.text
    span = place(text, ask("which words tell of it", ""))
    status = judged.status_of(ask(f"standing ({', '.join(STATUSES)})", ""))
    whose = ask("whose word (a name, or article)", "article")
    parties = ask("who acts, then who else takes part (names, separated by ;)", "none")
    due = judged.due_of(ask("due (2031-05-10, 2031-05-10..2031-05-20, ~ for about, none)", "none"))
    held = gather.matters(record, [matter])
    label = f" ({clean(held[matter].label)})" if matter in held else ""
    of = ask(f"of which matter: this{label}, as linking finds, or an id", "this" if held else "linking")
    of = matter if of == "this" else "" if of == "linking" else of
    kind = "" if of else ask(f"type ({', '.join(TYPES)})", "other")
    return Missed(doc_id, span, status, kind, whose, "" if parties == "none" else parties, due, of)
