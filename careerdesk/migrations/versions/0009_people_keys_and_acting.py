"""API keys, sessions in another person's place, companies' domains."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from careerdesk.migrations.protection import ROLE, protect

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = postgresql.TIMESTAMP(timezone=True)
TEXTS = postgresql.ARRAY(sa.Text())
ROLES_OF = """
        coalesce(array_agg(m.role ORDER BY m.role) FILTER (WHERE m.id IS NOT NULL), '{}'),
        (array_agg(m.company_id) FILTER (WHERE m.company_id IS NOT NULL))[1],
        (array_agg(m.department) FILTER (WHERE m.department IS NOT NULL))[1]"""
HELD = "LEFT JOIN memberships m ON m.user_id = u.id AND (m.ends_at IS NULL OR m.ends_at > p_now)"

# A session in another's place lives as long as the administrator's own, and as long as they are one.
SESSION = f"""
CREATE FUNCTION identity_session(p_id uuid, p_secret bytea, p_now timestamptz)
RETURNS TABLE (
    session_id uuid, user_id uuid, institution_id uuid, full_name text, email text, seen_at timestamptz,
    roles text[], company_id uuid, department text, flags jsonb,
    acting_id uuid, acting_name text, acting_session_id uuid, acting_until timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT s.id, u.id, u.institution_id, u.full_name, u.email, s.seen_at,{ROLES_OF},
        i.settings->'features', r.id, r.full_name, s.acting_session_id,
        CASE WHEN r.id IS NOT NULL THEN s.expires_at END
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    JOIN institutions i ON i.id = u.institution_id
    LEFT JOIN sessions own ON own.id = s.acting_session_id AND own.revoked_at IS NULL AND own.expires_at > p_now
    LEFT JOIN users r ON r.id = own.user_id AND r.state = 'active' AND EXISTS (
        SELECT FROM memberships a WHERE a.user_id = r.id AND a.role = 'ADMIN' AND (a.ends_at IS NULL OR a.ends_at > p_now))
    {HELD}
    WHERE (s.id = p_id OR s.secret_hash = p_secret) AND s.revoked_at IS NULL AND s.expires_at > p_now
        AND u.state = 'active' AND (s.acting_session_id IS NULL OR r.id IS NOT NULL)
    GROUP BY s.id, u.id, i.id, r.id
$$
"""
SESSION_BEFORE = f"""
CREATE FUNCTION identity_session(p_id uuid, p_secret bytea, p_now timestamptz)
RETURNS TABLE (
    session_id uuid, user_id uuid, institution_id uuid, full_name text, email text, seen_at timestamptz,
    roles text[], company_id uuid, department text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT s.id, u.id, u.institution_id, u.full_name, u.email, s.seen_at,{ROLES_OF}
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    {HELD}
    WHERE (s.id = p_id OR s.secret_hash = p_secret) AND s.revoked_at IS NULL AND s.expires_at > p_now
        AND u.state = 'active'
    GROUP BY s.id, u.id
$$
"""
KEY = f"""
CREATE FUNCTION identity_key(p_public_id text, p_hash bytea, p_now timestamptz)
RETURNS TABLE (
    key_id uuid, user_id uuid, institution_id uuid, full_name text, email text, roles text[], company_id uuid,
    department text, flags jsonb, scopes text[], allowed_ips text[], last_used_at timestamptz, last_used_ip text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT k.id, u.id, u.institution_id, u.full_name, u.email,{ROLES_OF},
        i.settings->'features', k.scopes, k.allowed_ips, k.last_used_at, k.last_used_ip
    FROM api_keys k
    JOIN users u ON u.id = k.user_id
    JOIN institutions i ON i.id = u.institution_id
    {HELD}
    WHERE k.public_id = p_public_id AND k.revoked_at IS NULL AND k.expires_at > p_now AND u.state = 'active'
        AND (k.secret_hash = p_hash OR (k.previous_hash = p_hash AND k.previous_until > p_now))
    GROUP BY k.id, u.id, i.id
$$
"""
SESSION_NAME = "identity_session(uuid, bytea, timestamptz)"
KEY_NAME = "identity_key(text, bytea, timestamptz)"


def _open(function: str) -> None:
    op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {ROLE}")


def upgrade() -> None:
    op.add_column("companies", sa.Column("domains", TEXTS, nullable=False, server_default="{}"))
    op.add_column("sessions", sa.Column("acting_session_id", sa.Uuid()))
    op.create_foreign_key(
        op.f("fk_sessions_acting_session_id"), "sessions", "sessions", ["acting_session_id"], ["id"], ondelete="CASCADE"
    )
    op.create_index("ix_sessions_acting_session_id", "sessions", ["acting_session_id"])
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary()),
        sa.Column("previous_until", INSTANT),
        sa.Column("scopes", TEXTS, nullable=False),
        sa.Column("allowed_ips", TEXTS, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("last_used_at", INSTANT),
        sa.Column("last_used_ip", sa.Text()),
        sa.Column("revoked_at", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("days BETWEEN 1 AND 365", name=op.f("ck_api_keys_days")),
        sa.CheckConstraint("cardinality(scopes) > 0", name=op.f("ck_api_keys_scopes")),
        sa.CheckConstraint("(previous_hash IS NULL) = (previous_until IS NULL)", name=op.f("ck_api_keys_previous")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name=op.f("fk_api_keys_institution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_keys_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("public_id", name=op.f("uq_api_keys_public_id")),
    )
    op.create_index("ix_api_keys_user_id", "api_keys", ["user_id"])
    protect("api_keys")
    op.execute(f"DROP FUNCTION {SESSION_NAME}")
    op.execute(SESSION)
    op.execute(KEY)
    _open(SESSION_NAME)
    _open(KEY_NAME)


def downgrade() -> None:
    op.execute(f"DROP FUNCTION {KEY_NAME}")
    op.execute(f"DROP FUNCTION {SESSION_NAME}")
    op.execute(SESSION_BEFORE)
    _open(SESSION_NAME)
    op.drop_table("api_keys")
    op.drop_column("sessions", "acting_session_id")
    op.drop_column("companies", "domains")
