"""The ten states (row P1): every step, who may make it, and what it leaves behind."""

import pytest

from careerdesk.applications.states import APPLICATION_FLOW, OPEN_STATES
from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.stories import TO_OFFER, act, apply, offered, ok, post_job


async def test_an_application_walks_from_applied_to_placed(world: World) -> None:
    application = await offered(world)
    assert application["status"] == "OFFER_RELEASED"
    assert application["offer"]["state"] == "OPEN"
    assert application["waiting_for"] == "student"
    student = world.client(Role.STUDENT)
    placed = await act(student, application, "accept-offer")
    assert placed["status"] == "PLACED"
    assert placed["offer"]["state"] == "ACCEPTED"
    assert placed["moves"] == []
    steps = ok(await student.get(f"/applications/{application['id']}/history"))["items"]
    assert [s["move"] for s in steps] == ["apply", *TO_OFFER, "accept-offer"]
    assert [s["actor_name"] for s in steps] == ["Asha Student", *["Meera Officer"] * 5, "Asha Student"]
    me = ok(await student.get("/auth/me"))
    assert me["student"]["is_placed"] is True


@pytest.mark.parametrize(
    ("action", "steps", "target"),
    [
        ("select", (), "SELECTED"),
        ("start-process", TO_OFFER[:1], "IN_PROCESS"),
        ("schedule-interview", TO_OFFER[:2], "INTERVIEW_SCHEDULED"),
        ("shortlist", TO_OFFER[:3], "SHORTLISTED"),
        ("release-offer", TO_OFFER[:4], "OFFER_RELEASED"),
        ("reject", (), "REJECTED"),
        ("reject", TO_OFFER[:4], "REJECTED"),
    ],
)
async def test_each_action_of_the_office_moves_one_step(
    world: World, action: str, steps: tuple[str, ...], target: str
) -> None:
    officer = world.client(Role.OFFICER)
    application = await apply(world, await post_job(world))
    application = await act(officer, application, *steps)
    moved = await act(officer, application, action, note="as agreed")
    assert moved["status"] == target
    last = ok(await officer.get(f"/applications/{application['id']}/history"))["items"][-1]
    assert (last["move"], last["to_status"], last["note"]) == (action, target, "as agreed")


async def test_a_move_from_the_wrong_state_says_what_is_possible(world: World) -> None:
    application = await apply(world, await post_job(world))
    answer = await world.client(Role.OFFICER).post(f"/applications/{application['id']}/actions/shortlist")
    assert answer.status_code == 409
    assert answer.json()["possible"] == ["select", "reject", "withdraw"]
    assert answer.json()["code"] == "move_not_possible"


async def test_an_unknown_move_is_not_found(world: World) -> None:
    application = await apply(world, await post_job(world))
    answer = await world.client(Role.OFFICER).post(f"/applications/{application['id']}/actions/promote")
    assert answer.status_code == 404


async def test_the_owner_may_not_select_himself(world: World) -> None:
    application = await apply(world, await post_job(world))
    answer = await world.client(Role.STUDENT).post(f"/applications/{application['id']}/actions/select")
    assert answer.status_code == 403


async def test_the_office_may_not_answer_for_the_student(world: World) -> None:
    application = await offered(world)
    for action in ("accept-offer", "decline-offer"):
        answer = await world.client(Role.OFFICER).post(f"/applications/{application['id']}/actions/{action}")
        assert answer.status_code == 403


async def test_the_office_cannot_undo_an_end(world: World) -> None:
    application = await apply(world, await post_job(world))
    officer = world.client(Role.OFFICER)
    await act(officer, application, "reject", reason="not this time")
    assert (await officer.post(f"/applications/{application['id']}/actions/select")).status_code == 409


async def test_a_student_withdraws_while_applied_and_not_later(world: World) -> None:
    student = world.client(Role.STUDENT)
    first = await apply(world, await post_job(world))
    withdrawn = ok(await student.patch(f"/applications/{first['id']}/withdraw"))
    assert withdrawn["status"] == "WITHDRAWN"
    second = await apply(world, await post_job(world))
    assert ok(await student.delete(f"/applications/{second['id']}"))["status"] == "WITHDRAWN"
    third = await apply(world, await post_job(world))
    await act(world.client(Role.OFFICER), third, "select")
    assert (await student.patch(f"/applications/{third['id']}/withdraw")).status_code == 409


async def test_the_deprecated_status_route_is_gone(world: World) -> None:
    application = await apply(world, await post_job(world))
    answer = await world.client(Role.OFFICER).patch(
        f"/applications/{application['id']}/status", json={"status": "PLACED"}
    )
    assert answer.status_code in (404, 405)


