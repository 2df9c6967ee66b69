"""Queries over applications, and what each reach may see of them."""

from careerdesk.kernel.access import Reach
from careerdesk.kernel.paging import Listing
from careerdesk.seasons.service import STUDENT_FACTS
from careerdesk.students.service import OF_DEPARTMENT

ITEM = """
    a.id, a.status, a.since, a.applied_at, a.cause, a.reason, a.updated_at, a.interview_at, a.interview_place,
    a.resume_id, a.resume_url,
    json_build_object('id', j.id, 'title', j.title, 'company', json_build_object('id', j.company_id, 'name',
        j.company_name), 'ctc', (j.ctc_minor / 100.0)::float8, 'currency', j.currency, 'location', j.location,
        'job_type', j.job_type, 'deadline_at', j.deadline_at, 'state', j.state) AS job,
    json_build_object('id', s.user_id, 'user_id', s.user_id, 'full_name', u.full_name, 'email', u.email,
        'roll_no', s.roll_no, 'branch', s.branch, 'cgpa', s.cgpa::float8, 'graduation_year', s.graduation_year,
        'active_backlogs', s.active_backlogs, 'verified', s.verified_at IS NOT NULL) AS student,
    (SELECT json_build_object('id', o.id, 'state', o.state, 'ctc', (o.ctc_minor / 100.0)::float8, 'currency', o.currency,
        'deadline_at', o.deadline_at, 'released_at', o.released_at, 'responded_at', o.responded_at, 'reason', o.reason,
        'reason_code', o.decline_code)
        FROM offers o WHERE o.application_id = a.id ORDER BY o.released_at DESC LIMIT 1) AS offer
"""
# A move of many that waits and can still be taken back; the office's own, so students do not see it.
HELD = """,
    (SELECT json_build_object('id', h.id, 'move', h.action, 'until', h.until_at, 'by', h.held_by_name) FROM held_moves h
        WHERE h.state = 'held' AND a.id = ANY (h.application_ids) LIMIT 1) AS held
"""
DETAIL = ", a.cover_letter, a.notes, a.decision"
SOURCE = """
    applications a JOIN jobs j ON j.id = a.job_id JOIN students s ON s.user_id = a.student_id
    JOIN users u ON u.id = a.student_id
"""
# Whoever is invited to an interview is waited for from the interview on, not from the invitation.
WAITING_SINCE = "CASE WHEN a.status = 'INTERVIEW_SCHEDULED' THEN greatest(a.since, a.interview_at) ELSE a.since END"
VISIBLE = {
    Reach.OWN: "a.student_id = :me",
    Reach.COMPANY: "j.company_id = :own_company",
    # Also their own: who coordinates a department may study, too.
    Reach.DEPARTMENT: f"a.student_id IN (SELECT s.user_id FROM students s WHERE {OF_DEPARTMENT} OR s.user_id = :me)",
    Reach.TENANT: "true",
}
COUNTED = {
    Reach.OWN: "applications a",
    Reach.COMPANY: "applications a JOIN jobs j ON j.id = a.job_id",
    Reach.DEPARTMENT: "applications a",
    Reach.TENANT: "applications a",
}
CHEAP = frozenset({"status", "job_id", "student_id", "applied_since", "waiting_for", "waiting_days"})
ITEMS = {reach: ITEM if reach is Reach.OWN else ITEM + HELD for reach in VISIBLE}


def _listing(reach: Reach) -> Listing:
    return Listing(
        item=ITEMS[reach],
        source=SOURCE,
        counted=COUNTED[reach],
        cheap_filters=CHEAP,
        where=VISIBLE[reach],
        filters={
            "status": "a.status = ANY (:status)",
            "job_id": "a.job_id = :job_id",
            "student_id": "a.student_id = :student_id",
            "waiting_for": "a.status = ANY (:waiting_for)",
            "waiting_days": f"{WAITING_SINCE} <= :now::timestamptz - make_interval(days => :waiting_days::int)",
            "applied_since": "a.applied_at >= :applied_since",
            "branch": "s.branch = :branch",
            "min_cgpa": "s.cgpa >= :min_cgpa::float8::numeric",
            "q": "u.full_name ILIKE :q_like OR s.roll_no ILIKE :q_like OR u.email ILIKE :q_like "
            "OR j.title ILIKE :q_like OR j.company_name ILIKE :q_like",
        },
        sorts={
            "applied_at": "a.applied_at",
            "since": "a.since",
            "status": "a.status",
            "cgpa": "s.cgpa NULLS",
            "full_name": "u.full_name",
            "roll_no": "s.roll_no NULLS",
            "branch": "s.branch",
            "company": "j.company_name",
        },
        default_sort="-applied_at",
        tie="a.id DESC",
    )


