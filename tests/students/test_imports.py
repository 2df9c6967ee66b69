"""Imports through the API, against a real PostgreSQL."""

import csv
import io
from typing import Any

import openpyxl
import pytest

from careerdesk.kernel.context import House
from careerdesk.permissions.roles import Role
from tests.conftest import Client, Mailbox, World, run_tasks

HEADER = ["E-mail ID", "Name of Student", "Roll No.", "Branch", "CGPA", "Mobile No"]


@pytest.fixture
def tag(world: World) -> str:
    """Makes the addresses of this test its own: an address is unique across the install."""
    return world.slug


def rows(tag: str, count: int = 3) -> list[list[Any]]:
    return [
        [f"s{n}@{tag}.example", f"Student {n}", f"21CS{n:03}", "CSE", 6 + n % 40 / 10, 9820000000 + n]
        for n in range(count)
    ]


def as_csv(*lines: list[Any], header: list[str] | None = None) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([header or HEADER, *lines])
    return file.getvalue().encode()


def as_xlsx(*lines: list[Any]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("List")
    for line in [HEADER, *lines]:
        sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


async def send(client: Client, data: bytes, path: str = "/admin/students/import", **form: Any) -> Any:
    return await client.post(
        path, files={"file": ("list.csv", data)}, data={k: str(v).lower() for k, v in form.items()}
    )


async def imported(client: Client, data: bytes, **form: Any) -> dict[str, Any]:
    answer = await send(client, data, **form)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def figures(report: dict[str, Any]) -> tuple[int, ...]:
    return tuple(report[name] for name in ("total", "created", "updated", "unchanged", "failed"))


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize("make", [as_csv, as_xlsx])
async def test_good_rows_are_kept_and_every_bad_one_is_named(client: Client, tag: str, make: Any):
    bad = [f"x@{tag}.example", "Bad Student", "21CS900", "CSE", 84.2, "12345"]
    report = await imported(client, make(*rows(tag), bad, [f"nobody@{tag}", "No One", "21CS901", "CSE", 7, ""]))
    assert figures(report) == (5, 3, 0, 0, 2)
    assert [(e["row"], e["column"], e["code"]) for e in report["errors"]] == [
        (5, "cgpa", "range"), (5, "phone", "phone"), (6, "email", "email"),
    ]  # fmt: skip
    assert all(e["message"].endswith(".") for e in report["errors"])


async def test_imported_students_are_verified_invited_and_have_no_password(
    world: World, tag: str, house: House, mailbox: Mailbox
):
    async with world.client(Role.OFFICER) as officer:
        await imported(officer, as_csv(*rows(tag)))
        assert await run_tasks(house, world.id) == 4
        listed = (await officer.get("/users", params={"q": f"@{tag}.example"})).json()["items"]
        assert [(user["state"], user["roles"][0]["role"]) for user in listed] == [("invited", "STUDENT")] * 3
        one = (await officer.get(f"/admin/students/{listed[0]['id']}")).json()
    assert one["verified"]["by"] == "Meera Officer"
    assert set(one["locked"]) == {"full_name", "roll_no", "branch", "cgpa"}
    assert len(mailbox.messages) == 3
    assert "invitation#" in mailbox.to(f"s0@{tag}.example")[0].text


@pytest.mark.as_(Role.OFFICER)
async def test_nobody_is_written_to_where_the_office_does_not_invite(
    client: Client, world: World, tag: str, house: House, mailbox: Mailbox
):
    await imported(client, as_csv(*rows(tag)), invite=False)
    await run_tasks(house, world.id)
    assert mailbox.messages == []


@pytest.mark.as_(Role.OFFICER)
async def test_a_repeat_changes_nothing_and_a_changed_file_only_what_differs(client: Client, tag: str):
    await imported(client, as_csv(*rows(tag)))
    assert figures(await imported(client, as_xlsx(*rows(tag)))) == (3, 0, 0, 3, 0)
    changed = rows(tag, 4)
    changed[1][4] = 9.9
    changed[2][1] = "Student Two"
    assert figures(await imported(client, as_csv(*changed))) == (4, 1, 2, 1, 0)
    assert figures(await imported(client, as_csv(*changed))) == (4, 0, 0, 4, 0)


@pytest.mark.as_(Role.OFFICER)
async def test_a_dry_run_writes_nothing_and_can_be_applied_later(client: Client, tag: str):
    report = await imported(client, as_csv(*rows(tag)), dry_run=True)
    assert figures(report) == (3, 3, 0, 0, 0)
    assert (await client.get("/users", params={"q": f"@{tag}.example"})).json()["total"] == 0
    applied = await client.post(f"/admin/students/imports/{report['import_id']}/apply", json={"invite": False})
    assert applied.status_code == 202
    assert (await client.get("/users", params={"q": f"@{tag}.example"})).json()["total"] == 3


@pytest.mark.as_(Role.OFFICER)
async def test_dry_run_may_stand_in_the_address_as_well(client: Client, tag: str):
    answer = await send(client, as_csv(*rows(tag)), "/admin/students/import?dry_run=true")
    assert answer.json()["created"] == 3
    assert (await client.get("/users", params={"q": f"@{tag}.example"})).json()["total"] == 0


@pytest.mark.as_(Role.OFFICER)
async def test_blank_keeps_and_clear_erases(client: Client, tag: str):
    await imported(client, as_csv(*rows(tag, 1)))
    report = await imported(client, as_csv([f"s0@{tag}.example", "", "", "", "**CLEAR**", ""]))
    assert figures(report) == (1, 0, 1, 0, 0)
    user = (await client.get("/users", params={"q": f"s0@{tag}.example"})).json()["items"][0]
    one = (await client.get(f"/admin/students/{user['id']}")).json()
    assert (one["full_name"], one["phone"], one["cgpa"]) == ("Student 0", "+919820000000", None)
    assert "cgpa" not in one["verified"]["fields"]
    refused = await imported(client, as_csv([f"s0@{tag}.example", "", "", "**CLEAR**", "", ""]))
    assert [(e["column"], e["code"]) for e in refused["errors"]] == [("branch", "required")]


@pytest.mark.as_(Role.OFFICER)
async def test_a_file_without_addresses_finds_students_by_roll_number(client: Client, tag: str):
    await imported(client, as_csv(*rows(tag)))
    report = await imported(client, as_csv(["21cs001", 9.1], ["21CS999", 8], header=["Roll No", "CPI"]))
    assert figures(report) == (2, 0, 1, 0, 1)
    assert {(e["row"], e["column"], e["code"]) for e in report["errors"]} == {
        (3, "email", "missing"), (3, "full_name", "missing"), (3, "branch", "missing"),
    }  # fmt: skip


@pytest.mark.as_(Role.OFFICER)
async def test_rows_that_mean_two_students_or_one_twice_are_refused(client: Client, tag: str):
    await imported(client, as_csv(*rows(tag)))
    report = await imported(
        client,
        as_csv(
            [f"s0@{tag}.example", "", "21CS001", "", "", ""],
            [f"new@{tag}.example", "New", "21CS002", "CSE", "", ""],
            [f"s1@{tag}.example", "", "", "", "5", ""],
            [f"S1@{tag}.example ", "", "", "", "6", ""],
        ),
    )
    assert [(e["row"], e["column"], e["code"]) for e in report["errors"]] == [
        (2, "roll_no", "taken"), (3, "email", "differs"), (5, "email", "duplicate"),
    ]  # fmt: skip
    assert "row 4" in report["errors"][2]["message"]


async def test_addresses_of_staff_and_of_another_institution_are_refused_in_the_same_words(
    world: World, elsewhere: World, tag: str
):
    theirs, ours = elsewhere.student.email, world.people[Role.COORDINATOR].email
    lines = [[theirs, "Somebody", "1", "CSE", 7, ""], [ours, "Somebody", "2", "CSE", 7, ""]]
    for dry_run in (True, False):
        async with world.client(Role.OFFICER) as officer:
            report = await imported(officer, as_csv(*lines), dry_run=dry_run)
        assert figures(report) == (2, 0, 0, 0, 2)
        assert len({(e["column"], e["code"], e["message"]) for e in report["errors"]}) == 1


@pytest.mark.as_(Role.OFFICER)
async def test_bad_rows_come_back_as_a_file_that_can_be_mended_and_imported(client: Client, tag: str):
    report = await imported(client, as_csv(*rows(tag), [f"x@{tag}.example", "=1+1", "21CS900", "CSE", 84.2, ""]))
    got = await client.get(f"/admin/students/imports/{report['import_id']}/bad-rows.csv")
    assert got.headers["content-type"] == "text/csv; charset=utf-8"
    assert got.content.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(got.content.decode("utf-8-sig"))))
    assert table[0] == [*HEADER, "What is wrong"]
    assert table[1][1] == "'=1+1"
    assert "CGPA is between 0 and 10" in table[1][-1]
    mended = got.content.replace(b"84.2", b"8.42")
    assert figures(await imported(client, mended)) == (1, 1, 0, 0, 0)
    user = (await client.get("/users", params={"q": f"x@{tag}.example"})).json()["items"][0]
    assert user["full_name"] == "=1+1"


