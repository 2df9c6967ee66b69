"""Applications, their history, moves that are held back for a moment, and nudges."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.applications.states import APPLICATION_FLOW
from careerdesk.kernel.db import Base, Tenant, key


class Application(Tenant, Base):
    """A student's request for a job. `since`: in this status since; `cause`: why the system closed it; `decision`: the
    eligibility verdict with the facts that it was made from."""

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("job_id", "student_id"),
        CheckConstraint(APPLICATION_FLOW.check("status"), name="status"),
        CheckConstraint("status <> 'WITHDRAWN' OR ended_at IS NOT NULL", name="ended"),
        Index("ix_applications_student_id", "student_id", "applied_at"),
        Index("ix_applications_job_id_status", "job_id", "status", "applied_at"),
        Index("ix_applications_status", "institution_id", "status", "since"),
        Index("ix_applications_applied_at", "institution_id", "applied_at"),
    )

    id: Mapped[UUID] = key()
    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id", ondelete="RESTRICT"))
    student_id: Mapped[UUID] = mapped_column(ForeignKey("students.user_id", ondelete="CASCADE"))
    season_id: Mapped[UUID] = mapped_column(ForeignKey("seasons.id", ondelete="RESTRICT"))
    status: Mapped[str]
    since: Mapped[datetime]
    applied_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    cause: Mapped[str | None]
    reason: Mapped[str | None]
    cover_letter: Mapped[str | None]
    notes: Mapped[str | None]
    resume_id: Mapped[UUID | None]
    resume_url: Mapped[str | None]
    interview_at: Mapped[datetime | None]
    interview_place: Mapped[str | None]
    decision: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ApplicationStep(Tenant, Base):
    """One step in an application's history: who moved it, when, from where to where, with which words."""

    __tablename__ = "application_steps"
    __table_args__ = (Index("ix_application_steps_application_id", "application_id", "at"),)

    id: Mapped[UUID] = key()
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    move: Mapped[str]
    from_status: Mapped[str | None]
    to_status: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    actor_name: Mapped[str]
    note: Mapped[str | None]
    details: Mapped[dict[str, Any]]


class HeldMove(Tenant, Base):
    """A move of many that waits until `until_at`, so that whoever pressed it can take it back. `body`: the fields that
    come with the move; `result`: what happened when it was carried out."""

    __tablename__ = "held_moves"
    __table_args__ = (
        CheckConstraint("state IN ('held', 'done', 'undone', 'failed')", name="state"),
        CheckConstraint("(state = 'held') = (finished_at IS NULL)", name="finished"),
        Index("ix_held_moves_held", "institution_id", postgresql_where=text("state = 'held'")),
    )

    id: Mapped[UUID] = key()
    action: Mapped[str]
    body: Mapped[dict[str, Any]]
    application_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    state: Mapped[str]
    held_by: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    held_by_name: Mapped[str]
    until_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ApplicationNudge(Tenant, Base):
    """Somebody was reminded that an application waits for them. One batch is one press of the button."""

    __tablename__ = "application_nudges"
    __table_args__ = (
        Index("ix_application_nudges_application_id", "application_id", "at"),
        Index("ix_application_nudges_batch_id", "batch_id"),
    )

    id: Mapped[UUID] = key()
    batch_id: Mapped[UUID]
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    by_name: Mapped[str]
    at: Mapped[datetime]