LISTINGS = {reach: _listing(reach) for reach in VISIBLE}
DETAILS = {
    reach: f"SELECT row_to_json(item)::text FROM (SELECT {ITEMS[reach]}{DETAIL} FROM {SOURCE} WHERE a.id = :id AND ({where})) item"
    for reach, where in VISIBLE.items()
}
# Everything that a move looks at, with the application's row locked; in the order of the keys, against deadlocks.
LOCK = {
    reach: f"""
        SELECT a.id, a.status, a.student_id, a.job_id, a.season_id, j.title AS job_title, j.company_name, j.company_id, u.full_name AS student_name, u.email AS student_email
        FROM {SOURCE} WHERE a.id = ANY (:ids) AND ({where}) ORDER BY a.id FOR UPDATE OF a
    """
    for reach, where in VISIBLE.items()
}
LOCK_STUDENT = "SELECT 1 FROM students WHERE user_id = :student_id FOR NO KEY UPDATE"
STATUS_COUNTS = """
SELECT a.status, count(*) AS n FROM applications a JOIN jobs j ON j.id = a.job_id
WHERE a.job_id = :job_id AND (:own_company::uuid IS NULL OR j.company_id = :own_company) GROUP BY a.status
"""
STATUS_COUNTS_IN_DEPARTMENT = f"""
SELECT a.status, count(*) AS n FROM applications a
WHERE a.job_id = :job_id AND {VISIBLE[Reach.DEPARTMENT]} GROUP BY a.status
"""
FOR_APPLYING = f"""
SELECT j.*, (SELECT a.status FROM applications a WHERE a.job_id = j.id AND a.student_id = :student_id) AS applied,
    (SELECT row_to_json(standing) FROM ({STUDENT_FACTS}) standing) AS standing
FROM jobs j WHERE j.id = :job_id FOR SHARE OF j
"""
APPLY = """
WITH made AS (
    INSERT INTO applications (id, institution_id, job_id, student_id, season_id, status, since, applied_at, cover_letter,
        resume_id, resume_url, decision, created_at, updated_at)
    VALUES (:id, :institution_id, :job_id, :student_id, :season_id, 'APPLIED', :now, :now, :cover_letter, :resume_id,
        (SELECT resume_url FROM students WHERE user_id = :student_id), :decision, :now, :now)
    RETURNING id)
INSERT INTO application_steps (id, institution_id, application_id, move, to_status, at, actor_id, actor_name, details)
SELECT :step_id, :institution_id, id, 'apply', 'APPLIED', :now, :student_id, :actor_name, '{}' FROM made
"""
MOVE = """
WITH moved AS (UPDATE applications SET status = :target, since = :now, updated_at = :now, cause = :cause, reason = coalesce(:reason, reason),
    interview_at = coalesce(:interview_at, interview_at), interview_place = coalesce(:place, interview_place),
    ended_at = CASE WHEN :final THEN :now ELSE ended_at END
WHERE id = ANY (:ids))
INSERT INTO application_steps (id, institution_id, application_id, move, from_status, to_status, at, actor_id, actor_name,
    note, details)
SELECT step.id, :institution_id, step.application_id, :move, step.from_status, :target, :now, :actor_id, :actor_name, :note,
    :details
FROM unnest(:step_ids::uuid[], :ids::uuid[], :from_statuses::text[]) AS step (id, application_id, from_status)
"""
HISTORY = """
SELECT id, move, from_status, to_status, at, actor_id, actor_name, note, details FROM application_steps
WHERE application_id = :id ORDER BY at, id
"""
OTHERS_OPEN = """
SELECT a.id, a.status, a.student_id, a.job_id, a.season_id, j.title AS job_title, j.company_name, j.company_id, u.full_name AS student_name, u.email AS student_email
FROM applications a JOIN jobs j ON j.id = a.job_id JOIN users u ON u.id = a.student_id
WHERE a.student_id = :student_id AND a.season_id = :season_id AND a.id <> :except AND a.ended_at IS NULL
ORDER BY a.id FOR UPDATE OF a
"""
FOR_MAIL = """
SELECT a.status, a.cause, a.interview_at, a.interview_place, j.title, j.company_name, u.full_name, u.email,
    i.name AS institution, i.time_zone
FROM applications a JOIN jobs j ON j.id = a.job_id JOIN users u ON u.id = a.student_id
JOIN institutions i ON i.id = a.institution_id WHERE a.id = :id
"""

