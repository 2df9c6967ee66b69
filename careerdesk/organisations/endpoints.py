"""Companies, the institution's own settings, and its features over HTTP."""

from typing import Annotated
from uuid import UUID

from starlette.requests import Request

from careerdesk.kernel.asking import Asked
from careerdesk.kernel.paging import PageQuery
from careerdesk.kernel.routing import Current, Json, Router, answer, etag, require_some, require_unchanged
from careerdesk.organisations import service, switches
from careerdesk.organisations.models import Company, Institution
from careerdesk.organisations.repository import COMPANIES
from careerdesk.organisations.schemas import (
    CompanyBody,
    CompanyItem,
    CompanyPage,
    CompanyPatch,
    FeatureItem,
    FeaturePatch,
    Features,
    InstitutionItem,
    InstitutionPatch,
)
from careerdesk.permissions.actions import Permission

router = Router("companies", "/companies")
features = Router("features", "/features")
institution = Router("institution", "/admin/institution")
switching = Router("features", "/admin/features")


def shown(company: Company, status: int = 200) -> Json:
    item = CompanyItem.model_validate(company, from_attributes=True)
    return answer(item, status, {"ETag": etag(company.updated_at)})


def _settings(found: Institution) -> Json:
    kept = service.told(found)
    return answer(InstitutionItem.model_validate(kept), headers={"ETag": etag(found.updated_at)})


@router.get("", needs=Permission.COMPANIES_READ, returns=CompanyPage)
async def list_companies(context: Current, query: Annotated[PageQuery, Asked]) -> Json:
    """The companies that the institution knows."""
    return Json(await COMPANIES.page(context.db, query))


@router.post("", needs=Permission.COMPANIES_WRITE, returns=CompanyItem, status=201)
async def create_company(context: Current, body: CompanyBody) -> Json:
    """Add a company."""
    return shown(await service.create_company(context, **body.model_dump()), 201)


@router.get("/{company_id}", needs=Permission.COMPANIES_READ, returns=CompanyItem)
async def get_company(context: Current, company_id: UUID) -> Json:
    """One company."""
    return shown(await service.find_company(context, company_id))


@router.patch("/{company_id}", needs=Permission.COMPANIES_WRITE, returns=CompanyItem)
async def patch_company(context: Current, request: Request, company_id: UUID, body: CompanyPatch) -> Json:
    """Change a company's website, description or domains."""
    company = await service.find_company(context, company_id, lock=True)
    require_unchanged(request, company.updated_at)
    changes = require_some(body.model_dump(exclude_unset=True))
    return shown(await service.change_company(context, company, changes))


@institution.get("", needs=Permission.INSTITUTION_READ, returns=InstitutionItem)
async def get_institution(context: Current) -> Json:
    """The institution's settings."""
    return _settings(await service.current(context))


@institution.patch("", needs=Permission.INSTITUTION_MANAGE, returns=InstitutionItem)
async def patch_institution(context: Current, request: Request, body: InstitutionPatch) -> Json:
    """Change the institution's settings."""
    if body.sign_in is not None:
        await context.house.require_fresh(context)
    found = await service.current(context, lock=True)
    require_unchanged(request, found.updated_at)
    changes = require_some(body.model_dump(exclude_unset=True))
    return _settings(await service.change_institution(context, found, changes))


@features.get("", public=True, returns=Features)
async def list_features(context: Current) -> Json:
    """What is switched on."""
    items = await switches.items(context)
    return answer({**{item.name.value: item.enabled for item in items}, "items": items})


@features.get("/{feature_name}", public=True, returns=FeatureItem)
async def get_feature(context: Current, feature_name: str) -> FeatureItem:
    """One feature."""
    return await switches.item(context, feature_name)


@switching.patch("/{feature_name}", needs=Permission.FEATURES_MANAGE, returns=FeatureItem)
async def patch_feature(context: Current, feature_name: str, body: FeaturePatch) -> FeatureItem:
    """Switch a feature on or off."""
    return await switches.switch(context, feature_name, enabled=body.enabled)
