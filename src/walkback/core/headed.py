"""Fields at the head of a plain text: lines "title:", "outlet:", "published:", "url:", then a blank line and the article."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIELD = re.compile(r"(title|outlet|published|url):[ \t]*(.*?)[ \t]*", re.IGNORECASE)
_MOST = 2_000  # characters that a head takes at most


@dataclass(frozen=True, slots=True)
class Headed:
    """A text without its head, and the fields that the head gives, as they are written there."""

    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None


def headed(text: str) -> Headed:
    """The article and the fields of its head; the text as it is where it has none.

    A head is at least two such lines, no other and none twice.
    """
    head, blank, rest = text.lstrip("\ufeff\n")[:_MOST].partition("\n\n")
    found = [_FIELD.fullmatch(line) for line in head.split("\n")]
    fields = {match[1].lower(): match[2] for match in found if match}
    if not blank or len(fields) < 2 or len(fields) < len(found) or not rest.strip():
        return Headed(text)
    start = text.index(head) + len(head)
    given = {name: value or None for name, value in fields.items()}
    return Headed(text[start:].lstrip("\n"), **given)
