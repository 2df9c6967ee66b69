"""Queries over students, jobs, applications and offers."""

from careerdesk.applications.service import WAITING_SINCE
from careerdesk.applications.states import APPLICATION_FLOW
from careerdesk.kernel.access import Reach
from careerdesk.kernel.paging import Listing
from careerdesk.students.service import OF_DEPARTMENT

_PLACED = """(s.placed_manually_at IS NOT NULL OR EXISTS (
    SELECT FROM offers f WHERE f.student_id = s.user_id AND f.state = 'ACCEPTED'))"""
_COMPANY = """coalesce((SELECT j.company_name FROM offers f JOIN jobs j ON j.id = f.job_id
    WHERE f.student_id = s.user_id AND f.state = 'ACCEPTED' ORDER BY f.responded_at DESC LIMIT 1), s.placed_company)"""
_APPLICATIONS = "(SELECT count(*) FROM applications a WHERE a.student_id = s.user_id)"

DIRECTORY = Listing(
    item=f"""
        s.user_id AS id, s.user_id, u.email, u.full_name, u.state, s.roll_no, s.branch, s.department, s.graduation_year,
        s.phone, s.gender, s.cgpa, s.tenth_percent, s.twelfth_percent, s.active_backlogs,
        {_PLACED} AS is_placed, {_COMPANY} AS placed_company, {_APPLICATIONS} AS applications_count,
        CASE WHEN s.verified_at IS NOT NULL THEN json_build_object('at', s.verified_at, 'by',
            (SELECT v.full_name FROM users v WHERE v.id = s.verified_by)) END AS verified,
        s.created_at, s.updated_at
    """,
    source="students s JOIN users u ON u.id = s.user_id",
    counted="students s",
    cheap_filters=frozenset(
        {"branch", "department", "graduation_year", "min_cgpa", "max_cgpa", "placed", "verified", "active_backlogs"}
    ),
    filters={
        "q": "u.full_name ILIKE :q_like OR u.email ILIKE :q_like OR s.roll_no ILIKE :q_like",
        "branch": "s.branch = :branch",
        "department": "s.department = :department",
        "graduation_year": "s.graduation_year = :graduation_year",
        "min_cgpa": "s.cgpa >= :min_cgpa::float8",
        "max_cgpa": "s.cgpa <= :max_cgpa::float8",
        "active_backlogs": "s.active_backlogs <= :active_backlogs",
        "placed": f"{_PLACED} = :placed",
        "verified": "(s.verified_at IS NOT NULL) = :verified",
    },
    sorts={
        "full_name": "u.full_name",
        "roll_no": "s.roll_no NULLS",
        "branch": "s.branch",
        "cgpa": "s.cgpa NULLS",
        "graduation_year": "s.graduation_year NULLS",
        "created_at": "s.created_at",
        "applications_count": _APPLICATIONS,
    },
    default_sort="full_name",
    tie="s.user_id",
)
DIRECTORIES = {Reach.TENANT: DIRECTORY, Reach.DEPARTMENT: DIRECTORY.within(OF_DEPARTMENT)}

# The columns of the pipeline and whose turn it is, as the flow says.
_FAMILIES = "CASE a.status {} END".format(
    " ".join(f"WHEN '{state.name}' THEN '{state.family}'" for state in APPLICATION_FLOW.states.values())
)
_HOLDERS = "CASE a.status {} END".format(
    " ".join(f"WHEN '{s.name}' THEN '{s.holder}'" for s in APPLICATION_FLOW.states.values() if not s.final)
)
_OPEN = " AND ".join(f"a.status <> '{state.name}'" for state in APPLICATION_FLOW.states.values() if state.final)

