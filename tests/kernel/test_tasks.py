"""Background work: enqueued with the change, carried out by a real worker, safe to repeat."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from careerdesk.kernel import tasks
from careerdesk.kernel.context import House
from careerdesk.permissions.roles import Role
from tests.conftest import Mailbox, World
from tests.stories import act, apply, ok, post_job

WAITING = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND args->>'institution_id' = :institution"


async def _waiting(world: World) -> int:
    async with world.context() as context:
        found: int = await context.db.value(WAITING, institution=str(world.id))
        return found


async def test_a_task_is_enqueued_with_the_change_and_not_without_it(world: World) -> None:
    application = await apply(world, await post_job(world))
    before = await _waiting(world)
    refused = await world.client(Role.OFFICER).post(f"/applications/{application['id']}/actions/shortlist")
    assert refused.status_code == 409
    assert await _waiting(world) == before
    await act(world.client(Role.OFFICER), application, "select")
    # The mail and the item in the app.
    assert await _waiting(world) == before + 2


async def test_what_is_enqueued_is_bound_to_the_tasks_signature(world: World) -> None:
    async with world.context() as context:
        with pytest.raises(TypeError):
            await tasks.enqueue(context, "applications.tell", application="no such argument")


async def test_a_real_worker_tells_the_student(world: World, house: House, mailbox: Mailbox) -> None:
    application = await apply(world, await post_job(world))
    await act(world.client(Role.OFFICER), application, "select")
    stop = asyncio.Event()
    working = asyncio.create_task(tasks.work(house, stop))
    try:
        for _ in range(100):
            if any("Selected" in mail.subject for mail in mailbox.to(world.student.email)):
                break
            await asyncio.sleep(0.1)
    finally:
        stop.set()
        await working
    mails = mailbox.to(world.student.email)
    assert [mail.subject for mail in mails if "Selected" in mail.subject] == ["Selected: Associate Engineer at Acme"]
    # The news of the application itself was out of date by then, and is not sent after the later one.
    assert all("Applied" not in mail.subject for mail in mails[1:])


@pytest.mark.parametrize("name", ["identity.purge", "offers.lapse", "students.forget_imports"])
async def test_periodic_tasks_can_be_repeated(world: World, house: House, name: str) -> None:
    assert tasks.REGISTRY[name].cron
    for _ in range(2):
        await tasks.carry_out(house, tasks.REGISTRY[name], world.id, {})


async def test_the_purge_forgets_sessions_that_ended_long_ago(world: World, house: House) -> None:
    student = world.client(Role.STUDENT)
    old = datetime.now(UTC) - timedelta(days=31)
    async with world.context() as context:
        moved = "UPDATE sessions SET expires_at = :old WHERE user_id = :user_id"
        assert await context.db.run(moved, old=old, user_id=world.student.id) == 1
    await tasks.carry_out(house, tasks.REGISTRY["identity.purge"], world.id, {})
    async with world.context() as context:
        assert await context.db.value("SELECT count(*) FROM sessions WHERE user_id = :id", id=world.student.id) == 0
    assert (await student.get("/auth/me")).status_code == 401
    assert ok(await world.client(Role.OFFICER).get("/auth/me"))["role"] == "OFFICER"
