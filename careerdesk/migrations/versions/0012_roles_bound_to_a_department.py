"""Roles that are bound to a department, and finding its students."""

import sqlalchemy as sa
from alembic import op

from careerdesk.migrations.protection import ROLE

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SESSION_NAME = "identity_session(uuid, bytea, timestamptz)"
KEY_NAME = "identity_key(text, bytea, timestamptz)"
HELD = "LEFT JOIN memberships m ON m.user_id = u.id AND (m.ends_at IS NULL OR m.ends_at > p_now)"
# In the order of the roles.
OF_EACH = (
    "departments text[]",
    "coalesce(array_agg(m.department ORDER BY m.role) FILTER (WHERE m.id IS NOT NULL), '{}')",
)
OF_ONE = "department text", "(array_agg(m.department) FILTER (WHERE m.department IS NOT NULL))[1]"


def _functions(column: str, departments: str) -> None:
    roles_of = f"""
        coalesce(array_agg(m.role ORDER BY m.role) FILTER (WHERE m.id IS NOT NULL), '{{}}'),
        (array_agg(m.company_id) FILTER (WHERE m.company_id IS NOT NULL))[1],
        {departments}"""
    for name in (SESSION_NAME, KEY_NAME):
        op.execute(f"DROP FUNCTION {name}")
    op.execute(f"""
CREATE FUNCTION identity_session(p_id uuid, p_secret bytea, p_now timestamptz)
RETURNS TABLE (
    session_id uuid, user_id uuid, institution_id uuid, full_name text, email text, seen_at timestamptz,
    roles text[], company_id uuid, {column}, flags jsonb,
    acting_id uuid, acting_name text, acting_session_id uuid, acting_until timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT s.id, u.id, u.institution_id, u.full_name, u.email, s.seen_at,{roles_of},
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
""")
    op.execute(f"""
CREATE FUNCTION identity_key(p_public_id text, p_hash bytea, p_now timestamptz)
RETURNS TABLE (
    key_id uuid, user_id uuid, institution_id uuid, full_name text, email text, roles text[], company_id uuid,
    {column}, flags jsonb, scopes text[], allowed_ips text[], last_used_at timestamptz, last_used_ip text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT k.id, u.id, u.institution_id, u.full_name, u.email,{roles_of},
        i.settings->'features', k.scopes, k.allowed_ips, k.last_used_at, k.last_used_ip
    FROM api_keys k
    JOIN users u ON u.id = k.user_id
    JOIN institutions i ON i.id = u.institution_id
    {HELD}
    WHERE k.public_id = p_public_id AND k.revoked_at IS NULL AND k.expires_at > p_now AND u.state = 'active'
        AND (k.secret_hash = p_hash OR (k.previous_hash = p_hash AND k.previous_until > p_now))
    GROUP BY k.id, u.id, i.id
$$
""")
    for name in (SESSION_NAME, KEY_NAME):
        op.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {name} TO {ROLE}")


def upgrade() -> None:
    # A column of its own, not an index over the expression: behind row-level security only comparisons that cannot leak
    # may use an index, and lower() is not among them.
    key: sa.Column[str] = sa.Column(
        "department_key", sa.Text(), sa.Computed("lower(btrim(department))", persisted=True)
    )
    op.add_column("students", key)
    op.create_index("ix_students_department_key", "students", ["institution_id", "department_key"])
    # Rules of identity providers could give any role a department; there it never said anything.
    op.execute("UPDATE memberships SET department = NULL WHERE role NOT IN ('COORDINATOR', 'UNIVERSITY_SUPERVISOR')")
    op.create_check_constraint(
        op.f("ck_memberships_department"),
        "memberships",
        "department IS NULL OR role IN ('COORDINATOR', 'UNIVERSITY_SUPERVISOR')",
    )
    _functions(*OF_EACH)


def downgrade() -> None:
    _functions(*OF_ONE)
    op.drop_constraint(op.f("ck_memberships_department"), "memberships")
    op.drop_index("ix_students_department_key", table_name="students")
    op.drop_column("students", "department_key")
