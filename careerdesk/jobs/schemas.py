"""What goes over the wire. Money is in whole units per year (`ctc: 1450000`), stored in minor units."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, field_validator, model_validator

from careerdesk.jobs.states import JobState, JobType
from careerdesk.kernel.paging import Page, PageQuery
from careerdesk.kernel.text import DayOrInstant, Line, LongProse, Note

Money = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Grade = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
Year = Annotated[int, Field(ge=1950, le=2100)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2150, 12, 31))]
Url = Annotated[str, Field(max_length=500, pattern=r"^https?://[^\s<>\"']+$")]
Gender = Literal["female", "male", "other"]


class PayPart(BaseModel):
    name: Line
    amount: Money


class Round(BaseModel):
    """A step of the selection, and its day where it is known."""

    name: Line
    date: Day | None = None


class CriteriaBody(BaseModel):
    """What a job asks of applicants; what is absent asks for nothing."""

    min_cgpa: Grade | None = None
    branches: Annotated[list[Line], Field(max_length=60)] = Field(default_factory=list)
    graduation_year: Year | None = None
    max_active_backlogs: Annotated[int, Field(ge=0, le=99)] | None = None
    min_10th: Percent | None = None
    min_12th: Percent | None = None
    gender: Gender | None = Field(None, description="Only where the institution's settings permit it")

    @field_validator("branches", mode="before")
    @classmethod
    def _null_is_empty(cls, value: Any) -> Any:
        return [] if value is None else value


class JobFields(CriteriaBody):
    """The fields of a job, all optional: what PUT and PATCH take. `role` is another name of `title`; `company` (a name)
    another way to say `company_id`; `deadline` is an instant, or a day that ends at midnight in the institution's zone."""

    model_config = ConfigDict(populate_by_name=True)

    title: Line | None = Field(None, validation_alias=AliasChoices("title", "role"))
    company: Line | None = None
    company_id: UUID | None = None
    description: LongProse | None = None
    jd_link: Url | None = None
    location: Line | None = None
    job_type: JobType | None = None
    experience_level: Line | None = None
    ctc: Money | None = None
    salary_min: Money | None = None
    salary_max: Money | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    ctc_parts: Annotated[list[PayPart], Field(max_length=20)] | None = None
    bond_months: Annotated[int, Field(ge=1, le=120)] | None = None
    bond_amount: Money | None = None
    joining_date: Day | None = None
    duration_months: Annotated[int, Field(ge=1, le=120)] | None = None
    process: Annotated[list[Round], Field(max_length=12)] | None = None
    skills: Annotated[list[Line], Field(max_length=60)] | None = None
    openings: Annotated[int, Field(ge=1, le=100_000)] | None = None
    deadline: DayOrInstant = Field(None, validation_alias=AliasChoices("deadline", "deadline_at"))
    is_active: bool | None = None
    is_public: bool | None = None

    @model_validator(mode="after")
    def _range(self) -> "JobFields":
        if self.salary_min is not None and self.salary_max is not None and self.salary_min > self.salary_max:
            raise ValueError("salary_max is below salary_min.")
        return self


class JobBody(JobFields):
    """A new job: `title` and a company are needed, the company not of recruiters."""

    title: Line = Field(validation_alias=AliasChoices("title", "role"))


class JobCheckBody(JobFields):
    """A posting as it is being written. With `job_id`, what is not given is taken from that posting."""

    job_id: UUID | None = None


class JobTextBody(BaseModel):
    """A job description as it was pasted."""

    text: Annotated[str, Field(min_length=1, max_length=100_000)]


class JobQuery(PageQuery):
    job_type: JobType | None = None
    location: str | None = Field(None, max_length=100)
    skill: str | None = Field(None, max_length=100)
    company_id: UUID | None = None
    min_ctc: Annotated[float, Field(ge=0, le=1e12)] | None = None
    state: JobState | None = None
    active_only: bool | None = None
    saved: bool | None = None
    applied: bool | None = None
    eligible: bool | None = Field(None, description="For students: only jobs that they may (true) or may not apply to")


class CompanyName(BaseModel):
    id: UUID
    name: str


class OwnApplication(BaseModel):
    id: UUID
    status: str


class RulingItem(BaseModel):
    rule: str
    passed: bool
    text: str
    needed: Any
    actual: Any
    remedy: str | None


class Verdict(BaseModel):
    eligible: bool
    summary: str
    reasons: list[RulingItem]
    unverified: bool


class Button(BaseModel):
    """A move that the caller may make now. `needs`: fields that must come with it."""

    name: str
    label: str
    to: str
    needs: list[str]
    optional: list[str]
    kind: Literal["primary", "normal", "danger"]


