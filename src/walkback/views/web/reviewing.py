"""Review: a queue, one finding at a time, judged by keys or by plain forms; what others said stands beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from walkback import judging
from walkback.core.errors import InputError
from walkback.core.ledger import Judgement, Verdict
from walkback.core.reading import STATUSES
from walkback.record import gather, lists, queueing, review
from walkback.record.around import around, cast_of
from walkback.record.queueing import Queue, State
from walkback.record.rows import FindingRow
from walkback.record.store import Record
from walkback.views import words
from walkback.views.web import amending
from walkback.views.web.amending import name_of
from walkback.views.web.deps import Asked, Held, Page, Settings
from walkback.views.web.filters import url
from walkback.views.web.pages import page
from walkback.views.web.tables import Column, Table
from walkback.views.web.theme import YEAR, here

router = APIRouter()
Text = Annotated[str, Form(max_length=2000)]
LIST = (
    Column("label", "Finding", link="to", css="name"), Column("kind", "Kind"), Column("change", "Change", css="wide"),
    Column("on", "Came to light", css="date"), Column("said", "Said of it", css="some"), Column("score", "Score", css="n"), Column("finding"),
    Column("matter"),
)  # fmt: skip
SIGNED = tuple(
    Column(k) for k in ("at", "by", "verdict", "kind", "target", "note", "withdrawn", "placed", "quotes", "id")
)
SHORT = Query(max_length=300)


@router.get("/review")
def queue(asked: Page, kind: Annotated[str, SHORT] = "", state: Annotated[State, Query()] = "") -> Response:
    """What waits, the doubtful and weighty first; all that was signed, as a second table."""
    me = name_of(asked.request)
    held = Queue(asked.record, me, kind, state)
    total = held.count()
    rows = held.rows(start=asked.start, size=asked.size)
    waiting = Table("queue", LIST, [_row(r) for r in rows], total)
    if asked.form != "html":
        return page(asked, "queue.html", [waiting, _signed(asked.record)])
    states: tuple[State, ...] = ("", "new", "others", "contested", "mine")
    return page(
        asked,
        "queue.html",
        [waiting],
        me=me,
        kind=kind,
        state=state,
        counts={s: Queue(asked.record, me, kind, s).count() for s in states if me or s != "mine"},
        agreed=review.agreement(asked.record)["all"],
        unplaced=len(review.unplaced(asked.record)),
        first=held.after(skipped=_looking(asked.request, me)),
        back=str(asked.request.url.path),
    )


def _row(row: FindingRow) -> dict[str, Any]:
    said = [f"{j.verdict} by {j.by}" for j in review.last_words(row.judgements).values()]
    return {
        "label": row.matter.label, "to": f"/review/{url(row.finding.id)}", "kind": row.finding.kind, "change": words.gist(row),
        "on": row.finding.on, "said": said or ["nobody yet"], "score": round(row.finding.score, 3), "finding": row.finding.id,
        "matter": row.matter.id,
    }  # fmt: skip


def _signed(record: Record) -> Table:
    rows = [
        {"at": s.judgement.at, "by": s.judgement.by, "verdict": s.judgement.verdict, "kind": s.kind, "target": s.judgement.target,
         "note": s.judgement.note, "withdrawn": s.withdrawn, "placed": s.target, "quotes": s.quotes, "id": s.id}
        for s in review.history(record)
    ]  # fmt: skip
    return Table("judgements", SIGNED, rows, len(rows))


@router.post("/review/name")
def sign_in(name: Text = "", back: Text = "/review") -> Response:
    """Keep the name to sign with.

    Raises InputError for none.
    """
    if not name.strip():
        raise InputError("a judgement needs a name", hint="give the name you sign with")
    answer = RedirectResponse(here(back), status_code=303)
    answer.set_cookie("reviewer", quote(name.strip()[:80]), max_age=YEAR, samesite="lax", httponly=True)
    return answer


@router.get("/review/next")
def following(
    request: Request,
    record: Held,
    after: Annotated[str, SHORT] = "",
    kind: Annotated[str, SHORT] = "",
    told: Annotated[str, SHORT] = "",
) -> Response:
    """The next that waits, passing over what somebody else is looking at; the queue at its end."""
    me = name_of(request)
    found = Queue(record, me, kind).after(after, skipped=_looking(request, me))
    more = f"&kind={url(kind)}" if kind else ""
    query = (f"?told={url(told)}" if told else "?") + more
    return RedirectResponse(
        f"/review/{url(found)}{query}".rstrip("?") if found else f"/review{query}".rstrip("?"), status_code=303
    )


@router.post("/review/undo")
def undo(request: Request, record: Held, back: Text = "/review") -> Response:
    """Take back the reviewer's last word, and show what it was on."""
    said = judging.undo(record, name_of(request), datetime.now(UTC))
    if said is None:
        return RedirectResponse(f"{here(back).split('?')[0]}?told=nothing", status_code=303)
    return RedirectResponse(f"{_place(record, said.target, back)}?told=undone", status_code=303)


