"""Who somebody is here whom a provider vouches for, and what they may do."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.sso.conftest import HTML, add, begin, come_back, me, refusal, sentences
from tests.sso.oidc_provider import Provider

New = dict[str, str]


@pytest.fixture
def new() -> New:
    """Somebody whom nobody knows yet."""
    return {"sub": "nia", "email": f"nia.{uuid4().hex[:12]}@uni.example", "name": "Nia New"}


async def _arrive(browser: Client, idp: Provider, **claims: Any) -> Any:
    return await come_back(browser, idp.consent(await begin(browser), **claims))


async def _run(world: World, sql: str, *values: Any) -> None:
    connection = await asyncpg.connect(world.owner)
    try:
        await connection.execute(sql, *values)
    finally:
        await connection.close()


# -- recognising ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verified", [False, None, "no", 1])
async def test_an_address_that_the_provider_did_not_verify_links_nothing(
    admin: Client, browser: Client, idp: Provider, world: World, verified: Any
) -> None:
    await add(admin, create_accounts=True, role_rules=[{"group": "*", "role": "ADMIN"}])
    answer = await _arrive(browser, idp, sub="mallory", email=world.people[Role.ADMIN].email, email_verified=verified)
    assert refusal(answer) == "sso_email_unverified"


async def test_a_provider_that_is_trusted_for_addresses_may_leave_it_out_but_not_say_no(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin, link_verified=True)
    said = {"sub": "asha", "email": world.student.email}
    assert refusal(await _arrive(browser, idp, **said, email_verified=False)) == "sso_email_unverified"
    assert (await _arrive(browser, idp, **said, email_verified=None)).headers["location"] == "/jobs"


@pytest.mark.parametrize("change", [lambda e: e.replace("a", "а", 1), lambda e: e.replace("a", "ａ", 1)])
async def test_a_look_alike_address_is_nobody_elses(
    admin: Client, browser: Client, idp: Provider, world: World, change: Any
) -> None:
    """A Cyrillic а is another letter; a full-width ａ would be turned into an a by the canonical form."""
    await add(admin)
    answer = await _arrive(browser, idp, sub="mallory", email=change(world.people[Role.ADMIN].email))
    assert refusal(answer) in ("sso_email_missing", "sso_no_account")


async def test_capitals_make_no_other_address(admin: Client, browser: Client, idp: Provider, world: World) -> None:
    await add(admin)
    assert (await _arrive(browser, idp, sub="asha", email=world.student.email.upper())).headers["location"] == "/jobs"


@pytest.mark.parametrize("email", [None, "", "nobody", "a@b@c", 7])
async def test_without_an_address_nobody_is_recognised(
    admin: Client, browser: Client, idp: Provider, email: Any
) -> None:
    await add(admin, create_accounts=True, role_rules=[{"group": "*", "role": "OFFICER"}])
    assert refusal(await _arrive(browser, idp, sub="nia", email=email)) == "sso_email_missing"


async def test_an_account_of_another_institution_is_never_linked(
    admin: Client, browser: Client, idp: Provider, elsewhere: World
) -> None:
    await add(admin, create_accounts=True, role_rules=[{"group": "*", "role": "OFFICER"}])
    answer = await _arrive(browser, idp, sub="x", email=elsewhere.people[Role.ADMIN].email)
    assert refusal(answer) == "sso_other_institution"


async def test_after_the_first_time_the_subject_decides_and_not_the_address(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin)
    await _arrive(browser, idp, sub="asha", email=world.student.email)
    browser.cookies.clear()
    officer = world.people[Role.OFFICER].email
    assert (await _arrive(browser, idp, sub="asha", email=officer)).headers["location"] == "/jobs"
    assert (await me(browser))["email"] == world.student.email


async def test_an_address_that_went_to_somebody_else_does_not_take_the_account_along(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin)
    await _arrive(browser, idp, sub="asha", email=world.student.email)
    assert refusal(await _arrive(browser, idp, sub="successor", email=world.student.email)) == "sso_other_person"


async def test_an_inactive_person_is_refused_before_and_after_linking(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin)
    said = {"sub": "asha", "email": world.student.email}
    await _run(world, "UPDATE users SET state = 'inactive' WHERE id = $1", world.student.id)
    assert refusal(await _arrive(browser, idp, **said)) == "sso_inactive"
    await _run(world, "UPDATE users SET state = 'active' WHERE id = $1", world.student.id)
    assert (await _arrive(browser, idp, **said)).headers["location"] == "/jobs"
    await _run(world, "UPDATE users SET state = 'inactive' WHERE id = $1", world.student.id)
    browser.cookies.clear()
    assert refusal(await _arrive(browser, idp, **said)) == "sso_inactive"


async def test_somebody_who_was_invited_has_accepted_by_coming(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin)
    body = {"email": f"{world.slug}.officer@uni.example", "full_name": "Olu Officer", "role": "OFFICER"}
    assert (await admin.post("/users", json=body)).status_code == 201
    await _arrive(browser, idp, sub="olu", email=body["email"])
    found = await me(browser)
    assert (found["full_name"], found["roles"]) == ("Olu Officer", ["OFFICER"])


# -- new accounts -----------------------------------------------------------------------------------------------------


async def test_no_account_is_made_unless_the_provider_may(
    admin: Client, browser: Client, idp: Provider, new: New
) -> None:
    await add(admin, role_rules=[{"group": "*", "role": "OFFICER"}])
    assert refusal(await _arrive(browser, idp, **new)) == "sso_no_account"


async def test_who_is_in_no_group_with_a_rule_gets_no_account(
    admin: Client, browser: Client, idp: Provider, new: New
) -> None:
    await add(admin, create_accounts=True, role_rules=[{"group": "staff", "role": "OFFICER"}])
    assert refusal(await _arrive(browser, idp, **new, groups=["Staff", "staff ", "students"])) == "sso_no_account"


async def test_a_new_person_gets_the_role_of_the_group(
    admin: Client, browser: Client, idp: Provider, world: World, new: New
) -> None:
    rules = [{"group": "cs-staff", "role": "COORDINATOR", "department": "Computing"}]
    await add(admin, create_accounts=True, role_rules=rules)
    assert (await _arrive(browser, idp, **new, groups=["all", "cs-staff"])).status_code == 303
    found = await me(browser)
    assert (found["full_name"], found["email"], found["roles"]) == ("Nia New", new["email"], ["COORDINATOR"])
    assert (found["department"], found["permissions"]["students.read"]) == ("Computing", "department")
    assert not found["has_password"]
    assert await sentences(world, "users.create") == ["Nia New came with Campus account and got an account"]


async def test_a_new_student_gets_a_record(admin: Client, browser: Client, idp: Provider, new: New) -> None:
    rules = [{"group": "cse", "role": "STUDENT", "department": "Computing", "branch": "CSE"}]
    await add(admin, create_accounts=True, role_rules=rules)
    await _arrive(browser, idp, **new, groups=["cse"])
    student = (await me(browser))["student"]
    assert (student["branch"], student["department"], student["verified_at"]) == ("CSE", "Computing", None)


async def test_two_first_sign_ins_at_once_make_one_account(
    admin: Client, idp: Provider, world: World, new: New
) -> None:
    await add(admin, create_accounts=True, role_rules=[{"group": "*", "role": "OFFICER"}])
    browsers = [world.client() for _ in range(4)]
    sent = []
    for one in browsers:
        one.headers.update(HTML)
        sent.append(idp.consent(await begin(one), **new))
    answers = await asyncio.gather(*(come_back(one, back) for one, back in zip(browsers, sent, strict=True)))
    assert [answer.status_code for answer in answers] == [303] * 4
    locations = [answer.headers["location"] for answer in answers]
    assert locations == ["/jobs"] * 4
    assert len({(await me(one))["id"] for one in browsers}) == 1


# -- roles follow the groups ------------------------------------------------------------------------------------------


async def test_roles_from_rules_follow_the_groups_and_those_by_hand_stay(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    rules = [{"group": "office", "role": "OFFICER"}, {"group": "guides", "role": "UNIVERSITY_SUPERVISOR"}]
    await add(admin, role_rules=[*rules, {"group": "coords", "role": "COORDINATOR"}])
    person = world.people[Role.COORDINATOR]
    said = {"sub": "kiran", "email": person.email}
    await _arrive(browser, idp, **said, groups=["office", "guides", "coords"])
    assert set((await me(browser))["roles"]) == {"COORDINATOR", "OFFICER", "UNIVERSITY_SUPERVISOR"}
    await _arrive(browser, idp, **said, groups="guides")
    assert set((await me(browser))["roles"]) == {"COORDINATOR", "UNIVERSITY_SUPERVISOR"}
    await _arrive(browser, idp, **said, groups=[])
    assert (await me(browser))["roles"] == ["COORDINATOR"]
    assert await sentences(world, "users.roles") == [
        "Campus account gave Kiran Coordinator the role officer, university supervisor, as its groups say",
        "Campus account took from Kiran Coordinator the role officer, as its groups say",
        "Campus account took from Kiran Coordinator the role university supervisor, as its groups say",
    ]


async def test_a_rule_can_make_an_administrator_but_cannot_take_away_the_last(
    admin: Client, browser: Client, idp: Provider, world: World, new: New
) -> None:
    await add(admin, create_accounts=True, role_rules=[{"group": "root", "role": "ADMIN"}])
    await _arrive(browser, idp, **new, groups=["root"])
    assert (await me(browser))["roles"] == ["ADMIN"]
    await _run(world, "DELETE FROM memberships WHERE user_id = $1", world.people[Role.ADMIN].id)
    await _arrive(browser, idp, **new, groups=[])
    assert (await me(browser))["roles"] == ["ADMIN"]
    await _run(
        world,
        "INSERT INTO memberships (id, institution_id, user_id, role, created_at) VALUES (gen_random_uuid(), $1, $2, 'ADMIN', now())",
        world.id,
        world.people[Role.ADMIN].id,
    )
    assert refusal(await _arrive(browser, idp, **new, groups=[])) == "sso_no_role"
    assert (await browser.get("/auth/me")).status_code == 403


async def test_a_rule_binds_only_those_to_a_department_who_can_be(admin: Client) -> None:
    body = {
        "slug": "uni", "name": "Uni", "kind": "oidc", "config": {"issuer": "https://idp.example", "client_id": "x"},
        "role_rules": [{"group": "*", "role": "OFFICER", "department": "Civil"}],
    }  # fmt: skip
    answer = await admin.post("/admin/identity-providers", json=body)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (422, "/role_rules/0/department", "no_department")


@pytest.mark.parametrize("role", ["OPERATOR", "RECRUITER", "STUDENT", "EMPEROR"])
async def test_some_roles_cannot_be_given_by_a_rule(admin: Client, role: str) -> None:
    body = {
        "slug": "uni", "name": "Uni", "kind": "oidc", "config": {"issuer": "https://idp.example", "client_id": "x"},
        "role_rules": [{"group": "*", "role": role}],
    }  # fmt: skip
    answer = await admin.post("/admin/identity-providers", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("/role_rules/0/")


async def test_a_rule_for_operators_that_was_written_into_the_table_gives_nothing(
    admin: Client, browser: Client, idp: Provider, world: World, new: New
) -> None:
    await add(admin, create_accounts=True)
    rules = '[{"group": "*", "role": "OPERATOR"}]'
    await _run(world, "UPDATE identity_providers SET role_rules = $1::jsonb WHERE institution_id = $2", rules, world.id)
    assert refusal(await _arrive(browser, idp, **new)) == "sso_no_account"


async def test_a_session_that_the_browser_had_is_not_taken_over(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    """Session fixation: signing in always makes a new secret, and the old one of the same person ends."""
    await add(admin)
    await _arrive(browser, idp, sub="asha", email=world.student.email)
    before = browser.cookies["careerdesk_session"]
    await _arrive(browser, idp, sub="asha", email=world.student.email)
    assert browser.cookies["careerdesk_session"] != before
    async with world.client() as thief:
        thief.cookies.set("careerdesk_session", before)
        assert (await thief.get("/auth/me")).status_code == 401


async def test_somebody_elses_session_in_the_browser_is_replaced_and_not_mixed(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin)
    await _arrive(browser, idp, sub="asha", email=world.student.email)
    await _arrive(browser, idp, sub="meera", email=world.people[Role.OFFICER].email)
    assert (await me(browser))["email"] == world.people[Role.OFFICER].email
    assert "Meera Officer signed in with Campus account" in await sentences(world, "auth.sign_in")


async def test_the_person_is_told_of_a_new_way_in_and_of_roles_that_come_and_go(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin, role_rules=[{"group": "office", "role": "OFFICER"}])
    said = {"sub": "kiran", "email": world.people[Role.COORDINATOR].email}
    await _arrive(browser, idp, **said)
    await _arrive(browser, idp, **said, groups=["office"])
    await _arrive(browser, idp, **said)
    found = (await browser.get("/notifications")).json()["items"]
    assert [one["title"] for one in reversed(found)] == [
        "You can sign in with Campus account from now on",
        "Your roles are now: coordinator, officer",
        "Your roles are now: coordinator",
    ]
