"""Jobs: writing them, approving them, showing them with a verdict."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from careerdesk.audit import service as audit
from careerdesk.files import service as files
from careerdesk.jobs.models import Job
from careerdesk.jobs.repository import (
    DELETE,
    DETAILS,
    ELIGIBLE_COUNT,
    HAS_APPLICATIONS,
    IS_PUBLIC,
    LISTINGS,
    LOCK_JOB,
    PUBLIC_JOBS,
)
from careerdesk.jobs.schemas import CriteriaBody, JobFields, JobQuery
from careerdesk.jobs.states import JOB_FLOW, JobState, JobType
from careerdesk.kernel.access import Reach
from careerdesk.kernel.context import Context
from careerdesk.kernel.db import Record
from careerdesk.kernel.errors import Conflict, Forbidden, Invalid, Missing
from careerdesk.organisations import service as organisations
from careerdesk.organisations.service import Company, Institution
from careerdesk.organisations.states import Feature
from careerdesk.permissions.actions import Permission
from careerdesk.seasons import service as seasons
from careerdesk.seasons.service import Criteria, Standing

# What a recruiter may still change once the office has approved the posting.
FREE_AFTER_APPROVAL = frozenset(
    {"description", "jd_link", "location", "skills", "skills_search", "experience_level", "process"}
)
SAY_WHY = {"ask": "Write the question. The recruiter reads this."}
END_OF_DAY = time(23, 59, 59)


def view_of(context: Context) -> str:
    """Which of the five views of jobs the caller has."""
    if context.actor is None:
        return "public"
    reach = context.reach(Permission.JOBS_READ)
    if reach is Reach.NONE:
        return "public"
    if reach is Reach.COMPANY:
        return "company"
    if context.reach(Permission.APPLICANTS_READ) is Reach.DEPARTMENT:
        return "department"
    writes = context.reach(Permission.JOBS_WRITE) > Reach.COMPANY
    return "office" if writes or context.may(Permission.JOBS_APPROVE) else "student"


async def page(context: Context, query: JobQuery) -> bytes:
    """One page of the jobs that the caller may see; students see each with its verdict."""
    view = view_of(context)
    if view == "public" and context.db.tenant is None:
        raise Missing("This institution", hint="Sign in, or name an institution: ?institution=…")
    if view == "public":
        await organisations.require_feature(context, Feature.PUBLIC_JOBS)
    if view in ("office", "department") and query.active_only is None and query.state is None:
        query.active_only = True
    if not query.active_only:
        query.active_only = None
    values = _values(context)
    standing = await _standing(context, view)
    if standing is not None:
        values |= as_values(standing)
    elif query.eligible is not None or query.saved is not None or query.applied is not None:
        raise Invalid.field("eligible", "Only students can filter by eligibility, saved and applied.")

    dress = None if view == "public" else _dresser(context, standing)
    return await LISTINGS[view].page(context.db, query, dress, **values)


async def detail(context: Context, job_id: UUID) -> dict[str, Any]:
    """One job as the caller sees it; 404 where they do not."""
    view = view_of(context)
    if context.db.tenant is None:
        raise Missing("This job")
    if view == "public":
        await organisations.require_feature(context, Feature.PUBLIC_JOBS)
    text = await context.db.value(DETAILS[view], id=job_id, **_values(context))
    if text is None:
        raise Missing("This job")
    item = _dresser(context, await _standing(context, view))(orjson.loads(text))
    policy = seasons.Policy.of(item["policy"] or {})
    names = ("max_offers", "close_others", "offer_days")
    item |= {"policy": policy_lines(policy), "policy_facts": {name: getattr(policy, name) for name in names}}
    return item


async def public_jobs(context: Context) -> list[Record]:
    """Key and last change of every job that anybody may see, for search engines."""
    return await context.db.rows(PUBLIC_JOBS, now=context.now)


async def is_public(context: Context, job_id: UUID) -> bool:
    """Whether somebody without an account may see this job now."""
    if context.db.tenant is None or not await organisations.has_feature(context, Feature.PUBLIC_JOBS):
        return False
    return bool(await context.db.value(IS_PUBLIC, id=job_id, now=context.now))


def _values(context: Context) -> dict[str, Any]:
    actor = context.actor
    return {
        "now": context.now,
        "me": actor.user_id if actor else None,
        "own_company": actor.company_id if actor else None,
        "own_department": actor.department if actor else None,
    }


async def _standing(context: Context, view: str) -> Standing | None:
    """The student's standing; None for supervisors and others who look without a record."""
    if view != "student" or not context.may(Permission.APPLICATIONS_APPLY):
        return None
    return await seasons.standing_of(context, context.user_id)


