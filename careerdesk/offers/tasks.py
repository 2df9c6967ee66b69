"""Background work of offers."""

from uuid import UUID

from careerdesk.adapters.mail import Mailer, Message
from careerdesk.kernel.context import Context
from careerdesk.kernel.tasks import task
from careerdesk.notifications.service import Item, tell
from careerdesk.offers import service
from careerdesk.offers.repository import TO_ANSWER
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.matrix import roles_with

TEXT = """Dear {name},

{student} asks about the offer for {title} at {company}:

{question}

Answer here: {link}

{institution}
"""


@task("offers.lapse", cron="* * * * *")
async def lapse(context: Context) -> None:
    """End the offers whose deadline has passed. Safe to repeat: an offer that has ended is not found again."""
    while await service.lapse_overdue(context) == 500:
        pass


@task("offers.pass_question_on", on="offer.asked")
async def pass_question_on(context: Context, *, application_id: str, step_id: str) -> None:
    """Tell whoever made the offer what the student asks. A repeated mail goes under the same Message-ID."""
    movers = [role.value for role in roles_with([Permission.APPLICATIONS_MOVE])]
    office = [role.value for role in roles_with([Permission.OFFERS_MANAGE])]
    people = await context.db.rows(TO_ANSWER, step_id=UUID(step_id), movers=movers, office=office, now=context.now)
    facts = ("student", "title", "company_name", "question")
    link, key = f"/applications/{application_id}", UUID(application_id)
    items = []
    mailer: Mailer = context.house.adapters["mailer"]
    for person in people:
        student, title, company, question = (person[name] for name in facts)
        told = {"student": student, "job": title, "company": company}
        items.append(Item(person["user_id"], "offer.question", told, link, "application", key, f"question:{step_id}"))
        text = TEXT.format(
            name=person["full_name"], student=student, title=title, company=company, question=question,
            link=context.settings.public_url.rstrip("/") + link, institution=person["institution"],
        )  # fmt: skip
        subject = f"Question about an offer: {student}, {title}"
        message_id = f"<question-{step_id}-{person['user_id']}@careerdesk>"
        await mailer.send(Message(to=person["email"], subject=subject, text=text, message_id=message_id))
    await tell(context, items)
