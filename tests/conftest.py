"""What all tests share: the root of the tree, and the two homes of a record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import homes

# No test is timed: a machine with other work to do is no fault of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def home_kind(request: pytest.FixtureRequest) -> homes.Kind:
    """Each home of a record in turn: what asks for one runs on both."""
    if request.param == "postgresql" and (why := homes.missing()):
        pytest.skip(why)
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def cluster() -> Iterator[homes.Cluster]:
    """A PostgreSQL of the tests' own."""
    if why := homes.missing():
        pytest.skip(why)
    with homes.server() as address:
        yield homes.Cluster(address)


@pytest.fixture(scope="session")
def shelf(
    home_kind: homes.Kind, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[homes.Here]:
    """A place for records that many tests look at."""
    held = homes.Here(
        tmp_path_factory.mktemp("shelf"), request.getfixturevalue("cluster") if home_kind == "postgresql" else None
    )
    yield held
    held.close()


@pytest.fixture
def here(home_kind: homes.Kind, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[homes.Here]:
    """A place for the records of one test."""
    held = homes.Here(tmp_path, request.getfixturevalue("cluster") if home_kind == "postgresql" else None)
    yield held
    held.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in a browser come last: what drives it leaves its event loop running, and others start one of their own."""
    items.sort(key=lambda item: "browser" in item.path.parts)
