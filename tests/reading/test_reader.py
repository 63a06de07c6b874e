"""The shipped model itself: the only tests that load weights."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from walkback import demo
from walkback.core.errors import BundleError
from walkback.core.text import Document, Span, covering
from walkback.reading.manifest import open_bundle, shipped
from walkback.reading.reader import OnnxReader
from walkback.reading.sentences import sentences

TEXT = (
    "Velmar puts off vote on ports\n\nBy Odo Renn\n\n“We will sign the accord on Monday,” Prime Minister Ilse Tarn said. "
    "Her spokesman, Bo Kessi, told reporters that the government had postponed a vote on the ports bill until June.\n\n"
    "Two officials familiar with the talks said Kadria would withdraw its ships only if Velmar paid for the harbour."
)


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return OnnxReader()


def test_it_reads(reader: OnnxReader) -> None:
    reading = reader.read(Document("d", TEXT, date(2031, 5, 7)))
    sources = {TEXT[s.start : s.end] for a in reading.attributions for s in a.source}
    assert any("Ilse Tarn" in s for s in sources)
    assert any("officials" in s for s in sources)
    triggers = {TEXT[t.span.start : t.span.end]: t.status for t in reading.triggers}
    assert "vote" in triggers
    assert all(abs(sum(t.statuses) - 1) < 1e-4 and len(t.matter) == 64 for t in reading.triggers)


def test_the_same_text_is_read_the_same(reader: OnnxReader) -> None:
    document = Document("d", TEXT, date(2031, 5, 7))
    assert reader.read(document) == reader.read(document) == OnnxReader().read(document)


def test_a_neighbour_changes_nothing(reader: OnnxReader) -> None:
    alone = reader.read(Document("d", TEXT))
    reader.read(Document("e", TEXT[::-1]))
    assert reader.read(Document("d", TEXT)) == alone


def test_a_second_look_only_adds_to_silent_sentences(reader: OnnxReader) -> None:
    added = 0
    for document in demo.documents():
        windows, where = list(reader.encode(document)), sentences(document.text)
        once, twice = ([trigger.span for trigger in reader.heads.triggers(windows, looked)] for looked in ((), where))
        told = {covering(where, span) for span in once}
        assert [span for span in twice if covering(where, span) in told] == once
        added += len(twice) - len(once)
    assert added > 0, "no sentence of the demo shows anything more"


def test_furniture_is_not_read(reader: OnnxReader) -> None:
    start = TEXT.index("“We will")
    end = TEXT.index("\n\nTwo officials")
    reading = reader.read(Document("d", TEXT, furniture=(Span(start, end),)))
    assert all(not s.overlaps(Span(start, end)) for a in reading.attributions for s in a.content)


def test_furniture_is_nobodys_words(reader: OnnxReader) -> None:
    text = "THE CHANCELLOR: Good morning.\n\nShare this page\n\nThe ferry sails in May.\n\nEND"
    at = text.index("Share this page")
    reading = reader.read(Document("d", text, furniture=(Span(at, at + 15),)))
    (turn,) = (a for a in reading.attributions if a.verbatim)
    assert [text[slice(*c)] for c in turn.content] == ["Good morning.", "The ferry sails in May."]


@pytest.mark.parametrize("text", ["x", "“", "1", "。" * 400, "word " * 3000])
def test_odd_texts(reader: OnnxReader, text: str) -> None:
    reading = reader.read(Document("d", text))
    assert all(0 <= s.start < s.end <= len(text) for s in reading.sentences)


def test_the_bundle_is_small_and_whole() -> None:
    bundle = open_bundle()
    assert sum(p.stat().st_size for p in bundle.folder.iterdir()) < 26_000_000
    assert (bundle.folder / "encoder.int8.onnx").stat().st_size < 25_000_000


@pytest.mark.parametrize("damage", ["missing", "changed", "format", "manifest"])
def test_a_damaged_bundle_is_refused(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "bundle"
    shutil.copytree(shipped(), folder)
    if damage == "missing":
        (folder / "heads.npz").unlink()
    elif damage == "changed":
        (folder / "vocab.txt").write_text("other", encoding="utf-8")
    elif damage == "manifest":
        (folder / "manifest.json").write_text("{", encoding="utf-8")
    else:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        (folder / "manifest.json").write_text(json.dumps(manifest | {"format": 99}), encoding="utf-8")
    with pytest.raises(BundleError) as error:
        open_bundle(folder)
    assert error.value.hint
