"""One's own account page, and what others see of it: one function for each thing a person would say."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from careerdesk.audit import service as audit
from careerdesk.files import service as files
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Forbidden, Invalid, Missing
from careerdesk.people import service as people
from careerdesk.people.schemas import Person
from careerdesk.permissions.roles import Role
from careerdesk.profiles.models import OwnProfile
from careerdesk.profiles.repository import AVATAR, LOCK, OPEN, PROFILE
from careerdesk.profiles.schemas import OwnProfileOut, PublicProfile
from careerdesk.profiles.states import IN_STUDENT_RECORD, OF_STUDENTS, PublicField
from careerdesk.students import service as students

PURPOSE = "avatar"


async def own(context: Context, *, lock: bool = False) -> OwnProfileOut:
    """The caller's own page. `lock`: somebody else who changes it at the same moment waits."""
    if lock:
        await context.db.run(LOCK, id=context.user_id)
    found = await _find(context, context.user_id)
    return OwnProfileOut(**found, roles=[Role(role) for role in context.caller.roles], public=_public(found))


async def _find(context: Context, user_id: UUID) -> dict[str, Any]:
    found = await context.db.row(PROFILE, id=user_id)
    if found is None:
        raise Missing("This person")
    return dict(found)


def _public(found: Mapping[str, Any]) -> PublicProfile | None:
    """What anybody sees of somebody; None where that is nothing."""
    if found["state"] != "active":
        return None
    shown = {}
    for field in found["public_fields"]:
        name = "avatar_url" if field == PublicField.AVATAR else field
        if found[name] is not None:
            shown[name] = found[name]
    return PublicProfile(id=found["id"], **shown) if shown else None


async def public(context: Context, user_id: UUID) -> PublicProfile:
    """What somebody shows to anybody of the institution that is asked; 404 where that is nothing."""
    if context.db.tenant is None:
        raise Missing("This person")
    found = _public(await _find(context, user_id))
    if found is None:
        raise Missing("This person")
    return found


async def person(context: Context, user_id: UUID) -> Person | PublicProfile:
    """Somebody as the caller may see them: whole for who may read people, else what is public."""
    try:
        return await people.person(context, user_id)
    except Missing:
        return await public(context, user_id)


async def change(context: Context, before: OwnProfileOut, changes: Mapping[str, Any]) -> None:
    """Change the caller's own page; what is not named stays."""
    _require_oneself(context)
    changes = dict(changes)
    if not before.is_student and OF_STUDENTS & set(changes.get("public_fields", ())):
        raise Invalid.field("public_fields", "Only students have a branch and a year.")
    if before.is_student:
        told = {name: changes.pop(name) for name in IN_STUDENT_RECORD & changes.keys()}
        if told:
            await students.change_profile(context, told)
    elif changes.get("phone"):
        changes["phone"] = await students.phone_of(context, changes["phone"])
    changed = {name: value for name, value in changes.items() if value != getattr(before, name)}
    if not changed:
        return
    await _write(context, changed)
    what = ", ".join(_LABELS.get(name, name.replace("_", " ")) for name in changed)
    sentence = f"{context.caller.full_name} changed their {what}"
    facts = {"public_fields": changed["public_fields"]} if "public_fields" in changed else {}
    await audit.record(context, "users.profile", ("user", context.user_id), sentence, fields=list(changed), **facts)


_LABELS = {
    "bio": "words about themselves", "current_position": "position", "linkedin_url": "LinkedIn address",
    "github_url": "GitHub address", "portfolio_url": "site", "public_fields": "public fields",
}  # fmt: skip


async def _write(context: Context, changed: Mapping[str, Any]) -> None:
    await context.db.run(OPEN, id=context.user_id, institution_id=context.institution_id, now=context.now)
    await context.db.update(OwnProfile, context.user_id, **changed)


async def set_avatar(context: Context, data: bytes) -> None:
    """Put a picture in the place of the caller's earlier one. It is decoded before the transaction begins, so that a broken
    file leaves everything as it was."""
    _require_oneself(context)
    await context.db.release()
    picture = await files.square_of(data)
    await context.db.begin()
    before = await _avatar_of(context)
    file = await files.keep(context, purpose=PURPOSE, name="picture.webp", data=picture, accepted=(files.WEBP,))
    await _write(context, {"avatar_file_id": file.id})
    if before is not None:
        await files.forget(context, before)
    said = f"{context.caller.full_name} {'changed' if before else 'added'} their picture"
    await audit.record(context, "users.avatar", ("user", context.user_id), said, size=file.size)


async def remove_avatar(context: Context) -> None:
    """Remove the caller's picture; removing none changes nothing."""
    _require_oneself(context)
    before = await _avatar_of(context)
    if before is None:
        return
    await _write(context, {"avatar_file_id": None})
    await files.forget(context, before)
    said = f"{context.caller.full_name} removed their picture"
    await audit.record(context, "users.avatar", ("user", context.user_id), said)


async def _avatar_of(context: Context) -> UUID | None:
    await context.db.run(LOCK, id=context.user_id)
    found: UUID | None = (await _find(context, context.user_id))["avatar_file_id"]
    return found


async def avatar(context: Context, user_id: UUID) -> files.StoredFile:
    """Somebody's picture: for people of the institution, and for anybody where its owner shows it; else 404."""
    if context.db.tenant is None:
        raise Missing("This picture")
    found = await context.db.one(files.StoredFile, AVATAR, id=user_id, known=context.actor is not None)
    if found is None:
        raise Missing("This picture")
    return found


def _require_oneself(context: Context) -> None:
    if context.caller.acting is not None:
        name = context.caller.full_name
        raise Forbidden(f"You are acting in the place of {name}. Only they write their own page.", code="acting")
