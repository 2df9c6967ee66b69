"""Jobs (rows 000·6–10, C9, saved jobs): posting, approving, finding, archiving."""

from datetime import UTC, datetime, timedelta

import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.stories import apply, ok, post_job

FULL = {
    "company": "Zuari Health",
    "role": "Data Analyst",
    "description": "Build **dashboards** for hospitals.",
    "jd_link": "https://zuari.example/jd.pdf",
    "location": "Pune",
    "job_type": "internship",
    "experience_level": "entry",
    "ctc": 845_000.5,
    "ctc_parts": [{"name": "Base", "amount": 700_000}, {"name": "Joining bonus", "amount": 145_000.5}],
    "skills": ["SQL", "Python"],
    "min_cgpa": 7.5,
    "branches": ["CSE", "IT"],
    "graduation_year": 2027,
    "max_active_backlogs": 0,
    "min_10th": 60,
    "min_12th": 60.5,
    "openings": 4,
}


async def test_everything_that_is_posted_is_shown(world: World) -> None:
    made = await post_job(world, **FULL)
    assert made["title"] == "Data Analyst"
    for name in FULL.keys() - {"company", "role"}:
        assert made[name] == FULL[name], name
    assert made["company"]["name"] == "Zuari Health"
    assert (made["state"], made["is_active"], made["currency"]) == ("OPEN", True, "INR")


async def test_the_policy_is_told_as_facts_beside_its_words(world: World) -> None:
    found = ok(await world.client(Role.STUDENT).get(f"/jobs/{(await post_job(world))['id']}"))
    assert found["policy_facts"] == {"max_offers": 1, "close_others": True, "offer_days": 3}
    assert found["policy"][0] == "You may accept one offer in this season."


async def test_a_deadline_day_ends_in_the_institutions_zone(world: World) -> None:
    made = await post_job(world, deadline="2030-05-10")
    assert datetime.fromisoformat(made["deadline_at"]) == datetime(2030, 5, 10, 18, 29, 59, tzinfo=UTC)


async def test_one_company_is_one_row_however_it_is_spelled(world: World) -> None:
    first, second = await post_job(world, company="New  Co"), await post_job(world, company="new co")
    assert first["company"] == second["company"]


async def test_a_recruiters_posting_waits_for_approval(world: World) -> None:
    recruiter, officer, student = (world.client(r) for r in (Role.RECRUITER, Role.OFFICER, Role.STUDENT))
    made = ok(await recruiter.post("/jobs", json={"title": "Tester"}), 201)
    assert (made["state"], made["company"]["id"]) == ("PENDING_APPROVAL", str(world.company_id))
    assert (await student.get(f"/jobs/{made['id']}")).status_code == 404
    assert (await recruiter.post(f"/jobs/{made['id']}/actions/approve")).status_code == 403
    assert (await officer.post(f"/jobs/{made['id']}/actions/decline", json={})).status_code == 422
    ok(await officer.post(f"/jobs/{made['id']}/actions/decline", json={"reason": "Say the pay."}))
    seen = ok(await recruiter.get(f"/jobs/{made['id']}"))
    assert (seen["state"], seen["decline_reason"]) == ("DECLINED", "Say the pay.")
    ok(await recruiter.patch(f"/jobs/{made['id']}", json={"ctc": 500_000}))
    ok(await recruiter.post(f"/jobs/{made['id']}/actions/submit"))
    approved = ok(await officer.post(f"/jobs/{made['id']}/actions/approve"))
    assert approved["state"] == "OPEN"
    assert ok(await student.get(f"/jobs/{made['id']}"))["verdict"]["eligible"] is True
    changed = await recruiter.patch(f"/jobs/{made['id']}", json={"min_cgpa": 9})
    assert (changed.status_code, changed.json()["code"]) == (409, "approved_fields")


async def test_a_recruiter_cannot_post_for_another_company(world: World) -> None:
    answer = await world.client(Role.RECRUITER).post("/jobs", json={"title": "X", "company": "Beta"})
    assert answer.status_code == 403
    theirs = await post_job(world, company="Beta")
    assert (await world.client(Role.RECRUITER).patch(f"/jobs/{theirs['id']}", json={"title": "Y"})).status_code == 404


async def test_a_student_posts_nothing(world: World) -> None:
    assert (await world.client(Role.STUDENT).post("/jobs", json={"title": "X", "company": "Y"})).status_code == 403


