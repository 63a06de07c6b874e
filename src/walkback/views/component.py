"""walkback as a component of a spaCy pipeline: `nlp.add_pipe("walkback")` reads each text and sets spans.

Needs the extra: pip install 'walkback[spacy]'. spaCy finds it by its entry point; nothing has to be imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Literal

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from walkback.core.errors import InputError
from walkback.core.ledger import Ledger
from walkback.core.text import Document
from walkback.core.text import Span as Place
from walkback.pipeline import Reader
from walkback.sources.furniture import furniture
from walkback.verbs import read, shipped_reader

GROUPS = ("sources", "cues", "contents", "undertakings", "times")
Alignment = Literal["expand", "contract", "strict"]


class Component:
    """Reads a Doc's text as one article.

    Spans go to doc.spans["walkback/sources"], "/cues", "/contents" (their id is the attribution's, their label the role),
    "/undertakings" (label: the status, id: the report's) and "/times" (label: the TIMEX3 type). The whole ledger is
    doc._.walkback, None for a text without words. Where a place does not begin and end with tokens it is widened to those it touches
    (alignment "expand"), narrowed ("contract"), or left out ("strict"); the ledger keeps the exact places. The publication
    day is taken from doc._.published if it is set, else from the component's setting, else from the text.
    """

    def __init__(
        self, nlp: Language, name: str, *, published: str | None, alignment: Alignment, reader: Callable[[], Reader]
    ) -> None:
        self.name = name
        self.alignment = alignment
        self.published = _day(published)
        self._reader = reader

    def __call__(self, doc: Doc) -> Doc:
        groups: dict[str, list[Span]] = {group: [] for group in GROUPS}
        ledger = self._read(doc)
        doc._.walkback = ledger
        if ledger is not None:
            for group, span in self._spans(doc, ledger):
                groups[group].append(span)
        for group, spans in groups.items():
            key = f"{self.name}/{group}"
            doc.spans[key] = SpanGroup(doc, name=key, spans=spans)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """One after the other: the model runs one window at a time whatever the batch."""
        for doc in stream:
            yield self(doc)

    def _read(self, doc: Doc) -> Ledger | None:
        if not doc.text.strip():
            return None
        published = _day(doc._.published) or self.published
        # the text as it stands: every offset is one of the Doc's
        document = Document(
            str(doc.user_data.get("id", "doc")), doc.text, published, "given" if published else "unknown", furniture=furniture(doc.text)
        )  # fmt: skip
        return read(document, reader=self._reader())

    def _spans(self, doc: Doc, ledger: Ledger) -> Iterator[tuple[str, Span]]:
        for said in ledger.attributions:
            for group, label, places in (
                ("sources", "source", said.source), ("cues", "cue", said.cue), ("contents", "content", said.content),
            ):  # fmt: skip
                for place in places:
                    yield from self._placed(doc, group, place, label, said.id)
        for report in ledger.reports:
            yield from self._placed(doc, "undertakings", report.span, report.status, report.id)
        for page in ledger.pages:
            for time in page.timexes:
                yield from self._placed(doc, "times", time.span, time.type, "")

    def _placed(self, doc: Doc, group: str, place: Place, label: str, span_id: str) -> Iterator[tuple[str, Span]]:
        span = doc.char_span(place.start, place.end, label=label, span_id=span_id, alignment_mode=self.alignment)
        if span is not None and len(span):
            yield group, span

    # what spaCy asks of a component that has nothing of its own to save
    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> Component:
        return self

    def to_disk(self, path: Any, **_: Any) -> None:
        return None

    def from_disk(self, path: Any, **_: Any) -> Component:
        return self


def _day(value: object) -> date | None:
    """A day given as a date or as YYYY-MM-DD.

    Raises InputError for anything else.
    """
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(f"{value!r} is no day", hint="write it as YYYY-MM-DD") from error


def _told(name: str) -> None:
    if not Doc.has_extension(name):
        Doc.set_extension(name, default=None)


@Language.factory(
    "walkback",
    default_config={"published": None, "alignment": "expand"},
    assigns=["doc.spans", "doc._.walkback"],
)
def make(nlp: Language, name: str, published: str | None, alignment: Alignment) -> Component:
    """The component with the shipped model, which is loaded at the first text.

    Raises InputError for an alignment or a day that is none.
    """
    if alignment not in ("expand", "contract", "strict"):
        raise InputError(f"{alignment!r} is no alignment", hint="expand, contract or strict")
    _told("walkback")
    _told("published")
    return Component(nlp, name, published=published, alignment=alignment, reader=shipped_reader)
