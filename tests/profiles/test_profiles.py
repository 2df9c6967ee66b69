"""One's own account page: everybody writes their own and nothing else, and shows what they choose to."""

import asyncio
import io
from typing import Any

import asyncpg
import pytest
from PIL import Image

from careerdesk.adapters.storage import LocalStorage
from careerdesk.permissions.roles import Role
from tests.conftest import Client, Person, World, run_tasks
from tests.contracts.subjects import picture
from tests.stories import ok

WORDS = {
    "phone": "9820012345", "bio": "I build bridges.", "location": "Pune", "current_position": "Intern", "company": "Acme",
    "linkedin_url": "https://www.linkedin.com/in/asha", "github_url": "github.com/asha", "portfolio_url": "https://asha.example/",
}  # fmt: skip


async def upload(client: Client, data: bytes, status: int = 200) -> dict[str, Any]:
    found: dict[str, Any] = ok(await client.post("/users/avatar", files={"file": ("../me.svg", data)}), status)
    return found


async def show(client: Client, *fields: str) -> dict[str, Any]:
    found: dict[str, Any] = ok(await client.put("/users/me", json={"public_fields": list(fields)}))
    return found


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
async def test_everybody_has_a_page_of_their_own(role: Role, world: World) -> None:
    client, person = world.client(role), world.people[role]
    first = await client.get("/users/me")
    assert first.json()["location"] is None
    assert first.json()["public_fields"] == []
    made = ok(await client.put("/users/me", json=WORDS, headers={"If-Match": first.headers["etag"]}))
    assert made == ok(await client.get("/users/me"))
    assert {name: made[name] for name in WORDS} == {
        **WORDS, "phone": "+919820012345", "github_url": "https://github.com/asha",
    }  # fmt: skip
    assert (made["id"], made["email"], made["full_name"]) == (str(person.id), person.email, person.full_name)
    assert (made["roles"], made["institution"]) == ([role.value], f"University {world.slug}")
    # What is left out stays, what is null goes.
    again = ok(await client.put("/users/me", json={"location": None, "company": "  "}))
    assert (again["location"], again["company"], again["bio"]) == (None, None, WORDS["bio"])


async def test_the_operator_has_one_too(platform: World) -> None:
    client = platform.client(Role.OPERATOR)
    assert ok(await client.put("/users/me", json={"bio": "I keep it running."}))["bio"] == "I keep it running."


async def test_a_students_phone_and_words_are_those_of_the_record(world: World) -> None:
    client = world.client(Role.STUDENT)
    ok(await client.put("/users/me", json={"phone": "9820012345", "bio": "Mine", "location": "Pune"}))
    record = ok(await client.get("/users/me/profile"))
    assert (record["phone"], record["bio"]) == ("+919820012345", "Mine")
    ok(await client.patch("/users/me/profile", json={"bio": "Changed there"}))
    found = ok(await client.get("/users/me"))
    assert (found["bio"], found["location"]) == ("Changed there", "Pune")
    kept = await asyncpg.connect(world.owner)
    row = await kept.fetchrow("SELECT phone, bio FROM profiles WHERE user_id = $1", world.student.id)
    await kept.close()
    assert tuple(row) == (None, None)


