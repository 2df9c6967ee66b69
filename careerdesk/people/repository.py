"""Queries over people, their roles and what lets them in."""

from careerdesk.kernel.access import Reach
from careerdesk.kernel.paging import Listing

_ROLES = """
    (SELECT coalesce(json_agg(json_build_object('role', m.role, 'department', m.department, 'ends_at', m.ends_at,
            'company', CASE WHEN co.id IS NOT NULL THEN json_build_object('id', co.id, 'name', co.name) END)
            ORDER BY m.role), '[]'::json)
        FROM memberships m LEFT JOIN companies co ON co.id = m.company_id WHERE m.user_id = u.id) AS roles
"""
_ITEM = f"u.id, u.email, u.full_name, u.state, u.last_sign_in_at, u.created_at, u.updated_at, {_ROLES}"
_HELD = "SELECT FROM memberships m WHERE m.user_id = u.id AND (m.ends_at IS NULL OR m.ends_at > :now)"
PEOPLE = Listing(
    item=_ITEM,
    source="users u",
    # Always true; names the instant, so that every filter may.
    where=":now::timestamptz IS NOT NULL",
    filters={
        "q": "u.full_name ILIKE :q_like OR u.email ILIKE :q_like",
        "role": f"EXISTS ({_HELD} AND m.role = :role)",
        "state": "u.state = :state",
        "staff": f"EXISTS ({_HELD} AND m.role <> 'STUDENT') = :staff",
        "company_id": f"EXISTS ({_HELD} AND m.company_id = :company_id)",
        "department": f"EXISTS ({_HELD} AND m.department = :department)"
        " OR EXISTS (SELECT FROM students s WHERE s.user_id = u.id AND s.department = :department)",
        "ends_soon": f"EXISTS ({_HELD} AND m.ends_at < :now::timestamptz + interval '30 days') = :ends_soon",
    },
    sorts={
        "full_name": "u.full_name",
        "email": "u.email",
        "state": "u.state",
        "created_at": "u.created_at",
        "last_sign_in_at": "u.last_sign_in_at NULLS",
        "ends_at": "(SELECT min(m.ends_at) FROM memberships m WHERE m.user_id = u.id) NULLS",
    },
    default_sort="full_name",
    tie="u.id",
)
# Everybody but other departments' students.
_NOT_ELSEWHERE = """
    NOT EXISTS (SELECT FROM students s WHERE s.user_id = u.id
        AND s.department_key IS DISTINCT FROM lower(btrim(:own_department::text)))
"""
LISTINGS = {Reach.TENANT: PEOPLE, Reach.DEPARTMENT: PEOPLE.within(_NOT_ELSEWHERE)}
PERSON = f"""
SELECT {_ITEM}, u.password_hash IS NOT NULL AS has_password,
    EXISTS (SELECT FROM students s WHERE s.user_id = u.id) AS is_student,
    (SELECT count(*) FROM sessions s WHERE s.user_id = u.id AND s.acting_session_id IS NULL AND s.revoked_at IS NULL
        AND s.expires_at > :now) AS sessions,
    (SELECT count(*) FROM passkeys p WHERE p.user_id = u.id) AS passkeys,
    (SELECT count(*) FROM api_keys k WHERE k.user_id = u.id AND k.revoked_at IS NULL AND k.expires_at > :now) AS keys,
    ARRAY(SELECT p.name FROM identity_links l JOIN identity_providers p ON p.id = l.provider_id
        WHERE l.user_id = u.id ORDER BY p.name) AS providers,
    (SELECT max(i.created_at) FROM invitations i WHERE i.user_id = u.id) AS invited_at
FROM users u WHERE u.id = :id
"""
PERSONS = {Reach.TENANT: PERSON, Reach.DEPARTMENT: f"{PERSON} AND {_NOT_ELSEWHERE}"}
LOCK = "SELECT id FROM users WHERE id = :id FOR UPDATE"
STATE = "SELECT state FROM users WHERE id = :id"
# The administrators who stay: in one order, so that two who remove each other wait instead of stopping one another.
LOCK_ADMINS = """
SELECT u.id FROM users u JOIN memberships m ON m.user_id = u.id
WHERE m.role = 'ADMIN' AND m.ends_at IS NULL AND u.state = 'active' ORDER BY u.id FOR UPDATE
"""
SET_STATE = "UPDATE users SET state = :state, updated_at = :now WHERE id = :id"
TOUCH = "UPDATE users SET updated_at = :now WHERE id = :id"
TAKE_ROLES = "DELETE FROM memberships WHERE user_id = :id AND NOT (role = ANY (:roles::text[]))"
GIVE_ROLES = """
INSERT INTO memberships (id, institution_id, user_id, role, company_id, department, ends_at, created_at)
SELECT g.id, :institution_id, :user_id, g.role, g.company_id, g.department, g.ends_at, :now
FROM unnest(:ids::uuid[], :roles::text[], :companies::uuid[], :departments::text[], :ends::timestamptz[])
    AS g (id, role, company_id, department, ends_at)
ON CONFLICT (user_id, role) DO UPDATE
    SET company_id = excluded.company_id, department = excluded.department, ends_at = excluded.ends_at
"""
# Sessions take their refresh tokens with them, and whoever acts through one of them.
END_SESSIONS = """
WITH remembered AS (DELETE FROM devices WHERE user_id = :id)
UPDATE sessions SET revoked_at = :now WHERE user_id = :id AND revoked_at IS NULL
"""
END_KEYS = "UPDATE api_keys SET revoked_at = :now WHERE user_id = :id AND revoked_at IS NULL"
END_INVITATIONS = (
    "UPDATE invitations SET expires_at = :now WHERE user_id = :id AND accepted_at IS NULL AND expires_at > :now"
)
ACT = """
INSERT INTO sessions (id, institution_id, user_id, kind, secret_hash, ip, user_agent, created_at, seen_at, expires_at,
    acting_session_id)
VALUES (:id, :institution_id, :user_id, :kind, :secret_hash, :ip, :user_agent, :now, :now, :until, :own)
"""
END_ACTING = "UPDATE sessions SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL"
# The administrator's own session goes on; in a browser under a new secret.
GO_ON = """
UPDATE sessions SET seen_at = :now, secret_hash = coalesce(:secret_hash::bytea, secret_hash),
    kind = CASE WHEN :secret_hash::bytea IS NULL THEN kind ELSE 'browser' END
WHERE id = :id AND revoked_at IS NULL
"""
