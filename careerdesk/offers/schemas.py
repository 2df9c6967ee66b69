"""What goes over the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from careerdesk.applications.schemas import Button, DeclineCode, JobOfApplication
from careerdesk.jobs.schemas import PayPart
from careerdesk.kernel.text import Note, clean


class ClosedByAccepting(BaseModel):
    company_name: str
    title: str
    status: str


class Letter(BaseModel):
    name: str
    size: int
    url: str


class Question(BaseModel):
    at: datetime
    by: str
    text: str


class OtherProcess(BaseModel):
    """Another live process of the same student, to compare with. `ctc`: of its offer, where there is one."""

    application_id: UUID
    title: str
    company_name: str
    status: str
    since: datetime
    interview_at: datetime | None
    ctc: float | None
    currency: str
    location: str | None
    deadline_at: datetime | None


class OfferDetail(BaseModel):
    """An offer, the applications that accepting it would close, and what else is open to the student (not for the
    company). `parts` is how the pay is split; `shared_until`: a link to it works until then."""

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
    reason_code: DeclineCode | None
    parts: list[PayPart]
    joining_date: date | None
    joining_place: str | None
    conditions: str | None
    letter: Letter | None
    questions: list[Question]
    shared_until: datetime | None
    job: JobOfApplication
    moves: list[Button]
    accepting_closes: list[ClosedByAccepting]
    others: list[OtherProcess]


class QuestionBody(BaseModel):
    text: Annotated[str, StringConstraints(min_length=1, max_length=2_000), AfterValidator(clean)]


class Share(BaseModel):
    """A link that works without an account until `expires_at`, or until it is taken back."""

    url: str
    expires_at: datetime


class TakeBackBody(BaseModel):
    reason: Note = Field(min_length=1)
