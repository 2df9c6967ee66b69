"""Jobs and saved jobs. Money is in minor units (paise, cents) per year."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Index, Numeric, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.jobs.states import JOB_FLOW, JobType
from careerdesk.kernel.db import Base, Tenant, key

_TYPES = tuple(kind.value for kind in JobType)
_SEARCH = (
    "setweight(to_tsvector('simple'::regconfig, title), 'A') || "
    "setweight(to_tsvector('simple'::regconfig, company_name), 'A') || "
    "setweight(to_tsvector('simple'::regconfig, coalesce(location, '')), 'B') || "
    "setweight(array_to_tsvector(skills_search), 'B') || "
    "setweight(to_tsvector('english'::regconfig, left(coalesce(description, ''), 50000)), 'C')"
)


class Job(Tenant, Base):
    """An opening. An empty `branches` admits every branch; an empty eligibility column asks for nothing. `company_name`
    is the company's name as a copy for the search index. `process` lists the rounds, `{"name", "date"}` each; `question`
    is what the office asked about the posting last, `question_answer` what came back with it."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint(JOB_FLOW.check("state"), name="state"),
        CheckConstraint(f"job_type IN {_TYPES!r}", name="job_type"),
        CheckConstraint("min_cgpa BETWEEN 0 AND 10", name="min_cgpa"),
        CheckConstraint("min_10th BETWEEN 0 AND 100", name="min_10th"),
        CheckConstraint("min_12th BETWEEN 0 AND 100", name="min_12th"),
        CheckConstraint("max_active_backlogs BETWEEN 0 AND 99", name="max_active_backlogs"),
        CheckConstraint("openings BETWEEN 1 AND 100000", name="openings"),
        CheckConstraint("ctc_minor >= 0 AND salary_min_minor >= 0 AND salary_max_minor >= 0", name="pay"),
        CheckConstraint("salary_max_minor >= salary_min_minor", name="pay_range"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency"),
        CheckConstraint("bond_months BETWEEN 1 AND 120", name="bond_months"),
        CheckConstraint("bond_amount_minor >= 0", name="bond_amount"),
        CheckConstraint("duration_months BETWEEN 1 AND 120", name="duration_months"),
        CheckConstraint("state <> 'QUESTIONED' OR question IS NOT NULL", name="questioned"),
        CheckConstraint("state <> 'OPEN' OR posted_at IS NOT NULL", name="open_is_posted"),
        Index("ix_jobs_state_deadline", "institution_id", "state", "deadline_at", "id"),
        Index("ix_jobs_created_at", "institution_id", "created_at"),
        Index("ix_jobs_company_id", "company_id"),
        Index("ix_jobs_search", "search", postgresql_using="gin"),
    )

    id: Mapped[UUID] = key()
    season_id: Mapped[UUID] = mapped_column(ForeignKey("seasons.id", ondelete="RESTRICT"))
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id", ondelete="RESTRICT"))
    company_name: Mapped[str]
    title: Mapped[str]
    description: Mapped[str | None]
    jd_link: Mapped[str | None]
    jd_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id", ondelete="SET NULL"))
    location: Mapped[str | None]
    job_type: Mapped[str]
    experience_level: Mapped[str | None]
    ctc_minor: Mapped[int | None] = mapped_column(BigInteger)
    salary_min_minor: Mapped[int | None] = mapped_column(BigInteger)
    salary_max_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str]
    ctc_parts: Mapped[list[Any]]
    bond_months: Mapped[int | None]
    bond_amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    joining_date: Mapped[date | None]
    duration_months: Mapped[int | None]
    process: Mapped[list[Any]] = mapped_column(JSONB(), server_default=text("'[]'"))
    skills: Mapped[list[str]]
    skills_search: Mapped[list[str]]
    min_cgpa: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
    branches: Mapped[list[str]]
    graduation_year: Mapped[int | None]
    max_active_backlogs: Mapped[int | None]
    min_10th: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    min_12th: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    gender: Mapped[str | None]
    openings: Mapped[int | None]
    deadline_at: Mapped[datetime | None]
    state: Mapped[str]
    is_public: Mapped[bool]
    posted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    posted_at: Mapped[datetime | None]
    decline_reason: Mapped[str | None]
    question: Mapped[str | None]
    question_answer: Mapped[str | None]
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    search: Mapped[Any] = mapped_column(TSVECTOR, Computed(_SEARCH, persisted=True))


class SavedJob(Tenant, Base):
    """A job that somebody wants to come back to."""

    __tablename__ = "saved_jobs"
    __table_args__ = (Index("ix_saved_jobs_job_id", "job_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime]
