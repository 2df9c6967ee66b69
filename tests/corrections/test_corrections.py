"""A wrong figure that the office verified: the student asks, the office decides, the record follows."""

import asyncio
from typing import Any

import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client, Person, World, run_tasks
from tests.stories import ok

ASK = {"field": "cgpa", "wanted": 8.9, "reason": "Semester 5 was revised; see the marks sheet"}


async def verified(world: World, who: Person | None = None) -> None:
    ok(await world.client(Role.OFFICER).post(f"/admin/students/{(who or world.student).id}/verify"))


async def asked(world: World, **body: Any) -> dict[str, Any]:
    await verified(world)
    made: dict[str, Any] = ok(await world.client(Role.STUDENT).post("/users/me/corrections", json=ASK | body), 201)
    return made


async def decide(client: Client, correction: dict[str, Any], move: str, **body: Any) -> Any:
    return await client.post(f"/admin/corrections/{correction['id']}/actions/{move}", json=body)


async def figure(world: World, field: str = "cgpa") -> Any:
    return ok(await world.client(Role.STUDENT).get("/users/me/profile"))[field]


async def test_an_accepted_correction_changes_the_verified_record(world: World) -> None:
    correction = await asked(world)
    assert (correction["state"], correction["on_file"], correction["wanted"]) == ("ASKED", 8.2, 8.9)
    assert (correction["waiting_for"], [move["name"] for move in correction["moves"]]) == ("office", ["withdraw"])
    assert await figure(world) == 8.2
    officer = world.client(Role.OFFICER)
    listed = ok(await officer.get("/admin/corrections?state=ASKED"))["items"]
    assert [(item["student"]["full_name"], item["on_file"], item["now"], item["wanted"]) for item in listed] == [
        ("Asha Student", 8.2, 8.2, 8.9)
    ]
    assert [move["name"] for move in listed[0]["moves"]] == ["accept", "refuse"]
    done = ok(await decide(officer, correction, "accept", note="Thank you"))
    assert (done["state"], done["decided_by"], done["note"], done["moves"]) == (
        "ACCEPTED",
        "Meera Officer",
        "Thank you",
        [],
    )
    profile = ok(await world.client(Role.STUDENT).get("/users/me/profile"))
    assert profile["cgpa"] == 8.9
    assert "cgpa" in profile["locked"]


async def test_the_audit_says_who_changed_what_and_why(world: World) -> None:
    correction = await asked(world)
    ok(await decide(world.client(Role.OFFICER), correction, "accept"))
    admin = world.client(Role.ADMIN)
    own = ok(await admin.get("/admin/audit", params={"subject_id": correction["id"]}))["items"]
    assert [item["sentence"] for item in own] == [
        "Meera Officer accepted the correction of the cgpa of Asha Student",
        "Asha Student asked to have their cgpa corrected",
    ]
    record = ok(await admin.get("/admin/audit", params={"subject_id": str(world.student.id)}))["items"]
    assert record[0]["facts"]["cgpa"] == [8.2, 8.9]


async def test_a_refused_one_leaves_the_record_and_tells_the_student_why(world: World) -> None:
    correction = await asked(world)
    done = ok(await decide(world.client(Role.COORDINATOR), correction, "refuse", note="The sheet says 8.2"))
    assert done["state"] == "REFUSED"
    assert await figure(world) == 8.2
    await run_tasks(world.app.state.house, world.id)
    items = ok(await world.client(Role.STUDENT).get("/notifications"))["items"]
    assert items[0]["title"] == "Your cgpa was not corrected"
    assert items[0]["facts"]["note"] == "The sheet says 8.2"
    office = ok(await world.client(Role.ADMIN).get("/notifications"))["items"]
    assert office == []


async def test_the_office_hears_of_a_request(world: World) -> None:
    await asked(world)
    await run_tasks(world.app.state.house, world.id)
    items = ok(await world.client(Role.ADMIN).get("/notifications"))["items"]
    assert [(item["title"], item["link"]) for item in items] == [
        ("Asha Student asks to correct the cgpa", "/corrections")
    ]


async def test_what_changed_meanwhile_is_not_overwritten(world: World) -> None:
    correction = await asked(world)
    officer = world.client(Role.OFFICER)
    ok(await officer.patch(f"/admin/students/{world.student.id}", json={"cgpa": 8.5}))
    late = await decide(officer, correction, "accept")
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert (late.json()["on_file"], late.json()["now"]) == (8.2, 8.5)
    assert ok(await officer.get(f"/admin/corrections/{correction['id']}"))["changed_meanwhile"] is True
    assert await figure(world) == 8.5
    # Refusing it is still possible, and then the student can ask anew.
    ok(await decide(officer, correction, "refuse"))
    again = ok(await world.client(Role.STUDENT).post("/users/me/corrections", json=ASK), 201)
    assert again["on_file"] == 8.5


