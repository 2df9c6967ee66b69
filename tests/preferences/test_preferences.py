"""How somebody likes to work, on every device; and the views that they saved."""

from typing import Any

import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.stories import ok

USUAL = {
    "language": None,
    "theme": "system",
    "density": "comfortable",
    "single_keys": True,
    "columns": {},
    "welcome": [],
}
VIEW = {"list": "students", "name": "Not placed", "query": "?placed=false&sort=-cgpa"}


@pytest.mark.as_(Role.STUDENT)
async def test_who_said_nothing_has_the_usual(client: Client) -> None:
    assert ok(await client.get("/users/me/preferences")) == USUAL


@pytest.mark.as_(Role.OFFICER)
async def test_what_is_not_named_stays(client: Client, world: World) -> None:
    path = "/users/me/preferences"
    ok(await client.patch(path, json={"language": "hi", "theme": "dark", "columns": {"students": ["roll_no", "cgpa"]}}))
    ok(await client.patch(path, json={"single_keys": False, "columns": {"jobs": ["title"], "audit": ["at"]}}))
    assert ok(await client.get(path)) == {
        "language": "hi", "theme": "dark", "density": "comfortable", "single_keys": False,
        "columns": {"students": ["roll_no", "cgpa"], "jobs": ["title"], "audit": ["at"]}, "welcome": [],
    }  # fmt: skip
    changed = ok(await client.patch(path, json={"language": None, "columns": {"students": None}}))
    assert (changed["language"], changed["theme"]) == (None, "dark")
    assert set(changed["columns"]) == {"jobs", "audit"}
    assert ok(await world.client(Role.ADMIN).get(path)) == USUAL


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize(
    "body",
    [
        {}, {"language": "xx"}, {"theme": "pink"}, {"density": ""}, {"single_keys": "perhaps"}, {"font": "Inter"},
        {"columns": {"secrets": ["a"]}}, {"columns": {"jobs": ["a"] * 41}}, {"columns": {"jobs": ["<b>"]}},
        {"columns": {"jobs": ["x" * 41]}}, {"columns": [1]},
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused(client: Client, body: dict[str, Any]) -> None:
    assert (await client.patch("/users/me/preferences", json=body)).status_code == 422
    assert ok(await client.get("/users/me/preferences")) == USUAL


@pytest.mark.as_(Role.OFFICER)
async def test_a_view_is_saved_changed_and_deleted(client: Client) -> None:
    made = ok(await client.post("/views", json=VIEW), 201)
    assert made | VIEW | {"mine": True, "shared": False, "by": "Meera Officer"} == made
    listed = ok(await client.get("/views?list=students"))
    assert [(item["id"], item["query"]) for item in listed["items"]] == [(made["id"], VIEW["query"])]
    assert ok(await client.get("/views?list=jobs"))["items"] == []
    assert ok(await client.patch(f"/views/{made['id']}", json={"name": "Open"}))["name"] == "Open"
    assert (await client.delete(f"/views/{made['id']}")).status_code == 204
    assert ok(await client.get("/views"))["total"] == 0
    assert (await client.delete(f"/views/{made['id']}")).status_code == 404


async def test_a_shared_view_is_the_offices_and_nobody_elses(world: World) -> None:
    officer, colleague = world.client(Role.OFFICER), world.client(Role.COORDINATOR)
    shared = ok(await officer.post("/views", json=VIEW | {"shared": True}), 201)
    own = ok(await officer.post("/views", json=VIEW | {"name": "Mine alone"}), 201)
    seen = ok(await colleague.get("/views"))["items"]
    assert [(item["name"], item["mine"], item["by"]) for item in seen] == [("Not placed", False, "Meera Officer")]
    assert ok(await world.client(Role.RECRUITER).get("/views"))["items"] == []
    assert ok(await world.client(Role.STUDENT).get("/views"))["items"] == []
    assert (await colleague.patch(f"/views/{shared['id']}", json={"name": "Taken"})).status_code == 403
    assert (await colleague.delete(f"/views/{shared['id']}")).status_code == 403
    assert (await colleague.delete(f"/views/{own['id']}")).status_code == 404
    assert (await world.client(Role.STUDENT).delete(f"/views/{shared['id']}")).status_code == 404


async def test_only_the_office_shares(world: World) -> None:
    student = world.client(Role.STUDENT)
    assert (await student.post("/views", json=VIEW | {"list": "jobs", "shared": True})).status_code == 403
    made = ok(await student.post("/views", json=VIEW | {"list": "jobs"}), 201)
    assert (await student.patch(f"/views/{made['id']}", json={"shared": True})).status_code == 403


@pytest.mark.as_(Role.OFFICER)
async def test_two_views_of_one_name_are_refused(client: Client) -> None:
    ok(await client.post("/views", json=VIEW), 201)
    other = ok(await client.post("/views", json=VIEW | {"name": "Other"}), 201)
    again = await client.post("/views", json=VIEW)
    assert (again.status_code, again.json()["code"]) == (409, "view_exists")
    assert (await client.patch(f"/views/{other['id']}", json={"name": "Not placed"})).status_code == 409
    ok(await client.post("/views", json=VIEW | {"list": "applicants"}), 201)


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize(
    "body",
    [
        {"name": ""}, {"name": "x" * 61}, {"list": "secrets"}, {"query": "?q=\nSet-Cookie"}, {"query": "?" + "x" * 2000},
        {"user_id": "somebody"}, {"name": "  "},
    ],
)  # fmt: skip
async def test_a_view_that_cannot_be_is_refused(client: Client, body: dict[str, Any]) -> None:
    assert (await client.post("/views", json=VIEW | body)).status_code == 422


async def test_a_view_leaves_a_sentence(world: World) -> None:
    made = ok(await world.client(Role.OFFICER).post("/views", json=VIEW | {"shared": True}), 201)
    found = ok(await world.client(Role.ADMIN).get("/admin/audit", params={"subject_id": made["id"]}))["items"]
    assert [item["sentence"] for item in found] == ["Meera Officer saved the view Not placed of students"]


@pytest.mark.as_(Role.STUDENT)
async def test_first_steps_stay_settled(client: Client) -> None:
    assert ok(await client.get("/users/me/preferences"))["welcome"] == []
    ok(await client.patch("/users/me/preferences", json={"welcome": ["details"]}))
    ok(await client.patch("/users/me/preferences", json={"theme": "dark"}))
    assert ok(await client.get("/users/me/preferences"))["welcome"] == ["details"]
    assert (await client.patch("/users/me/preferences", json={"welcome": ["anything"]})).status_code == 422
