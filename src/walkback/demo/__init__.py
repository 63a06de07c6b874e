"""Invented news to try walkback on: one stream of articles, and the findings an editor would make over it.

Every country, person, party, outlet and company in it is made up.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib import resources

from walkback.core.errors import InputError
from walkback.core.headed import headed
from walkback.core.ledger import FindingKind
from walkback.core.text import Document


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding an editor would make.

    who: names as the articles give them; of a dispute, its two sides. evidence: (doc_id, words that occur once in that
    article and hold the trigger of the report), in time order.
    """

    kind: FindingKind
    label: str
    who: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]


def documents() -> list[Document]:
    """The articles in order of publication. Their furniture is left in the text, as a reader of pages would meet it.

    Raises InputError for an article without a title, outlet or date.
    """
    folder = resources.files("walkback.demo").joinpath("articles")
    files = sorted((entry.name, entry) for entry in folder.iterdir() if entry.name.endswith(".txt"))
    return [_document(name.removesuffix(".txt"), entry.read_text(encoding="utf-8")) for name, entry in files]


def expected() -> list[Expected]:
    """The findings an editor would make over `documents()`, story by story."""
    text = resources.files("walkback.demo").joinpath("expected.toml").read_text(encoding="utf-8")
    return [
        Expected(
            kind=entry["kind"],
            label=entry["label"],
            who=tuple(entry["who"]),
            evidence=tuple((proof["doc"], proof["words"]) for proof in entry["evidence"]),
        )
        for entry in tomllib.loads(text)["finding"]
    ]


def _document(doc_id: str, raw: str) -> Document:
    found = headed(raw)
    try:
        published = date.fromisoformat(found.published or "")
    except ValueError:
        published = None
    if not (found.title and found.outlet and published):
        raise InputError(
            f"demo article {doc_id!r} has a bad header",
            hint="it begins with lines title:, outlet: and published: YYYY-MM-DD, then a blank line",
        )
    return Document(doc_id, found.text.strip(), published, "given", title=found.title, outlet=found.outlet)
