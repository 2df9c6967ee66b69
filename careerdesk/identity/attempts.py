"""Limits on attempts, counted per address and per IP. Only failures count toward signing in."""

import hashlib

from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import TooMany


def _key(kind: str, value: str) -> str:
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()[:32]}"


async def require_below(context: Context, limits: dict[tuple[str, str], int]) -> None:
    """429 where any of `(kind, value): limit` is used up; says how long to wait. Works without an institution."""
    if not context.settings.rate_limit.enabled:
        return
    keys = {_key(kind, value): limit for (kind, value), limit in limits.items()}
    counted = await context.store.counted(list(keys))
    wait = max((left for key, (hits, left) in counted.items() if hits >= keys[key]), default=0)
    if wait:
        minutes = -(-wait // 60)
        unit = "minute" if minutes == 1 else "minutes"
        raise TooMany(f"Too many attempts. Try again in {minutes} {unit}.", retry_after=wait)


async def count(context: Context, *pairs: tuple[str, str]) -> None:
    """One more attempt under each `(kind, value)`."""
    if not context.settings.rate_limit.enabled:
        return
    for kind, value in pairs:
        await context.store.count(_key(kind, value), context.settings.rate_limit.sign_in_window_seconds)


async def forget(context: Context, kind: str, value: str) -> None:
    """Start from nothing: the attempt succeeded."""
    if context.settings.rate_limit.enabled:
        await context.store.forget(_key(kind, value))
