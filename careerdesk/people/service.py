"""People and their roles: one function for each thing the office would say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from careerdesk.audit import service as audit
from careerdesk.identity import service as identity
from careerdesk.kernel import tasks
from careerdesk.kernel.access import Reach
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Conflict, Forbidden, Invalid, Missing, TooMany, Unauthenticated
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.text import spreadsheet_cell
from careerdesk.notifications import service as notifications
from careerdesk.organisations import service as organisations
from careerdesk.people.repository import (
    END_INVITATIONS,
    END_KEYS,
    END_SESSIONS,
    GIVE_ROLES,
    LISTINGS,
    LOCK,
    LOCK_ADMINS,
    PERSON,
    PERSONS,
    SET_STATE,
    STATE,
    TAKE_ROLES,
    TOUCH,
)
from careerdesk.people.schemas import InviteBody, PeopleFilter, Person, PersonPatch, Possible, RoleBody
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.roles import WITH_DEPARTMENT, Role

AGAIN_SECONDS = 60
COLUMNS = ("Name", "E-mail", "State", "Roles", "Company", "Department", "Ends", "Last sign-in", "Created")


async def page(context: Context, query: PeopleFilter) -> bytes:
    """One page of the people of the institution."""
    listing = LISTINGS[context.caller.require(Permission.USERS_READ)]
    return await listing.page(context.db, query, now=context.now, own_department=context.caller.department)


async def export(context: Context, query: PeopleFilter) -> str:
    """Everybody whom the filters leave, as CSV; no cell is taken for a formula."""
    lines, skip = [_line(COLUMNS)], 0
    while True:
        found = orjson.loads(await page(context, query.model_copy(update={"skip": skip, "limit": 1_000})))
        lines += [_line(_cells(one)) for one in found["items"]]
        skip += 1_000
        if skip >= found["total"]:
            return "".join(lines)


def _cells(one: dict[str, Any]) -> list[str]:
    held = one["roles"]
    return [
        one["full_name"], one["email"], one["state"], ", ".join(role["role"] for role in held),
        ", ".join(role["company"]["name"] for role in held if role["company"]),
        ", ".join(role["department"] for role in held if role["department"]),
        ", ".join(role["ends_at"] for role in held if role["ends_at"]),
        one["last_sign_in_at"] or "", one["created_at"],
    ]  # fmt: skip


def _line(cells: Sequence[str]) -> str:
    quoted = (str(spreadsheet_cell(cell)).replace('"', '""') for cell in cells)
    return ",".join(f'"{cell}"' for cell in quoted) + "\r\n"


async def person(context: Context, user_id: UUID) -> Person:
    """Somebody, with what the caller may do about them; 404 for who may not read people."""
    reach = context.reach(Permission.USERS_READ)
    if reach is Reach.NONE:
        raise Missing("This person")
    own_department = context.caller.department
    found = await context.db.row(PERSONS[reach], id=user_id, now=context.now, own_department=own_department)
    if found is None:
        raise Missing("This person")
    return Person(**found, can=_possible(context, found))


def _possible(context: Context, found: Record) -> Possible:
    held, state = _held(found, context.now), found["state"]
    manages = context.may(Permission.USERS_MANAGE) and Role.OPERATOR not in held
    if Role.ADMIN in held and not context.may(Permission.ADMINS_MANAGE):
        manages = False
    other = found["id"] != context.user_id
    return Possible(
        edit=manages,
        edit_roles=manages and other,
        deactivate=manages and other and state != "inactive",
        reactivate=manages and other and state == "inactive",
        invite=manages and state == "invited",
        sign_out=manages,
        act_as=other and state == "active" and context.may(Permission.USERS_ACT_AS) and not held & NEVER_ACTED,
    )


NEVER_ACTED = frozenset({Role.ADMIN, Role.OPERATOR})
INVITABLE = frozenset(Role) - {Role.STUDENT, Role.OPERATOR}


def _held(found: Record, now: datetime) -> frozenset[Role]:
    """The roles that somebody holds now."""
    ends = {Role(one["role"]): one["ends_at"] for one in found["roles"]}
    return frozenset(role for role, until in ends.items() if until is None or datetime.fromisoformat(until) > now)


async def invite(context: Context, body: InviteBody) -> UUID:
    """Invite a member of staff, a supervisor or a recruiter. They choose their password by a link sent to them."""
    if body.role not in INVITABLE:
        raise Invalid.field("role", "Students register or are imported; operators are made on the command line.")
    await _require_may_give(context, frozenset(), frozenset({body.role}))
    await _require_sound(context, [body], email=body.email, is_student=False, reason=body.domain_reason)
    user = await identity.create_account(
        context, email=body.email, full_name=body.full_name, password_hash=None, state="invited"
    )
    await _write_roles(context, user.id, [body])
    await tasks.enqueue(context, "identity.send_invitation", user_id=user.id)
    said = f"{context.caller.full_name} invited {user.full_name} as {_label(body.role)}"
    await audit.record(context, "users.invite", ("user", user.id), said, role=body.role, **_why(body.domain_reason))
    return user.id


async def invite_again(context: Context, user_id: UUID) -> None:
    """Send the invitation once more; 409 for who has an account already."""
    found = await _changing(context, user_id)
    if found["state"] != "invited":
        raise Conflict("This person has an account already and can sign in.", code="already_active")
    sent = found["invited_at"]
    if sent is not None and (since := (context.now - sent).total_seconds()) < AGAIN_SECONDS:
        raise TooMany("An invitation was sent a moment ago.", retry_after=int(AGAIN_SECONDS - since) + 1)
    await tasks.enqueue(context, "identity.send_invitation", user_id=user_id)
    said = f"{context.caller.full_name} sent the invitation of {found['full_name']} again"
    await audit.record(context, "users.invite_again", ("user", user_id), said)


async def change(context: Context, found: Record, body: PersonPatch) -> None:
    """Change somebody's name, their only role, or whether they may sign in."""
    if body.full_name is not None and body.full_name != found["full_name"]:
        await identity.correct(context, found["id"], full_name=body.full_name)
        said = f"{context.caller.full_name} changed the name of {found['full_name']} to {body.full_name}"
        await audit.record(context, "users.rename", ("user", found["id"]), said, **_why(body.reason))
    if body.role is not None:
        held = found["roles"]
        if len(held) > 1:
            raise Conflict("This person holds several roles. Change them together.", code="several_roles")
        if [one["role"] for one in held] != [body.role]:
            await set_roles(context, found, [RoleBody(role=body.role)], reason=body.reason, domain_reason=None)
    if body.active is not None and body.active != (found["state"] != "inactive"):
        await (_reactivate if body.active else _deactivate)(context, found, body.reason)


