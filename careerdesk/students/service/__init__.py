"""The student record: what the student tells, what the office verifies, what was placed outside of the season.

Imports stand beside, in `service.imports`; taking one back is here, because it is about records.
"""

from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
from pydantic import ValidationError

from careerdesk.audit import service as audit
from careerdesk.codes import service as codes
from careerdesk.codes.schemas import CodeSent
from careerdesk.codes.states import Module
from careerdesk.identity import service as identity
from careerdesk.identity.schemas import RegisterBody
from careerdesk.kernel import progress, tasks
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Conflict, Forbidden, Invalid, Missing
from careerdesk.kernel.ids import new_id
from careerdesk.organisations import service as organisations
from careerdesk.organisations.states import Feature
from careerdesk.permissions.roles import Role
from careerdesk.signin import service as signin
from careerdesk.students import repository, rules
from careerdesk.students.models import Student, StudentImport
from careerdesk.students.repository import ACADEMIC
from careerdesk.students.schemas import OfficeChanges, undo_until

OF_DEPARTMENT = repository.OF_DEPARTMENT
Advance = Callable[[int], Awaitable[None]]
LOCKABLE = ("full_name", *ACADEMIC)


async def bounds(context: Context) -> rules.Bounds:
    """What the institution says of marks, years and phone numbers."""
    institution = await organisations.current(context)
    highest = institution.settings.get("cgpa_max", 10)
    return rules.Bounds(
        cgpa_max=float(highest) if isinstance(highest, int | float) else 10.0,
        year_max=context.now.year + 10,
        region=institution.region,
    )


async def require_may_register(context: Context, given: RegisterBody) -> None:
    """403 where the institution lets nobody of that address register, 422 for what is missing. Looks at what was given
    alone, never at whether the address is known."""
    if given.role not in (None, Role.STUDENT):
        raise Forbidden("Only students register themselves. Staff, supervisors and recruiters are invited.")
    missing = [name for name in ("full_name", "branch") if given.role and not getattr(given, name)]
    if missing or not given.full_name:
        wrong = missing or ["full_name"]
        raise Invalid(
            f"Say your {' and '.join(wrong).replace('_', ' ')}.",
            errors=[{"pointer": f"/{name}", "code": "missing", "message": "This is needed."} for name in wrong],
        )
    await organisations.require_feature(context, Feature.REGISTRATION)
    signin.require_plain_address(given.email)
    institution = await organisations.current(context)
    policy = organisations.policy_of(institution)
    if not policy.may_register(given.email):
        way = f"Register with an address at {' or '.join(policy.domains)}, or ask" if policy.domains else "Ask"
        if policy.registration == "closed":
            way = "Your office opens the accounts. Ask"
        detail = f"{way} the career office of {institution.name} for an invitation."
        domains = " / ".join(policy.domains)
        how = "closed" if policy.registration == "closed" else "domains" if domains else "other"
        raise Forbidden(detail, code="registration_closed", how=how, domains=domains)


async def begin_registration(context: Context, given: RegisterBody) -> CodeSent:
    """Keep what somebody says of themselves until they show by a code that the address is theirs. The same answer and the
    same work for an address that has an account: its owner is told by mail."""
    password_hash = await identity.prepare_account(context, email=given.email, password=given.password)
    keys = codes.Keys(Module.REGISTER, given.email)
    sent = await codes.ask(context, keys)
    await context.db.begin()
    await context.db.run(
        repository.REGISTER,
        id=new_id(),
        institution_id=context.institution_id,
        **given.model_dump(include={"email", "full_name", "role", "branch", "department", "phone"}),
        password_hash=password_hash,
        ip=context.ip,
        user_agent=context.user_agent,
        now=context.now,
    )
    await codes.send(context, keys)
    return sent


async def finish_registration(context: Context, visitor: signin.Visitor, *, email: str, code: str) -> identity.User:
    """The account of somebody who shows the code. It fits what was said last: a code that was mailed for an earlier
    registration opens nothing."""
    address = signin.address_of(email)
    institution_id = context.institution_id
    waiting = await context.db.row(repository.REGISTRATION, email=address, now=context.now)
    about = str(waiting["id"]) if waiting else ""
    await signin.redeem(context, visitor, module=Module.REGISTER, address=address, code=code, about=about)
    await context.db.begin()
    taken = (
        await context.db.row(repository.TAKE_REGISTRATION, id=waiting["id"], institution_id=institution_id)
        if waiting
        else None
    )
    if taken is None:
        raise codes.WrongCode("This registration is too old, or was replaced. Register again.")
    return await make_account(context, **taken)


