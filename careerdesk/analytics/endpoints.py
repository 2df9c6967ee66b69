"""Numbers and the directory over HTTP."""

from typing import Annotated

from starlette.responses import Response

from careerdesk.analytics import service
from careerdesk.analytics.schemas import DirectoryPage, DirectoryQuery, Stats
from careerdesk.kernel.asking import Asked
from careerdesk.kernel.routing import Current, Json, Router
from careerdesk.permissions.actions import Permission

router = Router("analytics", "/admin")


@router.get("/stats", needs=Permission.STATISTICS_READ, returns=Stats)
async def get_stats(context: Current) -> Json:
    """The numbers of the office's home page."""
    return Json(await service.stats(context))


@router.get("/students", needs=Permission.STUDENTS_READ, returns=DirectoryPage)
async def list_students(context: Current, query: Annotated[DirectoryQuery, Asked]) -> Json:
    """The students, with their applications counted and where they are placed."""
    return Json(await service.directory(context, query))


@router.get("/students.csv", needs=Permission.STUDENTS_READ, content="text/csv")
async def export_students(context: Current, query: Annotated[DirectoryQuery, Asked]) -> Response:
    """The students as a file, under the same filters. It discloses marks: keep it where they are safe."""
    parts = [part async for part in service.directory_csv(context, query)]
    headers = {"Content-Disposition": 'attachment; filename="students.csv"'}
    return Response(b"".join(parts), media_type="text/csv; charset=utf-8", headers=headers)
