"""A news site on this machine: a real HTTP server whose answers a test writes, and that keeps what it was asked."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread


@dataclass
class Answer:
    """What is answered: a status, a body, headers. pause: seconds before it; drip: seconds between its bytes."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media: str = "text/html; charset=utf-8"
    pause: float = 0.0
    drip: float = 0.0
    packed: bool = False


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass
class Site:
    """The site: answers by path, and what was asked in order. at_once: the most requests it saw at one time."""

    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    at_once: int = 0
    base: str = ""
    _now: int = 0
    _lock: Lock = field(default_factory=Lock)

    def paths(self) -> list[str]:
        """The paths asked for, robots.txt left out."""
        return [a.path for a in self.asked if a.path != "/robots.txt"]

    def answer(self, asked: Asked) -> Answer:
        """The next answer for a path; of several each once, the last for good."""
        with self._lock:
            self.asked.append(asked)
            self._now += 1
            self.at_once = max(self.at_once, self._now)
            held = self.answers.get(asked.path, Answer("none here", 404))
            if isinstance(held, list):
                held = held.pop(0) if len(held) > 1 else held[0]
        tag = held.headers.get("ETag")
        if tag and asked.headers.get("if-none-match") == tag:
            held = Answer(status=304, headers=held.headers)
        return held

    def over(self) -> None:
        with self._lock:
            self._now -= 1


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {k.lower(): v for k, v in self.headers.items()}
            answer = site.answer(Asked(self.command, self.path, headers, self.rfile.read(length)))
            try:
                self._send(answer)
            except OSError:
                self.close_connection = True
            finally:
                site.over()

        do_POST = do_GET

        def _send(self, answer: Answer) -> None:
            time.sleep(answer.pause)
            body = answer.body.replace("BASE", site.base).encode() if isinstance(answer.body, str) else answer.body
            body = gzip.compress(body) if answer.packed else body
            self.send_response(answer.status)
            if answer.packed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", answer.media)
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers.items():
                self.send_header(name, value.replace("BASE", site.base))
            self.end_headers()
            for n in range(len(body)) if answer.drip else ():
                self.wfile.write(body[n : n + 1])
                self.wfile.flush()
                time.sleep(answer.drip)
            if not answer.drip:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    return Handler


@contextmanager
def served(**answers: Answer) -> Iterator[Site]:
    """A site on a free port of 127.0.0.1, for as long as it is needed."""
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    site.base = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def article(title: str, day: str, *paragraphs: str, canonical: str = "", outlet: str = "Strait Courier") -> str:
    """A page of news with what real ones have around it."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    told = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{title} | {outlet}</title><meta property="og:site_name" content="{outlet}">'
        f'<meta property="article:published_time" content="{day}T08:00:00Z">{link}</head><body><nav><a href="/">Home</a> '
        f'<a href="/world">World</a></nav><article><h1>{title}</h1>{told}</article><footer>Contact us</footer></body></html>'
    )


def rss(*entries: tuple[str, str, str], title: str = "Strait Courier") -> str:
    """A feed of (address, title, date)."""
    items = "".join(
        f"<item><title>{t}</title><link>{a}</link><pubDate>{d}</pubDate><guid>{a}</guid></item>" for a, t, d in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title><link>BASE/</link><description>News</description>{items}</channel></rss>'
