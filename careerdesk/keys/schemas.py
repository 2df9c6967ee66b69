"""What goes over the wire."""

from datetime import datetime
from ipaddress import ip_network
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from careerdesk.kernel.paging import Page, PageQuery
from careerdesk.kernel.text import Line
from careerdesk.permissions.actions import Permission


def _networks(values: list[str]) -> list[str]:
    try:
        return sorted({str(ip_network(value.strip(), strict=False)) for value in values})
    except ValueError:
        raise ValueError("Write addresses or networks: 203.0.113.7 or 203.0.113.0/24.") from None


def _once(values: list[Permission]) -> list[Permission]:
    return sorted(set(values))


Days = Annotated[int, Field(ge=1, le=365)]
Networks = Annotated[list[Annotated[str, Field(max_length=50)]], Field(max_length=20), AfterValidator(_networks)]
Scopes = Annotated[list[Permission], Field(min_length=1, max_length=100), AfterValidator(_once)]


class KeyBody(BaseModel):
    """`allowed_ips`: addresses or networks from which alone the key works; none: from everywhere."""

    model_config = ConfigDict(extra="forbid")

    name: Line
    scopes: Scopes
    expires_in_days: Days
    allowed_ips: Networks = []


class RotateBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    expires_in_days: Days | None = Field(None, description="Life of the new key; else as long as the old one's was")


class KeyItem(BaseModel):
    """`prefix`: how the key begins. `previous_until`: after rotation, the old key works until then."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    allowed_ips: list[str]
    expires_at: datetime
    previous_until: datetime | None
    last_used_at: datetime | None
    last_used_ip: str | None
    created_at: datetime


class Keys(BaseModel):
    items: list[KeyItem]


class NewKey(KeyItem):
    """`key` is shown this once."""

    key: str


class KeyOwner(BaseModel):
    id: UUID
    full_name: str
    email: str


class OwnedKey(KeyItem):
    owner: KeyOwner


class KeyPage(Page):
    items: list[OwnedKey]


class KeyQuery(PageQuery):
    user_id: UUID | None = None


class ScopeItem(BaseModel):
    scope: str
    reach: str
    text: str


class ScopeItems(BaseModel):
    items: list[ScopeItem]
