"""SAML 2.0, our side: our metadata, the request, and the answer, of which nothing is believed that is not signed.

The answer is read in this order: its shape must be the one shape that we know (so that signature wrapping has no room),
then each signature must be good under a certificate from the provider's metadata, and then the facts are taken only from
the bytes that the signature covers. Why signxml: docs/decisions/0025."""

import base64
import binascii
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from careerdesk.kernel.errors import Invalid
from careerdesk.sso.rules import Asserted, Refused

SAMLP = "{urn:oasis:names:tc:SAML:2.0:protocol}"
SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
MD = "{urn:oasis:names:tc:SAML:2.0:metadata}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
EMAIL_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
ENTITY_FORMAT = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
LEEWAY = timedelta(seconds=60)
MOST_BYTES = 300_000

_METHODS = frozenset(
    method
    for method in SignatureMethod
    if method.name.startswith(("RSA_", "ECDSA_", "SHA"))
    and any(n in method.name for n in ("SHA256", "SHA384", "SHA512"))
)
_DIGESTS = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})
_SUBJECT_NAMES = ("urn:oasis:names:tc:SAML:attribute:subject-id", "urn:oasis:names:tc:SAML:attribute:pairwise-id")
_EMAIL_NAMES = (
    "urn:oid:0.9.2342.19200300.100.1.3", "mail", "email",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
)  # fmt: skip
_NAME_NAMES = (
    "urn:oid:2.16.840.1.113730.3.1.241", "displayName", "http://schemas.microsoft.com/identity/claims/displayname", "name",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "urn:oid:2.5.4.3", "cn",
)  # fmt: skip
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer must be an answer to. `certificates` in PEM, from the provider's metadata alone."""

    acs_url: str
    our_entity_id: str
    request_id: str
    entity_id: str
    certificates: tuple[str, ...]
    groups_attribute: str | None = None
    email_attribute: str | None = None
    name_attribute: str | None = None
    subject_attribute: str | None = None


@dataclass(frozen=True, slots=True)
class Believed:
    """What a good answer says; `assertion_id` must not be seen again before `until`."""

    asserted: Asserted
    assertion_id: str
    until: datetime


def parsed(data: bytes, *, comments: bool = False) -> Any:
    """XML without a document type, entities, and but for `comments` (which are dropped) without comments and processing
    instructions; nothing is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False,
        remove_comments=comments, remove_pis=comments,
    )  # fmt: skip
    try:
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise Refused("The XML declares a document type.")
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("This is not XML.") from error
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None or info.externalDTD is not None:
        raise Refused("The XML declares a document type.")
    if any(not isinstance(one.tag, str) for one in root.getroottree().iter()):
        raise Refused("The XML has comments or instructions in it.")
    return root


# -- our side ---------------------------------------------------------------------------------------------------------


def our_metadata(entity_id: str, acs_url: str) -> bytes:
    """What a provider wants to know of us."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<md:EntityDescriptor xmlns:md="{MD[1:-1]}" entityID={quoteattr(entity_id)}>'
        '<md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" '
        f'protocolSupportEnumeration="{SAMLP[1:-1]}">'
        "<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>"
        f'<md:AssertionConsumerService Binding="{POST}" Location={quoteattr(acs_url)} index="0" isDefault="true"/>'
        "</md:SPSSODescriptor></md:EntityDescriptor>\n"
    ).encode()


def request_url(sso_url: str, *, request_id: str, relay_state: str, entity_id: str, acs_url: str, now: datetime) -> str:
    """Where the browser is sent (HTTP-Redirect binding)."""
    request = (
        f'<samlp:AuthnRequest xmlns:samlp="{SAMLP[1:-1]}" xmlns:saml="{SAML[1:-1]}" ID="{request_id}" Version="2.0" '
        f'IssueInstant="{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" Destination={quoteattr(sso_url)} '
        f'ProtocolBinding="{POST}" AssertionConsumerServiceURL={quoteattr(acs_url)}>'
        f"<saml:Issuer>{quoteattr(entity_id)[1:-1]}</saml:Issuer>"
        '<samlp:NameIDPolicy AllowCreate="true"/></samlp:AuthnRequest>'
    ).encode()
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = base64.b64encode(squeezer.compress(request) + squeezer.flush()).decode()
    joint = "&" if "?" in sso_url else "?"
    return f"{sso_url}{joint}{urlencode({'SAMLRequest': packed, 'RelayState': relay_state})}"


