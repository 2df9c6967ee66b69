"""The student record: the academic figures that an office verifies, apart from what students say of themselves; and
the imports by which whole batches of them come in."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, LargeBinary, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from careerdesk.kernel.db import Base, Tenant, key


class Student(Tenant, Base):
    """One student; the key is the user's. `verified_fields` names the academic figures that the office verified or
    imported: those are the office's to change, the others count as the student tells them. `department_key`: the department
    as roles that are bound to one compare it."""

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
        CheckConstraint("verified_at IS NOT NULL OR verified_fields = '{}'", name="verified_fields"),
        CheckConstraint(
            "(placed_manually_at IS NULL) = (placed_manually_by IS NULL)", name="placed_manually_has_author"
        ),
        Index("ix_students_branch", "institution_id", "branch"),
        Index("ix_students_department_key", "institution_id", "department_key"),
        Index("ix_students_cgpa", "institution_id", "cgpa"),
        Index("ix_students_graduation_year", "institution_id", "graduation_year"),
        Index("ix_students_created_at", "institution_id", "created_at"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    roll_no: Mapped[str | None]
    branch: Mapped[str]
    department: Mapped[str | None]
    department_key: Mapped[str | None] = mapped_column(Computed("lower(btrim(department))", persisted=True))
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
    verified_fields: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=text("'{}'"))
    placed_manually_at: Mapped[datetime | None]
    placed_manually_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    placed_company: Mapped[str | None]
    placed_reason: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class StudentImport(Tenant, Base):
    """One uploaded file on its way. `about`: what the reader found (kind, sheet, columns with guesses and samples);
    `mapping`: column index → field; `counts`: rows by outcome, once they are known."""

    __tablename__ = "student_imports"
    __table_args__ = (
        CheckConstraint(
            "state IN ('uploaded', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed')",
            name="state",
        ),
        CheckConstraint("(state IN ('applied', 'undoing', 'undone')) = (applied_at IS NOT NULL)", name="applied"),
        CheckConstraint("(state = 'undone') = (undone_at IS NOT NULL)", name="undone"),
        Index("ix_student_imports_created_at", "institution_id", "created_at"),
    )

    id: Mapped[UUID] = key()
    filename: Mapped[str]
    state: Mapped[str]
    about: Mapped[dict[str, Any]]
    mapping: Mapped[dict[str, Any]]
    rows: Mapped[int]
    counts: Mapped[dict[str, Any]]
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    task_id: Mapped[UUID | None]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class StudentImportFile(Tenant, Base):
    """The bytes of an upload while it may still be read again; gone when the import is applied."""

    __tablename__ = "student_import_files"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("student_imports.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class StudentImportRow(Tenant, Base):
    """One row of the file: `cells` as they stand there, `given` as they were read (field → value, null clears),
    `errors` [{column, value, code, message}], `diff` field → [on file, in the file]; `was`: who had vouched for which
    figures before, so that it can be taken back."""

    __tablename__ = "student_import_rows"
    __table_args__ = (
        CheckConstraint("outcome IN ('new', 'update', 'unchanged', 'bad', 'left_out')", name="outcome"),
        CheckConstraint(
            "outcome = 'left_out' OR (outcome = 'bad') = (jsonb_array_length(errors) > 0)", name="bad_has_errors"
        ),
        Index("ix_student_import_rows_outcome", "import_id", "outcome", "number"),
        Index("ix_student_import_rows_student_id", "student_id"),
    )

    import_id: Mapped[UUID] = mapped_column(ForeignKey("student_imports.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    cells: Mapped[list[Any]] = mapped_column(JSONB())
    given: Mapped[dict[str, Any]]
    errors: Mapped[list[Any]] = mapped_column(JSONB())
    diff: Mapped[dict[str, Any]]
    was: Mapped[dict[str, Any] | None]
    student_id: Mapped[UUID | None]
