"""Rate limits: the same behaviour in one process and, through Redis, in several."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI

from careerdesk.entry.app import create_app
from careerdesk.kernel.limits import MemoryLimiter
from careerdesk.kernel.settings import Settings
from careerdesk.permissions.roles import Role
from tests.conftest import PASSWORD, SECRET, World, make_client, make_world
from tests.redis import running_redis
from tests.servers import serving


@pytest.fixture(scope="module")
async def narrow(app_database_url: str, settings: Settings) -> AsyncIterator[FastAPI]:
    """An app that answers ten requests of one caller in a window."""
    limits = settings.rate_limit.model_copy(update={"requests": 10, "strict_requests": 4})
    made = create_app(settings.model_copy(update={"rate_limit": limits}), database_url=app_database_url)
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture
async def small(narrow: FastAPI, app_database_url: str) -> World:
    return await make_world(narrow, app_database_url)


async def test_headers_count_down_and_the_eleventh_is_refused(small: World) -> None:
    async with small.client(Role.STUDENT) as client:
        answers = [await client.get("/auth/me") for _ in range(11)]
    assert [one.status_code for one in answers] == [200] * 10 + [429]
    assert answers[0].headers["ratelimit-policy"] == '"api";q=10;w=60'
    assert answers[0].headers["ratelimit"].startswith('"api";r=9;t=')
    assert answers[9].headers["ratelimit"].startswith('"api";r=0;t=')
    refused = answers[10]
    assert refused.json()["code"] == "too_many_requests"
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert refused.headers["ratelimit"].startswith('"api";r=0;t=')


async def test_each_caller_counts_alone_and_the_same_person_together(small: World) -> None:
    async with small.client(Role.STUDENT) as first, small.client(Role.OFFICER) as officer:
        for _ in range(10):
            assert (await first.get("/auth/me")).status_code == 200
        assert (await first.get("/auth/me")).status_code == 429
        assert (await officer.get("/auth/me")).status_code == 200


async def test_refusals_count_too(small: World) -> None:
    async with small.client(Role.STUDENT) as client:
        codes = [(await client.get("/admin/audit")).status_code for _ in range(11)]
    assert codes == [403] * 10 + [429]


async def test_signing_in_is_counted_per_address_because_a_campus_shares_one_ip(small: World) -> None:
    async with make_client(small.app) as campus:
        for person in (small.people[Role.OFFICER], small.people[Role.ADMIN]):
            body = {"email": person.email, "password": PASSWORD}
            codes = [(await campus.post("/auth/login", json=body)).status_code for _ in range(5)]
            assert codes == [200] * 4 + [429]


async def test_one_ip_that_names_many_addresses_is_stopped_as_well(small: World) -> None:
    async with make_client(small.app, headers={"X-Institution": small.slug}) as campus:
        asked = (
            campus.post("/auth/refresh", json={"refresh_token": "x", "email": f"a{n}@people.example"})
            for n in range(130)
        )
        codes = [one.status_code for one in await asyncio.gather(*asked)]
    assert set(codes) == {401, 429}
    assert codes.count(401) <= 100


async def test_health_and_pages_are_not_counted(small: World) -> None:
    async with make_client(small.app) as client:
        codes = {(await client.get("//health/live")).status_code for _ in range(30)}
    assert codes == {200}


async def test_a_flood_of_names_does_not_push_out_who_has_reached_the_limit() -> None:
    limiter = MemoryLimiter(most=100)
    for _ in range(5):
        await limiter.hit("guesser", 3, 60)
    for n in range(1_000):
        await limiter.hit(f"name {n}", 3, 60)
    assert (await limiter.hit("guesser", 3, 60)).hits == 6


def test_the_window_and_its_requests_are_those_that_were_asked_for() -> None:
    usual = Settings(_env_file=None).rate_limit  # type: ignore[call-arg]
    assert (usual.enabled, usual.requests, usual.window_seconds) == (True, 100, 60)
    assert usual.strict_requests < usual.requests


async def test_four_processes_count_as_one_through_redis(world: World, app_database_url: str, tmp_path: Path) -> None:
    with (
        running_redis() as shared,
        serving(
            app_database_url, tmp_path, workers=4, CAREERDESK_REDIS_URL=shared.url, CAREERDESK_SECRET_KEY=SECRET
        ) as url,
        ThreadPoolExecutor(16) as pool,
    ):
        headers = {"Authorization": f"Bearer {world.student.token}"}
        ask = lambda _: httpx2.get(f"{url}/api/v1/auth/me", headers=headers, timeout=60)  # noqa: E731
        answers = list(pool.map(ask, range(130)))
    assert sorted(one.status_code for one in answers) == [200] * 100 + [429] * 30
    left = sorted(
        int(one.headers["ratelimit"].split("r=")[1].split(";")[0]) for one in answers if one.status_code == 200
    )
    assert left == list(range(100))