@pytest.mark.parametrize(
    "more",
    [
        {"role": "ADMIN"}, {"roles": ["ADMIN"]}, {"email": "other@people.example"}, {"institution": "Other"}, {"institution_id": "x"},
        {"verified": True}, {"verified_at": "2026-01-01T00:00:00Z"}, {"full_name": "Another"}, {"avatar_file_id": None},
        {"user_id": "x"}, {"state": "active"}, {"cgpa": 9.9}, {"branch": "CSE"},
    ],
)  # fmt: skip
@pytest.mark.as_(Role.STUDENT)
async def test_nobody_makes_themselves_more_than_they_are(client: Client, more: dict[str, Any]) -> None:
    """Mass assignment: what the form does not have is refused, not passed on and not passed over."""
    before = (
        ok(await client.get("/users/me")),
        ok(await client.get("/auth/me")),
        ok(await client.get("/users/me/profile")),
    )
    refused = await client.put("/users/me", json={"location": "Pune", **more})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "extra_forbidden"
    after = (
        ok(await client.get("/users/me")),
        ok(await client.get("/auth/me")),
        ok(await client.get("/users/me/profile")),
    )
    assert after == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("linkedin_url", "https://evil.example/in/asha"),
        ("linkedin_url", "https://linkedin.com.evil.example/in/asha"),
        ("linkedin_url", "https://notlinkedin.com/in/asha"),
        ("linkedin_url", "https://linkedin.com@evil.example/in/asha"),
        ("linkedin_url", "https://evil.example\\@linkedin.com/in/asha"),
        ("linkedin_url", "https://l\u0131nkedin.com/in/asha"),
        ("linkedin_url", "https://linkedin.com:8443/in/asha"),
        ("linkedin_url", "https://linkedin.com/"),
        ("linkedin_url", "http://linkedin.com/in/asha"),
        ("github_url", "https://gist.github.io/asha"),
        ("github_url", "javascript:alert(1)//github.com/asha"),
        ("portfolio_url", "javascript:alert(1)"),
        ("portfolio_url", "data:text/html,<script>alert(1)</script>"),
        ("portfolio_url", "http://asha.example"),
        ("portfolio_url", "//asha.example"),
        ("portfolio_url", "https://asha"),
        ("portfolio_url", "https://127.0.0.1/"),
        ("portfolio_url", "https://[::1]/"),
        ("portfolio_url", "https://user:secret@asha.example/"),
        ("portfolio_url", "https://asha.example/a b"),
        ("portfolio_url", "https://asha.example/" + "a" * 300),
        ("phone", "call me"),
        ("location", "x" * 121),
        ("bio", "x" * 2_001),
        ("public_fields", ["phone"]),
        ("public_fields", ["email"]),
        ("public_fields", "full_name"),
        ("public_fields", ["branch"]),
    ],
)
@pytest.mark.as_(Role.OFFICER)
async def test_what_is_not_what_it_says_is_refused_by_its_field(client: Client, name: str, value: Any) -> None:
    refused = await client.put("/users/me", json={name: value})
    assert refused.status_code == 422, refused.text
    assert refused.json()["errors"][0]["pointer"].startswith(f"/{name}")
    assert ok(await client.get("/users/me"))["public_fields"] == []