HELD_AMONG = """
SELECT DISTINCT unnest(h.application_ids) AS id FROM held_moves h WHERE h.state = 'held' AND h.application_ids && :ids::uuid[]
"""
# Somebody as they are now: a move that was held is made with the rights of the moment in which it is carried out.
PERSON = """
SELECT u.id, u.full_name, u.email,
    coalesce(array_agg(m.role ORDER BY m.role) FILTER (WHERE m.id IS NOT NULL), '{}') AS roles,
    coalesce(array_agg(m.department ORDER BY m.role) FILTER (WHERE m.id IS NOT NULL), '{}') AS departments,
    (array_agg(m.company_id) FILTER (WHERE m.company_id IS NOT NULL))[1] AS company_id
FROM users u LEFT JOIN memberships m ON m.user_id = u.id AND (m.ends_at IS NULL OR m.ends_at > :now)
WHERE u.id = :id AND u.state = 'active' GROUP BY u.id
"""
TO_NUDGE = {
    reach: f"""
        SELECT a.id, a.status, a.student_id, a.job_id, j.company_id, j.posted_by, u.full_name AS student_name,
            EXISTS (SELECT FROM application_nudges n WHERE n.application_id = a.id AND n.at > :now::timestamptz - interval '24 hours')
                AS nudged
        FROM applications a JOIN jobs j ON j.id = a.job_id JOIN users u ON u.id = a.student_id
        WHERE ({where}) AND a.status = ANY (:statuses) AND (:ids::uuid[] IS NULL OR a.id = ANY (:ids))
            AND (:ids IS NOT NULL OR {WAITING_SINCE} <= :now::timestamptz - make_interval(days => :days::int))
        ORDER BY a.since, a.id LIMIT :most FOR UPDATE OF a
    """
    for reach, where in VISIBLE.items()
}
_PEOPLE = """
FROM memberships m JOIN users u ON u.id = m.user_id
WHERE m.role = ANY (:roles) AND (m.ends_at IS NULL OR m.ends_at > :now) AND u.state = 'active'
"""
RECRUITERS = (
    f"SELECT DISTINCT m.company_id, u.id, u.full_name {_PEOPLE} AND m.company_id = ANY (:companies) ORDER BY u.id"
)
# Which of these applications each of them may see: those of one department hear of its students alone.
COLLEAGUES = f"""
SELECT u.id, u.full_name, bool_or(m.department IS NULL) AS everybodys,
    CASE WHEN NOT bool_or(m.department IS NULL) THEN ARRAY(SELECT s.user_id FROM students s
        WHERE s.user_id = ANY (:students::uuid[]) AND s.department_key = lower(btrim(min(m.department)))) END AS students
{_PEOPLE} GROUP BY u.id ORDER BY u.id
"""
REMEMBER_NUDGES = """
INSERT INTO application_nudges (id, institution_id, batch_id, application_id, user_id, by_id, by_name, at)
SELECT new.id, :institution_id, :batch_id, new.application_id, new.user_id, :by_id, :by_name, :now
FROM unnest(:ids::uuid[], :application_ids::uuid[], :user_ids::uuid[]) AS new (id, application_id, user_id)
"""
NUDGED = """
SELECT n.user_id, p.full_name, p.email, a.id, a.status, a.since, a.student_id, a.job_id, j.title, j.company_name,
    s.full_name AS student_name, i.name AS institution, i.time_zone
FROM application_nudges n JOIN users p ON p.id = n.user_id AND p.state = 'active'
JOIN applications a ON a.id = n.application_id AND a.since <= n.at JOIN jobs j ON j.id = a.job_id
JOIN users s ON s.id = a.student_id JOIN institutions i ON i.id = n.institution_id
WHERE n.batch_id = :batch_id ORDER BY n.user_id, a.since, a.id
"""
NOTE_STEP = """
INSERT INTO application_steps (id, institution_id, application_id, move, from_status, to_status, at, actor_id, actor_name,
    note, details)
VALUES (:id, :institution_id, :application_id, :move, :status, :status, :now, :actor_id, :actor_name, :note, '{}')
"""