@pytest.mark.as_(Role.OFFICER)
async def test_the_wizard_names_columns_checks_mends_a_row_and_applies(client: Client, world: World, tag: str):
    header = ["Contact", "Who", "Stream", "Score", "Remarks"]
    lines = [[f"w{n}@{tag}.example", f"Wizard {n}", "IT", n, "ok"] for n in range(3)]
    lines += [[f"w9@{tag}", "Wizard 9", "IT", "84.2", "?"]]
    made = (await send(client, as_csv(*lines, header=header), "/admin/students/imports")).json()
    assert made["state"] == "uploaded"
    assert made["rows"] == 4
    # "Contact" was taken for a phone number: only a person can know better.
    assert [column["field"] for column in made["columns"]] == ["phone", None, "branch", None, None]
    assert made["columns"][1]["samples"] == ["Wizard 0", "Wizard 1", "Wizard 2"]
    path = f"/admin/students/imports/{made['id']}"
    early = await client.post(f"{path}/check")
    assert (early.status_code, early.json()["code"]) == (422, "invalid")
    mapping = {"0": "email", "1": "full_name", "3": "cgpa"}
    changed = (await client.patch(path, json={"mapping": mapping})).json()
    assert [column["field"] for column in changed["columns"]] == ["email", "full_name", "branch", "cgpa", None]

    report = (await client.post(f"{path}/check")).json()
    assert figures(report) == (4, 3, 0, 0, 1)
    bad = (await client.get(f"{path}/rows", params={"outcome": "bad"})).json()
    assert bad["total"] == 1
    row = bad["items"][0]
    assert (row["number"], row["values"]["cgpa"]) == (5, "84.2")
    assert {error["column"] for error in row["errors"]} == {"email", "cgpa"}

    half = await client.patch(f"{path}/rows/5", json={"values": {"cgpa": "8.42"}})
    assert (half.json()["outcome"], [e["column"] for e in half.json()["errors"]]) == ("bad", ["email"])
    twin = await client.patch(f"{path}/rows/5", json={"values": {"email": f"w1@{tag}.example"}})
    assert [(e["code"], e["message"]) for e in twin.json()["errors"]] == [
        ("duplicate", "E-mail stands in row 3 already. Keep one of the two rows.")
    ]
    good = await client.patch(f"{path}/rows/5", json={"values": {"email": f"w9@{tag}.example"}})
    assert (good.json()["outcome"], good.json()["errors"]) == ("new", [])
    left = await client.patch(f"{path}/rows/2", json={"leave_out": True})
    assert left.json()["outcome"] == "left_out"
    assert (await client.get(path)).json()["report"]["created"] == 3

    applied = await client.post(f"{path}/apply", json={"invite": False})
    assert applied.status_code == 202
    task = (await client.get(f"/tasks/{applied.json()['task_id']}")).json()
    assert (task["state"], task["done"], task["total"], task["report"]["created"]) == ("succeeded", 4, 4, 3)
    assert (await client.get(path)).json()["state"] == "applied"
    assert (await client.get("/users", params={"q": f"@{tag}.example"})).json()["total"] == 3
    again = await client.post(f"{path}/apply", json={"invite": False})
    assert (again.status_code, again.json()["code"]) == (409, "import_state")