async def make_account(
    context: Context,
    *,
    email: str,
    full_name: str,
    password_hash: str,
    role: str | None,
    branch: str | None,
    department: str | None,
    phone: str | None,
) -> identity.User:
    """An account, and with the role a student record; the caller is its owner from here on."""
    user = await identity.create_account(
        context, email=email, full_name=full_name, password_hash=password_hash, state="active"
    )
    roles: tuple[str, ...] = ()
    if role:
        assert branch is not None
        await identity.grant(context, user.id, Role.STUDENT)
        await context.db.insert(Student, user_id=user.id, branch=branch, department=department, phone=phone)
        roles = (Role.STUDENT.value,)
    context.actor = identity.actor_of(user, context.institution_id, roles)
    await audit.record(context, "users.register", ("user", user.id), f"{user.full_name} registered")
    return user


async def profile(context: Context, student_id: UUID, *, as_office: bool = False) -> dict[str, Any]:
    """Everything of one student that the office and the student see; 404 where there is no such student in the caller's
    reach. One's own is: not for what the office does (`as_office`)."""
    department = context.caller.department if as_office or student_id != context.caller.user_id else None
    sql = repository.PROFILE if department is None else repository.PROFILE_IN_DEPARTMENT
    found = await context.db.row(sql, id=student_id, own_department=department)
    if found is None:
        raise Missing("This student")
    return _shown(found)


async def open_record(context: Context, user_id: UUID, *, branch: str, department: str | None) -> None:
    """A student record for somebody who has none yet; the figures come later. Whoever calls records why."""
    await context.db.run(
        repository.OPEN_RECORD, user_id=user_id, institution_id=context.institution_id, branch=branch,
        department=department, now=context.now,
    )  # fmt: skip


def _shown(record: Record) -> dict[str, Any]:
    shown: dict[str, Any] = {
        name: float(value) if isinstance(value, Decimal) else value for name, value in record.items()
    }
    fields = shown.pop("verified_fields")
    by = shown.pop("verified_by")
    at = shown.pop("verified_at")
    shown["verified"] = {"at": at, "by": by, "fields": [name for name in ACADEMIC if name in fields]} if at else None
    shown["locked"] = locked(fields)
    return shown


def locked(verified_fields: list[str]) -> list[str]:
    """What the student may no longer change: the verified figures, and with them the name."""
    return [name for name in LOCKABLE if name in verified_fields or (name == "full_name" and verified_fields)]


