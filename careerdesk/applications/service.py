"""Applying and moving: one engine for one application and for forty."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from careerdesk.applications.models import Application
from careerdesk.applications.repository import (
    APPLY,
    DETAILS,
    FOR_APPLYING,
    HISTORY,
    LISTINGS,
    LOCK,
    LOCK_STUDENT,
    MOVE,
    NOTE_STEP,
    OTHERS_OPEN,
    STATUS_COUNTS,
    STATUS_COUNTS_IN_DEPARTMENT,
    WAITING_SINCE,
)
from careerdesk.applications.schemas import ApplicationQuery, ChangeBody, MoveBody
from careerdesk.applications.states import APPLICATION_FLOW, Status, sentence
from careerdesk.audit import service as audit
from careerdesk.jobs import service as jobs
from careerdesk.kernel.access import Reach
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Conflict, Forbidden, Invalid, Missing
from careerdesk.kernel.flow import Move
from careerdesk.kernel.ids import new_id
from careerdesk.permissions.actions import Permission
from careerdesk.seasons import service as seasons

__all__ = ["WAITING_SINCE"]
# What came with a move and stays with its step in the history.
TOLD = {
    "reason", "reason_code", "deadline", "ctc", "parts", "joining_date", "joining_place", "conditions", "interview_at",
    "place",
}  # fmt: skip
_FLOW_PERMISSIONS = APPLICATION_FLOW.permissions()


def reach_of(context: Context) -> Reach:
    """How much of the applications the caller sees; wider than a department is the whole institution."""
    reach = context.caller.require(Permission.APPLICATIONS_READ)
    return Reach.TENANT if reach > Reach.DEPARTMENT else reach


def who(context: Context) -> dict[str, Any]:
    actor = context.caller
    return {
        "me": actor.user_id,
        "own_company": actor.company_id,
        "own_department": actor.department,
        "now": context.now,
    }


def _dresser(context: Context) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A function that adds to an item whose turn it is and what the caller may do now."""
    held = frozenset(name for name in _FLOW_PERMISSIONS if context.may(name))
    states, flow = APPLICATION_FLOW.states, APPLICATION_FLOW

    def dress(item: dict[str, Any]) -> dict[str, Any]:
        status = item["status"]
        item["waiting_for"] = states[status].holder
        item["moves"] = flow.buttons(status, held)
        return item

    return dress


async def page(context: Context, query: ApplicationQuery) -> bytes:
    """One page of the applications in the caller's reach."""
    dress = _dresser(context)
    listing = LISTINGS[reach_of(context)]
    return await listing.page(context.db, query, dress, **who(context))


async def applicants(context: Context, job_id: UUID, query: ApplicationQuery) -> bytes:
    """One page of a job's applicants, with how many stand in each status."""
    await jobs.find(context, job_id)
    query.job_id = job_id
    if reach_of(context) is Reach.DEPARTMENT:
        found = await context.db.rows(STATUS_COUNTS_IN_DEPARTMENT, job_id=job_id, **who(context))
    else:
        found = await context.db.rows(STATUS_COUNTS, job_id=job_id, own_company=_own_company(context))
    counts = orjson.dumps({record["status"]: record["n"] for record in found})
    return (await page(context, query))[:-1] + b',"counts":' + counts + b"}"


def _own_company(context: Context) -> UUID | None:
    return context.caller.company_id if reach_of(context) is Reach.COMPANY else None


async def detail(context: Context, application_id: UUID, *, closing: bool = False) -> dict[str, Any]:
    """One application; 404 outside the caller's reach. A student's own notes are shown to the student alone. `closing`:
    nothing more will be written in this request, so that reading and closing go in one statement."""
    reach = reach_of(context)
    read = context.close if closing else context.db.value
    text = await read(DETAILS[reach], id=application_id, **who(context))
    if text is None:
        raise Missing("This application")
    item: dict[str, Any] = _dresser(context)(orjson.loads(text))
    if reach is not Reach.OWN:
        item["notes"] = None
    return item


