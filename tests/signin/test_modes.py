"""Signing in as the institution has decided, and with what is remembered."""

import asyncpg
import pytest

from careerdesk.kernel.context import House
from careerdesk.permissions.roles import Role
from tests.conftest import PASSWORD, Client, Mailbox, World, make_client, run_tasks
from tests.signin.conftest import BROWSER, CodeTo, Decide


def _login(world: World, role: Role = Role.STUDENT, password: str = PASSWORD) -> dict[str, str]:
    return {"email": world.people[role].email, "password": password}


async def test_password_and_code_takes_both(world: World, client: Client, decide: Decide, code_to: CodeTo) -> None:
    await decide(mode="password_code")
    email = world.student.email
    first = await client.post("/auth/login", json=_login(world))
    body = first.json()
    assert (first.status_code, body["attempts_remaining"], body["module"]) == (200, 2, "login")
    assert "access_token" not in body
    answer = await client.post("/auth/verify-otp", json={"email": email, "code": await code_to(email)})
    assert answer.status_code == 200
    assert answer.json()["access_token"]


async def test_nobody_gets_a_second_factor_without_the_password(
    world: World, client: Client, decide: Decide, house: House, mailbox: Mailbox
) -> None:
    await decide(mode="password_code")
    email = world.student.email
    assert (await client.post("/auth/login", json=_login(world, password="wrong"))).status_code == 401
    assert (await client.post("/auth/send-otp", json={"email": email})).status_code == 200
    await run_tasks(house, world.id)
    assert mailbox.to(email) == []


async def test_the_code_is_shown_where_the_password_was_given(world: World, decide: Decide, code_to: CodeTo) -> None:
    """Somebody who reads the mail, and does not know the password, gets nowhere with the code."""
    await decide(mode="password_code")
    email = world.student.email
    async with make_client(world.app) as browser, make_client(world.app) as thief:
        step = await browser.post("/auth/login", json=_login(world), headers=BROWSER)
        assert "careerdesk_step" in step.cookies
        assert "careerdesk_session" not in step.cookies
        body = {"email": email, "code": await code_to(email)}
        for headers in ({}, BROWSER):
            stolen = await thief.post("/auth/verify-otp", json=body, headers=headers)
            assert stolen.status_code == 401
        await browser.post("/auth/login", json=_login(world), headers=BROWSER)
        body = {"email": email, "code": await code_to(email)}
        assert (await browser.post("/auth/verify-otp", json=body, headers=BROWSER)).status_code == 200
        assert (await browser.get("/auth/me")).status_code == 200


async def test_a_stranger_cannot_use_up_the_second_factor(
    world: World, client: Client, decide: Decide, code_to: CodeTo
) -> None:
    await decide(mode="password_code")
    email = world.student.email
    for _ in range(6):
        await client.post("/auth/send-otp", json={"email": email})
        await client.post("/auth/verify-otp", json={"email": email, "code": "000000"})
    assert (await client.post("/auth/login", json=_login(world))).status_code == 200
    answer = await client.post("/auth/verify-otp", json={"email": email, "code": await code_to(email)})
    assert answer.status_code == 200


async def test_the_second_factor_has_limits_of_its_own(world: World, client: Client, decide: Decide) -> None:
    """Who knows the password can neither have codes sent without end nor guess them."""
    await decide(mode="password_code")
    email = world.student.email
    left = [(await client.post("/auth/login", json=_login(world))).json()["attempts_remaining"] for _ in range(3)]
    assert left == [2, 1, 0]
    fourth = await client.post("/auth/login", json=_login(world))
    assert (fourth.status_code, fourth.json()["code"]) == (429, "blocked")
    assert fourth.json()["ways"] == ["password", "passkey"]
    guesses = [await client.post("/auth/verify-otp", json={"email": email, "code": "wrong!"}) for _ in range(6)]
    assert [answer.status_code for answer in guesses] == [401] * 5 + [429]


async def test_a_remembered_device_needs_no_code_again(world: World, decide: Decide, code_to: CodeTo) -> None:
    await decide(mode="password_code", remember_days=7)
    email = world.student.email
    async with make_client(world.app) as browser:
        await browser.post("/auth/login", json=_login(world), headers=BROWSER)
        body = {"email": email, "code": await code_to(email), "remember": True}
        answer = await browser.post("/auth/verify-otp", json=body, headers=BROWSER)
        cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("careerdesk_device"))
        assert "HttpOnly" in cookie
        assert f"Max-Age={7 * 86_400}" in cookie
        again = await browser.post("/auth/login", json=_login(world), headers=BROWSER)
        assert "access_token" in again.json()
        # Somebody else's password on the same device is not helped by it.
        other = await browser.post("/auth/login", json=_login(world, Role.OFFICER), headers=BROWSER)
        assert "access_token" not in other.json()
        devices = (await browser.get("/auth/devices")).json()["items"]
        assert [device["current"] for device in devices] == [True]
        gone = await browser.delete(f"/auth/devices/{devices[0]['id']}", headers=BROWSER)
        assert gone.status_code == 204
        assert "access_token" not in (await browser.post("/auth/login", json=_login(world), headers=BROWSER)).json()
    connection = await asyncpg.connect(world.owner)
    assert await connection.fetchval("SELECT count(*) FROM devices WHERE user_id = $1", world.student.id) == 0
    await connection.close()