async def change_profile(context: Context, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The caller's own profile. 409 for what the office verified: a wrong figure is corrected by the office."""
    before = await profile(context, context.user_id)
    changed = await _changed(context, before, changes)
    kept = [name for name in before["locked"] if name in changed]
    if kept:
        labels = " and ".join(name.replace("_", " ") for name in kept)
        raise Conflict(
            f"The office has verified your {labels}. Ask the office for a correction.",
            code="field_locked",
            errors=[
                {"pointer": f"/{name}", "code": "field_locked", "message": "Verified. Ask for a correction."}
                for name in kept
            ],
        )
    if not changed:
        return before
    await _write(context, context.user_id, changed)
    who = context.caller.full_name
    await audit.record(
        context, "students.profile", ("student", context.user_id), f"{who} changed their {_names(changed)}", **changed
    )
    return await profile(context, context.user_id)


async def edit(context: Context, student_id: UUID, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A correction by the office. The academic figures that it states are verified by that."""
    before = await profile(context, student_id, as_office=True)
    changed = await _changed(context, before, changes)
    if not changed:
        return before
    if context.caller.department is not None and "department" in changed:
        raise Forbidden("A department's coordinator does not change whose student this is. Ask the office.")
    vouched = set(before["verified"]["fields"] if before["verified"] else ())
    for name in ACADEMIC:
        if name in changed:
            vouched = vouched | {name} if changed[name] is not None else vouched - {name}
    await _write(context, student_id, changed, vouched=vouched)
    sentence = f"{context.caller.full_name} corrected the {_names(changed)} of {before['full_name']}"
    facts = {name: [before[name], value] for name, value in changed.items()}
    await audit.record(context, "students.edit", ("student", student_id), sentence, **facts)
    return await profile(context, student_id)


async def verify(context: Context, student_id: UUID) -> dict[str, Any]:
    """The office vouches for every academic figure that is on file. Verifying twice changes nothing."""
    before = await profile(context, student_id, as_office=True)
    figures = {name for name in ACADEMIC if before[name] is not None}
    if before["verified"] and figures <= set(before["verified"]["fields"]):
        return before
    await _write(context, student_id, {}, vouched=figures)
    sentence = f"{context.caller.full_name} verified the academic record of {before['full_name']}"
    await audit.record(context, "students.verify", ("student", student_id), sentence, fields=sorted(figures))
    return await profile(context, student_id)


async def mark_placed(
    context: Context, student_id: UUID, *, placed: bool, company: str | None, reason: str | None
) -> dict[str, Any]:
    """A placement that no offer of ours shows: off campus, or before Careerdesk. `placed=False` takes it back; what an
    accepted offer says stays."""
    before = await profile(context, student_id, as_office=True)
    await context.db.update(
        Student,
        student_id,
        placed_manually_at=context.now if placed else None,
        placed_manually_by=context.user_id if placed else None,
        placed_company=company if placed else None,
        placed_reason=reason if placed else None,
    )
    who, name = context.caller.full_name, before["full_name"]
    where = f" at {company}" if company else ""
    sentence = f"{who} recorded {name} as placed{where}" if placed else f"{who} took back that {name} is placed"
    await audit.record(context, "students.place", ("student", student_id), sentence, company=company, reason=reason)
    return await profile(context, student_id)


async def facets(context: Context) -> dict[str, Any]:
    """Branches, departments and years with how many students each has."""
    department = context.caller.department
    sql = repository.FACETS if department is None else repository.FACETS_IN_DEPARTMENT
    found = await context.db.row(sql, own_department=department)
    assert found is not None
    return dict(found)


async def _changed(context: Context, before: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """What really changes, in canonical form; 422 naming the field for what cannot be."""
    if not changes:
        raise Invalid("Name at least one field to change.", code="nothing_to_change")
    limits = await bounds(context)
    changed: dict[str, Any] = {}
    for name, given in changes.items():
        value = given
        try:
            if name == "phone" and value:
                value = rules.phone(value, limits.region, exact=False)
            elif name == "cgpa" and value is not None:
                value = float(rules.cgpa(str(value), limits.cgpa_max))
            elif isinstance(value, float):
                value = round(value, 2)
            elif name == "email" and value is not None:
                value = rules.email(value)
        except rules.BadCellError as bad:
            raise Invalid.field(name, bad.message, bad.code) from bad
        if isinstance(value, str) and not value.strip():
            value = None
        if value is None and name in rules.CANNOT_BE_CLEARED:
            raise Invalid.field(name, "This cannot be empty.", "required")
        if value != before[name]:
            changed[name] = value
    return changed


async def phone_of(context: Context, text: str) -> str:
    """A phone number as it is stored; 422 for what is none."""
    try:
        return rules.phone(text, (await bounds(context)).region, exact=False)
    except rules.BadCellError as bad:
        raise Invalid.field("phone", bad.message, bad.code) from bad


async def canonical(context: Context, before: Mapping[str, Any], field: str, wanted: Any) -> dict[str, Any]:
    """What would change if the office wrote this into the record: nothing, or the field with the value in the form in
    which it is stored. 422 for what cannot be."""
    try:
        given = OfficeChanges.model_validate({field: wanted}).given()
    except ValidationError as error:
        raise Invalid.field("wanted", error.errors()[0]["msg"]) from None
    try:
        return await _changed(context, before, given)
    except Invalid as invalid:
        raise Invalid.field("wanted", invalid.detail) from None


async def _write(
    context: Context, student_id: UUID, changed: Mapping[str, Any], *, vouched: set[str] | None = None
) -> None:
    own = dict(changed)
    person = {name: own.pop(name) for name in ("full_name", "email") if name in own}
    if person:
        await identity.correct(context, student_id, **person)
    if vouched is not None:
        own["verified_fields"] = sorted(vouched, key=ACADEMIC.index)
        own["verified_at"] = context.now if vouched else None
        own["verified_by"] = context.user_id if vouched else None
    try:
        async with context.db.attempt():
            await context.db.update(Student, student_id, **own)
    except asyncpg.UniqueViolationError as error:
        raise Conflict("Another student has this roll number.", code="roll_no_taken") from error


def _names(changed: Mapping[str, Any]) -> str:
    return ", ".join(name.replace("_", " ") for name in changed)


async def import_file(context: Context, filename: str, data: bytes, *, dry_run: bool, invite: bool) -> dict[str, Any]:
    """The whole import of a file, however large, in this context's transaction; for the command line."""
    from careerdesk.students.service import imports

    made = await imports.upload(context, filename, data)
    imports.require_mapping(made)
    return await imports.write_file(context, made, dry_run=dry_run, invite=invite)


UNDO_BATCH = 200
MOST_LEFT = 1_000


async def undo_import(context: Context, import_id: UUID) -> tuple[StudentImport, dict[str, Any] | None]:
    """Take an applied import back, within a day. A large one is taken back by a task; the report is then None."""
    made = await context.db.get(StudentImport, import_id, "This import", lock=True)
    until = undo_until(made)
    if until is None:
        raise Conflict(
            "This import cannot be taken back: it is not applied, or its rows were not kept.", code="import_state",
            state=made.state,
        )  # fmt: skip
    if context.now > until:
        raise Conflict("An import can be taken back for 24 hours.", code="undo_over", until=until)
    if made.rows <= context.settings.import_inline_rows:
        return made, await take_back_import(context, made)
    run = await progress.start(
        context, "students.undo_import", f"Take back {made.filename}", total=made.rows,
        link=f"/students/import/{made.id}",
    )  # fmt: skip
    await tasks.enqueue(context, "students.undo_import", import_id=made.id, run_id=run.id, by=context.user_id)
    sentence = f"{context.caller.full_name} asked to take back the import of {made.filename}"
    await audit.record(context, "students.undo", ("import", made.id), sentence)
    return await context.db.update(StudentImport, made.id, state="undoing", task_id=run.id), None


async def take_back_import(
    context: Context, made: StudentImport, advance: Advance | None = None, by: UUID | None = None
) -> dict[str, Any]:
    """Remove whom the import brought and who has left no trace since; put back what it changed and nobody changed since.
    The rest stays and is named."""
    await context.db.run(repository.TAKE_TURN, institution=str(context.institution_id))
    removed = restored = 0
    last = await context.db.value(repository.LAST_ROW, import_id=made.id)
    for first in range(0, last + 1, UNDO_BATCH):
        span = {"import_id": made.id, "first": first, "last": first + UNDO_BATCH - 1}
        renamed = await context.db.rows(repository.NAMES_TO_PUT_BACK, **span)
        await identity.rename_people(context, [(record["id"], record["full_name"]) for record in renamed])
        gone = await context.db.rows(repository.REMOVABLE, at=made.applied_at, **span)
        removed += len(await identity.remove_people(context, [record["user_id"] for record in gone]))
        restored += await context.db.run(repository.PUT_BACK, at=made.applied_at, now=context.now, **span)
        if advance is not None:
            await advance(first)
    left = [dict(record) for record in await context.db.rows(repository.NOT_TAKEN_BACK, import_id=made.id)]
    restored -= sum(1 for one in left if one["fields"])
    person = await identity.find_user(context, by or context.user_id)
    await context.db.update(StudentImport, made.id, state="undone", undone_at=context.now, undone_by=person.id)
    sentence = (
        f"{person.full_name} took back the import of {made.filename}: {removed} students removed, {restored} restored, "
        f"{len(left)} left as they are"
    )
    facts = {"removed": removed, "restored": restored, "kept": len(left)}
    await audit.record(context, "students.undo", ("import", made.id), sentence, **facts)
    return {"import_id": str(made.id), **facts, "left": left[:MOST_LEFT]}
