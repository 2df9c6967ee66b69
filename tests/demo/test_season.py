"""The demo season is whole, repeatable, and keeps to the rules that the product keeps to."""

from datetime import UTC, datetime

import psycopg
import pytest

from careerdesk.applications.states import APPLICATION_FLOW
from careerdesk.demo import service as demo
from careerdesk.jobs.states import JOB_FLOW
from tests.databases import Databases

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
PRINT = """
SELECT (SELECT md5(string_agg(a.id || a.status || a.since, ',' ORDER BY a.id)) FROM applications a),
    (SELECT md5(string_agg(s.user_id || u.full_name || s.cgpa, ',' ORDER BY s.user_id)) FROM students s JOIN users u
        ON u.id = s.user_id)
"""


@pytest.fixture(scope="module")
def season(databases: Databases) -> str:
    url = databases.url(databases.fresh())
    demo.load(url, students=300, seed=7, now=NOW)
    return url


def column(url: str, sql: str) -> list[object]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute(sql).fetchall()]


def test_applications_stand_in_all_ten_states_and_jobs_in_all_of_theirs(season: str) -> None:
    assert set(column(season, "SELECT DISTINCT status FROM applications")) == set(APPLICATION_FLOW.states)
    assert set(column(season, "SELECT DISTINCT state FROM jobs")) == set(JOB_FLOW.states)


def test_there_are_two_universities_and_a_platform_with_every_sign_in(season: str) -> None:
    assert column(season, "SELECT slug FROM institutions ORDER BY slug") == ["demo", "other", "platform"]
    roles = "SELECT role FROM memberships m JOIN users u ON u.id = m.user_id WHERE email = '{}'"
    for host in ("demo", "other"):
        for who, role in (
            ("student", "STUDENT"),
            ("officer", "OFFICER"),
            ("recruiter", "RECRUITER"),
            ("admin", "ADMIN"),
        ):
            assert column(season, roles.format(f"{who}@{host}.careerdesk.example")) == [role]
    assert column(season, roles.format("operator@careerdesk.example")) == ["OPERATOR"]


def test_every_history_is_a_walk_through_the_flow(season: str) -> None:
    with psycopg.connect(season) as connection:
        steps = connection.execute(
            "SELECT application_id, move, from_status, to_status FROM application_steps ORDER BY application_id, at, id"
        ).fetchall()
        final = dict(connection.execute("SELECT id, status FROM applications").fetchall())
    state: dict[object, str | None] = {}
    for application, move, before, after in steps:
        assert state.get(application) == before
        if before is not None:
            assert before in APPLICATION_FLOW.move(move).sources
            assert APPLICATION_FLOW.move(move).target == after
        state[application] = after
    assert state == final


@pytest.mark.parametrize(
    ("claim", "sql"),
    [
        ("nobody holds two accepted offers",
         "SELECT student_id FROM offers WHERE state = 'ACCEPTED' GROUP BY 1 HAVING count(*) > 1"),
        ("a placed application had an answered offer",
         "SELECT id FROM applications a WHERE status = 'PLACED' AND NOT EXISTS "
         "(SELECT FROM offers o WHERE o.application_id = a.id AND o.responded_at IS NOT NULL)"),
        ("no open offer is over", f"SELECT id FROM offers WHERE state = 'OPEN' AND deadline_at < '{NOW}'"),
        ("nobody who holds an offer has an open application",
         "SELECT a.id FROM applications a JOIN offers o ON o.student_id = a.student_id AND o.state = 'ACCEPTED' "
         "WHERE a.ended_at IS NULL"),
        ("nothing happened tomorrow", f"SELECT id FROM application_steps WHERE at > '{NOW}'"),
        ("no company gave more seats than it had",
         "SELECT j.id FROM jobs j JOIN offers o ON o.job_id = j.id AND o.state IN ('OPEN', 'ACCEPTED') "
         "GROUP BY j.id HAVING count(*) > j.openings + 1"),
    ],
)  # fmt: skip
def test_the_season_keeps_the_rules(season: str, claim: str, sql: str) -> None:
    assert column(season, sql) == [], claim


