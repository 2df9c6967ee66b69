"""Rate limits: how many requests one caller may make in a window. Counted per signed-in caller; who is signed out is
counted per IP address, and where they name an e-mail address, per address and IP: a whole campus shares one IP.

The headers are those of draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy: "api";q=100;w=60` says the rule,
`RateLimit: "api";r=42;t=17` what is left of it and when the window ends.
"""

import hashlib
import time
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from starlette.requests import Request

from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import TooMany
from careerdesk.kernel.text import canonical_email


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a caller stands: `hits` of `limit` in a window of `seconds`, which ends in `left` seconds."""

    limit: int
    seconds: int
    hits: int
    left: int

    def headers(self, name: str) -> dict[str, str]:
        return {
            "RateLimit-Policy": f'"{name}";q={self.limit};w={self.seconds}',
            "RateLimit": f'"{name}";r={max(0, self.limit - self.hits)};t={self.left}',
        }


class Limiter(Protocol):
    """Counts requests."""

    async def hit(self, key: str, limit: int, seconds: int) -> Counted:
        """One more request under the key."""
        ...


class MemoryLimiter:
    """Counts in this process alone; exact where one process serves."""

    def __init__(self, most: int = 100_000):
        self._most = most
        self._kept: dict[str, tuple[int, float]] = {}

    async def hit(self, key: str, limit: int, seconds: int) -> Counted:
        now = time.monotonic()
        hits, ends = self._kept.get(key, (0, 0.0))
        if ends <= now:
            hits, ends = 0, now + seconds
            if len(self._kept) >= self._most:
                self._forget(now)
        self._kept[key] = (hits + 1, ends)
        return Counted(limit, seconds, hits + 1, max(1, -int((now - ends) // 1)))

    def _forget(self, now: float) -> None:
        """Make room. Who floods us with names must not push out a count that has reached its limit: the fewest go first."""
        living = {key: kept for key, kept in self._kept.items() if kept[1] > now}
        if len(living) >= self._most:
            most = sorted(living.items(), key=lambda item: item[1][0], reverse=True)
            living = dict(most[: self._most // 2])
        self._kept = living


async def require_below(context: Context, request: Request, *, strict: bool) -> dict[str, str]:
    """Count this request; the headers of its answer. 429 past the limit. `strict`: a route that guesses could be made at,
    which has a smaller limit of its own beside the one of all requests."""
    settings = context.settings.rate_limit
    if not settings.enabled:
        return {}
    limiter, name = context.house.limiter, "api"
    who, named = _who(context, request)
    counted = await limiter.hit(who, settings.requests, settings.window_seconds)
    if named:
        # Names are free, so the IP address is also counted without them, ten times as far.
        whole = await limiter.hit(f"ip:{context.ip}:*", 10 * settings.requests, settings.window_seconds)
        counted = max(counted, whole, key=lambda one: one.hits / one.limit)
    if strict and counted.hits <= counted.limit:
        narrow = await limiter.hit(f"strict:{who}", settings.strict_requests, settings.window_seconds)
        if narrow.limit - narrow.hits < counted.limit - counted.hits:
            counted, name = narrow, "strict"
    headers = counted.headers(name)
    if counted.hits > counted.limit:
        seconds = "second" if counted.left == 1 else "seconds"
        detail = f"Too many requests. Try again in {counted.left} {seconds}."
        refused = TooMany(detail, retry_after=counted.left)
        refused.headers.update(headers)
        raise refused
    return headers


def _who(context: Context, request: Request) -> tuple[str, bool]:
    """Under which key a request counts: its caller, else the IP address, with the e-mail address where one is named; and
    whether one is."""
    if context.actor is not None:
        return f"user:{context.actor.user_id}", False
    named = _named(request) if request.method == "POST" else None
    return (f"ip:{context.ip}", False) if named is None else (f"ip:{context.ip}:{named}", True)


def _named(request: Request) -> str | None:
    body: bytes = request.scope.get("body", b"")
    if not body.startswith(b"{") or len(body) > 4_000:
        return None
    try:
        given: Any = orjson.loads(body)
        address = given.get("email")
    except ValueError:
        return None
    if not isinstance(address, str):
        return None
    return hashlib.sha256(canonical_email(address).encode()).hexdigest()[:24]
