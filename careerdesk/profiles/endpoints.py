"""One's own account page, pictures, and somebody as others see them, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import File, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from careerdesk.files import service as files
from careerdesk.kernel.context import Context
from careerdesk.kernel.routing import Current, Json, Router, answer, etag, require_unchanged
from careerdesk.people.schemas import Person
from careerdesk.permissions.actions import Permission
from careerdesk.profiles import service
from careerdesk.profiles.schemas import OwnProfileBody, OwnProfileOut, PublicProfile

users = Router("users", "/users")
# Others read of it at most this long after its owner has taken it back.
_KEPT = "private, max-age=300"


async def _own(context: Context) -> Json:
    found = await service.own(context)
    return answer(found, headers={"ETag": etag(found.updated_at)})


@users.get("/me", needs=Permission.ACCOUNT, returns=OwnProfileOut)
async def get_own(context: Current) -> Json:
    """My account page: what I say of myself, and what of it is public."""
    return await _own(context)


@users.put("/me", needs=Permission.ACCOUNT, returns=OwnProfileOut)
async def put_own(context: Current, request: Request, body: OwnProfileBody) -> Json:
    """Change what I say of myself; what is left out stays."""
    before = await service.own(context, lock=True)
    require_unchanged(request, before.updated_at)
    await service.change(context, before, body.given())
    return await _own(context)


@users.post("/avatar", needs=Permission.ACCOUNT, returns=OwnProfileOut, begins_itself=True)
async def set_avatar(context: Current, file: Annotated[UploadFile, File(description="JPEG, PNG or WebP")]) -> Json:
    """Set my picture."""
    await service.set_avatar(context, await file.read())
    return await _own(context)


@users.delete("/avatar", needs=Permission.ACCOUNT, status=204)
async def remove_avatar(context: Current) -> Response:
    """Remove my picture."""
    await service.remove_avatar(context)
    return Response(status_code=204)


@users.get("/{user_id}", public=True, returns=Person | PublicProfile)
async def get_user(context: Current, user_id: UUID) -> Json:
    """One person: whole for those who may read people, else what they show to anybody."""
    found = await service.person(context, user_id)
    if isinstance(found, PublicProfile):
        return answer(found.model_dump(mode="json", exclude_none=True))
    return answer(found, headers={"ETag": etag(found.updated_at)})


@users.get("/{user_id}/avatar", public=True, content="image/webp")
async def get_avatar(context: Current, request: Request, user_id: UUID) -> Response:
    """Somebody's picture."""
    file = await service.avatar(context, user_id)
    tag = f'"{file.sha256.hex()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": _KEPT,
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(await files.read(context, file), media_type=file.media_type, headers=headers)