async def test_put_is_a_partial_update_and_is_active_closes_and_reopens(world: World) -> None:
    made, officer = await post_job(world, **FULL), world.client(Role.OFFICER)
    changed = ok(await officer.put(f"/jobs/{made['id']}", json={"ctc": 900_000}))
    assert (changed["ctc"], changed["title"]) == (900_000, "Data Analyst")
    assert ok(await officer.put(f"/jobs/{made['id']}", json={"is_active": False}))["state"] == "CLOSED"
    assert (await world.client(Role.STUDENT).get(f"/jobs/{made['id']}")).status_code == 404
    assert ok(await officer.put(f"/jobs/{made['id']}", json={"is_active": True}))["state"] == "OPEN"


async def test_a_lost_update_is_refused(world: World) -> None:
    made, officer = await post_job(world), world.client(Role.OFFICER)
    tag = (await officer.get(f"/jobs/{made['id']}")).headers["etag"]
    match = {"If-Match": tag}
    assert (await officer.put(f"/jobs/{made['id']}", json={"title": "One"}, headers=match)).status_code == 200
    assert (await officer.put(f"/jobs/{made['id']}", json={"title": "Two"}, headers=match)).status_code == 412


async def test_deleting_says_whether_it_deleted_or_archived(world: World) -> None:
    officer = world.client(Role.OFFICER)
    unused, used = await post_job(world), await post_job(world)
    application = await apply(world, used)
    assert ok(await officer.delete(f"/jobs/{unused['id']}"))["outcome"] == "deleted"
    assert (await officer.get(f"/jobs/{unused['id']}")).status_code == 404
    assert ok(await officer.delete(f"/jobs/{used['id']}"))["outcome"] == "archived"
    assert ok(await officer.get(f"/jobs/{used['id']}"))["state"] == "ARCHIVED"
    assert ok(await officer.get(f"/applications/{application['id']}"))["status"] == "APPLIED"


async def test_the_office_lists_all_and_students_the_active_ones(world: World) -> None:
    officer, student = world.client(Role.OFFICER), world.client(Role.STUDENT)
    await post_job(world)
    closed = await post_job(world, title="Closed one")
    await officer.post(f"/jobs/{closed['id']}/actions/close")
    over = await post_job(world, deadline=(datetime.now(UTC) + timedelta(seconds=90)).isoformat())
    assert ok(await student.get("/jobs"))["total"] == 2
    async with world.context() as context:
        past = datetime.now(UTC) - timedelta(seconds=1)
        await context.db.run("UPDATE jobs SET deadline_at = :past WHERE id = :id", id=over["id"], past=past)
    assert ok(await student.get("/jobs"))["total"] == 1
    assert ok(await student.get("/jobs?active_only=false"))["total"] == 1
    assert ok(await officer.get("/jobs"))["total"] == 1
    assert ok(await officer.get("/jobs?active_only=false"))["total"] == 3


async def test_signed_out_visitors_see_public_active_jobs_without_verdicts(world: World, client: Client) -> None:
    public, hidden = await post_job(world), await post_job(world, is_public=False)
    listed = ok(await client.get("/jobs"))
    assert [job["id"] for job in listed["items"]] == [public["id"]]
    assert listed["items"][0].get("verdict") is None
    assert (await client.get(f"/jobs/{hidden['id']}")).status_code == 404
    assert ok(await world.client(Role.STUDENT).get("/jobs"))["total"] == 2


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=dashboards", {"Data Analyst"}),
        ("q=zuari", {"Data Analyst"}),
        ("q=engineer", {"Associate Engineer"}),
        ("q=python", {"Data Analyst"}),
        ("job_type=internship", {"Data Analyst"}),
        ("location=pun", {"Data Analyst"}),
        ("skill=sql", {"Data Analyst"}),
        ("min_ctc=1000000", {"Associate Engineer"}),
        ("q=%25", set()),
        ("q=%27%22%5C", set()),
    ],
)
async def test_jobs_are_found(world: World, query: str, titles: set[str]) -> None:
    await post_job(world, **FULL)
    await post_job(world)
    found = ok(await world.client(Role.STUDENT).get(f"/jobs?{query}"))
    assert {job["title"] for job in found["items"]} == titles


async def test_pages_never_overlap_and_sorting_is_from_a_list(world: World) -> None:
    for n in range(5):
        await post_job(world, title=f"Job {n}", ctc=100_000 * n)
    student = world.client(Role.STUDENT)
    pages = [ok(await student.get(f"/jobs?limit=2&page={n}&sort=-ctc")) for n in (1, 2, 3)]
    assert [job["ctc"] for page in pages for job in page["items"]] == [400_000, 300_000, 200_000, 100_000, 0]
    assert {(page["total"], page["pages"]) for page in pages} == {(5, 3)}
    assert (await student.get("/jobs?sort=secret")).status_code == 422
    assert (await student.get("/jobs?limit=101")).status_code == 422
    assert (await student.get("/jobs?page=0")).status_code == 422
    assert (await student.get("/jobs?nonsense=1")).status_code == 422


