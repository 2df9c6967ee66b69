"""No N+1: a list costs the same number of statements whether it has one row or twenty, and at most three of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from careerdesk.kernel.db import Db
from careerdesk.permissions.roles import Role
from tests.conftest import World
from tests.stories import TO_OFFER, act, apply, ok, post_job

LISTS = [
    (Role.STUDENT, "/jobs"),
    (Role.STUDENT, "/jobs?eligible=true&q=engineer"),
    (Role.OFFICER, "/jobs?active_only=false"),
    (Role.RECRUITER, "/jobs"),
    (None, "/jobs"),
    (Role.STUDENT, "/applications"),
    (Role.OFFICER, "/applications"),
    (Role.RECRUITER, "/applications"),
    (Role.STUDENT, "/saved-jobs"),
    (Role.STUDENT, "/jobs/applied"),
    (Role.OFFICER, "/admin/students"),
    (Role.OFFICER, "/companies"),
    (Role.OFFICER, "/users"),
    (Role.OFFICER, "/users?ends_soon=false&sort=ends_at"),
    (Role.ADMIN, "/admin/keys"),
    (Role.OFFICER, "/auth/keys"),
    (Role.OFFICER, "/features"),
    (None, "/features"),
    (Role.OFFICER, "/admin/audit"),
    (Role.STUDENT, "/auth/sessions"),
    (Role.STUDENT, "/notifications"),
    (Role.STUDENT, "/users/me/corrections"),
    (Role.OFFICER, "/admin/corrections"),
    (Role.OFFICER, "/views?list=students"),
    (Role.OFFICER, "/tasks"),
    (Role.STUDENT, "/users/me/timeline"),
    (Role.STUDENT, "/users/me"),
]


@asynccontextmanager
async def counting(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[Db]]:
    """Every database handle that is made inside the block."""
    made: list[Db] = []
    first = Db.__init__

    def noted(self: Db, *given: object, **named: object) -> None:
        first(self, *given, **named)  # type: ignore[arg-type]
        made.append(self)

    with monkeypatch.context() as patch:
        patch.setattr(Db, "__init__", noted)
        yield made


async def _statements(monkeypatch: pytest.MonkeyPatch, world: World, who: Role | None, path: str) -> int:
    client = world.client(who)
    ok(await client.get(path))
    async with counting(monkeypatch) as made:
        ok(await client.get(path))
    return sum(db.statements for db in made)


async def test_lists_cost_at_most_three_statements_and_do_not_grow(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await post_job(world)
    await apply(world, first)
    few = {(who, path): await _statements(monkeypatch, world, who, path) for who, path in LISTS}
    student = world.client(Role.STUDENT)
    for n in range(12):
        job = await post_job(world, title=f"Engineer {n}", company=f"Company {n}")
        await apply(world, job)
        ok(await student.post("/saved-jobs", json={"job_id": job["id"]}), 201)
        await world.add_student(f"More {n}")
    many = {(who, path): await _statements(monkeypatch, world, who, path) for who, path in LISTS}
    assert many == few
    assert {key: n for key, n in many.items() if n > 3} == {}


async def test_moving_forty_costs_no_more_statements_than_moving_two(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await post_job(world)
    applications = [await apply(world, job, await world.add_student(f"Bulk {n}")) for n in range(42)]
    officer = world.client(Role.OFFICER)
    counts = []
    for some in (applications[:2], applications[2:]):
        body = {"application_ids": [a["id"] for a in some], "dry_run": False}
        total = 0
        for action in TO_OFFER:
            async with counting(monkeypatch) as made:
                ok(await officer.post("/applications/moves", json={**body, "action": action}))
            total += sum(db.statements for db in made)
        counts.append(total)
    assert counts[0] == counts[1]


async def test_a_move_costs_few_statements(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    application = await apply(world, await post_job(world))
    async with counting(monkeypatch) as made:
        await act(world.client(Role.OFFICER), application, "select")
    assert sum(db.statements for db in made) <= 8
