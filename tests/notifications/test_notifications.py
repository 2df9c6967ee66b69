"""What people are told in the app: who hears of what, once, and not of what they did themselves."""

from typing import Any

import pytest

from careerdesk.kernel.context import House
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.tasks import REGISTRY, carry_out
from careerdesk.notifications import rules
from careerdesk.notifications.service import Item, tell
from careerdesk.permissions.roles import Role
from tests.conftest import Client, Mailbox, Person, World, run_tasks
from tests.contracts.test_queries import counting
from tests.stories import act, apply, offered, ok, post_job

pytestmark = pytest.mark.usefixtures("mailbox")


async def told(world: World, who: Role | Person, **query: Any) -> list[dict[str, Any]]:
    """The items of somebody, the newest first, after the tasks have run."""
    await run_tasks(world.app.state.house, world.id)
    async with world.client(who) as client:
        items: list[dict[str, Any]] = ok(await client.get("/notifications", params=query))["items"]
    return items


def titles(items: list[dict[str, Any]]) -> list[str]:
    return [item["title"] for item in items]


async def test_a_student_hears_of_every_move_of_the_office(world: World) -> None:
    application = await apply(world, await post_job(world))
    officer = world.client(Role.OFFICER)
    for move, title in (
        ("select", "You are selected for Associate Engineer at Acme"),
        ("start-process", "The process for Associate Engineer at Acme has begun"),
    ):
        await act(officer, application, move)
        item = (await told(world, Role.STUDENT))[0]
        assert item["title"] == title
        assert item["event"] == "application.moved"
        assert item["facts"]["job"] == "Associate Engineer"
        assert item["link"] == f"/applications/{application['id']}"
        assert item["read_at"] is None
    assert (await told(world, world.extra["second student"])) == []


async def test_an_offer_leads_to_its_page_and_says_until_when(world: World) -> None:
    application = await offered(world)
    item = (await told(world, Role.STUDENT))[0]
    assert item["title"] == "You have an offer: Associate Engineer at Acme"
    assert item["link"] == f"/applications/{application['id']}/offer"
    assert item["facts"]["deadline_at"][:10] == application["offer"]["deadline_at"][:10]


async def test_nobody_hears_of_what_they_did_themselves(world: World) -> None:
    application = await offered(world)
    before = len(await told(world, Role.STUDENT))
    await act(world.client(Role.STUDENT), application, "accept-offer")
    assert len(await told(world, Role.STUDENT)) == before


async def test_who_posted_the_job_hears_of_applications_in_one_item_that_counts(world: World) -> None:
    job = await post_job(world)
    await apply(world, job)
    assert titles(await told(world, Role.OFFICER)) == ["Asha Student applied for Associate Engineer at Acme"]
    officer = world.client(Role.OFFICER)
    ok(await officer.post("/notifications/read-all"))
    await apply(world, job, world.extra["second student"])
    items = await told(world, Role.OFFICER)
    assert titles(items) == ["2 new applications for Associate Engineer at Acme"]
    assert items[0]["read_at"] is None
    assert items[0]["link"] == f"/jobs/{job['id']}/applicants"
    assert (await told(world, Role.ADMIN)) == []


@pytest.mark.parametrize("how", ["accept", "decline"])
async def test_who_posted_the_job_hears_of_the_answer(world: World, how: str) -> None:
    application = await offered(world)
    await act(world.client(Role.STUDENT), application, f"{how}-offer")
    items = await told(world, Role.OFFICER)
    assert titles(items)[0] == f"Asha Student {how.rstrip('e')}ed the offer for Associate Engineer at Acme"


async def test_a_revoked_offer_that_was_accepted_is_told_to_the_student(world: World) -> None:
    application = await offered(world)
    await act(world.client(Role.STUDENT), application, "accept-offer")
    path = f"/offers/{application['offer']['id']}/actions/revoke"
    assert (await world.client(Role.OFFICER).post(path, json={"reason": "The company closed"})).status_code < 300
    assert titles(await told(world, Role.STUDENT))[0] == "Your offer for Associate Engineer at Acme was revoked"


async def test_an_open_offer_that_is_revoked_is_told_once(world: World) -> None:
    application = await offered(world)
    before = len(await told(world, Role.STUDENT))
    path = f"/offers/{application['offer']['id']}/actions/revoke"
    assert (await world.client(Role.OFFICER).post(path, json={"reason": "The company closed"})).status_code < 300
    items = await told(world, Role.STUDENT)
    assert len(items) == before + 1
    assert items[0]["title"] == "The offer for Associate Engineer at Acme was revoked"


async def test_the_office_hears_of_postings_and_the_recruiter_of_the_verdict(world: World) -> None:
    job = await post_job(world, Role.RECRUITER)
    for who in (Role.OFFICER, Role.COORDINATOR, Role.ADMIN):
        items = await told(world, who)
        assert titles(items) == ["Associate Engineer at Acme waits for approval"]
        assert items[0]["link"] == f"/jobs/{job['id']}"
    assert (await told(world, Role.RECRUITER)) == []
    declined = await world.client(Role.OFFICER).post(f"/jobs/{job['id']}/actions/decline", json={"reason": "No pay"})
    assert declined.status_code == 200
    items = await told(world, Role.RECRUITER)
    assert titles(items) == ["Associate Engineer at Acme was declined"]
    assert items[0]["facts"]["reason"] == "No pay"
    # Submitted again, it waits again: that is news.
    assert (await world.client(Role.RECRUITER).post(f"/jobs/{job['id']}/actions/submit")).status_code == 200
    assert len(await told(world, Role.OFFICER)) == 2
    assert (await world.client(Role.OFFICER).post(f"/jobs/{job['id']}/actions/approve")).status_code == 200
    assert titles(await told(world, Role.RECRUITER))[0] == "Associate Engineer at Acme is approved and open"


