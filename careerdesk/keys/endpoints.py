"""/auth/keys and /admin/keys over HTTP. What answers with a secret opens its own transaction: so it is never kept for a
repeat with the same Idempotency-Key."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from careerdesk.kernel.asking import Asked
from careerdesk.kernel.routing import Current, Json, Router, answer
from careerdesk.keys import service
from careerdesk.keys.schemas import KeyBody, KeyPage, KeyQuery, Keys, NewKey, RotateBody, ScopeItems
from careerdesk.permissions.actions import Permission

router = Router("keys", "/auth/keys")
admin = Router("keys", "/admin/keys")
SECRET = {"Cache-Control": "no-store"}


@router.get("", needs=Permission.KEYS_OWN, returns=Keys)
async def list_keys(context: Current) -> Keys:
    """My API keys."""
    return Keys(items=await service.mine(context))


@router.get("/scopes", needs=Permission.KEYS_OWN, returns=ScopeItems)
async def list_scopes(context: Current) -> ScopeItems:
    """What I may give to a key."""
    return ScopeItems(items=service.scopes(context))


@router.post("", needs=Permission.KEYS_OWN, returns=NewKey, status=201, begins_itself=True, fresh=True)
async def make_key(context: Current, body: KeyBody) -> Json:
    """Make an API key; it is shown this once."""
    return answer(await service.make(context, **body.model_dump()), 201, SECRET)


@router.post("/{key_id}/rotate", needs=Permission.KEYS_OWN, returns=NewKey, begins_itself=True, fresh=True)
async def rotate_key(context: Current, key_id: UUID, body: RotateBody | None = None) -> Json:
    """Replace a key; the old one works for 24 hours more."""
    given = body or RotateBody()
    return answer(await service.rotate(context, key_id, **given.model_dump()), headers=SECRET)


@router.delete("/{key_id}", needs=Permission.KEYS_OWN, status=204)
async def revoke_key(context: Current, key_id: UUID) -> Response:
    """Revoke a key of mine at once."""
    await service.revoke(context, key_id)
    return Response(status_code=204)


@admin.get("", needs=Permission.KEYS_MANAGE, returns=KeyPage)
async def list_everybodys(context: Current, query: Annotated[KeyQuery, Asked]) -> Json:
    """The API keys of the institution."""
    return Json(await service.page(context, query))


@admin.delete("/{key_id}", needs=Permission.KEYS_MANAGE, status=204)
async def revoke_anybodys(context: Current, key_id: UUID) -> Response:
    """Revoke anybody's key at once."""
    await service.revoke_anybodys(context, key_id)
    return Response(status_code=204)