class JobItem(BaseModel):
    id: UUID
    title: str
    company: CompanyName
    location: str | None
    job_type: JobType
    experience_level: str | None
    ctc: float | None
    salary_min: float | None
    salary_max: float | None
    currency: str
    ctc_parts: list[PayPart]
    skills: list[str]
    min_cgpa: float | None
    branches: list[str]
    graduation_year: int | None
    max_active_backlogs: int | None
    min_10th: float | None
    min_12th: float | None
    gender: str | None
    openings: int | None
    deadline_at: datetime | None
    state: JobState
    is_active: bool
    is_public: bool
    posted_at: datetime | None
    created_at: datetime
    updated_at: datetime
    saved: bool | None = None
    application: OwnApplication | None = None
    verdict: Verdict | None = None
    applications_count: int | None = None
    new_count: int | None = None
    decline_reason: str | None = None
    question: str | None = None
    question_answer: str | None = None
    moves: list[Button] | None = None


class JobFile(BaseModel):
    id: UUID
    name: str
    size: int
    url: str


class PolicyFacts(BaseModel):
    """What `policy` says in words: how many offers a student may accept, whether the last one closes the rest, and how
    many days an offer stands."""

    max_offers: int
    close_others: bool
    offer_days: int


class JobDetail(JobItem):
    description: str | None
    jd_link: str | None
    jd_file: JobFile | None
    season_id: UUID
    bond_months: int | None
    bond_amount: float | None
    joining_date: date | None
    duration_months: int | None
    process: list[Round]
    posted_by: str | None
    updated_by_name: str | None = Field(None, description="Who changed it last; for those who manage it")
    policy: list[str]
    policy_facts: PolicyFacts


class JobPage(Page):
    items: list[JobItem]


class JobRemoved(BaseModel):
    outcome: Literal["deleted", "archived"]
    detail: str


class JobMoveBody(BaseModel):
    reason: Note | None = None
    note: Note | None = None


class RuleEffect(BaseModel):
    rule: str
    removes: int


class ClosedBy(BaseModel):
    rule: str
    jobs: int


class Openness(BaseModel):
    """How many jobs take applications now, how many of them mine, and which rule closes the others to me; a job that
    several rules close counts under the first."""

    total: int
    open: int
    closed_by: list[ClosedBy]


class EligibleCount(BaseModel):
    eligible: int
    total: int
    by_rule: list[RuleEffect]


class Check(BaseModel):
    """One thing to look at before a posting goes out. `facts` are the figures in the message."""

    code: str
    level: Literal["error", "warn", "info"]
    field: str
    message: str
    facts: dict[str, Any]


class RuleRemoves(BaseModel):
    rule: str
    removed: int


class Checks(BaseModel):
    """What is to be looked at, and whom the rules leave: `eligible` of `pool` students; each rule alone removes so many."""

    checks: list[Check]
    eligible: int
    pool: int
    removed_by: list[RuleRemoves]


class ReadFields(BaseModel):
    """The fields that were found in a text, spelled as POST /jobs takes them."""

    title: str | None = None
    company: str | None = None
    description: str | None = None
    location: str | None = None
    job_type: JobType | None = None
    experience_level: str | None = None
    ctc: float | None = None
    salary_min: float | None = None
    salary_max: float | None = None
    currency: str | None = None
    bond_months: int | None = None
    bond_amount: float | None = None
    joining_date: str | None = None
    duration_months: int | None = None
    process: list[Round] | None = None
    skills: list[str] | None = None
    min_cgpa: float | None = None
    min_10th: float | None = None
    min_12th: float | None = None
    branches: list[str] | None = None
    graduation_year: int | None = None
    max_active_backlogs: int | None = None
    openings: int | None = None
    deadline: str | None = None


class Reading(BaseModel):
    """What a text says: the fields, which of them stand there plainly (`sure`) and which were guessed (`unsure`), and
    where each was found, as [from, to) in the text."""

    fields: ReadFields
    sure: list[str]
    unsure: list[str]
    spans: dict[str, list[int]]


class FileReading(Reading):
    """What a document says; `spans` refer to `text`."""

    text: str


class PlacedInYear(BaseModel):
    year: int
    n: int


class PlacedBefore(BaseModel):
    """How many were placed at the company of a job, by the year in which the season ends. Below five, nothing is said:
    `placed` is null and `suppressed` true."""

    placed: int | None
    by_year: list[PlacedInYear]
    median_ctc: float | None
    currency: str
    suppressed: bool


class SavedJobBody(BaseModel):
    job_id: UUID
