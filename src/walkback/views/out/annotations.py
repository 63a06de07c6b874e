"""What was read in an article as W3C Web Annotations: each with its place and its words.

Offsets count code points of the stored text, as the Web Annotation Data Model has it. The target is that text, named by
its digest; where it was published is its `via`: the offsets do not hold for the page, whose words are found by the quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from walkback.core.ledger import OUTLET, Attribution, Judgement, Page, Report, Timex
from walkback.core.text import Document, Span
from walkback.record.store import sha
from walkback.views.out.places import moment, urn
from walkback.views.words import clean, spoken, standing_of

Json = dict[str, Any]
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # code points before and after a quote, to tell it from the same words elsewhere
GENERATOR = {"id": urn("software", "walkback"), "type": "Software", "name": "walkback"}
Verdicts = Mapping[str, Sequence[Judgement]]


def collection(doc_ids: Sequence[str], total: int) -> Json:
    """The collection of all annotations of a record; each document has a page of it. total: how many annotations."""
    ends = {"first": page_id(doc_ids[0]), "last": page_id(doc_ids[-1])} if doc_ids else {}
    return {
        "@context": CONTEXT, "id": urn("annotations"), "type": "AnnotationCollection", "label": "What walkback read",
        "total": total, **ends,
    }  # fmt: skip


def page_id(doc_id: str) -> str:
    """The name of the page of a document's annotations."""
    return urn("annotations", doc_id)


def annotated(page: Page, verdicts: Verdicts) -> Iterator[Json]:
    """The annotations of one document: reports, attributions, time expressions, each in order of the text."""
    source = _source(page.document)
    for report in page.reports:
        yield _report(page, report, source, verdicts.get(report.id, ()))
    for n, said in enumerate(page.attributions):
        yield _attribution(page, said, source, n)
    for timex in page.timexes:
        yield _timex(page, timex, source)


def _source(document: Document) -> Json:
    """The stored text as a resource."""
    url = clean(document.url or "")
    via = {"via": url} if url.startswith(("https://", "http://")) else {}
    return {"id": urn("text", document.doc_id, sha(document.text)), "type": "Text", "format": "text/plain", **via}


def target(document: Document, span: Span, source: Json) -> Json:
    """A place of the text, twice: by its offsets and by its words."""
    text = document.text
    quote = {
        "type": "TextQuoteSelector",
        "exact": document.quote(span),
        "prefix": text[max(0, span.start - AROUND) : span.start],
        "suffix": text[span.end : span.end + AROUND],
    }
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [{"type": "TextPositionSelector", "start": span.start, "end": span.end}, quote],
    }


def _body(purpose: str, value: str) -> Json:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _annotation(name: str, motivation: str, body: list[Json], targets: list[Json]) -> Json:
    return {
        "id": name,
        "type": "Annotation",
        "motivation": motivation,
        "generator": GENERATOR,
        "body": body,
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _report(page: Page, report: Report, source: Json, said: Sequence[Judgement]) -> Json:
    by = "the article itself" if report.by == OUTLET else _name(page, report.by)
    body = [_body("classifying", report.status), _body("tagging", report.type), _body("identifying", by)]
    if spoken(report.due):
        body.append(_body("describing", f"due {spoken(report.due)}"))
    body += [_body("tagging", flag) for flag in ("conditional", "hedged") if getattr(report, flag)]
    body.append(_body("assessing", standing_of(said)))
    made = _annotation(urn("report", report.id), "classifying", body, [target(page.document, report.span, source)])
    if said:
        made |= {"creator": {"type": "Person", "name": clean(said[-1].by)}, "modified": moment(said[-1].at)}
    return made


def _attribution(page: Page, said: Attribution, source: Json, place: int) -> Json:
    """What is said, its pieces as targets; who says it, and by which words, as bodies."""
    body = [_body("tagging", said.manner)]
    body += [_body("identifying", _name(page, said.by))] if said.by else []
    for pieces, purpose in ((said.source, "identifying"), (said.cue, "linking")):
        body += [target(page.document, piece, source) | {"purpose": purpose} for piece in pieces]
    name = urn("attribution", page.document.doc_id, said.id, str(place))
    return _annotation(name, "identifying", body, [target(page.document, piece, source) for piece in said.content])


def _timex(page: Page, timex: Timex, source: Json) -> Json:
    body = [_body("classifying", timex.type)]
    body += [_body("identifying", timex.value)] if timex.value else []
    body += [_body("describing", spoken(timex.interval))] if spoken(timex.interval) else []
    name = urn("timex", page.document.doc_id, str(timex.span.start), str(timex.span.end))
    return _annotation(name, "classifying", body, [target(page.document, timex.span, source)])


def _name(page: Page, actor: str) -> str:
    return clean(page.actors[actor].name) if actor in page.actors else actor
