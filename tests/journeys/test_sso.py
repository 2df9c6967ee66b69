"""Signing in at an identity provider that others wrote, in the browser, on a desktop and on a phone."""

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from playwright.async_api import Page, expect

from tests.journeys.browser import DESKTOP, PHONE, chromium, needs_chromium
from tests.servers import RunningServer, free_port, running
from tests.sso.saml_provider import SamlProvider
from tests.sso.stand_ins import SECRET, openid_provider, saml_provider

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow, needs_chromium]
PEOPLE: dict[str, Any] = {
    "meera": {"email": "officer@demo.careerdesk.example", "email_verified": True, "name": "Meera"},
    "stranger": {"email": "stranger@elsewhere.example", "email_verified": True, "name": "Stranger"},
}


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """A server that knows both providers; they listen on loopback."""
    port, saml_port, keys = free_port(), free_port(), SamlProvider()
    with running(egress__allow=f"127.0.0.1:{port},127.0.0.1:{saml_port}") as started:
        callback = f"{started.url}/api/v1/auth/sso/{{}}/callback"
        key = keys.key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
        with (
            openid_provider(callback.format("campus"), PEOPLE, port=port) as issuer,
            saml_provider(callback.format("shib"), PEOPLE, key, keys.pem, port=saml_port) as saml,
        ):
            _set_up(started, issuer, httpx2.get(f"{saml}/metadata").text)
            yield started


def _set_up(server: RunningServer, issuer: str, metadata: str) -> None:
    office = httpx2.Client(
        base_url=f"{server.url}/api/v1", timeout=60, headers={"Authorization": f"Bearer {server.token('admin')}"}
    )
    openid = {"issuer": issuer, "client_id": "careerdesk"}
    body = {"slug": "campus", "name": "Campus account", "kind": "oidc", "config": openid, "client_secret": SECRET}
    office.post("/admin/identity-providers", json=body).raise_for_status()
    shibboleth = {"slug": "shib", "name": "Shibboleth", "kind": "saml", "config": {"metadata_xml": metadata}}
    office.post("/admin/identity-providers", json={**shibboleth, "link_verified": True}).raise_for_status()


async def _sign_in_at_the_provider(page: Page, login: str) -> None:
    await page.goto("/login?next=/settings")
    await page.get_by_role("link", name="Continue with Campus account").click()
    await expect(page).to_have_url(re.compile(r"127\.0\.0\.1"))
    await page.locator("input[name=login]").fill(login)
    await page.locator("input[name=password]").fill("anything")
    await page.locator("button[type=submit]").click()
    await page.locator("button[type=submit]").click()  # yes, Careerdesk may know who I am


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_member_of_staff_signs_in_with_the_campus_account(
    server: RunningServer, device: dict[str, Any]
) -> None:
    async with chromium() as browser:
        context = await browser.new_context(base_url=server.url, locale="en-IN", **device)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        await _sign_in_at_the_provider(page, "meera")
        await expect(page).to_have_url(re.compile(rf"^{server.url}/settings"))
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        cookies = {one["name"]: one for one in await context.cookies(server.url)}
        assert cookies["careerdesk_session"]["httpOnly"]
        assert "careerdesk_sso" not in cookies
        me = await page.request.get("/api/v1/auth/me")
        assert (await me.json())["email"] == PEOPLE["meera"]["email"]


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_somebody_without_an_account_is_told_so(server: RunningServer, device: dict[str, Any]) -> None:
    async with chromium() as browser:
        context = await browser.new_context(base_url=server.url, locale="en-IN", **device)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        await _sign_in_at_the_provider(page, "stranger")
        await expect(page).to_have_url(f"{server.url}/login?sso_error=sso_no_account")
        await expect(page.get_by_role("alert")).to_contain_text("Ask the office")
        assert (await page.request.get("/api/v1/auth/me")).status == 401


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_a_saml_provider_posts_its_answer_from_another_site(
    server: RunningServer, device: dict[str, Any]
) -> None:
    """Our cookies are not sent with that POST; the sign-in is finished by the GET after it."""
    async with chromium() as browser:
        context = await browser.new_context(base_url=server.url, locale="en-IN", **device)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        await page.goto("/login?next=/settings")
        await page.get_by_role("link", name="Continue with Shibboleth").click()
        await page.get_by_label("User").fill("meera")
        await page.get_by_role("button", name="Sign in").click()
        await expect(page).to_have_url(re.compile(rf"^{server.url}/settings"))
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        me = await page.request.get("/api/v1/auth/me")
        assert (await me.json())["email"] == PEOPLE["meera"]["email"]
