"""Stop 2 of every request: who is calling, and what a caller who signs in is handed. A bearer token or the browser's cookie leads to one session row, which is
looked up on every request, so that an ended session is ended at once."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from careerdesk.identity import tokens
from careerdesk.identity.repository import SEEN, SESSION
from careerdesk.identity.schemas import Tokens
from careerdesk.identity.service import SignedIn
from careerdesk.kernel.access import Actor
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Forbidden, Missing
from careerdesk.kernel.routing import SAFE_METHODS, answer
from careerdesk.kernel.settings import Settings
from careerdesk.organisations import service as organisations
from careerdesk.permissions.matrix import reaches_of

SEEN_EVERY = timedelta(minutes=5)


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


def browser(request: Request) -> bool:
    """Browsers say where a POST comes from; programs do not, and need no cookie."""
    return "origin" in request.headers


def handed_out(context: Context, signed_in: SignedIn, status: int = 200, **more: Any) -> Response:
    """The tokens of a new session, and for a browser its cookie."""
    body = Tokens(access_token=signed_in.access, refresh_token=signed_in.refresh, expires_in=signed_in.expires_in)
    response = answer({**body.model_dump(), **more}, status)
    if signed_in.cookie is not None:
        set_cookie(response, context.settings, signed_in.cookie)
    return response


async def authenticate(context: Context, request: Request, public: bool) -> None:
    """Set the context's caller and institution. A credential that is not valid leaves the caller signed out. Raises 403
    for an unsafe request that a browser sends from another site."""
    settings = context.settings
    context.ip = client_ip(request, settings)
    context.user_agent = request.headers.get("user-agent", "")[:300]
    found, by_cookie = None, False
    header = request.headers.get("authorization", "")
    if header[:7].lower() == "bearer ":
        session_id = tokens.session_of(settings.secret(), header[7:].strip(), context.now)
        if session_id is not None:
            found = await context.db.lookup(SESSION, id=session_id, secret=None, now=context.now)
    else:
        secret = request.cookies.get(cookie_name(settings))
        if secret:
            found = await context.db.lookup(SESSION, id=None, secret=tokens.digest(secret), now=context.now)
            by_cookie = found is not None
            if by_cookie and request.method not in SAFE_METHODS and not same_origin(request, settings):
                raise Forbidden("This request came from another site.", code="cross_site")
    if found is not None:
        await _admit(context, found, by_cookie)
    elif public:
        await _name_institution(context, request)


async def _admit(context: Context, found: Record, by_cookie: bool) -> None:
    roles = tuple(found["roles"])
    context.actor = Actor(
        user_id=found["user_id"],
        institution_id=found["institution_id"],
        full_name=found["full_name"],
        email=found["email"],
        roles=roles,
        session_id=found["session_id"],
        company_id=found["company_id"],
        department=found["department"],
        by_cookie=by_cookie,
        reaches=reaches_of(roles),
    )
    context.db.enter(found["institution_id"])
    if context.now - found["seen_at"] > SEEN_EVERY:
        await context.db.run(SEEN, id=found["session_id"], now=context.now)


async def _name_institution(context: Context, request: Request) -> None:
    """The institution of a signed-out request: its host name, else the header, else the query, else the default. One that
    does not exist is refused by the API; the pages for people say so themselves."""
    host = (request.url.hostname or "").lower()
    named = request.headers.get("x-institution") or request.query_params.get("institution")
    found = await context.db.lookup("SELECT institution_by(NULL, :host) AS id", host=host) if host else None
    if found is not None and found["id"] is not None:
        context.db.enter(found["id"])
        return
    slug = named or context.settings.default_institution
    if slug is None:
        return
    institution_id = await organisations.find_institution(context, slug=slug[:63])
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
