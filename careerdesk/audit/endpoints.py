"""GET /admin/audit."""

from typing import Annotated

from careerdesk.audit import service
from careerdesk.audit.repository import RECORDS
from careerdesk.audit.schemas import AuditPage, AuditQuery, ChainReport
from careerdesk.kernel.asking import Asked
from careerdesk.kernel.routing import Current, Json, Router
from careerdesk.permissions.actions import Permission

router = Router("audit", "/admin/audit")


@router.get("", needs=Permission.AUDIT_READ, returns=AuditPage)
async def list_records(context: Current, query: Annotated[AuditQuery, Asked]) -> Json:
    """Who did what to what, when."""
    return Json(await RECORDS.page(context.db, query))


@router.get("/verification", needs=Permission.AUDIT_READ, returns=ChainReport)
async def verify(context: Current) -> ChainReport:
    """Whether the audit chain is whole."""
    number = await service.first_broken(context)
    return ChainReport(valid=number is None, first_broken=number)
