"""OpenID Connect: discovery, the code flow with PKCE, and the id_token. Why not a client library:
docs/decisions/0024. Everything that is fetched goes through the egress client."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from joserfc import jwk, jwt
from joserfc.errors import JoseError

from careerdesk.adapters.egress import Egress, EgressError
from careerdesk.kernel.errors import Unavailable
from careerdesk.sso.rules import Asserted, Refused, texts

# Asymmetric ones alone. With HS256 in it, the published key could be taken for a shared secret; `none` needs no key.
ALGORITHMS: Mapping[str, str] = {
    "RS256": "RSA", "RS384": "RSA", "RS512": "RSA", "PS256": "RSA", "PS384": "RSA", "PS512": "RSA",
    "ES256": "EC", "ES384": "EC", "ES512": "EC", "EdDSA": "OKP", "Ed25519": "OKP",
}  # fmt: skip
_HASHES = {"256": "sha256", "384": "sha384", "512": "sha512", "EdDSA": "sha512", "Ed25519": "sha512"}
LEEWAY = 60
KEPT = timedelta(minutes=5)
COOL_DOWN = timedelta(minutes=1)
_MOST = 200


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to a provider."""

    issuer: str
    client_id: str
    secret: str | None
    scopes: tuple[str, ...]
    groups_claim: str
    callback_url: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider says of itself."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    auth_methods: tuple[str, ...]
    challenges: tuple[str, ...] | None
    names_issuer: bool


@dataclass(slots=True)
class _Keys:
    keys: list[Any]
    read_at: datetime
    tried_at: datetime


class Directory:
    """Providers' metadata and keys, kept for five minutes by one process. An unknown key id has the keys read anew, once a
    minute at most: a stream of forged tokens must not become a stream of requests."""

    def __init__(self, egress: Egress):
        self.egress = egress
        self._metadata: dict[str, tuple[Metadata, datetime]] = {}
        self._keys: dict[str, _Keys] = {}

    async def metadata(self, issuer: str, now: datetime, *, fresh: bool = False) -> Metadata:
        kept = self._metadata.get(issuer)
        if kept is None or fresh or now - kept[1] > KEPT:
            kept = (await self._discover(issuer), now)
            _bounded(self._metadata)[issuer] = kept
        return kept[0]

    async def _discover(self, issuer: str) -> Metadata:
        answer = await self.egress.get(issuer.rstrip("/") + "/.well-known/openid-configuration", max_bytes=200_000)
        if answer.status != 200:
            raise EgressError("malformed", f"The issuer answers its discovery address with {answer.status}.")
        found = answer.json()
        if not isinstance(found, dict):
            raise EgressError("malformed", "The discovery document is not an object.")
        if found.get("issuer") != issuer:
            raise EgressError("malformed", "The discovery document names another issuer than the one that was asked.")
        needed = {}
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            needed[name] = self._endpoint(found.get(name), name)
        userinfo = found.get("userinfo_endpoint")
        challenges = found.get("code_challenge_methods_supported")
        return Metadata(
            **needed,
            userinfo_endpoint=self._endpoint(userinfo, "userinfo_endpoint") if userinfo else None,
            auth_methods=texts(found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]),
            challenges=None if challenges is None else texts(challenges),
            names_issuer=found.get("authorization_response_iss_parameter_supported") is True,
        )

    def _endpoint(self, url: Any, name: str) -> str:
        if not isinstance(url, str):
            raise EgressError("malformed", f"The discovery document has no {name}.")
        self.egress.require_allowed(url)
        return url

    async def keys(self, jwks_uri: str, now: datetime, *, fresh: bool = False) -> list[Any]:
        kept = self._keys.get(jwks_uri)
        if kept is None or now - kept.read_at > KEPT or (fresh and now - kept.tried_at > COOL_DOWN):
            if kept is not None:
                kept.tried_at = now
            read = await self._read_keys(jwks_uri)
            kept = _Keys(read, now, now if fresh else now - 2 * COOL_DOWN)
            _bounded(self._keys)[jwks_uri] = kept
        return kept.keys

    async def _read_keys(self, jwks_uri: str) -> list[Any]:
        answer = await self.egress.get(jwks_uri, max_bytes=200_000)
        found = answer.json() if answer.status == 200 else None
        listed = found.get("keys") if isinstance(found, dict) else None
        if not isinstance(listed, list):
            raise EgressError("malformed", "The provider's keys could not be read.")
        made = []
        for one in listed[:50]:
            # Only public asymmetric keys; kinds that are not known are for somebody else.
            if isinstance(one, dict) and one.get("kty") in ("RSA", "EC", "OKP") and one.get("use", "sig") == "sig":
                try:
                    made.append(jwk.import_key({k: v for k, v in one.items() if k not in ("d", "key_ops")}))
                except (JoseError, ValueError, TypeError, KeyError):
                    continue
        return made


