"""One institution sees nothing of another: not by a forgotten filter, not by raw SQL, not after a rollback on a shared
connection. The traps are told in docs/decisions/0004."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from careerdesk.kernel.db import Database, Db
from careerdesk.kernel.ids import new_id

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
NAMES = "SELECT name FROM companies ORDER BY name"
INSTITUTION = """
INSERT INTO institutions (id, slug, name, kind, time_zone, currency, region, hosts, settings, created_at, updated_at)
VALUES ($1, $2, $2, 'university', 'Asia/Kolkata', 'INR', 'IN', '{}', '{}', now(), now())
"""
COMPANY = """
INSERT INTO companies (id, institution_id, name, name_key, created_at, updated_at) VALUES ($1, $2, $3, $3, now(), now())
"""


@dataclass
class Two:
    """Two institutions with one company each, and a pool of a single connection, so that they have to share it."""

    database: Database
    one: UUID
    other: UUID


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[Two]:
    one, other = new_id(), new_id()
    owner = await asyncpg.connect(database_url)
    for institution, slug in ((one, "one"), (other, "other")):
        await owner.execute(INSTITUTION, institution, slug)
        await owner.execute(COMPANY, new_id(), institution, f"company of {slug}")
    await owner.close()
    database = Database(database_url, role="careerdesk_app", size=1)
    await database.start()
    yield Two(database, one, other)
    await database.stop()


async def names(db: Db) -> list[str]:
    return [record["name"] for record in await db.rows(NAMES)]


async def test_each_sees_its_own(two: Two) -> None:
    for _ in range(2):
        async with two.database.session(NOW, two.one) as db:
            assert await names(db) == ["company of one"]
        async with two.database.session(NOW, two.other) as db:
            assert await names(db) == ["company of other"]


async def test_without_an_institution_there_is_an_error_and_no_row(two: Two) -> None:
    async with two.database.session(NOW, two.one) as db:
        assert await names(db)
    with pytest.raises(asyncpg.PostgresError):
        async with two.database.session(NOW, None) as db:
            await names(db)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM companies WHERE institution_id = :other",
        "SELECT count(*) FROM companies c JOIN institutions i ON i.id <> c.institution_id",
        "SELECT count(*) FROM institutions WHERE id = :other",
        "WITH gone AS (DELETE FROM companies WHERE institution_id = :other RETURNING 1) SELECT count(*) FROM gone",
        "WITH changed AS (UPDATE companies SET name = 'x' WHERE institution_id = :other RETURNING 1) "
        "SELECT count(*) FROM changed",
    ],
)
async def test_raw_sql_finds_nothing_of_another(two: Two, sql: str) -> None:
    async with two.database.session(NOW, two.one) as db:
        given = {"other": two.other} if ":other" in sql else {}
        assert await db.value(sql, **given) == 0


async def test_nothing_can_be_written_into_another(two: Two) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with two.database.session(NOW, two.one) as db:
            await db.run(
                "INSERT INTO companies (id, institution_id, name, name_key, created_at, updated_at) "
                "VALUES (:id, :other, 'x', 'x', now(), now())",
                id=new_id(),
                other=two.other,
            )


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE companies DISABLE ROW LEVEL SECURITY",
        "DROP POLICY companies_institution ON companies",
        "CREATE TABLE mine (id int)",
        "UPDATE audit_records SET sentence = ''",
        "DELETE FROM audit_records",
        "INSERT INTO audit_heads SELECT * FROM audit_heads",
    ],
)
async def test_the_role_of_requests_cannot_lift_the_protection(two: Two, sql: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with two.database.session(NOW, two.one) as db:
            await db.run(sql)


async def test_after_a_rollback_the_shared_connection_shows_nobody_elses(two: Two) -> None:
    async with two.database.session(NOW, two.one) as db:
        assert await names(db) == ["company of one"]
    with pytest.raises(RuntimeError, match="on purpose"):
        async with two.database.session(NOW, two.other) as db:
            await db.begin()
            assert await names(db) == ["company of other"]
            raise RuntimeError("on purpose")
    async with two.database.session(NOW, two.one) as db:
        assert await names(db) == ["company of one"]
    async with two.database.session(NOW, two.other) as db:
        assert await names(db) == ["company of other"]


async def test_after_an_error_of_the_database_as_well(two: Two) -> None:
    for tenant, expected in ((two.other, "company of other"), (two.one, "company of one")):
        with pytest.raises(asyncpg.PostgresError):
            async with two.database.session(NOW, tenant) as db:
                await db.begin()
                await db.run("SELECT 1 / 0")
        async with two.database.session(NOW, tenant) as db:
            assert await names(db) == [expected]


async def test_after_a_cancelled_request_as_well(two: Two) -> None:
    async with two.database.session(NOW, two.one) as db:
        assert await names(db)

    async def slow() -> None:
        async with two.database.session(NOW, two.other) as db:
            await db.begin()
            await db.run("SELECT pg_sleep(10)")

    for moment in (0.0, 0.001, 0.005, 0.05):
        request = asyncio.create_task(slow())
        await asyncio.sleep(moment)
        request.cancel()
        await asyncio.gather(request, return_exceptions=True)
        async with two.database.session(NOW, two.one) as db:
            assert await names(db) == ["company of one"]


async def test_a_hundred_requests_of_both_on_few_connections_never_mix(database_url: str, two: Two) -> None:
    database = Database(database_url, role="careerdesk_app", size=3)
    await database.start()
    tenants = {two.one: ["company of one"], two.other: ["company of other"]}

    async def request(number: int) -> None:
        tenant = list(tenants)[number % 2]
        try:
            async with database.session(NOW, tenant) as db:
                if number % 3:
                    await db.begin()
                assert await names(db) == tenants[tenant]
                if number % 5 == 0:
                    raise LookupError
        except LookupError:
            pass

    await asyncio.gather(*[request(number) for number in range(100)])
    await database.stop()


async def test_the_institution_cannot_change_inside_a_transaction(two: Two) -> None:
    with pytest.raises(RuntimeError):
        async with two.database.session(NOW, two.one) as db:
            await db.begin()
            db.enter(two.other)
