"""Asking for a code and showing it. Everything is counted before it is compared, in single steps of the store, so that
guesses made at the same moment on several machines are as many as the limit says. Nothing here knows whether an address
is anybody's; only the background task does."""

import hmac
from datetime import timedelta

import structlog
from prometheus_client import Counter

from careerdesk.codes.rules import WRONG_EVERYWHERE, Keys, block_seconds, browser_in_words, digest
from careerdesk.codes.schemas import CodeSent
from careerdesk.codes.states import Module
from careerdesk.kernel import tasks
from careerdesk.kernel.context import Context
from careerdesk.kernel.edge import METRICS
from careerdesk.kernel.errors import TooMany, Unauthenticated, Unavailable

__all__ = ["Blocked", "Keys", "Module", "WrongCode"]

log = structlog.get_logger("careerdesk.codes")
WRONG_CODES = Counter("careerdesk_wrong_codes_total", "Wrong one-time codes", ["module"], registry=METRICS)
PAUSES = Counter("careerdesk_codes_paused_total", "Times that codes alone stopped opening sessions", registry=METRICS)
_HOUR = 3_600
_REQUESTS, _GUESSES = "requests", "guesses"
_SENT = "If this address can be used here, a code is on its way to it."


class Blocked(TooMany):
    code = "blocked"
    title = "Blocked for a while"


class WrongCode(Unauthenticated):
    code = "wrong_code"
    title = "The code is not right"


class Paused(Unavailable):
    code = "codes_paused"
    title = "Codes alone open nothing at the moment"


async def ask(context: Context, keys: Keys) -> CodeSent:
    """Count that a code is asked for, the first time or again; 429 past the limit. Outside a transaction."""
    auth, store = context.settings.auth, context.store
    await _require_quiet(context, f"otp_requests_ip:{context.ip}", auth.otp_requests_per_ip)
    await _require_open(context, keys, _REQUESTS, _GUESSES)
    hits, _ = await store.count(keys.requests, auth.otp_request_window_seconds)
    if hits > auth.otp_requests:
        seconds = block_seconds(auth, keys.module)
        await store.expire(keys.requests, seconds)
        raise await _block(context, keys, _REQUESTS, seconds)
    await store.count(f"otp_requests_ip:{context.ip}", _HOUR)
    return CodeSent(
        message=_SENT,
        attempts_remaining=auth.otp_requests - hits,
        expires_in=auth.otp_seconds,
        resend_in=auth.otp_resend_seconds,
        module=keys.module,
    )


async def send(context: Context, keys: Keys, *, proved: bool = False) -> None:
    """Have a code made and mailed in the background. `proved`: the first of two factors was right."""
    await tasks.enqueue(
        context,
        "codes.send",
        module=keys.module.value,
        address=keys.address,
        proved=proved,
        ip=context.ip,
        browser=browser_in_words(context.user_agent),
    )


async def redeem(context: Context, keys: Keys, code: str, *, about: str = "") -> None:
    """Use a code up. 401 where it is not the right one, 429 after too many that were not. Of several who show the right one
    at the same moment, one succeeds, and everything that was counted for the address and purpose is forgotten. Outside a
    transaction."""
    auth, store = context.settings.auth, context.store
    by_ip = f"wrong_otp_ip:{context.ip}"
    await _require_quiet(context, by_ip, auth.otp_wrong_per_ip)
    await _require_open(context, keys, _GUESSES)
    hits, _ = await store.count(keys.wrong, auth.otp_wrong_window_seconds)
    if hits > auth.otp_wrong:
        raise await _guessed_enough(context, keys)
    shown = digest(context.settings.secret(), keys.module, keys.address, code, about)
    held = await store.get(keys.code)
    fits = hmac.compare_digest(held[0] if held else "-" * len(shown), shown)
    if fits and await store.take(keys.code, shown):
        await store.forget(*keys.counters, *Keys(keys.module, keys.address).counters)
        return
    WRONG_CODES.labels(keys.module.value).inc()
    await store.count(by_ip, _HOUR)
    if keys.module is Module.LOGIN:
        await _count_everywhere(context)
    if hits == auth.otp_wrong:
        # The last guess is answered as a guess; what comes after it finds the block.
        block = await _guessed_enough(context, keys)
        raise WrongCode(f"This code is not right, or no longer. {block.detail}", **block.extra)
    left = auth.otp_wrong - hits
    tries = "one more try" if left == 1 else f"{left} more tries"
    raise WrongCode(f"This code is not right, or no longer. You have {tries}.", attempts_remaining=left)


async def put(context: Context, keys: Keys, code: str, *, about: str = "") -> None:
    """Keep a code that is about to be mailed, in place of the one before."""
    kept = digest(context.settings.secret(), keys.module, keys.address, code, about)
    await context.store.put(keys.code, kept, context.settings.auth.otp_seconds)


async def require_not_paused(context: Context) -> None:
    """503 while the installation sees so many wrong codes that somebody must be guessing over many addresses. To be asked
    where a code is the only factor, and the device is not known."""
    found = await context.store.counted([WRONG_EVERYWHERE])
    hits, left = found.get(WRONG_EVERYWHERE, (0, 0))
    if hits > context.settings.auth.breaker_wrong_codes:
        raise Paused(
            "Too many wrong codes are being tried at this installation, so a code alone opens nothing for a while. "
            "Sign in another way, or on a device that is remembered.",
            retry_after=left,
        )


async def _count_everywhere(context: Context) -> None:
    auth = context.settings.auth
    hits, left = await context.store.count(WRONG_EVERYWHERE, auth.breaker_seconds)
    if hits == auth.breaker_wrong_codes + 1:
        PAUSES.inc()
        log.warning("codes_paused", wrong_codes=hits, seconds=left)


async def _require_quiet(context: Context, key: str, limit: int) -> None:
    """429 where this IP address did too much. A campus shares one, so the limit is wide."""
    hits, left = (await context.store.counted([key])).get(key, (0, 0))
    if hits >= limit:
        raise TooMany("Too many attempts from your network. Try again later.", retry_after=left)


async def _require_open(context: Context, keys: Keys, *reasons: str) -> None:
    """429 while the address is blocked for one of these reasons. Who was blocked for asking too often may still show the
    code that came."""
    found = await context.store.get(keys.blocked)
    if found is not None and found[0] in reasons:
        raise _refusal(context, *found)


async def _guessed_enough(context: Context, keys: Keys) -> Blocked:
    seconds = context.settings.auth.otp_block_wrong_seconds
    await context.store.expire(keys.wrong, seconds)
    return await _block(context, keys, _GUESSES, seconds)


async def _block(context: Context, keys: Keys, reason: str, seconds: int) -> Blocked:
    # The counter ends with the block and not before, so that requests which come at once find one or the other.
    await context.store.put(keys.blocked, reason, seconds)
    return _refusal(context, reason, seconds)


def _refusal(context: Context, reason: str, seconds: int) -> Blocked:
    until = context.now + timedelta(seconds=seconds)
    what = "Too many codes were asked for" if reason == _REQUESTS else "Too many wrong codes were entered"
    minutes = -(-seconds // 60)
    wait = f"{minutes} minutes" if minutes < 120 else f"{-(-minutes // 60)} hours"
    return Blocked(
        f"{what} for this address. Try again in {wait}, or sign in another way.",
        retry_after=seconds,
        blocked_until=until.replace(microsecond=0).isoformat(),
        attempts_remaining=0,
    )
