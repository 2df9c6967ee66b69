"""Queries over passkeys. `identity_passkey` answers before an institution is known."""

FIND = "SELECT * FROM identity_passkey(:credential_id)"
OF = """
SELECT id, name, synced, created_at, last_used_at FROM passkeys WHERE user_id = :me ORDER BY created_at, id LIMIT 100
"""
IDS = "SELECT credential_id FROM passkeys WHERE user_id = :me"
# A counter that does not rise belongs to a copy of the key; 0 is an authenticator that does not count.
USE = """
UPDATE passkeys SET sign_count = :sign_count, synced = :synced, last_used_at = :now
WHERE id = :id AND (sign_count < :sign_count OR (sign_count = 0 AND :sign_count::bigint = 0))
"""
RENAME = "UPDATE passkeys SET name = :name WHERE id = :id AND user_id = :me RETURNING *"
DELETE = "DELETE FROM passkeys WHERE id = :id AND user_id = :me RETURNING *"
