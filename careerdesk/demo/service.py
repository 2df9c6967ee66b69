"""Writing the demo season into a database."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from careerdesk.applications.states import sentence
from careerdesk.demo.desk import fill
from careerdesk.demo.market import Season, post_jobs
from careerdesk.demo.people import DEMO, OTHER, House, Maker, Plan, Row, house, platform
from careerdesk.identity import passwords
from careerdesk.jobs.states import JOB_FLOW
from careerdesk.kernel.ids import new_id

PASSWORD = "careerdesk-demo"
# In the order in which rows refer to each other.
_TABLES = (
    "institutions", "users", "companies", "memberships", "seasons", "students", "jobs", "saved_jobs", "applications",
    "application_steps", "offers", "corrections", "notifications", "saved_views", "preferences",
)  # fmt: skip
_IN_USE = "SELECT EXISTS (SELECT FROM institutions)"
_LATEST_AUDITED = 1500


def is_empty(owner: str) -> bool:
    """Whether there is no institution yet."""
    with psycopg.connect(owner) as connection:
        found = connection.execute(_IN_USE).fetchone()
        return found is not None and not found[0]


def load(owner: str, *, now: datetime, students: int = 300, seed: int = 7, reset: bool = False) -> str:
    """Write the season, as the owner of the tables, in one transaction; a sentence about what is there now.

    Raises SystemExit where the database is in use and `reset` is not given: a demo must not mix with people's records.
    """
    now = now.replace(microsecond=0)
    with psycopg.connect(owner) as connection:
        found = connection.execute(_IN_USE).fetchone()
        if found is not None and found[0]:
            if not reset:
                raise SystemExit(
                    "This database is in use. To lose what is there and load the demo: careerdesk demo --reset"
                )
            connection.execute("TRUNCATE institutions CASCADE")
            connection.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
        secret = passwords.hash_now(PASSWORD)
        make = Maker(f"{seed}/platform", now)
        platform(make, secret)
        _write(connection, make)
        counts = [_institution(connection, plan, size, seed, now, secret) for plan, size in _sizes(students)]
    return f"Demo season loaded: {', and '.join(counts)}."


def _sizes(students: int) -> Iterator[tuple[Plan, int]]:
    yield DEMO, students
    yield OTHER, max(20, min(60, students // 5))


def _institution(
    connection: "psycopg.Connection[Any]", plan: Plan, students: int, seed: int, now: datetime, secret: str
) -> str:
    make = Maker(f"{seed}/{plan.slug}", now)
    home = house(make, plan, students, secret)
    jobs = post_jobs(make, home, max(40, students // 10) if plan is DEMO else 12)
    season = Season(make, home, jobs)
    season.play()
    for job in jobs[:12:3]:
        make.add(
            "saved_jobs",
            user_id=home.students[0]["user_id"],
            job_id=job["id"],
            institution_id=home.id,
            created_at=make.ago(1),
        )
    fill(make, home, jobs, f"{seed}/{plan.slug}")
    _write(connection, make)
    _audit(connection, home, make.tables, jobs)
    applications = len(make.tables.get("applications", []))
    return f"{plan.name} with {students} students, {len(jobs)} jobs and {applications} applications"


def _write(connection: "psycopg.Connection[Any]", make: Maker) -> None:
    """One statement a table: rows as JSON, which PostgreSQL reads as the table's own types."""
    for table in _TABLES:
        rows = make.tables.get(table)
        if not rows:
            continue
        columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
        statement = sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s)"
        )
        connection.execute(
            statement.format(table=sql.Identifier(table), columns=columns), [json.dumps(rows, default=_plain)]
        )


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _audit(connection: "psycopg.Connection[Any]", home: House, tables: dict[str, list[Row]], jobs: list[Row]) -> None:
    """The sentences that the office's own work would have left, as a chain that verifies."""
    by_id = {application["id"]: application for application in tables.get("applications", [])}
    job_of = {job["id"]: job for job in jobs}
    told: list[tuple[datetime, Row]] = []
    for job in jobs:
        who, state = job["posted_by"], JOB_FLOW.states[job["state"]].label.lower()
        said = f"{home.names[who]} wrote {job['title']} at {job['company_name']}"
        told.append((job["created_at"], _record(home, "jobs.create", "job", job["id"], who, said, {"state": state})))
    for step in tables.get("application_steps", []):
        application = by_id[step["application_id"]]
        job, student = job_of[application["job_id"]], home.names[application["student_id"]]
        place = f"{job['title']} at {job['company_name']}"
        cause = application["cause"] if step["actor_id"] is None else None
        said = sentence(step["move"], who=step["actor_name"], student=student, job=place, cause=cause)
        facts = {"from": step["from_status"], "to": step["to_status"]}
        record = _record(
            home, f"applications.{step['move']}", "application", application["id"], step["actor_id"], said, facts
        )
        told.append((step["at"], record))
    told.sort(key=lambda pair: pair[0])
    connection.execute("SELECT set_config('app.institution', %s, true)", [str(home.id)])
    with connection.cursor() as cursor:
        cursor.executemany(
            "SELECT audit_append(%s, %s, 'demo')",
            [(json.dumps([record]), at) for at, record in told[-_LATEST_AUDITED:]],
        )


def _record(
    home: House, action: str, kind: str, subject: UUID, actor: UUID | None, sentence: str, facts: dict[str, Any]
) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "actor_id": str(actor) if actor else None,
        "actor_name": home.names[actor] if actor else "Careerdesk",
        "action": action,
        "subject_type": kind,
        "subject_id": str(subject),
        "sentence": sentence,
        "facts": facts,
    }
