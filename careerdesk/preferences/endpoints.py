"""Preferences and saved views over HTTP."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from careerdesk.kernel.asking import Asked
from careerdesk.kernel.routing import Current, Json, Router
from careerdesk.permissions.actions import Permission
from careerdesk.preferences import service
from careerdesk.preferences.schemas import (
    Preferences,
    PreferencesPatch,
    ViewBody,
    ViewItem,
    ViewPage,
    ViewPatch,
    ViewsQuery,
)

preferences = Router("preferences", "/users/me/preferences")
views = Router("views", "/views")


@preferences.get("", needs=Permission.ACCOUNT, returns=Preferences)
async def get_preferences(context: Current) -> Preferences:
    """How I like to work."""
    return await service.preferences(context)


@preferences.patch("", needs=Permission.ACCOUNT, returns=Preferences)
async def change_preferences(context: Current, body: PreferencesPatch) -> Preferences:
    """Change some of my preferences."""
    return await service.change(context, body)


@views.get("", needs=Permission.ACCOUNT, returns=ViewPage)
async def list_views(context: Current, query: Annotated[ViewsQuery, Asked]) -> Json:
    """The views that I saved, and those that the office shares."""
    return Json(await service.page(context, query))


@views.post("", needs=Permission.ACCOUNT, returns=ViewItem, status=201)
async def save_view(context: Current, body: ViewBody) -> ViewItem:
    """Save a list under a name."""
    return await service.save(context, body)


@views.patch("/{view_id}", needs=Permission.ACCOUNT, returns=ViewItem)
async def change_view(context: Current, view_id: UUID, body: ViewPatch) -> ViewItem:
    """Change the name, the query or the audience of a view of mine."""
    return await service.rename(context, view_id, body)


@views.delete("/{view_id}", needs=Permission.ACCOUNT, status=204)
async def delete_view(context: Current, view_id: UUID) -> Response:
    """Delete a view of mine."""
    await service.delete(context, view_id)
    return Response(status_code=204)
