"""Short-lived state and rate limits in Redis, shared by every process on every machine. Where Redis does not answer, the
database keeps the state and each process counts for itself: signing in must not depend on a cache."""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from careerdesk.kernel.limits import Counted, MemoryLimiter
from careerdesk.kernel.store import Store

log = structlog.get_logger("careerdesk.redis")
T = TypeVar("T")
_PAUSE = 5.0
"""Seconds for which a Redis that did not answer is not asked again, so that each request does not wait for it anew."""

_COUNT = """
local n = redis.call('INCR', KEYS[1])
if n == 1 or redis.call('TTL', KEYS[1]) < 0 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {n, redis.call('TTL', KEYS[1])}
"""
_COUNTED = """
local found = {}
for i, key in ipairs(KEYS) do found[i] = {redis.call('GET', key) or '0', redis.call('TTL', key)} end
return found
"""
_GET = "return {redis.call('GET', KEYS[1]), redis.call('TTL', KEYS[1])}"
_TAKE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end"


class RedisClient:
    """The connection of one process, and whether it answers."""

    def __init__(self, url: str):
        self.redis: Redis = Redis.from_url(url, decode_responses=True, socket_timeout=1, socket_connect_timeout=1)
        self._silent_until = 0.0
        scripts = {"count": _COUNT, "counted": _COUNTED, "get": _GET, "take": _TAKE}
        self._scripts = {name: self.redis.register_script(text) for name, text in scripts.items()}

    @property
    def answers(self) -> bool:
        return time.monotonic() >= self._silent_until

    async def script(self, name: str, keys: Sequence[str], *values: Any) -> Any:
        return await self._scripts[name](keys=list(keys), args=list(values))

    async def ask(self, question: Callable[[], Awaitable[T]], otherwise: Callable[[], Awaitable[T]]) -> T:
        """What Redis says, or where it is silent the other's answer."""
        if self.answers:
            try:
                return await question()
            except (RedisError, OSError, TimeoutError) as error:
                self._silent_until = time.monotonic() + _PAUSE
                log.warning("redis does not answer", error=type(error).__name__)
        return await otherwise()

    async def ping(self) -> bool:
        try:
            await self.redis.ping()
        except (RedisError, OSError, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        await self.redis.aclose()


class RedisStore:
    """`kernel.store.Store` in Redis; `behind` serves where Redis is silent."""

    def __init__(self, client: RedisClient, behind: Store):
        self._client, self._behind = client, behind

    async def count(self, key: str, seconds: int) -> tuple[int, int]:
        async def ask() -> tuple[int, int]:
            hits, left = await self._client.script("count", [key], seconds)
            return int(hits), max(1, int(left))

        return await self._client.ask(ask, lambda: self._behind.count(key, seconds))

    async def counted(self, keys: Sequence[str]) -> dict[str, tuple[int, int]]:
        async def ask() -> dict[str, tuple[int, int]]:
            found = await self._client.script("counted", keys)
            lives = zip(keys, found, strict=True)
            return {key: (int(hits), max(1, int(left))) for key, (hits, left) in lives if int(left) != -2}

        return await self._client.ask(ask, lambda: self._behind.counted(keys)) if keys else {}

    async def put(self, key: str, value: str, seconds: int) -> None:
        async def ask() -> None:
            await self._client.redis.set(key, value, ex=seconds)

        await self._client.ask(ask, lambda: self._behind.put(key, value, seconds))

    async def get(self, key: str) -> tuple[str, int] | None:
        async def ask() -> tuple[str, int] | None:
            value, left = await self._client.script("get", [key])
            return None if value is None else (value, max(1, int(left)))

        return await self._client.ask(ask, lambda: self._behind.get(key))

    async def take(self, key: str, value: str) -> bool:
        async def ask() -> bool:
            return bool(await self._client.script("take", [key], value))

        return await self._client.ask(ask, lambda: self._behind.take(key, value))

    async def expire(self, key: str, seconds: int) -> None:
        async def ask() -> None:
            await self._client.redis.expire(key, seconds)

        await self._client.ask(ask, lambda: self._behind.expire(key, seconds))

    async def forget(self, *keys: str) -> None:
        async def ask() -> None:
            if keys:
                await self._client.redis.delete(*keys)

        await self._client.ask(ask, lambda: self._behind.forget(*keys))


class RedisLimiter:
    """Limits counted over all processes."""

    def __init__(self, client: RedisClient):
        self._client, self._behind = client, MemoryLimiter()

    async def hit(self, key: str, limit: int, seconds: int) -> Counted:
        async def ask() -> Counted:
            hits, left = await self._client.script("count", [f"rate:{key}"], seconds)
            return Counted(limit, seconds, int(hits), max(1, int(left)))

        return await self._client.ask(ask, lambda: self._behind.hit(key, limit, seconds))
