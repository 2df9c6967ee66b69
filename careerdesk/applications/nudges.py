"""Reminding whoever has the ball: one mail a person, at most one nudge of an application in a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from careerdesk.adapters.mail import Mailer, Message
from careerdesk.applications import service
from careerdesk.applications.repository import COLLEAGUES, NUDGED, RECRUITERS, REMEMBER_NUDGES, TO_NUDGE
from careerdesk.applications.schemas import NudgeBody, waiting_for
from careerdesk.applications.states import APPLICATION_FLOW, OPEN_STATES
from careerdesk.audit import service as audit
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.tasks import enqueue
from careerdesk.notifications.service import Item, tell
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.matrix import roles_with

MOST = 500
TEXT = """Dear {name},

{intro}

{lines}

See {them} here: {link}

{institution}
"""
INTROS = {
    "student": "this is waiting for you:",
    "company": "these applicants are waiting for your company:",
    "office": "these applications are waiting for the placement office:",
}


@dataclass(slots=True)
class Reminder:
    """What one person is reminded of."""

    user_id: UUID
    full_name: str
    holder: str
    applications: list[Record] = field(default_factory=list)


async def nudge(context: Context, body: NudgeBody) -> dict[str, Any]:
    """Remind whoever has the ball, or say who that would be. Whom nobody can remind is named with the reason."""
    found = await context.db.rows(
        TO_NUDGE[service.reach_of(context)],
        ids=body.application_ids,
        statuses=waiting_for(body.waiting_for) if body.waiting_for else list(OPEN_STATES),
        days=body.older_than_days if body.application_ids is None else 0,
        most=MOST,
        **service.who(context),
    )
    reminders, blocked = await _sorted_by_person(context, found)
    seen = {record["id"] for record in found}
    blocked += [
        _blocked(key, None, "not_found") for key in dict.fromkeys(body.application_ids or ()) if key not in seen
    ]
    if reminders and not body.dry_run:
        await _remember(context, reminders)
    return {
        "dry_run": body.dry_run,
        "people": [
            {"id": one.user_id, "full_name": one.full_name, "holder": one.holder, "applications": len(one.applications)}
            for one in reminders
        ],
        "applications": len({record["id"] for one in reminders for record in one.applications}),
        "blocked": blocked,
    }


REASONS = {
    "not_found": "This application does not exist or is not open",
    "nudged": "They were reminded of this in the last 24 hours",
    "no_account": "Nobody at this company has an account here",
    "own": "This waits for you",
}


def _blocked(key: UUID, student: str | None, code: str) -> dict[str, Any]:
    return {"id": key, "student": student, "code": code, "reason": REASONS[code]}


async def _sorted_by_person(context: Context, found: Iterable[Record]) -> tuple[list[Reminder], list[dict[str, Any]]]:
    """Whom each application waits for: the student; whoever recruits for the company; in the office who posted the job,
    else everybody who may move applications and approve jobs, and the coordinators of the student's department."""
    found = list(found)
    movers = [role.value for role in roles_with([Permission.APPLICATIONS_MOVE])]
    staff = [role.value for role in roles_with([Permission.APPLICATIONS_MOVE, Permission.JOBS_APPROVE])]
    companies: dict[UUID, list[Record]] = defaultdict(list)
    ids = list({record["company_id"] for record in found})
    for person in await context.db.rows(RECRUITERS, companies=ids, roles=movers, now=context.now):
        companies[person["company_id"]].append(person)
    students = list({record["student_id"] for record in found})
    colleagues = await context.db.rows(COLLEAGUES, roles=staff, students=students, now=context.now)
    people: dict[UUID, Reminder] = {}
    blocked = []
    for record in found:
        holder = APPLICATION_FLOW.states[record["status"]].holder
        whom: list[tuple[UUID, str]]
        if holder == "student":
            whom = [(record["student_id"], record["student_name"])]
        elif holder == "company":
            whom = [(person["id"], person["full_name"]) for person in companies[record["company_id"]]]
        else:
            office = [one for one in colleagues if one["everybodys"] or record["student_id"] in one["students"]]
            poster = [one for one in office if one["id"] == record["posted_by"]]
            whom = [(one["id"], one["full_name"]) for one in poster or office]
        others = [one for one in whom if one[0] != context.user_id]
        if record["nudged"] or not others:
            code = "nudged" if record["nudged"] else "own" if whom else "no_account"
            blocked.append(_blocked(record["id"], record["student_name"], code))
            continue
        for user_id, name in others:
            people.setdefault(user_id, Reminder(user_id, name, holder)).applications.append(record)
    return list(people.values()), blocked


