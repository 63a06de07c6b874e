"""The reading room over a small record of invented news."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient

from tests.homes import Here
from tests.views import invented
from walkback.record.home import Location
from walkback.views.web.app import create_app

ON = date(2031, 3, 5)


@pytest.fixture(scope="session")
def web_record(shelf: Here) -> Location:
    """A record of the invented news that no test changes."""
    return invented.make(shelf / "web.db")


@pytest.fixture(scope="session")
def client(web_record: Location) -> Iterator[TestClient]:
    """A browser without scripts or memory of pages."""
    with TestClient(create_app(web_record, on=ON), base_url="http://localhost:8700") as held:
        yield held