async def test_the_one_who_saw_the_page_earlier_is_told(world: World) -> None:
    client = world.client(Role.OFFICER)
    seen = (await client.get("/users/me")).headers["etag"]
    ok(await client.put("/users/me", json={"location": "Pune"}, headers={"If-Match": seen}))
    late = await client.put("/users/me", json={"location": "Goa"}, headers={"If-Match": seen})
    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    # At once: one of the two is too late, whichever it is.
    seen = (await client.get("/users/me")).headers["etag"]
    answers = await asyncio.gather(
        *(client.put("/users/me", json={"location": place}, headers={"If-Match": seen}) for place in ("Goa", "Delhi"))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_a_change_leaves_a_sentence_without_what_was_written(world: World) -> None:
    ok(await world.client(Role.RECRUITER).put("/users/me", json={"phone": "9820012345", "current_position": "Lead"}))
    found = ok(await world.client(Role.ADMIN).get("/admin/audit?action=users.profile"))["items"][0]
    assert found["sentence"] == "Ravi Recruiter changed their phone, position"
    assert "9820012345" not in str(found)


# --- what others see ---------------------------------------------------------------------------------------------


async def test_others_see_what_somebody_shows_and_nothing_else(world: World, elsewhere: World) -> None:
    mine, path = world.client(Role.STUDENT), f"/users/{world.student.id}"
    ok(await mine.put("/users/me", json=WORDS))
    strangers = [world.client(None), world.client(Role.RECRUITER), world.client(world.extra["second student"])]
    for stranger in (*strangers, mine):
        assert (await stranger.get(path)).status_code == 404
    made = await show(mine, "branch", "full_name", "github_url", "avatar")
    expected = {
        "id": str(world.student.id), "full_name": "Asha Student", "branch": "CSE", "github_url": "https://github.com/asha",
    }  # fmt: skip
    assert {name: value for name, value in made["public"].items() if value is not None} == expected
    for stranger in (*strangers, mine):
        assert ok(await stranger.get(path)) == expected
    for foreign in (elsewhere.client(None), elsewhere.client(Role.OFFICER), elsewhere.client(Role.STUDENT)):
        assert (await foreign.get(path)).status_code == 404
    await show(mine)
    assert (await strangers[0].get(path)).status_code == 404


async def test_the_office_sees_somebody_whole(world: World) -> None:
    await show(world.client(Role.STUDENT), "full_name")
    found = await world.client(Role.OFFICER).get(f"/users/{world.student.id}")
    assert found.json()["email"] == world.student.email
    assert found.headers["etag"]
    assert "can" in found.json()


async def test_who_is_not_active_is_not_shown(world: World) -> None:
    mine, person = world.client(Role.RECRUITER), world.people[Role.RECRUITER]
    await show(mine, "full_name", "avatar")
    await upload(mine, picture())
    nobody = world.client(None)
    assert ok(await nobody.get(f"/users/{person.id}"))["full_name"] == "Ravi Recruiter"
    assert (await nobody.get(f"/users/{person.id}/avatar")).status_code == 200
    ok(await world.client(Role.ADMIN).patch(f"/users/{person.id}", json={"active": False}))
    assert (await nobody.get(f"/users/{person.id}")).status_code == 404
    assert (await nobody.get(f"/users/{person.id}/avatar")).status_code == 404


async def test_a_field_without_a_value_is_nothing_to_show(world: World) -> None:
    await show(world.client(Role.OFFICER), "location", "company", "avatar")
    assert (await world.client(None).get(f"/users/{world.people[Role.OFFICER].id}")).status_code == 404


async def test_no_page_is_taken_for_a_person(world: World) -> None:
    officer = world.client(Role.OFFICER)
    assert (await officer.get("/users/export")).headers["content-type"].startswith("text/csv")
    assert "public_fields" in ok(await officer.get("/users/me"))
    assert (await officer.get("/users/avatar")).status_code == 422
    assert (await world.client(None).get("/users/me")).status_code == 401


# --- the picture -------------------------------------------------------------------------------------------------


async def test_a_picture_is_seen_by_the_institution_and_by_nobody_else(world: World, elsewhere: World) -> None:
    mine = world.client(Role.STUDENT)
    found = await upload(mine, picture(900, 700, "JPEG"))
    assert found["avatar_url"] == ok(await mine.get("/auth/me"))["avatar_url"]
    path = found["avatar_url"].removeprefix("/api/v1")
    for somebody in (mine, world.client(Role.RECRUITER), world.client(Role.OFFICER)):
        answer = await somebody.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/webp"
        assert answer.headers["cache-control"].startswith("private")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert Image.open(io.BytesIO(answer.content)).size == (512, 512)
        again = await somebody.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    for other in (world.client(None), elsewhere.client(Role.ADMIN), elsewhere.client(None)):
        assert (await other.get(path)).status_code == 404
    assert (await show(mine, "avatar"))["public"]["avatar_url"] == found["avatar_url"]
    assert (await world.client(None).get(path)).status_code == 200
    assert (await elsewhere.client(None).get(path)).status_code == 404


async def test_a_broken_picture_leaves_the_old_one(world: World) -> None:
    mine = world.client(Role.STUDENT)
    before = await upload(mine, picture())
    for data, status in (
        (b"\x89PNG\r\n\x1a\n<script>", 422),
        (picture()[:-60], 422),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
        (picture() + bytes(5_000_000), 413),
        (b"", 422),
    ):
        answer = await mine.post("/users/avatar", files={"file": ("me.png", data)})
        assert answer.status_code == status, answer.text
        assert answer.json()["detail"]
    assert ok(await mine.get("/users/me")) == before
    assert (await mine.get(before["avatar_url"].removeprefix("/api/v1"))).status_code == 200


async def _kept(world: World, person: Person) -> int:
    connection = await asyncpg.connect(world.owner)
    rows = await connection.fetch("SELECT id FROM stored_files WHERE owner_id = $1", person.id)
    await connection.close()
    return len(rows)


async def test_a_picture_that_was_replaced_or_removed_is_gone(world: World) -> None:
    mine, house = world.client(Role.STUDENT), world.app.state.house
    storage: LocalStorage = house.adapters["storage"]
    folder = storage._folder / world.id.hex

    def bytes_kept() -> int:
        return sum(1 for path in folder.rglob("*") if path.is_file())

    first = (await upload(mine, picture()))["avatar_url"]
    second = (await upload(mine, picture(kind="JPEG")))["avatar_url"]
    assert first != second
    await run_tasks(house, world.id, "files.remove")
    assert (await _kept(world, world.student), bytes_kept()) == (1, 1)
    assert (await mine.delete("/users/avatar")).status_code == 204
    assert (await mine.delete("/users/avatar")).status_code == 204
    await run_tasks(house, world.id, "files.remove")
    assert (await _kept(world, world.student), bytes_kept()) == (0, 0)
    assert ok(await mine.get("/auth/me"))["avatar_url"] is None
    assert (await mine.get(second.removeprefix("/api/v1"))).status_code == 404
    sentences = ok(await world.client(Role.ADMIN).get("/admin/audit?action=users.avatar"))["items"]
    assert [one["sentence"] for one in sentences] == [
        "Asha Student removed their picture", "Asha Student changed their picture", "Asha Student added their picture",
    ]  # fmt: skip


async def test_nobody_writes_anothers_page_by_acting_in_their_place(world: World) -> None:
    admin = world.client(Role.ADMIN)
    tokens = ok(await admin.post(f"/users/{world.student.id}/act-as", json={"reason": "to help"}))
    acting = world.client(Role.ADMIN)
    acting.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    assert ok(await acting.get("/users/me"))["id"] == str(world.student.id)
    for answer in (
        await acting.put("/users/me", json={"bio": "I was not here"}),
        await acting.post("/users/avatar", files={"file": ("me.png", picture())}),
        await acting.delete("/users/avatar"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "acting")
