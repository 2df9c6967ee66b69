"""Long work: who sees it, and how it is stopped."""

from typing import Any
from uuid import UUID

import pytest

from careerdesk.kernel import progress
from careerdesk.kernel.context import House
from careerdesk.kernel.ids import new_id
from careerdesk.permissions.roles import Role
from tests.conftest import Client, World, run_tasks
from tests.stories import ok


async def uploaded(client: Client, count: int = 300) -> str:
    lines = "\n".join(f"p{n}.{new_id().hex}@people.example,Person {n},CSE" for n in range(count))
    data = f"email,full_name,branch\n{lines}\n".encode()
    made = ok(await client.post("/admin/students/imports", files={"file": ("list.csv", data, "text/csv")}), 201)
    return f"/admin/students/imports/{made['id']}"


async def begun(client: Client) -> tuple[str, dict[str, Any]]:
    """An import whose check waits for a worker."""
    path = await uploaded(client)
    started = ok(await client.post(f"{path}/check"), 202)
    return path, ok(await client.get(f"/tasks/{started['task_id']}"))


async def test_the_list_shows_who_started_what(world: World, house: House) -> None:
    officer = world.client(Role.OFFICER)
    path, task = await begun(officer)
    assert (task["state"], task["can_cancel"]) == ("queued", True)
    items = ok(await world.client(Role.ADMIN).get("/tasks", params={"active": True}))["items"]
    assert [(item["title"], item["started_by"]["name"], item["link"]) for item in items] == [
        ("Check list.csv", "Meera Officer", f"/students/import/{path.rsplit('/', 1)[1]}")
    ]
    assert ok(await world.client(Role.ADMIN).get("/tasks", params={"mine": True}))["total"] == 0
    await run_tasks(house, world.id)
    assert ok(await officer.get("/tasks", params={"active": True}))["total"] == 0
    done = ok(await officer.get("/tasks", params={"state": "succeeded"}))["items"][0]
    assert (done["done"], done["total"], done["can_cancel"]) == (300, 300, False)
    assert done["finished_at"] is not None


async def test_others_see_their_own_only(world: World) -> None:
    _, task = await begun(world.client(Role.OFFICER))
    for role in (Role.STUDENT, Role.RECRUITER):
        client = world.client(role)
        assert ok(await client.get("/tasks"))["total"] == 0
        assert (await client.post(f"/tasks/{task['id']}/cancel")).status_code == 404


async def test_a_cancelled_check_leaves_the_file_to_be_checked_again(world: World, house: House) -> None:
    officer = world.client(Role.OFFICER)
    path, task = await begun(officer)
    asked = ok(await officer.post(f"/tasks/{task['id']}/cancel"), 202)
    assert asked["leaves"] == "Nothing was checked. The file and its columns are kept."
    assert asked["cancel_asked_at"] is not None
    await run_tasks(house, world.id)
    ended = ok(await officer.get(f"/tasks/{task['id']}"))
    assert (ended["state"], ended["error"], ended["can_cancel"]) == ("cancelled", asked["leaves"], False)
    assert ok(await officer.get(path))["state"] == "uploaded"
    again = await officer.post(f"/tasks/{task['id']}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "task_over")
    ok(await officer.post(f"{path}/check"), 202)
    await run_tasks(house, world.id)
    assert ok(await officer.get(path))["state"] == "checked"


async def test_an_import_that_is_cancelled_half_way_writes_nothing(
    world: World, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = world.client(Role.OFFICER)
    path = await uploaded(officer)
    ok(await officer.post(f"{path}/check"), 202)
    await run_tasks(house, world.id)
    before = ok(await officer.get("/admin/students"))["total"]
    task = ok(await officer.post(f"{path}/apply", json={"invite": True}), 202)["task_id"]
    seen: list[int] = []
    first = progress.advance

    async def pressed_on_the_way(context: Any, run_id: UUID, done: int, total: int | None = None) -> None:
        seen.append(done)
        await first(context, run_id, done, total)
        if done == 0:
            ok(await officer.post(f"/tasks/{task}/cancel"), 202)

    monkeypatch.setattr(progress, "advance", pressed_on_the_way)
    monkeypatch.setattr("careerdesk.students.tasks.SECONDS_BETWEEN_SIGNS", 0)
    await run_tasks(house, world.id)
    assert seen == [0, 300]
    assert ok(await officer.get(f"/tasks/{task}"))["state"] == "cancelled"
    assert ok(await officer.get("/admin/students"))["total"] == before
    assert ok(await officer.get(path))["state"] == "checked"
    monkeypatch.undo()
    ok(await officer.post(f"{path}/apply", json={"invite": False}), 202)
    await run_tasks(house, world.id)
    assert ok(await officer.get("/admin/students"))["total"] == before + 300


async def test_work_that_cannot_be_stopped_halfway_says_so(world: World) -> None:
    officer = world.client(Role.OFFICER)
    async with world.context() as context:
        run = await progress.start(context, "kernel.some_work", "Some work")
        await context.db.run("UPDATE task_runs SET started_by = :me", me=world.people[Role.OFFICER].id)
    answer = await officer.post(f"/tasks/{run.id}/cancel")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_cancellable")


async def test_a_cancellation_leaves_a_sentence(world: World) -> None:
    officer = world.client(Role.OFFICER)
    _, task = await begun(officer)
    ok(await officer.post(f"/tasks/{task['id']}/cancel"), 202)
    found = ok(await world.client(Role.ADMIN).get("/admin/audit", params={"subject_id": task["id"]}))["items"]
    assert [item["sentence"] for item in found] == ["Meera Officer asked to cancel: Check list.csv"]