async def _remember(context: Context, reminders: list[Reminder]) -> None:
    """Write the nudges down, and have them carried out."""
    batch_id = new_id()
    pairs = [(one.user_id, record["id"]) for one in reminders for record in one.applications]
    await context.db.run(
        REMEMBER_NUDGES,
        ids=[new_id() for _ in pairs],
        user_ids=[user_id for user_id, _ in pairs],
        application_ids=[application_id for _, application_id in pairs],
        batch_id=batch_id,
        institution_id=context.institution_id,
        by_id=context.user_id,
        by_name=context.caller.full_name,
        now=context.now,
    )
    await enqueue(context, "applications.send_nudges", batch_id=batch_id)
    count = len({application_id for _, application_id in pairs})
    sentence = f"{context.caller.full_name} reminded {len(reminders)} people of {count} applications"
    people = [str(one.user_id) for one in reminders]
    await audit.record(context, "applications.nudge", ("nudge", batch_id), sentence, people=people)


async def send(context: Context, batch_id: UUID) -> None:
    """One mail and one item in the app a person. What has moved on meanwhile is left out."""
    by_person: dict[UUID, list[Record]] = defaultdict(list)
    for record in await context.db.rows(NUDGED, batch_id=batch_id):
        by_person[record["user_id"]].append(record)
    await tell(context, [item for records in by_person.values() for item in _items(records, batch_id)])
    mailer: Mailer = context.house.adapters["mailer"]
    for user_id, records in by_person.items():
        await mailer.send(_mail(context, user_id, records, batch_id))


def _items(records: list[Record], batch_id: UUID) -> list[Item]:
    """Students read of each application, others of each job."""
    items = {}
    for record in records:
        own = record["user_id"] == record["student_id"]
        kind, key = ("application", record["id"]) if own else ("job", record["job_id"])
        link = f"/applications/{key}" if own else f"/jobs/{key}/applicants"
        facts = {"job": record["title"], "company": record["company_name"]}
        source = f"nudge:{batch_id}:{key}"
        items[key] = Item(record["user_id"], "application.nudged", facts, link, kind, key, source)
    return list(items.values())


def _mail(context: Context, user_id: UUID, records: list[Record], batch_id: UUID) -> Message:
    first = records[0]
    own = user_id == first["student_id"]
    holder = APPLICATION_FLOW.states[first["status"]].holder
    lines = []
    for record in records:
        since = record["since"].astimezone(ZoneInfo(record["time_zone"]))
        what = f"{record['title']} at {record['company_name']}"
        who = what if own else f"{record['student_name']}, {what}"
        label = APPLICATION_FLOW.states[record["status"]].label.lower()
        lines.append(f"- {who}: {label} since {since:%d %B %Y}")
    page = f"/applications/{first['id']}" if len(records) == 1 else "/applications"
    return Message(
        to=first["email"],
        subject=f"{len(records)} applications are waiting" if len(records) > 1 else f"Waiting: {first['title']}",
        text=TEXT.format(
            name=first["full_name"],
            intro=INTROS[holder],
            lines="\n".join(lines),
            them="it" if len(records) == 1 else "them",
            link=context.settings.public_url.rstrip("/") + page,
            institution=first["institution"],
        ),
        message_id=f"<nudge-{batch_id}-{user_id}@careerdesk>",
    )
