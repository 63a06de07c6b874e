"""walkback in a spaCy pipeline: spans of tokens, the ledger, days, saving."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from tests.scripted import parse
from walkback.core.errors import InputError
from walkback.core.reading import Reading
from walkback.core.text import Document
from walkback.views import component

MARKED = "<s1>Bo Kessi</s1> <c1>said</c1> <q1>he would [[meet|planned talks meet]] the envoys on Monday</q1>."
TEXT = parse(MARKED).text


class Marked:
    """Reads the text of MARKED; nothing in others."""

    def read(self, document: Document) -> Reading:
        return parse(document.text.replace(TEXT, MARKED)).reading()


@pytest.fixture
def nlp(monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    monkeypatch.setattr(component, "shipped_reader", Marked)
    made = spacy.blank("en")
    made.add_pipe("walkback", config={"published": "2031-02-05"})
    yield made


def texts(doc: Doc, group: str) -> list[tuple[str, str]]:
    return [(s.text, s.label_) for s in doc.spans[f"walkback/{group}"]]


def test_spans_and_ledger(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert texts(doc, "sources") == [("Bo Kessi", "source")]
    assert texts(doc, "cues") == [("said", "cue")]
    assert texts(doc, "contents") == [("he would meet the envoys on Monday", "content")]
    assert texts(doc, "undertakings") == [("meet", "planned")]
    assert texts(doc, "times") == [("on Monday", "DATE")] or texts(doc, "times") == [("Monday", "DATE")]
    (report,) = doc._.walkback.reports
    assert doc.spans["walkback/undertakings"][0].id_ == report.id
    assert report.due.latest == date(2031, 2, 10)
    assert doc.spans["walkback/contents"][0].id_ == doc._.walkback.attributions[0].id


def test_the_day_of_a_text_counts_more_than_the_setting(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.published = date(2031, 3, 4)
    assert nlp(doc)._.walkback.reports[0].due.latest == date(2031, 3, 10)


def test_places_inside_a_token_are_widened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(component, "shipped_reader", Marked)
    for alignment, found in (("expand", ["pre-meet-talks"]), ("contract", []), ("strict", [])):
        made = spacy.blank("en")
        made.tokenizer = lambda text, vocab=made.vocab: Doc(vocab, words=text.split())  # type: ignore[assignment]
        made.add_pipe("walkback", config={"alignment": alignment})

        class Inside:
            def read(self, document: Document) -> Reading:
                return parse(document.text.replace("meet", "[[meet|planned talks meet]]")).reading()

        monkeypatch.setattr(component, "shipped_reader", Inside)
        made.replace_pipe("walkback", "walkback", config={"alignment": alignment})
        doc = made("Kessi announced pre-meet-talks soon .")
        assert [s.text for s in doc.spans["walkback/undertakings"]] == found
        assert doc._.walkback.reports[0].trigger == "meet"  # the ledger keeps the exact place


def test_many_texts_and_empty_ones(nlp: Language) -> None:
    docs = list(nlp.pipe([TEXT, "", "  \n ", "Nothing was said in Senn."]))
    assert [len(d.spans["walkback/undertakings"]) for d in docs] == [1, 0, 0, 0]
    assert [d._.walkback is None for d in docs] == [False, True, True, False]


def test_a_pipeline_is_saved_and_loaded(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert texts(again(TEXT), "undertakings") == [("meet", "planned")]
    assert again.from_bytes(again.to_bytes())(TEXT)._.walkback.reports


@pytest.mark.parametrize("config", [{"alignment": "loose"}, {"published": "yesterday"}])
def test_settings_that_make_no_sense(config: dict[str, str]) -> None:
    with pytest.raises((InputError, ValueError)):
        spacy.blank("en").add_pipe("walkback", config=config)


def test_the_entry_point_is_declared(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["spacy_factories"] == {"walkback": "walkback.views.component:make"}
