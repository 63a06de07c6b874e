"""Article text, title, outlet and date from a web page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import trafilatura
from htmldate import find_date

from walkback.core.errors import InputError

LARGEST = 10_000_000  # characters; a page of that size takes the extractor about six seconds
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r'"datePublished"\s*:\s*"([^"]{8,40})"',
        r'<meta[^>]{0,200}(?:property|name|itemprop)="(?:article:published_time|datePublished|pubdate|publish-date|date|dc\.date(?:\.issued)?|sailthru\.date)"[^>]{0,200}content="([^"]{8,40})"',
        r'<meta[^>]{0,200}content="([^"]{8,40})"[^>]{0,200}(?:property|name|itemprop)="(?:article:published_time|datePublished|pubdate|publish-date)"',
        r'<time[^>]{0,200}datetime="([^"]{8,40})"[^>]{0,200}(?:pubdate|itemprop="datePublished")',
    )
)


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page gives: its article as plain text, paragraphs a line each with a blank line between."""

    text: str
    title: str | None
    outlet: str | None
    url: str | None
    published: date | None


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page rather than plain text."""
    head = text[:4000].lower()
    return bool(re.search(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", head)) or head.count("<p>") > 2


def page_date(html: str) -> date | None:
    """The day of publication: structured data first, then htmldate's fast rules; None if neither says."""
    for pattern in _DATES:
        found = pattern.search(html)
        if found and (day := re.match(r"(\d{4})-(\d\d)-(\d\d)", found.group(1))):
            try:
                return date(*map(int, day.groups()))
            except ValueError:
                continue
    try:
        day_text = find_date(html, extensive_search=False, original_date=True)
        return date.fromisoformat(day_text) if day_text else None
    except Exception:  # htmldate raises whatever lxml raises on broken pages; an unknown date is the honest answer
        return None


def read_html(html: str) -> PageText:
    """The article of a page.

    Raises InputError when the page holds no article or is too large to extract.
    """
    if len(html) > LARGEST:
        raise InputError(f"a page of {len(html):,} characters is too large", hint="save the article's text as .txt")
    try:
        found = trafilatura.bare_extraction(html, fast=True, include_comments=False, include_tables=False, with_metadata=True)
    except (RecursionError, ValueError, AssertionError, TypeError, AttributeError) as error:
        raise InputError(f"the page cannot be parsed: {type(error).__name__}", hint="save the article's text as .txt") from error
    if found is None:
        raise InputError("no article text found in the page", hint="check that it is an article page, or save its text as .txt")
    text = "\n\n".join(line.strip() for line in (found.text or "").split("\n") if line.strip())
    if not text:
        raise InputError("no article text found in the page", hint="check that it is an article page, or save its text as .txt")
    title = (found.title or "").strip() or None
    if title and title not in text[: len(title) + 200]:
        text = f"{title}\n\n{text}"
    return PageText(text, title, found.sitename or None, found.url or None, page_date(html))
