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
from careerdesk.files import service as files
from careerdesk.kernel.access import Reach
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Conflict, Invalid, Missing
from careerdesk.kernel.flow import Move
from careerdesk.kernel.ids import new_id
from careerdesk.offers import rules
from careerdesk.offers.models import Offer, OfferShare
from careerdesk.offers.repository import (
    ACCEPT,
    ASKED,
    END,
    HELD,
    LAPSED,
    LATEST_OF,
    LIVE_SHARE,
    OF_APPLICATION,
    OPEN_OF,
    OTHERS,
    RELEASE,
    REVOKE_SHARES,
    SHARED,
)
from careerdesk.offers.states import OFFER_FLOW
from careerdesk.organisations import service as organisations
from careerdesk.organisations.states import Feature
from careerdesk.permissions.actions import Permission
from careerdesk.seasons import service as seasons

END_OF_DAY = time(23, 59, 59)
SHARED_DAYS = 7
MOST_QUESTIONS = 10


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
    """An offer for each application; its pay, its parts, the joining day and place are the job's unless others are
    named."""
    if body.parts and body.ctc is not None and abs(sum(part.amount for part in body.parts) - body.ctc) > 1:
        raise Invalid.field("parts", "The parts do not add up to the pay.")
    await context.db.run(
        RELEASE,
        ids=[new_id() for _ in found],
        application_ids=[record["id"] for record in found],
        ctc_minor=None if body.ctc is None else round(Decimal(str(body.ctc)) * 100),
        parts=None if body.parts is None else [part.model_dump() for part in body.parts],
        joining_date=body.joining_date,
        joining_place=body.joining_place,
        conditions=body.conditions,
        now=context.now,
        deadline_at=await deadline_of(context, body),
    )
    for record in found:
        context.record("offer.released", application_id=record["id"])


@APPLICATION_FLOW.preview("release-offer")
async def preview_release(context: Context, found: Sequence[Record], body: MoveBody) -> list[dict[str, Any]]:
    """Until when the offers would stand."""
    deadline = await deadline_of(context, body)
    zone: Any = deadline.tzinfo
    name = zone.key if isinstance(zone, ZoneInfo) else "UTC"
    text = f"{len(found)} offers to answer by {deadline:%a %d %b %Y, %H:%M} ({name})"
    return [{"code": "offers_until", "text": text, "count": len(found), "at": deadline}] if found else []


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
    if body.reason_code == "other" and not (body.reason or "").strip():
        raise Invalid.field("reason", "Say why in your own words.", "missing")
    state = "LAPSED" if cause == "lapsed" else "DECLINED"
    await _end(context, found, state, body.reason, answered=cause != "lapsed", code=body.reason_code)


@APPLICATION_FLOW.effect("reject")
async def reject(context: Context, step: Move, found: Sequence[Record], body: MoveBody, cause: str | None) -> None:
    """Rejecting somebody who holds an open offer revokes it."""
    offered = [record for record in found if record["status"] == "OFFER_RELEASED"]
    if offered:
        await _end(context, offered, "REVOKED", body.reason, answered=False)


async def _end(
    context: Context,
    found: Sequence[Record],
    state: str,
    reason: str | None,
    *,
    answered: bool,
    code: str | None = None,
) -> None:
    ids = [record["id"] for record in found]
    await context.db.run(
        END, application_ids=ids, state=state, now=context.now, reason=reason, answered=answered, code=code
    )
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
    """The offer of an application in the caller's reach, what accepting it would close, and what else is open to the
    student. A company does not see where else somebody applied."""
    item = await applications.detail(context, application_id)
    found = await context.db.row(OF_APPLICATION, application_id=application_id, now=context.now)
    if found is None:
        raise Missing("This offer")
    closes: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    if applications.reach_of(context) is not Reach.COMPANY:
        season = await seasons.current(context)
        policy = seasons.Policy.of(season.policy)
        student = {"student_id": UUID(item["student"]["id"]), "season_id": season.id}
        others = [dict(record) for record in await context.db.rows(OTHERS, **student, application_id=application_id)]
        held = await context.db.value(HELD, **student)
        if policy.close_others and held + 1 >= policy.max_offers:
            closes = [{name: one[name] for name in ("company_name", "title", "status")} for one in others]
    moves = item["moves"]
    if context.may(Permission.OFFERS_MANAGE):
        moves = [*moves, *OFFER_FLOW.buttons(found["state"], frozenset({Permission.OFFERS_MANAGE}))]
    return {**found, "job": item["job"], "moves": moves, "accepting_closes": closes, "others": others}


async def _latest(context: Context, application_id: UUID, *states: str) -> tuple[dict[str, Any], Offer]:
    """The application in the caller's reach and its last offer, locked; 409 where the offer is in none of the states."""
    item = await applications.detail(context, application_id)
    offer = await context.db.one(Offer, LATEST_OF, application_id=application_id)
    if offer is None:
        raise Missing("This offer")
    if offer.state not in states:
        raise Conflict("This offer is not open any more.", code="offer_not_open", state=offer.state)
    return item, offer


