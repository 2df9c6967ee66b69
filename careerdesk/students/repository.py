"""Queries over student records and imports.

An import is applied by sets, never row by row: rows are copied into a temporary table (`incoming`; COPY does not write
to tables with row-level security), judged there against what is on file (`judged`), and inserted or updated from it.
"""

from careerdesk.kernel.paging import Listing

ACADEMIC = (
    "roll_no", "branch", "department", "cgpa", "graduation_year", "tenth_percent", "twelfth_percent",
    "active_backlogs",
)  # fmt: skip
"""The figures that an office vouches for. What stands here and in `verified_fields` is locked for the student."""

OF_DEPARTMENT = "s.department_key = lower(btrim(:own_department::text))"
"""Those `s` whom a caller bound to a department reaches; who has none is outside. Not named like the lists' filter, which
must not take its place."""

# --- one student -----------------------------------------------------------------------------------------------

OPEN_RECORD = """
INSERT INTO students (user_id, institution_id, branch, department, created_at, updated_at)
VALUES (:user_id, :institution_id, :branch, :department, :now, :now) ON CONFLICT (user_id) DO NOTHING
"""
PROFILE = """
SELECT s.user_id AS id, s.user_id, u.email, u.full_name, u.state, s.roll_no, s.branch, s.department, s.graduation_year, s.phone, s.gender,
    s.cgpa, s.tenth_percent, s.twelfth_percent, s.active_backlogs, s.resume_url, s.bio, s.verified_fields,
    s.verified_at, v.full_name AS verified_by, s.created_at, s.updated_at,
    o.company IS NOT NULL OR s.placed_manually_at IS NOT NULL AS is_placed,
    coalesce(o.company, s.placed_company) AS placed_company,
    s.placed_manually_at, s.placed_reason,
    (SELECT count(*) FROM applications a WHERE a.student_id = s.user_id) AS applications_count
FROM students s
JOIN users u ON u.id = s.user_id
LEFT JOIN users v ON v.id = s.verified_by
LEFT JOIN LATERAL (
    SELECT j.company_name AS company FROM offers f JOIN jobs j ON j.id = f.job_id
    WHERE f.student_id = s.user_id AND f.state = 'ACCEPTED' ORDER BY f.responded_at DESC LIMIT 1
) o ON true
WHERE s.user_id = :id
"""
PROFILE_IN_DEPARTMENT = f"{PROFILE} AND {OF_DEPARTMENT}"

FACETS = """
SELECT
    (SELECT coalesce(json_agg(json_build_object('value', branch, 'count', n) ORDER BY branch), '[]'::json)
        FROM (SELECT branch, count(*) AS n FROM students GROUP BY branch) b) AS branches,
    (SELECT coalesce(json_agg(json_build_object('value', department, 'count', n) ORDER BY department), '[]'::json)
        FROM (SELECT department, count(*) AS n FROM students WHERE department IS NOT NULL GROUP BY department) d
    ) AS departments,
    (SELECT coalesce(json_agg(json_build_object('value', graduation_year, 'count', n) ORDER BY graduation_year), '[]'::json)
        FROM (SELECT graduation_year, count(*) AS n FROM students WHERE graduation_year IS NOT NULL
              GROUP BY graduation_year) y) AS years
"""

FACETS_IN_DEPARTMENT = f"WITH students AS (SELECT s.* FROM students s WHERE {OF_DEPARTMENT}) {FACETS}"

# --- an import on its way --------------------------------------------------------------------------------------

# Imports of one institution wait for each other: two of them could not judge the same address both as new.
TAKE_TURN = "SELECT pg_advisory_xact_lock(hashtext('students.import'), hashtext(:institution::text))"

KEEP_FILE = """
INSERT INTO student_import_files (import_id, institution_id, content) VALUES (:import_id, :institution_id, :content)
"""
FORGET_FILE = "DELETE FROM student_import_files WHERE import_id = :import_id"
# What the planner knows of a table is older than the batch that was written a minute ago: it would look for ten thousand
# rows one by one in what it takes for an empty table. Batches are joined by hashing.
BY_HASHING = "SET LOCAL enable_nestloop = off"
AS_USUAL = "SET LOCAL enable_nestloop = on"
INCOMING = """
CREATE TEMP TABLE incoming (number int, cells text, given text, errors text, candidate uuid) ON COMMIT DROP
"""
INCOMING_COLUMNS = ("number", "cells", "given", "errors", "candidate")
# Temporary tables have no statistics of their own accord, and without them joins become loops in loops.
ANALYZE_INCOMING = "ANALYZE incoming (number)"
ANALYZE_JUDGED = "ANALYZE judged (number, outcome, student_id)"
AGAIN = "DROP TABLE incoming, judged"

