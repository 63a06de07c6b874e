"""Addresses of articles: one spelling for one page, so that it is not read twice; and which may be fetched at all."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from walkback.core.errors import InputError

LONGEST = 2_000  # characters; browsers and servers give up not far above
# Marks of where a reader came from. Only names that no site tells its articles apart by: a doubled reading is mended, a lost article not.
_TRACKING = re.compile(
    r"utm_\w+|mtm_\w+|pk_\w+|at_\w+|ns_\w+|hsa_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh"
    r"|mc_[ce]id|_ga|_gl|ref|ref_src|ref_url|referrer|referer|cmp|cmpid|campaign|campaign_id|ito|smid|smtyp|xtor|ocid"
    r"|sr_share|taid|guccounter|guce_\w+|spm|sharetype|mbid|ftag|fsrc|wt[._]\w+",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}
_KEPT = "/:@!$&'()*+,;=-._~%"  # of a path, beside letters and digits (RFC 3986)
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_PLAIN = re.compile(r"[A-Za-z0-9._~-]")
Resolve = Callable[[str], Iterable[str]]


def absolute(address: str, base: str = "") -> str:
    """A web address in full, its host in lower case and without a fragment, otherwise as given: what is asked of a server.

    Raises InputError for one that is no http or https address.
    """
    try:
        joined = urljoin(base, "".join(address.split()))
        parts = urlsplit(joined)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise InputError(f"{address[:200]!r} is no web address", hint="it begins with http:// or https://") from error
    if parts.scheme not in _PORTS or not host or len(joined) > LONGEST:
        raise InputError(f"{address[:200]!r} is no web address", hint="it begins with http:// or https://")
    named = f"[{host}]" if ":" in host else host
    where = named if port in (None, _PORTS[parts.scheme]) else f"{named}:{port}"
    return urlunsplit((parts.scheme, where, spelled(parts.path) or "/", quote(parts.query, safe=_KEPT + "?[]|"), ""))


def spelled(path: str) -> str:
    """A path or query with its escapes spelled one way: capitals, and none for what needs none (RFC 3986, 6.2.2)."""

    def one(found: re.Match[str]) -> str:
        character = chr(int(found[1], 16))
        return character if _PLAIN.fullmatch(character) else found[0].upper()

    return _ESCAPE.sub(one, quote(path, safe=_KEPT + "?", errors="surrogatepass"))


def canonical(address: str, base: str = "") -> str:
    """One spelling of a page's address: without fragment, marks of tracking, default port and doubled slashes, query in order.

    http and https, with and without www. and a slash at the end, are one page. It is a key, not an address to fetch.
    Raises InputError for one that is no web address.
    """
    parts = urlsplit(absolute(address, base))
    host = parts.netloc.removeprefix("www.")
    path = re.sub(r"/{2,}", "/", parts.path)
    path = re.sub(r"(?:/(?:index|default)\.(?:html?|php|aspx?))?/?$", "", path) or "/"
    pairs = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(pair[0]) and any(pair)
    ]
    return urlunsplit(("https", host, path, urlencode(sorted(pairs)), ""))


def host_of(address: str) -> str:
    """Host and port of an address: what one waits for between two requests."""
    return urlsplit(address).netloc.lower()


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one outlet: one's host is the other's, or a part of it."""
    a, b = ((urlsplit(x).hostname or "").removeprefix("www.") for x in (one, other))
    return bool(a and b) and (a == b or a.endswith(f".{b}") or b.endswith(f".{a}"))


def resolved(host: str) -> set[str]:
    """The numeric addresses of a host; none where the name is not known here."""
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return set()


def inner(address: str, resolve: Resolve = resolved) -> bool:
    """Whether an address leads into a private network or to this machine: a feed from outside has no business there."""
    host = urlsplit(address).hostname or ""
    try:
        found: Iterable[str] = [str(ipaddress.ip_address(host))]
    except ValueError:
        found = resolve(host)
    return any(not ipaddress.ip_address(each.partition("%")[0]).is_global for each in found)
