"""Accounts: registering, inviting, accepting."""

import json
import re

import asyncpg
import pytest

from careerdesk.kernel.context import House
from careerdesk.permissions.roles import Role
from tests.conftest import Client, Mailbox, World, make_client, run_tasks

STUDENT = {"password": "a good sentence", "full_name": "New Student", "branch": "CSE", "role": "STUDENT"}


async def _code(house: House, world: World, mailbox: Mailbox, address: str) -> str:
    await run_tasks(house, world.id)
    found = re.search(r"\b(\d{6}) is your code", mailbox.to(address)[-1].text)
    assert found is not None
    return found[1]


async def _users(world: World, email: str) -> int:
    connection = await asyncpg.connect(world.owner)
    found: int = await connection.fetchval("SELECT count(*) FROM users WHERE email = $1", email)
    await connection.close()
    return found


async def test_a_student_registers_with_a_code_and_is_signed_in(
    client: Client, world: World, house: House, mailbox: Mailbox
) -> None:
    email = f"new.{world.slug}@people.example"
    answer = await client.post("/auth/register", json={**STUDENT, "email": email.upper(), "phone": "+919812345678"})
    assert (answer.status_code, answer.json()["attempts_remaining"]) == (202, 2), answer.text
    assert await _users(world, email) == 0
    assert (await client.post("/auth/login", json={"email": email, **STUDENT})).status_code == 401
    body = {"email": email, "code": await _code(house, world, mailbox, email), "module": "register"}
    assert (await client.post("/auth/verify-otp", json={**body, "code": "wrong!"})).status_code == 401
    done = await client.post("/auth/verify-otp", json=body)
    assert done.status_code == 200, done.text
    user = done.json()["user"]
    assert (user["role"], user["student"]["branch"], user["student"]["phone"]) == ("STUDENT", "CSE", "+919812345678")
    assert user["institution"]["slug"] == world.slug
    bearer = {"Authorization": f"Bearer {done.json()['access_token']}"}
    assert (await client.get("/auth/me", headers=bearer)).json()["email"] == email
    assert (await client.post("/auth/login", json={"email": email, **STUDENT})).status_code == 200
    assert (await client.post("/auth/verify-otp", json=body)).status_code == 401


async def test_where_no_code_is_asked_for_a_student_is_signed_in_at_once(
    client: Client, world: World, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.settings.auth, "verify_email", False)
    email = f"new.{world.slug}@people.example"
    answer = await client.post("/auth/register", json={**STUDENT, "email": email})
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body["user"]["role"] == "STUDENT"
    assert body["user"]["student"]["branch"] == "CSE"
    assert body["user"]["institution"]["slug"] == world.slug
    again = await client.post("/auth/register", json={**STUDENT, "email": email.upper()})
    assert again.status_code == 409


async def test_the_owner_of_a_known_address_is_told_and_nobody_else(
    client: Client, world: World, house: House, mailbox: Mailbox
) -> None:
    answer = await client.post("/auth/register", json={**STUDENT, "email": world.student.email})
    other = await client.post("/auth/register", json={**STUDENT, "email": f"x.{world.slug}@people.example"})
    assert answer.status_code == other.status_code == 202
    assert answer.json() == other.json()
    await run_tasks(house, world.id)
    (mail,) = mailbox.to(world.student.email)
    assert "There is one already" in mail.text
    assert re.search(r"\b\d{6}\b", mail.text) is None


async def test_the_latest_registration_counts_and_an_earlier_code_opens_nothing(
    client: Client, world: World, house: House, mailbox: Mailbox
) -> None:
    """Whoever registers with another's address after them does not get their password in with the first code."""
    email = f"twice.{world.slug}@people.example"
    await client.post("/auth/register", json={**STUDENT, "email": email, "full_name": "First"})
    first = await _code(house, world, mailbox, email)
    await client.post("/auth/register", json={**STUDENT, "email": email, "full_name": "Second", "branch": "ECE"})
    early = await client.post("/auth/verify-otp", json={"email": email, "code": first, "module": "register"})
    assert early.status_code == 401
    code = await _code(house, world, mailbox, email)
    done = await client.post("/auth/verify-otp", json={"email": email, "code": code, "module": "register"})
    assert (done.json()["user"]["full_name"], done.json()["user"]["student"]["branch"]) == ("Second", "ECE")


async def test_nothing_but_ones_own_words_is_taken_from_the_body(
    client: Client, world: World, house: House, mailbox: Mailbox, elsewhere: World
) -> None:
    """Mass assignment: role, institution, verified and state are not for the body to say."""
    email = f"bold.{world.slug}@people.example"
    bold = {
        "id": str(elsewhere.id), "institution_id": str(elsewhere.id), "state": "inactive", "verified": True, "verified_at": "2026-01-01",
        "roles": ["ADMIN"], "permissions": {"users.read": "tenant"}, "cgpa": 10, "roll_no": "R1", "is_placed": True,
        "password_hash": "x", "company_id": str(elsewhere.company_id),
    }  # fmt: skip
    assert (await client.post("/auth/register", json={**bold, **STUDENT, "email": email})).status_code == 202
    code = {"email": email, "code": await _code(house, world, mailbox, email), "module": "register"}
    user = (await client.post("/auth/verify-otp", json={**bold, **code})).json()["user"]
    assert (user["institution"]["slug"], user["roles"], user["company"]) == (world.slug, ["STUDENT"], None)
    student = user["student"]
    assert (student["verified_at"], student["cgpa"], student["roll_no"], student["is_placed"]) == (None,) * 3 + (False,)
    assert user["id"] != str(elsewhere.id)