JUDGED = """
CREATE TEMP TABLE judged (
    number int PRIMARY KEY, outcome text, cells jsonb, given jsonb, errors jsonb, diff jsonb, student_id uuid,
    candidate uuid, verified text[], was jsonb
) ON COMMIT DROP
"""

# What is wrong with a row beyond its own cells: the address belongs to somebody who is no student here (staff, or
# another institution's; which of the two is not told), two students are meant, or a new one lacks what everybody needs.
JUDGE = """
INSERT INTO judged
WITH read AS MATERIALIZED (
    SELECT i.number, i.cells::jsonb AS cells, i.given::jsonb AS given, coalesce(i.errors::jsonb, '[]') AS errors,
        i.candidate, i.given::jsonb->>'email' AS email, i.given::jsonb->>'roll_no' AS roll_no
    FROM incoming i
), matched AS MATERIALIZED (
    SELECT r.*, u.id AS account, by_email.user_id AS by_email, by_roll.user_id AS by_roll,
        coalesce(by_email.user_id, by_roll.user_id) AS student_id
    FROM read r
    LEFT JOIN users u ON u.email = r.email
    LEFT JOIN students by_email ON by_email.user_id = u.id
    LEFT JOIN students by_roll ON lower(by_roll.roll_no) = lower(r.roll_no)
), elsewhere AS MATERIALIZED (
    SELECT e AS email FROM emails_elsewhere(
        ARRAY(SELECT email FROM matched WHERE account IS NULL AND email IS NOT NULL)) e
), held AS (
    SELECT m.*, e.email IS NOT NULL AS elsewhere, s.verified_fields,
        s.verified_at, s.verified_by, min(m.number) OVER (PARTITION BY m.student_id) AS first_number,
        CASE WHEN s.user_id IS NOT NULL THEN jsonb_build_object(
            'email', su.email, 'full_name', su.full_name, 'roll_no', s.roll_no, 'branch', s.branch,
            'department', s.department, 'cgpa', s.cgpa, 'graduation_year', s.graduation_year, 'phone', s.phone,
            'tenth_percent', s.tenth_percent, 'twelfth_percent', s.twelfth_percent,
            'active_backlogs', s.active_backlogs, 'gender', s.gender) END AS old
    FROM matched m
    LEFT JOIN elsewhere e ON e.email = m.email
    LEFT JOIN students s ON s.user_id = m.student_id
    LEFT JOIN users su ON su.id = s.user_id
), weighed AS (
    SELECT h.*, h.errors
        || CASE WHEN h.elsewhere OR (h.account IS NOT NULL AND h.by_email IS NULL) THEN jsonb_build_array(
            jsonb_build_object('column', 'email', 'value', h.email, 'code', 'taken', 'message',
                'Belongs to an account that is not a student here. Ask the student for another address.'))
            ELSE '[]' END
        || CASE WHEN h.by_email <> h.by_roll AND h.errors <> '[]' THEN jsonb_build_array(
            jsonb_build_object('column', 'roll_no', 'value', h.roll_no, 'code', 'taken', 'message',
                'Is on file for another student. Correct the roll number or the address.'))
            ELSE '[]' END
        || CASE WHEN h.by_email IS NULL AND h.by_roll IS NOT NULL AND h.email IS NOT NULL AND NOT h.elsewhere
                AND h.account IS NULL THEN jsonb_build_array(
            jsonb_build_object('column', 'email', 'value', h.email, 'code', 'differs', 'message',
                'This roll number is on file with another address. An import does not change addresses: '
                || 'correct the row, or the address on the student''s page.'))
            ELSE '[]' END
        || CASE WHEN h.student_id IS NOT NULL AND h.first_number <> h.number
                AND NOT h.errors @> '[{"code": "duplicate"}]' THEN jsonb_build_array(
            jsonb_build_object('column', CASE WHEN h.email IS NULL THEN 'roll_no' ELSE 'email' END,
                'value', coalesce(h.email, h.roll_no), 'code', 'duplicate', 'message',
                'Means the same student as row ' || h.first_number || '. Keep one of the two rows.'))
            ELSE '[]' END
        || CASE WHEN h.student_id IS NULL AND h.errors = '[]' THEN (
            SELECT coalesce(jsonb_agg(jsonb_build_object('column', need.name, 'value', '', 'code', 'missing',
                'message', 'Is missing. A new student needs it.')), '[]')
            FROM (VALUES ('email'), ('full_name'), ('branch')) AS need (name)
            WHERE h.given->>need.name IS NULL)
            ELSE '[]' END AS problems
    FROM held h
), compared AS (
    SELECT w.*,
        CASE WHEN w.old IS NOT NULL AND w.problems = '[]' THEN (
            SELECT coalesce(jsonb_object_agg(g.key, jsonb_build_array(w.old->g.key, g.value)), '{}')
            FROM jsonb_each(w.given) g WHERE w.old->g.key IS DISTINCT FROM g.value)
            ELSE '{}' END AS diff,
        ARRAY(SELECT a FROM unnest(:academic::text[]) a
            WHERE CASE WHEN w.given ? a THEN w.given->>a IS NOT NULL ELSE a = ANY (w.verified_fields) END) AS verified
    FROM weighed w
)
SELECT c.number,
    CASE WHEN c.problems <> '[]' THEN 'bad' WHEN c.student_id IS NULL THEN 'new'
        WHEN c.diff = '{}' AND c.verified <@ c.verified_fields THEN 'unchanged' ELSE 'update' END,
    c.cells, c.given, c.problems, c.diff, c.student_id, c.candidate, c.verified,
    CASE WHEN c.old IS NOT NULL THEN jsonb_build_object('fields', c.verified_fields, 'at', c.verified_at, 'by', c.verified_by) END
FROM compared c
"""

