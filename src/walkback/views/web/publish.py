"""A record as a folder of files that any web server, or none, can show: the pages of the reading room, standing still."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from fastapi import FastAPI

from walkback.core.errors import InputError
from walkback.record import outgoing, queries
from walkback.record.home import Location
from walkback.record.store import Record
from walkback.views.out import chosen, files
from walkback.views.out.places import Places
from walkback.views.out.still import file_of, links, still
from walkback.views.web.app import create_app

LISTED = "walkback-site.txt"  # the files of the site: a folder without it is somebody else's
STARTS = ("/", "/matters", "/actors", "/due", "/help", "/feeds/all.atom", "/due.ics")
# problems are not among them: they name files of this machine
PAGES = ("matters", "matter", "actors", "actor", "due", "help", "static", "feeds", "due.ics")
PARAMETERS = frozenset({"page", "state", "month", "v", "format", "size"})
REDIRECTS = 3
WHOLE = 10_000  # rows of a table's CSV and JSON


@dataclass(frozen=True, slots=True)
class Site:
    """How a site is made. base: where it will stand, with its scheme, "" if not known; articles: with the whole text of
    every article; on: the day deadlines count from, else the last the record reaches."""

    base: str = ""
    articles: bool = False
    on: date | None = None


@dataclass(slots=True)
class _Making:
    """What is made so far: files written, addresses that are asked for."""

    record: Record
    site: Site
    app: FastAPI
    months: frozenset[str]
    urls: dict[str, str]  # doc_id -> where it was published
    asked: dict[str, str] = field(default_factory=dict)  # address -> file
    written: dict[str, str] = field(default_factory=dict)  # file -> address

    def lead(self, address: str) -> str:
        """Where a local address leads on the site: a file, an article where it was published, "" for nowhere."""
        split = urlsplit(address)
        part = split.path.split("/")[1]
        query = dict(parse_qsl(split.query))
        if part == "article" and not self.site.articles:
            return self.urls.get(unquote(split.path.removeprefix("/article/")), "")
        known = split.path == "/" or part in PAGES or (self.site.articles and part in ("article", "articles"))
        if not known or query.keys() - PARAMETERS or query.get("month", "") not in {"", *self.months}:
            return ""
        return file_of(address)


def publish(
    record: Location, folder: Path, site: Site, progress: Callable[[int, int], None] = lambda done, known: None
) -> list[str]:
    """Write the site of a record into a folder, made at need; the names of its files. What an earlier site left over goes.

    Raises InputError if the folder holds something else or cannot be written, RecordError if there is no record.
    """
    before = _ours(folder)
    with Record.open(record) as held:
        day = site.on or outgoing.reach(held) or date.min
        made = Site(site.base, site.articles, day)
        urls = {
            row[0]: row[1]
            for row in held.connection.execute(
                "SELECT doc_id, url FROM documents WHERE lower(substr(url, 1, 4)) = 'http'"
            )
        }
        months = frozenset(d.due.latest.isoformat()[:7] for d in queries.due(held, on=day) if d.due.latest)
        making = _Making(held, made, create_app(record, on=day), months | {day.isoformat()[:7]}, urls)
        try:
            asyncio.run(_crawl(making, folder, progress))
            _close(making, folder, before)
        except OSError as error:
            why = f"{folder} cannot be written: {error.strerror}"
            raise InputError(why, hint="check free space and permissions") from error
        finally:
            making.app.state.shelf.close()
    return [*making.written, LISTED]


def _ours(folder: Path) -> set[str]:
    """The files of the site that stands in a folder; none where it is new or empty.

    Raises InputError for a folder that holds anything else.
    """
    listed = folder / LISTED
    if listed.is_file():
        names = listed.read_text(encoding="utf-8").splitlines()
        return {name for name in names if name and not name.startswith(("/", "\\")) and ".." not in name.split("/")}
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            f"{folder} holds something else", hint="name a new folder, or one that walkback published into"
        )
    return set()


async def _crawl(making: _Making, folder: Path, progress: Callable[[int, int], None]) -> None:
    """Ask for every page that can be reached, and write it."""
    waiting = list(STARTS) + (["/articles"] if making.site.articles else [])
    known = set(waiting)
    while waiting:
        address = waiting.pop()
        name = making.lead(address)
        if not name or name in making.written:
            continue
        body, found = await _file(making, address, name)
        making.written[name] = address
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.whole(path) as scratch:
            scratch.write_bytes(body)
        fresh = [a for a in found if a not in known]
        known.update(fresh)
        waiting += reversed(fresh)
        progress(len(making.written), len(known))


async def _file(making: _Making, address: str, name: str) -> tuple[bytes, list[str]]:
    """The bytes of a file and the addresses it leads to. Feeds, calendars and briefs name the site, not this machine."""
    places = Places(making.site.base, ".html")
    made = output(making.record, address, places, making.site.on)
    if made is not None:
        return made.encode("utf-8"), []
    whole = f"{address}&size={WHOLE}" if "format=" in address else address
    status, kind, body = await _ask(making.app, whole)
    for _ in range(REDIRECTS):
        if status not in (301, 302, 303, 307, 308):
            break
        status, kind, body = await _ask(making.app, body.decode("utf-8"))
    if status != 200:
        raise InputError(f"the page {address} could not be made (status {status})", hint="walkback serve shows why")
    if not kind.startswith("text/html"):
        return body, []
    html = body.decode("utf-8")
    return still(html, name, making.lead).encode("utf-8"), [a for a in links(html) if making.lead(a)]


def output(record: Record, address: str, places: Places, on: date | None) -> str | None:
    """A feed, the calendar or a brief by its local address; None for any other."""
    parts = [unquote(part) for part in urlsplit(address).path.split("/") if part]
    own = places.file(file_of(address))
    match parts:
        case ["feeds", "all.atom"]:
            return chosen.feed(record, chosen.Choice(), places=places, address=own)
        case ["feeds", kind, name] if name.endswith(".atom"):
            held = name.removesuffix(".atom")
            of = {
                "kind": chosen.Choice(kind=held), "actor": chosen.Choice(who=held), "matter": chosen.Choice(matter=held),
            }.get(kind)  # fmt: skip
            return chosen.feed(record, of, places=places, address=own) if of else None
        case ["due.ics"]:
            return chosen.due_days(record, chosen.Days(), on=on, places=places)
        case ["matter", matter, "brief"]:
            return chosen.matter_brief(record, matter, on=on, places=places)
    return None


async def _ask(app: FastAPI, address: str) -> tuple[int, str, bytes]:
    """(status, content type, body) of an address, asked of the application itself: no port, no client library. The body
    of a redirection is the address it leads to."""
    split = urlsplit(address)
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": "",
        "path": unquote(split.path), "raw_path": split.path.encode(), "query_string": split.query.encode(),
        "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 0), "server": ("localhost", 80),
    }  # fmt: skip
    status, kind, to, pieces = 500, "", "", list[bytes]()

    told = False

    async def receive() -> dict[str, object]:
        nonlocal told
        if told:
            await asyncio.Event().wait()  # whoever asks stays until the answer is there
        told = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        nonlocal status, kind, to
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])  # type: ignore[call-overload]
            status = message["status"]  # type: ignore[assignment]
            kind, to = headers.get(b"content-type", b"").decode(), headers.get(b"location", b"").decode()
        elif message["type"] == "http.response.body":
            pieces.append(message.get("body", b""))  # type: ignore[arg-type]

    await app(scope, receive, send)  # type: ignore[arg-type]
    return status, kind, to.encode() if to else b"".join(pieces)


def _close(making: _Making, folder: Path, before: set[str]) -> None:
    """Claims, a map for search engines, the list of files; files of an earlier site that this one has not are removed."""
    rows = files.export(making.record, folder, form="claims")
    making.written |= {path.name: "" for path in rows}
    if making.site.base:
        places = Places(making.site.base)
        urls = (f"<url><loc>{places.file(name)}</loc></url>\n" for name in making.written if name.endswith(".html"))
        head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        files.write(folder / "sitemap.xml", [head, *urls, "</urlset>\n"])
        making.written["sitemap.xml"] = ""
    for name in sorted(before - making.written.keys() - {LISTED}):
        (folder / name).unlink(missing_ok=True)
    files.write(folder / LISTED, (f"{name}\n" for name in sorted(making.written)))