async def test_a_saved_job_is_saved_once_and_listed(world: World) -> None:
    job, student = await post_job(world), world.client(Role.STUDENT)
    ok(await student.post("/saved-jobs", json={"job_id": job["id"]}), 201)
    ok(await student.post("/saved-jobs", json={"job_id": job["id"]}), 201)
    assert ok(await student.get("/saved-jobs"))["total"] == 1
    assert ok(await student.get(f"/jobs/{job['id']}"))["saved"] is True
    assert (await student.delete(f"/saved-jobs/{job['id']}")).status_code == 204
    assert (await student.delete(f"/saved-jobs/{job['id']}")).status_code == 404


async def test_jobs_applied_to_stay_visible_when_they_close(world: World) -> None:
    job, student = await post_job(world), world.client(Role.STUDENT)
    await apply(world, job)
    ok(await world.client(Role.OFFICER).post(f"/jobs/{job['id']}/actions/close"))
    assert ok(await student.get("/jobs/applied"))["total"] == 1
    assert ok(await student.get(f"/jobs/{job['id']}"))["application"]["status"] == "APPLIED"


async def test_a_rule_by_gender_needs_the_institutions_permission(world: World) -> None:
    body = {"company": "Acme", "title": "X", "gender": "female"}
    refused = await world.client(Role.OFFICER).post("/jobs", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/gender")
    async with world.context() as context:
        await context.db.run("UPDATE institutions SET settings = :settings", settings={"gender_criteria": True})
    made = ok(await world.client(Role.OFFICER).post("/jobs", json=body), 201)
    verdict = ok(await world.client(Role.STUDENT).get(f"/jobs/{made['id']}"))["verdict"]
    assert verdict["eligible"] is False


@pytest.mark.parametrize(
    "wrong",
    [
        {"ctc": -1}, {"ctc": 1e400}, {"min_cgpa": 11}, {"min_10th": 101}, {"openings": 0}, {"openings": 2**70}, {"title": ""},
        {"deadline": "soon"}, {"deadline": "0001-01-01"}, {"deadline": 5}, {"jd_link": "javascript:alert(1)"},
        {"job_type": "slavery"}, {"currency": "rupees"}, {"salary_min": 5, "salary_max": 4}, {"title": "a\u0000b"},
        {"title": "x" * 201}, {"branches": ["x"] * 61}, {"graduation_year": 1},
    ],
)  # fmt: skip
async def test_what_is_malformed_is_refused_with_its_place(world: World, wrong: dict[str, object]) -> None:
    body = {"company": "Acme", "title": "X", **wrong}
    content = __import__("json").dumps(body)
    answer = await world.client(Role.OFFICER).post(
        "/jobs", content=content, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_what_closes_the_jobs_to_a_student_is_counted_by_rule(world: World) -> None:
    """Each job under the first rule that closes it, as its verdict says; what takes no applications is not counted."""
    student = world.client(Role.STUDENT)
    await post_job(world, title="Open to all")
    await post_job(world, title="Asks much", min_cgpa=9.9, branches=["Astronomy"])
    await post_job(world, title="For others", branches=["Astronomy"])
    await post_job(world, title="For a later year", graduation_year=2049)
    over = await post_job(world, title="Over", min_cgpa=9.9)
    ok(await world.client(Role.OFFICER).post(f"/jobs/{over['id']}/actions/close"))

    found = ok(await student.get("/jobs/open-to-me"))
    assert (found["total"], found["open"]) == (4, 1)
    assert {one["rule"]: one["jobs"] for one in found["closed_by"]} == {"cgpa": 1, "branch": 1, "graduation_year": 1}

    listed = ok(await student.get("/jobs?active_only=true"))["items"]
    first = [next((r["rule"] for r in job["verdict"]["reasons"] if not r["passed"]), None) for job in listed]
    assert sorted(filter(None, first)) == ["branch", "cgpa", "graduation_year"]
    assert (await world.client(Role.OFFICER).get("/jobs/open-to-me")).status_code == 403
    assert (await student.get("/jobs?min_ctc=-1")).status_code == 422


async def test_jobs_are_found_by_the_least_they_pay(world: World) -> None:
    for ctc in (400_000, 800_000, 1_200_000):
        await post_job(world, title=f"Pays {ctc}", ctc=ctc)
    await post_job(world, title="Does not say", ctc=None)
    found = ok(await world.client(Role.STUDENT).get("/jobs?min_ctc=800000&sort=ctc"))["items"]
    assert [job["ctc"] for job in found] == [800_000, 1_200_000]
