"""Short-lived state: counters of attempts, one-time codes, blocks. In PostgreSQL by default; `adapters/redis.py` is the
other one, with the same behaviour. A crash of the database may forget it, which only forgives."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from careerdesk.kernel.db import Base, Db


class KeptValue(Base):
    """A value or a counter under a key until an instant. Unlogged, and of no institution: it serves who is signed out."""

    __tablename__ = "kept_values"
    __table_args__ = (
        Index("ix_kept_values_expires_at", "expires_at"),
        {"prefixes": ["UNLOGGED"]},
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str | None]
    hits: Mapped[int]
    expires_at: Mapped[datetime]


class Store(Protocol):
    """What both stores can do. Every call is one atomic step, so that several processes count as one. Seconds are whole;
    the seconds that are answered say how long the key still lives."""

    async def count(self, key: str, seconds: int) -> tuple[int, int]:
        """One more under the key, which lives `seconds` from its first; how many now, and for how long still."""
        ...

    async def counted(self, keys: Sequence[str]) -> dict[str, tuple[int, int]]:
        """How many under each key that lives, and for how long still."""
        ...

    async def put(self, key: str, value: str, seconds: int) -> None:
        """Keep a value, in place of what was there."""
        ...

    async def get(self, key: str) -> tuple[str, int] | None:
        """The value, and for how long still."""
        ...

    async def take(self, key: str, value: str) -> bool:
        """Remove the key if it still holds exactly this value; of many who try at once, one succeeds."""
        ...

    async def expire(self, key: str, seconds: int) -> None:
        """Let the key, where it is there, live so long from now on."""
        ...

    async def forget(self, *keys: str) -> None:
        """Remove the keys."""
        ...


_COUNT = """
INSERT INTO kept_values AS k (key, hits, expires_at) VALUES (:key, 1, :until)
ON CONFLICT (key) DO UPDATE SET
    hits = CASE WHEN k.expires_at <= :now THEN 1 ELSE k.hits + 1 END,
    expires_at = CASE WHEN k.expires_at <= :now THEN excluded.expires_at ELSE k.expires_at END
RETURNING hits, expires_at
"""
_COUNTED = "SELECT key, hits, expires_at FROM kept_values WHERE key = ANY (:keys) AND expires_at > :now"
_PUT = """
INSERT INTO kept_values (key, value, hits, expires_at) VALUES (:key, :value, 0, :until)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, hits = 0, expires_at = excluded.expires_at
"""
_GET = "SELECT value, expires_at FROM kept_values WHERE key = :key AND value IS NOT NULL AND expires_at > :now"
_TAKE = "DELETE FROM kept_values WHERE key = :key AND value = :value AND expires_at > :now"
_EXPIRE = "UPDATE kept_values SET expires_at = :until WHERE key = :key AND expires_at > :now"
_FORGET = "DELETE FROM kept_values WHERE key = ANY (:keys)"
PURGE = "DELETE FROM kept_values WHERE expires_at < :now"


class PostgresStore:
    """The store on a request's own connection. To be used outside its transaction: what is counted stays counted although
    the request is refused."""

    def __init__(self, db: Db):
        self._db = db

    def _until(self, seconds: int) -> datetime:
        return self._db.now + timedelta(seconds=seconds)

    def _still(self, until: datetime) -> int:
        return max(1, -int((self._db.now - until).total_seconds() // 1))

    async def count(self, key: str, seconds: int) -> tuple[int, int]:
        found = await self._db.row(_COUNT, key=key, now=self._db.now, until=self._until(seconds))
        assert found is not None
        return found["hits"], self._still(found["expires_at"])

    async def counted(self, keys: Sequence[str]) -> dict[str, tuple[int, int]]:
        found = await self._db.rows(_COUNTED, keys=list(keys), now=self._db.now)
        return {one["key"]: (one["hits"], self._still(one["expires_at"])) for one in found}

    async def put(self, key: str, value: str, seconds: int) -> None:
        await self._db.run(_PUT, key=key, value=value, until=self._until(seconds))

    async def get(self, key: str) -> tuple[str, int] | None:
        found = await self._db.row(_GET, key=key, now=self._db.now)
        return (found["value"], self._still(found["expires_at"])) if found else None

    async def take(self, key: str, value: str) -> bool:
        return bool(await self._db.run(_TAKE, key=key, value=value, now=self._db.now))

    async def expire(self, key: str, seconds: int) -> None:
        await self._db.run(_EXPIRE, key=key, until=self._until(seconds), now=self._db.now)

    async def forget(self, *keys: str) -> None:
        if keys:
            await self._db.run(_FORGET, keys=list(keys))
