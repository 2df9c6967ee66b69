"""What the jobs are to one student."""

from typing import Any
from uuid import UUID

from careerdesk.audit import service as audit
from careerdesk.jobs.repository import OPENNESS, SAVE, UNSAVE
from careerdesk.jobs.service import as_values, detail
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Missing
from careerdesk.seasons import service as seasons


async def openness(context: Context) -> dict[str, Any]:
    """How many of the open jobs the student may apply to, and which rule closes the others."""
    standing = await seasons.standing_of(context, context.user_id)
    rows = await context.db.rows(OPENNESS, now=context.now, **as_values(standing))
    counts = [(row["rule"], row["jobs"]) for row in rows]
    return {
        "total": sum(jobs for _, jobs in counts),
        "open": sum(jobs for rule, jobs in counts if rule is None),
        "closed_by": [{"rule": rule, "jobs": jobs} for rule, jobs in counts if rule is not None],
    }


async def save(context: Context, job_id: UUID) -> None:
    """Keep a job to come back to; keeping it twice is the same. 404 for a job the caller does not see."""
    await detail(context, job_id)
    institution_id = context.institution_id
    saved = await context.db.run(
        SAVE, user_id=context.user_id, job_id=job_id, institution_id=institution_id, now=context.now
    )
    if saved:
        await audit.record(context, "jobs.save", ("job", job_id), f"{context.caller.full_name} saved a job")


async def unsave(context: Context, job_id: UUID) -> None:
    if not await context.db.run(UNSAVE, user_id=context.user_id, job_id=job_id):
        raise Missing("This saved job")
    await audit.record(context, "jobs.unsave", ("job", job_id), f"{context.caller.full_name} removed a saved job")
