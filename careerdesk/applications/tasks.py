"""Background work of applications: telling people by mail, and making moves that were held back."""

from uuid import UUID
from zoneinfo import ZoneInfo

from careerdesk.adapters.mail import Mailer, Message
from careerdesk.applications import bulk, nudges
from careerdesk.applications.repository import FOR_MAIL
from careerdesk.applications.states import APPLICATION_FLOW
from careerdesk.kernel.context import Context
from careerdesk.kernel.tasks import task

TEXT = """Dear {name},

your application for {title} at {company}: {news}.
{more}
See it here: {link}

{institution}
"""
NEWS = {
    "APPLIED": "we have received it",
    "SELECTED": "you have been selected for the process",
    "IN_PROCESS": "the selection process has begun",
    "INTERVIEW_SCHEDULED": "you are invited to an interview",
    "SHORTLISTED": "you are on the shortlist",
    "OFFER_RELEASED": "you have an offer",
    "PLACED": "you accepted the offer. Congratulations",
    "OFFER_DECLINED": "the offer is closed",
    "WITHDRAWN": "it is withdrawn",
    "REJECTED": "it was not successful this time",
}


@task("applications.confirm", on="application.applied")
async def confirm(context: Context, *, application_id: str) -> None:
    """Tell the student that the application has arrived."""
    await _tell(context, UUID(application_id), "APPLIED")


@task("applications.tell", on="application.moved")
async def tell(context: Context, *, application_id: str, status: str) -> None:
    """Tell the student that the application was moved. A news that is out of date is not sent."""
    await _tell(context, UUID(application_id), status)


@task("applications.carry_out_held")
async def carry_out_held(context: Context, *, hold_id: str) -> None:
    """Make a move of many whose moment to be taken back has passed. One that was undone or made is left alone."""
    await bulk.carry_out_held(context, UUID(hold_id))


@task("applications.send_nudges")
async def send_nudges(context: Context, *, batch_id: str) -> None:
    """Send the reminders of one press of the button; a repeated mail goes under the same Message-ID."""
    await nudges.send(context, UUID(batch_id))


async def _tell(context: Context, application_id: UUID, status: str) -> None:
    found = await context.db.row(FOR_MAIL, id=application_id)
    if found is None or found["status"] != status:
        return
    more = ""
    if status == "INTERVIEW_SCHEDULED" and found["interview_at"] is not None:
        at = found["interview_at"].astimezone(ZoneInfo(found["time_zone"]))
        more = f"\nWhen: {at:%A %d %B %Y, %H:%M} ({found['time_zone']})\n"
        if found["interview_place"]:
            more += f"Where: {found['interview_place']}\n"
    mailer: Mailer = context.house.adapters["mailer"]
    text = TEXT.format(
        name=found["full_name"],
        title=found["title"],
        company=found["company_name"],
        news=NEWS[status],
        more=more,
        link=f"{context.settings.public_url.rstrip('/')}/applications/{application_id}",
        institution=found["institution"],
    )
    label = APPLICATION_FLOW.states[status].label
    await mailer.send(
        Message(
            to=found["email"],
            subject=f"{label}: {found['title']} at {found['company_name']}",
            text=text,
            message_id=f"<application-{application_id}-{status.lower()}@careerdesk>",
        )
    )
