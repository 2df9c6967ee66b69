"""Writing a posting (S20): questions about it, checks, reading a pasted text, copying, who was placed before."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from careerdesk.jobs.reading import read
from careerdesk.jobs.rules import Around, check
from careerdesk.permissions.roles import Role
from tests.conftest import Client, World
from tests.stories import offered, ok, post_job

IN_FULL = {
    "bond_months": 24,
    "bond_amount": 200_000.5,
    "joining_date": "2027-07-01",
    "duration_months": 6,
    "process": [{"name": "Online test", "date": "2026-12-01"}, {"name": "Interview", "date": None}],
}
TODAY = date(2026, 11, 21)


async def test_bond_rounds_joining_day_and_duration_are_shown_as_posted(world: World) -> None:
    made = await post_job(world, **IN_FULL)
    assert {name: made[name] for name in IN_FULL} == IN_FULL
    path, officer = f"/jobs/{made['id']}", world.client(Role.OFFICER)
    undated = ok(await officer.patch(path, json={"process": [{"name": "Test"}]}))
    assert undated["process"] == [{"name": "Test", "date": None}]
    changed = ok(await officer.patch(path, json={"process": None}))
    assert (changed["process"], changed["bond_months"]) == ([], 24)


@pytest.mark.parametrize(
    "wrong", [{"bond_months": 0}, {"bond_amount": -1}, {"duration_months": 121}, {"joining_date": "1999-01-01"},
              {"process": [{"name": f"Round {n}"} for n in range(13)]}, {"process": [{"name": ""}]}],
)  # fmt: skip
@pytest.mark.as_(Role.OFFICER)
async def test_figures_outside_of_what_makes_sense_are_refused(client: Client, wrong: dict[str, Any]) -> None:
    answer = await client.post("/jobs", json={"company": "Acme", "title": "Tester", **wrong})
    assert answer.status_code == 422


async def test_the_office_asks_and_the_recruiter_answers_by_submitting_again(world: World) -> None:
    recruiter, officer = world.client(Role.RECRUITER), world.client(Role.OFFICER)
    made = ok(await recruiter.post("/jobs", json={"title": "Tester"}), 201)
    path = f"/jobs/{made['id']}/actions"
    assert (await recruiter.post(f"{path}/ask", json={"reason": "?"})).status_code == 403
    assert (await officer.post(f"{path}/ask", json={"reason": " "})).status_code == 422
    asked = ok(await officer.post(f"{path}/ask", json={"reason": "Is the bond negotiable?"}))
    assert (asked["state"], asked["question"]) == ("QUESTIONED", "Is the bond negotiable?")
    seen = ok(await recruiter.get(f"/jobs/{made['id']}"))
    assert [move["name"] for move in seen["moves"]] == ["submit", "archive"]
    assert (await world.client(Role.STUDENT).get(f"/jobs/{made['id']}")).status_code == 404
    assert (await world.client(Role.STUDENT).post("/applications", json={"job_id": made["id"]})).status_code == 404
    answered = ok(await recruiter.post(f"{path}/submit", json={"note": "Yes, after a year."}))
    assert (answered["state"], answered["question_answer"]) == ("PENDING_APPROVAL", "Yes, after a year.")
    assert ok(await officer.post(f"{path}/approve"))["state"] == "OPEN"


async def test_who_changed_a_posting_last_is_said_to_those_who_manage_it(world: World) -> None:
    made = await post_job(world)
    ok(await world.client(Role.COORDINATOR).patch(f"/jobs/{made['id']}", json={"location": "Pune"}))
    seen = ok(await world.client(Role.OFFICER).get(f"/jobs/{made['id']}"))
    assert seen["updated_by_name"] == world.people[Role.COORDINATOR].full_name
    assert "updated_by_name" not in ok(await world.client(Role.STUDENT).get(f"/jobs/{made['id']}"))


# -- checks -------------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
GOOD = {
    "title": "Engineer", "description": "d" * 100, "location": "Pune", "job_type": "full-time", "ctc": 900_000.0,
    "ctc_parts": [{"name": "Fixed", "amount": 900_000}], "skills": ["SQL"], "deadline_at": NOW + timedelta(days=9),
}  # fmt: skip


def codes(around: dict[str, Any] | None = None, **change: Any) -> list[str]:
    about = {"now": NOW, "gender_permitted": False, "pool": 100, "eligible": 60, "removed": {}, **(around or {})}
    return [finding["code"] for finding in check({**GOOD, **change}, Around(**about))]


def test_a_whole_posting_has_nothing_to_look_at() -> None:
    assert codes() == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": None}, "no_title"),
        ({"description": None}, "no_description"),
        ({"description": "short"}, "short_description"),
        ({"location": None}, "no_location"),
        ({"skills": []}, "no_skills"),
        ({"ctc": None, "ctc_parts": []}, "no_pay"),
        ({"ctc": 0, "ctc_parts": [], "job_type": "internship"}, "unpaid"),
        ({"ctc_parts": []}, "no_pay_split"),
        ({"ctc_parts": [{"name": "Fixed", "amount": 800_000}]}, "pay_split_differs"),
        ({"bond_months": 24}, "bond_without_amount"),
        ({"bond_amount": 5000.0}, "bond_without_months"),
        ({"deadline_at": None}, "no_deadline"),
        ({"deadline_at": NOW - timedelta(minutes=1)}, "deadline_past"),
        ({"deadline_at": NOW + timedelta(hours=47)}, "deadline_soon"),
        ({"gender": "female"}, "gender_refused"),
    ],
)
def test_each_thing_that_is_wrong_is_said_once(change: dict[str, Any], code: str) -> None:
    assert codes(**change) == [code]


def test_a_rule_that_leaves_out_four_fifths_is_named_with_its_figures() -> None:
    around = Around(NOW, False, 100, 0, {"cgpa": 81, "branch": 80, "policy": 95})
    found = check(GOOD, around)
    assert [(one["code"], one["facts"]) for one in found] == [
        ("narrow_rule", {"rule": "cgpa", "removed": 81, "pool": 100}),
        ("nobody_eligible", {"pool": 100}),
    ]
    assert codes({"gender_permitted": True}, gender="female") == ["gender_rule"]


@pytest.mark.as_(Role.RECRUITER)
async def test_checks_count_whom_each_rule_removes_and_take_the_rest_from_the_posting(
    client: Client, world: World
) -> None:
    for number in range(4):
        await world.add_student(f"Weak {number}", cgpa=5.0)
    made = await post_job(world, Role.RECRUITER, description="d" * 100, location="Pune", skills=["SQL"])
    found = ok(await client.post("/jobs/checks", json={"job_id": made["id"], "min_cgpa": 9.5}))
    assert (found["pool"], found["eligible"]) == (6, 0)
    assert found["removed_by"] == [{"rule": "cgpa", "removed": 6}]
    assert {one["code"] for one in found["checks"]} == {"no_pay_split", "no_deadline", "narrow_rule", "nobody_eligible"}
    theirs = await post_job(world, company="Beta")
    assert (await client.post("/jobs/checks", json={"job_id": theirs["id"]})).status_code == 404
    assert ok(await client.post("/jobs/checks", json={}))["checks"][0]["code"] == "no_title"


# -- reading ------------------------------------------------------------------------------------------------------

INDIAN = """Kaveri Analytics is hiring

