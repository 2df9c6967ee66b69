"""A coordinator for one department (0030): sees, moves and is told of its students, and of nobody else."""

from typing import Any

import asyncpg
import orjson
import pytest

from careerdesk.analytics.repository import DIRECTORIES, STATS, STATS_IN_DEPARTMENT
from careerdesk.applications.repository import DETAILS, LISTINGS, LOCK, TO_NUDGE
from careerdesk.corrections.repository import DETAILS as CORRECTIONS
from careerdesk.kernel.access import Reach
from careerdesk.kernel.context import House
from careerdesk.permissions.matrix import department_of, reaches_of
from careerdesk.permissions.roles import Role
from tests.conftest import Client, Mailbox, Person, World, make_client, run_tasks
from tests.contracts.subjects import Owner, Subjects, owners
from tests.stories import TO_OFFER, act, apply, bind, move_to_department, offered, ok, post_job


@pytest.fixture
async def coordinator(world: World) -> Client:
    """Bound to Computing; Asha is one of its students, Bela is not."""
    await bind(world, "COMPUTING ")
    await move_to_department(world, bela(world), "Civil")
    return world.client(Role.COORDINATOR)


def bela(world: World) -> Person:
    return world.extra["second student"]


async def two(world: World, *actions: str, **job: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """An application of Asha's and one of Bela's, for one job."""
    made, officer = await post_job(world, **job), world.client(Role.OFFICER)
    asha, other = await apply(world, made), await apply(world, made, bela(world))
    return await act(officer, asha, *actions), await act(officer, other, *actions)


async def add_role(world: World, who: Role, role: Role, department: str | None = None) -> None:
    async with Subjects(world) as subjects:
        await subjects.connection.execute(
            "INSERT INTO memberships (id, institution_id, user_id, role, department, created_at) "
            "VALUES (gen_random_uuid(), $1, $2, $3, $4, now())",
            world.id, world.people[who].id, role.value, department,
        )  # fmt: skip


# --- the matrix --------------------------------------------------------------------------------------------------


def test_another_role_without_a_department_keeps_its_reach() -> None:
    roles = ("COORDINATOR", "OFFICER")
    reaches = reaches_of(roles, ("Civil", None))
    assert reaches == reaches_of(roles)
    assert department_of(roles, ("Civil", None)) is None
    assert department_of(("COORDINATOR",), ("Civil",)) == "Civil"


def test_a_department_means_nothing_to_other_roles() -> None:
    """A university supervisor's says where they teach; it neither narrows them nor a coordinator who is bound to none."""
    roles = ("COORDINATOR", "UNIVERSITY_SUPERVISOR")
    assert reaches_of(roles, (None, "Civil")) == reaches_of(roles)
    assert department_of(roles, (None, "Civil")) is None
    assert department_of(roles, ("Civil", "Mining")) == "Civil"


def test_who_is_bound_to_nothing_is_asked_about_in_the_words_of_before() -> None:
    """The statements of everybody else neither join nor compare for the sake of a few."""
    wide = [
        *(LISTINGS[reach].sql((), None) for reach in LISTINGS if reach is not Reach.DEPARTMENT),
        *(texts[Reach.TENANT] for texts in (DETAILS, LOCK, TO_NUDGE, CORRECTIONS)),
        DIRECTORIES[Reach.TENANT].sql((), None),
        STATS,
    ]
    assert not [text for text in wide if "own_department" in text or "department_key" in text]
    assert "false AND n.closing" in STATS_IN_DEPARTMENT


# --- what they see -----------------------------------------------------------------------------------------------


async def test_me_says_the_department(world: World, coordinator: Client) -> None:
    me = ok(await coordinator.get("/auth/me"))
    assert (me["department"], me["permissions"]["students.read"]) == ("COMPUTING ", "department")
    assert not {"students.import", "jobs.write", "jobs.approve", "companies.write"} & me["permissions"].keys()
    assert ok(await world.client(Role.OFFICER).get("/auth/me"))["department"] is None
    await bind(world, None)
    assert ok(await coordinator.get("/auth/me"))["permissions"]["students.read"] == "tenant"


async def test_an_officer_who_also_coordinates_a_department_sees_everybody(world: World, coordinator: Client) -> None:
    assert ok(await coordinator.get("/admin/students"))["total"] == 1
    await add_role(world, Role.COORDINATOR, Role.OFFICER)
    assert ok(await coordinator.get("/admin/students"))["total"] == 2
    assert ok(await coordinator.get("/auth/me"))["department"] is None


async def test_the_filter_of_a_list_does_not_take_the_place_of_the_reach(world: World, coordinator: Client) -> None:
    for path in ("/admin/students", "/admin/students.csv", "/users", "/users/export"):
        answer = await coordinator.get(f"{path}?department=Civil")
        assert answer.status_code == 200, answer.text
        assert "Bela" not in answer.text, path
    names = [one["full_name"] for one in ok(await coordinator.get("/users?role=STUDENT"))["items"]]
    assert names == ["Asha Student"]
    assert ok(await coordinator.get("/users?role=OFFICER"))["total"] == 1


async def test_counts_agree_with_the_lists(world: World, coordinator: Client) -> None:
    mine, _ = await two(world)
    await world.add_student("Nora Nowhere", department=None)
    page = ok(await coordinator.get("/applications"))
    assert (page["total"], [one["id"] for one in page["items"]]) == (1, [mine["id"]])
    assert ok(await coordinator.get(f"/applications?q=e&status=APPLIED&job_id={mine['job']['id']}"))["total"] == 1
    applicants = ok(await coordinator.get(f"/applications/job/{mine['job']['id']}"))
    assert (applicants["total"], applicants["counts"]) == (1, {"APPLIED": 1})
    job = ok(await coordinator.get(f"/jobs/{mine['job']['id']}"))
    card = ok(await coordinator.get("/jobs"))["items"][0]
    assert (job["applications_count"], job["new_count"], card["applications_count"]) == (1, 1, 1)
    facets = ok(await coordinator.get("/admin/students/facets"))
    assert facets["departments"] == [{"value": "Computing", "count": 1}]
    assert sum(one["count"] for one in facets["branches"]) == sum(one["count"] for one in facets["years"]) == 1
    officer = ok(await world.client(Role.OFFICER).get(f"/jobs/{mine['job']['id']}"))
    assert officer["applications_count"] == 2


async def test_the_numbers_are_the_departments(world: World, coordinator: Client) -> None:
    _, other = await two(world, *TO_OFFER)
    ok(await world.client(bela(world)).post(f"/applications/{other['id']}/actions/accept-offer", json={}))
    async with Subjects(world) as subjects:
        for whose in owners(world, Role.COORDINATOR):
            await subjects.correction(whose)
        past = "INSERT INTO seasons (id, institution_id, name, starts_date, ends_date, is_current, policy, closing, created_at, updated_at) VALUES (gen_random_uuid(), $1, 'Past', '2020-01-01', '2020-12-31', false, '{}', $2, now(), now())"
        await subjects.connection.execute(past, world.id, {"students": 10, "placed": 5})
    whole, part = ok(await world.client(Role.OFFICER).get("/admin/stats")), ok(await coordinator.get("/admin/stats"))
    names = ("total_students", "placed_students", "offers_open", "corrections_waiting", "active_jobs")
    assert [whole[name] for name in names] == [2, 1, 1, 2, 1]
    assert [part[name] for name in names] == [1, 0, 1, 1, 1]
    assert part["applications_by_status"] == {"OFFER_RELEASED": 1}
    assert part["pipeline"][0]["counts"] == {"OFFER_RELEASED": 1}
    assert (part["companies"][0]["open"], part["median_ctc"]) == (1, None)
    # How the whole institution's last season ended would be read as the department's.
    assert (whole["last_season"]["name"], part["last_season"]) == ("Past", None)


async def test_the_office_history_of_their_student_has_its_facts(world: World, coordinator: Client) -> None:
    mine, other = await two(world, "select")
    items = ok(await coordinator.get(f"/history/application/{mine['id']}"))["items"]
    assert all(item["facts"] is not None for item in items)
    assert (await coordinator.get(f"/history/application/{other['id']}")).status_code == 404


# --- what they do ------------------------------------------------------------------------------------------------


async def test_a_bulk_move_leaves_the_others_out(world: World, coordinator: Client) -> None:
    mine, other = await two(world)
    body = {"action": "select", "application_ids": [mine["id"], other["id"]], "dry_run": False}
    report = ok(await coordinator.post("/applications/moves", json=body))
    assert (report["moved"], [(one["id"], one["code"]) for one in report["blocked"]]) == (
        1,
        [(other["id"], "not_found")],
    )
    assert ok(await world.client(Role.OFFICER).get(f"/applications/{other['id']}"))["status"] == "APPLIED"


async def test_a_held_move_is_made_with_the_rights_of_its_moment(world: World, house: House) -> None:
    await move_to_department(world, bela(world), "Civil")
    mine, other = await two(world)
    coordinator = world.client(Role.COORDINATOR)
    body = {"action": "select", "application_ids": [mine["id"], other["id"]], "hold": True}
    held = ok(await coordinator.post("/applications/moves", json=body), 202)
    assert held["moves"] == 2
    await bind(world, "Computing")
    await run_tasks(house, world.id, "applications.carry_out_held")
    officer = world.client(Role.OFFICER)
    statuses = [ok(await officer.get(f"/applications/{one['id']}"))["status"] for one in (mine, other)]
    assert statuses == ["SELECTED", "APPLIED"]


async def test_nudges_go_out_for_their_students_alone(world: World, coordinator: Client) -> None:
    mine, other = await two(world, *TO_OFFER)
    report = ok(await coordinator.post("/applications/nudge", json={"older_than_days": 0, "waiting_for": "student"}))
    assert [one["full_name"] for one in report["people"]] == ["Asha Student"]
    named = {"application_ids": [mine["id"], other["id"]]}
    report = ok(await coordinator.post("/applications/nudge", json=named))
    assert [(one["id"], one["code"]) for one in report["blocked"]] == [(other["id"], "not_found")]


async def test_whose_student_somebody_is_stays_with_the_office(world: World, coordinator: Client) -> None:
    path = f"/admin/students/{world.student.id}"
    answer = await coordinator.patch(path, json={"department": "Civil"})
    assert (answer.status_code, "Ask the office" in answer.json()["detail"]) == (403, True)
    assert ok(await coordinator.patch(path, json={"cgpa": 8.9}))["cgpa"] == 8.9
    async with Subjects(world) as subjects:
        correction = await subjects.insert(
            "corrections", id=world.student.id, student_id=world.student.id, field="department", on_file="Computing",
            wanted="Civil", reason="moved", state="ASKED", since=subjects.now, created_at=subjects.now, updated_at=subjects.now,
        )  # fmt: skip
    answer = await coordinator.post(f"/admin/corrections/{correction}/actions/accept", json={})
    assert answer.status_code == 403
    assert ok(await world.client(Role.OFFICER).get(path))["department"] == "Computing"


async def test_an_offer_of_another_department_is_not_there_in_any_state(world: World, coordinator: Client) -> None:
    """Whether it could be taken back would tell that it exists."""
    async with Subjects(world) as subjects:
        offer = await subjects.offer(owners(world, Role.COORDINATOR)[1])
        await subjects.connection.execute("UPDATE offers SET state = 'REVOKED' WHERE id = $1", offer)
        correction = await subjects.correction(owners(world, Role.COORDINATOR)[1])
        decided = "UPDATE corrections SET state = 'WITHDRAWN' WHERE id = $1"
        await subjects.connection.execute(decided, correction)
    answers = (
        await coordinator.post(f"/offers/{offer}/actions/revoke", json={"reason": "why"}),
        await coordinator.post(f"/admin/corrections/{correction}/actions/accept", json={}),
    )
    assert [answer.status_code for answer in answers] == [404, 404]


async def test_who_also_studies_elsewhere_keeps_their_own_things(world: World, coordinator: Client) -> None:
    """A research scholar of Civil who coordinates Computing."""
    await add_role(world, Role.COORDINATOR, Role.STUDENT)
    async with Subjects(world) as subjects:
        person = world.people[Role.COORDINATOR]
        await subjects.insert("students", user_id=person.id, branch="CIV", department="Civil", **subjects._stamps())
        own = await subjects.application(Owner(person, person, world.company_id, "Acme"))
    assert ok(await coordinator.get("/users/me/profile"))["department"] == "Civil"
    assert ok(await coordinator.get(f"/applications/{own}"))["status"] == "APPLIED"
    ok(await coordinator.patch(f"/applications/{own}/withdraw"))
    # The office's acts on a record are for students of the department, oneself not among them.
    assert (await coordinator.post(f"/admin/students/{person.id}/verify")).status_code == 404


async def test_a_key_reaches_no_further_than_its_bound_owner(world: World, coordinator: Client) -> None:
    body = {"name": "Sync", "scopes": ["users.place", "applications.read"], "expires_in_days": 30}
    key = ok(await coordinator.post("/auth/keys", json=body), 201)["key"]
    _, other = await two(world)
    async with make_client(world.app, headers={"Authorization": f"Bearer {key}"}) as program:
        assert ok(await program.get("/applications"))["total"] == 1
        assert (await program.get(f"/applications/{other['id']}")).status_code == 404
        placed = {"placed": True, "company": "X", "reason": "told us"}
        answers = [
            (await program.patch(f"/users/{one.id}/mark-placed", json=placed)).status_code
            for one in (world.student, bela(world))
        ]
    assert answers == [200, 404]


# --- what they are told ------------------------------------------------------------------------------------------


async def events(world: World, who: Role) -> list[str]:
    return [item["event"] for item in ok(await world.client(who).get("/notifications"))["items"]]


@pytest.mark.parametrize(("department", "told"), [("Computing", True), ("Civil", False), (None, False)])
async def test_they_hear_of_corrections_of_their_students(
    world: World, house: House, coordinator: Client, department: str | None, told: bool
) -> None:
    await move_to_department(world, world.student, department)
    ok(await world.client(Role.OFFICER).post(f"/admin/students/{world.student.id}/verify"))
    body = {"field": "cgpa", "wanted": 9.1, "reason": "The marks sheet says so"}
    ok(await world.client(Role.STUDENT).post("/users/me/corrections", json=body), 201)
    await run_tasks(house, world.id)
    assert ("correction.asked" in await events(world, Role.COORDINATOR)) is told
    assert "correction.asked" in await events(world, Role.OFFICER)


async def test_they_do_not_hear_of_postings_to_approve(world: World, house: House, coordinator: Client) -> None:
    await post_job(world, Role.RECRUITER)
    await run_tasks(house, world.id)
    assert await events(world, Role.COORDINATOR) == []
    assert await events(world, Role.OFFICER) == ["job.submitted"]


async def test_a_reminder_of_the_office_leaves_them_out_of_other_departments(world: World, coordinator: Client) -> None:
    mine, other = await two(world)
    async with Subjects(world) as subjects:
        await subjects.connection.execute("UPDATE jobs SET posted_by = NULL WHERE id = $1::uuid", mine["job"]["id"])
    admin = world.client(Role.ADMIN)
    for application, theirs in ((mine, True), (other, False)):
        report = ok(await admin.post("/applications/nudge", json={"application_ids": [application["id"]]}))
        names = {one["full_name"] for one in report["people"]}
        assert names == {"Meera Officer"} | ({"Kiran Coordinator"} if theirs else set())


@pytest.mark.parametrize(("department", "told"), [("Computing", True), ("Civil", False)])
async def test_questions_about_offers_follow_the_student(
    world: World, house: House, mailbox: Mailbox, coordinator: Client, department: str, told: bool
) -> None:
    await move_to_department(world, world.student, department)
    application = await offered(world)
    async with Subjects(world) as subjects:
        # Nobody who made the offer or posted the job is left: everybody in the office is asked.
        await subjects.connection.execute(
            "UPDATE users SET state = 'inactive' WHERE id = $1", world.people[Role.OFFICER].id
        )
    await run_tasks(house, world.id)
    mailbox.messages.clear()
    ok(
        await world.client(Role.STUDENT).post(
            f"/applications/{application['id']}/offer/question", json={"text": "When?"}
        ),
        201,
    )
    await run_tasks(house, world.id)
    expected = {world.people[Role.ADMIN].email} | ({world.people[Role.COORDINATOR].email} if told else set())
    assert {mail.to for mail in mailbox.messages} == expected


async def test_who_posted_a_job_and_was_bound_since_hears_no_more_of_it(
    world: World, house: House, coordinator: Client
) -> None:
    await bind(world, None)
    job = await post_job(world, Role.COORDINATOR)
    await bind(world, "Computing")
    await apply(world, job, bela(world))
    await run_tasks(house, world.id)
    assert await events(world, Role.COORDINATOR) == []


# --- how it is given, and what it costs --------------------------------------------------------------------------


@pytest.mark.as_(Role.ADMIN)
async def test_people_give_a_coordinator_a_department(world: World, client: Client) -> None:
    path = f"/users/{world.people[Role.COORDINATOR].id}/roles"
    given = ok(await client.put(path, json={"roles": [{"role": "COORDINATOR", "department": "  Civil "}]}))
    assert [one["department"] for one in given["roles"]] == ["Civil"]
    assert ok(await world.client(Role.COORDINATOR).get("/admin/students"))["total"] == 0


async def test_the_departments_students_are_found_by_an_index(world: World) -> None:
    """As the app's role, behind row-level security, where an index serves only what cannot leak."""
    connection = await asyncpg.connect(world.owner)
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL ROLE careerdesk_app")
            await connection.execute("SELECT set_config('app.institution', $1, true)", str(world.id))
            await connection.execute("SET LOCAL enable_seqscan = off")
            sql = "EXPLAIN (FORMAT JSON) SELECT a.id FROM applications a WHERE " + str(LISTINGS[Reach.DEPARTMENT].where)
            sql = sql.replace(":me", f"'{world.student.id}'").replace(":own_department", "'Computing'")
            plan = str(orjson.loads(await connection.fetchval(sql)))
    finally:
        await connection.close()
    used = plan[plan.index("ix_students_department_key") :]
    assert "department_key = 'computing'" in used[used.index("Index Cond") :][:200]
