"""The database: SQLAlchemy declares it, asyncpg runs it.

Tables are SQLAlchemy 2 declarative classes; queries are SQL with `:name` parameters, kept as constants in a room's
`repository`; rows come back as instances of the declared class (never attached to a Session) or as plain records.
Why not the ORM's session: docs/decisions/0002.

Tenancy: a pooled connection remembers for which institution its row-level security is set. It is set in AUTOCOMMIT,
before any BEGIN, and only when it differs; after a rollback or an error it is forgotten, because PostgreSQL undoes a
plain SET with its transaction (docs/decisions/0004).
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import ForeignKey, MetaData, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from careerdesk.kernel.errors import Missing, Unavailable
from careerdesk.kernel.ids import new_id

Record = asyncpg.Record


class Base(DeclarativeBase):
    """Every table. Instants are `timestamptz`, documents `jsonb`, keys UUIDv7."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(),
        str: Text(),
        datetime: TIMESTAMP(timezone=True),
        Decimal: Numeric(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
        list[str]: ARRAY(Text()),
    }


M = TypeVar("M", bound=Base)


class Tenant:
    """Mixin of every table that belongs to one institution: the column that row-level security looks at."""

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institutions.id", ondelete="CASCADE"))


def key() -> MappedColumn[UUID]:
    """The primary key of a table: a UUIDv7, made by us."""
    return mapped_column(primary_key=True)


_PARAMETER = re.compile(r"(?<![\w:]):([a-z_][a-z0-9_]*)")


@lru_cache(maxsize=2048)
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """`:name` parameters as PostgreSQL's `$n`, and their names in that order."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _PARAMETER.sub(number, sql), tuple(names)


@lru_cache(maxsize=1024)
def _insert_sql(model: type[Base], columns: tuple[str, ...], returning: str) -> str:
    names = ", ".join(columns)
    places = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
    return f"INSERT INTO {model.__tablename__} ({names}) VALUES ({places}) RETURNING {returning}"


@lru_cache(maxsize=1024)
def _update_sql(model: type[Base], columns: tuple[str, ...]) -> str:
    primary = next(iter(model.__table__.primary_key)).name
    pairs = ", ".join(f"{column} = ${n}" for n, column in enumerate(columns, 2))
    return f"UPDATE {model.__tablename__} SET {pairs} WHERE {primary} = $1 RETURNING *"


class _Connection(asyncpg.Connection):
    """A pooled connection that knows its institution and skips asyncpg's reset round trip (we leave nothing behind)."""

    tenant: UUID | None = None
    known = True  # False: what the server has set is not known (after a rollback, an error, a cancellation)

    def get_reset_query(self) -> str:
        return ""


class Database:
    """The pool of one process."""

    def __init__(self, url: str, *, role: str | None, size: int, name: str = "careerdesk"):
        self.url = url.replace("postgresql+asyncpg://", "postgresql://")
        # The embedded server lets the app's role sign in by itself; elsewhere the owner signs in and steps down.
        self.role = None if "careerdesk_app@" in self.url else role
        self._size = size
        self._name = name
        self._pool: asyncpg.Pool | None = None

    async def start(self) -> None:
        settings = {"application_name": self._name, "jit": "off", "timezone": "UTC"}
        if self.role:
            settings["role"] = self.role
        self._pool = await asyncpg.create_pool(
            self.url,
            min_size=min(2, self._size),
            max_size=self._size,
            init=_prepare,
            connection_class=_Connection,
            server_settings=settings,
            statement_cache_size=500,
            command_timeout=60,
        )

    async def stop(self) -> None:
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    @property
    def pool(self) -> asyncpg.Pool:
        if self._pool is None:
            raise Unavailable("The database is not connected yet.")
        return self._pool

    @asynccontextmanager
    async def session(self, now: datetime, tenant: UUID | None = None) -> AsyncIterator["Db"]:
        """A handle for one request or task; it takes a connection when the first statement needs one. An open
        transaction is rolled back when the block is left by an error, and committed otherwise."""
        db = Db(self, now, tenant)
        try:
            yield db
            await db.commit()
        except BaseException:
            await db.abandon()
            raise
        finally:
            await db.release()


