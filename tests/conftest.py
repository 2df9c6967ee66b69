"""What every test may ask for. Databases are made in `tests/databases.py`."""

from collections.abc import Iterator

import pytest

from tests.databases import Databases


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.close()


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A migrated database of one test's own; the URL connects as the owner of the tables."""
    name = databases.fresh()
    yield databases.url(name)
    databases.drop(name)


@pytest.fixture(scope="module")
def shared_database_url(databases: Databases) -> Iterator[str]:
    """A migrated database that the tests of one module share."""
    name = databases.fresh()
    yield databases.url(name)
    databases.drop(name)
