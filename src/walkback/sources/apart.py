"""Pages and feeds taken apart in a process of their own, which is ended where one keeps it busy too long.

The tools that take a page apart cannot be stopped from inside. `python -m walkback.sources.apart` is that process: a line of
JSON and the bytes of an answer go in, a line of JSON comes out; nothing that a page could make of it is run by the parent.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from html import unescape
from threading import Timer
from typing import Any, BinaryIO, Literal

from walkback.core.errors import InputError
from walkback.core.text import DateBasis, Document, Span
from walkback.sources import feeds, html
from walkback.sources.addresses import absolute, same_site
from walkback.sources.decoding import decode
from walkback.sources.documents import Meta, document, first_line
from walkback.sources.feeds import Entry, Feed

MEMORY = 2 << 30  # bytes that taking one apart may use, where the system can limit it
_LINK = re.compile(r"<link\b[^<>]{0,3000}>", re.IGNORECASE)
_REL = re.compile(r"\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]+)\"|'([^']+)'|([^\s\"'>]+))", re.IGNORECASE)
Job = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer of a server, and what its feed said of it."""

    address: str
    body: bytes
    media: str = ""
    charset: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: date | None = None


class Bench:
    """Takes answers apart, one at a time, in its process. Use as a context manager."""

    def __init__(self, seconds: float = 20.0) -> None:
        self.seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def page(self, given: Given, *, today: date | None = None) -> Document:
        """The article of a page as a Document. Its address is the one the page gives itself, if that is of the same site.

        Raises InputError for a page without an article, or one that takes too long.
        """
        told = self._asked("page", given, today)
        told["furniture"] = tuple(Span(*place) for place in told["furniture"])
        told["published"] = _day(told["published"])
        return Document(**told)

    def feed(self, given: Given) -> Feed:
        """What a feed lists.

        Raises InputError for what is no feed, or takes too long.
        """
        told = self._asked("feed", given, None)
        entries = [Entry(e["address"], e["title"], _day(e["published"])) for e in told["entries"]]
        return Feed(told["title"], tuple(entries))

    def _asked(self, job: Literal["page", "feed"], given: Given, today: date | None) -> Job:
        head = {
            "job": job, "bytes": len(given.body), "address": given.address, "media": given.media, "charset": given.charset, "title": given.title,
            "outlet": given.outlet, "published": _iso(given.published), "today": _iso(today),
        }  # fmt: skip
        child = self._started()
        assert child.stdin and child.stdout
        late = Timer(self.seconds, child.kill)
        late.daemon = True
        late.start()
        answer = b""
        try:
            with suppress(OSError):  # its end is seen below
                child.stdin.write(json.dumps(head).encode() + b"\n" + given.body)
                child.stdin.flush()
                answer = child.stdout.readline()
        finally:
            ended = not late.is_alive()
            late.cancel()
        if not answer.endswith(b"\n"):
            self._end()
            why = (
                f"took longer than {self.seconds:g} s to take apart" if ended else "broke the tools that take it apart"
            )
            raise InputError(why, hint="save the article as text and add it")
        told: Job = json.loads(answer)
        if "reason" in told:
            raise InputError(told["reason"], hint=told["hint"])
        return told

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            paths = os.pathsep.join(path for path in sys.path if path)
            self._child = subprocess.Popen(
                [sys.executable, "-m", "walkback.sources.apart"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths},
            )
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _stem(address: str) -> str:
    """What an address calls its article: the longest part of its path, without an ending."""
    parts = [part.rpartition(".")[0] or part for part in address.partition("?")[0].split("/")[3:]]
    return max(parts, key=len, default="")


def _page(given: Given, today: date | None) -> Document:
    if given.media and not given.media.startswith("text/") and "html" not in given.media:
        raise InputError(f"the answer is {given.media}, not a page", hint="extract its text and add it")
    text = decode(given.body, declared=given.charset or html.declared_encoding(given.body))
    if given.media == "text/plain" and not html.is_html(text):
        found = html.Article(text, None, first_line(text), None, None)
    else:
        found = html.article(text, today=today)
    published, basis = _published(found.published, given.published, today)
    own = _own(_canonical(text) or found.url, given.address)
    meta = Meta(None, published, basis, found.title or given.title, found.outlet or given.outlet, own)
    return document(found.text, meta, stem=_stem(given.address))


def _published(page: date | None, feed: date | None, today: date | None) -> tuple[date | None, DateBasis]:
    """The day of an article: its page's own, else its feed's, never one that has not come."""
    if page:
        return page, "page"
    if feed and (today is None or feed <= today):
        return feed, "given"
    return None, "unknown"


def _canonical(page: str) -> str | None:
    """The address that a page's head says it goes by, which may be a part of one."""
    for tag in _LINK.findall(page[:500_000]):
        found = _HREF.search(tag)
        if found and _REL.search(tag):
            return unescape(found[1] or found[2] or found[3])
    return None


def _own(stated: str | None, address: str) -> str:
    """The address a page gives itself, where it is one of the same site: no page may speak for another's."""
    try:
        full = absolute(stated, address) if stated else address
    except InputError:
        return address
    return full if same_site(full, address) else address


def _serve(source: BinaryIO, out: BinaryIO) -> None:
    """Take apart what comes in, until it ends."""
    while line := source.readline():
        head = json.loads(line)
        job, size, today = head.pop("job"), head.pop("bytes"), _day(head.pop("today"))
        head["published"] = _day(head["published"])
        given = Given(body=source.read(size), **head)
        try:
            told = asdict(_page(given, today) if job == "page" else feeds.parse(given.body, given.address, given.media))
        except InputError as error:
            told = {"reason": str(error.args[0]), "hint": error.hint}
        except Exception as error:  # whatever a page does to the tools is that page's trouble alone
            told = {"reason": f"cannot be taken apart ({type(error).__name__})", "hint": "save its text and add that"}
        out.write(json.dumps(told, default=str).encode() + b"\n")
        out.flush()


def _frugal() -> None:
    """Limit the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _frugal()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand among the answers
    _serve(sys.stdin.buffer, out)
