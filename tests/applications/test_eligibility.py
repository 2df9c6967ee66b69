"""Eligibility as students and officers meet it: on cards, at Apply, in the live count."""

import itertools

import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.stories import apply, ok, post_job


async def test_applying_when_not_eligible_says_which_rule_and_why(world: World) -> None:
    job = await post_job(world, min_cgpa=9)
    answer = await world.client(Role.STUDENT).post("/applications", json={"job_id": job["id"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_eligible")
    assert "CGPA 9 needed, yours 8.2" in answer.json()["detail"]


async def test_a_second_application_for_a_job_is_refused(world: World) -> None:
    job = await post_job(world)
    await apply(world, job)
    answer = await world.client(Role.STUDENT).post(f"/jobs/{job['id']}/apply")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_applied")


async def test_a_closed_job_takes_no_applications(world: World) -> None:
    job, student = await post_job(world), world.client(Role.STUDENT)
    ok(await world.client(Role.OFFICER).post(f"/jobs/{job['id']}/actions/close"))
    answer = await student.post("/applications", json={"job_id": job["id"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "job_closed")
    draft = await post_job(world, is_active=False)
    assert (await student.post("/applications", json={"job_id": draft["id"]})).status_code == 404


async def test_the_decision_is_kept_with_its_facts(world: World) -> None:
    application = await apply(world, await post_job(world, min_cgpa=8))
    assert application["decision"]["eligible"] is True
    assert application["decision"]["facts"]["cgpa"] == 8.2
    assert application["decision"]["reasons"][0]["text"] == "CGPA 8 needed, yours 8.2"
    assert application["decision"]["policy_version"] == "1"


@pytest.mark.as_(Role.COORDINATOR)
async def test_only_students_apply(world: World, client: Client) -> None:
    job = await post_job(world)
    assert (await client.post("/applications", json={"job_id": job["id"]})).status_code == 403


async def test_an_idempotency_key_applies_once(world: World) -> None:
    job, student = await post_job(world), world.client(Role.STUDENT)
    headers = {"Idempotency-Key": "apply-once-0001"}
    first = await student.post("/applications", json={"job_id": job["id"]}, headers=headers)
    again = await student.post("/applications", json={"job_id": job["id"]}, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    other = await student.post("/applications", json={"job_id": job["company"]["id"]}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


CRITERIA: dict[str, list[object]] = {
    "min_cgpa": [None, 8.2, 8.21],
    "branches": [[], ["cse"], ["IT"]],
    "graduation_year": [None, 2027, 2026],
    "max_active_backlogs": [None, 0],
    "min_10th": [None, 88, 89],
}


async def test_the_filter_and_the_live_count_agree_with_the_rules(world: World) -> None:
    """The same rules stand in Python (verdicts) and in SQL (filter, count); here they are held against each other."""
    people = [
        world.student,
        world.extra["second student"],
        await world.add_student(cgpa=None, tenth_percent=None),
        await world.add_student(branch="IT", active_backlogs=2, graduation_year=2026),
        await world.add_student(cgpa=9.9, active_backlogs=None, graduation_year=None),
    ]
    officer = world.client(Role.OFFICER)
    for values in itertools.islice(itertools.product(*CRITERIA.values()), 0, None, 5):
        criteria = dict(zip(CRITERIA, values, strict=True))
        job = await post_job(world, **criteria)
        eligible = 0
        for person in people:
            student = world.client(person)
            verdict = ok(await student.get(f"/jobs/{job['id']}"))["verdict"]["eligible"]
            listed = ok(await student.get("/jobs?eligible=true&limit=100"))["items"]
            assert (job["id"] in {item["id"] for item in listed}) == verdict, criteria
            eligible += verdict
        counted = ok(await officer.post("/jobs/eligible-count", json=criteria))
        assert (counted["eligible"], counted["total"]) == (eligible, len(people)), criteria
        ok(await officer.delete(f"/jobs/{job['id']}"))
