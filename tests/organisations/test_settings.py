"""An institution's own settings, and its companies."""

from typing import Any

import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.contracts.subjects import Subjects
from tests.stories import ok

PATH = "/admin/institution"


@pytest.mark.as_(Role.ADMIN)
async def test_what_changed_is_said(world: World, client: Client) -> None:
    body = {"time_zone": "Africa/Dar_es_Salaam", "currency": "TZS", "office_hours": "Mon to Fri, 9 to 5"}
    found = ok(await client.patch(PATH, json={**body, "contact_email": "Careers@Uni.Example"}))
    assert (found["time_zone"], found["currency"], found["contact_email"]) == (
        "Africa/Dar_es_Salaam", "TZS", "careers@uni.example",
    )  # fmt: skip
    said = ok(await client.get("/admin/audit?action=institution.change"))["items"][0]
    assert said["sentence"].startswith("Anil Admin changed the settings of the institution: time zone, currency")
    assert said["facts"]["currency"] == {"before": "INR", "after": "TZS"}
    assert ok(await client.patch(PATH, json={"office_hours": None}))["office_hours"] is None
    me = ok(await world.client(Role.STUDENT).get("/auth/me"))["institution"]
    assert (me["currency"], me["settings"]["contact_email"]) == ("TZS", "careers@uni.example")


@pytest.mark.as_(Role.ADMIN)
@pytest.mark.parametrize(
    "body",
    [
        {}, {"time_zone": "Mars/Olympus"}, {"time_zone": "../../etc/passwd"}, {"currency": "XXX"}, {"currency": "inr"},
        {"contact_email": "nobody"}, {"phone": "<script>"}, {"name": ""}, {"name": "   "}, {"name": "x" * 201}, {"slug": "other"},
        {"kind": "platform"}, {"hosts": ["evil.example"]}, {"settings": {}}, {"sign_in": {"mode": "open"}},
        {"sign_in": {"domains": ["gmail.com"]}}, {"company_domains_required": "maybe"},
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused(client: Client, body: dict[str, Any]) -> None:
    assert (await client.patch(PATH, json=body)).status_code == 422


async def test_officers_read_and_administrators_change(world: World) -> None:
    officer = world.client(Role.OFFICER)
    assert ok(await officer.get(PATH))["slug"] == world.slug
    assert (await officer.patch(PATH, json={"name": "Mine"})).status_code == 403
    assert (await world.client(Role.COORDINATOR).get(PATH)).status_code == 403


@pytest.mark.as_(Role.ADMIN)
async def test_of_the_sign_in_policy_what_is_not_named_stays(client: Client) -> None:
    ok(await client.patch(PATH, json={"sign_in": {"domains": ["uni.example"], "registration": "domains"}}))
    found = ok(await client.patch(PATH, json={"sign_in": {"mode": "passwordless"}}))["sign_in"]
    assert (found["mode"], found["domains"], found["registration"]) == ("passwordless", ["uni.example"], "domains")


@pytest.mark.as_(Role.ADMIN)
async def test_single_sign_on_alone_needs_a_provider(world: World, client: Client) -> None:
    body = {"sign_in": {"mode": "sso"}}
    answer = await client.patch(PATH, json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_identity_provider")
    async with Subjects(world) as subjects:
        await subjects.connection.execute(
            "INSERT INTO identity_providers (id, institution_id, slug, name, kind, enabled, config, link_verified,"
            " create_accounts, role_rules, created_at, updated_at) VALUES (gen_random_uuid(), $1, 'uni', 'Uni', 'oidc', true,"
            " '{}', false, false, '[]', now(), now())", world.id,
        )  # fmt: skip
    assert ok(await client.patch(PATH, json=body))["sign_in"]["mode"] == "sso"


@pytest.mark.as_(Role.ADMIN)
async def test_a_change_on_top_of_anothers_is_refused(client: Client) -> None:
    tag = (await client.get(PATH)).headers["etag"]
    ok(await client.patch(PATH, json={"phone": "1"}, headers={"If-Match": tag}))
    assert (await client.patch(PATH, json={"phone": "2"}, headers={"If-Match": tag})).status_code == 412


@pytest.mark.as_(Role.OFFICER)
async def test_a_companys_domains_are_kept_in_one_form(world: World, client: Client) -> None:
    path = f"/companies/{world.company_id}"
    tag = (await client.get(path)).headers["etag"]
    found = ok(
        await client.patch(path, json={"domains": ["@ACME.example.", "acme.example"]}, headers={"If-Match": tag})
    )
    assert found["domains"] == ["acme.example"]
    assert (await client.patch(path, json={"about": "x"}, headers={"If-Match": tag})).status_code == 412
    assert (await client.patch(path, json={"institution_id": "x"})).status_code == 422
    assert (await client.patch(path, json={})).status_code == 422
