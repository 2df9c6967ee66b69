"""What the command line does with an installation: migrate, demo, administrators, imports, checks."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from careerdesk import __version__, migrations
from careerdesk.entry.house import build
from careerdesk.entry.routers import load_tasks
from careerdesk.identity import passwords
from careerdesk.identity import service as identity
from careerdesk.kernel.context import Context, House, system_context
from careerdesk.kernel.errors import Problem
from careerdesk.kernel.ids import new_id
from careerdesk.kernel.settings import Settings
from careerdesk.permissions.roles import Role

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    text: str
    wrong: bool = False


def make_current(settings: Settings, owner: str) -> None:
    """Migrate, except in production, where an operator decides when."""
    at, newest = migrations.current(owner), migrations.head()
    if at == newest:
        return
    if settings.env == "production" and at is not None:
        sys.exit(f"The database is at {at}, this version needs {newest}. Make a backup, then run: careerdesk migrate")
    migrations.upgrade(owner)


def with_house(settings: Settings, url: str, act: Callable[[House], Awaitable[T]]) -> T:
    """Run one coroutine in a house of its own."""

    async def run() -> T:
        load_tasks()
        house = build(settings, url, name="careerdesk-cli")
        await house.database.start()
        try:
            return await act(house)
        except Problem as problem:
            sys.exit(problem.detail)
        finally:
            await house.database.stop()

    return asyncio.run(run())


def load_demo(settings: Settings, owner: str, *, students: int, seed: int, reset: bool) -> None:
    """Write the demo season; refuses a database that is in use."""
    from careerdesk.demo import service as demo

    print(demo.load(owner, students=students, seed=seed, reset=reset, now=datetime.now(UTC)))  # noqa: T201


def load_demo_once(settings: Settings, owner: str) -> None:
    """The demo season, where there is no institution yet."""
    from careerdesk.demo import service as demo

    if demo.is_empty(owner):
        load_demo(settings, owner, students=300, seed=7, reset=False)


def print_sign_ins(settings: Settings, host: str, port: int) -> None:
    lines = [
        "",
        f"  Careerdesk {__version__} at http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}",  # noqa: S104
        "",
        "  Sign in with the password careerdesk-demo as",
        *(f"    {who}@demo.careerdesk.example" for who in
          ("student", "officer", "coordinator", "recruiter", "industry", "lecturer", "admin")),
        "  The same names at other.careerdesk.example are a second institution;",
        "  operator@careerdesk.example runs the platform.",
        "",
    ]  # fmt: skip
    print("\n".join(lines), flush=True)  # noqa: T201


CREATE_INSTITUTION = """
INSERT INTO institutions (id, slug, name, kind, time_zone, currency, region, hosts, settings, created_at, updated_at)
VALUES (%(id)s, %(slug)s, %(name)s, 'university', %(zone)s, 'INR', 'IN', '{}', '{}', %(now)s, %(now)s)
"""
CREATE_SEASON = """
INSERT INTO seasons (id, institution_id, name, starts_date, ends_date, is_current, policy, created_at, updated_at)
VALUES (%(id)s, %(institution)s, %(name)s, %(starts)s, %(ends)s, true, '{}', %(now)s, %(now)s)
"""


def ensure_institution(owner: str, *, slug: str, name: str, time_zone: str) -> UUID:
    """The institution of that slug, made with a first season where it is new. As the owner: the app may not."""
    from zoneinfo import ZoneInfo

    import psycopg

    ZoneInfo(time_zone)
    with psycopg.connect(owner) as connection:
        found = connection.execute("SELECT id FROM institutions WHERE slug = %s", [slug]).fetchone()
        if found is not None:
            return UUID(str(found[0]))
        now = datetime.now(UTC)
        made = new_id()
        connection.execute(CREATE_INSTITUTION, {"id": made, "slug": slug, "name": name, "zone": time_zone, "now": now})
        year = now.year if now.month >= 6 else now.year - 1
        connection.execute(
            CREATE_SEASON,
            {
                "id": new_id(), "institution": made, "name": f"Placements {year}-{(year + 1) % 100:02d}",
                "starts": f"{year}-06-01", "ends": f"{year + 1}-05-31", "now": now,
            },
        )  # fmt: skip
        return made


def create_admin(
    settings: Settings, owner: str, own: str, *, email: str, name: str, slug: str, institution_name: str, time_zone: str,
    password: str,
) -> str:  # fmt: skip
    """An administrator with a password. Running it again for the same address is refused."""
    institution_id = ensure_institution(owner, slug=slug, name=institution_name, time_zone=time_zone)

    async def act(house: House) -> str:
        async with system_context(house, institution_id, who="the command line") as context:
            passwords.require_good(password, email)
            user = await identity.create_account(
                context, email=email, full_name=name, password_hash=passwords.hash_now(password), state="active"
            )
            await identity.grant(context, user.id, Role.ADMIN)
            return f"{user.full_name} <{user.email}> administers {slug}."

    return with_house(settings, own, act)


def import_students(
    settings: Settings, own: str, file: Path, slug: str, *, dry_run: bool, invite: bool
) -> dict[str, Any]:
    """The import of the API, from the command line."""
    from careerdesk.students import service as students

    data = file.read_bytes()

    async def act(house: House) -> dict[str, Any]:
        institution_id = await _institution(house, slug)
        async with system_context(house, institution_id, who="the command line") as context:
            return await students.import_file(context, file.name, data, dry_run=dry_run, invite=invite)

    return with_house(settings, own, act)


async def _institution(house: House, slug: str) -> UUID:
    async with system_context(house, None) as context:
        found = await context.db.lookup("SELECT institution_by(:slug, NULL) AS id", slug=slug)
    if found is None or found["id"] is None:
        sys.exit(f"There is no institution “{slug}”.")
    return UUID(str(found["id"]))


def openapi_text() -> str:
    """The API's document. The routes need no database to be described, and no .env of this machine counts."""
    from careerdesk.entry.app import create_app

    settings = Settings.model_validate({"env": "test", "log_level": "error"})
    return json.dumps(create_app(settings).openapi(), indent=1, ensure_ascii=False) + "\n"


