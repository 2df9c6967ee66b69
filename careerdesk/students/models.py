"""The student record: the academic figures that an office verifies, apart from what students say of themselves."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.db import Base, Tenant


class Student(Tenant, Base):
    """One student; the key is the user's. Once `verified_at` is set, the academic record is the office's to change."""

    __tablename__ = "students"
    __table_args__ = (
        UniqueConstraint("institution_id", "roll_no"),
        CheckConstraint("cgpa BETWEEN 0 AND 10", name="cgpa"),
        CheckConstraint("tenth_percent BETWEEN 0 AND 100", name="tenth_percent"),
        CheckConstraint("twelfth_percent BETWEEN 0 AND 100", name="twelfth_percent"),
        CheckConstraint("active_backlogs BETWEEN 0 AND 99", name="active_backlogs"),
        CheckConstraint("graduation_year BETWEEN 1950 AND 2100", name="graduation_year"),
        CheckConstraint("gender IN ('female', 'male', 'other', 'undisclosed')", name="gender"),
        CheckConstraint("(verified_at IS NULL) = (verified_by IS NULL)", name="verified_has_verifier"),
        CheckConstraint(
            "(placed_manually_at IS NULL) = (placed_manually_by IS NULL)", name="placed_manually_has_author"
        ),
        Index("ix_students_branch", "institution_id", "branch"),
        Index("ix_students_cgpa", "institution_id", "cgpa"),
        Index("ix_students_graduation_year", "institution_id", "graduation_year"),
        Index("ix_students_created_at", "institution_id", "created_at"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    roll_no: Mapped[str | None]
    branch: Mapped[str]
    department: Mapped[str | None]
    graduation_year: Mapped[int | None]
    phone: Mapped[str | None]
    gender: Mapped[str | None]
    cgpa: Mapped[Decimal | None] = mapped_column(Numeric(4, 2))
    tenth_percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    twelfth_percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    active_backlogs: Mapped[int | None]
    resume_url: Mapped[str | None]
    bio: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    placed_manually_at: Mapped[datetime | None]
    placed_manually_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    placed_company: Mapped[str | None]
    placed_reason: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