def as_values(standing: Standing) -> dict[str, Any]:
    """What the eligibility rules in SQL ask of a student."""
    facts = standing.facts
    return {
        "cgpa": facts.cgpa,
        "branch": facts.branch,
        "graduation_year": facts.graduation_year,
        "active_backlogs": facts.active_backlogs,
        "tenth_percent": facts.tenth_percent,
        "twelfth_percent": facts.twelfth_percent,
        "gender": facts.gender,
        "has_rights": not facts.placed_elsewhere and facts.accepted_offers < standing.policy.max_offers,
    }


def criteria_of(job: Mapping[str, Any]) -> Criteria:
    """What a job asks for, from its row or its JSON."""
    return Criteria(
        min_cgpa=job["min_cgpa"],
        branches=job["branches"],
        graduation_year=job["graduation_year"],
        max_active_backlogs=job["max_active_backlogs"],
        min_10th=job["min_10th"],
        min_12th=job["min_12th"],
        gender=job["gender"],
    )


_FLOW_PERMISSIONS = JOB_FLOW.permissions()


def _dresser(context: Context, standing: Standing | None) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A function that adds what the caller needs to act: the verdict for students, the moves for those who manage jobs."""
    held = frozenset(name for name in _FLOW_PERMISSIONS if context.may(name))
    manages = context.may(Permission.JOBS_WRITE)

    def dress(item: dict[str, Any]) -> dict[str, Any]:
        if standing is not None:
            item["verdict"] = seasons.decide(standing.facts, criteria_of(item), standing.policy)
        if manages:
            item["moves"] = JOB_FLOW.buttons(item["state"], held)
        return item

    return dress


def policy_lines(policy: seasons.Policy) -> list[str]:
    """The policy in the words that stand beside Apply."""
    offers = "one offer" if policy.max_offers == 1 else f"{policy.max_offers} offers"
    lines = [f"You may accept {offers} in this season."]
    if policy.close_others:
        lines.append("Accepting the last of them withdraws your other applications.")
    lines.append("You can withdraw until the office has selected you.")
    return lines


async def create(context: Context, fields: JobFields) -> Job:
    """A new job. The office's is open at once (a draft with `is_active: false`); a recruiter's waits for approval."""
    company = await _company(context, fields)
    if company is None:
        raise Invalid.field("company", "Name the company, or give company_id.", "missing")
    institution = await organisations.current(context)
    season = await seasons.current(context)
    values = await _columns(context, fields, institution)
    state = JobState.OPEN if context.may(Permission.JOBS_APPROVE) else JobState.PENDING_APPROVAL
    if fields.is_active is False:
        state = JobState.DRAFT
    defaults = {
        "job_type": JobType.FULL_TIME.value, "currency": institution.currency, "ctc_parts": [], "skills": [],
        "skills_search": [], "branches": [], "is_public": True,
    }  # fmt: skip
    job = await context.db.insert(
        Job,
        **{
            **defaults, **values, "season_id": season.id, "company_id": company.id, "company_name": company.name,
            "state": state.value, "posted_by": context.user_id, "updated_by": context.user_id,
            "posted_at": context.now if state is JobState.OPEN else None,
        },
    )  # fmt: skip
    if state is JobState.OPEN:
        context.record("job.opened", job_id=job.id)
    if state is JobState.PENDING_APPROVAL:
        context.record("job.moved", job_id=job.id, move="submit", by=context.user_id, at=context.now)
    how = {"OPEN": "posted", "PENDING_APPROVAL": "submitted", "DRAFT": "drafted"}[state]
    sentence = f"{context.caller.full_name} {how} {job.title} at {job.company_name}"
    await audit.record(context, "jobs.create", ("job", job.id), sentence, state=state)
    return job


async def _company(context: Context, fields: JobFields) -> Company | None:
    """The company that was named, within the caller's reach."""
    if context.reach(Permission.JOBS_WRITE) is Reach.COMPANY:
        await organisations.require_feature(context, Feature.RECRUITER_POSTING)
        own = context.caller.company_id
        if own is None or (fields.company_id is not None and fields.company_id != own):
            raise Forbidden("You can post jobs of your own company only.")
        company = await organisations.find_company(context, own)
        if fields.company is not None and fields.company.casefold() != company.name_key:
            raise Forbidden("You can post jobs of your own company only.")
        return company
    if fields.company_id is not None:
        return await organisations.find_company(context, fields.company_id)
    if fields.company is not None:
        return await organisations.company_named(context, fields.company)
    return None


