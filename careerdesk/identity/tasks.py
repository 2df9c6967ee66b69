"""Background work of identity: invitations by mail, and forgetting what has expired."""

from uuid import UUID

from careerdesk.adapters.mail import Mailer, Message
from careerdesk.identity import service
from careerdesk.identity.repository import PURGE
from careerdesk.kernel.context import Context
from careerdesk.kernel.tasks import task
from careerdesk.organisations import service as organisations

TEXT = """Dear {name},

{institution} has opened an account for you in Careerdesk, its career office.

Choose your password here, within {days} days:

{link}

If you did not expect this, you need not do anything.

{institution}
"""


@task("identity.send_invitation")
async def send_invitation(context: Context, *, user_id: str) -> None:
    """Send somebody the link by which they choose their password. The link's secret is made here, so that it is never
    stored; a repeat makes a new one, and both work until one is used."""
    user = await service.find_user(context, UUID(user_id))
    if user.state != "invited":
        return
    institution = await organisations.current(context)
    secret = await service.new_invitation(context, user.id)
    mailer: Mailer = context.house.adapters["mailer"]
    text = TEXT.format(
        name=user.full_name,
        institution=institution.name,
        days=context.settings.auth.invitation_days,
        link=f"{context.settings.public_url.rstrip('/')}/invitation#{secret}",
    )
    await mailer.send(Message(to=user.email, subject=f"Your account at {institution.name}", text=text))


@task("identity.purge", cron="17 3 * * *")
async def purge(context: Context) -> None:
    """Forget expired counters, idempotency keys, and sessions that ended a month ago."""
    await context.db.run(PURGE, now=context.now)
