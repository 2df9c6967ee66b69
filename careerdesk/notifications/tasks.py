"""Who hears of what. Every task looks at what is on file now and may run twice: the same source tells nobody twice."""

from typing import Any
from uuid import UUID

from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.tasks import task
from careerdesk.notifications.repository import (
    CORRECTION,
    HOLDERS,
    JOB,
    POSTER_OF_APPLICATION,
    PURGE,
    STUDENTS_OF,
    TASK,
)
from careerdesk.notifications.service import Item, tell
from careerdesk.permissions.actions import Permission
from careerdesk.permissions.matrix import roles_with


def _facts(record: Record, *names: str, **more: Any) -> dict[str, Any]:
    """Those facts of a row that are there."""
    facts = {name: record[name] for name in names} | more
    return {name: value for name, value in facts.items() if value is not None}


async def _holders(context: Context, permission: Permission, department_key: str | None = None) -> list[UUID]:
    """Who may do this: those that work waits for. `department_key`: the student's whom it is about."""
    roles = [role.value for role in roles_with([permission])]
    found = await context.db.rows(HOLDERS, roles=roles, department_key=department_key, now=context.now)
    return [record["user_id"] for record in found]


async def _poster(context: Context, application_id: str) -> Record | None:
    """Whom an application for their job concerns."""
    roles = [role.value for role in roles_with([Permission.APPLICATIONS_MOVE])]
    return await context.db.row(POSTER_OF_APPLICATION, id=UUID(application_id), roles=roles, now=context.now)


@task("notifications.moved", on="applications.moved")
async def moved(
    context: Context, *, application_ids: list[str], status: str, cause: str | None = None, by: str | None = None
) -> None:
    """Tell students that their applications were moved; not of what they did themselves."""
    found = await context.db.rows(STUDENTS_OF, ids=[UUID(key) for key in application_ids], status=status)
    await tell(
        context,
        [
            Item(
                record["user_id"],
                "application.moved",
                _facts(record, "job", "company", "interview_at", "deadline_at", status=status, cause=cause),
                f"/applications/{record['id']}" + ("/offer" if status == "OFFER_RELEASED" else ""),
                "application",
                record["id"],
                f"application:{record['id']}:{status}",
            )
            for record in found
            if str(record["user_id"]) != by
        ],
    )


@task("notifications.applied", on="application.applied")
async def applied(context: Context, *, application_id: str) -> None:
    """Tell who posted a job that applications wait: one item a job and day, which counts them."""
    found = await _poster(context, application_id)
    if found is None or found["user_id"] is None or not found["n"]:
        return
    item = Item(
        found["user_id"],
        "application.applied",
        _facts(found, "job", "company", "n", student=found["student"] if found["n"] == 1 else None),
        f"/jobs/{found['job_id']}/applicants",
        "job",
        found["job_id"],
        f"applied:{found['job_id']}:{context.now:%Y-%m-%d}",
    )
    await tell(context, [item], grows=True)


async def _answered(context: Context, application_id: str, how: str) -> None:
    found = await _poster(context, application_id)
    if found is None or found["user_id"] is None:
        return
    facts = _facts(found, "student", "job", "company")
    link, source = f"/applications/{application_id}", f"offer:{application_id}:{how}"
    await tell(
        context, [Item(found["user_id"], f"offer.{how}", facts, link, "application", UUID(application_id), source)]
    )


@task("notifications.offer_accepted", on="offer.accepted")
async def offer_accepted(context: Context, *, application_id: str) -> None:
    """Tell who posted the job that the offer was accepted."""
    await _answered(context, application_id, "accepted")


@task("notifications.offer_declined", on="offer.declined")
async def offer_declined(context: Context, *, application_id: str) -> None:
    """Tell who posted the job that the offer was declined."""
    await _answered(context, application_id, "declined")


@task("notifications.offer_lapsed", on="offer.lapsed")
async def offer_lapsed(context: Context, *, application_id: str) -> None:
    """Tell who posted the job that nobody answered in time."""
    await _answered(context, application_id, "lapsed")


@task("notifications.offer_reneged", on="offer.reneged")
async def offer_reneged(context: Context, *, application_id: str) -> None:
    """Tell who posted the job that the student gave up an accepted offer."""
    await _answered(context, application_id, "reneged")


@task("notifications.offer_revoked", on="offer.revoked")
async def offer_revoked(context: Context, *, application_id: str) -> None:
    """Tell the student that an accepted offer was revoked; of an open one the application's move tells."""
    found = await _poster(context, application_id)
    if found is None or found["status"] != "PLACED":
        return
    facts, link = _facts(found, "job", "company"), f"/applications/{application_id}"
    source = f"offer:{application_id}:revoked"
    await tell(
        context, [Item(found["student_id"], "offer.revoked", facts, link, "application", UUID(application_id), source)]
    )


_OF_POSTER = {"approve": "job.approved", "decline": "job.declined", "ask": "job.asked"}


@task("notifications.job_moved", on="job.moved")
async def job_moved(context: Context, *, job_id: str, move: str, at: str, by: str | None = None) -> None:
    """Tell the office that a posting waits for approval, and who posted it what the office said."""
    found = await context.db.row(JOB, id=UUID(job_id))
    if found is None:
        return
    people: list[UUID] = []
    if move == "submit":
        people, event, link = await _holders(context, Permission.JOBS_APPROVE), "job.submitted", f"/jobs/{job_id}"
    elif move in _OF_POSTER and found["user_id"] is not None:
        people, event, link = [found["user_id"]], _OF_POSTER[move], f"/jobs/{job_id}"
    reason = {"decline": found["decline_reason"], "ask": found["question"]}.get(move)
    facts, source = _facts(found, "job", "company", reason=reason), f"job:{job_id}:{move}:{at}"
    await tell(
        context,
        [Item(person, event, facts, link, "job", found["id"], source) for person in people if str(person) != by],
    )


@task("notifications.task_finished", on="task.finished")
async def task_finished(context: Context, *, run_id: str) -> None:
    """Tell who started long work how it ended."""
    found = await context.db.row(TASK, id=UUID(run_id))
    if found is None or found["user_id"] is None or found["state"] not in ("succeeded", "failed"):
        return
    facts = _facts(found, "title", "kind", "error")
    link = found["link"] or "/"
    source = f"task:{run_id}:{found['state']}"
    await tell(context, [Item(found["user_id"], f"task.{found['state']}", facts, link, "task", found["id"], source)])


@task("notifications.correction_moved", on="correction.moved")
async def correction_moved(context: Context, *, correction_id: str, state: str) -> None:
    """Tell the office what a student asks for, and the student what was decided."""
    found = await context.db.row(CORRECTION, id=UUID(correction_id))
    if found is None or found["state"] != state:
        return
    source = f"correction:{correction_id}:{state}"
    if state == "ASKED":
        people = await _holders(context, Permission.CORRECTIONS_DECIDE, found["department_key"])
        event = "correction.asked"
        facts, link = _facts(found, "student", "field"), "/corrections"
    else:
        people, event = [found["student_id"]], f"correction.{state.lower()}"
        facts, link = _facts(found, "field", "note"), "/me"
    await tell(context, [Item(person, event, facts, link, "correction", found["id"], source) for person in people])


@task("notifications.purge", cron="29 3 * * *")
async def purge(context: Context) -> None:
    """Forget items that were read three months ago, and all of them after six months."""
    await context.db.run(PURGE, now=context.now)
