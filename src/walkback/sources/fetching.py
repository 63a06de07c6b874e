"""Web pages and feeds, fetched as a guest: one request at a time and host, robots.txt kept, nothing fetched again that has not changed.

Clock and sleep are given, so that a test needs no waiting. Needs the extra: pip install 'walkback[watch]'.
"""

from __future__ import annotations

import socket
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Lock, Timer
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from walkback.core.errors import InputError
from walkback.sources import robots
from walkback.sources.addresses import Resolve, absolute, host_of, inner, resolved

if TYPE_CHECKING:
    import httpx

AGENT = "walkback"  # the product name that robots.txt may speak to
_ROBOTS_KEPT = timedelta(hours=24)  # RFC 9309, 2.4: not longer without asking again
_ROBOTS_RETRY = timedelta(minutes=10)
_ACCEPT = {
    "feed": "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1",
    "page": "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.5",
    "robots": "text/plain, */*;q=0.1",
}
Kind = Literal["feed", "page", "robots"]
Clock = Callable[[], datetime]
Sleep = Callable[[float], None]


class FetchError(InputError):
    """Something that was not fetched. lasting: trying again is no use; after: when the server allows the next try.

    gone: the server says that it is no more (410).
    """

    def __init__(
        self, message: str, *, hint: str = "", lasting: bool = False, after: datetime | None = None, gone: bool = False
    ) -> None:
        super().__init__(message, hint=hint)
        self.lasting, self.after, self.gone = lasting, after, gone


class NotYet(FetchError):
    """A host whose turn is too far off to wait for; nothing was asked of it."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a guest behaves. gap: seconds between two requests to a host that asks for no other; patience: the longest wait
    for a host within a run, beyond it the address is put off; seconds, largest: limits of one answer, in time and bytes.

    contact: an address under which the one who runs this can be reached, sent with every request.
    """

    gap: float = 2.0
    patience: float = 60.0
    seconds: float = 30.0
    largest: int = 10_000_000
    hops: int = 5
    contact: str = ""
    version: str = ""

    @property
    def agent(self) -> str:
        """The User-Agent: what this is, and whom to ask about it."""
        told = f"reads news feeds; {self.contact}" if self.contact else "reads news feeds"
        return f"{AGENT}/{self.version} ({told})" if self.version else f"{AGENT} ({told})"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address to fetch and what an earlier answer said of its version."""

    address: str
    kind: Kind = "page"
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. address: where it came from in the end; moved: the new address, if every hop said it is for good;
    body is None where nothing changed since the version asked about.
    """

    address: str
    body: bytes | None
    media: str = ""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    moved: str | None = None


@dataclass(slots=True)
class _Host:
    """What is known of one host. Its lock is held from the wait to the end of an answer: one request at a time."""

    lock: Lock = field(default_factory=Lock)
    free: datetime | None = None  # when the next request may go out
    robots: dict[str, tuple[robots.Robots, datetime]] = field(default_factory=dict)  # by scheme; until when they hold


