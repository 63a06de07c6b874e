"""Findings that a person has confirmed, as schema.org ClaimReview and Claim in JSON-LD.

A finding nobody has signed is no fact check and is left out, as is one that was refused or amended. The rating is words
alone: what became of an undertaking is no place on a scale from false to true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from walkback.core.ledger import OUTLET, Actor, Judgement
from walkback.record.rows import Evidence, FindingRow, Head
from walkback.views.out.places import NOWHERE, Places, moment, urn
from walkback.views.words import AS_FAR, clean, day, note_of, spoken

Json = dict[str, Any]
CONTEXT = "https://schema.org"
TYPES = {
    "person": "Person", "government": "GovernmentOrganization", "organisation": "Organization", "group": "Organization",
    "anonymous": "Person",
}  # fmt: skip
RATINGS = {
    "reversal": "Reversed", "delay": "Put off", "dispute": "Disputed", "kept": "Kept", "lapse": f"Overdue: {AS_FAR}",
}  # fmt: skip


def signed(row: FindingRow) -> Judgement | None:
    """The confirmation that stands: a person's last word on the finding, if it is that."""
    last = row.judgements[-1] if row.judgements else None
    return last if last and last.verdict == "confirmed" else None


def claims(rows: Sequence[FindingRow], actors: Mapping[str, Actor], places: Places = NOWHERE) -> Json:
    """A JSON-LD document of the confirmed findings among the rows, in their order. actors: by id, for the voices."""
    reviews = [review(row, said, actors, places) for row in rows if (said := signed(row))]
    return {"@context": CONTEXT, "@graph": reviews}


def review(row: FindingRow, said: Judgement, actors: Mapping[str, Actor], places: Places = NOWHERE) -> Json:
    """One ClaimReview: what was claimed, by whom, what became of it, who has signed it."""
    f = row.finding
    claimed = row.evidence if f.kind == "dispute" else row.evidence[:1]
    held = [_claim(e, actors) for e in claimed]
    page = places.matter(f.matter)
    return _kept(
        {
            "@type": "ClaimReview",
            "@id": urn("finding", f.id),
            "url": f"{page}#f-{f.id}" if page else None,
            "name": f"{f.kind.capitalize()}: {clean(row.matter.label)}",
            "claimReviewed": _short(row),
            "itemReviewed": held[0] if len(held) == 1 else held,
            "reviewRating": {"@type": "Rating", "alternateName": RATINGS[f.kind]},
            "reviewBody": _body(row, said),
            "author": {"@type": "Person", "name": clean(said.by)},
            "datePublished": moment(said.at),
            "citation": [_article(e.head) for e in row.evidence[len(claimed) :]],
        }
    )


def _short(row: FindingRow) -> str:
    """The undertaking in a line, with its day."""
    due = next((e.report.due for e in row.evidence if e.report.due), None)
    return clean(row.matter.label) + (f", due {spoken(due)}" if spoken(due) else "")


def _body(row: FindingRow, said: Judgement) -> str:
    """What became of it, in the words of the articles."""
    told = [f"{day(e.head.published)}, {e.report.status}: “{clean(e.sentence)}”" for e in row.evidence]
    note = note_of(row, written=True)
    return " ".join([*told, f"{note[:1].upper()}{note[1:]}." if note else "", clean(said.note)]).strip()


def _claim(row: Evidence, actors: Mapping[str, Actor]) -> Json:
    return _kept(
        {
            "@type": "Claim",
            "@id": urn("report", row.report.id),
            "text": clean(row.sentence),
            "author": _voice(row, actors),
            "datePublished": row.head.published.isoformat() if row.head.published else None,
            "appearance": _article(row.head),
        }
    )


def _voice(row: Evidence, actors: Mapping[str, Actor]) -> Json | None:
    """On whose word the claim stands; the outlet's, where the article states it as its own."""
    if row.report.by == OUTLET:
        return {"@type": "Organization", "name": clean(row.head.outlet)} if row.head.outlet else None
    held = actors.get(row.report.by)
    if held is None:
        return {"@type": "Person", "name": clean(row.by)}
    unnamed = "not named in the article" if held.kind == "anonymous" else None
    # what an office is called is not what its holder is: roles are as the articles give them
    return _kept({"@type": TYPES[held.kind], "name": clean(held.name), "description": unnamed})


def _article(head: Head) -> Json:
    url = clean(head.url or "")
    return _kept(
        {
            "@type": "NewsArticle",
            "@id": url if url.startswith(("https://", "http://")) else urn("document", head.doc_id),
            "url": url if url.startswith(("https://", "http://")) else None,
            "identifier": clean(head.doc_id),
            "headline": clean(head.title) if head.title else None,
            "datePublished": head.published.isoformat() if head.published else None,
            "publisher": {"@type": "Organization", "name": clean(head.outlet)} if head.outlet else None,
        }
    )


def _kept(node: Json) -> Json:
    """A node without what is not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
