"""/auth/passkeys over HTTP."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from careerdesk.identity.guard import browser, handed_out
from careerdesk.identity.schemas import Tokens
from careerdesk.kernel.routing import Current, Router
from careerdesk.passkeys import service
from careerdesk.passkeys.schemas import AddBody, Ceremony, NameBody, PasskeyItem, Passkeys, SignInBody
from careerdesk.permissions.actions import Permission

router = Router("passkeys", "/auth/passkeys")


@router.get("", needs=Permission.ACCOUNT_SECURITY, returns=Passkeys)
async def list_passkeys(context: Current) -> Passkeys:
    """My passkeys."""
    return await service.mine(context)


@router.post(
    "/options", needs=Permission.ACCOUNT_SECURITY, begins_itself=True, strict=True, fresh=True, returns=Ceremony
)
async def begin_adding(context: Current) -> Ceremony:
    """Begin to add a passkey."""
    return await service.begin_adding(context)


@router.post("", needs=Permission.ACCOUNT_SECURITY, begins_itself=True, returns=PasskeyItem, status=201)
async def add_passkey(context: Current, body: AddBody) -> PasskeyItem:
    """Add the passkey that the browser made."""
    return await service.add(context, ticket=body.ticket, credential=body.credential, name=body.name)


@router.post("/sign-in/options", public=True, begins_itself=True, strict=True, returns=Ceremony)
async def begin_signing_in(context: Current) -> Ceremony:
    """Begin to sign in with a passkey."""
    return await service.begin_signing_in(context)


@router.post("/sign-in", public=True, begins_itself=True, strict=True, returns=Tokens)
async def sign_in(context: Current, request: Request, body: SignInBody) -> Response:
    """Sign in with a passkey."""
    signed_in = await service.sign_in(context, ticket=body.ticket, credential=body.credential, browser=browser(request))
    return handed_out(context, signed_in)


@router.patch("/{passkey_id}", needs=Permission.ACCOUNT_SECURITY, returns=PasskeyItem)
async def rename_passkey(context: Current, passkey_id: UUID, body: NameBody) -> PasskeyItem:
    """Rename a passkey."""
    return await service.rename(context, passkey_id, body.name)


@router.delete("/{passkey_id}", needs=Permission.ACCOUNT_SECURITY, status=204)
async def remove_passkey(context: Current, passkey_id: UUID) -> Response:
    """Remove a passkey."""
    await service.remove(context, passkey_id)
    return Response(status_code=204)
