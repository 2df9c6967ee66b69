"""Queries over offers."""

RELEASE = """
INSERT INTO offers (id, institution_id, application_id, student_id, job_id, season_id, state, ctc_minor, currency,
    parts, joining_date, joining_place, conditions, released_at, deadline_at, created_at, updated_at)
SELECT new.id, a.institution_id, a.id, a.student_id, a.job_id, a.season_id, 'OPEN', coalesce(:ctc_minor::bigint, j.ctc_minor),
    j.currency, coalesce(:parts, CASE WHEN :ctc_minor::bigint IS NULL THEN j.ctc_parts ELSE '[]'::jsonb END),
    coalesce(:joining_date, j.joining_date), coalesce(:joining_place, j.location), :conditions,
    :now, :deadline_at, :now, :now
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
UPDATE offers SET state = :state, place = NULL, ended_at = :now, updated_at = :now, reason = coalesce(:reason, reason), decline_code = :code,
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
    o.responded_at, o.ended_at, o.reason, o.decline_code AS reason_code, o.parts, o.joining_date, o.joining_place,
    o.conditions, (SELECT json_build_object('name', f.label, 'size', f.size,
        'url', '/api/v1/applications/' || o.application_id || '/offer/letter')
        FROM stored_files f WHERE f.id = o.letter_file_id) AS letter,
    (SELECT coalesce(json_agg(json_build_object('at', p.at, 'by', p.actor_name, 'text', p.note) ORDER BY p.at, p.id),
        '[]'::json) FROM application_steps p WHERE p.application_id = o.application_id AND p.move = 'ask-question'
        AND p.at >= o.released_at) AS questions,
    (SELECT max(s.expires_at) FROM offer_shares s WHERE s.offer_id = o.id AND s.revoked_at IS NULL AND s.expires_at > :now)
        AS shared_until
FROM offers o WHERE o.application_id = :application_id ORDER BY o.released_at DESC LIMIT 1
"""
# The student's other live processes, to compare with.
OTHERS = """
SELECT a.id AS application_id, j.title, j.company_name, a.status, a.since, a.interview_at,
    (coalesce(o.ctc_minor, j.ctc_minor) / 100.0)::float8 AS ctc, j.currency, j.location, o.deadline_at
FROM applications a JOIN jobs j ON j.id = a.job_id LEFT JOIN offers o ON o.application_id = a.id AND o.state = 'OPEN'
WHERE a.student_id = :student_id AND a.season_id = :season_id AND a.id <> :application_id AND a.ended_at IS NULL
ORDER BY a.applied_at
"""
LATEST_OF = "SELECT * FROM offers WHERE application_id = :application_id ORDER BY released_at DESC LIMIT 1 FOR UPDATE"
ASKED = """
SELECT count(*) FROM application_steps p JOIN offers o ON o.application_id = p.application_id
WHERE o.id = :id AND p.move = 'ask-question' AND p.at >= o.released_at
"""
LIVE_SHARE = """
SELECT * FROM offer_shares WHERE offer_id = :offer_id AND revoked_at IS NULL AND expires_at > :now
ORDER BY created_at DESC LIMIT 1
"""
REVOKE_SHARES = "UPDATE offer_shares SET revoked_at = :now WHERE offer_id = :offer_id AND revoked_at IS NULL"
SHARED = """
SELECT u.full_name AS student, j.title, j.company_name AS company, j.location, o.state,
    (o.ctc_minor / 100.0)::float8 AS ctc, o.currency, o.parts, o.joining_date, o.joining_place, o.conditions,
    o.deadline_at, o.responded_at, s.expires_at
FROM offer_shares s JOIN offers o ON o.id = s.offer_id JOIN jobs j ON j.id = o.job_id JOIN users u ON u.id = o.student_id
WHERE s.id = :id AND s.revoked_at IS NULL AND s.expires_at > :now
"""
# Who made the offer, else who posted the job; where neither is here any more, everybody in the office. Who is
# bound to a department hears of its students alone.
TO_ANSWER = """
WITH step AS (
    SELECT p.note AS question, a.id AS application_id, j.title, j.company_name, j.posted_by, s.full_name AS student,
        (SELECT d.department_key FROM students d WHERE d.user_id = a.student_id) AS department_key,
        i.name AS institution, (SELECT r.actor_id FROM application_steps r WHERE r.application_id = a.id
            AND r.move = 'release-offer' ORDER BY r.at DESC LIMIT 1) AS released_by
    FROM application_steps p JOIN applications a ON a.id = p.application_id JOIN jobs j ON j.id = a.job_id
    JOIN users s ON s.id = a.student_id JOIN institutions i ON i.id = a.institution_id WHERE p.id = :step_id
), people AS (
    SELECT u.id, u.full_name, u.email,
        CASE WHEN u.id = step.released_by THEN 1 WHEN u.id = step.posted_by THEN 2 ELSE 3 END AS rank
    FROM users u, step WHERE u.state = 'active' AND EXISTS (
        SELECT FROM memberships m WHERE m.user_id = u.id AND (m.ends_at IS NULL OR m.ends_at > :now)
            AND (m.department IS NULL OR lower(btrim(m.department)) = step.department_key)
            AND m.role = ANY (CASE WHEN u.id IN (step.released_by, step.posted_by) THEN :movers::text[] ELSE :office::text[] END))
)
SELECT step.*, people.id AS user_id, people.full_name, people.email FROM step, people
WHERE people.rank = (SELECT min(rank) FROM people) ORDER BY people.id LIMIT 20
"""
