"""The command that serves the reading room."""

from __future__ import annotations

import gc
import socket
from datetime import date

import click

from walkback.core.errors import InputError
from walkback.record.home import Location
from walkback.views import adding
from walkback.views.console import told
from walkback.views.options import ON, RECORD

# of objects made before the youngest are looked through: a page makes some 10,000, the heaviest ten times that
COLLECTED = (50_000, 10, 10)
LOCAL = ("localhost", "127.0.0.1", "::1")


@click.command(short_help="The record as pages in a browser, on this machine.")
@RECORD
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 is every network.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8700, show_default=True, help="0 takes any that is free."
)
@click.option("--allow-host", "names", multiple=True, metavar="NAME", help="A further name the pages are asked under.")
@ON
@told
def serve(record: Location, host: str, port: int, names: tuple[str, ...], on: date | None) -> None:
    """Serve the record as pages: today's findings, matters, actors, articles, deadlines, review, search.

    Only this machine can see them unless --host says otherwise; there is no password, so open it to others only on a
    network you trust, or behind a server that asks for one. Needs the extra: pip install 'walkback[web]'.

    \b
    walkback serve
    walkback serve --record newsroom.db --port 8080
    """
    try:
        import uvicorn

        from walkback.views.web.app import create_app
    except ImportError as error:
        raise InputError(f"walkback serve needs {error.name}", hint="pip install 'walkback[web]'") from error
    app = create_app(record, on=on, hosts=_hosts(host, names), steps=adding.STEPS)
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise InputError(f"{host}:{port} cannot be listened on: {error.strerror}", hint="try another --port") from error
    # the answer's head and body are two writes: without this the body waits 40 ms for a word from the other side. asyncio
    # would set it, but not on a socket that does not name its protocol, as those of create_server do not
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    where = f"[{host}]" if ":" in host else "127.0.0.1" if host == "0.0.0.0" else host
    click.echo(f"{record} is open at http://{where}:{listening.getsockname()[1]} (Ctrl-C ends it)", err=True)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
    gc.collect()
    gc.freeze()  # what is loaded by now stays: no page is to wait while all of it is looked through
    gc.set_threshold(*COLLECTED)
    with listening:
        server.run(sockets=[listening])


def _hosts(host: str, names: tuple[str, ...]) -> list[str]:
    """The names under which the pages may be asked: none is refused where every network may come and no name was given."""
    if host in ("0.0.0.0", "::") and not names:
        return []
    return [*LOCAL, host, *names]
