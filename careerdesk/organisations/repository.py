"""Queries over institutions and companies."""

from careerdesk.kernel.paging import Listing

INSTITUTION_BY = "SELECT institution_by(:slug, NULL) AS id"
INSTITUTION_CLAIMING = "SELECT institution_claiming(:domain) AS id"
INSTITUTION = "SELECT * FROM institutions WHERE id = :id"
COMPANY_BY_NAME = "SELECT * FROM companies WHERE name_key = :name_key"
CREATE_COMPANY = """
INSERT INTO companies (id, institution_id, name, name_key, website, about, created_at, updated_at)
VALUES (:id, :institution_id, :name, :name_key, :website, :about, :now, :now)
ON CONFLICT (institution_id, name_key) DO NOTHING RETURNING *
"""

COMPANIES = Listing(
    item="c.id, c.name, c.website, c.about, c.created_at",
    source="companies c",
    filters={"q": "c.name ILIKE :q_like"},
    sorts={"name": "c.name_key", "created_at": "c.created_at"},
    default_sort="name",
    tie="c.id",
)
