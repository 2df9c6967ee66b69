"""Finding things, and reading what happened to one."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

import orjson

from careerdesk.applications import service as applications
from careerdesk.applications.schemas import ApplicationQuery
from careerdesk.audit import service as audit
from careerdesk.audit.service import Subject
from careerdesk.jobs import service as jobs
from careerdesk.jobs.schemas import JobQuery
from careerdesk.kernel.access import Reach
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Missing
from careerdesk.kernel.paging import PageQuery, contains
from careerdesk.lookup import rules
from careerdesk.lookup.repository import APPLICATION_OF_OFFER, COMPANIES, PEOPLE, PEOPLE_IN_DEPARTMENT, TIMELINE
from careerdesk.lookup.schemas import FindQuery, TimelineQuery
from careerdesk.organisations import service as organisations
from careerdesk.permissions.actions import Permission
from careerdesk.students import service as students

Group = tuple[int, list[dict[str, Any]]]


def _item(key: Any, title: str, parts: Sequence[Any], link: str, state: str | None = None) -> dict[str, Any]:
    sub = " · ".join(str(part) for part in parts if part)
    return {"id": key, "title": title, "sub": sub, "state": state, "link": link}


async def find(context: Context, query: FindQuery) -> dict[str, Any]:
    """What matches, by kind, within what the caller may see; a kind that they may not see is left out."""
    groups = []
    for kind in query.wanted():
        permissions, look = _FINDERS[kind]
        if any(context.may(permission) for permission in permissions):
            total, items = await look(context, query)
            groups.append({"kind": kind, "total": total, "items": items})
    return {"groups": groups}


def _patterns(query: FindQuery) -> dict[str, Any]:
    like = contains(query.q)
    return {"like": like, "prefix": like[1:], "limit": query.limit}


async def _people(context: Context, query: FindQuery) -> Group:
    own_department = context.caller.department
    found = await context.db.rows(
        PEOPLE if own_department is None else PEOPLE_IN_DEPARTMENT,
        **_patterns(query),
        own_department=own_department,
        students=context.may(Permission.STUDENTS_READ),
        others=context.may(Permission.USERS_READ),
    )
    items = []
    for person in found:
        if person["is_student"]:
            parts = [person["roll_no"], person["branch"], person["graduation_year"]]
            link = f"/students/{person['id']}"
        else:
            parts = [person["email"], (person["roles"] or "").replace(",", ", ")]
            link = f"/people?q={quote(person['email'])}"
        items.append(_item(person["id"], person["full_name"], parts, link, person["state"]))
    return (found[0]["total"] if found else 0), items


async def _companies(context: Context, query: FindQuery) -> Group:
    found = await context.db.rows(COMPANIES, **_patterns(query))
    items = []
    for company in found:
        n = company["open_jobs"]
        jobs_said = f"{n} open {'job' if n == 1 else 'jobs'}" if n else None
        items.append(_item(company["id"], company["name"], [jobs_said], f"/companies?q={quote(company['name'])}"))
    return (found[0]["total"] if found else 0), items


async def _jobs(context: Context, query: FindQuery) -> Group:
    page = orjson.loads(await jobs.page(context, JobQuery(q=query.q, limit=query.limit, active_only=False)))
    return page["total"], [
        _item(
            job["id"], job["title"], [job["company"]["name"], job["location"]], f"/jobs/{job['id']}", job.get("state")
        )
        for job in page["items"]
    ]


async def _applications(context: Context, query: FindQuery) -> Group:
    page = orjson.loads(await applications.page(context, ApplicationQuery(q=query.q, limit=query.limit)))
    own = applications.reach_of(context) is Reach.OWN
    items = []
    for found in page["items"]:
        job, student = found["job"], found["student"]
        company = job["company"]["name"]
        title, parts = (job["title"], [company]) if own else (student["full_name"], [job["title"], company])
        items.append(_item(found["id"], title, parts, f"/applications/{found['id']}", found["status"]))
    return page["total"], items


_FINDERS: Mapping[str, tuple[tuple[Permission, ...], Callable[[Context, FindQuery], Awaitable[Group]]]] = {
    "people": ((Permission.STUDENTS_READ, Permission.USERS_READ), _people),
    "jobs": ((Permission.JOBS_READ,), _jobs),
    "companies": ((Permission.COMPANIES_READ,), _companies),
    "applications": ((Permission.APPLICATIONS_READ,), _applications),
}


# --- what happened to one record ---------------------------------------------------------------------------------


async def _history(context: Context, query: PageQuery, permission: Permission, *subjects: Subject) -> bytes:
    """The audit sentences; their facts for the office."""
    return await audit.history(context, query, subjects, facts=context.reach(permission) >= Reach.DEPARTMENT)


async def of_job(context: Context, job_id: UUID, query: PageQuery) -> bytes:
    """Who changed what of a job in the caller's reach."""
    await jobs.find(context, job_id)
    return await _history(context, query, Permission.JOBS_WRITE, ("job", job_id))


async def of_application(context: Context, application_id: UUID, query: PageQuery) -> bytes:
    """Who moved an application, and who made, took back or gave up its offer."""
    item = await applications.detail(context, application_id)
    subjects: list[Subject] = [("application", application_id)]
    if item["offer"] is not None:
        subjects.append(("offer", UUID(item["offer"]["id"])))
    return await _history(context, query, Permission.APPLICATIONS_READ, *subjects)


async def of_offer(context: Context, offer_id: UUID, query: PageQuery) -> bytes:
    """The same, asked for by the offer."""
    application_id = await context.db.value(APPLICATION_OF_OFFER, id=offer_id)
    if application_id is None:
        raise Missing("This offer")
    return await of_application(context, application_id, query)


async def of_company(context: Context, company_id: UUID, query: PageQuery) -> bytes:
    """Who changed what of a company."""
    await organisations.find_company(context, company_id)
    return await _history(context, query, Permission.COMPANIES_WRITE, ("company", company_id))


async def of_student(context: Context, student_id: UUID, query: PageQuery) -> bytes:
    """Who changed what of a student's record."""
    await students.profile(context, student_id)
    return await _history(context, query, Permission.STUDENTS_READ, ("student", student_id), ("user", student_id))


async def timeline(context: Context, student_id: UUID, query: TimelineQuery) -> bytes:
    """Everything that happened to a student: record, applications, offers, corrections, imports; the newest first."""
    student = (await students.profile(context, student_id))["full_name"]
    office = context.may(Permission.STUDENTS_READ)

    def tell(item: dict[str, Any]) -> dict[str, Any]:
        item["sentence"], item["link"] = rules.told(item, student), rules.link(item)
        if item["kind"] == "import" and not context.may(Permission.STUDENTS_IMPORT):
            item["link"] = None
        if not office:
            item["link"] = item["link"] if item["kind"] == "application" else None
            item["facts"] = None if item["kind"] in ("record", "import") else item["facts"]
        return item

    return await TIMELINE.page(context.db, query, tell, student_id=student_id)