# -- the provider's metadata ------------------------------------------------------------------------------------------


def read_metadata(text: str) -> dict[str, Any]:
    """`entity_id`, `sso_url` and `certificates` of a provider's metadata; 422 saying what is missing."""
    try:
        root = parsed(text.strip().encode(), comments=True)
    except Refused as error:
        raise Invalid.field("config/metadata_xml", f"The metadata cannot be read: {error.detail}") from error
    entities = [one for one in root.iter(f"{MD}EntityDescriptor") if one.find(f"{MD}IDPSSODescriptor") is not None]
    if len(entities) != 1:
        raise Invalid.field(
            "config/metadata_xml", f"The metadata must describe one identity provider; this has {len(entities)}."
        )
    role = entities[0].find(f"{MD}IDPSSODescriptor")
    urls = [one.get("Location") for one in role.findall(f"{MD}SingleSignOnService") if one.get("Binding") == REDIRECT]
    found = []
    for descriptor in role.findall(f"{MD}KeyDescriptor"):
        if descriptor.get("use") in (None, "signing"):
            found += [one.text or "" for one in descriptor.iter(f"{DS}X509Certificate")]
    if not urls or not urls[0]:
        raise Invalid.field("config/metadata_xml", "The metadata names no sign-in address for HTTP-Redirect.")
    certificates = [pem_of(one) for one in dict.fromkeys("".join(text.split()) for text in found)]
    if not certificates:
        raise Invalid.field("config/metadata_xml", "The metadata has no certificate for signatures.")
    return {"entity_id": entities[0].get("entityID", ""), "sso_url": urls[0], "certificates": certificates}


def pem_of(text: str) -> str:
    """A certificate, given in PEM or in bare base64, as PEM; 422 for what is none."""
    bare = "".join(line for line in text.strip().splitlines() if "-----" not in line)
    try:
        return x509.load_der_x509_certificate(base64.b64decode(bare)).public_bytes(Encoding.PEM).decode()
    except ValueError as error:
        raise Invalid.field("config/certificates", "This is not an X.509 certificate.") from error


def certificate_facts(pem: str) -> tuple[str, datetime]:
    """Subject and expiry."""
    found = x509.load_pem_x509_certificate(pem.encode())
    return found.subject.rfc4514_string()[:300], found.not_valid_after_utc


# -- the answer -------------------------------------------------------------------------------------------------------


def believed(encoded: str, expected: Expected, now: datetime) -> Believed:
    """What an answer says, if it may be believed; `Refused` otherwise."""
    if len(encoded) > MOST_BYTES * 4 // 3:
        raise Refused("The answer is too large.")
    try:
        data = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("The answer is not base64.") from error
    root = parsed(data)
    assertion = _only_assertion(root)
    covered = _verified(root, assertion, data, expected.certificates)
    response, facts = covered.get(root.tag, root), covered.get(assertion.tag)
    if facts is None:
        facts = response.find(f"{SAML}Assertion")
    if facts is None or facts.get("ID") != assertion.get("ID"):
        raise Refused("The assertion is not what was signed.")
    _check_response(response, expected, signed=root.tag in covered)
    return _believe(facts, expected, now)


def _only_assertion(root: Any) -> Any:
    """The assertion of an answer that has the shape we know: Response → [Signature], Assertion → [Signature]."""
    if root.tag != f"{SAMLP}Response" or root.get("Version") != "2.0":
        raise Refused("This is not a SAML 2.0 response.")
    if (
        next(root.iter(f"{SAML}EncryptedAssertion", f"{SAML}EncryptedID", f"{SAML}EncryptedAttribute"), None)
        is not None
    ):
        raise Refused("Encrypted assertions are not supported: turn encryption off for Careerdesk at the provider.")
    if len(list(root.iter(f"{SAMLP}Response"))) != 1:
        raise Refused("There is a response inside the response.")
    status = root.find(f"{SAMLP}Status/{SAMLP}StatusCode")
    assertions = list(root.iter(f"{SAML}Assertion"))
    if not assertions and status is not None and status.get("Value") != SUCCESS:
        raise Refused("The identity provider did not sign this person in.", code="sso_denied")
    if len(assertions) != 1 or assertions[0].getparent() is not root:
        raise Refused("There must be exactly one assertion.")
    ids = [
        value
        for one in root.iter()
        for name, value in one.attrib.items()
        if etree.QName(name).localname.lower() == "id"
    ]
    if len(set(ids)) != len(ids):
        raise Refused("Two elements have the same ID.")
    return assertions[0]


