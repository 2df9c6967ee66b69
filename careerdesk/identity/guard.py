"""Stop 2 of every request: who is calling, and what a caller who signs in is handed. A bearer token or the browser's cookie leads to one session row, which is
looked up on every request, so that an ended session is ended at once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from careerdesk.identity import tokens
from careerdesk.identity.repository import INSTITUTIONS, KEY, KEY_USED, SEEN, SESSION, SIGNED_IN_AT
from careerdesk.identity.schemas import Tokens
from careerdesk.identity.service import SignedIn
from careerdesk.kernel import limits, marked
from careerdesk.kernel.access import Acting, Actor, Reach
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Forbidden, Missing, Unauthenticated
from careerdesk.kernel.routing import SAFE_METHODS, answer
from careerdesk.kernel.settings import Settings
from careerdesk.organisations import service as organisations
from careerdesk.organisations.states import Feature
from careerdesk.permissions.matrix import (
    NEVER_BY_KEY,
    WITHHELD_WHILE_ACTING,
    WRITES_WITHHELD_WHILE_ACTING,
    department_of,
    reaches_of,
)

SEEN_EVERY = timedelta(minutes=5)
NOTHING: frozenset[str] = frozenset()
BAD_KEY = "This API key is not valid: mistyped, expired, revoked, or not allowed from this address."


def cookie_name(settings: Settings) -> str:
    return "__Host-careerdesk" if settings.secure else "careerdesk_session"


def set_cookie(response: Response, settings: Settings, secret: str) -> None:
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=settings.auth.cookie_days * 86_400,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def clear_cookie(response: Response, settings: Settings) -> None:
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.secure, httponly=True, samesite="lax")


def keep_cookie(response: Response, settings: Settings, name: str, value: str, seconds: int) -> None:
    """A cookie beside the session's, for later sign-ins: `device` (this browser is remembered), `step` (the password was
    right, the code is missing)."""
    response.set_cookie(
        _kept_name(settings, name),
        value,
        max_age=seconds,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def visitor_cookies(request: Request, settings: Settings) -> tuple[bool, str | None, str | None]:
    """Whether a browser asks, and the secrets of its earlier visits: device and step."""
    return browser(request), kept_cookie(request, settings, "device"), kept_cookie(request, settings, "step")


def kept_cookie(request: Request, settings: Settings, name: str) -> str | None:
    return request.cookies.get(_kept_name(settings, name)) or None


def _kept_name(settings: Settings, name: str) -> str:
    return f"__Host-careerdesk-{name}" if settings.secure else f"careerdesk_{name}"


def browser(request: Request) -> bool:
    """Whether one of our own pages asks. Programs do not say where a POST comes from, and need no cookie; another site's
    form gets none either: it would sign its visitor in as somebody of its choosing."""
    return "origin" in request.headers and same_origin(request, request.app.state.house.settings)


def handed_out(context: Context, signed_in: SignedIn, status: int = 200, **more: Any) -> Response:
    """The tokens of a new session, and for a browser its cookie."""
    body = Tokens(access_token=signed_in.access, refresh_token=signed_in.refresh, expires_in=signed_in.expires_in)
    response = answer({**body.model_dump(), **more}, status)
    if signed_in.cookie is not None:
        set_cookie(response, context.settings, signed_in.cookie)
    return response


async def authenticate(context: Context, request: Request, public: bool) -> None:
    """Set the context's caller and institution. A credential that is not valid leaves the caller signed out. Raises 403
    for an unsafe request that a browser sends from another site with our cookie, where somebody must be signed in."""
    settings = context.settings
    context.ip = client_ip(request, settings)
    context.user_agent = request.headers.get("user-agent", "")[:300]
    found, by_cookie = None, False
    header = request.headers.get("authorization", "")
    if header[:7].lower() == "bearer ":
        given = header[7:].strip()
        if given.startswith(marked.MARK):
            await _admit_key(context, request, given)
            return
        session_id = tokens.session_of(settings.secret(), given, context.now)
        if session_id is not None:
            found = await context.db.lookup(SESSION, id=session_id, secret=None, now=context.now)
    else:
        secret = request.cookies.get(cookie_name(settings))
        if secret:
            found = await context.db.lookup(SESSION, id=None, secret=tokens.digest(secret), now=context.now)
            by_cookie = found is not None
            if by_cookie and request.method not in SAFE_METHODS and not same_origin(request, settings):
                if not public:
                    raise Forbidden("This request came from another site.", code="cross_site")
                # Such as an identity provider's answer: it is heard as from somebody who is signed out.
                found, by_cookie = None, False
    if found is not None:
        await _admit(context, found, by_cookie, writes=request.method not in SAFE_METHODS)
    elif public:
        await _name_institution(context, request)


async def _admit(context: Context, found: Record, by_cookie: bool, *, writes: bool) -> None:
    reaches, withheld = reaches_of(tuple(found["roles"]), tuple(found["departments"])), NOTHING
    acting = None
    if found["acting_id"] is not None:
        acting = Acting(found["acting_id"], found["acting_name"], found["acting_session_id"], found["acting_until"])
        withheld = WRITES_WITHHELD_WHILE_ACTING if writes else WITHHELD_WHILE_ACTING
        withheld &= reaches.keys()
        reaches = {name: reach for name, reach in reaches.items() if name not in withheld}
    _enter(
        context, found, reaches, session_id=found["session_id"], by_cookie=by_cookie, acting=acting, withheld=withheld
    )
    if context.now - found["seen_at"] > SEEN_EVERY:
        await context.db.run(SEEN, id=found["session_id"], now=context.now)


def _enter(context: Context, found: Record, reaches: Mapping[str, Reach], **how: Any) -> None:
    context.actor = Actor(
        user_id=found["user_id"],
        institution_id=found["institution_id"],
        full_name=found["full_name"],
        email=found["email"],
        roles=tuple(found["roles"]),
        company_id=found["company_id"],
        department=department_of(tuple(found["roles"]), tuple(found["departments"])),
        reaches=reaches,
        **how,
    )
    context.flags = found["institution_id"], found["flags"] or {}
    context.db.enter(found["institution_id"])


async def require_fresh(context: Context) -> None:
    """403 for somebody who signed in too long ago for what outlives a session: whoever finds a browser open must not be
    able to leave a way in behind."""
    at = await context.db.value(SIGNED_IN_AT, id=context.caller.session_id)
    if at is None or context.now - at > timedelta(minutes=context.settings.auth.fresh_minutes):
        raise Forbidden("You signed in some time ago. Sign in again to do this.", code="sign_in_again")


async def _admit_key(context: Context, request: Request, given: str) -> None:
    """A program with an API key: what its owner may do now, as far as the key was given it. A key that is not valid is
    refused even where nobody needs to sign in: whoever sends one means to be known."""
    read = marked.read(given)
    found = None
    if read is not None:
        found = await context.db.lookup(KEY, public_id=read[0], hash=read[1], now=context.now)
    if found is None or not _allowed(found["allowed_ips"], context.ip):
        # Nobody is known, so the attempt counts under the address it came from.
        await limits.require_below(context, request, strict=True)
        raise Unauthenticated(BAD_KEY, code="key_not_valid", headers={"WWW-Authenticate": "Bearer"})
    held = reaches_of(tuple(found["roles"]), tuple(found["departments"]))
    reaches = {name: held[name] for name in found["scopes"] if name in held and name not in NEVER_BY_KEY}
    _enter(context, found, reaches, key_id=found["key_id"], withheld=frozenset(held.keys() - reaches.keys()))
    await organisations.require_feature(context, Feature.API_KEYS)
    used = found["last_used_at"]
    if used is None or context.now - used > SEEN_EVERY:
        await context.db.run(KEY_USED, id=found["key_id"], now=context.now, ip=context.ip)


def _allowed(networks: Sequence[str], ip: str) -> bool:
    """Whether a key may come from this address; one without a list, from any."""
    if not networks:
        return True
    try:
        address = ip_address(ip)
    except ValueError:
        return False
    # A server that listens on IPv6 as well sees IPv4 callers as ::ffff:203.0.113.7.
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ip_network(network) for network in networks)


async def _name_institution(context: Context, request: Request) -> None:
    """The institution of a signed-out request: its host name, else the header, else the query, else the default. One that
    does not exist is refused by the API; the pages for people say so themselves."""
    host = (request.url.hostname or "").lower()
    named = request.headers.get("x-institution") or request.query_params.get("institution")
    slug = (named or context.settings.default_institution or "")[:63]
    found = await context.db.lookup(INSTITUTIONS, host=host or None, slug=slug or None)
    institution_id: UUID | None = (found["hosted"] or found["named"]) if found is not None else None
    if institution_id is None and named and request.url.path.startswith("/api/"):
        raise Missing("This institution")
    context.db.enter(institution_id)


def same_origin(request: Request, settings: Settings) -> bool:
    """Whether a browser sends this from one of our own pages."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return False
    parts = urlsplit(origin)
    ours = urlsplit(settings.public_url)
    return parts.netloc == request.headers.get("host") or (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc)


def client_ip(request: Request, settings: Settings) -> str:
    """The caller's address; behind a trusted proxy, the last address that it added."""
    peer = request.client.host if request.client else ""
    if peer in settings.trusted_proxies:
        forwarded = request.headers.get("x-forwarded-for", "").split(",")[-1].strip()
        return forwarded[:45] or peer
    return peer
