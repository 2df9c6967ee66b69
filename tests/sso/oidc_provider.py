"""An OpenID provider in memory, behind the egress client: honest, unless a test says how it lies."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from careerdesk.adapters.egress import Answer, Egress

ISSUER = "https://idp.example"
Claims = dict[str, Any]


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Provider(Egress):
    """`claims` go over the honest ones; `lie` changes the finished token answer."""

    client_id: str = "careerdesk"
    secret: str | None = "s3cret & more"
    algorithm: str = "RS256"
    claims: Claims = field(default_factory=dict)
    lie: Callable[[dict[str, Any]], None] = lambda answer: None
    discovery: Claims = field(default_factory=dict)
    userinfo: Claims | None = None
    calls: list[str] = field(default_factory=list)
    logins: dict[str, Claims] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self.rotate("first")

    def rotate(self, kid: str) -> None:
        """New keys, of every kind."""
        self.kid = kid
        self.keys: dict[str, Any] = {
            "RSA": RSAKey.generate_key(2048),
            "EC": ECKey.generate_key("P-256"),
            "OKP": OKPKey.generate_key("Ed25519"),
        }

    @property
    def key(self) -> Any:
        kind = {"R": "RSA", "P": "RSA", "E": "EC"}[self.algorithm[0]]
        return self.keys["OKP" if self.algorithm.startswith("Ed") else kind]

    def jwks(self) -> dict[str, Any]:
        def public(key: Any, kid: str) -> dict[str, Any]:
            return {**key.as_dict(private=False), "kid": kid, "use": "sig"}

        listed = [public(key, f"{self.kid}-{kind}") for kind, key in self.keys.items()]
        return {"keys": [*listed, {"kty": "oct", "k": "c2VjcmV0", "kid": "symmetric"}, {"kty": "new"}, "nonsense"]}

    def consent(self, url: str, **claims: Any) -> dict[str, str]:
        """The person agrees: what the browser brings back for the address it was sent to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = secrets.token_urlsafe(16)
        self.logins[code] = {"asked": asked, "claims": claims}
        return {"code": code, "state": asked["state"]}

    def _token(self, asked: Mapping[str, str], claims: Claims) -> dict[str, Any]:
        now, access = int(datetime.now(UTC).timestamp()), secrets.token_urlsafe(16)
        hashing = hashlib.sha512 if self.algorithm.startswith("Ed") else getattr(hashlib, f"sha{self.algorithm[2:]}")
        digest = hashing(access.encode()).digest()
        honest = {
            "iss": ISSUER, "aud": self.client_id, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            "at_hash": b64(digest[: len(digest) // 2]), "email_verified": True,
        }  # fmt: skip
        whole = {**honest, **claims, **self.claims}
        return {"access_token": access, "id_token": self.sign(whole), "token_type": "Bearer"}

    def sign(self, claims: Claims) -> str:
        claims = {name: value for name, value in claims.items() if value is not None}
        kind = self.key.key_type
        header = {"alg": self.algorithm, "kid": f"{self.kid}-{kind}"}
        return jwt.encode(header, claims, self.key, algorithms=[self.algorithm])

    async def _once(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None, max_bytes: int, seconds: float
    ) -> Answer:
        path = urlsplit(url).path
        self.calls.append(path)
        handle = {
            "/.well-known/openid-configuration": self._discovery, "/jwks": lambda *_: (200, self.jwks()),
            "/token": self._exchange, "/me": lambda *_: (200, self.userinfo),
        }[path]  # fmt: skip
        status, body = handle(headers, content or b"")
        return Answer(status, {}, json.dumps(body).encode())

    def _discovery(self, *_: Any) -> tuple[int, Any]:
        return 200, {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/auth",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "userinfo_endpoint": f"{ISSUER}/me",
            "code_challenge_methods_supported": ["S256"],
            **self.discovery,
        }

    def _exchange(self, headers: Mapping[str, str], content: bytes) -> tuple[int, Any]:
        form = {name: values[0] for name, values in parse_qs(content.decode()).items()}
        login = self.logins.pop(form.get("code", ""), None)
        if login is None or not self._authenticated(headers, form):
            return 400, {"error": "invalid_grant"}
        asked = login["asked"]
        challenge = b64(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        answer = self._token(asked, login["claims"])
        self.lie(answer)
        return 200, answer

    def _authenticated(self, headers: Mapping[str, str], form: Mapping[str, str]) -> bool:
        if self.secret is None:
            return form.get("client_id") == self.client_id and "authorization" not in headers
        if "client_secret" in form:
            return (form["client_id"], form["client_secret"]) == (self.client_id, self.secret)
        pair = base64.b64decode(headers.get("authorization", "").removeprefix("Basic ")).decode()
        return pair == "careerdesk:s3cret%20%26%20more"


def unsigned(claims: Claims) -> str:
    """A token with `alg: none`."""
    return f"{b64(json.dumps({'alg': 'none'}).encode())}.{b64(json.dumps(claims).encode())}."


def signed_with_the_published_key(provider: Provider, claims: Claims) -> str:
    """HS256, with the public key taken for a shared secret."""
    import hmac

    pem = provider.keys["RSA"].as_pem(private=False)
    header = b64(json.dumps({"alg": "HS256", "kid": f"{provider.kid}-RSA"}).encode())
    body = f"{header}.{b64(json.dumps(claims).encode())}"
    return f"{body}.{b64(hmac.new(pem, body.encode(), hashlib.sha256).digest())}"


def claims_of(token: str) -> Claims:
    part = token.split(".")[1]
    found: Claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


__all__ = ["ISSUER", "OctKey", "Provider", "claims_of", "signed_with_the_published_key", "unsigned"]
