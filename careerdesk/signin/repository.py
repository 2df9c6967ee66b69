"""Queries over remembered devices, and what the door shows. `identity_device` answers before an institution is known."""

DEVICE = "SELECT * FROM identity_device(:secret, :now)"
SEEN = "UPDATE devices SET seen_at = :now WHERE id = :id"
DEVICES = """
SELECT id, ip, user_agent, created_at, seen_at, expires_at, secret_hash = :secret AS current FROM devices
WHERE user_id = :user_id AND expires_at > :now ORDER BY seen_at DESC LIMIT 100
"""
FORGET = "DELETE FROM devices WHERE id = :id AND user_id = :user_id"
PROVIDERS = "SELECT slug, name, kind FROM identity_providers WHERE enabled ORDER BY name, slug LIMIT 20"
