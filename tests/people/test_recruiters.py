"""Whoever speaks for a company has an address of that company, or somebody says why not."""

import pytest

from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.stories import ok


async def invite(client: Client, world: World, email: str, **more: object) -> tuple[int, str]:
    body = {"email": email, "full_name": "Rita", "role": "RECRUITER", "company_id": str(world.company_id), **more}
    answer = await client.post("/users", json=body)
    return answer.status_code, answer.json().get("code", "")


async def name_domains(client: Client, world: World, *domains: str) -> None:
    ok(await client.patch(f"/companies/{world.company_id}", json={"domains": list(domains)}))


@pytest.mark.as_(Role.OFFICER)
async def test_an_address_of_the_company_needs_no_reason(world: World, client: Client) -> None:
    await name_domains(client, world, f"@{world.slug.upper()}.Example")
    assert (await invite(client, world, f"rita@{world.slug}.example"))[0] == 201
    assert (await invite(client, world, f"rita@hr.{world.slug}.example"))[0] == 201


@pytest.mark.as_(Role.OFFICER)
async def test_a_foreign_address_needs_a_reason_which_is_kept(world: World, client: Client) -> None:
    await name_domains(client, world, "acme.example")
    stranger = f"rita@{world.slug}.example"
    assert await invite(client, world, stranger) == (422, "foreign_domain")
    assert await invite(client, world, f"rita@not{world.slug}acme.example") == (422, "foreign_domain")
    assert (await invite(client, world, stranger, domain_reason="Their agency"))[0] == 201
    found = ok(await client.get("/admin/audit?action=users.invite"))["items"][0]
    assert found["facts"]["reason"] == "Their agency"


@pytest.mark.as_(Role.OFFICER)
async def test_a_free_mail_address_speaks_for_no_company(world: World, client: Client) -> None:
    assert await invite(client, world, f"rita.{world.slug}@gmail.com") == (422, "foreign_domain")
    assert (await invite(client, world, f"rita@{world.slug}.example"))[0] == 201
    ok(await world.client(Role.ADMIN).patch("/admin/institution", json={"company_domains_required": True}))
    assert await invite(client, world, f"ravi@{world.slug}.example") == (422, "foreign_domain")


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize("domain", ["xn--cme-5cd.example", "\u0430cme.example"])
async def test_a_domain_that_passes_for_another_is_refused_whatever_the_reason(
    world: World, client: Client, domain: str
) -> None:
    body = {"email": f"rita@{domain}", "full_name": "Rita", "role": "RECRUITER", "company_id": str(world.company_id)}
    answer = await client.post("/users", json={**body, "domain_reason": "It is fine"})
    assert answer.status_code == 422


@pytest.mark.as_(Role.OFFICER)
async def test_giving_the_role_later_asks_the_same(world: World, client: Client) -> None:
    await name_domains(client, world, "acme.example")
    roles = [{"role": "RECRUITER", "company_id": str(world.company_id)}]
    path = f"/users/{world.people[Role.INDUSTRIAL_SUPERVISOR].id}/roles"
    assert (await client.put(path, json={"roles": roles})).json()["code"] == "foreign_domain"
    ok(await client.put(path, json={"roles": roles, "domain_reason": "Their agency"}))


@pytest.mark.as_(Role.OFFICER)
@pytest.mark.parametrize(
    "domain", ["gmail.com", "co.in", "acme", "xn--cme-5cd.example", "\u0430cme.example", "a b.example"]
)
async def test_what_cannot_be_a_companys_domain_is_refused(world: World, client: Client, domain: str) -> None:
    answer = await client.patch(f"/companies/{world.company_id}", json={"domains": [domain]})
    assert answer.status_code == 422
