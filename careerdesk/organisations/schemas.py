"""What goes over the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from careerdesk.kernel.paging import Page
from careerdesk.kernel.text import Line, Note


class CompanyBody(BaseModel):
    name: Line
    website: str | None = Field(None, max_length=500, pattern=r"^https?://[^\s<>\"']+$")
    about: Note | None = None


class CompanyItem(BaseModel):
    id: UUID
    name: str
    website: str | None
    about: str | None
    created_at: datetime


class CompanyPage(Page):
    items: list[CompanyItem]
