"""Feeds: lists of them that people keep (one address a line, or OPML), and what each lists (RSS, Atom, JSON Feed)."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from walkback.core.errors import InputError
from walkback.sources.addresses import absolute
from walkback.sources.dates import parse_day
from walkback.sources.decoding import decode

MOST = 500  # entries of a feed that are looked at, the first of it
LARGEST_LIST = 5_000_000  # bytes
_ALTERNATE = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_FEED_TYPE = re.compile(r"type\s*=\s*[\"']?application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)
_HREF = re.compile(r"href\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a feed lists. published: the day the feed says."""

    address: str
    title: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's name and its entries, each address once, in its order."""

    title: str | None
    entries: tuple[Entry, ...]


def listed(path: Path) -> list[str]:
    """The addresses of the feeds in a file: one a line (# begins a remark), or OPML. Each once, in order.

    Raises InputError for a file that cannot be read, holds no address, or a line that is none.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: {error.strerror}", hint="name a file with the address of one feed a line, or OPML"
        ) from error
    if len(raw) > LARGEST_LIST:
        raise InputError(f"{path} has more than {LARGEST_LIST:,} bytes", hint="is it a list of feeds?")
    text = decode(raw)
    found = _outlines(text, path) if text.lstrip().startswith("<") else _lines(text, path)
    if not found:
        raise InputError(f"{path} lists no feed", hint="write the address of one feed a line")
    return list(dict.fromkeys(found))


def _lines(text: str, path: Path) -> list[str]:
    out = []
    for n, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if words and not words[0].startswith("#"):
            try:
                out.append(absolute(words[0]))
            except InputError as error:
                raise InputError(f"{path} line {n}: {error.args[0]}", hint=error.hint) from error
    return out


def _outlines(text: str, path: Path) -> list[str]:
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(f"{path} is no OPML: {error}", hint="export it again, or write one address a line") from error
    out = []
    for outline in root.iter():
        given = {key.lower(): value for key, value in outline.attrib.items()}
        if outline.tag.rpartition("}")[2].lower() == "outline" and given.get("xmlurl", "").strip():
            try:
                out.append(absolute(given["xmlurl"]))
            except InputError as error:
                raise InputError(f"{path}: {error.args[0]}", hint=error.hint) from error
    return out


def parse(body: bytes, address: str, media: str = "") -> Feed:
    """What a feed lists.

    Raises InputError for what is no feed; where it is a page that names its feed, the hint says which.
    """
    import feedparser  # an extra, and slow to import

    if body.lstrip()[:1] == b"{":
        return _json_feed(body, address)
    headers = {"content-location": address, "content-type": media or "application/xml"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it maps published to updated where one lacks; so do we
        found: Any = feedparser.parse(body, response_headers=headers)
        if not found.get("version") and not found.entries:
            raise InputError("this is no feed", hint=_alternate(body, address))
        # without a link it takes an entry's id for one: right for RSS, where a guid is an address unless it says otherwise
        atom = str(found.get("version")).startswith("atom")
        entries = [e for e in found.entries[:MOST] if e.get("links") or not atom]
        return Feed(_line(found.feed.get("title")), tuple(_once(_entry(e, address) for e in entries)))


def _entry(entry: Mapping[str, Any], base: str) -> Entry | None:
    link = entry.get("feedburner_origlink") or entry.get("link") or ""
    stated = entry.get("published") or entry.get("updated")
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    # the day as the outlet writes it; counted in UTC it may be the next one
    day = parse_day(stated) or (date(*moment[:3]) if moment else None)
    try:
        return Entry(absolute(link, base), _line(entry.get("title")), day) if link else None
    except InputError:
        return None


def _once(entries: Iterator[Entry | None]) -> Iterator[Entry]:
    known: set[str] = set()
    for entry in entries:
        if entry and entry.address not in known:
            known.add(entry.address)
            yield entry


def _json_feed(body: bytes, address: str) -> Feed:
    """JSON Feed 1.1 (jsonfeed.org)."""
    try:
        held = json.loads(body)
        if not isinstance(held, dict) or "jsonfeed.org" not in str(held.get("version")):
            raise InputError("this is JSON, but no feed", hint="a JSON Feed names its version")
        items = [item for item in held.get("items") or () if isinstance(item, dict)][:MOST]
    except (ValueError, RecursionError, TypeError) as error:
        raise InputError("this is no feed", hint="is the address right?") from error
    rows = (
        {"link": str(i.get("url") or ""), "title": i.get("title"), "published": i.get("date_published")} for i in items
    )
    return Feed(_line(held.get("title")), tuple(_once(_entry(row, address) for row in rows)))


def _line(value: object) -> str | None:
    """A name on one line, its markup and escapes gone."""
    if not isinstance(value, str):
        return None
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", value)).split())[:500] or None


def _alternate(body: bytes, address: str) -> str:
    """A hint that names the feed which a page says it has."""
    head = body[:200_000].decode("utf-8", "replace")
    for tag in _ALTERNATE.findall(head):
        if _FEED_TYPE.search(tag) and (found := _HREF.search(tag)):
            try:
                return f"the page names this feed: {absolute(unescape(found[1]), address)}"
            except InputError:
                continue
    return "is the address right?"
