"""Signing in with a SAML provider; and every answer that must not sign anybody in."""

import asyncio
import base64
import copy
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from tests.conftest import Client, World
from tests.sso.conftest import begin, come_back, me, refusal, sentences
from tests.sso.saml_provider import NS, SamlProvider, certificate, encoded, instant

Tree = Any
ASSERTION, SIGNATURE = "saml:Assertion", "ds:Signature"


@pytest.fixture
def idp(world: World) -> SamlProvider:
    return SamlProvider(facts={"attributes": {"mail": [world.student.email], "groups": ["cse", "all"]}})


@pytest.fixture
async def provider(admin: Client, idp: SamlProvider) -> dict[str, Any]:
    """The provider as an administrator set it up; it is trusted for addresses."""
    body = {
        "slug": "shib", "name": "Shibboleth", "kind": "saml", "config": idp.config(groups_attribute="groups"),
        "link_verified": True,
    }  # fmt: skip
    answer = await admin.post("/admin/identity-providers", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def ask(browser: Client, idp: SamlProvider) -> dict[str, str]:
    return idp.asked(await begin(browser, "shib"))


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


@pytest.mark.parametrize("what", ["assertion", "response", "both"])
async def test_a_signed_answer_signs_the_person_in(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World, what: str
) -> None:
    asked = await ask(browser, idp)
    answer = await arrive(browser, world, asked, idp.sign(idp.response(asked), what=what))
    assert answer.headers["location"] == "/jobs"
    assert (await me(browser))["email"] == world.student.email
    assert await sentences(world, "auth.sign_in") == ["Asha Student signed in with Shibboleth"]


async def test_a_program_gets_tokens_for_its_ticket(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    posted = await post(world, asked, idp.sign(idp.response(asked)))
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
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    for state in ("", "made up"):
        assert refusal(await post(world, {**asked, "state": state}, idp.sign(idp.response(asked)))) == "sso_state"


async def test_an_answer_is_taken_once(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    answer = idp.sign(idp.response(asked))
    posted = await post(world, asked, answer)
    assert refusal(await post(world, asked, answer)) == "sso_state"
    held = dict(browser.cookies)
    assert (await finish(browser, posted)).headers["location"] == "/jobs"
    browser.cookies.clear()
    browser.cookies.update(held)
    assert refusal(await finish(browser, posted)) == "sso_state"


async def test_an_assertion_is_used_once_even_for_another_request(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    for expected in ("/jobs", "/login?sso_error=sso_response_invalid"):
        asked = await ask(browser, idp)
        posted = await post(world, asked, idp.sign(idp.response(asked, assertion="_the_same")))
        answer = await finish(browser, posted) if expected == "/jobs" else posted
        assert answer.headers["location"] == expected


async def test_one_answer_sent_many_times_at_once_is_taken_once(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    answer = encoded(idp.sign(idp.response(asked)))
    posted = await asyncio.gather(*(post(world, asked, answer) for _ in range(5)))
    assert sum("ticket=" in one.headers["location"] for one in posted) == 1


async def test_a_ticket_is_worth_nothing_in_another_browser(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    """Login CSRF: the attacker's answer, finished in the victim's browser."""
    asked = await ask(browser, idp)
    posted = await post(world, asked, idp.sign(idp.response(asked)))
    async with world.client() as victim:
        victim.headers["Accept"] = "text/html"
        assert refusal(await finish(victim, posted)) == "sso_state"
        await begin(victim, "shib")
        assert refusal(await finish(victim, posted)) == "sso_state"
    assert (await finish(browser, posted)).headers["location"] == "/jobs"


async def test_a_ticket_does_not_pass_for_a_state_nor_a_state_for_a_ticket(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    assert refusal(await browser.get(f"/auth/sso/shib/callback?ticket={asked['state']}")) == "sso_state"
    posted = await post(world, asked, idp.sign(idp.response(asked)))
    ticket = posted.headers["location"].split("ticket=")[1]
    assert refusal(await post(world, {**asked, "state": ticket}, idp.sign(idp.response(asked)))) == "sso_state"


# -- what it says -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"audience": "https://other.example"}, {"recipient": "https://other.example/acs"}, {"destination": "https://other.example/acs"},
        {"destination": ""}, {"issuer": "https://other.example"}, {"response_issuer": "https://other.example"}, {"request": "_other"},
        {"confirmed": "_other"}, {"request": ""}, {"until": instant(-120)}, {"after": instant(-120)}, {"before": instant(600)},
        {"until": "tomorrow"}, {"after": "2026-13-45T00:00:00Z"}, {"method": "holder-of-key"}, {"authn": ""},
        {"authn": '<saml:AuthnStatement AuthnInstant="2020-01-01T00:00:00Z" SessionNotOnOrAfter="2020-01-01T01:00:00Z"/>'},
        {"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"}, {"name_id": ""}, {"name_id": "x" * 300},
        {"assertion": "_response1"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("what", ["assertion", "both"])
async def test_an_answer_for_somebody_or_something_else_is_refused(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World, facts: dict[str, Any], what: str
) -> None:
    asked = await ask(browser, idp)
    root = idp.response(asked, **facts)
    if facts == {"assertion": "_response1"}:
        what = "none"
    signed = root if what == "none" else idp.sign(root, what=what)
    assert refusal(await post(world, asked, signed)) == "sso_response_invalid"


async def test_a_provider_that_says_no_is_believed(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    root = idp.response(asked, status="urn:oasis:names:tc:SAML:2.0:status:Responder")
    root.remove(root.find(ASSERTION, NS))
    assert refusal(await post(world, asked, root)) == "sso_denied"


async def test_a_failure_with_a_good_assertion_signs_nobody_in(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    root = idp.sign(idp.response(asked, status="urn:oasis:names:tc:SAML:2.0:status:Requester"))
    assert refusal(await post(world, asked, root)) == "sso_denied"


# -- signatures -------------------------------------------------------------------------------------------------------


async def test_an_unsigned_answer_is_refused(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    assert refusal(await post(world, asked, idp.response(asked))) == "sso_response_invalid"


async def test_a_key_that_the_answer_brings_along_is_not_believed(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for what in ("assertion", "response", "both"):
        signed = idp.sign(idp.response(asked), what=what, key=stranger, cert=certificate(stranger))
        assert refusal(await post(world, asked, signed)) == "sso_response_invalid"
        asked = await ask(browser, idp)


@pytest.mark.parametrize(
    "path", ["saml:Assertion/saml:Subject/saml:NameID", ".//saml:AttributeValue", ".//saml:Audience"]
)
async def test_a_change_after_signing_is_refused(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World, path: str
) -> None:
    asked = await ask(browser, idp)
    root = idp.sign(idp.response(asked))
    root.find(path, NS).text = "somebody else"
    assert refusal(await post(world, asked, root)) == "sso_response_invalid"


@pytest.mark.parametrize(
    "how",
    [{"c14n": "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"}, {"digest": "sha224"}, {"algorithm": "rsa-sha224"}],
)
async def test_weak_or_loose_signatures_are_refused(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World, how: dict[str, str]
) -> None:
    asked = await ask(browser, idp)
    assert refusal(await post(world, asked, idp.sign(idp.response(asked), **how))) == "sso_response_invalid"


async def test_sha1_is_refused_although_the_signature_is_right(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    asked = await ask(browser, idp)
    root = idp.sign(idp.response(asked))
    info = root.find(f".//{SIGNATURE}/ds:SignedInfo", NS)
    info.find("ds:SignatureMethod", NS).set("Algorithm", "http://www.w3.org/2000/09/xmldsig#rsa-sha1")
    data = etree.tostring(info, method="c14n", exclusive=True)
    value = base64.b64encode(idp.key.sign(data, PKCS1v15(), hashes.SHA1())).decode()
    root.find(f".//{SIGNATURE}/ds:SignatureValue", NS).text = value
    assert refusal(await post(world, asked, root)) == "sso_response_invalid"


async def test_a_certificate_that_has_expired_signs_nobody_in(
    admin: Client, provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    from datetime import UTC, datetime, timedelta

    idp.pem = certificate(idp.key, until=datetime.now(UTC) - timedelta(days=1))
    await admin.patch(f"/admin/identity-providers/{provider['id']}", json={"config": idp.config()})
    asked = await ask(browser, idp)
    assert refusal(await post(world, asked, idp.sign(idp.response(asked)))) == "sso_response_invalid"


async def test_of_two_certificates_either_may_sign(
    admin: Client, provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    """While the provider changes its key."""
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    config = {**idp.config(), "certificates": [certificate(stranger), idp.pem]}
    await admin.patch(f"/admin/identity-providers/{provider['id']}", json={"config": config})
    asked = await ask(browser, idp)
    assert (await arrive(browser, world, asked, idp.sign(idp.response(asked)))).headers["location"] == "/jobs"


# -- wrapping ---------------------------------------------------------------------------------------------------------


def _evil(assertion: Tree, name: str = "_evil") -> Tree:
    """The assertion as the attacker would like it: of the same shape, about somebody else, not signed."""
    made = copy.deepcopy(assertion)
    made.set("ID", name)
    made.find("saml:Subject/saml:NameID", NS).text = "the administrator"
    signature = made.find(SIGNATURE, NS)
    if signature is not None:
        made.remove(signature)
    return made


def _xsw1(root: Tree) -> Tree:
    """A forged response around; the signed one inside its signature."""
    evil = copy.deepcopy(root)
    evil.set("ID", "_evil_response")
    signature = evil.find(SIGNATURE, NS)
    evil.replace(evil.find(ASSERTION, NS), _evil(evil.find(ASSERTION, NS)))
    inner = copy.deepcopy(root)
    inner.remove(inner.find(SIGNATURE, NS))
    signature.append(inner)
    return evil


def _xsw2(root: Tree) -> Tree:
    """A forged response around; the signed one beside the signature."""
    evil = copy.deepcopy(root)
    evil.set("ID", "_evil_response")
    evil.replace(evil.find(ASSERTION, NS), _evil(evil.find(ASSERTION, NS)))
    inner = copy.deepcopy(root)
    inner.remove(inner.find(SIGNATURE, NS))
    evil.find(SIGNATURE, NS).addprevious(inner)
    return evil


def _xsw3(root: Tree) -> Tree:
    """A forged assertion before the signed one."""
    signed = root.find(ASSERTION, NS)
    signed.addprevious(_evil(signed))
    return root


def _xsw4(root: Tree) -> Tree:
    """The signed assertion inside a forged one."""
    signed = root.find(ASSERTION, NS)
    evil = _evil(signed)
    root.replace(signed, evil)
    evil.append(signed)
    return root


def _xsw5(root: Tree) -> Tree:
    """The signed assertion's signature in a forged one; the original, without it, at the end."""
    signed = root.find(ASSERTION, NS)
    signature = signed.find(SIGNATURE, NS)
    evil = _evil(signed)
    evil.find("saml:Issuer", NS).addnext(signature)
    root.replace(signed, evil)
    root.append(signed)
    return root


def _xsw6(root: Tree) -> Tree:
    """As 5, with the original inside the signature."""
    signed = root.find(ASSERTION, NS)
    signature = signed.find(SIGNATURE, NS)
    evil = _evil(signed)
    evil.find("saml:Issuer", NS).addnext(signature)
    root.replace(signed, evil)
    signature.append(signed)
    return root


def _xsw7(root: Tree) -> Tree:
    """A forged assertion in an extension before the signed one."""
    signed = root.find(ASSERTION, NS)
    extensions = etree.Element(f"{{{NS['samlp']}}}Extensions")
    signed.addprevious(extensions)
    extensions.append(_evil(signed))
    return root


def _xsw8(root: Tree) -> Tree:
    """The original in an object of the signature, which moved to a forged assertion."""
    signed = root.find(ASSERTION, NS)
    signature = signed.find(SIGNATURE, NS)
    evil = _evil(signed)
    evil.find("saml:Issuer", NS).addnext(signature)
    root.replace(signed, evil)
    holder = etree.SubElement(signature, f"{{{NS['ds']}}}Object")
    holder.append(signed)
    return root


def _same_id(root: Tree) -> Tree:
    """Two assertions of one ID: which one was signed?"""
    signed = root.find(ASSERTION, NS)
    signed.addprevious(_evil(signed, signed.get("ID")))
    return root


def _other_spelling(root: Tree) -> Tree:
    """A second ID of another spelling on another element."""
    signed = root.find(ASSERTION, NS)
    root.find("samlp:Status", NS).set("Id", signed.get("ID"))
    return root


def _whole_document(root: Tree) -> Tree:
    """A reference to nothing in particular."""
    root.find(f".//{SIGNATURE}//ds:Reference", NS).set("URI", "")
    return root


def _two_signatures(root: Tree) -> Tree:
    signed = root.find(ASSERTION, NS)
    signed.append(copy.deepcopy(signed.find(SIGNATURE, NS)))
    return root


def _signature_moved_up(root: Tree) -> Tree:
    """The assertion's signature as if it were the response's."""
    signed = root.find(ASSERTION, NS)
    root.find("saml:Issuer", NS).addnext(signed.find(SIGNATURE, NS))
    return root


Attack = Callable[[Tree], Tree]


@pytest.mark.parametrize("attack", [_xsw1, _xsw2])
async def test_a_signed_response_wrapped_into_another_is_refused(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World, attack: Attack
) -> None:
    asked = await ask(browser, idp)
    forged = attack(idp.sign(idp.response(asked), what="response"))
    assert refusal(await post(world, asked, forged)) == "sso_response_invalid"


@pytest.mark.parametrize(
    "attack",
    [_xsw3, _xsw4, _xsw5, _xsw6, _xsw7, _xsw8, _same_id, _other_spelling, _whole_document, _two_signatures, _signature_moved_up],
)  # fmt: skip
async def test_a_signed_assertion_beside_or_inside_a_forged_one_is_refused(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World, attack: Attack
) -> None:
    asked = await ask(browser, idp)
    forged = attack(idp.sign(idp.response(asked)))
    assert refusal(await post(world, asked, forged)) == "sso_response_invalid"


async def test_a_good_assertion_in_a_response_with_a_bad_signature_is_refused(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    root = idp.sign(idp.response(asked), what="both")
    root.set("Destination", asked["acs"] + " ")
    assert refusal(await post(world, asked, root)) == "sso_response_invalid"


# -- tricks with XML --------------------------------------------------------------------------------------------------


async def test_a_comment_inside_a_name_does_not_shorten_it(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    """`admin@uni<!---->.evil.example`: signed as one text, read by careless programs up to the comment."""
    asked = await ask(browser, idp)
    signed = etree.tostring(idp.sign(idp.response(asked, name_id="asha.evil"))).replace(
        b"asha.evil", b"asha<!---->.evil"
    )
    assert refusal(await post(world, asked, encoded(signed))) == "sso_response_invalid"


BOMB = """<!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>"""


@pytest.mark.parametrize(
    "text",
    [
        BOMB + "<x>&e;</x>",
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        '<!DOCTYPE x SYSTEM "http://169.254.169.254/x.dtd"><x/>',
        '<?xml-stylesheet href="http://169.254.169.254/"?><x/>',
        "<x>", "", "not xml", "<x/>", "\x00", "<a>" * 5000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
async def test_what_is_no_plain_answer_is_refused_at_once(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World, text: str, encoding: str
) -> None:
    asked = await ask(browser, idp)
    answer = await post(world, asked, base64.b64encode(text.encode(encoding)).decode())
    assert refusal(answer) == "sso_response_invalid"


async def test_a_document_type_in_a_signed_answer_is_refused(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    data = b'<!DOCTYPE x [<!ENTITY a "b">]>' + etree.tostring(idp.sign(idp.response(asked)))
    assert refusal(await post(world, asked, encoded(data))) == "sso_response_invalid"


@pytest.mark.parametrize("sent", ["%%%", "a" * 500_000])
async def test_what_is_not_base64_or_too_large_is_refused(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World, sent: str
) -> None:
    asked = await ask(browser, idp)
    assert refusal(await post(world, asked, sent)) == "sso_response_invalid"


async def test_an_encrypted_assertion_is_refused_in_words(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    root = idp.response(asked)
    assertion = root.find(ASSERTION, NS)
    root.replace(assertion, etree.Element(f"{{{NS['saml']}}}EncryptedAssertion"))
    async with world.client() as bare:
        form = {"SAMLResponse": encoded(root), "RelayState": asked["state"]}
        answer = await bare.post("/auth/sso/shib/callback", data=form, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert "Encrypted assertions are not supported" in answer.json()["detail"]


# -- who it is --------------------------------------------------------------------------------------------------------


async def test_an_address_is_believed_only_from_a_provider_that_is_trusted_for_it(
    admin: Client, provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    await admin.patch(f"/admin/identity-providers/{provider['id']}", json={"link_verified": False})
    asked = await ask(browser, idp)
    assert refusal(await arrive(browser, world, asked, idp.sign(idp.response(asked)))) == "sso_email_unverified"


async def test_groups_of_an_attribute_give_roles(
    admin: Client, provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    rules = [{"group": "cse", "role": "STUDENT", "branch": "CSE"}]
    change = {"create_accounts": True, "role_rules": rules}
    await admin.patch(f"/admin/identity-providers/{provider['id']}", json=change)
    email = f"nia@{world.slug}.example"
    said = {"mail": [email], "displayName": ["Nia New"], "groups": ["all", "cse"]}
    asked = await ask(browser, idp)
    answer = await arrive(browser, world, asked, idp.sign(idp.response(asked, name_id="nia", attributes=said)))
    assert answer.headers["location"] == "/jobs"
    found = await me(browser)
    assert (found["full_name"], found["roles"], found["student"]["branch"]) == ("Nia New", ["STUDENT"], "CSE")


async def test_a_transient_name_is_replaced_by_a_lasting_attribute(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    facts = {
        "format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
        "attributes": {
            "mail": [world.student.email], "urn:oasis:names:tc:SAML:attribute:pairwise-id": ["ABC@uni.example"],
        },
    }  # fmt: skip
    for number in range(2):
        asked = await ask(browser, idp)
        root = idp.response(asked, name_id=f"_{number}", assertion=f"_assertion{number}", **facts)
        assert (await arrive(browser, world, asked, idp.sign(root))).headers["location"] == "/jobs"


async def test_an_openid_answer_does_not_fit_a_saml_provider(
    provider: dict[str, Any], browser: Client, idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, idp)
    answer = await come_back(browser, {"state": asked["state"], "code": "x"}, "shib")
    assert refusal(answer) == "sso_state"
