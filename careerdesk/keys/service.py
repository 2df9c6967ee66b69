"""API keys: one function for each thing a person would say."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from careerdesk.audit import service as audit
from careerdesk.identity import service as identity
from careerdesk.kernel import marked
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Conflict, Invalid, Missing
from careerdesk.keys import rules
from careerdesk.keys.models import ApiKey
from careerdesk.keys.repository import ALL, ANY, LIVING, MINE, ONE, OWN, OWNER
from careerdesk.keys.schemas import KeyItem, KeyQuery, NewKey, ScopeItem
from careerdesk.notifications import service as notifications
from careerdesk.organisations import service as organisations
from careerdesk.organisations.states import Feature

MOST = 20
OVERLAP = timedelta(hours=24)


async def mine(context: Context) -> list[KeyItem]:
    """The caller's keys."""
    return [KeyItem(**record) for record in await context.db.rows(MINE, me=context.user_id, now=context.now)]


def scopes(context: Context) -> list[ScopeItem]:
    """What the caller may give to a key."""
    held = rules.grantable(context.caller.reaches)
    return [ScopeItem(scope=name, reach=reach.name.lower(), text=rules.said(name)) for name, reach in held.items()]


async def make(
    context: Context, *, name: str, scopes: Sequence[str], expires_in_days: int, allowed_ips: Sequence[str]
) -> NewKey:
    """A new key, shown this once. It reaches as far as its owner does at the moment of use, never further."""
    await organisations.require_feature(context, Feature.API_KEYS)
    beyond = set(scopes) - rules.grantable(context.caller.reaches).keys()
    if beyond:
        said = f"A key cannot be given what you may not do, or what only a person may: {', '.join(sorted(beyond))}."
        raise Invalid.field("scopes", said, "scope_not_yours")
    await context.db.begin()
    await context.db.row(OWNER, me=context.user_id)
    if await context.db.value(LIVING, me=context.user_id, now=context.now) >= MOST:
        raise Conflict(f"You have {MOST} keys. Revoke one that is not used any more.", code="too_many_keys")
    public_id = marked.new_name()
    key = marked.new_secret(public_id)
    made = await context.db.insert(
        ApiKey, user_id=context.user_id, name=name, public_id=public_id, secret_hash=marked.digest(key),
        scopes=[str(scope) for scope in scopes], allowed_ips=list(allowed_ips), days=expires_in_days,
        expires_at=context.now + timedelta(days=expires_in_days),
    )  # fmt: skip
    await _note(context, made, "make", "made", scopes=made.scopes, expires_at=made.expires_at)
    return await _shown_once(context, made, key)


async def rotate(context: Context, key_id: UUID, *, expires_in_days: int | None) -> NewKey:
    """A new secret for a key of the caller's. The old one works for a day longer, so that a program can change over."""
    await organisations.require_feature(context, Feature.API_KEYS)
    await context.db.begin()
    found = await _one(context, OWN, key_id, me=context.user_id)
    if found.expires_at <= context.now:
        raise Conflict("This key has expired. Make a new one.", code="key_expired")
    key, days = marked.new_secret(found.public_id), expires_in_days or found.days
    made = await context.db.update(
        ApiKey, found.id, secret_hash=marked.digest(key), previous_hash=found.secret_hash,
        previous_until=min(context.now + OVERLAP, found.expires_at), days=days,
        expires_at=context.now + timedelta(days=days),
    )  # fmt: skip
    await _note(context, made, "rotate", "rotated", expires_at=made.expires_at)
    return await _shown_once(context, made, key)


async def revoke(context: Context, key_id: UUID) -> None:
    """End a key of the caller's at once."""
    found = await _one(context, OWN, key_id, me=context.user_id)
    await context.db.update(ApiKey, found.id, revoked_at=context.now)
    await _note(context, found, "revoke", "revoked")


async def page(context: Context, query: KeyQuery) -> bytes:
    """One page of the institution's keys."""
    return await ALL.page(context.db, query, now=context.now)


async def revoke_anybodys(context: Context, key_id: UUID) -> None:
    """End anybody's key at once, and tell its owner."""
    found = await _one(context, ANY, key_id)
    await context.db.update(ApiKey, found.id, revoked_at=context.now)
    owner = await identity.find_user(context, found.user_id)
    said = f"{context.caller.full_name} revoked the API key “{found.name}” of {owner.full_name}"
    await audit.record(context, "keys.revoke", ("user", owner.id), said, key=found.id)
    if owner.id != context.user_id:
        await _tell(context, found, "account.key_revoked")


async def _one(context: Context, sql: str, key_id: UUID, **values: Any) -> ApiKey:
    found = await context.db.one(ApiKey, sql, id=key_id, **values)
    if found is None:
        raise Missing("This key")
    return found


async def _shown_once(context: Context, made: ApiKey, key: str) -> NewKey:
    found = await context.db.row(ONE, id=made.id, now=context.now)
    assert found is not None
    return NewKey(**found, key=key)


async def _note(context: Context, found: ApiKey, verb: str, done: str, **facts: Any) -> None:
    said = f"{context.caller.full_name} {done} the API key “{found.name}”"
    await audit.record(context, f"keys.{verb}", ("user", context.user_id), said, key=found.id, **facts)
    if verb == "make":
        await _tell(context, found, "account.key_made")


async def _tell(context: Context, found: ApiKey, event: str) -> None:
    item = notifications.Item(
        found.user_id, event, {"name": found.name}, "/me?tab=connected", "user", found.user_id, f"{event}:{found.id}"
    )
    await notifications.tell(context, [item])
