"""Queries over preferences and saved views."""

from careerdesk.kernel.paging import Listing

OF = "SELECT * FROM preferences WHERE user_id = :me"
# What is not named stays; a list whose columns are null goes back to its own.
CHANGE = """
INSERT INTO preferences AS p (user_id, institution_id, language, theme, density, single_keys, columns, welcome, updated_at)
VALUES (:me, :institution_id, :language, coalesce(:theme, 'system'), coalesce(:density, 'comfortable'),
    coalesce(:single_keys::boolean, true), jsonb_strip_nulls(:columns::jsonb), coalesce(:welcome::text[], '{}'), :now)
ON CONFLICT (user_id) DO UPDATE SET
    language = CASE WHEN :names_language::boolean THEN excluded.language ELSE p.language END,
    theme = coalesce(:theme, p.theme), density = coalesce(:density, p.density),
    single_keys = coalesce(:single_keys::boolean, p.single_keys),
    columns = jsonb_strip_nulls(p.columns || :columns::jsonb), welcome = coalesce(:welcome::text[], p.welcome),
    updated_at = :now
RETURNING *
"""
VIEWS = Listing(
    item="""
        v.id, v.list, v.name, v.query, v.shared, v.user_id = :me AS mine, v.created_at, v.updated_at,
        (SELECT u.full_name FROM users u WHERE u.id = v.user_id) AS by
    """,
    source="saved_views v",
    where="v.user_id = :me OR (v.shared AND :office::boolean)",
    filters={"list": "v.list = :list", "q": "v.name ILIKE :q_like", "mine": "(v.user_id = :me) = :mine"},
    sorts={"name": "lower(v.name)", "created_at": "v.created_at"},
    default_sort="name",
    tie="v.id",
)
HOW_MANY = "SELECT count(*) FROM saved_views WHERE user_id = :me"
DELETE = "DELETE FROM saved_views WHERE id = :id"
