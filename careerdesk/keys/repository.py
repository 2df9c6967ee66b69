"""Queries over API keys. A revoked key is kept for the audit and shown to nobody."""

from careerdesk.kernel.paging import Listing

_ITEM = """
    k.id, k.name, 'cd_live_' || k.public_id AS prefix, k.scopes, k.allowed_ips, k.expires_at,
    CASE WHEN k.previous_until > :now THEN k.previous_until END AS previous_until, k.last_used_at, k.last_used_ip, k.created_at
"""
MINE = f"SELECT {_ITEM} FROM api_keys k WHERE k.user_id = :me AND k.revoked_at IS NULL ORDER BY k.created_at DESC"
ONE = f"SELECT {_ITEM} FROM api_keys k WHERE k.id = :id"
# The owner's row is taken, so that two keys made at once are counted one after the other.
OWNER = "SELECT id FROM users WHERE id = :me FOR UPDATE"
LIVING = "SELECT count(*) FROM api_keys WHERE user_id = :me AND revoked_at IS NULL AND expires_at > :now"
OWN = "SELECT * FROM api_keys WHERE id = :id AND user_id = :me AND revoked_at IS NULL FOR UPDATE"
ANY = "SELECT * FROM api_keys WHERE id = :id AND revoked_at IS NULL FOR UPDATE"

ALL = Listing(
    item=f"{_ITEM}, json_build_object('id', u.id, 'full_name', u.full_name, 'email', u.email) AS owner",
    source="api_keys k JOIN users u ON u.id = k.user_id",
    where="k.revoked_at IS NULL",
    filters={
        "q": "k.name ILIKE :q_like OR u.full_name ILIKE :q_like OR u.email ILIKE :q_like",
        "user_id": "k.user_id = :user_id",
    },
    sorts={
        "created_at": "k.created_at",
        "expires_at": "k.expires_at",
        "last_used_at": "k.last_used_at NULLS",
        "name": "k.name",
    },
    default_sort="-created_at",
    tie="k.id",
)
