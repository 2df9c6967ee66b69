"""Moving many at once: saying what would happen, doing it, and holding it back for a moment so that it can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from careerdesk.applications import service
from careerdesk.applications.models import HeldMove
from careerdesk.applications.repository import HELD_AMONG, LOCK, PERSON
from careerdesk.applications.schemas import BulkBody, MoveBody
from careerdesk.applications.states import APPLICATION_FLOW
from careerdesk.audit import service as audit
from careerdesk.kernel.access import Actor, Reach
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Conflict, Missing, Problem
from careerdesk.kernel.flow import Move
from careerdesk.kernel.tasks import enqueue
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.matrix import department_of, reaches_of


@dataclass(slots=True)
class Plan:
    """What a bulk move would do."""

    step: Move
    movable: list[Record]
    blocked: list[dict[str, Any]]


async def plan(context: Context, ids: Sequence[UUID], name: str) -> Plan:
    """Who can make this move and who cannot, and why, by name."""
    step = APPLICATION_FLOW.move(name)
    context.caller.require(step.needs)
    found = await context.db.rows(LOCK[service.reach_of(context)], ids=list(ids), **service.who(context))
    movable, blocked = [], []
    for record in found:
        if record["status"] in step.sources:
            movable.append(record)
            continue
        label = APPLICATION_FLOW.states[record["status"]].label.lower()
        blocked.append(
            {"id": record["id"], "student": record["student_name"], "code": "move_not_possible",
             "reason": f"{record['student_name']} is {label} already" if record["status"] == step.target
             else f"{record['student_name']} is {label}; this move starts from "
                  f"{' or '.join(APPLICATION_FLOW.states[s].label.lower() for s in step.sources)}"}
        )  # fmt: skip
    seen = {record["id"] for record in found}
    blocked += [
        {"id": key, "student": None, "code": "not_found", "reason": "This application does not exist or is not yours"}
        for key in dict.fromkeys(ids)
        if key not in seen
    ]
    return Plan(step, movable, blocked)


async def move_many(context: Context, body: BulkBody) -> dict[str, Any]:
    """Make a move for all who can make it; with `dry_run`, only say what would happen."""
    made = await plan(context, body.application_ids, body.action)
    service.require_fields(made.step, body)
    effects = await _previewed(context, made, body)
    if made.movable and not body.only_says:
        await service.carry_out(context, made.step, made.movable, body)
    return {
        "action": body.action,
        "dry_run": body.only_says,
        "movable": [
            {"id": one["id"], "student": one["student_name"], "from_status": one["status"], "to_status": made.step.target}
            for one in made.movable
        ],
        "blocked": made.blocked,
        "side_effects": [effect["text"] for effect in effects],
        "side_facts": effects,
        "moved": 0 if body.only_says else len(made.movable),
    }  # fmt: skip


async def _previewed(context: Context, made: Plan, body: MoveBody) -> list[dict[str, Any]]:
    previews = APPLICATION_FLOW.previews_of(made.step.name)
    return [effect for preview in previews for effect in await preview(context, made.movable, body)]


async def hold(context: Context, body: BulkBody) -> dict[str, Any]:
    """Write a move down and carry it out in a moment: until then nothing has happened, and it can be taken back."""
    made = await plan(context, body.application_ids, body.action)
    service.require_fields(made.step, body)
    await _previewed(context, made, body)
    waiting = {record["id"] for record in await context.db.rows(HELD_AMONG, ids=body.application_ids)}
    free = [record for record in made.movable if record["id"] not in waiting]
    made.blocked += [
        {"id": one["id"], "student": one["student_name"], "code": "held", "reason": f"{one['student_name']} is being moved already"}
        for one in made.movable
        if one["id"] in waiting
    ]  # fmt: skip
    if not free:
        raise Conflict("None of them can make this move now.", code="nothing_to_move", blocked=made.blocked)
    held = await context.db.insert(
        HeldMove,
        action=body.action,
        body=body.model_dump(mode="json", exclude_none=True, exclude={"application_ids", "action", "dry_run", "hold"}),
        application_ids=[record["id"] for record in free],
        state="held",
        held_by=context.user_id,
        held_by_name=context.caller.full_name,
        until_at=context.now + timedelta(seconds=context.settings.undo_seconds),
    )
    await enqueue(context, "applications.carry_out_held", at=held.until_at, hold_id=held.id)
    await _note(context, held, "hold", "is about to")
    return {**item(held), "blocked": made.blocked}


async def _note(context: Context, held: HeldMove, verb: str, does: str) -> None:
    step = APPLICATION_FLOW.moves[held.action]
    count = len(held.application_ids)
    sentence = f"{context.caller.full_name} {does} {step.label.lower()} for {count} applications"
    await audit.record(context, f"applications.{verb}", ("held_move", held.id), sentence, move=held.action)


def item(held: HeldMove) -> dict[str, Any]:
    """A held move as it goes over the wire."""
    return {
        "hold_id": held.id,
        "state": held.state,
        "action": held.action,
        "moves": len(held.application_ids),
        "application_ids": held.application_ids,
        "blocked": [],
        "undo_until": held.until_at,
        "by": held.held_by_name,
        "finished_at": held.finished_at,
        "result": held.result,
    }


async def find_held(context: Context, hold_id: UUID, *, lock: bool = False) -> HeldMove:
    """A held move, where it is the caller's or the caller belongs to the office."""
    held = await context.db.get(HeldMove, hold_id, "This move", lock=lock)
    if context.reach(Permission.APPLICATIONS_MOVE) < Reach.TENANT and held.held_by != context.user_id:
        raise Missing("This move")
    return held


