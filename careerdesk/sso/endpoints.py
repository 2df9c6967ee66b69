"""/auth/sso and /admin/identity-providers over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from careerdesk.identity.guard import handed_out, set_cookie
from careerdesk.identity.schemas import Tokens
from careerdesk.identity.service import SignedIn
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Problem
from careerdesk.kernel.routing import Current, Router, require_some
from careerdesk.organisations import service as organisations
from careerdesk.permissions.actions import Permission
from careerdesk.sso import service, signing_in
from careerdesk.sso.schemas import Findings, ProviderBody, ProviderItem, ProviderPatch, Providers
from careerdesk.sso.signing_in import STATE_SECONDS

router = Router("sso", "/auth/sso")
admin = Router("identity-providers", "/admin/identity-providers")
log = structlog.get_logger()

_FORM: dict[str, Any] = {
    "required": True,
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "required": ["SAMLResponse", "RelayState"],
                "properties": {"SAMLResponse": {"type": "string"}, "RelayState": {"type": "string"}},
            }
        }
    },
}


def _program(request: Request) -> bool:
    """Whether the caller is a program, which wants tokens and problems as JSON. A browser that goes somewhere asks for a
    page."""
    return "text/html" not in request.headers.get("accept", "")


def _cookie_name(context: Context) -> str:
    return "__Host-careerdesk_sso" if context.settings.secure else "careerdesk_sso"


def _held(context: Context, request: Request) -> str:
    return request.cookies.get(_cookie_name(context), "")


def _to(context: Context, url: str, secret: str | None) -> Response:
    """On to another address, with or without the cookie that binds the sign-in to this browser."""
    response = RedirectResponse(url, status_code=302 if secret else 303)
    how: dict[str, Any] = {"path": "/", "secure": context.settings.secure, "httponly": True, "samesite": "lax"}
    if secret is not None:
        response.set_cookie(_cookie_name(context), secret, max_age=STATE_SECONDS, **how)
    else:
        response.delete_cookie(_cookie_name(context), **how)
    return response


async def _or_told(context: Context, request: Request, act: Callable[[], Awaitable[Response]]) -> Response:
    """The answer; or for a browser whose sign-in failed, the sign-in page with the reason's code."""
    try:
        return await act()
    except Problem as problem:
        log.warning("sso.refused", code=problem.code, reason=problem.detail, path=request.url.path)
        if _program(request):
            raise
        await context.db.abandon()
        return _to(context, await _door(context, problem.code), None)


async def _door(context: Context, code: str) -> str:
    """The sign-in page of the institution that somebody wanted to enter."""
    asked = {"sso_error": code}
    if context.db.tenant is not None:
        slug = (await organisations.current(context)).slug
        asked |= {"institution": slug} if slug != context.settings.default_institution else {}
    return f"/login?{urlencode(asked)}"


def _arrived(context: Context, request: Request, signed_in: SignedIn, path: str) -> Response:
    if _program(request):
        return handed_out(context, signed_in)
    response = _to(context, path, None)
    assert signed_in.cookie is not None
    set_cookie(response, context.settings, signed_in.cookie)
    return response


@router.get("/{provider}/login", public=True, strict=True, status=302)
async def begin_sso(context: Current, request: Request, provider: str, next: str | None = None) -> Response:
    """Sign in by an identity provider."""

    async def act() -> Response:
        url, secret = await signing_in.begin(context, provider, next_path=next)
        return _to(context, url, secret)

    return await _or_told(context, request, act)


@router.get("/{provider}/callback", public=True, strict=True, returns=Tokens)
async def finish_sso(context: Current, request: Request, provider: str) -> Response:
    """Come back from an identity provider."""
    sent, held, cookie = request.query_params, _held(context, request), not _program(request)

    async def act() -> Response:
        if "ticket" in sent:
            signed_in, path = await signing_in.redeem(
                context, provider, ticket=sent["ticket"], browser=held, cookie=cookie
            )
        else:
            signed_in, path = await signing_in.finish_oidc(context, provider, sent=sent, browser=held, cookie=cookie)
        return _arrived(context, request, signed_in, path)

    return await _or_told(context, request, act)


@router.post("/{provider}/callback", public=True, strict=True, begins_itself=True, status=303, body=_FORM)
async def receive_sso(context: Current, request: Request, provider: str) -> Response:
    """Take a SAML answer; the browser goes on to the GET of this address."""
    form = await request.form()
    answer, state = str(form.get("SAMLResponse", "")), str(form.get("RelayState", ""))

    async def act() -> Response:
        ticket = await signing_in.receive_saml(context, provider, response=answer, relay_state=state)
        return RedirectResponse(f"{service.callback_url(context, provider)}?ticket={ticket}", status_code=303)

    return await _or_told(context, request, act)


@router.get("/{provider}/metadata", public=True, content="application/samlmetadata+xml")
async def show_metadata(context: Current, provider: str) -> Response:
    """Our SAML metadata for a provider."""
    return Response(await service.metadata(context, provider), media_type="application/samlmetadata+xml")


@admin.get("", needs=Permission.IDENTITY_PROVIDERS_MANAGE, returns=Providers)
async def list_providers(context: Current) -> Providers:
    """The institution's identity providers."""
    return Providers(items=await service.providers(context))


@admin.post("", needs=Permission.IDENTITY_PROVIDERS_MANAGE, returns=ProviderItem, status=201, fresh=True)
async def add_provider(context: Current, body: ProviderBody) -> ProviderItem:
    """Add an identity provider."""
    given = {name: getattr(body, name) for name in ProviderBody.model_fields}
    return await service.shown(context, await service.create(context, **given))


@admin.get("/{provider_id}", needs=Permission.IDENTITY_PROVIDERS_MANAGE, returns=ProviderItem)
async def show_provider(context: Current, provider_id: UUID) -> ProviderItem:
    """One identity provider."""
    return await service.shown(context, await service.find(context, provider_id))


@admin.patch("/{provider_id}", needs=Permission.IDENTITY_PROVIDERS_MANAGE, returns=ProviderItem, fresh=True)
async def change_provider(context: Current, provider_id: UUID, body: ProviderPatch) -> ProviderItem:
    """Change an identity provider."""
    changes = require_some({name: getattr(body, name) for name in body.model_fields_set})
    return await service.shown(context, await service.change(context, provider_id, changes))


@admin.delete("/{provider_id}", needs=Permission.IDENTITY_PROVIDERS_MANAGE, status=204)
async def remove_provider(context: Current, provider_id: UUID) -> Response:
    """Remove an identity provider."""
    await service.remove(context, provider_id)
    return Response(status_code=204)


@admin.post(
    "/{provider_id}/check",
    needs=Permission.IDENTITY_PROVIDERS_MANAGE,
    begins_itself=True,
    strict=True,
    returns=Findings,
)
async def check_provider(context: Current, provider_id: UUID) -> Findings:
    """Check whether people could sign in."""
    return await service.check(context, provider_id)
