"""Policies of institutions, and the codes that they lead to."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from careerdesk.kernel.context import House
from tests.conftest import Mailbox, World, run_tasks

Decide = Callable[..., Awaitable[None]]
CodeTo = Callable[[str], Awaitable[str]]
BROWSER = {"Origin": "http://testserver"}


@pytest.fixture
def decide(world: World) -> Decide:
    """Set the institution's sign-in policy."""

    async def decided(where: World = world, **policy: Any) -> None:
        connection = await asyncpg.connect(where.owner)
        await connection.execute(
            "UPDATE institutions SET settings = jsonb_build_object('sign_in', $2::text::jsonb) WHERE id = $1",
            where.id,
            json.dumps(policy),
        )
        await connection.close()

    return decided


@pytest.fixture
def code_to(world: World, house: House, mailbox: Mailbox) -> CodeTo:
    """Carry out what waits; the code in the newest mail to that address."""

    async def newest(address: str) -> str:
        await run_tasks(house, world.id)
        found = re.search(r"\b(\d{6}) is your code", mailbox.to(address)[-1].text)
        assert found is not None
        return found[1]

    return newest