@pytest.mark.as_(Role.OFFICER)
async def test_leaving_out_one_of_two_equal_rows_mends_the_other(client: Client, tag: str):
    made = (await send(client, as_csv(*rows(tag, 2), *rows(tag, 1)), "/admin/students/imports")).json()
    path = f"/admin/students/imports/{made['id']}"
    assert figures((await client.post(f"{path}/check")).json()) == (3, 2, 0, 0, 1)
    await client.patch(f"{path}/rows/2", json={"leave_out": True})
    assert (await client.get(path)).json()["report"] | {"created": 2, "failed": 0} == (await client.get(path)).json()[
        "report"
    ]
    # Taken back, it is the one too many.
    back = (await client.patch(f"{path}/rows/2", json={"leave_out": False})).json()
    assert back["errors"][0]["code"] == "duplicate"
    assert "row 4" in back["errors"][0]["message"]


@pytest.mark.as_(Role.OFFICER)
async def test_the_check_shows_what_would_change(client: Client, tag: str):
    await imported(client, as_csv(*rows(tag)))
    changed = rows(tag)
    changed[0][4], changed[0][1] = 9.5, "Student Zero"
    made = (await send(client, as_csv(*changed), "/admin/students/imports")).json()
    path = f"/admin/students/imports/{made['id']}"
    assert figures((await client.post(f"{path}/check")).json()) == (3, 0, 1, 2, 0)
    shown = (await client.get(f"{path}/rows", params={"outcome": "update"})).json()["items"]
    assert shown[0]["diff"] == {"cgpa": [6.0, 9.5], "full_name": ["Student 0", "Student Zero"]}