class Fetcher:
    """Fetches addresses; safe to use from several threads. Use as a context manager.

    trusted: hosts that may lie in a private network, because a person named them. Raises InputError without the extra.
    """

    def __init__(
        self, manners: Manners, *, clock: Clock, sleep: Sleep, trusted: Iterable[str] = (), resolve: Resolve = resolved
    ) -> None:
        self.manners = manners
        self._clock, self._sleep, self._resolve = clock, sleep, resolve
        self._trusted = frozenset(trusted)
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()
        self._client = _client(manners)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, wanted: Wanted) -> Fetched:
        """The answer for an address, redirects followed, each hop as politely as the first.

        Raises FetchError where there is none, with when to try again.
        """
        first = address = _web(wanted.address)
        lasting = True
        for _ in range(self.manners.hops + 1):
            self._check(address)
            host = self._host(address)
            with host.lock:
                self._permitted(address, host, wanted.kind)
                answer = self._ask(address, host, wanted)
            if isinstance(answer, Fetched):
                moved = address if lasting and address != first else None
                return Fetched(address, *_rest(answer), moved)
            address, permanent = answer
            lasting = lasting and permanent
        raise FetchError(f"more than {self.manners.hops} redirects", hint="the site sends readers in circles")

    def _host(self, address: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host_of(address), _Host())

    def _check(self, address: str) -> None:
        if host_of(address) not in self._trusted and inner(address, self._resolve):
            raise FetchError(
                "the address leads into a private network",
                hint="list a feed of that host yourself, if you mean to read it",
                lasting=True,
            )

    def _permitted(self, address: str, host: _Host, kind: Kind) -> None:
        """Wait for the host's turn; refuse what its robots.txt does."""
        rules = self._robots(address, host)
        if not rules.allows(address):
            lasting = rules is not robots.NOTHING
            why = "robots.txt asks us to leave this alone" if lasting else "robots.txt cannot be fetched, so nothing is"
            raise FetchError(why, hint="ask the site, or save the article and add it", lasting=lasting)

    def _robots(self, address: str, host: _Host) -> robots.Robots:
        scheme = address.partition(":")[0]
        kept = host.robots.get(scheme)
        if kept and kept[1] > self._clock():
            return kept[0]
        at = f"{scheme}://{host_of(address)}/robots.txt"
        found, held = robots.NOTHING, _ROBOTS_RETRY  # a site that cannot answer is left alone for a while
        try:
            answer: Fetched | tuple[str, bool] = (at, False)
            for _ in range(self.manners.hops):  # a redirect may lead to another host; its own turn is not waited for
                if isinstance(answer, tuple):
                    self._check(answer[0])
                    answer = self._ask(answer[0], host, Wanted(at, "robots"))
            body = answer.body if isinstance(answer, Fetched) else b""  # in circles: as if there were none
            text = (body or b"")[: robots.LONGEST].decode("utf-8", "replace")
            found, held = robots.parse(text, AGENT), _ROBOTS_KEPT
        except FetchError as error:
            if error.lasting:
                found, held = robots.EVERYTHING, _ROBOTS_KEPT  # there is none: everything may be read
            elif error.after:
                held = max(held, error.after - self._clock())
        host.robots[scheme] = (found, self._clock() + held)
        if host.free:
            host.free += timedelta(seconds=max(0.0, (found.delay or 0.0) - self.manners.gap))
        return found

    def _ask(self, address: str, host: _Host, wanted: Wanted) -> Fetched | tuple[str, bool]:
        """One request: the answer, or where it leads and whether for good. The host's lock is held."""
        self._wait(address, host)
        try:
            return _answer(self._client, address, wanted, self.manners, self._clock)
        except FetchError as error:
            if error.after and not error.lasting:
                host.free = max(host.free or error.after, error.after)
            raise
        finally:
            kept = host.robots.get(address.partition(":")[0])
            gap = max(self.manners.gap, (kept[0].delay or 0.0) if kept else 0.0)
            turn = self._clock() + timedelta(seconds=gap)
            host.free = max(host.free or turn, turn)

    def _wait(self, address: str, host: _Host) -> None:
        """Sleep until it is this host's turn.

        Raises NotYet where that is longer than patience.
        """
        if host.free is None:
            return
        seconds = (host.free - self._clock()).total_seconds()
        if seconds > self.manners.patience:
            raise NotYet(f"{host_of(address)} asks to wait", hint="it is tried again later", after=host.free)
        if seconds > 0:
            self._sleep(seconds)


def _web(address: str, base: str = "") -> str:
    """As `absolute`, but its error is one of fetching, and for good."""
    try:
        return absolute(address, base)
    except InputError as error:
        raise FetchError(str(error.args[0]), hint=error.hint, lasting=True) from error


def _rest(answer: Fetched) -> tuple[bytes | None, str, str | None, str | None, str | None]:
    return answer.body, answer.media, answer.charset, answer.etag, answer.modified


def _client(manners: Manners) -> httpx.Client:
    try:
        import httpx
    except ImportError as error:
        raise InputError(
            "fetching needs the extra `watch`", hint="install it: pip install 'walkback[watch]'"
        ) from error
    return httpx.Client(
        headers={"User-Agent": manners.agent, "Accept-Encoding": "gzip", "Accept-Language": "en, *;q=0.5"},
        follow_redirects=False,
        timeout=httpx.Timeout(manners.seconds, connect=min(10.0, manners.seconds)),
        limits=httpx.Limits(max_keepalive_connections=0),  # between two requests lie seconds; and see _Deadline
    )


