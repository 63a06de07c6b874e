"""What is written out has a name that lasts and, where its pages are served, an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import quote
from uuid import NAMESPACE_DNS, UUID, uuid5

NAMESPACE = uuid5(NAMESPACE_DNS, "walkback.invalid")
NEVER = "1970-01-01T00:00:00Z"  # a moment is required and none is known: no reader takes it for news


def uuid(*parts: str) -> UUID:
    """A UUID (version 5, RFC 9562) that follows from the parts alone."""
    return uuid5(NAMESPACE, "\x1f".join(parts))


def urn(*parts: str) -> str:
    """A name that follows from the parts alone: "urn:uuid:…"."""
    return uuid(*parts).urn


def moment(value: date | datetime | None) -> str:
    """A day (its first moment) or a moment as RFC 3339 in UTC; NEVER for None."""
    if value is None:
        return NEVER
    if isinstance(value, datetime):
        at = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{value.isoformat()}T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the pages of a record are.

    base: the address of its first page, with its scheme, "" where they are not served; suffix: what page addresses end
    with (".html" on a published site, nothing in the reading room).
    """

    base: str = ""
    suffix: str = ""

    def page(self, *parts: str) -> str:
        """The address of a page, "" where pages are not served."""
        if not self.base:
            return ""
        path = "/".join(quote(part, safe="") for part in parts)
        return f"{self.base.rstrip('/')}/{path}{self.suffix if path else ''}"

    def file(self, path: str) -> str:
        """The address of a file that is not a page, "" where pages are not served."""
        return f"{self.base.rstrip('/')}/{quote(path)}" if self.base else ""

    def matter(self, matter: str) -> str:
        """The address of a matter's page."""
        return self.page("matter", matter)

    def article(self, doc_id: str) -> str:
        """The address of an article's page."""
        return self.page("article", doc_id)


NOWHERE = Places()
