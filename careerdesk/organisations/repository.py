"""Queries over institutions and companies."""

from careerdesk.kernel.paging import Listing

INSTITUTION_BY = "SELECT institution_by(:slug, NULL) AS id"
INSTITUTION_CLAIMING = "SELECT institution_claiming(:domain) AS id"
INSTITUTION = "SELECT * FROM institutions WHERE id = :id"
LOCK_INSTITUTION = f"{INSTITUTION} FOR UPDATE"
FLAGS = "SELECT settings->'features' FROM institutions WHERE id = :id"
# One step, so that two switches at once do not undo each other.
SWITCH = """
UPDATE institutions SET updated_at = :now, settings = settings
    || jsonb_build_object('features', coalesce(settings->'features', '{}') || jsonb_build_object(:name::text, :enabled::boolean))
WHERE id = :id
"""
CHANGE_INSTITUTION = """
UPDATE institutions SET name = :name, time_zone = :time_zone, currency = :currency, settings = :settings, updated_at = :now
WHERE id = :id RETURNING *
"""
# The room of identity providers stands above; whether one works is all that is asked of its table.
CAN_SIGN_IN_ELSEWHERE = "SELECT EXISTS (SELECT FROM identity_providers WHERE enabled)"
COMPANY_BY_NAME = "SELECT * FROM companies WHERE name_key = :name_key"
CREATE_COMPANY = """
INSERT INTO companies (id, institution_id, name, name_key, website, about, domains, created_at, updated_at)
VALUES (:id, :institution_id, :name, :name_key, :website, :about, :domains, :now, :now)
ON CONFLICT (institution_id, name_key) DO NOTHING RETURNING *
"""

COMPANIES = Listing(
    item="c.id, c.name, c.website, c.about, c.domains, c.created_at, c.updated_at",
    source="companies c",
    filters={"q": "c.name ILIKE :q_like"},
    sorts={"name": "c.name_key", "created_at": "c.created_at"},
    default_sort="name",
    tie="c.id",
)