# `:day_begins` and `:day_ends` are the institution's own day.
STATS = f"""
WITH by_status AS (SELECT status, count(*) AS n FROM applications GROUP BY status),
of_company AS (
    SELECT j.company_id, j.company_name, {_FAMILIES} AS family, count(*) AS n, count(*) FILTER (WHERE {_OPEN}) AS open
    FROM applications a JOIN jobs j ON j.id = a.job_id JOIN seasons n ON n.id = a.season_id AND n.is_current
    GROUP BY j.company_id, j.company_name, family
),
waiting AS (
    SELECT {_HOLDERS} AS holder, {WAITING_SINCE} AS since FROM applications a
    WHERE {_OPEN} AND {WAITING_SINCE} <= :now::timestamptz - make_interval(days => :waiting_days::int)
)
SELECT json_build_object(
    'active_jobs', (SELECT count(*) FROM jobs WHERE state = 'OPEN' AND (deadline_at IS NULL OR deadline_at > :now)),
    'pending_approvals', (SELECT count(*) FROM jobs WHERE state = 'PENDING_APPROVAL'),
    'questions_open', (SELECT count(*) FROM jobs WHERE state = 'QUESTIONED'),
    'closing_48h', (SELECT count(*) FROM jobs WHERE state = 'OPEN' AND deadline_at > :now
        AND deadline_at <= :now + interval '48 hours'),
    'corrections_waiting', (SELECT count(*) FROM corrections WHERE state = 'ASKED'),
    'total_students', people.total,
    'placed_students', people.placed,
    'placed_percent', CASE WHEN people.total = 0 THEN 0 ELSE round(100.0 * people.placed / people.total, 1) END,
    'season', (SELECT name FROM seasons WHERE is_current),
    'last_season', (SELECT json_build_object('name', n.name, 'students', (n.closing->>'students')::int,
            'placed', (n.closing->>'placed')::int,
            'percent', round(100.0 * (n.closing->>'placed')::int / nullif((n.closing->>'students')::int, 0), 1))
        FROM seasons n WHERE n.closing IS NOT NULL AND NOT n.is_current
            AND n.ends_date <= (SELECT c.ends_date FROM seasons c WHERE c.is_current)
        ORDER BY n.ends_date DESC LIMIT 1),
    'pending_applications', coalesce((SELECT sum(n) FROM by_status WHERE status = 'APPLIED'), 0),
    'applications_by_status', (SELECT coalesce(json_object_agg(status, n), '{{}}'::json) FROM by_status),
    'offers_open', (SELECT count(*) FROM offers WHERE state = 'OPEN' AND deadline_at > :now),
    'offers_expiring_48h', (SELECT count(*) FROM offers WHERE state = 'OPEN' AND deadline_at > :now
        AND deadline_at <= :now + interval '48 hours'),
    'interviews_today', (SELECT count(*) FROM applications WHERE status = 'INTERVIEW_SCHEDULED'
        AND interview_at >= :day_begins AND interview_at < :day_ends),
    'median_ctc', (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ctc_minor) / 100 FROM offers
        WHERE state = 'ACCEPTED' AND ctc_minor IS NOT NULL),
    'waiting', (SELECT json_object_agg(holders.holder, json_build_object('count', w.n, 'oldest_since', w.oldest,
            'link', '/applications?waiting_for=' || holders.holder || '&waiting_days=' || :waiting_days::int))
        FROM unnest(ARRAY['office', 'company', 'student']) AS holders (holder)
        LEFT JOIN LATERAL (SELECT count(*) AS n, min(since) AS oldest FROM waiting WHERE waiting.holder = holders.holder) w
            ON true),
    'waiting_days', :waiting_days::int,
    'companies', (SELECT coalesce(json_agg(line), '[]'::json) FROM (
        SELECT json_build_object('id', company_id, 'name', company_name) AS company, sum(open)::int AS open,
            json_object_agg(family, n) AS columns
        FROM of_company GROUP BY company_id, company_name HAVING sum(open) > 0
        ORDER BY sum(open) DESC, company_name LIMIT 12) line),
    'companies_open', (SELECT count(DISTINCT company_id) FROM of_company WHERE open > 0),
    'pipeline', (SELECT coalesce(json_agg(line), '[]'::json) FROM (
        SELECT j.id AS job_id, j.title, json_build_object('id', j.company_id, 'name', j.company_name) AS company, c.counts
        FROM jobs j JOIN LATERAL (
            SELECT json_object_agg(status, n) AS counts, sum(n) AS total FROM (
                SELECT status, count(*) AS n FROM applications a WHERE a.job_id = j.id GROUP BY status) b
        ) c ON c.total > 0
        WHERE j.state IN ('OPEN', 'CLOSED')
        ORDER BY j.state = 'OPEN' DESC, j.deadline_at DESC NULLS LAST, j.id LIMIT 10) line)
)::text
FROM (SELECT count(*) AS total, count(*) FILTER (WHERE {_PLACED}) AS placed FROM students s) people
"""
# The same over a department's students and what hangs on them: each table gives way to its part of it. Jobs are the whole
# institution's, and how its last season closed is no department's figure.
_PARTS = ", ".join(
    f"{table} AS (SELECT t.* FROM {table} t WHERE t.student_id IN (SELECT user_id FROM students))"
    for table in ("applications", "offers", "corrections")
)
STATS_IN_DEPARTMENT = STATS.replace(
    "WITH by_status",
    f"WITH students AS (SELECT s.* FROM students s WHERE {OF_DEPARTMENT}), {_PARTS}, by_status",
).replace("WHERE n.closing IS NOT NULL", "WHERE false AND n.closing IS NOT NULL")
