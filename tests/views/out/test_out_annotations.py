"""Annotations and tasks: every place is the place of its words, in the units their readers count."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.homes import Here
from tests.scripted import documents
from walkback import archive, pipeline
from walkback.copies import group_copies
from walkback.core.ledger import Judgement
from walkback.record import queries
from walkback.record.store import Record
from walkback.views.out.files import export

WIDE = ("w", "2031-02-03", "🌊 Ünal 𝒦 — <s1>Ilse Tarn</s1> <c1>said</c1> <q1>she might [[open|planned b build h]] the bridge by March 10</q1>, <c1>adding</c1> <q1>🚢 or not</q1>.")  # fmt: skip
# Annotation, bodies and selectors as the Web Annotation Data Model (W3C Recommendation, 2017) has them
MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying", "linking",
    "moderating", "questioning", "replying", "tagging",
}  # fmt: skip
FIELDS = {
    "Annotation": {"id", "type", "motivation", "generator", "creator", "modified", "body", "target"},
    "TextualBody": {"type", "purpose", "format", "value"},
    "SpecificResource": {"type", "purpose", "source", "selector"},
    "TextPositionSelector": {"type", "start", "end"},
    "TextQuoteSelector": {"type", "exact", "prefix", "suffix"},
    "Text": {"id", "type", "format", "via"},
    "Software": {"id", "type", "name"},
    "Person": {"type", "name"},
}
NEEDED = {
    "Annotation": {"id", "type", "target"},
    "SpecificResource": {"source"},
    "TextualBody": {"value"},
    "TextPositionSelector": {"start", "end"},
    "TextQuoteSelector": {"exact"},
    "Text": {"id"},
}


@pytest.fixture
def wide(here: Here) -> Record:
    """A record of one article with characters beyond the basic plane."""
    held, reader = documents([WIDE])
    record = Record.open(here / "wide.db", create=True)
    steps = archive.Steps(lambda d: pipeline.read_page(d, reader), pipeline.follow, group_copies)
    archive.add(record, held, steps)
    return record


def faults(node: Any) -> list[str]:
    """Fields the data model has not, and needed ones that are missing."""
    if isinstance(node, list):
        return [fault for part in node for fault in faults(part)]
    if not isinstance(node, dict):
        return []
    kind = node["type"]
    out = [f"{kind} has {key}" for key in node.keys() - FIELDS[kind]]
    out += [f"{kind} lacks {key}" for key in NEEDED.get(kind, set()) - node.keys()]
    for key in ("motivation", "purpose"):
        out += [f"{node[key]} is no motivation"] if node.get(key, "tagging") not in MOTIVATIONS else []
    return out + [fault for value in node.values() for fault in faults(value)]


def lines(record: Record, folder: Path) -> list[dict[str, Any]]:
    (path,) = export(record, folder, form="annotations")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def places(node: Any) -> list[dict[str, Any]]:
    """Every selection under a node."""
    if isinstance(node, list):
        return [place for part in node for place in places(part)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("type") == "SpecificResource" else []
    return own + [place for value in node.values() for place in places(value)]


@pytest.mark.parametrize("which", ["record", "wide"])
def test_every_selector_selects_its_words(
    home_kind: str, which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    record: Record = request.getfixturevalue(which)
    head, *pages = lines(record, tmp_path / "out")
    texts = [page.document.text for page in queries.pages(record)]
    assert head["type"] == "AnnotationCollection" and head["total"] == sum(len(p["items"]) for p in pages) > 0
    assert len(pages) == len(texts)
    seen = []
    for page, text in zip(pages, texts, strict=True):
        assert page["type"] == "AnnotationPage" and page["partOf"] == head["id"]
        for item in page["items"]:
            assert not faults(item)
            seen.append(item["id"])
        for place in places(page["items"]):
            position, quote = place["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert text[: position["start"]].endswith(quote["prefix"]) and text[position["end"] :].startswith(
                quote["suffix"]
            )
            found = text.find(quote["prefix"] + quote["exact"] + quote["suffix"])
            assert found + len(quote["prefix"]) == position["start"]
    assert len(set(seen)) == len(seen)


def test_pages_lead_to_each_other(record: Record, tmp_path: Path) -> None:
    head, *pages = lines(record, tmp_path / "out")
    assert [p["id"] for p in pages][:: len(pages) - 1] == [head["first"], head["last"]]
    assert [p.get("next") for p in pages] == [*(p["id"] for p in pages[1:]), None]
    assert [p.get("prev") for p in pages] == [None, *(p["id"] for p in pages[:-1])]
    assert [p["startIndex"] for p in pages] == [sum(len(q["items"]) for q in pages[:n]) for n in range(len(pages))]


def test_offsets_count_code_points(wide: Record, tmp_path: Path) -> None:
    _, page = lines(wide, tmp_path / "out")
    report = page["items"][0]
    start = report["target"]["selector"][0]["start"]
    text = next(iter(queries.pages(wide))).document.text
    assert start == text.index("open") != len(text[: text.index("open")].encode("utf-16-le")) // 2


def test_a_report_says_what_it_is_and_that_nobody_signed_it(wide: Record, tmp_path: Path) -> None:
    _, page = lines(wide, tmp_path / "out")
    report, said, when = page["items"][0], page["items"][1], page["items"][-1]
    values = [(b["purpose"], b["value"]) for b in report["body"]]
    assert ("classifying", "planned") in values and ("identifying", "Ilse Tarn") in values
    assert ("describing", "due by 10 March 2031") in values or any("10 March 2031" in v for _, v in values)
    assert ("tagging", "hedged") in values and ("assessing", "proposed, not reviewed") in values
    assert [p["selector"][1]["exact"] for p in said["target"]] == ["she might open the bridge by March 10", "🚢 or not"]
    assert [b["selector"][1]["exact"] for b in said["body"] if b["type"] == "SpecificResource"] == [
        "Ilse Tarn",
        "said",
        "adding",
    ]
    assert when["target"]["selector"][1]["exact"] == "March 10"


def test_a_signed_report_names_who_signed_it(wide: Record, tmp_path: Path) -> None:
    (report,) = wide.reports()
    wide.judge(Judgement(report.id, "confirmed", "Rin Sorel", datetime(2031, 5, 10, tzinfo=UTC)))
    _, page = lines(wide, tmp_path / "out")
    assert page["items"][0]["creator"] == {"type": "Person", "name": "Rin Sorel"}
    assert page["items"][0]["modified"] == "2031-05-10T00:00:00Z"


def test_an_empty_record_is_an_empty_collection(tmp_path: Path, here: Here) -> None:
    with Record.open(here / "e.db", create=True) as empty:
        (head,) = lines(empty, tmp_path / "out")
        assert head["total"] == 0 and "first" not in head
        export(empty, tmp_path / "out", form="labelstudio")
    assert json.loads((tmp_path / "out" / "tasks.json").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("which", ["record", "wide"])
def test_tasks_fit_their_interface(home_kind: str, which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    config, path = export(request.getfixturevalue(which), tmp_path / "out", form="labelstudio")
    view = ElementTree.parse(config).getroot()
    controls = {c.get("name"): c for c in view if c.get("toName") == "text"}
    choices = {name: {o.get("value") for o in control} for name, control in controls.items()}
    tasks = json.loads(path.read_text(encoding="utf-8"))
    assert tasks and all(t["data"]["text"] and t["data"]["title"] for t in tasks)
    for task in tasks:
        (prediction,) = task["predictions"]
        regions = {r["id"]: r for r in prediction["result"] if r["type"] == "labels"}
        assert 0 <= prediction["score"] <= 1 and prediction["model_version"].startswith("walkback ")
        for r in prediction["result"]:
            if r["type"] == "relation":
                assert {r["from_id"], r["to_id"]} <= regions.keys()
                continue
            control, value = controls[r["from_name"]], r["value"]
            assert control.tag.lower() == r["type"] and r["to_name"] == "text" and r["id"] in regions
            if r["type"] == "labels":
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
            if r["type"] in ("labels", "choices"):
                assert set(value[r["type"]]) <= choices[r["from_name"]]
    assert len({r["id"] for t in tasks for r in t["predictions"][0]["result"] if r["type"] == "labels"}) > 0


def test_voice_and_due_days_hang_on_the_region(wide: Record, tmp_path: Path) -> None:
    _, path = export(wide, tmp_path / "out", form="labelstudio")
    (task,) = json.loads(path.read_text(encoding="utf-8"))
    (report,) = wide.reports()
    held = {r["from_name"]: r["value"] for r in task["predictions"][0]["result"] if r.get("id") == report.id}
    assert held["by"]["text"] == ["Ilse Tarn"] and held["due"]["text"][0].endswith("/2031-03-10")
    assert held["flags"]["choices"] == ["hedged"] and held["label"]["text"] == "open"
    relations = [r for r in task["predictions"][0]["result"] if r["type"] == "relation"]
    assert [r["labels"] for r in relations].count(["says"]) == 2