async def _columns(context: Context, fields: JobFields, institution: Institution) -> dict[str, Any]:
    """The columns that were given, in the form in which they are stored."""
    given = fields.model_dump(exclude_unset=True)
    for name in ("company", "company_id", "is_active"):
        given.pop(name, None)
    if "gender" in given and given["gender"] is not None and not institution.settings.get("gender_criteria"):
        raise Invalid.field("gender", "This institution does not admit rules by gender. Its settings say where it may.")
    for name in ("ctc", "salary_min", "salary_max", "bond_amount"):
        if name in given:
            given[f"{name}_minor"] = None if (amount := given.pop(name)) is None else round(Decimal(str(amount)) * 100)
    for name in ("min_cgpa", "min_10th", "min_12th"):
        if given.get(name) is not None:
            given[name] = Decimal(str(given[name]))
    if "deadline" in given:
        given["deadline_at"] = instant_of(given.pop("deadline"), institution)
    if "skills" in given:
        skills = given["skills"] or []
        given["skills"] = list(dict.fromkeys(skills))
        given["skills_search"] = sorted({skill.casefold() for skill in skills})
    given |= {name: given[name] or [] for name in ("ctc_parts", "branches", "process") if name in given}
    if "process" in given:
        given["process"] = [
            {"name": r["name"], "date": str(r["date"]) if r.get("date") else None} for r in given["process"]
        ]
    never_null = ("job_type", "currency", "is_public", "title")
    given = {name: value for name, value in given.items() if value is not None or name not in never_null}
    if "job_type" in given:
        given["job_type"] = str(given["job_type"])
    return given


def instant_of(value: date | datetime | None, institution: Institution) -> datetime | None:
    """A deadline as an instant: a day ends at midnight in the institution's zone."""
    from zoneinfo import ZoneInfo

    if value is None:
        return None
    zone = ZoneInfo(institution.time_zone)
    if not isinstance(value, datetime):
        return datetime.combine(value, END_OF_DAY, zone)
    return value if value.tzinfo is not None else value.replace(tzinfo=zone)


async def find(context: Context, job_id: UUID, *, lock: bool = False) -> Job:
    """The job where the caller may manage it; 404 outside their reach. `lock` takes it FOR UPDATE, to change it."""
    sql = LOCK_JOB if lock else LOCK_JOB.removesuffix(" FOR UPDATE")
    job = await context.db.one(Job, sql, id=job_id)
    narrow = context.reach(Permission.JOBS_READ) is Reach.COMPANY
    if job is None or (narrow and job.company_id != context.caller.company_id):
        raise Missing("This job")
    if narrow and lock:
        await organisations.require_feature(context, Feature.RECRUITER_POSTING)
    return job


async def update(context: Context, job: Job, fields: JobFields) -> Job:
    """Change the fields that were given."""
    institution = await organisations.current(context)
    values = await _columns(context, fields, institution)
    if fields.company is not None or fields.company_id is not None:
        company = await _company(context, fields)
        if company is not None and company.id != job.company_id:
            values |= {"company_id": company.id, "company_name": company.name}
    changed = {name: value for name, value in values.items() if getattr(job, name) != value}
    if job.state == JobState.OPEN and not context.may(Permission.JOBS_APPROVE):
        held = sorted(set(changed) - FREE_AFTER_APPROVAL)
        if held:
            names = ", ".join(held).replace("_minor", "").replace("_", " ")
            raise Conflict(f"The office has approved this posting. Ask it to change: {names}.", code="approved_fields")
    if changed:
        before = {name: getattr(job, name) for name in changed if name != "skills_search"}
        job = await context.db.update(Job, job.id, **changed, updated_by=context.user_id)
        names = ", ".join(sorted(before)).replace("_minor", "").replace("_", " ")
        sentence = f"{context.caller.full_name} changed {names} of {job.title} at {job.company_name}"
        after = {name: changed[name] for name in before}
        await audit.record(context, "jobs.update", ("job", job.id), sentence, before=before, after=after)
    if fields.is_active is not None and fields.is_active != (job.state == JobState.OPEN):
        job = await _switch(context, job, active=fields.is_active)
    return job


