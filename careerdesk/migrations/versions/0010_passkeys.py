"""Passkeys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careerdesk.migrations.protection import ROLE, protect

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INSTANT = postgresql.TIMESTAMP(timezone=True)
FIND = """
CREATE FUNCTION identity_passkey(p_credential_id bytea)
RETURNS TABLE (
    passkey_id uuid, user_id uuid, institution_id uuid, full_name text, state text, public_key bytea, sign_count bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT p.id, u.id, u.institution_id, u.full_name, u.state, p.public_key, p.sign_count
    FROM passkeys p JOIN users u ON u.id = p.user_id WHERE p.credential_id = p_credential_id
$$;
"""


def upgrade() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("synced", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("last_used_at", INSTANT),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkeys_sign_count")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_passkeys_institution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_passkeys_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index("ix_passkeys_user_id", "passkeys", ["user_id"])
    protect("passkeys")
    op.execute(FIND)
    op.execute("REVOKE ALL ON FUNCTION identity_passkey(bytea) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION identity_passkey(bytea) TO {ROLE}")


def downgrade() -> None:
    op.execute("DROP FUNCTION identity_passkey(bytea)")
    op.drop_table("passkeys")