# A roll number that another student holds is free where the same file gives that student a new one, by a row that is good
# itself: students who swap. Repeated until nothing changes, because whoever may not move keeps the next one from moving.
# `kept`: the import whose other rows were judged before, where one row is judged alone.
STILL_HELD = """
UPDATE judged j SET outcome = 'bad', diff = '{}', errors = j.errors || jsonb_build_array(jsonb_build_object(
    'column', 'roll_no', 'value', j.given->>'roll_no', 'code', 'taken', 'message',
    'Is on file for another student. Correct the roll number or the address.'))
FROM students held
WHERE j.outcome = 'update' AND j.diff ? 'roll_no' AND lower(held.roll_no) = lower(j.given->>'roll_no')
    AND held.user_id <> j.student_id
    AND NOT EXISTS (SELECT FROM judged m WHERE m.student_id = held.user_id AND m.outcome = 'update' AND m.diff ? 'roll_no')
    AND NOT EXISTS (SELECT FROM student_import_rows k WHERE k.import_id = :kept::uuid AND k.student_id = held.user_id
        AND k.number <> j.number AND k.outcome = 'update' AND k.diff ? 'roll_no')
"""
# Those whose number goes to another let go of it before anything is written.
LET_GO = """
UPDATE students s SET roll_no = NULL
FROM judged j
WHERE j.student_id = s.user_id AND j.outcome = 'update' AND j.diff ? 'roll_no'
    AND lower(s.roll_no) IN (SELECT lower(w.given->>'roll_no') FROM judged w WHERE w.outcome = 'update' AND w.diff ? 'roll_no')
"""

