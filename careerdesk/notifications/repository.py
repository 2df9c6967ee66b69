"""Queries over the items, and whom an event concerns.

The events come from rooms above, so their rows are read here by name: each query below finds, for one event, the people
and the facts, however many there are, in one statement.
"""

from careerdesk.kernel.paging import Listing

MINE = Listing(
    item="n.id, n.event, n.facts, n.link, n.object_type, n.object_id, n.created_at, n.read_at",
    source="notifications n",
    where="n.user_id = :me",
    filters={
        "unread": "(n.read_at IS NULL) = :unread",
        "event": "n.event = :event OR starts_with(n.event, :event || '.')",
        "since": "n.created_at >= :since",
    },
    sorts={"created_at": "n.created_at"},
    default_sort="-created_at",
    tie="n.id DESC",
)
UNREAD = "SELECT count(*) FROM notifications WHERE user_id = :me AND read_at IS NULL"
MARK = """
UPDATE notifications SET read_at = CASE WHEN :read::boolean THEN coalesce(read_at, :now) END
WHERE id = :id AND user_id = :me RETURNING *
"""
MARK_ALL = "UPDATE notifications SET read_at = :now WHERE user_id = :me AND read_at IS NULL"
# Told once. What grows (the applications for one job) is told anew when its facts have changed, in the place of the old.
TELL = """
INSERT INTO notifications (id, institution_id, user_id, event, facts, link, object_type, object_id, source, created_at)
SELECT n.id, :institution_id, n.user_id, n.event, n.facts, n.link, n.object_type, n.object_id, n.source, :now
FROM jsonb_to_recordset(:items::jsonb) AS n (id uuid, user_id uuid, event text, facts jsonb, link text, object_type text,
    object_id uuid, source text)
JOIN users u ON u.id = n.user_id AND u.state <> 'inactive'
ON CONFLICT (user_id, source) DO UPDATE SET facts = excluded.facts, created_at = excluded.created_at, read_at = NULL
    WHERE :grows::boolean AND notifications.facts <> excluded.facts
"""
PURGE = """
DELETE FROM notifications WHERE created_at < :now::timestamptz - interval '180 days'
    OR read_at < :now::timestamptz - interval '90 days'
"""

# --- whom an event concerns ------------------------------------------------------------------------------------

_APPLICATION = """
FROM applications a JOIN jobs j ON j.id = a.job_id JOIN users u ON u.id = a.student_id
"""
# An item about a status that the application has left meanwhile would be old news.
STUDENTS_OF = f"""
SELECT a.id, a.student_id AS user_id, j.title AS job, j.company_name AS company, a.interview_at, o.deadline_at
{_APPLICATION}
LEFT JOIN offers o ON o.application_id = a.id AND o.state = 'OPEN'
WHERE a.id = ANY (:ids) AND a.status = :status ORDER BY a.id
"""
# Who posted a job and has been bound to a department since has no part in the job any more.
POSTER_OF_APPLICATION = f"""
SELECT a.id, a.student_id, a.status,
    CASE WHEN (SELECT bool_and(m.department IS NOT NULL) FROM memberships m
        WHERE m.user_id = j.posted_by AND m.role = ANY (:roles) AND (m.ends_at IS NULL OR m.ends_at > :now)) THEN NULL ELSE j.posted_by END AS user_id, j.id AS job_id, j.title AS job, j.company_name AS company,
    u.full_name AS student,
    (SELECT count(*) FROM applications n WHERE n.job_id = j.id AND n.status = 'APPLIED')::int AS n
{_APPLICATION} WHERE a.id = :id
"""
JOB = """
SELECT j.id, j.posted_by AS user_id, j.title AS job, j.company_name AS company, j.state, j.decline_reason, j.question
FROM jobs j WHERE j.id = :id
"""
# A role that is bound to a department hears of that department's students, and of nothing that is the whole office's.
HOLDERS = """
SELECT DISTINCT m.user_id FROM memberships m
WHERE m.role = ANY (:roles) AND (m.ends_at IS NULL OR m.ends_at > :now)
    AND (m.department IS NULL OR lower(btrim(m.department)) = :department_key::text)
"""
TASK = "SELECT id, kind, title, state, link, started_by AS user_id, error FROM task_runs WHERE id = :id"
CORRECTION = """
SELECT c.id, c.student_id, c.field, c.state, c.note, u.full_name AS student, s.department_key
FROM corrections c JOIN users u ON u.id = c.student_id JOIN students s ON s.user_id = c.student_id WHERE c.id = :id
"""
