"""What two people do at once is decided by the database, in one process and in four."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI

from careerdesk.entry.app import create_app
from careerdesk.kernel.settings import Settings
from careerdesk.permissions.roles import Role
from tests.conftest import SECRET, Person, World, make_world
from tests.databases import Databases
from tests.servers import serving
from tests.stories import TO_OFFER, apply, ok, post_job

TIMES = 100


@pytest.fixture(scope="module")
async def raced(databases: Databases, settings: Settings) -> AsyncIterator[tuple[FastAPI, str]]:
    url = databases.url(databases.fresh())
    app = create_app(settings, database_url=url)
    async with app.router.lifespan_context(app):
        yield app, url


async def _offers(world: World, jobs: int) -> list[tuple[Person, list[str]]]:
    """A hundred students, each with an open offer for each of so many jobs."""
    people = [await world.add_student(f"Racer{n} Number") for n in range(TIMES)]
    held: dict[str, list[str]] = {person.email: [] for person in people}
    officer = world.client(Role.OFFICER)
    for _ in range(jobs):
        job = await post_job(world)
        made = [(person, await apply(world, job, person)) for person in people]
        body = {"application_ids": [application["id"] for _, application in made], "dry_run": False}
        for action in TO_OFFER:
            assert ok(await officer.post("/applications/moves", json={**body, "action": action}))["moved"] == TIMES
        for person, application in made:
            held[person.email].append(application["id"])
    return [(person, held[person.email]) for person in people]


async def _both(client: httpx2.AsyncClient, person: Person, applications: list[str]) -> list[int]:
    headers = {"Authorization": f"Bearer {person.token}"}
    paths = [f"/api/v1/applications/{key}/actions/accept-offer" for key in (applications[0], applications[-1])]
    answers = await asyncio.gather(*(client.post(path, headers=headers) for path in paths))
    return sorted(answer.status_code for answer in answers)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 4])
@pytest.mark.parametrize("jobs", [1, 2])
async def test_two_acceptances_at_once_give_one_200_and_one_409_every_time(
    raced: tuple[FastAPI, str], tmp_path: Path, workers: int, jobs: int
) -> None:
    app, url = raced
    world = await make_world(app, url)
    people = await _offers(world, jobs)
    with serving(url, tmp_path, workers=workers, CAREERDESK_SECRET_KEY=SECRET) as base:
        # No kept connections: each request may meet another worker.
        limits = httpx2.Limits(max_keepalive_connections=0)
        async with httpx2.AsyncClient(base_url=base, verify=False, limits=limits) as client:
            outcomes = [await _both(client, person, applications) for person, applications in people]
    assert outcomes == [[200, 409]] * TIMES
    async with world.context() as context:
        held = "SELECT count(*), count(DISTINCT student_id) FROM offers WHERE state = 'ACCEPTED'"
        found = await context.db.row(held)
        assert tuple(found) == (TIMES, TIMES)
