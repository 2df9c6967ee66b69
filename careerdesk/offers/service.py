"""Offers: released, answered, lapsed, revoked. Attached to the application's moves, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from careerdesk.applications import service as applications
from careerdesk.applications.schemas import MoveBody
from careerdesk.applications.states import APPLICATION_FLOW
from careerdesk.audit import service as audit
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Conflict, Invalid, Missing
from careerdesk.kernel.flow import Move
from careerdesk.kernel.ids import new_id
from careerdesk.offers.models import Offer
from careerdesk.offers.repository import (
    ACCEPT,
    CONSEQUENCES,
    END,
    HELD,
    LAPSED,
    OF_APPLICATION,
    OPEN_OF,
    RELEASE,
)
from careerdesk.offers.states import OFFER_FLOW
from careerdesk.organisations import service as organisations
from careerdesk.seasons import service as seasons

END_OF_DAY = time(23, 59, 59)


async def _policy(context: Context) -> seasons.Policy:
    return seasons.Policy.of((await seasons.current(context)).policy)


async def deadline_of(context: Context, body: MoveBody) -> datetime:
    """Until when an offer must be answered: an instant, or a day that ends in the institution's zone; without either,
    the policy's number of days from today."""
    zone = await organisations.zone_of(context)
    if body.deadline is None:
        day = context.now.astimezone(zone).date() + timedelta(days=(await _policy(context)).offer_days)
        return datetime.combine(day, END_OF_DAY, zone)
    if isinstance(body.deadline, datetime):
        given = body.deadline if body.deadline.tzinfo is not None else body.deadline.replace(tzinfo=zone)
    else:
        given = datetime.combine(body.deadline, END_OF_DAY, zone)
    if given <= context.now:
        raise Invalid.field("deadline", "This deadline has passed. Choose a later one.")
    return given


@APPLICATION_FLOW.effect("release-offer")
async def release(context: Context, step: Move, found: Sequence[Record], body: MoveBody, cause: str | None) -> None:
    """An offer for each application; its pay is the job's unless another is named."""
    await context.db.run(
        RELEASE,
        ids=[new_id() for _ in found],
        application_ids=[record["id"] for record in found],
        ctc_minor=None if body.ctc is None else round(Decimal(str(body.ctc)) * 100),
        now=context.now,
        deadline_at=await deadline_of(context, body),
    )
    for record in found:
        context.record("offer.released", application_id=record["id"])


@APPLICATION_FLOW.preview("release-offer")
async def preview_release(context: Context, found: Sequence[Record], body: MoveBody) -> list[str]:
    """Until when the offers would stand."""
    deadline = await deadline_of(context, body)
    zone: Any = deadline.tzinfo
    name = zone.key if isinstance(zone, ZoneInfo) else "UTC"
    return [f"{len(found)} offers to answer by {deadline:%a %d %b %Y, %H:%M} ({name})"] if found else []


@APPLICATION_FLOW.effect("accept-offer")
async def accept(context: Context, step: Move, found: Sequence[Record], body: MoveBody, cause: str | None) -> None:
    """The student takes it: within the deadline, within the rights that the policy gives. The database decides when two
    acceptances meet. The last right used closes the student's other applications."""
    record = found[0]
    offer = await context.db.one(Offer, OPEN_OF, application_id=record["id"])
    if offer is None:
        raise Conflict("This offer is not open any more.", code="offer_not_open")
    if offer.deadline_at < context.now:
        raise Conflict(
            "The deadline of this offer has passed. Ask the office whether it can be released again.",
            code="offer_expired",
            deadline_at=offer.deadline_at,
        )
    policy = await _policy(context)
    key = {"student_id": offer.student_id, "season_id": offer.season_id}
    try:
        place = await context.db.value(ACCEPT, id=offer.id, max_offers=policy.max_offers, now=context.now, **key)
    except asyncpg.UniqueViolationError as error:
        raise Conflict("Another acceptance of yours came first.", code="race_lost") from error
    if place is None:
        raise Conflict(
            f"You hold {policy.max_offers} accepted offers, as many as the policy allows.", code="no_right_left"
        )
    context.record("offer.accepted", application_id=record["id"])
    held = await context.db.value(HELD, **key)
    if policy.close_others and held >= policy.max_offers:
        await applications.close_others(context, kept=record["id"], **key)


