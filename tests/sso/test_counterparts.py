"""The same with identity providers that others wrote: a certified OpenID provider and a SAML library, on loopback."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from careerdesk.adapters.egress import Egress
from careerdesk.kernel.context import House
from tests.conftest import Client, World
from tests.sso.conftest import begin, finish_at, me
from tests.sso.saml_provider import SamlProvider
from tests.sso.stand_ins import SECRET, openid_provider, saml_provider

pytestmark = pytest.mark.slow
CALLBACK = "http://testserver/api/v1/auth/sso/{}/callback"


@contextmanager
def reaching(house: House, url: str) -> Iterator[None]:
    """The real egress client, which may reach this one place on loopback."""
    before = house.adapters["egress"]
    house.adapters["egress"] = Egress(allow=[("127.0.0.1", urlsplit(url).port or 0)])
    yield
    house.adapters["egress"] = before


def _form(page: httpx2.Response) -> tuple[str, dict[str, str]]:
    """Where the form of a page goes, and its hidden fields."""
    action = re.search(r'<form[^>]*action="([^"]+)"', page.text)
    fields = re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"', page.text)
    return urljoin(str(page.url), unescape(action[1]) if action else str(page.url)), {k: unescape(v) for k, v in fields}


async def _sign_in_at_openid(url: str, login: str) -> str:
    """Sign in and agree on the provider's own pages; where it sends the browser back to."""
    async with httpx2.AsyncClient(trust_env=False) as visitor:
        page = await visitor.get(url)
        for _ in range(12):
            if page.is_redirect:
                url = urljoin(str(page.url), page.headers["location"])
                if url.startswith("http://testserver"):
                    return url
                page = await visitor.get(url)
                continue
            assert page.status_code == 200, page.text
            action, fields = _form(page)
            page = await visitor.post(action, data={**fields, "login": login, "password": "x"})
    raise AssertionError("The provider did not send the browser back.")


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", "none"])
async def test_a_certified_openid_provider_signs_people_in(
    house: House, admin: Client, browser: Client, world: World, method: str
) -> None:
    people: dict[str, Any] = {
        "asha": {"email": world.student.email, "email_verified": True, "name": "Asha at the campus"},
        "nia": {"email": f"nia@{world.slug}.example", "email_verified": True, "name": "Nia New", "groups": ["office"]},
    }
    with openid_provider(CALLBACK.format("uni"), people, method=method) as issuer, reaching(house, issuer):
        body = {
            "slug": "uni", "name": "Campus account", "kind": "oidc", "create_accounts": True,
            "config": {"issuer": issuer, "client_id": "careerdesk", "scopes": ["openid", "email", "profile", "groups"]},
            "client_secret": None if method == "none" else SECRET, "role_rules": [{"group": "office", "role": "OFFICER"}],
        }  # fmt: skip
        made = (await admin.post("/admin/identity-providers", json=body)).json()
        found = (await admin.post(f"/admin/identity-providers/{made['id']}/check")).json()
        assert found["ok"], found
        for login, email, roles in (
            ("asha", world.student.email, ["STUDENT"]),
            ("nia", people["nia"]["email"], ["OFFICER"]),
        ):
            back = await _sign_in_at_openid(await begin(browser), login)
            answer = await finish_at(browser, back)
            assert answer.headers["location"] == "/jobs"
            seen = await me(browser)
            assert (seen["email"], seen["roles"]) == (email, roles)


@pytest.mark.parametrize("sign_response", [False, True])
async def test_a_saml_library_signs_people_in(
    house: House, admin: Client, browser: Client, world: World, sign_response: bool
) -> None:
    keys = SamlProvider()
    key = keys.key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    people = {
        "asha": {"email": world.student.email, "name": "Asha", "groups": ["cse"]},
        "nia": {"email": f"nia@{world.slug}.example", "name": "Nia New", "groups": ["all", "office"]},
    }
    acs = CALLBACK.format("shib")
    with saml_provider(acs, people, key, keys.pem, sign_response=sign_response) as url, reaching(house, url):
        metadata = httpx2.get(f"{url}/metadata", trust_env=False).text
        config = {"metadata_xml": metadata, "groups_attribute": "http://schemas.passportjs.com/groups"}
        body = {
            "slug": "shib", "name": "Shibboleth", "kind": "saml", "config": config, "link_verified": True,
            "create_accounts": True, "role_rules": [{"group": "office", "role": "OFFICER"}],
        }  # fmt: skip
        made = await admin.post("/admin/identity-providers", json=body)
        assert made.status_code == 201, made.text
        for login, roles in (("asha", ["STUDENT"]), ("nia", ["OFFICER"])):
            page = httpx2.post(await begin(browser, "shib"), data={"login": login}, trust_env=False)
            action, fields = _form(page)
            assert action == acs
            async with world.client() as bare:
                posted = await bare.post("/auth/sso/shib/callback", data=fields, headers={"Accept": "text/html"})
            answer = await finish_at(browser, posted.headers["location"])
            assert answer.headers["location"] == "/jobs"
            seen = await me(browser)
            assert (seen["email"], seen["roles"]) == (people[login]["email"], roles)
