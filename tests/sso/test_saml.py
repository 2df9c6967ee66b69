"""Signing in with a SAML provider: how an answer is bound, and what it must say."""

import asyncio
from typing import Any

import pytest
from lxml import etree

from tests.conftest import Client, World
from tests.sso.conftest import arrive, ask, begin, come_back, finish, me, post, refusal, sentences
from tests.sso.saml_provider import NS, SamlProvider, encoded, instant

ASSERTION = "saml:Assertion"


@pytest.mark.parametrize("what", ["assertion", "response", "both"])
async def test_a_signed_answer_signs_the_person_in(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World, what: str
) -> None:
    asked = await ask(browser, saml_idp)
    answer = await arrive(browser, world, asked, saml_idp.sign(saml_idp.response(asked), what=what))
    assert answer.headers["location"] == "/jobs"
    assert (await me(browser))["email"] == world.student.email
    assert await sentences(world, "auth.sign_in") == ["Asha Student signed in with Shibboleth"]


async def test_a_program_gets_tokens_for_its_ticket(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    posted = await post(world, asked, saml_idp.sign(saml_idp.response(asked)))
    browser.headers["Accept"] = "application/json"
    answer = await finish(browser, posted)
    assert set(answer.json()) >= {"access_token", "refresh_token"}


async def test_our_metadata_say_where_answers_go(provider: dict[str, Any], browser: Client, world: World) -> None:
    answer = await browser.get(f"/auth/sso/shib/metadata?institution={world.slug}")
    root = etree.fromstring(answer.content)
    service = root.find(".//{urn:oasis:names:tc:SAML:2.0:metadata}AssertionConsumerService")
    assert root.get("entityID") == provider["metadata_url"]
    assert service is not None
    assert service.get("Location") == provider["callback_url"]


# -- bound to the request and the browser -----------------------------------------------------------------------------


async def test_an_answer_that_nobody_asked_for_is_refused(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    for state in ("", "made up"):
        assert (
            refusal(await post(world, {**asked, "state": state}, saml_idp.sign(saml_idp.response(asked))))
            == "sso_state"
        )


async def test_an_answer_is_taken_once(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    answer = saml_idp.sign(saml_idp.response(asked))
    posted = await post(world, asked, answer)
    assert refusal(await post(world, asked, answer)) == "sso_state"
    held = dict(browser.cookies)
    assert (await finish(browser, posted)).headers["location"] == "/jobs"
    browser.cookies.clear()
    browser.cookies.update(held)
    assert refusal(await finish(browser, posted)) == "sso_state"


async def test_an_assertion_is_used_once_even_for_another_request(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    door = f"/login?sso_error=sso_response_invalid&institution={world.slug}"
    for expected in ("/jobs", door):
        asked = await ask(browser, saml_idp)
        posted = await post(world, asked, saml_idp.sign(saml_idp.response(asked, assertion="_the_same")))
        answer = await finish(browser, posted) if expected == "/jobs" else posted
        assert answer.headers["location"] == expected


async def test_one_answer_sent_many_times_at_once_is_taken_once(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    answer = encoded(saml_idp.sign(saml_idp.response(asked)))
    posted = await asyncio.gather(*(post(world, asked, answer) for _ in range(5)))
    assert sum("ticket=" in one.headers["location"] for one in posted) == 1


async def test_a_ticket_is_worth_nothing_in_another_browser(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    """Login CSRF: the attacker's answer, finished in the victim's browser."""
    asked = await ask(browser, saml_idp)
    posted = await post(world, asked, saml_idp.sign(saml_idp.response(asked)))
    async with world.client() as victim:
        victim.headers["Accept"] = "text/html"
        assert refusal(await finish(victim, posted)) == "sso_state"
        await begin(victim, "shib")
        assert refusal(await finish(victim, posted)) == "sso_state"
    assert (await finish(browser, posted)).headers["location"] == "/jobs"


async def test_a_ticket_does_not_pass_for_a_state_nor_a_state_for_a_ticket(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    assert refusal(await browser.get(f"/auth/sso/shib/callback?ticket={asked['state']}")) == "sso_state"
    posted = await post(world, asked, saml_idp.sign(saml_idp.response(asked)))
    ticket = posted.headers["location"].split("ticket=")[1]
    assert (
        refusal(await post(world, {**asked, "state": ticket}, saml_idp.sign(saml_idp.response(asked)))) == "sso_state"
    )


# -- what it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"audience": "https://other.example"}, {"recipient": "https://other.example/acs"}, {"destination": "https://other.example/acs"},
        {"destination": ""}, {"issuer": "https://other.example"}, {"response_issuer": "https://other.example"}, {"request": "_other"},
        {"confirmed": "_other"}, {"request": ""}, {"until": instant(-120)}, {"after": instant(-120)}, {"before": instant(86_400)},
        {"until": "tomorrow"}, {"after": "2026-13-45T00:00:00Z"}, {"method": "holder-of-key"}, {"authn": ""},
        {"authn": '<saml:AuthnStatement AuthnInstant="2020-01-01T00:00:00Z" SessionNotOnOrAfter="2020-01-01T01:00:00Z"/>'},
        {"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"}, {"name_id": ""}, {"name_id": "x" * 300},
        {"assertion": "_response1"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("what", ["assertion", "both"])
async def test_an_answer_for_somebody_or_something_else_is_refused(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World, facts: dict[str, Any], what: str
) -> None:
    asked = await ask(browser, saml_idp)
    root = saml_idp.response(asked, **facts)
    if facts == {"assertion": "_response1"}:
        what = "none"
    signed = root if what == "none" else saml_idp.sign(root, what=what)
    assert refusal(await post(world, asked, signed)) == "sso_response_invalid"


async def test_a_provider_that_says_no_is_believed(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    root = saml_idp.response(asked, status="urn:oasis:names:tc:SAML:2.0:status:Responder")
    root.remove(root.find(ASSERTION, NS))
    assert refusal(await post(world, asked, root)) == "sso_denied"


async def test_a_failure_with_a_good_assertion_signs_nobody_in(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    root = saml_idp.sign(saml_idp.response(asked, status="urn:oasis:names:tc:SAML:2.0:status:Requester"))
    assert refusal(await post(world, asked, root)) == "sso_denied"


# -- who it is --------------------------------------------------------------------------------------------------------


async def test_an_address_is_believed_only_from_a_provider_that_is_trusted_for_it(
    admin: Client, provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    await admin.patch(f"/admin/identity-providers/{provider['id']}", json={"link_verified": False})
    asked = await ask(browser, saml_idp)
    assert (
        refusal(await arrive(browser, world, asked, saml_idp.sign(saml_idp.response(asked)))) == "sso_email_unverified"
    )


async def test_groups_of_an_attribute_give_roles(
    admin: Client, provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    rules = [{"group": "cse", "role": "STUDENT", "branch": "CSE"}]
    change = {"create_accounts": True, "role_rules": rules}
    await admin.patch(f"/admin/identity-providers/{provider['id']}", json=change)
    email = f"nia@{world.slug}.example"
    said = {"mail": [email], "displayName": ["Nia New"], "groups": ["all", "cse"]}
    asked = await ask(browser, saml_idp)
    answer = await arrive(
        browser, world, asked, saml_idp.sign(saml_idp.response(asked, name_id="nia", attributes=said))
    )
    assert answer.headers["location"] == "/jobs"
    found = await me(browser)
    assert (found["full_name"], found["roles"], found["student"]["branch"]) == ("Nia New", ["STUDENT"], "CSE")


async def test_a_transient_name_is_replaced_by_a_lasting_attribute(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    facts = {
        "format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
        "attributes": {
            "mail": [world.student.email], "urn:oasis:names:tc:SAML:attribute:pairwise-id": ["ABC@uni.example"],
        },
    }  # fmt: skip
    for number in range(2):
        asked = await ask(browser, saml_idp)
        root = saml_idp.response(asked, name_id=f"_{number}", assertion=f"_assertion{number}", **facts)
        assert (await arrive(browser, world, asked, saml_idp.sign(root))).headers["location"] == "/jobs"


async def test_an_openid_answer_does_not_fit_a_saml_provider(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    answer = await come_back(browser, {"state": asked["state"], "code": "x"}, "shib")
    assert refusal(answer) == "sso_state"
