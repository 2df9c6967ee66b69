"""What the door offers to an address: decided by its domain, never by whether it is known."""

from typing import Any

import asyncpg
import pytest

from careerdesk.kernel.ids import new_id
from tests.conftest import Client, World, make_client
from tests.signin.conftest import Decide

MODES = [
    ("password", ["password", "code", "passkey"], "password", False),
    ("password_code", ["password", "passkey"], "password", False),
    ("passwordless", ["code", "passkey"], "code", False),
    ("sso", ["sso"], "sso", True),
]


@pytest.mark.parametrize(("mode", "ways", "first", "break_glass"), MODES)
async def test_the_policy_decides_the_ways(
    world: World, client: Client, decide: Decide, mode: str, ways: list[str], first: str, break_glass: bool
) -> None:
    await decide(mode=mode)
    for email in (world.student.email, "nobody@people.example"):
        answer = (await client.post("/auth/ways", json={"email": email})).json()
        assert (answer["ways"], answer["first"], answer["break_glass"]) == (ways, first, break_glass)
        assert answer["institution"] == {"slug": world.slug, "name": f"University {world.slug}"}
        assert answer["masked"] == f"{email[0]}•••@people.example"


async def test_the_domain_names_the_institution(world: World, elsewhere: World, decide: Decide) -> None:
    domain = f"{world.slug}.ac.tz"
    await decide(mode="passwordless", domains=[domain])
    async with elsewhere.client() as stranger:
        answer = (await stranger.post("/auth/ways", json={"email": f"Neema@{domain.upper()}"})).json()
        assert (answer["institution"]["slug"], answer["first"]) == (world.slug, "code")
        # Two that claim one domain: neither has it.
        await decide(elsewhere, mode="password", domains=[domain])
        answer = (await stranger.post("/auth/ways", json={"email": f"neema@{domain}"})).json()
        assert answer["institution"]["slug"] == elsewhere.slug


async def test_without_an_institution_the_usual_ways_are_offered(world: World) -> None:
    async with make_client(world.app) as nowhere:
        answer = (await nowhere.post("/auth/ways", json={"email": "a@people.example"})).json()
        assert (answer["institution"], answer["first"]) == (None, "password")


async def test_enabled_providers_are_offered_in_every_mode(world: World, client: Client) -> None:
    connection = await asyncpg.connect(world.owner)
    for slug, enabled in (("campus", True), ("old", False)):
        await connection.execute(
            """INSERT INTO identity_providers (id, institution_id, slug, name, kind, enabled, config, link_verified,
                create_accounts, role_rules, created_at, updated_at)
            VALUES ($1, $2, $3, 'Campus', 'oidc', $4, '{}', false, false, '[]', now(), now())""",
            new_id(),
            world.id,
            slug,
            enabled,
        )
    await connection.close()
    answer: dict[str, Any] = (await client.post("/auth/ways", json={"email": world.student.email})).json()
    assert answer["ways"][-1] == "sso"
    assert [(one["slug"], one["kind"]) for one in answer["providers"]] == [("campus", "oidc")]
    assert answer["providers"][0]["url"] == f"/api/v1/auth/sso/campus/login?institution={world.slug}"
