"""Students over HTTP: the own profile, one student for the office, and imports."""

import re
from typing import Annotated, Any
from uuid import UUID

from fastapi import File, Form, Query, UploadFile
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from careerdesk.kernel.asking import Asked
from careerdesk.kernel.errors import Invalid
from careerdesk.kernel.paging import PageQuery
from careerdesk.kernel.routing import Current, Json, Router, answer, etag, require_unchanged
from careerdesk.kernel.text import clean
from careerdesk.permissions.actions import Permission
from careerdesk.students import service
from careerdesk.students.models import StudentImport
from careerdesk.students.repository import IMPORT_ROWS, IMPORTS
from careerdesk.students.schemas import (
    ApplyBody,
    Facets,
    ImportOut,
    ImportPage,
    ImportReport,
    ImportRow,
    ImportRowPage,
    MappingBody,
    OfficeChanges,
    OwnChanges,
    PlacedBody,
    Profile,
    RowBody,
    RowsQuery,
    Started,
    UndoReport,
    by_field,
    shown_import,
    shown_row,
)
from careerdesk.students.service import imports

profile = Router("profile", "/users")
students = Router("students", "/admin/students")


RowNumber = Annotated[int, Field(ge=1, le=2**31 - 1)]


def shown(found: dict[str, Any]) -> Response:
    return answer(found, headers={"ETag": etag(found["updated_at"])})


@profile.get("/me/profile", needs=Permission.PROFILE_READ, returns=Profile)
async def get_profile(context: Current) -> Response:
    """My student profile."""
    return shown(await service.profile(context, context.user_id))


@profile.patch("/me/profile", needs=Permission.PROFILE_WRITE, returns=Profile)
async def change_profile(context: Current, request: Request, body: OwnChanges) -> Response:
    """Change my profile; what the office verified is corrected by the office."""
    before = await service.profile(context, context.user_id)
    require_unchanged(request, before["updated_at"])
    return shown(await service.change_profile(context, body.given()))


@profile.patch("/{user_id}/mark-placed", needs=Permission.USERS_PLACE, returns=Profile)
async def mark_placed(context: Current, user_id: UUID, body: PlacedBody | None = None) -> Response:
    """Record a placement that no offer shows, or take it back."""
    return shown(await service.mark_placed(context, user_id, **(body or PlacedBody()).model_dump()))


@students.get("/facets", needs=Permission.STUDENTS_READ, returns=Facets)
async def list_facets(context: Current) -> Response:
    """Branches, departments and years, with how many students each has."""
    return answer(await service.facets(context))


def label_of(file: UploadFile) -> str:
    """The name of an upload, as a label: no path, no control or direction marks."""
    name = clean(re.split(r"[\\/]", file.filename or "")[-1])
    return name[-120:] or "students"


async def content_of(file: UploadFile) -> bytes:
    data = await file.read()
    if not data:
        raise Invalid.field("file", "The file is empty. Upload the one that lists the students.", "empty")
    return data


def started(made: StudentImport, status: int = 202) -> Json:
    assert made.task_id is not None
    where = {"Location": f"/api/v1/tasks/{made.task_id}"}
    return answer({"import_id": made.id, "task_id": made.task_id}, status, where)


@students.post("/import", needs=Permission.STUDENTS_IMPORT, returns=ImportReport, later=Started)
async def import_students(
    context: Current,
    request: Request,
    file: Annotated[UploadFile, File(description="CSV, XLSX or XLS")],
    dry_run: Annotated[bool | None, Form()] = None,
    invite: Annotated[bool | None, Form()] = None,
    dry_run_asked: Annotated[bool | None, Query(alias="dry_run")] = None,
    invite_asked: Annotated[bool | None, Query(alias="invite")] = None,
) -> Response:
    """Import students from a spreadsheet in one call. Large files answer 202 with a task."""
    only_look = next((given for given in (dry_run, dry_run_asked) if given is not None), False)
    write_to = next((given for given in (invite, invite_asked) if given is not None), True)
    in_background = "respond-async" in request.headers.get("prefer", "")
    made, report = await imports.import_at_once(
        context, label_of(file), await content_of(file), dry_run=only_look, invite=write_to, in_background=in_background
    )
    return started(made) if report is None else answer(report)


@students.get("/imports", needs=Permission.STUDENTS_IMPORT, returns=ImportPage)
async def list_imports(context: Current, query: Annotated[PageQuery, Asked]) -> Json:
    """The imports of the last 90 days."""
    return Json(await IMPORTS.page(context.db, query))


