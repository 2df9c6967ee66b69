"""API keys: shown once, narrower than their owner, ended at once."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from careerdesk.entry.maintenance import openapi_text
from careerdesk.kernel import marked
from careerdesk.kernel.context import House
from careerdesk.kernel.limits import MemoryLimiter
from careerdesk.keys import rules
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.matrix import NEVER_BY_KEY
from careerdesk.permissions.roles import Role
from tests.conftest import Client, World, make_client
from tests.contracts.subjects import Subjects
from tests.stories import ok, post_job


async def make(world: World, *scopes: str, who: Role = Role.OFFICER, **more: Any) -> dict[str, Any]:
    body = {"name": "Sync", "scopes": scopes, "expires_in_days": 30, **more}
    made: dict[str, Any] = ok(await world.client(who).post("/auth/keys", json=body), 201)
    return made


def program(world: World, key: str) -> Client:
    return make_client(world.app, headers={"Authorization": f"Bearer {key}"})


async def run(world: World, statement: str) -> None:
    async with Subjects(world) as subjects:
        await subjects.connection.execute(statement + " WHERE institution_id = $1", world.id)


async def test_a_key_is_shown_once_and_kept_hashed(world: World) -> None:
    made = await make(world, "users.read")
    assert made["key"].startswith(made["prefix"] + "_")
    listed = ok(await world.client(Role.OFFICER).get("/auth/keys"))["items"]
    assert "key" not in listed[0]
    async with Subjects(world) as subjects:
        row = await subjects.connection.fetchrow("SELECT * FROM api_keys WHERE institution_id = $1", world.id)
    assert made["key"].rpartition("_")[2] not in str(row)


async def test_the_same_idempotency_key_does_not_keep_the_secret(world: World) -> None:
    officer, body = world.client(Role.OFFICER), {"name": "Sync", "scopes": ["users.read"], "expires_in_days": 3}
    keys = [
        ok(await officer.post("/auth/keys", json=body, headers={"Idempotency-Key": "one"}), 201)["key"]
        for _ in range(2)
    ]
    assert len(set(keys)) == 2
    async with Subjects(world) as subjects:
        kept = await subjects.connection.fetchval(
            "SELECT count(*) FROM idempotency_keys WHERE institution_id = $1", world.id
        )
    assert kept == 0


async def test_a_key_opens_its_scope_and_nothing_else_on_any_route(world: World) -> None:
    client = program(world, (await make(world, "companies.read", who=Role.ADMIN))["key"])
    ok(await client.get("/companies"))
    walked = 0
    for path, operations in json.loads(openapi_text())["paths"].items():
        for method, operation in operations.items():
            needs = operation.get("x-needs")
            if needs is None or needs == "companies.read":
                continue
            short = path.removeprefix("/api/v1").replace("{", "").replace("}", "")
            answer = await client.request(method.upper(), short)
            assert (answer.status_code, answer.json()["code"]) in ((403, "key_scope"), (403, "not_allowed")), path
            walked += 1
    assert walked > 100


async def test_the_account_itself_is_never_opened_by_a_key(world: World) -> None:
    admin = world.client(Role.ADMIN)
    offered = {item["scope"] for item in ok(await admin.get("/auth/keys/scopes"))["items"]}
    assert offered == set(ok(await admin.get("/auth/me"))["permissions"]) - {str(one) for one in NEVER_BY_KEY}
    for scope in sorted(NEVER_BY_KEY):
        body = {"name": "Sync", "scopes": [scope], "expires_in_days": 3}
        answer = await admin.post("/auth/keys", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "scope_not_yours")


def test_every_scope_has_words() -> None:
    without = {one for one in Permission if one not in NEVER_BY_KEY and one not in rules.WORDS}
    assert without == set()


async def test_a_key_is_given_only_what_its_owner_may_do(world: World) -> None:
    body = {"name": "Sync", "scopes": ["audit.read"], "expires_in_days": 3}
    answer = await world.client(Role.STUDENT).post("/auth/keys", json=body)
    assert answer.json()["errors"][0]["code"] == "scope_not_yours"


async def test_a_key_reaches_no_further_than_its_owner_does_now(world: World) -> None:
    made = await make(world, "audit.read", "companies.read")
    client = program(world, made["key"])
    ok(await client.get("/admin/audit"))
    path = f"/users/{world.people[Role.OFFICER].id}/roles"
    ok(await world.client(Role.ADMIN).put(path, json={"roles": [{"role": "COORDINATOR"}]}))
    assert (await client.get("/admin/audit")).status_code == 403
    ok(await client.get("/companies"))


async def test_a_mistyped_altered_or_invented_key_is_refused(world: World) -> None:
    key = (await make(world, "jobs.read"))["key"]
    other = "a" if key[-1] != "a" else "b"
    swapped = key[:30] + ("x" if key[30] != "x" else "y") + key[31:]
    invented = marked.new_secret(marked.new_name())
    stolen = marked.new_secret(key.split("_")[2])
    for wrong in (key[:-1] + other, swapped, key[:-1], key + "a", invented, stolen, "cd_live_", "cd_live_-"):
        answer = await program(world, wrong).get("/jobs")
        assert (answer.status_code, answer.json()["code"]) == (401, "key_not_valid"), wrong


async def test_keys_cannot_be_tried_out_without_end(
    world: World, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = (await make(world, "companies.read"))["key"]
    monkeypatch.setattr(house, "limiter", MemoryLimiter())
    monkeypatch.setattr(house.settings.rate_limit, "strict_requests", 3)
    answers = [await program(world, marked.new_secret(marked.new_name())).get("/companies") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
    ok(await program(world, good).get("/companies"))


async def test_an_expired_or_revoked_key_is_refused(world: World) -> None:
    expired, revoked = await make(world, "jobs.read"), await make(world, "jobs.read")
    ok(await world.client(Role.OFFICER).delete(f"/auth/keys/{revoked['id']}"), 204)
    assert (await program(world, revoked["key"]).get("/jobs")).status_code == 401
    await run(world, "UPDATE api_keys SET expires_at = now()")
    assert (await program(world, expired["key"]).get("/jobs")).status_code == 401
    answer = await world.client(Role.OFFICER).post(f"/auth/keys/{expired['id']}/rotate")
    assert answer.json()["code"] == "key_expired"


async def test_after_rotation_the_old_key_works_for_a_day(world: World) -> None:
    first = await make(world, "companies.read")
    second = ok(await world.client(Role.OFFICER).post(f"/auth/keys/{first['id']}/rotate", json={"expires_in_days": 90}))
    assert second["previous_until"] is not None
    for key in (first["key"], second["key"]):
        ok(await program(world, key).get("/companies"))
    await run(world, "UPDATE api_keys SET previous_until = now()")
    assert (await program(world, first["key"]).get("/companies")).status_code == 401
    ok(await program(world, second["key"]).get("/companies"))
    third = ok(await world.client(Role.OFFICER).post(f"/auth/keys/{first['id']}/rotate"))
    assert timedelta(days=89) < parsed(third["expires_at"]) - parsed(third["created_at"]) < timedelta(days=91)


def parsed(text: str) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(text)


async def test_a_key_may_come_only_from_where_it_was_allowed(world: World) -> None:
    made = await make(world, "companies.read", allowed_ips=["203.0.113.0/24", "2001:db8::/32"])
    assert (await program(world, made["key"]).get("/companies")).status_code == 401
    near = await make(world, "companies.read", allowed_ips=["127.0.0.1"])
    ok(await program(world, near["key"]).get("/companies"))


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize(
    "change",
    [
        {"expires_in_days": 0}, {"expires_in_days": 366}, {"expires_in_days": None}, {"scopes": []}, {"name": ""}, {"name": " \u202e "},
        {"scopes": ["everything"]}, {"allowed_ips": ["anywhere"]}, {"user_id": "x"}, {"institution_id": "x"},
        {"key": "cd_live_x"},
    ],
)  # fmt: skip
async def test_a_key_that_makes_no_sense_is_refused(client: Client, change: dict[str, Any]) -> None:
    body = {"name": "Sync", "scopes": ["jobs.read"], "expires_in_days": 30, **change}
    assert (await client.post("/auth/keys", json=body)).status_code == 422


async def test_its_last_use_is_noted_now_and_then(world: World) -> None:
    made = await make(world, "companies.read")
    client = program(world, made["key"])
    ok(await client.get("/companies"))
    first = ok(await world.client(Role.OFFICER).get("/auth/keys"))["items"][0]
    assert first["last_used_ip"] == "127.0.0.1"
    ok(await client.get("/companies"))
    assert ok(await world.client(Role.OFFICER).get("/auth/keys"))["items"][0] == first
    await run(world, "UPDATE api_keys SET last_used_at = now() - interval '6 minutes'")
    ok(await client.get("/companies"))
    assert ok(await world.client(Role.OFFICER).get("/auth/keys"))["items"][0]["last_used_at"] != first["last_used_at"]


async def test_what_a_program_did_says_by_which_key(world: World) -> None:
    made = await make(world, "jobs.write", "jobs.read", "companies.write")
    body = {"company": "Acme", "title": "Tester"}
    ok(await program(world, made["key"]).post("/jobs", json=body), 201)
    found = ok(await world.client(Role.ADMIN).get("/admin/audit?action=jobs.create"))["items"][0]
    assert (found["actor"]["name"], found["facts"]["by_key"]) == ("Meera Officer", made["id"])


async def test_nobody_has_more_than_twenty_even_at_once(world: World) -> None:
    for _ in range(18):
        await make(world, "jobs.read")
    body = {"name": "Sync", "scopes": ["jobs.read"], "expires_in_days": 3}
    officer = world.client(Role.OFFICER)
    answers = await asyncio.gather(*(officer.post("/auth/keys", json=body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409, 409, 409]


async def test_administrators_see_and_revoke_everybodys_and_the_owner_is_told(world: World, elsewhere: World) -> None:
    made, admin = await make(world, "jobs.read"), world.client(Role.ADMIN)
    listed = ok(await admin.get(f"/admin/keys?user_id={world.people[Role.OFFICER].id}"))["items"]
    assert [(one["owner"]["full_name"], one["name"]) for one in listed] == [("Meera Officer", "Sync")]
    assert "key" not in listed[0]
    assert ok(await elsewhere.client(Role.ADMIN).get("/admin/keys"))["items"] == []
    assert (await elsewhere.client(Role.ADMIN).delete(f"/admin/keys/{made['id']}")).status_code == 404
    ok(await admin.delete(f"/admin/keys/{made['id']}"), 204)
    assert (await program(world, made["key"]).get("/jobs")).status_code == 401
    titles = [one["title"] for one in ok(await world.client(Role.OFFICER).get("/notifications"))["items"]]
    assert titles == [
        "An administrator revoked your API key “Sync”", "The API key “Sync” was made for your account",
    ]  # fmt: skip


async def test_where_keys_are_off_they_open_nothing(world: World) -> None:
    made = await make(world, "companies.read")
    ok(await world.client(Role.ADMIN).patch("/admin/features/FEATURE_API_KEYS", json={"enabled": False}))
    assert (await program(world, made["key"]).get("/companies")).json()["code"] == "feature_off"


async def test_a_key_costs_one_statement_to_admit(world: World, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.contracts.test_queries import counting

    await post_job(world)
    client = program(world, (await make(world, "companies.read"))["key"])
    ok(await client.get("/companies"))
    async with counting(monkeypatch) as made:
        ok(await client.get("/companies"))
    assert sum(db.statements for db in made) == 2
