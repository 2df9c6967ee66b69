"""Passkeys: adding one, signing in with it, and everything that must not pass for one."""

import asyncio
from collections.abc import Callable
from typing import Any

import asyncpg
import httpx2
import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client, World, make_client
from tests.passkeys.authenticator import PRESENT, Authenticator, b64
from tests.stories import ok


async def added(client: Client, authenticator: Authenticator | None = None, name: str | None = None) -> Authenticator:
    """The client's person adds a passkey."""
    authenticator = authenticator or Authenticator()
    asked = ok(await client.post("/auth/passkeys/options"))
    body = {"ticket": asked["ticket"], "credential": authenticator.make(asked["options"]), "name": name}
    answer = await client.post("/auth/passkeys", json=body)
    assert answer.status_code == 201, answer.text
    return authenticator


async def attempt(client: Client, authenticator: Authenticator, **changed: Any) -> httpx2.Response:
    """A sign-in with it."""
    asked = ok(await client.post("/auth/passkeys/sign-in/options"))
    credential = authenticator.sign({**asked["options"], **changed.pop("options", {})})
    return await client.post(
        "/auth/passkeys/sign-in", json={"ticket": asked["ticket"], "credential": credential} | changed
    )


@pytest.mark.as_(Role.STUDENT)
async def test_a_passkey_signs_in_and_says_when_it_was_used(world: World, client: Client) -> None:
    authenticator = await added(client, name="My phone")
    async with make_client(world.app) as door:
        signed_in = ok(await attempt(door, authenticator))
        bearer = {"Authorization": f"Bearer {signed_in['access_token']}"}
        assert ok(await door.get("/auth/me", headers=bearer))["email"] == world.student.email
    (kept,) = ok(await client.get("/auth/passkeys"))["items"]
    assert kept["name"] == "My phone"
    assert kept["last_used_at"] is not None
    told = ok(await client.get("/notifications"))["items"]
    assert [one["title"] for one in told] == ["The passkey “My phone” was added to your account"]


@pytest.mark.as_(Role.STUDENT)
async def test_a_browser_gets_its_cookie_and_a_new_session(world: World, client: Client) -> None:
    authenticator = await added(client)
    async with make_client(world.app, headers={"Origin": "http://testserver"}) as browser:
        browser.cookies.set("careerdesk_session", "chosen-by-somebody-else")
        answer = await attempt(browser, authenticator)
        assert "careerdesk_session=" in answer.headers["set-cookie"]
        assert "chosen-by-somebody-else" not in answer.headers["set-cookie"]
        assert (await browser.get("/auth/me")).status_code == 200


@pytest.mark.as_(Role.STUDENT)
async def test_the_same_answer_is_accepted_once(world: World, client: Client) -> None:
    authenticator = await added(client, Authenticator(counts=False))
    async with make_client(world.app) as door:
        asked = ok(await door.post("/auth/passkeys/sign-in/options"))
        body = {"ticket": asked["ticket"], "credential": authenticator.sign(asked["options"])}
        answers = await asyncio.gather(*(door.post("/auth/passkeys/sign-in", json=body) for _ in range(8)))
    assert sorted(one.status_code for one in answers) == [200] + [409] * 7


HOSTILE: dict[str, Callable[[Authenticator], Any]] = {
    "another site's page": lambda one: setattr(one, "origin", "https://careerdesk.example"),
    "another site's key": lambda one: setattr(one, "rp_id", "elsewhere.example"),
    "a key that nobody knows": lambda one: setattr(one, "credential_id", b"n" * 32),
    "a key that checked nobody": lambda one: setattr(one, "flags", PRESENT),
    "a copy that lags behind": lambda one: setattr(one, "uses", 0),
    "another key of that name": lambda one: setattr(one, "key", Authenticator().key),
}


@pytest.mark.as_(Role.STUDENT)
@pytest.mark.parametrize("what", HOSTILE)
async def test_what_does_not_pass(world: World, client: Client, what: str) -> None:
    authenticator = await added(client)
    async with make_client(world.app) as door:
        ok(await attempt(door, authenticator))
        HOSTILE[what](authenticator)
        answer = await attempt(door, authenticator)
        assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials"), what
        assert answer.json()["detail"] == "This passkey was not accepted. Try again, or sign in another way."