@students.post("/imports", needs=Permission.STUDENTS_IMPORT, returns=ImportOut, status=201)
async def upload_file(context: Current, file: Annotated[UploadFile, File(description="CSV, XLSX or XLS")]) -> ImportOut:
    """Begin an import: upload a spreadsheet and see its columns."""
    return shown_import(await imports.upload(context, label_of(file), await content_of(file)))


@students.get("/imports/{import_id}", needs=Permission.STUDENTS_IMPORT, returns=ImportOut)
async def get_import(context: Current, import_id: UUID) -> ImportOut:
    """An import on its way."""
    return shown_import(await imports.find(context, import_id))


@students.patch("/imports/{import_id}", needs=Permission.STUDENTS_IMPORT, returns=ImportOut)
async def change_mapping(context: Current, import_id: UUID, body: MappingBody) -> ImportOut:
    """Say which column is which field."""
    mapping = {int(index): field for index, field in body.mapping.items()}
    return shown_import(await imports.change_mapping(context, import_id, mapping))


@students.post("/imports/{import_id}/check", needs=Permission.STUDENTS_IMPORT, returns=ImportReport, later=Started)
async def check_import(context: Current, import_id: UUID) -> Response:
    """Check every row; nothing is written. Large files answer 202 with a task."""
    made, report = await imports.check(context, import_id)
    return started(made) if report is None else answer(report)


@students.get("/imports/{import_id}/rows", needs=Permission.STUDENTS_IMPORT, returns=ImportRowPage)
async def list_rows(context: Current, import_id: UUID, query: Annotated[RowsQuery, Asked]) -> Json:
    """The rows of a checked import, with what is wrong and what would change."""
    made = await imports.find(context, import_id)

    def show(item: dict[str, Any]) -> dict[str, Any]:
        return {"values": by_field(item.pop("cells"), made.mapping), **item}

    return Json(await IMPORT_ROWS.page(context.db, query, show, import_id=import_id))


@students.patch("/imports/{import_id}/rows/{number}", needs=Permission.STUDENTS_IMPORT, returns=ImportRow)
async def correct_row(context: Current, import_id: UUID, number: RowNumber, body: RowBody) -> ImportRow:
    """Mend one row in the page; it is checked again at once."""
    row = await imports.correct_row(context, import_id, number, body.values, leave_out=body.leave_out)
    return shown_row(row, await imports.find(context, import_id))


@students.post("/imports/{import_id}/apply", needs=Permission.STUDENTS_IMPORT, returns=Started, status=202)
async def apply_import(context: Current, import_id: UUID, body: ApplyBody | None = None) -> Response:
    """Write the good rows of a checked import."""
    invite = (body or ApplyBody(invite=True)).invite
    return started(await imports.apply(context, import_id, invite=invite))


@students.post("/imports/{import_id}/undo", needs=Permission.STUDENTS_IMPORT, returns=UndoReport, later=Started)
async def undo_import(context: Current, import_id: UUID) -> Response:
    """Take an applied import back, within a day. Large ones answer 202 with a task."""
    made, report = await service.undo_import(context, import_id)
    return started(made) if report is None else answer(report)


@students.get("/imports/{import_id}/bad-rows.csv", needs=Permission.STUDENTS_IMPORT, content="text/csv")
async def download_bad_rows(context: Current, import_id: UUID) -> Response:
    """The bad rows as a file that can be mended and imported again."""
    text = await imports.bad_rows(context, import_id)
    headers = {"Content-Disposition": 'attachment; filename="bad-rows.csv"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@students.get("/{student_id}", needs=Permission.STUDENTS_READ, returns=Profile)
async def get_student(context: Current, student_id: UUID) -> Response:
    """One student."""
    return shown(await service.profile(context, student_id))


@students.patch("/{student_id}", needs=Permission.STUDENTS_WRITE, returns=Profile)
async def edit_student(context: Current, request: Request, student_id: UUID, body: OfficeChanges) -> Response:
    """Correct a student's record."""
    before = await service.profile(context, student_id, as_office=True)
    require_unchanged(request, before["updated_at"])
    return shown(await service.edit(context, student_id, body.given()))


@students.post("/{student_id}/verify", needs=Permission.STUDENTS_WRITE, returns=Profile)
async def verify_student(context: Current, student_id: UUID) -> Response:
    """Vouch for the academic figures on file."""
    return shown(await service.verify(context, student_id))
