"""How often a code may be asked for and guessed: rows K1, K2 and K3, on both stores."""

import asyncio
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from careerdesk.codes import service
from careerdesk.codes.rules import WRONG_EVERYWHERE
from careerdesk.kernel.edge import METRICS
from tests.codes.conftest import Post
from tests.conftest import PASSWORD, Client, World
from tests.redis import RunningRedis

WRONG = "wrong!"
BLOCKS = [("register", 1_200), ("login", 86_400), ("forgetpassword", 86_400)]


@pytest.mark.parametrize(("module", "seconds"), BLOCKS)
@pytest.mark.parametrize("known", [True, False])
async def test_three_requests_in_a_day_then_a_block(
    world: World, client: Client, module: str, seconds: int, known: bool
) -> None:
    email = world.student.email if known else f"nobody.{world.slug}@people.example"
    body = {"email": email, "module": module}
    first = await client.post("/auth/send-otp", json=body)
    assert (first.status_code, first.json()["attempts_remaining"], first.json()["expires_in"]) == (200, 2, 300)
    again = [await client.post("/auth/resend-otp", json=body) for _ in range(2)]
    assert [answer.json()["attempts_remaining"] for answer in again] == [1, 0]
    fourth = await client.post("/auth/send-otp", json=body)
    refused = fourth.json()
    assert (fourth.status_code, refused["code"], refused["attempts_remaining"]) == (429, "blocked", 0)
    assert abs(int(fourth.headers["retry-after"]) - seconds) < 30
    until = datetime.fromisoformat(refused["blocked_until"])
    assert abs(until - datetime.now(UTC) - timedelta(seconds=seconds)) < timedelta(seconds=30)
    assert "passkey" in refused["ways"]
    other = next(name for name, _ in BLOCKS if name != module)
    assert (await client.post("/auth/send-otp", json={**body, "module": other})).status_code == 200


async def test_forgetting_a_password_counts_like_sending(world: World, client: Client) -> None:
    body = {"email": world.student.email}
    assert (await client.post("/auth/forget-password", json=body)).json()["attempts_remaining"] == 2
    sent = await client.post("/auth/resend-otp", json={**body, "module": "forgetpassword"})
    assert sent.json()["attempts_remaining"] == 1


async def test_registering_counts_like_sending(world: World, client: Client) -> None:
    email = f"new.{world.slug}@people.example"
    body = {"email": email, "password": "a good sentence", "full_name": "New", "branch": "CSE", "role": "STUDENT"}
    first = await client.post("/auth/register", json=body)
    assert (first.status_code, first.json()["attempts_remaining"]) == (202, 2)
    again = await client.post("/auth/resend-otp", json={"email": email, "module": "register"})
    assert again.json()["attempts_remaining"] == 1


async def test_five_wrong_codes_block_for_half_an_hour(world: World, client: Client, post: Post) -> None:
    email = world.student.email
    await client.post("/auth/send-otp", json={"email": email})
    code = await post.code(email)
    left = []
    for _ in range(5):
        answer = await client.post("/auth/verify-otp", json={"email": email, "code": WRONG})
        assert (answer.status_code, answer.json()["code"]) == (401, "wrong_code")
        left.append(answer.json()["attempts_remaining"])
    assert left == [4, 3, 2, 1, 0]
    assert "blocked_until" in answer.json()
    sixth = await client.post("/auth/verify-otp", json={"email": email, "code": WRONG})
    assert (sixth.status_code, sixth.json()["code"]) == (429, "blocked")
    assert abs(int(sixth.headers["retry-after"]) - 1_800) < 30
    right = await client.post("/auth/verify-otp", json={"email": email, "code": code})
    assert (right.status_code, right.json()["code"]) == (429, "blocked")
    assert (await client.post("/auth/resend-otp", json={"email": email, "module": "login"})).status_code == 429


