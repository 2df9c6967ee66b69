"""A browser at the sign-in, an OpenID provider in memory, and providers that an administrator set up."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg
import httpx2
import pytest

from careerdesk.kernel.context import House
from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.sso.oidc_provider import ISSUER, Provider

HTML = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def idp(house: House) -> Iterator[Provider]:
    """An OpenID provider at `https://idp.example`."""
    before, made = house.adapters["egress"], Provider()
    house.adapters["egress"] = made
    yield made
    house.adapters["egress"] = before


@pytest.fixture
async def admin(world: World) -> AsyncIterator[Client]:
    async with world.client(Role.ADMIN) as made:
        yield made


@pytest.fixture
async def browser(world: World) -> AsyncIterator[Client]:
    """A signed-out browser: keeps cookies, follows nothing by itself."""
    async with world.client() as made:
        made.headers.update(HTML)
        yield made


async def add(admin: Client, **how: Any) -> dict[str, Any]:
    """An OpenID provider of the caller's institution."""
    body = {
        "slug": "uni",
        "name": "Campus account",
        "kind": "oidc",
        "config": {"issuer": ISSUER, "client_id": "careerdesk"},
        "client_secret": "s3cret & more",
        **how,
    }
    answer = await admin.post("/admin/identity-providers", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def begin(browser: Client, slug: str = "uni", next_path: str = "/jobs") -> str:
    """Where the provider's page is, for this browser."""
    answer = await browser.get(f"/auth/sso/{slug}/login", params={"next": next_path})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


async def come_back(browser: Client, sent: dict[str, str], slug: str = "uni") -> httpx2.Response:
    return await browser.get(f"/auth/sso/{slug}/callback", params=sent)


async def finish_at(browser: Client, url: str) -> httpx2.Response:
    """Go where a provider, or our own redirect, sends the browser."""
    return await browser.get(url.removeprefix("http://testserver/api/v1"))


def refusal(answer: httpx2.Response) -> str:
    """The code with which a browser is sent back to the sign-in; nobody is signed in."""
    assert answer.status_code == 303, answer.text
    assert "careerdesk_session" not in answer.cookies
    parts = urlsplit(answer.headers["location"])
    assert parts.path == "/login"
    return parse_qs(parts.query)["sso_error"][0]


async def me(browser: Client) -> dict[str, Any]:
    answer = await browser.get("/auth/me")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def sentences(world: World, action: str) -> list[str]:
    connection = await asyncpg.connect(world.owner)
    try:
        found = await connection.fetch(
            "SELECT sentence FROM audit_records WHERE institution_id = $1 AND action = $2 ORDER BY at, id",
            world.id,
            action,
        )
        return [record["sentence"] for record in found]
    finally:
        await connection.close()
