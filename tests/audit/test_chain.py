"""The audit (every change a sentence, chained): nobody rewrites it unseen."""

import asyncio

import asyncpg
import pytest

from careerdesk.audit.service import first_broken
from careerdesk.permissions.roles import Role
from tests.conftest import World
from tests.stories import TO_OFFER, act, apply, ok, post_job


async def _busy(world: World) -> None:
    job = await post_job(world)
    people = [await world.add_student(f"Audited {n}") for n in range(8)]
    made = await asyncio.gather(*(apply(world, job, person) for person in people))
    await act(world.client(Role.OFFICER), made[0], *TO_OFFER)


async def _broken(world: World) -> str | None:
    async with world.context() as context:
        return await first_broken(context)


async def _as_owner(world: World, sql: str) -> None:
    connection = await asyncpg.connect(world.owner)
    try:
        await connection.execute(sql, world.id)
    finally:
        await connection.close()


async def test_every_change_is_a_sentence_and_the_chains_are_whole(world: World) -> None:
    await _busy(world)
    admin = world.client(Role.ADMIN)
    found = ok(await admin.get("/admin/audit?action=applications&limit=100"))
    assert found["total"] == 8 + 5
    assert found["items"][0]["sentence"].startswith("Meera Officer made Audited")
    assert ok(await admin.get("/admin/audit/verification")) == {"valid": True, "first_broken": None}


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_records SET sentence = 'nothing happened' WHERE institution_id = $1 AND number = 1",
        "UPDATE audit_records SET actor_id = NULL WHERE institution_id = $1 AND action = 'jobs.create'",
        "UPDATE audit_records SET at = at - interval '1 day' WHERE institution_id = $1 AND number = 1",
        "DELETE FROM audit_records WHERE institution_id = $1 AND action = 'jobs.create'",
        "DELETE FROM audit_records a WHERE institution_id = $1 AND number = (SELECT max(number) FROM audit_records b "
        "WHERE b.institution_id = a.institution_id AND b.chain = a.chain)",
        "DELETE FROM audit_heads WHERE institution_id = $1",
    ],
)
async def test_tampering_is_found_even_the_owners(world: World, tampering: str) -> None:
    await _busy(world)
    await _as_owner(world, tampering)
    assert await _broken(world) is not None


async def test_forgetting_a_person_keeps_the_chain_whole(world: World) -> None:
    await _busy(world)
    forget = "UPDATE audit_records SET actor_name = NULL, sentence = NULL, facts = NULL, salt = NULL WHERE institution_id = $1"
    await _as_owner(world, forget)
    assert await _broken(world) is None


async def test_a_change_that_fails_leaves_no_sentence(world: World) -> None:
    application = await apply(world, await post_job(world))
    before = ok(await world.client(Role.ADMIN).get("/admin/audit"))["total"]
    refused = await world.client(Role.OFFICER).post(f"/applications/{application['id']}/actions/shortlist")
    assert refused.status_code == 409
    assert ok(await world.client(Role.ADMIN).get("/admin/audit"))["total"] == before


@pytest.mark.parametrize("role", [Role.STUDENT, Role.RECRUITER, Role.COORDINATOR])
async def test_the_audit_is_not_for_everybody(world: World, role: Role) -> None:
    assert (await world.client(role).get("/admin/audit")).status_code == 403