def test_the_student_who_signs_in_has_an_offer_to_answer(season: str) -> None:
    open_offers = (
        "SELECT o.deadline_at FROM offers o JOIN users u ON u.id = o.student_id "
        "WHERE u.email = 'student@demo.careerdesk.example' AND o.state = 'OPEN'"
    )
    assert [(deadline - NOW).total_seconds() / 3600 for deadline in column(season, open_offers)] == [28.0]  # type: ignore[operator]


def test_the_season_shows_what_the_product_can_say(season: str) -> None:
    asked = "SELECT question FROM jobs WHERE state = 'QUESTIONED' AND bond_months IS NOT NULL"
    assert len(column(season, asked)) == 1
    for sql in (
        "SELECT id FROM jobs WHERE bond_amount_minor > 0 AND state = 'OPEN'",
        "SELECT id FROM jobs WHERE jsonb_array_length(process) > 1 AND process->0->>'date' IS NOT NULL",
        "SELECT id FROM offers WHERE jsonb_array_length(parts) > 1 AND joining_date IS NOT NULL AND conditions IS NOT NULL",
        "SELECT id FROM offers WHERE state = 'DECLINED' AND decline_code IS NOT NULL",
        "SELECT id FROM saved_views WHERE shared",
    ):
        assert column(season, sql), sql
    assert set(column(season, "SELECT state FROM corrections")) == {"ASKED", "ACCEPTED", "REFUSED"}
    closing = "SELECT (closing->>'placed')::int FROM seasons WHERE NOT is_current ORDER BY 1 DESC"
    assert column(season, closing)[0] == 164


def test_who_signs_in_has_something_to_read(season: str) -> None:
    unread = "SELECT count(*) FROM notifications n JOIN users u ON u.id = n.user_id WHERE n.read_at IS NULL AND u.email = '{}'"
    for who in ("student", "officer", "recruiter"):
        assert column(season, unread.format(f"{who}@demo.careerdesk.example")) == [4]
    assert column(season, f"SELECT id FROM notifications WHERE created_at > '{NOW}' OR read_at > '{NOW}'") == []


def test_an_accepted_correction_stands_in_the_record(season: str) -> None:
    accepted = (
        "SELECT s.cgpa = (c.wanted#>>'{}')::numeric FROM corrections c JOIN students s ON s.user_id = c.student_id "
        "WHERE c.state = 'ACCEPTED' AND c.field = 'cgpa'"
    )
    assert column(season, accepted) == [True, True]


def test_the_audit_chain_verifies(season: str) -> None:
    with psycopg.connect(season) as connection:
        for (institution,) in connection.execute("SELECT id FROM institutions").fetchall():
            connection.execute("SELECT set_config('app.institution', %s, true)", [str(institution)])
            connection.execute("SET LOCAL ROLE careerdesk_app")
            assert connection.execute("SELECT audit_broken()").fetchone() == (None,)
            connection.execute("RESET ROLE")


def test_the_same_seed_and_day_give_the_same_season(databases: Databases) -> None:
    prints = []
    for seed in (7, 7, 8):
        name = databases.fresh()
        demo.load(databases.url(name), students=60, seed=seed, now=NOW)
        with psycopg.connect(databases.url(name)) as connection:
            prints.append(connection.execute(PRINT).fetchone())
        databases.drop(name)
    assert prints[0] == prints[1] != prints[2]


def test_a_database_in_use_is_refused_and_can_be_reset(database_url: str) -> None:
    demo.load(database_url, students=20, now=NOW)
    with pytest.raises(SystemExit, match="in use"):
        demo.load(database_url, students=20, now=NOW)
    demo.load(database_url, students=25, reset=True, now=NOW)
    assert column(database_url, "SELECT count(*) FROM students") == [45]