def _place(record: Record, target: str, back: str) -> str:
    """The finding that a judged thing stands in; where there is none, the page it came from."""
    if target in gather.findings(record, [target]):
        return f"/review/{url(target)}"
    found = queueing.finding_of(record, [target, *_reports_of(record, target)])
    return f"/review/{url(found)}" if found else here(back).split("?")[0]


def _reports_of(record: Record, matter: str) -> tuple[str, ...]:
    held = gather.matters(record, [matter]).get(matter)
    return held.reports if held else ()


@router.get("/review/{finding_id}")
def look(
    asked: Page,
    finding_id: str,
    told: Annotated[str, SHORT] = "",
    kind: Annotated[str, SHORT] = "",
    merge: Annotated[str, SHORT] = "",
) -> Response:
    """One finding to be judged."""
    me = name_of(asked.request)
    rows = gather.finding_rows(asked.record, [finding_id])
    if not rows:
        return RedirectResponse(f"/review?told={url(told) if told else 'gone'}", status_code=303)
    row = rows[0]
    _seen(asked.request, finding_id, me)
    reports = [e.report.id for e in row.evidence]
    matter = gather.matter_rows(asked.record, [row.matter.id])[0]
    return page(
        asked,
        "judge.html",
        [Table("finding", LIST, [_row(row)], 1)],
        row=row,
        me=me,
        told=told,
        kind=kind,
        around=around(asked.record, reports),
        cast=cast_of(asked.record, (e.head.doc_id for e in row.evidence)),
        statuses=STATUSES,
        matter=matter,
        line=lists.lines(asked.record, [row.matter.id])[0],
        merge=merge,
        others=amending.candidates(asked.record, row.matter, merge),
        signed=_history(asked, row),
        left=Queue(asked.record, me, kind).count(),
        mine=queueing.judged_by(asked.record, me) if me else 0,
        looking=_who_looks(asked.request, finding_id, me),
    )


def _history(asked: Asked, row: FindingRow) -> list[review.Signed]:
    """What was ever signed on a finding, on its reports and its matter."""
    targets = [row.finding.id, row.matter.id, *(e.report.id for e in row.evidence)]
    held = {s.id: s for target in targets for s in review.history(asked.record, target)}
    return sorted(held.values(), key=lambda s: s.judgement.at)


@router.get("/review/{finding_id}/others")
def others(asked: Page, finding_id: str) -> Response:
    """What was said of a finding, alone: asked for now and then while somebody looks at it."""
    me = name_of(asked.request)
    rows = gather.finding_rows(asked.record, [finding_id])
    _seen(asked.request, finding_id, me)
    signed = _history(asked, rows[0]) if rows else []
    return page(asked, "others.html", signed=signed, looking=_who_looks(asked.request, finding_id, me), me=me)


@router.post("/review/{finding_id}")
def judge(
    request: Request,
    record: Held,
    finding_id: str,
    verdict: Annotated[Verdict, Form()],
    note: Text = "",
    kind: Text = "",
) -> Response:
    """Sign a verdict on a finding and go on to the next."""
    judging.judge(record, Judgement(finding_id, verdict, name_of(request), datetime.now(UTC), note.strip()))
    more = f"&kind={url(kind)}" if kind else ""
    return RedirectResponse(f"/review/next?after={url(finding_id)}&told={verdict}{more}", status_code=303)


def _seen(request: Request, finding_id: str, me: str) -> None:
    settings: Settings = request.app.state.settings
    if me:
        settings.presence.seen(me, finding_id)


def _looking(request: Request, me: str) -> set[str]:
    settings: Settings = request.app.state.settings
    return settings.presence.others(me)


def _who_looks(request: Request, finding_id: str, me: str) -> list[str]:
    settings: Settings = request.app.state.settings
    return settings.presence.at(finding_id, me)