def _bounded(kept: dict[str, Any]) -> dict[str, Any]:
    if len(kept) >= _MOST:
        kept.clear()
    return kept


def secret_text() -> str:
    return secrets.token_urlsafe(32)


def authorization_url(client: Client, metadata: Metadata, *, state: str, nonce: str, verifier: str) -> str:
    """Where the browser is sent."""
    challenge = _b64(hashlib.sha256(verifier.encode()).digest())
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": client.callback_url,
        "scope": " ".join(dict.fromkeys(("openid", *client.scopes))),
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in metadata.authorization_endpoint else "?"
    return f"{metadata.authorization_endpoint}{joint}{urlencode(asked)}"


async def asserted(
    directory: Directory, client: Client, now: datetime, *, code: str, nonce: str, verifier: str, issuer: str | None
) -> Asserted:
    """Whom the provider vouches for, in exchange for the code. `issuer`: the `iss` of the redirect (RFC 9207), None where it
    had none. Raises `Refused`, or 503 where the provider does not answer."""
    try:
        metadata = await directory.metadata(client.issuer, now)
        if issuer != client.issuer and (issuer is not None or metadata.names_issuer):
            raise Refused("The answer came from another provider than the one that was asked.")
        tokens = await _exchange(directory.egress, client, metadata, code=code, verifier=verifier)
        claims = await _verified(directory, client, metadata, now, tokens, nonce)
        if not isinstance(claims.get("email"), str) and metadata.userinfo_endpoint:
            claims = {**await _userinfo(directory.egress, metadata.userinfo_endpoint, tokens, claims["sub"]), **claims}
    except EgressError as error:
        raise Unavailable(f"The identity provider could not be asked: {error}", code="sso_unavailable") from error
    return _asserted(client, claims)


def _asserted(client: Client, claims: Mapping[str, Any]) -> Asserted:
    email, said = claims.get("email"), claims.get("email_verified")
    verified = None if said is None else said is True or said == "true"
    joined = " ".join(texts([claims.get("given_name"), claims.get("family_name")]))
    name = next(iter(texts(claims.get("name"))), None) or joined or None
    return Asserted(
        subject=claims["sub"],
        email=email if isinstance(email, str) else None,
        email_verified=verified,
        full_name=name,
        groups=texts(claims.get(client.groups_claim)),
    )


async def _exchange(egress: Egress, client: Client, metadata: Metadata, *, code: str, verifier: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.callback_url,
        "code_verifier": verifier,
    }
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    if client.secret is None:
        form["client_id"] = client.client_id
    elif "client_secret_basic" in metadata.auth_methods or "client_secret_post" not in metadata.auth_methods:
        pair = f"{quote(client.client_id, safe='')}:{quote(client.secret, safe='')}"
        headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    else:
        form |= {"client_id": client.client_id, "client_secret": client.secret}
    answer = await egress.post(metadata.token_endpoint, urlencode(form).encode(), headers=headers, max_bytes=200_000)
    if answer.status != 200:
        # What the provider says may repeat the code; the log and the person get the status alone.
        raise Refused(f"The identity provider did not accept the exchange ({answer.status}).")
    found = answer.json()
    if not isinstance(found, dict) or not isinstance(found.get("id_token"), str):
        raise Refused("The identity provider sent no id_token.")
    return found


