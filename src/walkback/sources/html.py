"""The article inside a web page: its text, title, outlet, address and day."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from html import unescape
from itertools import chain
from typing import Any

from walkback.core.errors import InputError
from walkback.sources.dates import find_days, parse_day

LARGEST_PAGE = 10_000_000  # characters; pages of news are a hundredth of that
_DEEPEST = 1_000  # open elements; the tools recurse over them, and time grows with the square

# Patterns run over hostile pages: none may try the same stretch twice.
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(r"\s*<(?:article|main|section|div|p|h[1-6]|meta|title|link|script)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*>", re.IGNORECASE)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr p li option".split())
_META = re.compile(r"<meta\b[^<>]{1,3000}>", re.IGNORECASE)
_ITEM = re.compile(r"<[a-z]+\b[^<>]{0,500}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_LD_OPEN = re.compile(r"<script\b[^<>]*ld\+json[^<>]*>", re.IGNORECASE)
_LD_DATE = re.compile(r"\"datePublished\"\s*:\s*\"([^\"]{8,60})\"")
_LD_ARTICLE = re.compile(r"Article|Posting|Report")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{3,30})", re.IGNORECASE)
# In the order of how surely they name the day of first publication.
_DATE_FIELDS = (
    "article:published_time og:published_time og:article:published_time datepublished parsely-pub-date "
    "sailthru.date publish-date publishdate publication_date pubdate cxenseparse:recs:publishtime "
    "dc.date.issued dcterms.created dc.date.created dc.date date"
).split()
_FAR = date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says of its article. published is None where the page names no day."""

    text: str
    published: date | None
    title: str | None
    outlet: str | None
    url: str | None


def is_html(text: str, *, fragment: bool = False) -> bool:
    """Whether a text is a web page; with `fragment` also a piece of one that begins with a block element."""
    head = text[:20_000]
    return bool(_HTML.match(head) or (fragment and _BLOCK.match(head)))


def declared_encoding(raw: bytes) -> str | None:
    """The encoding that a page names in its head."""
    match = _CHARSET.search(raw[:4096])
    return match[1].decode("ascii") if match else None


def article(page: str, *, today: date | None = None) -> Article:
    """The article of a page, title first, paragraphs parted by blank lines.

    today: no day after it is taken for the page's date.
    Raises InputError for a page without an article or one that the tools cannot take apart.
    """
    _check(page)
    from trafilatura import bare_extraction  # takes longer to import than most commands take to run

    try:
        with _quiet():
            found: Any = bare_extraction(
                page,
                fast=True,
                include_comments=False,
                include_tables=False,
                date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "1995-01-02"},
                with_metadata=True,
            )
    except Exception as error:  # a page can break its parser in any way, and one page must not end a run
        raise InputError(f"the page cannot be taken apart ({type(error).__name__})", hint="give its text") from error
    body = "\n\n".join(line.strip() for line in (found.text or "").splitlines() if line.strip()) if found else ""
    if found is None or not body:
        raise InputError("no article text on this page", hint="is it a list of links or made by scripts? give its text")
    title = _title(found.title, found.sitename)
    text = body if title is None or body.startswith(title) else f"{title}\n\n{body}"
    return Article(text, page_day(page, today=today), title, found.sitename or None, found.url or None)


def _title(title: str | None, outlet: str | None) -> str | None:
    """A page's title without the name of the outlet at its end."""
    title = " ".join((title or "").split())
    head, mark, tail = title.rpartition(" | ") if " | " in title else title.rpartition(" - ")
    names = ["".join(filter(str.isalnum, name.casefold())) for name in (tail, outlet or "")]
    named = mark and all(names) and (names[0] in names[1] or names[1] in names[0])
    return (head if named else title) or None


def page_day(page: str, *, today: date | None = None) -> date | None:
    """The day a page says it was first published: its linked data, its meta fields, then what htmldate finds."""
    for stated in chain(_linked_dates(page), _meta_dates(page), _item_dates(page)):
        day = parse_day(unescape(stated))
        if day and date(1990, 1, 1) <= day <= (today or _FAR):
            return day
    from htmldate import find_date

    try:
        with _quiet():
            found = find_date(
                page,
                extensive_search=False,
                original_date=True,
                max_date=(today or _FAR).isoformat(),
                min_date="1990-01-01",
            )
    except Exception:  # as above; a page without a day can still be read
        return None
    day = parse_day(found)
    # It makes the first of a month out of a month alone: believed only where the page writes that very day.
    guessed = day and day.day == 1 and not any(written.day == day for written in find_days(page))
    return None if guessed else day


def _check(page: str) -> None:
    """Refuse what would keep the tools busy for hours: they cannot be stopped from inside."""
    if len(page) > LARGEST_PAGE:
        raise InputError(f"the page has {len(page):,} characters", hint=f"the limit is {LARGEST_PAGE:,}; give its text")
    depth = 0
    for match in _TAG.finditer(page):
        if match[2].lower() in _VOID or match[0].endswith("/>"):
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _DEEPEST:
            raise InputError(f"the page nests more than {_DEEPEST:,} elements", hint="give its text instead")


def _linked_dates(page: str) -> Iterator[str]:
    """The days in a page's linked data: of its article, not of its pictures and of what it links to."""
    at = 0
    while opened := _LD_OPEN.search(page, at):
        at = page.find("</script", opened.end())
        if at < 0:
            return
        block = page[opened.end() : at]
        try:
            yield from _article_dates(json.loads(block))
        except (ValueError, RecursionError):
            yield from _LD_DATE.findall(block)[:1]


def _article_dates(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _article_dates(each)
    elif isinstance(value, dict):
        stated = value.get("datePublished")
        if isinstance(stated, str) and _LD_ARTICLE.search(str(value.get("@type"))):
            yield stated
        yield from _article_dates(value.get("@graph"))


def _meta_dates(page: str) -> list[str]:
    fields: dict[str, str] = {}
    for tag in _META.findall(page):
        pairs = _attributes(tag)
        name = pairs.get("property") or pairs.get("name") or pairs.get("itemprop") or ""
        if content := pairs.get("content"):
            fields.setdefault(name.lower(), content)
    return [fields[name] for name in _DATE_FIELDS if name in fields]


def _item_dates(page: str) -> Iterator[str]:
    for tag in _ITEM.findall(page):
        if "datepublished" in tag.lower():
            pairs = _attributes(tag)
            if pairs.get("itemprop", "").lower() == "datepublished" and (stated := pairs.get("datetime")):
                yield stated


def _attributes(tag: str) -> dict[str, str]:
    return {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(tag)}


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the tools from writing to the terminal about pages that we report ourselves."""
    loggers = [logging.getLogger(name) for name in ("trafilatura", "htmldate")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