async def set_roles(
    context: Context, found: Record, roles: Sequence[RoleBody], *, reason: str | None, domain_reason: str | None
) -> None:
    """Give somebody exactly these roles. 409 where the last administrator would go."""
    _require_another(context, found["id"], "Nobody changes their own roles. Ask another administrator.")
    wanted = frozenset(one.role for one in roles)
    before = frozenset(Role(one["role"]) for one in found["roles"])
    await _require_may_give(context, before, wanted)
    await _require_sound(
        context, roles, email=found["email"], is_student=found["is_student"], reason=domain_reason, held=found["roles"]
    )
    stays = any(one.role is Role.ADMIN and one.ends_at is None for one in roles)
    if Role.ADMIN in before and not stays:
        await _require_admin_left(context, without=found["id"])
    await _write_roles(context, found["id"], roles)
    labels = ", ".join(_label(one.role) for one in roles) or "no role"
    said = f"{context.caller.full_name} changed the roles of {found['full_name']} to {labels}"
    now = [one.model_dump(mode="json", exclude_none=True) for one in roles]
    facts = {"before": sorted(before), "after": now, **_why(reason)}
    if domain_reason:
        facts["domain_reason"] = domain_reason
    await audit.record(context, "users.roles", ("user", found["id"]), said, **facts)
    await _tell(context, found["id"], "account.roles", roles=labels, held=[one.role.value for one in roles])


async def sign_out_everywhere(context: Context, user_id: UUID) -> None:
    """End every session of somebody's and forget their devices."""
    found = await _changing(context, user_id)
    await context.db.run(END_SESSIONS, id=user_id, now=context.now)
    said = f"{context.caller.full_name} signed {found['full_name']} out everywhere"
    await audit.record(context, "users.sign_out", ("user", user_id), said)
    await _tell(context, user_id, "account.signed_out")


async def _deactivate(context: Context, found: Record, reason: str | None) -> None:
    """Nobody comes in by this account from the next request on."""
    _require_another(context, found["id"], "Nobody deactivates themself. Ask another administrator.")
    if Role.ADMIN in _held(found, context.now):
        await _require_admin_left(context, without=found["id"])
    await context.db.run(SET_STATE, id=found["id"], state="inactive", now=context.now)
    for sql in (END_SESSIONS, END_KEYS, END_INVITATIONS):
        await context.db.run(sql, id=found["id"], now=context.now)
    said = f"{context.caller.full_name} deactivated the account of {found['full_name']}"
    await audit.record(context, "users.deactivate", ("user", found["id"]), said, **_why(reason))


