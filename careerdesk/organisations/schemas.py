"""What goes over the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from careerdesk.kernel.paging import Page
from careerdesk.kernel.text import Line, Note, canonical_email
from careerdesk.organisations import rules
from careerdesk.organisations.sign_in import SignInPolicy
from careerdesk.organisations.states import Feature

Website = Annotated[str, Field(max_length=500, pattern=r"^https?://[^\s<>\"']+$")]


def _domains(values: list[str]) -> list[str]:
    return sorted({rules.company_domain(value) for value in values})


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("This is not a time zone. One looks like Asia/Kolkata.")
    return value


def _currency(value: str) -> str:
    if value not in rules.CURRENCIES:
        raise ValueError("This is not a currency. One looks like INR.")
    return value


def _address(value: str) -> str:
    try:
        validate_email(value.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError("This is not an e-mail address.") from error
    return canonical_email(value)


Domains = Annotated[list[Annotated[str, Field(max_length=253)]], Field(max_length=20), AfterValidator(_domains)]
Address = Annotated[str, Field(min_length=3, max_length=254), AfterValidator(_address)]


class CompanyBody(BaseModel):
    """`domains`: of the e-mail addresses of the company's people, from which its recruiters may be invited."""

    name: Line
    website: Website | None = None
    about: Note | None = None
    domains: Domains = []


class CompanyPatch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    website: Website | None = None
    about: Note | None = None
    domains: Domains | None = None


class CompanyItem(BaseModel):
    id: UUID
    name: str
    website: str | None
    about: str | None
    domains: list[str]
    created_at: datetime
    updated_at: datetime


class CompanyPage(Page):
    items: list[CompanyItem]


class InstitutionPatch(BaseModel):
    """`office_hours`: shown on the help page. `company_domains_required`: recruiters are invited to a company only once
    its domains are written down, or with a reason. Of `sign_in`, what is not named stays."""

    model_config = ConfigDict(extra="forbid")

    name: Line | None = None
    time_zone: Annotated[str, Field(max_length=60), AfterValidator(_zone)] | None = None
    currency: Annotated[str, Field(max_length=3), AfterValidator(_currency)] | None = None
    contact_email: Address | None = None
    office_hours: Note | None = None
    phone: Annotated[str, Field(max_length=30, pattern=r"^[+0-9 ()./-]*$")] | None = None
    sign_in: SignInPolicy | None = None
    company_domains_required: bool | None = None


class InstitutionItem(BaseModel):
    id: UUID
    slug: str
    name: str
    time_zone: str
    currency: str
    region: str
    hosts: list[str]
    contact_email: str | None
    office_hours: str | None
    phone: str | None
    sign_in: SignInPolicy
    company_domains_required: bool
    updated_at: datetime


class FeatureItem(BaseModel):
    """`fixed`: the installation decides, so the institution cannot change it."""

    name: Feature
    enabled: bool
    title: str
    description: str
    kind: str
    default: bool
    fixed: bool


class Features(BaseModel):
    """Each feature by its name, on or off, and `items` with their words."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, bool]

    items: list[FeatureItem]


class FeaturePatch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    enabled: Annotated[bool, Field(strict=True)]
