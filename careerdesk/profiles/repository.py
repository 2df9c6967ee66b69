"""Queries over profiles. A student's phone and words about themselves come from the student record: there is one truth."""

_URL = "'/api/v1/users/' || u.id || '/avatar?v=' || right(p.avatar_file_id::text, 12)"
_FROM = """
FROM users u JOIN institutions i ON i.id = u.institution_id
LEFT JOIN profiles p ON p.user_id = u.id LEFT JOIN students s ON s.user_id = u.id
"""
PROFILE = f"""
SELECT u.id, u.email, u.full_name, u.state, i.name AS institution, s.user_id IS NOT NULL AS is_student,
    CASE WHEN s.user_id IS NULL THEN p.phone ELSE s.phone END AS phone,
    CASE WHEN s.user_id IS NULL THEN p.bio ELSE s.bio END AS bio,
    p.location, p.current_position, p.company, p.linkedin_url, p.github_url, p.portfolio_url,
    s.branch, s.graduation_year, p.avatar_file_id,
    CASE WHEN p.avatar_file_id IS NOT NULL THEN {_URL} END AS avatar_url,
    coalesce(p.public_fields, '{{}}') AS public_fields,
    u.created_at, greatest(u.updated_at, p.updated_at, s.updated_at) AS updated_at
{_FROM} WHERE u.id = :id
"""
# Two changes of one page wait for each other, also where there is no profile yet.
LOCK = "SELECT id FROM users WHERE id = :id FOR UPDATE"
OPEN = """
INSERT INTO profiles (user_id, institution_id, created_at, updated_at) VALUES (:id, :institution_id, :now, :now)
ON CONFLICT (user_id) DO NOTHING
"""
AVATAR = """
SELECT f.* FROM profiles p JOIN users u ON u.id = p.user_id JOIN stored_files f ON f.id = p.avatar_file_id
WHERE p.user_id = :id AND (:known OR (u.state = 'active' AND 'avatar' = ANY (p.public_fields)))
"""