class _Deadline:
    """Ends a request that is not over in time, however slowly its server drips: its socket is shut down from outside.

    httpx limits only the wait for the next byte. It tells of each new connection through the `trace` extension.
    """

    def __init__(self, seconds: float) -> None:
        self.passed = False
        self._sockets: list[socket.socket] = []
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "proxy.stream.complete", "connection.start_tls.complete"):
            held = info["return_value"].get_extra_info("socket")
            if held is not None:
                self._sockets.append(held)

    def _end(self) -> None:
        self.passed = True
        for held in self._sockets:
            try:
                held.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # closed already


def _answer(
    client: httpx.Client, address: str, wanted: Wanted, manners: Manners, clock: Clock
) -> Fetched | tuple[str, bool]:
    """What a server says to one request."""
    import httpx

    headers = {"Accept": _ACCEPT[wanted.kind]}
    if wanted.etag:
        headers["If-None-Match"] = wanted.etag
    if wanted.modified:
        headers["If-Modified-Since"] = wanted.modified
    client.cookies.clear()  # a guest without memory: no site can follow it from visit to visit
    with _Deadline(manners.seconds) as deadline:
        try:
            with client.stream("GET", address, headers=headers, extensions={"trace": deadline.trace}) as response:
                return _heard(response, address, wanted, manners, clock)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            late = deadline.passed or isinstance(error, httpx.TimeoutException)
            why = f"not there after {manners.seconds:g} s" if late else f"no answer: {_plainly(error)}"
            raise FetchError(why, hint="is the address right and the site up? tried again later") from error


def _heard(
    response: httpx.Response, address: str, wanted: Wanted, manners: Manners, clock: Clock
) -> Fetched | tuple[str, bool]:
    """What an answer's head and body say."""
    status, given = response.status_code, response.headers
    if status in (301, 302, 303, 307, 308) and given.get("location"):
        return _web(given["location"], address), status in (301, 308)
    if status == 304 and (wanted.etag or wanted.modified):
        return Fetched(address, None, etag=wanted.etag, modified=wanted.modified)
    if status != 200:
        _refuse(status, given, clock)
    body = b"".join(_limited(response, manners.largest))
    media = given.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(address, body, media, response.charset_encoding, given.get("etag"), given.get("last-modified"))


def _plainly(error: Exception) -> str:
    return "no connection" if type(error).__name__ == "ConnectError" else f"{type(error).__name__}: {error}"[:200]


def _refuse(status: int, given: Mapping[str, str], clock: Clock) -> NoReturn:
    """Raises FetchError for an answer that is none. 4xx is for good, but for what may pass: too early, too many, timed out."""
    passing = status in (408, 425, 429) or status >= 500
    after = _retry_after(given.get("retry-after"), clock()) if passing else None
    hint = "tried again later" if passing else "is the address right? does the site ask for a login?"
    raise FetchError(f"the server answers {status}", hint=hint, lasting=not passing, after=after, gone=status == 410)


def _retry_after(value: str | None, now: datetime) -> datetime | None:
    """When a server allows the next try: it says so in seconds or as a date. Never longer than a day."""
    if not value:
        return None
    try:
        if value.strip().isdigit():
            at = now + timedelta(seconds=min(int(value.strip()[:9]), 86_400))
        else:
            at = parsedate_to_datetime(value)
            at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return min(max(at, now), now + timedelta(days=1))


def _limited(response: httpx.Response, largest: int) -> Iterator[bytes]:
    """The bytes of an answer, unpacked here so that a small archive of a huge page is cut off where it grows too large."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"the server sends {encoding[:40]!r} unasked", hint="nothing to be done here", lasting=True)
    unpack = (
        zlib.decompressobj(wbits=47) if encoding not in ("", "identity") else None
    )  # gzip or zlib, by its first bytes
    total = 0
    try:
        for piece in response.iter_raw():
            out = unpack.decompress(piece, largest + 1) if unpack else piece
            total += len(out)
            if total > largest:
                why = f"more than {largest:,} bytes"
                raise FetchError(why, hint="no article is that long; give its text", lasting=True)
            yield out
    except zlib.error as error:
        raise FetchError("the compressed answer is damaged", hint="tried again later") from error
    if unpack and total and not unpack.eof:
        raise FetchError("the compressed answer is cut short", hint="tried again later")
