"""Registrations that wait for their code, and remembered devices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careerdesk.migrations.protection import ROLE, protect

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = postgresql.TIMESTAMP(timezone=True)
LOOKUPS = """
CREATE FUNCTION identity_device(p_secret bytea, p_now timestamptz)
RETURNS TABLE (device_id uuid, user_id uuid, institution_id uuid, email text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT d.id, u.id, u.institution_id, u.email FROM devices d JOIN users u ON u.id = d.user_id
    WHERE d.secret_hash = p_secret AND d.expires_at > p_now AND u.state = 'active'
$$;

CREATE FUNCTION institution_claiming(p_domain text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT (array_agg(id))[1] FROM institutions
    WHERE settings->'sign_in'->'domains' ? p_domain HAVING count(*) = 1
$$;
"""
FUNCTIONS = ("identity_device(bytea, timestamptz)", "institution_claiming(text)")


def upgrade() -> None:
    op.create_table(
        "devices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_devices_institution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_devices_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_devices_secret_hash")),
    )
    op.create_index("ix_devices_user_id", "devices", ["user_id"])
    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("role", sa.Text()),
        sa.Column("branch", sa.Text()),
        sa.Column("department", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("email = lower(email) AND email LIKE '%_@_%'", name=op.f("ck_registrations_email")),
        sa.CheckConstraint(
            "role IS NULL OR role = 'STUDENT' AND branch IS NOT NULL", name=op.f("ck_registrations_role")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_registrations_institution_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("institution_id", "email", name=op.f("uq_registrations_institution_id_email")),
    )
    for table in ("devices", "registrations"):
        protect(table)
    op.execute(LOOKUPS)
    for function in FUNCTIONS:
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {ROLE}")


def downgrade() -> None:
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")
    op.drop_table("registrations")
    op.drop_table("devices")