async def undo(context: Context, hold_id: UUID) -> dict[str, Any]:
    """Take a held move back. 409 where it has been carried out; twice is the same as once."""
    held = await find_held(context, hold_id, lock=True)
    if held.state in ("done", "failed"):
        raise Conflict("This has been carried out already.", code="already_carried_out", state=held.state)
    if held.state == "held":
        held = await context.db.update(HeldMove, hold_id, state="undone", finished_at=context.now)
        await _note(context, held, "undo", "took back")
    return item(held)


async def carry_out_held(context: Context, hold_id: UUID) -> None:
    """Make a held move in the name, and with the rights, of whoever asked for it. What changed meanwhile is left as it
    is and said in the result."""
    held = await context.db.get(HeldMove, hold_id, "This move", lock=True)
    if held.state != "held":
        return
    events, records, before = len(context.events), len(context.pending), context.actor
    state, result = "done", {"moved": 0, "blocked": [], "problem": None}
    try:
        async with context.db.attempt():
            context.actor = await _person(context, held.held_by)
            body = BulkBody.model_validate(
                {**held.body, "application_ids": held.application_ids, "action": held.action}
            )
            made = await plan(context, held.application_ids, held.action)
            if made.movable:
                await service.carry_out(context, made.step, made.movable, body)
            result |= {"moved": len(made.movable), "blocked": made.blocked}
    except Problem as problem:
        del context.events[events:], context.pending[records:]
        state, result["problem"] = "failed", problem.detail
    finally:
        context.actor = before
    await context.db.update(HeldMove, hold_id, state=state, finished_at=context.now, result=result)


async def _person(context: Context, user_id: UUID) -> Actor:
    found = await context.db.row(PERSON, id=user_id, now=context.now)
    if found is None:
        raise Missing("Whoever asked for this")
    roles, departments = tuple(found["roles"]), tuple(found["departments"])
    return Actor(
        user_id=found["id"],
        institution_id=context.institution_id,
        full_name=found["full_name"],
        email=found["email"],
        roles=roles,
        company_id=found["company_id"],
        department=department_of(roles, departments),
        reaches=reaches_of(roles, departments),
    )
