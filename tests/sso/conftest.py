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
from tests.sso.saml_provider import SamlProvider, encoded

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


# -- SAML -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def saml_idp(world: World) -> SamlProvider:
    return SamlProvider(facts={"attributes": {"mail": [world.student.email], "groups": ["cse", "all"]}})


@pytest.fixture
async def provider(admin: Client, saml_idp: SamlProvider) -> dict[str, Any]:
    """The provider as an administrator set it up; it is trusted for addresses."""
    body = {
        "slug": "shib", "name": "Shibboleth", "kind": "saml", "config": saml_idp.config(groups_attribute="groups"),
        "link_verified": True,
    }  # fmt: skip
    answer = await admin.post("/admin/identity-providers", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def ask(browser: Client, saml_idp: SamlProvider) -> dict[str, str]:
    return saml_idp.asked(await begin(browser, "shib"))


async def post(world: World, asked: dict[str, str], answer: Any) -> httpx2.Response:
    """The POST that the provider's page makes: from another site, so without our cookies."""
    async with world.client() as bare:
        bare.headers.update({"Accept": "text/html", "Origin": "https://idp.example", "Sec-Fetch-Site": "cross-site"})
        form = {"SAMLResponse": answer if isinstance(answer, str) else encoded(answer), "RelayState": asked["state"]}
        return await bare.post("/auth/sso/shib/callback", data=form)


async def finish(browser: Client, posted: httpx2.Response) -> httpx2.Response:
    assert posted.status_code == 303, posted.text
    path = str(posted.headers["location"]).removeprefix("http://testserver/api/v1")
    return await browser.get(path)


async def arrive(browser: Client, world: World, asked: dict[str, str], answer: Any) -> httpx2.Response:
    return await finish(browser, await post(world, asked, answer))
