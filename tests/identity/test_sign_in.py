"""Signing in: what the seeds' /auth rows promise, and what must never happen."""

import asyncio

import asyncpg
import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import PASSWORD, Client, World, make_client


async def test_the_right_password_gives_tokens(world: World, client: Client) -> None:
    answer = await client.post("/auth/login", json={"email": world.student.email.upper(), "password": PASSWORD})
    assert answer.status_code == 200
    body = answer.json()
    assert body["token_type"] == "bearer"
    assert body["expires_in"] == 1800
    me = await client.get("/auth/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.json()["email"] == world.student.email
    assert me.json()["student"]["branch"] == "CSE"
    assert "set-cookie" not in answer.headers


async def test_an_oauth2_form_is_accepted_too(world: World, client: Client) -> None:
    answer = await client.post("/auth/login", data={"username": world.student.email, "password": PASSWORD})
    assert answer.status_code == 200


async def test_a_wrong_password_and_an_unknown_address_get_the_same_words(world: World, client: Client) -> None:
    wrong = await client.post("/auth/login", json={"email": world.student.email, "password": "no"})
    unknown = await client.post("/auth/login", json={"email": "nobody@people.example", "password": "no"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["detail"] == unknown.json()["detail"]
    assert wrong.headers["content-type"] == "application/problem+json"


async def test_ten_failures_block_the_address_and_a_success_forgets_them(world: World, client: Client) -> None:
    credentials = {"email": world.student.email, "password": "no"}
    for _ in range(9):
        assert (await client.post("/auth/login", json=credentials)).status_code == 401
    assert (await client.post("/auth/login", json={**credentials, "password": PASSWORD})).status_code == 200
    for _ in range(10):
        assert (await client.post("/auth/login", json=credentials)).status_code == 401
    blocked = await client.post("/auth/login", json={**credentials, "password": PASSWORD})
    assert blocked.status_code == 429
    assert int(blocked.headers["retry-after"]) > 0


async def test_a_refresh_token_works_once_and_its_reuse_ends_the_family(world: World, client: Client) -> None:
    first = (await client.post("/auth/login", json={"email": world.student.email, "password": PASSWORD})).json()
    second = (await client.post("/auth/refresh", json={"refresh_token": first["refresh_token"]})).json()
    bearer = {"Authorization": f"Bearer {second['access_token']}"}
    assert (await client.get("/auth/me", headers=bearer)).status_code == 200
    reused = await client.post("/auth/refresh", json={"refresh_token": first["refresh_token"]})
    assert reused.status_code == 401
    assert (await client.get("/auth/me", headers=bearer)).status_code == 401
    assert (await client.post("/auth/refresh", json={"refresh_token": second["refresh_token"]})).status_code == 401


async def test_two_refreshes_at_once_give_one_new_family_at_most(world: World, client: Client) -> None:
    first = (await client.post("/auth/login", json={"email": world.student.email, "password": PASSWORD})).json()
    body = {"refresh_token": first["refresh_token"]}
    answers = await asyncio.gather(*(client.post("/auth/refresh", json=body) for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [200, 401, 401, 401]


async def test_a_browser_gets_a_cookie_that_another_site_cannot_use(world: World) -> None:
    async with make_client(world.app) as browser:
        origin = {"Origin": "http://testserver"}
        credentials = {"email": world.student.email, "password": PASSWORD}
        answer = await browser.post("/auth/login", json=credentials, headers=origin)
        cookie = answer.headers["set-cookie"].lower()
        assert "careerdesk_session=" in cookie
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert (await browser.get("/auth/me")).status_code == 200
        body = {"full_name": "X"}
        evil = await browser.patch("/auth/me", json=body, headers={"Origin": "https://evil.example"})
        assert (evil.status_code, evil.json()["code"]) == (403, "cross_site")
        assert (await browser.post("/auth/logout")).json()["code"] == "cross_site"
        assert (await browser.post("/auth/logout", headers=origin)).status_code == 204
        assert (await browser.get("/auth/me")).status_code == 401


@pytest.mark.as_(Role.STUDENT)
async def test_signing_out_ends_the_session_at_once(client: Client) -> None:
    assert (await client.post("/auth/logout")).status_code == 204
    assert (await client.get("/auth/me")).status_code == 401


@pytest.mark.as_(Role.OFFICER)
async def test_changing_the_password_ends_the_other_sessions(world: World, client: Client) -> None:
    assert client.person is not None
    login = {"email": client.person.email, "password": PASSWORD}
    other = (await client.post("/auth/login", json=login)).json()["access_token"]
    new = {"current_password": PASSWORD, "new_password": "another good sentence"}
    assert (await client.post("/auth/change-password", json={**new, "current_password": "x"})).status_code == 422
    assert (await client.post("/auth/change-password", json=new)).status_code == 204
    assert (await client.get("/auth/me", headers={"Authorization": f"Bearer {other}"})).status_code == 401
    assert (await client.get("/auth/me")).status_code == 200
    assert (await client.post("/auth/login", json={**login, "password": "another good sentence"})).status_code == 200


@pytest.mark.as_(Role.STUDENT)
async def test_sessions_are_listed_and_only_ones_own_can_be_ended(world: World, client: Client) -> None:
    second = await client.post("/auth/login", json={"email": world.student.email, "password": PASSWORD})
    sessions = (await client.get("/auth/sessions")).json()["items"]
    assert [s["current"] for s in sessions].count(True) == 1
    another = next(s for s in sessions if not s["current"])
    stranger = world.client(world.extra["second student"])
    assert (await stranger.delete(f"/auth/sessions/{another['id']}")).status_code == 404
    assert (await client.delete(f"/auth/sessions/{another['id']}")).status_code == 204
    bearer = {"Authorization": f"Bearer {second.json()['access_token']}"}
    assert (await client.get("/auth/me", headers=bearer)).status_code == 401


async def test_thirty_two_sign_ins_at_once_all_succeed(world: World, client: Client) -> None:
    credentials = {"email": world.student.email, "password": PASSWORD}
    answers = await asyncio.gather(*(client.post("/auth/login", json=credentials) for _ in range(32)))
    assert {a.status_code for a in answers} == {200}


async def test_another_sites_form_signs_nobody_in_to_its_own_account(world: World) -> None:
    """Login CSRF: the visitor would go on working in the account of whoever made the form."""
    async with make_client(world.app, headers={"Origin": "https://evil.example"}) as visitor:
        form = {"username": world.student.email, "password": PASSWORD}
        answer = await visitor.post("/auth/login", data=form)
        assert "set-cookie" not in answer.headers
        assert (await visitor.get("/auth/me")).status_code == 401
        sneaky = {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}
        assert "set-cookie" not in (await visitor.post("/auth/login", data=form, headers=sneaky)).headers


async def test_a_cookie_that_another_site_brings_along_counts_for_nothing(world: World) -> None:
    """An identity provider under the same domain posts its answer with our Lax cookie: heard as from nobody."""
    async with make_client(world.app) as browser:
        ours, theirs = {"Origin": "http://testserver"}, {"Origin": "http://idp.testserver"}
        credentials = {"email": world.student.email, "password": PASSWORD}
        assert (await browser.post("/auth/login", json=credentials, headers=ours)).status_code == 200
        answer = await browser.post("/auth/refresh", json={"refresh_token": "x"}, headers=theirs)
        assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")
        assert (await browser.patch("/auth/me", json={"full_name": "X"}, headers=theirs)).status_code == 403


@pytest.mark.as_(Role.ADMIN)
async def test_a_browser_found_open_cannot_be_given_a_way_in_that_stays(world: World, client: Client) -> None:
    """What outlives a session takes somebody who has signed in lately; everything else goes on."""
    connection = await asyncpg.connect(world.owner)
    try:
        await connection.execute(
            "UPDATE sessions SET created_at = now() - interval '2 hours' WHERE user_id = $1",
            world.people[Role.ADMIN].id,
        )
    finally:
        await connection.close()
    key = {"name": "k", "scopes": ["jobs.read"], "expires_in_days": 1}
    asked = [
        await client.post("/auth/passkeys/options"),
        await client.post("/auth/keys", json=key),
        await client.post(f"/users/{world.student.id}/act-as", json={"reason": "to help"}),
        await client.patch("/admin/institution", json={"sign_in": {"mode": "passwordless"}}),
    ]
    assert [(one.status_code, one.json()["code"]) for one in asked] == [(403, "sign_in_again")] * 4
    assert (await client.patch("/admin/institution", json={"office_hours": "9 to 5"})).status_code == 200
    login = {"email": world.people[Role.ADMIN].email, "password": PASSWORD}
    fresh = (await client.post("/auth/login", json=login)).json()["access_token"]
    again = await client.post("/auth/keys", json=key, headers={"Authorization": f"Bearer {fresh}"})
    assert again.status_code == 201


async def test_a_burst_of_guesses_is_worth_no_more_than_the_limit(world: World, client: Client) -> None:
    """All are let in before the first has failed; what they learn is bounded all the same, also by the right one among
    them."""
    wrong = {"email": world.student.email, "password": "not this one"}
    right = {**wrong, "password": PASSWORD}
    guesses = [*[wrong] * 40, right]
    answers = await asyncio.gather(*(client.post("/auth/login", json=one) for one in guesses))
    codes = [answer.status_code for answer in answers]
    assert codes[-1] == 429, "the right password, after too many wrong ones"
    # Ten, and those that were being hashed at that moment.
    assert 10 <= codes.count(401) <= 14
    assert set(codes) == {401, 429}
