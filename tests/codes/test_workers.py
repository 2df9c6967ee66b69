"""Four worker processes count as one, on both stores; and signing in goes on when Redis dies."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import httpx2
import pytest

from tests.conftest import PASSWORD, World
from tests.redis import RunningRedis, running_redis
from tests.servers import serving

AT_ONCE = 24


@pytest.fixture
def settings_of_many(redis_server: RunningRedis | None) -> dict[str, str]:
    wide = {"CAREERDESK_RATE_LIMIT__STRICT_REQUESTS": "100000", "CAREERDESK_RATE_LIMIT__REQUESTS": "100000"}
    return wide | ({"CAREERDESK_REDIS_URL": redis_server.url} if redis_server is not None else {})


@pytest.fixture
def address(world: World, app_database_url: str, tmp_path: Path, settings_of_many: dict[str, str]) -> Iterator[str]:
    with serving(app_database_url, tmp_path, workers=4, **settings_of_many) as url:
        yield f"{url}/api/v1"


def _at_once(address: str, path: str, body: dict[str, str]) -> list[httpx2.Response]:
    """As many requests at the same moment, each on a connection of its own, so that every process gets some."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda _: httpx2.post(f"{address}{path}", json=body, timeout=60), range(AT_ONCE)))


async def test_four_processes_send_three_codes_and_compare_five(world: World, address: str) -> None:
    email = f"many.{world.slug}@people.example"
    asked = _at_once(address, "/auth/send-otp", {"email": email})
    assert sorted(answer.status_code for answer in asked) == [200] * 3 + [429] * (AT_ONCE - 3)
    assert sorted(a.json()["attempts_remaining"] for a in asked if a.status_code == 200) == [0, 1, 2]
    shown = _at_once(address, "/auth/verify-otp", {"email": email, "code": "000000"})
    assert sorted(answer.status_code for answer in shown) == [401] * 5 + [429] * (AT_ONCE - 5)
    assert sorted(a.json()["attempts_remaining"] for a in shown if a.status_code == 401) == [0, 1, 2, 3, 4]


async def test_signing_in_goes_on_when_redis_dies(world: World, app_database_url: str, tmp_path: Path) -> None:
    with (
        running_redis() as server,
        serving(app_database_url, tmp_path, CAREERDESK_REDIS_URL=server.url) as url,
    ):
        ready = httpx2.get(f"{url}/health/ready").json()
        assert ready["redis"] == "ok"
        body = {"email": world.student.email}
        assert httpx2.post(f"{url}/api/v1/auth/send-otp", json=body).status_code == 200
        server.kill()
        login = httpx2.post(f"{url}/api/v1/auth/login", json={**body, "password": PASSWORD}, timeout=30)
        assert login.status_code == 200
        wrong = httpx2.post(f"{url}/api/v1/auth/login", json={**body, "password": "not this one"}, timeout=30)
        assert wrong.status_code == 401
        assert httpx2.post(f"{url}/api/v1/auth/send-otp", json=body, timeout=30).status_code == 200
        ready = httpx2.get(f"{url}/health/ready")
        assert (ready.status_code, ready.json()["redis"].split(":")[0]) == (200, "degraded")
    connection = await asyncpg.connect(world.owner)
    kept = await connection.fetchval(
        "SELECT hits FROM kept_values WHERE key = $1", f"otp_limit:login:{world.student.email}"
    )
    await connection.close()
    assert kept == 1
