"""Roll numbers that move between students within one file."""

from typing import Any

import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client, Person, World
from tests.stories import ok


@pytest.fixture
async def three(world: World) -> list[Person]:
    return [await world.add_student(f"Roll {n}", roll_no=f"{world.slug}-{n}") for n in range(3)]


def sheet(world: World, *rows: tuple[Person, str, str]) -> bytes:
    """Students with the number that each of them gets, and a figure."""
    lines = "".join(f"{who.email},{world.slug}-{number},{cgpa}\n" for who, number, cgpa in rows)
    return f"email,roll_no,cgpa\n{lines}".encode()


async def send(client: Client, data: bytes) -> dict[str, Any]:
    report: dict[str, Any] = ok(
        await client.post("/admin/students/import", files={"file": ("l.csv", data, "text/csv")})
    )
    return report


async def numbers(client: Client, people: list[Person]) -> list[str]:
    """The last character of everybody's roll number."""
    return [ok(await client.get(f"/admin/students/{one.id}"))["roll_no"][-1] for one in people]


@pytest.mark.as_(Role.OFFICER)
async def test_two_students_swap_their_numbers(client: Client, world: World, three: list[Person]) -> None:
    report = await send(client, sheet(world, (three[0], "1", "8"), (three[1], "0", "8")))
    assert (report["updated"], report["failed"]) == (2, 0)
    assert await numbers(client, three) == ["1", "0", "2"]


@pytest.mark.as_(Role.OFFICER)
async def test_numbers_move_along_a_chain(client: Client, world: World, three: list[Person]) -> None:
    report = await send(client, sheet(world, (three[0], "1", "8"), (three[1], "2", "8"), (three[2], "9", "8")))
    assert (report["updated"], report["failed"]) == (3, 0)
    assert await numbers(client, three) == ["1", "2", "9"]


@pytest.mark.as_(Role.OFFICER)
async def test_who_may_not_move_keeps_the_others_where_they_are(
    client: Client, world: World, three: list[Person]
) -> None:
    # The last row is bad, so its student keeps the number that the second wants, who keeps what the first wants.
    rows = sheet(world, (three[0], "1", "8"), (three[1], "2", "8"), (three[2], "9", "not a mark"))
    report = await send(client, rows)
    assert (report["updated"], report["failed"]) == (0, 3)
    assert [(error["row"], error["column"], error["code"]) for error in report["errors"] if error["column"] == "roll_no"] == [
        (2, "roll_no", "taken"), (3, "roll_no", "taken"),
    ]  # fmt: skip
    assert await numbers(client, three) == ["0", "1", "2"]


@pytest.mark.as_(Role.OFFICER)
async def test_a_number_of_somebody_outside_of_the_file_is_taken(
    client: Client, world: World, three: list[Person]
) -> None:
    report = await send(client, sheet(world, (three[0], "2", "8"), (three[1], "1", "9")))
    assert (report["updated"], report["failed"]) == (1, 1)
    assert await numbers(client, three) == ["0", "1", "2"]


async def test_half_of_a_swap_is_not_written(world: World, three: list[Person]) -> None:
    async with world.client(Role.OFFICER) as client:
        data = sheet(world, (three[0], "1", "8"), (three[1], "0", "8"))
        made = ok(await client.post("/admin/students/imports", files={"file": ("l.csv", data, "text/csv")}), 201)
        path = f"/admin/students/imports/{made['id']}"
        assert ok(await client.post(f"{path}/check"))["updated"] == 2
        # Each half may be looked at alone, because the other stands in the file; left out, it no longer does.
        assert ok(await client.patch(f"{path}/rows/2", json={"values": {"cgpa": "8.5"}}))["outcome"] == "update"
        ok(await client.patch(f"{path}/rows/3", json={"leave_out": True}))
        ok(await client.post(f"{path}/apply", json={"invite": False}), 202)
        rows = ok(await client.get(f"{path}/rows"))["items"]
        assert [(row["outcome"], [error["code"] for error in row["errors"]]) for row in rows] == [
            ("bad", ["taken"]), ("left_out", []),
        ]  # fmt: skip
        assert await numbers(client, three) == ["0", "1", "2"]


async def test_a_swap_that_is_taken_back_says_which_numbers_stay(world: World, three: list[Person]) -> None:
    async with world.client(Role.OFFICER) as client:
        data = sheet(world, (three[0], "1", "9"), (three[1], "0", "9"))
        made = ok(await client.post("/admin/students/imports", files={"file": ("l.csv", data, "text/csv")}), 201)
        path = f"/admin/students/imports/{made['id']}"
        ok(await client.post(f"{path}/check"))
        ok(await client.post(f"{path}/apply", json={"invite": False}), 202)
        report = ok(await client.post(f"{path}/undo"))
        assert [one["fields"] for one in report["left"]] == [["roll_no"], ["roll_no"]]
        assert await numbers(client, three) == ["1", "0", "2"]
        assert ok(await client.get(f"/admin/students/{three[0].id}"))["cgpa"] == 8.2