async def _switch(context: Context, job: Job, *, active: bool) -> Job:
    """`is_active` as the move that it stands for."""
    if not active:
        return await move(context, job, "close") if job.state == JobState.OPEN else job
    for name in ("reopen", "approve"):
        if job.state in JOB_FLOW.moves[name].sources:
            return await move(context, job, name)
    return await move(context, await move(context, job, "restore"), "reopen")


async def move(context: Context, job: Job, name: str, *, reason: str | None = None, note: str | None = None) -> Job:
    """Move a posting along its flow."""
    step = JOB_FLOW.move(name)
    context.caller.require(step.needs)
    JOB_FLOW.require(name, job.state)
    if "reason" in step.fields and not (reason or "").strip():
        raise Invalid.field("reason", SAY_WHY.get(name, "Say why. The recruiter reads this."), "missing")
    values: dict[str, Any] = {
        "state": step.target,
        "decline_reason": reason if name == "decline" else None,
        "updated_by": context.user_id,
    }
    if name == "ask":
        values |= {"question": reason, "question_answer": None}
    elif name == "submit":
        values["question_answer"] = note if job.state == JobState.QUESTIONED else None
    if step.target == JobState.OPEN and job.posted_at is None:
        values["posted_at"] = context.now
    job = await context.db.update(Job, job.id, **values)
    if step.target == JobState.OPEN:
        context.record("job.opened", job_id=job.id)
    context.record("job.moved", job_id=job.id, move=name, by=context.caller.user_id, at=context.now)
    sentence = f"{context.caller.full_name} {step.done} {job.title} at {job.company_name}"
    await audit.record(context, f"jobs.{name}", ("job", job.id), sentence, reason=reason, note=note)
    return job


async def remove(context: Context, job: Job) -> str:
    """Delete a job that nobody applied to; archive one with applications, whose evidence accreditation asks for."""
    if await context.db.value(HAS_APPLICATIONS, id=job.id):
        if job.state != JobState.ARCHIVED:
            await context.db.update(Job, job.id, state=JobState.ARCHIVED.value)
        done = "archived"
    else:
        await context.db.run(DELETE, id=job.id)
        done = "deleted"
    sentence = f"{context.caller.full_name} {done} {job.title} at {job.company_name}"
    await audit.record(context, "jobs.delete", ("job", job.id), sentence, outcome=done)
    return done


async def count_eligible(context: Context, criteria: CriteriaBody) -> dict[str, Any]:
    """How many students may apply under these criteria, and what each rule alone removes."""
    season = await seasons.current(context)
    values = criteria.model_dump()
    values["branches"] = [branch.casefold() for branch in criteria.branches]
    for name in ("min_cgpa", "min_10th", "min_12th"):
        values[name] = None if values[name] is None else Decimal(str(values[name]))
    policy = seasons.Policy.of(season.policy)
    found = await context.db.row(ELIGIBLE_COUNT, **values, season_id=season.id, max_offers=policy.max_offers)
    assert found is not None
    rules = ("cgpa", "branch", "graduation_year", "backlogs", "tenth", "twelfth", "gender", "policy")
    by_rule = [{"rule": rule, "removes": found[rule]} for rule in rules if found[rule]]
    return {"eligible": found["eligible"], "total": found["total"], "by_rule": by_rule}


async def description_file(context: Context, job_id: UUID) -> tuple[files.StoredFile, bytes]:
    """The file of a job that the caller sees."""
    item = await detail(context, job_id)
    if item["jd_file"] is None:
        raise Missing("This file")
    file = await files.find(context, UUID(item["jd_file"]["id"]))
    return file, await files.read(context, file)
