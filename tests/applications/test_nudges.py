"""Nudges (S19): whoever has the ball is reminded once a day, by one mail."""

from typing import Any

import pytest

from careerdesk.kernel.context import House
from careerdesk.kernel.tasks import REGISTRY, carry_out
from careerdesk.permissions.roles import Role
from tests.conftest import Client, Mailbox, Person, World, run_tasks
from tests.stories import TO_OFFER, act, apply, ok, post_job


async def waiting(world: World, *actions: str, who: Person | None = None, days: int = 5, **job: Any) -> dict[str, Any]:
    """An application that has stood still for some days after these moves."""
    application = await act(world.client(Role.OFFICER), await apply(world, await post_job(world, **job), who), *actions)
    async with world.context() as context:
        sql = "UPDATE applications SET since = since - make_interval(days => :days) WHERE id = :id"
        await context.db.run(sql, id=application["id"], days=days)
    return application


async def nudge(world: World, who: Role = Role.OFFICER, **body: Any) -> dict[str, Any]:
    report: dict[str, Any] = ok(await world.client(who).post("/applications/nudge", json={"dry_run": False, **body}))
    return report


async def test_a_company_gets_one_mail_for_all_that_waits(world: World, house: House, mailbox: Mailbox) -> None:
    first = await waiting(world, "select", "start-process")
    await waiting(world, "select", "start-process", who=world.extra["second student"], title="Designer")
    await waiting(world, "select", "start-process", who=await world.add_student("Fresh"), days=1, title="Other")
    await run_tasks(house, world.id)
    mailbox.messages.clear()
    preview = ok(await world.client(Role.OFFICER).post("/applications/nudge", json={"waiting_for": "company"}))
    recruiter = world.people[Role.RECRUITER]
    assert preview["people"] == [
        {"id": str(recruiter.id), "full_name": recruiter.full_name, "holder": "company", "applications": 2}
    ]
    await run_tasks(house, world.id)
    assert mailbox.messages == []
    report = await nudge(world, waiting_for="company")
    assert (report["applications"], report["blocked"]) == (2, [])
    await run_tasks(house, world.id)
    (mail,) = mailbox.to(recruiter.email)
    assert mail.subject == "2 applications are waiting"
    assert "Asha Student, Associate Engineer at Acme: in process since" in mail.text
    items = ok(await world.client(Role.RECRUITER).get("/notifications"))["items"]
    nudges = [item for item in items if item["event"] == "application.nudged"]
    assert {item["link"] for item in nudges} >= {f"/jobs/{first['job']['id']}/applicants"}
    assert len(nudges) == 2


async def test_nobody_is_nudged_twice_in_a_day(world: World, house: House, mailbox: Mailbox) -> None:
    await waiting(world, *TO_OFFER)
    await nudge(world, waiting_for="student")
    again = await nudge(world, waiting_for="student")
    assert (again["people"], [one["code"] for one in again["blocked"]]) == ([], ["nudged"])
    await run_tasks(house, world.id, "applications.send_nudges")
    assert len(mailbox.to(world.student.email)) == 1
    async with world.context() as context:
        await context.db.run("UPDATE application_nudges SET at = at - interval '25 hours'")
    assert (await nudge(world, waiting_for="student"))["applications"] == 1


async def test_what_moved_on_before_the_mail_left_is_left_out(world: World, house: House, mailbox: Mailbox) -> None:
    application = await waiting(world, *TO_OFFER)
    await nudge(world, application_ids=[application["id"]])
    await act(world.client(Role.STUDENT), application, "accept-offer")
    await run_tasks(house, world.id, "applications.send_nudges")
    assert mailbox.messages == []


async def test_the_task_tells_under_the_same_message_id_when_it_runs_twice(
    world: World, house: House, mailbox: Mailbox
) -> None:
    await nudge(world, application_ids=[(await waiting(world, *TO_OFFER))["id"]])
    async with world.context() as context:
        batch = await context.db.value("SELECT batch_id FROM application_nudges")
    for _ in range(2):
        await carry_out(house, REGISTRY["applications.send_nudges"], world.id, {"batch_id": str(batch)})
    assert len({mail.message_id for mail in mailbox.to(world.student.email)}) == 1
    items = ok(await world.client(Role.STUDENT).get("/notifications"))["items"]
    assert [item["event"] for item in items].count("application.nudged") == 1


async def test_who_has_nobody_to_remind_is_said(world: World) -> None:
    beta = await waiting(world, "select", "start-process", company="Gamma")
    own = await waiting(world, who=world.extra["second student"])
    report = await nudge(world, application_ids=[beta["id"], own["id"]])
    assert {one["id"]: one["code"] for one in report["blocked"]} == {beta["id"]: "no_account", own["id"]: "own"}
    from_colleague = await nudge(world, Role.COORDINATOR, application_ids=[own["id"]])
    assert [one["full_name"] for one in from_colleague["people"]] == [world.people[Role.OFFICER].full_name]


async def test_an_interview_to_come_is_not_waited_for(world: World) -> None:
    application = await waiting(world, *TO_OFFER[:2])
    await act(world.client(Role.OFFICER), application, TO_OFFER[2], interview_at="2030-01-01T10:00:00+05:30")
    async with world.context() as context:
        await context.db.run("UPDATE applications SET since = since - interval '9 days'")
    assert (await nudge(world, waiting_for="student"))["people"] == []
    found = ok(await world.client(Role.OFFICER).get("/applications?waiting_for=student&waiting_days=3"))
    assert found["total"] == 0


async def test_the_list_shows_what_the_count_counted(world: World) -> None:
    await waiting(world)
    await waiting(world, "select", "start-process", who=world.extra["second student"])
    officer = world.client(Role.OFFICER)
    counted = ok(await officer.get("/admin/stats"))["waiting"]
    assert {name: one["count"] for name, one in counted.items()} == {"office": 1, "company": 1, "student": 0}
    assert counted["student"]["oldest_since"] is None
    listed = ok(await officer.get(counted["company"]["link"]))
    assert [item["status"] for item in listed["items"]] == ["IN_PROCESS"]


@pytest.mark.parametrize("body", [{}, {"waiting_for": "nobody"}, {"waiting_for": "office", "application_ids": []}])
@pytest.mark.as_(Role.OFFICER)
async def test_one_says_whom_to_nudge(client: Client, body: dict[str, Any]) -> None:
    assert (await client.post("/applications/nudge", json=body)).status_code == 422