async def test_one_open_request_for_one_figure(world: World) -> None:
    first = await asked(world)
    student = world.client(Role.STUDENT)
    second = await student.post("/users/me/corrections", json=ASK | {"wanted": 9.5})
    assert (second.status_code, second.json()["code"]) == (409, "correction_open")
    ok(await student.post("/users/me/corrections", json=ASK | {"field": "branch", "wanted": "ECE"}), 201)
    assert ok(await student.post(f"/users/me/corrections/{first['id']}/withdraw"))["state"] == "WITHDRAWN"
    ok(await student.post("/users/me/corrections", json=ASK | {"wanted": 9.5}), 201)
    assert ok(await student.get("/users/me/corrections"))["total"] == 3


async def test_two_requests_at_once_are_one(world: World) -> None:
    await verified(world)
    student = world.client(Role.STUDENT)
    answers = await asyncio.gather(*(student.post("/users/me/corrections", json=ASK) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_two_officers_decide_once(world: World) -> None:
    correction = await asked(world)
    officers = world.client(Role.OFFICER), world.client(Role.ADMIN)
    moves = ("accept", "refuse", "accept", "refuse")
    answers = await asyncio.gather(*(decide(officers[n % 2], correction, move) for n, move in enumerate(moves)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]


@pytest.mark.as_(Role.STUDENT)
async def test_what_is_not_locked_is_the_students_to_change(client: Client) -> None:
    answer = await client.post("/users/me/corrections", json=ASK)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_locked")


@pytest.mark.parametrize(
    "body, pointer",
    [
        ({"wanted": 8.2}, "/wanted"), ({"wanted": 99}, "/wanted"), ({"wanted": "eight"}, "/wanted"),
        ({"wanted": "  "}, "/wanted"), ({"reason": ""}, "/reason"), ({"field": "phone"}, "/field"),
        ({"field": "branch", "wanted": 7}, "/wanted"), ({"field": "full_name", "wanted": "x" * 201}, "/wanted"),
        ({"field": "active_backlogs", "wanted": 2.5}, "/wanted"), ({"state": "ACCEPTED"}, "/state"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_by_name(world: World, body: dict[str, Any], pointer: str) -> None:
    await verified(world)
    answer = await world.client(Role.STUDENT).post("/users/me/corrections", json=ASK | body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)


async def test_a_number_that_is_written_as_text_is_read(world: World) -> None:
    correction = await asked(world, wanted="9.10")
    assert correction["wanted"] == 9.1


async def test_a_decision_is_final(world: World) -> None:
    correction = await asked(world)
    officer = world.client(Role.OFFICER)
    ok(await decide(officer, correction, "accept"))
    for move in ("refuse", "accept"):
        assert (await decide(officer, correction, move)).status_code == 409
    late = await world.client(Role.STUDENT).post(f"/users/me/corrections/{correction['id']}/withdraw")
    assert late.status_code == 409
    assert (await decide(officer, correction, "promote")).status_code == 404


async def test_the_student_cannot_decide_nor_the_office_withdraw(world: World) -> None:
    correction = await asked(world)
    assert (await decide(world.client(Role.STUDENT), correction, "accept")).status_code == 403
    assert (await decide(world.client(Role.OFFICER), correction, "withdraw")).status_code == 403


async def test_another_institution_sees_no_request_of_ours(world: World, elsewhere: World) -> None:
    correction = await asked(world)
    stranger = elsewhere.client(Role.ADMIN)
    assert ok(await stranger.get("/admin/corrections"))["total"] == 0
    assert (await decide(stranger, correction, "accept")).status_code == 404


async def test_a_roll_number_that_somebody_else_has_is_not_written(world: World) -> None:
    other = world.extra["second student"]
    taken = ok(await world.client(Role.OFFICER).get(f"/admin/students/{other.id}"))["roll_no"]
    correction = await asked(world, field="roll_no", wanted=taken)
    officer = world.client(Role.OFFICER)
    answer = await decide(officer, correction, "accept")
    assert (answer.status_code, answer.json()["code"]) == (409, "roll_no_taken")
    assert ok(await officer.get(f"/admin/corrections/{correction['id']}"))["state"] == "ASKED"