def check(settings: Settings, owner: str, own: str) -> list[Finding]:
    """The audit chain and the invariants that no single CHECK can see, for every institution."""
    from careerdesk.audit.service import first_broken

    async def one(context: Context) -> list[Finding]:
        name = await context.db.value("SELECT name FROM institutions")
        broken = await first_broken(context)
        number = await context.db.value("SELECT count(*) FROM audit_records")
        chain = Finding(f"{name}: audit chain of {number} records is whole")
        if broken is not None:
            chain = Finding(f"{name}: audit chain is broken at record {broken}", wrong=True)
        placed = await context.db.value(PLACED_WITHOUT_OFFER)
        offers = Finding(f"{name}: every placed application has had an accepted offer")
        if placed:
            offers = Finding(f"{name}: {placed} placed applications have no accepted offer", wrong=True)
        return [chain, offers]

    async def act(house: House) -> list[Finding]:
        async with system_context(house, None) as platform:
            ids = [record[0] for record in await platform.db.rows("SELECT institution_ids()")]
        found = [Finding(f"schema {migrations.current(owner)} of {migrations.head()}")]
        for institution_id in ids:
            async with system_context(house, institution_id) as context:
                found += await one(context)
        return found

    return with_house(settings, own, act)


PLACED_WITHOUT_OFFER = """
SELECT count(*) FROM applications a WHERE a.status = 'PLACED' AND NOT EXISTS (
    SELECT FROM offers o WHERE o.application_id = a.id AND o.responded_at IS NOT NULL
        AND o.state IN ('ACCEPTED', 'REVOKED', 'RENEGED'))
"""


def redis_finding(settings: Settings) -> Finding:
    """Whether Redis answers, where it is used at all."""
    if settings.redis_url is None:
        return Finding("redis: not used, PostgreSQL keeps codes and counters")
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        Redis.from_url(settings.redis_url.get_secret_value(), socket_timeout=2, socket_connect_timeout=2).ping()
    except (RedisError, OSError, ValueError) as error:
        said = f"redis: does not answer ({type(error).__name__}); PostgreSQL serves in its place"
        return Finding(f"{said}. Look at CAREERDESK_REDIS_URL.", wrong=True)
    return Finding("redis: answers")


def doctor(settings: Settings, owner: str) -> list[Finding]:
    """What is there, what is missing, and what to do."""
    import psycopg

    with psycopg.connect(owner) as connection:
        version = connection.execute("SHOW server_version").fetchone()
    kind = "given by CAREERDESK_DATABASE_URL" if settings.database_url else f"embedded in {settings.data_dir}"
    at, newest = migrations.current(owner), migrations.head()
    web = Path(__file__).parent.parent / "web" / "index.html"
    mail = f"{settings.mail.host}:{settings.mail.port}" if settings.mail.host else None
    mail = mail or (f"SendGrid, {settings.sendgrid.base_url}" if settings.sendgrid.api_key else None)
    return [
        Finding(f"careerdesk {__version__}, Python {sys.version.split()[0]}, environment {settings.env}"),
        Finding(f"database: PostgreSQL {version[0] if version else '?'}, {kind}"),
        Finding(f"schema: {at}" + ("" if at == newest else f", {newest} is newer: run careerdesk migrate")),
        Finding("web app: built" if web.is_file() else "web app: not built. Run: make web"),
        redis_finding(settings),
        Finding(f"mail: {mail}" if mail else "mail: no server set, mails go to the outbox folder"),
        Finding("secret key: set" if settings.secret_key else "secret key: kept in the data folder (trial only)"),
    ]