RECALL = """
INSERT INTO incoming (number, cells, given, errors, candidate)
SELECT r.number, r.cells::text, r.given::text, NULL, c.candidate
FROM student_import_rows r
JOIN unnest(:numbers::int[], :candidates::uuid[]) AS c (number, candidate) ON c.number = r.number
WHERE r.import_id = :import_id
"""
GOOD_NUMBERS = """
SELECT number FROM student_import_rows
WHERE import_id = :import_id AND outcome IN ('new', 'update', 'unchanged') ORDER BY number
"""
COUNTS = "SELECT outcome, count(*)::int AS n FROM judged GROUP BY outcome"
KEPT_COUNTS = (
    "SELECT outcome, count(*)::int AS n FROM student_import_rows WHERE import_id = :import_id GROUP BY outcome"
)
FORGET_ROWS = "DELETE FROM student_import_rows WHERE import_id = :import_id"
KEEP = """
INSERT INTO student_import_rows (import_id, institution_id, number, outcome, cells, given, errors, diff, student_id)
SELECT :import_id, :institution_id, number, outcome, cells, given, errors, diff, student_id
FROM judged WHERE :all OR outcome = 'bad'
"""
SETTLE = """
UPDATE student_import_rows r SET outcome = j.outcome, errors = j.errors, diff = j.diff, was = j.was,
    student_id = coalesce(j.student_id, CASE WHEN j.outcome = 'new' THEN j.candidate END)
FROM judged j WHERE r.import_id = :import_id AND r.number = j.number
"""

NEW_PEOPLE = """
SELECT candidate AS id, given->>'email' AS email, given->>'full_name' AS full_name, number
FROM judged WHERE outcome = 'new' AND number BETWEEN :first AND :last ORDER BY number
"""
TOO_LATE = """
UPDATE judged SET outcome = 'bad', errors = jsonb_build_array(jsonb_build_object('column', 'email',
    'value', given->>'email', 'code', 'taken', 'message',
    'Belongs to an account that is not a student here. Ask the student for another address.'))
WHERE outcome = 'new' AND number BETWEEN :first AND :last AND NOT candidate = ANY (:made::uuid[])
"""
_FIELDS = """
    roll_no text, branch text, department text, graduation_year int, phone text, gender text, cgpa numeric(4, 2),
    tenth_percent numeric(5, 2), twelfth_percent numeric(5, 2), active_backlogs int
"""
INSERT_NEW = f"""
INSERT INTO students (user_id, institution_id, roll_no, branch, department, graduation_year, phone, gender, cgpa,
    tenth_percent, twelfth_percent, active_backlogs, verified_at, verified_by, verified_fields, created_at, updated_at)
SELECT j.candidate, :institution_id, v.roll_no, v.branch, v.department, v.graduation_year, v.phone, v.gender, v.cgpa,
    v.tenth_percent, v.twelfth_percent, v.active_backlogs, :now, :by, j.verified, :now, :now
FROM judged j, jsonb_to_record(j.given) AS v ({_FIELDS})
WHERE j.outcome = 'new' AND j.number BETWEEN :first AND :last
"""
UPDATE_KNOWN = f"""
UPDATE students s SET
    roll_no = CASE WHEN j.given ? 'roll_no' THEN v.roll_no ELSE s.roll_no END,
    branch = coalesce(v.branch, s.branch),
    department = CASE WHEN j.given ? 'department' THEN v.department ELSE s.department END,
    graduation_year = CASE WHEN j.given ? 'graduation_year' THEN v.graduation_year ELSE s.graduation_year END,
    phone = CASE WHEN j.given ? 'phone' THEN v.phone ELSE s.phone END,
    gender = CASE WHEN j.given ? 'gender' THEN v.gender ELSE s.gender END,
    cgpa = CASE WHEN j.given ? 'cgpa' THEN v.cgpa ELSE s.cgpa END,
    tenth_percent = CASE WHEN j.given ? 'tenth_percent' THEN v.tenth_percent ELSE s.tenth_percent END,
    twelfth_percent = CASE WHEN j.given ? 'twelfth_percent' THEN v.twelfth_percent ELSE s.twelfth_percent END,
    active_backlogs = CASE WHEN j.given ? 'active_backlogs' THEN v.active_backlogs ELSE s.active_backlogs END,
    verified_at = CASE WHEN j.verified = '{{}}' THEN NULL ELSE :now::timestamptz END,
    verified_by = CASE WHEN j.verified = '{{}}' THEN NULL ELSE :by::uuid END,
    verified_fields = j.verified, updated_at = :now
FROM judged j, jsonb_to_record(j.given) AS v ({_FIELDS})
WHERE s.user_id = j.student_id AND j.outcome = 'update' AND j.number BETWEEN :first AND :last
"""
RENAMED = """
SELECT student_id AS id, given->>'full_name' AS full_name FROM judged
WHERE outcome = 'update' AND diff ? 'full_name' AND number BETWEEN :first AND :last
"""
ERRORS = """
SELECT j.number AS row, e->>'column' AS column, e->>'value' AS value, e->>'code' AS code, e->>'message' AS message
FROM judged j, jsonb_array_elements(j.errors) e ORDER BY j.number LIMIT :most
"""

