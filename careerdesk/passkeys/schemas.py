"""What goes over the wire. `options` and `credential` are WebAuthn's own JSON (Level 3, section 5.1.8)."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from careerdesk.kernel.text import Line

Ticket = Annotated[str, Field(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


class Ceremony(BaseModel):
    """What the browser is asked. The ticket comes back with its answer, once, within five minutes."""

    ticket: str
    options: dict[str, Any]


class AddBody(BaseModel):
    ticket: Ticket
    credential: dict[str, Any]
    name: Line | None = None


class SignInBody(BaseModel):
    ticket: Ticket
    credential: dict[str, Any]


class NameBody(BaseModel):
    name: Line


class PasskeyItem(BaseModel):
    id: UUID
    name: str
    synced: bool
    created_at: datetime
    last_used_at: datetime | None


class Passkeys(BaseModel):
    items: list[PasskeyItem]
