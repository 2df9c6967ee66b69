"""What goes over the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from careerdesk.kernel.paging import Page, PageQuery
from careerdesk.kernel.text import Instant


class AuditQuery(PageQuery):
    action: str | None = Field(None, max_length=60, description="An action, or the first part of one: `applications`")
    actor_id: UUID | None = None
    subject_type: str | None = Field(None, max_length=40)
    subject_id: UUID | None = None
    since: Instant | None = None
    until: Instant | None = None


class AuditActor(BaseModel):
    id: UUID | None
    name: str


class AuditItem(BaseModel):
    id: UUID
    chain: int
    number: int = Field(description="Place in its chain, from 1")
    at: datetime
    actor: AuditActor
    action: str
    subject_type: str
    subject_id: UUID | None
    sentence: str | None
    facts: dict[str, Any] | None
    request_id: str


class AuditPage(Page):
    items: list[AuditItem]


class HistoryItem(BaseModel):
    """One sentence about one record. `facts`: only for those who see the whole institution."""

    id: UUID
    at: datetime
    who: str
    action: str
    sentence: str | None
    facts: dict[str, Any] | None


class ChainReport(BaseModel):
    valid: bool
    first_broken: str | None = Field(description="Chain and number of the first record that does not fit: `3.17`")
