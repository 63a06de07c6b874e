"""Stories as files: dated articles with marks in the text, and the findings they must give, no more and no fewer."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.scripted import documents
from walkback import confidence, findings, pipeline, rulebook
from walkback.core.ledger import Ledger

STORIES = sorted((Path(__file__).parent / "stories").glob("*.story"))


def load(path: Path) -> tuple[Ledger, list[tuple[str, str, str]]]:
    """The ledger of a story file and its wanted findings: kind, matter, who (or "")."""
    parts = re.split(r"^== ?(.*)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    rows, wanted = [], []
    for head, body in zip(parts[1::2], parts[2::2], strict=True):
        if head.strip() == "findings":
            for line in filter(None, map(str.strip, body.splitlines())):
                kind, matter, who = [*line.split(maxsplit=2), ""][:3]
                wanted.append((kind, matter, who))
        else:
            doc_id, day = head.split()
            rows.append((doc_id, "" if day == "undated" else day, body.strip() + "\n"))
    made, reader = documents(rows)
    return pipeline.read_story(path.stem, made, reader), wanted


@pytest.mark.parametrize("path", STORIES, ids=lambda p: p.stem)
def test_story(path: Path) -> None:
    ledger, wanted = load(path)
    by_id = {r.id: r for r in ledger.reports}
    marks = {}
    for doc in re.split(r"^== ?", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        for found in re.finditer(r"\[\[([^|\]]+)\|\w+ (\w+)", doc):
            marks[doc.split()[0], found.group(1)] = found.group(2)
    got = []
    for f in ledger.findings:
        last = by_id[f.reports[-1]]
        who = ", ".join(ledger.actors[w].name for w in f.who)
        got.append((f.kind, marks[last.doc_id, last.trigger], who))
    assert sorted(g[:2] for g in got) == sorted(w[:2] for w in wanted)
    for kind, matter, who in wanted:
        if who:
            assert any(g[:2] == (kind, matter) and who in g[2] for g in got), got


def test_stories_exist() -> None:
    assert len(STORIES) >= 10


def test_rules_speak() -> None:
    sentences = [r.sentence for r in findings.RULES.values()]
    assert len(set(sentences)) == len(sentences)
    assert all(s and len(s) < 100 and "\n" not in s for s in sentences)


def test_a_rule_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match=r"reversal\.v4"):
        rulebook.rule("reversal", 4)(lambda thread: iter(()))


def test_golden_list_of_rules() -> None:
    assert list(findings.RULES) == ["reversal.v4", "delay.v5", "dispute.v5", "kept.v5", "lapse.v4"]


def test_a_finding_is_as_likely_as_its_reports_were_read() -> None:
    ledger, _ = load(STORIES[0].with_name("called_off.story"))
    (finding,) = ledger.findings
    evidence = [r for r in ledger.reports if r.id in finding.reports]
    assert confidence.SHOWN <= finding.score < confidence.probability("reversal", evidence), "two articles: one matter?"
    unsure = [replace(r, score=0.2) for r in evidence]
    assert confidence.probability("reversal", unsure, 0.5) < confidence.probability("reversal", evidence, 0.5)
    assert confidence.probability("reversal", evidence, 0.5) < confidence.probability("reversal", evidence, 0.9)
