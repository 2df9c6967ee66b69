"""The directory and the numbers of the office's home page."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from careerdesk.kernel.ids import new_id
from careerdesk.permissions.roles import Role
from tests.conftest import Client, Person, World

NOW = datetime.now(UTC)


async def write(world: World, table: str, **values: Any) -> UUID:
    """One row, past the services: these tests are about reading."""
    row = {"id": new_id(), "institution_id": world.id, "created_at": NOW, "updated_at": NOW, **values}
    connection = await asyncpg.connect(world.owner)
    try:
        names, places = ", ".join(row), ", ".join(f"${n}" for n in range(1, len(row) + 1))
        await connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", *row.values())
    finally:
        await connection.close()
    return row["id"]


async def job(world: World, state: str = "OPEN", hours: float = 240) -> UUID:
    return await write(
        world, "jobs", season_id=world.season_id, company_id=world.company_id, company_name="Acme", title="Engineer",
        job_type="full-time", currency="INR", ctc_parts="[]", skills=[], skills_search=[], branches=[], state=state,
        is_public=True, posted_at=NOW, deadline_at=NOW + timedelta(hours=hours),
    )  # fmt: skip


async def application(world: World, job_id: UUID, person: Person, status: str, **more: Any) -> UUID:
    return await write(
        world, "applications", job_id=job_id, student_id=person.id, season_id=world.season_id, status=status, since=NOW,
        applied_at=NOW, decision="{}", ended_at=NOW if status == "WITHDRAWN" else None, **more,
    )  # fmt: skip


async def offer(world: World, job_id: UUID, person: Person, state: str, ctc: int, hours: float = 24) -> UUID:
    status = "PLACED" if state == "ACCEPTED" else "OFFER_RELEASED"
    application_id = await application(world, job_id, person, status)
    answered = state == "ACCEPTED"
    return await write(
        world, "offers", application_id=application_id, student_id=person.id, job_id=job_id, season_id=world.season_id,
        state=state, place=0 if answered else None, ctc_minor=ctc * 100, currency="INR", released_at=NOW,
        deadline_at=NOW + timedelta(hours=hours), responded_at=NOW if answered else None,
    )  # fmt: skip


async def test_the_directory_counts_applications_and_names_the_company(world: World):
    placed = await world.add_student("Placed Person", cgpa=9.1, branch="ECE")
    opening, closed = await job(world), await job(world, "CLOSED")
    await offer(world, opening, placed, "ACCEPTED", 1_200_000)
    await application(world, closed, placed, "REJECTED")
    async with world.client(Role.OFFICER) as office:
        listed = (await office.get("/admin/students", params={"sort": "-applications_count"})).json()
        assert listed["total"] == 3
        first = listed["items"][0]
        assert (first["full_name"], first["applications_count"]) == ("Placed Person", 2)
        assert (first["is_placed"], first["placed_company"]) == (True, "Acme")
        assert listed["items"][1]["is_placed"] is False
        one = (await office.get(f"/admin/students/{placed.id}")).json()
        assert (one["is_placed"], one["placed_company"], one["applications_count"]) == (True, "Acme", 2)
        # An accepted offer is not taken back by a mark.
        kept = await office.patch(f"/users/{placed.id}/mark-placed", json={"placed": False})
        assert kept.json()["is_placed"] is True


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize(
    "filters, names",
    [
        ({"q": "second"}, ["Bela Second"]), ({"branch": "MECH"}, ["Mira Mech"]), ({"department": "Mechanics"}, ["Mira Mech"]),
        ({"min_cgpa": 9}, ["Mira Mech"]), ({"max_cgpa": 9}, ["Asha Student", "Bela Second"]), ({"graduation_year": 2026}, ["Mira Mech"]),
        ({"placed": "true"}, ["Mira Mech"]), ({"placed": "false"}, ["Asha Student", "Bela Second"]),
        ({"verified": "false", "branch": "CSE", "sort": "-full_name"}, ["Bela Second", "Asha Student"]),
        ({"verified": "true"}, []), ({"q": "100%"}, []), ({"active_backlogs": 0}, ["Asha Student", "Bela Second"]),
    ],
)  # fmt: skip
async def test_the_directory_filters_and_sorts(client: Client, world: World, filters: dict[str, Any], names: list[str]):
    mira = await world.add_student(
        "Mira Mech", branch="MECH", department="Mechanics", cgpa=9.5, graduation_year=2026, active_backlogs=1
    )
    await client.patch(f"/users/{mira.id}/mark-placed", json={"company": "Initech"})
    found = (await client.get("/admin/students", params=filters)).json()
    assert [item["full_name"] for item in found["items"]] == names
    assert found["total"] == len(names)


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "page=-1", "sort=password_hash", "min_cgpa=nan", "colour=red"]
)
async def test_what_the_directory_does_not_know_is_refused(client: Client, query: str):
    assert (await client.get(f"/admin/students?{query}")).status_code == 422


@pytest.mark.as_(Role.OFFICER)
async def test_the_directory_as_a_file_runs_no_formula_and_can_be_imported_again(client: Client, world: World):
    person = await world.add_student("Calc Person", roll_no="-1")
    await client.patch(f"/admin/students/{person.id}", json={"full_name": "=cmd|' /C calc'!A0"})
    got = await client.get("/admin/students.csv", params={"branch": "CSE"})
    assert got.headers["content-type"] == "text/csv; charset=utf-8"
    table = list(csv.DictReader(io.StringIO(got.content.decode("utf-8-sig"))))
    assert len(table) == 3
    assert table[0]["full_name"] == "'=cmd|' /C calc'!A0"
    report = (await client.post("/admin/students/import", files={"file": ("x.csv", got.content)})).json()
    assert (report["created"], report["failed"]) == (0, 0)
    again = (await client.get("/admin/students", params={"q": "calc"})).json()["items"][0]
    assert (again["full_name"], again["roll_no"]) == ("=cmd|' /C calc'!A0", "-1")


async def test_the_numbers_of_the_home_page(world: World):
    second = world.extra["second student"]
    soon, later, waiting = await job(world, hours=20), await job(world), await job(world, "PENDING_APPROVAL")
    await offer(world, soon, world.student, "ACCEPTED", 1_000_000)
    await offer(world, later, second, "OPEN", 900_000)
    await application(world, soon, second, "APPLIED")
    await application(world, waiting, second, "INTERVIEW_SCHEDULED", interview_at=NOW)
    async with world.client(Role.OFFICER) as office:
        numbers = (await office.get("/admin/stats")).json()
    assert numbers | {
        "active_jobs": 2, "pending_approvals": 1, "closing_48h": 1, "total_students": 2, "placed_students": 1,
        "placed_percent": 50.0, "pending_applications": 1, "offers_open": 1, "offers_expiring_48h": 1,
        "interviews_today": 1, "median_ctc": 1_000_000,
        "applications_by_status": {"APPLIED": 1, "INTERVIEW_SCHEDULED": 1, "OFFER_RELEASED": 1, "PLACED": 1},
    } == numbers  # fmt: skip
    assert {line["job_id"] for line in numbers["pipeline"]} == {str(soon), str(later)}
    assert numbers["pipeline"][0]["company"]["name"] == "Acme"


async def test_an_empty_office_has_numbers_too_and_sees_only_its_own(world: World, elsewhere: World):
    await offer(world, await job(world), world.student, "ACCEPTED", 1)
    async with elsewhere.client(Role.ADMIN) as office:
        numbers = (await office.get("/admin/stats")).json()
        assert (numbers["active_jobs"], numbers["placed_students"], numbers["median_ctc"]) == (0, 0, None)
        assert (numbers["applications_by_status"], numbers["pipeline"]) == ({}, [])
        assert (await office.get("/admin/students", params={"q": "Asha"})).json()["total"] == 1


async def test_the_home_page_compares_with_the_season_before_where_its_figures_are_known(world: World):
    past = {"name": "Last year", "starts_date": "2025-06-01", "ends_date": "2026-05-31"}
    async with world.client(Role.OFFICER) as office:
        assert (await office.get("/admin/stats")).json()["last_season"] is None
        wrong = await office.post("/admin/seasons", json={**past, "closing": {"students": 3, "placed": 4}})
        coming = {**past, "ends_date": "2100-01-01", "closing": {"students": 3, "placed": 2}}
        assert (wrong.status_code, (await office.post("/admin/seasons", json=coming)).status_code) == (422, 422)
        made = (await office.post("/admin/seasons", json={**past, "closing": {"students": 3, "placed": 2}})).json()
        await office.post(
            "/admin/seasons", json={**past, "ends_date": "2025-06-02", "closing": {"students": 9, "placed": 9}}
        )
        last = {"name": "Last year", "students": 3, "placed": 2, "percent": 66.7}
        assert (await office.get("/admin/stats")).json()["last_season"] == last
        await office.patch(f"/admin/seasons/{made['id']}", json={"closing": {"students": 4, "placed": 2}})
        assert (await office.get("/admin/stats")).json()["last_season"]["percent"] == 50.0
        listed = (await office.get("/admin/seasons")).json()["items"]
        assert [(item["name"], item["is_current"]) for item in listed][:2] == [
            ("Placements", True),
            ("Last year", False),
        ]


async def test_companies_stand_by_their_open_applications(world: World):
    first = await job(world)
    await application(world, first, world.student, "APPLIED")
    await application(world, await job(world), world.student, "REJECTED")
    await application(world, await job(world), world.extra["second student"], "SHORTLISTED")
    async with world.client(Role.OFFICER) as office:
        numbers = (await office.get("/admin/stats")).json()
    assert numbers["companies"] == [
        {"company": {"id": str(world.company_id), "name": "Acme"}, "open": 2,
         "columns": {"applied": 1, "closed": 1, "interview": 1}}
    ]  # fmt: skip
    assert numbers["companies_open"] == 1
    assert (numbers["corrections_waiting"], numbers["questions_open"]) == (0, 0)


@pytest.mark.parametrize("role", [Role.STUDENT, Role.RECRUITER, Role.UNIVERSITY_SUPERVISOR])
@pytest.mark.parametrize("path", ["/admin/stats", "/admin/students", "/admin/students.csv"])
async def test_only_the_office_reads_numbers_and_the_directory(world: World, role: Role, path: str):
    async with world.client(role) as somebody:
        assert (await somebody.get(path)).status_code == 403
