"""Search, histories and the timeline over HTTP."""

from typing import Annotated
from uuid import UUID

from starlette.responses import Response

from careerdesk.kernel.asking import Asked
from careerdesk.kernel.paging import PageQuery
from careerdesk.kernel.routing import Current, Json, Router, answer
from careerdesk.lookup import service
from careerdesk.lookup.schemas import FindQuery, FoundGroups, HistoryPage, TimelinePage, TimelineQuery
from careerdesk.permissions.actions import Permission

search = Router("search", "/search")
history = Router("history", "/history")
timelines = Router("timeline")

Asking = Annotated[PageQuery, Asked]


@search.get("", needs=Permission.ACCOUNT, returns=FoundGroups)
async def find_everything(context: Current, query: Annotated[FindQuery, Asked]) -> Response:
    """People, jobs, companies and applications that match."""
    return answer(await service.find(context, query))


@history.get("/job/{job_id}", needs=Permission.JOBS_WRITE, returns=HistoryPage)
async def of_job(context: Current, job_id: UUID, query: Asking) -> Json:
    """Who changed what of a job."""
    return Json(await service.of_job(context, job_id, query))


@history.get("/application/{application_id}", needs=Permission.APPLICATIONS_READ, returns=HistoryPage)
async def of_application(context: Current, application_id: UUID, query: Asking) -> Json:
    """Who did what with an application and its offer."""
    return Json(await service.of_application(context, application_id, query))


@history.get("/offer/{offer_id}", needs=Permission.APPLICATIONS_READ, returns=HistoryPage)
async def of_offer(context: Current, offer_id: UUID, query: Asking) -> Json:
    """Who did what with an offer and its application."""
    return Json(await service.of_offer(context, offer_id, query))


@history.get("/company/{company_id}", needs=Permission.COMPANIES_WRITE, returns=HistoryPage)
async def of_company(context: Current, company_id: UUID, query: Asking) -> Json:
    """Who changed what of a company."""
    return Json(await service.of_company(context, company_id, query))


@history.get("/student/{student_id}", needs=Permission.STUDENTS_READ, returns=HistoryPage)
async def of_student(context: Current, student_id: UUID, query: Asking) -> Json:
    """Who changed what of a student's record."""
    return Json(await service.of_student(context, student_id, query))


@timelines.get("/admin/students/{student_id}/timeline", needs=Permission.STUDENTS_READ, returns=TimelinePage)
async def of_person(context: Current, student_id: UUID, query: Annotated[TimelineQuery, Asked]) -> Json:
    """Everything that happened to a student, the newest first."""
    return Json(await service.timeline(context, student_id, query))


@timelines.get("/users/me/timeline", needs=Permission.PROFILE_READ, returns=TimelinePage)
async def of_myself(context: Current, query: Annotated[TimelineQuery, Asked]) -> Json:
    """Everything that happened to my record and my applications."""
    return Json(await service.timeline(context, context.user_id, query))