async def test_the_flow_is_served_as_data(client: Client) -> None:
    flow = ok(await client.get("/applications/status-flow"))
    assert len(flow["states"]) == 10
    assert {s["name"] for s in flow["states"] if s["final"]} == {"PLACED", "OFFER_DECLINED", "WITHDRAWN", "REJECTED"}
    applied = next(s for s in flow["states"] if s["name"] == "APPLIED")
    assert applied["next"] == ["REJECTED", "SELECTED", "WITHDRAWN"]
    assert ok(await client.get("/meta/flows"))["application"] == flow


def test_rejection_is_possible_from_every_open_state_and_withdrawal_from_applied_alone() -> None:
    assert set(APPLICATION_FLOW.moves["reject"].sources) == set(OPEN_STATES)
    assert APPLICATION_FLOW.moves["withdraw"].sources == ("APPLIED",)


async def test_a_student_sees_only_own_applications(world: World, elsewhere: World) -> None:
    mine = await apply(world, await post_job(world))
    for stranger in (world.client(world.extra["second student"]), elsewhere.client(Role.OFFICER)):
        assert (await stranger.get(f"/applications/{mine['id']}")).status_code == 404
        assert (await stranger.get(f"/applications/{mine['id']}/history")).status_code == 404
        assert ok(await stranger.get("/applications"))["total"] == 0


async def test_a_recruiter_sees_and_moves_the_applicants_of_the_own_company_only(world: World) -> None:
    application = await apply(world, await post_job(world))
    own, other = world.client(Role.RECRUITER), world.client(world.extra["second recruiter"])
    assert ok(await own.get("/applications"))["total"] == 1
    assert ok(await other.get("/applications"))["total"] == 0
    assert (await other.post(f"/applications/{application['id']}/actions/select")).status_code == 404
    assert (await act(own, application, "select"))["status"] == "SELECTED"


async def test_the_applicants_of_a_job_are_filtered_and_counted(world: World) -> None:
    job = await post_job(world)
    first = await apply(world, job)
    await apply(world, job, world.extra["second student"])
    officer = world.client(Role.OFFICER)
    await act(officer, first, "select")
    everyone = ok(await officer.get(f"/applications/job/{job['id']}"))
    assert everyone["total"] == 2
    assert everyone["counts"] == {"APPLIED": 1, "SELECTED": 1}
    some = ok(await officer.get(f"/applications/job/{job['id']}?status=SELECTED,SHORTLISTED"))
    assert [a["id"] for a in some["items"]] == [first["id"]]
    assert (await officer.get(f"/applications/job/{job['id']}?status=NONSENSE")).status_code == 422
    assert (await world.client(Role.STUDENT).get(f"/applications/job/{job['id']}")).status_code == 403


async def test_forty_move_with_a_preview_that_names_who_cannot(world: World) -> None:
    job = await post_job(world)
    people = [await world.add_student(f"Student{n} Number") for n in range(40)]
    applications = [await apply(world, job, person) for person in people]
    officer = world.client(Role.OFFICER)
    await act(officer, applications[0], "reject")
    body = {"application_ids": [a["id"] for a in applications], "action": "select"}
    preview = ok(await officer.post("/applications/moves", json={**body, "dry_run": True}))
    assert (len(preview["movable"]), len(preview["blocked"]), preview["moved"]) == (39, 1, 0)
    assert "Student0 Number is rejected" in preview["blocked"][0]["reason"]
    done = ok(await officer.post("/applications/moves", json={**body, "dry_run": False}))
    assert done["moved"] == 39
    counts = ok(await officer.get(f"/applications/job/{job['id']}"))["counts"]
    assert counts == {"SELECTED": 39, "REJECTED": 1}


async def test_what_was_sent_can_be_changed_until_it_is_looked_at(world: World) -> None:
    student = world.client(Role.STUDENT)
    application = await apply(world, await post_job(world))
    path = f"/applications/{application['id']}"
    changed = ok(await student.put(path, json={"cover_letter": "Dear Acme", "notes": "ask for the team"}))
    assert (changed["cover_letter"], changed["notes"]) == ("Dear Acme", "ask for the team")
    officer = world.client(Role.OFFICER)
    assert ok(await officer.get(path))["notes"] is None
    await act(officer, application, "select")
    assert (await student.put(path, json={"cover_letter": "new"})).status_code == 409
    assert ok(await student.put(path, json={"notes": "later"}))["notes"] == "later"