async def history(context: Context, application_id: UUID) -> list[dict[str, Any]]:
    """Every step of an application: who, when, with which words."""
    await detail(context, application_id)
    return [dict(record) for record in await context.db.rows(HISTORY, id=application_id)]


async def apply(
    context: Context, job_id: UUID, *, resume_id: UUID | None = None, cover_letter: str | None = None
) -> UUID:
    """Apply for a job. 404 where the student does not see it; 409 where it is over or applied to already; 403 with every
    rule's verdict where they may not."""
    student_id = context.user_id
    job = await context.db.row(FOR_APPLYING, job_id=job_id, student_id=student_id)
    if job is None or job["state"] in ("DRAFT", "PENDING_APPROVAL", "QUESTIONED", "DECLINED", "ARCHIVED"):
        raise Missing("This job")
    if job["applied"] is not None:
        raise Conflict("You have applied for this job already.", code="already_applied", status_now=job["applied"])
    if job["state"] != "OPEN" or seasons.is_over(job["deadline_at"], context.now):
        raise Conflict("This job no longer takes applications.", code="job_closed", deadline_at=job["deadline_at"])
    standing = seasons.standing_from(job["standing"])
    criteria = jobs.criteria_of(dict(job))
    verdict = seasons.decide(standing.facts, criteria, standing.policy)
    if not verdict["eligible"]:
        raise Forbidden(f"{verdict['summary']}.", code="not_eligible", verdict=verdict)
    decision = {**verdict, "policy_version": standing.policy.version, "facts": _facts(standing.facts)}
    application_id = new_id()
    try:
        await context.db.run(
            APPLY, id=application_id, step_id=new_id(), institution_id=context.institution_id, job_id=job_id,
            student_id=student_id, season_id=job["season_id"], cover_letter=cover_letter, resume_id=resume_id,
            decision=decision, actor_name=context.caller.full_name, now=context.now,
        )  # fmt: skip
    except asyncpg.UniqueViolationError as error:
        raise Conflict("You have applied for this job already.", code="already_applied") from error
    who = context.caller.full_name
    said = sentence("apply", who=who, student=who, job=f"{job['title']} at {job['company_name']}")
    await audit.record(context, "applications.apply", ("application", application_id), said, job_id=job_id)
    context.record("application.applied", application_id=application_id)
    return application_id


def _facts(facts: seasons.StudentFacts) -> dict[str, Any]:
    names = facts.__slots__
    plain = {name: getattr(facts, name) for name in names}
    return {name: float(value) if type(value).__name__ == "Decimal" else value for name, value in plain.items()}


async def change(context: Context, application_id: UUID, body: ChangeBody) -> None:
    """Change the letter or the resume while nobody has looked yet; the own notes at any time."""
    found = (await lock(context, [application_id]))[0]
    given = body.model_dump(exclude_unset=True)
    if set(given) - {"notes"} and found["status"] != Status.APPLIED:
        raise Conflict(
            "The office has selected you already; what you sent cannot be changed any more.", code="already_read"
        )
    if not given:
        raise Invalid("Name at least one field to change.", code="nothing_to_change")
    await context.db.update(Application, application_id, **given)
    names = " and ".join(sorted(given)).replace("_", " ")
    said = f"{context.caller.full_name} changed the {names} of an application for {found['job_title']}"
    await audit.record(context, "applications.change", ("application", application_id), said)


async def lock(context: Context, ids: Sequence[UUID]) -> list[Record]:
    """The applications with their job and student, locked; 404 where one of them is outside the caller's reach."""
    found = await context.db.rows(LOCK[reach_of(context)], ids=list(ids), **who(context))
    if len(found) < len(set(ids)):
        raise Missing("This application")
    return found