# --- an import taken back --------------------------------------------------------------------------------------

_OF_BATCH = "r.import_id = :import_id AND r.number BETWEEN :first AND :last"
LAST_ROW = "SELECT coalesce(max(number), 0) FROM student_import_rows WHERE import_id = :import_id"
# Whoever came with the import and has left no trace since: not signed in, not applied, not edited.
REMOVABLE = f"""
SELECT s.user_id FROM student_import_rows r JOIN students s ON s.user_id = r.student_id JOIN users u ON u.id = s.user_id
WHERE {_OF_BATCH} AND r.outcome = 'new' AND u.state = 'invited' AND s.updated_at = :at AND u.updated_at = :at
    AND NOT EXISTS (SELECT FROM applications a WHERE a.student_id = s.user_id)
"""


def _unchanged(name: str) -> str:
    """The figure is still the one that the import wrote; a roll number must also be free to go back to."""
    same = f"r.diff ? '{name}' AND to_jsonb(s.{name}) IS NOT DISTINCT FROM nullif(r.diff->'{name}'->1, 'null')"
    free = "NOT EXISTS (SELECT FROM students o WHERE o.roll_no = r.diff->'roll_no'->>0 AND o.user_id <> s.user_id)"
    return f"{same} AND {free}" if name == "roll_no" else same


_KINDS = dict(part.split(maxsplit=1) for part in _FIELDS.replace("(4, 2)", "").replace("(5, 2)", "").split(","))
_PUT_BACK = ", ".join(
    f"{name} = CASE WHEN {_unchanged(name)} THEN (r.diff->'{name}'->>0)::{kind} ELSE s.{name} END"
    for name, kind in _KINDS.items()
)
# Whose vouching it was before, where nobody has vouched since; else what is put back is no longer vouched for.
PUT_BACK = f"""
UPDATE students s SET {_PUT_BACK}, updated_at = :now,
    verified_at = CASE WHEN s.verified_at = :at THEN (r.was->>'at')::timestamptz ELSE s.verified_at END,
    verified_by = CASE WHEN s.verified_at = :at THEN (r.was->>'by')::uuid ELSE s.verified_by END,
    verified_fields = ARRAY(SELECT f FROM unnest(s.verified_fields) f
        WHERE r.was->'fields' ? f OR (s.verified_at <> :at
            AND NOT (r.diff ? f AND to_jsonb(s)->f = r.diff->f->1)))
FROM student_import_rows r
WHERE {_OF_BATCH} AND r.outcome = 'update' AND s.user_id = r.student_id
"""
NAMES_TO_PUT_BACK = f"""
SELECT u.id, r.diff->'full_name'->>0 AS full_name FROM student_import_rows r JOIN users u ON u.id = r.student_id
WHERE {_OF_BATCH} AND r.outcome = 'update' AND u.full_name = r.diff->'full_name'->>1
"""
NOT_TAKEN_BACK = """
SELECT r.number AS row, u.id AS student_id, u.full_name, CASE WHEN r.outcome = 'update' THEN 'changed'
        WHEN EXISTS (SELECT FROM applications a WHERE a.student_id = u.id) THEN 'applied'
        WHEN u.state <> 'invited' THEN 'signed_in' ELSE 'changed' END AS why,
    CASE WHEN r.outcome = 'update' THEN left_over.fields ELSE '{}' END AS fields
FROM student_import_rows r JOIN students s ON s.user_id = r.student_id JOIN users u ON u.id = r.student_id,
    LATERAL (SELECT coalesce(array_agg(d.key ORDER BY d.key), '{}') AS fields FROM jsonb_each(r.diff) d
        WHERE (to_jsonb(s) || jsonb_build_object('full_name', u.full_name))->d.key IS DISTINCT FROM d.value->0) left_over
WHERE r.import_id = :import_id AND (r.outcome = 'new' OR (r.outcome = 'update' AND left_over.fields <> '{}'))
ORDER BY r.number
"""
# --- an import on its page -------------------------------------------------------------------------------------

