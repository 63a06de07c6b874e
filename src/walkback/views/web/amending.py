"""Amending from the review page: a report's standing, day and voice; matters merged and split."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from walkback import judging
from walkback.core.errors import InputError
from walkback.core.interval import Interval
from walkback.core.ledger import Amendment, Judgement, Matter
from walkback.core.reading import Status
from walkback.record import facts, finder, gather, queueing
from walkback.record.finder import Sought
from walkback.record.lists import MatterLine
from walkback.record.store import Record
from walkback.views.web.deps import Held
from walkback.views.web.filters import reviewer, url

router = APIRouter()
Text = Annotated[str, Form(max_length=2000)]
SHOWN = 6  # matters that another may belong to
_STATUSES: tuple[Status, ...] = get_args(Status)


def candidates(record: Record, matter: Matter, words: str) -> list[MatterLine]:
    """Matters that may be the same undertaking: those that answer to the words, or, without any, to words of the label."""
    return [m for m in like(record, words, matter.label, most=SHOWN + 1) if m.id != matter.id][:SHOWN]


def like(record: Record, words: str, text: str, *, most: int) -> list[MatterLine]:
    """Matters whose name holds all the words, or, without any, some words of a text, the likest first."""
    if words.strip():
        sought = Sought(words, "matters")
        return finder.matters(record, sought, finder.count(record, sought), start=0, size=most)
    return finder.alike(record, text, size=most)


def _day(value: str, what: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise InputError(f"{what}: {value!r} is no day", hint="write it as YYYY-MM-DD") from error


def due_of(first: str, last: str, vague: bool) -> Interval | None:
    """The days a person gave; one day alone is both ends.

    Raises InputError for days in the wrong order.
    """
    one, other = _day(first, "due from"), _day(last, "due to")
    if not one and not other:
        return None
    try:
        return Interval(one or other, other or one, vague, "stated", "judged")
    except ValueError as error:
        raise InputError("the last due day lies before the first", hint="mend the days") from error


@router.post("/review/report/{report_id}")
def report(
    request: Request,
    record: Held,
    report_id: str,
    status: Text = "",
    first: Text = "",
    last: Text = "",
    vague: Annotated[bool, Form()] = False,
    undated: Annotated[bool, Form()] = False,
    by: Text = "",
    note: Text = "",
    refuse: Annotated[bool, Form()] = False,
    finding: Text = "",
) -> Response:
    """Amend a report, or refuse it: what follows from it is made anew at once.

    Raises InputError where nothing was changed, or what was given does not fit.
    """
    held = gather.evidence(record, [report_id]).get(report_id)
    if held is None:
        raise InputError(f"no report {report_id!r} in the record", hint="it may have gone with another reading")
    now = held.report
    days = due_of(first, last, vague)
    same = (
        now.due
        and days
        and (now.due.earliest, now.due.latest, now.due.vague) == (days.earliest, days.latest, days.vague)
    )
    change = Amendment(
        status=next((s for s in _STATUSES if s == status and s != now.status), None),
        due=None if undated or same else days,
        undated=undated and now.due is not None,
        by=by if by and by != now.by else None,
    )
    if not refuse and change == Amendment():
        raise InputError("nothing was changed", hint="choose another standing, day or voice, or go back")
    said = Judgement(
        report_id,
        "refused" if refuse else "amended",
        name_of(request),
        datetime.now(UTC),
        note.strip(),
        None if refuse else change,
    )
    return _signed(record, said, finding, [report_id])


@router.post("/review/matter/{matter_id}")
def matter(
    request: Request,
    record: Held,
    matter_id: str,
    merge: Text = "",
    split: Annotated[Sequence[str], Form()] = (),
    label: Text = "",
    note: Text = "",
    finding: Text = "",
) -> Response:
    """Merge a matter with another, split reports off it, or name it otherwise.

    Raises InputError where nothing was chosen, or it does not fit.
    """
    held = gather.matters(record, [matter_id]).get(matter_id)
    if held is None:
        raise InputError(f"no matter {matter_id!r} in the record", hint="it may have been merged meanwhile")
    named = label.strip() if label.strip() and label.strip() != held.label else None
    change = Amendment(label=named, merge=(merge,) if merge else (), split=tuple(split))
    if change == Amendment():
        raise InputError("nothing was chosen", hint="choose reports to split off, or a matter to merge with")
    said = Judgement(matter_id, "amended", name_of(request), datetime.now(UTC), note.strip(), change)
    return _signed(record, said, finding, held.reports)


def name_of(request: Request) -> str:
    """The name a reviewer signs with, as their browser keeps it."""
    return reviewer(request.cookies.get("reviewer"))


def _signed(record: Record, said: Judgement, finding: str, reports: Sequence[str]) -> Response:
    """Sign it, then show the finding if it is still there, another on the same reports if not, else the queue."""
    judging.judge(record, said)
    facts.refresh(record)
    found: Any = finding if finding in gather.findings(record, [finding]) else queueing.finding_of(record, reports)
    told = "amended" if said.verdict == "amended" else "refused-report"
    return RedirectResponse(f"/review/{url(found)}?told={told}" if found else f"/review?told={told}", status_code=303)