Job Title: Graduate Engineer Trainee
Company: Kaveri Analytics Pvt Ltd
Location:   Bengaluru / Pune
CTC: ₹14.5 lakh per annum (Fixed 12 LPA + variable)
Eligibility: B.Tech CSE/IT/ECE, 2027 batch, CGPA 7.5 and above, 60% in 10th and 12th, no active backlogs.
Service bond of 2 years, ₹2,00,000 on early exit.
Skills: Python, SQL and Airflow
Openings: 12
Selection process: Online test → Technical interview → HR interview
Apply by 25 Nov 2026 5 pm. Date of joining: 1 July 2027.
"""


def test_an_indian_posting_is_read_in_full() -> None:
    found = read(INDIAN, day=TODAY, branches=["CSE", "it", "ECE"])
    assert found.fields == {
        "title": "Graduate Engineer Trainee", "company": "Kaveri Analytics Pvt Ltd", "location": "Bengaluru / Pune",
        "ctc": 1_450_000, "currency": "INR", "branches": ["CSE", "it", "ECE"], "graduation_year": 2027, "min_cgpa": 7.5,
        "min_10th": 60, "min_12th": 60, "max_active_backlogs": 0, "bond_months": 24, "bond_amount": 200_000,
        "skills": ["Python", "SQL", "Airflow"], "openings": 12, "deadline": "2026-11-25T17:00:00",
        "joining_date": "2027-07-01", "description": INDIAN.strip(),
        "process": [{"name": name, "date": None} for name in ("Online test", "Technical interview", "HR interview")],
    }  # fmt: skip
    assert found.unsure == []
    assert INDIAN[slice(*found.spans["ctc"])] == "₹14.5 lakh"
    assert INDIAN[slice(*found.spans["location"])] == "Bengaluru / Pune"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("6-8 LPA", {"salary_min": 600_000, "salary_max": 800_000, "currency": "INR"}),
        ("Package: Rs. 4.5 lakhs", {"ctc": 450_000, "currency": "INR"}),
        ("CTC 1.2 Cr", {"ctc": 12_000_000}),
        ("Salary: €60,000 – €75,000 per year", {"salary_min": 60_000, "salary_max": 75_000, "currency": "EUR"}),
        ("salary USD 85k - 95k", {"salary_min": 85_000, "salary_max": 95_000, "currency": "USD"}),
        ("Stipend: ₹40,000 per month", {"ctc": 480_000, "currency": "INR"}),
        ("1,450,000 INR p.a. CTC", {"ctc": 1_450_000}),
        ("Minimum CGPA: 7.5/10", {"min_cgpa": 7.5}),
        ("60% or 6.5 CGPA", {"min_cgpa": 6.5}),
        ("60% throughout academics", {"min_10th": 60, "min_12th": 60}),
        ("not more than two active backlogs", {"max_active_backlogs": 2}),
        ("Backlogs: not allowed", {"max_active_backlogs": 0}),
        ("Branches: Mechanical, Civil", {"branches": ["ME", "CE"]}),
        ("2026 & 2027 pass-outs", {"graduation_year": 2027}),
        ("year of passing: 2027", {"graduation_year": 2027}),
        ("Last date to apply: 05/12/2026", {"deadline": "2026-12-05"}),
        ("Deadline: December 3, 2026, 23:59", {"deadline": "2026-12-03T23:59:00"}),
        ("Apply before 3rd January", {"deadline": "2027-01-03"}),
        ("Joining July 2027\nApply by 12 Dec 2026", {"joining_date": "2027-07-01", "deadline": "2026-12-12"}),
        ("Apply by:\n 12 Dec 2026", {"deadline": "2026-12-12"}),
        ("6-month internship", {"job_type": "internship", "duration_months": 6}),
        ("Duration: 8 weeks", {"duration_months": 2}),
        ("We are looking for a Data Analyst in Pune", {"title": "Data Analyst"}),
        ("Backend Developer at Lotus Grid", {"title": "Backend Developer", "company": "Lotus Grid"}),
        ("five vacancies", {"openings": 5}),
        ("Rounds:\n1. Aptitude test\n2. HR", {"process": [{"name": "Aptitude test", "date": None}, {"name": "HR", "date": None}]}),
        ("You know React and PostgreSQL", {"skills": ["React", "PostgreSQL"]}),
    ],
)  # fmt: skip
def test_one_wording_after_the_other(text: str, fields: dict[str, Any]) -> None:
    found = read(text, day=TODAY).fields
    assert {name: found.get(name) for name in fields} == fields


@pytest.mark.parametrize(
    "text",
    ["it is what it is", "Open to all branches of B.Tech: CSE, IT and ECE", "No bond", "GPA 3.0/4.0 needed",
     "We served 12,00,000 customers", "Founded in 2027"],
)  # fmt: skip
def test_what_is_not_said_is_not_found(text: str) -> None:
    assert set(read(text, day=TODAY).fields) == {"description"}


def test_what_was_guessed_is_marked() -> None:
    found = read("Apply by 05/12/2026. Stipend 40,000 per month.", day=TODAY)
    assert {"deadline", "ctc"} <= set(found.unsure)
    assert read("Apply by 25/12/2026. CTC 4 LPA", day=TODAY).unsure == []


@pytest.mark.parametrize("piece", [" ", "1 11 ", "2027,", "60% ", "bond ", "11,11 ", "Aa is hiring ", "- ", "\n"])
def test_a_text_made_to_be_slow_is_read_in_time(piece: str) -> None:
    """Patterns that look again from every place took minutes on a hundred thousand blanks."""
    started = datetime.now(UTC)
    read((piece * 100_000)[:100_000], day=TODAY)
    assert datetime.now(UTC) - started < timedelta(seconds=5)


@pytest.mark.as_(Role.RECRUITER)
async def test_a_pasted_text_becomes_fields_that_can_be_posted(client: Client) -> None:
    found = ok(await client.post("/jobs/read", json={"text": INDIAN}))
    assert found["fields"]["branches"] == ["CSE", "IT", "ECE"]
    assert set(found["sure"]) >= {"title", "ctc", "deadline"}
    fields = {name: value for name, value in found["fields"].items() if value is not None and name != "company"}
    made = ok(await client.post("/jobs", json=fields), 201)
    assert datetime.fromisoformat(made["deadline_at"]) == datetime(2026, 11, 25, 11, 30, tzinfo=UTC)
    assert (await client.post("/jobs/read", json={"text": "x" * 100_001})).status_code == 422


# -- copies and precedents ----------------------------------------------------------------------------------------


async def test_a_copy_is_a_draft_without_the_first_ones_calendar(world: World) -> None:
    made = await post_job(world, deadline="2030-01-01", skills=["SQL"], **IN_FULL)
    copy = ok(await world.client(Role.OFFICER).post(f"/jobs/{made['id']}/duplicate"), 201)
    assert (copy["state"], copy["deadline_at"], copy["joining_date"]) == ("DRAFT", None, None)
    assert [step["date"] for step in copy["process"]] == [None, None]
    assert (copy["title"], copy["skills"], copy["bond_amount"]) == (made["title"], ["SQL"], 200_000.5)
    beta = await post_job(world, company="Beta")
    assert (await world.client(Role.RECRUITER).post(f"/jobs/{beta['id']}/duplicate")).status_code == 404


async def test_who_was_placed_before_is_told_from_five_on(world: World) -> None:
    student, officer = world.client(Role.STUDENT), world.client(Role.OFFICER)
    job = await post_job(world)
    path = f"/jobs/{job['id']}/placed-before"
    none = {"placed": 0, "by_year": [], "median_ctc": None, "currency": "INR", "suppressed": False}
    assert ok(await student.get(path)) == none
    for number in range(5):
        found = ok(await student.get(path))
        assert (found["placed"], found["suppressed"]) == ((None, True) if number else (0, False))
        person = await world.add_student(f"Placed {number}")
        application = await offered(world, person, title=f"Job {number}")
        ok(await world.client(person).post(f"/applications/{application['id']}/actions/accept-offer"))
    year = (datetime.now(UTC) + timedelta(days=300)).year
    found = ok(await student.get(path))
    assert found == {**none, "placed": 5, "by_year": [{"year": year, "n": 5}], "median_ctc": 1_450_000.0}
    assert ok(await officer.get(path)) == found
