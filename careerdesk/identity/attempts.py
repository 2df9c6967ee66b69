"""Limits on attempts, counted in the database per address and per IP. Only failures count toward signing in."""

import hashlib
from datetime import timedelta

from careerdesk.identity.repository import ATTEMPTS, COUNT, FORGET
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import TooMany


def _key(kind: str, value: str) -> str:
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()[:32]}"


async def require_below(context: Context, limits: dict[tuple[str, str], int]) -> None:
    """429 where any of `(kind, value): limit` is used up; says how long to wait. Works without an institution."""
    if not context.settings.rate_limit.enabled:
        return
    keys = {_key(kind, value): limit for (kind, value), limit in limits.items()}
    wait = 0
    for record in await context.db.rows(ATTEMPTS, keys=list(keys), now=context.now):
        if record["hits"] >= keys[record["key"]]:
            wait = max(wait, int((record["resets_at"] - context.now).total_seconds()) + 1)
    if wait:
        minutes = -(-wait // 60)
        unit = "minute" if minutes == 1 else "minutes"
        raise TooMany(f"Too many attempts. Try again in {minutes} {unit}.", retry_after=wait)


async def count(context: Context, *pairs: tuple[str, str]) -> None:
    """One more attempt under each `(kind, value)`."""
    if not context.settings.rate_limit.enabled:
        return
    resets_at = context.now + timedelta(seconds=context.settings.rate_limit.sign_in_window_seconds)
    for kind, value in pairs:
        await context.db.run(COUNT, key=_key(kind, value), now=context.now, resets_at=resets_at)


async def forget(context: Context, kind: str, value: str) -> None:
    """Start from nothing: the attempt succeeded."""
    if context.settings.rate_limit.enabled:
        await context.db.run(FORGET, key=_key(kind, value))