async def test_a_new_password_by_mail_forgets_the_devices(world: World, client: Client, code_to: CodeTo) -> None:
    email = world.student.email
    async with make_client(world.app) as browser:
        await client.post("/auth/send-otp", json={"email": email})
        body = {"email": email, "code": await code_to(email), "remember": True}
        assert (await browser.post("/auth/verify-otp", json=body, headers=BROWSER)).status_code == 200
        assert len((await browser.get("/auth/devices")).json()["items"]) == 1
    await client.post("/auth/forget-password", json={"email": email})
    new = {"email": email, "code": await code_to(email), "new_password": "another good sentence"}
    assert (await client.post("/auth/reset-password", json=new)).status_code == 204
    token = (await client.post("/auth/login", json={"email": email, "password": new["new_password"]})).json()
    bearer = {"Authorization": f"Bearer {token['access_token']}"}
    assert (await client.get("/auth/devices", headers=bearer)).json()["items"] == []


async def test_a_device_is_forgotten_with_the_password(world: World, decide: Decide, code_to: CodeTo) -> None:
    await decide(mode="password_code")
    email = world.student.email
    async with make_client(world.app) as browser:
        await browser.post("/auth/login", json=_login(world), headers=BROWSER)
        body = {"email": email, "code": await code_to(email), "remember": True}
        await browser.post("/auth/verify-otp", json=body, headers=BROWSER)
        new = {"current_password": PASSWORD, "new_password": "another good sentence"}
        assert (await browser.post("/auth/change-password", json=new, headers=BROWSER)).status_code == 204
        login = {"email": email, "password": "another good sentence"}
        assert "access_token" not in (await browser.post("/auth/login", json=login, headers=BROWSER)).json()


@pytest.mark.as_(Role.STUDENT)
async def test_another_persons_device_is_not_there(world: World, client: Client) -> None:
    other = world.extra["second student"]
    connection = await asyncpg.connect(world.owner)
    device = await connection.fetchval(
        """INSERT INTO devices (id, institution_id, user_id, secret_hash, ip, user_agent, created_at, seen_at, expires_at)
        VALUES (gen_random_uuid(), $1, $2, $3, '', '', now(), now(), now() + interval '1 day') RETURNING id""",
        world.id,
        other.id,
        other.id.bytes,
    )
    await connection.close()
    assert (await client.get("/auth/devices")).json()["items"] == []
    assert (await client.delete(f"/auth/devices/{device}")).status_code == 404


@pytest.mark.parametrize("mode", ["passwordless", "sso"])
async def test_where_passwords_open_nothing_a_right_one_is_a_wrong_one(
    world: World, client: Client, decide: Decide, mode: str
) -> None:
    await decide(mode=mode)
    right = await client.post("/auth/login", json=_login(world))
    wrong = await client.post("/auth/login", json=_login(world, password="wrong"))
    said = [{k: v for k, v in answer.json().items() if k != "request_id"} for answer in (right, wrong)]
    assert right.status_code == wrong.status_code == 401
    assert said[0] == said[1]
    for _ in range(8):
        await client.post("/auth/login", json=_login(world))
    assert (await client.post("/auth/login", json=_login(world))).status_code == 429


async def test_passwordless_takes_a_code(world: World, client: Client, decide: Decide, code_to: CodeTo) -> None:
    await decide(mode="passwordless")
    email = world.student.email
    await client.post("/auth/send-otp", json={"email": email})
    answer = await client.post("/auth/verify-otp", json={"email": email, "code": await code_to(email)})
    assert answer.status_code == 200


async def test_sso_takes_no_code_except_an_administrators_after_the_password(
    world: World, client: Client, decide: Decide, code_to: CodeTo, house: House, mailbox: Mailbox
) -> None:
    await decide(mode="sso")
    admin = world.people[Role.ADMIN].email
    for email in (world.student.email, admin):
        await client.post("/auth/send-otp", json={"email": email})
        await run_tasks(house, world.id)
        assert mailbox.to(email) == []
    first = await client.post("/auth/login", json=_login(world, Role.ADMIN))
    assert (first.status_code, "access_token" in first.json()) == (200, False)
    answer = await client.post("/auth/verify-otp", json={"email": admin, "code": await code_to(admin)})
    assert answer.status_code == 200


async def test_a_code_from_before_the_policy_changed_opens_nothing(
    world: World, client: Client, decide: Decide, code_to: CodeTo
) -> None:
    email = world.student.email
    await client.post("/auth/send-otp", json={"email": email})
    code = await code_to(email)
    await decide(mode="sso")
    assert (await client.post("/auth/verify-otp", json={"email": email, "code": code})).status_code == 401


