"""Moves of many that can be taken back for some seconds (S21): nothing has happened before they are carried out."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from careerdesk.kernel.context import House
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.tasks import REGISTRY, carry_out
from careerdesk.permissions.roles import Role
from tests.conftest import Mailbox, World, run_tasks
from tests.stories import TO_OFFER, act, apply, ok, post_job

TASK = "applications.carry_out_held"


async def three(world: World, **job: Any) -> list[dict[str, Any]]:
    made = await post_job(world, **job)
    return [await apply(world, made, await world.add_student(f"Held {n}")) for n in range(3)]


async def hold(
    world: World, applications: list[dict[str, Any]], who: Role = Role.OFFICER, **body: Any
) -> dict[str, Any]:
    sent = {"action": "select", "application_ids": [a["id"] for a in applications], "hold": True, **body}
    held: dict[str, Any] = ok(await world.client(who).post("/applications/moves", json=sent), 202)
    return held


async def statuses(world: World, applications: list[dict[str, Any]]) -> set[str]:
    officer = world.client(Role.OFFICER)
    return {ok(await officer.get(f"/applications/{a['id']}"))["status"] for a in applications}


async def test_nothing_happens_before_the_moment_has_passed(world: World, house: House, mailbox: Mailbox) -> None:
    applications = await three(world)
    await run_tasks(house, world.id)
    mailbox.messages.clear()
    held = await hold(world, applications)
    assert (held["state"], held["moves"], held["blocked"]) == ("held", 3, [])
    assert await statuses(world, applications) == {"APPLIED"}
    listed = ok(await world.client(Role.OFFICER).get("/applications"))["items"]
    assert {(item["held"]["move"], item["held"]["by"]) for item in listed} == {("select", "Meera Officer")}
    own = ok(await world.client(next(iter(world.extra.values()))).get("/applications"))["items"]
    assert all("held" not in item for item in own)
    assert mailbox.messages == []
    await run_tasks(house, world.id)
    assert await statuses(world, applications) == {"SELECTED"}
    assert len(mailbox.messages) == 3
    found = ok(await world.client(Role.OFFICER).get(f"/applications/moves/{held['hold_id']}"))
    assert (found["state"], found["result"]) == ("done", {"moved": 3, "blocked": [], "problem": None})
    history = ok(await world.client(Role.OFFICER).get(f"/applications/{applications[0]['id']}/history"))["items"]
    assert history[-1]["actor_name"] == "Meera Officer"


async def test_the_task_waits_for_the_moment(world: World) -> None:
    held = await hold(world, await three(world))
    connection = await asyncpg.connect(world.owner)
    try:
        at = await connection.fetchval(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = $1 AND args->'arguments'->>'hold_id' = $2",
            TASK, held["hold_id"],
        )  # fmt: skip
    finally:
        await connection.close()
    assert at.isoformat().startswith(held["undo_until"][:19])


async def test_a_move_that_was_taken_back_never_happens(world: World, house: House, mailbox: Mailbox) -> None:
    applications = await three(world)
    await run_tasks(house, world.id)
    mailbox.messages.clear()
    held = await hold(world, applications)
    officer = world.client(Role.OFFICER)
    for _ in range(2):
        undone = ok(await officer.post(f"/applications/moves/{held['hold_id']}/undo"))
        assert undone["state"] == "undone"
    await run_tasks(house, world.id)
    assert await statuses(world, applications) == {"APPLIED"}
    assert mailbox.messages == []


async def test_what_was_carried_out_cannot_be_taken_back_and_is_not_done_twice(world: World, house: House) -> None:
    applications = await three(world)
    held = await hold(world, applications)
    for _ in range(2):
        await carry_out(house, REGISTRY[TASK], world.id, {"hold_id": held["hold_id"]})
    answer = await world.client(Role.OFFICER).post(f"/applications/moves/{held['hold_id']}/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_carried_out")
    history = ok(await world.client(Role.OFFICER).get(f"/applications/{applications[0]['id']}/history"))["items"]
    assert [step["move"] for step in history] == ["apply", "select"]


async def test_who_moved_meanwhile_is_left_alone(world: World, house: House) -> None:
    applications = await three(world)
    held = await hold(world, applications)
    await act(world.client(Role.OFFICER), applications[0], "reject", reason="Late")
    await run_tasks(house, world.id, TASK)
    found = ok(await world.client(Role.OFFICER).get(f"/applications/moves/{held['hold_id']}"))
    assert (found["result"]["moved"], found["result"]["blocked"][0]["id"]) == (2, applications[0]["id"])


async def test_the_same_application_is_not_held_twice(world: World) -> None:
    applications = await three(world)
    await hold(world, applications[:2])
    second = await hold(world, applications)
    assert second["moves"] == 1
    assert [one["code"] for one in second["blocked"]] == ["held", "held"]
    body = {"action": "select", "application_ids": [applications[0]["id"]], "hold": True}
    answer = await world.client(Role.OFFICER).post("/applications/moves", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_move")


async def test_what_became_impossible_is_said_and_nothing_moves(world: World, house: House) -> None:
    """The rights of the moment in which it is carried out count, and an offer whose deadline passed meanwhile fails whole."""
    applications = [await act(world.client(Role.OFFICER), one, *TO_OFFER[:4]) for one in await three(world)]
    late = await hold(world, applications[:1], action="release-offer", deadline="2030-01-01")
    gone = await hold(world, applications[1:], action="reject")
    async with world.context() as context:
        sql = 'UPDATE held_moves SET body = body || \'{"deadline": "2020-01-01"}\' WHERE id = :id'
        await context.db.run(sql, id=UUID(late["hold_id"]))
    await run_tasks(house, world.id, TASK)
    officer = world.client(Role.OFFICER)
    found = ok(await officer.get(f"/applications/moves/{late['hold_id']}"))
    assert (found["state"], found["result"]["moved"]) == ("failed", 0)
    assert "deadline" in found["result"]["problem"]
    assert await statuses(world, applications[:1]) == {"SHORTLISTED"}
    assert ok(await officer.get(f"/applications/moves/{gone['hold_id']}"))["state"] == "done"


async def test_whoever_left_moves_nobody(world: World, house: House) -> None:
    applications = await three(world)
    held = await hold(world, applications, Role.COORDINATOR)
    async with world.context() as context:
        await context.db.run("UPDATE users SET state = 'inactive' WHERE id = :id", id=world.people[Role.COORDINATOR].id)
    await run_tasks(house, world.id, TASK)
    assert await statuses(world, applications) == {"APPLIED"}
    found = ok(await world.client(Role.OFFICER).get(f"/applications/moves/{held['hold_id']}"))
    assert (found["state"], found["result"]["moved"]) == ("failed", 0)


async def test_a_recruiter_takes_back_their_own_only(world: World) -> None:
    applications = await three(world)
    held = await hold(world, applications, Role.RECRUITER)
    path = f"/applications/moves/{held['hold_id']}"
    assert (await world.client(world.extra["second recruiter"]).post(f"{path}/undo")).status_code == 404
    assert ok(await world.client(Role.RECRUITER).post(f"{path}/undo"))["state"] == "undone"
    assert (await world.client(Role.OFFICER).get(f"/applications/moves/{new_id()}")).status_code == 404


@pytest.mark.parametrize("hold_too", [True, False])
async def test_a_dry_run_holds_nothing(world: World, hold_too: bool) -> None:
    applications = await three(world)
    body = {"action": "select", "application_ids": [a["id"] for a in applications], "dry_run": True, "hold": hold_too}
    report = ok(await world.client(Role.OFFICER).post("/applications/moves", json=body))
    assert (report["moved"], len(report["movable"])) == (0, 3)
    assert ok(await world.client(Role.OFFICER).get("/applications"))["items"][0]["held"] is None
