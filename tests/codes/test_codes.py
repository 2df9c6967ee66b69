"""What a code is worth: once, for its purpose, its address and five minutes."""

import asyncio
import json

import asyncpg
import pytest

from careerdesk.adapters.mail import PermanentMailError
from careerdesk.codes import tasks
from careerdesk.identity import passwords
from careerdesk.kernel.store import Store
from careerdesk.permissions.roles import Role
from tests.codes.conftest import Post
from tests.conftest import Client, World


async def _sent(client: Client, post: Post, email: str, module: str = "login") -> str:
    answer = await client.post("/auth/send-otp", json={"email": email, "module": module})
    assert answer.status_code == 200, answer.text
    return await post.code(email)


async def test_a_code_opens_a_session(world: World, client: Client, post: Post) -> None:
    email = world.student.email
    code = await _sent(client, post, email)
    answer = await client.post("/auth/verify-otp", json={"email": email.upper(), "otp": f"{code[:3]} {code[3:]}"})
    assert answer.status_code == 200, answer.text
    me = await client.get("/auth/me", headers={"Authorization": f"Bearer {answer.json()['access_token']}"})
    assert me.json()["email"] == email


async def test_the_mail_says_what_it_is(world: World, client: Client, post: Post) -> None:
    email = world.student.email
    chrome = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140 <b>Visit evil.example</b>"
    await client.post("/auth/send-otp", json={"email": email}, headers={"User-Agent": chrome})
    code = await post.code(email)
    mail = post.mailbox.to(email)[-1]
    assert mail.html is not None
    for text in (mail.text, mail.html):
        assert "5 minutes" in text
        assert "Chrome on Linux" in text
        assert "evil" not in text
        assert f"/verify?institution={world.slug}#module=login" in text
        assert f"University {world.slug}" in text
    assert code in mail.html
    assert code not in mail.subject


async def test_a_code_works_once(world: World, client: Client, post: Post) -> None:
    body = {"email": world.student.email, "code": await _sent(client, post, world.student.email)}
    assert (await client.post("/auth/verify-otp", json=body)).status_code == 200
    assert (await client.post("/auth/verify-otp", json=body)).status_code == 401


