"""Judge, and have at once what follows from it: the matters, findings and track records that are built on what was judged.

Judgements are signed, dated and only ever added; one that is taken back stays on record as taken back. Two people can judge
at once, each judgement with all that follows from it is one transaction. `walkback.record.review` asks what waits for a
judgement, who said what, how far reviewers agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from walkback import linking, undertakings
from walkback.core.ledger import Judgement
from walkback.core.text import Span, covering
from walkback.record import handover, judgements, queries
from walkback.record.anchors import Anchor
from walkback.record.store import Record


def judge(record: Record, said: Judgement) -> None:
    """Add a judgement and bring up to date what is built on its target. The same judgement twice is kept once.

    Of a report: confirmed, it keeps the standing, due day and voice that were confirmed, whatever a later model reads;
    refused, it is left out; amended, it stands as amended. Of a finding: confirmed, it is marked so; refused, it no longer
    counts. Of a matter: refused, all its reports are left out; amended, it is merged, split or called otherwise. Of an
    attribution: refused, it is left out; amended, it has the speaker named. Of an actor: amended, it is merged or split,
    which may change any matter and takes as long as linking them all. Added: a report that no machine read stands as if one
    had, until it is taken back.
    Raises InputError for a target that the record does not hold, no name, an amendment that does not fit.
    """
    with record.writing() as db:
        judgements.fill_anchors(db)
        linking.link(record, judgements.append(db, said, _beside(record, said)))


def _beside(record: Record, said: Judgement) -> Anchor:
    """What an added report is called and compared by, as of those that are read."""
    change = said.amend
    if (
        said.verdict != "added"
        or not (change and change.doc_id and change.span)
        or not queries.holds(record, change.doc_id)
    ):
        return {}
    page = queries.document(record, change.doc_id)
    sentence = covering(page.sentences, change.span)
    if sentence is None:
        return {}
    told = page.document.text, Span(*change.span), sentence
    return {"phrase": undertakings.phrase(*told), "words": list(undertakings.words(*told))}


def undo(record: Record, by: str, at: datetime, *, target: str | None = None) -> Judgement | None:
    """Take back the last judgement in force that `by` gave, of one target or at all; what it was, None if there is none.

    A row that says so is added, and what is built on the target is as if it had not been judged; undo again takes back the
    one before. Nobody can take back what another one signed.
    """
    with record.writing() as db:
        judgements.fill_anchors(db)
        found = judgements.withdraw(db, by, at, target=target)
        if found is None:
            return None
        said, changed = found
        linking.link(record, changed)
        return said


def take_in(record: Record, lines: Iterable[str]) -> tuple[int, int]:
    """Add judgements that another record of the same articles handed over (`record.handover.lines`, one JSON object a line) and
    bring up to date what is built on their targets: how many were new, how many known.

    All or nothing. Those whose target is not read here are kept, see `review.unplaced`.
    Raises InputError for a line that is no judgement, with its number.
    """
    with record.writing() as db:
        new, known, changed = handover.take_in(db, lines)
        linking.link(record, changed)
        return new, known