async def move(context: Context, application_id: UUID, name: str, body: MoveBody) -> None:
    """Move one application along the flow. 404 unseen, 403 not the caller's to press, 409 not from here (saying what is
    possible), 422 what the move needs is missing."""
    step = APPLICATION_FLOW.move(name)
    if step.needs == Permission.APPLICATIONS_ANSWER and context.may(step.needs):
        # Before the applications: an answer closes others of this student, and two answers must not wait in a ring.
        await context.db.value(LOCK_STUDENT, student_id=context.user_id)
    found = await lock(context, [application_id])
    context.caller.require(step.needs)
    APPLICATION_FLOW.require(name, found[0]["status"])
    require_fields(step, body)
    await carry_out(context, step, found, body)


def require_fields(step: Move, body: MoveBody) -> None:
    """422 naming each field that the move needs and that is not there."""
    missing = [name for name in step.fields if getattr(body, name, None) in (None, "")]
    if missing:
        wrong = [{"pointer": f"/{name}", "code": "missing", "message": "This is needed."} for name in missing]
        raise Invalid(f"“{step.label}” needs: {', '.join(missing)}.", errors=wrong)


async def carry_out(
    context: Context, step: Move, found: Sequence[Record], body: MoveBody, *, cause: str | None = None
) -> None:
    """Make a move that has been checked: status, history, what rooms above attach to it, audit, event."""
    actor = context.actor
    ids = [record["id"] for record in found]
    details = body.model_dump(mode="json", exclude_none=True, include=TOLD)
    if cause is not None:
        details["cause"] = cause
    await context.db.run(
        MOVE, ids=ids, target=step.target, now=context.now, cause=cause, reason=body.reason,
        interview_at=body.interview_at, place=body.place, final=APPLICATION_FLOW.states[step.target].final,
        step_ids=[new_id() for _ in ids], from_statuses=[record["status"] for record in found],
        institution_id=context.institution_id, move=step.name,
        actor_id=actor.user_id if actor else None, actor_name=actor.full_name if actor else "Careerdesk", note=body.note,
        details=details,
    )  # fmt: skip
    for effect in APPLICATION_FLOW.effects_of(step.name):
        await effect(context, step, found, body, cause)
    for record in found:
        await audit.record(
            context, f"applications.{step.name}", ("application", record["id"]), _sentence(context, step, record, cause),
            **{"from": record["status"], "to": step.target, "note": body.note, **details},
        )  # fmt: skip
        context.record("application.moved", application_id=record["id"], status=step.target)
    by = actor.user_id if actor else None
    context.record("applications.moved", application_ids=ids, status=step.target, cause=cause, by=by)


async def note_step(context: Context, application_id: UUID, move: str, status: str, note: str) -> UUID:
    """Write into the history what happened without a change of status; the key of the step."""
    step_id = new_id()
    await context.db.run(
        NOTE_STEP, id=step_id, institution_id=context.institution_id, application_id=application_id, move=move,
        status=status, now=context.now, actor_id=context.user_id, actor_name=context.caller.full_name, note=note,
    )  # fmt: skip
    return step_id


def _sentence(context: Context, step: Move, record: Record, cause: str | None) -> str:
    who = context.actor.full_name if context.actor else "Careerdesk"
    job = f"{record['job_title']} at {record['company_name']}"
    return sentence(step.name, who=who, student=record["student_name"], job=job, cause=cause)


async def close_others(context: Context, *, student_id: UUID, season_id: UUID, kept: UUID) -> list[UUID]:
    """Close the student's other open applications of the season, as an acceptance that uses up the rights does."""
    closed: list[UUID] = []
    found = await context.db.rows(OTHERS_OPEN, student_id=student_id, season_id=season_id, **{"except": kept})
    groups = {"withdraw": ["APPLIED"], "decline-offer": ["OFFER_RELEASED"]}
    taken = {status for statuses in groups.values() for status in statuses}
    groups["reject"] = [status for status in APPLICATION_FLOW.states if status not in taken]
    for name, statuses in groups.items():
        some = [record for record in found if record["status"] in statuses]
        if some:
            await carry_out(context, APPLICATION_FLOW.moves[name], some, MoveBody(), cause="placed_elsewhere")
            closed += [record["id"] for record in some]
    return closed
