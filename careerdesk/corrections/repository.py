"""Queries over requests for correction."""

from careerdesk.kernel.access import Reach
from careerdesk.kernel.paging import Listing
from careerdesk.students.service import OF_DEPARTMENT

_NOW = "CASE WHEN c.field = 'full_name' THEN to_jsonb(u.full_name) ELSE nullif(to_jsonb(s)->c.field, 'null') END"
_OWN = """
    c.id, c.field, c.state, c.since, c.on_file, c.wanted, c.reason, c.note, c.created_at, c.decided_at,
    (SELECT d.full_name FROM users d WHERE d.id = c.decided_by) AS decided_by
"""
_ITEM = f"""{_OWN},
    {_NOW} AS now, {_NOW} IS DISTINCT FROM c.on_file AS changed_meanwhile,
    json_build_object('id', s.user_id, 'full_name', u.full_name, 'roll_no', s.roll_no, 'branch', s.branch) AS student
"""
_SOURCE = "corrections c JOIN students s ON s.user_id = c.student_id JOIN users u ON u.id = c.student_id"
_FILTERS = {"state": "c.state = :state", "field": "c.field = :field"}
_SORTS = {"created_at": "c.created_at", "since": "c.since"}

OWN = Listing(
    item=_OWN,
    source="corrections c",
    where="c.student_id = :me",
    filters=_FILTERS,
    sorts=_SORTS,
    default_sort="-created_at",
    tie="c.id DESC",
)
REQUESTS = Listing(
    item=_ITEM,
    source=_SOURCE,
    counted="corrections c",
    cheap_filters=frozenset({"state", "field", "student_id"}),
    filters={
        **_FILTERS,
        "student_id": "c.student_id = :student_id",
        "branch": "s.branch = :branch",
        "q": "u.full_name ILIKE :q_like OR s.roll_no ILIKE :q_like OR c.reason ILIKE :q_like",
    },
    sorts={**_SORTS, "full_name": "u.full_name", "branch": "s.branch"},
    # Who has waited longest stands first.
    default_sort="created_at",
    tie="c.id",
)
_OF_THEM = f"c.student_id IN (SELECT s.user_id FROM students s WHERE {OF_DEPARTMENT})"
LISTINGS = {Reach.TENANT: REQUESTS, Reach.DEPARTMENT: REQUESTS.within(_OF_THEM)}
_DETAIL = f"SELECT row_to_json(item)::text FROM (SELECT {_ITEM} FROM {_SOURCE} WHERE c.id = :id"
DETAILS = {
    Reach.TENANT: f"{_DETAIL}) item",
    # Also their own: who coordinates a department may study, too.
    Reach.DEPARTMENT: f"{_DETAIL} AND (c.student_id = :me OR {_OF_THEM})) item",
}
# The record before the request, always in this order, against deadlocks.
LOCK_STUDENT = "SELECT 1 FROM students WHERE user_id = :student_id FOR UPDATE"
