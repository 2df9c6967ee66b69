"""Everything about codes runs on both stores: PostgreSQL, and a real Redis."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from careerdesk.entry.app import create_app
from careerdesk.kernel.context import House, system_context
from careerdesk.kernel.settings import Settings
from tests.conftest import Mailbox, World, run_tasks
from tests.redis import RunningRedis, running_redis


@pytest.fixture(scope="session", params=["postgresql", "redis"])
def redis_server(request: pytest.FixtureRequest) -> Iterator[RunningRedis | None]:
    """The Redis of the app, or None where PostgreSQL keeps what is short-lived."""
    if request.param == "postgresql":
        yield None
        return
    with running_redis() as server:
        yield server


@pytest.fixture(scope="session")
async def app(app_database_url: str, settings: Settings, redis_server: RunningRedis | None) -> AsyncIterator[FastAPI]:
    chosen = settings.model_copy(deep=True)
    if redis_server is not None:
        chosen = Settings(
            **{name: getattr(chosen, name) for name in type(chosen).model_fields if name != "redis_url"},
            redis_url=redis_server.url,  # type: ignore[arg-type]
            _env_file=None,  # type: ignore[call-arg]
        )
    made = create_app(chosen, database_url=app_database_url)
    async with made.router.lifespan_context(made):
        yield made


class Post:
    """The tasks of an institution, and the codes that they mailed."""

    def __init__(self, house: House, world: World, mailbox: Mailbox):
        self.house, self.world, self.mailbox = house, world, mailbox

    async def code(self, address: str) -> str:
        """Carry out what waits; the code in the newest mail to that address."""
        await run_tasks(self.house, self.world.id)
        found = re.search(r"\b(\d{6}) is your code", self.mailbox.to(address)[-1].text)
        assert found is not None
        return found[1]

    async def mails(self, address: str) -> int:
        await run_tasks(self.house, self.world.id)
        return len(self.mailbox.to(address))

    async def store(self, name: str, *arguments: Any) -> Any:
        """Ask the app's own store."""
        async with system_context(self.house, None) as context:
            return await getattr(context.store, name)(*arguments)


@pytest.fixture
def post(house: House, world: World, mailbox: Mailbox) -> Post:
    return Post(house, world, mailbox)