async def test_a_large_file_is_a_task_with_progress(world: World, tag: str, house: House):
    async with world.client(Role.OFFICER) as officer:
        answer = await send(officer, as_csv(*rows(tag, 450), [f"bad@{tag}", "B", "x", "CSE", 5, ""]), invite=False)
        assert answer.status_code == 202
        where = answer.headers["location"].removeprefix("/api/v1")
        assert (await officer.get(where)).json()["state"] == "queued"
        assert await run_tasks(house, world.id, "students.import_file") == 1
        task = (await officer.get(where)).json()
        assert (task["state"], task["done"], task["total"]) == ("succeeded", 451, 451)
        assert figures(task["report"]) == (451, 450, 0, 0, 1)
        assert task["report"]["errors"][0]["row"] == 452
        listed = (await officer.get("/admin/students/imports")).json()["items"][0]
        assert (listed["state"], listed["started_by"]) == ("applied", "Meera Officer")


async def test_a_large_check_and_apply_are_tasks_too(world: World, tag: str, house: House):
    async with world.client(Role.OFFICER) as officer:
        made = (await send(officer, as_xlsx(*rows(tag, 300)), "/admin/students/imports")).json()
        path = f"/admin/students/imports/{made['id']}"
        assert (await officer.post(f"{path}/check")).status_code == 202
        assert (await officer.patch(path, json={"mapping": {"0": None}})).status_code == 409
        await run_tasks(house, world.id)
        assert (await officer.get(path)).json()["report"]["created"] == 300
        assert (await officer.post(f"{path}/apply", json={"invite": False})).status_code == 202
        await run_tasks(house, world.id)
        assert (await officer.get(path)).json()["state"] == "applied"


