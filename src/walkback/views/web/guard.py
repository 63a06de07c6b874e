"""What stands before every page: who may ask, who may post, and what a browser may load."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from walkback.views.web import pages

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Refuses requests under a foreign name and posts from a foreign page; sets the headers of every answer.

    A page elsewhere can make a browser post to this machine, and can let its own name point here. The first is told
    by Origin or Sec-Fetch-Site, which every browser sends with a post and no page can forge; the second by Host.
    A program without a browser sends neither and has no cookie that could be misused: it may post.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str] = frozenset()) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._mark(MutableHeaders(scope=message), scope)
            await send(message)

        refused = self._refused(scope)
        if refused:
            await pages.trouble(Request(scope), *refused)(scope, receive, answer)
            return
        await self.app(scope, receive, answer)

    def _refused(self, scope: Scope) -> tuple[int, str, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self.hosts and (urlsplit(f"//{host}").hostname or "") not in self.hosts:
            return 421, "this name is not served here", "start walkback serve with --allow-host NAME to allow it"
        if scope["method"] in SAFE:
            return None
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        foreign = urlsplit(origin).netloc != host if origin else site not in (None, "same-origin", "none")
        return (403, "that came from another site", "open the page here and try again") if foreign else None

    def _mark(self, headers: MutableHeaders, scope: Scope) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if scope["path"].startswith("/static/"):
            lasting = b"v=" in scope["query_string"]  # its address follows from its content
            headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        else:
            headers.setdefault("Cache-Control", "no-store" if scope["method"] not in SAFE else "private, no-cache")
