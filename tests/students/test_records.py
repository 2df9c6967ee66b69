"""The student record: what the student says, what the office verifies, and who may change which."""

from typing import Any

import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client, World


async def audit_of(world: World, subject: object) -> list[str]:
    async with world.client(Role.ADMIN) as admin:
        found = await admin.get("/admin/audit", params={"subject_id": str(subject)})
    return [item["sentence"] for item in found.json()["items"]]


@pytest.mark.as_(Role.STUDENT)
async def test_a_student_sees_the_own_profile(client: Client, world: World):
    found = await client.get("/users/me/profile")
    assert found.status_code == 200
    profile = found.json()
    assert profile["user_id"] == str(world.student.id)
    assert (profile["branch"], profile["cgpa"], profile["is_placed"], profile["verified"]) == ("CSE", 8.2, False, None)
    assert profile["locked"] == []


@pytest.mark.as_(Role.STUDENT)
async def test_before_the_office_verified_the_students_figures_count(client: Client, world: World):
    changes: dict[str, Any] = {
        "full_name": "Asha M. Student", "cgpa": 8.4, "branch": "ECE", "department": "Electronics",
        "resume_url": "https://files.example/asha.pdf", "phone": "98200 00001", "bio": "Robots.",
    }  # fmt: skip
    changed = await client.patch("/users/me/profile", json=changes)
    assert changed.status_code == 200, changed.text
    assert changed.json() | changes | {"phone": "+919820000001"} == changed.json()
    assert "cgpa" in (await audit_of(world, world.student.id))[0]


