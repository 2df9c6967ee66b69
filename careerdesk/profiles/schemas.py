"""What goes over the wire."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from careerdesk.kernel.text import clean
from careerdesk.permissions.roles import Role
from careerdesk.profiles.rules import link
from careerdesk.profiles.states import PublicField


def _line(value: str) -> str | None:
    return " ".join(clean(value).split()) or None


def _words(value: str) -> str | None:
    return clean(value) or None


def _leads_to(site: str | None) -> Callable[[str | None], str | None]:
    def check(value: str | None) -> str | None:
        return link(value, site=site) if value else None

    return check


OwnLine = Annotated[str, StringConstraints(max_length=120), AfterValidator(_line)] | None
OwnWords = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(_words)] | None
Address = Annotated[str, StringConstraints(max_length=300), AfterValidator(_line)]


class OwnProfileBody(BaseModel):
    """What is named is replaced; `null` or nothing but blanks clears it; what is left out stays. Whoever sends anything else, a
    role say, is told so."""

    model_config = ConfigDict(extra="forbid")

    phone: Annotated[str, StringConstraints(max_length=40), AfterValidator(_line)] | None = None
    bio: OwnWords = None
    location: OwnLine = None
    current_position: OwnLine = None
    company: OwnLine = None
    linkedin_url: Annotated[Address, AfterValidator(_leads_to("linkedin.com"))] | None = None
    github_url: Annotated[Address, AfterValidator(_leads_to("github.com"))] | None = None
    portfolio_url: Annotated[Address, AfterValidator(_leads_to(None))] | None = None
    public_fields: Annotated[list[PublicField], Field(max_length=20)] | None = None

    def given(self) -> dict[str, Any]:
        named = self.model_dump(exclude_unset=True)
        if "public_fields" in named:
            chosen = set(named["public_fields"] or ())
            named["public_fields"] = [field.value for field in PublicField if field in chosen]
        return named


class PublicProfile(BaseModel):
    """What somebody shows to anybody; a field is there where they chose so and it says something."""

    id: UUID
    full_name: str | None = None
    bio: str | None = None
    location: str | None = None
    current_position: str | None = None
    company: str | None = None
    linkedin_url: str | None = None
    github_url: str | None = None
    portfolio_url: str | None = None
    avatar_url: str | None = None
    branch: str | None = None
    graduation_year: int | None = None


class OwnProfileOut(BaseModel):
    """One's own account page. `public`: what anybody sees now."""

    id: UUID
    email: str
    full_name: str
    roles: list[Role]
    institution: str
    is_student: bool
    phone: str | None
    bio: str | None
    location: str | None
    current_position: str | None
    company: str | None
    linkedin_url: str | None
    github_url: str | None
    portfolio_url: str | None
    avatar_url: str | None
    public_fields: list[PublicField]
    public: PublicProfile | None
    created_at: datetime
    updated_at: datetime
