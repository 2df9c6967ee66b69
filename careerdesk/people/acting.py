"""Acting in another's place, to see what they see: for a short time, told to the person, and written down under the real
name. What only the person may do is withheld by the guard (`WITHHELD_WHILE_ACTING`)."""

from datetime import timedelta
from uuid import UUID

from careerdesk.audit import service as audit
from careerdesk.identity import service as identity
from careerdesk.identity.service import SignedIn
from careerdesk.kernel.access import Actor
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Conflict, Forbidden, Unauthenticated
from careerdesk.kernel.ids import new_id
from careerdesk.notifications import service as notifications
from careerdesk.organisations import service as organisations
from careerdesk.organisations.states import Feature
from careerdesk.people import service
from careerdesk.people.repository import ACT, END_ACTING, GO_ON


async def begin(context: Context, user_id: UUID, *, reason: str, browser: bool) -> SignedIn:
    """A session in somebody's place. It ends by itself, with the administrator's own, and when they end it."""
    await organisations.require_feature(context, Feature.ACT_AS)
    await context.db.begin()
    person, own = await service.person(context, user_id), context.caller
    if not person.can.act_as:
        if person.state != "active":
            raise Conflict("This account is not active.", code="not_active")
        raise Forbidden("Nobody acts in the place of an administrator, or in their own.", code="cannot_act_as")
    until = context.now + timedelta(minutes=context.settings.auth.acting_minutes)
    cookie, session_id = identity.new_secret() if browser else None, new_id()
    await context.db.run(
        ACT, id=session_id, institution_id=context.institution_id, user_id=user_id, kind="browser" if browser else "token",
        secret_hash=None if cookie is None else identity.digest(cookie), ip=context.ip, user_agent=context.user_agent,
        now=context.now, until=until, own=own.session_id,
    )  # fmt: skip
    facts = {"who": own.full_name, "until": until.isoformat(), "reason": reason}
    await notifications.tell(
        context,
        [notifications.Item(user_id, "account.acted", facts, "/notifications", "user", user_id, f"acted:{session_id}")],
    )
    said = f"{own.full_name} began to act in the place of {person.full_name}"
    await audit.record(context, "users.act_as", ("user", user_id), said, reason=reason, until=until)
    return await identity.hand_out(context, session_id, user_id, cookie, until=until)


async def end(context: Context, *, browser: bool) -> SignedIn:
    """Back to the administrator's own session, under a new secret: nobody who learnt the old one comes along."""
    caller = context.caller
    if caller.acting is None or caller.session_id is None:
        raise Conflict("You are not acting in anybody's place.", code="not_acting")
    await context.db.begin()
    own = caller.acting
    await context.db.run(END_ACTING, id=caller.session_id, now=context.now)
    cookie = identity.new_secret() if browser else None
    secret_hash = None if cookie is None else identity.digest(cookie)
    went_on = await context.db.run(GO_ON, id=own.session_id, secret_hash=secret_hash, now=context.now)
    if not went_on:
        raise Unauthenticated("Your own session has ended. Sign in again.", code="session_ended")
    context.actor = Actor(own.user_id, caller.institution_id, own.full_name)
    said = f"{own.full_name} stopped acting in the place of {caller.full_name}"
    await audit.record(context, "users.act_as_end", ("user", caller.user_id), said)
    return await identity.hand_out(context, own.session_id, own.user_id, cookie)