async def _prepare(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + orjson.dumps(value, default=str),
        decoder=lambda data: orjson.loads(data[1:]),
    )
    await connection.set_type_codec(
        "json",
        schema="pg_catalog",
        format="binary",
        encoder=lambda v: orjson.dumps(v, default=str),
        decoder=orjson.loads,
    )


class Db:
    """One connection for the length of one request: reads run in AUTOCOMMIT, writes after `begin`."""

    __slots__ = ("_applied", "_database", "_raw", "now", "statements", "tenant", "writing")

    def __init__(self, database: Database, now: datetime, tenant: UUID | None = None):
        self._database = database
        self._raw: Any = None
        self._applied = False
        self.now = now
        self.tenant = tenant
        self.writing = False
        self.statements = 0  # counted so that tests can refuse N+1

    # -- connection, tenancy, transaction ---------------------------------------------------------------------

    def enter(self, tenant: UUID | None) -> None:
        """Set whose rows are visible (None: nobody's, every read of a tenant table is an error)."""
        if self.writing and tenant != self.tenant:
            raise RuntimeError("The institution cannot change inside a transaction.")
        if tenant != self.tenant:
            self.tenant, self._applied = tenant, False

    async def _connection(self) -> Any:
        if self._raw is None:
            try:
                # Our own deadline: asyncpg's makes a task of every wait.
                async with asyncio.timeout(10):
                    self._raw = await self._database.pool.acquire()
            except (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as error:
                raise Unavailable("The database does not answer. Try again in a moment.") from error
        return self._raw

    async def _ready(self) -> Any:
        """The connection, showing this institution's rows. Outside a transaction, so that no rollback undoes it."""
        raw = await self._connection()
        if not self._applied:
            held = self._held
            if not held.known or held.tenant != self.tenant:
                held.known = False
                setting = "" if self.tenant is None else str(self.tenant)
                await raw.execute("SELECT set_config('app.institution', $1, false)", setting)
                held.tenant, held.known = self.tenant, True
            self._applied = True
        return raw

    @property
    def _held(self) -> Any:
        return getattr(self._raw, "_con", self._raw)

    async def begin(self) -> None:
        if not self.writing:
            raw = await self._ready()
            await raw.execute("BEGIN")
            self.writing = True

    async def commit(self) -> None:
        if self.writing:
            self.writing = False
            await self._raw.execute("COMMIT")

    async def abandon(self) -> None:
        """Roll back, and forget what the connection was set to."""
        if self._raw is None:
            return
        self._held.known = False
        self._applied = False
        if self.writing:
            self.writing = False
            if not self._raw.is_closed():
                try:
                    await self._raw.execute("ROLLBACK")
                except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                    self._raw.terminate()

    async def release(self) -> None:
        """Give the connection back, for instance before a wait; the next statement takes another."""
        if self._raw is not None:
            raw, self._raw = self._raw, None
            self._applied = False
            await self._database.pool.release(raw)

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A savepoint: an error inside undoes this block alone."""
        await self._raw.execute("SAVEPOINT attempt")
        try:
            yield
        except Exception:
            await self._raw.execute("ROLLBACK TO SAVEPOINT attempt")
            raise
        await self._raw.execute("RELEASE SAVEPOINT attempt")

    # -- statements -------------------------------------------------------------------------------------------

    async def rows(self, sql: str, **values: Any) -> list[Record]:
        self.statements += 1
        raw = self._raw if self._applied else await self._ready()
        text, names = _numbered(sql)
        found: list[Record] = await raw.fetch(text, *[values[name] for name in names])
        return found

    async def row(self, sql: str, **values: Any) -> Record | None:
        self.statements += 1
        raw = self._raw if self._applied else await self._ready()
        text, names = _numbered(sql)
        found: Record | None = await raw.fetchrow(text, *[values[name] for name in names])
        return found

    async def value(self, sql: str, **values: Any) -> Any:
        self.statements += 1
        raw = self._raw if self._applied else await self._ready()
        text, names = _numbered(sql)
        return await raw.fetchval(text, *[values[name] for name in names])

    async def run(self, sql: str, **values: Any) -> int:
        """Execute; the number of rows touched."""
        self.statements += 1
        raw = self._raw if self._applied else await self._ready()
        text, names = _numbered(sql)
        status: str = await raw.execute(text, *[values[name] for name in names])
        last = status.rsplit(" ", 1)[-1]
        return int(last) if last.isdigit() else 0

    async def lookup(self, sql: str, **values: Any) -> Record | None:
        """One of the look-ups that need no institution (SECURITY DEFINER functions); run as the connection is."""
        self.statements += 1
        raw = self._raw or await self._connection()
        text, names = _numbered(sql)
        found: Record | None = await raw.fetchrow(text, *[values[name] for name in names])
        return found

    async def one(self, model: type[M], sql: str, **values: Any) -> M | None:
        record = await self.row(sql, **values)
        return None if record is None else load(model, record)

    async def many(self, model: type[M], sql: str, **values: Any) -> list[M]:
        return [load(model, record) for record in await self.rows(sql, **values)]

    async def get(self, model: type[M], id: UUID, what: str | None = None, *, lock: bool = False) -> M:
        """The row of that key as this institution sees it, or 404. `lock` takes it FOR UPDATE."""
        primary = next(iter(model.__table__.primary_key)).name
        tail = " FOR UPDATE" if lock else ""
        found = await self.one(model, f"SELECT * FROM {model.__tablename__} WHERE {primary} = :id{tail}", id=id)
        if found is None:
            raise Missing(what or model.__name__)
        return found

    async def insert(self, model: type[M], **values: Any) -> M:
        """Write one row. Key, institution, `created_at` and `updated_at` are filled in where the table has them."""
        self._fill(model, values)
        self.statements += 1
        raw = self._raw if self._applied else await self._ready()
        return load(model, await raw.fetchrow(_insert_sql(model, tuple(values), "*"), *values.values()))

    async def update(self, model: type[M], id: UUID, **values: Any) -> M:
        """Change one row by its key; 404 where this institution has none."""
        if "updated_at" in model.__table__.columns:
            values.setdefault("updated_at", self.now)
        self.statements += 1
        raw = self._raw if self._applied else await self._ready()
        record = await raw.fetchrow(_update_sql(model, tuple(values)), id, *values.values())
        if record is None:
            raise Missing(model.__name__)
        return load(model, record)

    async def copy(self, table: str, columns: Sequence[str], records: Iterable[Sequence[Any]]) -> int:
        """COPY many rows in; the number written."""
        self.statements += 1
        raw = self._raw if self._applied else await self._ready()
        status: str = await raw.copy_records_to_table(table, columns=list(columns), records=records)
        return int(status.rsplit(" ", 1)[-1])

    def _fill(self, model: type[Base], values: dict[str, Any]) -> None:
        columns = model.__table__.columns
        if "id" in columns:
            values.setdefault("id", new_id())
        if "institution_id" in columns and "institution_id" not in values:
            if self.tenant is None:
                raise RuntimeError(f"No institution is set, so nothing can be written to {model.__tablename__}.")
            values["institution_id"] = self.tenant
        for name in ("created_at", "updated_at"):
            if name in columns:
                values.setdefault(name, self.now)


def load(model: type[M], record: Record) -> M:
    """A record as an instance of its declared class."""
    return model(**record)


def today(now: datetime, zone: Any) -> date:
    """The day of an instant in a zone."""
    return now.astimezone(zone).date()
