"""One record of invented news for all tests of the views."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.homes import Here
from tests.views import invented
from walkback.record.home import Location
from walkback.record.store import Record


@pytest.fixture(scope="session")
def record_path(shelf: Here) -> Location:
    """A record of the invented news."""
    return invented.make(shelf / "views.db")


@pytest.fixture
def record(record_path: Location) -> Iterator[Record]:
    """The record of the invented news, open."""
    with Record.open(record_path) as held:
        yield held
