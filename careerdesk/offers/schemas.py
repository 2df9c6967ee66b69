"""What goes over the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from careerdesk.applications.schemas import Button, JobOfApplication
from careerdesk.kernel.text import Note


class ClosedByAccepting(BaseModel):
    company_name: str
    title: str
    status: str


class OfferDetail(BaseModel):
    """An offer, and the applications that accepting it would close."""

    id: UUID
    application_id: UUID
    state: str
    ctc: float | None
    currency: str
    released_at: datetime
    deadline_at: datetime
    responded_at: datetime | None
    ended_at: datetime | None
    reason: str | None
    job: JobOfApplication
    moves: list[Button]
    accepting_closes: list[ClosedByAccepting]


class TakeBackBody(BaseModel):
    reason: Note = Field(min_length=1)
