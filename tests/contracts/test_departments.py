"""Every guarded route, asked by a coordinator whose role is bound to a department: what belongs to another department's
students is as if it were not there, in single things and in lists. A new route is walked like any other."""

import re
from collections.abc import AsyncIterator

import pytest

from careerdesk.kernel.access import Reach
from careerdesk.permissions.matrix import MATRIX, reaches_of
from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.contracts.subjects import Owner, Subjects, owners
from tests.contracts.test_matrix import GUARDED, Way, absent, ask, turned_away, ways
from tests.stories import bind, move_to_department

BOUND = reaches_of((Role.COORDINATOR.value,), ("Computing",))
# What a path may name and belongs to everybody in the institution.
EVERYBODYS = {"job_id", "company_id", "season_id", "view_id"}
LISTS = [(path, needs) for method, path, needs in GUARDED if method == "GET" and "{" not in path]


@pytest.fixture
async def coordinator(world: World) -> AsyncIterator[Client]:
    """Bound to Computing, as somebody typed it; the second student is of another department."""
    await bind(world, " computing")
    await move_to_department(world, world.extra["second student"], "Civil")
    async with world.client(Role.COORDINATOR) as made:
        yield made


def reach_of(needs: str, way: Way) -> Reach:
    return min(BOUND.get(name, Reach.NONE) for name in (needs, way.also) if name is not None)


def test_a_bound_role_never_reaches_further_than_the_role() -> None:
    for permission, line in MATRIX.items():
        assert BOUND.get(permission.value, Reach.NONE) <= line[Role.COORDINATOR], permission


def test_nothing_of_students_stays_open_to_a_bound_role() -> None:
    """A permission that reaches the whole institution shows no student; a new one must be judged here."""
    wide = {name for name, reach in BOUND.items() if reach >= Reach.TENANT}
    assert wide == {"companies.read", "jobs.read", "views.share"}


@pytest.mark.parametrize(("method", "path", "needs"), GUARDED, ids=[f"{m} {p}" for m, p, _ in GUARDED])
async def test_only_what_is_the_departments(
    method: str, path: str, needs: str, world: World, elsewhere: World, coordinator: Client
) -> None:
    own, another = owners(world, Role.COORDINATOR)
    no_department = Owner(another.person, await world.add_student("Nora Nowhere", department=None), *_company(another))
    async with Subjects(world) as here, Subjects(elsewhere) as there:
        for way in ways(f"{method} {path}"):
            reach = reach_of(needs, way)
            mine = await ask(coordinator, method, path, way, here, own)
            if reach is Reach.NONE:
                assert mine.status_code == 403, f"{mine.status_code} {mine.text[:300]}"
                continue
            assert not turned_away(mine), f"own: {mine.status_code} {mine.text[:300]}"
            named = (set(re.findall(r"\{(\w+)\}", path)) - way.literal.keys()) | set(way.body_names)
            if not named:
                continue
            if not named <= EVERYBODYS:
                for other in (another, no_department):
                    answer = await ask(coordinator, method, path, way, here, other)
                    assert absent(answer), f"another's: {answer.status_code} {answer.text[:300]}"
            foreign = await ask(coordinator, method, path, way, there, owners(elsewhere, Role.STUDENT)[0])
            assert absent(foreign), f"another institution's: {foreign.status_code} {foreign.text[:300]}"


def _company(owner: Owner) -> tuple:  # type: ignore[type-arg]
    return owner.company_id, owner.company


@pytest.mark.parametrize(("path", "needs"), [*LISTS, ("/applications/job/{job_id}", "applicants.read")])
async def test_no_list_shows_another_departments_students(
    path: str, needs: str, world: World, coordinator: Client
) -> None:
    if needs not in BOUND:
        return
    own, another = owners(world, Role.COORDINATOR)
    async with Subjects(world) as here:
        for whose in (own, another):
            await here.offer(whose)
            await here.correction(whose)
        job = await here.job(own)
        for whose in (own, another):
            await here.insert(
                "applications", id=whose.student.id, job_id=job, student_id=whose.student.id, season_id=world.season_id,
                status="APPLIED", since=here.now, applied_at=here.now, decision={}, created_at=here.now, updated_at=here.now,
            )  # fmt: skip
    for query in ("?q=Bela", "?q=Asha") if path == "/search" else ("",):
        answer = await coordinator.get(path.replace("{job_id}", str(job)) + query)
        assert not turned_away(answer), answer.text[:300]
        for secret in ("Bela", another.student.email, str(another.student.id)):
            assert secret not in answer.text, f"{secret} in {answer.text[:500]}"
    shows = {"/applications", "/admin/students", "/admin/students.csv", "/admin/corrections", "/users", "/users/export"}
    if path in shows | {"/search", "/applications/job/{job_id}"}:
        assert "Asha" in answer.text


async def test_a_person_of_another_department_is_not_there(world: World, coordinator: Client) -> None:
    """The one route that is public in the document and guarded inside."""
    asha, bela, meera = world.student, world.extra["second student"], world.people[Role.OFFICER]
    found = {one.full_name: (await coordinator.get(f"/users/{one.id}")).status_code for one in (asha, bela, meera)}
    assert found == {"Asha Student": 200, "Bela Second": 404, "Meera Officer": 200}
