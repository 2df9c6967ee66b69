"""What goes over the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from careerdesk.kernel.paging import Page, PageQuery, Search

Marks = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class DirectoryQuery(PageQuery):
    """`placed`: by an accepted offer, or as the office recorded; `active_backlogs`: at most so many."""

    branch: Search | None = None
    department: Search | None = None
    graduation_year: int | None = Field(None, ge=1900, le=2200)
    min_cgpa: Marks | None = None
    max_cgpa: Marks | None = None
    active_backlogs: int | None = Field(None, ge=0, le=99)
    placed: bool | None = None
    verified: bool | None = None


class VerifiedBy(BaseModel):
    at: datetime
    by: str | None


class DirectoryItem(BaseModel):
    id: UUID
    user_id: UUID
    email: str
    full_name: str
    state: str
    roll_no: str | None
    branch: str
    department: str | None
    graduation_year: int | None
    phone: str | None
    gender: str | None
    cgpa: float | None
    tenth_percent: float | None
    twelfth_percent: float | None
    active_backlogs: int | None
    is_placed: bool
    placed_company: str | None
    applications_count: int
    verified: VerifiedBy | None
    created_at: datetime
    updated_at: datetime


class DirectoryPage(Page):
    items: list[DirectoryItem]


class PipelineCompany(BaseModel):
    id: UUID
    name: str


class PipelineLine(BaseModel):
    job_id: UUID
    title: str
    company: PipelineCompany
    counts: dict[str, int]


class CompanyLine(BaseModel):
    """A company's applications of the current season. `open`: not yet ended; `columns`: all of them by the family of
    their status."""

    company: PipelineCompany
    open: int
    columns: dict[str, int]


class PastSeason(BaseModel):
    name: str
    students: int
    placed: int
    percent: float


class Waiting(BaseModel):
    count: int
    oldest_since: datetime | None
    link: str


class WaitingFor(BaseModel):
    """Open applications that have waited for longer than `waiting_days`, by whose turn it is; `link` lists them."""

    office: Waiting
    company: Waiting
    student: Waiting


class Stats(BaseModel):
    """The office's home page. `placed_percent` is of all students on file, `last_season` what the season before closed
    with (null where nobody wrote it down); `companies`: the twelve with most open applications of `companies_open`; `median_ctc` of accepted offers, per year in
    the institution's currency; `interviews_today` is the institution's own day."""

    active_jobs: int
    pending_approvals: int
    questions_open: int
    closing_48h: int
    corrections_waiting: int
    total_students: int
    placed_students: int
    placed_percent: float
    season: str | None
    last_season: PastSeason | None
    pending_applications: int
    applications_by_status: dict[str, int]
    offers_open: int
    offers_expiring_48h: int
    interviews_today: int
    median_ctc: float | None
    waiting: WaitingFor
    waiting_days: int
    companies: list[CompanyLine]
    companies_open: int
    pipeline: list[PipelineLine]