async def test_an_imported_person_comes_in_by_code(
    world: World, client: Client, decide: Decide, code_to: CodeTo
) -> None:
    await decide(mode="passwordless")
    connection = await asyncpg.connect(world.owner)
    await connection.execute("UPDATE users SET state = 'invited', password_hash = NULL WHERE id = $1", world.student.id)
    email = world.student.email
    await client.post("/auth/send-otp", json={"email": email})
    answer = await client.post("/auth/verify-otp", json={"email": email, "code": await code_to(email)})
    assert answer.status_code == 200
    assert await connection.fetchval("SELECT state FROM users WHERE id = $1", world.student.id) == "active"
    await connection.close()


async def test_signing_in_never_takes_over_a_session_that_is_there(world: World) -> None:
    """Session fixation: a cookie that somebody planted is not the session afterwards."""
    async with make_client(world.app) as browser:
        planted = "planted-by-somebody-else"
        browser.cookies.set("careerdesk_session", planted, domain="testserver.local")
        first = await browser.post("/auth/login", json=_login(world), headers=BROWSER)
        one = first.cookies["careerdesk_session"]
        assert one != planted
        second = await browser.post(
            "/auth/login", json=_login(world), headers={**BROWSER, "Cookie": f"careerdesk_session={one}"}
        )
        two = second.cookies["careerdesk_session"]
        assert two not in (one, planted)
        browser.cookies.clear()
        gone = await browser.get("/auth/me", headers={"Cookie": f"careerdesk_session={one}"})
        here = await browser.get("/auth/me", headers={"Cookie": f"careerdesk_session={two}"})
        assert (gone.status_code, here.status_code) == (401, 200)


async def test_a_forgotten_password_is_replaced_and_everything_ends(
    world: World, client: Client, code_to: CodeTo
) -> None:
    email = world.student.email
    before = (await client.post("/auth/login", json=_login(world))).json()["access_token"]
    sent = await client.post("/auth/forget-password", json={"email": email})
    assert (sent.status_code, sent.json()["module"]) == (200, "forgetpassword")
    code = await code_to(email)
    short = await client.post("/auth/reset-password", json={"email": email, "code": code, "new_password": "short"})
    assert (short.status_code, short.json()["errors"][0]["pointer"]) == (422, "/new_password")
    new = {"email": email, "otp": code, "new_password": "another good sentence"}
    assert (await client.post("/auth/reset-password", json=new)).status_code == 204
    assert (await client.post("/auth/reset-password", json=new)).status_code == 401
    assert (await client.get("/auth/me", headers={"Authorization": f"Bearer {before}"})).status_code == 401
    assert (await client.post("/auth/login", json=_login(world))).status_code == 401
    again = await client.post("/auth/login", json={"email": email, "password": "another good sentence"})
    assert again.status_code == 200


async def test_a_password_is_not_replaced_where_passwords_open_nothing(
    world: World, client: Client, decide: Decide, house: House, mailbox: Mailbox
) -> None:
    await decide(mode="passwordless")
    await client.post("/auth/forget-password", json={"email": world.student.email})
    await run_tasks(house, world.id)
    assert mailbox.to(world.student.email) == []


async def test_failures_of_strangers_do_not_stop_a_remembered_device(
    world: World, client: Client, code_to: CodeTo
) -> None:
    email = world.student.email
    async with make_client(world.app) as browser:
        await client.post("/auth/send-otp", json={"email": email})
        body = {"email": email, "code": await code_to(email), "remember": True}
        assert (await browser.post("/auth/verify-otp", json=body, headers=BROWSER)).status_code == 200
        for _ in range(11):
            await client.post("/auth/login", json=_login(world, password="wrong"))
        assert (await client.post("/auth/login", json=_login(world))).status_code == 429
        assert (await browser.post("/auth/login", json=_login(world), headers=BROWSER)).status_code == 200


@pytest.mark.parametrize(
    "local", ["\ufdfa" * 240, "a" * 240, "\u0345" * 240, "'; DROP TABLE users; --", "a:b:login"], ids=ascii
)
async def test_what_is_no_address_is_simply_not_known(client: Client, local: str) -> None:
    email = f"{local}@x.example"
    for path, more in (
        ("/auth/ways", {}),
        ("/auth/login", {"password": "x"}),
        ("/auth/send-otp", {}),
        ("/auth/verify-otp", {"code": "\u0663" * 6}),
        ("/auth/verify-otp", {"code": "1", "module": "register"}),
        ("/auth/reset-password", {"code": "1", "new_password": "a good sentence"}),
    ):
        assert (await client.post(path, json={"email": email, **more})).status_code in (200, 401)
    form = await client.post("/auth/login", data={"username": f"{local}\x00", "password": "x\x00"})
    assert form.status_code in (401, 422)
