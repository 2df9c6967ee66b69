"""The context of one request or task: who, when, and the database handle. First argument of every service function."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from careerdesk.kernel.access import Actor, Reach
from careerdesk.kernel.db import Database, Db
from careerdesk.kernel.errors import Unauthenticated
from careerdesk.kernel.events import Event
from careerdesk.kernel.settings import Settings
from careerdesk.kernel.store import PostgresStore, Store

if TYPE_CHECKING:
    from careerdesk.kernel.limits import Limiter


@dataclass(slots=True)
class House:
    """What one process shares: settings, the pool, who is calling and since when, what counts requests, and the adapters, by name. `store` makes the
    store of short-lived state for one request's connection."""

    settings: Settings
    database: Database
    authenticate: Callable[["Context", Any, bool], Awaitable[None]]
    require_fresh: Callable[["Context"], Awaitable[None]]
    limiter: "Limiter"
    adapters: dict[str, Any] = field(default_factory=dict)
    store: Callable[[Db], Store] = PostgresStore


@dataclass(frozen=True, slots=True)
class Closing:
    """A call of a database function, `name(:value)`, and its values."""

    call: str
    values: dict[str, Any]


@dataclass(slots=True)
class Context:
    """One caller, one clock reading, one transaction."""

    house: House
    db: Db
    now: datetime
    actor: Actor | None = None
    request_id: str = ""
    ip: str = ""
    user_agent: str = ""
    events: list[Event] = field(default_factory=list)
    closing: dict[str, Callable[["Context"], "Closing"]] = field(default_factory=dict)
    pending: list[Any] = field(default_factory=list)
    flags: tuple[UUID | None, Mapping[str, bool]] | None = None
    """What an institution has switched on and off; None where it has not been read yet."""

    @property
    def settings(self) -> Settings:
        return self.house.settings

    @property
    def store(self) -> Store:
        """Short-lived state. Not inside a transaction: what is counted stays counted although the caller is refused."""
        return self.house.store(self.db)

    @property
    def caller(self) -> Actor:
        """The signed-in caller, or 401."""
        if self.actor is None:
            raise Unauthenticated("Sign in to go on.", headers={"WWW-Authenticate": "Bearer"})
        return self.actor

    @property
    def user_id(self) -> UUID:
        """The caller's user id; 401 for signed-out callers and for the system."""
        user_id = self.caller.user_id
        if user_id is None:
            raise Unauthenticated("This is for people, not for background work.")
        return user_id

    @property
    def institution_id(self) -> UUID:
        if self.db.tenant is None:
            raise Unauthenticated("No institution is named. Sign in, or name one.", code="no_institution")
        return self.db.tenant

    def may(self, permission: str) -> bool:
        return self.actor is not None and self.actor.may(permission)

    def reach(self, permission: str) -> Reach:
        """How far the permission reaches; NONE for signed-out callers."""
        return Reach.NONE if self.actor is None else self.actor.reach(permission)

    def record(self, name: str, **arguments: Any) -> None:
        """Note that something happened; the tasks that listen are enqueued at the commit."""
        self.events.append(Event(name, arguments))

    def at_commit(self, name: str, make: Callable[["Context"], "Closing"]) -> None:
        """Have a database function called once, as the last thing before the commit: what takes a lock that others wait
        for. `make` gives the call and its values; all of them go in one statement."""
        self.closing.setdefault(name, make)

    async def close(self, reading: str | None = None, **values: Any) -> Any:
        """Make the calls that end the transaction: tasks for what listens to its events, and what `at_commit` asked for.
        `reading`: a scalar subselect that sees everything the request has written; its value. In one statement with the
        calls, because most changes answer with the row that they changed."""
        from careerdesk.kernel.tasks import listeners

        closings = [closing for closing in (listeners(self),) if closing is not None]
        closings += [make(self) for make in self.closing.values()]
        self.events.clear()
        self.closing.clear()
        if not closings and reading is None:
            return None
        for closing in closings:
            values |= closing.values
        calls = [closing.call for closing in closings]
        found = await self.db.row(f"SELECT {', '.join([f'({reading})' if reading else 'NULL', *calls])}", **values)
        return None if found is None else found[0]

    @asynccontextmanager
    async def separately(self) -> AsyncIterator["Context"]:
        """A second context with a transaction of its own: progress that must be seen before the work is done."""
        now = datetime.now(UTC)
        async with self.house.database.session(now, self.db.tenant) as db:
            await db.begin()
            inner = Context(self.house, db, now, self.actor, self.request_id, self.ip, self.user_agent)
            yield inner
            await settle(inner)


async def settle(context: Context) -> None:
    """The end of a transaction that went well: enqueue what listens to its events, close, commit."""
    await context.close()
    await context.db.commit()


@asynccontextmanager
async def system_context(
    house: House, institution_id: UUID | None, *, who: str = "Careerdesk"
) -> AsyncIterator[Context]:
    """A context for the system itself, at work for one institution (None: for the platform), in one transaction."""
    now = datetime.now(UTC)
    async with house.database.session(now, institution_id) as db:
        await db.begin()
        actor = None
        if institution_id is not None:
            actor = Actor(user_id=None, institution_id=institution_id, full_name=who)
        context = Context(house, db, now, actor)
        yield context
        await settle(context)
