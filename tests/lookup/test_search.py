"""One box over everything: what the caller may open is found, and nothing else."""

from typing import Any

import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client, Person, World
from tests.stories import apply, ok, post_job


async def found(client: Client, q: str, **query: Any) -> dict[str, dict[str, Any]]:
    answer = ok(await client.get("/search", params={"q": q, **query}))
    return {group["kind"]: group for group in answer["groups"]}


def names(group: dict[str, Any]) -> list[str]:
    return [item["title"] for item in group["items"]]


async def test_the_office_finds_everything_by_a_part_of_a_name(world: World) -> None:
    job = await post_job(world, title="Acme Analyst")
    application = await apply(world, job)
    groups = await found(world.client(Role.OFFICER), "acme")
    assert list(groups) == ["people", "jobs", "companies", "applications"]
    assert groups["jobs"]["items"] == [
        {"id": job["id"], "title": "Acme Analyst", "sub": "Acme", "state": "OPEN", "link": f"/jobs/{job['id']}"}
    ]
    assert names(groups["companies"]) == ["Acme"]
    assert groups["companies"]["items"][0]["sub"] == "1 open job"
    assert groups["applications"]["items"][0] == {
        "id": application["id"], "title": "Asha Student", "sub": "Acme Analyst · Acme", "state": "APPLIED",
        "link": f"/applications/{application['id']}",
    }  # fmt: skip
    people = (await found(world.client(Role.OFFICER), "asha"))["people"]
    assert (people["total"], names(people)) == (1, ["Asha Student"])
    assert people["items"][0]["link"] == f"/students/{world.student.id}"


async def test_who_begins_with_it_stands_first(world: World) -> None:
    await world.add_student("Zed Nilgiri")
    await world.add_student("Nil Aaron")
    assert names((await found(world.client(Role.OFFICER), "nil"))["people"]) == [
        "Nil Aaron",
        "Anil Admin",
        "Zed Nilgiri",
    ]


async def test_a_roll_number_finds_its_student(world: World) -> None:
    person = await world.add_student("Rolla Number", roll_no="CS-27-042")
    group = (await found(world.client(Role.OFFICER), "cs-27-04"))["people"]
    assert [item["id"] for item in group["items"]] == [str(person.id)]
    assert "CS-27-042" in group["items"][0]["sub"]


async def test_a_student_finds_no_people_and_only_own_applications(world: World) -> None:
    job = await post_job(world)
    other = world.extra["second student"]
    mine, theirs = await apply(world, job), await apply(world, job, other)
    hidden = await post_job(world, title="Hidden draft", is_active=False)
    groups = await found(world.client(Role.STUDENT), "a")
    assert set(groups) == {"jobs", "companies", "applications"}
    assert [item["id"] for item in groups["applications"]["items"]] == [mine["id"]]
    assert theirs["id"] not in str(groups)
    assert hidden["id"] not in str(groups)
    assert groups["applications"]["items"][0]["title"] == "Associate Engineer"


async def test_a_recruiter_finds_the_own_companys_only(world: World) -> None:
    mine, other = await post_job(world), await post_job(world, company="Beta")
    await apply(world, mine)
    theirs = await apply(world, other)
    groups = await found(world.client(Role.RECRUITER), "e")
    assert [item["id"] for item in groups["jobs"]["items"]] == [mine["id"]]
    assert theirs["id"] not in str(groups)
    assert "people" not in groups


async def test_another_institution_finds_nothing_of_ours(world: World, elsewhere: World) -> None:
    await apply(world, await post_job(world, title="Zanzibar Analyst"))
    for q in ("zanzibar", world.student.email):
        groups = await found(elsewhere.client(Role.ADMIN), q)
        assert [group["total"] for group in groups.values()] == [0, 0, 0, 0]


@pytest.mark.as_(Role.OFFICER)
async def test_wildcards_are_taken_literally(client: Client) -> None:
    for q in ("%", "_____", "\\"):
        assert all(group["total"] == 0 for group in (await found(client, q)).values()), q


@pytest.mark.as_(Role.OFFICER)
async def test_kinds_and_limit(client: Client, world: World) -> None:
    people: list[Person] = [await world.add_student(f"Common Name{n}") for n in range(4)]
    groups = await found(client, "common", kinds="people,companies", limit=2)
    assert list(groups) == ["people", "companies"]
    assert (groups["people"]["total"], len(groups["people"]["items"])) == (len(people), 2)


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%20", "?q=a&kinds=secrets", "?q=a&limit=0", "?q=a&limit=21", "?q=a&x=1"]
)
async def test_what_cannot_be_asked_is_refused(client: Client, query: str) -> None:
    assert (await client.get(f"/search{query}")).status_code == 422
