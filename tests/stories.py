"""Steps that many stories share, through the API."""

from typing import Any

import asyncpg
import httpx2

from careerdesk.permissions.roles import Role
from tests.conftest import Client, Person, World


def ok(answer: httpx2.Response, status: int = 200) -> Any:
    """The answer's JSON; the test fails with the server's words otherwise."""
    assert answer.status_code == status, f"{answer.status_code} {answer.text}"
    return answer.json() if answer.content else None


async def post_job(world: World, who: Role = Role.OFFICER, **fields: Any) -> dict[str, Any]:
    title = {} if "role" in fields else {"title": "Associate Engineer"}
    body = {"company": "Acme", "ctc": 1_450_000, **title, **fields}
    made: dict[str, Any] = ok(await world.client(who).post("/jobs", json=body), 201)
    return made


async def apply(world: World, job: dict[str, Any], who: Person | None = None) -> dict[str, Any]:
    made: dict[str, Any] = ok(
        await world.client(who or world.student).post("/applications", json={"job_id": job["id"]}), 201
    )
    return made


async def act(client: Client, application: dict[str, Any], *actions: str, **body: Any) -> dict[str, Any]:
    """Walk an application through these moves; the body goes with the last one."""
    for action in actions:
        sent = body if action == actions[-1] else {}
        application = ok(await client.post(f"/applications/{application['id']}/actions/{action}", json=sent))
    return application


TO_OFFER = ("select", "start-process", "schedule-interview", "shortlist", "release-offer")


async def offered(world: World, who: Person | None = None, **fields: Any) -> dict[str, Any]:
    """An application with an open offer."""
    job = await post_job(world, **fields)
    application = await apply(world, job, who)
    return await act(world.client(Role.OFFICER), application, *TO_OFFER)


async def bind(world: World, department: str | None, who: Role = Role.COORDINATOR) -> None:
    """Hold somebody's role for one department, or for all of them."""
    connection = await asyncpg.connect(world.owner)
    sql = "UPDATE memberships SET department = $1 WHERE user_id = $2"
    await connection.execute(sql, department, world.people[who].id)
    await connection.close()


async def move_to_department(world: World, student: Person, department: str | None) -> None:
    connection = await asyncpg.connect(world.owner)
    await connection.execute("UPDATE students SET department = $1 WHERE user_id = $2", department, student.id)
    await connection.close()