async def test_of_twenty_who_show_it_at_once_one_gets_in(
    world: World, client: Client, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post.house.settings.auth, "otp_wrong", 100)
    body = {"email": world.student.email, "code": await _sent(client, post, world.student.email)}
    answers = await asyncio.gather(*(client.post("/auth/verify-otp", json=body) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 19


async def test_a_code_is_for_one_purpose(world: World, client: Client, post: Post) -> None:
    email = world.student.email
    login, forgotten = await _sent(client, post, email), await _sent(client, post, email, "forgetpassword")
    if login == forgotten:
        forgotten = "000000"
    assert (await client.post("/auth/verify-otp", json={"email": email, "code": forgotten})).status_code == 401
    new = {"email": email, "code": login, "new_password": "another good sentence"}
    assert (await client.post("/auth/reset-password", json=new)).status_code == 401
    body = {"email": email, "code": login, "module": "register"}
    assert (await client.post("/auth/verify-otp", json=body)).status_code == 401
    named = await client.post("/auth/verify-otp", json={**body, "module": "forgetpassword"})
    assert (named.status_code, named.json()["errors"][0]["pointer"]) == (422, "/module")


async def test_a_code_is_for_one_address(world: World, client: Client, post: Post) -> None:
    other = world.extra["second student"].email
    code = await _sent(client, post, world.student.email)
    await _sent(client, post, other)
    if (await post.code(other)) != code:
        assert (await client.post("/auth/verify-otp", json={"email": other, "code": code})).status_code == 401


async def test_a_code_ends(world: World, client: Client, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post.house.settings.auth, "otp_seconds", 1)
    body = {"email": world.student.email, "code": await _sent(client, post, world.student.email)}
    await asyncio.sleep(1.2)
    assert (await client.post("/auth/verify-otp", json=body)).status_code == 401


async def test_a_code_from_before_a_resend_is_worth_nothing(world: World, client: Client, post: Post) -> None:
    email = world.student.email
    first = await _sent(client, post, email)
    await client.post("/auth/resend-otp", json={"email": email, "module": "login"})
    second = await post.code(email)
    if first != second:
        assert (await client.post("/auth/verify-otp", json={"email": email, "code": first})).status_code == 401
    assert (await client.post("/auth/verify-otp", json={"email": email, "code": second})).status_code == 200


async def test_no_code_stands_in_a_task(world: World, client: Client, post: Post) -> None:
    code = await _sent(client, post, world.student.email)
    connection = await asyncpg.connect(world.owner)
    rows = await connection.fetch(
        "SELECT args FROM procrastinate_jobs WHERE args->>'institution_id' = $1", str(world.id)
    )
    await connection.close()
    assert rows
    assert all(code not in row["args"] for row in rows)
    assert set(json.loads(rows[-1]["args"])["arguments"]) == {"module", "address", "proved", "ip", "browser"}


async def test_who_asked_is_forgotten_after_a_day(world: World, client: Client, post: Post) -> None:
    await _sent(client, post, world.student.email)
    connection = await asyncpg.connect(world.owner)
    count = "SELECT count(*) FROM procrastinate_jobs WHERE args->>'institution_id' = $1 AND task_name = 'codes.send'"
    async with world.context() as context:
        await tasks.purge(context)
    assert await connection.fetchval(count, str(world.id)) == 1
    await connection.execute(
        """UPDATE procrastinate_events SET at = now() - interval '25 hours' WHERE job_id IN (
            SELECT id FROM procrastinate_jobs WHERE args->>'institution_id' = $1)""",
        str(world.id),
    )
    async with world.context() as context:
        await tasks.purge(context)
    assert await connection.fetchval(count, str(world.id)) == 0
    await connection.close()


async def test_a_code_goes_before_what_nobody_waits_for(world: World, client: Client) -> None:
    invited = {"email": f"in.{world.slug}@people.example", "full_name": "In Vited", "role": "OFFICER"}
    assert (await world.client(Role.ADMIN).post("/users", json=invited)).status_code == 201
    await client.post("/auth/send-otp", json={"email": world.student.email})
    connection = await asyncpg.connect(world.owner)
    found = await connection.fetch(
        """SELECT task_name FROM procrastinate_jobs WHERE args->>'institution_id' = $1 AND status = 'todo'
        ORDER BY priority DESC, id""",
        str(world.id),
    )
    await connection.close()
    assert found[0]["task_name"] == "codes.send"
    assert len(found) > 1


async def test_an_address_that_takes_no_mail_is_not_tried_again_nor_logged(
    world: World, client: Client, post: Post, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(message: object) -> str:
        raise PermanentMailError("no such mailbox")

    monkeypatch.setattr(post.mailbox, "send", refused)
    await client.post("/auth/send-otp", json={"email": world.student.email})
    assert await post.mails(world.student.email) == 0
    assert world.student.email not in caplog.text


async def test_nobody_is_written_to_at_an_unknown_or_closed_address(world: World, client: Client, post: Post) -> None:
    unknown = f"nobody.{world.slug}@people.example"
    for module in ("login", "forgetpassword", "register"):
        await client.post("/auth/send-otp", json={"email": unknown, "module": module})
    assert await post.mails(unknown) == 0
    connection = await asyncpg.connect(world.owner)
    await connection.execute("UPDATE users SET state = 'inactive' WHERE id = $1", world.student.id)
    await connection.close()
    for module in ("login", "forgetpassword", "register"):
        await client.post("/auth/send-otp", json={"email": world.student.email, "module": module})
    assert await post.mails(world.student.email) == 0


class Watched:
    """A store that notes what it is asked."""

    def __init__(self, inner: Store, calls: list[str]):
        self._inner, self._calls = inner, calls

    def __getattr__(self, name: str) -> object:
        self._calls.append(name)
        return getattr(self._inner, name)


NEW = {"password": "a good sentence", "full_name": "New", "branch": "CSE", "role": "STUDENT"}
DOORS: list[tuple[str, dict[str, object]]] = [
    ("/auth/ways", {}),
    ("/auth/login", {"password": "not this one"}),
    ("/auth/send-otp", {"module": "login"}),
    ("/auth/send-otp", {"module": "register"}),
    ("/auth/forget-password", {}),
    ("/auth/verify-otp", {"code": "000000"}),
    ("/auth/verify-otp", {"code": "000000", "module": "register"}),
    ("/auth/reset-password", {"code": "000000", "new_password": "another good sentence"}),
    ("/auth/register", NEW),
]


@pytest.mark.parametrize(("path", "body"), DOORS, ids=lambda value: value if isinstance(value, str) else "")
async def test_known_and_unknown_addresses_cannot_be_told_apart(
    world: World, client: Client, post: Post, monkeypatch: pytest.MonkeyPatch, path: str, body: dict[str, object]
) -> None:
    """Not by status, words or shape; and not by time: the same hashes are computed and the same steps counted."""
    calls: list[str] = []
    real, hasher = post.house.store, passwords._HASHER
    monkeypatch.setattr(post.house, "store", lambda db: Watched(real(db), calls))
    for name in ("hash", "verify_and_update"):
        inner = getattr(hasher, name)
        monkeypatch.setattr(hasher, name, lambda *given, inner=inner, name=name: (calls.append(name), inner(*given))[1])
    passwords._nobody()
    seen = []
    # Addresses of the same shape, so that the masked one is no difference either.
    for email in (world.student.email, f"asha.{'0' * 12}@people.example"):
        calls.clear()
        answer = await client.post(path, json={"email": email, **body})
        kept = {key: value for key, value in answer.json().items() if key != "request_id"}
        seen.append((answer.status_code, kept, list(calls), {h for h in answer.headers if not h.startswith("x-req")}))
    assert seen[0] == seen[1]
    assert calls or path == "/auth/ways"
    await post.store(
        "forget", *(f"{n}:{m}:{email}" for n in ("otp_limit",) for m in ("register", "login", "forgetpassword"))
    )
    await post.store("forget", *(f"wrong_otp_attempts:{email}:{m}" for m in ("register", "login", "forgetpassword")))