@pytest.mark.parametrize(
    ("policy", "words"),
    [({"registration": "closed"}, "office opens the accounts"), ({"registration": "domains"}, "Register with an address at")],
)  # fmt: skip
async def test_an_institution_decides_who_may_register(
    client: Client, world: World, policy: dict[str, object], words: str
) -> None:
    domain = f"{world.slug}.ac.tz"
    connection = await asyncpg.connect(world.owner)
    settings = json.dumps({"sign_in": {**policy, "domains": [domain]}})
    await connection.execute("UPDATE institutions SET settings = $2::text::jsonb WHERE id = $1", world.id, settings)
    await connection.close()
    refused = [
        await client.post("/auth/register", json={**STUDENT, "email": email})
        for email in (world.student.email, f"new.{world.slug}@people.example", f"a@evil.{domain}")
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(403, "registration_closed")] * 3
    assert all(words in answer.json()["detail"] for answer in refused)
    inside = await client.post("/auth/register", json={**STUDENT, "email": f"neema@{domain}"})
    assert inside.status_code == (202 if policy["registration"] == "domains" else 403)


LOOK_ALIKES = [
    "\u0430sha@people.example",  # Cyrillic a before Latin letters
    "asha@p\u0435ople.example",  # the same in the domain
    "\u0440\u0430\u0443\u0430@people.example",  # wholly Cyrillic, and read as Latin
    "asha@xn--ple-gddc3e.example",
    "a\u03bfna@people.example",  # Greek omicron
    "as\u200dha@people.example",
]


@pytest.mark.parametrize("email", LOOK_ALIKES, ids=ascii)
async def test_an_address_that_looks_like_another_is_refused(client: Client, email: str) -> None:
    answer = await client.post("/auth/register", json={**STUDENT, "email": email})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/email"


@pytest.mark.parametrize(
    "email", ["\u0438\u0432\u0430\u043d@people.example", "jos\u00e9@people.example", "\u0906\u0936\u093e@people.example"], ids=ascii
)  # fmt: skip
async def test_an_address_in_ones_own_script_is_taken(client: Client, world: World, email: str) -> None:
    local, _, domain = email.partition("@")
    answer = await client.post("/auth/register", json={**STUDENT, "email": f"{local}@{world.slug}.{domain}"})
    assert answer.status_code == 202, answer.text


async def test_full_width_letters_are_the_same_address(client: Client, world: World) -> None:
    """One canonical form: what looks the same after NFKC and case-folding is the same account."""
    email = world.student.email
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isalpha() else char for char in email.split("@")[0])
    answer = await client.post(
        "/auth/login", json={"email": f"{wide}@PEOPLE.example", "password": "correct horse battery"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("missing", ["full_name", "branch"])
async def test_a_student_needs_a_name_and_a_branch(client: Client, missing: str) -> None:
    body = {**STUDENT, "email": "x@people.example"}
    del body[missing]
    answer = await client.post("/auth/register", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{missing}"


@pytest.mark.parametrize("role", ["ADMIN", "OFFICER", "OPERATOR", "RECRUITER"])
async def test_no_other_role_is_granted_from_the_body(client: Client, role: str) -> None:
    answer = await client.post("/auth/register", json={**STUDENT, "email": "x@people.example", "role": role})
    assert answer.status_code == 403


async def test_without_a_role_an_account_has_no_student_record(
    client: Client, world: World, house: House, mailbox: Mailbox
) -> None:
    email = f"a.{world.slug}@people.example"
    body = {"email": email, "password": "a good sentence", "first_name": "Ada", "last_name": "L"}
    assert (await client.post("/auth/register", json=body)).status_code == 202
    code = await _code(house, world, mailbox, email)
    done = await client.post("/auth/verify-otp", json={"email": email, "otp": code, "module": "register"})
    assert done.json()["user"]["full_name"] == "Ada L"
    assert done.json()["user"]["student"] is None
    assert done.json()["user"]["roles"] == []


async def test_an_invited_officer_chooses_a_password_once(world: World, house: House, mailbox: Mailbox) -> None:
    admin = world.client(Role.ADMIN)
    email = f"invited.{world.slug}@people.example"
    made = await admin.post("/users", json={"email": email, "full_name": "In Vited", "role": "OFFICER"})
    assert made.status_code == 201, made.text
    await run_tasks(house, world.id)
    secret = re.search(r"invitation#(\S+)", mailbox.to(email)[0].text)
    assert secret is not None
    async with make_client(world.app) as person:
        look = await person.post("/auth/invitations/look", json={"token": secret[1]})
        assert look.json()["email"] == email
        accept = {"token": secret[1], "password": "a good sentence"}
        answer = await person.post("/auth/invitations/accept", json=accept)
        assert answer.status_code == 200
        assert (await person.post("/auth/invitations/accept", json=accept)).status_code == 404
        bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        assert (await person.get("/auth/me", headers=bearer)).json()["role"] == "OFFICER"


async def test_only_an_administrator_invites_an_administrator(world: World) -> None:
    body = {"email": f"adm.{world.slug}@people.example", "full_name": "Second Admin", "role": "ADMIN"}
    assert (await world.client(Role.OFFICER).post("/users", json=body)).status_code == 403
    assert (await world.client(Role.ADMIN).post("/users", json=body)).status_code == 201


async def test_a_recruiter_belongs_to_a_company(world: World) -> None:
    body = {"email": f"rec.{world.slug}@people.example", "full_name": "Rec", "role": "RECRUITER"}
    officer = world.client(Role.OFFICER)
    assert (await officer.post("/users", json=body)).status_code == 422
    assert (await officer.post("/users", json={**body, "company_id": str(world.company_id)})).status_code == 201
