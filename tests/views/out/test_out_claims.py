"""Claims of signed findings, against the terms of schema.org that stand in schema_org.tsv."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.homes import Here
from walkback.core.ledger import Judgement
from walkback.record import gather, queries
from walkback.record.store import Record
from walkback.views.out.claims import claims
from walkback.views.out.files import export
from walkback.views.out.places import NOWHERE, Places

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "schema_org.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
PARENTS = {term: set(on.split()) for kind, term, on, _ in ROWS if kind == "type"}
PROPERTIES = {term: (set(on.split()), set(holds.split())) for kind, term, on, holds in ROWS if kind == "property"}


def kinds(name: str) -> set[str]:
    """A type and all it is a kind of."""
    return {name} | {above for parent in PARENTS[name] for above in kinds(parent)}


def fits(value: Any, wanted: set[str]) -> bool:
    """Whether a value is of one of the types a property may hold."""
    if isinstance(value, dict):
        return bool(kinds(value["@type"]) & wanted)
    assert isinstance(value, str) and value
    if "Text" in wanted or "TextObject" in wanted:
        return True
    if "DateTime" in wanted and "T" in value:
        return bool(datetime.fromisoformat(value).tzinfo)
    if "Date" in wanted:
        return date.fromisoformat(value).isoformat() == value
    return "URL" in wanted and urlsplit(value).scheme in ("http", "https")


def faults(node: dict[str, Any]) -> list[str]:
    """What schema.org has no term for, and values that a property may not hold."""
    of, out = kinds(node["@type"]), list[str]()
    for key, held in node.items():
        if key == "@id":
            out += [] if re.match(r"(https?|urn):", held) else [f"@id {held}"]
        if key.startswith("@"):
            continue
        if key not in PROPERTIES:
            out.append(f"{key} is no term")
            continue
        on, wanted = PROPERTIES[key]
        out += [] if of & on else [f"{key} does not stand on {node['@type']}"]
        for value in held if isinstance(held, list) else [held]:
            out += [] if fits(value, wanted) else [f"{key} holds {value!r}"]
            out += faults(value) if isinstance(value, dict) else []
    return out


def made(record: Record, places: Places = NOWHERE) -> list[dict[str, Any]]:
    rows = queries.findings(record)
    cast = gather.actors(record, [e.report.by for row in rows for e in row.evidence])
    held = claims(rows, cast, places)
    assert held["@context"] == "https://schema.org"
    for node in held["@graph"]:
        assert not faults(node)
    return list(held["@graph"])


@pytest.fixture
def own(here: Here, record_path: Path) -> Record:
    copy = here.copy(record_path, "own.db")
    return Record.open(copy)


def sign(record: Record, finding: str, verdict: str = "confirmed", hour: int = 9) -> None:
    record.judge(Judgement(finding, verdict, "Rin Sorel", datetime(2031, 5, 10, hour, tzinfo=UTC), "as printed"))  # type: ignore[arg-type]


def test_nothing_unsigned_leaves_as_a_fact_check(own: Record) -> None:
    assert made(own) == []
    sign(own, own.findings()[0].id, "refused")
    assert made(own) == []
    sign(own, own.findings()[0].id)
    assert len(made(own)) == 1
    sign(own, own.findings()[0].id, "refused", 10)
    assert made(own) == []


def test_every_kind_is_written_in_terms_of_schema_org(own: Record) -> None:
    for row in queries.findings(own):
        sign(own, row.finding.id)
    nodes = made(own, Places("https://news.example/record", ".html"))
    assert {n["name"].split(":")[0] for n in nodes} == {"Lapse", "Dispute", "Reversal"}
    assert all(n["url"].startswith("https://news.example/record/matter/") for n in nodes)
    assert all(n["author"] == {"@type": "Person", "name": "Rin Sorel"} for n in nodes)
    assert all(n["datePublished"] == "2031-05-10T09:00:00Z" for n in nodes)
    assert all("ratingValue" not in n["reviewRating"] for n in nodes)


def test_a_reversal_reviews_what_was_announced(own: Record) -> None:
    (row,) = queries.findings(own, kind="reversal")
    sign(own, row.finding.id)
    (node,) = made(own)
    claim = node["itemReviewed"]
    assert claim["@type"] == "Claim" and claim["text"].startswith("ORLO — Bo Kessi")
    assert claim["author"] == {"@type": "Person", "name": "Bo Kessi"} and claim["datePublished"] == "2031-02-03"
    assert claim["appearance"]["publisher"]["name"] == "Strait Courier"
    assert [c["identifier"] for c in node["citation"]] == ["a2"]
    assert "the meeting in Orlo was off" in node["reviewBody"] and "as printed" in node["reviewBody"]


def test_a_dispute_reviews_both_words(own: Record) -> None:
    (row,) = queries.findings(own, kind="dispute")
    sign(own, row.finding.id)
    (node,) = made(own)
    assert [c["author"]["name"] for c in node["itemReviewed"]] == ["Anwen Roz", "Bo Kessi"]


def test_a_lapse_says_how_far_it_is_known(own: Record) -> None:
    (row,) = queries.findings(own, kind="lapse")
    sign(own, row.finding.id)
    (node,) = made(own)
    rating = node["reviewRating"]["alternateName"]
    assert "the record, as far as it reaches, shows no fulfilment" in rating


def test_what_is_no_term_is_seen() -> None:
    assert faults({"@type": "Claim", "claimReviewed": "x"}) and faults({"@type": "Claim", "sentence": "x"})
    assert faults({"@type": "Claim", "url": "javascript:alert(1)"}) and faults({"@type": "Claim", "@id": "x"})
    assert faults({"@type": "ClaimReview", "reviewRating": {"@type": "Person", "name": "x"}})


def test_the_file(own: Record, tmp_path: Path) -> None:
    sign(own, own.findings()[0].id)
    (path,) = export(own, tmp_path / "out", form="claims")
    assert path.name == "claims.jsonld" and len(json.loads(path.read_text(encoding="utf-8"))["@graph"]) == 1
