"""How the caller likes to work."""

from typing import Any
from uuid import UUID

import asyncpg

from careerdesk.audit import service as audit
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Conflict, Forbidden, Invalid, Missing
from careerdesk.permissions.actions import Permission
from careerdesk.preferences.models import Preference, SavedView
from careerdesk.preferences.repository import CHANGE, DELETE, HOW_MANY, OF, VIEWS
from careerdesk.preferences.schemas import Preferences, PreferencesPatch, ViewBody, ViewItem, ViewPatch, ViewsQuery

MOST_VIEWS = 100


def _shown(found: Preference | None) -> Preferences:
    return Preferences() if found is None else Preferences.model_validate(found, from_attributes=True)


async def preferences(context: Context) -> Preferences:
    """The caller's preferences; the usual ones where nothing was said."""
    return _shown(await context.db.one(Preference, OF, me=context.user_id))


async def change(context: Context, body: PreferencesPatch) -> Preferences:
    """Change what is named and keep the rest."""
    given = body.model_dump(exclude_unset=True)
    if not given:
        raise Invalid("Name at least one preference to change.", code="nothing_to_change")
    found = await context.db.one(
        Preference, CHANGE, me=context.user_id, institution_id=context.institution_id, language=body.language,
        theme=body.theme, density=body.density, single_keys=body.single_keys, columns=given.get("columns") or {}, welcome=body.welcome,
        names_language="language" in given, now=context.now,
    )  # fmt: skip
    names = ", ".join(sorted(given)).replace("_", " ")
    sentence = f"{context.caller.full_name} changed their preferences: {names}"
    await audit.record(context, "preferences.change", ("user", context.user_id), sentence)
    return _shown(found)


async def page(context: Context, query: ViewsQuery) -> bytes:
    """One page of the views that the caller saved, and of those that the office shares."""
    return await VIEWS.page(context.db, query, me=context.user_id, office=context.may(Permission.VIEWS_SHARE))


async def save(context: Context, body: ViewBody) -> ViewItem:
    """Save a list under a name; 409 where the caller has one of that name there."""
    if await context.db.value(HOW_MANY, me=context.user_id) >= MOST_VIEWS:
        raise Conflict(f"You have {MOST_VIEWS} saved views. Delete one to save another.", code="too_many_views")
    _require_office(context, shared=body.shared)
    try:
        made = await context.db.insert(SavedView, user_id=context.user_id, **body.model_dump())
    except asyncpg.UniqueViolationError as error:
        raise _taken(body.name) from error
    await _note(context, "saved", made)
    return _item(context, made)


async def rename(context: Context, view_id: UUID, body: ViewPatch) -> ViewItem:
    """Change the name, the query or who sees a view."""
    view = await _own(context, view_id)
    given = body.given()
    if not given:
        raise Invalid("Name at least one field to change.", code="nothing_to_change")
    _require_office(context, shared=body.shared is True)
    try:
        view = await context.db.update(SavedView, view.id, **given)
    except asyncpg.UniqueViolationError as error:
        raise _taken(given["name"]) from error
    await _note(context, "changed", view)
    return _item(context, view)


async def delete(context: Context, view_id: UUID) -> None:
    view = await _own(context, view_id)
    await context.db.run(DELETE, id=view.id)
    await _note(context, "deleted", view)


def _require_office(context: Context, *, shared: bool) -> None:
    if shared and not context.may(Permission.VIEWS_SHARE):
        raise Forbidden("Only the office shares views. Save it for yourself.")


async def _own(context: Context, view_id: UUID) -> SavedView:
    """A view of the caller's; 403 for one that a colleague shares, 404 for one that is not to be seen."""
    view = await context.db.get(SavedView, view_id, "This view", lock=True)
    if view.user_id == context.user_id:
        return view
    if view.shared and context.may(Permission.VIEWS_SHARE):
        raise Forbidden("Only who saved this view can change it. Save one of your own.")
    raise Missing("This view")


def _taken(name: str) -> Conflict:
    return Conflict(f"You have a view called “{name}” here already.", code="view_exists")


def _item(context: Context, view: SavedView) -> ViewItem:
    shown: dict[str, Any] = {name: getattr(view, name) for name in ViewItem.model_fields if name not in ("mine", "by")}
    return ViewItem(**shown, mine=True, by=context.caller.full_name)


async def _note(context: Context, did: str, view: SavedView) -> None:
    sentence = f"{context.caller.full_name} {did} the view {view.name} of {view.list}"
    await audit.record(context, f"views.{did}", ("view", view.id), sentence, shared=view.shared)
