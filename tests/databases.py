"""Databases for tests: one migrated template a test process, copied in about 20 ms for whoever needs a fresh one.

By default on an embedded server that forgets; with `CAREERDESK_TEST_DATABASE_URL` (an owner that may create databases
and roles) on that server, for running the suite against another PostgreSQL.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

from careerdesk import migrations
from careerdesk.kernel import embedded


class Databases:
    """The server of one test process, and the databases made on it."""

    def __init__(self) -> None:
        given = os.environ.get("CAREERDESK_TEST_DATABASE_URL")
        self._folder: Path | None = None
        self._server: embedded.Server | None = None
        if given:
            self._maintenance = given
        else:
            # Not below pytest's own private folder: as root the server runs as a user who could not enter it.
            self._folder = Path(tempfile.mkdtemp(prefix="careerdesk-test-"))
            self._folder.chmod(0o711)
            self._server = embedded.start(self._folder, durable=False)
            self._maintenance = self._server.url_for(embedded.OWNER, "postgres")
        self._made: list[str] = []
        self._template = self.empty()
        migrations.upgrade(self.url(self._template))

    def url(self, name: str) -> str:
        """Connects as the owner of the tables."""
        parts = urlsplit(self._maintenance)
        # A URL with a socket has no host part; urlunsplit would drop its slashes.
        return urlunsplit(parts._replace(netloc=parts.netloc or "@", path=f"/{name}"))

    def empty(self) -> str:
        """A new database without any table; its name."""
        name = f"test_{uuid4().hex[:12]}"
        self._run(f'CREATE DATABASE "{name}"')
        self._made.append(name)
        return name

    def fresh(self, source: str | None = None) -> str:
        """A copy of the migrated template (or of another database that nobody is connected to); its name."""
        name = f"test_{uuid4().hex[:12]}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{source or self._template}" STRATEGY FILE_COPY')
        self._made.append(name)
        return name

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self._made.remove(name)

    def close(self) -> None:
        if self._server is not None:
            self._server.stop()
        else:
            for name in list(self._made):
                self.drop(name)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, sql: str) -> None:
        with psycopg.connect(self._maintenance, autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[call-overload]


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
