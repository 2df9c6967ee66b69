"""What the jobs are to one student."""

from typing import Any

from careerdesk.jobs.repository import OPENNESS
from careerdesk.jobs.service import as_values
from careerdesk.kernel.context import Context
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
