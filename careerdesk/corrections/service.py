"""Asking for a correction, deciding about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from careerdesk.audit import service as audit
from careerdesk.corrections.models import Correction
from careerdesk.corrections.repository import DETAILS, LISTINGS, LOCK_STUDENT, OWN
from careerdesk.corrections.schemas import AskBody, CorrectionQuery, OwnCorrectionQuery
from careerdesk.corrections.states import CORRECTION_FLOW, CorrectionState
from careerdesk.kernel.access import Reach
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Conflict, Invalid, Missing
from careerdesk.students import service as students

_FLOW_PERMISSIONS = CORRECTION_FLOW.permissions()


def _dresser(context: Context) -> Callable[[dict[str, Any]], dict[str, Any]]:
    held = frozenset(name for name in _FLOW_PERMISSIONS if context.may(name))

    def dress(item: dict[str, Any]) -> dict[str, Any]:
        item["waiting_for"] = CORRECTION_FLOW.states[item["state"]].holder
        item["moves"] = CORRECTION_FLOW.buttons(item["state"], held)
        return item

    return dress


async def own_page(context: Context, query: OwnCorrectionQuery) -> bytes:
    """One page of what the caller asked for."""
    return await OWN.page(context.db, query, _dresser(context), me=context.user_id)


async def page(context: Context, query: CorrectionQuery) -> bytes:
    """One page of what students ask for; who has waited longest stands first."""
    own_department = context.caller.department
    return await LISTINGS[_reach(context)].page(context.db, query, _dresser(context), own_department=own_department)


def _reach(context: Context) -> Reach:
    """Whose requests the caller sees."""
    return Reach.TENANT if context.caller.department is None else Reach.DEPARTMENT


async def detail(context: Context, correction_id: UUID) -> dict[str, Any]:
    """One request with what the record says now."""
    actor = context.caller
    text = await context.db.value(
        DETAILS[_reach(context)], id=correction_id, me=actor.user_id, own_department=actor.department
    )
    if text is None:
        raise Missing("This request for correction")
    return _dresser(context)(orjson.loads(text))


async def ask(context: Context, body: AskBody) -> dict[str, Any]:
    """Ask the office to correct a figure that it verified. 409 where the student may change it alone, and where the same
    is asked for already; 422 where the figure cannot be, or is what stands there."""
    before = await students.profile(context, context.user_id)
    label = body.field.replace("_", " ")
    if body.field not in before["locked"]:
        raise Conflict(
            f"The office has not verified your {label}. You can change it on your profile.", code="not_locked"
        )
    changed = await students.canonical(context, before, body.field, body.wanted)
    if body.field not in changed:
        raise Invalid.field("wanted", "This is what is on file already.", "unchanged")
    try:
        async with context.db.attempt():
            made = await context.db.insert(
                Correction, student_id=context.user_id, field=body.field, on_file=before[body.field],
                wanted=changed[body.field], reason=body.reason, state=CorrectionState.ASKED.value, since=context.now,
            )  # fmt: skip
    except asyncpg.UniqueViolationError as error:
        raise Conflict(
            f"You have asked for a correction of your {label} already. Withdraw it to ask for another.",
            code="correction_open",
        ) from error
    sentence = f"{context.caller.full_name} asked to have their {label} corrected"
    await _note(context, "ask", made, sentence, on_file=made.on_file, wanted=made.wanted, reason=made.reason)
    return await detail(context, made.id)


async def withdraw(context: Context, correction_id: UUID) -> dict[str, Any]:
    """Take one's own request back; 404 for somebody else's."""
    found = await context.db.get(Correction, correction_id, "This request for correction", lock=True)
    if found.student_id != context.user_id:
        raise Missing("This request for correction")
    step = CORRECTION_FLOW.require("withdraw", found.state)
    await context.db.update(Correction, found.id, state=step.target, since=context.now)
    label = found.field.replace("_", " ")
    await _note(
        context, "withdraw", found, f"{context.caller.full_name} no longer asks to have their {label} corrected"
    )
    return await detail(context, found.id)


async def decide(context: Context, correction_id: UUID, name: str, *, note: str | None) -> dict[str, Any]:
    """Accept, which writes the verified record, or refuse. 409 where the record has changed since it was asked: the
    student was looking at something else."""
    step = CORRECTION_FLOW.move(name)
    context.caller.require(step.needs)
    seen = await context.db.get(Correction, correction_id, "This request for correction")
    await context.db.value(LOCK_STUDENT, student_id=seen.student_id)
    before = await students.profile(context, seen.student_id, as_office=True)
    found = await context.db.get(Correction, correction_id, "This request for correction", lock=True)
    CORRECTION_FLOW.require(name, found.state)
    label = found.field.replace("_", " ")
    if step.target == CorrectionState.ACCEPTED:
        if before[found.field] != found.on_file:
            raise Conflict(
                f"The {label} has changed since {before['full_name']} asked. Look at the record, and refuse this or "
                "correct it there.",
                code="changed_meanwhile",
                on_file=found.on_file,
                now=before[found.field],
            )
        await students.edit(context, found.student_id, {found.field: found.wanted})
    await context.db.update(
        Correction, found.id, state=step.target, since=context.now, decided_at=context.now, decided_by=context.user_id,
        note=note,
    )  # fmt: skip
    sentence = f"{context.caller.full_name} {step.done} the correction of the {label} of {before['full_name']}"
    await _note(context, name, found, sentence, state=step.target, note=note)
    return await detail(context, found.id)


async def _note(
    context: Context, did: str, correction: Correction, sentence: str, *, state: str | None = None, **facts: Any
) -> None:
    await audit.record(
        context, f"corrections.{did}", ("correction", correction.id), sentence,
        student_id=correction.student_id, field=correction.field, **facts,
    )  # fmt: skip
    if did != "withdraw":
        context.record("correction.moved", correction_id=correction.id, state=state or correction.state)
