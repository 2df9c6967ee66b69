"""Queries over seasons, and the facts of a student that decisions need."""

CURRENT = "SELECT * FROM seasons WHERE is_current"

# The offers table belongs to the room above; accepted offers are read here because rights derive from them.
STUDENT_FACTS = """
SELECT s.branch, s.cgpa, s.graduation_year, s.active_backlogs, s.tenth_percent, s.twelfth_percent, s.gender,
    s.verified_at IS NOT NULL AS verified, s.placed_manually_at IS NOT NULL AS placed_elsewhere,
    (SELECT count(*) FROM offers o WHERE o.student_id = s.user_id AND o.place IS NOT NULL
        AND o.season_id = n.id)::int AS accepted_offers,
    n.id AS season_id, n.policy
FROM students s, seasons n WHERE s.user_id = :student_id AND n.is_current
"""

ALL = "SELECT * FROM seasons ORDER BY ends_date DESC, id DESC LIMIT 100"
