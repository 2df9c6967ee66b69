"""/applications over HTTP, and applying from a job."""

from typing import Annotated
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from careerdesk.applications import bulk, nudges, service
from careerdesk.applications.schemas import (
    ApplicantPage,
    ApplicationDetail,
    ApplicationPage,
    ApplicationQuery,
    ApplyBody,
    ApplyToJobBody,
    BulkBody,
    BulkReport,
    ChangeBody,
    HeldMoveItem,
    History,
    MoveBody,
    NudgeBody,
    NudgeReport,
)
from careerdesk.applications.states import APPLICATION_FLOW
from careerdesk.kernel.asking import Asked
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Missing
from careerdesk.kernel.routing import Current, Json, Router, answer
from careerdesk.permissions.actions import Permission

router = Router("applications", "/applications")
applying = Router("jobs", "/jobs")


async def _shown(context: Context, application_id: UUID, status: int = 200) -> Json:
    headers = {"Location": f"/api/v1/applications/{application_id}"} if status == 201 else None
    return answer(await service.detail(context, application_id, closing=context.db.writing), status, headers)


@router.get("", needs=Permission.APPLICATIONS_READ, returns=ApplicationPage)
async def list_applications(context: Current, query: Annotated[ApplicationQuery, Asked]) -> Json:
    """The applications in your reach: a student's own, a company's, an institution's."""
    return Json(await service.page(context, query))


@router.post("", needs=Permission.APPLICATIONS_APPLY, returns=ApplicationDetail, status=201)
async def apply(context: Current, body: ApplyBody) -> Json:
    """Apply for a job."""
    made = await service.apply(context, body.job_id, resume_id=body.resume_id, cover_letter=body.cover_letter)
    return await _shown(context, made, 201)


@applying.post("/{job_id}/apply", needs=Permission.APPLICATIONS_APPLY, returns=ApplicationDetail, status=201)
async def apply_to_job(context: Current, job_id: UUID, body: ApplyToJobBody | None = None) -> Json:
    """Apply for this job."""
    given = body or ApplyToJobBody()
    made = await service.apply(context, job_id, resume_id=given.resume_id, cover_letter=given.cover_letter)
    return await _shown(context, made, 201)


@router.get("/status-flow", public=True)
async def get_status_flow(context: Current) -> Response:
    """The ten states and the moves between them, as data."""
    return answer(APPLICATION_FLOW.as_data())


@router.get("/job/{job_id}", needs=Permission.APPLICANTS_READ, returns=ApplicantPage)
async def list_applicants(context: Current, job_id: UUID, query: Annotated[ApplicationQuery, Asked]) -> Json:
    """The applicants of one job, with counts by status."""
    return Json(await service.applicants(context, job_id, query))


@router.post("/moves", needs=Permission.APPLICATIONS_MOVE, returns=BulkReport, later=HeldMoveItem)
async def move_many(context: Current, body: BulkBody) -> Json:
    """Move many at once; say what would happen, or hold it back."""
    if not body.hold or body.only_says:
        return answer(await bulk.move_many(context, body))
    held = await bulk.hold(context, body)
    return answer(held, 202, {"Location": f"/api/v1/applications/moves/{held['hold_id']}"})


@router.get("/moves/{hold_id}", needs=Permission.APPLICATIONS_MOVE, returns=HeldMoveItem)
async def get_held_move(context: Current, hold_id: UUID) -> Json:
    """A held move, and what became of it."""
    return answer(bulk.item(await bulk.find_held(context, hold_id)))


@router.post("/moves/{hold_id}/undo", needs=Permission.APPLICATIONS_MOVE, returns=HeldMoveItem)
async def undo_held_move(context: Current, hold_id: UUID) -> Json:
    """Take a held move back before it is made."""
    return answer(await bulk.undo(context, hold_id))


@router.post("/nudge", needs=Permission.APPLICATIONS_NUDGE, returns=NudgeReport)
async def nudge(context: Current, body: NudgeBody) -> Json:
    """Remind whoever has the ball."""
    return answer(await nudges.nudge(context, body))


@router.get("/{application_id}", needs=Permission.APPLICATIONS_READ, returns=ApplicationDetail)
async def get_application(context: Current, application_id: UUID) -> Json:
    """One application."""
    return await _shown(context, application_id)


@router.put("/{application_id}", needs=Permission.APPLICATIONS_ANSWER, returns=ApplicationDetail)
async def put_application(context: Current, application_id: UUID, body: ChangeBody) -> Json:
    """Change my letter, resume or notes."""
    await service.change(context, application_id, body)
    return await _shown(context, application_id)


@router.delete("/{application_id}", needs=Permission.APPLICATIONS_ANSWER, returns=ApplicationDetail)
async def delete_application(context: Current, application_id: UUID) -> Json:
    """Withdraw my application."""
    await service.move(context, application_id, "withdraw", MoveBody())
    return await _shown(context, application_id)


@router.patch("/{application_id}/withdraw", needs=Permission.APPLICATIONS_ANSWER, returns=ApplicationDetail)
async def withdraw(context: Current, application_id: UUID, body: MoveBody | None = None) -> Json:
    """Withdraw my application, while it is APPLIED."""
    await service.move(context, application_id, "withdraw", body or MoveBody())
    return await _shown(context, application_id)


@router.get("/{application_id}/history", needs=Permission.APPLICATIONS_READ, returns=History)
async def get_history(context: Current, application_id: UUID) -> Response:
    """Who moved it, when, from where to where."""
    return answer({"items": await service.history(context, application_id)})


@router.post("/{application_id}/actions/{action}", needs=Permission.APPLICATIONS_READ, returns=ApplicationDetail)
async def move(
    context: Current, request: Request, application_id: UUID, action: str, body: MoveBody | None = None
) -> Json:
    """Make one of the moves of the flow."""
    if action == "withdraw":
        raise Missing("The action “withdraw”", hint="Withdrawing is PATCH /applications/{id}/withdraw.")
    await service.move(context, application_id, action, body or MoveBody())
    return await _shown(context, application_id)
