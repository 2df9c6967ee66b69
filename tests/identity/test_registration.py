"""Accounts: registering, inviting, accepting."""

import re

import pytest

from careerdesk.kernel.context import House
from careerdesk.permissions.roles import Role
from tests.conftest import Client, Mailbox, World, make_client, run_tasks

STUDENT = {"password": "a good sentence", "full_name": "New Student", "branch": "CSE", "role": "STUDENT"}


async def test_a_student_registers_and_is_signed_in(client: Client, world: World) -> None:
    email = f"new.{world.slug}@people.example"
    answer = await client.post("/auth/register", json={**STUDENT, "email": email})
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert body["user"]["role"] == "STUDENT"
    assert body["user"]["student"]["branch"] == "CSE"
    assert body["user"]["institution"]["slug"] == world.slug
    again = await client.post("/auth/register", json={**STUDENT, "email": email.upper()})
    assert again.status_code == 409


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


async def test_without_a_role_an_account_has_no_student_record(client: Client, world: World) -> None:
    body = {
        "email": f"a.{world.slug}@people.example",
        "password": "a good sentence",
        "first_name": "Ada",
        "last_name": "L",
    }
    answer = await client.post("/auth/register", json=body)
    assert answer.status_code == 201
    assert answer.json()["user"]["full_name"] == "Ada L"
    assert answer.json()["user"]["student"] is None
    assert answer.json()["user"]["roles"] == []


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
