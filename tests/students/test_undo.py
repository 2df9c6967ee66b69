"""An import that should not have been: taken back within a day, without touching what happened since."""

from typing import Any

import asyncpg
import pytest

from careerdesk.kernel.context import House
from careerdesk.kernel.ids import new_id
from careerdesk.permissions.roles import Role
from tests.conftest import Client, Mailbox, World, run_tasks
from tests.stories import apply, ok, post_job

HEAD = "email,full_name,branch,cgpa,roll_no\n"


async def imported(client: Client, house: House, world: World, text: str) -> str:
    """An applied import of the wizard; its path."""
    made = ok(
        await client.post("/admin/students/imports", files={"file": ("list.csv", text.encode(), "text/csv")}), 201
    )
    path = f"/admin/students/imports/{made['id']}"
    for step, body in (("check", None), ("apply", {"invite": False})):
        answer = await client.post(f"{path}/{step}", json=body)
        assert answer.status_code in (200, 202), answer.text
        await run_tasks(house, world.id)
    assert ok(await client.get(path))["state"] == "applied"
    return path


def newcomers(count: int) -> str:
    return "".join(f"n{n}.{new_id().hex}@people.example,New {n},CSE,7.5,N{new_id().hex[-9:]}\n" for n in range(count))


async def record(world: World) -> dict[str, Any]:
    found: dict[str, Any] = ok(await world.client(Role.OFFICER).get(f"/admin/students/{world.student.id}"))
    return found


async def test_an_import_is_taken_back_as_if_it_had_not_been(world: World, house: House) -> None:
    officer = world.client(Role.OFFICER)
    before, total = await record(world), ok(await officer.get("/admin/students"))["total"]
    changed = f"{world.student.email},Asha Changed,ECE,9.1,\n"
    path = await imported(officer, house, world, HEAD + newcomers(3) + changed)
    after = await record(world)
    assert (after["full_name"], after["branch"], after["cgpa"]) == ("Asha Changed", "ECE", 9.1)
    assert after["verified"] is not None
    assert ok(await officer.get(path))["undo_until"] is not None
    report = ok(await officer.post(f"{path}/undo"))
    assert (report["removed"], report["restored"], report["kept"], report["left"]) == (3, 1, 0, [])
    now = await record(world)
    assert {name: now[name] for name in before if name != "updated_at"} == {
        name: before[name] for name in before if name != "updated_at"
    }
    assert ok(await officer.get("/admin/students"))["total"] == total
    made = ok(await officer.get(path))
    assert (made["state"], made["undo_until"]) == ("undone", None)
    assert made["undone_at"] is not None


async def test_who_came_and_did_something_since_stays_and_is_named(world: World, house: House) -> None:
    officer = world.client(Role.OFFICER)
    path = await imported(officer, house, world, HEAD + newcomers(4))
    rows = ok(await officer.get(f"{path}/rows"))["items"]
    signed_in, applied, edited, untouched = (row["student_id"] for row in rows)
    job = await post_job(world)
    connection = await asyncpg.connect(world.owner)
    await connection.execute("UPDATE users SET state = 'active', last_sign_in_at = now() WHERE id = $1", signed_in)
    await connection.execute(
        "INSERT INTO applications (id, institution_id, job_id, student_id, season_id, status, since, applied_at, decision, "
        "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, 'APPLIED', now(), now(), '{}', now(), now())",
        new_id(), world.id, job["id"], applied, world.season_id,
    )  # fmt: skip
    await connection.close()
    ok(await officer.patch(f"/admin/students/{edited}", json={"cgpa": 8.0}))
    report = ok(await officer.post(f"{path}/undo"))
    assert (report["removed"], report["kept"]) == (1, 3)
    assert [(one["student_id"], one["why"]) for one in report["left"]] == [
        (signed_in, "signed_in"), (applied, "applied"), (edited, "changed"),
    ]  # fmt: skip
    assert (await officer.get(f"/admin/students/{untouched}")).status_code == 404
    assert (await officer.get(f"/admin/students/{edited}")).status_code == 200


