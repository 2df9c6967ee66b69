"""Acting in another's place: short, told, under the real name, and without what only the person may do."""

import json
from typing import Any

import pytest

from careerdesk.entry.maintenance import openapi_text
from careerdesk.permissions.matrix import WRITES_WITHHELD_WHILE_ACTING
from careerdesk.permissions.roles import Role
from tests.conftest import PASSWORD, Client, Person, World, make_client
from tests.contracts.subjects import Subjects
from tests.stories import offered, ok, post_job

ORIGIN = {"Origin": "http://testserver"}


async def act_as(world: World, person: Person | None = None, who: Role = Role.ADMIN) -> Client:
    """A program's client in somebody's place."""
    person = person or world.student
    made = ok(await world.client(who).post(f"/users/{person.id}/act-as", json={"reason": "cannot find a job"}))
    return make_client(world.app, headers={"Authorization": f"Bearer {made['access_token']}"})


async def test_the_administrator_sees_what_the_student_sees_and_the_student_is_told(world: World) -> None:
    client = await act_as(world)
    me = ok(await client.get("/auth/me"))
    assert (me["full_name"], me["role"]) == ("Asha Student", "STUDENT")
    assert me["acting_for"] == {"id": str(world.people[Role.ADMIN].id), "full_name": "Anil Admin"}
    assert me["acting_until"] is not None
    ok(await client.get("/jobs/open-to-me"))
    told = ok(await world.client(Role.STUDENT).get("/notifications"))["items"][0]
    assert told["title"].startswith("Anil Admin is acting in your place until")
    assert "cannot find a job" in told["title"]


async def test_the_person_sees_the_session_and_can_end_it(world: World) -> None:
    client, student = await act_as(world), world.client(Role.STUDENT)
    sessions = {one["acting"]: one for one in ok(await student.get("/auth/sessions"))["items"]}
    assert set(sessions) == {None, "Anil Admin"}
    ok(await student.delete(f"/auth/sessions/{sessions['Anil Admin']['id']}"), 204)
    assert (await client.get("/auth/me")).status_code == 401


async def test_what_is_changed_stands_in_the_audit_under_the_real_name(world: World) -> None:
    client, job = await act_as(world), await post_job(world)
    ok(await client.post("/saved-jobs", json={"job_id": job["id"]}), 201)
    found = ok(await world.client(Role.ADMIN).get("/admin/audit?action=jobs.save"))["items"][0]
    assert found["actor"] == {"id": str(world.people[Role.ADMIN].id), "name": "Anil Admin"}
    assert found["sentence"].startswith("Anil Admin as Asha Student")
    assert found["facts"]["acting_for"] == str(world.student.id)


@pytest.mark.parametrize("role", [Role.STUDENT, Role.OFFICER])
async def test_what_only_the_person_may_do_is_refused_on_every_route(world: World, role: Role) -> None:
    client, document = await act_as(world, world.people[role]), json.loads(openapi_text())
    held = ok(await world.client(role).get("/auth/me"))["permissions"]
    walked = 0
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            needs = operation.get("x-needs")
            if needs not in WRITES_WITHHELD_WHILE_ACTING or needs not in held:
                continue
            if method == "get" and needs == "applications.apply":
                continue
            short = path.removeprefix("/api/v1").replace("{", "").replace("}", "")
            answer = await client.request(method.upper(), short)
            assert (answer.status_code, answer.json()["code"]) == (403, "acting"), f"{method} {path}"
            walked += 1
    assert walked > 10


async def test_nobody_accepts_an_offer_in_anothers_place(world: World) -> None:
    application = await offered(world)
    client = await act_as(world)
    offer = ok(await client.get(f"/applications/{application['id']}/offer"))
    assert offer["moves"] == []
    for path in (f"/offers/{offer['id']}/actions/accept", f"/applications/{application['id']}/actions/accept-offer"):
        assert (await client.post(path, json={})).status_code in (403, 404)


@pytest.mark.as_(Role.ADMIN)
async def test_not_in_the_place_of_administrators_oneself_or_who_is_out(
    world: World, elsewhere: World, client: Client
) -> None:
    body = {"reason": "to look around"}
    admin, officer = world.people[Role.ADMIN], world.people[Role.OFFICER]
    assert (await client.post(f"/users/{admin.id}/act-as", json=body)).json()["code"] == "cannot_act_as"
    assert (await client.post(f"/users/{elsewhere.student.id}/act-as", json=body)).status_code == 404
    assert (await client.post(f"/users/{officer.id}/act-as", json={})).status_code == 422
    ok(await client.patch(f"/users/{officer.id}", json={"active": False}))
    assert (await client.post(f"/users/{officer.id}/act-as", json=body)).json()["code"] == "not_active"
    assert (await (await act_as(world)).post(f"/users/{admin.id}/act-as", json=body)).status_code == 403


