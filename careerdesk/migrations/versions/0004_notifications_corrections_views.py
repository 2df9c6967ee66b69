"""Notifications, requests for correction, preferences, saved views, and long work that can be cancelled."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careerdesk.migrations.protection import protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = postgresql.TIMESTAMP(timezone=True)


def _key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("link LIKE '/%' AND link NOT LIKE '//%'", name=op.f("ck_notifications_link")),
        _key("notifications", "user_id", "users.id", "CASCADE"),
        _key("notifications", "institution_id", "institutions.id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("user_id", "source", name=op.f("uq_notifications_user_id_source")),
    )
    op.create_index("ix_notifications_user_id_created_at", "notifications", ["user_id", "created_at"])
    op.create_index(
        "ix_notifications_unread", "notifications", ["user_id"], postgresql_where=sa.text("read_at IS NULL")
    )
    op.create_index("ix_notifications_created_at", "notifications", ["institution_id", "created_at"])
    op.create_table(
        "preferences",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("theme", sa.Text(), server_default=sa.text("'system'"), nullable=False),
        sa.Column("density", sa.Text(), server_default=sa.text("'comfortable'"), nullable=False),
        sa.Column("single_keys", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("columns", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'hi')", name=op.f("ck_preferences_language")),
        sa.CheckConstraint("theme IN ('light', 'dark', 'system')", name=op.f("ck_preferences_theme")),
        sa.CheckConstraint("density IN ('compact', 'comfortable')", name=op.f("ck_preferences_density")),
        _key("preferences", "user_id", "users.id", "CASCADE"),
        _key("preferences", "institution_id", "institutions.id", "CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_preferences")),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "list IN ('students', 'applicants', 'jobs', 'applications', 'companies', 'people', 'audit')",
            name=op.f("ck_saved_views_list"),
        ),
        _key("saved_views", "user_id", "users.id", "CASCADE"),
        _key("saved_views", "institution_id", "institutions.id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("user_id", "list", "name", name=op.f("uq_saved_views_user_id_list_name")),
    )
    op.create_index(
        "ix_saved_views_shared", "saved_views", ["institution_id", "list"], postgresql_where=sa.text("shared")
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("on_file", postgresql.JSONB(), nullable=True),
        sa.Column("wanted", postgresql.JSONB(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state IN ('ASKED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN')", name=op.f("ck_corrections_state")),
        sa.CheckConstraint(
            "(state IN ('ACCEPTED', 'REFUSED')) = (decided_at IS NOT NULL)", name=op.f("ck_corrections_decided")
        ),
        sa.CheckConstraint("on_file IS DISTINCT FROM wanted", name=op.f("ck_corrections_wants_something")),
        _key("corrections", "student_id", "students.user_id", "CASCADE"),
        _key("corrections", "decided_by", "users.id", "SET NULL"),
        _key("corrections", "institution_id", "institutions.id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(
        "uq_corrections_open",
        "corrections",
        ["student_id", "field"],
        unique=True,
        postgresql_where=sa.text("state = 'ASKED'"),
    )
    op.create_index("ix_corrections_state", "corrections", ["institution_id", "state", "created_at"])
    op.create_index("ix_corrections_student_id", "corrections", ["student_id", "created_at"])
    op.add_column("task_runs", sa.Column("link", sa.Text(), nullable=True))
    op.add_column("task_runs", sa.Column("cancel_asked_at", INSTANT, nullable=True))
    op.create_index("ix_student_import_rows_student_id", "student_import_rows", ["student_id"])
    op.add_column("student_import_rows", sa.Column("was", postgresql.JSONB(), nullable=True))
    op.add_column("student_imports", sa.Column("undone_at", INSTANT, nullable=True))
    op.add_column("student_imports", sa.Column("undone_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_student_imports_undone_by"), "student_imports", "users", ["undone_by"], ["id"], ondelete="SET NULL"
    )
    _imports_may_be(
        "'uploaded', 'checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed'",
        "(state IN ('applied', 'undoing', 'undone')) = (applied_at IS NOT NULL)",
    )
    op.create_check_constraint(
        op.f("ck_student_imports_undone"), "student_imports", "(state = 'undone') = (undone_at IS NOT NULL)"
    )
    for table in ("notifications", "preferences", "saved_views", "corrections"):
        protect(table)


def _imports_may_be(states: str, applied: str) -> None:
    for name in ("ck_student_imports_state", "ck_student_imports_applied"):
        op.drop_constraint(op.f(name), "student_imports", type_="check")
    op.create_check_constraint(op.f("ck_student_imports_state"), "student_imports", f"state IN ({states})")
    op.create_check_constraint(op.f("ck_student_imports_applied"), "student_imports", applied)


def downgrade() -> None:
    op.drop_constraint(op.f("ck_student_imports_undone"), "student_imports", type_="check")
    op.drop_column("student_imports", "undone_by")
    op.drop_column("student_imports", "undone_at")
    op.execute("UPDATE student_imports SET state = 'applied' WHERE state IN ('undoing', 'undone')")
    _imports_may_be(
        "'uploaded', 'checking', 'checked', 'applying', 'applied', 'failed'",
        "(state = 'applied') = (applied_at IS NOT NULL)",
    )
    op.drop_column("student_import_rows", "was")
    op.drop_index("ix_student_import_rows_student_id", "student_import_rows")
    op.drop_column("task_runs", "cancel_asked_at")
    op.drop_column("task_runs", "link")
    for table in ("corrections", "saved_views", "preferences", "notifications"):
        op.drop_table(table)
