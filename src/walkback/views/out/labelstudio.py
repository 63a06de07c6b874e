"""Articles as Label Studio tasks, what was read in them as predictions, and the labelling interface they fit.

Label Studio counts code points in texts, as the record does, so offsets are passed on as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import walkback
from walkback.core.codec import days, iso
from walkback.core.ledger import OUTLET, Attribution, Page, Report
from walkback.core.reading import STATUSES, TYPES
from walkback.core.text import Span
from walkback.views.markup import el

Json = dict[str, Any]
PARTS = ("source", "cue", "content")
TIME = "time"
FLAGS = ("conditional", "hedged")
# tellable apart in light and dark; the standings by what they mean, as on the pages
COLOURS = {
    "floated": "#7a9bb0", "proposed": "#5f88a3", "planned": "#2f6fae", "agreed": "#1d4f8c", "underway": "#4d9a5f", "done": "#22703c",
    "postponed": "#b07a12", "cancelled": "#b03a2e", "rejected": "#c2574c", "denied": "#8f2f6d", "failed": "#7a2a20",
    "source": "#6f5fae", "cue": "#9a8fc9", "content": "#c9b458", TIME: "#808080",
}  # fmt: skip


def interface() -> str:
    """The labelling interface (XML) to set a project up with."""
    labels = [el("Label", value=name, background=COLOURS[name]) for name in (*STATUSES, *PARTS, TIME)]
    standing = ",".join(STATUSES)
    region = {"toName": "text", "perRegion": "true", "whenTagName": "label", "whenLabelValue": standing}
    view = el(
        "View",
        el("Header", value="$title"),
        el("Labels", *labels, name="label", toName="text", showInline="true"),
        el("Text", name="text", value="$text", granularity="symbol"),
        el("Choices", *(el("Choice", value=t) for t in TYPES), name="type", **region),
        el("Choices", *(el("Choice", value=f) for f in FLAGS), name="flags", choice="multiple", **region),
        el("TextArea", name="by", placeholder="on whose word", maxSubmissions="1", **region),
        el("TextArea", name="due", placeholder="due days: earliest/latest", maxSubmissions="1", **region),
        el("Relations", el("Relation", value="says"), el("Relation", value="by way of")),
    )
    tree = ElementTree.fromstring(view)
    ElementTree.indent(tree)
    return ElementTree.tostring(tree, encoding="unicode") + "\n"


def task(page: Page) -> Json:
    """One article as a task with one prediction."""
    document = page.document
    data = {
        "text": document.text, "title": document.title or document.doc_id, "doc_id": document.doc_id,
        "published": iso(document.published), "outlet": document.outlet, "url": document.url,
    }  # fmt: skip
    result = list(_result(page))
    scores = [r["score"] for r in result if "score" in r]
    prediction = {
        "model_version": f"walkback {walkback.__version__}",
        "score": round(sum(scores) / len(scores), 4) if scores else 0.0,
        "result": result,
    }
    return {"data": data, "predictions": [prediction]}


def _result(page: Page) -> Iterator[Json]:
    for report in page.reports:
        yield from _report(page, report)
    for n, said in enumerate(page.attributions):
        yield from _attribution(page, said, f"a{n}")
    for n, timex in enumerate(page.timexes):
        yield _region(page, timex.span, f"t{n}", TIME)


def _region(page: Page, span: Span, name: str, label: str, score: float | None = None) -> Json:
    value = {"start": span.start, "end": span.end, "text": page.document.quote(span), "labels": [label]}
    held: Json = {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    return held if score is None else held | {"score": round(score, 4)}


def _report(page: Page, report: Report) -> Iterator[Json]:
    """The trigger with its status; type, flags, voice and due days hang on the same region."""
    place = {"start": report.span.start, "end": report.span.end}
    yield _region(page, report.span, report.id, report.status, report.score)
    flags = [flag for flag in FLAGS if getattr(report, flag)]
    for name, chosen in (("type", [report.type]), ("flags", flags)):
        if chosen:
            yield {
                "id": report.id, "from_name": name, "to_name": "text", "type": "choices",
                "value": place | {"choices": chosen},
            }  # fmt: skip
    by = page.actors[report.by].name if report.by in page.actors else OUTLET
    due = "/".join(end or ".." for end in days(report.due) or [])  # ".." is an open end, as in ISO 8601-2
    for name, text in (("by", by), ("due", due)):
        if text:
            yield {
                "id": report.id, "from_name": name, "to_name": "text", "type": "textarea",
                "value": place | {"text": [text]},
            }  # fmt: skip


def _attribution(page: Page, said: Attribution, name: str) -> Iterator[Json]:
    """Source, cue and content as regions; the source says the content, by way of the cue."""
    names: dict[str, list[str]] = {part: [] for part in PARTS}
    for part in PARTS:
        for n, span in enumerate(getattr(said, part)):
            names[part].append(f"{name}-{part}-{n}")
            yield _region(page, span, names[part][-1], part, said.score if part == "content" else None)
    for content in names["content"]:
        for part, label in (("source", "says"), ("cue", "by way of")):
            for other in names[part]:
                yield {"from_id": other, "to_id": content, "type": "relation", "direction": "right", "labels": [label]}
