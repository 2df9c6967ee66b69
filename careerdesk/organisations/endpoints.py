"""Companies over HTTP."""

from typing import Annotated
from uuid import UUID

from careerdesk.kernel.asking import Asked
from careerdesk.kernel.paging import PageQuery
from careerdesk.kernel.routing import Current, Json, Router
from careerdesk.organisations import service
from careerdesk.organisations.models import Company
from careerdesk.organisations.repository import COMPANIES
from careerdesk.organisations.schemas import CompanyBody, CompanyItem, CompanyPage
from careerdesk.permissions.actions import Permission

router = Router("companies", "/companies")


def shown(company: Company) -> CompanyItem:
    return CompanyItem.model_validate(company, from_attributes=True)


@router.get("", needs=Permission.COMPANIES_READ, returns=CompanyPage)
async def list_companies(context: Current, query: Annotated[PageQuery, Asked]) -> Json:
    """The companies that the institution knows."""
    return Json(await COMPANIES.page(context.db, query))


@router.post("", needs=Permission.COMPANIES_WRITE, returns=CompanyItem, status=201)
async def create_company(context: Current, body: CompanyBody) -> CompanyItem:
    """Add a company."""
    return shown(await service.create_company(context, **body.model_dump()))


@router.get("/{company_id}", needs=Permission.COMPANIES_READ, returns=CompanyItem)
async def get_company(context: Current, company_id: UUID) -> CompanyItem:
    """One company."""
    return shown(await service.find_company(context, company_id))