async def test_a_block_of_one_module_leaves_every_other_way_open(world: World, client: Client, post: Post) -> None:
    """Nobody can lock a victim out: the password, and the other modules, still work."""
    email = world.student.email
    for _ in range(6):
        await client.post("/auth/verify-otp", json={"email": email, "code": WRONG})
    assert (await client.post("/auth/login", json={"email": email, "password": PASSWORD})).status_code == 200
    assert (await client.post("/auth/forget-password", json={"email": email})).status_code == 200
    new = {"email": email, "code": await post.code(email), "new_password": "another good sentence"}
    assert (await client.post("/auth/reset-password", json=new)).status_code == 204


async def test_the_right_code_resets_what_was_counted(world: World, client: Client, post: Post) -> None:
    email = world.student.email
    for _ in range(3):
        await client.post("/auth/send-otp", json={"email": email})
    for _ in range(4):
        await client.post("/auth/verify-otp", json={"email": email, "code": WRONG})
    assert (
        await client.post("/auth/verify-otp", json={"email": email, "code": await post.code(email)})
    ).status_code == 200
    assert (await client.post("/auth/send-otp", json={"email": email})).json()["attempts_remaining"] == 2
    wrong = await client.post("/auth/verify-otp", json={"email": email, "code": WRONG})
    assert wrong.json()["attempts_remaining"] == 4


async def test_who_asked_too_often_may_still_show_the_code_that_came(world: World, client: Client, post: Post) -> None:
    email = world.student.email
    for _ in range(3):
        await client.post("/auth/send-otp", json={"email": email})
    assert (await client.post("/auth/send-otp", json={"email": email})).status_code == 429
    body = {"email": email, "otp": await post.code(email)}
    assert (await client.post("/auth/verify-otp", json=body)).status_code == 200


async def test_the_state_stands_under_the_names_that_were_promised(
    world: World, client: Client, post: Post, redis_server: RunningRedis | None
) -> None:
    email = world.student.email
    for _ in range(4):
        await client.post("/auth/send-otp", json={"email": email})
    code = await post.code(email)
    await client.post("/auth/verify-otp", json={"email": email, "code": WRONG})
    kept: dict[str, str] = {}
    if redis_server is not None:
        with redis_server.client() as store:
            kept = {key: str(store.get(key)) for key in store.scan_iter(f"*{email}*")}
            assert 0 < int(str(store.ttl(f"otp:login:{email}"))) <= 300
            assert 86_000 < int(str(store.ttl(f"blocked_user:login:{email}"))) <= 86_400
    else:
        connection = await asyncpg.connect(world.owner)
        rows = await connection.fetch("SELECT key, value FROM kept_values WHERE key LIKE $1", f"%{email}%")
        await connection.close()
        kept = {row["key"]: str(row["value"]) for row in rows}
    assert set(kept) == {
        f"otp:login:{email}",
        f"otp_limit:login:{email}",
        f"wrong_otp_attempts:{email}:login",
        f"blocked_user:login:{email}",
    }
    assert all(code not in value for value in kept.values())


