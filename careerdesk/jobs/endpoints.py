"""/jobs and /saved-jobs over HTTP."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import File, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from careerdesk.jobs import service
from careerdesk.jobs.schemas import (
    Checks,
    CriteriaBody,
    EligibleCount,
    FileReading,
    JobBody,
    JobCheckBody,
    JobDetail,
    JobFields,
    JobMoveBody,
    JobPage,
    JobQuery,
    JobRemoved,
    JobTextBody,
    Openness,
    PlacedBefore,
    Reading,
    SavedJobBody,
)
from careerdesk.jobs.service import drafting, mine
from careerdesk.kernel.asking import Asked
from careerdesk.kernel.context import Context
from careerdesk.kernel.paging import PageQuery
from careerdesk.kernel.routing import Current, Json, Router, answer, download, etag, require_unchanged
from careerdesk.permissions.actions import Permission

router = Router("jobs", "/jobs")
saved = Router("savedJobs", "/saved-jobs")
REMOVED = {
    "deleted": "Nobody had applied, so the job is gone.",
    "archived": "There are applications, so the job was archived and its history is kept.",
}


async def _shown(context: Context, job_id: UUID, status: int = 200) -> Json:
    item = await service.detail(context, job_id)
    headers = {"ETag": etag(datetime.fromisoformat(item["updated_at"]))}
    if status == 201:
        headers["Location"] = f"/api/v1/jobs/{job_id}"
    return answer(item, status, headers)


@router.get("", public=True, returns=JobPage)
async def list_jobs(context: Current, query: Annotated[JobQuery, Asked]) -> Json:
    """Search the jobs that you may see; students get a verdict with each."""
    return Json(await service.page(context, query))


@router.post("", needs=Permission.JOBS_WRITE, returns=JobDetail, status=201)
async def create_job(context: Current, body: JobBody) -> Json:
    """Post a job; a recruiter's waits for approval."""
    job = await service.create(context, body)
    return await _shown(context, job.id, 201)


@router.get("/applied", needs=Permission.APPLICATIONS_APPLY, returns=JobPage)
async def list_applied(context: Current, query: Annotated[PageQuery, Asked]) -> Json:
    """The jobs that I have applied to."""
    return Json(await service.page(context, JobQuery(**query.model_dump(exclude_none=True), applied=True)))


@router.get("/open-to-me", needs=Permission.APPLICATIONS_APPLY, returns=Openness)
async def get_openness(context: Current) -> Json:
    """How many jobs are open to me, and what closes the others."""
    return answer(await mine.openness(context))


@router.post("/eligible-count", needs=Permission.JOBS_WRITE, returns=EligibleCount)
async def count_eligible(context: Current, body: CriteriaBody) -> dict[str, Any]:
    """How many students may apply under these criteria."""
    return await service.count_eligible(context, body)


@router.post("/checks", needs=Permission.JOBS_WRITE, returns=Checks)
async def check_job(context: Current, body: JobCheckBody) -> Json:
    """What to look at before a posting goes out."""
    return answer(await drafting.check(context, body))


@router.post("/read", needs=Permission.JOBS_WRITE, returns=Reading)
async def read_description(context: Current, body: JobTextBody) -> Json:
    """Read the fields of a posting from a pasted text."""
    return answer(await drafting.read(context, body.text))


@router.post("/read-file", needs=Permission.JOBS_WRITE, returns=FileReading, begins_itself=True)
async def read_document(context: Current, file: Annotated[UploadFile, File()]) -> Json:
    """Read the fields of a posting from a PDF or DOCX."""
    return answer(await drafting.read_file(context, await file.read()))


@router.get("/{job_id}", public=True, returns=JobDetail)
async def get_job(context: Current, job_id: UUID) -> Json:
    """One job."""
    return await _shown(context, job_id)


async def _change(context: Context, request: Request, job_id: UUID, body: JobFields) -> Json:
    job = await service.find(context, job_id, lock=True)
    require_unchanged(request, job.updated_at)
    await service.update(context, job, body)
    return await _shown(context, job_id)


@router.put("/{job_id}", needs=Permission.JOBS_WRITE, returns=JobDetail)
async def put_job(context: Current, request: Request, job_id: UUID, body: JobFields) -> Json:
    """Change the fields that are given."""
    return await _change(context, request, job_id, body)


@router.patch("/{job_id}", needs=Permission.JOBS_WRITE, returns=JobDetail)
async def patch_job(context: Current, request: Request, job_id: UUID, body: JobFields) -> Json:
    """Change the fields that are given."""
    return await _change(context, request, job_id, body)


@router.delete("/{job_id}", needs=Permission.JOBS_WRITE, returns=JobRemoved)
async def delete_job(context: Current, job_id: UUID) -> JobRemoved:
    """Delete a job; archive it where somebody applied."""
    outcome = await service.remove(context, await service.find(context, job_id, lock=True))
    return JobRemoved(outcome=outcome, detail=REMOVED[outcome])  # type: ignore[arg-type]


@router.post("/{job_id}/actions/{move}", needs=Permission.JOBS_WRITE, returns=JobDetail)
async def move_job(context: Current, job_id: UUID, move: str, body: JobMoveBody | None = None) -> Json:
    """Submit, ask, approve, decline, close, reopen, archive or restore."""
    given = body or JobMoveBody()
    job = await service.find(context, job_id, lock=True)
    await service.move(context, job, move, reason=given.reason, note=given.note)
    return await _shown(context, job_id)


@router.post("/{job_id}/duplicate", needs=Permission.JOBS_WRITE, returns=JobDetail, status=201)
async def duplicate_job(context: Current, job_id: UUID) -> Json:
    """Copy a posting as a draft, without its deadline."""
    copy = await drafting.duplicate(context, await service.find(context, job_id, lock=True))
    return await _shown(context, copy.id, 201)


@router.get("/{job_id}/placed-before", needs=Permission.JOBS_READ, returns=PlacedBefore)
async def get_placed_before(context: Current, job_id: UUID) -> Json:
    """How many were placed at this company in earlier seasons."""
    return answer(await drafting.placed_before(context, job_id))


@router.post("/{job_id}/jd", needs=Permission.JOBS_WRITE, returns=JobDetail)
async def attach_description(context: Current, job_id: UUID, file: Annotated[UploadFile, File()]) -> Json:
    """Attach the job description as PDF or DOCX."""
    job = await service.find(context, job_id, lock=True)
    await drafting.attach_description(context, job, name=file.filename, data=await file.read())
    return await _shown(context, job_id)


@router.get("/{job_id}/jd", public=True, content="application/octet-stream")
async def get_description(context: Current, job_id: UUID) -> Response:
    """The job description as a file."""
    file, data = await service.description_file(context, job_id)
    return download(data, file.label, file.media_type)


@saved.get("", needs=Permission.JOBS_SAVE, returns=JobPage)
async def list_saved(context: Current, query: Annotated[PageQuery, Asked]) -> Json:
    """The jobs that I saved."""
    return Json(await service.page(context, JobQuery(**query.model_dump(exclude_none=True), saved=True)))


@saved.post("", needs=Permission.JOBS_SAVE, returns=JobDetail, status=201)
async def save_job(context: Current, body: SavedJobBody) -> Json:
    """Save a job."""
    await mine.save(context, body.job_id)
    return await _shown(context, body.job_id, 201)


@saved.delete("/{job_id}", needs=Permission.JOBS_SAVE, status=204)
async def unsave_job(context: Current, job_id: UUID) -> Response:
    """Remove a saved job."""
    await mine.unsave(context, job_id)
    return Response(status_code=204)
