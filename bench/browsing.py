"""A server of a record in a thread, and Debian's Chromium to look at it with: for tests and for pictures."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from walkback.archive import Steps
from walkback.views.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# no sandbox: containers run as root; the rest keeps a browser that looks at one machine from calling others
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-dev-shm-usage --font-render-hinting=none"
).split()


def chromium() -> Path | None:
    """Where Chromium is: WALKBACK_CHROMIUM, else where Debian puts it; None where it is not."""
    found = Path(os.environ.get("WALKBACK_CHROMIUM", "/usr/bin/chromium"))
    return found if found.exists() else None


@contextmanager
def serving(record: Path, *, on: date | None = None, steps: Steps | None = None) -> Iterator[str]:
    """The address of the reading room of a record, served from a thread until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(record, on=on, steps=steps), log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()
