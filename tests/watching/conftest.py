"""A site and a clock of one's own for each test. Nothing leaves this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.watching.clock import Clock
from tests.watching.site import Site, served


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as held:
        yield held


@pytest.fixture
def clock() -> Clock:
    return Clock()