async def _reactivate(context: Context, found: Record, reason: str | None) -> None:
    # Whatever came in at the very moment of the deactivation does not come back to life.
    for sql in (END_SESSIONS, END_KEYS):
        await context.db.run(sql, id=found["id"], now=context.now)
    used = found["has_password"] or found["last_sign_in_at"] is not None
    state = "active" if used else "invited"
    await context.db.run(SET_STATE, id=found["id"], state=state, now=context.now)
    said = f"{context.caller.full_name} opened the account of {found['full_name']} again"
    await audit.record(context, "users.reactivate", ("user", found["id"]), said, **_why(reason))
    await _tell(context, found["id"], "account.reactivated")


async def locked(context: Context, user_id: UUID) -> Record:
    """Somebody whom the caller may change, and nobody else meanwhile; 404, or 403 with what is missing."""
    return await _changing(context, user_id)


async def _changing(context: Context, user_id: UUID) -> Record:
    await context.db.row(LOCK, id=user_id)
    found = await context.db.row(PERSON, id=user_id, now=context.now)
    if found is None:
        raise Missing("This person")
    held = frozenset(Role(one["role"]) for one in found["roles"])
    if Role.OPERATOR in held:
        raise Forbidden("Operators are changed on the command line.", code="operators_only")
    if Role.ADMIN in held:
        _require_admins(context)
    return found


def _require_admins(context: Context) -> None:
    if not context.may(Permission.ADMINS_MANAGE):
        raise Forbidden("Only administrators can do this to an administrator.", code="admins_only")


def _require_another(context: Context, user_id: UUID, said: str) -> None:
    if user_id == context.user_id:
        raise Forbidden(said, code="own_account")


async def _require_may_give(context: Context, before: frozenset[Role], wanted: frozenset[Role]) -> None:
    if Role.OPERATOR in wanted:
        raise Invalid.field("role", "Operators are made on the command line.")
    if Role.ADMIN in before ^ wanted and not context.may(Permission.ADMINS_MANAGE):
        raise Forbidden("Only an administrator can give or take this role.", code="admins_only")


async def _require_sound(
    context: Context, roles: Sequence[RoleBody], *, email: str, is_student: bool, reason: str | None, held: Any = ()
) -> None:
    """Refuse a role that misses what it needs, or carries what it cannot use."""
    for one in roles:
        label = _label(one.role)
        if one.role is Role.STUDENT and not is_student:
            raise Invalid.field("role", "There is no student record. Students register or are imported.", "no_record")
        if one.ends_at is not None and one.ends_at <= context.now:
            raise Invalid.field("ends_at", "This has passed already. To end a role now, take it away.", "in_past")
        if one.department is not None and one.role not in WITH_DEPARTMENT:
            raise Invalid.field("department", f"A {label} is not bound to a department.", "no_department")
        if one.company_id is not None and one.role is not Role.RECRUITER:
            raise Invalid.field("company_id", f"A {label} is not bound to a company.", "no_company")
        if one.role is Role.RECRUITER:
            if one.company_id is None:
                raise Invalid.field("company_id", "Say for which company this person recruits.", "missing")
            company = await organisations.find_company(context, one.company_id)
            if not any(role["company"] and role["company"]["id"] == str(company.id) for role in held):
                institution = await organisations.current(context)
                organisations.require_own_domain(institution, company, email, reason)


async def _require_admin_left(context: Context, *, without: UUID) -> None:
    """409 where nobody would be left who can give roles. Two who remove each other at once come here one after the other:
    the second is no administrator any more, or is the last one."""
    admins = {record["id"] for record in await context.db.rows(LOCK_ADMINS)}
    if not admins - {without}:
        raise Conflict("This is the last administrator. Make somebody else one first.", code="last_admin")
    if await context.db.value(STATE, id=context.user_id) != "active":
        raise Unauthenticated("Your account was deactivated meanwhile.", code="session_ended")


async def _write_roles(context: Context, user_id: UUID, roles: Sequence[RoleBody]) -> None:
    await context.db.run(TAKE_ROLES, id=user_id, roles=[one.role.value for one in roles])
    await context.db.run(
        GIVE_ROLES,
        ids=[new_id() for _ in roles],
        roles=[one.role.value for one in roles],
        companies=[one.company_id for one in roles],
        departments=[one.department for one in roles],
        ends=[one.ends_at for one in roles],
        user_id=user_id,
        institution_id=context.institution_id,
        now=context.now,
    )
    await context.db.run(TOUCH, id=user_id, now=context.now)


def _label(role: Role) -> str:
    return role.value.replace("_", " ").lower()


def _why(reason: str | None) -> dict[str, str]:
    return {"reason": reason} if reason else {}


async def _tell(context: Context, user_id: UUID, event: str, **facts: Any) -> None:
    item = notifications.Item(
        user_id, event, {"who": context.caller.full_name, **facts}, "/notifications", "user", user_id,
        f"{event}:{user_id}:{context.now.isoformat()}",
    )  # fmt: skip
    await notifications.tell(context, [item])