async def test_what_the_office_corrected_since_is_not_put_back(world: World, house: House) -> None:
    officer = world.client(Role.OFFICER)
    path = await imported(officer, house, world, HEAD + f"{world.student.email},,ECE,9.1,\n")
    ok(await officer.patch(f"/admin/students/{world.student.id}", json={"cgpa": 9.3}))
    report = ok(await officer.post(f"{path}/undo"))
    assert (report["removed"], report["restored"], report["kept"]) == (0, 0, 1)
    assert report["left"][0]["fields"] == ["cgpa"]
    now = await record(world)
    assert (now["branch"], now["cgpa"]) == ("CSE", 9.3)
    # The office stands for its own figure, and for none that the import had brought.
    assert now["verified"]["fields"] == ["cgpa"]


async def test_a_roll_number_that_somebody_else_has_now_is_not_put_back(world: World, house: House) -> None:
    officer = world.client(Role.OFFICER)
    old = (await record(world))["roll_no"]
    path = await imported(officer, house, world, HEAD + f"{world.student.email},,,,NEW-1\n")
    other = world.extra["second student"].id
    ok(await officer.patch(f"/admin/students/{other}", json={"roll_no": old}))
    report = ok(await officer.post(f"{path}/undo"))
    assert report["left"][0]["fields"] == ["roll_no"]
    assert (await record(world))["roll_no"] == "NEW-1"


async def test_a_large_import_is_taken_back_by_a_task(world: World, house: House, mailbox: Mailbox) -> None:
    officer = world.client(Role.OFFICER)
    path = await imported(officer, house, world, HEAD + newcomers(450))
    started = ok(await officer.post(f"{path}/undo"), 202)
    assert (await officer.post(f"{path}/undo")).status_code == 409
    await run_tasks(house, world.id)
    task = ok(await officer.get(f"/tasks/{started['task_id']}"))
    assert (task["state"], task["report"]["removed"], task["report"]["kept"]) == ("succeeded", 450, 0)
    assert ok(await officer.get(path))["state"] == "undone"


async def test_a_large_undo_that_is_cancelled_leaves_the_import(world: World, house: House) -> None:
    officer = world.client(Role.OFFICER)
    path = await imported(officer, house, world, HEAD + newcomers(250))
    task = ok(await officer.post(f"{path}/undo"), 202)["task_id"]
    ok(await officer.post(f"/tasks/{task}/cancel"), 202)
    await run_tasks(house, world.id)
    assert ok(await officer.get(path))["state"] == "applied"
    assert ok(await officer.get("/admin/students"))["total"] == 252


async def test_it_is_taken_back_once_and_within_a_day(world: World, house: House) -> None:
    officer = world.client(Role.OFFICER)
    first = await imported(officer, house, world, HEAD + newcomers(1))
    ok(await officer.post(f"{first}/undo"))
    assert (await officer.post(f"{first}/undo")).json()["code"] == "import_state"
    second = await imported(officer, house, world, HEAD + newcomers(1))
    connection = await asyncpg.connect(world.owner)
    await connection.execute(
        "UPDATE student_imports SET applied_at = applied_at - interval '25 hours' WHERE id = $1",
        second.rsplit("/", 1)[1],
    )
    await connection.close()
    late = await officer.post(f"{second}/undo")
    assert (late.status_code, late.json()["code"]) == (409, "undo_over")


@pytest.mark.as_(Role.OFFICER)
async def test_an_import_whose_rows_were_not_kept_cannot_be_taken_back(client: Client) -> None:
    data = (HEAD + newcomers(1)).encode()
    report = ok(await client.post("/admin/students/import", files={"file": ("list.csv", data, "text/csv")}))
    path = f"/admin/students/imports/{report['import_id']}"
    assert ok(await client.get(path))["undo_until"] is None
    assert (await client.post(f"{path}/undo")).status_code == 409


async def test_who_was_added_and_applied_is_still_in_their_timeline(world: World, house: House) -> None:
    officer = world.client(Role.OFFICER)
    path = await imported(officer, house, world, HEAD + f"{world.student.email},,ECE,,\n")
    await apply(world, await post_job(world))
    ok(await officer.post(f"{path}/undo"))
    items = ok(await officer.get(f"/admin/students/{world.student.id}/timeline", params={"kind": "import"}))["items"]
    assert [item["sentence"] for item in items] == [
        "Meera Officer took back list.csv", "Meera Officer changed the branch with list.csv",
    ]  # fmt: skip
    found = ok(await world.client(Role.ADMIN).get("/admin/audit", params={"subject_id": path.rsplit("/", 1)[1]}))[
        "items"
    ]
    assert found[0]["sentence"] == (
        "Meera Officer took back the import of list.csv: 0 students removed, 1 restored, 0 left as they are"
    )