def _about(item: dict[str, Any]) -> str:
    return f"the offer for {item['job']['title']} at {item['job']['company']['name']}"


async def attach_letter(context: Context, application_id: UUID, *, name: str | None, data: bytes) -> None:
    """Keep the letter of an offer as a PDF, in the place of an earlier one."""
    item, offer = await _latest(context, application_id, "OPEN", "ACCEPTED")
    file = await files.keep(context, purpose="offer letter", name=name, data=data, accepted=(files.PDF,))
    await context.db.update(Offer, offer.id, letter_file_id=file.id)
    sentence = f"{context.caller.full_name} attached {file.label} to {_about(item)} to {item['student']['full_name']}"
    await audit.record(context, "offers.letter", ("offer", offer.id), sentence, size=file.size)


async def letter(context: Context, application_id: UUID) -> tuple[files.StoredFile, bytes]:
    """The letter of an offer in the caller's reach."""
    _, offer = await _latest(context, application_id, *OFFER_FLOW.states)
    if offer.letter_file_id is None:
        raise Missing("This letter")
    file = await files.find(context, offer.letter_file_id)
    return file, await files.read(context, file)


async def ask(context: Context, application_id: UUID, text: str) -> None:
    """A student's question about an open offer: it stands in the history, and the office is told."""
    item, offer = await _latest(context, application_id, "OPEN")
    if await context.db.value(ASKED, id=offer.id) >= MOST_QUESTIONS:
        raise Conflict(
            f"You have asked {MOST_QUESTIONS} questions about this offer. Talk to the office.",
            code="too_many_questions",
        )
    step_id = await applications.note_step(context, application_id, "ask-question", item["status"], text)
    sentence = f"{context.caller.full_name} asked a question about {_about(item)}"
    await audit.record(context, "offers.ask", ("offer", offer.id), sentence)
    context.record("offer.asked", application_id=application_id, step_id=step_id)


async def share(context: Context, application_id: UUID) -> dict[str, Any]:
    """A link by which somebody without an account sees the offer for a week; asking again keeps the link and begins the
    week anew."""
    await organisations.require_feature(context, Feature.OFFER_SHARING)
    item, offer = await _latest(context, application_id, "OPEN", "ACCEPTED")
    expires_at = context.now + timedelta(days=SHARED_DAYS)
    shared = await context.db.one(OfferShare, LIVE_SHARE, offer_id=offer.id, now=context.now)
    if shared is None:
        shared = await context.db.insert(OfferShare, offer_id=offer.id, expires_at=expires_at, revoked_at=None)
    else:
        shared = await context.db.update(OfferShare, shared.id, expires_at=expires_at)
    sentence = f"{context.caller.full_name} shared {_about(item)}"
    await audit.record(context, "offers.share", ("offer", offer.id), sentence, until=expires_at)
    token = rules.share_token(context.settings.secret(), context.institution_id, shared.id)
    return {"url": f"{context.settings.public_url.rstrip('/')}/o/{token}", "expires_at": expires_at}


async def unshare(context: Context, application_id: UUID) -> None:
    """Take every link to the offer back."""
    item, offer = await _latest(context, application_id, *OFFER_FLOW.states)
    if await context.db.run(REVOKE_SHARES, offer_id=offer.id, now=context.now):
        sentence = f"{context.caller.full_name} took back the link to {_about(item)}"
        await audit.record(context, "offers.unshare", ("offer", offer.id), sentence)


async def shared(context: Context, token: str) -> dict[str, Any] | None:
    """What whoever holds the link sees; None for a link that is forged, has run out or was taken back. The link names
    the institution, so the context enters it."""
    named = rules.read_share_token(context.settings.secret(), token)
    if named is None:
        return None
    institution_id, share_id = named
    context.db.enter(institution_id)
    if not await organisations.has_feature(context, Feature.OFFER_SHARING):
        return None
    found = await context.db.row(SHARED, id=share_id, now=context.now)
    return None if found is None else dict(found)


async def take_back(context: Context, offer_id: UUID, name: str, *, reason: str) -> None:
    """The company revokes an offer, or the student gives up an accepted one. Before the answer, the application is
    rejected with the cause `revoked`; after it, the application keeps its history, and the student gets the right
    back, because rights derive from the offers that are accepted."""
    offer = await context.db.get(Offer, offer_id, "This offer", lock=True)
    found = await applications.lock(context, [offer.application_id])
    step = OFFER_FLOW.require(name, offer.state)
    context.caller.require(step.needs)
    if offer.state == "OPEN":
        rejection = APPLICATION_FLOW.moves["reject"]
        await applications.carry_out(context, rejection, found, MoveBody(reason=reason), cause="revoked")
        return
    await context.db.update(Offer, offer.id, state=step.target, place=None, ended_at=context.now, reason=reason)
    job = f"{found[0]['job_title']} at {found[0]['company_name']}"
    sentence = f"{context.caller.full_name} recorded that {found[0]['student_name']}'s offer for {job} was {step.done}"
    await audit.record(context, f"offers.{name}", ("offer", offer.id), sentence, reason=reason)
    context.record(f"offer.{step.target.lower()}", application_id=offer.application_id)
