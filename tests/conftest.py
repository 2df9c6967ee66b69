"""What every test stands on: a real PostgreSQL, the real app, and two institutions with people of every role.

Each test gets institutions of its own, so tests share a database without seeing each other, by the same row-level
security that keeps universities apart. Databases are made in `tests/databases.py`.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI

from careerdesk.adapters.mail import Message
from careerdesk.entry.app import create_app
from careerdesk.identity import passwords, tokens
from careerdesk.kernel.context import Context, House, system_context
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.settings import Settings
from careerdesk.permissions.roles import Role
from tests import loglines
from tests.databases import Databases

loglines.watch()
PASSWORD = "correct horse battery"
_HASH = passwords.hash_now(PASSWORD)
SECRET = "t" * 64


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What reads the log of the whole suite runs when the rest has run."""
    items.sort(key=lambda item: item.path.name == "test_logs.py")


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    made = Databases()
    yield made
    made.close()


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A migrated database of one test's own; the URL connects as the owner of the tables."""
    name = databases.fresh()
    yield databases.url(name)
    databases.drop(name)


@pytest.fixture(scope="module")
def shared_database_url(databases: Databases) -> Iterator[str]:
    """A migrated database that the tests of one module share."""
    name = databases.fresh()
    yield databases.url(name)
    databases.drop(name)


@pytest.fixture(scope="session")
def app_database_url(databases: Databases) -> Iterator[str]:
    """The database of the app that most tests share; the app steps down to its role, the fixtures stay the owner."""
    return databases.url(databases.fresh())


@dataclass
class Mailbox:
    """Stands where the mailer is, and keeps what was sent. The SMTP conversation has tests of its own."""

    messages: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> str:
        self.messages.append(message)
        loglines.seen_in_mail(message.text)
        return message.message_id or "<kept@test>"

    def to(self, address: str) -> list[Message]:
        return [message for message in self.messages if message.to == address]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        env="test",
        secret_key=SECRET,  # type: ignore[arg-type]
        data_dir=tmp_path_factory.mktemp("data"),
        log_level="error",
        public_url="http://testserver",
        rate_limit={
            "sign_in_per_ip": 100_000,
            "register_per_ip": 100_000,
            "requests": 1_000_000,
            "strict_requests": 1_000_000,
        },  # type: ignore[arg-type]
    )


@pytest.fixture(scope="session")
async def app(app_database_url: str, settings: Settings) -> AsyncIterator[FastAPI]:
    made = create_app(settings, database_url=app_database_url)
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture
def house(app: FastAPI) -> House:
    found: House = app.state.house
    return found


@pytest.fixture
def mailbox(house: House) -> Iterator[Mailbox]:
    before, box = house.adapters["mailer"], Mailbox()
    house.adapters["mailer"] = box
    yield box
    house.adapters["mailer"] = before


class Client(httpx2.AsyncClient):
    """A caller. Paths are below `/api/v1` unless they start with `//`."""

    person: "Person | None" = None

    async def request(self, method: str, url: Any, **how: Any) -> httpx2.Response:
        path = str(url)
        path = path[1:] if path.startswith("//") else f"/api/v1{path}"
        return await super().request(method, path, **how)


def make_client(app: FastAPI, **how: Any) -> Client:
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    return Client(transport=transport, base_url="http://testserver", **how)


@dataclass(frozen=True)
class Person:
    id: UUID
    email: str
    full_name: str
    role: Role
    token: str


@dataclass
class World:
    """One institution: a person of every role, a second student, two companies, a season."""

    app: FastAPI
    owner: str
    id: UUID
    slug: str
    company_id: UUID
    other_company_id: UUID
    season_id: UUID
    people: dict[Role, Person]
    extra: dict[str, Person] = field(default_factory=dict)

    def client(self, who: Role | Person | None = None) -> Client:
        """A client signed in as that person; signed out, but of this institution, for None."""
        if who is None:
            return make_client(self.app, headers={"X-Institution": self.slug})
        person = self.people[who] if isinstance(who, Role) else who
        made = make_client(self.app, headers={"Authorization": f"Bearer {person.token}"})
        made.person = person
        return made

    @property
    def student(self) -> Person:
        return self.people[Role.STUDENT]

    async def add_student(self, name: str = "Extra Student", **record: Any) -> Person:
        """One more student with a record of these figures."""
        connection = await asyncpg.connect(self.owner)
        try:
            person = await _person(connection, self.id, Role.STUDENT, name, None, record)
        finally:
            await connection.close()
        self.extra[person.email] = person
        return person

    def context(self) -> Any:
        """A system context of this institution, with its own transaction."""
        return system_context(self.app.state.house, self.id)


_STUDENT = {
    "branch": "CSE",
    "department": "Computing",
    "graduation_year": 2027,
    "cgpa": 8.2,
    "tenth_percent": 88,
    "twelfth_percent": 84,
    "active_backlogs": 0,
}


async def _insert(connection: asyncpg.Connection, table: str, **values: Any) -> None:
    names, places = ", ".join(values), ", ".join(f"${n}" for n in range(1, len(values) + 1))
    await connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", *values.values())


