"""Queries over users, sessions and invitations. The `identity_*` functions answer before an institution is known."""

SESSION = "SELECT * FROM identity_session(:id, :secret, :now)"
INSTITUTIONS = "SELECT institution_by(NULL, :host) AS hosted, institution_by(:slug, NULL) AS named"
KEY = "SELECT * FROM identity_key(:public_id, :hash, :now)"
KEY_USED = "UPDATE api_keys SET last_used_at = :now, last_used_ip = :ip WHERE id = :id"
ACCOUNT = "SELECT * FROM identity_account(:email)"
REFRESH = "SELECT * FROM identity_refresh(:hash)"
INVITATION = "SELECT * FROM identity_invitation(:hash)"
ACCEPT = "UPDATE invitations SET accepted_at = :now WHERE token_hash = :hash AND accepted_at IS NULL"
SIGNED_IN_AT = "SELECT created_at FROM sessions WHERE id = :id"
SEEN = "UPDATE sessions SET seen_at = :now WHERE id = :id"
SIGNED_IN = "UPDATE users SET last_sign_in_at = :now WHERE id = :id"
SPEND = "UPDATE refresh_tokens SET spent_at = :now WHERE id = :id AND spent_at IS NULL"
END_SESSION = "UPDATE sessions SET revoked_at = :now WHERE id = :id AND user_id = :user_id AND revoked_at IS NULL"
END_OTHERS = """
UPDATE sessions SET revoked_at = :now
WHERE user_id = :user_id AND id IS DISTINCT FROM :keep AND revoked_at IS NULL
"""
# A session in this person's place names who has it, and ends with their own.
SESSIONS = """
SELECT s.id, s.kind, s.ip, s.user_agent, s.created_at, s.seen_at, s.expires_at, r.full_name AS acting
FROM sessions s LEFT JOIN sessions own ON own.id = s.acting_session_id LEFT JOIN users r ON r.id = own.user_id
WHERE s.user_id = :user_id AND s.revoked_at IS NULL AND s.expires_at > :now
    AND (own.id IS NULL OR (own.revoked_at IS NULL AND own.expires_at > :now))
ORDER BY s.seen_at DESC LIMIT 100
"""
ACTIVATE = "UPDATE users SET state = 'active', updated_at = :now WHERE id = :id AND state = 'invited'"
FORGET_DEVICES = "DELETE FROM devices WHERE user_id = :user_id"
ROLES = "SELECT role FROM memberships WHERE user_id = :user_id AND (ends_at IS NULL OR ends_at > :now) ORDER BY role"
# An address that is taken elsewhere is not seen by this institution, but the unique index sees it.
ENROL = """
INSERT INTO users (id, institution_id, email, full_name, state, created_at, updated_at)
SELECT p.id, :institution_id, p.email, p.full_name, 'invited', :now, :now
FROM unnest(:ids::uuid[], :emails::text[], :names::text[]) AS p (id, email, full_name)
ON CONFLICT (email) DO NOTHING RETURNING id
"""
GRANT_MANY = """
INSERT INTO memberships (id, institution_id, user_id, role, created_at)
SELECT m.id, :institution_id, m.user_id, :role, :now FROM unnest(:ids::uuid[], :users::uuid[]) AS m (id, user_id)
"""
# Who has signed in once, or chosen a password, stays.
REMOVE_MANY = """
DELETE FROM users WHERE id = ANY (:ids) AND state = 'invited' AND password_hash IS NULL AND last_sign_in_at IS NULL
RETURNING id
"""
RENAME_MANY = """
UPDATE users u SET full_name = p.full_name, updated_at = :now
FROM unnest(:ids::uuid[], :names::text[]) AS p (id, full_name) WHERE u.id = p.id
"""
PURGE = """
WITH old_values AS (DELETE FROM kept_values WHERE expires_at < :now),
    old_keys AS (DELETE FROM idempotency_keys WHERE created_at < :now::timestamptz - interval '24 hours'),
    old_devices AS (DELETE FROM devices WHERE expires_at < :now),
    old_registrations AS (DELETE FROM registrations WHERE expires_at < :now)
DELETE FROM sessions WHERE expires_at < :now::timestamptz - interval '30 days' OR revoked_at < :now::timestamptz - interval '30 days'
"""
