"""Queries over identity providers and links. `identity_account` answers for the whole install."""

PROVIDERS = """
SELECT p.*, (SELECT count(*)::int FROM identity_links l WHERE l.provider_id = p.id) AS people
FROM identity_providers p ORDER BY p.name, p.id LIMIT 200
"""
PEOPLE = "SELECT count(*)::int FROM identity_links WHERE provider_id = :id"
BY_SLUG = "SELECT * FROM identity_providers WHERE slug = :slug"
ACCOUNT = "SELECT * FROM identity_account(:email)"
USED = "UPDATE identity_providers SET last_used_at = :now WHERE id = :id"

LINK = "SELECT * FROM identity_links WHERE provider_id = :provider_id AND subject = :subject FOR UPDATE"
ADD_LINK = """
INSERT INTO identity_links (id, institution_id, provider_id, user_id, subject, created_at, last_used_at)
VALUES (:id, :institution_id, :provider_id, :user_id, :subject, :now, :now)
ON CONFLICT DO NOTHING RETURNING *
"""
USE_LINK = "UPDATE identity_links SET last_used_at = :now, granted_roles = :roles WHERE id = :id"

PERSON = "SELECT id, full_name, state, last_sign_in_at FROM users WHERE id = :id"
ACTIVATE = "UPDATE users SET state = 'active', updated_at = :now WHERE id = :id AND state = 'invited'"
# A role that ran out is given anew; one that is held is left as it is, and is nobody's rule.
GIVE = """
INSERT INTO memberships (id, institution_id, user_id, role, department, created_at)
VALUES (:id, :institution_id, :user_id, :role, :department, :now)
ON CONFLICT (user_id, role) DO UPDATE SET ends_at = NULL, department = excluded.department
    WHERE memberships.ends_at <= :now
RETURNING id
"""
# The last administrator stays one, whatever a group says: nobody else could put it right.
TAKE = """
DELETE FROM memberships m WHERE m.user_id = :user_id AND m.role = :role AND (m.role <> 'ADMIN' OR EXISTS (
    SELECT FROM memberships o JOIN users u ON u.id = o.user_id
    WHERE o.role = 'ADMIN' AND o.user_id <> :user_id AND u.state = 'active' AND (o.ends_at IS NULL OR o.ends_at > :now)))
"""
FORGET = "DELETE FROM identity_links WHERE provider_id = :id"
