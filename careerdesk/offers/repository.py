"""Queries over offers."""

RELEASE = """
INSERT INTO offers (id, institution_id, application_id, student_id, job_id, season_id, state, ctc_minor, currency,
    released_at, deadline_at, created_at, updated_at)
SELECT new.id, a.institution_id, a.id, a.student_id, a.job_id, a.season_id, 'OPEN', coalesce(:ctc_minor::bigint, j.ctc_minor),
    j.currency, :now, :deadline_at, :now, :now
FROM unnest(:ids::uuid[], :application_ids::uuid[]) AS new (id, application_id)
JOIN applications a ON a.id = new.application_id JOIN jobs j ON j.id = a.job_id
"""
OPEN_OF = "SELECT * FROM offers WHERE application_id = :application_id AND state = 'OPEN' FOR UPDATE"
# The lowest free place below the policy's number; none free: no row is changed.
ACCEPT = """
UPDATE offers o SET state = 'ACCEPTED', responded_at = :now, updated_at = :now, place = free.place
FROM (SELECT min(n) AS place FROM generate_series(0, :max_offers - 1) n WHERE NOT EXISTS (
        SELECT FROM offers held WHERE held.student_id = :student_id AND held.season_id = :season_id AND held.place = n)) free
WHERE o.id = :id AND free.place IS NOT NULL RETURNING o.place
"""
HELD = "SELECT count(*) FROM offers WHERE student_id = :student_id AND season_id = :season_id AND place IS NOT NULL"
END = """
UPDATE offers SET state = :state, place = NULL, ended_at = :now, updated_at = :now, reason = coalesce(:reason, reason),
    responded_at = CASE WHEN :answered THEN :now ELSE responded_at END
WHERE application_id = ANY (:application_ids) AND state = 'OPEN'
"""
LAPSED = """
SELECT a.id, a.status, a.student_id, a.job_id, a.season_id, j.title AS job_title, j.company_name, j.company_id, u.full_name AS student_name, u.email AS student_email
FROM offers o JOIN applications a ON a.id = o.application_id JOIN jobs j ON j.id = a.job_id
JOIN users u ON u.id = a.student_id
WHERE o.state = 'OPEN' AND o.deadline_at < :now AND a.status = 'OFFER_RELEASED'
ORDER BY a.id LIMIT 500 FOR UPDATE OF a SKIP LOCKED
"""
OF_APPLICATION = """
SELECT o.id, o.application_id, o.state, (o.ctc_minor / 100.0)::float8 AS ctc, o.currency, o.released_at, o.deadline_at,
    o.responded_at, o.ended_at, o.reason
FROM offers o WHERE o.application_id = :application_id ORDER BY o.released_at DESC LIMIT 1
"""
CONSEQUENCES = """
SELECT j.company_name, j.title, a.status FROM applications a JOIN jobs j ON j.id = a.job_id
WHERE a.student_id = :student_id AND a.season_id = :season_id AND a.id <> :application_id AND a.ended_at IS NULL
ORDER BY a.applied_at
"""
