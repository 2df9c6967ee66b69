"""Writing a posting: checking it, reading it from a text or a file, keeping the file, copying an earlier one."""

import asyncio
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from careerdesk.audit import service as audit
from careerdesk.files import service as files
from careerdesk.jobs import reading, rules
from careerdesk.jobs.models import Job
from careerdesk.jobs.repository import BRANCHES, PLACED_BEFORE
from careerdesk.jobs.schemas import CriteriaBody, JobCheckBody
from careerdesk.jobs.service import count_eligible, detail, find, instant_of
from careerdesk.jobs.states import JobState
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import today
from careerdesk.organisations import service as organisations
from careerdesk.organisations.service import Institution
from careerdesk.organisations.states import Feature
from careerdesk.seasons import service as seasons

FEW = 5
_COPIED = (
    "company_id", "company_name", "title", "description", "jd_link", "jd_file_id", "location", "job_type",
    "experience_level", "ctc_minor", "salary_min_minor", "salary_max_minor", "currency", "ctc_parts", "bond_months",
    "bond_amount_minor", "duration_months", "skills", "skills_search", "min_cgpa", "branches", "graduation_year",
    "max_active_backlogs", "min_10th", "min_12th", "openings", "is_public",
)  # fmt: skip


async def check(context: Context, body: JobCheckBody) -> dict[str, Any]:
    """What to look at before this posting goes out, and whom its rules leave."""
    institution = await organisations.current(context)
    posting = await _posting(context, body, institution)
    counted = await count_eligible(context, _criteria(posting))
    removed = {line["rule"]: line["removes"] for line in counted["by_rule"]}
    permitted = bool(institution.settings.get("gender_criteria"))
    around = rules.Around(context.now, permitted, counted["total"], counted["eligible"], removed)
    return {
        "checks": rules.check(posting, around),
        "eligible": counted["eligible"],
        "pool": counted["total"],
        "removed_by": [{"rule": rule, "removed": n} for rule, n in removed.items()],
    }


async def _posting(context: Context, body: JobCheckBody, institution: Institution) -> dict[str, Any]:
    """What was given, over the job that it would change."""
    given = body.model_dump(exclude_unset=True, exclude={"job_id"})
    if "deadline" in given:
        given["deadline_at"] = instant_of(given.pop("deadline"), institution)
    if body.job_id is None:
        return given
    job = await find(context, body.job_id)
    held = {column.name: getattr(job, column.name) for column in Job.__table__.columns if column.name != "search"}
    for name in ("ctc", "salary_min", "salary_max", "bond_amount"):
        minor = held.pop(f"{name}_minor")
        held[name] = None if minor is None else minor / 100
    return {**held, **given}


def _criteria(posting: dict[str, Any]) -> CriteriaBody:
    plain = {name: posting.get(name) for name in CriteriaBody.model_fields}
    return CriteriaBody.model_validate(
        {name: float(value) if isinstance(value, Decimal) else value for name, value in plain.items()}
    )


async def read(context: Context, text: str) -> dict[str, Any]:
    """The fields of a posting as a pasted text says them, in the institution's own names of branches."""
    await organisations.require_feature(context, Feature.JOB_READING)
    zone = await organisations.zone_of(context)
    known = [record["branch"] for record in await context.db.rows(BRANCHES)]
    found = await asyncio.to_thread(reading.read, text, day=today(context.now, zone), branches=known)
    return asdict(found)


async def read_file(context: Context, data: bytes) -> dict[str, Any]:
    """The fields of a posting as a PDF or DOCX says them, and its text."""
    await organisations.require_feature(context, Feature.JOB_READING)
    # Reading takes longer than a connection should be held for.
    await context.db.release()
    text = await files.text_of(data)
    return {**await read(context, text), "text": text}


async def duplicate(context: Context, job: Job) -> Job:
    """A draft that says the same, without what belongs to the first one's calendar: deadline, joining date, the days of
    the rounds."""
    institution = await organisations.current(context)
    season = await seasons.current(context)
    values = {name: getattr(job, name) for name in _COPIED}
    made = await context.db.insert(
        Job,
        **values,
        gender=job.gender if institution.settings.get("gender_criteria") else None,
        process=[{"name": step["name"], "date": None} for step in job.process],
        season_id=season.id,
        state=JobState.DRAFT.value,
        posted_by=context.user_id,
        updated_by=context.user_id,
    )
    sentence = f"{context.caller.full_name} copied {job.title} at {job.company_name}"
    await audit.record(context, "jobs.duplicate", ("job", made.id), sentence, copied_from=job.id)
    return made


async def attach_description(context: Context, job: Job, *, name: str | None, data: bytes) -> None:
    """Keep the job description as a file (PDF or DOCX) in the place of an earlier one."""
    file = await files.keep(context, purpose="job description", name=name, data=data, accepted=(files.PDF, files.DOCX))
    await context.db.update(Job, job.id, jd_file_id=file.id)
    sentence = f"{context.caller.full_name} attached {file.label} to {job.title} at {job.company_name}"
    await audit.record(context, "jobs.attach", ("job", job.id), sentence, size=file.size)


async def placed_before(context: Context, job_id: UUID) -> dict[str, Any]:
    """How many were placed at this job's company before. Fewer than five would be people whom others recognise."""
    item = await detail(context, job_id)
    currency = (await organisations.current(context)).currency
    found = await context.db.row(PLACED_BEFORE, company_id=UUID(item["company"]["id"]), currency=currency)
    assert found is not None
    placed, years = found["placed"], found["by_year"]
    enough = placed >= FEW
    # One year below five could be told from the others and the sum, so then no year is told.
    told = enough and all(line["n"] >= FEW for line in years)
    return {
        "placed": placed if enough or placed == 0 else None,
        "by_year": years if told else [],
        "median_ctc": found["median_ctc"] if found["paid"] >= FEW else None,
        "currency": currency,
        "suppressed": placed > 0 and not told,
    }