def _verified(root: Any, assertion: Any, data: bytes, certificates: Sequence[str]) -> dict[str, Any]:
    """What the signatures cover, by tag. Each signature that is there must be good."""
    places = {root: "./", assertion: f"./{SAML}Assertion/"}
    signatures = list(root.iter(f"{DS}Signature"))
    owners = [one.getparent() for one in signatures]
    if not signatures or any(owner not in places for owner in owners) or len(set(owners)) != len(owners):
        raise Refused("The response is not signed where it should be.")
    covered = {}
    for signature, owner in zip(signatures, owners, strict=True):
        _check_signature_shape(signature, owner)
        covered[owner.tag] = _signed(data, owner, places[owner], certificates)
    return covered


def _check_signature_shape(signature: Any, owner: Any) -> None:
    references = list(signature.iter(f"{DS}Reference"))
    method = signature.find(f"{DS}SignedInfo/{DS}CanonicalizationMethod")
    if len(references) != 1 or not owner.get("ID") or references[0].get("URI") != f"#{owner.get('ID')}":
        raise Refused("The signature is about something else.")
    transforms = {one.get("Algorithm") for one in references[0].iter(f"{DS}Transform")}
    if not transforms <= {ENVELOPED, EXCLUSIVE} or method is None or method.get("Algorithm") != EXCLUSIVE:
        raise Refused("The signature transforms the document in a way that is not accepted.")
    if next(signature.iter(f"{DS}Object"), None) is not None:
        raise Refused("The signature carries something along.")


def _signed(data: bytes, owner: Any, place: str, certificates: Sequence[str]) -> Any:
    config = SignatureConfiguration(
        location=place, expect_references=1, signature_methods=_METHODS, digest_algorithms=_DIGESTS
    )
    for pem in certificates:
        try:
            found = XMLVerifier().verify(data, x509_cert=pem, id_attribute="ID", expect_config=config)
        except (SignXMLException, etree.LxmlError, ValueError, TypeError, AttributeError, KeyError):
            continue
        covered = None if isinstance(found, list) else found.signed_xml
        if covered is not None and covered.tag == owner.tag and covered.get("ID") == owner.get("ID"):
            return covered
    raise Refused("The response is not signed by this provider, or its certificate has expired.")


def _check_response(response: Any, expected: Expected, *, signed: bool) -> None:
    status = response.find(f"{SAMLP}Status/{SAMLP}StatusCode")
    if status is None or status.get("Value") != SUCCESS:
        raise Refused("The identity provider did not sign this person in.", code="sso_denied")
    destination = response.get("Destination")
    if destination != expected.acs_url and (destination is not None or signed):
        raise Refused("The response was sent to another address.")
    if response.get("InResponseTo") != expected.request_id:
        raise Refused("The response answers another request.")
    issuer = response.find(f"{SAML}Issuer")
    if issuer is not None:
        _check_issuer(issuer, expected)


def _check_issuer(issuer: Any, expected: Expected) -> None:
    if issuer is None or issuer.get("Format", ENTITY_FORMAT) != ENTITY_FORMAT or _text(issuer) != expected.entity_id:
        raise Refused("The response comes from another provider.")


