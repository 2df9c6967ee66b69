"""What goes over the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from careerdesk.identity.schemas import Email
from careerdesk.kernel.paging import Page, PageQuery
from careerdesk.kernel.text import Instant, Line
from careerdesk.permissions.roles import Role

State = Literal["invited", "active", "inactive"]


class RoleBody(BaseModel):
    """A role and how far it reaches: a recruiter's company, a supervisor's department; not after `ends_at`."""

    model_config = ConfigDict(extra="forbid")

    role: Role
    company_id: UUID | None = None
    department: Line | None = None
    ends_at: Instant | None = None


class InviteBody(RoleBody):
    """`domain_reason`: why somebody of this address recruits for the company, where the domain does not say so."""

    email: Email
    full_name: Line
    domain_reason: Line | None = None


class PersonPatch(BaseModel):
    """`role` takes the place of the only role; several are changed together."""

    model_config = ConfigDict(extra="forbid")

    full_name: Line | None = None
    active: Annotated[bool, Field(strict=True)] | None = None
    role: Role | None = None
    reason: Line | None = None


def _once(values: list[RoleBody]) -> list[RoleBody]:
    if len({one.role for one in values}) < len(values):
        raise ValueError("Name each role once.")
    return values


class RolesBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    roles: Annotated[list[RoleBody], Field(max_length=8), AfterValidator(_once)]
    reason: Line | None = None
    domain_reason: Line | None = None


class ActAsBody(BaseModel):
    """`reason`: the person reads it."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[Line, Field(min_length=3)]


class PeopleFilter(PageQuery):
    """`staff`: holds a role other than the student's; `ends_soon`: a role of theirs ends within 30 days."""

    role: Role | None = None
    state: State | None = None
    staff: bool | None = None
    company_id: UUID | None = None
    department: Line | None = None
    ends_soon: bool | None = None


class CompanyOfRole(BaseModel):
    id: UUID
    name: str


class HeldRole(BaseModel):
    role: Role
    company: CompanyOfRole | None
    department: str | None
    ends_at: datetime | None


class PersonItem(BaseModel):
    id: UUID
    email: str
    full_name: str
    state: State
    last_sign_in_at: datetime | None
    created_at: datetime
    updated_at: datetime
    roles: list[HeldRole]


class PeoplePage(Page):
    items: list[PersonItem]


class Possible(BaseModel):
    """What the caller may do about this person now."""

    edit: bool
    edit_roles: bool
    deactivate: bool
    reactivate: bool
    invite: bool
    sign_out: bool
    act_as: bool


class Person(PersonItem):
    """`sessions`, `passkeys`, `keys`: how many; `providers`: the identity providers that know the person."""

    is_student: bool
    has_password: bool
    sessions: int
    passkeys: int
    keys: int
    providers: list[str]
    invited_at: datetime | None
    can: Possible


class Sent(BaseModel):
    message: str
