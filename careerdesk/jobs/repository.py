"""Queries over jobs, and what each reach may see of them."""

from careerdesk.kernel.paging import Listing
from careerdesk.students.service import OF_DEPARTMENT

CARD = """
    j.id, json_build_object('id', j.company_id, 'name', j.company_name) AS company, j.title, j.location, j.job_type,
    j.experience_level, (j.ctc_minor / 100.0)::float8 AS ctc, (j.salary_min_minor / 100.0)::float8 AS salary_min,
    (j.salary_max_minor / 100.0)::float8 AS salary_max, j.currency, j.ctc_parts, j.skills,
    j.min_cgpa::float8 AS min_cgpa, j.branches, j.graduation_year, j.max_active_backlogs,
    j.min_10th::float8 AS min_10th, j.min_12th::float8 AS min_12th, j.gender, j.openings, j.deadline_at, j.state,
    j.state = 'OPEN' AND (j.deadline_at IS NULL OR j.deadline_at > :now) AS is_active, j.is_public, j.posted_at,
    j.created_at, j.updated_at
"""
FOR_STUDENT = """,
    EXISTS (SELECT FROM saved_jobs s WHERE s.job_id = j.id AND s.user_id = :me) AS saved,
    (SELECT json_build_object('id', a.id, 'status', a.status) FROM applications a
        WHERE a.job_id = j.id AND a.student_id = :me) AS application
"""
FOR_OFFICE = """,
    (SELECT count(*) FROM applications a WHERE a.job_id = j.id) AS applications_count,
    (SELECT count(*) FROM applications a WHERE a.job_id = j.id AND a.status = 'APPLIED') AS new_count,
    j.decline_reason, j.question, j.question_answer
"""
_THEIRS = f"a.student_id IN (SELECT s.user_id FROM students s WHERE {OF_DEPARTMENT})"
FOR_DEPARTMENT = f""",
    (SELECT count(*) FROM applications a WHERE a.job_id = j.id AND {_THEIRS}) AS applications_count,
    (SELECT count(*) FROM applications a WHERE a.job_id = j.id AND a.status = 'APPLIED' AND {_THEIRS}) AS new_count,
    j.decline_reason, j.question, j.question_answer
"""
DETAIL = """,
    j.description, j.jd_link, j.season_id, j.bond_months, (j.bond_amount_minor / 100.0)::float8 AS bond_amount,
    j.joining_date, j.duration_months, j.process,
    (SELECT json_build_object('id', f.id, 'name', f.label, 'size', f.size, 'url', '/api/v1/jobs/' || j.id || '/jd')
        FROM stored_files f WHERE f.id = j.jd_file_id) AS jd_file,
    (SELECT u.full_name FROM users u WHERE u.id = j.posted_by) AS posted_by,
    (SELECT n.policy FROM seasons n WHERE n.is_current) AS policy
"""
WHO_CHANGED = ", (SELECT u.full_name FROM users u WHERE u.id = j.updated_by) AS updated_by_name"

ACTIVE = "j.state = 'OPEN' AND (j.deadline_at IS NULL OR j.deadline_at > :now)"
PUBLIC = f"j.is_public AND {ACTIVE}"
OF_COMPANY = "j.company_id = :own_company"
APPLIED_TO = "EXISTS (SELECT FROM applications a WHERE a.job_id = j.id AND a.student_id = :me)"

# The same rules as seasons.rules.decide, in its order, for the filter and the counts; a test holds both against each other.
_RULES = {
    "cgpa": "j.min_cgpa IS NULL OR :cgpa::float8::numeric >= j.min_cgpa",
    "branch": "cardinality(j.branches) = 0 OR lower(:branch::text) = ANY (SELECT lower(b) FROM unnest(j.branches) b)",
    "graduation_year": "j.graduation_year IS NULL OR j.graduation_year = :graduation_year::int",
    "backlogs": "j.max_active_backlogs IS NULL OR :active_backlogs::int <= j.max_active_backlogs",
    "tenth": "j.min_10th IS NULL OR :tenth_percent::float8::numeric >= j.min_10th",
    "twelfth": "j.min_12th IS NULL OR :twelfth_percent::float8::numeric >= j.min_12th",
    "gender": "j.gender IS NULL OR j.gender = :gender::text",
    "policy": ":has_rights::boolean",
}
ELIGIBLE = " AND ".join(f"({rule})" for rule in _RULES.values())
_FIRST_FAILED = " ".join(f"WHEN NOT coalesce({rule}, false) THEN '{name}'" for name, rule in _RULES.items())

# How many jobs are open to somebody, and by which rule the others are closed: each counts once, under its first.
OPENNESS = f"""
SELECT first_failed AS rule, count(*) AS jobs FROM (
    SELECT CASE {_FIRST_FAILED} END AS first_failed FROM jobs j WHERE {ACTIVE}
) ruled GROUP BY first_failed ORDER BY first_failed IS NULL DESC, jobs DESC, first_failed
"""

_FILTERS = {
    "q": "j.search @@ websearch_to_tsquery('simple', :q) OR j.search @@ websearch_to_tsquery('english', :q) "
    "OR j.title ILIKE :q_like OR j.company_name ILIKE :q_like",
    "job_type": "j.job_type = :job_type",
    "location": "j.location ILIKE :location_like",
    "skill": "lower(:skill) = ANY (j.skills_search)",
    "company_id": "j.company_id = :company_id",
    "min_ctc": "j.ctc_minor >= :min_ctc * 100",
    "state": "j.state = :state",
    "active_only": ACTIVE,
    "saved": "EXISTS (SELECT FROM saved_jobs s WHERE s.job_id = j.id AND s.user_id = :me) = :saved",
    "applied": f"{APPLIED_TO} = :applied",
    "eligible": f"coalesce({ELIGIBLE}, false) = :eligible",
}
_SORTS = {
    "deadline_at": "j.deadline_at NULLS",
    "created_at": "j.created_at",
    "posted_at": "j.posted_at NULLS",
    "ctc": "j.ctc_minor NULLS",
    "title": "j.title",
    "company": "j.company_name",
}