def _believe(assertion: Any, expected: Expected, now: datetime) -> Believed:
    if assertion.get("Version") != "2.0":
        raise Refused("This is not a SAML 2.0 assertion.")
    _check_issuer(assertion.find(f"{SAML}Issuer"), expected)
    _check_conditions(assertion, expected, now)
    until = _confirmed_until(assertion, expected, now)
    names = assertion.findall(f"{SAML}Subject/{SAML}NameID")
    if len(names) > 1:
        raise Refused("The assertion names two people.")
    attributes = _attributes(assertion)
    subject = _subject(names[0] if names else None, attributes, expected)
    email = _first(attributes, expected.email_attribute, _EMAIL_NAMES)
    if email is None and names and names[0].get("Format") == EMAIL_FORMAT:
        email = _text(names[0])
    groups = attributes.get(expected.groups_attribute, []) if expected.groups_attribute else []
    asserted = Asserted(
        subject=subject,
        email=email,
        email_verified=None,
        full_name=_first(attributes, expected.name_attribute, _NAME_NAMES),
        groups=tuple(groups[:200]),
    )
    return Believed(asserted, assertion.get("ID"), until)


def _check_conditions(assertion: Any, expected: Expected, now: datetime) -> None:
    conditions = assertion.findall(f"{SAML}Conditions")
    if len(conditions) != 1:
        raise Refused("The assertion says not for whom it is.")
    before, after = _instant(conditions[0], "NotBefore"), _instant(conditions[0], "NotOnOrAfter")
    if (before is not None and before - LEEWAY > now) or (after is not None and after + LEEWAY <= now):
        raise Refused("The assertion is not valid now: compare the clocks.")
    restrictions = conditions[0].findall(f"{SAML}AudienceRestriction")
    heard = [[_text(one) for one in each.findall(f"{SAML}Audience")] for each in restrictions]
    if not heard or any(expected.our_entity_id not in each for each in heard):
        raise Refused("The assertion is meant for somebody else.")
    statements = assertion.findall(f"{SAML}AuthnStatement")
    ends = [_instant(one, "SessionNotOnOrAfter") for one in statements]
    if not statements or any(end is not None and end + LEEWAY <= now for end in ends):
        raise Refused("The assertion does not say that somebody signed in.")


def _confirmed_until(assertion: Any, expected: Expected, now: datetime) -> datetime:
    """Until when the bearer may come with it, by a confirmation that is meant for us and for this request."""
    for one in assertion.findall(f"{SAML}Subject/{SAML}SubjectConfirmation"):
        data = one.find(f"{SAML}SubjectConfirmationData")
        if one.get("Method") != BEARER or data is None:
            continue
        after, before = _instant(data, "NotOnOrAfter"), _instant(data, "NotBefore")
        fits = data.get("Recipient") == expected.acs_url and data.get("InResponseTo") == expected.request_id
        if fits and after is not None and after + LEEWAY > now and (before is None or before - LEEWAY <= now):
            return after
    raise Refused("The assertion is not for this request, or came too late.")


def _attributes(assertion: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in assertion.findall(f"{SAML}AttributeStatement/{SAML}Attribute"):
        values = [_text(value) for value in one.findall(f"{SAML}AttributeValue")]
        for name in {one.get("Name"), one.get("FriendlyName")} - {None, ""}:
            found.setdefault(name, []).extend(value for value in values if 0 < len(value) <= 300)
    return found


def _first(attributes: Mapping[str, list[str]], named: str | None, usual: Sequence[str]) -> str | None:
    for name in [named] if named else usual:
        if attributes.get(name):
            return attributes[name][0]
    return None


def _subject(name_id: Any, attributes: Mapping[str, list[str]], expected: Expected) -> str:
    """What stays the same for this person. A transient name is a new one each time."""
    stable = _first(attributes, expected.subject_attribute, _SUBJECT_NAMES)
    if (
        stable is None
        and expected.subject_attribute is None
        and name_id is not None
        and name_id.get("Format") != TRANSIENT
    ):
        stable = _text(name_id)
    if not stable or len(stable) > 255:
        raise Refused(
            "The provider sends no lasting name for this person: have it send a persistent NameID, or name an attribute."
        )
    return stable


def _text(element: Any) -> str:
    """The whole text of an element that has nothing but text in it."""
    if len(element):
        raise Refused("There is something inside a text.")
    return (element.text or "").strip()


def _instant(element: Any, name: str) -> datetime | None:
    value = element.get(name)
    if value is None:
        return None
    if not _INSTANT.fullmatch(value):
        raise Refused("An instant in the assertion cannot be read.")
    try:
        found = datetime.fromisoformat(value)
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except ValueError as error:
        raise Refused("An instant in the assertion cannot be read.") from error