async def test_it_ends_by_itself_and_with_the_administrators_own_session(world: World) -> None:
    for statement in (
        "UPDATE sessions SET expires_at = now() WHERE acting_session_id IS NOT NULL AND institution_id = $1",
        "UPDATE sessions SET revoked_at = now() WHERE user_id = (SELECT user_id FROM memberships WHERE role = 'ADMIN'"
        " AND institution_id = $1)",
    ):
        client = await act_as(world)
        ok(await client.get("/auth/me"))
        async with Subjects(world) as subjects:
            await subjects.connection.execute(statement, world.id)
        assert (await client.get("/auth/me")).status_code == 401


async def test_it_ends_when_the_administrator_is_none_any_more(world: World) -> None:
    client = await act_as(world)
    async with Subjects(world) as subjects:
        await subjects.connection.execute(
            "UPDATE memberships SET ends_at = now() WHERE role = 'ADMIN' AND institution_id = $1", world.id
        )
    assert (await client.get("/auth/me")).status_code == 401


async def signed_in(world: World, role: Role) -> Client:
    browser = make_client(world.app, headers=ORIGIN)
    ok(await browser.post("/auth/login", json={"email": world.people[role].email, "password": PASSWORD}))
    return browser


def cookie(browser: Client) -> Any:
    return browser.cookies["careerdesk_session"]


async def test_a_browser_changes_cookies_and_comes_back_under_a_new_secret(world: World) -> None:
    browser = await signed_in(world, Role.ADMIN)
    own = cookie(browser)
    ok(await browser.post(f"/users/{world.student.id}/act-as", json={"reason": "cannot sign up"}))
    acting = cookie(browser)
    assert ok(await browser.get("/auth/me"))["full_name"] == "Asha Student"
    ok(await browser.post("/auth/act-as/end"))
    me = ok(await browser.get("/auth/me"))
    assert (me["full_name"], me["acting_for"]) == ("Anil Admin", None)
    assert len({own, acting, cookie(browser)}) == 3
    for old in (own, acting):
        stale = make_client(world.app, cookies={"careerdesk_session": old})
        assert (await stale.get("/auth/me")).status_code == 401
    assert (await browser.post("/auth/act-as/end")).json()["code"] == "not_acting"


async def test_signing_out_leaves_by_both_doors(world: World) -> None:
    browser = await signed_in(world, Role.ADMIN)
    own = cookie(browser)
    ok(await browser.post(f"/users/{world.student.id}/act-as", json={"reason": "cannot sign up"}))
    ok(await browser.post("/auth/logout"), 204)
    assert (await make_client(world.app, cookies={"careerdesk_session": own}).get("/auth/me")).status_code == 401
    ok(await world.client(Role.STUDENT).get("/auth/me"))


async def test_an_acting_session_gives_no_longer_life_by_its_refresh_token(world: World) -> None:
    made = ok(await world.client(Role.ADMIN).post(f"/users/{world.student.id}/act-as", json={"reason": "to look"}))
    async with Subjects(world) as subjects:
        late = await subjects.connection.fetchval(
            "SELECT max(t.expires_at - s.expires_at) FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id"
            " WHERE s.acting_session_id IS NOT NULL AND s.institution_id = $1", world.id,
        )  # fmt: skip
        assert late.total_seconds() == 0
        await subjects.connection.execute(
            "UPDATE sessions SET revoked_at = now() WHERE acting_session_id IS NULL AND institution_id = $1", world.id
        )
    nobody = make_client(world.app)
    answer = await nobody.post("/auth/refresh", json={"refresh_token": made["refresh_token"]})
    token = answer.json().get("access_token", "")
    assert (await nobody.get("/auth/me", headers={"Authorization": f"Bearer {token}"})).status_code == 401


async def test_officers_do_not_act_and_where_it_is_off_nobody_does(world: World) -> None:
    path, body = f"/users/{world.student.id}/act-as", {"reason": "to look"}
    assert (await world.client(Role.OFFICER).post(path, json=body)).status_code == 403
    admin = world.client(Role.ADMIN)
    ok(await admin.patch("/admin/features/FEATURE_ACT_AS", json={"enabled": False}))
    assert (await admin.post(path, json=body)).json()["code"] == "feature_off"
