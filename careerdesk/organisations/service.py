"""Institutions and companies: finding and writing them."""

from uuid import UUID
from zoneinfo import ZoneInfo

from careerdesk.audit import service as audit
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Conflict, Missing
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.text import clean
from careerdesk.organisations.models import Company, Institution
from careerdesk.organisations.repository import (
    COMPANY_BY_NAME,
    CREATE_COMPANY,
    INSTITUTION,
    INSTITUTION_BY,
    INSTITUTION_CLAIMING,
)
from careerdesk.organisations.sign_in import KEY, Mode, SignInPolicy

__all__ = ["Company", "Institution", "Mode", "SignInPolicy"]


async def find_institution(context: Context, *, slug: str) -> UUID | None:
    """The institution of that slug."""
    found = await context.db.lookup(INSTITUTION_BY, slug=slug)
    return found["id"] if found else None


async def current(context: Context) -> Institution:
    """The institution that the request belongs to."""
    found = await context.db.one(Institution, INSTITUTION, id=context.institution_id)
    if found is None:
        raise Missing("This institution")
    return found


async def sign_in_policy(context: Context) -> SignInPolicy:
    """How the people of the request's institution sign in."""
    return policy_of(await current(context))


def policy_of(institution: Institution) -> SignInPolicy:
    """How the people of that institution sign in; the default where nothing was decided."""
    return SignInPolicy.model_validate(institution.settings.get(KEY) or {})


async def find_claiming(context: Context, email: str) -> UUID | None:
    """The institution that the address belongs to by its domain, if exactly one says so. Looks at no account."""
    found = await context.db.lookup(INSTITUTION_CLAIMING, domain=email.rpartition("@")[2])
    return found["id"] if found else None


async def zone_of(context: Context) -> ZoneInfo:
    """The institution's time zone: the one in which its deadlines end."""
    return ZoneInfo((await current(context)).time_zone)


async def find_company(context: Context, company_id: UUID) -> Company:
    return await context.db.get(Company, company_id, "This company")


async def company_named(context: Context, name: str) -> Company:
    """The company of that name, written down where the institution does not know it yet."""
    label = " ".join(clean(name).split())
    key = label.casefold()
    found = await context.db.one(Company, COMPANY_BY_NAME, name_key=key)
    if found is not None:
        return found
    made = await _create(context, label, None, None)
    return made or await company_named(context, name)


async def create_company(context: Context, *, name: str, website: str | None, about: str | None) -> Company:
    """A new company; 409 where one of that name exists."""
    label = " ".join(clean(name).split())
    made = await _create(context, label, website, about)
    if made is None:
        raise Conflict(f"“{label}” exists already.", code="company_exists")
    return made


async def _create(context: Context, label: str, website: str | None, about: str | None) -> Company | None:
    made = await context.db.one(
        Company,
        CREATE_COMPANY,
        id=new_id(),
        institution_id=context.institution_id,
        name=label,
        name_key=label.casefold(),
        website=website,
        about=about,
        now=context.now,
    )
    if made is not None:
        await audit.record(context, "companies.create", ("company", made.id), f"added the company {label}")
    return made
