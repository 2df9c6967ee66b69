"""SAML answers that were tampered with: signatures, wrapping in all its variants, tricks with XML."""

import base64
import copy
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from tests.conftest import Client, World
from tests.sso.conftest import arrive, ask, post, refusal
from tests.sso.saml_provider import NS, SamlProvider, certificate, encoded

Tree = Any
ASSERTION, SIGNATURE = "saml:Assertion", "ds:Signature"


# -- signatures -------------------------------------------------------------------------------------------------------


async def test_an_unsigned_answer_is_refused(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    assert refusal(await post(world, asked, saml_idp.response(asked))) == "sso_response_invalid"


async def test_a_key_that_the_answer_brings_along_is_not_believed(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for what in ("assertion", "response", "both"):
        signed = saml_idp.sign(saml_idp.response(asked), what=what, key=stranger, cert=certificate(stranger))
        assert refusal(await post(world, asked, signed)) == "sso_response_invalid"
        asked = await ask(browser, saml_idp)


@pytest.mark.parametrize(
    "path", ["saml:Assertion/saml:Subject/saml:NameID", ".//saml:AttributeValue", ".//saml:Audience"]
)
async def test_a_change_after_signing_is_refused(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World, path: str
) -> None:
    asked = await ask(browser, saml_idp)
    root = saml_idp.sign(saml_idp.response(asked))
    root.find(path, NS).text = "somebody else"
    assert refusal(await post(world, asked, root)) == "sso_response_invalid"


@pytest.mark.parametrize(
    "how",
    [{"c14n": "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"}, {"digest": "sha224"}, {"algorithm": "rsa-sha224"}],
)
async def test_weak_or_loose_signatures_are_refused(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World, how: dict[str, str]
) -> None:
    asked = await ask(browser, saml_idp)
    assert refusal(await post(world, asked, saml_idp.sign(saml_idp.response(asked), **how))) == "sso_response_invalid"


async def test_sha1_is_refused_although_the_signature_is_right(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    asked = await ask(browser, saml_idp)
    root = saml_idp.sign(saml_idp.response(asked))
    info = root.find(f".//{SIGNATURE}/ds:SignedInfo", NS)
    info.find("ds:SignatureMethod", NS).set("Algorithm", "http://www.w3.org/2000/09/xmldsig#rsa-sha1")
    data = etree.tostring(info, method="c14n", exclusive=True)
    value = base64.b64encode(saml_idp.key.sign(data, PKCS1v15(), hashes.SHA1())).decode()
    root.find(f".//{SIGNATURE}/ds:SignatureValue", NS).text = value
    assert refusal(await post(world, asked, root)) == "sso_response_invalid"


async def test_a_certificate_that_has_expired_signs_nobody_in(
    admin: Client, provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    from datetime import UTC, datetime, timedelta

    saml_idp.pem = certificate(saml_idp.key, until=datetime.now(UTC) - timedelta(days=1))
    await admin.patch(f"/admin/identity-providers/{provider['id']}", json={"config": saml_idp.config()})
    asked = await ask(browser, saml_idp)
    assert refusal(await post(world, asked, saml_idp.sign(saml_idp.response(asked)))) == "sso_response_invalid"


async def test_of_two_certificates_either_may_sign(
    admin: Client, provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    """While the provider changes its key."""
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    config = {**saml_idp.config(), "certificates": [certificate(stranger), saml_idp.pem]}
    await admin.patch(f"/admin/identity-providers/{provider['id']}", json={"config": config})
    asked = await ask(browser, saml_idp)
    assert (await arrive(browser, world, asked, saml_idp.sign(saml_idp.response(asked)))).headers["location"] == "/jobs"


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
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World, attack: Attack
) -> None:
    asked = await ask(browser, saml_idp)
    forged = attack(saml_idp.sign(saml_idp.response(asked), what="response"))
    assert refusal(await post(world, asked, forged)) == "sso_response_invalid"


@pytest.mark.parametrize(
    "attack",
    [_xsw3, _xsw4, _xsw5, _xsw6, _xsw7, _xsw8, _same_id, _other_spelling, _whole_document, _two_signatures, _signature_moved_up],
)  # fmt: skip
async def test_a_signed_assertion_beside_or_inside_a_forged_one_is_refused(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World, attack: Attack
) -> None:
    asked = await ask(browser, saml_idp)
    forged = attack(saml_idp.sign(saml_idp.response(asked)))
    assert refusal(await post(world, asked, forged)) == "sso_response_invalid"


async def test_a_good_assertion_in_a_response_with_a_bad_signature_is_refused(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    root = saml_idp.sign(saml_idp.response(asked), what="both")
    root.set("Destination", asked["acs"] + " ")
    assert refusal(await post(world, asked, root)) == "sso_response_invalid"


# -- tricks with XML --------------------------------------------------------------------------------------------------


async def test_a_comment_inside_a_name_does_not_shorten_it(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    """`admin@uni<!---->.evil.example`: signed as one text, read by careless programs up to the comment."""
    asked = await ask(browser, saml_idp)
    signed = etree.tostring(saml_idp.sign(saml_idp.response(asked, name_id="asha.evil"))).replace(
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
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World, text: str, encoding: str
) -> None:
    asked = await ask(browser, saml_idp)
    answer = await post(world, asked, base64.b64encode(text.encode(encoding)).decode())
    assert refusal(answer) == "sso_response_invalid"


async def test_a_document_type_in_a_signed_answer_is_refused(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    data = b'<!DOCTYPE x [<!ENTITY a "b">]>' + etree.tostring(saml_idp.sign(saml_idp.response(asked)))
    assert refusal(await post(world, asked, encoded(data))) == "sso_response_invalid"


@pytest.mark.parametrize("sent", ["%%%", "a" * 500_000])
async def test_what_is_not_base64_or_too_large_is_refused(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World, sent: str
) -> None:
    asked = await ask(browser, saml_idp)
    assert refusal(await post(world, asked, sent)) == "sso_response_invalid"


async def test_an_encrypted_assertion_is_refused_in_words(
    provider: dict[str, Any], browser: Client, saml_idp: SamlProvider, world: World
) -> None:
    asked = await ask(browser, saml_idp)
    root = saml_idp.response(asked)
    assertion = root.find(ASSERTION, NS)
    root.replace(assertion, etree.Element(f"{{{NS['saml']}}}EncryptedAssertion"))
    async with world.client() as bare:
        form = {"SAMLResponse": encoded(root), "RelayState": asked["state"]}
        answer = await bare.post("/auth/sso/shib/callback", data=form, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert "Encrypted assertions are not supported" in answer.json()["detail"]
