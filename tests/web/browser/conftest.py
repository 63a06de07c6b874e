"""A real browser in front of a real server, one of each for all tests here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.views import invented

pytest.importorskip("playwright", reason="no browser to drive: pip install -e '.[dev]'")

from playwright.sync_api import Browser, Page

from bench.browsing import browsing, chromium, serving

ON = date(2031, 2, 25)  # the report on the ferry accident is five days late, nothing was said of it yet


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if chromium() is None:
        pytest.skip("no Chromium at /usr/bin/chromium: apt-get install chromium, or name one in WALKBACK_CHROMIUM")
    with browsing() as held:
        yield held


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the reading room of the invented news, which tests may judge."""
    with serving(invented.make(tmp_path_factory.mktemp("browser") / "r.db"), on=ON) as address:
        yield address


@pytest.fixture
def reporter(browser: Browser, site: str) -> Iterator[Page]:
    """A page of a reporter's own, on which nothing may go wrong unseen."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(15_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert not faults


@pytest.fixture
def without_script(browser: Browser, site: str) -> Iterator[Page]:
    """A browser that runs no script at all."""
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """axe-core."""
    package = pytest.importorskip("axe_playwright_python", reason="no axe-core: pip install -e '.[dev]'")
    return next(Path(package.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
