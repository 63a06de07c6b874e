"""One record of invented news for all tests of the views."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.views import invented
from walkback.record.store import Record


@pytest.fixture(scope="session")
def record_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the invented news on disk."""
    return invented.make(tmp_path_factory.mktemp("views") / "invented.db")


@pytest.fixture
def record(record_path: Path) -> Iterator[Record]:
    """The record of the invented news, open."""
    with Record.open(record_path) as held:
        yield held
