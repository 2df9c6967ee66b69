"""A SAML identity provider in memory, which signs whatever a test wants signed."""

import base64
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import SignatureConstructionMethod
from signxml.signer import XMLSigner

NS = {
    "samlp": "urn:oasis:names:tc:SAML:2.0:protocol",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
}
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(key: Any, *, until: datetime | None = None) -> str:
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=800)).not_valid_after(until or now + timedelta(days=400))
    return made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def instant(seconds: float = 0) -> str:
    return f"{datetime.now(UTC) + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%SZ}"


@dataclass
class SamlProvider:
    """`facts` go over the honest ones."""

    entity_id: str = "https://idp.example/saml"
    sso_url: str = "https://idp.example/saml/sso"
    key: Any = field(default_factory=lambda: _KEY)
    pem: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pem = self.pem or certificate(self.key)

    def config(self, **more: Any) -> dict[str, Any]:
        return {"entity_id": self.entity_id, "sso_url": self.sso_url, "certificates": [self.pem], **more}

    def asked(self, url: str) -> dict[str, str]:
        """What a request that came by HTTP-Redirect says."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        request = etree.fromstring(zlib.decompress(base64.b64decode(query["SAMLRequest"]), -15))
        return {
            "state": query["RelayState"],
            "request": request.get("ID"),
            "acs": request.get("AssertionConsumerServiceURL"),
            "audience": request.findtext("saml:Issuer", namespaces=NS) or "",
        }

    def response(self, asked: dict[str, str], **facts: Any) -> Any:
        """An answer that nobody has signed."""
        said = {
            "assertion": "_assertion1", "issuer": self.entity_id, "response_issuer": self.entity_id, "destination": asked["acs"],
            "recipient": asked["acs"], "audience": asked["audience"], "request": asked["request"], "confirmed": asked["request"],
            "name_id": "asha", "format": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", "before": instant(-30),
            "after": instant(300), "until": instant(300), "status": "urn:oasis:names:tc:SAML:2.0:status:Success",
            "attributes": {}, "authn": f'<saml:AuthnStatement AuthnInstant="{instant()}"/>', "method": "bearer", "prolog": "",
            **self.facts, **facts,
        }  # fmt: skip
        attributes = "".join(
            f'<saml:Attribute Name="{name}">'
            + "".join(f"<saml:AttributeValue>{value}</saml:AttributeValue>" for value in values)
            + "</saml:Attribute>"
            for name, values in said["attributes"].items()
        )
        text = f"""{said["prolog"]}<samlp:Response xmlns:samlp="{NS["samlp"]}" xmlns:saml="{NS["saml"]}" ID="_response1" Version="2.0"
 IssueInstant="{instant()}" Destination="{said["destination"]}" InResponseTo="{said["request"]}"
><saml:Issuer>{said["response_issuer"]}</saml:Issuer><samlp:Status><samlp:StatusCode Value="{said["status"]}"/></samlp:Status
><saml:Assertion ID="{said["assertion"]}" Version="2.0" IssueInstant="{instant()}"><saml:Issuer>{said["issuer"]}</saml:Issuer
><saml:Subject><saml:NameID Format="{said["format"]}">{said["name_id"]}</saml:NameID><saml:SubjectConfirmation
 Method="urn:oasis:names:tc:SAML:2.0:cm:{said["method"]}"><saml:SubjectConfirmationData NotOnOrAfter="{said["until"]}"
 Recipient="{said["recipient"]}" InResponseTo="{said["confirmed"]}"/></saml:SubjectConfirmation></saml:Subject
><saml:Conditions NotBefore="{said["before"]}" NotOnOrAfter="{said["after"]}"><saml:AudienceRestriction><saml:Audience
>{said["audience"]}</saml:Audience></saml:AudienceRestriction></saml:Conditions>{said["authn"]}<saml:AttributeStatement
>{attributes}</saml:AttributeStatement></saml:Assertion></samlp:Response>"""
        return etree.fromstring(text.encode())

    def sign(self, root: Any, *, what: str = "assertion", **how: Any) -> Any:
        """The same document with a signature over its assertion, the response or both."""
        for part in ("assertion", "response") if what == "both" else (what,):
            document = etree.fromstring(etree.tostring(root))
            target = document if part == "response" else document.find("saml:Assertion", NS)
            root = self._signed(document, target, **how)
        return root

    def _signed(self, document: Any, target: Any, **how: Any) -> Any:
        signer = XMLSigner(
            method=SignatureConstructionMethod.enveloped,
            signature_algorithm=how.get("algorithm", "rsa-sha256"),
            digest_algorithm=how.get("digest", "sha256"),
            c14n_algorithm=how.get("c14n", EXCLUSIVE),
        )
        issuer = target.find("saml:Issuer", NS)
        place = etree.Element(f"{{{NS['ds']}}}Signature", Id="placeholder", nsmap={"ds": NS["ds"]})
        issuer.addnext(place)
        made = signer.sign(
            etree.fromstring(etree.tostring(target)),
            key=how.get("key", self.key),
            cert=how.get("cert", self.pem),
            reference_uri=f"#{target.get('ID')}",
            id_attribute="ID",
        )
        parent = target.getparent()
        if parent is None:
            return made
        parent.replace(target, made)
        return document


def encoded(root: Any) -> str:
    return base64.b64encode(root if isinstance(root, bytes) else etree.tostring(root)).decode()


def metadata_of(provider: SamlProvider) -> str:
    bare = "".join(line for line in provider.pem.splitlines() if "-----" not in line)
    return f"""<?xml version="1.0"?><!-- made by hand -->
<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="{NS["ds"]}" entityID="{provider.entity_id}">
<IDPSSODescriptor protocolSupportEnumeration="{NS["samlp"]}"><KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data>
<ds:X509Certificate>{bare}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>
<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example/post"/>
<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{provider.sso_url}"/>
</IDPSSODescriptor></EntityDescriptor>"""