@pytest.mark.as_(Role.STUDENT)
@pytest.mark.parametrize(
    "body, pointer",
    [
        ({"cgpa": 11}, "/cgpa"), ({"cgpa": -1}, "/cgpa"), ({"phone": "call me"}, "/phone"), ({"gender": "x"}, "/gender"),
        ({"resume_url": "javascript:alert(1)"}, "/resume_url"), ({"is_placed": True}, "/is_placed"), ({"branch": ""}, "/branch"),
        ({"branch": None}, "/branch"), ({"full_name": None}, "/full_name"), ({"active_backlogs": 2**70}, "/active_backlogs"),
        ({"email": "me@other.example"}, "/email"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_by_name(client: Client, body: dict[str, Any], pointer: str):
    answer = await client.patch("/users/me/profile", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.as_(Role.STUDENT)
async def test_an_empty_change_is_refused(client: Client):
    assert (await client.patch("/users/me/profile", json={})).status_code == 422


async def test_what_the_office_verified_is_locked_and_the_rest_is_not(world: World):
    async with world.client(Role.OFFICER) as officer, world.client(Role.STUDENT) as student:
        verified = await officer.post(f"/admin/students/{world.student.id}/verify")
        assert verified.status_code == 200
        assert verified.json()["verified"]["by"] == "Meera Officer"
        assert "verified the academic record of Asha Student" in (await audit_of(world, world.student.id))[0]

        locked = (await student.get("/users/me/profile")).json()["locked"]
        assert {"cgpa", "branch", "roll_no", "full_name"} <= set(locked)
        refused = await student.patch("/users/me/profile", json={"cgpa": 9.9, "phone": "9820000002"})
        assert (refused.status_code, refused.json()["code"]) == (409, "field_locked")
        assert [e["pointer"] for e in refused.json()["errors"]] == ["/cgpa"]
        assert "Ask the office for a correction" in refused.json()["detail"]
        # Nothing of a refused change is kept, the same value is no change, and the phone is the student's own.
        assert (await student.get("/users/me/profile")).json()["phone"] is None
        fine = await student.patch("/users/me/profile", json={"cgpa": 8.2, "phone": "9820000002"})
        assert (fine.status_code, fine.json()["phone"]) == (200, "+919820000002")


async def test_a_figure_that_the_office_never_saw_stays_the_students(world: World):
    person = await world.add_student("Nina New", cgpa=7.1, twelfth_percent=None)
    async with world.client(Role.OFFICER) as officer, world.client(person) as student:
        await officer.post(f"/admin/students/{person.id}/verify")
        changed = await student.patch("/users/me/profile", json={"twelfth_percent": 81.5})
        assert (changed.status_code, changed.json()["twelfth_percent"]) == (200, 81.5)
        assert "twelfth_percent" not in changed.json()["verified"]["fields"]


async def test_the_office_corrects_a_verified_figure_and_the_audit_says_what_changed(world: World):
    async with world.client(Role.OFFICER) as officer:
        await officer.post(f"/admin/students/{world.student.id}/verify")
        edited = await officer.patch(
            f"/admin/students/{world.student.id}",
            json={"cgpa": 8.9, "full_name": "Asha Patil", "email": "ASHA@new.example"},
        )
        assert edited.status_code == 200, edited.text
        assert (edited.json()["cgpa"], edited.json()["full_name"]) == (8.9, "Asha Patil")
        assert edited.json()["email"] == "asha@new.example"
        found = await officer.get("/admin/audit", params={"subject_id": str(world.student.id)})
        assert found.json()["items"][0]["facts"]["cgpa"] == [8.2, 8.9]


async def test_a_roll_number_belongs_to_one_student(world: World):
    other = world.extra["second student"]
    async with world.client(Role.OFFICER) as officer:
        mine = (await officer.get(f"/admin/students/{world.student.id}")).json()["roll_no"]
        taken = await officer.patch(f"/admin/students/{other.id}", json={"roll_no": mine})
        assert (taken.status_code, taken.json()["code"]) == (409, "roll_no_taken")


async def test_two_people_editing_one_record_notice_each_other(world: World):
    async with world.client(Role.OFFICER) as officer:
        path = f"/admin/students/{world.student.id}"
        tag = (await officer.get(path)).headers["etag"]
        assert (await officer.patch(path, json={"cgpa": 8.3}, headers={"If-Match": tag})).status_code == 200
        late = await officer.patch(path, json={"cgpa": 8.4}, headers={"If-Match": tag})
        assert late.status_code == 412


async def test_a_placement_outside_of_the_season_is_recorded_with_its_reason_and_taken_back(world: World):
    path = f"/users/{world.student.id}/mark-placed"
    async with world.client(Role.COORDINATOR) as office:
        placed = await office.patch(path, json={"placed": True, "company": "Initech", "reason": "Off campus"})
        assert placed.status_code == 200
        assert (placed.json()["is_placed"], placed.json()["placed_company"]) == (True, "Initech")
        assert "recorded Asha Student as placed at Initech" in (await audit_of(world, world.student.id))[0]
        back = await office.patch(path, json={"placed": False})
        assert (back.json()["is_placed"], back.json()["placed_company"]) == (False, None)
        # The seed's call has no body at all.
        assert (await office.patch(path)).json()["is_placed"] is True


async def test_another_institution_sees_no_student_of_ours(world: World, elsewhere: World):
    async with elsewhere.client(Role.ADMIN) as stranger:
        for method, path, body in (
            ("GET", f"/admin/students/{world.student.id}", None),
            ("PATCH", f"/admin/students/{world.student.id}", {"cgpa": 1}),
            ("POST", f"/admin/students/{world.student.id}/verify", None),
            ("PATCH", f"/users/{world.student.id}/mark-placed", {"placed": True}),
        ):
            assert (await stranger.request(method, path, json=body)).status_code == 404, path


@pytest.mark.parametrize("role", [Role.STUDENT, Role.RECRUITER, Role.INDUSTRIAL_SUPERVISOR, Role.UNIVERSITY_SUPERVISOR])
async def test_only_the_office_reads_and_changes_records(world: World, role: Role):
    async with world.client(role) as somebody:
        assert (await somebody.get(f"/admin/students/{world.student.id}")).status_code == 403
        assert (await somebody.patch(f"/users/{world.student.id}/mark-placed", json={})).status_code == 403
        assert (await somebody.get("/admin/students/facets")).status_code == 403


@pytest.mark.as_(Role.OFFICER)
async def test_facets_count_branches_departments_and_years(client: Client, world: World):
    await world.add_student("Mech One", branch="MECH", department=None, graduation_year=2026)
    found = (await client.get("/admin/students/facets")).json()
    assert found["branches"] == [{"value": "CSE", "count": 2}, {"value": "MECH", "count": 1}]
    assert found["departments"] == [{"value": "Computing", "count": 2}]
    assert found["years"] == [{"value": 2026, "count": 1}, {"value": 2027, "count": 2}]