def _listing(item: str, where: str) -> Listing:
    return Listing(
        item=item,
        source="jobs j",
        where=where,
        filters=_FILTERS,
        sorts=_SORTS,
        default_sort="-created_at",
        tie="j.id DESC",
    )


LISTINGS = {
    "public": _listing(CARD, PUBLIC),
    "student": _listing(CARD + FOR_STUDENT, f"({ACTIVE}) OR ({APPLIED_TO})"),
    "company": _listing(CARD + FOR_OFFICE, OF_COMPANY),
    "department": _listing(CARD + FOR_DEPARTMENT, "true"),
    "office": _listing(CARD + FOR_OFFICE, "true"),
}


def _detail(item: str, where: str) -> str:
    return f"SELECT row_to_json(item)::text FROM (SELECT {item} FROM jobs j WHERE j.id = :id AND ({where})) item"


DETAILS = {
    "public": _detail(CARD + DETAIL, PUBLIC),
    "student": _detail(CARD + FOR_STUDENT + DETAIL, f"({ACTIVE}) OR ({APPLIED_TO})"),
    "company": _detail(CARD + FOR_OFFICE + DETAIL + WHO_CHANGED, OF_COMPANY),
    "department": _detail(CARD + FOR_DEPARTMENT + DETAIL + WHO_CHANGED, "true"),
    "office": _detail(CARD + FOR_OFFICE + DETAIL + WHO_CHANGED, "true"),
}

PUBLIC_JOBS = f"SELECT j.id, j.updated_at FROM jobs j WHERE {PUBLIC} ORDER BY j.id DESC LIMIT 49000"
IS_PUBLIC = f"SELECT EXISTS (SELECT FROM jobs j WHERE j.id = :id AND {PUBLIC})"
HAS_APPLICATIONS = "SELECT EXISTS (SELECT FROM applications WHERE job_id = :id)"
DELETE = "DELETE FROM jobs WHERE id = :id"
LOCK_JOB = "SELECT * FROM jobs WHERE id = :id FOR UPDATE"
SAVE = """
INSERT INTO saved_jobs (user_id, job_id, institution_id, created_at)
VALUES (:user_id, :job_id, :institution_id, :now) ON CONFLICT DO NOTHING
"""
UNSAVE = "DELETE FROM saved_jobs WHERE user_id = :user_id AND job_id = :job_id"

# How many students each rule alone would remove, and how many remain: one pass over the students of the season.
ELIGIBLE_COUNT = """
WITH rulings AS (
    SELECT
        :min_cgpa::numeric IS NULL OR coalesce(s.cgpa >= :min_cgpa, false) AS cgpa,
        cardinality(:branches::text[]) = 0 OR lower(s.branch) = ANY (:branches) AS branch,
        :graduation_year::int IS NULL OR coalesce(s.graduation_year = :graduation_year, false) AS graduation_year,
        :max_active_backlogs::int IS NULL OR coalesce(s.active_backlogs <= :max_active_backlogs, false) AS backlogs,
        :min_10th::numeric IS NULL OR coalesce(s.tenth_percent >= :min_10th, false) AS tenth,
        :min_12th::numeric IS NULL OR coalesce(s.twelfth_percent >= :min_12th, false) AS twelfth,
        :gender::text IS NULL OR coalesce(s.gender = :gender, false) AS gender,
        s.placed_manually_at IS NULL AND (SELECT count(*) FROM offers o
            WHERE o.student_id = s.user_id AND o.season_id = :season_id AND o.place IS NOT NULL) < :max_offers AS policy
    FROM students s JOIN users u ON u.id = s.user_id AND u.state <> 'inactive'
)
SELECT count(*) AS total,
    count(*) FILTER (WHERE cgpa AND branch AND graduation_year AND backlogs AND tenth AND twelfth AND gender AND policy)
        AS eligible,
    count(*) FILTER (WHERE NOT cgpa) AS cgpa,
    count(*) FILTER (WHERE NOT branch) AS branch,
    count(*) FILTER (WHERE NOT graduation_year) AS graduation_year,
    count(*) FILTER (WHERE NOT backlogs) AS backlogs,
    count(*) FILTER (WHERE NOT tenth) AS tenth,
    count(*) FILTER (WHERE NOT twelfth) AS twelfth,
    count(*) FILTER (WHERE NOT gender) AS gender,
    count(*) FILTER (WHERE NOT policy) AS policy
FROM rulings
"""

BRANCHES = "SELECT DISTINCT branch FROM students ORDER BY branch"
# The offers belong to a room above; what became of a company's earlier jobs is read here.
PLACED_BEFORE = """
WITH placed AS (
    SELECT extract(year FROM n.ends_date)::int AS year, CASE WHEN o.currency = :currency THEN o.ctc_minor END AS ctc_minor
    FROM offers o JOIN jobs j ON j.id = o.job_id JOIN seasons n ON n.id = o.season_id
    WHERE j.company_id = :company_id AND o.state = 'ACCEPTED'
)
SELECT count(*) AS placed, count(ctc_minor) AS paid,
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY ctc_minor) / 100.0)::float8 AS median_ctc,
    (SELECT coalesce(json_agg(y ORDER BY y.year DESC), '[]'::json) FROM (
        SELECT year, count(*) AS n FROM placed GROUP BY year) y) AS by_year
FROM placed
"""
