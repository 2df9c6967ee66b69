"""Which figures the office verified, and the imports by which whole batches of students come in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careerdesk.migrations.protection import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "students",
        sa.Column("verified_fields", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_students_verified_fields"), "students", "verified_at IS NOT NULL OR verified_fields = '{}'"
    )
    op.create_table(
        "student_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("about", postgresql.JSONB(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("applied_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("updated_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('uploaded', 'checking', 'checked', 'applying', 'applied', 'failed')",
            name=op.f("ck_student_imports_state"),
        ),
        sa.CheckConstraint("(state = 'applied') = (applied_at IS NOT NULL)", name=op.f("ck_student_imports_applied")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_student_imports_institution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["users.id"], name=op.f("fk_student_imports_started_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_imports")),
    )
    op.create_index("ix_student_imports_created_at", "student_imports", ["institution_id", "created_at"])
    op.create_table(
        "student_import_files",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["student_imports.id"], name=op.f("fk_student_import_files_import_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_student_import_files_institution_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_student_import_files")),
    )
    op.create_table(
        "student_import_rows",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("cells", postgresql.JSONB(), nullable=False),
        sa.Column("given", postgresql.JSONB(), nullable=False),
        sa.Column("errors", postgresql.JSONB(), nullable=False),
        sa.Column("diff", postgresql.JSONB(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('new', 'update', 'unchanged', 'bad', 'left_out')", name=op.f("ck_student_import_rows_outcome")
        ),
        sa.CheckConstraint(
            "outcome = 'left_out' OR (outcome = 'bad') = (jsonb_array_length(errors) > 0)",
            name=op.f("ck_student_import_rows_bad_has_errors"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["student_imports.id"], name=op.f("fk_student_import_rows_import_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institutions.id"],
            name=op.f("fk_student_import_rows_institution_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_student_import_rows")),
    )
    op.create_index("ix_student_import_rows_outcome", "student_import_rows", ["import_id", "outcome", "number"])
    for table in ("student_imports", "student_import_files", "student_import_rows"):
        protect(table)


def downgrade() -> None:
    op.drop_table("student_import_rows")
    op.drop_table("student_import_files")
    op.drop_table("student_imports")
    op.drop_constraint(op.f("ck_students_verified_fields"), "students", type_="check")
    op.drop_column("students", "verified_fields")