@pytest.mark.as_(Role.STUDENT)
async def test_a_challenge_of_our_own_choosing_is_worth_nothing(world: World, client: Client) -> None:
    authenticator = await added(client)
    async with make_client(world.app) as door:
        answer = await attempt(door, authenticator, options={"challenge": b64(b"c" * 32)})
        assert answer.status_code == 401
        answer = await attempt(door, authenticator, ticket="a" * 32)
        assert (answer.status_code, answer.json()["code"]) == (409, "ceremony_over")


@pytest.mark.as_(Role.STUDENT)
async def test_a_ticket_belongs_to_whoever_asked_for_it(world: World, client: Client) -> None:
    asked = ok(await client.post("/auth/passkeys/options"))
    body = {"ticket": asked["ticket"], "credential": Authenticator().make(asked["options"])}
    async with world.client(world.extra["second student"]) as stranger:
        assert (await stranger.post("/auth/passkeys", json=body)).json()["code"] == "ceremony_over"
    async with make_client(world.app) as door:
        answer = await door.post("/auth/passkeys/sign-in", json={k: body[k] for k in ("ticket", "credential")})
        assert answer.json()["code"] == "ceremony_over"


@pytest.mark.as_(Role.STUDENT)
@pytest.mark.parametrize(
    "credential", [{}, {"id": 7}, {"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}, {"id": "é"}]
)
async def test_nonsense_is_refused_politely(world: World, client: Client, credential: dict[str, Any]) -> None:
    asked = ok(await client.post("/auth/passkeys/options"))
    answer = await client.post("/auth/passkeys", json={"ticket": asked["ticket"], "credential": credential})
    assert answer.status_code == 422
    async with make_client(world.app) as door:
        asked = ok(await door.post("/auth/passkeys/sign-in/options"))
        answer = await door.post("/auth/passkeys/sign-in", json={"ticket": asked["ticket"], "credential": credential})
        assert answer.status_code == 401


@pytest.mark.as_(Role.STUDENT)
async def test_one_authenticator_is_added_once(client: Client) -> None:
    authenticator = await added(client)
    asked = ok(await client.post("/auth/passkeys/options"))
    assert [one["id"] for one in asked["options"]["excludeCredentials"]] == [b64(authenticator.credential_id)]
    body = {"ticket": asked["ticket"], "credential": authenticator.make(asked["options"])}
    answer = await client.post("/auth/passkeys", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "passkey_known")


@pytest.mark.as_(Role.STUDENT)
async def test_renaming_and_removing_ones_own_only(world: World, client: Client) -> None:
    authenticator = await added(client)
    (kept,) = ok(await client.get("/auth/passkeys"))["items"]
    async with world.client(world.extra["second student"]) as stranger:
        assert (await stranger.delete(f"/auth/passkeys/{kept['id']}")).status_code == 404
        assert (await stranger.patch(f"/auth/passkeys/{kept['id']}", json={"name": "Mine"})).status_code == 404
    assert ok(await client.patch(f"/auth/passkeys/{kept['id']}", json={"name": "Old phone"}))["name"] == "Old phone"
    assert (await client.delete(f"/auth/passkeys/{kept['id']}")).status_code == 204
    async with make_client(world.app) as door:
        assert (await attempt(door, authenticator)).status_code == 401


@pytest.mark.as_(Role.STUDENT)
async def test_an_inactive_person_and_an_institution_with_single_sign_on_only(world: World, client: Client) -> None:
    authenticator = await added(client)
    owner = await asyncpg.connect(world.owner)
    try:
        async with make_client(world.app) as door:
            await owner.execute(
                'UPDATE institutions SET settings = \'{"sign_in": {"mode": "sso"}}\' WHERE id = $1', world.id
            )
            assert (await attempt(door, authenticator)).status_code == 401
            await owner.execute("UPDATE institutions SET settings = '{}' WHERE id = $1", world.id)
            assert (await attempt(door, authenticator)).status_code == 200
            await owner.execute("UPDATE users SET state = 'inactive' WHERE id = $1", world.student.id)
            assert (await attempt(door, authenticator)).status_code == 401
    finally:
        await owner.close()


async def test_asking_names_no_account(client: Client) -> None:
    """Whoever asks learns nothing about who has a passkey: the authenticator knows that by itself."""
    options = ok(await client.post("/auth/passkeys/sign-in/options"))["options"]
    assert options["allowCredentials"] == []
    assert options["userVerification"] == "required"