async def test_two_imports_of_one_file_at_once_make_every_student_once(world: World, tag: str):
    import asyncio

    async with world.client(Role.OFFICER) as officer, world.client(Role.ADMIN) as admin:
        data = as_csv(*rows(tag, 60))
        answers = await asyncio.gather(*(imported(who, data, invite=False) for who in (officer, admin, officer, admin)))
    assert sorted(report["created"] for report in answers) == [0, 0, 0, 60]
    assert all(report["failed"] == 0 for report in answers)


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize(
    "data, code",
    [(b"%PDF-1.7", "file_other_type"), (b"<html><table>", "file_web_page"), (b" \n", "file_empty"), (b"", "invalid"),
     (b"who,what\r\na,b\r\n", "invalid")],
)  # fmt: skip
async def test_a_file_that_is_no_list_is_refused_in_a_sentence(client: Client, data: bytes, code: str):
    answer = await send(client, data)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["detail"].endswith(".")


@pytest.mark.as_(Role.OFFICER)
async def test_the_name_of_an_upload_is_only_a_label(client: Client, tag: str):
    made = await client.post(
        "/admin/students/imports", files={"file": ("../../etc/\u202epasswd.csv", as_csv(*rows(tag)))}
    )
    assert made.json()["filename"] == "passwd.csv"


async def test_another_institution_does_not_see_the_import(world: World, elsewhere: World, tag: str):
    async with world.client(Role.OFFICER) as officer, elsewhere.client(Role.ADMIN) as stranger:
        made = (await send(officer, as_csv(*rows(tag)), "/admin/students/imports")).json()
        path = f"/admin/students/imports/{made['id']}"
        for method, tail, body in (
            ("GET", "", None), ("PATCH", "", {"mapping": {}}), ("POST", "/check", None), ("POST", "/apply", None),
            ("GET", "/rows", None), ("PATCH", "/rows/2", {}), ("GET", "/bad-rows.csv", None),
        ):  # fmt: skip
            assert (await stranger.request(method, path + tail, json=body)).status_code == 404, tail
        assert (await stranger.get("/admin/students/imports")).json()["total"] == 0


async def test_the_import_is_one_sentence_in_the_audit(world: World, tag: str):
    async with world.client(Role.OFFICER) as officer:
        report = await imported(officer, as_csv(*rows(tag)))
        found = await officer.get("/admin/audit", params={"subject_id": report["import_id"]})
    assert found.json()["items"][0]["sentence"] == (
        "Meera Officer imported list.csv: 3 students added, 0 changed, 0 left out"
    )


async def test_every_step_of_an_import_leaves_a_sentence(world: World, tag: str):
    async with world.client(Role.OFFICER) as officer:
        made = (await send(officer, as_csv(*rows(tag)), "/admin/students/imports")).json()
        path = f"/admin/students/imports/{made['id']}"
        await officer.patch(path, json={"mapping": {"5": None}})
        await officer.post(f"{path}/check")
        await officer.patch(f"{path}/rows/2", json={"values": {"cgpa": "7"}})
        await officer.patch(f"{path}/rows/3", json={"leave_out": True})
        await officer.post(f"{path}/apply", json={"invite": False})
        found = (await officer.get("/admin/audit", params={"subject_id": made["id"]})).json()
    assert [item["sentence"].removeprefix("Meera Officer ") for item in reversed(found["items"])] == [
        "uploaded list.csv", "named the columns of list.csv", "had Careerdesk check list.csv",
        "mended row 2 of list.csv", "left out row 3 of list.csv", "asked for the import of list.csv",
        "imported list.csv: 2 students added, 0 changed, 0 left out",
    ]  # fmt: skip


@pytest.mark.as_(Role.OFFICER)
async def test_a_list_of_nobody_is_fine(client: Client):
    assert figures(await imported(client, as_csv())) == (0, 0, 0, 0, 0)
    made = (await send(client, as_csv(), "/admin/students/imports")).json()
    path = f"/admin/students/imports/{made['id']}"
    assert (await client.post(f"{path}/check")).json()["total"] == 0
    task = (await client.post(f"{path}/apply")).json()["task_id"]
    assert (await client.get(f"/tasks/{task}")).json()["state"] == "succeeded"
