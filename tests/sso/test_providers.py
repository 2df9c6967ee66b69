"""An administrator sets up identity providers, and is told in words what is wrong with one."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from careerdesk.permissions.roles import Role
from careerdesk.sso import sealing
from tests.conftest import SECRET, Client, World
from tests.sso.conftest import add, begin, come_back, sentences
from tests.sso.oidc_provider import ISSUER, Provider
from tests.sso.saml_provider import SamlProvider, certificate, metadata_of

PATH = "/admin/identity-providers"
OIDC = {"issuer": ISSUER, "client_id": "careerdesk"}


async def test_the_client_secret_is_written_and_never_shown(admin: Client, world: World, idp: Provider) -> None:
    made = await add(admin, client_secret="very-secret-value")
    for answer in (await admin.get(PATH), await admin.get(f"{PATH}/{made['id']}"), await admin.get("/admin/audit")):
        assert answer.status_code == 200
        assert "very-secret-value" not in answer.text
    assert made["secret_set"] is True
    connection = await asyncpg.connect(world.owner)
    try:
        kept = await connection.fetchval("SELECT secret FROM identity_providers WHERE id = $1", UUID(made["id"]))
    finally:
        await connection.close()
    assert b"very-secret-value" not in kept
    assert sealing.opened(SECRET.encode(), UUID(made["id"]), kept) == "very-secret-value"
    assert sealing.opened(b"another installation", UUID(made["id"]), kept) is None
    assert sealing.opened(SECRET.encode(), world.id, kept) is None


async def test_a_change_leaves_the_secret_unless_it_names_it(admin: Client, idp: Provider) -> None:
    made = await add(admin)
    path = f"{PATH}/{made['id']}"
    assert (await admin.patch(path, json={"name": "Other"})).json()["secret_set"] is True
    assert (await admin.patch(path, json={"client_secret": ""})).json()["secret_set"] is False
    assert (await admin.patch(path, json={})).status_code == 422


async def test_a_short_name_is_taken_once_in_an_institution(admin: Client, elsewhere: World, idp: Provider) -> None:
    await add(admin)
    body = {"slug": "uni", "name": "Again", "kind": "oidc", "config": OIDC}
    again = await admin.post(PATH, json=body)
    assert (again.status_code, again.json()["code"]) == (409, "slug_taken")
    async with elsewhere.client(Role.ADMIN) as other:
        assert (await other.post(PATH, json=body)).status_code == 201
        assert len((await other.get(PATH)).json()["items"]) == 1


@pytest.mark.parametrize(
    ("kind", "config", "pointer"),
    [
        ("oidc", {}, "/config/issuer"),
        ("oidc", {"issuer": ISSUER}, "/config/client_id"),
        ("oidc", {**OIDC, "issuer": "http://idp.example"}, "/config/issuer"),
        ("oidc", {**OIDC, "issuer": "https://127.0.0.1"}, "/config/issuer"),
        ("oidc", {**OIDC, "issuer": "https://2130706433/"}, "/config/issuer"),
        ("oidc", {**OIDC, "issuer": "https://idp.example/?x=1"}, "/config/issuer"),
        ("oidc", {**OIDC, "issuer": "javascript:alert(1)"}, "/config/issuer"),
        ("oidc", {**OIDC, "colour": "red"}, "/config/colour"),
        ("saml", {}, "/config/entity_id"),
        ("saml", {"metadata_xml": "not xml"}, "/config/metadata_xml"),
        ("saml", {"metadata_xml": "<EntityDescriptor/>"}, "/config/metadata_xml"),
        ("saml", {"metadata_xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}, "/config/metadata_xml"),
        ("saml", {"entity_id": "x", "sso_url": "https://x.example", "certificates": ["n" * 200]}, "/config/certificates"),
    ],
)  # fmt: skip
async def test_settings_that_cannot_work_are_refused_with_the_field(
    admin: Client, kind: str, config: dict[str, Any], pointer: str
) -> None:
    answer = await admin.post(PATH, json={"slug": "uni", "name": "Uni", "kind": kind, "config": config})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_metadata_are_read_and_the_certificates_expiry_is_shown(admin: Client) -> None:
    saml = SamlProvider()
    body = {"slug": "shib", "name": "Shibboleth", "kind": "saml", "config": {"metadata_xml": metadata_of(saml)}}
    made = (await admin.post(PATH, json=body)).json()
    assert made["config"]["entity_id"] == saml.entity_id
    assert made["config"]["sso_url"] == saml.sso_url
    assert made["config"]["metadata_xml"] is None
    assert made["certificates"][0]["subject"] == "CN=idp.example"
    assert made["metadata_url"].startswith("http://testserver/api/v1/auth/sso/shib/metadata?institution=")
    shown = await admin.get(f"{PATH}/{made['id']}")
    assert shown.json() == made


async def test_the_check_says_that_an_openid_provider_works(admin: Client, idp: Provider) -> None:
    made = await add(admin)
    found = (await admin.post(f"{PATH}/{made['id']}/check")).json()
    assert found["ok"] is True
    assert any("answers" in one["text"] for one in found["findings"])


async def test_the_check_says_what_is_wrong_with_an_openid_provider(admin: Client, idp: Provider) -> None:
    idp.discovery = {"code_challenge_methods_supported": ["plain"]}
    made = await add(admin, client_secret=None, create_accounts=True, enabled=False)
    found = (await admin.post(f"{PATH}/{made['id']}/check")).json()
    wrong = " ".join(one["text"] for one in found["findings"] if not one["ok"])
    assert found["ok"] is False
    assert all(word in wrong for word in ("PKCE", "client secret", "no rule", "turned off"))
    idp.discovery = {"issuer": "https://other.example"}
    found = (await admin.post(f"{PATH}/{made['id']}/check")).json()
    assert "another issuer" in found["findings"][0]["text"]


@pytest.mark.parametrize(("days", "word"), [(-1, "expired"), (10, "expires"), (400, "good until")])
async def test_the_check_says_when_a_certificate_ends(admin: Client, days: int, word: str) -> None:
    saml = SamlProvider()
    pem = certificate(saml.key, until=datetime.now(UTC) + timedelta(days=days, hours=1))
    config = {"entity_id": saml.entity_id, "sso_url": saml.sso_url, "certificates": [pem]}
    made = (await admin.post(PATH, json={"slug": "shib", "name": "S", "kind": "saml", "config": config})).json()
    found = (await admin.post(f"{PATH}/{made['id']}/check")).json()
    assert word in found["findings"][1]["text"]
    assert found["ok"] is (days == 400)


async def test_another_issuer_means_other_people(admin: Client, browser: Client, idp: Provider, world: World) -> None:
    """Or whoever runs the new one could be anybody of the old one."""
    made = await add(admin)
    await come_back(browser, idp.consent(await begin(browser), sub="asha", email=world.student.email))
    assert (await admin.get(f"{PATH}/{made['id']}")).json()["people"] == 1
    await admin.patch(f"{PATH}/{made['id']}", json={"config": {**OIDC, "issuer": "https://new.example"}})
    assert (await admin.get(f"{PATH}/{made['id']}")).json()["people"] == 0
    assert "recognised anew" in (await sentences(world, "identity_providers.update"))[0]


async def test_a_provider_is_removed_and_its_people_stay(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    made = await add(admin)
    await come_back(browser, idp.consent(await begin(browser), sub="asha", email=world.student.email))
    assert (await admin.delete(f"{PATH}/{made['id']}")).status_code == 204
    assert (await admin.get(f"{PATH}/{made['id']}")).status_code == 404
    assert (await browser.get("/auth/me")).status_code == 200
    said = await sentences(world, "identity_providers.delete")
    assert said == ["Anil Admin removed the identity provider Campus account, with which 1 people had signed in"]


async def test_only_administrators_see_providers_and_only_their_own(
    admin: Client, world: World, elsewhere: World, idp: Provider
) -> None:
    made = await add(admin)
    async with world.client(Role.OFFICER) as officer:
        assert (await officer.get(PATH)).status_code == 403
    async with elsewhere.client(Role.ADMIN) as other:
        for answer in (
            await other.get(f"{PATH}/{made['id']}"),
            await other.patch(f"{PATH}/{made['id']}", json={"enabled": False}),
            await other.post(f"{PATH}/{made['id']}/check"),
            await other.delete(f"{PATH}/{made['id']}"),
        ):
            assert answer.status_code == 404