async def _person(
    connection: asyncpg.Connection,
    institution: UUID,
    role: Role,
    name: str,
    company_id: UUID | None,
    record: dict[str, Any] | None = None,
) -> Person:
    user_id, session_id, now = new_id(), new_id(), datetime.now(UTC)
    email = f"{name.split(maxsplit=1)[0].lower()}.{user_id.hex[-12:]}@people.example"
    stamps = {"created_at": now, "updated_at": now}
    await _insert(
        connection, "users", id=user_id, institution_id=institution, email=email, full_name=name, password_hash=_HASH,
        state="active", **stamps,
    )  # fmt: skip
    await _insert(
        connection, "memberships", id=new_id(), institution_id=institution, user_id=user_id, role=role.value,
        company_id=company_id if role is Role.RECRUITER else None, created_at=now,
    )  # fmt: skip
    if role is Role.STUDENT:
        figures = {**_STUDENT, "roll_no": f"R{user_id.hex[-8:]}", **(record or {})}
        await _insert(connection, "students", user_id=user_id, institution_id=institution, **figures, **stamps)
    await _insert(
        connection, "sessions", id=session_id, institution_id=institution, user_id=user_id, kind="token", ip="", user_agent="",
        created_at=now, seen_at=now, expires_at=now + timedelta(days=1),
    )  # fmt: skip
    token = tokens.access_token(SECRET.encode(), session_id, user_id, now, timedelta(hours=12))
    return Person(user_id, email, name, role, token)


async def make_world(app: FastAPI, owner: str, kind: str = "university") -> World:
    connection = await asyncpg.connect(owner)
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=str, decoder=str)
    try:
        institution, season, company, second = new_id(), new_id(), new_id(), new_id()
        slug, now = f"u{institution.hex[-12:]}", datetime.now(UTC)
        stamps = {"created_at": now, "updated_at": now}
        await _insert(
            connection, "institutions", id=institution, slug=slug, name=f"University {slug}", kind=kind,
            time_zone="Asia/Kolkata", currency="INR", region="IN", hosts=[], settings="{}", **stamps,
        )  # fmt: skip
        await _insert(
            connection, "seasons", id=season, institution_id=institution, name="Placements", starts_date=now.date(),
            ends_date=now.date() + timedelta(days=300), is_current=True, policy="{}", **stamps,
        )  # fmt: skip
        for key, name in ((company, "Acme"), (second, "Beta")):
            await _insert(
                connection, "companies", id=key, institution_id=institution, name=name, name_key=name.lower(), **stamps
            )
        names = {
            Role.STUDENT: "Asha Student", Role.RECRUITER: "Ravi Recruiter", Role.INDUSTRIAL_SUPERVISOR: "Indu Supervisor",
            Role.UNIVERSITY_SUPERVISOR: "Uma Lecturer", Role.COORDINATOR: "Kiran Coordinator", Role.OFFICER: "Meera Officer",
            Role.ADMIN: "Anil Admin",
        }  # fmt: skip
        if kind == "platform":
            names = {Role.OPERATOR: "Olga Operator"}
        people = {role: await _person(connection, institution, role, name, company) for role, name in names.items()}
        world = World(app, owner, institution, slug, company, second, season, people)
        if kind == "university":
            world.extra["second student"] = await _person(connection, institution, Role.STUDENT, "Bela Second", None)
            world.extra["second recruiter"] = await _person(
                connection, institution, Role.RECRUITER, "Rina Second", second
            )
        return world
    finally:
        await connection.close()


@pytest.fixture
async def world(app: FastAPI, app_database_url: str) -> World:
    """An institution of this test's own."""
    return await make_world(app, app_database_url)


@pytest.fixture
async def elsewhere(app: FastAPI, app_database_url: str) -> World:
    """Another institution, which must see nothing."""
    return await make_world(app, app_database_url)


@pytest.fixture
async def platform(app: FastAPI, app_database_url: str) -> World:
    """The operator's own institution."""
    return await make_world(app, app_database_url, "platform")


@pytest.fixture
async def client(request: pytest.FixtureRequest, world: World) -> AsyncIterator[Client]:
    """The caller that the test names: `@pytest.mark.as_(Role.RECRUITER)`; signed out without a mark."""
    mark = request.node.get_closest_marker("as_")
    async with world.client(mark.args[0] if mark else None) as made:
        yield made


@pytest.fixture
async def context(world: World) -> AsyncIterator[Context]:
    async with world.context() as made:
        yield made


async def run_tasks(house: House, institution: UUID, name: str | None = None) -> int:
    """Carry out, in this process, the tasks that wait for an institution; the number done."""
    from careerdesk.kernel.tasks import REGISTRY, carry_out

    done = 0
    while True:
        async with system_context(house, None) as taking:
            found = await taking.db.row(
                """
                UPDATE procrastinate_jobs SET status = 'succeeded'
                WHERE id = (SELECT id FROM procrastinate_jobs WHERE status = 'todo'
                    AND args->>'institution_id' = :institution AND (:name::text IS NULL OR task_name = :name)
                    ORDER BY id LIMIT 1)
                RETURNING task_name, args
                """,
                institution=str(institution),
                name=name,
            )
        if found is None:
            return done
        await carry_out(house, REGISTRY[found["task_name"]], institution, found["args"]["arguments"])
        done += 1
