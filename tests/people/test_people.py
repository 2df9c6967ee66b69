"""The office's side of accounts: who may change what about whom, and that it holds at the next request."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from careerdesk.identity import service as identity
from careerdesk.kernel.errors import Missing
from careerdesk.permissions.roles import Role
from tests.conftest import PASSWORD, Client, Mailbox, World, make_client, run_tasks
from tests.contracts.subjects import Subjects
from tests.stories import ok


async def second_admin(world: World) -> Client:
    """The officer, made an administrator; their own client."""
    admin, officer = world.client(Role.ADMIN), world.people[Role.OFFICER]
    ok(await admin.put(f"/users/{officer.id}/roles", json={"roles": [{"role": "ADMIN"}]}))
    return world.client(officer)


async def sentences(world: World, action: str) -> list[dict[str, Any]]:
    found = ok(await world.client(Role.ADMIN).get(f"/admin/audit?action={action}"))
    return found["items"]


async def test_somebody_is_shown_with_what_may_be_done_about_them(world: World) -> None:
    admin = world.client(Role.ADMIN)
    found = ok(await admin.get(f"/users/{world.people[Role.RECRUITER].id}"))
    assert found["roles"] == [
        {
            "role": "RECRUITER",
            "company": {"id": str(world.company_id), "name": "Acme"},
            "department": None,
            "ends_at": None,
        }
    ]
    assert (found["sessions"], found["passkeys"], found["keys"], found["providers"]) == (1, 0, 0, [])
    assert found["can"] == {
        "edit": True, "edit_roles": True, "deactivate": True, "reactivate": False, "invite": False, "sign_out": True,
        "act_as": True,
    }  # fmt: skip
    myself = ok(await admin.get(f"/users/{world.people[Role.ADMIN].id}"))["can"]
    assert not any(myself[name] for name in ("edit_roles", "deactivate", "act_as"))


async def test_somebody_is_nobodys_to_see_who_may_not_read_people(world: World) -> None:
    path = f"/users/{world.people[Role.OFFICER].id}"
    for who in (None, Role.STUDENT, Role.RECRUITER):
        assert (await world.client(who).get(path)).status_code == 404


async def test_people_are_found_by_company_department_and_the_end_of_a_role(world: World) -> None:
    admin, lecturer = world.client(Role.ADMIN), world.people[Role.UNIVERSITY_SUPERVISOR]
    soon = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    role = {"role": "UNIVERSITY_SUPERVISOR", "department": "Civil", "ends_at": soon}
    ok(await admin.put(f"/users/{lecturer.id}/roles", json={"roles": [role]}))

    async def names(query: str) -> list[str]:
        return [one["full_name"] for one in ok(await admin.get(f"/users?{query}"))["items"]]

    assert await names(f"company_id={world.other_company_id}") == ["Rina Second"]
    assert await names("department=Civil") == ["Uma Lecturer"]
    assert set(await names("department=Computing")) == {"Asha Student", "Bela Second"}
    assert await names("ends_soon=true") == ["Uma Lecturer"]
    assert (await names("staff=true&sort=ends_at"))[0] == "Uma Lecturer"


async def test_an_export_has_no_formulas(world: World) -> None:
    admin, officer = world.client(Role.ADMIN), world.people[Role.OFFICER]
    ok(await admin.patch(f"/users/{officer.id}", json={"full_name": '=HYPERLINK("http://evil")'}))
    answer = await admin.get("/users/export?staff=true")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert '"\'=HYPERLINK(""http://evil"")"' in answer.text
    assert "Asha Student" not in answer.text


async def test_a_role_ends_at_its_instant(world: World, app_database_url: str) -> None:
    admin, officer = world.client(Role.ADMIN), world.people[Role.OFFICER]
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    ok(await admin.put(f"/users/{officer.id}/roles", json={"roles": [{"role": "OFFICER", "ends_at": soon}]}))
    assert (await world.client(Role.OFFICER).get("/users")).status_code == 200
    connection = await asyncpg.connect(app_database_url)
    await connection.execute("UPDATE memberships SET ends_at = now() WHERE user_id = $1", officer.id)
    await connection.close()
    assert (await world.client(Role.OFFICER).get("/users")).status_code == 403
    past = {"roles": [{"role": "OFFICER", "ends_at": "2020-01-01T00:00:00Z"}]}
    assert (await admin.put(f"/users/{officer.id}/roles", json=past)).status_code == 422


async def test_a_deactivated_person_is_out_at_the_next_request(world: World, app_database_url: str) -> None:
    admin, officer = world.client(Role.ADMIN), world.people[Role.OFFICER]
    theirs = world.client(Role.OFFICER)
    key = ok(
        await theirs.post("/auth/keys", json={"name": "Sync", "scopes": ["users.read"], "expires_in_days": 9}), 201
    )
    program = make_client(world.app, headers={"Authorization": f"Bearer {key['key']}"})
    ok(await program.get("/users"))
    signed_in = ok(
        await make_client(world.app).post("/auth/login", json={"email": officer.email, "password": PASSWORD})
    )
    found = ok(await admin.patch(f"/users/{officer.id}", json={"active": False, "reason": "has left"}))
    assert (found["state"], found["sessions"], found["keys"]) == ("inactive", 0, 0)
    for caller in (theirs, program):
        assert (await caller.get("/users")).status_code == 401
    again = await make_client(world.app).post("/auth/refresh", json={"refresh_token": signed_in["refresh_token"]})
    assert again.status_code == 401
    again = await make_client(world.app).post("/auth/login", json={"email": officer.email, "password": PASSWORD})
    assert again.status_code == 401
    sentence = (await sentences(world, "users.deactivate"))[0]
    assert sentence["sentence"] == "Anil Admin deactivated the account of Meera Officer"
    assert sentence["facts"]["reason"] == "has left"
    # Opened again, nothing of before comes back to life.
    assert ok(await admin.patch(f"/users/{officer.id}", json={"active": True}))["state"] == "active"
    for caller in (theirs, program):
        assert (await caller.get("/users")).status_code == 401
    ok(await make_client(world.app).post("/auth/login", json={"email": officer.email, "password": PASSWORD}))


async def test_signing_out_everywhere_ends_sessions_and_leaves_the_account(world: World) -> None:
    theirs = world.client(Role.OFFICER)
    path = f"/users/{world.people[Role.OFFICER].id}/sign-out-everywhere"
    ok(await world.client(Role.ADMIN).post(path), 204)
    assert (await theirs.get("/auth/me")).status_code == 401


@pytest.mark.as_(Role.ADMIN)
async def test_nobody_changes_their_own_roles_or_deactivates_themself(world: World, client: Client) -> None:
    path = f"/users/{world.people[Role.ADMIN].id}"
    for answer in (
        await client.put(f"{path}/roles", json={"roles": [{"role": "ADMIN"}, {"role": "OFFICER"}]}),
        await client.patch(path, json={"role": "OFFICER"}),
        await client.patch(path, json={"active": False}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "own_account")


@pytest.mark.as_(Role.OFFICER)
async def test_only_an_administrator_gives_takes_or_touches_that_role(world: World, client: Client) -> None:
    admin, lecturer = world.people[Role.ADMIN], world.people[Role.UNIVERSITY_SUPERVISOR]
    give = {"roles": [{"role": "ADMIN"}]}
    for answer in (
        await client.put(f"/users/{lecturer.id}/roles", json=give),
        await client.patch(f"/users/{lecturer.id}", json={"role": "ADMIN"}),
        await client.post("/users", json={"email": "x@people.example", "full_name": "X", "role": "ADMIN"}),
        await client.put(f"/users/{admin.id}/roles", json={"roles": [{"role": "OFFICER"}]}),
        await client.patch(f"/users/{admin.id}", json={"active": False}),
        await client.patch(f"/users/{admin.id}", json={"full_name": "Somebody"}),
        await client.post(f"/users/{admin.id}/sign-out-everywhere"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "admins_only"), answer.text
    # Nor do they become one, or an operator, themselves.
    mine = f"/users/{world.people[Role.OFFICER].id}/roles"
    assert (await client.put(mine, json=give)).status_code == 403


@pytest.mark.as_(Role.ADMIN)
@pytest.mark.parametrize(
    ("role", "code"),
    [
        ({"role": "OPERATOR"}, None),
        ({"role": "STUDENT"}, "no_record"),
        ({"role": "RECRUITER"}, "missing"),
        ({"role": "OFFICER", "department": "Civil"}, "no_department"),
        ({"role": "COORDINATOR", "company_id": "00000000-0000-0000-0000-000000000001"}, "no_company"),
    ],
)
async def test_a_role_without_what_it_needs_is_refused(
    world: World, client: Client, role: dict[str, Any], code: str | None
) -> None:
    path = f"/users/{world.people[Role.UNIVERSITY_SUPERVISOR].id}/roles"
    answer = await client.put(path, json={"roles": [role]})
    assert answer.status_code == 422
    assert code is None or answer.json()["errors"][0]["code"] == code


@pytest.mark.as_(Role.ADMIN)
async def test_a_company_of_another_institution_is_not_there(world: World, elsewhere: World, client: Client) -> None:
    role = {"role": "RECRUITER", "company_id": str(elsewhere.company_id)}
    path = f"/users/{world.people[Role.UNIVERSITY_SUPERVISOR].id}/roles"
    assert (await client.put(path, json={"roles": [role]})).status_code == 404


async def test_the_last_administrator_stays(world: World) -> None:
    other, admin = await second_admin(world), world.people[Role.ADMIN]
    until = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    ok(await other.patch(f"/users/{admin.id}", json={"active": False}))
    # The one who is left cannot be taken away by somebody who is an administrator only for a while.
    lecturer = world.people[Role.UNIVERSITY_SUPERVISOR]
    for_a_while = {"roles": [{"role": "ADMIN", "ends_at": until}]}
    ok(await other.put(f"/users/{lecturer.id}/roles", json=for_a_while))
    officer = world.people[Role.OFFICER]
    for body in ({"active": False}, {"role": "COORDINATOR"}):
        answer = await world.client(lecturer).patch(f"/users/{officer.id}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")


async def test_of_two_administrators_who_remove_each_other_at_once_one_stays(world: World) -> None:
    other = await second_admin(world)
    first, second = world.people[Role.ADMIN], world.people[Role.OFFICER]
    answers = await asyncio.gather(
        world.client(Role.ADMIN).patch(f"/users/{second.id}", json={"active": False}),
        other.patch(f"/users/{first.id}", json={"active": False}),
    )
    # Whoever is second is refused: by the lock as the last one, or already at the door.
    assert sorted(answer.status_code for answer in answers) in ([200, 409], [200, 401])


async def test_what_is_not_in_the_body_is_not_taken_from_it(world: World) -> None:
    admin, path = world.client(Role.ADMIN), f"/users/{world.people[Role.OFFICER].id}"
    for more in ({"state": "active"}, {"institution_id": "x"}, {"email": "a@b.example"}, {"password_hash": "x"}):
        assert (await admin.patch(path, json={"full_name": "X", **more})).status_code == 422
        body = {"email": "n@people.example", "full_name": "N", "role": "OFFICER", **more}
        assert (await admin.post("/users", json={**body, "verified": True})).status_code == 422
    roles = [{"role": "OFFICER", "institution_id": "x"}]
    assert (await admin.put(f"{path}/roles", json={"roles": roles})).status_code == 422


async def test_a_change_on_top_of_anothers_is_refused(world: World) -> None:
    admin, path = world.client(Role.ADMIN), f"/users/{world.people[Role.OFFICER].id}"
    tag = (await admin.get(path)).headers["etag"]
    ok(await admin.patch(path, json={"full_name": "Meera Rao"}, headers={"If-Match": tag}))
    answer = await admin.put(f"{path}/roles", json={"roles": [{"role": "OFFICER"}]}, headers={"If-Match": tag})
    assert answer.status_code == 412


async def test_an_invitation_is_sent_again_but_not_at_once(world: World, mailbox: Mailbox) -> None:
    admin = world.client(Role.ADMIN)
    body = {"email": f"new.{world.slug}@people.example", "full_name": "New Officer", "role": "OFFICER"}
    made = ok(await admin.post("/users", json=body), 201)
    assert (made["state"], made["can"]["invite"]) == ("invited", True)
    await run_tasks(admin._transport.app.state.house, world.id)  # type: ignore[attr-defined]
    assert len(mailbox.to(body["email"])) == 1
    assert (await admin.post(f"/users/{made['id']}/invite")).status_code == 429
    async with Subjects(world) as subjects:
        await subjects.connection.execute(
            "UPDATE invitations SET created_at = created_at - interval '2 minutes' WHERE institution_id = $1", world.id
        )
    ok(await admin.post(f"/users/{made['id']}/invite"), 202)
    await run_tasks(admin._transport.app.state.house, world.id)  # type: ignore[attr-defined]
    assert len(mailbox.to(body["email"])) == 2
    active = f"/users/{world.people[Role.OFFICER].id}/invite"
    assert (await admin.post(active)).json()["code"] == "already_active"


async def test_the_person_reads_that_their_roles_changed(world: World) -> None:
    admin, officer = world.client(Role.ADMIN), world.people[Role.OFFICER]
    ok(await admin.put(f"/users/{officer.id}/roles", json={"roles": [{"role": "COORDINATOR"}], "reason": "new post"}))
    items = ok(await world.client(Role.OFFICER).get("/notifications"))["items"]
    assert items[0]["title"] == "Your roles are now: coordinator"
    sentence = (await sentences(world, "users.roles"))[0]
    assert sentence["sentence"] == "Anil Admin changed the roles of Meera Officer to coordinator"
    assert sentence["facts"]["before"] == ["OFFICER"]


async def test_a_deactivated_account_is_not_opened_by_an_invitation_or_a_new_password(world: World) -> None:
    admin = world.client(Role.ADMIN)
    body = {"email": f"late.{world.slug}@people.example", "full_name": "Late Officer", "role": "OFFICER"}
    made = ok(await admin.post("/users", json=body), 201)
    async with world.context() as context:
        secret = await identity.new_invitation(context, UUID(made["id"]))
    ok(await admin.patch(f"/users/{made['id']}", json={"active": False}))
    accept = {"token": secret, "password": "a better staple 9"}
    assert (await world.client().post("/auth/invitations/accept", json=accept)).status_code == 404
    # Also where the deactivation comes while the new password is being hashed.
    with pytest.raises(Missing):
        async with world.context() as context:
            await identity.reset_password(context, UUID(made["id"]), password_hash="x")
    assert ok(await admin.get(f"/users/{made['id']}"))["state"] == "inactive"
