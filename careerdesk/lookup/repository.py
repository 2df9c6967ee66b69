"""Queries over everything that can be found, and over what happened to a student."""

from careerdesk.kernel.paging import Listing
from careerdesk.students.service import OF_DEPARTMENT

# Who begins with what was typed stands first. Nothing is joined before the page is cut: behind row-level security, and
# with what the planner knew before a large import, joining ten thousand people takes seconds.
PEOPLE = """
WITH hits AS MATERIALIZED (
    SELECT u.id, u.full_name,
        u.full_name ILIKE :prefix OR u.id IN (SELECT s.user_id FROM students s WHERE s.roll_no ILIKE :prefix) AS begins
    FROM users u
    WHERE (u.full_name ILIKE :like OR u.email ILIKE :like
            OR u.id IN (SELECT s.user_id FROM students s WHERE s.roll_no ILIKE :like))
        AND ((:students::boolean AND :others::boolean)
            OR u.id IN (SELECT s.user_id FROM students s) = :students::boolean)
), page AS MATERIALIZED (
    SELECT id, begins, count(*) OVER () AS total FROM hits ORDER BY begins DESC, full_name, id LIMIT :limit
)
SELECT u.id, u.full_name, u.email, u.state, s.user_id IS NOT NULL AS is_student, s.roll_no, s.branch, s.graduation_year,
    (SELECT string_agg(m.role, ',' ORDER BY m.role) FROM memberships m WHERE m.user_id = u.id) AS roles, p.total
FROM page p JOIN users u ON u.id = p.id LEFT JOIN students s ON s.user_id = p.id
ORDER BY p.begins DESC, u.full_name, u.id
"""
# A department's coordinator finds its students, and whoever is no student: both tables give way to that part of them.
PEOPLE_IN_DEPARTMENT = f"""
WITH users AS NOT MATERIALIZED (SELECT u.* FROM users u WHERE NOT EXISTS (
    SELECT FROM students s WHERE s.user_id = u.id AND ({OF_DEPARTMENT}) IS NOT TRUE)),
students AS MATERIALIZED (SELECT s.* FROM students s WHERE {OF_DEPARTMENT}),
{PEOPLE.lstrip().removeprefix("WITH ")}
"""
COMPANIES = """
SELECT c.id, c.name, (SELECT count(*) FROM jobs j WHERE j.company_id = c.id AND j.state = 'OPEN') AS open_jobs,
    count(*) OVER () AS total
FROM companies c WHERE c.name ILIKE :like
ORDER BY NOT (c.name ILIKE :prefix), c.name_key, c.id LIMIT :limit
"""
APPLICATION_OF_OFFER = "SELECT application_id FROM offers WHERE id = :id"

_TIMELINE = """(
    SELECT 'audit:' || a.id AS key, a.at, 'record' AS kind, a.action, coalesce(a.actor_name, 'Careerdesk') AS who,
        a.sentence, a.facts, a.subject_type AS object_type, a.subject_id AS object_id
    FROM audit_records a
    WHERE (a.subject_type, a.subject_id) IN (
            SELECT 'student', :student_id::uuid UNION ALL SELECT 'user', :student_id::uuid
            UNION ALL SELECT 'offer', o.id FROM offers o WHERE o.student_id = :student_id::uuid)
        AND split_part(a.action, '.', 1) IN ('students', 'users', 'offers')
    UNION ALL
    SELECT 'step:' || p.id, p.at, 'application', p.move, p.actor_name, NULL,
        jsonb_strip_nulls(jsonb_build_object('job', j.title, 'company', j.company_name, 'from', p.from_status,
            'to', p.to_status, 'note', p.note, 'cause', p.details->>'cause', 'reason', p.details->>'reason')),
        'application', p.application_id
    FROM applications a JOIN application_steps p ON p.application_id = a.id JOIN jobs j ON j.id = a.job_id
    WHERE a.student_id = :student_id::uuid
    UNION ALL
    SELECT DISTINCT ON (n.batch_id, a.id) 'nudge:' || n.batch_id || ':' || a.id, n.at, 'application', 'nudge', n.by_name, NULL,
        jsonb_build_object('job', j.title, 'company', j.company_name), 'application', a.id
    FROM applications a JOIN application_nudges n ON n.application_id = a.id JOIN jobs j ON j.id = a.job_id
    WHERE a.student_id = :student_id::uuid
    UNION ALL
    SELECT 'correction:' || c.id || ':' || e.state, e.at, 'correction', e.state, e.who, NULL,
        jsonb_strip_nulls(jsonb_build_object('field', c.field, 'on_file', c.on_file, 'wanted', c.wanted,
            'reason', CASE WHEN e.state = 'ASKED' THEN c.reason END, 'note', CASE WHEN e.state <> 'ASKED' THEN c.note END)),
        'correction', c.id
    FROM corrections c JOIN users u ON u.id = c.student_id LEFT JOIN users d ON d.id = c.decided_by,
        LATERAL (SELECT 'ASKED' AS state, c.created_at AS at, u.full_name AS who
            UNION ALL SELECT c.state, c.since, CASE WHEN c.state = 'WITHDRAWN' THEN u.full_name
                ELSE coalesce(d.full_name, 'Careerdesk') END WHERE c.state <> 'ASKED') e
    WHERE c.student_id = :student_id::uuid
    UNION ALL
    SELECT 'import:' || i.id || ':' || r.number || ':' || e.did, e.at, 'import', e.did, e.who, NULL,
        jsonb_build_object('file', i.filename, 'row', r.number, 'changed', r.diff), 'import', i.id
    FROM student_import_rows r JOIN student_imports i ON i.id = r.import_id LEFT JOIN users b ON b.id = i.started_by
        LEFT JOIN users d ON d.id = i.undone_by,
        LATERAL (SELECT r.outcome AS did, i.applied_at AS at, coalesce(b.full_name, 'Careerdesk') AS who
            UNION ALL SELECT 'undone', i.undone_at, coalesce(d.full_name, 'Careerdesk') WHERE i.undone_at IS NOT NULL) e
    WHERE r.student_id = :student_id::uuid AND i.applied_at IS NOT NULL AND r.outcome IN ('new', 'update')
) t"""
TIMELINE = Listing(
    item="t.key, t.at, t.kind, t.action, t.who, t.sentence, t.facts, t.object_type, t.object_id",
    source=_TIMELINE,
    filters={"kind": "t.kind = :kind"},
    sorts={"at": "t.at"},
    default_sort="-at",
    tie="t.key DESC",
)
