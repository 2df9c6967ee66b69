"""What goes over the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from careerdesk.applications.states import Status
from careerdesk.kernel.paging import Page, PageQuery
from careerdesk.kernel.text import DayOrInstant, Instant, Line, Note, Prose


def _statuses(value: str) -> str:
    wrong = [part for part in value.split(",") if part.strip().upper() not in Status.__members__]
    if wrong:
        raise ValueError(f"Unknown status. Known: {', '.join(Status)}.")
    return value.upper()


class ApplicationQuery(PageQuery):
    """`status` takes several, separated by commas."""

    status: Annotated[str, Field(max_length=200), AfterValidator(_statuses)] | None = None
    job_id: UUID | None = None
    student_id: UUID | None = None
    branch: str | None = Field(None, max_length=100)
    min_cgpa: float | None = Field(None, ge=0, le=10, allow_inf_nan=False)
    applied_since: Instant | None = None

    def filters(self) -> dict[str, Any]:
        given = super().filters()
        if "status" in given:
            given["status"] = [part.strip() for part in given["status"].split(",")]
        return given


class ApplyBody(BaseModel):
    job_id: UUID
    resume_id: UUID | None = None
    cover_letter: Prose | None = None


class ApplyToJobBody(BaseModel):
    resume_id: UUID | None = None
    cover_letter: Prose | None = None


class ChangeBody(BaseModel):
    """What a student may change while the application is APPLIED; `notes` are the student's own, at any time."""

    cover_letter: Prose | None = None
    notes: Prose | None = None
    resume_id: UUID | None = None


class MoveBody(BaseModel):
    """What may come with a move; each move says which of these it needs."""

    note: Note | None = None
    reason: Note | None = None
    deadline: DayOrInstant = None
    ctc: Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)] | None = None
    interview_at: Instant | None = None
    place: Line | None = None


class BulkBody(MoveBody):
    """The same move for many. With `dry_run`, only what would happen is said."""

    application_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    action: Annotated[str, Field(max_length=40)]
    dry_run: bool = True


class CompanyName(BaseModel):
    id: UUID
    name: str


class JobOfApplication(BaseModel):
    id: UUID
    title: str
    company: CompanyName
    ctc: float | None
    currency: str
    location: str | None
    job_type: str
    deadline_at: datetime | None
    state: str


class StudentOfApplication(BaseModel):
    id: UUID
    user_id: UUID
    full_name: str
    email: str
    roll_no: str | None
    branch: str
    cgpa: float | None
    graduation_year: int | None
    active_backlogs: int | None
    verified: bool


class OfferOfApplication(BaseModel):
    id: UUID
    state: str
    ctc: float | None
    currency: str
    deadline_at: datetime
    released_at: datetime
    responded_at: datetime | None
    reason: str | None


class Button(BaseModel):
    name: str
    label: str
    to: str
    needs: list[str]
    optional: list[str]
    kind: Literal["primary", "normal", "danger"]


class ApplicationItem(BaseModel):
    id: UUID
    status: Status
    since: datetime
    applied_at: datetime
    updated_at: datetime
    cause: str | None
    reason: str | None
    interview_at: datetime | None
    interview_place: str | None
    resume_id: UUID | None
    resume_url: str | None
    waiting_for: Literal["student", "office", "company", "nobody"]
    job: JobOfApplication
    student: StudentOfApplication
    offer: OfferOfApplication | None
    moves: list[Button]


class ApplicationDetail(ApplicationItem):
    cover_letter: str | None
    notes: str | None
    decision: dict[str, Any]


class ApplicationPage(Page):
    items: list[ApplicationItem]


class ApplicantPage(ApplicationPage):
    counts: dict[Status, int]


class StepItem(BaseModel):
    id: UUID
    move: str
    from_status: Status | None
    to_status: Status
    at: datetime
    actor_id: UUID | None
    actor_name: str
    note: str | None
    details: dict[str, Any]


class History(BaseModel):
    items: list[StepItem]


class Movable(BaseModel):
    id: UUID
    student: str
    from_status: Status
    to_status: Status


class Blocked(BaseModel):
    id: UUID
    student: str | None
    reason: str
    code: str


class BulkReport(BaseModel):
    action: str
    dry_run: bool
    movable: list[Movable]
    blocked: list[Blocked]
    side_effects: list[str]
    moved: int
