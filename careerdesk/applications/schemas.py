"""What goes over the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, model_validator

from careerdesk.applications.states import APPLICATION_FLOW, Status
from careerdesk.jobs.schemas import Day, Money, PayPart
from careerdesk.kernel.paging import Page, PageQuery
from careerdesk.kernel.text import DayOrInstant, Instant, Line, Note, Prose


def _statuses(value: str) -> str:
    wrong = [part for part in value.split(",") if part.strip().upper() not in Status.__members__]
    if wrong:
        raise ValueError(f"Unknown status. Known: {', '.join(Status)}.")
    return value.upper()


Holder = Literal["student", "office", "company"]


class ApplicationQuery(PageQuery):
    """`status` takes several, separated by commas. `waiting_for`: whose turn it is; `waiting_days`: for so many days."""

    status: Annotated[str, Field(max_length=200), AfterValidator(_statuses)] | None = None
    job_id: UUID | None = None
    student_id: UUID | None = None
    branch: str | None = Field(None, max_length=100)
    min_cgpa: float | None = Field(None, ge=0, le=10, allow_inf_nan=False)
    applied_since: Instant | None = None
    waiting_for: Holder | None = None
    waiting_days: int | None = Field(None, ge=0, le=3650)

    def filters(self) -> dict[str, Any]:
        given = super().filters()
        if "status" in given:
            given["status"] = [part.strip() for part in given["status"].split(",")]
        if "waiting_for" in given:
            given["waiting_for"] = waiting_for(given["waiting_for"])
        return given


def waiting_for(holder: str) -> list[str]:
    """The statuses in which it is their turn."""
    return [state.name for state in APPLICATION_FLOW.states.values() if state.holder == holder]


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


DeclineCode = Literal["another_offer", "higher_studies", "location", "pay", "role", "other"]


class MoveBody(BaseModel):
    """What may come with a move; each move says which of these it needs."""

    note: Note | None = None
    reason: Note | None = None
    reason_code: DeclineCode | None = Field(None, description="Why an offer is declined; `other` says why in `reason`")
    deadline: DayOrInstant = None
    ctc: Money | None = None
    parts: Annotated[list[PayPart], Field(max_length=20)] | None = Field(
        None, description="How the offered pay is split"
    )
    joining_date: Day | None = None
    joining_place: Line | None = None
    conditions: Note | None = None
    interview_at: Instant | None = None
    place: Line | None = None


class BulkBody(MoveBody):
    """The same move for many. With `dry_run` (unless `hold` is asked for, the default), only what would happen is said.
    With `hold`, nothing happens for some seconds, in which the move can be taken back."""

    application_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]
    action: Annotated[str, Field(max_length=40)]
    dry_run: bool | None = None
    hold: bool = False

    @property
    def only_says(self) -> bool:
        return not self.hold if self.dry_run is None else self.dry_run


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
    reason_code: str | None


class Button(BaseModel):
    name: str
    label: str
    to: str
    needs: list[str]
    optional: list[str]
    kind: Literal["primary", "normal", "danger"]


class HeldBy(BaseModel):
    """A move of many that will be made at `until` unless it is taken back."""

    id: UUID
    move: str
    until: datetime
    by: str


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
    held: HeldBy | None = Field(None, description="For the office and the company")


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


class SideFact(BaseModel):
    """What else a move brings, as facts: `offers_until` (`count` offers, to be answered by `at`)."""

    code: str
    text: str
    count: int
    at: datetime | None = None


class BulkReport(BaseModel):
    action: str
    dry_run: bool
    movable: list[Movable]
    blocked: list[Blocked]
    side_effects: list[str]
    side_facts: list[SideFact]
    moved: int


class HeldResult(BaseModel):
    """What became of a held move: how many were moved, who could not be any more, or why nothing happened."""

    moved: int
    blocked: list[Blocked]
    problem: str | None = None


class HeldMoveItem(BaseModel):
    hold_id: UUID
    state: Literal["held", "done", "undone", "failed"]
    action: str
    moves: int
    application_ids: list[UUID]
    blocked: list[Blocked] = Field(default_factory=list, description="Who could not be moved when it was asked for")
    undo_until: datetime
    by: str
    finished_at: datetime | None
    result: HeldResult | None


class NudgeBody(BaseModel):
    """Whom to remind: of these applications, or of all that wait for somebody for so many days (at most 500 at once).
    With `dry_run`, only who would be reminded is said."""

    application_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)] | None = None
    waiting_for: Holder | None = None
    older_than_days: Annotated[int, Field(ge=0, le=3650)] = 3
    dry_run: bool = True

    @model_validator(mode="after")
    def _one_of_both(self) -> "NudgeBody":
        if (self.application_ids is None) == (self.waiting_for is None):
            raise ValueError("Name the applications, or say for whom they wait.")
        return self


class Nudged(BaseModel):
    id: UUID
    full_name: str
    holder: Holder
    applications: int


class NudgeReport(BaseModel):
    """Who is reminded, of how many applications, and which applications nobody is reminded of, and why."""

    dry_run: bool
    people: list[Nudged]
    applications: int
    blocked: list[Blocked]