async def _verified(
    directory: Directory, client: Client, metadata: Metadata, now: datetime, tokens: Mapping[str, Any], nonce: str
) -> dict[str, Any]:
    token = tokens["id_token"]
    header = _header(token)
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise Refused("The id_token is signed in a way that is not accepted.")
    keys = _fitting(await directory.keys(metadata.jwks_uri, now), algorithm, kid)
    if not keys:
        keys = _fitting(await directory.keys(metadata.jwks_uri, now, fresh=True), algorithm, kid)
    for key in keys:
        try:
            claims: dict[str, Any] = jwt.decode(token, key, algorithms=[algorithm]).claims
        except (JoseError, ValueError, TypeError):
            continue
        _require(claims, client, now, nonce)
        _require_hash(claims.get("at_hash"), tokens.get("access_token"), algorithm)
        return claims
    raise Refused("The id_token is not signed by this provider.")


def _header(token: str) -> dict[str, Any]:
    try:
        first = token.split(".", 1)[0]
        found = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError) as error:
        raise Refused("The id_token cannot be read.") from error
    if not isinstance(found, dict):
        raise Refused("The id_token cannot be read.")
    return found


def _fitting(keys: list[Any], algorithm: str, kid: Any) -> list[Any]:
    return [
        key
        for key in keys
        if key.key_type == ALGORITHMS[algorithm]
        and (kid is None or key.kid == kid)
        and (key.alg is None or key.alg == algorithm)
    ]


def _require(claims: Mapping[str, Any], client: Client, now: datetime, nonce: str) -> None:
    """The claims of OpenID Connect Core 3.1.3.7."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    instant = now.timestamp()
    if claims.get("iss") != client.issuer:
        raise Refused("The id_token comes from another issuer.")
    if client.client_id not in audiences:
        raise Refused("The id_token is meant for somebody else.")
    if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != client.client_id:
        raise Refused("The id_token was issued to another party.")
    if not _number(claims.get("exp")) or claims["exp"] + LEEWAY <= instant:
        raise Refused("The id_token has expired.")
    if not _number(claims.get("iat")) or claims["iat"] - LEEWAY > instant:
        raise Refused("The id_token is from the future: compare the clocks.")
    if _number(claims.get("nbf")) and claims["nbf"] - LEEWAY > instant:
        raise Refused("The id_token is not valid yet.")
    given = claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise Refused("The id_token answers another sign-in.")
    if not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 255:
        raise Refused("The id_token names nobody.")


def _require_hash(at_hash: Any, access_token: Any, algorithm: str) -> None:
    if at_hash is None:
        return
    name = _HASHES.get(algorithm) or _HASHES[algorithm[-3:]]
    digest = hashlib.new(name, str(access_token).encode()).digest()
    if not isinstance(at_hash, str) or not hmac.compare_digest(
        at_hash.encode(), _b64(digest[: len(digest) // 2]).encode()
    ):
        raise Refused("The id_token does not belong to its access token.")


async def _userinfo(egress: Egress, url: str, tokens: Mapping[str, Any], subject: str) -> dict[str, Any]:
    access = tokens.get("access_token")
    if not isinstance(access, str) or not access.isascii() or not access.isprintable():
        return {}
    answer = await egress.get(url, headers={"authorization": f"Bearer {access}"}, max_bytes=200_000)
    found = answer.json() if answer.status == 200 else None
    if not isinstance(found, dict):
        return {}
    if found.get("sub") != subject:
        raise Refused("The provider's userinfo is about somebody else.")
    return found


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
