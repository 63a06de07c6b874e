"""A small record of invented news for the views, read by a scripted reader: no model is needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tests.scripted import ScriptedReader, documents
from walkback import archive, copies, pipeline
from walkback.core.text import Document, Span
from walkback.record.home import Location
from walkback.record.rows import Problem
from walkback.record.store import Record

HOSTILE = "</script><script>alert(1)</script> \x1b[31m\u202e\" onmouseover='x' & <b>"
TITLES = {"a1": "Envoys to meet in Orlo", "a2": "Velmar cancels talks", "a9": HOSTILE}
OUTLETS = {"a1": "Strait Courier", "a2": "Kadria Herald", "a9": f"Herald {HOSTILE}"}
NEWS = [
    (
        "a1",
        "2031-02-03",
        "ORLO — <s1>Bo Kessi, foreign minister of Velmar,</s1> <c1>said</c1> <q1>he would "
        "[[meet|planned talks meet]] the envoys of Kadria in Orlo on March 10</q1>. <s2>Anwen Roz, a spokeswoman for Kadria,</s2> "
        "<c2>promised</c2> <q2>a [[report|planned report disclose]] on the ferry accident on February 20</q2>.\n\nShare this page",
    ),
    (
        "a2",
        "2031-02-08",
        "<s1>Bo Kessi</s1> <c1>said</c1> <q1>the [[meeting|cancelled talks meet]] in Orlo was off</q1>. "
        "<s2>Anwen Roz</s2> <c2>said</c2> <q2>she had [[agreed|agreed strait agree]] with Velmar to open the strait "
        "next month</q2>, but <s3>Kessi</s3> <c3>said</c3> <q3>nothing had been [[agreed|denied strait agree]]</q3>.",
    ),
    (
        "a3",
        "2031-03-02",
        "The [[report|failed report disclose]] on the ferry accident of which Anwen Roz spoke has still not been published. "
        "The port [[opened|done port build]] on Saturday, as Anwen Roz had promised.",
    ),
    (
        "a9",
        "2031-03-04",
        f"<s1>Bo Kessi</s1> <c1>said</c1> <q1>{HOSTILE} would [[vanish|planned odd other]] by 2040</q1>.",
    ),
    ("a10", "", "A minister might [[visit|floated visit meet]] Orlo next week."),
]


def articles(rows: Iterable[tuple[str, str, str]] = NEWS) -> tuple[list[Document], ScriptedReader]:
    """The invented articles with titles and outlets, and the reader that knows them."""
    made, reader = documents(rows)
    return [
        replace(d, title=TITLES.get(d.doc_id), outlet=OUTLETS.get(d.doc_id), furniture=_share(d)) for d in made
    ], reader


def _share(document: Document) -> tuple[Span, ...]:
    at = document.text.find("Share this page")
    return (Span(at, at + len("Share this page")),) if at >= 0 else ()


def make(path: Location) -> Location:
    """A record of the invented news at a place, with one input that could not be read."""
    made, reader = articles()
    steps = archive.Steps(lambda d: pipeline.read_page(d, reader), pipeline.follow, copies.group_copies)
    with Record.open(path, create=True) as record:
        archive.add(record, made, steps)
        record.note_problem(Problem("bad\x1b[2J.html", "no article in it", "check the page"))
    return path
