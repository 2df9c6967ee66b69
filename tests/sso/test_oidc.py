"""Signing in with an OpenID provider; what a hostile one, or somebody between, gets for it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Client, World
from tests.sso.conftest import add, begin, come_back, me, refusal, sentences
from tests.sso.oidc_provider import Provider, claims_of, signed_with_the_published_key, unsigned


async def _arrive(browser: Client, idp: Provider, world: World, **claims: Any) -> Any:
    said = {"sub": "asha", "email": world.student.email, **claims}
    return await come_back(browser, idp.consent(await begin(browser), **said))


async def test_somebody_whose_address_the_provider_verified_is_signed_in(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin)
    answer = await _arrive(browser, idp, world)
    assert (answer.status_code, answer.headers["location"]) == (303, "/jobs")
    assert (await me(browser))["email"] == world.student.email
    assert await sentences(world, "users.link") == ["Asha Student linked Campus account"]
    assert await sentences(world, "auth.sign_in") == ["Asha Student signed in with Campus account"]


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize("algorithm", ["RS256", "RS512", "PS256", "ES256", "EdDSA", "Ed25519"])
async def test_every_asymmetric_signature_is_understood(
    admin: Client, browser: Client, idp: Provider, world: World, algorithm: str
) -> None:
    idp.algorithm = algorithm
    await add(admin)
    assert (await _arrive(browser, idp, world)).headers["location"] == "/jobs"


async def test_a_program_gets_tokens(admin: Client, browser: Client, idp: Provider, world: World) -> None:
    await add(admin)
    sent = idp.consent(await begin(browser), sub="asha", email=world.student.email)
    answer = await browser.get("/auth/sso/uni/callback", params=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert set(answer.json()) >= {"access_token", "refresh_token", "expires_in"}
    assert "careerdesk_session" not in answer.cookies


async def test_the_browser_is_asked_with_pkce_and_our_own_address(
    admin: Client, browser: Client, idp: Provider
) -> None:
    made = await add(admin)
    url = await begin(browser)
    assert url.startswith("https://idp.example/auth?")
    assert "code_challenge_method=S256" in url
    assert made["callback_url"] == "http://testserver/api/v1/auth/sso/uni/callback"
    cookie = (await browser.get("/auth/sso/uni/login")).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=600" in cookie


@pytest.mark.parametrize(
    "next_path", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", "/a\nb"]
)
async def test_nobody_is_sent_elsewhere_afterwards(
    admin: Client, browser: Client, idp: Provider, world: World, next_path: str
) -> None:
    await add(admin)
    sent = idp.consent(await begin(browser, next_path=next_path), sub="asha", email=world.student.email)
    assert (await come_back(browser, sent)).headers["location"] == "/"


# -- the way back is bound --------------------------------------------------------------------------------------------


async def test_a_state_is_good_once(admin: Client, browser: Client, idp: Provider, world: World) -> None:
    await add(admin)
    sent = idp.consent(await begin(browser), sub="asha", email=world.student.email)
    held = dict(browser.cookies)
    assert (await come_back(browser, sent)).headers["location"] == "/jobs"
    browser.cookies.clear()
    browser.cookies.update(held)
    assert refusal(await come_back(browser, sent)) == "sso_state"


async def test_a_state_of_another_browser_signs_nobody_in(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    """Login CSRF: the attacker's own answer, in the victim's browser."""
    await add(admin)
    sent = idp.consent(await begin(browser), sub="attacker", email=world.student.email)
    async with world.client() as victim:
        victim.headers.update({"Accept": "text/html"})
        assert refusal(await come_back(victim, sent)) == "sso_state"
        await begin(victim)
        assert refusal(await come_back(victim, sent)) == "sso_state"
    assert (await come_back(browser, sent)).headers["location"] == "/jobs"


async def test_a_made_up_state_is_refused(admin: Client, browser: Client, idp: Provider) -> None:
    await add(admin)
    await begin(browser)
    assert refusal(await come_back(browser, {"code": "x", "state": "y"})) == "sso_state"
    assert refusal(await come_back(browser, {"code": "x"})) == "sso_state"
    assert idp.logins == {}


async def test_an_answer_at_another_providers_address_is_refused(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin)
    await add(admin, slug="second", name="Second")
    sent = idp.consent(await begin(browser), sub="asha", email=world.student.email)
    assert refusal(await come_back(browser, sent, "second")) == "sso_state"


async def test_a_code_for_another_request_is_refused(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    """A code that was stolen elsewhere: PKCE binds it to its own request."""
    await add(admin)
    stolen = idp.consent(await begin(browser), sub="asha", email=world.student.email)
    sent = idp.consent(await begin(browser), sub="mallory", email="mallory@people.example")
    assert refusal(await come_back(browser, {**sent, "code": stolen["code"]})) == "sso_response_invalid"


async def test_an_answer_that_names_another_issuer_is_refused(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    """Mix-up (RFC 9207)."""
    idp.discovery = {"authorization_response_iss_parameter_supported": True}
    await add(admin)
    for iss in ({"iss": "https://evil.example"}, {}):
        sent = idp.consent(await begin(browser), sub="asha", email=world.student.email)
        assert refusal(await come_back(browser, {**sent, **iss})) == "sso_response_invalid"
    assert "/token" not in idp.calls
    sent = idp.consent(await begin(browser), sub="asha", email=world.student.email)
    assert (await come_back(browser, {**sent, "iss": "https://idp.example"})).headers["location"] == "/jobs"


async def test_somebody_who_says_no_comes_back_to_the_sign_in(admin: Client, browser: Client, idp: Provider) -> None:
    await add(admin)
    state = idp.consent(await begin(browser))["state"]
    assert refusal(await come_back(browser, {"error": "access_denied", "state": state})) == "sso_denied"


# -- hostile tokens ---------------------------------------------------------------------------------------------------

Lie = Callable[[Provider, dict[str, Any]], None]


def _unsigned(_: Provider, answer: dict[str, Any]) -> None:
    answer["id_token"] = unsigned(claims_of(answer["id_token"]))


def _shared_secret(provider: Provider, answer: dict[str, Any]) -> None:
    answer["id_token"] = signed_with_the_published_key(provider, claims_of(answer["id_token"]))


def _other_key(provider: Provider, answer: dict[str, Any]) -> None:
    stranger = Provider()
    stranger.kid = provider.kid
    answer["id_token"] = stranger.sign(claims_of(answer["id_token"]))


def _other_body(_: Provider, answer: dict[str, Any]) -> None:
    head, _body, tail = answer["id_token"].split(".")
    body = unsigned({**claims_of(answer["id_token"]), "sub": "admin"}).split(".")[1]
    answer["id_token"] = f"{head}.{body}.{tail}"


def _nothing(_: Provider, answer: dict[str, Any]) -> None:
    del answer["id_token"]


def _nonsense(_: Provider, answer: dict[str, Any]) -> None:
    answer["id_token"] = "a.b.c"


@pytest.mark.parametrize("lie", [_unsigned, _shared_secret, _other_key, _other_body, _nothing, _nonsense])
async def test_a_token_that_the_provider_did_not_sign_is_refused(
    admin: Client, browser: Client, idp: Provider, world: World, lie: Lie
) -> None:
    await add(admin)
    idp.lie = lambda answer: lie(idp, answer)
    assert refusal(await _arrive(browser, idp, world)) == "sso_response_invalid"
    assert (await browser.get("/auth/me")).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"}, {"iss": "https://idp.example/"}, {"aud": "another"}, {"aud": ["another"]}, {"aud": None},
        {"aud": ["careerdesk", "another"]}, {"azp": "another"}, {"exp": 1}, {"exp": None}, {"exp": "soon"}, {"exp": True},
        {"iat": 99_999_999_999}, {"iat": None}, {"nbf": 99_999_999_999}, {"nonce": "another"}, {"nonce": None}, {"sub": None},
        {"sub": ""}, {"sub": 7}, {"sub": "x" * 300}, {"at_hash": "wrong"}, {"at_hash": 5},
    ],
)  # fmt: skip
async def test_a_token_for_somebody_or_something_else_is_refused(
    admin: Client, browser: Client, idp: Provider, world: World, claims: dict[str, Any]
) -> None:
    await add(admin)
    idp.claims = claims
    assert refusal(await _arrive(browser, idp, world)) == "sso_response_invalid"


async def test_new_keys_are_read_once_and_forged_key_ids_do_not_make_requests(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin)
    assert (await _arrive(browser, idp, world)).headers["location"] == "/jobs"
    assert idp.calls.count("/jwks") == 1
    idp.rotate("second")
    assert (await _arrive(browser, idp, world)).headers["location"] == "/jobs"
    assert idp.calls.count("/jwks") == 2
    idp.lie = lambda answer: answer.update(id_token=Provider().sign(claims_of(answer["id_token"])))
    for _ in range(3):
        assert refusal(await _arrive(browser, idp, world)) == "sso_response_invalid"
    assert idp.calls.count("/jwks") == 2


async def test_userinfo_is_asked_only_for_a_missing_address_and_must_be_about_the_same_person(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin)
    idp.userinfo = {"sub": "asha", "email": world.student.email, "email_verified": True}
    idp.claims = {"email_verified": None}
    assert (await _arrive(browser, idp, world, email=None)).headers["location"] == "/jobs"
    idp.userinfo = {"sub": "somebody else", "email": world.student.email, "email_verified": True}
    assert refusal(await _arrive(browser, idp, world, email=None)) == "sso_response_invalid"


async def test_discovery_that_names_another_issuer_is_refused(admin: Client, browser: Client, idp: Provider) -> None:
    await add(admin)
    idp.discovery = {"issuer": "https://other.example"}
    assert refusal(await browser.get("/auth/sso/uni/login")) == "sso_unavailable"


@pytest.mark.parametrize("name", ["token_endpoint", "jwks_uri", "userinfo_endpoint"])
async def test_discovery_that_leads_inside_is_refused(admin: Client, browser: Client, idp: Provider, name: str) -> None:
    await add(admin)
    idp.discovery = {name: "http://169.254.169.254/latest/meta-data"}
    assert refusal(await browser.get("/auth/sso/uni/login")) == "sso_unavailable"


async def test_an_unknown_or_disabled_provider_is_said_so(
    admin: Client, browser: Client, idp: Provider, elsewhere: World
) -> None:
    assert refusal(await browser.get("/auth/sso/nobody/login")) == "sso_unknown"
    await add(admin, enabled=False)
    assert refusal(await browser.get("/auth/sso/uni/login")) == "sso_unknown"
    async with elsewhere.client() as other:
        answer = await other.get("/auth/sso/uni/login", headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (404, "sso_unknown")


@pytest.mark.parametrize("methods", [["client_secret_basic"], ["client_secret_post"], None])
async def test_the_client_secret_goes_the_way_the_provider_asks_for(
    admin: Client, browser: Client, idp: Provider, world: World, methods: list[str] | None
) -> None:
    idp.discovery = {"token_endpoint_auth_methods_supported": methods} if methods else {}
    await add(admin)
    assert (await _arrive(browser, idp, world)).headers["location"] == "/jobs"


async def test_a_public_client_sends_no_secret(admin: Client, browser: Client, idp: Provider, world: World) -> None:
    idp.secret = None
    await add(admin, client_secret=None)
    assert (await _arrive(browser, idp, world)).headers["location"] == "/jobs"


async def test_a_saml_answer_does_not_fit_an_openid_provider(
    admin: Client, browser: Client, idp: Provider, world: World
) -> None:
    await add(admin)
    state = idp.consent(await begin(browser))["state"]
    answer = await browser.post("/auth/sso/uni/callback", data={"SAMLResponse": "x", "RelayState": state})
    assert refusal(answer) == "sso_state"