async def test_guesses_at_the_same_moment_are_not_more_than_five(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    really = hmac.compare_digest

    def compare(held: str, shown: str) -> bool:
        compared.append(shown)
        return really(held, shown)

    monkeypatch.setattr(service.hmac, "compare_digest", compare)
    body = {"email": world.student.email, "code": WRONG}
    answers = await asyncio.gather(*(client.post("/auth/verify-otp", json=body) for _ in range(30)))
    assert sorted({answer.status_code for answer in answers}) == [401, 429]
    assert len(compared) == 5


async def test_requests_at_the_same_moment_are_not_more_than_three(world: World, client: Client) -> None:
    body = {"email": world.student.email}
    answers = await asyncio.gather(*(client.post("/auth/send-otp", json=body) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [429] * 17


async def test_one_network_cannot_guess_over_many_addresses(
    world: World, client: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Brute force across addresses stops at the network, whichever address or module is tried."""
    network = f"203.0.113.{world.id.int % 250}"
    monkeypatch.setattr("careerdesk.identity.guard.client_ip", lambda request, settings: network)
    monkeypatch.setattr(post.house.settings.auth, "otp_wrong_per_ip", 3)
    modules = ["login", "register", "login"]
    for number, module in enumerate(modules):
        body = {"email": f"a{number}.{world.slug}@people.example", "code": WRONG, "module": module}
        assert (await client.post("/auth/verify-otp", json=body)).status_code == 401
    body = {"email": f"fresh.{world.slug}@people.example", "code": WRONG}
    refused = await client.post("/auth/verify-otp", json=body)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    await post.store("forget", f"wrong_otp_ip:{network}")


async def test_a_flood_of_wrong_codes_pauses_codes_but_nothing_else(
    world: World, client: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = world.student.email
    remembered = await _remembered(world, client, post)
    await client.post("/auth/send-otp", json={"email": email})
    code = await post.code(email)
    await post.store("forget", WRONG_EVERYWHERE)
    before = METRICS.get_sample_value("careerdesk_codes_paused_total") or 0
    monkeypatch.setattr(post.house.settings.auth, "breaker_wrong_codes", 2)
    try:
        for number in range(3):
            body = {"email": f"b{number}.{world.slug}@people.example", "code": WRONG}
            assert (await client.post("/auth/verify-otp", json=body)).status_code == 401
        paused = await client.post("/auth/verify-otp", json={"email": email, "code": code})
        assert (paused.status_code, paused.json()["code"]) == (503, "codes_paused")
        assert int(paused.headers["retry-after"]) > 3_000
        assert "passkey" in paused.json()["ways"]
        assert METRICS.get_sample_value("careerdesk_codes_paused_total") == before + 1
        assert (await client.post("/auth/login", json={"email": email, "password": PASSWORD})).status_code == 200
        trusted = await client.post("/auth/verify-otp", json={"email": email, "code": code}, headers=remembered)
        assert trusted.status_code == 200
    finally:
        await post.store("forget", WRONG_EVERYWHERE)


async def _remembered(world: World, client: Client, post: Post) -> dict[str, str]:
    """The headers of a browser of the student's that is remembered."""
    email, origin = world.student.email, {"Origin": "http://testserver"}
    await client.post("/auth/send-otp", json={"email": email})
    body: dict[str, Any] = {"email": email, "code": await post.code(email), "remember": True}
    answer = await client.post("/auth/verify-otp", json=body, headers=origin)
    assert answer.status_code == 200, answer.text
    secret = answer.cookies["careerdesk_device"]
    client.cookies.clear()
    return {**origin, "Cookie": f"careerdesk_device={secret}"}


async def test_a_remembered_device_is_not_stopped_by_what_a_stranger_used_up(
    world: World, client: Client, post: Post
) -> None:
    email = world.student.email
    remembered = await _remembered(world, client, post)
    for _ in range(6):
        await client.post("/auth/send-otp", json={"email": email})
        await client.post("/auth/verify-otp", json={"email": email, "code": WRONG})
    assert (await client.post("/auth/send-otp", json={"email": email})).status_code == 429
    sent = await client.post("/auth/send-otp", json={"email": email}, headers=remembered)
    assert (sent.status_code, sent.json()["attempts_remaining"]) == (200, 2)
    body = {"email": email, "code": await post.code(email)}
    assert (await client.post("/auth/verify-otp", json=body)).status_code == 429
    assert (await client.post("/auth/verify-otp", json=body, headers=remembered)).status_code == 200


async def test_a_remembered_device_says_nothing_for_another_address(world: World, client: Client, post: Post) -> None:
    remembered = await _remembered(world, client, post)
    other = world.extra["second student"].email
    for _ in range(4):
        await client.post("/auth/send-otp", json={"email": other})
    assert (await client.post("/auth/send-otp", json={"email": other}, headers=remembered)).status_code == 429
