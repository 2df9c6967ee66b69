"""/users and acting in another's place over HTTP."""

from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from careerdesk.identity.guard import handed_out
from careerdesk.identity.schemas import Tokens
from careerdesk.kernel.asking import Asked
from careerdesk.kernel.context import Context
from careerdesk.kernel.routing import Current, Json, Router, answer, download, etag, require_some, require_unchanged
from careerdesk.people import acting, service
from careerdesk.people.schemas import (
    ActAsBody,
    InviteBody,
    PeopleFilter,
    PeoplePage,
    Person,
    PersonPatch,
    RolesBody,
    Sent,
)
from careerdesk.permissions.actions import Permission

users = Router("users", "/users")
auth = Router("auth", "/auth")


async def _shown(context: Context, user_id: UUID, status: int = 200) -> Json:
    found = await service.person(context, user_id)
    return answer(found, status, {"ETag": etag(found.updated_at)})


@users.get("", needs=Permission.USERS_READ, returns=PeoplePage)
async def list_users(context: Current, query: Annotated[PeopleFilter, Asked]) -> Json:
    """The people of the institution and their roles."""
    return Json(await service.page(context, query))


@users.post("", needs=Permission.USERS_INVITE, returns=Person, status=201)
async def invite_user(context: Current, body: InviteBody) -> Json:
    """Invite a member of staff, a supervisor or a recruiter."""
    return await _shown(context, await service.invite(context, body), 201)


@users.get("/export", needs=Permission.USERS_READ, content="text/csv")
async def export_users(context: Current, query: Annotated[PeopleFilter, Asked]) -> Response:
    """The people of the institution as CSV."""
    text = await service.export(context, query)
    return download(b"\xef\xbb\xbf" + text.encode(), "people.csv", "text/csv; charset=utf-8")


@users.patch("/{user_id}", needs=Permission.USERS_MANAGE, returns=Person)
async def patch_user(context: Current, request: Request, user_id: UUID, body: PersonPatch) -> Json:
    """Change somebody's name, role, or whether they may sign in."""
    found = await service.locked(context, user_id)
    require_unchanged(request, found["updated_at"])
    require_some(body.model_dump(exclude_none=True, exclude={"reason"}))
    await service.change(context, found, body)
    return await _shown(context, user_id)


@users.put("/{user_id}/roles", needs=Permission.USERS_MANAGE, returns=Person)
async def put_roles(context: Current, request: Request, user_id: UUID, body: RolesBody) -> Json:
    """Give somebody exactly these roles."""
    found = await service.locked(context, user_id)
    require_unchanged(request, found["updated_at"])
    await service.set_roles(context, found, body.roles, reason=body.reason, domain_reason=body.domain_reason)
    return await _shown(context, user_id)


@users.post("/{user_id}/invite", needs=Permission.USERS_MANAGE, returns=Sent, status=202)
async def invite_again(context: Current, user_id: UUID) -> Sent:
    """Send the invitation again."""
    await service.invite_again(context, user_id)
    return Sent(message="The invitation is on its way.")


@users.post("/{user_id}/sign-out-everywhere", needs=Permission.USERS_MANAGE, status=204)
async def sign_out_user(context: Current, user_id: UUID) -> Response:
    """End every session of somebody's."""
    await service.sign_out_everywhere(context, user_id)
    return Response(status_code=204)


@users.post("/{user_id}/act-as", needs=Permission.USERS_ACT_AS, returns=Tokens, begins_itself=True, fresh=True)
async def act_as(context: Current, request: Request, user_id: UUID, body: ActAsBody) -> Response:
    """Act in somebody's place for an hour."""
    by_cookie = context.caller.by_cookie
    return handed_out(context, await acting.begin(context, user_id, reason=body.reason, browser=by_cookie))


@auth.post("/act-as/end", needs=Permission.ACCOUNT, returns=Tokens, begins_itself=True)
async def end_acting(context: Current) -> Response:
    """Stop acting, and be oneself again."""
    return handed_out(context, await acting.end(context, browser=context.caller.by_cookie))
