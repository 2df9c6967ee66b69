"""Institutions and companies: finding and writing them."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from careerdesk.audit import service as audit
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Conflict, Invalid, Missing
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.text import clean
from careerdesk.organisations import rules, switches
from careerdesk.organisations.models import Company, Institution
from careerdesk.organisations.repository import (
    CAN_SIGN_IN_ELSEWHERE,
    CHANGE_INSTITUTION,
    COMPANY_BY_NAME,
    CREATE_COMPANY,
    INSTITUTION,
    INSTITUTION_BY,
    INSTITUTION_CLAIMING,
    LOCK_INSTITUTION,
)
from careerdesk.organisations.sign_in import KEY, Mode, SignInPolicy
from careerdesk.organisations.states import Feature

__all__ = ["Company", "Institution", "Mode", "SignInPolicy"]

COLUMNS = ("name", "time_zone", "currency")
EMPTIED = ("contact_email", "office_hours", "phone")
"""The settings of an institution that are columns, and those that may be emptied. All but the columns are kept in its
`settings`."""


async def find_institution(context: Context, *, slug: str) -> UUID | None:
    """The institution of that slug."""
    found = await context.db.lookup(INSTITUTION_BY, slug=slug)
    return found["id"] if found else None


async def current(context: Context, *, lock: bool = False) -> Institution:
    """The institution that the request belongs to. `lock` takes it FOR UPDATE."""
    sql = LOCK_INSTITUTION if lock else INSTITUTION
    found = await context.db.one(Institution, sql, id=context.institution_id)
    if found is None:
        raise Missing("This institution")
    return found


def told(institution: Institution) -> dict[str, Any]:
    """The settings as the office sees them."""
    kept = institution.settings
    return {
        **{name: getattr(institution, name) for name in ("id", "slug", "region", "hosts", "updated_at", *COLUMNS)},
        **{name: kept.get(name) for name in EMPTIED},
        KEY: policy_of(institution).model_dump(mode="json"),
        "company_domains_required": bool(kept.get("company_domains_required")),
    }


async def change_institution(context: Context, institution: Institution, changes: dict[str, Any]) -> Institution:
    """Change the settings that are given. 409 where nobody could sign in any more."""
    before = told(institution)
    if changes.get(KEY) is not None:
        changes = {**changes, KEY: SignInPolicy.model_validate({**before[KEY], **changes[KEY]}).model_dump(mode="json")}
        if changes[KEY]["mode"] == Mode.SSO and not await context.db.value(CAN_SIGN_IN_ELSEWHERE):
            said = "Set up and enable an identity provider first; with this alone nobody could sign in."
            raise Conflict(said, code="no_identity_provider")
    changed = {
        name: value
        for name, value in changes.items()
        if before[name] != value and (value is not None or name in EMPTIED)
    }
    if not changed:
        return institution
    columns = {name: changed.get(name, getattr(institution, name)) for name in COLUMNS}
    settings = {**institution.settings, **{k: v for k, v in changed.items() if k not in COLUMNS}}
    found = await context.db.one(
        Institution, CHANGE_INSTITUTION, id=institution.id, settings=settings, now=context.now, **columns
    )
    assert found is not None
    what = ", ".join(name.replace("_", " ") for name in changed)
    facts = {name: {"before": before[name], "after": value} for name, value in changed.items()}
    said = f"{context.caller.full_name} changed the settings of the institution: {what}"
    await audit.record(context, "institution.change", ("institution", found.id), said, **facts)
    return found


async def require_feature(context: Context, feature: Feature) -> None:
    """403 where the institution has switched the feature off."""
    await switches.require(context, feature)


async def has_feature(context: Context, feature: Feature) -> bool:
    """Whether the institution has the feature; for pages, which say so in their own words."""
    return await switches.enabled(context, feature)


async def features(context: Context) -> dict[str, bool]:
    """Every feature, on or off."""
    return {item.name.value: item.enabled for item in await switches.items(context)}


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


async def find_company(context: Context, company_id: UUID, *, lock: bool = False) -> Company:
    return await context.db.get(Company, company_id, "This company", lock=lock)


async def change_company(context: Context, company: Company, changes: dict[str, Any]) -> Company:
    """Change what is known of a company."""
    if "domains" in changes:
        changes = {**changes, "domains": changes["domains"] or []}
    changed = {name: value for name, value in changes.items() if getattr(company, name) != value}
    if not changed:
        return company
    company = await context.db.update(Company, company.id, **changed)
    said = f"{context.caller.full_name} changed the {', '.join(changed)} of {company.name}"
    await audit.record(context, "companies.change", ("company", company.id), said, **changed)
    return company


def require_own_domain(institution: Institution, company: Company, address: str, reason: str | None) -> None:
    """Refuse an address that does not speak for the company: of a domain that passes for another always; of a foreign one,
    or of one at which anybody can have an address, unless a reason is given."""
    domain = rules.domain_of(address)
    if rules.looks_alike(domain):
        raise Invalid.field("email", "The domain has letters that can pass for others.", "lookalike_domain")
    if reason or rules.belongs(address, company.domains):
        return
    if company.domains:
        why = f"Addresses of {company.name} end in {', '.join(company.domains)}."
    elif institution.settings.get("company_domains_required"):
        why = f"The domains of {company.name} are not written down yet."
    elif domain in rules.FREE_MAIL:
        why = f"Anybody can have an address at {domain}."
    else:
        return
    errors = [{"pointer": "/email", "code": "foreign_domain", "message": why}]
    raise Invalid(f"{why} Say in `domain_reason` why this one is right.", code="foreign_domain", errors=errors)


async def company_named(context: Context, name: str) -> Company:
    """The company of that name, written down where the institution does not know it yet."""
    label = " ".join(clean(name).split())
    key = label.casefold()
    found = await context.db.one(Company, COMPANY_BY_NAME, name_key=key)
    if found is not None:
        return found
    made = await _create(context, label, None, None, [])
    return made or await company_named(context, name)


async def create_company(
    context: Context, *, name: str, website: str | None, about: str | None, domains: list[str]
) -> Company:
    """A new company; 409 where one of that name exists."""
    label = " ".join(clean(name).split())
    made = await _create(context, label, website, about, domains)
    if made is None:
        raise Conflict(f"“{label}” exists already.", code="company_exists")
    return made


async def _create(
    context: Context, label: str, website: str | None, about: str | None, domains: list[str]
) -> Company | None:
    made = await context.db.one(
        Company,
        CREATE_COMPANY,
        id=new_id(),
        institution_id=context.institution_id,
        name=label,
        name_key=label.casefold(),
        website=website,
        about=about,
        domains=domains,
        now=context.now,
    )
    if made is not None:
        await audit.record(context, "companies.create", ("company", made.id), f"added the company {label}")
    return made
