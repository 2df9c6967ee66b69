"""/auth over HTTP: sessions, the password, invitations."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from careerdesk.identity import service
from careerdesk.identity.guard import browser, clear_cookie, handed_out
from careerdesk.identity.repository import SESSIONS
from careerdesk.identity.schemas import (
    ChangePasswordBody,
    InvitationAccept,
    InvitationFor,
    InvitationLook,
    RefreshBody,
    SessionItem,
    Sessions,
    Tokens,
)
from careerdesk.kernel.routing import Current, Router
from careerdesk.organisations import service as organisations
from careerdesk.permissions.actions import Permission

router = Router("auth", "/auth")


@router.post("/refresh", public=True, begins_itself=True, returns=Tokens)
async def refresh(context: Current, body: RefreshBody) -> Response:
    """Exchange a refresh token for new tokens."""
    return handed_out(context, await service.refresh(context, body.refresh_token))


@router.post("/logout", needs=Permission.ACCOUNT, status=204)
async def logout(context: Current) -> Response:
    """Sign out."""
    await service.sign_out(context)
    response = Response(status_code=204)
    clear_cookie(response, context.settings)
    return response


@router.post("/change-password", needs=Permission.ACCOUNT_SECURITY, begins_itself=True, status=204)
async def change_password(context: Current, body: ChangePasswordBody) -> Response:
    """Change the password; other sessions end."""
    await service.change_password(context, **body.model_dump())
    return Response(status_code=204)


@router.get("/sessions", needs=Permission.ACCOUNT_SECURITY, returns=Sessions)
async def list_sessions(context: Current) -> Sessions:
    """Where I am signed in."""
    found = await context.db.rows(SESSIONS, user_id=context.user_id, now=context.now)
    mine = context.caller.session_id
    return Sessions(items=[SessionItem(**record, current=record["id"] == mine) for record in found])


@router.delete("/sessions/{session_id}", needs=Permission.ACCOUNT_SECURITY, status=204)
async def end_session(context: Current, session_id: UUID) -> Response:
    """End one of my sessions."""
    await service.end_session(context, session_id)
    return Response(status_code=204)


@router.post("/invitations/look", public=True, begins_itself=True, returns=InvitationFor)
async def look_at_invitation(context: Current, body: InvitationLook) -> InvitationFor:
    """For whom an invitation is."""
    user = await service.look_at_invitation(context, body.token)
    institution = await organisations.current(context)
    return InvitationFor(email=user.email, full_name=user.full_name, institution=institution.name)


@router.post("/invitations/accept", public=True, begins_itself=True, returns=Tokens)
async def accept_invitation(context: Current, request: Request, body: InvitationAccept) -> Response:
    """Accept an invitation: choose a password."""
    signed_in = await service.accept_invitation(
        context, token=body.token, password=body.password, browser=browser(request)
    )
    return handed_out(context, signed_in)
