"""A page of the reading room as a file: what needs a server is left out, every link leads to a file, the web, or nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlsplit

from walkback.core.text import content_id

# what asks a server: forms, and the facets that lead to every combination of themselves
LEFT_OUT = frozenset({"form", "aside"})
SCRIPTS = ("htmx",)  # part of a name: what speaks to a server
SAFE = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))})
FORMS = {"csv": ".csv", "json": ".json"}
IGNORED = frozenset({"v"})  # parameters that change no content
_NAV_ITEM = re.compile(r'<li>\s*<a href="(/[^"]*)"[^<>]*>[^<]*</a>\s*</li>')


def slug(part: str) -> str:
    """A part of an address as a file name that every system takes; two that differ never share one."""
    if SAFE.fullmatch(part) and part.split(".")[0] not in DEVICES and not part.endswith("."):
        return part
    plain = re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-")[:60] or "x"
    return f"{plain}-{content_id('file', part)[:8]}"


def file_of(address: str) -> str:
    """The file of a local address: /matters?page=2 is matters-page-2.html, with format=csv a .csv."""
    split = urlsplit(address)
    query = {key: value for key, value in parse_qsl(split.query) if key not in IGNORED}
    suffix = FORMS.get(query.pop("format", ""), "")
    query.pop("size", None)
    parts = [slug(unquote(part)) for part in split.path.split("/") if part]
    named = "/".join(parts) or "index"
    named += "".join(f"-{slug(key)}-{slug(value)}" for key, value in sorted(query.items()))
    last = posixpath.basename(split.path)
    kept = "." in last and not split.path.startswith(("/matter/", "/article/", "/actor/"))
    return named if kept and not suffix else named + (suffix or ".html")


def is_local(address: str) -> bool:
    """Whether an address is one of the reading room's own."""
    return address.startswith("/") and not address.startswith("//")


class Still(HTMLParser):
    """Rewrites one page. `lead` gives where a local address now leads: a file, an address on the web, "" for nowhere."""

    def __init__(self, page: str, lead: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.page = page
        self.lead = lead
        self.out: list[str] = []
        self.left_out: list[str] = []  # elements being left out, outermost first

    def _to(self, address: str) -> str:
        """An address as this page's file must write it."""
        split = urlsplit(address)
        bare = split._replace(fragment="").geturl()
        to = self.lead(bare) if is_local(address) else address
        if not to or not is_local(address) or "://" in to:
            return to
        end = f"#{split.fragment}" if split.fragment else ""
        return posixpath.relpath(to, posixpath.dirname(self.page) or ".") + end

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        source = held.get("src") or ""
        if self.left_out or tag in LEFT_OUT or (tag == "script" and any(name in source for name in SCRIPTS)):
            if tag not in ("br", "hr", "img", "input", "link", "meta", "path", "circle", "rect", "stop"):
                self.left_out.append(tag)
            return
        text = self.get_starttag_text() or ""
        for name in ("href", "src"):
            value = held.get(name)
            if value is not None and is_local(value):
                to = self._to(value)
                written = re.compile(rf'\s{name}="([^"]*)"')
                text = written.sub(lambda m, to=to, name=name: f' {name}="{escape(to)}"' if to else "", text, count=1)  # type: ignore[misc]
        self.out.append(text.replace('class="sided"', 'class="still"'))  # its other column was the facets

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.left_out and tag not in LEFT_OUT:
            self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if not self.left_out:
            self.out.append(f"</{tag}>")
        elif tag in self.left_out:
            while self.left_out.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")


def still(html: str, page: str, lead: Callable[[str], str]) -> str:
    """A page rewritten for the file it becomes. page: that file, from the site's root."""
    kept = _NAV_ITEM.sub(lambda m: m[0] if lead(unescape(m[1])) else "", html)
    parser = Still(page, lead)
    parser.feed(kept)
    parser.close()
    return "".join(parser.out)


def links(html: str) -> list[str]:
    """The local addresses a page leads to, without their fragments, in order."""
    found = (unescape(a) for a in re.findall(r'\s(?:href|src)="([^"]*)"', html))
    return list(dict.fromkeys(urlsplit(a)._replace(fragment="").geturl() for a in found if is_local(a)))
