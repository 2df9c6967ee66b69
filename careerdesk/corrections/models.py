"""Requests for correction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.corrections.states import CORRECTION_FLOW
from careerdesk.kernel.db import Base, Tenant, key


class Correction(Tenant, Base):
    """One figure that a student wants corrected. `on_file`: what the record said when it was asked; `wanted`: what it
    should say; `since`: when it came into its state."""

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint(CORRECTION_FLOW.check("state"), name="state"),
        CheckConstraint("(state IN ('ACCEPTED', 'REFUSED')) = (decided_at IS NOT NULL)", name="decided"),
        CheckConstraint("on_file IS DISTINCT FROM wanted", name="wants_something"),
        Index("uq_corrections_open", "student_id", "field", unique=True, postgresql_where=text("state = 'ASKED'")),
        Index("ix_corrections_state", "institution_id", "state", "created_at"),
        Index("ix_corrections_student_id", "student_id", "created_at"),
    )

    id: Mapped[UUID] = key()
    student_id: Mapped[UUID] = mapped_column(ForeignKey("students.user_id", ondelete="CASCADE"))
    field: Mapped[str]
    on_file: Mapped[Any] = mapped_column(JSONB(), nullable=True)
    wanted: Mapped[Any] = mapped_column(JSONB(), nullable=False)
    reason: Mapped[str]
    state: Mapped[str]
    since: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    note: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