async def test_a_task_that_runs_twice_tells_once(world: World, house: House) -> None:
    application = await apply(world, await post_job(world))
    await act(world.client(Role.OFFICER), application, "select")
    definition = REGISTRY["notifications.moved"]
    arguments = {"application_ids": [application["id"]], "status": "SELECTED", "cause": None, "by": None}
    for _ in range(2):
        await carry_out(house, definition, world.id, arguments)
    assert len(await told(world, Role.STUDENT)) == 1


async def test_old_news_is_not_told(world: World) -> None:
    application = await apply(world, await post_job(world))
    await act(world.client(Role.OFFICER), application, "select", "start-process")
    assert [item["facts"]["status"] for item in await told(world, Role.STUDENT)] == ["IN_PROCESS"]


async def test_a_bulk_move_tells_everybody_in_two_statements(
    world: World, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await post_job(world)
    applications = [await apply(world, job, await world.add_student(f"Many {n}")) for n in range(12)]
    await run_tasks(house, world.id)
    ids = [application["id"] for application in applications]
    body = {"application_ids": ids, "action": "select", "dry_run": False}
    ok(await world.client(Role.OFFICER).post("/applications/moves", json=body))
    async with counting(monkeypatch) as made:
        assert await run_tasks(house, world.id, "notifications.moved") == 1
    # One takes the task, two belong to the task itself, and one finds that no other waits.
    assert sum(db.statements for db in made) <= 4
    async with world.context() as context:
        count = await context.db.value("SELECT count(*) FROM notifications WHERE event = 'application.moved'")
    assert count == 12


@pytest.mark.as_(Role.STUDENT)
async def test_reading_and_its_undo(client: Client, world: World) -> None:
    application = await apply(world, await post_job(world))
    await act(world.client(Role.OFFICER), application, "select")
    item = (await told(world, Role.STUDENT))[0]
    assert ok(await client.get("/notifications/unread-count")) == {"unread": 1}
    assert ok(await client.patch(f"/notifications/{item['id']}/read"))["read_at"] is not None
    assert ok(await client.get("/notifications/unread-count")) == {"unread": 0}
    assert await told(world, Role.STUDENT, unread=True) == []
    assert len(await told(world, Role.STUDENT, unread=False)) == 1
    again = ok(await client.patch(f"/notifications/{item['id']}/unread"))
    assert again["read_at"] is None
    assert again["title"] == item["title"]
    assert ok(await client.post("/notifications/read-all")) == {"read": 1}
    assert ok(await client.post("/notifications/read-all")) == {"read": 0}


async def test_another_persons_item_is_not_there(world: World) -> None:
    application = await apply(world, await post_job(world))
    await act(world.client(Role.OFFICER), application, "select")
    item = (await told(world, Role.STUDENT))[0]
    for stranger in (world.client(Role.ADMIN), world.client(world.extra["second student"])):
        assert (await stranger.patch(f"/notifications/{item['id']}/read")).status_code == 404


async def test_long_work_tells_who_started_it(world: World, mailbox: Mailbox) -> None:
    lines = "\n".join(f"p{n}.{new_id().hex}@people.example,Person {n},CSE" for n in range(300))
    data = f"email,full_name,branch\n{lines}\n".encode()
    async with world.client(Role.OFFICER) as officer:
        started = await officer.post(
            "/admin/students/import", files={"file": ("list.csv", data, "text/csv")}, data={"invite": "false"}
        )
    assert started.status_code == 202
    items = await told(world, Role.OFFICER)
    assert titles(items) == ["Done: Import list.csv"]
    assert items[0]["link"] == f"/students/import/{started.json()['import_id']}"


async def test_what_was_read_long_ago_is_forgotten(world: World, house: House) -> None:
    async with world.context() as context:
        person = world.student.id
        await tell(context, [Item(person, "job.approved", {}, "/jobs", "job", None, f"s{n}") for n in range(3)])
        await context.db.run(
            "UPDATE notifications SET created_at = created_at - interval '200 days' WHERE source = 's0'"
        )
        await context.db.run("UPDATE notifications SET read_at = created_at - interval '91 days' WHERE source = 's1'")
    await carry_out(house, REGISTRY["notifications.purge"], world.id, {})
    async with world.context() as context:
        left = await context.db.rows("SELECT source FROM notifications")
    assert [record["source"] for record in left] == ["s2"]


@pytest.mark.parametrize("event", sorted(rules.WORDS))
def test_every_event_is_said_in_words_even_without_its_facts(event: str) -> None:
    said = rules.title(event, {})
    assert said
    assert "{" not in said
