"""Findings as an Atom feed (RFC 4287), in pages (RFC 5005): ids that last, times from the record alone.

An entry's id follows from the finding's; it is updated on the day the finding came to light and whenever a person judges
it. A finding that a person refused stays in the feed and says so: whoever read the proposal learns that it was taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from walkback.record.rows import Evidence, FindingRow
from walkback.views.markup import Html, el, join
from walkback.views.out.places import NEVER, NOWHERE, Places, moment, urn
from walkback.views.words import change, clean, day, flags, note_of, spoken, standing_of, subject, voice

SIZE = 100  # entries of a page
HONEST = "Found by a machine in the articles of the record. What no person has signed is its proposal, and says so."


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds and where it is. scope: what tells it from other feeds of the record, ("kind", "delay") for one.

    address: of this page, "" if it is not served; first, previous, next: of other pages; updated: the last day of the
    record, for a feed without entries.
    """

    title: str
    scope: tuple[str, ...] = ()
    places: Places = NOWHERE
    address: str = ""
    page: str = ""
    first: str = ""
    previous: str = ""
    next: str = ""
    updated: date | None = None


def state(row: FindingRow) -> str:
    """The last verdict of a person on a finding: confirmed, refused or amended; "unreviewed" where there is none."""
    return row.judgements[-1].verdict if row.judgements else "unreviewed"


def updated(row: FindingRow) -> str:
    """When a finding last changed: when it was last judged, else the day it came to light. RFC 3339."""
    times = [moment(j.at) for j in row.judgements]
    return max([moment(row.finding.on), *times])


def atom(feed: Feed, rows: Sequence[FindingRow]) -> str:
    """The feed as XML, entries in the order given."""
    newest = max((updated(row) for row in rows), default=moment(feed.updated))
    links = [
        ("self", "application/atom+xml", feed.address),
        ("alternate", "text/html", feed.page),
        ("first", "application/atom+xml", feed.first),
        ("previous", "application/atom+xml", feed.previous),
        ("next", "application/atom+xml", feed.next),
    ]
    head = [
        el("id", urn("feed", feed.places.base, *feed.scope)),
        el("title", clean(feed.title)),
        el("subtitle", HONEST),
        el("updated", newest),
        el("author", el("name", "walkback")),
        el("generator", "walkback"),
        *(el("link", rel=rel, type=form, href=href) for rel, form, href in links if href),
    ]
    body = "\n".join(piece for piece in [*head, *(_entry(row, feed.places) for row in rows)] if piece)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n{body}\n</feed>\n'
    )


def _entry(row: FindingRow, places: Places) -> str:
    f = row.finding
    page = places.matter(f.matter)
    sources = dict.fromkeys(url for e in row.evidence if (url := _web(e.head.url)))
    alternate = f"{page}#f-{f.id}" if page else next(reversed(sources), "")
    parts = [
        el("id", urn("finding", f.id)),
        el("title", title(row)),
        el("updated", updated(row)),
        el("published", moment(f.on)) if f.on else "",
        el("link", rel="alternate", type="text/html", href=alternate) if alternate else "",
        *(el("link", rel="via", href=url) for url in sources),
        *(el("category", term=term, scheme=urn("scheme", scheme), label=label) for scheme, term, label in _terms(row)),
        el("summary", " · ".join(told(row))),
        # the content is HTML inside XML: escaped once more
        el("content", str(_content(row)), type="html"),
    ]
    return "<entry>\n" + "\n".join(part for part in parts if part) + "\n</entry>"


def _terms(row: FindingRow) -> Iterator[tuple[str, str, str]]:
    """(scheme, term, label) of what feed readers filter by."""
    yield "kind", row.finding.kind, row.finding.kind
    yield "review", state(row), standing_of(row.judgements)
    yield "type", row.matter.type, row.matter.type
    for actor in row.who:
        yield "actor", actor.id, clean(actor.name)


def title(row: FindingRow) -> str:
    """The headline of a finding; it says whether a person has signed it."""
    said = state(row)
    by = "not reviewed" if said == "unreviewed" else f"{said} by {clean(row.judgements[-1].by)}"
    return f"{row.finding.kind.capitalize()} ({by}): {clean(row.matter.label)}"


def told(row: FindingRow) -> list[str]:
    """Whose change it is, the change, what more there is to it."""
    return [part for part in (subject(row), change(row), note_of(row, written=True)) if part]


def _content(row: FindingRow) -> Html:
    standing = standing_of(row.judgements)
    score = f"rule {row.finding.rule}, score {row.finding.score:.2f}"
    why = row.judgements[-1].note if row.judgements else ""
    return join(
        [
            el("p", el("strong", standing[:1].upper() + standing[1:]), f": {clean(why)}" if why else "", f" ({score})"),
            el("p", " · ".join(told(row))) if told(row) else "",
            *(_quote(e) for e in row.evidence),
        ]
    )


def _quote(row: Evidence) -> Html:
    """One sentence: standing and voice before it, day and outlet behind it."""
    due = f"due {spoken(row.report.due)}" if spoken(row.report.due) else ""
    before = " · ".join(p for p in (row.report.status, voice(row), due, *flags(row)) if p)
    where = f"{clean(row.head.outlet or row.head.doc_id)}, {day(row.head.published)}"
    url = _web(row.head.url)
    source: str = el("a", where, href=url) if url else where
    copy = " (copy of another article)" if row.head.copy_of else ""
    return el("blockquote", el("p", el("em", before)), el("p", row.sentence), el("p", "— ", source, copy))


def _web(url: str | None) -> str:
    """An address on the web; "" for any other, so that no text of an article becomes a script."""
    shown = clean(url or "")
    return shown if shown.startswith(("https://", "http://")) else ""


def latest(rows: Sequence[FindingRow]) -> datetime | None:
    """When any of the findings last changed; None where that is not known."""
    newest = max((updated(row) for row in rows), default=NEVER)
    return None if newest == NEVER else datetime.fromisoformat(newest).astimezone(UTC)