INVITABLE = """
SELECT s.user_id FROM students s JOIN users u ON u.id = s.user_id
WHERE s.created_at = :at AND u.state = 'invited' AND (:after::uuid IS NULL OR s.user_id > :after)
    AND NOT EXISTS (SELECT FROM invitations i WHERE i.user_id = u.id)
ORDER BY s.user_id LIMIT :most
"""
SOMEBODY_IN_CHARGE = """
SELECT m.user_id FROM memberships m WHERE m.role = 'ADMIN' ORDER BY m.created_at LIMIT 1
"""
BAD_ROWS = """
SELECT number, cells, errors FROM student_import_rows WHERE import_id = :import_id AND outcome = 'bad' ORDER BY number
"""
ROW = "SELECT * FROM student_import_rows WHERE import_id = :import_id AND number = :number"
# The same student in another row of the file, for a row that was corrected in the page.
SAME_ELSEWHERE = """
SELECT CASE WHEN given->>'email' = :email THEN 'email' ELSE 'roll_no' END AS column, number
FROM student_import_rows
WHERE import_id = :import_id AND number <> :number AND outcome <> 'left_out'
    AND (given->>'email' = :email OR lower(given->>'roll_no') = lower(:roll_no))
ORDER BY number LIMIT 1
"""
TWINS = """
SELECT number, cells FROM student_import_rows
WHERE import_id = :import_id AND number <> :number AND outcome = 'bad' AND errors @> '[{"code": "duplicate"}]'
    AND (given->>'email' = :email OR lower(given->>'roll_no') = lower(:roll_no))
ORDER BY number LIMIT 20
"""
REPLACE_ROW = """
UPDATE student_import_rows SET cells = :cells, given = :given, outcome = :outcome, errors = :errors, diff = :diff,
    student_id = :student_id
WHERE import_id = :import_id AND number = :number
"""
JUDGED_ROW = "SELECT outcome, given, errors, diff, student_id FROM judged"
PURGE = """
DELETE FROM student_imports
WHERE created_at < :now::timestamptz - interval '90 days' OR (state <> 'applied' AND created_at < :now::timestamptz - interval '7 days')
"""

IMPORTS = Listing(
    item="""
        i.id, i.filename, i.state, i.rows, i.counts, i.task_id, i.created_at, i.applied_at, u.full_name AS started_by
    """,
    source="student_imports i LEFT JOIN users u ON u.id = i.started_by",
    filters={"q": "i.filename ILIKE :q_like"},
    sorts={"created_at": "i.created_at"},
    default_sort="-created_at",
    tie="i.id",
)
IMPORT_ROWS = Listing(
    item="r.number, r.outcome, r.cells, r.given, r.errors, r.diff, r.student_id",
    source="student_import_rows r",
    where="r.import_id = :import_id",
    filters={"outcome": "r.outcome = :outcome", "q": "r.cells::text ILIKE :q_like"},
    sorts={"number": "r.number"},
    default_sort="number",
    tie="r.number",
)

# The latest one counts, and has a key of its own: a code for the one before opens nothing.
REGISTER = """
INSERT INTO registrations (id, institution_id, email, full_name, password_hash, role, branch, department, phone, ip, user_agent,
    created_at, expires_at)
VALUES (:id, :institution_id, :email, :full_name, :password_hash, :role, :branch, :department, :phone, :ip, :user_agent,
    :now, :now::timestamptz + interval '24 hours')
ON CONFLICT (institution_id, email) DO UPDATE SET
    id = excluded.id, full_name = excluded.full_name, password_hash = excluded.password_hash, role = excluded.role,
    branch = excluded.branch, department = excluded.department, phone = excluded.phone, ip = excluded.ip,
    user_agent = excluded.user_agent, created_at = excluded.created_at, expires_at = excluded.expires_at
"""
REGISTRATION = "SELECT id FROM registrations WHERE email = :email AND expires_at > :now"
TAKE_REGISTRATION = """
DELETE FROM registrations WHERE id = :id AND institution_id = :institution_id
RETURNING email, full_name, password_hash, role, branch, department, phone
"""