@APPLICATION_FLOW.effect("decline-offer")
async def decline(context: Context, step: Move, found: Sequence[Record], body: MoveBody, cause: str | None) -> None:
    """The student says no; or the offer lapsed, or another was accepted (`cause`)."""
    state = "LAPSED" if cause == "lapsed" else "DECLINED"
    await _end(context, found, state, body.reason, answered=cause != "lapsed")


@APPLICATION_FLOW.effect("reject")
async def reject(context: Context, step: Move, found: Sequence[Record], body: MoveBody, cause: str | None) -> None:
    """Rejecting somebody who holds an open offer revokes it."""
    offered = [record for record in found if record["status"] == "OFFER_RELEASED"]
    if offered:
        await _end(context, offered, "REVOKED", body.reason, answered=False)


async def _end(context: Context, found: Sequence[Record], state: str, reason: str | None, *, answered: bool) -> None:
    ids = [record["id"] for record in found]
    await context.db.run(END, application_ids=ids, state=state, now=context.now, reason=reason, answered=answered)
    for key in ids:
        context.record(f"offer.{state.lower()}", application_id=key)


async def lapse_overdue(context: Context) -> int:
    """End the offers whose deadline has passed: OFFER_DECLINED with the cause `lapsed`. The number ended."""
    found = await context.db.rows(LAPSED, now=context.now)
    if found:
        step = APPLICATION_FLOW.moves["decline-offer"]
        await applications.carry_out(context, step, found, MoveBody(), cause="lapsed")
    return len(found)


async def of_application(context: Context, application_id: UUID) -> dict[str, Any]:
    """The offer of an application in the caller's reach, and what accepting it would close."""
    item = await applications.detail(context, application_id)
    found = await context.db.row(OF_APPLICATION, application_id=application_id)
    if found is None:
        raise Missing("This offer")
    season = await seasons.current(context)
    policy = seasons.Policy.of(season.policy)
    student_id = UUID(item["student"]["id"])
    closes: list[dict[str, Any]] = []
    held = await context.db.value(HELD, student_id=student_id, season_id=season.id)
    if policy.close_others and held + 1 >= policy.max_offers:
        values = {"student_id": student_id, "season_id": season.id, "application_id": application_id}
        closes = [dict(record) for record in await context.db.rows(CONSEQUENCES, **values)]
    return {**found, "job": item["job"], "moves": item["moves"], "accepting_closes": closes}


async def take_back(context: Context, offer_id: UUID, name: str, *, reason: str) -> None:
    """The company revokes an offer, or the student gives up an accepted one. Before the answer, the application is
    rejected with the cause `revoked`; after it, the application keeps its history, and the student gets the right
    back, because rights derive from the offers that are accepted."""
    offer = await context.db.get(Offer, offer_id, "This offer", lock=True)
    step = OFFER_FLOW.require(name, offer.state)
    context.caller.require(step.needs)
    found = await applications.lock(context, [offer.application_id])
    if offer.state == "OPEN":
        rejection = APPLICATION_FLOW.moves["reject"]
        await applications.carry_out(context, rejection, found, MoveBody(reason=reason), cause="revoked")
        return
    await context.db.update(Offer, offer.id, state=step.target, place=None, ended_at=context.now, reason=reason)
    job = f"{found[0]['job_title']} at {found[0]['company_name']}"
    sentence = f"{context.caller.full_name} recorded that {found[0]['student_name']}'s offer for {job} was {step.done}"
    await audit.record(context, f"offers.{name}", ("offer", offer.id), sentence, reason=reason)
    context.record(f"offer.{step.target.lower()}", application_id=offer.application_id)
